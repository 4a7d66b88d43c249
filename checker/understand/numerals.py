"""Chinese numerals: everyday ones (三百五十), digits read out (二零二二) and the forms of cheques (贰佰玖拾).

All functions take folded text. The parser is strict: what it cannot wholly understand is None, never half a number.
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_GROUPS = (("亿", 10**8), ("万", 10**4))
_CAPITAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟貳參叄陸弌贰弎", "一二三四五六七八九十百千二三三六一二三")
_BELOW = {"百": 10, "千": 100, "万": 1000, "亿": 10**7}

# Bounded, so that no text is looked at again and again.
NUMERAL = r"[零一二三四五六七八九十百千万亿两]{1,24}(?![零一二三四五六七八九十百千亿两])"
CAPITALS = "壹贰叁肆伍陆柒捌玖拾貳參叄陸"
CAPITAL_NUMERAL = rf"[{CAPITALS}][{CAPITALS}佰仟万亿零]{{0,30}}"


def parse_numeral(text: str) -> int | None:
    """The value of a numeral, or None: 三百零五 is 305, 三百五 is 350, 二零二二 is 2022, 五六 is None."""
    text = text.translate(_CAPITAL)
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) == 4 and "两" not in text else None
    return _parse_groups(text)


def numeral_step(text: str) -> int:
    """The worth of the last written place of a numeral that reaches 万 or beyond; 1 for smaller ones, as for digits."""
    text = text.translate(_CAPITAL)
    worth = 1
    for name, group in _GROUPS:
        if name in text:
            tail = text.rsplit(name, 1)[1]
            if not tail:
                return group
            worth = _PLACES.get(tail[-1], 1)
            if worth == 1 and len(tail) == 1 and tail != "零":
                worth = group // 10
            break
    return worth


def _parse_groups(text: str) -> int | None:
    total, previous = 0, ""
    for name, worth in _GROUPS:
        head, found, tail = text.partition(name)
        if not found:
            continue
        if name == "亿" and tail.count("亿"):
            return None
        if previous:
            head = head.removeprefix("零")
        part = _parse_groups(head) if name == "亿" and "万" in head else _parse_thousands(head)
        if not part:
            return None
        total, text, previous = total + part * worth, tail, name
    if not text:
        return total if total else None
    if previous and len(text) == 1 and text in _DIGITS and text not in "零两":
        return total + _DIGITS[text] * _BELOW[previous]
    if previous:
        rest = _parse_thousands(text.removeprefix("零"))
        return None if rest is None or rest == 0 else total + rest
    return _parse_thousands(text)


def _parse_thousands(text: str) -> int | None:
    """A numeral below 一万."""
    if text == "零":
        return 0
    total, limit, digit, zero, last = 0, 10_000, None, False, ""
    for character in text:
        if character in _PLACES:
            worth = _PLACES[character]
            if worth >= limit or (digit is None and (worth != 10 or (total and not zero))) or digit == 0:
                return None
            total += (1 if digit is None else digit) * worth
            limit, digit, zero, last = worth, None, False, character
        elif character == "零":
            if digit is not None or zero or not total:
                return None
            zero = True
        elif character in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[character]
        else:
            return None
    if digit is None:
        return total if total and not zero else None
    if last in _BELOW and not zero:
        return total + digit * _BELOW[last]
    return total + digit if not (total == 0 and zero) else None


_DIGIT_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")


def read_number(text: str) -> tuple[Decimal, Decimal] | None:
    """Value and worth of the last written digit of digits (with separators and decimals) or of a numeral."""
    if match := _DIGIT_NUMBER.fullmatch(text):
        value = Decimal(text.replace(",", ""))
        return value, Decimal(1).scaleb(-len(match[2])) if match[2] else Decimal(1)
    value_of = parse_numeral(text)
    return None if value_of is None else (Decimal(value_of), Decimal(numeral_step(text)))
