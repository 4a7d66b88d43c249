"""A stated rate of execution that does not follow from the amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.figures import (
    agree,
    comparable,
    distinct,
    grouped,
    len_of,
    one_of_each,
    plain,
    raw,
    reading,
    scope_words,
    times,
    weakest,
)
from checker.interval import Interval
from checker.understand.facts import PROJECT, START_OF_YEAR, Fact, year_of
from checker.understand.report import Report
from checker.vocabulary import FactName

_HUNDRED = Interval.point(100)


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two amounts that a rate is of."""

    part: Fact
    whole: Fact

    def computed(self) -> Interval | None:
        """The rate in %, None where it has none (0 ÷ 0)."""
        part, whole = reading(self.part), reading(self.whole)
        if self.part.quantity.unit != self.whole.quantity.unit or whole.low <= 0 <= whole.high:
            return None
        return part / whole * _HUNDRED


class RateMismatch(Rule):
    """A stated rate does not agree with 执行数 ÷ 预算数 of the same scope and year, whatever was rounded."""

    ABOUT: ClassVar[str] = "执行率一类的率与它的分子、分母是否相符"

    DATA: ClassVar[Mapping[str, str]] = {
        "rate": "率的名称",
        "whose": "所属范围（“某项目”的），整个项目则为空",
        "scope": "所属范围",
        "stated": "文中写的率",
        "computed": "按两个数计算的率",
        "part": "分子（含名称和金额）",
        "whole": "分母（含名称和金额）",
    }

    check: Literal["rate"] = "rate"
    rate: Annotated[FactName, Field(description="率")] = "执行率"
    part: Annotated[FactName, Field(description="分子")] = "执行数"
    whole: Annotated[tuple[FactName, ...], Field(description="分母，前面的没有写明时才用后面的")] = (
        "全年预算数",
        "年初预算数",
    )
    instead: Annotated[tuple[FactName, ...], Field(description="口径可能不同的分母：只与它相符时降为警告")] = (
        "到位数",
    )
    factors: Annotated[tuple[int, ...], Field(description="疑为单位写错的倍数")] = (10_000, 100_000_000, 1000)

    def run(self, report: Report) -> Iterator[Outcome]:
        facts = comparable(report.facts)
        rates = [fact for fact in facts if fact.name == self.rate]
        for _, group in grouped(rates):
            pairs, unclear = self._pairs(group[0], facts)
            judged = {
                reading(rate): self._wrong(rate, pairs) for rate in {reading(rate): rate for rate in group}.values()
            }
            verdicts = [(rate, judged[reading(rate)]) for rate in group]
            wrong = [rate for rate, is_wrong in verdicts if is_wrong]
            if not pairs:
                if group[0].scope == PROJECT and group[0].year == year_of(report):
                    yield NotChecked(f"没有与“{raw(group[0], report)}”这一{self.rate}同一口径的{self.part}和预算数")
                continue
            right = [rate for rate, is_wrong in verdicts if not is_wrong]
            if right:
                # Of rates that contradict each other one is right: figure/conflict says so, but of a weak label
                # (占预算的…) beside a firm one it says nothing, and the wrong firm one must not go by in silence.
                kept = one_of_each(right, group[0])
                firm = [other for other in right if other.strength != "weak"]
                wrong = [
                    rate
                    for rate in wrong
                    if all(agree(rate, other) for other in (kept if rate.strength == "weak" else firm))
                ]
            for rate in distinct(wrong):
                same = [other for other in wrong if other is not rate and agree(other, rate)]
                yield self._problem(rate, same, pairs, facts, report, unclear)
        yield from self._roughly(report)

    def _roughly(self, report: Report) -> Iterator[Outcome]:
        """Rates that are stated as a bound (九成以上) or roughly (98%左右): only a bound can be wrong for certain."""
        facts = comparable(report.facts)
        for rate in report.facts:
            if rate.name != self.rate or rate.quantity.comparison not in (">=", "~"):
                continue
            pairs, unclear = self._pairs(rate, facts)
            computed = [made for pair in pairs if (made := pair.computed()) is not None]
            if not computed or any(made.overlaps(reading(rate)) for made in computed):
                continue
            if rate.quantity.comparison == "~":
                yield NotChecked(f"“{rate.span.cut(report.text)}”是约数，没有与金额核对")
            elif all(made.high < rate.quantity.value for made in computed):
                found = self._problem(rate, [], pairs, facts, report, unclear)
                if isinstance(found, Problem):
                    stated = {"stated": raw(rate, report) + "以上"}
                    remark = "文中写的是约数，需核实是否指实际执行率"
                    found = replace(found, data={**found.data, **stated}, remark=remark)
                yield found

    def _pairs(self, rate: Fact, facts: list[Fact]) -> tuple[list[_Pair], bool]:
        """The amounts that a rate may be of, the likeliest first, and whether their scope had to be concluded.

        A denominator with a label of its own goes before one of a weak label (安排), whichever of the two it is.
        """
        names: tuple[str, ...] = (*self.whole, *self.instead)
        if rate.scope == START_OF_YEAR:
            rate, names = replace(rate, scope=PROJECT), tuple(name for name in self.whole if name.startswith("年初"))
        parts, part_unclear = _best(self.part, rate, facts)
        parts = one_of_each(parts, rate)
        for weak in (False, True):
            for name in names:
                pool = facts if weak else [fact for fact in facts if fact.strength != "weak"]
                wholes, whole_unclear = _best(name, rate, pool)
                pairs = [
                    pair
                    for part in parts
                    for whole in one_of_each(wholes, rate)
                    if (pair := _Pair(part, whole)).computed() is not None
                ]
                if pairs:
                    return sorted(pairs, key=lambda pair: _distance(rate, pair)), part_unclear or whole_unclear
        return [], False

    def _wrong(self, rate: Fact, pairs: list[_Pair]) -> bool:
        return bool(pairs) and not any(_fits(rate, pair) for pair in pairs)

    def _problem(
        self, rate: Fact, same: list[Fact], pairs: list[_Pair], facts: list[Fact], report: Report, unclear: bool
    ) -> Outcome:
        pair = pairs[0]
        remark = ""
        others = self._other_readings(rate, facts)
        fitting = next((other for other in others if _fits(rate, other)), None)
        if fitting is not None:
            if fitting.whole.name in self.whole or fitting.part.scope != rate.scope:
                # 完成年初预算的…, or a part's rate: another reading of the sentence agrees.
                return NotChecked(
                    f"“{raw(rate, report)}”与{fitting.part.name}{raw(fitting.part, report)}、"
                    f"{fitting.whole.name}{raw(fitting.whole, report)}相符，口径需人工判断"
                )
            remark = f"与{fitting.whole.name}{raw(fitting.whole, report)}计算的相符，口径需核实"
        elif unclear or any(fact.inferred for fact in (rate, pair.part, pair.whole)):
            remark = "所属范围是根据上下文判断的，需核实是否为同一口径"
        severity = weakest(self.severity, weaker=bool(remark))
        if not remark and (factor := self._slipped(rate, pair)):
            remark = f"{pair.part.name}与{pair.whole.name}的单位可能写错，相差{times(factor)}倍"
        return Problem(
            tuple(dict.fromkeys(fact.span for fact in (rate, pair.part, pair.whole, *same))),
            {
                "rate": self.rate,
                "whose": scope_words(rate.scope),
                "scope": rate.scope,
                "stated": raw(rate, report),
                "computed": _written(rate, pair),
                "part": pair.part.name + raw(pair.part, report),
                "whole": pair.whole.name + raw(pair.whole, report),
            },
            severity,
            remark,
        )

    def _other_readings(self, rate: Fact, facts: list[Fact]) -> list[_Pair]:
        """Pairs of another denominator, and for a rate whose scope was concluded those of the whole project."""
        scopes = {rate.scope} | ({PROJECT} if rate.inferred else set())
        found = []
        for scope in scopes:
            parts = [f for f in facts if f.name == self.part and f.scope == scope and f.year == rate.year]
            for name in (*self.whole, *self.instead):
                wholes = [f for f in facts if f.name == name and f.scope == scope and f.year == rate.year]
                parts, wholes = one_of_each(parts, rate), one_of_each(wholes, rate)
                found += [p for a in parts for b in wholes if (p := _Pair(a, b)).computed() is not None]
        return found

    def _slipped(self, rate: Fact, pair: _Pair) -> int | None:
        computed = pair.computed()
        for factor in self.factors if computed else ():
            scale = Interval.point(factor)
            if computed and ((computed * scale).overlaps(reading(rate)) or (reading(rate) * scale).overlaps(computed)):
                return factor
        return None


