"""The truth of a project's money: budget, sources, sub-items, what was spent and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from corpus.compose.draw import rounded
from corpus.compose.lexicon import Lexicon, Subject
from corpus.plan import Money, Part

_GRAINS = (Decimal(100), Decimal(100), Decimal(100), Decimal(10_000), Decimal(1), Decimal("0.01"))
"""Amounts are multiples of one of these, in 元: most offices keep 万元 with two decimals, some whole 万元 or 元."""

_LINES = ("当年财政拨款", "上年结转资金", "其他资金")
_LEVELS = (("中央", "省级", "本级"), ("省级", "本级"), ("中央", "本级"), ("中央", "省级"), ("本级",))


def draw_money(rng: Random, words: Lexicon, subject: Subject, place: str, year: int, *, form: bool) -> Money:
    """The money of a project; `form` keeps 执行率 so high that the score cannot run ahead of it."""
    grain = Decimal(rng.choice(words.pool("grains", _GRAINS)))
    low, high = subject.money
    budget = _grained(Decimal(rng.randint(low, high)) * 10_000 + (rng.randint(0, 9999) if grain < 10_000 else 0), grain)
    if rng.random() < 0.45:
        budget = rounded(budget / 50_000, 0) * 50_000
    rate, low_reason = _rate(rng, words, form)
    executed = budget if rate == 1 else _grained(budget * Decimal(str(rate)), grain)
    money = Money(budget, budget, budget, executed, [], [], low_reason=low_reason)
    _adjust(rng, words, money, grain)
    if not form and rng.random() < 0.1 and money.rate < 97:
        money.arrived = executed + _grained(money.balance / 2, grain)
        money.short_reason = rng.choice(words.phrases["short_reasons"])
    local = place[-1] + "级"
    names = words.pool("lines", _LINES)
    money.lines = _lines(rng, money, grain, names)
    if money.lines[1].budget or money.lines[2].budget:
        money.sources = [Part(n, p.budget, p.executed) for n, p in zip(names, money.lines, strict=True) if p.budget]
    else:
        money.sources = _split(rng, money, grain, _sources(rng, words, local))
    if rng.random() < 0.5:
        money.items = _split(rng, money, grain, list(subject.items[: rng.randint(2, len(subject.items))]))
    if rng.random() < 0.3:
        money.last_budget = _grained(budget * Decimal(str(round(rng.uniform(0.8, 1.15), 3))), grain)
        money.last_executed = _grained(money.last_budget * Decimal(str(round(rng.uniform(0.93, 1), 4))), grain)
    if rng.random() < 0.2:
        money.cumulative = executed + _grained(budget * Decimal(str(round(rng.uniform(1.6, 1.9), 3))), grain)
    return money


def _grained(value: Decimal, grain: Decimal) -> Decimal:
    return (value / grain).to_integral_value() * grain


def _rate(rng: Random, words: Lexicon, form: bool) -> tuple[float, str]:
    chance = rng.random()
    if chance < 0.2:
        return 1, ""
    if form or chance < 0.65:
        return round(rng.uniform(0.96, 0.9985), 6), ""
    if chance < 0.88:
        return round(rng.uniform(0.85, 0.96), 6), ""
    return round(rng.uniform(0.62, 0.795), 6), rng.choice(words.phrases["low_reasons"])


def _adjust(rng: Random, words: Lexicon, money: Money, grain: Decimal) -> None:
    chance = rng.random()
    if chance < 0.7:
        return
    up = chance < 0.88
    share = rng.uniform(0.04, 0.25) if chance < 0.94 else rng.uniform(0.04, 0.28)
    if up and rng.random() < 0.3:
        share = rng.uniform(0.32, 0.45)
    change = max(_grained(money.budget * Decimal(str(round(share, 3))), grain), grain)
    money.initial = money.budget - change if up else money.budget + change
    money.adjusted_reason = rng.choice(words.phrases["up_reasons" if up else "down_reasons"])


def _sources(rng: Random, words: Lexicon, local: str) -> list[str]:
    suffix = rng.choice(("资金", "财政资金", "补助资金"))
    levels = rng.choice(words.pool("levels", _LEVELS))
    levels = list(dict.fromkeys(local if level == "本级" else level for level in levels))
    if len(levels) == 1:
        return []
    return [level + (suffix if level != local else rng.choice(("资金", "配套资金", "财政资金"))) for level in levels]


def _split(rng: Random, money: Money, grain: Decimal, names: list[str]) -> list[Part]:
    """The money in parts that add up: what was not spent is missing from the last one, or from the last two."""
    if len(names) < 2:
        return []
    shares = [rng.uniform(0.6, 1.4) for _ in names]
    budgets = [_grained(money.budget * Decimal(str(round(s / sum(shares), 4))), grain) for s in shares[:-1]]
    budgets.append(money.budget - sum(budgets, Decimal(0)))
    left = money.balance
    spent = list(budgets)
    even = left * 5 > money.budget
    for index in reversed(range(len(names))):
        take = min(left, spent[index] - grain)
        if even and index:
            take = min(take, _grained(spent[index] * money.balance / money.budget, grain))
        if index and take == left and rng.random() < 0.4:
            take = _grained(left / 2, grain)
        spent[index] -= take
        left -= take
    return [Part(n, b, e) for n, b, e in zip(names, budgets, spent, strict=True)]


def _lines(rng: Random, money: Money, grain: Decimal, names: Sequence[str]) -> list[Part]:
    """The form's rows: usually all of it is this year's; sometimes money carried over, or of one's own."""
    carried = other = Decimal(0)
    chance = rng.random()
    if chance < 0.12:
        carried = _grained(money.budget * Decimal(str(round(rng.uniform(0.05, 0.2), 2))), grain)
    elif chance < 0.22:
        other = _grained(money.budget * Decimal(str(round(rng.uniform(0.05, 0.25), 2))), grain)
    own = money.budget - carried - other
    rows = [
        Part(names[0], own, own - money.balance, money.initial - carried - other),
        Part(names[1], carried, carried, carried),
        Part(names[2], other, other, other),
    ]
    if rows[0].executed < 0 or rows[0].initial < 0:
        none = Decimal(0)
        rows = [Part(row.name, none, none, none) for row in rows]
        rows[0] = Part(names[0], money.budget, money.executed, money.initial)
    return rows
