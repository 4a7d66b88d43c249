"""Whether a report states targets at all, and whether any of them can be measured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.document import Span
from checker.finding import Severity
from checker.folding import fold
from checker.understand.report import Report
from checker.understand.targets import Target
from checker.vocabulary import FacetId, Pattern

# What is allotted often has its targets in a table of its own, which need not be in the file.
_ALLOTTED: Final = re.compile(r"(?:下达|下拨|拨付|批复|安排|投入)[^。;]{0,80}?[0-9][0-9,.]*\s?[万亿]?元")


class TargetNoneStated(Rule):
    """The section on targets has text and states none, and no form states any."""

    ABOUT: ClassVar[str] = "目标一节有没有写出目标"

    DATA: ClassVar[Mapping[str, str]] = {"title": "写目标的标题"}

    check: Literal["target-none-stated"] = "target-none-stated"
    facet: Annotated[FacetId, Field(description="写绩效目标的部分（facets的id）")]
    aims: Annotated[Pattern, Field(description="没有数字的句子里有这样的说法才算目标（正则表达式）")] = ""

    def _aims(self, target: Target, report: Report) -> bool:
        """Whether a sentence of the section says what is to be done or reached, and not whose or whereby it is."""
        words = target.span.cut(report.folded)
        return target.indicator is not None or bool(re.search(r"[0-9]", words) or re.search(fold(self.aims), words))

    def run(self, report: Report) -> Iterator[Outcome]:
        if any(not target.beside and self._aims(target, report) for target in report.targets):
            return
        if any(indicator.cell("指标值") is not None for form in report.forms for indicator in form.indicators):
            return
        for section in report.outline.covering(self.facet):
            body = section.body.cut(report.folded)
            if section.facets != {self.facet} or len(re.findall(r"[一-鿿]", body)) < 4:
                continue
            if report.document.incomplete:
                yield NotChecked("文件有一部分没有读出，不能断定没有写明目标")
            elif re.search(r"见|附", body):
                yield NotChecked("目标写在附表中，文中没有认出这张表")
            else:
                spans, data = (_text(section.body, report),), {"title": section.heading.cut(report.text).strip()}
                if "分解下达" in section.title or _ALLOTTED.search(body):
                    yield Problem(spans, data, Severity.WARNING, "这一节写的是资金下达，目标如果另在随附的表中，可不改")
                else:
                    yield Problem(spans, data)
            return


class TargetUnquantified(Rule):
    """No target of the report carries a number."""

    ABOUT: ClassVar[str] = "目标有没有量化"

    check: Literal["target-unquantified"] = "target-unquantified"

    def run(self, report: Report) -> Iterator[Outcome]:
        targets = [target for target in report.targets if not target.goal and not target.beside]
        if not targets:
            return
        figures = any(re.search(r"[0-9]", target.span.cut(report.folded)) for target in targets)
        if not figures and all(target.quantity is None for target in targets):
            yield Problem((targets[0].span,))


def _text(span: Span, report: Report) -> Span:
    """A stretch without the blanks at its ends, at most its first line."""
    words = span.cut(report.text)
    left = len(words) - len(words.lstrip())
    first = words.strip().split("\n")[0]
    return Span(span.start + left, span.start + left + len(first))
