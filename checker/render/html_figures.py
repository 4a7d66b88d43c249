"""The key figures of a report as a page shows them: what it states, where, and whether its statements agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from checker.folding import fold
from checker.review import Review
from checker.understand.fact import PROJECT, Fact

KEY_FIGURES = {"全年预算数": "预算数", "执行数": "执行数", "执行率": "执行率", "自评得分": "得分"}
"""The facts that every reader wants first, each with its short name."""

_BARE = re.compile(r"[0-9０-９][0-9０-９,，.．]*")


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure for the whole project in the report's own year.

    `facts` holds one statement where all agree (the most precise one), one for each value where they differ, and none
    where the report gives none. Where a document holds the forms of several projects and none for all of them together,
    `several` says so and there is a statement for each.
    """

    name: str
    label: str
    facts: tuple[Fact, ...]
    several: bool = False

    @property
    def torn(self) -> bool:
        """Whether the report contradicts itself."""
        return len(self.facts) > 1 and not self.several

    @property
    def value(self) -> Decimal | None:
        """The value in 元, % or 分 where the report gives one and no other."""
        return self.facts[0].quantity.value if len(self.facts) == 1 else None


def key_figures(review: Review) -> tuple[KeyFigure, ...]:
    """The figures of KEY_FIGURES in their order."""
    whole = any(fact.scope == PROJECT and fact.name in KEY_FIGURES for fact in review.report.facts)
    if whole or len(review.report.forms) < 2:
        return tuple(KeyFigure(name, label, _stated(review, name, PROJECT)) for name, label in KEY_FIGURES.items())
    scopes = dict.fromkeys(fact.scope for fact in review.report.facts if "/" not in fact.scope)
    return tuple(
        KeyFigure(name, label, tuple(fact for scope in scopes for fact in _stated(review, name, scope)), several=True)
        for name, label in KEY_FIGURES.items()
    )


def execution_rate(figures: tuple[KeyFigure, ...]) -> Decimal | None:
    """执行数 ÷ 预算数 in percent, to two places; the stated rate where one of them is missing; else None."""
    values = {figure.name: figure.value for figure in figures}
    budget, spent = values["全年预算数"], values["执行数"]
    if budget is not None and spent is not None and budget > 0:
        return (spent / budget * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return values["执行率"]


def figure_words(fact: Fact, text: str) -> str:
    """A figure as the report writes it, with the unit of its table where the figure itself has none (326.00万元)."""
    raw = " ".join(fact.quantity.span.cut(text).split())
    unit = {"元": "元", "%": "%", "分": "分"}.get(fact.quantity.unit, "")
    if not _BARE.fullmatch(raw):
        return raw
    if unit != "元":
        return raw + unit
    written = Decimal(fold(raw).replace(",", ""))
    scales = {Decimal(1): "元", Decimal(10_000): "万元", Decimal(100_000_000): "亿元"}
    return raw + next((words for scale, words in scales.items() if written * scale == fact.quantity.value), "元")


def _stated(review: Review, name: str, scope: str) -> tuple[Fact, ...]:
    year = review.report.identity.year
    facts = [fact for fact in review.report.facts if fact.name == name and fact.scope == scope]
    facts = [fact for fact in facts if not fact.cumulative and (fact.year is None or year is None or fact.year == year)]
    facts = [fact for fact in facts if not fact.inferred] or facts
    facts = [fact for fact in facts if fact.strength != "weak"] or facts
    groups: list[list[Fact]] = []
    for fact in facts:
        for group in groups:
            if all(_agree(fact, other) for other in group):
                group.append(fact)
                break
        else:
            groups.append([fact])
    return tuple(
        min(group, key=lambda fact: fact.quantity.interval.high - fact.quantity.interval.low) for group in groups
    )


def _agree(one: Fact, other: Fact) -> bool:
    a, b = one.quantity.interval, other.quantity.interval
    return a.low <= b.high and b.low <= a.high
