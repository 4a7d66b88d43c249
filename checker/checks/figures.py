"""What the checks of figures share: which facts may be compared, and whether two agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from checker.finding import Severity
from checker.folding import fold
from checker.interval import Interval
from checker.understand.facts import PROJECT, Fact
from checker.understand.report import Report

# Figures of these scopes need not be one figure: a batch, a part of a year, a whole department, another reviewer, parts
# after 其中 that were not understood.
_MANY: Final = re.compile(
    r"部门整体|复核|全[市省县区国州镇]|截至|上半年|下半年|季度|月份|月[末底]|个月|批$|当月|本月|每月|(?:^|/)其中$"
)

# The factors between the units in which amounts are written: 元 and 万元, 元 and 亿元, 元 and 千元.
FACTORS: Final = (10_000, 100_000_000, 1000)


@dataclass(frozen=True, slots=True)
class Key:
    """What two statements must share to be statements of one figure."""

    name: str
    scope: str
    year: int | None
    cumulative: bool
    unit: str


def key_of(fact: Fact) -> Key:
    return Key(fact.name, fact.scope, fact.year, fact.cumulative, fact.quantity.unit)


def comparable(facts: Iterable[Fact]) -> list[Fact]:
    """The facts with a figure that can be compared: no 约, 余, 多, and a scope that is one thing."""
    return [fact for fact in facts if fact.quantity.comparison == "=" and not _MANY.search(fact.scope)]


def grouped(facts: Iterable[Fact]) -> Iterator[tuple[Key, list[Fact]]]:
    """Facts by what they state, in the order in which each is first stated."""
    groups: dict[Key, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(key_of(fact), []).append(fact)
    yield from groups.items()


def reading(fact: Fact) -> Interval:
    """What a stated figure may stand for: a percentage may have been rounded or cut off."""
    quantity = fact.quantity
    if quantity.kind == "percent":
        return Interval(quantity.interval.low, max(quantity.interval.high, quantity.value + quantity.step))
    return quantity.interval


def agree(one: Fact, other: Fact) -> bool:
    return reading(one).overlaps(reading(other))


def slip(one: Fact, other: Fact, factors: Iterable[int]) -> int | None:
    """The unit's factor by which two amounts differ, None where they differ by none; zero differs by none."""
    a, b = reading(one), reading(other)
    if one.quantity.value == 0 or other.quantity.value == 0:
        return None
    for factor in factors:
        scale = Interval.point(Decimal(factor))
        if (a * scale).overlaps(b) or (b * scale).overlaps(a):
            return factor
    return None


def distinct(facts: Iterable[Fact]) -> list[Fact]:
    """One statement for each of the values that do not agree, the first in reading order each.

    The finest statements speak first, so that 290 does not hide that 289.6 and 290.4 disagree.
    """
    ordered = sorted(facts, key=lambda fact: (len_of(reading(fact)), fact.span.start))
    kept: list[Fact] = []
    for fact in ordered:
        if all(not agree(fact, other) for other in kept):
            kept.append(fact)
    return sorted(kept, key=lambda fact: fact.span.start)


_MOST: Final = 40  # values of one figure: a report that states more contradicts itself, which figure/conflict says


def one_of_each(facts: Iterable[Fact], near: Fact) -> list[Fact]:
    """One statement of each value, in reading order: the one in the sentence of `near`, else the nearest to it.

    A report may state a figure in every paragraph; what is compared pair by pair is its few values.
    """

    def distance(fact: Fact) -> tuple[bool, int]:
        away = fact.sentence is None or fact.sentence != near.sentence
        return away, abs(fact.span.start - near.span.start)

    kept: dict[tuple[Interval, str], Fact] = {}
    for fact in sorted(facts, key=distance):
        kept.setdefault((fact.quantity.interval, fact.quantity.unit), fact)
    return sorted(list(kept.values())[:_MOST], key=lambda fact: fact.span.start)


def len_of(interval: Interval) -> Decimal:
    return interval.high - interval.low


def raw(fact: Fact, report: Report) -> str:
    """A figure as it stands in the document, without line breaks; a cell without a unit gets its column's."""
    words = re.sub(r"\s+", "", fact.quantity.span.cut(report.text))
    if fact.quantity.kind == "money" and not words.endswith(("元", "整", "角", "分", "万", "亿")) and "¥" not in words:
        return words + unit_of(fact, words)
    if fact.quantity.kind == "percent" and not re.search(r"[%％‰成分]", words):
        return f"{words}（即{plain(fact.quantity.value)}%）" if fact.inferred else words + "%"
    return words


def unit_of(fact: Fact, words: str) -> str:
    """The unit that a cell's column states: what the figure is worth by what is written."""
    digits = re.sub(r"[^0-9.]", "", fold(words)).strip(".")
    written = Decimal(digits) if digits.count(".") <= 1 and digits else Decimal(0)
    if not written or fact.quantity.unit != "元":
        return ""
    names = {1: "元", 10**3: "千元", 10**4: "万元", 10**6: "百万元", 10**8: "亿元"}
    return next((name for worth, name in names.items() if written * worth == abs(fact.quantity.value)), "")


def plain(value: Decimal) -> str:
    """A decimal without an exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def scope_words(scope: str) -> str:
    """How a message names a scope: "" for the whole project."""
    return "" if scope == PROJECT else f"“{scope}”的"


def weakest(rule: Severity, *, weaker: bool) -> Severity | None:
    """The severity of weaker evidence: a warning in place of an error, None where the rule's own will do."""
    return Severity.WARNING if weaker and rule is Severity.ERROR else None


def times(factor: int) -> str:
    """A unit's factor in words."""
    return {1000: "1000", 10_000: "1万", 100_000_000: "1亿"}.get(factor, str(factor))
