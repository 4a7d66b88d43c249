"""Whether weights and scores add up, stay within their bounds and count once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.score_items import is_execution, proportions, rates_of
from checker.checks.score_prose import listed_weights, prose_scores, prose_weights
from checker.checks.scoring import Column, FormRule, Item, column_of, items_of, merged_items, plain, short, stated
from checker.document import Cell, Span
from checker.interval import Interval
from checker.understand.fact import PROJECT, Fact
from checker.understand.form import Form, Group
from checker.understand.quantity import Quantity
from checker.understand.report import Report

_HUNDRED: Final = Decimal(100)
_BONUS: Final = re.compile(r"加分|附加|奖励分")


def _parts(form: Form, column: str) -> Decimal:
    """What the 其中 rows of the funds have in a column beside their total."""
    amounts = (form.amount(line, column) for line in form.funds if not line.total)
    return sum((amount.value for amount in amounts if amount is not None), Decimal(0))


def _sum(report: Report, form: Form, column: Column) -> Interval:
    """What the scores add up to: as they are written, and as computed where a written one is that rounded.

    A score is what was awarded: 9.5 is no 9.46, or a total that is a tenth off would pass beside two such scores.
    """
    weights = column_of(form, "分值")
    if weights is not None and weights.value != weights.value.to_integral_value():
        return column.sum  # 33.3 three times for 100: the weights were rounded, and full marks with them
    low = high = column.value
    finest = min((value.step for value in column.values if value.step), default=Decimal(0))
    for item in items_of(report, form):
        if not item.score.step or item.score.value >= item.weight.value:
            continue
        differences = [value - item.score.value for value in _computed(report, form, item)]
        near = [each for each in differences if abs(each) <= min(finest, item.score.step) / 2]
        low, high = low + min(near, default=Decimal(0)).min(0), high + max(near, default=Decimal(0)).max(0)
    return Interval(low, high)


def _computed(report: Report, form: Form, item: Item) -> Iterator[Decimal]:
    """The scores before rounding that the rate of execution or the completion comes to."""
    weight, two = item.weight.value, Decimal(2)
    if is_execution(item):
        for rate in rates_of(report, form, item):
            yield min(weight, rate.value / 100 * weight)
    elif item.target is not None and item.target.quantity is not None and item.target.completions:
        actual = item.target.completions[0].quantity
        if actual is not None and item.target.short:
            for each in proportions(item.target.quantity, actual, weight):
                yield (each.low + each.high) / two


class WeightSum(FormRule):
    """The weights add up to their stated total, or to `total`; the third level's to what their parent states."""

    ABOUT: ClassVar[str] = "分值之和是否为合计数"

    DATA: ClassVar[Mapping[str, str]] = {"what": "哪些分值", "computed": "各项之和", "stated": "写明的或应有的合计"}
    check: Literal["weight-sum"] = "weight-sum"
    total: Annotated[Decimal, Field(description="没有写明合计时，分值应有的合计")] = Decimal(100)

    def run(self, report: Report) -> Iterator[Outcome]:
        yield from super().run(report)
        yield from prose_weights(report)
        yield from listed_weights(report)

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        column = column_of(form, "分值")
        if column is None:
            yield NotChecked("表中的分值没有填全或不是数字")
            return
        told: list[tuple[Group, Decimal]] = []
        # The deepest level first: what is off there is off above it too, and is said once.
        for group in sorted(form.groups, key=lambda each: -each.level):
            off = self._off(form, group)
            if off is None or off.difference == _below(group, told):
                continue
            told.append((group, off.difference - _below(group, told)))
            yield _group_problem(report, group, off)
        total = form.quantity(form.total_weight, "分")
        expected = Interval.point(self.total) if total is None else stated(total, column)
        doubled = Interval.point(_parts(form, "分值"))
        known = Interval.point(sum((difference for _, difference in told), Decimal(0)))
        cell = form.total_weight
        said = self.total if total is None else total.value
        if not any(each.overlaps(expected) for each in (column.sum, column.sum + doubled, column.sum - known)):
            spans = (cell.span,) if cell is not None and total is not None else ()
        elif total is not None and cell is not None and self._beyond(form, column, total) and not told:
            spans, said = (cell.span,), self.total
        else:
            return
        first = column.cells[0].span if column.cells else form.indicators[0].name
        yield Problem((*spans, first), {"what": "各项分值", "computed": plain(column.value), "stated": plain(said)})

    def _beyond(self, form: Form, column: Column, total: Quantity) -> bool:
        """Whether a total that fits its column is more than all that there is to gain; bonus points may be more."""
        bonus = any(_BONUS.search(item.name.cut(form.folded)) for item in form.indicators)
        return column.sum.low > self.total and self.total < total.value < 2 * self.total and not bonus

    def _off(self, form: Form, group: Group) -> _Off | None:
        """How far a group's rows are off the weight that it states; None where they are not, or none is stated."""
        own = group.weight or form.quantity(group.weight_cell, "分")
        members = [form.indicators[index] for index in group.indicators]
        cells = dict.fromkeys(cell for item in members if (cell := item.cell("分值")) is not None)
        if own is None or not cells or group.weight_cell in cells:
            return None
        others = [item for item in form.indicators if item not in members]
        if any(item.cell("分值") in cells for item in others):
            return None
        values = [form.quantity(cell, "分") for cell in cells]
        if any(value is None for value in values):
            return None
        column = Column(tuple(value for value in values if value is not None), tuple(cells))
        return None if column.sum.overlaps(stated(own, column)) else _Off(own, column)