def _fits(rate: Fact, pair: _Pair) -> bool:
    computed = pair.computed()
    return computed is None or computed.overlaps(reading(rate))


def _best(name: str, rate: Fact, facts: list[Fact]) -> tuple[list[Fact], bool]:
    """The statements of an amount that a rate may be of: of its own scope, year and span of years, firm before weak.

    The second value says that the statements are weaker than they should be for certainty: a weak label that stands in
    another sentence than the rate, or a figure over several years beside one of a single year.
    """
    own = [f for f in facts if f.name == name and f.scope == rate.scope and f.year == rate.year]
    like = [f for f in own if f.cumulative == rate.cumulative]
    for chosen in (like, own):
        stated = [f for f in chosen if f.strength != "weak"]
        if stated:
            return stated, chosen is own
    if like:
        beside = [f for f in like if f.sentence is not None and f.sentence == rate.sentence]
        return beside or like, not beside or len(distinct(beside)) > 1
    return [], False


def _distance(rate: Fact, pair: _Pair) -> tuple[int, Decimal, int]:
    """How far a pair stands from a rate: in its sentence before elsewhere, finer figures before coarser."""
    away = sum(1 for fact in (pair.part, pair.whole) if fact.sentence is None or fact.sentence != rate.sentence)
    fineness = len_of(reading(pair.part)) + len_of(reading(pair.whole))
    return away, fineness, abs(pair.part.span.start - rate.span.start)


def _written(rate: Fact, pair: _Pair) -> str:
    """The computed rate with as many decimals as the stated one, one at least, more where the two would look alike."""
    with localcontext() as context:
        context.prec = 40
        value = pair.part.quantity.value / pair.whole.quantity.value * 100
        exponent = rate.quantity.value.as_tuple().exponent
        decimals = max(1, -exponent if isinstance(exponent, int) else 0)
        for places in range(decimals, decimals + 4):
            rounded = value.quantize(Decimal(1).scaleb(-places))
            if rounded not in (rate.quantity.value, Decimal(0)):
                break
    return plain(rounded) + "%"
