"""Closed intervals of decimals: what a number stated to a certain precision stands for.

The model is that of XBRL Calculations 1.1: a stated number is its value ± half a unit of its last stated digit, and two
statements agree when their intervals overlap. Nothing is a float. Ends are exact up to 60 digits; beyond that they are
rounded outward, so that an interval never loses a number that belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

# Not the thread's own context: its 28 digits would round products of long amounts, and to the nearer side.
_DOWN = Context(prec=60, rounding=ROUND_FLOOR)
_UP = Context(prec=60, rounding=ROUND_CEILING)


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
        half = _UP.divide(step, Decimal(2))
        return cls(_DOWN.subtract(value, half), _UP.add(value, half))

    def overlaps(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    def intersection(self, other: Interval) -> Interval | None:
        """What both allow, or None where they contradict each other."""
        return Interval(max(self.low, other.low), min(self.high, other.high)) if self.overlaps(other) else None

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    @property
    def exact(self) -> bool:
        """Whether it holds one number only."""
        return self.low == self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(_DOWN.add(self.low, other.low), _UP.add(self.high, other.high))

    def __sub__(self, other: Interval) -> Interval:
        return Interval(_DOWN.subtract(self.low, other.high), _UP.subtract(self.high, other.low))

    def __neg__(self) -> Interval:
        return Interval(self.high.copy_negate(), self.low.copy_negate())

    def __abs__(self) -> Interval:
        if self.low >= 0:
            return self
        return -self if self.high <= 0 else Interval(Decimal(0), max(self.low.copy_negate(), self.high))

    def __mul__(self, other: Interval) -> Interval:
        if self.low >= 0 and other.low >= 0:
            return Interval(_DOWN.multiply(self.low, other.low), _UP.multiply(self.high, other.high))
        pairs = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(_DOWN.multiply(a, b) for a, b in pairs), max(_UP.multiply(a, b) for a, b in pairs))

    def __truediv__(self, other: Interval) -> Interval:
        """Division; raises ZeroDivisionError when the divisor may be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor may be zero")
        pairs = [(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(_DOWN.divide(a, b) for a, b in pairs), max(_UP.divide(a, b) for a, b in pairs))
