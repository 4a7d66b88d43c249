"""jixiao: a rules-driven reviewer of budget-performance self-evaluation reports.

The public API is `read`, `load_pack` and `review`; nothing is imported before it is used:

    document = checker.read("a.docx")
    pack = checker.load_pack()
    result = checker.review(Report(document, pack.vocabulary), pack)
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checker.pack import load_pack as load_pack
    from checker.read import read as read
    from checker.review import review as review

__version__ = "0.1.0"
__all__ = ["__version__", "load_pack", "read", "review"]


class _Stage(ModuleType):
    """A stage's module that may be called as the function whose name it bears."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return getattr(self, self.__name__.rpartition(".")[2])(*arguments, **options)


class _Package(ModuleType):
    """This package. Importing checker.review binds that name to the module: it stays callable as the function."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("read", "review") and type(value) is ModuleType:
            value.__class__ = _Stage
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name == "load_pack":
        return import_module("checker.pack").load_pack
    if name in ("read", "review"):
        return import_module(f"checker.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
