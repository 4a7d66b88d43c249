"""Text that says all is done while a figure of the same report says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import Outcome, Problem, Rule
from checker.checks.figures import raw
from checker.document import Span
from checker.finding import Severity
from checker.understand.facts import PROJECT, Fact
from checker.understand.report import Report
from checker.vocabulary import Words

_ENDS = r"。;!" + "\n"


class TargetOverclaimed(Rule):
    """The text says that all targets are reached, or all money spent, while a figure in the report says otherwise."""

    ABOUT: ClassVar[str] = "说全部完成、全部支出的话与数字是否矛盾"

    DATA: ClassVar[Mapping[str, str]] = {"claim": "文中的说法", "figure": "与它矛盾的数字"}

    check: Literal["target-overclaimed"] = "target-overclaimed"
    reached: Annotated[Words, Field(description="说目标全部完成的话")]
    spent: Annotated[Words, Field(description="说资金全部支出的话")]

    def run(self, report: Report) -> Iterator[Outcome]:
        short = [
            target
            for target in report.targets
            if target.short and target.quantity is not None and (target.form is None or not target.form.doubt)
            and target.completions and target.completions[0].score >= 0.75
        ]  # fmt: skip
        if short:
            first = short[0]
            figure = f"{first.name}目标{first.span.cut(report.text)}、完成{first.completions[0].span.cut(report.text)}"
            if first.indicator is None:
                figure = f"目标“{first.span.cut(report.text)}”，完成情况“{first.completions[0].span.cut(report.text)}”"
            for claim in self._claims(report, self.reached):
                spans = (claim, first.completions[0].span, first.span)
                yield Problem(spans, {"claim": claim.cut(report.text), "figure": " ".join(figure.split())})
                break
        yield from self._money(report)

    def _claims(self, report: Report, words: Words) -> Iterator[Span]:
        rows = [
            cell.span
            for form in report.all_forms
            for indicator in form.indicators
            for cell in (indicator.cell("指标值"), indicator.cell("完成值"))
            if cell is not None
        ]
        for match in words.regex.finditer(report.folded):
            sentence = _sentence(report.folded, match.start(), match.end())
            if words.exclusion.search(sentence.cut(report.folded)):
                continue
            if any(row.start <= match.start() < row.end for row in rows):
                continue  # 全部达成年度指标 in an indicator's row speaks of that row only
            section = report.outline.section_at(match.start())
            above = [] if section is None else [section, *report.outline.ancestors(section)]
            if any(each.facets & {"targets", "suggestions", "work"} for each in above):
                continue
            yield Span(*match.span())

    def _money(self, report: Report) -> Iterator[Outcome]:
        """All spent, although less than the budget was: the totals of one year only."""
        year = report.identity.year
        facts = [
            f for f in report.facts if f.scope == PROJECT and f.year == year and not f.cumulative and not f.inferred
        ]
        budget = _only(facts, "全年预算数")
        spent = _only(facts, "执行数")
        if budget is None or spent is None:
            yield from self._left(report, facts)
            return
        if spent.quantity.interval.high >= budget.quantity.interval.low:
            return
        for claim in self._claims(report, self.spent):
            arrived = bool(re.search(r"拨付|下达|到位", claim.cut(report.folded)))
            yield Problem(
                (claim, spent.span, budget.span),
                {"claim": claim.cut(report.text), "figure": f"预算数{raw(budget, report)}、执行数{raw(spent, report)}"},
                Severity.WARNING if arrived else None,
                "拨付可能是指财政拨给单位，需核实" if arrived else "",
            )
            return

    def _left(self, report: Report, facts: list[Fact]) -> Iterator[Outcome]:
        """All spent, although a rate below 100 % is stated, or a balance with it; if budget or outlay is doubtful."""
        left, rate = _only(facts, "结余数"), _only(facts, "执行率")
        if rate is not None and rate.quantity.interval.high < 100 and (left is None or left.quantity.interval.low > 0):
            for claim in self._claims(report, self.spent):
                said = (f"结余数{raw(left, report)}、" if left else "") + f"执行率{raw(rate, report)}"
                remark = "预算数或执行数的口径不能确定，需核实是否为同一笔资金"
                data = {"claim": claim.cut(report.text), "figure": said}
                spans = (claim, *((left.span,) if left else ()), rate.span)
                yield Problem(spans, data, Severity.WARNING, remark)
                return


def _only(facts: list[Fact], name: str) -> Fact | None:
    """The one value of a figure, None where it is stated weakly or differently."""
    stated = [fact for fact in facts if fact.name == name and fact.strength != "weak"]
    if not stated or any(not fact.quantity.interval.overlaps(stated[0].quantity.interval) for fact in stated):
        return None
    return stated[0]


def _sentence(folded: str, start: int, end: int) -> Span:
    left = max(folded.rfind(mark, 0, start) for mark in _ENDS) + 1
    rights = [at for mark in _ENDS if (at := folded.find(mark, end)) >= 0]
    return Span(left, min(rights, default=len(folded)))
