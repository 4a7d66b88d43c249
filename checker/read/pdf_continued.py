"""Tables that go on on the next page become one: repeated headings dropped, a row broken over the page put together.

A table goes on when it is the last thing of its page, the next page begins with one, and both have the same outline.
Whether the first row there is a new row or the rest of the last one is told by the text: the rest of a row is in few of
its cells, and each goes on where the cell above had run out of space.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from checker.document import RawCell
from checker.read.pdf_lines import NUMBERING, ended_early, join
from checker.read.pdf_tables import TOLERANCE, GridCell, PageTable, cell_text, nearest, unique

_SHIFT = 60.0  # points: binding margins change sides from page to page


@dataclass(slots=True)
class LongTable:
    """A table being put together over pages: `last` is its latest page's part, `rows` counts the rows so far."""

    cells: list[GridCell]
    columns: list[float]
    rows: int
    head: PageTable
    last: PageTable
    doubt: str | None

    @classmethod
    def begin(cls, table: PageTable) -> LongTable:
        return cls(list(table.cells), list(table.columns), len(table.rows) - 1, table, table, table.doubt)

    def raw_cells(self) -> list[RawCell]:
        return [RawCell(c.row, c.column, c.text, c.row_span, c.column_span, c.page) for c in self.cells]


def goes_on(long: LongTable, table: PageTable, room: float) -> bool:
    """Whether a table at the top of a page continues the one at the bottom of the page before.

    `room` is the free height in points that was left below the earlier part.
    """
    before = long.last
    if table.page != before.page + 1:
        return False
    shift = table.box[0] - before.box[0]
    width, earlier = table.box[2] - table.box[0], before.box[2] - before.box[0]
    if abs(width - earlier) > TOLERANCE or abs(shift) > _SHIFT:
        return False
    repeated = _repeated_rows(long.head, table)
    if not repeated and _begins_anew(long.head, table):
        return False
    if _subset([x - shift for x in table.columns], long.columns):
        return True
    # Other columns: only where the break was forced, the next row having no room on the page before.
    return room < table.rows[repeated + 1] - table.rows[repeated] + 2 if len(table.rows) > repeated + 1 else False


def extend(long: LongTable, table: PageTable) -> None:
    """Add a page's part to a table that goes on there."""
    shift = table.box[0] - long.last.box[0]
    dropped = _repeated_rows(long.head, table)
    _widen(long, [x - shift for x in table.columns])
    cells = [_placed(cell, long, table, shift, dropped) for cell in table.cells if cell.row + cell.row_span > dropped]
    first = [cell for cell in cells if cell.row == long.rows]
    above = {column: cell for cell in long.cells for column in _columns(cell) if _bottom(cell) == long.rows}
    broken = _broken(first, above)
    below, above_it = long.last.rows[-1], table.rows[dropped]
    leading = True
    merged: dict[int, GridCell] = {}
    for cell in first:
        over = above.get(cell.column)
        if over is None or _columns(over) != _columns(cell):
            leading = leading and not cell.text
            continue
        if broken:
            merged[id(cell)] = _rest(over, cell)
        elif leading and (joined := _one_label(over, cell, below, above_it)) is not None:
            merged[id(cell)] = joined
        elif not cell.text and over.text and cell.row_span > 1:
            merged[id(cell)] = over
        leading = leading and (not cell.text or id(cell) in merged)
    up = 1 if broken else 0
    replaced: dict[tuple[int, int], GridCell] = {}
    for cell in cells:
        if id(cell) in merged:
            over = merged[id(cell)]
            replaced[over.row, over.column] = over._replace(row_span=cell.row + cell.row_span - over.row - up)
        elif not (broken and cell.row == long.rows and cell.row_span == 1):
            moved = max(cell.row - up, 0)
            long.cells.append(cell._replace(row=moved))
    long.cells = [replaced.get((cell.row, cell.column), cell) for cell in long.cells]
    long.rows += len(table.rows) - 1 - dropped - up
    long.last = table
    long.doubt = long.doubt or table.doubt


