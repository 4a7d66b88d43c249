"""A number as it was read, before its unit is applied, and the quantity that a unit makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from checker.document import Span
from checker.interval import Interval
from checker.understand.quantity import Comparison, Kind, Quantity
from checker.understand.units import UNITS


@dataclass(slots=True)
class Reading:
    """A number or a range of numbers before its unit is applied; steps are the worth of the last written digits."""

    start: int
    end: int
    low: Decimal
    low_step: Decimal
    high: Decimal
    high_step: Decimal
    ranged: bool = False

    def quantity(
        self,
        canonical: str,
        factor: Decimal,
        written: str,
        *,
        comparison: Comparison = "=",
        scaled: bool = False,
        weak: bool = False,
        kind: Kind | None = None,
    ) -> Quantity:
        """The quantity in its canonical unit: ranges hold their two ends, counts are exact, the rest ± half a step."""
        kind = kind or kind_of(canonical, written)
        low, high = self.low * factor, self.high * factor
        step = max(self.low_step, self.high_step) * factor
        if kind == "count" and not scaled and low == low.to_integral_value() and high == high.to_integral_value():
            step = Decimal(0)
        interval = Interval(min(low, high), max(low, high)) if self.ranged else Interval.around(low, step)
        return Quantity(
            Span(self.start, self.end),
            kind,
            interval.low if self.ranged else low,
            canonical,
            interval,
            step,
            comparison,
            weak,
        )


def kind_of(canonical: str, written: str = "") -> Kind:
    """The kind of quantity that a canonical unit makes; words that are no known unit are measure words."""
    if not canonical:
        return "number"
    if "/" in canonical or ("·" in canonical and canonical not in UNITS):
        return "measure"
    for word in (canonical, written):
        if word in UNITS:
            return UNITS[word].kind
    return "measure" if canonical in _MEASURED else "count"


_MEASURED: Final = frozenset(unit.canonical for unit in UNITS.values() if unit.kind == "measure")
