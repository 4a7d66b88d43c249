"""A figure that a report must state."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.figures import raw
from checker.document import Span
from checker.finding import Severity
from checker.folding import fold
from checker.understand.facts import Fact, year_of
from checker.understand.report import Report
from checker.vocabulary import FactName, Model, Pattern


class Needed(Model):
    """A figure that must be stated: `fact`, or any of `alike`. What is no more than a hint makes it a warning."""

    fact: FactName
    alike: Annotated[tuple[FactName, ...], Field(description="同样可以的数据")] = ()
    hints: Annotated[tuple[FactName, ...], Field(description="可能就是这个数的数据，只有它时降为警告")] = ()
    said: Annotated[Pattern | None, Field(description="用文字说明而没有写数的说法，有它时降为警告")] = None


class FactMissing(Rule):
    """No figure of a name is stated anywhere, in prose or in a table."""

    DATA: ClassVar[Mapping[str, str]] = {"fact": "缺少的数据的名称"}

    check: Literal["fact"] = "fact"
    needs: Annotated[tuple[Needed, ...], Field(description="必须写明的数据", min_length=1)]

    def run(self, report: Report) -> Iterator[Outcome]:
        year = year_of(report)
        facts = [fact for fact in report.facts if not fact.scope.startswith(("部门整体", "复核"))]
        own = [fact for fact in facts if fact.year in (None, year)]
        for needed in self.needs:
            names = (needed.fact, *needed.alike)
            if any(fact.name in names for fact in own):
                continue
            # 收到补助资金300万元: what a unit was given to spend is its budget under another name.
            if any(fact.name in needed.hints and fact.strength == "weak" for fact in own):
                continue
            if report.document.incomplete:
                yield NotChecked(f"文件中有未能读取的内容，不能断定没有写明{needed.fact}")
                continue
            yield self._missing(needed, report, facts, own)

    def _missing(self, needed: Needed, report: Report, facts: list[Fact], own: list[Fact]) -> Problem:
        data = {"fact": needed.fact}
        hint = next((fact for fact in own if fact.name in needed.hints), None)
        if hint is not None:
            remark = f"文中只有{hint.name}{raw(hint, report)}，是否就是{needed.fact}需核实"
            return Problem((hint.span,), data, self._weaker, remark)
        if needed.said is not None and (words := _said(needed.said, report)):
            remark = f"文中只写了“{words[1]}”，没有写明金额"
            return Problem((words[0],), data, self._weaker, remark)
        other = next((fact for fact in facts if fact.name in (needed.fact, *needed.alike)), None)
        if other is not None:
            return Problem((other.span,), data, remark=f"文中只有{other.year}年的{other.name}{raw(other, report)}")
        return Problem((), data)

    @property
    def _weaker(self) -> Severity | None:
        return Severity.WARNING if self.severity is Severity.ERROR else None


def _said(pattern: str, report: Report) -> tuple[Span, str] | None:
    match = re.search(fold(pattern), report.folded)
    return (Span(*match.span()), report.text[match.start() : match.end()]) if match else None
