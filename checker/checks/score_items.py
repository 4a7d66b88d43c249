"""Whether each item's score follows from what it reports (财预〔2020〕10号第十六条)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.figures import weakest
from checker.checks.scoring import FormRule, Item, items_of, plain, reason_in, score_step, short
from checker.document import Cell
from checker.folding import fold
from checker.interval import Interval
from checker.understand.facts import PROJECT, year_of
from checker.understand.form import Form
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.understand.target_measures import promised
from checker.understand.target_reasons import classify
from checker.understand.targets import Target
from checker.vocabulary import Model, Pattern

_HUNDRED: Final = Interval.point(100)
_STAGES: Final = (None, "决策", "过程", "投入")
_EXECUTION: Final = re.compile(
    r"(?:项目|资金|预算|全年|年度|财政|支出)*(?:执行率|支出率|支付率|执行进度|支出进度|支付进度)"
)
_BY_RATE: Final = re.compile(
    r"(?:执行率|支出率|支付率)[*×xX](?:100%[*×xX])?(?:该?指标)?(?:分值|权重|满分|[0-9.]+分?)"
    r"|(?:分值|权重|满分|[0-9.]+分?)[*×xX](?:预算|实际|资金)?(?:执行率|支出率|支付率)"
)
# 未达到的按完成值与指标值的比例计分: the proportion is the row's own standard.
_IN_PROPORTION: Final = re.compile(
    r"按(?:照|实际|其)?[^,;。扣减]{0,16}(?:比例|完成率)(?:予以|给予|计算|折算)?(?:计|得|给|赋|评)?分"
)
_FULL_FROM: Final = re.compile(
    r"(?:执行率|支出率|支付率|执行进度|支出进度)[^。;\n0-9]{0,12}?(?P<rate>[0-9]{2,3}(?:\.[0-9]+)?)\s?%[^。;\n]{0,16}?(?<!不)得?满分"
)
_WHY: Final = re.compile(r"原因|[因由]于|因[^此]|未|没有|尚|不[够足到全]|结转|扣|缺|滞后|延[迟误后期]|推迟")
_BY_STEPS: Final = re.compile(r"扣|以上|以下|低于|高于|每|≥|≤|>|<|否则|不得分|不足")
_LEAST: Final = Decimal("0.005")  # scores are given to hundredths of a point


def _score(quantity: Quantity) -> Interval:
    """A score to half a unit of its last digit, or cut off after it."""
    step = quantity.step if quantity.step else Decimal(0)
    return Interval(quantity.value - step / 2, quantity.value + step)


def _rate_score(form: Form, item: Item) -> Interval:
    """What the score of 预算执行率 may have been before rounding.

    Full marks in whole points are rounded to whole points only where every score of the form is: beside a 6.5 or a
    total of 99.5 a 10 is no 9.72.
    """
    step = score_step(form)
    if item.score.value < item.weight.value or step is None or not item.score.step or step >= item.score.step:
        return _score(item.score)
    return Interval(item.score.value - step / 2, item.score.value + step)


def _own_standard(form: Form, item: Item) -> bool:
    """Whether the row states a standard of its own, by which and not by proportion it is scored."""
    standard = _standard(form, item)
    return bool(standard) and (not _IN_PROPORTION.search(standard) or bool(_BY_STEPS.search(standard)))


def _standard(form: Form, item: Item) -> str:
    """The standard that the row states; "" where it states none."""
    cell = item.indicator.cell("评分标准") if item.indicator is not None else None
    return "" if form.blank(cell) else form.text(cell)


def _reasons(form: Form, item: Item) -> bool:
    cells = (item.indicator or item.line).cells if item.indicator or item.line else {}  # type: ignore[union-attr]
    if reason_in(form, (cells.get("偏差原因"), cells.get("扣分原因"))) or _noted(form, cells.get("备注")):
        return True
    return item.target is not None and item.target.reason_kind in ("given", "vague")


def _noted(form: Form, cell: Cell | None) -> bool:
    """Whether a remark says why (余款结转下年); the papers that bear a row out are no reason."""
    return cell is not None and reason_in(form, (cell,)) and _WHY.search(form.text(cell)) is not None


class ExecutionScore(FormRule):
    """The score of 预算执行率 is weight × rate, at most the weight."""

    ABOUT: ClassVar[str] = "预算执行率的得分是否等于分值乘以执行率"

    DATA: ClassVar[Mapping[str, str]] = {"score": "得分", "weight": "分值", "rate": "执行率", "expected": "应得分"}
    check: Literal["execution-score"] = "execution-score"

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        item = next((each for each in items_of(report, form) if is_execution(each)), None)
        if item is None or item.score.value > item.weight.value:
            return
        proportional = _proportional(form, item)
        if not proportional and _standard(form, item):
            yield NotChecked("预算执行率另有评分标准")
            return
        if _target_reached(form, item):
            return
        if _by_other_rules(report, item):
            yield NotChecked("文中写明预算执行率低于100%也得满分，另有评分标准")
            return
        rates = list(rates_of(report, form, item))
        if not rates:
            yield NotChecked("表中没有预算执行率，也不能由预算数和执行数算出")
            return
        weight, written = item.weight.value, _rate_score(form, item)
        for rate in rates:
            full = Interval(min(rate.low / 100 * weight, weight), min(rate.high / 100 * weight, weight))
            if written.overlaps(full):
                return
        if _reasons(form, item) and item.score.value < min(rate.low / 100 * weight for rate in rates):
            return
        data = {
            "score": plain(item.score.value),
            "weight": plain(weight),
            "rate": plain(rates[0].value.quantize(Decimal("0.01"))) + "%",
            "expected": plain(min(rates[0].value / 100 * weight, weight).quantize(Decimal("0.01"))),
        }
        # A table of 决策, 过程, 产出 and 效益 is scored by the unit's own standards, which may stand elsewhere.
        unsure = form.kind == "scoring" and not proportional
        remark = "表中没有写明这一指标的评分标准，另有标准的请写明" if unsure else ""
        yield Problem(item.spans, data, weakest(self.severity, weaker=unsure), remark)


def is_execution(item: Item) -> bool:
    """Whether an item is 预算执行率: the funds' line, or an indicator, which is 过程 in a table by stages."""
    if item.indicator is None:
        return item.line is not None
    if item.indicator.dimension not in _STAGES:
        return item.indicator.dimension == "执行率"
    return _EXECUTION.fullmatch(item.label) is not None


