"""Changes in percent beside the figures from which and to which: 由上年的80万元增加到100万元,增长25%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checker.understand.quantity import Quantity
from checker.understand.ratio_claims import Claim, Line, alike, exact
from checker.vocabulary import FactName

_MORE: Final = r"增加|增长|提高|上升|扩大|提升|上涨|增幅|增速|涨幅|增|升"
_LESS: Final = r"减少|下降|降低|压减|缩减|核减|降幅|减幅|减|降"
_EITHER: Final = rf"{_MORE}|{_LESS}"
_UP: Final = re.compile(_MORE)
_LAST: Final = r"(?:上年度?|去年度?|上一年度?|前一年度?|⌚度?|年初)(?:同期)?"
_TO_RATE: Final = r"(?:率|了|为|达到?|幅度?|:)*(?P<rate>٪)(?!的)"
_NOT_CHANGED: Final = r"(?:(?!增|减|降|升|提高|涨|扩大|缩)[^,;¤№٪⌚□])"
# 由上年的80万元增加到100万元,增长25%
_FROM_TO: Final = re.compile(
    rf"(?:由|从){_NOT_CHANGED}{{0,16}}⌚?{_NOT_CHANGED}{{0,10}}(?P<before>[¤№])\)?{_NOT_CHANGED}{{0,8}}"
    rf"(?P<how>{_EITHER})(?:到|至|为)了?[^,;¤№٪⌚□]{{0,8}}(?P<now>[¤№])[^,;¤№٪⌚□]{{0,8}},?"
    rf"(?:同比|比上年|较上年)?(?P<said>{_EITHER}){_TO_RATE}"
)
# 支出100万元,较上年(的)80万元增长25%; 支出100万元,比上年(80万元)增长25%
_OVER: Final = re.compile(
    rf"(?P<now>[¤№]){_NOT_CHANGED}{{0,8}},?(?:比|较|与|和|同|对比|相比){_LAST}{_NOT_CHANGED}{{0,10}}\(?{_NOT_CHANGED}{{0,6}}"
    rf"(?P<before>[¤№])\)?{_NOT_CHANGED}{{0,6}},?(?:(?:{_EITHER})了?[¤№],?)?(?P<said>{_EITHER}){_TO_RATE}"
)
# 支出120万元,同比增加20万元,增长20%
_BY_AMOUNT: Final = re.compile(
    rf"(?P<now>[¤№])[^;¤№٪]{{0,24}}?(?:同比|(?:比|较)(?:上年度?|去年度?|年初)|与上年相比){_NOT_CHANGED}{{0,14}}?"
    rf"(?P<how>{_EITHER})了?[^,;¤№٪0-9]{{0,6}}(?P<delta>[¤№]),?(?:同比)?(?:{_EITHER}|幅度){_TO_RATE}"
)
_NAME: Final = r"(?P<{0}>[一-鿿]{{2,12}}?)(?:为|是|达到?|共|合计|:)*"
# 2021年支出80万元,2022年支出100万元,同比增长25%
_TWO_YEARS: Final = re.compile(
    rf"(?P<first>⌚|上年度?|去年|今年|本年度?){_NAME.format('one')}(?P<a>[¤№])[,;、]"
    rf"(?P<second>⌚|上年度?|去年|今年|本年度?|当年){_NAME.format('two')}(?P<b>[¤№]),?"
    rf"(?:同比|比上年|较上年|比去年|较去年)?(?P<said>{_EITHER}){_TO_RATE}"
)
_FIGURE: Final = r"(?P<{0}>预算|年初预算|全年预算|支出|执行|投入)(?:数|额|资金|金额)?"
# 与2021年相比,预算增长25%,上年预算为80万元
_YEAR_BEFORE: Final = re.compile(
    rf"(?:与|和|同|比|较){_LAST}(?:相比|比较)?,?(?:本年|当年|今年)?(?:度|的)?(?:项目)?(?:的)?{_FIGURE.format('what')}(?:总额)?"
    rf"(?:同比)?(?P<said>{_EITHER})(?:率|了|为|达到?|幅度?|:)*(?P<rate>٪)[,;(]"
    rf"(?:其中)?{_LAST}(?:项目|的)*{_FIGURE.format('of')}(?:总额)?(?:为|是|:)*(?P<before>¤)"
)
# 项目预算较上年的80万元增长25%
_OWN: Final = re.compile(
    rf"{_FIGURE.format('what')}(?:总额)?(?:比|较){_LAST}(?:项目|的)*(?:{_FIGURE.format('of')})?\(?(?P<before>¤)\)?"
    rf"(?P<said>{_EITHER}){_TO_RATE}"
)
# 调整后全年预算数为4380万元,调增36.9%
_ADJUSTED: Final = re.compile(
    r"(?:调整后|全年|最终)(?:的)?(?:全年|年度|项目)?预算(?:数|额|资金)?(?:为|是|达到?|:)*(?P<now>¤),"
    r"(?:(?:比|较)年初(?:预算)?(?:数)?(?:净)?(?P<over>增加|减少|压减|增长|下降|调增|调减|追加|核减)|(?P<said>调增|调减|追加|核减))"
    r"(?:率|了|为|达到?|:)*(?P<rate>٪)(?!的)"
)
_FACTS: Final[dict[str, tuple[FactName, ...]]] = {
    "预算": ("全年预算数", "年初预算数"),
    "全年预算": ("全年预算数",),
    "年初预算": ("年初预算数",),
    "支出": ("执行数",),
    "执行": ("执行数",),
    "投入": ("全年预算数", "执行数"),
}
# Over several years, or in the mean of something.
_OTHER_RATE: Final = re.compile(r"年均|复合|平均|人均|户均|累计增|环比|可比|扣除|剔除")


def read_changes(line: Line, year: int | None) -> Iterator[Claim]:
    """The changes of a sentence; `year` is the report's own, before which 上年 lies."""
    for pattern in (_FROM_TO, _OVER):
        for match in pattern.finditer(line.text):
            yield from _claim(line, match, line.at(match.start("now")), line.at(match.start("before")))
    for match in _TWO_YEARS.finditer(line.text):
        yield from _two_years(line, match)
    for match in _ADJUSTED.finditer(line.text):
        now, rate = line.at(match.start("now")), line.at(match.start("rate"))
        if exact(now, rate) and rate.value >= 0:
            up = (match["over"] or match["said"]) in ("调增", "追加", "增加", "增长")
            yield Claim("预算调整幅度", rate, line.side(now, "调整后预算数"), ("年初预算数",), 1 if up else -1)
    for pattern in (_YEAR_BEFORE, _OWN):
        for match in pattern.finditer(line.text):
            yield from _over_the_year_before(line, match, year)


