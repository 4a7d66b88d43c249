"""Spreadsheet number formats: a stored value becomes the text that stands in the cell.

The language is that of ECMA-376 part 1, 18.8.31 (numFmts), with what Chinese offices add to it: `[DBNum1]`, `aaaa`,
`上午/下午`, `G/通用格式`, `!` as an escape. A stored value is binary with 17 digits of noise; as in the office
programs its first 15 count, and it is rounded half up from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from checker.read.date_format import DATE_TOKEN, chinese_number, format_date

_STORED = Context(prec=15, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_GENERAL_WIDTH = 11  # the characters that General has room for, however wide the column is
_MAX_CODE = 512
_MAX_EXPONENT = 300

# ECMA-376 18.8.30: the formats that a file names by number only, as a Chinese office program shows them (14, 22 and
# the currency formats follow the system's language; 27–36 and 50–58 are the Chinese ones).
_ACCOUNTING = '_ * {0}#,##0{1}_ ;_ * {0}-#,##0{1}_ ;_ * {0}"-"_ ;_ @_ '
BUILT_IN: dict[int, str] = {
    **{0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00"},
    **{5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00'},
    **{9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy"},
    **{16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss"},
    **{22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00"},
    **{41: _ACCOUNTING.format("", ""), 42: _ACCOUNTING.format('"¥"', "")},
    **{43: _ACCOUNTING.format("", ".00"), 44: _ACCOUNTING.format('"¥"', ".00")},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@"},
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **{30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"'},
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}

_TOKEN = re.compile(
    r"""(?P<literal>"[^"]*"?|[\\!].?)|(?P<skip>[_*].?)|(?P<bracket>\[[^\]]*\]?)
    |(?P<general>General|G/通用格式)|(?P<exponent>[Ee][+-])|"""
    + DATE_TOKEN
    + r"""|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<slash>/)|(?P<at>@)|(?P<end>;)|(?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+(?:E[+-]?\d+)?)\]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-([0-9A-Fa-f]+))?\]?")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}


@dataclass(frozen=True, slots=True)
class _Plain:
    """A section of the usual shape, `0`, `#,##0.00` or `0.00%` between literals: nearly every number of a form."""

    before: str
    after: str
    spec: str
    unit: Decimal
    power: int


@dataclass(slots=True)
class _Section:
    """One of a format's parts between semicolons: its tokens as (kind, text) pairs."""

    tokens: list[tuple[str, str]]
    condition: tuple[str, Decimal] | None = None
    numerals: int = 0  # [DBNum1] 一二三, [DBNum2] 壹贰叁, [DBNum3] full-width digits
    plain: _Plain | None = None

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.tokens)

    @property
    def negative_only(self) -> bool:
        return self.condition is not None and self.condition[0] in "<=" and self.condition[1] <= 0


def show(value: str, code: str, *, date1904: bool = False) -> str:
    """A stored number as its cell shows it under a format code, stripped of padding; `value` itself when it is no
    number."""
    number = _number(value)
    if number is None:
        return value
    if code == "General":
        return show_general(number)
    section = _choose(_compile(code), number)
    if section is None:
        return "#" * 8
    return _apply(section[0], number, signed=section[1], date1904=date1904).strip()


def show_text(text: str, code: str) -> str:
    """A text as its cell shows it: only a format with @ (in its last, its only or its fourth section) changes it."""
    if "@" not in code or code == "@":
        return text
    sections = _compile(code)
    section = sections[-1] if sections[-1].has("at") else None
    if section is None:
        return text
    return "".join(text if kind == "at" else words for kind, words in section.tokens if kind in {"at", "literal"})


def show_general(number: Decimal) -> str:
    """A number under General: at most 11 characters, but never in powers of ten, which no reader of amounts wants."""
    if number == number.to_integral_value():
        return f"{number:f}".split(".")[0] if number else "0"
    whole = len(f"{abs(number):f}".split(".")[0])
    places = max(_GENERAL_WIDTH - 1 - whole, 0)
    if abs(number) < Decimal("0.0001"):
        places = 5 - number.adjusted()
    text = f"{_round(number, places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: str) -> Decimal | None:
    try:
        number = _STORED.create_decimal(value.strip())
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _MAX_EXPONENT else None


def _round(number: Decimal, places: int) -> Decimal:
    context = Context(prec=max(number.adjusted() + places + 3, 1) + 40, rounding=ROUND_HALF_UP)
    return number.quantize(Decimal(1).scaleb(-places), context=context)


@lru_cache(maxsize=1024)
def _compile(code: str) -> tuple[_Section, ...]:
    sections = [_Section([])]
    for match in _TOKEN.finditer(code[:_MAX_CODE]):
        kind, text = str(match.lastgroup), match[0]
        now = sections[-1]
        if kind == "end":
            sections.append(_Section([]))
        elif kind == "literal":
            now.tokens.append(("literal", text.strip('"') if text[0] == '"' else text[1:]))
        elif kind == "bracket":
            _bracket(now, text)
        elif kind == "other":
            now.tokens.append(("literal", text))
        elif kind == "exponent" and not now.has("digit"):
            now.tokens += [("date", text[0]), ("literal", text[1])]
        elif kind != "skip":
            now.tokens.append((kind, text))
    for section in sections:
        section.plain = _plain(section)
    return tuple(sections)


