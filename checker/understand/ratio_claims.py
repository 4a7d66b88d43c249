"""What a percentage in prose is said to be of: the two figures, and how surely they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from checker.document import Span
from checker.interval import Interval
from checker.understand.fact_text import Mention, Passage
from checker.understand.quantity import Quantity
from checker.vocabulary import FactName

# One character for each figure of a sentence: patterns over such a text see what kind of figure stands where.
MONEY: Final = "¤"
THING: Final = "№"  # a count or a measure
RATE: Final = "٪"  # a percentage
TIME: Final = "⌚"  # a year or a date
OTHER: Final = "□"
_KINDS: Final = {"money": MONEY, "count": THING, "measure": THING, "percent": RATE, "year": TIME, "date": TIME}
_SENTENCE: Final = re.compile(r"[^。!?\n]+")
HUNDRED: Final = Interval.point(100)


@dataclass(frozen=True, slots=True)
class Side:
    """A numerator or a denominator: what it may stand for, its own number, how a message names it, where it is, why it
    is less than certain."""

    interval: Interval
    value: Decimal
    words: str
    spans: tuple[Span, ...] = ()
    weak: str = ""

    def plus(self, other: Side) -> Side:
        """The sum of two figures."""
        interval, value = self.interval + other.interval, self.value + other.value
        return Side(interval, value, f"{self.words}加{other.words}", (*self.spans, *other.spans))

    def less(self, other: Side) -> Side:
        """The difference of two figures."""
        interval, value = self.interval - other.interval, self.value - other.value
        return Side(interval, value, f"{self.words}减{other.words}", (*self.spans, *other.spans))


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated percentage and the two figures that it is said to be of.

    A side that the sentence leaves to the report is given by the names of the facts that it may be. `change` says that
    the percentage is a change from `whole` to `part`, 1 for more and -1 for less, 0 for no change at all. `others` are
    denominators that would be meant as well: the claim is wrong only if it fits none of them. `weak` says why the
    figures are less than certain ("" where they are certain).
    """

    name: str
    stated: Quantity
    part: Side | tuple[FactName, ...]
    whole: Side | tuple[FactName, ...]
    change: int = 0
    others: tuple[Side, ...] = ()
    weak: str = ""
    spans: tuple[Span, ...] = ()


class Line:
    """A sentence with each of its figures as one character, what stands in brackets included."""

    def __init__(self, passage: Passage, start: int, end: int, raw: str) -> None:
        self.passage, self._raw = passage, raw
        pieces, at = [], start
        self._mentions: dict[int, Mention] = {}
        self._offsets: list[int] = []
        for mention in passage.mentions_in(start, end):
            if mention.start < at or mention.quantity.weak:
                continue
            pieces.append(_clean(passage.words[at : mention.start]))
            self._offsets.extend(range(at, mention.start))
            self._mentions[len(self._offsets)] = mention
            self._offsets.append(mention.start)
            pieces.append(_KINDS.get(mention.quantity.kind, OTHER))
            at = mention.end
        pieces.append(_clean(passage.words[at:end]))
        self._offsets.extend(range(at, end))
        self.text = "".join(pieces)

    def __len__(self) -> int:
        return len(self.text)

    def at(self, offset: int) -> Quantity:
        """The figure that stands at an offset of `text`."""
        return self._mentions[offset].quantity

    def figures(self, start: int = 0, end: int | None = None) -> list[tuple[int, Quantity]]:
        """The figures in a range of `text`, with their offsets there."""
        stop = len(self.text) if end is None else end
        return [(at, mention.quantity) for at, mention in self._mentions.items() if start <= at < stop]

    def clause_before(self, quantity: Quantity) -> str:
        """The words of a figure's clause before it."""
        at = next(at for at, mention in self._mentions.items() if mention.quantity is quantity)
        return re.split("[,;]", self.text[:at])[-1]

    def side(self, quantity: Quantity, words: str = "") -> Side:
        """A figure as a side of a claim, named with `words` before it."""
        return Side(quantity.interval, quantity.value, words + written(quantity, self._raw), (quantity.span,))


def lines(passage: Passage, raw: str) -> Iterator[Line]:
    """The sentences of a passage that state a percentage; `raw` is the document's text."""
    for match in _SENTENCE.finditer(passage.words):
        line = Line(passage, *match.span(), raw)
        if RATE in line.text:
            yield line


def exact(*quantities: Quantity) -> bool:
    """Whether figures are stated without 约, 余, 以上 and the like."""
    return all(quantity.comparison == "=" for quantity in quantities)


def alike(one: Quantity, other: Quantity) -> bool:
    """Whether two figures are of one kind and unit."""
    return one.kind == other.kind and one.unit == other.unit


def written(quantity: Quantity, raw: str) -> str:
    """A figure as it stands in the document, without blanks; a percentage with its sign."""
    words = re.sub(r"\s", "", quantity.span.cut(raw))
    return words + "%" if quantity.kind == "percent" and not re.search(r"[%％‰成分]", words) else words


def _clean(text: str) -> str:
    return re.sub(f"[{MONEY}{THING}{RATE}{TIME}{OTHER}]", "?", text)
