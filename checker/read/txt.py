"""Plain text → Document: a paragraph a line."""

from __future__ import annotations

from checker.document import Document, DocumentBuilder
from checker.errors import ReadError
from checker.read.encoding import decode, note_broken
from checker.read.source import Source


def read(source: Source) -> Document:
    """The text's lines as paragraphs; raises ReadError (damaged, no-text)."""
    builder = DocumentBuilder(source.path, "txt", source.sha256)
    text = decode(source.data)
    builder.paragraph(text)
    note_broken(builder, text)
    if not builder.length:
        raise ReadError("no-text", "文件里没有文字", "请提交有内容的报告")
    return builder.build()
