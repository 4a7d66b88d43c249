"""Scores of dimensions in the text against their stated total, and against the form's (正文产出类35分，表中36分)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from checker.checks.base import Problem
from checker.checks.scoring import Column, plain, stated
from checker.document import Cell
from checker.understand.fact import PROJECT
from checker.understand.form import Form, Indicator
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.understand.score_prose import DimensionScore, read_dimension_scores, read_weight_lists

_HUNDRED: Final = Decimal(100)
# Dimensions that stand alone or inside another one.
_INSIDE: Final = {"效益": "满意度", "产出": "成本"}


def prose_scores(report: Report) -> Iterator[Problem]:
    """What the text's scores of dimensions contradict: the total of their sentence, and the form's rows."""
    told = read_dimension_scores(report)
    form = report.forms[0] if len(report.forms) == 1 and not report.forms[0].doubt else None
    seen: set[tuple[str, Decimal]] = set()
    for sentence in dict.fromkeys(each.sentence for each in told):
        parts = [each for each in told if each.sentence == sentence]
        if _are_weights(report, parts):
            continue
        against = [(each, column) for each in parts if form and (column := _against_form(form, each)) is not None]
        apart = sum((column.value - each.score.value for each, column in against), Decimal(0))
        total = _total_of(report, parts)
        if total is not None and total.value - sum(each.score.value for each in parts) != apart:
            yield _total_problem(total, parts)
        for each, column in against:
            if (each.dimension, each.score.value) not in seen:
                seen.add((each.dimension, each.score.value))
                yield _form_problem(each, column)


def prose_weights(report: Report) -> Iterator[Problem]:
    """What the text's weights of dimensions contradict in the form's, beside a score that is the form's."""
    form = report.forms[0] if len(report.forms) == 1 and not report.forms[0].doubt else None
    seen: set[tuple[str, Decimal]] = set()
    for told in read_dimension_scores(report) if form is not None else ():
        if form is None or told.weight is None or (told.dimension, told.weight.value) in seen:
            continue
        readings = [names for names in _readings(told) if _column(form, names) is not None]
        same = [
            names
            for names in readings
            if (column := _column(form, names)) and column.sum.overlaps(stated(told.score, column))
        ]
        if not same or any(_weighs(form, names, told.weight) for names in readings):
            continue
        weights = [weight for item in _rows(form, same[0]) if (weight := form.weight_of(item)) is not None]
        cells = [cell for item in _rows(form, same[0]) if (cell := item.cell("分值")) is not None]
        if len(cells) < 2 or len(dict.fromkeys(cells)) < len(weights):
            continue
        seen.add((told.dimension, told.weight.value))
        data = {
            "what": f"表中“{told.dimension}”各项分值",
            "computed": plain(sum((weight.value for weight in weights), Decimal(0))),
            "stated": plain(told.weight.value),
        }
        yield Problem((told.span, *(cell.span for cell in cells)), data)


def listed_weights(report: Report) -> Iterator[Problem]:
    """A dimension's weight in a list of the text that is not the form's, where all the others of the list are."""
    form = report.forms[0] if len(report.forms) == 1 and not report.forms[0].doubt else None
    for told in read_weight_lists(report) if form is not None else ():
        assert form is not None
        judged = [(name, weight, _weighed_as(form, name, weight)) for name, weight in told]
        odd = [(name, weight) for name, weight, right in judged if right is False]
        if len(odd) == 1 and all(right is not None for *_, right in judged):
            name, weight = odd[0]
            rows = _rows(form, {name})
            weights = [own for item in rows if (own := form.weight_of(item)) is not None]
            cells = [cell for item in rows if (cell := item.cell("分值")) is not None]
            data = {
                "what": f"表中“{name}”各项分值",
                "computed": plain(sum((own.value for own in weights), Decimal(0))),
                "stated": plain(weight.value),
            }
            yield Problem((weight.span, *(cell.span for cell in dict.fromkeys(cells))), data)


def _weighed_as(form: Form, name: str, weight: Quantity) -> bool | None:
    """Whether the form's rows of a dimension weigh what the text says; None where the form has none of their own."""
    inside = _INSIDE.get(name)
    readings = [{name}] if inside is None else [{name}, {name, inside}]
    line = form.total_funds
    if name == "执行率" and line is not None and not _rows(form, {name}):
        own = form.amount(line, "分值")
        return None if own is None else own.value == weight.value or None
    rows = _rows(form, {name})
    cells = {id(item.cell("分值")) for item in rows}
    others = {id(item.cell("分值")) for item in form.indicators if item not in rows}
    if not rows or cells & others or any(form.weight_of(item) is None for item in rows):
        return None
    return any(_weighs(form, names, weight) for names in readings)


