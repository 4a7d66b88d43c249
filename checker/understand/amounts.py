"""The number, its scale, its unit and its range as they stand at one place of folded text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from checker.document import Span
from checker.interval import Interval
from checker.understand import comparisons
from checker.understand.numerals import CAPITAL_NUMERAL, NUMERAL, parse_numeral, read_number
from checker.understand.quantity import Comparison, Kind, Malformed, Quantity
from checker.understand.reading import Reading
from checker.understand.tails import Tail, read_tail
from checker.understand.units import SCALE, SCALES, UNIT_REGEX, UNITS, compound

_RUN: Final = re.compile(r"[0-9](?:[0-9]|[.,](?=[0-9.]))*")
_WELL: Final = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_NUMERAL: Final = re.compile(NUMERAL)
_POINT: Final = re.compile(r"点([零一二三四五六七八九]{1,4})(?![十百千])")
_CAPITAL: Final = re.compile(
    rf"(?P<yuan>{CAPITAL_NUMERAL})元(?:零?(?P<jiao>{CAPITAL_NUMERAL})角)?(?:零?(?P<fen>{CAPITAL_NUMERAL})分)?[整正]?"
)
_PARTS: Final = re.compile(
    rf"(?P<of>百|千|万)分之(?P<number>[0-9]+(?:\.[0-9]+)?|百|{NUMERAL})(?:点(?P<point>[零一二三四五六七八九]+))?"
)
_OTHER_PARTS: Final = re.compile(rf"(?:[0-9]+|{NUMERAL})分之(?:[0-9]+|{NUMERAL})")
_TENTHS: Final = re.compile(
    r"(?P<n>[1-9]|[一二三四五六七八九])成(?P<half>半|五)?(?![立为果功员本效品绩熟套交人长都年型语片批就灾份色])"
)
_YEN: Final = re.compile(rf"¥\s?(?P<number>[0-9][0-9,.]*(?<![,.]))\s?(?P<scale>{SCALE})?\s?元?")
_LOOSE_COINS: Final = re.compile(
    r"(?P<a>[0-9]+|[一二三四五六七八九])角(?:(?P<b>[0-9]+|[一二三四五六七八九])分)?|(?P<c>[0-9])分(?!钟|之|别)"
)
_TO: Final = re.compile(r"\s?(?:\(含\))?\s?(?:--?|~|至|到)\s?")
_MISTYPED: Final = re.compile(
    rf"[0-9][0-9,]*(?:[、。]\s?0[0-9](?![0-9])|[Ool][0-9Ool,.]*)\s?(?:{SCALE})?(?:元|%|亩|公里)(?!素|旦)"
)
_BAD_SCALE: Final = re.compile(rf"\s?(?:{SCALE}\s?)?")
_NO_NUMERAL_UNITS: Final = frozenset("方面起样字路步端单度双首分环集里版档角封串对头层副") | {"平方", "立方"}
# 分别为300、290万元: the unit of a list stands behind its last number.
_LISTED: Final = re.compile(rf"(?:、{_WELL.pattern}){{1,8}}")
_SCORED: Final = re.compile(r"(?:得分|总分|评分|自评分|自评)(?:结果|合计)?(?:为|是|达到?|共|:)?\Z")
_NUMBERED: Final = re.compile(r"(?:附件|附表|表|图|注|指标|目标|第)$")
_LONGEST: Final = 15


def read_amount(
    text: str, at: int, *, numbers: bool, cell: bool, long_numbers: bool
) -> tuple[int, Quantity | Malformed | None]:
    """Where to go on, and the quantity that begins at an offset: amount, percentage, count, measure, score."""
    character = text[at]
    if character == "¥":
        return _yen(text, at)
    digit = "0" <= character <= "9"
    if not digit and (match := _CAPITAL.match(text, at)):
        return match.end(), _capital(match)
    if not digit and (match := _PARTS.match(text, at)):
        return match.end(), _parts(text, match)
    if match := _OTHER_PARTS.match(text, at):
        return match.end(), None
    if (match := _TENTHS.match(text, at)) and (not at or text[at - 1] not in "0123456789.百千万十"):
        return match.end(), _tenths(text, match)
    if digit:
        return _digits(text, at, numbers, cell, long_numbers)
    if character in "一二三四五六七八九十两":
        return _numeral(text, at)
    return at + 1, None


def _compared(text: str, start: int, end: int, loose: str | None = None) -> Comparison:
    ahead = comparisons.before(text, start)
    if ahead is not None and ahead != "=":
        return ahead
    behind = comparisons.after(text, end)
    if behind is not None:
        return behind
    return ">" if loose in ("余", "多") else "~" if loose == "来" else "="


def _yen(text: str, at: int) -> tuple[int, Quantity | Malformed | None]:
    match = _YEN.match(text, at)
    if match is None:
        return at + 1, None
    number = read_number(match["number"])
    if number is None:
        return match.end(), Malformed(Span(at, match.end()))
    scale = Decimal(SCALES.get(match["scale"] or "", 1))
    end = at + len(match[0].rstrip())
    reading = Reading(at, end, number[0], number[1], number[0], number[1])
    return end, reading.quantity("元", scale, "元", comparison=_compared(text, at, end))


def _capital(match: re.Match[str]) -> Quantity | Malformed:
    span = Span(*match.span())
    value = Decimal(0)
    for group, worth in (("yuan", Decimal(1)), ("jiao", Decimal("0.1")), ("fen", Decimal("0.01"))):
        if match[group] is None:
            continue
        number = parse_numeral(match[group])
        if number is None:
            return Malformed(span)
        value += number * worth
    return Quantity(span, "money", value, "元", Interval.point(value), Decimal(0))


def _parts(text: str, match: re.Match[str]) -> Quantity | None:
    words = match["number"]
    value = Decimal(100) if words == "百" else (read_number(words) or (None,))[0]
    if value is None:
        return None
    step = Decimal(1)
    if words[0].isdigit() and "." in words:
        step = Decimal(1).scaleb(-len(words.split(".")[1]))
    if match["point"]:
        digits = "".join(str("零一二三四五六七八九".index(c)) for c in match["point"])
        value, step = value + Decimal(f"0.{digits}"), Decimal(1).scaleb(-len(digits))
    factor = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}[match["of"]]
    reading = Reading(match.start(), match.end(), value, step, value, step)
    return reading.quantity("%", factor, "%", comparison=_compared(text, match.start(), match.end()))


def _tenths(text: str, match: re.Match[str]) -> Quantity:
    digit = match["n"]
    value = Decimal(digit) if digit.isascii() else Decimal("零一二三四五六七八九".index(digit))
    step = Decimal(10)
    value *= 10
    if match["half"]:
        value, step = value + 5, Decimal(1)
    reading = Reading(match.start(), match.end(), value, step, value, step)
    return reading.quantity("%", Decimal(1), "%", comparison=_compared(text, match.start(), match.end()))


def _digits(
    text: str, at: int, numbers: bool, cell: bool, long_numbers: bool
) -> tuple[int, Quantity | Malformed | None]:
    run = _RUN.match(text, at)
    if run is None:
        return at + 1, None
    if mistyped := _MISTYPED.match(text, at):
        return mistyped.end(), Malformed(Span(at, mistyped.end()))
    words, end = run[0], run.end()
    if not _WELL.fullmatch(words):
        return _ill_formed(text, at, words, end, cell)
    if len(words.split(".")[0].replace(",", "")) > _LONGEST:
        return end, None
    number = read_number(words)
    if number is None:
        return end, None
    start, (value, step) = at, number
    if _negative(text, at):
        start, value = at - 1, -value
    return _with_unit(text, Reading(start, end, value, step, value, step), words, numbers, cell, long_numbers)


def _ill_formed(text: str, at: int, words: str, end: int, cell: bool) -> tuple[int, Quantity | Malformed | None]:
    """A run of digits, commas and points that is no number: what is before a clause's comma is let go."""
    first, comma, rest = words.partition(",")
    if comma and re.fullmatch(r"(?:19|20)[0-9]{2}", first) and _WELL.fullmatch(rest):
        return at + len(first) + 1, None
    if unit := _bad_unit(text, end):
        return unit.end(), Malformed(Span(at, unit.end()))
    if cell and not text[:at].strip() and not text[end:].strip() and ("," in words or ".." in words):
        return end, Malformed(Span(at, end))
    return end, None


