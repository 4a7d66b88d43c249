"""Annotated originals: the submitted file, otherwise unchanged, with every opinion at the words that it is about.

One module a format, each with `annotate(data: bytes, review: Review) -> bytes`: Word comments (docx.py), highlights
with notes (pdf.py), cell notes and a fill (xlsx.py). To add a format: a module here and a line in FORMATS.
"""

from __future__ import annotations

from hashlib import sha256
from importlib import import_module
from pathlib import Path

from checker.errors import JixiaoError
from checker.render.package import save
from checker.review import Review

FORMATS = {"docx": "Word批注", "pdf": "PDF高亮批注", "xlsx": "单元格批注和底色"}
"""The formats of submissions that can carry opinions, each with how they are shown."""


def annotate(path: Path, review: Review) -> bytes:
    """The file at `path` with the opinions of its review; the file itself is only read.

    Raises JixiaoError: annotate-format for a format that cannot carry them, changed when the file is no longer the one
    that was reviewed, and the reader's own errors.
    """
    format = review.report.document.format
    if format not in FORMATS:
        raise JixiaoError(
            "annotate-format",
            f"{format}格式的文件里不能加批注",
            "请用jixiao check --format html --output得到标出问题的网页",
        )
    data = path.read_bytes()
    if sha256(data).hexdigest() != review.report.document.sha256:
        raise JixiaoError("changed", "文件在审核期间被改动", "请重新运行")
    result: bytes = import_module(f"checker.render.annotate.{format}").annotate(data, review)
    return result


def write(path: Path, review: Review, output: Path) -> None:
    """Write the annotated file, whole or not at all; raises what `annotate` raises, and JixiaoError (output)."""
    result = annotate(path, review)
    try:
        save(output, result)
    except OSError as error:
        raise JixiaoError("output", f"无法写入“{output}”（{error.strerror}）", "请检查权限和磁盘空间") from error
