"""Whether each item's score follows from what it reports (财预〔2020〕10号第十六条)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.scoring import FormRule, Item, items_of, plain, reason_in, short
from checker.folding import fold
from checker.interval import Interval
from checker.understand.fact import PROJECT
from checker.understand.form import Form
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.understand.target_measures import promised
from checker.vocabulary import Model, Pattern

_HUNDRED: Final = Interval.point(100)
_LEAST: Final = Decimal("0.005")  # scores are given to hundredths of a point


def _score(quantity: Quantity) -> Interval:
    """A score to half a unit of its last digit, or cut off after it."""
    step = quantity.step if quantity.step else Decimal(0)
    return Interval(quantity.value - step / 2, quantity.value + step)


def _own_standard(form: Form, item: Item) -> bool:
    """Whether the row states a standard of its own, by which and not by proportion it is scored."""
    return item.indicator is not None and not form.blank(item.indicator.cell("评分标准"))


def _reasons(form: Form, item: Item) -> bool:
    cells = (item.indicator or item.line).cells if item.indicator or item.line else {}  # type: ignore[union-attr]
    if reason_in(form, (cells.get("偏差原因"), cells.get("扣分原因"))):
        return True
    return item.target is not None and item.target.reason_kind in ("given", "vague")


class ExecutionScore(FormRule):
    """The score of 预算执行率 is weight × rate, at most the weight."""

    DATA: ClassVar[Mapping[str, str]] = {"score": "得分", "weight": "分值", "rate": "执行率", "expected": "应得分"}
    FORMS = ("self-evaluation",)
    check: Literal["execution-score"] = "execution-score"

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        item = next((each for each in items_of(report, form) if is_execution(each)), None)
        if item is None or item.score.value > item.weight.value:
            return
        if _own_standard(form, item):
            yield NotChecked("预算执行率另有评分标准")
            return
    ABOUT: ClassVar[str] = "预算执行率的得分是否等于分值乘以执行率"

        rates = list(rates_of(report, form, item))
        if not rates:
            yield NotChecked("表中没有预算执行率，也不能由预算数和执行数算出")
            return
        weight = item.weight.value
        for low, high in rates:
            full = Interval(min(low / 100 * weight, weight), min(high / 100 * weight, weight))
            if _score(item.score).overlaps(full):
                return
        if _reasons(form, item) and item.score.value < min(low / 100 * weight for low, _ in rates):
            return
        low, high = rates[0]
        expected = min((low + high) / 200 * weight, weight).quantize(Decimal("0.01"))
        data = {
            "score": plain(item.score.value),
            "weight": plain(weight),
            "rate": plain(((low + high) / 2).quantize(Decimal("0.01"))) + "%",
            "expected": plain(expected),
        }
        yield Problem(item.spans, data)


def is_execution(item: Item) -> bool:
    return item.line is not None or (item.indicator is not None and item.indicator.dimension == "执行率")


def rates_of(report: Report, form: Form, item: Item) -> Iterator[tuple[Decimal, Decimal]]:
    """The rates, in percent, on which the score may rest: the one stated first, then the one that the funds make."""
    line = item.line or form.total_funds
    stated = form.amount(line, "执行率") if line is not None else None
    if stated is None and item.indicator is not None:
        stated = form.quantity(item.indicator.cell("完成值"), "%")
    if stated is not None and stated.unit == "%":
        yield stated.interval.low, stated.value + stated.step
    budget = form.amount(line, "全年预算数") if line is not None else None
    spent = form.amount(line, "执行数") if line is not None else None
    if budget is not None and spent is not None and budget.interval.low > 0:
        made = spent.interval / budget.interval * _HUNDRED
        yield made.low, made.high
    if line is None:
        for fact in report.facts:
            exact = fact.quantity.comparison == "="
            if fact.name == "执行率" and fact.scope == PROJECT and not fact.cumulative and exact:
                yield fact.quantity.interval.low, fact.quantity.value + fact.quantity.step


class QuantitativeScore(FormRule):
    """A quantitative indicator that falls short is scored in proportion, by either formula in use for a ≤ target."""

    DATA: ClassVar[Mapping[str, str]] = {
        "name": "指标名称",
        "target": "指标值",
        "actual": "完成值",
        "score": "得分",
        "weight": "分值",
        "expected": "按比例应得分",
    }
    check: Literal["quantitative-score"] = "quantitative-score"

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        for item in items_of(report, form):
            target = item.target
            if target is None or not target.short or target.quantity is None or not target.completions:
                continue
            actual = target.completions[0].quantity
            if actual is None or item.score.value > item.weight.value or is_execution(item):
                continue
            expected = list(proportions(target.quantity, actual, item.weight.value))
            full = item.score.value == item.weight.value
            if not expected or (not full and _own_standard(form, item)):
                continue
            best = max(each.high for each in expected)
            # Full marks say that nothing is missing: in whole points too, unless what is missing is no hundredth.
            right = best >= item.weight.value - _LEAST if full else False
            if right or (not full and any(_score(item.score).overlaps(each) for each in expected)):
                continue
            if item.score.value < max(each.low for each in expected) and _reasons(form, item):
                continue
            middles = [((each.low + each.high) / 2).quantize(Decimal("0.01")) for each in expected]
            data = {
                "name": short(report, item.name),
                "target": short(report, target.span),
                "actual": short(report, target.completions[0].span),
                "score": plain(item.score.value),
                "weight": plain(item.weight.value),
                "expected": "或".join(dict.fromkeys(plain(middle) for middle in middles)),
            }
    ABOUT: ClassVar[str] = "定量指标的得分与完成情况是否相符"

            spans = (item.score_cell.span, target.span, target.completions[0].span)
            yield Problem(tuple(dict.fromkeys(spans)), data)


def proportions(target: Quantity, actual: Quantity, weight: Decimal) -> Iterator[Interval]:
    """The scores that the formulas in use give to a completion that falls short of its target."""
    if {target.kind, actual.kind} & {"date", "year"} or target.comparison == "~" or target.value <= 0:
        return
    points, zero = Interval.point(weight), Interval.point(0)
    # What is promised is promised to the letter; only what was measured may have been rounded.
    wanted = Interval.point(target.value)
    if promised(target) in (">=", ">"):
        if actual.value >= 0:
            yield Interval(max(zero.low, (share := actual.interval / wanted * points).low), share.high)
        return
    if actual.interval.low > 0:
        yield wanted / actual.interval * points
    left = points - (actual.interval - wanted) / wanted * points
    yield Interval(max(left.low, Decimal(0)), max(left.high, Decimal(0)))


class UnexplainedScore(FormRule):
    """Points are lost although the target is met or is qualitative, and no reason is given."""

    DATA: ClassVar[Mapping[str, str]] = {"name": "指标名称", "score": "得分", "weight": "分值"}
    FORMS = ("self-evaluation",)
    check: Literal["unexplained-score"] = "unexplained-score"

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        if "偏差原因" not in form.columns:
            yield NotChecked("表中没有填写偏差原因的栏")
            return
        for item in items_of(report, form):
            target = item.target
            if item.line is not None or is_execution(item) or item.score.value >= item.weight.value:
                continue
            if target is not None and target.status not in ("met", "exceeded", "qualitative"):
                continue
            if _reasons(form, item):
                continue
            data = {
                "name": short(report, item.name),
                "score": plain(item.score.value),
                "weight": plain(item.weight.value),
            }
            yield Problem(item.spans, data)


class Band(Model):
    """A level that a qualitative indicator reports, and the shares of its weight (in %) that its score may be."""

    level: Annotated[str, Field(description="完成程度的名称")]
    pattern: Annotated[Pattern, Field(description="完成程度的说法（正则表达式）")]
    low: Annotated[Decimal, Field(description="得分占分值的百分比，下限")]
    high: Annotated[Decimal, Field(description="得分占分值的百分比，上限")]


class QualitativeScore(FormRule):
    """A qualitative indicator's score lies in the band of the level that it reports."""

    DATA: ClassVar[Mapping[str, str]] = {
        "name": "指标名称",
    ABOUT: ClassVar[str] = "扣分有没有说明原因"

        "level": "报告的完成程度",
        "score": "得分",
        "weight": "分值",
        "band": "该程度的得分范围",
    }
    check: Literal["qualitative-score"] = "qualitative-score"
    bands: Annotated[tuple[Band, ...], Field(description="完成程度及其得分占分值的百分比，先写的先认")]

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        for item in items_of(report, form):
            cell = item.indicator.cell("完成值") if item.indicator is not None else None
            if cell is None or (item.target is not None and item.target.quantity is not None):
                continue
            words = form.text(cell)
            band = next((each for each in self.bands if re.search(fold(each.pattern), words)), None)
            if band is None or item.score.value > item.weight.value or item.weight.value <= 0:
                continue
            least, most = band.low / 100 * item.weight.value, band.high / 100 * item.weight.value
            if least <= item.score.value <= most:
                continue
            data = {
                "name": short(report, item.name),
                "level": band.level,
                "score": plain(item.score.value),
                "weight": plain(item.weight.value),
                "band": f"{plain(least)}至{plain(most)}分",
            }
            yield Problem((item.score_cell.span, cell.span), data)
    ABOUT: ClassVar[str] = "定性指标的得分是否在档次范围内"