def _bad_unit(text: str, at: int) -> re.Match[str] | None:
    """The unit behind an ill-formed number, with a scale before it or not."""
    scale = _BAD_SCALE.match(text, at)
    return (UNIT_REGEX.match(text, scale.end()) if scale else None) or UNIT_REGEX.match(text, at)


def _negative(text: str, at: int) -> bool:
    return at > 0 and text[at - 1] == "-" and (at == 1 or text[at - 2] in " \t\n" r"(:=,为降长减是")


def _numeral(text: str, at: int) -> tuple[int, Quantity | Malformed | None]:
    match = _NUMERAL.match(text, at)
    if match is None:
        return at + 1, None
    number = read_number(match[0])
    if number is None:
        return match.end(), None
    value, step = number
    words, end = match[0], match.end()
    if (point := _POINT.match(text, end)) and value < 10_000:
        digits = "".join(str("零一二三四五六七八九".index(character)) for character in point[1])
        value, step = value + Decimal(f"0.{digits}"), Decimal(1).scaleb(-len(digits))
        words, end = words + point[0], point.end()
    return _with_unit(text, Reading(at, end, value, step, value, step), words, False, False, False)


def _with_unit(
    text: str, first: Reading, words: str, numbers: bool, cell: bool, long_numbers: bool
) -> tuple[int, Quantity | Malformed | None]:
    tail = read_tail(text, first.end)
    reading, tail = _range(text, first, tail)
    if tail is None and words[0].isascii() and (listed := _LISTED.match(text, first.end)):
        return _of_list(text, first, listed)
    if tail is None:
        return _bare(text, reading, words, numbers, cell, long_numbers)
    if not reading.ranged and (split := _heading_split(text, reading, tail)):
        reading = split
    unit_words = tail.unit
    if not words[0].isascii() and not _numeral_counts(text, words, unit_words, tail):
        return reading.end, None
    scale = Decimal(SCALES.get(tail.scale or "", 1))
    end = tail.end
    if unit_words is None and tail.scale and (more := _descending(text, reading, scale, end)):
        reading, scale, unit_words, end = more
    if unit_words is None:
        end = tail.bare_end
        if tail.scale in ("百", "千") and not tail.mid:
            return end, None
        whole = Reading(
            reading.start, end, reading.low, reading.low_step, reading.high, reading.high_step, reading.ranged
        )
        comparison = _compared(text, whole.start, end, tail.mid or tail.pre)
        return end, whole.quantity("", scale, "", comparison=comparison, scaled=True, kind="number")
    if unit_words == "分" and text[: reading.start].endswith("小时"):
        unit_words = "分钟"
    unit = UNITS[unit_words]
    canonical, kind = unit.canonical, unit.kind
    if tail.per:
        canonical, kind = compound(canonical, tail.per), "measure"
    whole = Reading(reading.start, end, reading.low, reading.low_step, reading.high, reading.high_step, reading.ranged)
    if unit_words == "元" and scale == 1 and not tail.per and not whole.ranged:
        whole = _with_coins(text, whole)
    comparison = _compared(text, whole.start, whole.end, tail.pre or tail.mid or tail.post)
    weak = words == "一"
    return whole.end, whole.quantity(
        canonical, scale * unit.factor, unit_words, comparison=comparison, scaled=scale != 1, weak=weak, kind=kind
    )


