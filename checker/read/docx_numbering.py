"""Word's automatic numbers (w:numbering) as the text that a reader of the page sees."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from checker.read.ooxml import children_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_ENCLOSED = {
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), (0x2460, 20)),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}
_PLACE = re.compile(r"%([1-9])")


def _chinese(value: int, digits: str = _DIGITS, units: tuple[str, ...] = ("", "十", "百", "千")) -> str:
    """A number up to 9999 in Chinese: 12 → 十二, 105 → 一百零五; larger ones stay in digits."""
    if not 0 < value < 10_000:
        return str(value)
    out, gap = "", False
    for place in range(len(str(value)) - 1, -1, -1):
        digit = value // 10**place % 10
        if digit:
            out += (digits[0] if gap and out else "") + digits[digit] + units[place]
        gap = not digit
    return out[1:] if digits is _DIGITS and out.startswith("一十") else out


def _roman(value: int) -> str:
    out = ""
    for worth, sign in _ROMAN:
        out, value = out + sign * (value // worth), value % worth
    return out


@lru_cache(1024)
def format_number(value: int, style: str) -> str:
    """A counter's value in one of Word's number formats (ST_NumberFormat)."""
    if style in {"none", "bullet"}:
        return ""
    if style in {
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
    }:
        return _chinese(value)
    if style == "chineseLegalSimplified":
        return _chinese(value, _LEGAL, ("", "拾", "佰", "仟"))
    if style in {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"}:
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(value))
    if style == "ideographTraditional" and 0 < value <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[value - 1]
    if style == "ideographZodiac" and 0 < value <= 12:
        return "子丑寅卯辰巳午未申酉戌亥"[value - 1]
    if style in _ENCLOSED and 0 < value <= _ENCLOSED[style][1]:
        return chr(_ENCLOSED[style][0] + value - 1)
    if style == "decimalZero":
        return f"{value:02}"
    if style == "numberInDash":
        return f"- {value} -"
    if style.startswith("0"):
        return str(value).zfill(len(style))
    if style.startswith("decimalFullWidth"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
    if style in {"upperRoman", "lowerRoman"} and 0 < value < 4000:
        return _roman(value) if style == "upperRoman" else _roman(value).lower()
    if style in {"upperLetter", "lowerLetter"} and value > 0:
        letter = chr(ord("A") + (value - 1) % 26) * min((value - 1) // 26 + 1, 9)
        return letter if style == "upperLetter" else letter.lower()
    return str(value)


@dataclass
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    spaced: bool = True


_UNSTATED = _Level()


@dataclass
class _List:
    abstract: str
    levels: dict[int, _Level]
    style_levels: dict[str, int]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbering part of a document; `number` is called once for each numbered paragraph, in order."""

    def __init__(self, root: _Element | None, w: str) -> None:
        self._w = w
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._lists: dict[str, _List] = {}  # those that were asked for
        abstracts = () if root is None else root.iterchildren(w + "abstractNum")
        self._abstracts = {abstract.get(w + "abstractNumId", ""): abstract for abstract in abstracts}
        self._nums = {} if root is None else {num.get(w + "numId", ""): num for num in root.iterchildren(w + "num")}

    def style_level(self, list_id: str, style: str | None) -> int | None:
        """The level of a list that belongs to a paragraph style, or None."""
        listed = self._list(list_id)
        return None if listed is None else listed.style_levels.get(style or "")

    def _list(self, list_id: str) -> _List | None:
        listed = self._lists.get(list_id)
        if listed is None and (num := self._nums.get(list_id)) is not None:
            listed = self._lists[list_id] = self._read(num)
        return listed

    def _read(self, num: _Element) -> _List:
        w = self._w
        target = self._linked(self._abstracts, self._value(num, "abstractNumId") or "")
        abstract = self._abstracts.get(target)
        stated = [] if abstract is None else list(abstract.iterchildren(w + "lvl"))
        levels = {self._index(lvl): self._level(lvl) for lvl in stated}
        linked = {style: self._index(lvl) for lvl in stated if (style := self._value(lvl, "pStyle"))}
        listed = _List(target, levels, linked)
        for override in num.iterchildren(w + "lvlOverride"):
            index = self._index(override)
            for lvl in override.iterchildren(w + "lvl"):
                levels[index] = self._level(lvl)
            if (begin := self._value(override, "startOverride")) is not None:
                listed.starts[index] = _integer(begin, 1)
                levels.setdefault(index, _Level()).start = listed.starts[index]
        return listed

    def number(self, list_id: str, level: int) -> str:
        """The next number of a list at a level (from 0) with its own punctuation; "" for bullets and unknown lists."""
        listed = self._list(list_id)
        if listed is None or level not in listed.levels:
            return ""
        counters = self._counters.setdefault(listed.abstract, {})
        if (list_id, level) not in self._begun:
            self._begun.add((list_id, level))
            if level in listed.starts:
                counters[level] = listed.starts[level] - 1
        levels = listed.levels
        now = levels[level]
        counters[level] = counters.get(level, now.start - 1) + 1
        for deeper in [index for index in counters if index > level]:
            after = levels[deeper].restart if deeper in levels else None
            if after is None or (after and level < after):
                del counters[deeper]

        def part(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            other = levels.get(index, _UNSTATED)
            style = "decimal" if now.legal else other.style
            return format_number(counters.get(index, other.start), style)

        if now.style == "bullet":
            return ""
        text = _PLACE.sub(part, now.text)
        return text + " " if now.spaced and text and text[-1] not in "\u3001\uff09)\u3002\uff0e" else text

    def _linked(self, abstracts: dict[str, _Element], name: str) -> str:
        """The abstract list that has the levels: lists of one list style count together in it."""
        abstract = abstracts.get(name)
        link = None if abstract is None else self._value(abstract, "numStyleLink")
        if abstract is None or link is None or abstract.find(self._w + "lvl") is not None:
            return name
        return next((other for other, a in abstracts.items() if self._value(a, "styleLink") == link), name)

    def _level(self, lvl: _Element) -> _Level:
        w, val = self._w, self._w + "val"
        stated = {child.tag: child.get(val) for child in reversed(children_of(lvl))}
        restart = stated.get(w + "lvlRestart")
        return _Level(
            start=_integer(stated.get(w + "start"), 1),
            style=self._format(lvl),
            text=stated.get(w + "lvlText") or "",
            restart=None if restart is None else _integer(restart, 0),
            legal=w + "isLgl" in stated and stated[w + "isLgl"] not in {"0", "false"},
            spaced=stated.get(w + "suff") != "nothing",
        )

    def _format(self, lvl: _Element) -> str:
        """The level's number format; a custom one (001, 002, …) stands in a branch for newer programs."""
        found = next(lvl.iter(self._w + "numFmt"), None)
        if found is None:
            return "decimal"
        if found.get(self._w + "val") == "custom":
            first = found.get(self._w + "format", "").partition(",")[0].strip()
            return "0" * len(first) if first.isdigit() else "decimal"
        return found.get(self._w + "val") or "decimal"

    def _index(self, element: _Element) -> int:
        return _integer(element.get(self._w + "ilvl"), 0)

    def _value(self, element: _Element, name: str) -> str | None:
        child = element.find(self._w + name)
        return None if child is None else child.get(self._w + "val")


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
