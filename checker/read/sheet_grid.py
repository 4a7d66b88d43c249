"""A sheet's sparse cells → the cells of one compact table.

A sheet has a million rows and may use two of them: hidden rows and columns go, runs of blank ones shrink to one (a
blank row still parts two tables), and merged ranges are cut to what is left. Each cell keeps its own name (F7).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

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
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def lay_out(sheet: Sheet) -> Laid:
    """The cells of one sheet as those of one table, rows and columns from 0 without gaps."""
    laid = Laid()
    filled = {place for place, text in sheet.cells.items() if text.strip()} | sheet.uncalculated
    hidden_column = _Ranges(sheet.hidden_columns)
    anchors = {(merge[0], merge[1]): merge for merge in sheet.merges}
    shown: dict[Place, Place] = {}  # where a cell is seen → the cell: the first visible place of its merged range
    for row, column in filled:
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
    origin = {place: seen for seen, place in shown.items()}
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
        if anchor in sheet.uncalculated and anchor in origin:
            laid.uncalculated.append(anchor)
        covered |= spread
        text = sheet.cells.get(anchor, "")
        laid.cells.append(RawCell(top, first, text, bottom - top, last - first, ref=cell_name(*anchor)))
    busy: dict[int, int] = {}
    for row, _ in shown:
        busy[row] = busy.get(row, 0) + 1
    for seen, place in shown.items():
        if seen[0] not in row_index or seen[1] not in column_index:
            continue
        at = (row_index[seen[0]], column_index[seen[1]])
        if at in covered:
            continue
        if place in sheet.uncalculated:
            laid.uncalculated.append(place)
        covered.add(at)
        laid.cells.append(RawCell(*at, sheet.cells.get(place, ""), ref=cell_name(*place)))
    # a form's empty boxes are cells too: where the file holds one, and in every row of two values or more
    blanks = [place for place, text in sheet.cells.items() if not text and place[1] in column_index]
    for row in rows:
        if busy.get(row, 0) > 1:
            blanks.extend((row, column) for column in columns)
    for row, column in blanks:
        at = (row_index.get(row, -1), column_index[column])
        if at[0] >= 0 and at not in covered:
            covered.add(at)
            laid.cells.append(RawCell(*at, "", ref=cell_name(row, column)))
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
