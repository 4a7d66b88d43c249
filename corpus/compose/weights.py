"""Weights of indicators that add up to what their dimension has."""

from __future__ import annotations

from decimal import Decimal
from random import Random


def spread(rng: Random, points: int, count: int) -> list[Decimal]:
    """`points` over `count` indicators: even where it goes, else whole or half points."""
    if count == 0:
        raise ValueError(points)
    if (points * 2) % count == 0 and rng.random() < 0.4:
        return [Decimal(points * 2 // count) / 2] * count
    unit = Decimal(1) if points >= count * 2 else Decimal("0.5")
    units = int(points / unit)
    base = units // count
    weights = [base] * count
    for _ in range(units - base * count):
        weights[rng.randrange(count)] += 1
    for _ in range(count):
        a, b = rng.randrange(count), rng.randrange(count)
        if weights[a] > max(1, base // 2):
            weights[a] -= 1
            weights[b] += 1
    return [weight * unit for weight in weights]
