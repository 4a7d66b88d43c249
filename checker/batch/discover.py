"""Paths as a user gives them → the files to review, in a stable order."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from checker.errors import ReadError
from checker.read import REPORT_SUFFIXES
from checker.render import PAGE_MARK

_TEMPORARY = ("~$", ".~", "~WRL")


def discover(paths: Iterable[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """The files to review, and those passed over with the reason (Chinese, without a full stop).

    A file that is named is always reviewed; of a folder, its files and those of its sub-folders, by name. Each file
    comes once. Raises ReadError (missing) for a path that does not exist.
    """
    found: dict[str, None] = {}
    passed: dict[str, str] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise ReadError("missing", f"{path}：文件或文件夹不存在", "请核对路径")
        if Path(path).is_dir():
            _walk(path, found, passed)
        else:
            found[path] = None
    return list(found), [(path, reason) for path, reason in passed.items() if path not in found]


def _walk(folder: str, found: dict[str, None], passed: dict[str, str]) -> None:
    for parent, folders, names in os.walk(folder):
        for hidden in sorted(name for name in folders if name.startswith((".", "__MACOSX"))):
            passed[_join(parent, hidden)] = "隐藏文件夹"
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(names):
            path, suffix = _join(parent, name), Path(name).suffix.lower()
            if name == ".jixiao.yaml":
                continue  # the run's output says where it was used
            if name.startswith(_TEMPORARY) or suffix in (".tmp", ".bak"):
                passed[path] = "办公软件的临时文件"
            elif name.startswith(".") or name in ("Thumbs.db", "desktop.ini"):
                passed[path] = "隐藏文件"
            elif suffix in (".html", ".htm") and _is_ours(Path(path)):
                passed[path] = "这是本程序写的审核结果"
            elif suffix in REPORT_SUFFIXES:  # what people do submit and is not read fails, rather than be passed over
                found[path] = None
            else:
                passed[path] = f"不是报告的格式（{suffix or '没有扩展名'}）"


def _is_ours(path: Path) -> bool:
    """Whether a page is a review that an earlier run left in the folder."""
    try:
        with path.open("rb") as file:
            return PAGE_MARK.encode() in file.read(1000)
    except OSError:  # reading it will say what is wrong
        return False


def _join(parent: str, name: str) -> str:
    """A path with forward slashes, so that reports of one folder are alike on every system."""
    return (Path(parent) / name).as_posix()
