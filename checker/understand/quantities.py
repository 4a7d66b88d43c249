"""Every quantity of a Chinese text, with its exact value, its unit and the place where it stands.

One pass over folded text: at each character that may begin a number the readers below are asked in turn. What looks
like a number and is none (文号, 第三方, telephone numbers, times of day, headings' numbers) is stepped over.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from checker.document import Span
from checker.interval import Interval
from checker.understand import comparisons
from checker.understand.amounts import read_amount
from checker.understand.dates import read_date
from checker.understand.quantity import Malformed, Quantity
from checker.understand.reading import Reading
from checker.understand.units import unit_factor

_CANDIDATE: Final = re.compile(r"[0-9一二三四五六七八九十两百千万壹贰叁肆伍陆柒捌玖拾貳參叄陸¥第\[(【hw六年]")
_STOP_WORDS = (
    r"十[一二三四五]五(?:规划|时期|期间)?|三重一大|两个(?:维护|确立|毫不动摇|一百年|务必|先行|结合)|四个(?:意识|自信|全面|伟大|最严|不摘)|三个(?:代表|务必)|"
    r"三公(?!里|斤|顷)|六稳|六保|三社|三治|三农|三会一课|三严三实|两学一做|两不愁|三保障|八项规定|三下乡|三支一扶|一老一小|三品一标|三区三州|四议两公开|"
    r"五位一体|五个一(?:工程|批)|两新|九年义务|一带一路|百千万工程|三年级|一票否决|一卡通|一网通办|一件事|一把手|一次性|一站式|一条龙|一方面|一系列|一体化?|"
    "一对一|一张网|一张图|一村一|一户一|一人一|一事一|一岗双责|一是|[二三四五六七八九]是|一定|一般|一些|一致|一起|一线|一切|一直|一律|一旦|"
    r"一样|一并|一把|一手|一面|一点|一度|一条心|一盘棋|一本账|一张表|一支笔|一家亲|四好|三台县|三元区|五台山|三资|三次产业|两癌|三无|三包(?!装)|四方|"
    r"三方|多方|双一流|一流|一批|一带|一股|一代|百分制|千家万户|千方百计|万众|百年(?:大计|老)|千万(?!元|人|级)|百姓|万一|两山|"
    "二十大|二十届|十[八九]大|两会|三权|三变|三级|四级|五级|一级|二级|两级|三大|四大|五大|十大|两大|两手|三全|五育|六一|七一|八一|"
    r"三保(?!障户)|三孩|二孩|一标|三定|三查|三审|三校|四川|五保|六安|九江|三亚|三峡|三门峡|两江|七里|八里|十里|五里|三里"
)
_SKIP: Final = re.compile(
    r"(?:https?://|www\.)[^\s\u4e00-\u9fff,;)]+"
    r"|[\[(【](?:19|20)[0-9]{2}[\])】]\s?(?:第\s?)?[0-9]+(?:\s?[-~、]\s?[0-9]+)*\s?号?"
    r"|第\s?(?:[0-9]+(?:\s?[-~、至]\s?[0-9]+)*|[零一二三四五六七八九十百]+(?:[至到、][零一二三四五六七八九十百]+)*)\s?"
    r"(?:季度|批次|场次|标段|学期|年度|[\u4e00-\u9fff])?"
    r"|0[0-9]{2,3}\s?-\s?[0-9]{7,8}(?![0-9])"
    r"|1[3-9][0-9]{9}(?![0-9.,万元])"
    r"|[0-9]{1,3}(?:\.[0-9]{1,3}){3,}(?!\s?[万亿千百]?元|[0-9%])"
    r"|[0-9]{1,2}[时点][0-9]{1,2}分(?!钟)"
    r"|[0-9]{4,}\s?号文?|[0-9]+号(?:文|令|楼|线|院|公告)"
    rf"|(?:{_STOP_WORDS})"
)
_CLOCK: Final = re.compile(
    r"[0-9]+(?:\.[0-9]+)?:[0-9]+(?:[:.][0-9]+)?(?!\s?[0-9%‰¥万亿千百元个人次项件户名家台套座亩公平])"
)
_CODE: Final = re.compile(r"[0-9A-Za-z_]*(?:[-_][0-9A-Za-z_]+)*")
_COUNTED: Final = re.compile(r"[0-9]+\s?[个人盏台套件辆座处组块张根盘路把支]")
_CODE_WITH_POINTS: Final = re.compile(r"[0-9A-Za-z_.]*(?:[-_][0-9A-Za-z_.]+)*")
_HEADING: Final = re.compile(r"[0-9]{1,2}\s?(?:[.、)](?=[^0-9])|\.(?=(?:19|20)[0-9]{2}\s?年))")
# Words after which a numeral is no number of things: 统一, 周三, 初一, 进一步.
_BEFORE_NUMERAL: Final = frozenset('数几统唯之单逐周专不初高大其划归合进"「『《〈第期')
_NOTHING: Final = re.compile(r"[\s\-/—\\无.…*]*")
# A spreadsheet's own error values (#DIV/0!) start with a number sign.
_MISTYPED_CELL: Final = re.compile(r"[0-9][0-9,]*[、。]\s?[0-9]{2}")
_SPACED_PROSE: Final = re.compile(
    r"(?<![0-9A-Za-z.,、\s\-表图第章节条项(])[1-9][0-9]{0,2}(?: [0-9]{3})+"
    r"(?=(?:\.[0-9]+)? ?(?:[百千万亿]{0,2}元|[户人亩个次座台套吨名件]))"
)
_HUNDRED_LISTED: Final = re.compile(r"(?<=(?<![0-9.,])[0-9]{2}),(?=100%)")
_SPACED: Final = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?")


def find_quantities(
    folded: str, start: int = 0, end: int | None = None, *, numbers: bool = False
) -> list[Quantity | Malformed]:
    """The quantities of running prose, in order and disjoint; spans are offsets into `folded`.

    A number with a scale and no unit (29.6万) comes as kind "number" with unit ""; bare numbers only with `numbers`.
    """
    text = _parted(folded[start:end])
    found = _scan(text, numbers, cell=False)
    return [_moved(item, start) for item in found] if start else list(found)


def _parted(text: str) -> str:
    """A text in which commas part thousands and nothing else, for one character one: 1 228户, but 95,100% are two."""
    if " " in text:
        text = _SPACED_PROSE.sub(lambda match: match[0].replace(" ", ","), text)
    return _HUNDRED_LISTED.sub("、", text) if ",100%" in text else text


def read_cell(folded: str, start: int, end: int, *, unit: str | None = None) -> list[Quantity | Malformed]:
    """The quantities of a table cell; bare numbers count, and are in `unit` (元, 万元, %, 分, 个 …) where it is given.

    A dash, a stroke or nothing gives an empty list.
    """
    return [_moved(item, start) for item in _in_cell(folded[start:end], unit)]


@lru_cache(maxsize=4096)  # every rule that looks at a form reads its cells
def _in_cell(text: str, unit: str | None) -> tuple[Quantity | Malformed, ...]:
    if _NOTHING.fullmatch(text) or text.startswith("#"):
        return ()
    if _MISTYPED_CELL.fullmatch(text):
        return (Malformed(Span(0, len(text))),)
    if _SPACED.fullmatch(text):
        # Thin spaces part the thousands: the digits read alike with commas, and every offset stays.
        text = text.replace(" ", ",")
    text = _parted(text)
    factor = (unit_factor(unit) or _unit_read(unit)) if unit else None
    if factor is not None and factor[0] == "元" and "元" not in text:
        # ¥1,000.00 in a column of 万元: the sign says what money it is, the column in what unit.
        text = text.replace("¥", " ")
    found = _scan(text, True, cell=True, long_numbers=unit is not None)
    result: list[Quantity | Malformed] = []
    for item in found:
        if unit and isinstance(item, Quantity) and item.kind == "number" and item.unit == "":
            scaled = any(character in "百千万亿" for character in text[item.span.start : item.span.end])
            item = _in_unit(item, unit, factor, scaled)
        result.append(item)
    return tuple(result)


def _unit_read(unit: str) -> tuple[str, Decimal] | None:
    """What prose understands by a unit that is none on the whole: 万头只 is read as it is behind a figure."""
    found = _scan("1" + unit.strip(), False, cell=False)
    first = found[0] if len(found) == 1 else None
    counted = isinstance(first, Quantity) and first.span.start == 0 and first.kind in ("count", "measure")
    return (first.unit, first.value) if counted and isinstance(first, Quantity) else None


def _in_unit(item: Quantity, unit: str, known: tuple[str, Decimal] | None, scaled: bool) -> Quantity:
    """A bare number in its column's unit; one with a scale of its own (29.6万) is not scaled again."""
    canonical, factor = known or (unit.strip(), Decimal(1))
    if scaled and canonical == "元":
        factor = Decimal(1)
    reading = Reading(item.span.start, item.span.end, item.value, item.step, item.value, item.step)
    return reading.quantity(canonical, factor, unit, comparison=item.comparison, scaled=scaled)