@dataclass(frozen=True, slots=True)
class _Off:
    """What a group states and what its rows have instead."""

    own: Quantity
    column: Column

    @property
    def difference(self) -> Decimal:
        return self.column.value - self.own.value


def _below(group: Group, told: list[tuple[Group, Decimal]]) -> Decimal:
    """By how much the groups inside a group are off already."""
    inside = (d for each, d in told if each is not group and set(each.indicators) <= set(group.indicators))
    return sum(inside, Decimal(0))


def _group_problem(report: Report, group: Group, off: _Off) -> Problem:
    data = {
        "what": f"“{short(report, group.cell.span)}”下各项分值",
        "computed": plain(off.column.value),
        "stated": plain(off.own.value),
    }
    place = group.weight_cell or group.cell
    return Problem((place.span, *(cell.span for cell in off.column.cells)), data)


class ScoreSum(FormRule):
    """The scores add up to the stated total score."""

    ABOUT: ClassVar[str] = "得分之和是否为总分"

    DATA: ClassVar[Mapping[str, str]] = {
        "what": "哪些得分（各项，或表中某一类指标的各项）",
        "computed": "这些得分之和",
        "parts": "这些得分",
        "whole": "写明这个和的地方（总分，或正文）",
        "stated": "那里写的分数",
    }
    check: Literal["score-sum"] = "score-sum"

    def run(self, report: Report) -> Iterator[Outcome]:
        yield from super().run(report)
        yield from prose_scores(report)

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        cell = form.total_score
        total = form.quantity(cell, "分")
        told = _told_total(report, form) if cell is None else None
        place, whole = (told.span, "写明的自评得分") if told is not None else (cell.span if cell else None, "总分")
        total = total if told is None else told.quantity
        if place is None or total is None:
            yield NotChecked("表中没有写明总得分")
            return
        column = column_of(form, "得分")
        if column is None:
            yield NotChecked("表中的得分没有填全或不是数字")
            return
        if cell is not None and "折算得分" in form.columns:
            yield from _scaled(form, column, cell, total)
            return
        sums = _sum(report, form, column)
        doubled = sums + Interval.point(_parts(form, "得分"))  # score/double-scored
        if not any(each.overlaps(stated(total, column)) for each in (sums, doubled)):
            if _rate_unscored(form):
                yield NotChecked("预算执行率有分值而没有填写得分")
                return
            parts = "＋".join(plain(each.value) for each in column.values)
            data = {"computed": plain(column.value), "stated": plain(total.value), "parts": parts}
            yield Problem((place,), {"what": "各项", "whole": whole, **data})


