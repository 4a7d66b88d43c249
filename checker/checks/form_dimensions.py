"""The first-level indicators of a form, with the weight and the score that they state or that their rows add up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from checker.checks.form_points import POINTS, Points, is_subtotal, points_of
from checker.checks.scoring import Column, plain
from checker.document import Span
from checker.interval import Interval
from checker.understand.form import Form, Group, Indicator
from checker.understand.form_labels import label_key
from checker.understand.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Number:
    """Points of a first-level indicator: as they are written, what they may stand for, and where."""

    exact: Interval
    interval: Interval
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A first-level indicator; `name` is its folded label, `label` where that first stands.

    `numbers` has 分值 and 得分 where they are known, `unclear` says in Chinese why one that is stated is not.
    """

    name: str
    label: Span
    numbers: Mapping[str, Number]
    unclear: Mapping[str, str] = field(default_factory=dict)


def dimensions_of(form: Form) -> list[Dimension]:
    """The first-level indicators in the form's order, rows under the same label together."""
    points = points_of(form)
    rows: dict[str, list[Indicator]] = {}
    for item in form.indicators:
        cell = item.levels[0]
        if name := label_key(form.text(cell)) if not form.blank(cell) else item.dimension or "":
            rows.setdefault(name, []).append(item)
    shared = _shared(form, rows)
    found = []
    for name, items in rows.items():
        numbers: dict[str, Number] = {}
        unclear = dict(points.unclear)
        for column in POINTS:
            number = _number(form, column, name, items, points, shared)
            if isinstance(number, str):
                unclear[column] = number
            elif number is not None:
                numbers[column] = number
        cell = items[0].levels[0]
        label = items[0].name if cell is None or not len(cell.span) else cell.span
        found.append(Dimension(name, label, numbers, unclear))
    return found


def _shared(form: Form, rows: Mapping[str, list[Indicator]]) -> frozenset[Span]:
    """The numbers that stand in rows of more than one first-level indicator."""
    seen: dict[Span, str] = {}
    shared = set()
    for name, items in rows.items():
        for read in (number for item in items for column in POINTS if (number := _read(form, column, item))):
            if seen.setdefault(read.span, name) != name:
                shared.add(read.span)
    return frozenset(shared)


def _read(form: Form, column: str, item: Indicator) -> Quantity | None:
    return form.weight_of(item) if column == "分值" else form.score_of(item)


def _number(
    form: Form, column: str, name: str, items: list[Indicator], points: Points, shared: frozenset[Span]
) -> Number | str | None:
    """A first-level indicator's weight or score; None where it cannot be read, or why two differ."""
    stated = _stated(form, column, items, points)
    own = [item for item in items if not is_subtotal(form, item)]
    read = [points.of(column, _read(form, column, item)) for item in own]
    known = {number.span: number for number in read if number is not None}
    if not known or len([number for number in read if number is not None]) < len(own) or shared & set(known):
        return _sum([stated]) if stated is not None else None
    total = _sum(known.values())
    if stated is None:
        return total
    if not total.interval.overlaps(stated.interval):
        return (
            f"“{name}”写明的{column}是{plain(stated.value)}分，下面各行之和是{plain(total.exact.low)}分，"
            "无法确定以哪个为准"
        )
    return _sum([stated])


def _stated(form: Form, column: str, items: list[Indicator], points: Points) -> Quantity | None:
    """What the label, its own cell or the row of a sub-total states."""
    for group in form.groups:
        if group.level == 1 and _heads(form, group, items):
            cell = group.weight_cell if column == "分值" else group.score_cell
            weight = group.weight if column == "分值" else None
            if found := points.of(column, weight or form.quantity(cell, "分")):
                return found
    subtotals = [item for item in items if item.levels[1] is None and is_subtotal(form, item)]
    return next((found for item in subtotals if (found := points.of(column, _read(form, column, item)))), None)


def _heads(form: Form, group: Group, items: list[Indicator]) -> bool:
    return any(form.indicators[index] is item for index in group.indicators for item in items)


def _sum(numbers: Iterable[Quantity]) -> Number:
    values = tuple(numbers)
    exact = Interval.point(sum((each.value for each in values), Decimal(0)))
    return Number(exact, Column(values, ()).sum, tuple(each.span for each in values))
