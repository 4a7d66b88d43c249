"""What every reader yields: one canonical text, its blocks, and the way back to the source.

Everything later in the pipeline speaks in spans of `Document.text`. A block is a paragraph or a table; a table's
text is its cells in reading order, cells parted by a tab and rows by a line feed. A merged cell stands in the text
once, where it begins.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

Role = Literal["body", "toc", "footnote", "textbox"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of offsets into a document's canonical text."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text (or a heading: readers give hints, understand/outline.py decides).

    `level` is the outline level that the source states (Word's outlineLvl + 1, HTML's h1–h6, Markdown's #), 1–9.
    `generated` counts the leading characters that the source does not hold as text (an automatic number such as 一、).
    `breaks` are the offsets at which the paragraph goes on on the next page.
    """

    span: Span
    page: int | None = None
    level: int | None = None
    bold: bool = False
    centred: bool = False
    size: float | None = None
    role: Role = "body"
    generated: int = 0
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at its top left corner; `ref` is a spreadsheet's own name for it (F7)."""

    row: int
    column: int
    span: Span
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    ref: str | None = None

    def __hash__(self) -> int:
        # Cells are looked up by the thousand: where one stands tells it from all others of its document.
        return hash((self.row, self.column, self.span.start))


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its merged cells resolved.

    `cells` holds each cell once, by row then column; `grid[row][column]` is the cell that covers that place (a merged
    cell repeats), or None where the source has none. `doubt` says in Chinese why the table may not be rebuilt right.
    """

    index: int
    span: Span
    cells: tuple[Cell, ...]
    grid: tuple[tuple[Cell | None, ...], ...]
    sheet: str | None = None
    page: int | None = None
    doubt: str | None = None

    @property
    def rows(self) -> int:
        return len(self.grid)

    @property
    def columns(self) -> int:
        return len(self.grid[0]) if self.grid else 0

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place of the grid, or None where there is none."""
        if 0 <= row < self.rows and 0 <= column < self.columns:
            return self.grid[row][column]
        return None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the reader passed over or could not read, said in one Chinese sentence without its full stop.

    `incomplete` is true when text of the submission itself is missing because of it (a scanned page): then a rule
    must not conclude from an absence.
    """

    code: str
    message: str
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span begins in the source: page from 1; table, row and column from 0."""

    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that has been read. `page_count` is None for formats that have no pages."""

    path: str
    format: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    page_count: int | None = None
    notes: tuple[Note, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def incomplete(self) -> bool:
        """Whether some of the submission's own text could not be read."""
        return any(note.incomplete for note in self.notes)

    def block_at(self, offset: int) -> Block | None:
        """The block that holds an offset (a block's closing line feed counts as its own)."""
        index = bisect_right(self.blocks, offset, key=lambda block: block.span.start) - 1
        return self.blocks[index] if index >= 0 else None

    def cell_at(self, offset: int) -> tuple[Table, Cell] | None:
        """The table and the cell that hold an offset, or None outside tables."""
        block = self.block_at(offset)
        if not isinstance(block, Table):
            return None
        index = bisect_right(block.cells, offset, key=lambda cell: cell.span.start) - 1
        return (block, block.cells[index]) if index >= 0 else None

    def locate(self, span: Span) -> Place:
        """The place in the source at which a span begins."""
        block = self.block_at(span.start)
        if block is None:
            return Place()
        if isinstance(block, Paragraph):
            if block.page is None:
                return Place()
            return Place(page=block.page + bisect_right(block.breaks, span.start))
        found = self.cell_at(span.start)
        if found is None:
            return Place(page=block.page, table=block.index, sheet=block.sheet)
        table, cell = found
        page = cell.page if cell.page is not None else table.page
        return Place(page, table.index, cell.row, cell.column, table.sheet, cell.ref)


