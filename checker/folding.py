"""A length-preserving fold: one character for one, so that offsets found in the folded text hold in the original.

Full-width ASCII, every kind of dash, space and comparison glyph, 〇 and the traditional numerals' scale words become
one form each. Punctuation of Chinese text that has an ASCII twin (，：（）；) becomes that twin; 。、 stay.
"""

from __future__ import annotations

import re
from typing import Final

_TABLE: dict[int, int] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TABLE |= dict.fromkeys((0x09, 0xA0, 0x1680, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000, 0xFEFF), 0x20)
_TABLE |= dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0x2500, 0xFE58, 0xFE63), ord("-"))
_TABLE |= {
    ord("\N{WAVE DASH}"): ord("~"),
    ord("\N{FULLWIDTH TILDE}"): ord("~"),
    ord("\N{IDEOGRAPHIC NUMBER ZERO}"): ord("零"),
    ord("萬"): ord("万"),
    ord("億"): ord("亿"),
    ord("圓"): ord("元"),
    ord("圆"): ord("元"),
    ord("\N{GREATER-THAN OVER EQUAL TO}"): ord("≥"),
    ord("\N{LESS-THAN OVER EQUAL TO}"): ord("≤"),
    ord("\N{GREATER-THAN OR SLANTED EQUAL TO}"): ord("≥"),
    ord("\N{LESS-THAN OR SLANTED EQUAL TO}"): ord("≤"),
    ord("\N{BOX DRAWINGS DOUBLE HORIZONTAL}"): ord("="),
    ord("\N{FULLWIDTH YEN SIGN}"): ord("\N{YEN SIGN}"),
    ord("\N{LEFT TORTOISE SHELL BRACKET}"): ord("["),
    ord("\N{RIGHT TORTOISE SHELL BRACKET}"): ord("]"),
    ord("\N{LEFT DOUBLE QUOTATION MARK}"): ord('"'),
    ord("\N{RIGHT DOUBLE QUOTATION MARK}"): ord('"'),
    ord("\N{SMALL PERCENT SIGN}"): ord("%"),
}


_FOLDED: Final = {chr(code): chr(to) for code, to in _TABLE.items()}
# Few characters of a text are folded: `str.translate` would look up each of them.
_TO_FOLD: Final = re.compile(f"[{re.escape(''.join(_FOLDED))}]")


def fold(text: str) -> str:
    """The folded text; `len(fold(text)) == len(text)` and every offset keeps its meaning."""
    return _TO_FOLD.sub(lambda match: _FOLDED[match[0]], text)


# After a numeral a stop is an item's number (一.概况, (一).概况), before a digit a decimal point. What stands before it
# is looked at from behind it, so that the stop itself is what the engine searches for.
_STOP: Final = re.compile(
    r"\.(?:(?<=[\u4e00-\u9fff%\"]\.)(?<![一二三四五六七八九十]\.)|(?<=[^一二三四五六七八九十0-9]\)\.))(?=\s*(?:[\u4e00-\u9fff\"(]|$))",
    re.MULTILINE,
)


def fold_prose(text: str) -> str:
    """The folded text in which a full stop typed as "." between Chinese sentences is 。; offsets hold as in `fold`."""
    return _STOP.sub("。", fold(text))
