"""A reader that does what its file says: what hostile files make real readers do."""

from __future__ import annotations

import os
import sys
import time

from checker.document import Document, DocumentBuilder
from checker.errors import ReadError
from checker.read.source import Source


class OddError(Exception):
    """An error that cannot be pickled back."""

    def __init__(self, a: object, b: object) -> None:
        super().__init__("odd")
        self.a, self.b = a, lambda: b


def read(source: Source, engine: str = "") -> Document:
    words = source.data.decode()
    if words == "second":
        if engine:
            return _document(source, engine)
        os.abort()
    if words == "abort":
        os.abort()
    if words == "leave":
        sys.exit(3)
    if words == "hang":
        while True:
            time.sleep(0.01)
    if words == "eat":
        eaten = [bytearray(64 * 1024 * 1024) for _ in range(1000)]
        return _document(source, str(len(eaten)))
    if words == "recurse":
        return read_deeper(source)
    if words == "odd":
        raise OddError(1, 2)
    if words == "expected":
        raise ReadError("no-text", "文件里没有文字", "请提交有内容的报告") from OddError(1, 2)
    if words == "print":
        os.write(1, b"said by the child\n")
        print("said by the child", flush=True)
        os.write(2, b"said by the child\n")
    if words == "who":
        return _document(source, str(os.getpid()))
    if words == "interrupt":
        raise KeyboardInterrupt
    return _document(source, words)


def read_deeper(source: Source) -> Document:
    return read_deeper(source)


def _document(source: Source, words: str) -> Document:
    builder = DocumentBuilder(source.path, "txt", source.sha256)
    builder.paragraph(words)
    return builder.build()