def read_amount_changes(line: Line) -> Iterator[Claim]:
    """A change over the year before, as an amount and in percent, after the year's own figure.

    That figure may stand in the sentence before: `line` is a whole paragraph.
    """
    for match in _BY_AMOUNT.finditer(line.text):
        now, delta, rate = (line.at(match.start(group)) for group in ("now", "delta", "rate"))
        if not alike(now, delta) or not exact(now, delta, rate) or _OTHER_RATE.search(match[0]):
            continue
        sign = 1 if _UP.fullmatch(match["how"]) else -1
        if now.value <= sign * delta.value or re.search(r"[!?\n]", match[0]):
            continue
        one, change = line.side(now), line.side(delta, "变化额")
        before = one.less(change) if sign > 0 else one.plus(change)
        weak = "上年的数是推算的，需核实" if "。" in match[0] else ""
        yield Claim("同比变化", rate, change, before, weak=weak, spans=one.spans)


def _two_years(line: Line, match: re.Match[str]) -> Iterator[Claim]:
    """Two years' figures under one name; which of them is the later one is read from the years."""
    if _bare(match["one"]) != _bare(match["two"]):
        return
    first, second = _when(line, match, "first"), _when(line, match, "second")
    if first is None or second is None or abs(first - second) != 1:
        return
    now, before = ("b", "a") if second > first else ("a", "b")
    yield from _claim(line, match, line.at(match.start(now)), line.at(match.start(before)))


def _when(line: Line, match: re.Match[str], group: str) -> int | None:
    """A year; 上年 and 今年 count from a year that is the same for both."""
    words = match[group]
    if words != "⌚":
        return -1 if words.startswith(("上", "去")) else 0
    other = match["second" if group == "first" else "first"]
    quantity = line.at(match.start(group))
    return int(quantity.value) if quantity.kind == "year" and other == "⌚" else None


def _claim(line: Line, match: re.Match[str], now: Quantity, before: Quantity) -> Iterator[Claim]:
    rate = line.at(match.start("rate"))
    if not alike(now, before) or not exact(now, before, rate) or rate.value < 0 or _OTHER_RATE.search(match[0]):
        return
    up = bool(_UP.fullmatch(match["said"]))
    how = match.groupdict().get("how")
    if how is not None and bool(_UP.fullmatch(how)) != up:
        return
    yield Claim("变化率", rate, line.side(now), line.side(before, "原数" if how else "上年数"), 1 if up else -1)


def _over_the_year_before(line: Line, match: re.Match[str], year: int | None) -> Iterator[Claim]:
    """The change of one of the report's own figures over the year before, whose figure is stated beside it."""
    rate, before = line.at(match.start("rate")), line.at(match.start("before"))
    stated = [figure for at, figure in line.figures(match.start(), match.end()) if figure.kind == "year"]
    if year is None and stated:
        return
    if any(int(figure.value) != (year or 0) - 1 for figure in stated) or not exact(rate, before) or rate.value < 0:
        return
    what, of = match["what"], match["of"]
    if of is not None and _FACTS[of] != _FACTS[what]:
        return
    up = bool(_UP.fullmatch(match["said"]))
    yield Claim(f"{what}与上年相比的变化", rate, _FACTS[what], line.side(before, "上年数"), 1 if up else -1)


def _bare(name: str) -> str:
    return re.sub(r"[为是达到共合计]+$|^(?:年度?|的|项目|实际|共|累计)+", "", name)
