"""Cells of forms that hold more than one value: target and completion in one, or several indicators line by line."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from checker.document import Cell, Span
from checker.understand.form_columns import Columns
from checker.understand.form_draft import Draft
from checker.understand.form_labels import squeeze

_TARGET: Final = re.compile(r"(?:[≥≤<>=]=?|不低于|不少于|不超过|不高于|达到|大于|小于)\s*[0-9][^,。;]{0,12}$")
_POINTS: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?分?")


def parted(draft: Draft, columns: Columns, place: str, cells: dict[str, Cell]) -> dict[str, Cell]:
    """A row's cells where one column holds target and completion (指标值/完成值): a part of the cell for each."""
    cell = cells.get("完成值")
    if not columns.parted or cell is None or draft.labels.blank(cell):
        return cells
    text = cell.span.cut(draft.labels.folded)
    breaks = [match.start() for match in re.finditer(r"\n", text.strip())] or [
        match.start() for match in re.finditer("/", text)
    ]
    # ≤300元/人/286元/人: what stands in the middle parts the two.
    if len(breaks) % 2 == 0:
        draft.doubt(f"{place}的指标值和完成值写在一格，分不清")
        return cells
    at = cell.span.start + breaks[len(breaks) // 2]
    before = replace(cell, span=Span(cell.span.start, at))
    return cells | {"指标值": before, "完成值": replace(cell, span=Span(at + 1, cell.span.end))}


def unstacked(draft: Draft, name: Cell, cells: dict[str, Cell]) -> list[tuple[Cell, dict[str, Cell]]]:
    """The indicators of a row, each with its name's cell and its values: several where its cells go line by line.

    They do where name, weights, scores and values have as many lines as each other, and a line of the weights or scores
    is a number: a name that is only wrapped has one weight. A cell of one line (a common reason) is every indicator's.
    Where the levels above go line by line as well, nobody can say which line belongs to which.
    """
    folded = draft.labels.folded
    points = [_lines(cells[column], folded) for column in ("分值", "得分") if column in cells]
    points = [lines for lines in points if len(lines) > 1]
    names = _lines(name, folded)
    above = [_lines(cell, folded) for cell in draft.levels if cell is not None and cell is not name]
    if any(len(lines) > 1 and all(_is_level(line, draft) for line in lines) for lines in above):
        return [(name, cells)]
    if not points or len(names) < 2 or any(not _all_numbers(lines, folded) for lines in points):
        return [(name, cells)]
    lines = {column: _lines(cell, folded) for column, cell in cells.items()}
    if {len(found) for found in (*lines.values(), names)} - {0, 1, len(names)}:
        return [(name, cells)]
    return [
        (
            replace(name, span=at),
            {
                column: cells[column] if len(found) < 2 else replace(cells[column], span=found[number])
                for column, found in lines.items()
            },
        )
        for number, at in enumerate(names)
    ]


def with_target(columns: Columns, draft: Draft, name: Cell, cells: dict[str, Cell]) -> tuple[Cell, dict[str, Cell]]:
    """A name's cell and its row's values where the target is part of the name (考核合格率≥95%) and has no column."""
    if "指标值" in columns.ranges or "完成值" not in columns.ranges or "指标值" in cells:
        return name, cells
    match = _TARGET.search(name.span.cut(draft.labels.folded).rstrip())
    if match is None or not match.start():
        return name, cells
    at = name.span.start + match.start()
    promised = replace(name, span=Span(at, name.span.end))
    return replace(name, span=Span(name.span.start, at)), cells | {"指标值": promised}


def _lines(cell: Cell, folded: str) -> list[Span]:
    """The places of a cell's lines that are not blank."""
    start = cell.span.start
    return [
        Span(start + match.start(), start + match.end()) for match in re.finditer(r"[^\n]*\S", cell.span.cut(folded))
    ]


def _is_level(line: Span, draft: Draft) -> bool:
    """Whether a line is the whole name of a level, and no part of a wrapped one (产出 over 指标)."""
    words = squeeze(line.cut(draft.labels.folded))
    return len(words) > 2 and bool(draft.labels.dimensions_in(words) or words.endswith("指标"))


def _all_numbers(lines: list[Span], folded: str) -> bool:
    return all(_POINTS.fullmatch(line.cut(folded).strip()) for line in lines)
