"""Characters → lines of text, and the rules by which lines of Chinese text are joined and parted.

One concept serves both prose and table cells: a line ended early when the first word of the next line would have
fitted on it; then whoever wrote it meant a new line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter, sub
from typing import NamedTuple

from checker.read.pdf_content import Char
from checker.read.pdf_glyphs import plain

# CJK ideographs, their punctuation and the full-width forms: no space stands between these and anything. Quotation
# marks and dashes are not here, since Latin text uses them too; see `join`.
_WIDE = r"⺀-〿㇀-㇯㈀-㋿一-鿿㐀-䶿豈-﫿︰-﹏\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003134f"
_IS_WIDE = re.compile(rf"[{_WIDE}‘’“”…—·①-⓿]")
_CLOSING = re.compile(
    r"[\u3001\u3002\uff0c\uff0e\uff1b\uff1a\uff1f\uff01\uff09\u3011\u300b\u3009\u300d\u300f\u3015”’,.;:?!)\]%‰℃]"
)
_OPENING = re.compile(r"[\uff08\u3010\u300a\u3008\u300c\u300e\u3014“‘(\[]")
_WORD = re.compile(r"[0-9A-Za-zÀ-ɏ]")
_SPACES = frozenset(char for char in map(chr, range(0x3001)) if char.isspace())
_LEFT = itemgetter(1)
_PART = 1.8  # font sizes: a wider gap parts two entries, not two words

NUMBERING = re.compile(
    r"\s*(?:第[一二三四五六七八九十百〇零\d]{1,4}(?:部分|[章节条编篇])|[一二三四五六七八九十]{1,3}[、.\uff0e]"
    r"|[(\uff08][一二三四五六七八九十\d]{1,3}[)\uff09]|\d{1,2}(?:[、\uff0e]|\.(?!\d))|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s*[一-鿿])"
    r"|\d{1,2}[)\uff09]|[①-⑳❶-❿⑴-⒇㈠-㈩]|[●■◆▪•➢\uf06c\uf0b7\uf0d8]|附[件表录]\s*\d*\s*(?:[:\uff1a]|$))"
)


class Line(NamedTuple):
    """One line of text.

    `size` is the font size in points; `head` the width of its first unbreakable word; `parts` counts what wide gaps
    part: the entries of a row that no ruling lines hold. `mixed` says that other characters are printed over its own.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    page: int
    head: float
    parts: int = 1
    mixed: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def lines_of(chars: Iterable[Char], page: int) -> list[Line]:
    """Group characters into lines, from the top down."""
    levels: dict[int, list[Char]] = {}  # by twice the height of their middles, in points
    last, add = None, None
    for char in chars:
        level = int(char[2] + char[4])
        if add is None or level != last:
            last, add = level, levels.setdefault(level, []).append
        add(char)
    rows: list[list[Char]] = []
    middle, tall, best = 0.0, 0.0, 0  # of the row's largest group
    for level in sorted(levels):
        group = levels[level]
        one = group[0]
        height = one[4] - one[2]
        if rows and abs(level / 2 - middle) <= 0.45 * min(height, tall):
            rows[-1] += group
        else:
            rows.append(list(group))
            best = 0
        if len(group) > best:
            middle, tall, best = level / 2, height, len(group)
    lines = [_line(row, page) for row in rows]
    return [line for line in lines if line is not None]


def _line(chars: list[Char], page: int) -> Line | None:
    solid = [char for char in chars if char[0] not in _SPACES]
    if not solid:
        return None
    spaces = sorted([char[1] for char in chars if char[0] in _SPACES]) if len(solid) < len(chars) else []
    solid.sort(key=_LEFT)
    texts, x0s, tops, x1s, bottoms, bolds = zip(*solid, strict=True)
    size = _size(texts, x0s, tops, x1s, bottoms)
    gaps = list(map(sub, x0s[1:], x1s))
    if gaps and min(gaps) < -0.45 * size:
        solid = _once(solid)
        texts, x0s, tops, x1s, bottoms, bolds = zip(*solid, strict=True)
        gaps = list(map(sub, x0s[1:], x1s))
    text, parts, mixed = "".join(texts), 1, bool(gaps) and min(gaps) < -0.45 * size
    head = x1s[_head_end(texts, gaps, tops, bottoms)] - x0s[0]
    if gaps and max(gaps) > 0.12 * size:
        text, parts = _spaced(texts, x0s, x1s, gaps, spaces, size)
    return Line(plain(text), x0s[0], min(tops), max(x1s), max(bottoms), size, all(bolds), page, head, parts, mixed)


