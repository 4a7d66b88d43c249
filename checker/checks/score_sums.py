"""Whether weights and scores add up, stay within their bounds and count once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.scoring import Column, FormRule, column_of, items_of, plain, short, stated
from checker.document import Cell, Span
from checker.interval import Interval
from checker.understand.form import Form, Group
from checker.understand.quantity import Quantity
from checker.understand.report import Report


class WeightSum(FormRule):
    """The weights add up to their stated total, or to `total`; the third level's to what their parent states."""

    DATA: ClassVar[Mapping[str, str]] = {"what": "哪些分值", "computed": "各项之和", "stated": "写明的或应有的合计"}
    check: Literal["weight-sum"] = "weight-sum"
    total: Annotated[Decimal, Field(description="没有写明合计时，分值应有的合计")] = Decimal(100)

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        column = column_of(form, "分值")
        if column is None:
            yield NotChecked("表中的分值没有填全或不是数字")
            return
        for group in form.groups:
            yield from self._group(report, form, group)
        total = form.quantity(form.total_weight, "分")
        expected = Interval.point(self.total) if total is None else stated(total, column)
        if not column.sum.overlaps(expected):
            cell = form.total_weight
            spans = (cell.span,) if cell is not None and total is not None else ()
            said = plain(self.total if total is None else total.value)
            first = column.cells[0].span if column.cells else form.indicators[0].name
            data = {"what": "各项分值", "computed": plain(column.value), "stated": said}
            yield Problem((*spans, first), data)

    def _group(self, report: Report, form: Form, group: Group) -> Iterator[Outcome]:
        own = group.weight or form.quantity(group.weight_cell, "分")
        members = [form.indicators[index] for index in group.indicators]
        cells = dict.fromkeys(cell for item in members if (cell := item.cell("分值")) is not None)
        if own is None or not cells or group.weight_cell in cells:
            return
        others = [item for item in form.indicators if item not in members]
        if any(item.cell("分值") in cells for item in others):
            return
        values = [form.quantity(cell, "分") for cell in cells]
        if any(value is None for value in values):
            return
        column = Column(tuple(value for value in values if value is not None), tuple(cells))
        if not column.sum.overlaps(stated(own, column)):
            data = {
                "what": f"“{short(report, group.cell.span)}”下各项分值",
                "computed": plain(column.value),
                "stated": plain(own.value),
            }
            place = group.weight_cell or group.cell
            yield Problem((place.span, *(cell.span for cell in cells)), data)


class ScoreSum(FormRule):
    """The scores add up to the stated total score."""

    DATA: ClassVar[Mapping[str, str]] = {"computed": "各项得分之和", "stated": "写明的总分"}
    check: Literal["score-sum"] = "score-sum"

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        cell = form.total_score
        total = form.quantity(cell, "分")
        if cell is None or total is None:
            yield NotChecked("表中没有写明总得分")
            return
        column = column_of(form, "得分")
        if column is None:
            yield NotChecked("表中的得分没有填全或不是数字")
            return
        if not column.sum.overlaps(stated(total, column)):
            data = {"computed": plain(column.value), "stated": plain(total.value)}
            yield Problem((cell.span, *(each.span for each in column.cells)), data)


class ExceedsWeight(FormRule):
    """No item's score is above its weight."""

    DATA: ClassVar[Mapping[str, str]] = {"name": "指标名称", "score": "得分", "weight": "分值"}
    check: Literal["exceeds-weight"] = "exceeds-weight"

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        for item in items_of(report, form):
            if item.score.value > item.weight.value:
                data = {
                    "name": short(report, item.name),
                    "score": plain(item.score.value),
                    "weight": plain(item.weight.value),
                }
                yield Problem(item.spans, data)


class DoubleScored(FormRule):
    """A part of the funds (其中：…) has no score of its own beside its total's."""

    DATA: ClassVar[Mapping[str, str]] = {"name": "资金来源", "score": "得分"}
    FORMS = ("self-evaluation",)
    check: Literal["double-scored"] = "double-scored"

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        whole = form.total_funds
        if whole is None or form.amount(whole, "得分") is None:
            return
        taken: set[Cell | None] = {whole.cell("得分")}
        for line in form.funds:
            cell = line.cell("得分")
            score: Quantity | None = form.amount(line, "得分")
            if line.total or cell is None or score is None or cell in taken:
                continue
            taken.add(cell)
            name: Span = line.label.span if line.label is not None else cell.span
            total = whole.cell("得分")
            other = () if total is None else (total.span,)
            yield Problem((cell.span, *other), {"name": short(report, name), "score": plain(score.value)})
