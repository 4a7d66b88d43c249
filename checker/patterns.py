"""Regular expressions compiled in one run and taken as they are in the next: compiling them is a quarter of a start.

Python's `re` is asked for some five hundred expressions while the modules and the rule pack are loaded, and compiles
each with code written in Python. What that code hands to the engine depends on the expression and on Python alone, so
it can be kept. The engine checks every program that it is given (`_validate` in CPython's _sre.c), kept or not.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from checker import store

_Program = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What the engine is given of an expression: flags, code, the number of its groups, their numbers and names."""

_NAME = "patterns"
_MOST = 4000  # kept of former runs besides those of this one: a pack's own, not those of all packs ever tried


@contextmanager
def remembered() -> Iterator[None]:
    """While this lasts, take expressions from the user's store; then keep those that were not in it.

    It must end before a document is looked at, since expressions may be made of a document's words. Without the parts
    of CPython that it needs it does nothing.
    """
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
        if handed is not None:
            made[key] = handed
        return found

    compiler.compile, compiler._sre = remembering, SimpleNamespace(**vars(engine) | {"compile": hand_over})
    try:
        yield
    finally:
        compiler.compile, compiler._sre = compile, engine
        if made:
            store.save(_NAME, version, made if len(known) > _MOST else known | made)
