"""Review → output, one module a format, all in one registry.

A format's module has `render(run: Run) -> str`; one that writes bytes, or several files, has
`write(run: Run, path: Path) -> None`, and can only go to a file unless it has `render` too.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.errors import JixiaoError

if TYPE_CHECKING:
    from checker.review import Run


@dataclass(frozen=True, slots=True)
class Format:
    """An output format: what it is for (Chinese), and the endings of the file names from which it is told.

    `one_on_screen` says that it can show one report on a screen and needs a file for several.
    """

    about: str
    suffixes: tuple[str, ...] = ()
    one_on_screen: bool = False


FORMATS = {
    "terminal": Format("在终端里阅读", (".txt",)),
    "html": Format(
        "网页：原文中标出意见，可离线打开和打印；多份报告写成一个索引页，各份的页面在旁边的“文件名_files”文件夹里",
        (".html", ".htm"),
        one_on_screen=True,
    ),
    "json": Format("完整结果，供其他程序使用", (".json",)),
    "sarif": Format("SARIF 2.1.0，供代码托管平台使用", (".sarif",)),
    "junit": Format("JUnit XML，每份报告一个套件、每条规则一个用例", (".xml",)),
    "github": Format("GitHub Actions的批注命令"),
    "gitlab": Format("GitLab的Code Quality报告"),
    "markdown": Format("Markdown，可用作合并请求的评论", (".md",)),
    "csv": Format("CSV，每条意见一行", (".csv",)),
    "xlsx": Format("Excel审核台账：报告、意见、规则与报告对照三张表", (".xlsx",)),
    "docx": Format("Word审核意见书：每份报告一份，从新的一页开始，合在一个文件里", (".docx",)),
}
"""The formats by name; checker/render/NAME.py makes each."""

PAGE_MARK = '<meta name="generator" content="jixiao">'
"""Stands near the beginning of every page that we write, so that a page of ours is never taken for a submission."""


def format_of(path: str) -> str | None:
    """The format that a file's name asks for by its ending, or None."""
    suffix = Path(path).suffix.lower()
    return next((name for name, format in FORMATS.items() if suffix in format.suffixes), None)


def to_file_only(name: str) -> bool:
    """Whether a format cannot be shown on a screen."""
    return not hasattr(_module(name), "render")


def render(run: Run, name: str) -> str:
    """The run as text in a format of FORMATS."""
    text: str = _module(name).render(run)
    return text


def write(run: Run, name: str, path: Path, **options: Any) -> None:
    """Write the run to a file, whole or not at all; `options` are those of the format's own `write`.

    Raises JixiaoError (output) when the file cannot be written.
    """
    module = _module(name)
    if not hasattr(module, "write"):
        write_text(path, module.render(run))
        return
    try:
        module.write(run, path, **options)
    except OSError as error:
        raise _unwritable(path, error) from error


def write_text(path: Path, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all; raises JixiaoError (output)."""
    draft = path.with_name(f".{path.name}.tmp")
    try:
        draft.write_text(text, encoding="utf-8", newline="")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> JixiaoError:
    return JixiaoError("output", f"无法写入“{path}”（{error.strerror}）", "请检查权限和磁盘空间")


def _module(name: str) -> Any:
    return import_module(f"checker.render.{name}")
