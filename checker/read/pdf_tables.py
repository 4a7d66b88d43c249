"""The ruled tables of one page: pdfplumber's table logic on pdfium's ruling lines, and each character in its cell.

Merged cells come from the unique x and y of all edges: a cell that covers several of them has spans and stands once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from checker.read.pdf_content import Char, Edge, PageContent
from checker.read.pdf_lines import NUMBERING, Line, ended_early, join, lines_of

TOLERANCE = 3.0  # points: borders drawn as several strokes, or double ones, are one border
MAX_POINTS = 4_000  # crossings of ruling lines: a page of 60 rows and 20 columns has 1 281
_Box = tuple[float, float, float, float]  # x0, top, x1, bottom


class GridCell(NamedTuple):
    """A cell of a table on one page; `inner` is the right end of its text area, in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[Line, ...]
    text: str
    page: int
    inner: float


@dataclass(slots=True)
class PageTable:
    """A table as one page shows it; `columns` are the x of its column edges, `rows` the y of its row edges."""

    page: int
    box: _Box
    columns: list[float]
    rows: list[float]
    cells: list[GridCell]
    doubt: str | None = None


def split_page(content: PageContent) -> tuple[list[PageTable], list[Char]]:
    """The tables of a page, from the top down, and the characters that stand outside them."""
    boxes = _tables(content)
    if not boxes:
        return [], content.chars
    tables: list[PageTable] = []
    rest = content.chars
    # A table inside a cell of another is smaller: it takes its characters first.
    for cells in sorted(boxes, key=lambda cells: _area(_bounds(cells))):
        table, rest = _fill(cells, rest, content.number)
        if table is not None:
            tables.append(table)
    tables.sort(key=lambda table: (table.box[1], table.box[0]))
    return tables, rest


def _tables(content: PageContent) -> list[list[_Box]]:
    """The cells of each table, as boxes."""
    horizontal = [edge for edge in content.edges if edge.horizontal]
    vertical = [edge for edge in content.edges if not edge.horizontal]
    if len(horizontal) < 2 or len(vertical) < 2:
        return []
    from pdfplumber.table import cells_to_tables, merge_edges

    edges = merge_edges([_plumber_edge(edge) for edge in content.edges], 3, 3, 3, 3)
    edges = [edge for edge in edges if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= TOLERANCE]
    down = sum(edge["orientation"] == "v" for edge in edges)
    if down * (len(edges) - down) > 100 * MAX_POINTS:
        content.capped = True
        return []
    points = crossings(_closed(edges))
    if len(points) > MAX_POINTS:
        content.capped = True
        return []
    cells = [cell for cell in rectangles(points) if min(cell[2] - cell[0], cell[3] - cell[1]) > TOLERANCE]
    tables = cells_to_tables(cells)
    return [cells for cells in tables if not _page_frame(cells, content)]


def _plumber_edge(edge: Edge) -> dict[str, Any]:
    return {
        "x0": edge.x0,
        "x1": edge.x1,
        "top": edge.top,
        "bottom": edge.bottom,
        "width": edge.x1 - edge.x0,
        "height": edge.bottom - edge.top,
        "orientation": "h" if edge.horizontal else "v",
        "object_type": "line",
    }


_Point = tuple[float, float]
Crossings = dict[_Point, tuple[set[int], set[int]]]


def crossings(edges: list[dict[str, Any]]) -> Crossings:
    """The points at which edges meet, each with the numbers of its upright and its level edges."""
    level = sorted((e for e in edges if e["orientation"] == "h"), key=lambda e: (e["top"], e["x0"]))
    sides = [(e["top"], e["x0"] - TOLERANCE, e["x1"] + TOLERANCE) for e in level]
    points: Crossings = {}
    upright = sorted((e for e in edges if e["orientation"] == "v"), key=lambda e: (e["x0"], e["top"]))
    for number, edge in enumerate(upright):
        x, top, bottom = edge["x0"], edge["top"] - TOLERANCE, edge["bottom"] + TOLERANCE
        for other, (y, x0, x1) in enumerate(sides):
            if top <= y <= bottom and x0 <= x <= x1:
                down, across = points.setdefault((x, y), (set(), set()))
                down.add(number)
                across.add(other)
    return points


