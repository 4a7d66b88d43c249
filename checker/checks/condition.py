"""Under which circumstances a rule applies: a formula over the report's figures, and words that it must mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated, ClassVar

from pydantic import Field, ValidationInfo, field_validator

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.figures import weakest
from checker.checks.operands import REPORT_NAMES, REPORT_WORDS, Operand, whole
from checker.document import Span
from checker.finding import Severity
from checker.folding import fold
from checker.formula import Formula, FormulaError, parse
from checker.understand.report import Report
from checker.vocabulary import Pattern


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Why a rule applies to a report: where that is stated, and what makes it less than certain ("" for nothing).

    `data` is what the report states of each name of the conditions, for messages.
    """

    spans: tuple[Span, ...] = ()
    remark: str = ""
    data: Mapping[str, str] = field(default_factory=dict)


class Conditional(Rule):
    """What the kinds without formulas of their own share: `when` and `mentioned` say to which reports a rule applies.

    `judge` yields the outcomes for a report to which it does. A formula of `when` whose operands are not stated makes
    the rule not checked; of several the first that can be applied counts.
    """

    MOST: ClassVar[int] = 20
    """How many problems of one report are listed one by one."""

    when: Annotated[
        str | tuple[str, ...] | None,
        Field(description="条件：成立时才检查，如“执行率 < 90%”；写几个时以第一个能算的为准"),
    ] = None
    mentioned: Annotated[Pattern | None, Field(description="文中有这样的说法时才检查")] = None

    @classmethod
    def template_names(cls, stated: Mapping[str, object]) -> Mapping[str, str]:
        when = stated.get("when")
        return {**dict.fromkeys(_names(when if isinstance(when, list | tuple) else [when]), "条件中的数"), **cls.DATA}

    @field_validator("when")
    @classmethod
    def _when_is_a_condition(
        cls, stated: str | tuple[str, ...] | None, info: ValidationInfo
    ) -> str | tuple[str, ...] | None:
        facts = (info.context or {}).get("facts")
        names = None if facts is None else [*facts, *REPORT_NAMES, *REPORT_WORDS]

        def read(text: str) -> str:
            return parse(text, names, kind="condition", words=REPORT_WORDS).text

        return read(stated) if isinstance(stated, str) else None if stated is None else tuple(map(read, stated))

    @cached_property
    def _conditions(self) -> tuple[Formula, ...]:
        texts = (self.when,) if isinstance(self.when, str) else self.when or ()
        return tuple(parse(text) for text in texts)

    def run(self, report: Report) -> Iterator[Outcome]:
        found = self._circumstances(report)
        if isinstance(found, NotChecked):
            yield found
        elif found is not None:
            for outcome in self._listed(self.judge(report, found)):
                if isinstance(outcome, Problem):
                    outcome = replace(outcome, data={**found.data, **outcome.data})
                if isinstance(outcome, Problem) and found.remark:
                    severity = outcome.severity or weakest(self.severity, weaker=True)
                    yield replace(outcome, severity=severity, remark=outcome.remark or found.remark)
                else:
                    yield outcome

    def _listed(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """All reasons and the first MOST problems, the last of which says how many more there are."""
        last: Problem | None = None
        shown = more = 0
        for outcome in outcomes:
            if not isinstance(outcome, Problem) or shown < self.MOST - 1:
                shown += isinstance(outcome, Problem)
                yield outcome
            elif last is None:
                last = outcome
            else:
                more += 1
        if last is not None:
            yield replace(last, remark=f"另有{more}处同类问题，未逐一列出") if more else last

    def judge(self, report: Report, why: Circumstances) -> Iterator[Outcome]:
        """What is wrong with a report to which the rule applies for the reasons given."""
        raise NotImplementedError

    def _circumstances(self, report: Report) -> Circumstances | NotChecked | None:
        """Why the rule applies; None where it does not, NotChecked where that cannot be told."""
        if self.mentioned and not re.search(fold(self.mentioned), report.folded):
            return None
        if not self._conditions:
            return Circumstances()
        names = {name for formula in self._conditions for name in formula.names}
        cut = any("==" in formula.text for formula in self._conditions)
        subject = whole(report, names, cut=cut)
        values = {name: operand.value for name, operand in subject.operands.items()}
        results = [(formula, formula.evaluate(values)) for formula in self._conditions]
        judged = [(formula, result) for formula, result in results if result.applicable]
        if not judged:
            missing = dict.fromkeys(name for _, result in results for name in result.missing)
            unclear = next((subject.unclear[name] for name in missing if name in subject.unclear), None)
            reason = next((result.reason for _, result in results if result.reason), "")
            stated = f"{'、'.join(missing)}没有写明或无法读取"
            return NotChecked(unclear or (stated if missing else reason))
        formula, result = judged[0]
        if result.holds is not True:
            return None
        written = {name: operand.written for name, operand in subject.operands.items() if name in names}
        data = dict.fromkeys(_names([each.text for each in self._conditions]), "未写明") | written
        used = [subject.operands[name] for name in formula.names if name in subject.operands]
        return self._certain(used, data)

    def _certain(self, used: list[Operand], data: Mapping[str, str]) -> Circumstances | NotChecked:
        spans = tuple(dict.fromkeys(operand.spans[0] for operand in used if operand.spans))
        remark = ""
        if any(operand.inferred for operand in used):
            remark = "所属范围是根据上下文判断的，需核实是否为同一口径"
        elif weak := next((operand for operand in used if operand.weak), None):
            remark = f"{weak.name}的{weak.weak}，需核实是否为同一口径"
        if remark and self.severity is not Severity.ERROR:
            return NotChecked(remark)
        return Circumstances(spans, remark, data)


def _names(texts: Iterable[object]) -> Iterator[str]:
    """The names that formulas use, those of a formula that cannot be read left out."""
    for text in texts:
        if isinstance(text, str):
            try:
                yield from parse(text).names
            except FormulaError:
                continue
