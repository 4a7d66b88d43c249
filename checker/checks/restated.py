"""Other statements of the figure that stands at a place: what disagrees with one may agree with the other."""

from __future__ import annotations

from checker.checks.figures import comparable, key_of
from checker.understand.facts import Fact
from checker.understand.quantity import Quantity
from checker.understand.report import Report


def restated(quantity: Quantity, report: Report) -> list[Fact]:
    """The other statements of the fact whose figure this is, those of another value.

    They contradict it, which figure/conflict (or figure/unit-slip) says: what follows from it is not said again.
    """
    own = next((fact for fact in report.facts if fact.quantity.span == quantity.span), None)
    if own is None:
        return []
    return [
        fact
        for fact in comparable(report.facts)
        if key_of(fact) == key_of(own) and not fact.quantity.interval.overlaps(quantity.interval)
    ]
