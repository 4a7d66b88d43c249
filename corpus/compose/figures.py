"""Figures as one report prints them: its unit of money, its decimals, its way with rates."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from corpus.plan import MONEY, Indicator, Money, Stated

GLYPHS = {">=": ("≥", "≥", "≥", ">=", "不少于", "≧"), "<=": ("≤", "≤", "≤", "<=", "不超过"), "=": ("=", "", "＝")}


class Figures:
    """Makes `Stated`s in one report's manner."""

    def __init__(self, rng: Random, money: Money) -> None:
        self.rng = rng
        amounts = [money.initial, money.budget, money.arrived, money.executed]
        amounts += [v for part in (*money.sources, *money.items, *money.lines) for v in (part.budget, part.executed)]
        self.whole = all(value % 10_000 == 0 for value in amounts)
        self.exact = all(value % 100 == 0 for value in amounts)
        self.places = rng.choice((0, 2)) if self.whole else rng.choice((2, 2, 2, 4)) if not self.exact else 2
        self.unit = "元" if rng.random() < 0.12 else "万元"
        self.grouped = rng.random() < 0.4
        self.trim = rng.random() < 0.25
        self.rate_places, self.rate_trim = rng.choice((1, 2, 2)), rng.random() < 0.5
        self.cut = rng.random() < 0.12

    def amount(self, role: str, value: Decimal, scope: str = "", *, plain: bool = False) -> Stated:
        """An amount of money in prose; now and then in the other unit."""
        unit = self.unit
        if not plain and self.rng.random() < 0.06:
            unit = "元" if unit == "万元" else "万元"
        if unit == "元":
            places = 2 if value % 1 or self.rng.random() < 0.5 else 0
            return Stated(role, value, unit, places, scope, grouped=self.grouped)
        places = self.places if self.unit == "万元" else 2 if value % 100 == 0 else 4
        return Stated(role, value, unit, places, scope, grouped=self.grouped, trim=self.trim)

    def rate(self, role: str, part: Decimal, whole: Decimal, scope: str = "") -> Stated:
        """A percentage; 100 % is printed without decimals more often than not."""
        value = part / whole * 100
        if value == 100 and self.rng.random() < 0.7:
            return Stated(role, value, "%", 0, scope)
        return Stated(role, value, "%", self.rate_places, scope, cut=self.cut, trim=self.rate_trim)

    def points(self, role: str, value: Decimal, scope: str = "", *, unit: str = "分", places: int = 2) -> Stated:
        """A score; whole ones usually have no decimals."""
        return Stated(role, value, unit, places, scope, trim=True)

    def of(self, role: str, indicator: Indicator, value: Decimal, *, measure: bool = True) -> Stated:
        """A target or a completion of an indicator, in the unit that prose uses for it, or in the form's."""
        unit = indicator.measure if measure and indicator.measure else indicator.unit
        places = -value.normalize().as_tuple().exponent  # type: ignore[operator]
        places = max(places, indicator.places if unit != "%" else 0, 0)
        worth = MONEY.get(unit, Decimal(1))
        trim = unit == "%" and indicator.target is not None
        return Stated(role, value * worth, unit, places, indicator.key, trim=trim)