def _readings(told: DimensionScore) -> list[set[str]]:
    """Which of the form's dimensions one of the text's may be: 满意度 may be counted with 效益, or apart."""
    inside = _INSIDE.get(told.dimension)
    return [{told.dimension}] if inside is None else [{told.dimension}, {told.dimension, inside}]


def _are_weights(report: Report, parts: Sequence[DimensionScore]) -> bool:
    """Whether the figures behind a total are what there is to gain: 自评得分96分。其中产出指标50分…, 100 in all."""
    if any(each.weight is not None for each in parts) or sum(each.score.value for each in parts) != _HUNDRED:
        return False
    return all(fact.quantity.value != _HUNDRED for fact in report.facts if fact.name == "自评得分")


def _total_of(report: Report, parts: Sequence[DimensionScore]) -> Quantity | None:
    """The total that a sentence states and that its scores, which are all there are, do not add up to."""
    names = {each.dimension for each in parts}
    if len(names) < 2 or len(names) < len(parts):
        return None
    weights = [each.weight.value for each in parts if each.weight is not None]
    whole = len(weights) == len(parts) and sum(weights) == _HUNDRED
    # A sentence that a page break cuts off may have gone on.
    ended = report.folded[parts[0].sentence.end : parts[0].sentence.end + 1] == "。"
    if not whole and not (parts[0].listed and ended and {"产出", "效益"} <= names):
        return None
    totals = [
        fact
        for fact in report.facts
        if fact.name == "自评得分"
        and fact.scope == PROJECT
        and parts[0].sentence.covers(fact.span)
        and not any(each.span.overlaps(fact.quantity.span) for each in parts)
    ]
    column = Column(tuple(each.score for each in parts), ())
    if len(totals) != 1 or column.sum.overlaps(stated(totals[0].quantity, column)):
        return None
    return totals[0].quantity


def _total_problem(total: Quantity, parts: Sequence[DimensionScore]) -> Problem:
    data = {
        "what": "各项",
        "computed": plain(sum((each.score.value for each in parts), Decimal(0))),
        "parts": "＋".join(plain(each.score.value) for each in parts),
        "whole": "总分",
        "stated": plain(total.value),
    }
    return Problem((total.span, *(each.span for each in parts)), data)


def _against_form(form: Form, told: DimensionScore) -> Column | None:
    """A dimension's rows in the form where its score is not their sum."""
    readings = _readings(told)
    columns = [column for names in readings if (column := _column(form, names)) is not None]
    if not columns or any(column.sum.overlaps(stated(told.score, column)) for column in columns):
        return None
    if told.weight is not None and not any(_weighs(form, names, told.weight) for names in readings):
        return None  # another division of the points: not the form's
    return columns[0]


def _form_problem(told: DimensionScore, column: Column) -> Problem:
    data = {
        "what": f"表中“{told.dimension}”各项",
        "computed": plain(column.value),
        "parts": "＋".join(plain(value.value) for value in column.values),
        "whole": "正文",
        "stated": plain(told.score.value),
    }
    return Problem((told.span, *(cell.span for cell in column.cells)), data)


def _rows(form: Form, names: set[str]) -> list[Indicator]:
    rows = []
    for item in form.indicators:
        level_two = item.levels[1]
        satisfied = level_two is not None and "满意度" in form.text(level_two)
        if ("满意度" if satisfied else item.dimension) in names:
            rows.append(item)
    return rows


def _column(form: Form, names: set[str]) -> Column | None:
    """The scores of dimensions' rows; None where one is missing or is shared with another dimension."""
    rows = _rows(form, names)
    cells: list[Cell] = list(dict.fromkeys(cell for item in rows if (cell := item.cell("得分")) is not None))
    others = {id(item.cell("得分")) for item in form.indicators if item not in rows}
    if any(id(cell) in others for cell in cells):
        return None
    line = form.total_funds
    if names == {"执行率"} and not rows and line is not None and (cell := line.cell("得分")) is not None:
        cells = [cell]
    values = [form.quantity(cell, "分") for cell in cells]
    if not values or any(value is None for value in values) or any(item.cell("得分") is None for item in rows):
        return None
    return Column(tuple(value for value in values if value is not None), tuple(cells))


def _weighs(form: Form, names: set[str], weight: Quantity) -> bool:
    """Whether the form gives dimensions the weight that the text gives them."""
    line = form.total_funds
    if names == {"执行率"} and line is not None and not _rows(form, names):
        own = form.amount(line, "分值")
        return own is None or own.value == weight.value
    weights = [form.weight_of(item) for item in _rows(form, names)]
    known = [each for each in weights if each is not None]
    if len(known) < len(weights):
        return True
    return sum((each.value for each in known), Decimal(0)) == weight.value
