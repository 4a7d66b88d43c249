"""The numbers of headings and list items: skipped, repeated, or a level inside a lower one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Final, Literal

from checker.checks.base import Outcome, Problem, Rule
from checker.document import Paragraph, Span
from checker.understand.headings import OUTER, STYLES, Number
from checker.understand.levels import style_order
from checker.understand.outline import Item, Outline
from checker.understand.report import Report

_HAN: Final = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_JUMP: Final = 2  # a list item's number this far from the one before it belongs to another list
# Numbers of a list that stands in one paragraph: behind the end of a sentence and before words.
_INSIDE: Final = {
    "arabic": re.compile(r"(?:^|(?<=[。;!?\n]))\s*(?P<number>(?P<value>\d{1,2})[.、])\s*(?=[\u4e00-\u9fff\"《(])"),
    "arabic-bracket": re.compile(
        r"(?:^|(?<=[。;!?:\n]))\s*(?P<number>\((?P<value>\d{1,2})\))\s*(?=[\u4e00-\u9fff\"《])"
    ),
}
_FEW: Final = 3


class Numbering(Rule):
    """Numbers at one level under one parent skip or repeat one, or a level stands inside a lower one.

    Silent in doubt: a list that begins again at 1 is another list where anything parts the two, and a number that is
    found anywhere in the text between two others was not skipped.
    """

    ABOUT: ClassVar[str] = "标题和条目的编号是否连续"

    DATA: ClassVar[Mapping[str, str]] = {
        "heading": "编号有误的标题或条目",
        "stated": "写出的编号",
        "fault": "哪里不对：跳号、重号、倒退、层级颠倒",
        "advice": "应当的编号，或应当怎样编号",
    }

    check: Literal["numbering"] = "numbering"

    def run(self, report: Report) -> Iterator[Outcome]:
        reader = _Reader(report)
        yield from reader.sequences()
        yield from reader.repeated_items()
        yield from reader.repeated_inside()
        yield from reader.inversions()


@dataclass(slots=True)
class _Run:
    """A list of numbers of one style under one parent, as far as it has been read."""

    last: Item
    count: int
    depth: float
    skipped: frozenset[int] = frozenset()


class _Reader:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.outline: Outline = report.outline
        headings = [item.number for item in self.outline.items if item.section is not None]
        order = style_order(headings, [item.number for item in self.outline.items])
        self.rank = {style: index for index, style in enumerate(order)}

    def sequences(self) -> Iterator[Problem]:
        # Headings and list items of one style are counted apart: a report whose chapters are 1. 2. has lists 1. 2. too.
        runs: dict[tuple[str, bool], _Run] = {}
        parent = 0  # where the text begins in which the first number of a list may hide
        for thing in self._in_order():
            if isinstance(thing, int):
                depth = self.outline.sections[thing].depth
                runs = {kind: run for kind, run in runs.items() if run.depth < depth}
                parent = self.outline.sections[thing].heading.start
                continue
            kind = (thing.number.style, thing.section is not None)
            for ended in [each for each in runs if self._ends(kind, each)]:
                del runs[ended]
            run = runs.get(kind)
            if run is None:
                problem = self._first(thing, parent)
                runs[kind] = _Run(thing, thing.number.value, self._depth(thing))
            else:
                problem = self._next(run, thing)
                runs[kind] = self._continued(run, thing, problem is not None)
            if problem is not None:
                yield problem
            if self._is_heading(thing):
                parent = thing.span.start

    def _ends(self, kind: tuple[str, bool], other: tuple[str, bool]) -> bool:
        """Whether a number of one kind ends a list of another: a heading every list of items and all inside it."""
        inside = self.rank[other[0]] > self.rank[kind[0]]
        return (inside or not other[1]) if kind[1] else (inside and not other[1])

    def _continued(self, run: _Run, item: Item, wrong: bool) -> _Run:
        """A list with its next number; after a wrong one the following may go on from it or from the right count."""
        value = item.number.value
        if value == 1:
            return _Run(item, 1, self._depth(item))
        skipped = run.skipped | set(range(run.last.number.value + 1, value))
        if value in run.skipped:
            return _Run(item, max(run.count, run.last.number.value), self._depth(item), skipped)
        return _Run(item, run.count + 1 if wrong else value, self._depth(item), skipped)

    def _in_order(self) -> Iterator[Item | int]:
        """Numbered lines, and the indices of unnumbered sections, which begin new lists below them."""
        things: list[tuple[int, Item | int]] = [(item.span.start, item) for item in self.outline.items]
        for index, section in enumerate(self.outline.sections):
            if section.number is None:
                things.append((section.heading.start, index))
        return (thing for _, thing in sorted(things, key=lambda pair: pair[0]))

    def _depth(self, item: Item) -> float:
        return float("inf") if item.section is None else self.outline.sections[item.section].depth

    def _is_heading(self, item: Item) -> bool:
        """Whether an item is a heading beyond doubt: by its style."""
        return item.section is not None and item.number.style in OUTER

    def _first(self, item: Item, parent: int) -> Problem | None:
        """A list of headings that does not begin with 一."""
        value = item.number.value
        if value == 1 or not self._is_heading(item):
            return None
        if item.section is not None and self.outline.sections[item.section].parent is None:
            parent = 0
        if any(self._hidden(item.number.style, each, parent, item.span.start) for each in range(1, value)):
            return None
        return self._problem("跳号", item, None, _should_be(item, 1))

    def _next(self, run: _Run, item: Item) -> Problem | None:
        style, value, before = item.number.style, item.number.value, run.last.number.value
        expected = run.count + 1
        if value in (before + 1, expected):
            return None
        heading = self._is_heading(item) and self._is_heading(run.last)
        if value == 1:
            named = item.section is not None and run.last.section is not None
            return self._repeated_first(run, item) if before == 1 and named else None
        if not heading and not 0 <= value - before <= 1 + _JUMP:
            return None
        if value > before:
            between = range(before + 1, value)
            if any(self._hidden(style, each, run.last.span.start, item.span.start) for each in between):
                return None
            return self._problem("跳号", item, run.last, _should_be(item, before + 1))
        if value == before:
            return self._problem("重号", item, run.last, _should_be(item, before + 1))
        if value in run.skipped:
            return None  # two that changed places are one slip
        return self._problem("倒退", item, run.last, _should_be(item, before + 1))

    def _repeated_first(self, run: _Run, item: Item) -> Problem | None:
        """Two headings with the number 一, one after the other: a slip where each is a part of one outline."""
        sections = self.outline.sections
        assert run.last.section is not None and item.section is not None
        one, other = sections[run.last.section], sections[item.section]
        if one.parent != other.parent or not one.facets or not other.facets or one.facets & other.facets:
            return None
        return self._problem("重号", item, run.last, _should_be(item, 2))

    def repeated_items(self) -> Iterator[Problem]:
        """1.…。1.…。2.…。, one line after the other: the second number is the first again.

        A line that is a heading may have a list of its own below it, and Markdown counts 1. 1. 1. itself.
        """
        items = self.outline.items
        counted = "arabic" if self.report.document.format == "md" else None
        for one, other, third in zip(items, items[1:], items[2:], strict=False):
            numbers = [(each.number.style, each.number.value) for each in (one, other, third)]
            style = one.number.style
            if style in OUTER or style == counted or numbers != [(style, 1), (style, 1), (style, 2)]:
                continue
            if self._in_consecutive_lines((one, other, third)) and not self._counted_again(third):
                yield self._problem("重号", other, one, _should_be(other, 2))

    def repeated_inside(self) -> Iterator[Problem]:
        """1.…。2.…。3.…。3.…。 in one paragraph: one number twice, where all the others count on from 1."""
        for paragraph in self.report.document.paragraphs:
            for style, form in _INSIDE.items() if paragraph.role == "body" else ():
                marks = list(form.finditer(self.report.folded, paragraph.span.start, paragraph.span.end))
                values = [int(mark["value"]) for mark in marks]
                twice = [at for at, (one, other) in enumerate(pairwise(values), 1) if one == other]
                if len(twice) != 1 or values != [*range(1, twice[0] + 1), *range(twice[0], len(values))]:
                    continue
                ends = [*(mark.start("number") for mark in marks[1:]), paragraph.span.end]
                before, item = (
                    Item(Span(marks[at].start("number"), ends[at]), Number(style, values[at]))
                    for at in (twice[0] - 1, twice[0])
                )
                if len(values) > _FEW:
                    yield self._problem("重号", item, before, _should_be(item, values[twice[0]] + 1))

    def _in_consecutive_lines(self, items: Sequence[Item]) -> bool:
        """Whether items are lines one after the other, each a sentence and no heading."""
        blocks = self.report.document.blocks
        at = [bisect_right(blocks, each.span.start, key=lambda block: block.span.start) - 1 for each in items]
        lines = [blocks[each] for each in at]
        if any(later != before + 1 for before, later in pairwise(at)) or at[0] < 0:
            return False
        ends = [line.span.cut(self.report.folded).rstrip()[-1:] for line in lines]
        return all(isinstance(line, Paragraph) for line in lines) and all(end in ("。", ";") for end in ends)

    def _counted_again(self, third: Item) -> bool:
        """Whether the number after the two comes once more before the next heading: then it is the outer list's."""
        after = self.outline.items[self.outline.items.index(third) + 1 :]
        for item in after:
            if self._is_heading(item) or (item.number.style == third.number.style and item.number.value == 1):
                return False
            if item.number == third.number:
                return True
        return False

    def _hidden(self, style: str, value: int, start: int, end: int) -> bool:
        """Whether a number stands somewhere in the text, where it was not taken for a line's own."""
        return bool(re.search(_anywhere(style, value), self.report.folded[start:end]))

    def inversions(self) -> Iterator[Problem]:
        """Levels inside lower ones: 1.…（一）…（二）…2.…, where （一） is above 1. elsewhere; 一、 inside 1. ever."""
        reported: set[tuple[str, str, int | None]] = set()
        items = self.outline.items
        for index, first in enumerate(items):
            inner = items[index + 1] if index + 1 < len(items) else None
            if inner is None or inner.number.value != 1 or not self._is_heading(inner):
                continue
            low, high = first.number.style, inner.number.style
            if STYLES.index(high) >= STYLES.index(low) or low in ("arabic-2", "arabic-3", "arabic-4"):
                continue
            if not self._goes_on(items[index + 1 :], first):
                continue
            key = (low, high, self._top(first))
            if key in reported or not (high == "han" or self._outside(items, high, low)):
                continue
            reported.add(key)
            numbers = _written(low, first.number.value), _written(high, 1)
            yield self._problem("层级颠倒", inner, first, f"“{numbers[0]}”之内不应再用高一级的“{numbers[1]}”")

    def _goes_on(self, later: Sequence[Item], first: Item) -> bool:
        """Whether a list goes on behind what stands inside it."""
        for item in later:
            if item.number.style == first.number.style:
                return item.number.value == first.number.value + 1
        return False

    def _outside(self, items: Sequence[Item], high: str, low: str) -> bool:
        """Whether a style stands somewhere before any number of the lower one, as the level above it does."""
        for item in items:
            if item.number.style == low and item.section is not None:
                return False
            if item.number.style == high and item.section is not None:
                return True
        return False

    def _top(self, item: Item) -> int | None:
        section = self.outline.section_at(item.span.start)
        if section is None:
            return None
        above = [section, *self.outline.ancestors(section)]
        return above[-1].heading.start

    def _problem(self, fault: str, item: Item, before: Item | None, advice: str) -> Problem:
        heading = _shortened(item.span.cut(self.report.text))
        data = {
            "heading": heading,
            "stated": _written(item.number.style, item.number.value),
            "fault": fault,
            "advice": advice,
        }
        return Problem((_start(item), _start(before)) if before else (_start(item),), data)


