"""Rows of pipe tables, as Markdown writes them and people type them into plain text: | 指标 | 分值 |."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from checker.document import DocumentBuilder, RawCell

DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
"""The row of dashes under a table's head."""


def is_row(line: str) -> bool:
    """Whether a line begins and ends with a pipe."""
    line = line.strip()
    return len(line) > 2 and line[0] == "|" and line[-1] == "|" and line[-2] != "\\"


def cells_of(line: str) -> list[str]:
    """A row's cells; a pipe after a backslash parts none."""
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.strip() for cell in _split(line)]


def begins_table(line: str, following: str) -> bool:
    """Whether two lines begin a table that has no doubt about it: two rows of as many cells, or a row and dashes."""
    if not is_row(line) or not is_row(following):
        return False
    count = len(cells_of(line))
    return count > 1 and count == len(cells_of(following))


def add_table(builder: DocumentBuilder, lines: Sequence[str], show: Callable[[str], str] = str) -> None:
    """Lay out a table's lines; `show` makes a cell's words of what was written. Rows of dashes and blank rows go."""
    rows = [cells_of(line) for line in lines if not DELIMITERS.match(line)]
    ragged = len({len(row) for row in rows}) > 1
    builder.table(
        (
            RawCell(r, c, show(text))
            for r, row in enumerate(row for row in rows if any(row))
            for c, text in enumerate(row)
        ),
        doubt="表格各行的列数不一致" if ragged else None,
    )


def _split(line: str) -> Iterator[str]:
    piece = ""
    at = 0
    while at < len(line):
        if line.startswith("\\|", at):
            piece += "|"
            at += 2
            continue
        if line[at] == "|":
            yield piece
            piece = ""
        else:
            piece += line[at]
        at += 1
    yield piece
