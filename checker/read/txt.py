"""Plain text → Document: a paragraph a line, and tables that are typed with pipes."""

from __future__ import annotations

from checker.document import Document, DocumentBuilder
from checker.errors import ReadError
from checker.read.encoding import decode, note_broken
from checker.read.pipes import add_table, begins_table, is_row
from checker.read.source import Source


def read(source: Source) -> Document:
    """The text's lines as paragraphs, its pipe tables as tables; raises ReadError (damaged, no-text)."""
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
