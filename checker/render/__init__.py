"""Review → output, one module a format, each with `render(run: Run, …) -> str`."""

from __future__ import annotations

from importlib import import_module

from checker.review import Run

FORMATS = {
    "terminal": "终端里阅读的审核结果",
    "json": "供其他程序使用的完整结果（JSON）",
}
"""The formats of a review by name, each with what it is for; the module of that name renders it."""


def render(run: Run, format: str) -> str:
    """The run in a format of FORMATS."""
    text: str = import_module(f"checker.render.{format}").render(run)
    return text
