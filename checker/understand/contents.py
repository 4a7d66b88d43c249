"""Tables of contents: their entries look like headings and must not count as the sections themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from checker.understand.headings import Mark
from checker.understand.titles import squeeze

_LEADER: Final = re.compile(r"(?:[.·_-]{3,}|…+|\s{3,}|\t\s*)\s*[-(]?\s*(?:\d{1,3}|[IVXivx]{1,4})\s*[-)]?$")
_PAGE: Final = re.compile(r"[.·…_\s-]*\d{1,3}$")
_NAME: Final = re.compile(r"^目录$|^目次$|^Contents$", re.IGNORECASE)
_SHORTEST_RUN: Final = 3
_RECURRING: Final = 0.6


def has_leader(line: str) -> bool:
    """Whether a line ends in dot leaders or a tab and a page number; `line` is not folded, so that tabs are left."""
    return len(line) <= 80 and bool(_LEADER.search(line))


def is_contents_name(folded: str) -> bool:
    return bool(_NAME.match(squeeze(folded)))


def contents_entries(entries: Sequence[Mark | None], lengths: Sequence[int], names: Sequence[int]) -> set[int]:
    """The indices of the entries that are a table of contents.

    `entries` has a mark or None (running text) for each line, `lengths` the characters of each line, and `names` the
    indices of the lines that say 目录. A table of contents is a run of headings without text between them whose titles
    come again later; after the word 目录 a short run will do.
    """
    keys = [_key(mark) if mark else None for mark in entries]
    last = {key: index for index, key in enumerate(keys) if key is not None}
    found: set[int] = set()
    index = 0
    while index < len(entries):
        named = index > 0 and index - 1 in names
        run = _run(entries, keys, lengths, index, named)
        marks = [key for i in run if (key := keys[i]) is not None]
        recurring = sum(1 for key in marks if last[key] > run[-1])
        enough = 2 if named else _SHORTEST_RUN
        if len(marks) >= enough and recurring >= (0.4 if named else _RECURRING) * len(marks):
            found.update(run)
        index = max(index + 1, run[-1] + 1 if run else 0)
    return found


def _run(
    entries: Sequence[Mark | None],
    keys: Sequence[tuple[object, ...] | None],
    lengths: Sequence[int],
    start: int,
    named: bool,
) -> list[int]:
    """The lines from a start that may be one table of contents: it ends where the first title comes again."""
    run: list[int] = []
    seen: set[tuple[object, ...]] = set()
    for index in range(start, len(entries)):
        key, mark = keys[index], entries[index]
        if mark is None or mark.shape != "line":
            if named and mark is None and lengths[index] <= 30:
                run.append(index)
                continue
            break
        assert key is not None
        if key in seen:
            break
        seen.add(key)
        run.append(index)
    while run and entries[run[-1]] is None:
        run.pop()
    return run


def _key(mark: Mark) -> tuple[object, ...]:
    return (mark.number, _PAGE.sub("", mark.title)[:18])