def _proportional(form: Form, item: Item) -> bool:
    """Whether the row's own standard is weight × rate (执行率×10分)."""
    standard = _standard(form, item)
    return bool(_BY_RATE.search(standard)) and not _BY_STEPS.search(standard)


def _target_reached(form: Form, item: Item) -> bool:
    """Whether the row sets a rate of its own below 100 % (≥95%), reaches it, and has full marks for that."""
    if item.indicator is None or item.score.value != item.weight.value:
        return False
    wanted, done = form.target_of(item.indicator), form.completion_of(item.indicator)
    if wanted is None or done is None or {wanted.unit, done.unit} != {"%"}:
        return False
    return wanted.comparison in (">=", ">", "=") and wanted.value < _HUNDRED.low and done.value >= wanted.value


def _by_other_rules(report: Report, item: Item) -> bool:
    """Whether a note or the text lets a rate below 100 % have full marks, and the item has them: 95%以上得满分."""
    if item.score.value != item.weight.value:
        return False
    return any(Decimal(match["rate"]) < _HUNDRED.low for match in _FULL_FROM.finditer(report.folded))


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of execution in percent, and the bounds of what it may stand for."""

    value: Decimal
    low: Decimal
    high: Decimal


def rates_of(report: Report, form: Form, item: Item) -> Iterator[Rate]:
    """The rates on which the score may rest: the one stated first, then the one that the funds make."""
    line = item.line or form.total_funds
    stated = form.amount(line, "执行率") if line is not None else None
    if stated is None and item.indicator is not None:
        stated = form.quantity(item.indicator.cell("完成值"), "%")
    if stated is not None and stated.unit == "%":
        yield _rate(stated)
    budget = form.amount(line, "全年预算数") if line is not None else None
    spent = form.amount(line, "执行数") if line is not None else None
    if budget is not None and spent is not None and budget.interval.low > 0:
        made = spent.interval / budget.interval * _HUNDRED
        yield Rate(spent.value / budget.value * 100, made.low, made.high)
    if line is None:
        year = year_of(report)
        for fact in report.facts:
            exact = fact.quantity.comparison == "=" and fact.year in (None, year)
            if fact.name == "执行率" and fact.scope == PROJECT and not fact.cumulative and exact:
                yield _rate(fact.quantity)


def _rate(stated: Quantity) -> Rate:
    """A stated rate, rounded or cut off after its last digit."""
    return Rate(stated.value, stated.interval.low, stated.value + stated.step)


class QuantitativeScore(FormRule):
    """A quantitative indicator that falls short is scored in proportion, by either formula in use for a ≤ target."""

    ABOUT: ClassVar[str] = "定量指标的得分与完成情况是否相符"

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
            if full and "date" in (target.quantity.kind, actual.kind) and not _own_standard(form, item):
                # Nothing is in proportion to a day, but late is not in time.
                yield self._problem(report, item, target, f"低于{plain(item.weight.value)}")
                continue
            if not expected or (not full and _own_standard(form, item)):
                continue
            best = max(each.high for each in expected)
            # Full marks in whole points say that nothing is missing, unless what is missing is no hundredth; 2.0 may be
            # 1.96 in tenths of a point.
            step = item.score.step if item.score.step < 1 else Decimal(0)
            right = best >= item.weight.value - max(_LEAST, step / 2) if full else False
            if right or (not full and any(_score(item.score).overlaps(each) for each in expected)):
                continue
            if item.score.value < max(each.low for each in expected) and _reasons(form, item):
                continue
            middles = [((each.low + each.high) / 2).quantize(Decimal("0.01")) for each in expected]
            yield self._problem(report, item, target, "或".join(dict.fromkeys(plain(middle) for middle in middles)))

    def _problem(self, report: Report, item: Item, target: Target, expected: str) -> Problem:
        data = {
            "name": short(report, item.name),
            "target": short(report, target.span),
            "actual": short(report, target.completions[0].span),
            "score": plain(item.score.value),
            "weight": plain(item.weight.value),
            "expected": expected,
        }
        spans = (item.score_cell.span, target.span, target.completions[0].span)
        return Problem(tuple(dict.fromkeys(spans)), data)


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

    ABOUT: ClassVar[str] = "扣分有没有说明原因"

    DATA: ClassVar[Mapping[str, str]] = {"name": "指标名称", "score": "得分", "weight": "分值"}
    FORMS = ("self-evaluation",)
    check: Literal["unexplained-score"] = "unexplained-score"

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        box = form.texts.get("未完成原因")
        if "偏差原因" not in form.columns and box is None:
            yield NotChecked("表中没有填写偏差原因的栏")
            return
        items = list(items_of(report, form))
        said = "none" if box is None else classify(form.text(box), "", report.vocabulary)
        if "偏差原因" not in form.columns and said in ("given", "vague") and not _speaks_of(form, box, items):
            yield NotChecked("表中统一填写的偏差原因没有写明是哪项指标的")
            return
        for item in items:
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


def _speaks_of(form: Form, box: Cell | None, items: list[Item]) -> bool:
    """Whether one box of reasons for all indicators says which of them it speaks of."""
    said = form.text(box)
    return any(item.label and item.label in said for item in items)


class Band(Model):
    """A level that a qualitative indicator reports, and the shares of its weight (in %) that its score may be."""

    level: Annotated[str, Field(description="完成程度的名称")]
    pattern: Annotated[Pattern, Field(description="完成程度的说法（正则表达式）")]
    low: Annotated[Decimal, Field(description="得分占分值的百分比，下限")]
    high: Annotated[Decimal, Field(description="得分占分值的百分比，上限")]


class QualitativeScore(FormRule):
    """A qualitative indicator's score lies in the band of the level that it reports."""

    ABOUT: ClassVar[str] = "定性指标的得分是否在档次范围内"

    DATA: ClassVar[Mapping[str, str]] = {
        "name": "指标名称",
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