_PLAIN = re.compile(r"l*(?P<whole>[#0,]*0)(?:\.(?P<part>0+))?[l%]*")


def _plain(section: _Section) -> _Plain | None:
    """The section as one of Python's own formats, where it is that simple."""
    signs = {"literal": "l", "percent": "%", "point": ".", "comma": ","}
    shape = "".join(text if kind == "digit" else signs.get(kind, "x") for kind, text in section.tokens)
    match = _PLAIN.fullmatch(shape)
    if match is None or section.numerals or match["whole"].count("0") > 1 or match["whole"][0] == ",":
        return None
    start, end = match.start("whole"), match.end("part") if match["part"] else match.end("whole")
    words = [text for _, text in section.tokens]
    return _Plain(
        "".join(words[:start]),
        "".join(words[end:]),
        ",f" if "," in match["whole"] else "f",
        Decimal(1).scaleb(-len(match["part"] or "")),
        2 * shape.count("%"),
    )


def _bracket(section: _Section, text: str) -> None:
    if condition := _CONDITION.fullmatch(text):
        section.condition = (condition[1], Decimal(condition[2]))
    elif _ELAPSED.fullmatch(text):
        section.tokens.append(("elapsed", text[1:-1]))
    elif text[:6].upper() == "[DBNUM" and text[6:7].isdigit():
        section.numerals = int(text[6])
    elif currency := _CURRENCY.match(text):
        if (currency[2] or "").upper() == "F800":  # the system's long date
            section.tokens[:] = list(_compile('yyyy"年"m"月"d"日"')[0].tokens)
            section.tokens.append(("stop", ""))
        elif currency[1]:
            section.tokens.append(("literal", currency[1]))


def _choose(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, bool] | None:
    """The section that shows a number, and whether it must show the sign itself."""
    if len(sections) == 1 and sections[0].condition is None:
        return sections[0], True
    shown = [s for s in sections[:3] if not (s.has("at") and len(sections) > 1)] or list(sections[:1])
    if any(section.condition for section in shown):
        for index, section in enumerate(shown):
            if section.condition is None:
                if index == 0 and number <= 0 and len(shown) > 1:
                    continue
                if index == 1 and len(shown) > 2 and number >= 0:
                    continue
                return section, index != 1 or len(shown) < 3
            if _COMPARE[section.condition[0]](number, section.condition[1]):
                return section, not section.negative_only
        return None
    if number < 0 and len(shown) > 1:
        return shown[1], False
    if number == 0 and len(shown) > 2:
        return shown[2], False
    return shown[0], True


def _apply(section: _Section, number: Decimal, *, signed: bool, date1904: bool) -> str:
    if (plain := section.plain) is not None and number.adjusted() < 20:
        scaled = number.scaleb(plain.power) if plain.power else number
        rounded = abs(scaled).quantize(plain.unit, rounding=ROUND_HALF_UP)
        sign = "-" if signed and number < 0 and rounded else ""
        return sign + plain.before + format(rounded, plain.spec) + plain.after
    if section.has("date", "elapsed"):
        shown = format_date(number, section.tokens, section.numerals, date1904=date1904)
        return show_general(number) if shown is None else shown
    sign = "-" if signed and number < 0 else ""
    size = abs(number)
    if section.has("general", "at"):
        general = show_general(size)
        words = chinese_number(general, section.numerals, scaled=True)
        return sign + "".join(words if kind in {"general", "at"} else text for kind, text in section.tokens)
    if not section.has("digit"):
        literals = "".join(text for kind, text in section.tokens if kind in {"literal", "slash", "percent"})
        return sign + literals if literals else ""
    if section.has("slash") and not section.has("point", "exponent", "percent"):
        return _fraction(section, number, sign)
    if section.has("exponent"):
        return sign + _scientific(section, size)
    shown = _digits(section, size)
    if sign and not any(digit in "123456789" for digit in shown):
        sign = ""
    return sign + chinese_number(shown, section.numerals, scaled=False)


def _digits(section: _Section, size: Decimal) -> str:
    """Lay a number into a section's digit places; literals may stand between them (0"."0, shows 12.3 for 123456)."""
    whole, part = _halves(section.tokens)
    size, grouped = _scale(whole, part, size)
    places = sum(kind == "digit" for kind, _ in part)
    rounded = f"{_round(size, places):f}"
    before, _, after = rounded.partition(".")
    # `#.00` leaves .56 in the cell, which a reader of plain text may take for 56: the 0 is written out
    digits = before.lstrip("0") or ("0" if places and after.strip("0") else "")
    return _whole_digits(whole, digits, grouped) + _part_digits(part, after)


