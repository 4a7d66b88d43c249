"""The methods of dataclasses, compiled in one run and taken as they are in the next: they are a tenth of a start.

`dataclass` writes the source of each method of each class and has Python compile it, some seven hundred times. The
code that comes of a source depends on the source and on Python alone, as in the .pyc files that Python keeps itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

from checker import store

_NAME = "methods"
_MOST = 4000  # kept of former runs besides those of this one


@contextmanager
def remembered_methods() -> Iterator[None]:
    """While this lasts, take the code of dataclasses' methods from the user's store; then keep what was not in it."""
    if not store.keeps():
        yield
        return
    known: dict[str, CodeType] = store.load(_NAME, "") or {}
    made: dict[str, CodeType] = {}

    def execute(source: str, *scopes: Any) -> None:
        code = known.get(source)
        if code is None:
            code = made[source] = compile(source, "<string>", "exec")
        exec(code, *scopes)

    dataclasses.exec = execute  # type: ignore[attr-defined]  # found before the built-in one, in this module only
    try:
        yield
    finally:
        del dataclasses.exec  # type: ignore[attr-defined]
        if made:
            store.save(_NAME, "", made if len(known) > _MOST else known | made)
