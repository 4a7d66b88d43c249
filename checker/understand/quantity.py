"""A stated number: its exact value, its unit, and the interval that its precision stands for."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from checker.document import Span
from checker.interval import Interval

Kind = Literal["money", "percent", "score", "count", "measure", "date", "year", "number"]
Comparison = Literal["=", ">=", "<=", ">", "<", "~"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text.

    `value` and `interval` are in `unit`: 元 for money, % for percentages (98.6 stands for 98.6 %), 分 for scores, the
    canonical measure word or unit otherwise ("" for a bare number). `span` holds the number with its unit and scale,
    without comparison words before or after it; `comparison` is what those say. `step` is the worth of the last
    written digit, in `unit`; 0 for exact numbers (counts, 大写 amounts). `weak` marks 一个, 一种 and the like: they
    seldom count anything.
    """

    span: Span
    kind: Kind
    value: Decimal
    unit: str
    interval: Interval
    step: Decimal
    comparison: Comparison = "="
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Malformed:
    """Digits that are meant as a number and are none (167、00万元): never half-read."""

    span: Span
