"""Running headers, footers and page numbers: the lines of a page that belong to the paper, not to the report.

A line goes only when three things agree: it is the outermost content of its page, in the margin zone; the same words
stand at the same height of another page (or they are a page's number, counted up from page to page); and it is set
smaller than the body or close to the edge. A title that opens every form of a file repeats too, but it is set large; a
row of figures repeats in shape, but its numbers do not count pages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from checker.read.pdf_lines import Line

_ZONE = 0.12  # of the page's height, at the top and at the bottom
_DEEPEST = 4  # lines of a header or footer
_EDGE = 60.0  # points: office programs set headers at 42 and begin the text at 72
_SAME_HEIGHT = 3.0  # points
_UNIT = re.compile(r"单位\s*[:\uff1a].*元|^[(\uff08]?[万亿]?元[)\uff09]?$")
_NUMBER = re.compile(r"\d{1,4}")
_HAN_DIGITS = "〇一二三四五六七八九"
_ROMAN = re.compile(r"[ivxlIVXLⅠ-ⅿ]{1,7}")
# What may stand around a page's number when nothing else does.
_AROUND = re.compile(r"[-‐-―─~·•.,\uff0c、\s|/()（）【】\[\]<>《》]*(?:第|共|页|Page|page|PAGE|P|p|of|OF|总)?")


@dataclass(frozen=True, slots=True)
class PageLines:
    """What is needed of a page: its lines in reading order, its height, and where its ruled tables begin and end."""

    number: int
    height: float
    lines: Sequence[Line]
    tables: Sequence[tuple[float, float]] = ()


def without_furniture(pages: Sequence[PageLines], body_size: float) -> list[list[Line]]:
    """The lines of each page that are the report's own. `body_size` is the font size that most of the text has."""
    outer = [(_outermost(page, top=True), _outermost(page, top=False)) for page in pages]
    gone: list[set[int]] = [set() for _ in pages]
    if len(pages) > 1:
        for side in (0, 1):
            _mark(pages, [both[side] for both in outer], bool(side), body_size, gone)
    return [
        [line for at, line in enumerate(page.lines) if at not in dropped]
        for page, dropped in zip(pages, gone, strict=True)
    ]


def _outermost(page: PageLines, *, top: bool) -> list[int]:
    """The indexes of the lines in a margin zone with nothing beyond them, from the edge inwards."""
    zone = _ZONE * page.height
    order = range(len(page.lines)) if top else range(len(page.lines) - 1, -1, -1)
    found: list[int] = []
    for at in order:
        line = page.lines[at]
        if len(found) == _DEEPEST or (line.middle > zone if top else page.height - line.middle > zone):
            break
        if any(begin < line.middle if top else end > line.middle for begin, end in page.tables):
            break
        found.append(at)
    return found


def _mark(
    pages: Sequence[PageLines], outer: Sequence[Sequence[int]], below: bool, body_size: float, gone: list[set[int]]
) -> None:
    """Mark the lines of one margin, from the edge inwards, until a page's line is its own."""
    slots: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
    for page_index, indexes in enumerate(outer):
        for at in indexes:
            line = pages[page_index].lines[at]
            height = pages[page_index].height - line.middle if below else line.middle
            for key in _keys(line.text, pages[page_index].number):
                slots[key].append((page_index, height))
    for page_index, indexes in enumerate(outer):
        page = pages[page_index]
        for at in indexes:
            line = page.lines[at]
            height = page.height - line.middle if below else line.middle
            if not any(
                len({other for other, y in slots[key] if abs(y - height) <= _SAME_HEIGHT}) > 1
                and (key[1] != _WORDS or _small(line, height, body_size))
                for key in _keys(line.text, page.number)
            ):
                break
            gone[page_index].add(at)


_WORDS = -1_000_000


def _small(line: Line, height: float, body_size: float) -> bool:
    """Whether repeated words may be a header's: smaller than the body, or close to the paper's edge.

    `height` is their distance from the edge, in points. A table's unit line is small too, and never a header.
    """
    if (line.bold and line.size > 12) or _UNIT.search(line.text):
        return False
    return line.size <= 0.9 * body_size or (line.size <= 12.5 and height < _EDGE)


def _keys(text: str, page: int) -> list[tuple[str, int]]:
    """What must be equal on two pages: words, or a page number's shape and its distance from the page's own place.

    The number of a report that is bound into another volume keeps a constant distance.
    """
    stripped = re.sub(r"\s+", "", text)
    keys: list[tuple[str, int]] = []
    numbers = [(match.start(), match.end(), int(match[0])) for match in _NUMBER.finditer(stripped)]
    if not numbers:
        numbers = _unusual_number(stripped)
    for start, end, value in numbers[:3]:
        before, after = stripped[:start], stripped[end:]
        if _bare(before, after) or _beside_words(text, before, after):
            keys.append((f"{before}#{after}", value - page))
    # A page number alone must count up: the same words in the same place mean nothing where they are a bare figure.
    if len(re.sub(r"[\d\W_]", "", stripped)) >= 2:
        keys.append((stripped, _WORDS))
    return keys


def _unusual_number(text: str) -> list[tuple[int, int, int]]:
    """A page number in Roman or Chinese numerals."""
    roman = _ROMAN.search(text)
    if roman and _bare(text[: roman.start()], text[roman.end() :]):
        return [(roman.start(), roman.end(), _roman(roman[0]))]
    han = re.fullmatch(r"\W*第?([〇零一二三四五六七八九十百]{1,5})页?\W*", text)
    if han:
        return [(han.start(1), han.end(1), _han(han[1]))]
    return []


def _bare(before: str, after: str) -> bool:
    rest = re.sub(r"\d", "", before + " " + after)
    while rest:
        match = _AROUND.match(rest)
        if match is None or not match[0]:
            return False
        rest = rest[match.end() :]
    return True


def _beside_words(text: str, before: str, after: str) -> bool:
    """A page number that stands apart at the end of a header's words: 某市民政局绩效自评报告    3."""
    return (not after and re.search(r"[^\W\d]{4}.*\s[-—–]?\s?\d{1,4}$", text) is not None) or (
        not before and re.match(r"\d{1,4}\s.*[^\W\d]{4}", text) is not None
    )


def _roman(text: str) -> int:
    import unicodedata

    values = [{"I": 1, "V": 5, "X": 10, "L": 50}.get(c, 0) for c in unicodedata.normalize("NFKC", text).upper()]
    return sum(-value if value < max(values[at + 1 :], default=0) else value for at, value in enumerate(values))


def _han(text: str) -> int:
    if "十" in text:
        tens, _, ones = text.partition("十")
        return 10 * (_HAN_DIGITS.find(tens) if tens else 1) + (_HAN_DIGITS.find(ones) if ones else 0)
    return int("".join(str(max(_HAN_DIGITS.find(c), 0)) for c in text))


def body_size(lines: Sequence[Line], cells: Sequence[Line]) -> float:
    """The font size that most of the text has, tables included only where there is hardly anything else."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(2 * line.size) / 2] += len(line.text)
    if sum(sizes.values()) < 300:
        for line in cells:
            sizes[round(2 * line.size) / 2] += len(line.text)
    return max(sizes.items(), key=lambda item: (item[1], -item[0]))[0] if sizes else 10.5
