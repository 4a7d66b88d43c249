"""What the checks of scores share: forms that were rebuilt with certainty, and their items with weight and score.

Scores and weights are given in whole points or to the digits that their column shows. A column of whole points is
therefore exact; in one with decimals each number may have been rounded in its last digit, 10 as well as 9.87.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from checker.checks.base import NotChecked, Outcome, Rule
from checker.document import Cell, Span
from checker.interval import Interval
from checker.understand.form import Form, FormKind, FundLine, Indicator
from checker.understand.form_labels import label_key
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.understand.targets import Target


@dataclass(frozen=True, slots=True)
class Item:
    """A row with a weight and a score of its own, in 分; `target` is what was judged of its completion.

    `label` is the name without spaces, numbering and what stands in brackets.
    """

    name: Span
    weight: Quantity
    score: Quantity
    weight_cell: Cell | None
    score_cell: Cell
    indicator: Indicator | None = None
    line: FundLine | None = None
    target: Target | None = None
    label: str = ""

    @property
    def spans(self) -> tuple[Span, ...]:
        """The score, its weight and the row's name."""
        weight = () if self.weight_cell is None else (self.weight_cell.span,)
        return tuple(dict.fromkeys((self.score_cell.span, *weight, self.name)))


class FormRule(Rule):
    """A rule that is judged on each form; `FORMS` are the kinds of form that it is about."""

    FORMS: ClassVar[tuple[FormKind, ...]] = ("self-evaluation", "scoring")

    def run(self, report: Report) -> Iterator[Outcome]:
        forms = [form for form in report.forms if form.kind in self.FORMS]
        if not forms:
            yield NotChecked("文中没有自评表" if self.FORMS == ("self-evaluation",) else "文中没有自评表或评分表")
        for form in forms:
            if form.doubt:
                yield NotChecked(form.doubt)
            else:
                yield from self.judge(report, form)

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        raise NotImplementedError


def items_of(report: Report, form: Form) -> Iterator[Item]:
    """The form's rows whose weight and score are theirs alone (a cell merged over several rows belongs to none)."""
    targets = {id(target.indicator): target for target in report.targets if target.indicator is not None}
    line = form.total_funds
    if line is not None and form.execution_rate_indicator is None and (item := _fund_item(form, line)) is not None:
        yield item
    shared = _shared(form)
    for indicator in form.indicators:
        score_cell, weight_cell = indicator.cell("得分"), indicator.cell("分值")
        weight, score = form.weight_of(indicator), form.score_of(indicator)
        if score_cell is None or weight is None or score is None or {id(score_cell), id(weight_cell)} & shared:
            continue
        target = targets.get(id(indicator))
        label = label_key(indicator.name.cut(form.folded))
        yield Item(indicator.name, weight, score, weight_cell, score_cell, indicator, None, target, label)


def merged_items(form: Form) -> Iterator[Item]:
    """The weights and scores that are merged over the same rows, under the first row's name."""
    rows: dict[str, dict[int, list[Indicator]]] = {"分值": {}, "得分": {}}
    for indicator in form.indicators:
        for column, found in rows.items():
            if (cell := indicator.cell(column)) is not None:
                found.setdefault(id(cell), []).append(indicator)
    for members in rows["得分"].values():
        first = members[0]
        weight_cell, score_cell = first.cell("分值"), first.cell("得分")
        if (
            len(members) < 2
            or weight_cell is None
            or score_cell is None
            or rows["分值"].get(id(weight_cell)) != members
        ):
            continue
        weight, score = form.quantity(weight_cell, "分"), form.quantity(score_cell, "分")
        if weight is not None and score is not None:
            yield Item(first.name, weight, score, weight_cell, score_cell)


def _fund_item(form: Form, line: FundLine) -> Item | None:
    weight, score, cell = form.amount(line, "分值"), form.amount(line, "得分"), line.cell("得分")
    if weight is None or score is None or cell is None:
        return None
    weight_cell = line.weight_head if form.blank(line.cell("分值")) else line.cell("分值")
    name = line.label.span if line.label is not None else cell.span
    return Item(name, weight, score, weight_cell, cell, None, line)


def _shared(form: Form) -> set[int]:
    """The cells that stand in several rows."""
    seen: set[int] = set()
    shared: set[int] = set()
    for indicator in form.indicators:
        for column in ("分值", "得分"):
            cell = indicator.cell(column)
            if cell is not None:
                (shared if id(cell) in seen else seen).add(id(cell))
    return shared


@dataclass(frozen=True, slots=True)
class Column:
    """A column's numbers, each cell once, with the item of 预算执行率 that stands among the funds."""

    values: tuple[Quantity, ...]
    cells: tuple[Cell, ...]

    @property
    def whole(self) -> bool:
        """Whether every number is in whole points."""
        return all(value.value == value.value.to_integral_value() for value in self.values)

    @property
    def sum(self) -> Interval:
        """What the numbers add up to, given how they are written."""
        step = min((value.step for value in self.values if value.step), default=Decimal(0))
        step = Decimal(0) if self.whole else step
        total = Interval.point(0)
        for value in self.values:
            total = total + Interval.around(value.value, step)
        return total

    @property
    def value(self) -> Decimal:
        return sum((value.value for value in self.values), Decimal(0))


def column_of(form: Form, name: str) -> Column | None:
    """The numbers of 分值 or 得分 of a whole form; None where a cell says something else or too little is there."""
    cells = list(form.column(name))
    values: list[Quantity] = []
    kept: list[Cell] = []
    for cell in cells:
        if form.blank(cell):
            if name == "得分":
                return None
            continue
        value = form.quantity(cell, "分")
        if value is None:
            return None
        values.append(value)
        kept.append(cell)
    if not cells and name == "分值":
        stated = [item.stated_weight for item in form.indicators]
        if not stated or any(weight is None for weight in stated):
            return None
        values = [weight for weight in stated if weight is not None]
    line = form.total_funds
    if line is not None and form.execution_rate_indicator is None:
        amount, cell_of_line = form.amount(line, name), line.cell(name)
        if name == "分值" and form.blank(cell_of_line):
            cell_of_line = line.weight_head
        if amount is not None and cell_of_line is not None and cell_of_line not in kept:
            values.append(amount)
            kept.append(cell_of_line)
    return Column(tuple(values), tuple(kept)) if len(values) >= 2 else None


def score_step(form: Form) -> Decimal | None:
    """The finest step of the form's scores, its total's among them; None where no score has a step."""
    cells = [*form.column("得分"), form.total_score]
    line = form.total_funds
    if line is not None and form.execution_rate_indicator is None:
        cells.append(line.cell("得分"))
    scores = [form.quantity(cell, "分") for cell in cells if cell is not None and not form.blank(cell)]
    return min((score.step for score in scores if score is not None and score.step), default=None)


def stated(value: Quantity, column: Column) -> Interval:
    """What a stated total allows: exact where all is in whole points, else a rounding of its last digit."""
    whole = column.whole and value.value == value.value.to_integral_value()
    return Interval.point(value.value) if whole else value.interval


def plain(value: Decimal) -> str:
    """A number without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def short(report: Report, span: Span, limit: int = 30) -> str:
    """The words of a span on one line."""
    words = "".join(span.cut(report.text).split())
    return words if len(words) <= limit else words[: limit - 1] + "…"


def reason_in(form: Form, cells: Iterable[Cell | None]) -> bool:
    """Whether a cell for reasons says something: 无, / and the like are nothing."""
    return any(
        cell is not None
        and not form.blank(cell)
        and form.text(cell).strip("。.") not in ("无", "无偏差", "无偏离", "暂无")
        for cell in cells
    )
