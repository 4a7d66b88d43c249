"""What the codes of a PDF's characters stand for: radicals that mean ordinary characters, codes that mean nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

_FEW = 60  # characters: a bullet of a symbol font on a page of one line is no reason for alarm


def unreadable_share(texts: Sequence[str], hidden: int) -> float:
    """The part of a page's characters, from 0 to 1, that no Chinese report holds: private codes, rare scripts.

    `hidden` counts characters for which there is no code at all. A font without a character map yields the numbers of
    its glyphs instead of characters.
    """
    strange = {text for text in set(texts) if not _plausible(text)}
    count = sum(text in strange for text in texts) if strange else 0
    return (count + hidden) / max(len(texts) + hidden, _FEW)


@cache
def _plausible(text: str) -> bool:
    if text.isascii() or unicodedata.category(text[0]) in ("Sm", "So", "No", "Po", "Ps", "Pe", "Zs"):
        return True
    for charset in ("gb2312", "big5"):
        try:
            text.encode(charset)
        except UnicodeEncodeError:
            continue
        return True
    return plain(text) != text


def plain(text: str) -> str:
    """The text with the radicals' code points, which some fonts' character maps yield, as ordinary characters."""
    return text.translate(_ordinary()) if _RADICALS.search(text) else text


_RADICALS = re.compile("[\u2e80-\u2fd5\uf900-\ufad9]")
# Forms of the CJK Radicals Supplement that stand for a whole character (Unicode decomposes two of them only).
_SUPPLEMENT = dict(
    zip(
        "⺁⺄⺒⺓⺝⺟⺠⺩⺫⺬⺶⺷⺻⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳⻲⻯⻫⻭",
        "厂乙巳幺月母民王目示羊羊聿臼虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟亀竜斉歯",
        strict=True,
    )
)


@cache
def _ordinary() -> dict[int, str]:
    table = {ord(radical): character for radical, character in _SUPPLEMENT.items()}
    for block in (range(0x2F00, 0x2FD6), range(0xF900, 0xFADA)):  # Kangxi radicals, compatibility ideographs
        for code in block:
            ordinary = unicodedata.normalize("NFKC", chr(code))
            if ordinary != chr(code):
                table[code] = ordinary
    return table
