"""Regular expressions compiled in one run and taken as they are in the next: compiling them is a quarter of a start.

Python's `re` is asked for some seven hundred expressions while modules and the rule pack are loaded and a report is
read, and compiles each with code written in Python. What that code hands to the engine depends on the expression and
on Python alone, so it can be kept. The engine checks every program that it is given (`_validate` in CPython's
_sre.c), kept or not.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import FrameType, SimpleNamespace
from typing import Any

from checker import store

_Program = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What the engine is given of an expression: flags, code, the number of its groups, their numbers and names."""

_NAME = "patterns"
_MOST = 4000  # kept of former runs besides those of this one: a pack's own, not those of all packs ever tried


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """An expression that is put together of the tool's and a pack's words alone, so that it may be kept."""
    return re.compile(pattern, flags)


@contextmanager
def remembered() -> Iterator[None]:
    """While this lasts, take expressions from the user's store; then keep those that were not in it.

    An expression that may hold words of a document is not kept: see `_without_document`. Without the parts of CPython
    that it needs, or where nothing is kept, it does nothing.
    """
    if not store.keeps():
        yield
        return
    try:
        compiler: Any = import_module("re._compiler")
        compile, engine = compiler.compile, compiler._sre
        version = f"{sys.byteorder} {engine.MAGIC} {engine.CODESIZE}"
    except (ImportError, AttributeError):
        yield
        return
    known: dict[tuple[str | bytes, int], _Program] = store.load(_NAME, version) or {}
    made: dict[tuple[str | bytes, int], _Program] = {}
    handed: _Program | None = None

    def hand_over(pattern: Any, flags: int, code: list[int], groups: int, names: Any, order: Any) -> Any:
        nonlocal handed
        handed = int(flags), array("I", code).tobytes(), groups, dict(names), tuple(order)
        return engine.compile(pattern, flags, code, groups, names, order)

    def remembering(pattern: Any, flags: int = 0) -> Any:
        nonlocal handed
        key = (pattern, int(flags))
        if (kept := known.get(key)) is not None:
            all_flags, code, groups, names, order = kept
            return engine.compile(pattern, all_flags, array("I", code).tolist(), groups, names, order)
        handed = None
        found = compile(pattern, flags)
        if handed is not None and _without_document(pattern, sys._getframe(1)):
            made[key] = handed
        return found

    compiler.compile, compiler._sre = remembering, SimpleNamespace(**vars(engine) | {"compile": hand_over})
    try:
        yield
    finally:
        compiler.compile, compiler._sre = compile, engine
        if made:
            store.save(_NAME, version, made if len(known) > _MOST else known | made)


def _without_document(pattern: str | bytes, caller: FrameType | None) -> bool:
    """Whether an expression cannot hold words of a document.

    It cannot when it is asked for by `compiled`, when it stands in the very code that asks for it, or when a module is
    just being loaded.
    """
    while caller is not None and caller.f_globals.get("__name__", "").partition(".")[0] == "re":
        caller = caller.f_back
    if caller is not None and (caller.f_code is compiled.__code__ or _among(caller.f_code.co_consts, pattern)):
        return True
    while caller is not None:
        if caller.f_code.co_name == "<module>" and caller.f_globals.get("__name__", "") != "__main__":
            return True
        caller = caller.f_back
    return False


def _among(constants: Iterable[object], pattern: str | bytes) -> bool:
    """Whether a constant of some code is an expression, or holds it."""
    return any(
        _among(constant, pattern)
        if isinstance(constant, tuple | frozenset)
        else type(constant) is type(pattern) and constant == pattern
        for constant in constants
    )
