"""A form's rows as formulas see them: sub-totals are no indicators, and percents of 100 points are points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from checker.checks.scoring import Column
from checker.interval import Interval
from checker.understand.form import Form, Indicator
from checker.understand.form_labels import label_key
from checker.understand.quantity import Quantity

POINTS = ("分值", "得分")


def rows_of(form: Form) -> list[Indicator]:
    """The indicators without the rows that only sum up those below the same heading (产出指标 | 空 | 空 | 50)."""
    return [item for item in form.indicators if not is_subtotal(form, item)]


def is_subtotal(form: Form, item: Indicator) -> bool:
    """Whether a row promises and reports nothing, and others of its first or second level name indicators of theirs."""
    first, second, third = item.levels
    heading = second or first
    if (
        third is not None
        or heading is None
        or not form.blank(item.cell("指标值"))
        or not form.blank(item.cell("完成值"))
    ):
        return False
    depth = 1 if second is None else 2
    own = [_label(form, item, level) for level in range(depth)]
    return any(
        other is not item
        and any(cell is not None and not form.blank(cell) for cell in other.levels[depth:])
        and [_label(form, other, level) for level in range(depth)] == own
        for other in form.indicators
    )


def _label(form: Form, item: Indicator, level: int) -> str:
    """What a row stands under on a level: the dimension where the first level's label names it."""
    cell = item.levels[level]
    label = label_key(form.text(cell))
    return item.dimension or label if level == 0 and cell is not None else label


@dataclass(frozen=True, slots=True)
class Points:
    """How the weights and scores of a form count as points.

    `percent` says that weights are percents of 100 points; `unclear` says in Chinese, by column, why percents in it
    are no points.
    """

    percent: bool = False
    unclear: Mapping[str, str] = field(default_factory=dict)

    def of(self, column: str, quantity: Quantity | None) -> Quantity | None:
        """A weight or a score in 分; None where its column holds percents of an unknown number of points."""
        if quantity is None or column in self.unclear:
            return None
        return replace(quantity, kind="score", unit="分") if quantity.kind == "percent" else quantity


def points_of(form: Form) -> Points:
    """How to read the weights and scores of a form: percents that add up to 100 % are points of 100."""
    rows = rows_of(form)
    weights = _column(form, rows, "分值")
    scores = _column(form, rows, "得分")
    unclear = {}
    percent = any(each.kind == "percent" for each in weights)
    if percent:
        line = form.total_funds
        funds = form.amount(line, "分值") if line is not None and form.execution_rate_indicator is None else None
        sums = [weights] if funds is None else [weights, [*weights, funds]]
        whole = any(Column(tuple(each), ()).sum.overlaps(Interval.point(100)) for each in sums)
        if not whole or any(each.kind != "percent" for each in weights):
            percent = False
            unclear["分值"] = "分值写成百分数，合计不是100%，不能断定各是多少分"
    if not percent and any(each.kind == "percent" for each in scores):
        unclear["得分"] = "得分写成百分数，不能断定是多少分"
    return Points(percent, unclear)


def _column(form: Form, rows: list[Indicator], name: str) -> list[Quantity]:
    """The numbers of a column, those of a merged cell once."""
    found: dict[object, Quantity] = {}
    for item in rows:
        read = form.weight_of(item) if name == "分值" else form.score_of(item)
        if read is not None:
            found.setdefault(read.span, read)
    return list(found.values())
