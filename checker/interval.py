"""Closed intervals of decimals: what a number stated to a certain precision stands for.

The model is that of XBRL Calculations 1.1: a stated number is its value ± half a unit of its last stated digit, and two
statements agree when their intervals overlap. Nothing here rounds, and nothing is a float.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

_CONTEXT = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Interval:
    """All decimals from `low` to `high`, both ends included."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"interval ends in the wrong order: {self.low} > {self.high}")

    @classmethod
    def point(cls, value: Decimal | int) -> Interval:
        """An exact number."""
        return cls(Decimal(value), Decimal(value))

    @classmethod
    def around(cls, value: Decimal, step: Decimal) -> Interval:
        """A number stated to a multiple of `step`: value ± step/2."""
        return cls(value - step / 2, value + step / 2)

    def overlaps(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def intersection(self, other: Interval) -> Interval | None:
        """What both allow, or None where they contradict each other."""
        return Interval(max(self.low, other.low), min(self.high, other.high)) if self.overlaps(other) else None

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """Division; raises ZeroDivisionError when the divisor may be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor may be zero")
        with localcontext(_CONTEXT):
            ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))
