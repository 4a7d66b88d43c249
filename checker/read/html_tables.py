"""Tables of HTML: which hold data and which only a page's layout, and their cells with all merges resolved."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.document import RawCell

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPAN_CAP = 256  # columns of one cell; what is beyond the table's own columns is cut off anyway
_AREA_CAP = 300_000
_PARAGRAPHS = frozenset(["p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6"])


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells, and why they may not stand right."""

    cells: tuple[RawCell, ...]
    doubt: str | None = None


def rows_of(table: _Element) -> Iterator[_Element]:
    """The table's own rows, those of tables inside it left out."""
    pending = list(table)[::-1]
    while pending:
        element = pending.pop()
        if element.tag == "tr":
            yield element
        elif element.tag in {"thead", "tbody", "tfoot"}:
            pending += list(element)[::-1]


def is_data(table: _Element) -> bool:
    """Whether a table holds data; one that holds a page's layout is read as running text."""
    if (table.get("role") or "").lower() in {"presentation", "none"}:
        return False
    lengths: dict[_Element, int] = {}
    inner = 0
    wide = marked = False
    labelled = 0  # rows of a label with a value or with a table of its own: a form, whatever is inside its cells
    for row in rows_of(table):
        filled = 0
        labelled += _is_labelled(row)
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            length, nested = _lengths(cell)
            inner += nested
            marked = marked or (cell.tag == "th" and length > 0)
            if length:
                lengths[cell] = length
                filled += 1
        wide = wide or filled > 1
    total = sum(lengths.values())
    if not wide or (inner > total and (labelled < 3 or not _has_lines(table))):
        return False
    links = [link for link in table.iter("a") if (link.get("href") or "#")[0] != "#"]
    linked = sum(_size(words_of(link)) for link in links)
    if len(links) > 2 and linked * 10 > (total + inner) * 7:
        return False
    if marked or _has_lines(table):
        return True
    longest = max(lengths, key=lambda cell: lengths[cell])
    if lengths[longest] <= 300 or lengths[longest] * 10 < total * 6 or len(lengths) > 8:
        return True
    return sum(1 for element in longest.iter() if element.tag in _PARAGRAPHS) < 3


def _is_labelled(row: _Element) -> bool:
    """Whether a row begins with a short label and goes on with something."""
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    if len(cells) < 2 or not 0 < _lengths(cells[0])[0] <= 20 or _lengths(cells[0])[1]:
        return False
    return any(sum(_lengths(cell)) > 0 for cell in cells[1:])


def _has_lines(table: _Element) -> bool:
    """Whether a table's lines are drawn; one that only holds a page's layout hardly ever has any."""
    border = table.get("border")
    if border is not None:
        return _span(border, 1) > 0
    first = next((cell for row in rows_of(table) for cell in row), table)
    return any(
        re.search(r"border[^;]*\b(?:solid|windowtext)", element.get("style") or "") for element in (table, first)
    )


def cells_of(table: _Element, text_of: Callable[[_Element], str]) -> tuple[Grid, str, list[_Element]]:
    """A table's cells, its caption, and the tables inside its cells; `text_of` reads a cell."""
    caption = next((text_of(element) for element in table if element.tag == "caption"), "")
    rows = list(rows_of(table))
    taken: dict[tuple[int, int], bool] = {}
    cells: list[RawCell] = []
    inner: list[_Element] = []
    doubt: str | None = None
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            while (r, column) in taken:
                column += 1
            width = max(1, min(_span(cell.get("colspan"), 1), _SPAN_CAP))
            height = _span(cell.get("rowspan"), 1)
            height = len(rows) - r if height == 0 else min(height, len(rows) - r)
            if len(taken) + width * height > _AREA_CAP:
                width = height = 1
                doubt = "表格的合并单元格范围异常"
            for place in ((y, x) for y in range(r, r + height) for x in range(column, column + width)):
                if place in taken:
                    doubt = doubt or "表格中合并单元格的范围互相重叠"
                taken[place] = True
            cells.append(RawCell(r, column, text_of(cell), height, width))
            inner += _top_tables(cell)
            column += width
    return Grid(tuple(_compact(cells)), doubt), caption, inner


def _compact(cells: list[RawCell]) -> list[RawCell]:
    """The same cells without rows and columns in which none begins, and without empty rows at the end.

    Word writes a column for every tab stop of its ruler, and a colspan of 100 only means "the whole row".
    """
    last = max((cell.row for cell in cells if cell.text.strip()), default=-1)
    cells = [cell for cell in cells if cell.row <= last]
    rows = sorted({cell.row for cell in cells})
    columns = sorted({cell.column for cell in cells})
    compacted = []
    for cell in cells:
        row, column = bisect_left(rows, cell.row), bisect_left(columns, cell.column)
        height = bisect_left(rows, cell.row + cell.row_span) - row
        width = bisect_left(columns, cell.column + cell.column_span) - column
        compacted.append(RawCell(row, column, cell.text, height, width))
    return compacted


def _top_tables(cell: _Element) -> list[_Element]:
    found: list[_Element] = []
    if cell.find(".//table") is None:
        return found
    pending = list(cell)[::-1]
    while pending:
        element = pending.pop()
        if element.tag == "table":
            found.append(element)
        else:
            pending += list(element)[::-1]
    return found


def _lengths(cell: _Element) -> tuple[int, int]:
    """Characters of a cell outside and inside the tables that it holds."""
    everything = _size(words_of(cell))
    inner = sum(_size(words_of(table)) for table in _top_tables(cell))
    return everything - inner, inner


def words_of(element: _Element) -> str:
    """All the text below an element, as the source has it."""
    return "".join(str(text) for text in element.itertext())


def _size(text: str) -> int:
    return len("".join(text.split()))


def _span(text: str | None, default: int) -> int:
    match = re.match(r"\s*([0-9]{1,9})", text or "")
    return int(match[1]) if match else default
