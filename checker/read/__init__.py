"""Bytes → Document. One module a format, each with `read(source: Source) -> Document`; sniff.py tells which.

To add a format: a module here with that function, a line in FORMATS, and its kind in sniff.py.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

from checker.document import Document
from checker.errors import JixiaoError, ReadError
from checker.read.sniff import KINDS, REPORT_SUFFIXES, sniff
from checker.read.source import MAX_BYTES, Source

__all__ = ["FORMATS", "MAX_BYTES", "REPORT_SUFFIXES", "SUFFIXES", "TIMEOUT", "read", "read_here"]

FORMATS: dict[str, str] = {
    "docx": "checker.read.docx",
    "pdf": "checker.read.pdf",
    "xlsx": "checker.read.xlsx",
    "html": "checker.read.html",
    "md": "checker.read.md",
    "txt": "checker.read.txt",
}
"""Format → the module that reads it, imported when the first such file comes."""

SUFFIXES: frozenset[str] = frozenset(s for kind in KINDS.values() if kind.format for s in kind.suffixes)
"""Endings of the files that can be read; REPORT_SUFFIXES adds those that are recognised and refused with a remedy."""

TIMEOUT = 60.0
MAX_CHARACTERS = 20_000_000  # of text; the longest report known has under a million


def read(path: str | Path, *, isolated: bool = True, timeout: float = TIMEOUT, max_bytes: int = MAX_BYTES) -> Document:
    """Read a file in whatever format it is.

    `isolated` reads it in a child process with a memory limit and `timeout` seconds of time, so that a hostile file
    costs an error and nothing more. Raises ReadError, and nothing else, when the file cannot be read.
    """
    if not isolated:
        return read_here(path, max_bytes=max_bytes)
    from checker.read import isolate

    return isolate.read(path, timeout=timeout, max_bytes=max_bytes)


def read_here(path: str | Path, *, max_bytes: int = MAX_BYTES, engine: str | None = None) -> Document:
    """Read a file in this process. `engine` asks for a format's second reader; ReadError (crashed) if it has none."""
    try:
        source = Source.load(path, max_bytes=max_bytes)
        module = importlib.import_module(FORMATS[sniff(source)])
        if engine is None:
            document = module.read(source)
        elif _has_engine(module):
            document = module.read(source, engine=engine)
        else:
            raise crashed()
        if not isinstance(document, Document):
            raise TypeError(type(document).__name__)
    except JixiaoError:
        raise
    except MemoryError as error:
        raise ReadError(
            "hostile", "读取时占用的内存过多，已停止读取", "请核实文件来源，拆分或重新另存后再提交"
        ) from error
    except RecursionError as error:
        raise ReadError(
            "hostile", "文件内容嵌套过深，已停止读取", "请核实文件来源，用办公软件重新另存后再提交"
        ) from error
    except Exception as error:
        name = type(error).__name__
        raise ReadError(
            "damaged",
            f"文件内容有误，读取时出错（{name}）",
            "请用办公软件打开并重新另存后提交；仍不能读取的，请反馈给工具维护人员",
        ) from error
    if len(document.text) > MAX_CHARACTERS:
        raise ReadError("too-large", f"文中有{len(document.text) // 10_000}万字，超过上限", "请拆分后再提交")
    return document


def _has_engine(module: ModuleType) -> bool:
    from inspect import signature

    return "engine" in signature(module.read).parameters


def crashed() -> ReadError:
    """The error for a file whose reading ended the process that read it."""
    return ReadError("crashed", "文件内容异常，读取程序意外终止", "请用办公软件打开并重新另存后提交")