def _halves(tokens: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The tokens before the decimal point, and those from it on."""
    point = next((index for index, (kind, _) in enumerate(tokens) if kind == "point"), None)
    if point is not None:
        return tokens[:point], tokens[point:]
    last = max(index for index, (kind, _) in enumerate(tokens) if kind in {"digit", "comma"})
    return tokens[: last + 1], tokens[last + 1 :]


def _scale(whole: list[tuple[str, str]], part: list[tuple[str, str]], size: Decimal) -> tuple[Decimal, bool]:
    """The number as it is laid out: a percent sign multiplies, a comma behind the last place divides by 1000."""
    grouped, power = False, 0
    for half in (whole, part):
        digits = [index for index, (kind, _) in enumerate(half) if kind == "digit"]
        for index, (kind, _) in enumerate(half):
            if kind == "percent":
                power += 2
            elif kind == "comma" and digits and index > digits[-1]:
                power -= 3
            elif kind == "comma" and digits and index > digits[0] and half is whole:
                grouped = True
    return size.scaleb(power, context=_WIDE), grouped


def _whole_digits(tokens: list[tuple[str, str]], digits: str, grouped: bool) -> str:
    out: list[str] = []
    left = list(digits)
    places = sum(kind == "digit" for kind, _ in tokens)
    written = 0

    def write(digit: str) -> None:
        nonlocal written
        if grouped and written and written % 3 == 0:
            out.append(",")
        out.append(digit)
        written += 1

    if not places:
        return "".join(text for kind, text in tokens if kind != "comma") + digits
    for kind, text in reversed(tokens):
        if kind == "digit":
            places -= 1
            if left:
                write(left.pop())
            elif text == "0":
                write("0")
            while places == 0 and left:
                write(left.pop())
        elif kind != "comma":
            out.append(text[::-1])
    return "".join(out)[::-1]


def _part_digits(tokens: list[tuple[str, str]], digits: str) -> str:
    out: list[str] = []
    index = 0
    kinds = [text for kind, text in tokens if kind == "digit"]
    shown = len(kinds)
    while shown and kinds[shown - 1] != "0" and digits[shown - 1] == "0":
        shown -= 1
    for kind, text in tokens:
        if kind == "point":
            # the office programs leave a bare point behind (5.); no reader misses it
            out.append("." if shown else "")
        elif kind == "digit":
            out.append(digits[index] if index < shown else "")
            index += 1
        elif kind != "comma":
            out.append(text)
    return "".join(out)


def _scientific(section: _Section, size: Decimal) -> str:
    at = next(index for index, (kind, _) in enumerate(section.tokens) if kind == "exponent")
    mantissa, tail = _Section(section.tokens[:at]), section.tokens[at + 1 :]
    if not mantissa.has("digit"):
        return show_general(size)
    whole = max(sum(kind == "digit" for kind, _ in _halves(mantissa.tokens)[0]), 1)
    places = sum(kind == "digit" for kind, _ in _halves(mantissa.tokens)[1])
    power = size.adjusted() if size else 0
    step = whole if whole > 1 else 1
    power -= power % step
    shown = _round(size.scaleb(-power, context=_WIDE), places)
    if shown and shown.adjusted() >= step:
        power += step
        shown = _round(size.scaleb(-power, context=_WIDE), places)
    mark = section.tokens[at][1]
    sign = "-" if power < 0 else "+" if mark[1] == "+" else ""
    exponent = _whole_digits([t for t in tail if t[0] == "digit"] or [("digit", "0")], str(abs(power)), False)
    rest = "".join(text for kind, text in tail if kind == "literal")
    return _digits(mantissa, shown) + "E" + sign + exponent + rest


def _fraction(section: _Section, number: Decimal, sign: str) -> str:
    """`# ?/?`, `??/??`, `# ?/8`: whole part, numerator, denominator of at most as many digits as there are places."""
    slash = next(index for index, (kind, _) in enumerate(section.tokens) if kind == "slash")
    tail = section.tokens[slash + 1 :]
    fixed = "".join(text for kind, text in tail if (kind == "literal" and text.isdigit()) or kind == "digit")
    places = sum(kind == "digit" and text in "?#0" for kind, text in tail)
    exact = Fraction(abs(number))
    if fixed.strip("0#?") and fixed.strip("#?").isdigit():
        denominator = int(fixed.strip("#?"))
        near = Fraction(int(exact * denominator + Fraction(1, 2)), denominator)
        numerator = near.numerator * (denominator // near.denominator)
    else:
        near = exact.limit_denominator(10 ** min(max(places, 1), 6) - 1)
        numerator, denominator = near.numerator, near.denominator
    head = section.tokens[:slash]
    groups = "".join("d" if kind == "digit" else " " for kind, _ in head).split()
    if len(groups) < 2:
        return f"{sign}{numerator}/{denominator}"
    whole, rest = divmod(numerator, denominator)
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole} {rest}/{denominator}" if whole else f"{sign}{rest}/{denominator}"