def _moved(item: Quantity | Malformed, by: int) -> Quantity | Malformed:
    if not by:
        return item
    span = Span(item.span.start + by, item.span.end + by)
    if isinstance(item, Malformed):
        return Malformed(span)
    return Quantity(
        span, item.kind, item.value, item.unit, item.interval, item.step, item.comparison, item.weak
    )  # all fields by hand: `replace` takes three times as long


@lru_cache(maxsize=4096)  # every rule that looks at a cell or a sentence reads it
def _scan(text: str, numbers: bool, *, cell: bool, long_numbers: bool = False) -> tuple[Quantity | Malformed, ...]:
    found: list[Quantity | Malformed] = []
    at, limit = 0, len(text)
    search = _CANDIDATE.search
    while match := search(text, at):
        at = match.start()
        after, item = _read(text, at, numbers, cell, long_numbers)
        # 95%以上(含95%) says one thing once.
        if item is not None and text[max(0, at - 4) : at] not in ("以上(含", "以下(含", "以内(含"):
            if found and item.span.start < found[-1].span.end:
                after = max(after, at + 1)
            else:
                found.append(item)
        at = max(after, at + 1)
        if at >= limit:
            break
    return tuple(found)


def _read(text: str, at: int, numbers: bool, cell: bool, long_numbers: bool) -> tuple[int, Quantity | Malformed | None]:
    """Where to go on, and what stands at an offset."""
    if skipped := _SKIP.match(text, at):
        return skipped.end(), None
    character = text[at]
    if character in "第[(【hw":
        return at + 1, None
    digit = "0" <= character <= "9"
    if digit:
        if code_end := _code(text, at):
            return code_end, None
        if at and (text[at - 1] == "×" or (text[at - 1] == "*" and text[at - 2 : at - 1] not in ("", "*"))):
            return _factor_end(text, at), None
        if clock := _CLOCK.match(text, at):
            return clock.end(), None
        if (heading := _HEADING.match(text, at)) and _line_begins(text, at):
            return heading.end(), None
    elif at and text[at - 1] in _BEFORE_NUMERAL and text[at - 1 : at + 2] != "周一次":
        return _numeral_end(text, at), None
    if (digit or character in "年一二三四五六七八九十") and (date := read_date(text, at)):
        if date.comparison == "=" and (word := comparisons.before(text, at)) and date.kind == "date":
            date = replace(date, comparison=word)
        if date.unit != "月日" or not at or not ("0" <= text[at - 1] <= "9"):
            return date.span.end, date
    if character == "年":
        if cell and re.fullmatch(r"年[底末]", text):
            value = Decimal(1231)
            return at + 2, Quantity(Span(at, at + 2), "date", value, "月日", Interval.point(value), Decimal(0))
        return at + 1, None
    return read_amount(text, at, numbers=numbers, cell=cell, long_numbers=long_numbers)


