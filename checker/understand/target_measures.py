"""Whether a completion's quantity can be held against a target's, and whether it reaches it."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from checker.interval import Interval
from checker.understand.quantity import Comparison, Quantity

Reach = Literal["short", "reached", "exceeded"]

_MILLION = Decimal(10_000)
_TOO_MANY: Final = 10
_ROUND: Final = 2
"""A number of so many telling digits is round."""


def comparable(target: Quantity, actual: Quantity, measures: tuple[tuple[str, ...], ...]) -> bool:
    """Whether two quantities measure the same kind of thing."""
    if target.kind == "date" or actual.kind == "date":
        return target.kind == actual.kind
    if target.unit == actual.unit or {target.unit, actual.unit} <= _SECONDS.keys():
        return True
    if "" in (target.unit, actual.unit):
        return "%" not in (target.unit, actual.unit) and "元" not in (target.unit, actual.unit)
    if {target.kind, actual.kind} <= {"count"}:
        return same_measure(target.unit, actual.unit, measures)
    if target.unit.startswith("元") and actual.unit.startswith("元"):
        return False
    return False


_SECONDS: Final = {"秒": Decimal(1), "分钟": Decimal(60), "小时": Decimal(3600)}


def in_unit(quantity: Quantity, unit: str) -> Quantity:
    """A time in another unit of time: 48秒 of 分钟 are 0.8; anything else as it is."""
    if quantity.unit == unit or not {quantity.unit, unit} <= _SECONDS.keys():
        return quantity
    factor = Interval.point(_SECONDS[quantity.unit] / _SECONDS[unit])
    point = _SECONDS[quantity.unit] / _SECONDS[unit]
    return replace(
        quantity,
        unit=unit,
        value=quantity.value * point,
        step=quantity.step * point,
        interval=quantity.interval * factor,
    )


def same_measure(one: str, other: str, measures: tuple[tuple[str, ...], ...]) -> bool:
    """Whether two measure words count the same things (场 and 场次)."""
    if one == other or {one, other} in ({one, f"{one}次"}, {other, f"{other}次"}):  # 4轮, 4轮次
        return True
    return any(one in group and other in group for group in measures)


PERSONS: Final = frozenset(("人", "名", "位", "人次", "户次", "人份"))


def alike(one: Quantity, other: Quantity) -> bool:
    """Whether two figures that can be compared count the same kind of thing: 个 may count posts, 人 counts people."""
    return (one.unit in PERSONS) == (other.unit in PERSONS)


def beyond(target: Quantity, actual: Quantity | None) -> bool:
    """Whether a figure is too large to count what was promised: 印刷600册 of 出版1部."""
    if actual is None or target.kind != "count" or actual.unit == target.unit:
        return False
    return actual.value > target.value * _TOO_MANY


def incomparable(target: Quantity, actual: Quantity, measures: tuple[tuple[str, ...], ...]) -> bool:
    """Whether two quantities surely cannot be compared; a missing or a looser unit is no mismatch."""
    kinds = {target.kind, actual.kind}
    if kinds & {"date", "year", "number", "score"} or target.unit == actual.unit or "" in (target.unit, actual.unit):
        return False
    if kinds == {"count"}:
        loose = {"个", "项", "件", "份", "次", "处", "类", "种"}
        return not {target.unit, actual.unit} & loose and not same_measure(target.unit, actual.unit, measures)
    one, other = target.unit.split("/")[0], actual.unit.split("/")[0]
    if one == other:
        return False
    times = {"天", "工作日", "周", "月", "季度", "年", "小时", "分钟", "秒", "学期"}
    return not {one, other} <= times


def promised(target: Quantity) -> Comparison:
    """What a target's comparison asks for: a bare number is the least."""
    return ">=" if target.comparison in ("=", "~", ">=") else target.comparison


_LESS: Final = re.compile(r"成本|费用|单价|造价|事故|投诉|故障|差错|死亡|违规|超支|损失|下降|降低|减少|控制")
# More of these is better, a decrease by so much (下降5%) among them: 下降到5% is a level.
_MORE: Final = re.compile(
    r"(?:资金|投资)完成|完成[一-鿿]{0,6}(?:资金|投资)|增收|增产|增值|产值|收入|带动|新增|到位[内外省市]?资|[引融]资|税收|销售|挽回|追[回缴讨]|增效|节本|节约|节省|替代|筹[集措]|募集|"
    r"(?:减少|降低|削减|压减)[^到至]{0,8}(?:用量|使用量|排放|消耗|支出)|(?:下降|降低|减少|压减|提高|提升|增长)$"
)
TIMES: Final = frozenset(("秒", "分钟", "小时", "天", "工作日", "周", "月", "季度", "年"))


def undirected(target: Quantity, words: str) -> bool:
    """Whether nothing says if more or less than a bare number is better: 100万元 of cost, 3 accidents.

    `words` are what the target is called, with the headings above it.
    """
    if target.comparison != "=" or _MORE.search(words):
        return False
    money = target.kind == "money" or target.unit.startswith("元")
    return money or target.unit in TIMES or bool(_LESS.search(words))


def reach(target: Quantity, actual: Quantity, *, threshold: Decimal = Decimal(30)) -> Reach:
    """Whether `actual` reaches `target`; `exceeded` when it is more than `threshold` percent above a least value.

    Numbers stated to different precision agree when their intervals meet; 近 and 约 are given their benefit.
    """
    if target.kind == "date":
        return _date(target, actual)
    actual = in_unit(actual, target.unit)
    wanted, had = _wanted(target), _interval(actual)
    if actual.kind == "number" and target.kind == "percent" and actual.value <= 1 < target.value:
        had = had * Interval.point(100)
    sign = promised(target)
    if sign == ">=":
        if had.high < wanted.low:
            return "short"
        limit = target.value * (1 + threshold / 100)
        return "exceeded" if target.value > 0 and had.low > limit else "reached"
    if sign == ">":
        return "reached" if had.high > target.value else "short"
    if sign == "<":
        return "reached" if had.low < target.value else "short"
    return "short" if had.low > wanted.high else "reached"


def _wanted(target: Quantity) -> Interval:
    """What a promise stands for: a round one (18万, 95%) was set and is meant exactly, a finer one was measured."""
    if target.comparison != "~" and len(target.value.normalize().as_tuple().digits) <= _ROUND:
        return Interval.point(target.value)
    return _interval(target)


def _interval(quantity: Quantity) -> Interval:
    if quantity.comparison == "~":
        slack = max(quantity.step, abs(quantity.value) / 20)
        return Interval(quantity.value - slack, quantity.value + slack)
    if quantity.comparison in (">", ">="):
        return Interval(quantity.value, quantity.value + max(quantity.step, Decimal(1)))
    return quantity.interval


def _date(target: Quantity, actual: Quantity) -> Reach:
    wanted, had = target.value, actual.value
    if target.unit == "月日" or actual.unit == "月日":
        wanted, had = wanted % _MILLION, had % _MILLION
    return "reached" if had <= wanted else "short"


def amount(quantity: Quantity) -> Quantity:
    """The quantity without its comparison."""
    return replace(quantity, comparison="=")
