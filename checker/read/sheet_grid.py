"""A sheet's sparse cells → the cells of one compact table.

A sheet has a million rows and may use two of them: hidden rows and columns go, runs of blank ones shrink to one (a
blank row still parts two tables), and merged ranges are cut to what is left. Each cell keeps its own name (F7).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

from checker.document import RawCell
from checker.read.sheet_xml import Area, Place, Sheet

MAX_AREA = 2_000_000


@dataclass
class Laid:
    """A table's cells, and what was passed over on the way: hidden rows and columns that hold text, formulas without
    a result; `cut` when the sheet is too scattered to be laid out whole."""

    cells: list[RawCell] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: list[Place] = field(default_factory=list)
    cut: bool = False


def cell_name(row: int, column: int) -> str:
    """A cell's own name: row 6 and column 5, from 0, are F7."""
    return f"{column_name(column)}{row + 1}"


@cache
def column_name(column: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def lay_out(sheet: Sheet) -> Laid:
    """The cells of one sheet as those of one table, rows and columns from 0 without gaps."""
    laid = Laid()
    filled = [place for place, text in sheet.cells.items() if text and not text.isspace()] + list(sheet.uncalculated)
    hidden_column = _Ranges(sheet.hidden_columns)
    hiding = bool(sheet.hidden_rows or sheet.hidden_columns)
    anchors = {(merge[0], merge[1]): merge for merge in sheet.merges}
    # where a cell is seen → the cell: the first visible place of its merged range
    shown: dict[Place, Place] = {} if hiding else dict(zip(filled, filled, strict=True))
    for row, column in filled if hiding else ():
        seen: Place | None = (row, column)
        if row in sheet.hidden_rows or hidden_column.hold(column):
            seen = _first_visible(anchors.get((row, column)), sheet.hidden_rows, hidden_column)
        if seen is not None:
            shown[seen] = (row, column)
        elif row in sheet.hidden_rows:
            laid.hidden_rows.add(row)
        else:
            laid.hidden_columns.add(column)
    if not shown:
        return laid
    rows = _kept({row for row, _ in shown}, sheet.hidden_rows.__contains__)
    columns = _kept({column for _, column in shown}, hidden_column.hold)
    if len(rows) * len(columns) > MAX_AREA:
        laid.cut = True
        columns = columns[:256]
        rows = rows[: MAX_AREA // len(columns)]
    _place(sheet, laid, shown, rows, columns)
    return laid


def _place(sheet: Sheet, laid: Laid, shown: dict[Place, Place], rows: list[int], columns: list[int]) -> None:
    row_index = {row: index for index, row in enumerate(rows)}
    column_index = {column: index for index, column in enumerate(columns)}
    covered: set[Place] = set()  # places of the table under a merged range
    left = MAX_AREA
    for merge in sorted(sheet.merges):
        top, bottom = bisect_left(rows, merge[0]), bisect_right(rows, merge[2])
        first, last = bisect_left(columns, merge[1]), bisect_right(columns, merge[3])
        size = (bottom - top) * (last - first)
        if size <= 0 or size > left:
            laid.cut |= size > left
            continue
        spread = {(row, column) for row in range(top, bottom) for column in range(first, last)}
        left -= size
        if not covered.isdisjoint(spread):
            continue  # overlapping ranges: no office program shows the second
        anchor = (merge[0], merge[1])
        if anchor in sheet.uncalculated:
            laid.uncalculated.append(anchor)
        covered |= spread
        text = sheet.cells.get(anchor, "")
        laid.cells.append(RawCell(top, first, text, bottom - top, last - first, ref=cell_name(*anchor)))
    busy: dict[int, int] = {}
    for seen, place in shown.items():
        row, column = row_index.get(seen[0]), column_index.get(seen[1])
        busy[seen[0]] = busy.get(seen[0], 0) + 1
        if row is None or column is None or (row, column) in covered:
            continue
        if place in sheet.uncalculated:
            laid.uncalculated.append(place)
        covered.add((row, column))
        laid.cells.append(RawCell(row, column, sheet.cells.get(place, ""), ref=cell_name(*place)))
    # a form's empty boxes are cells too: where the file holds one, and in every row of two values or more
    empty = {
        (row, column)
        for place in sheet.cells
        if place not in shown
        and (row := row_index.get(place[0])) is not None
        and (column := column_index.get(place[1])) is not None
    }
    width = range(len(columns))
    empty.update((index, column) for index, row in enumerate(rows) if busy.get(row, 0) > 1 for column in width)
    for row, column in empty - covered:
        laid.cells.append(RawCell(row, column, "", ref=cell_name(rows[row], columns[column])))
    laid.uncalculated.sort()


class _Ranges:
    """Closed ranges of numbers, asked one number at a time."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        merged: list[list[int]] = []
        for first, last in sorted(ranges):
            if merged and first <= merged[-1][1] + 1:
                merged[-1][1] = max(merged[-1][1], last)
            else:
                merged.append([first, last])
        self._starts = [first for first, _ in merged]
        self._ends = [last for _, last in merged]

    def hold(self, number: int) -> bool:
        index = bisect_right(self._starts, number) - 1
        return index >= 0 and number <= self._ends[index]

    def after(self, number: int) -> int:
        """The first number from `number` on that lies in none of the ranges."""
        index = bisect_right(self._starts, number) - 1
        return self._ends[index] + 1 if index >= 0 and number <= self._ends[index] else number


def _first_visible(merge: Area | None, hidden_rows: set[int], hidden_columns: _Ranges) -> Place | None:
    """The top left place of a merged range that is not hidden."""
    if merge is None:
        return None
    row, column = merge[0], hidden_columns.after(merge[1])
    while row in hidden_rows:
        row += 1
    return (row, column) if row <= merge[2] and column <= merge[3] else None


def _kept(used: set[int], hidden: Callable[[int], bool]) -> list[int]:
    """The rows or columns of the table: the used ones, and one blank where a visible gap lies between two."""
    kept: list[int] = []
    for number in sorted(used):
        if kept:
            gap = next((n for n in range(kept[-1] + 1, number) if not hidden(n)), None)
            if gap is not None:
                kept.append(gap)
        kept.append(number)
    return kept
