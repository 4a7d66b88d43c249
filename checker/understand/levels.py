"""Levels: how deep each style of heading stands in this document.

Reports begin with 一、 or with 1. or with 第一部分: levels are relative. The order of styles is the official one
unless the document's own numbering says otherwise: a style whose numbers begin again between two consecutive numbers
of another stands inside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from checker.understand.headings import STYLES, Mark, Number

_STEP: Final = 20


def containments(numbers: Iterable[Number]) -> Counter[tuple[str, str]]:
    """How often a style (second) begins at 1 between two consecutive numbers of another (first)."""
    counts: Counter[tuple[str, str]] = Counter()
    last: dict[str, int] = {}
    began: dict[str, set[str]] = defaultdict(set)
    for number in numbers:
        style, value = number.style, number.value
        if last.get(style) == value - 1:
            counts.update((style, inner) for inner in began[style])
        last[style] = value
        began[style] = set()
        if value == 1:
            for other in last:
                if other != style:
                    began[other].add(style)
    return counts


def style_order(headings: Sequence[Number], items: Iterable[Number] = ()) -> list[str]:
    """The styles that occur, from the outermost; lists inside sections (`items`) are no evidence of the order."""
    counts = containments(headings)
    used = {number.style for number in (*headings, *items)}

    def outer_ones(style: str) -> int:
        return sum(1 for other in used if other != style and _inside(style, other, counts))

    return sorted(used, key=lambda style: (outer_ones(style), STYLES.index(style)))


def _inside(style: str, other: str, counts: Mapping[tuple[str, str], int]) -> bool:
    against, for_it = counts.get((style, other), 0), counts.get((other, style), 0)
    if STYLES.index(other) < STYLES.index(style):
        return not (against >= 2 and not for_it)
    return for_it >= 2 and not against


class Ranks:
    """The rank of every heading of a document: a heading stands below the nearest one before it of a smaller rank.

    `top` are the facets of the outline's highest parts, `inner` those of the parts below them.
    """

    def __init__(self, marks: Sequence[Mark], top: frozenset[str], inner: frozenset[str]) -> None:
        self._top, self._inner = top, inner
        headings = [mark for mark in marks if mark.heading]
        order = style_order([mark.number for mark in headings if mark.number])
        self._numbered = {style: (index + 1) * _STEP for index, style in enumerate(order)}
        hints: dict[str, Counter[int]] = defaultdict(Counter)
        for mark in headings:
            if mark.style and mark.level:
                hints[mark.style][mark.level] += 1
        self._hinted = {style: counter.most_common(1)[0][0] for style, counter in hints.items()}
        self.numbered = any(mark.style in ("part", "chapter", "han", "arabic") for mark in headings)
        chapters = Counter(self._firm(mark) for mark in headings if mark.known & top and self._firm(mark) is not None)
        self.chapter = min(chapters, key=lambda rank: (-chapters[rank], rank)) if chapters else None

    def of(self, mark: Mark) -> float:
        """The rank of a heading: smaller is further out."""
        firm = self._firm(mark)
        if firm is not None:
            return firm
        if self.numbered and mark.shape == "run-in":
            return 1000.0  # 主要做法：… before a paragraph must not end the numbered section in which it stands
        base = self.chapter if self.chapter is not None else 1.0
        return base if self.is_chapter(mark) else base + 0.5

    def is_chapter(self, mark: Mark) -> bool:
        """Whether an unnumbered heading is one of the outline's highest parts, or none of its parts at all."""
        return bool(mark.known & self._top) or not mark.known & self._inner

    def is_part(self, mark: Mark) -> bool:
        """Whether an unnumbered heading is also a part below one of the outline's highest."""
        return bool(mark.known & self._inner)

    def _firm(self, mark: Mark) -> float | None:
        """The rank that a number or the source's own level gives."""
        if mark.style:
            return float(self._numbered[mark.style])
        if mark.level is None:
            return None
        same = [self._numbered[style] for style, level in self._hinted.items() if level == mark.level]
        if same:
            return float(min(same))
        outside = [self._numbered[style] for style, level in self._hinted.items() if level < mark.level]
        if outside:
            return max(outside) + mark.level
        if self._hinted:
            return min(self._numbered[style] for style in self._hinted) - _STEP + float(mark.level)
        return float(mark.level)