def _start(item: Item) -> Span:
    """The place to quote: a heading, or the beginning of a long list item."""
    return Span(item.span.start, min(item.span.end, item.span.start + 40))


def _should_be(item: Item, value: int) -> str:
    return f"应为“{_written(item.number.style, value)}”"


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 24 else words[:24] + "…"


def _numeral(value: int) -> str:
    if value <= 10:
        return _HAN[value]
    tens, ones = divmod(value, 10)
    return (_HAN[tens] if tens > 1 else "") + "十" + _HAN[ones]


def _written(style: str, value: int) -> str:
    """A number as its style writes it, for people."""
    forms = {
        "part": f"第{_numeral(value)}部分",
        "chapter": f"第{_numeral(value)}章",
        "clause": f"第{_numeral(value)}节",
        "han": f"{_numeral(value)}、",
        "han-bracket": f"（{_numeral(value)}）",
        "arabic-bracket": f"（{value}）",
        "circled": chr(ord("①") + value - 1) if value <= 20 else str(value),
    }
    return forms.get(style, f"{value}." if style == "arabic" else f"…{value}")


def _anywhere(style: str, value: int) -> str:
    han = _numeral(value) if value < 100 else ""
    if style in ("part", "chapter", "clause"):
        return rf"第\s?(?:{han}|{value})\s?(?:部分|[章节篇])"
    if style == "han":
        return rf"(?<![一二三四五六七八九十]){han}\s?[、.,:]|(?:^|\n)\s*{han}[^一二三四五六七八九十是]"
    if style == "han-bracket":
        return rf"[(\[【]\s?{han}|(?<![一二三四五六七八九十]){han}\s?\)"
    if style == "circled":
        return "|".join({_written("circled", value), rf"(?<!\d){value}\s?[.、)]"})
    return rf"(?<![\d.]){value}\s?[.、,:)]|(?:^|\n)\s*{value}(?!\d)"
