"""Drawing: sentences from phrasings, numbers from ranges, dates after a year's end."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TypeVar

from corpus.plan import MONEY, Stated, Statement

T = TypeVar("T")

_COUNT = re.compile(r"<(\d[\d.]*)-(\d[\d.]*)([^<>]*)>")
_SLOT = re.compile(r"<([a-z_0-9]+)>")
_STOPS = "。；：！？"


class Drawer:
    """Draws words for one document: a phrasing is used up before it comes again."""

    def __init__(self, rng: Random, names: dict[str, str]) -> None:
        self.rng, self.names = rng, names
        self._left: dict[str, list[str]] = {}

    def phrase(self, pool: str, phrases: Sequence[str]) -> str:
        """One of the phrasings; each of a pool once before any comes a second time."""
        left = self._left.get(pool)
        if not left:
            left = self._left[pool] = self.rng.sample(list(phrases), len(phrases))
        return left.pop()

    def several(self, pool: str, phrases: Sequence[str], low: int, high: int) -> list[str]:
        """A few different phrasings that have not been used yet, as many as there are."""
        left = self._left.setdefault(pool, self.rng.sample(list(phrases), len(phrases)))
        count = min(self.rng.randint(low, high), len(left))
        return [left.pop() for _ in range(count)]

    def say(
        self,
        kind: str,
        words: str,
        figures: dict[str, Stated] | None = None,
        about: str = "",
        stop: str = "。",
        /,
        **names: str,
    ) -> Statement:
        """A statement from a phrasing: its ranges become numbers, its slots figures or names."""
        figures = dict(figures or {})

        def count(match: re.Match[str]) -> str:
            key = f"n{len(figures)}"
            figures[key] = self.number(match[1], match[2], match[3])
            return f"{{{key}}}"

        words = _COUNT.sub(count, words)
        words = _SLOT.sub(r"{\1}", words)
        if stop and words[-1] not in _STOPS:
            words += stop
        used = set(re.findall(r"\{(\w+)\}", words))
        named = {key: value for key, value in {**self.names, **names}.items() if key in used}
        return Statement(kind, words, {key: value for key, value in figures.items() if key in used}, named, about)

    def number(self, low: str, high: str, unit: str) -> Stated:
        """A number of the text's own between two bounds, with their decimals; money is held in 元."""
        places = len(low.partition(".")[2])
        value = Decimal(str(round(self.rng.uniform(float(low), float(high)), places)))
        return Stated("count", value * MONEY.get(unit, Decimal(1)), unit, places)


def rounded(value: Decimal | float, places: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def nice(rng: Random, low: float, high: float, places: int) -> Decimal:
    """A number such as plans have: 12, 45, 120, 2600, 3.6."""
    value = rng.uniform(low, high)
    if places:
        return max(rounded(value, places), rounded(low, places))
    step = 1 if value < 50 else 5 if value < 200 else 10 if value < 1000 else 100 if value < 20_000 else 1000
    return Decimal(max(int(value / step) * step, int(low)))


def day(rng: Random, year: int, first: int, last: int) -> dt.date:
    """A working day between two days of a year, counted from its first day."""
    date = dt.date(year, 1, 1) + dt.timedelta(days=rng.randint(first, last))
    while date.weekday() > 4:
        date += dt.timedelta(days=1)
    return date


def chinese(date: dt.date, *, year: bool = True) -> str:
    return f"{date.year}年{date.month}月{date.day}日" if year else f"{date.month}月{date.day}日"


def listed(parts: Iterable[str], mark: str = "，") -> str:
    return mark.join(parts)