def _spaced(
    texts: Sequence[str],
    x0s: Sequence[float],
    x1s: Sequence[float],
    gaps: Sequence[float],
    spaces: Sequence[float],
    size: float,
) -> tuple[str, int]:
    """A line's text with a space where a gap parts words, and how many parts wide gaps make of it."""
    pieces = [texts[0]]
    space, parts = 0, 1
    for at, gap in enumerate(gaps):
        if gap > 0.12 * size:
            while space < len(spaces) and spaces[space] < x0s[at]:
                space += 1
            written = space < len(spaces) and spaces[space] < x1s[at + 1]
            if written or gap > _gap(texts[at], texts[at + 1]) * size:
                pieces.append(" ")
                parts += gap > _PART * size
        pieces.append(texts[at + 1])
    return "".join(pieces), parts


def _once(chars: list[Char]) -> list[Char]:
    """Characters from left to right; one that is struck twice for boldness (or a shadow) stands once."""
    kept: list[Char] = []
    for char in chars:
        if not any(other[0] == char[0] and _over(other, char) for other in kept[-3:]):
            kept.append(char)
    return kept


def _over(one: Char, other: Char) -> bool:
    """Whether two equal characters stand in the same place, to a third of their width."""
    width, height = one[3] - one[1], one[4] - one[2]
    return abs(one[1] - other[1]) < 0.35 * max(width, 0.25 * height) and abs(one[2] - other[2]) < 0.35 * height


def _gap(before: str, after: str) -> float:
    """The widest gap, in font sizes, that parts no words: justified Chinese text is stretched, Latin words are not."""
    if _IS_WIDE.match(before) or _IS_WIDE.match(after):
        return 1.0
    if before.isdigit() and after.isdigit():
        return 0.5
    return 0.22


def _size(
    texts: Sequence[str], x0s: Sequence[float], tops: Sequence[float], x1s: Sequence[float], bottoms: Sequence[float]
) -> float:
    """The font size: a Han character is as wide as its font is large."""
    widths = [x1 - x0 for text, x0, x1 in zip(texts, x0s, x1s, strict=True) if "\u3400" <= text <= "\u9fff"]
    if widths:
        widths.sort()
        return max(widths[len(widths) // 2], 1.0)
    heights: list[float] = sorted(map(sub, bottoms, tops))
    return max(heights[len(heights) // 2] / 1.15, 1.0)


def _head_end(texts: Sequence[str], gaps: Sequence[float], tops: Sequence[float], bottoms: Sequence[float]) -> int:
    """Where the first word that a line breaker would keep whole ends, with the punctuation that clings to it."""
    at, last = 0, len(texts) - 1
    while at < last and _OPENING.match(texts[at]):
        at += 1
    if not _IS_WIDE.match(texts[at]):
        near = 0.2 * (bottoms[at] - tops[at])
        while at < last and gaps[at] < near and not _IS_WIDE.match(texts[at + 1]):
            at += 1
    closed = at
    while at < last and _CLOSING.match(texts[at + 1]):
        at += 1
    if at > closed:  # some breakers keep a number together with the full stop before it
        while at < last and _WORD.match(texts[at + 1]):
            at += 1
    return at


def join(before: str, after: str) -> str:
    """Two lines of one text as one: a space between Latin words only, never inside a number or a code."""
    if not before or not after:
        return before + after
    last, first = before[-1], after[0]
    if _IS_WIDE.match(last) or _IS_WIDE.match(first) or last == "-" or last.isspace():
        return before + after
    if not _WORD.match(last) or not _WORD.match(first):
        digits = last in ".,/" and len(before) > 1 and before[-2].isdigit() and first.isdigit()
        sign = last in "≥≤><=+~±￥¥$([" or not (_WORD.match(first) or first in "([<>≥≤=+&$¥￥")
        return before + after if digits or sign else f"{before} {after}"
    tail = re.search(r"[0-9A-Za-z]*\Z", before)
    lead = re.match(r"[0-9A-Za-z]*", after)
    if tail and lead and re.search(r"\d", tail[0]) and re.search(r"\d", lead[0]):
        return before + after
    return f"{before} {after}"


def ended_early(line: Line, following: Line, right: float) -> bool:
    """Whether the next line's first word would have fitted before `right`, the right end of the text area."""
    return line.x1 + following.head + 0.35 * following.size < right


def common(values: Iterable[float], step: float) -> float | None:
    """The most frequent value, grouped to multiples of `step`; None of nothing."""
    values = list(values)
    counts = Counter(round(value / step) for value in values)
    if not counts:
        return None
    group, _ = max(counts.items(), key=lambda item: (item[1], -item[0]))
    members = sorted(value for value in values if round(value / step) == group)
    return members[len(members) // 2]