@dataclass(slots=True)  # not frozen: a frozen one takes four times as long to make, and no one keeps it
class RawCell:
    """A cell as a reader found it, before it has a place in the canonical text."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    ref: str | None = None


# Control characters would break the table layout of the text, or a terminal; every one becomes one space, so that no
# offset moves. Line ends of other systems become line feeds.
_CONTROLS = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
_CONTROLS |= {0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_CELL_CONTROLS = _CONTROLS | {0x09: " "}
_PLACE = attrgetter("row", "column")


class DocumentBuilder:
    """Collects a reader's blocks and lays them out as one canonical text."""

    def __init__(self, path: str, format: str, sha256: str) -> None:
        self._path, self._format, self._sha256 = path, format, sha256
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._tables = 0
        self._notes: list[Note] = []

    @property
    def length(self) -> int:
        """The characters laid out so far."""
        return self._length

    def note(self, code: str, message: str, *, incomplete: bool = False) -> None:
        note = Note(code, message, incomplete)
        if note not in self._notes:
            self._notes.append(note)

    def paragraph(
        self,
        text: str,
        *,
        page: int | None = None,
        level: int | None = None,
        bold: bool = False,
        centred: bool = False,
        size: float | None = None,
        role: Role = "body",
        generated: int = 0,
        breaks: Iterable[int] = (),
    ) -> None:
        """Add a paragraph; blank ones are dropped, and a line break inside makes a paragraph of each line.

        `breaks` and `generated` count from the start of `text` as given.
        """
        offsets = tuple(breaks)
        at = 0
        if not text.isprintable():  # nothing that _CONTROLS changes is printable, and nearly all text is
            text = text.replace("\r\n", "\n ").translate(_CONTROLS)
        for line in text.split("\n"):
            left = len(line) - len(line.lstrip())
            words = line.strip()
            if words:
                start = self._append(words)
                first = at + left
                self._blocks.append(
                    Paragraph(
                        Span(start, start + len(words)),
                        page=page if page is None or not offsets else page + sum(1 for b in offsets if b <= first),
                        level=level,
                        bold=bold,
                        centred=centred,
                        size=size,
                        role=role,
                        generated=max(0, min(generated - first, len(words))) if generated else 0,
                        breaks=tuple(
                            [b + start - first for b in offsets if first < b < first + len(words)] if offsets else ()
                        ),
                    )
                )
            at += len(line) + 1

    def table(
        self, cells: Iterable[RawCell], *, sheet: str | None = None, page: int | None = None, doubt: str | None = None
    ) -> None:
        """Add a table; cells may come in any order. A table without any text is dropped.

        Where two cells claim one place of the grid the first (by row, then column) keeps it.
        """
        raw = sorted(cells, key=_PLACE)
        if not any(cell.text.strip() for cell in raw):
            return
        rows = max([cell.row + cell.row_span for cell in raw])
        columns = max([cell.column + cell.column_span for cell in raw])
        grid: list[list[Cell | None]] = [[None] * columns for _ in range(rows)]
        start = self._length + (1 if self._pieces else 0)
        laid: list[Cell] = []
        pieces: list[str] = []
        at, previous = start, None
        for cell in raw:
            first, left, text = cell.row, cell.column, cell.text
            if grid[first][left] is not None:
                continue
            if not text.isprintable():
                text = text.replace("\r\n", "\n").translate(_CELL_CONTROLS)
            text = text.strip()
            if previous is not None:
                pieces.append("\t" if previous == first else "\n")
                at += 1
            end, down, across = at + len(text), cell.row_span, cell.column_span
            on = cell.page if cell.page is not None else page
            placed = Cell(first, left, Span(at, end), down, across, on, cell.ref)
            pieces.append(text)
            at, previous = end, first
            laid.append(placed)
            if down == across == 1:
                grid[first][left] = placed
                continue
            for row in grid[first : first + down]:
                for column in range(left, left + across):
                    if row[column] is None:
                        row[column] = placed
        self._append("".join(pieces))
        self._blocks.append(
            Table(self._tables, Span(start, at), tuple(laid), tuple(tuple(row) for row in grid), sheet, page, doubt)
        )
        self._tables += 1

    def build(self, *, page_count: int | None = None) -> Document:
        return Document(
            self._path,
            self._format,
            self._sha256,
            "".join(self._pieces),
            tuple(self._blocks),
            page_count,
            tuple(self._notes),
        )

    def _append(self, words: str) -> int:
        if self._pieces:
            self._pieces.append("\n")
            self._length += 1
        start = self._length
        self._pieces.append(words)
        self._length += len(words)
        return start
