"""The grammar of headings: the number that a line begins with, and where its title ends.

Everything here works on folded text (checker/folding.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from checker.understand.numerals import parse_numeral
from checker.understand.titles import Titles, squeeze

STYLES: Final = (
    "part",  # 第一部分
    "chapter",  # 第一章
    "clause",  # 第一节
    "han",  # 一、
    "han-bracket",  # （一）
    "arabic",  # 1.
    "arabic-2",  # 1.1
    "arabic-3",  # 1.1.1
    "arabic-4",
    "arabic-bracket",  # （1）
    "circled",  # ①
)
"""Every style of number, in the order in which official documents nest them (GB/T 9704 for the four common ones)."""

OUTER: Final = frozenset({"part", "chapter", "clause", "han", "han-bracket", "arabic-2", "arabic-3"})
"""Styles whose lines are headings rather than list items."""

_HAN: Final = r"[一二三四五六七八九十]{1,3}"
_PART: Final = re.compile(rf"第\s?(?P<value>{_HAN}|\d{{1,2}})\s?(?P<kind>部分|[章节篇])(?:[\s、.:]+|(?=\S))")
_HAN_FORMS: Final = (
    ("han", re.compile(rf"(?P<value>{_HAN})\s?(?:、\.?|\.)\s*")),
    ("han-bracket", re.compile(rf"(?P<value>{_HAN})\)\s*")),
)
_BRACKETED_FORMS: Final = (
    ("han-bracket", re.compile(rf"[(\[【]\s?(?P<value>{_HAN})\s?[、]?[)\]】]\s?(?:[、.:]\s*)?")),
    ("arabic-bracket", re.compile(r"\(\s?(?P<value>\d{1,2})\s?\)\s?(?:[、.]\s*)?")),
)
_ARABIC_FORMS: Final = (
    ("arabic-4", re.compile(r"\d{1,2}(?:\.\d{1,2}){2}\.(?P<value>\d{1,2})(?![\d%])[.、]?\s*")),
    ("arabic-3", re.compile(r"\d{1,2}\.\d{1,2}\.(?P<value>\d{1,2})(?![\d.%])[.、]?\s*")),
    ("arabic-2", re.compile(r"\d{1,2}\.(?P<value>\d{1,2})(?![\d.%])[、]?\s*")),
    ("arabic", re.compile(r"(?P<value>\d{1,2})\s?(?:[.、]\s*(?!\d)|[.、]\s*(?=(?:19|20)\d\d[年-])|[.]\s+(?=\d))\s*")),
    ("arabic-bracket", re.compile(r"(?P<value>\d{1,2})\)\s*")),
)
# A number with a wrong or no mark after it is a heading's only where a known title follows.
_LOOSE: Final = (
    ("han", re.compile(rf"(?P<value>{_HAN})(?:\s?[,:]\s*|\s+)")),
    ("arabic", re.compile(r"(?P<value>\d{1,2})(?:\s?[,:]\s*|\s+)")),
)
_SIGNS: Final = (("①", 20, "circled"), ("⑴", 20, "arabic-bracket"), ("⒈", 20, "arabic"), ("㈠", 10, "han-bracket"))
_UNIT_AFTER: Final = re.compile(
    r"[万亿千百元倍米亩户次月日号吨件台套%‰℃余]|个(?!别|人)|公(?=里|斤|顷)|人(?=[次均,。]|$)|家(?!庭)|年(?!度|初|末)|小时|分(?=[,。钟]|$)"
    r"|平方米|平米|立方米|多(?=[万亿元个人户])|左右|以[上下内]"
)
_CLOSING: Final = re.compile(r"[。:;!?()《》]")
_LISTING: Final = re.compile(r"(?<=.)(?=一是|首先[,,]|第一[,、])")
_TRAILING: Final = r"。:;!?,、.- "


@dataclass(frozen=True, slots=True)
class Number:
    """A heading's number: its style (one of STYLES) and its value from 1."""

    style: str
    value: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text that may be a heading, with the source's hints (see document.Paragraph); offsets are absolute."""

    start: int
    end: int
    level: int | None = None
    bold: bool = False
    inner: bool = False
    """Whether it begins inside a paragraph."""


