"""Patterns of file names, as `files:` in .jixiao.yaml gives them.

`*` and `?` stand for characters of one name, `**` for any number of folders. Brackets mean themselves: the names of
official documents are full of them. A pattern without a slash fits a name at any depth, one with a slash starts at the
folder of the settings; a pattern that fits a folder fits everything in it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence


def fits(pattern: str, path: str) -> bool:
    """Whether a pattern fits a path, given with forward slashes and relative to where the pattern starts.

    Neither the case of Latin letters nor the way in which a system composes characters matters.
    """
    wanted = _plain(pattern.replace("\\", "/"))
    anchored = "/" in wanted.rstrip("/")
    parts = [part for part in wanted.split("/") if part not in ("", ".")]
    if not parts:
        return True
    return _fits([*([] if anchored else ["**"]), *parts, "**"], _plain(path).split("/"), "**", _name_fits)


def _name_fits(pattern: str, name: str) -> bool:
    return _fits(pattern, name, "*", lambda wanted, letter: wanted in ("?", letter))


def _fits(pattern: Sequence[str], items: Sequence[str], star: str, same: Callable[[str, str], bool]) -> bool:
    """Match without a regular expression: it takes at most len(pattern) × len(items) steps, whatever they hold."""
    at = done = 0
    last: tuple[int, int] | None = None  # the last star and how far it reaches
    while done < len(items):
        if at < len(pattern) and pattern[at] == star:
            last = (at, done)
            at += 1
        elif at < len(pattern) and same(pattern[at], items[done]):
            at, done = at + 1, done + 1
        elif last is not None:
            last = (last[0], last[1] + 1)
            at, done = last[0] + 1, last[1]
        else:
            return False
    return all(part == star for part in pattern[at:])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
