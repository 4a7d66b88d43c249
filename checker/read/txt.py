"""Plain text → Document: a paragraph a line, and tables that are typed with pipes or were copied with tabs."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from checker.document import Document, DocumentBuilder, RawCell
from checker.errors import ReadError
from checker.read.encoding import decode, note_broken
from checker.read.pipes import add_table, begins_table, is_row
from checker.read.source import Source

_ROWS: Final = 2  # rows of another width that make a table of their own
_TABS: Final = 3  # tabs in a line of a copied table, and lines of that kind that make one


def read(source: Source) -> Document:
    """The text's lines as paragraphs, pipe tables and tabbed ones as tables; raises ReadError (damaged, no-text)."""
    builder = DocumentBuilder(source.path, "txt", source.sha256)
    text = decode(source.data)
    _lay_out(builder, text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    note_broken(builder, text)
    if not builder.length:
        raise ReadError("no-text", "文件里没有文字", "请提交有内容的报告")
    return builder.build()


def _lay_out(builder: DocumentBuilder, lines: list[str]) -> None:
    """Add the lines. A single line with pipes is no table: 城乡|农村 is how some people write a choice."""
    done = at = 0
    while at < len(lines):
        if (end := _tabbed(lines, at)) > at:
            builder.paragraph("\n".join(lines[done:at]))
            _add_tabbed(builder, lines[at:end])
            done = at = end
            continue
        if "|" not in lines[at] or at + 1 == len(lines) or not begins_table(lines[at], lines[at + 1]):
            at += 1
            continue
        builder.paragraph("\n".join(lines[done:at]))
        begin = at
        while at < len(lines) and is_row(lines[at]):
            at += 1
        add_table(builder, lines[begin:at])
        done = at
    builder.paragraph("\n".join(lines[done:]))


def _tabbed(lines: list[str], at: int) -> int:
    """The end of the table that begins at a line, whose cells a spreadsheet has parted with tabs; `at` if none does."""
    end = at
    while end < len(lines) and "\t" in lines[end].strip(" "):
        end += 1
    return end if sum(line.count("\t") >= _TABS for line in lines[at:end]) >= _TABS else at


def _add_tabbed(builder: DocumentBuilder, lines: list[str]) -> None:
    """Lay out the lines of a table, or of several that follow each other, each with as many cells in all its rows."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines]
    runs = [list(run) for _, run in groupby(rows, len)]
    uneven = len(runs) > 1 and min(map(len, runs)) < _ROWS
    for table in [rows] if uneven else runs:
        builder.table(
            (RawCell(r, c, text) for r, row in enumerate(table) for c, text in enumerate(row)),
            doubt="表格各行的列数不一致" if uneven else None,
        )