def _range(text: str, first: Reading, tail: Tail | None) -> tuple[Reading, Tail | None]:
    """A number and, where 至 or a dash leads to a second one of the same unit, that range; and what follows it."""
    end = tail.end if tail else first.end
    to = _TO.match(text, end)
    if to is None or (tail and (tail.pre or tail.post)):
        return first, tail
    second = _RUN.match(text, to.end()) or _NUMERAL.match(text, to.end())
    number = read_number(second[0]) if second else None
    if second is None or number is None or (second[0][0].isascii() and not _WELL.fullmatch(second[0])):
        return first, tail
    last = read_tail(text, second.end())
    low, step = first.low, first.low_step
    if tail:
        if last is None or (tail.unit) not in (last.unit, None) or tail.per:
            return first, tail
        ratio = Decimal(SCALES.get(tail.scale or "", 1)) / SCALES.get(last.scale or "", 1)
        low, step = low * ratio, step * ratio
    elif last is None:
        return first, tail
    if low > number[0]:
        return first, tail
    return Reading(first.start, second.end(), low, step, number[0], number[1], ranged=True), last


def _of_list(text: str, first: Reading, listed: re.Match[str]) -> tuple[int, Quantity | None]:
    """A number of a list in the unit behind the list's last one; 3、4个 is one of the two, from 3 to 4."""
    tail = read_tail(text, listed.end())
    last = read_number(listed[0].rpartition("、")[2])
    ahead = text[max(0, first.start - 2) : first.start]
    # Lines begin with their numbers (1、3个社区), and annexes have theirs.
    numbers = first.low_step == 1 and first.low < 100 and (not ahead.strip() or ahead.endswith("\n"))
    if tail is None or last is None or numbers or _NUMBERED.search(ahead):
        return first.end, None
    words = tail.unit or ""
    unit = UNITS.get(words)
    if words == "年" and first.low > 1000:
        return first.end, None
    canonical, factor = (unit.canonical, unit.factor) if unit else ("", Decimal(1))
    if tail.per:
        canonical = compound(canonical, tail.per)
    follows = listed[0].count("、") == 1 and first.low_step == 1 and first.low < 10 and last[0] == first.low + 1
    if follows and not tail.scale and (unit is None or unit.kind == "count"):
        first = Reading(first.start, tail.end, first.low, first.low_step, *last, ranged=True)
    scale = Decimal(SCALES.get(tail.scale or "", 1))
    comparison = _compared(text, first.start, first.end, tail.pre or tail.mid or tail.post)
    kind: Kind | None = None if canonical else "number"
    scaled = bool(tail.scale)
    return first.end, first.quantity(canonical, scale * factor, words, comparison=comparison, scaled=scaled, kind=kind)