def rectangles(points: Crossings) -> list[_Box]:
    """The smallest rectangle that each crossing is the top left corner of, its sides drawn.

    pdfplumber's rule; its own function compares edges by their values at every step, which is most of a table's time.
    """
    columns: dict[float, list[float]] = {}
    rows: dict[float, list[float]] = {}
    for x, y in sorted(points):
        columns.setdefault(x, []).append(y)
        rows.setdefault(y, []).append(x)
    found: list[_Box] = []
    for (x, y), (down, across) in sorted(points.items(), key=lambda item: item[0]):
        column, row = columns[x], rows[y]
        below = [other for other in column[bisect_right(column, y) :] if down & points[x, other][0]]
        right = [other for other in row[bisect_right(row, x) :] if across & points[other, y][1]] if below else []
        corner = _corner(points, x, y, right, below)
        if corner is not None:
            found.append((x, y, *corner))
    return found


def _corner(points: Crossings, x: float, y: float, right: list[float], below: list[float]) -> _Point | None:
    """The nearest crossing that closes a rectangle with its top left corner at x and y."""
    for bottom in below:
        across = points[x, bottom][1]
        for x1 in right:
            opposite = points.get((x1, bottom))
            if opposite is not None and opposite[0] & points[x1, y][0] and opposite[1] & across:
                return x1, bottom
    return None