def _columns(cell: GridCell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _bottom(cell: GridCell) -> int:
    return cell.row + cell.row_span


def _subset(xs: Sequence[float], of: Sequence[float]) -> bool:
    return all(abs(of[nearest(of, x)] - x) <= TOLERANCE for x in xs)


def _row_texts(table: PageTable, row: int) -> list[tuple[int, str]]:
    return [(round(cell.inner), cell.text) for cell in table.cells if cell.row == row]


def _repeated_rows(head: PageTable, table: PageTable) -> int:
    """How many rows at the top of a page repeat the table's first rows, as its header."""
    count = 0
    while count < min(len(head.rows), len(table.rows)) - 2:
        ours, theirs = [t for _, t in _row_texts(head, count)], [t for _, t in _row_texts(table, count)]
        if not any(ours) or ours != theirs:
            break
        count += 1
    # A header row that a cell reaches out of ends where that cell ends.
    while count and any(c.row < count < _bottom(c) for c in table.cells):
        count -= 1
    return count


def _begins_anew(head: PageTable, table: PageTable) -> bool:
    """Whether a page's table opens with the label that the earlier one opens with: another form of the same kind."""
    opening = next((cell.text for cell in head.cells if cell.row == 0), "")
    return bool(opening) and opening == next((cell.text for cell in table.cells if cell.row == 0), "")


def _widen(long: LongTable, columns: Sequence[float]) -> None:
    """Give the table the column edges that only the new part has."""
    union = unique([*long.columns, *columns])
    if len(union) == len(long.columns):
        return
    at = [nearest(union, x) for x in long.columns]
    long.cells = [
        cell._replace(column=at[cell.column], column_span=at[cell.column + cell.column_span] - at[cell.column])
        for cell in long.cells
    ]
    long.columns = union


def _placed(cell: GridCell, long: LongTable, table: PageTable, shift: float, dropped: int) -> GridCell:
    """A cell of the new part at its place in the whole table."""
    left = nearest(long.columns, table.columns[cell.column] - shift)
    right = nearest(long.columns, table.columns[cell.column + cell.column_span] - shift)
    top = max(cell.row - dropped, 0)
    height = cell.row + cell.row_span - max(cell.row, dropped)
    return cell._replace(row=long.rows + top, row_span=height, column=left, column_span=max(right - left, 1))


def _broken(first: Sequence[GridCell], above: dict[int, GridCell]) -> bool:
    """Whether a page's first row is the rest of the last row of the page before.

    Every cell of it goes on with one above that is full to its end; a few of many may look like items of their own.
    """
    filled = [cell for cell in first if cell.text]
    last = {id(cell): cell for cell in above.values()}.values()
    few = 2 * len(filled) <= max(sum(1 for cell in last if cell.text and cell.row_span == 1), 1)
    ran_out = False
    for cell in filled:
        over = above.get(cell.column)
        if over is None or not over.text or _columns(over) != _columns(cell) or cell.row_span > 1:
            return False
        if not few and over.text.isdigit() and cell.text.isdigit():
            return False  # 20 under 20 in a column that has no room for more
        if not ended_early(over.lines[-1], cell.lines[0], over.inner):
            ran_out = True
        elif not few or not (NUMBERING.match(cell.text) or len(over.lines) > 2):
            return False
        elif len(over.lines) > 2:
            ran_out = True
    return ran_out


def _rest(over: GridCell, cell: GridCell) -> GridCell:
    """A cell with what the next page adds to it."""
    if not cell.text:
        return over
    # The lines of both pages as those of one cell, each judged against its own page's cell.
    shift = over.inner - cell.inner
    moved = [line._replace(x0=line.x0 + shift, x1=line.x1 + shift) for line in cell.lines]
    return over._replace(lines=(*over.lines, *moved), text=cell_text([*over.lines, *moved], over.inner))


def _one_label(over: GridCell, cell: GridCell, bottom: float, top: float) -> GridCell | None:
    """A merged label that the page break cut: its words stand in one of the parts, or are written down over both.

    `bottom` and `top` are where the earlier part ends and the later one begins. Words that the break cut fill the one
    to its end and go on at the top of the other; two labels (产出指标, 效益指标) each have room around them.
    """
    if not cell.text:
        return over
    if not over.text:
        return over._replace(text=cell.text, lines=cell.lines)
    down = all(len(line.text) == 1 for line in (*over.lines, *cell.lines)) and len(over.lines) + len(cell.lines) < 9
    pitch = 1.8 * over.lines[-1].size
    if down and bottom - over.lines[-1].bottom < pitch and cell.lines[0].top - top < pitch:
        return over._replace(text=join(over.text, cell.text), lines=(*over.lines, *cell.lines))
    return None
