"""Tables that a page break, or whoever read the file, has cut in two: the second's rows under the first's header."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from checker.document import Block, Cell, Document, Paragraph, Span, Table

_FIGURE: Final = re.compile(r"[-+]?¥?[0-9][0-9,.]*(?:[万亿千百]*元|%|‰|万|亿|分)?(?:\((?:[^()0-9]{0,6})\))?")
_NOTHING: Final = re.compile(r"[-—/\\无*.…]*")
# What a page break leaves between the halves of a table.
_BETWEEN: Final = re.compile(
    r"\(?续(?:上?表|前)?[0-9一二三四五六七八九十]*\)?:?|第?[-—]?[0-9]{1,3}[-—]?页?(?:共[0-9]{1,3}页)?|[-—]*"
)


@dataclass(frozen=True, slots=True)
class Joined:
    """A table with those that go on with it; `parts` are the document's own, in order (the table alone where one)."""

    table: Table
    parts: tuple[Table, ...]


def joined_tables(document: Document, folded: str) -> tuple[Joined, ...]:
    """Every table of a document, with the header-less ones behind it under its header."""
    found: list[Joined] = []
    between: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            between.append(block)
            continue
        if found and _goes_on(found[-1], block, between, folded):
            found[-1] = Joined(_below(found[-1].table, block), (*found[-1].parts, block))
        else:
            found.append(Joined(block, (block,)))
        between = []
    return tuple(found)


def _goes_on(before: Joined, table: Table, between: list[Block], folded: str) -> bool:
    """Whether a table has no header and its first row has figures and words where the last row before it has them."""
    last = before.parts[-1]
    if table.columns != last.columns or table.columns < 3 or table.sheet != last.sheet or table.doubt or last.doubt:
        return False
    if not all(_BETWEEN.fullmatch(re.sub(r"\s", "", block.span.cut(folded))) for block in between):
        return False
    kinds = [_kinds(table, 0, folded)]
    rows = [row for row in range(last.rows) if "figure" in _kinds(last, row, folded)]
    if not rows or "figure" not in kinds[0]:
        return False
    above = _kinds(last, rows[-1], folded)
    # 合计 may be merged over the columns of names, so that they differ there only.
    pairs = [(one, other) for one, other in zip(above, kinds[0], strict=True) if "" not in (one, other)]
    return sum(one == other == "figure" for one, other in pairs) >= 2 and all(one == other for one, other in pairs)


def _kinds(table: Table, row: int, folded: str) -> list[str]:
    """What each place of a row holds: a figure, words, or nothing."""
    kinds = []
    for cell in table.grid[row]:
        words = re.sub(r"\s", "", cell.span.cut(folded)) if cell is not None else ""
        kinds.append("" if _NOTHING.fullmatch(words) else "figure" if _FIGURE.fullmatch(words) else "words")
    return kinds


def _below(upper: Table, lower: Table) -> Table:
    """One table of two, the rows of the second under those of the first."""
    moved: dict[Cell, Cell] = {cell: replace(cell, row=cell.row + upper.rows) for cell in lower.cells}
    grid = tuple(tuple(moved[cell] if cell is not None else None for cell in row) for row in lower.grid)
    span = Span(upper.span.start, lower.span.end)
    return replace(upper, span=span, cells=(*upper.cells, *moved.values()), grid=(*upper.grid, *grid))
