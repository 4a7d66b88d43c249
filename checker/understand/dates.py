"""Dates, years and spans of either, as they stand at one place of folded text.

A date's value is YYYYMMDD (unit 日), of the last day that is meant, and its interval goes from the first day to the
last; without a year it is MMDD (unit 月日). A span's value is where it begins, its interval the whole of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from checker.document import Span
from checker.interval import Interval
from checker.understand.numerals import parse_numeral
from checker.understand.quantity import Comparison, Quantity

_HAN_DIGIT = "[零一二三四五六七八九]"
_YEAR = rf"(?:(?:19|20)[0-9]{{2}}|(?:二零|一九){_HAN_DIGIT}{{2}})"
_MONTH = r"(?:0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = r"\s?(?:--?|~|至|到)\s?"
_PART = r"上半年|下半年|第?[一二三四1-4]季度"


def _point(tag: str) -> str:
    """The pattern of a date with a year; `tag` tells the groups of two dates apart."""
    return (
        rf"(?P<y{tag}>{_YEAR})(?:\s?年\s?(?:(?P<m{tag}>{_MONTH})\s?月(?:\s?(?P<d{tag}>{_DAY})\s?[日号]|份?[底末初]?)|(?P<e{tag}>[底末](?!线))"
        rf"|(?P<q{tag}>{_PART}))"
        rf"|(?P<s{tag}>[-./])(?P<n{tag}>0?[1-9]|1[0-2])(?P=s{tag})(?P<o{tag}>3[01]|[12][0-9]|0?[1-9])(?![0-9.-]))"
    )


_DATES: Final = re.compile(rf"{_point('a')}(?:{_TO}{_point('b')})?")
_MONTHS: Final = re.compile(
    rf"(?P<y>{_YEAR})\s?年\s?(?P<a>{_MONTH})\s?(?:月(?:份|(?P<da>{_DAY})日)?)?{_TO}(?P<b>{_MONTH})\s?月(?:份|\s?(?P<db>{_DAY})日)?底?"
)
_DOTTED: Final = re.compile(
    rf"(?P<ya>{_YEAR})[.](?P<ma>0[1-9]|1[0-2]){_TO}(?P<yb>{_YEAR})[.](?P<mb>0[1-9]|1[0-2])(?![0-9.万亿元])"
)
_YEARS: Final = re.compile(rf"(?P<a>{_YEAR})\s?(?:年度?)?{_TO}(?P<b>{_YEAR})\s?年度?")
_ONE_YEAR: Final = re.compile(rf"(?P<a>{_YEAR})\s?年度?")
_NO_YEAR: Final = re.compile(rf"(?P<m>{_MONTH})\s?(?:月(?:\s?(?P<d>{_DAY})\s?[日号]|份?[底末初]?))(?!均|度|嫂|薪|租)")
# 5、6月: two months that follow each other, with one 月 for both; where a sentence begins 5、 is an item's number.
_TWO_MONTHS: Final = re.compile(
    rf"(?:(?P<y>{_YEAR})\s?年\s?)?(?P<a>0?[1-9]|1[0-2])\s?[、和]\s?(?P<b>0?[1-9]|1[0-2])\s?月份?(?![0-9均度底])"
)
_YEAR_END: Final = re.compile(r"年[底末](?=(?:之前|以前|前))")
# What each of the dates above begins with, so that a number that is none is not held against all of them.
_BEGINS: Final = re.compile(rf"年[底末]|{_YEAR}\s{{0,2}}[-年./~至到]|{_MONTH}\s?[月、和]")
_AFTER: Final = re.compile(r"\s?(?:(?P<until>之前|以前|前(?!后|期|往|沿|列))|(?P<since>以来|以后|之后|后|起(?!草|点)))")


@dataclass(frozen=True, slots=True)
class _Days:
    first: int
    last: int


def read_date(text: str, at: int) -> Quantity | None:
    """The date, year or span that begins at an offset of folded text, or None."""
    if not _BEGINS.match(text, at):
        return None
    if match := _YEAR_END.match(text, at):
        return _quantity(text, match.end(), at, _Days(1231, 1231), "月日")
    if (match := _MONTHS.match(text, at)) and (year := _number(match["y"])):
        first = _days(year, match["a"], match["da"])
        last = _days(year, match["b"], match["db"])
        if first and last and first.first <= last.last:
            return _quantity(text, match.end(), at, _Days(first.first, last.last), "日", span=True)
    if (match := _TWO_MONTHS.match(text, at)) and (match["y"] or text[max(0, at - 1) : at] not in ("\n", "。", ";")):
        year = (_number(match["y"]) or 0) if match["y"] else 0
        first, last = _days(year, match["a"], None), _days(year, match["b"], None)
        if first and last and int(match["b"]) == int(match["a"]) + 1:
            unit = "日" if year else "月日"
            return _quantity(text, match.end(), at, _Days(first.first, last.last), unit, span=True)
    if match := _DOTTED.match(text, at):
        first = _days(int(match["ya"]), match["ma"], None)
        last = _days(int(match["yb"]), match["mb"], None)
        if first and last and first.first <= last.last:
            return _quantity(text, match.end(), at, _Days(first.first, last.last), "日", span=True)
    if match := _DATES.match(text, at):
        first = _named_days(match, "a")
        last = _named_days(match, "b") if match["yb"] else None
        if first and last and first.first <= last.last:
            return _quantity(text, match.end(), at, _Days(first.first, last.last), "日", span=True)
        if first and not match["yb"]:
            return _quantity(text, match.end(), at, first, "日")
    if match := _YEARS.match(text, at):
        low, high = _number(match["a"]), _number(match["b"])
        if low and high and low <= high:
            return _year(match, at, low, high)
    if (match := _ONE_YEAR.match(text, at)) and (year := _number(match["a"])):
        return _year(match, at, year, year)
    if (match := _NO_YEAR.match(text, at)) and (days := _days(0, match["m"], match["d"])):
        return _quantity(text, match.end(), at, days, "月日")
    return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() else parse_numeral(text)


def _last_of(month: int) -> int:
    return 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31


def _days(year: int, month: str, day: str | None) -> _Days | None:
    number = _number(month)
    if not number:
        return None
    base = year * 10000 + number * 100
    if not day:
        return _Days(base + 1, base + (28 if number == 2 and year % 4 else _last_of(number)))
    exact = _number(day)
    return _Days(base + exact, base + exact) if exact and exact <= _last_of(number) else None


def _named_days(match: re.Match[str], tag: str) -> _Days | None:
    year = _number(match["y" + tag])
    if not year:
        return None
    if month := match["m" + tag] or match["n" + tag]:
        return _days(year, month, match["d" + tag] or match["o" + tag])
    if part := match["q" + tag]:
        if part.endswith("半年"):
            months = (1, 6) if part == "上半年" else (7, 12)
        else:
            quarter = _number(part.removeprefix("第")[0]) or 1
            months = (quarter * 3 - 2, quarter * 3)
        return _Days(year * 10000 + months[0] * 100 + 1, year * 10000 + months[1] * 100 + _last_of(months[1]))
    return _Days(year * 10000 + 1201, year * 10000 + 1231)


def _comparison(text: str, at: int) -> Comparison:
    match = _AFTER.match(text, at)
    if match is None:
        return "="
    return "<=" if match["until"] else ">="


def _quantity(text: str, end: int, start: int, days: _Days, unit: str, *, span: bool = False) -> Quantity:
    value = Decimal(days.first if span else days.last)
    interval = Interval(Decimal(days.first), Decimal(days.last))
    return Quantity(Span(start, end), "date", value, unit, interval, Decimal(0), _comparison(text, end))


def _year(match: re.Match[str], start: int, low: int, high: int) -> Quantity:
    return Quantity(
        Span(start, match.end()), "year", Decimal(low), "年", Interval(Decimal(low), Decimal(high)), Decimal(0)
    )