def _closed(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Edges with the outer borders that a table lacks: where a page ends inside a merged cell, or by its style.

    A side is closed where two lines at least run up to it and none runs along it, from the first of them to the last:
    the steps of a table that gets wider downwards stay open.
    """
    added: list[dict[str, Any]] = []
    for group in _connected(edges):
        lines = {kind: [e for e in group if e["orientation"] == kind] for kind in "hv"}
        if min(map(len, lines.values())) < 2:
            continue
        x0, x1 = min(e["x0"] for e in group), max(e["x1"] for e in group)
        top, bottom = min(e["top"] for e in group), max(e["bottom"] for e in group)
        for kind, along, ends, sides in (
            ("h", "top", ("top", "bottom"), (top, bottom)),
            ("v", "x0", ("x0", "x1"), (x0, x1)),
        ):
            low, high = ("x0", "x1") if kind == "h" else ("top", "bottom")
            for side, own_end in zip(sides, ends, strict=True):
                there = [e for e in lines[kind] if abs(e[along] - side) <= TOLERANCE]
                across = [e for e in lines["v" if kind == "h" else "h"] if abs(e[own_end] - side) <= TOLERANCE]
                start, end = min((e[low] for e in across), default=0.0), max((e[high] for e in across), default=0.0)
                if len(across) >= 2 and sum(e[high] - e[low] for e in there) < end - start - 2 * TOLERANCE:
                    at = there[0][along] if there else side
                    border = Edge(start, at, end, at) if kind == "h" else Edge(at, start, at, end)
                    added.append(_plumber_edge(border))
    return [*edges, *added]


def _connected(edges: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Edges that touch, directly or through others, as groups."""
    parent = list(range(len(edges)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    down = [at for at, edge in enumerate(edges) if edge["orientation"] == "v"]
    across = [at for at, edge in enumerate(edges) if edge["orientation"] == "h"]
    for one in down:
        upright = edges[one]
        x, top, bottom = upright["x0"], upright["top"] - TOLERANCE, upright["bottom"] + TOLERANCE
        for other in across:
            edge = edges[other]
            if top <= edge["top"] <= bottom and edge["x0"] - TOLERANCE <= x <= edge["x1"] + TOLERANCE:
                parent[root(one)] = root(other)
    groups: dict[int, list[dict[str, Any]]] = {}
    for at, edge in enumerate(edges):
        groups.setdefault(root(at), []).append(edge)
    return list(groups.values())


def _bounds(cells: Sequence[_Box]) -> _Box:
    return (min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells))


def _area(box: _Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _page_frame(cells: Sequence[_Box], content: PageContent) -> bool:
    """A decorative border around the page, cut by a rule under the header: its inside is prose."""
    return len(cells) <= 2 and _area(_bounds(cells)) > 0.72 * content.width * content.height


def unique(values: Sequence[float]) -> list[float]:
    """Sorted values, those closer than the tolerance as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > TOLERANCE:
            kept.append(value)
    return kept


def nearest(values: Sequence[float], value: float) -> int:
    """The index of the value closest to another, in a sorted sequence."""
    at = bisect_right(values, value)
    if at == 0:
        return 0
    if at == len(values):
        return at - 1
    return at if values[at] - value < value - values[at - 1] else at - 1


def _fill(cells: Sequence[_Box], chars: Sequence[Char], page: int) -> tuple[PageTable | None, list[Char]]:
    """Give each character to the cell in which its middle lies; returns the table and the characters left over."""
    xs = unique([x for cell in cells for x in (cell[0], cell[2])])
    ys = unique([y for cell in cells for y in (cell[1], cell[3])])
    owner: dict[tuple[int, int], int] = {}
    spans: list[tuple[int, int, int, int]] = []
    doubt = None
    for number, (x0, top, x1, bottom) in enumerate(cells):
        column, end = nearest(xs, x0), nearest(xs, x1)
        row, last = nearest(ys, top), nearest(ys, bottom)
        spans.append((row, column, max(last - row, 1), max(end - column, 1)))
        for place in ((r, c) for r in range(row, max(last, row + 1)) for c in range(column, max(end, column + 1))):
            if place in owner:
                doubt = "表格线有重叠，单元格可能没有完全还原，请核对原文"
            owner.setdefault(place, number)
    inside: list[list[Char]] = [[] for _ in cells]
    rest: list[Char] = []
    left, top, right, bottom = xs[0], ys[0], xs[-1], ys[-1]
    x0 = x1 = y0 = y1 = 0.0  # of the place in the grid of the character before: the next one is nearly always there too
    add = rest.append
    for char in chars:
        x, y = (char[1] + char[3]) / 2, (char[2] + char[4]) / 2
        if x0 <= x < x1 and y0 <= y < y1:
            add(char)
        elif left <= x < right and top <= y < bottom:
            row, column = bisect_right(ys, y) - 1, bisect_right(xs, x) - 1
            x0, x1, y0, y1 = xs[column], xs[column + 1], ys[row], ys[row + 1]
            place_owner = owner.get((row, column))
            add = (rest if place_owner is None else inside[place_owner]).append
            add(char)
        else:
            rest.append(char)
    if not any(not char.text.isspace() for group in inside for char in group):
        return None, list(chars)
    grid = _cells(spans, inside, xs, page)
    if any(_overflows(cell, ys) for cell in grid):
        doubt = doubt or "有的文字超出单元格、与别的格重叠，无法确定各格的内容"
    return PageTable(page, (left, top, right, bottom), xs, ys, grid, doubt), rest


def _overflows(cell: GridCell, ys: Sequence[float]) -> bool:
    """Whether a cell's text is printed over its borders, or other text over its own: wrapped text in too low a row."""
    top, bottom = ys[cell.row], ys[min(cell.row + cell.row_span, len(ys) - 1)]
    if any(line.mixed or min(line.middle - top, bottom - line.middle) < 0.25 * line.size for line in cell.lines):
        return True
    close = ((a, b) for a, b in pairwise(cell.lines) if b.middle - a.middle < 0.6 * min(a.size, b.size))
    return any(a.x0 < b.x1 and b.x0 < a.x1 for a, b in close)


def _cells(
    spans: Sequence[tuple[int, int, int, int]], inside: Sequence[list[Char]], xs: Sequence[float], page: int
) -> list[GridCell]:
    written = [lines_of(chars, page) for chars in inside]
    # The margin inside cells is the smallest distance of any text from its cell's left border.
    margins = [line.x0 - xs[span[1]] for span, lines in zip(spans, written, strict=True) for line in lines]
    margin = min(max(min(margins, default=0.0), 0.0), 8.0)
    cells = []
    for (row, column, row_span, column_span), lines in zip(spans, written, strict=True):
        inner = xs[min(column + column_span, len(xs) - 1)] - margin
        cells.append(GridCell(row, column, row_span, column_span, tuple(lines), cell_text(lines, inner), page, inner))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return cells


def cell_text(lines: Sequence[Line], inner: float) -> str:
    """A cell's lines as one text; a line feed stays only where a new item begins."""
    if not lines:
        return ""
    label = len(lines) > 1 and all(len(line.text) <= 1 for line in lines[:-1])  # 绩 / 效 / 指 / 标, written downwards
    text = lines[0].text
    for before, line in pairwise(lines):
        if label or not _parted(before, line, inner):
            text = join(text, line.text)
        else:
            text += "\n" + line.text
    return text


def _parted(before: Line, line: Line, inner: float) -> bool:
    """Whether two lines of a cell are separate items rather than one wrapped text."""
    if NUMBERING.match(line.text) and before.text[-1:] not in "第（(":
        return True
    return ended_early(before, line, inner)
