"""The rows of a Word table → cells with their place in one grid."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise

from checker.document import RawCell

SPAN_CAP = 64  # a table of a report has no wider cell; a hostile one claims a hundred million columns
_NEAR = 60  # twentieths of a point: column edges closer than a millimetre are one


@dataclass(slots=True)
class GridCell:
    """A cell as stored: `down` and `across` are "restart", "continue" or None (vMerge, hMerge); `width` in
    twentieths of a point, 0 where none is stated; `shown` is false for a cell that was deleted."""

    text: str
    span: int = 1
    down: str | None = None
    across: str | None = None
    width: int = 0
    shown: bool = True


@dataclass(slots=True)
class GridRow:
    """A row: the grid columns (and width) left free before its cells, the columns after them, and the cells."""

    cells: list[GridCell]
    before: int = 0
    after: int = 0
    indent: int = 0


def uneven(rows: list[GridRow]) -> bool:
    """Whether the rows' column spans contradict each other, so that `lay_out` needs the cells' widths."""
    return len({sum(cell.span for cell in row.cells) + row.before + row.after for row in rows}) > 1


def lay_out(rows: list[GridRow]) -> tuple[list[RawCell], str | None]:
    """The cells in a grid that all rows share, and in Chinese why that grid may be wrong."""
    for row in rows:
        if any(cell.across for cell in row.cells):
            row.cells = _joined(row.cells)
    spans = [_by_spans(row) for row in rows]
    doubt = None
    if uneven(rows):
        by_width = _by_widths(rows)
        if by_width is None:
            doubt = _stretch(rows, spans)
        else:
            spans = by_width
    return _merged(rows, spans), doubt


def _joined(cells: list[GridCell]) -> list[GridCell]:
    """Cells merged the old way (hMerge): each one that continues widens the one before it."""
    out: list[GridCell] = []
    for cell in cells:
        if cell.across == "continue" and out:
            out[-1].span = min(out[-1].span + cell.span, SPAN_CAP)
            out[-1].width += cell.width
        else:
            out.append(cell)
    return out


def _by_spans(row: GridRow) -> list[int]:
    """The column at which each cell begins, and the one at which the last ends."""
    return list(accumulate((cell.span for cell in row.cells), initial=row.before))


def _by_widths(rows: list[GridRow]) -> list[list[int]] | None:
    """The same from the cells' widths, for tables whose column spans contradict each other."""
    if not all(cell.width for row in rows for cell in row.cells) or any(row.before and not row.indent for row in rows):
        return None
    edges = [list(accumulate((cell.width for cell in row.cells), initial=row.indent)) for row in rows if row.cells]
    ends = [row[-1] for row in edges]
    if not ends or max(ends) - min(ends) > max(ends) * 0.03:
        return None
    columns: list[int] = []  # the last edge of each group of near ones
    index: dict[int, int] = {}
    for edge in sorted({edge for row in edges for edge in row}):
        if not columns or edge - columns[-1] > _NEAR:
            columns.append(edge)
        columns[-1] = edge
        index[edge] = len(columns) - 1
    placed = [[index[edge] for edge in row] for row in edges]
    if len(columns) > SPAN_CAP or any(a >= b for row in placed for a, b in pairwise(row)):
        return None
    left = iter(placed)
    return [next(left) if row.cells else [0] for row in rows]


def _stretch(rows: list[GridRow], spans: list[list[int]]) -> str | None:
    """A row of one cell fills the table's width; any other short row is a doubt."""
    columns = max(edges[-1] + row.after for edges, row in zip(spans, rows, strict=True))
    doubt = None
    for row, edges in zip(rows, spans, strict=True):
        if len(row.cells) == 1 and not row.after:
            edges[-1] = max(edges[-1], min(columns, edges[0] + SPAN_CAP))
        elif edges[-1] + row.after != columns and len(row.cells):
            doubt = "各行的列数不一致，列的对应关系可能没有还原准确"
    return doubt


def _merged(rows: list[GridRow], spans: list[list[int]]) -> list[RawCell]:
    cells: list[RawCell] = []
    above: list[tuple[int, int, int]] = []  # first and last column and index of each cell that may go on below
    for number, (row, edges) in enumerate(zip(rows, spans, strict=True)):
        going: list[tuple[int, int, int]] = []
        for cell, first, last in zip(row.cells, edges, edges[1:], strict=False):
            over = None
            if cell.down == "continue":
                over = next((o for o in above if o[0] <= first and last <= o[1]), None)
            if over is not None:
                index = over[2]
                old = cells[index]
                cells[index] = RawCell(old.row, old.column, old.text, number - old.row + 1, old.column_span)
                going.append(over)
            elif cell.shown:
                if cell.down is not None:
                    going.append((first, last, len(cells)))
                cells.append(RawCell(number, first, cell.text, 1, last - first))
        above = going
    return cells
