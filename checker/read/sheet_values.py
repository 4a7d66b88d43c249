"""What a workbook's cells share: strings, number formats, and from both the text that a stored value shows."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from checker.read.archive import parse_xml
from checker.read.number_format import BUILT_IN, show, show_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")  # ECMA-376 22.9.2.19: how a string holds what XML cannot
_REMEMBERED = 100_000


class Values:
    """Turns a cell's type, style and stored value into its text."""

    def __init__(self, strings: bytes | None, styles: bytes | None, *, date1904: bool) -> None:
        self._strings = [] if strings is None else [string_text(item) for item in parse_xml(strings)]
        self._formats = [] if styles is None else _formats(parse_xml(styles))
        self._date1904 = date1904
        self._shown: dict[tuple[str, str], str] = {}
        self._codes: dict[str | None, str] = {}  # style → its format, for the styles that cells had

    def text(self, kind: str, style: str | None, stored: str) -> str:
        """The text of a stored value; `kind` is the cell's t, `style` its s."""
        if kind == "s":
            return show_text(self._shared(stored), self._code(style))
        if kind == "b":
            return "TRUE" if stored.strip() in {"1", "true"} else "FALSE"
        if kind == "e":
            return stored
        if kind in {"str", "inlineStr"}:
            return show_text(unescape(stored), self._code(style))
        code = self._code(style)
        key = (code, stored)
        text = self._shown.get(key)
        if text is None:
            text = show(_serial(stored, self._date1904) if kind == "d" else stored, code, date1904=self._date1904)
            if len(self._shown) < _REMEMBERED:
                self._shown[key] = text
        return text

    def _shared(self, index: str) -> str:
        try:
            return self._strings[int(index)]
        except (ValueError, IndexError):
            return ""

    def _code(self, style: str | None) -> str:
        code = self._codes.get(style)
        if code is None:
            try:
                code = self._formats[int(style or 0)]
            except (ValueError, IndexError):
                code = "General"
            if len(self._codes) < _REMEMBERED:
                self._codes[style] = code
        return code


def string_text(item: _Element) -> str:
    """The text of a shared string: plain or in rich runs, without phonetic guides."""
    space = item.tag[: item.tag.find("}") + 1]
    plain = item.findtext(space + "t")
    if plain is not None:
        return unescape(plain)
    return unescape("".join(run.findtext(space + "t") or "" for run in item.iterchildren(space + "r")))


def unescape(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _formats(root: _Element) -> list[str]:
    """The number format code of each cell style."""
    own = {
        item.get("numFmtId", ""): item.get("formatCode", "General") for item in root.iterfind("{*}numFmts/{*}numFmt")
    }
    built_in = {str(number): code for number, code in BUILT_IN.items()}
    ids = (xf.get("numFmtId", "0") for xf in root.iterfind("{*}cellXfs/{*}xf"))
    return [own.get(number) or built_in.get(number, "General") for number in ids]


def _serial(stored: str, date1904: bool) -> str:
    """An ISO date (cells of type d, in strict files) as a serial day number; other text as it is."""
    try:
        moment = dt.datetime.fromisoformat(stored.strip())
    except ValueError:
        return stored
    since = (
        moment.replace(tzinfo=None) - dt.datetime(1904, 1, 1)
        if date1904
        else (moment.replace(tzinfo=None) - dt.datetime(1899, 12, 30))
    )
    return str(Decimal(since.days) + Decimal(since.seconds) / 86400)