def _numeral_end(text: str, at: int) -> int:
    while at < len(text) and text[at] in "零一二三四五六七八九十百千万亿两":
        at += 1
    return at


def _factor_end(text: str, at: int) -> int:
    """The end of a factor in a formula (执行数÷预算数×100%), which states nothing."""
    while at < len(text) and text[at] in "0123456789.":
        at += 1
    return at


def _line_begins(text: str, at: int) -> bool:
    """Whether only blanks (and an opening bracket) stand between the line's beginning and an offset."""
    line = text.rfind("\n", 0, at) + 1
    return not text[line:at].strip(" \t(")


def _code(text: str, at: int) -> int | None:
    """The end of a code that an offset lies in (A-2022-001, PM2.5), or None: LED50盏 is a count."""
    if not at:
        return None
    before = text[at - 1]
    if before.isascii() and before.isalpha():
        letters = at
        while letters and text[letters - 1].isascii() and text[letters - 1].isalpha():
            letters -= 1
        if at - letters >= 2 and _COUNTED.match(text, at):
            return None
        match = _CODE_WITH_POINTS.match(text, at)
        return match.end() if match else None
    if before in "-_" and at > 1 and text[at - 2].isascii() and text[at - 2].isalnum():
        match = _CODE.match(text, at)
        return match.end() if match and match.end() > at else None
    return None