def _bare(
    text: str, reading: Reading, words: str, numbers: bool, cell: bool, long_numbers: bool
) -> tuple[int, Quantity | None]:
    """A number without a unit: a quantity only where bare numbers count, and never a code or a part of a word."""
    end = reading.end
    if not numbers or not words[0].isascii():
        return end, None
    follower = text[end : end + 1]
    comparison = _compared(text, reading.start, end)
    if follower and (follower.isalnum() or follower in "_@#号") and comparisons.after(text, end) is None:
        return end, None
    whole = words.split(".")[0]
    if (to := _TO.match(text, end)) and (second := _RUN.match(text, to.end())) and _WELL.fullmatch(second[0]):
        last = read_number(second[0])
        if last and last[0] > reading.low and "--" not in to[0] and not _TO.match(text, second.end()):
            reading = Reading(reading.start, second.end(), reading.low, reading.low_step, *last, ranged=True)
            return second.end(), reading.quantity("", Decimal(1), "", comparison=comparison, kind="number")
    limit = 13 if long_numbers else 10 if cell else 7
    if (whole.isdigit() and len(whole) >= limit) or (len(whole) > 1 and whole[0] == "0"):
        return end, None
    before = text[reading.start - 1 : reading.start]
    if before in ("×", "*", "@", "#") or _NUMBERED.search(text[max(0, reading.start - 2) : reading.start]):
        return end, None
    return end, reading.quantity("", Decimal(1), "", comparison=comparison, kind="number")


def _numeral_counts(text: str, words: str, unit: str | None, tail: Tail) -> bool:
    """Whether a Chinese numeral before these words counts something: 二元结构, 三方 and 一步 do not."""
    if unit is None:
        return len(words) > 1
    if unit == "分":
        start = tail.start - len(words)
        return _SCORED.search(text, max(0, start - 10), start) is not None
    if unit in _NO_NUMERAL_UNITS or (unit.isascii() and unit != "%"):
        return False
    if unit == "元" and len(words) == 1 and tail.scale is None:
        return re.match(r"[\u4e00-\u9fff]", text[tail.end : tail.end + 1]) is None or text[tail.end] in (
            "角整钱一二三四五六七八九"
        )
    return not (unit == "期" and re.match(r"工程|项目|建设", text[tail.end :]))


_NUMBERED_COUNT: Final = re.compile(r"[0-9]{1,2}\.[1-9][0-9]?")


def _heading_split(text: str, reading: Reading, tail: Tail) -> Reading | None:
    """The count in 1.6个社区 at the start of a line, where 1. numbers the line and 6 counts."""
    digits = text[reading.start : reading.end]
    if "." not in digits or tail.scale or tail.per or tail.unit not in UNITS or not _NUMBERED_COUNT.fullmatch(digits):
        return None
    line = text[text.rfind("\n", 0, reading.start) + 1 : reading.start].strip()
    if UNITS[tail.unit].kind != "count" or (line and line[-1] not in r"。;"):
        return None
    if not re.match(r'[\u4e00-\u9fff"]', text[tail.end : tail.end + 1]):
        return None
    point = digits.index(".") + 1
    value = Decimal(digits[point:])
    return Reading(reading.start + point, reading.end, value, Decimal(1), value, Decimal(1))


def _descending(
    text: str, reading: Reading, scale: Decimal, end: int
) -> tuple[Reading, Decimal, str | None, int] | None:
    """1亿3000万元 and 5万3千元: a second number of a smaller scale goes on with the first."""
    run = _RUN.match(text, end)
    if run is None or not run[0].isdigit() or reading.ranged or reading.low != reading.low.to_integral_value():
        return None
    tail = read_tail(text, run.end())
    if tail is None or tail.pre or tail.mid or tail.per:
        return None
    lesser = Decimal(SCALES.get(tail.scale or "", 1))
    more = Decimal(run[0]) * lesser
    if lesser >= scale or more >= scale or not (tail.unit):
        return None
    value = reading.low * scale + more
    whole = Reading(reading.start, tail.end, value, lesser, value, lesser)
    return whole, Decimal(1), tail.unit, tail.end


def _with_coins(text: str, reading: Reading) -> Reading:
    """12元5角6分: what 角 and 分 add to the 元."""
    match = _LOOSE_COINS.match(text, reading.end)
    if match is None:
        return reading
    value, step = reading.low, Decimal(1)
    for group, worth in (("a", Decimal("0.1")), ("b", Decimal("0.01")), ("c", Decimal("0.01"))):
        if match[group]:
            number = read_number(match[group])
            if number is None:
                return reading
            value, step = value + number[0] * worth, worth
    return Reading(reading.start, match.end(), value, step, value, step)
