"""Dates and times under a spreadsheet's number format, and the numerals that [DBNum…] asks for."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

# A fragment of number_format's token pattern (verbose, ignoring case): one run of a date's letter, or a half-day mark.
DATE_TOKEN = r"""(?P<half>AM/PM|A/P|上午/下午)|(?P<date>y+|e+(?![+-])|m+|d+|h+|s+|a{3,4}|b+)"""

_LAST = 2_958_466  # the day after 9999-12-31
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_WEEKDAYS = "一二三四五六日"
_DIGITS = {
    1: "〇一二三四五六七八九",
    2: "零壹贰叁肆伍陆柒捌玖",
    3: "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19",
}
_UNITS = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟")}


def format_date(serial: Decimal, tokens: list[tuple[str, str]], numerals: int, *, date1904: bool) -> str | None:
    """A serial day number as a date or time; None when it lies outside the calendar (the cell shows #####)."""
    elapsed = any(kind == "elapsed" for kind, _ in tokens)
    if not (elapsed or 0 <= serial < _LAST - 1462 * date1904):
        return None
    places = _second_places(tokens)
    seconds = (serial * 86400).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    days, of_day = divmod(seconds, 86400)
    year, month, day, weekday = _calendar(int(days), date1904)
    hour, minute, second = int(of_day // 3600), int(of_day // 60 % 60), of_day % 60
    halves = any(kind == "half" for kind, _ in tokens)
    out: list[str] = []
    for index, (kind, text) in enumerate(tokens):
        letter, width = text[:1].lower(), len(text)
        if kind == "stop":
            break
        if kind == "literal":
            out.append(text)
        elif kind == "elapsed":
            total = {"h": seconds // 3600, "m": seconds // 60, "s": seconds // 1}[letter]
            out.append(str(int(total)).zfill(width))
        elif kind == "half":
            morning, evening = text.split("/")
            out.append(evening if hour >= 12 else morning)
        elif kind == "date" and letter == "m" and _is_minute(tokens, index):
            out.append(_numeral(minute, width, numerals))
        elif kind == "date" and letter == "m":
            out.append(_month(month, width, numerals))
        elif kind == "date" and letter == "h":
            out.append(_numeral((hour - 1) % 12 + 1 if halves else hour, width, numerals))
        elif kind == "date" and letter == "s":
            out.append(_numeral(int(second), width, numerals))
        elif kind == "date":
            out.append(_day_part(letter, width, year, day, weekday, numerals))
        elif kind == "point" and places and _after_seconds(tokens, index):
            out.append(f"{second % 1:f}"[1:])
        elif kind in {"point", "slash", "comma"}:
            out.append(text)
    return sign + "".join(out)


def chinese_number(text: str, numerals: int, *, scaled: bool) -> str:
    """A number's digits as [DBNum…] shows them: with 十百千万 when `scaled` (under General), else digit by digit."""
    if numerals not in _DIGITS:
        return text
    digits = _DIGITS[numerals]
    if not scaled or numerals == 3:
        return "".join(digits[int(c)] if c in "0123456789" else c for c in text)
    whole, _, part = text.partition(".")
    out = _scaled(int(whole), numerals) if whole.isdigit() and len(whole) <= 16 else whole
    return out + ("." + "".join(digits[int(c)] for c in part) if part.isdigit() else "")


def _scaled(number: int, numerals: int) -> str:
    digits, units = _DIGITS[numerals], _UNITS[numerals]
    zero = "零" if numerals == 2 else "〇"
    if number == 0:
        return zero
    out, gap = "", False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            out += (zero if gap and out else "") + digits[digit] + units[place % 4]
        gap = not digit
        if place % 4 == 0 and place and number // 10**place % 10_000:
            out += ("", "万", "亿", "万亿")[place // 4]
    return out


def _second_places(tokens: list[tuple[str, str]]) -> int:
    """The decimals shown behind the seconds."""
    places, counting = 0, False
    for index, (kind, _) in enumerate(tokens):
        if kind == "point":
            counting = _after_seconds(tokens, index)
        elif kind == "digit" and counting:
            places += 1
        else:
            counting = False
    return min(places, 9)


def _after_seconds(tokens: list[tuple[str, str]], index: int) -> bool:
    return index > 0 and tokens[index - 1][0] in {"date", "elapsed"} and tokens[index - 1][1][:1].lower() == "s"


def _is_minute(tokens: list[tuple[str, str]], index: int) -> bool:
    """Whether an m stands for minutes: right behind an hour, or right before a second."""
    before = [text[:1].lower() for kind, text in tokens[:index] if kind in {"date", "elapsed"}]
    after = [text[:1].lower() for kind, text in tokens[index + 1 :] if kind in {"date", "elapsed"}]
    return len(tokens[index][1]) <= 2 and (before[-1:] == ["h"] or after[:1] == ["s"])


def _calendar(days: int, date1904: bool) -> tuple[int, int, int, int]:
    """Year, month, day and weekday (0 = Monday) of a serial day; 1900 has a 29 February there, and a day 0."""
    if date1904:
        days += 1462
    if days == 60:
        return 1900, 2, 29, 2
    if days == 0:
        return 1900, 1, 0, 5
    if days >= _LAST:
        days = _LAST - 1
    date = dt.date(1899, 12, 31 if days < 60 else 30) + dt.timedelta(days)
    return date.year, date.month, date.day, date.weekday()


def _month(month: int, width: int, numerals: int) -> str:
    if width <= 2:
        return _numeral(month, width, numerals)
    return _MONTHS[month - 1][: {3: 3, 5: 1}.get(width, 99)]


def _day_part(letter: str, width: int, year: int, day: int, weekday: int, numerals: int) -> str:
    if letter == "d" and width <= 2:
        return _numeral(day, width, numerals)
    if letter == "d":
        return _DAYS[weekday][: 3 if width == 3 else 99]
    if letter == "a":
        return ("星期" if width == 4 else "") + _WEEKDAYS[weekday]
    if letter == "b":
        year += 543
    short = (letter == "y" and width <= 2) or (letter == "b" and width <= 2)
    return chinese_number(f"{year % 100:02}" if short else f"{year:04}", numerals, scaled=False)


def _numeral(value: int, width: int, numerals: int) -> str:
    """A day, month or hour: 12 or 十二, padded to its width in digits only."""
    if numerals not in _UNITS:
        return chinese_number(str(value).zfill(width), numerals, scaled=False)
    words = _scaled(value, numerals)
    return words[1:] if numerals == 1 and words.startswith("一十") else words
