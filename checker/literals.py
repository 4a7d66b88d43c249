"""What every match of a regular expression must hold: a quick look for it passes over most texts.

An expression of a pack is long and begins with words that may be missing, so that the engine tries it at every
character. A text that holds none of the literals found here is none that it matches in, wherever the text is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from itertools import product
from typing import Any, Final

from checker.patterns import compiled

_MOST: Final = 24
"""So many strings are still looked for at once."""
_ZERO_WIDTH: Final = ("AT", "ASSERT", "ASSERT_NOT")


def holding_any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """An expression that is found wherever one of the patterns is; None where no simpler one can be told."""
    found: set[str] = set()
    for pattern in patterns:
        one = literals(pattern)
        if one is None:
            return None
        found |= one
    shortest = [word for word in found if not any(other in word for other in found if other != word)]
    return compiled("|".join(map(re.escape, sorted(shortest))) or "(?!)")


def literals(pattern: str) -> frozenset[str] | None:
    """Strings of which each match of an expression holds at least one; None where none can be told."""
    try:
        tree = import_module("re._parser").parse(pattern)
    except (ImportError, re.error):
        return None
    if tree.state.flags & re.IGNORECASE or not pattern:
        return None
    return _held(tree)


def _held(items: Any) -> frozenset[str] | None:
    """What a sequence's matches hold: of its parts the one that says most, the longest strings and then the fewest."""
    candidates: list[frozenset[str]] = []
    run = frozenset(("",))
    for kind, argument in items:
        name = str(kind)
        if name in _ZERO_WIDTH:
            continue  # what stands on both sides of it stands together
        whole = _all_of(name, argument)
        if whole is not None and len(run) * len(whole) <= _MOST:
            run = frozenset(map("".join, product(run, whole)))
            continue
        candidates.append(run)
        run = whole or frozenset(("",))
        if whole is None and (one := _held_by(name, argument)) is not None:
            candidates.append(one)
    told = [each for each in (*candidates, run) if "" not in each]
    return max(told, key=lambda each: (min(map(len, each), default=99), -len(each)), default=None)


def _held_by(name: str, argument: Any) -> frozenset[str] | None:
    if name == "SUBPATTERN":
        return None if argument[1] & re.IGNORECASE else _held(argument[3])
    if name == "ATOMIC_GROUP":
        return _held(argument)
    if name == "BRANCH":
        each = [_held(branch) for branch in argument[1]]
        return None if None in each else frozenset().union(*(one for one in each if one is not None))
    if name.endswith("_REPEAT") and argument[0]:
        return _held(argument[2])
    return None


def _all_of(name: str, argument: Any) -> frozenset[str] | None:
    """All strings that a part matches, None where they are many or not known."""
    if name == "LITERAL":
        return frozenset((chr(argument),))
    if name == "IN" and all(str(kind) == "LITERAL" for kind, _ in argument):
        return _few(chr(code) for _, code in argument)
    if name == "SUBPATTERN" and not argument[1]:
        return _all_of_sequence(argument[3])
    if name == "BRANCH":
        each = [_all_of_sequence(branch) for branch in argument[1]]
        return None if None in each else _few(word for one in each if one is not None for word in one)
    if name.endswith("_REPEAT") and argument[:2] == (0, 1):
        inner = _all_of_sequence(argument[2])
        return None if inner is None else inner | {""}
    return None


def _all_of_sequence(items: Any) -> frozenset[str] | None:
    found = frozenset(("",))
    for kind, argument in items:
        if str(kind) in _ZERO_WIDTH:
            continue
        each = _all_of(str(kind), argument)
        if each is None or len(found) * len(each) > _MOST:
            return None
        found = frozenset(map("".join, product(found, each)))
    return found


def _few(words: Iterable[str]) -> frozenset[str] | None:
    found = frozenset(words)
    return found if len(found) <= _MOST else None
