"""A sample's source: plain text with a little markup, so that prose is written as prose.

The head gives 标题, 单位, 日期 and 页眉, a line each. Then a line is a block:

    # ## ###      headings                     - …           a numbered item
    @封面 @目录 @分页 @题头 @落款头               cover, contents, page break, title, unit under the title
    @左 @中 @右 @注 …                            a paragraph set left, centred, right, or small
    @表 …  @单位 …                               a table's caption and unit line
    | a | b |                                  a table row: < merges with the left, ^ with the cell above
    @行 …                                       a line as it stands: a row of a broken Markdown table
    ~| a | b |                                 a row that a spreadsheet hides
    @表页 … @隐藏表页 …                          a new sheet, a hidden one

`**…**` at the start of a paragraph is bold; `{-…-}{+…+}` is a tracked change; `{value;format}` and
`{=formula;value;format}` are cells of a spreadsheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Block:
    """A line of a source: `kind` is the markup's name (text, h1–h3, item, or the word after @)."""

    kind: str
    text: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell at its top left corner."""

    row: int
    column: int
    text: str
    height: int = 1
    width: int = 1


@dataclass(frozen=True)
class Grid:
    """A table: its cells, its size and the rows that are hidden."""

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    hidden: frozenset[int]

    @property
    def texts(self) -> list[list[str]]:
        """Rows of texts; a merged cell's text stands at its top left only."""
        table = [[""] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            table[cell.row][cell.column] = cell.text
        return table


@dataclass(frozen=True)
class Source:
    """A sample's words: title, unit, date, header line, and its blocks in order."""

    title: str
    unit: str
    date: str
    header: str
    blocks: tuple[Block | Grid, ...]


_HEAD = re.compile(r"(标题|单位|日期|页眉)\s*[:：](.*)")
_LINE = re.compile(r"(?P<hashes>#{1,3}) |(?P<item>- )|@(?P<word>[一-龥]+) ?")


def read_source(path: Path, *, narrow: bool = False) -> Source:
    """A source file; `narrow` gives its text ASCII punctuation throughout."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if narrow:
        lines = [line.translate({code + 0xFEE0: code for code in map(ord, ",;:?!()")}) for line in lines]
    head: dict[str, str] = {}
    while lines and (match := _HEAD.match(lines[0])):
        head[match[1]] = match[2].strip()
        lines.pop(0)
    blocks: list[Block | Grid] = []
    rows: list[str] = []
    for line in [*lines, ""]:
        if line.startswith(("|", "~|")):
            rows.append(line)
            continue
        if rows:
            blocks.append(_grid(rows))
            rows = []
        if line.strip():
            blocks.append(_block(line))
    return Source(head["标题"], head["单位"], head["日期"], head.get("页眉", ""), tuple(blocks))


def _block(line: str) -> Block:
    match = _LINE.match(line)
    if match is None:
        return Block("text", line)
    kind = f"h{len(match['hashes'])}" if match["hashes"] else "item" if match["item"] else match["word"]
    return Block(kind, line[match.end() :])


def _grid(lines: list[str]) -> Grid:
    table = [[words.strip() for words in line.strip("~").strip()[1:-1].split("|")] for line in lines]
    table = [row for row in table if not all(re.fullmatch(r":?-{3,}:?", words) for words in row)]
    width = len(table[0])
    assert all(len(row) == width for row in table), [(len(row), row) for row in table if len(row) != width]
    cells = []
    for r, row in enumerate(table):
        for c, words in enumerate(row):
            if words in ("<", "^"):
                continue
            wide = 1
            while c + wide < width and row[c + wide] == "<":
                wide += 1
            high = 1
            while r + high < len(table) and table[r + high][c] == "^":
                high += 1
            cells.append(Cell(r, c, words, high, wide))
    hidden = frozenset(n for n, line in enumerate(lines) if line.startswith("~"))
    return Grid(tuple(cells), len(table), width, hidden)


_VALUE = re.compile(r"\{(?:=(?P<formula>[^;]+);)?(?P<value>-?[\d.]+);(?P<format>[^}]+)\}")


def cell_value(text: str) -> tuple[str | None, str, str] | None:
    """A spreadsheet cell's formula, value and number format, or None for a cell of words."""
    match = _VALUE.fullmatch(text)
    return (match["formula"], match["value"], match["format"]) if match else None


CHANGE = re.compile(r"\{([-+])(.*?)\1\}")


def accepted(text: str) -> str:
    """The text with its tracked changes accepted."""
    return CHANGE.sub(lambda match: match[2] if match[1] == "+" else "", text)