Shape = Literal["line", "run-in", "item"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered line or an unnumbered heading.

    `start` to `end` is the heading with its number and without closing punctuation, `body` where its text begins,
    `stop` the end of its line. `title` is squeezed. An "item" is a numbered paragraph of a list and no heading.
    `known` are the facets of a title that says nothing beside them (or that the source marks as a heading).
    `inner` marks were found inside a paragraph.
    """

    start: int
    end: int
    body: int
    stop: int
    title: str
    shape: Shape
    number: Number | None = None
    known: frozenset[str] = frozenset()
    level: int | None = None
    bold: bool = False
    inner: bool = False

    @property
    def style(self) -> str | None:
        return self.number.style if self.number else None

    @property
    def heading(self) -> bool:
        return self.shape != "item"


def read_number(folded: str, at: int, end: int) -> tuple[Number, int] | None:
    """The number that stands at an offset and where the title after it begins, or None."""
    if at >= end:
        return None
    character = folded[at]
    if character.isdecimal():
        return _with_a_form(_ARABIC_FORMS, folded, at, end)
    if character in "一二三四五六七八九十":
        return _with_a_form(_HAN_FORMS, folded, at, end)
    if character in "([【":
        return _with_a_form(_BRACKETED_FORMS, folded, at, end)
    if character == "第" and (match := _PART.match(folded, at, end)):
        style = {"部分": "part", "篇": "part", "章": "chapter", "节": "clause"}[match["kind"]]
        return _numbered(style, match)
    for first, count, style in _SIGNS:
        if 0 <= (value := ord(character) - ord(first)) < count:
            start = at + 1
            while start < end and folded[start] in " 、.":
                start += 1
            return Number(style, value + 1), start
    return None


def _with_a_form(
    forms: tuple[tuple[str, re.Pattern[str]], ...], folded: str, at: int, end: int
) -> tuple[Number, int] | None:
    for style, form in forms:
        match = form.match(folded, at, end)
        if match is None:
            continue
        follower = folded[match.end() : match.end() + 6]
        dotted = style in ("arabic-2", "arabic-3", "arabic-4")
        if dotted and (not follower or not ("一" <= follower[0] <= "鿿") or _UNIT_AFTER.match(follower)):
            continue
        return _numbered(style, match)
    return None


def _numbered(style: str, match: re.Match[str]) -> tuple[Number, int] | None:
    number = _number(style, match["value"])
    return (number, match.end()) if number else None


@lru_cache(maxsize=256)  # the same few begin the lines of all reports
def _number(style: str, words: str) -> Number | None:
    value = int(words) if words.isascii() else parse_numeral(words)
    return Number(style, value) if value else None


def read_mark(folded: str, line: Line, titles: Titles) -> Mark | None:
    """The heading or list item that a line is, or None for running text."""
    numbered = read_number(folded, line.start, line.end)
    if numbered is not None:
        return _numbered_mark(folded, line, *numbered, titles)
    for style, form in _LOOSE:
        match = form.match(folded, line.start, line.end)
        loose = match and _numbered(style, match)
        if loose and (mark := _numbered_mark(folded, line, *loose, titles)) and mark.heading and mark.known:
            return mark
    return _plain_mark(folded, line, titles)


def _make(
    folded: str,
    line: Line,
    title: tuple[int, int],
    body: int,
    shape: Shape,
    number: Number | None,
    known: Callable[[str], frozenset[str]],
) -> Mark:
    """A mark of a line; `known` gives the facets of a heading's title."""
    start, end = title
    while end > start and folded[end - 1] in _TRAILING:
        end -= 1
    if shape == "item":
        end = line.end
    words = squeeze(folded[start:end])
    return Mark(
        line.start, max(end, line.start), body, line.end, words, shape, number,
        frozenset() if shape == "item" else known(words), line.level, line.bold, line.inner,
    )  # fmt: skip


def _numbered_mark(folded: str, line: Line, number: Number, start: int, titles: Titles) -> Mark | None:
    rest = folded[start : line.end]
    outer = number.style in OUTER
    closing = _first_closing(rest)
    whole = rest.rstrip(_TRAILING)
    mark = None
    if closing is None or closing >= len(whole):
        mark = _whole_line(folded, line, number, start, whole, closing is not None, titles)
    else:
        title = rest[:closing]
        words = squeeze(title)
        sentence = "," in title or (not outer and bool(re.search(r"\d", title)))
        known = len(words) <= 45 and bool(titles.known(words))
        if known or (len(words) <= (30 if outer else 16) and not sentence):
            mark = _make(folded, line, (start, start + closing), start + closing + 1, "run-in", number, titles.known)
    if mark is None and outer:
        mark = _known_start(folded, line, number, start, rest, titles)
    return mark or _make(folded, line, (start, line.end), start, "item", number, titles.known)


def _first_closing(rest: str) -> int | None:
    """Where the first clause ends, outside brackets and quotes."""
    depth = 0
    for match in _CLOSING.finditer(rest, 0, 80):
        if match[0] in "(《":
            depth += 1
        elif match[0] in ")》":
            depth = max(0, depth - 1)
        elif not depth:
            return match.start()
    return None


def _whole_line(
    folded: str, line: Line, number: Number, start: int, whole: str, closed: bool, titles: Titles
) -> Mark | None:
    """A line that is nothing but its title: a short one, which a list item's full stop or figures do not end."""
    length = len(squeeze(whole))
    colon = closed and folded[line.end - 1] == ":"
    if not length:
        return None
    if number.style in OUTER:
        fits = length <= (30 if closed else 40) and (length <= 25 or "," not in whole)
    else:
        fits = length <= 30 and "," not in whole and (not closed or colon) and not re.search(r"\d", whole)
        fits = fits or (length <= 45 and bool(titles.known(squeeze(whole))))
    return _make(folded, line, (start, start + len(whole)), line.end, "line", number, titles.known) if fits else None


def _known_start(folded: str, line: Line, number: Number, start: int, rest: str, titles: Titles) -> Mark | None:
    """A heading without punctuation before its paragraph: 主要经验及做法一是…, 项目概况为加快…."""
    listing = _LISTING.search(rest[:42])
    if listing and titles.facets(squeeze(rest[: listing.start()])) and "。" not in rest[: listing.start()]:
        end = start + listing.start()
        return _make(folded, line, (start, end), end, "run-in", number, titles.known)
    length = titles.prefix(squeeze(rest[:90]))
    if not length:
        return None
    end = start
    for _ in range(length):
        while folded[end].isspace():
            end += 1
        end += 1
    return _make(folded, line, (start, end), end, "run-in", number, titles.known)


_CONTENTS: Final = re.compile(r"^(?:摘要|前言|引言|正文|附件|附录|参考文献)$")
_REPORT: Final = re.compile(r"(?:报告|自评表|评价表|评分表|总结)(?:\([^()]*\))?$")


def _plain_mark(folded: str, line: Line, titles: Titles) -> Mark | None:
    """An unnumbered heading: a short line that is a known title, or that the source marks as a heading."""
    rest = folded[line.start : line.end]
    if line.level is None and len(rest) > 200 and not re.match(r".{2,22}:", rest):
        return None
    closing = _first_closing(rest)
    whole = rest.rstrip(_TRAILING)
    title = squeeze(whole)
    if closing is None or closing >= len(whole):
        if len(title) > 40 or not title:
            return None
        known = titles.known(title) if len(title) <= 30 else frozenset()
        # Body text set in a heading's style is a sentence: it ends in a full stop or holds a comma.
        sentence = "," in title or (closing is not None and rest[-1] != ":")
        hinted = line.level is not None and not sentence and not _REPORT.search(title)
        bold = line.bold and len(title) <= 25 and "," not in title and bool(titles.facets(title))
        if known or hinted or (bold and not _REPORT.search(title)) or _CONTENTS.match(title):
            if not known and len(title) <= 25 and "," not in title:
                known = titles.facets(title)  # the source says that it is a heading, so other words may stand in it
            return _make(folded, line, (line.start, line.start + len(whole)), line.end, "line", None, lambda _: known)
        return None
    title = squeeze(rest[:closing])
    if rest[closing] == ":" and len(title) <= 20 and (known := titles.known(title)):
        body = line.start + closing + 1
        return _make(folded, line, (line.start, line.start + closing), body, "run-in", None, lambda _: known)
    return None


_INNER: Final = re.compile(rf"(?:{_HAN}、|\({_HAN}\)|第{_HAN}(?:部分|[章节]))\s*")
# 1.评价目的:…。2.评价对象:…: the parts of a section run together in one paragraph.
_INNER_ITEM: Final = re.compile(r"(?:\d{1,2}[.、](?!\d)|\(\d{1,2}\))\s*")


def split_inner(folded: str, line: Line, titles: Titles) -> Iterator[Line]:
    """A paragraph that holds headings, cut before each: …通过。二、绩效评价工作开展情况（一）绩效评价目的….

    Only known titles after the end of a sentence (or directly after another such title) are headings there, and only
    in a paragraph that begins with a heading or holds two of the highest level.
    """
    numbers = list(_INNER.finditer(folded, line.start + 1, line.end)) or _items(folded, line, titles)
    at = line.start
    for cut in [*(_cuts(folded, line, numbers, titles) if numbers else ()), line.end]:
        end = cut
        while end > at and folded[end - 1].isspace():
            end -= 1
        if end > at:
            whole = at == line.start and end == line.end
            yield line if whole else replace(line, start=at, end=end, inner=at > line.start)
        at = cut


def _cuts(folded: str, line: Line, numbers: Sequence[re.Match[str]], titles: Titles) -> list[int]:
    """Where the headings begin that stand inside a paragraph."""
    cuts: list[int] = []
    chapters = 0
    after_title = line.start
    first = read_number(folded, line.start, line.end)
    if first and first[0].style in OUTER:
        after_title = first[1] + _raw_length(folded, first[1], titles.prefix(squeeze(folded[first[1] : first[1] + 90])))
    for match in numbers:
        before = folded[line.start : match.start()].rstrip()
        if not (match.start() <= after_title + 1 or before[-1:] in r'。;!?:")'):
            continue
        length = titles.prefix(squeeze(folded[match.end() : match.end() + 90]))
        if not length:
            continue
        after_title = match.end() + _raw_length(folded, match.end(), length)
        cuts.append(match.start())
        chapters += match[0][0] not in "("
    listed = numbers and _INNER_ITEM.fullmatch(next(iter(numbers))[0])
    if cuts and not (chapters >= 2 or listed or (first and first[0].style in ("part", "chapter", "han"))):
        return []
    return cuts


def _items(folded: str, line: Line, titles: Titles) -> list[re.Match[str]]:
    """The numbers inside a paragraph that go on from the one that it begins with, each before a known title."""
    first = read_number(folded, line.start, line.end)
    if first is None or first[0].style not in ("arabic", "arabic-bracket") or first[0].value != 1:
        return []
    if not titles.prefix(squeeze(folded[first[1] : first[1] + 90])):
        return []
    found: list[re.Match[str]] = []
    for match in _INNER_ITEM.finditer(folded, first[1], line.end):
        number = read_number(folded, match.start(), line.end)
        if number is not None and number[0] == replace(first[0], value=len(found) + 2):
            found.append(match)
    return found


def _raw_length(folded: str, start: int, length: int) -> int:
    """How many characters of the text its first `length` characters that are no spaces take."""
    end = start
    for _ in range(length):
        while folded[end].isspace():
            end += 1
        end += 1
    return end - start