def _rate_unscored(form: Form) -> bool:
    """Whether the funds' line has a weight and no score (one in a hidden column is not seen)."""
    line = form.total_funds
    own = line is not None and form.execution_rate_indicator is None and form.amount(line, "分值") is not None
    return own and line is not None and form.blank(line.cell("得分"))


def _told_total(report: Report, form: Form) -> Fact | None:
    """The one total score that words in or around a form without a total's row state; its weights must be of 100."""
    weights = column_of(form, "分值")
    if weights is None or weights.value != _HUNDRED:
        return None
    facts = [fact for fact in report.facts if fact.name == "自评得分" and fact.strength == "firm" and not fact.inferred]
    inside = [fact for fact in facts if any(table.span.covers(fact.span) for table in form.tables)]
    own = inside or ([fact for fact in facts if fact.scope == PROJECT] if len(report.forms) == 1 else [])
    return own[0] if len({fact.quantity.value for fact in own}) == 1 else None


def _scaled(form: Form, column: Column, cell: Cell, total: Quantity) -> Iterator[Outcome]:
    """The sum of 折算得分, which is no score where it was made of scores that are in the weights' scale already."""
    cells = form.column("折算得分")
    made = [form.quantity(each, "分") for each in cells]
    rows = [
        (form.weight_of(item), form.score_of(item), form.quantity(item.cell("折算得分"), "分"))
        for item in form.indicators
    ]
    if any(value is None for value in made) or len(made) < 2:
        yield NotChecked("表中的折算得分没有填全或不是数字")
        return
    values = Column(tuple(value for value in made if value is not None), cells)
    twice = any(
        value.value != score.value for _, score, value in rows if score is not None and value is not None
    ) and all(
        (score.interval * weight.interval / Interval.point(100)).overlaps(value.interval)
        for weight, score, value in rows
        if weight is not None and score is not None and value is not None
    )
    if not twice and any(each.sum.overlaps(stated(total, each)) for each in (values, column)):
        return
    shown = column if twice and values.sum.overlaps(stated(total, values)) else values
    data = {
        "what": "各项",
        "whole": "总分",
        "computed": plain(shown.value),
        "stated": plain(total.value),
        "parts": "＋".join(plain(each.value) for each in shown.values),
    }
    remark = "得分已经按分值计，折算得分又乘了一次权重" if twice else ""
    yield Problem((cell.span, cells[0].span), data, None, remark)


class ExceedsWeight(FormRule):
    """No item's score is above its weight."""

    ABOUT: ClassVar[str] = "得分是否超过分值"

    DATA: ClassVar[Mapping[str, str]] = {"name": "指标名称", "score": "得分", "weight": "分值"}
    check: Literal["exceeds-weight"] = "exceeds-weight"

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        for item in (*items_of(report, form), *merged_items(form)):
            if item.score.value > item.weight.value:
                data = {
                    "name": short(report, item.name),
                    "score": plain(item.score.value),
                    "weight": plain(item.weight.value),
                }
                yield Problem(item.spans, data)


class DoubleScored(FormRule):
    """A part of the funds (其中：…) has no score of its own beside its total's."""

    ABOUT: ClassVar[str] = "资金的其中行是否重复计分"

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
            if line.total or cell is None or score is None or not score.value or cell in taken:
                continue
            taken.add(cell)
            name: Span = line.label.span if line.label is not None else cell.span
            total = whole.cell("得分")
            other = () if total is None else (total.span,)
            yield Problem((cell.span, *other), {"name": short(report, name), "score": plain(score.value)})
