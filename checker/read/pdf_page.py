"""One page of a PDF as pdfium sees it.

Sources of the odd rules: pdfium invents spaces and line feeds (they are flagged), gives control characters where a font
has no character map, turns a hyphen at the end of a line into U+0002 or U+FFFE, and silently drops characters of
Chinese fonts that are not embedded, which is why such pages are handed to pdfplumber (see pdf_plumber.py).
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Sequence
from functools import cache, partial
from itertools import pairwise, repeat
from operator import le
from typing import Any

from checker.read.pdf_content import MAX_CHARS, Char, PageContent
from checker.read.pdf_objects import Matrix, Walker, address_of, by_address

_MAX_FIELDS = 2_000
_FORCE_BOLD = 1 << 18  # font descriptor flag, ISO 32000-1 table 123
_BOLD_NAME = re.compile(r"bold|black|heavy|simhei|stheiti|heiti|黑体|\bhei\b", re.IGNORECASE)
_LIGHT_HEI = re.compile(r"yahei|semilight|light", re.IGNORECASE)


def load_page(pdf: Any, number: int, before: list[Any] | None = None) -> PageContent:
    """Read page `number`, from 1, of a pypdfium2 PdfDocument; raises UnembeddedFontError, or PdfiumError on failure.

    `before` keeps the page open until the next one is read, for pdfium forgets a font that no open page uses.
    """
    page = pdf[number - 1]
    try:
        if _filled_in(page):
            page.close()
            page = pdf[number - 1]  # what was flattened is seen after loading again
        return _read_page(page, number)
    finally:
        closed = [page]
        if before is not None:
            closed, before[:] = before[:], closed
        for old in closed:
            old.close()


def _filled_in(page: Any) -> bool:
    """Make what is typed into a form's fields part of the page; says whether there was any such field."""
    import pypdfium2.raw as pdfium

    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), _MAX_FIELDS)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT):
            return bool(pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)
    return False


def _read_page(page: Any, number: int) -> PageContent:
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()
    width, height = abs(right - left), abs(top - bottom)
    view = _view(rotation, min(left, right), min(bottom, top), width, height)
    content = PageContent(number, *((height, width) if rotation in (90, 270) else (width, height)))
    Walker(content, view).walk_page(page)
    textpage = page.get_textpage()
    try:
        _load_chars(textpage.raw, view, content)
    finally:
        textpage.close()
    return content


def _view(rotation: int, left: float, bottom: float, width: float, height: float) -> Matrix:
    """The map from user space to the page as viewed, its y downwards."""
    if rotation == 90:
        return (0, 1, 1, 0, -bottom, -left)
    if rotation == 180:
        return (-1, 0, 0, 1, left + width, -bottom)
    if rotation == 270:
        return (0, -1, -1, 0, bottom + height, left + width)
    return (1, 0, 0, -1, -left, bottom + height)


def _load_chars(text: Any, view: Matrix, content: PageContent) -> None:
    """The readable characters in the order of the file.

    All of a page's boxes are fetched into one array and taken apart as columns: a Python statement for each number of
    each character would be most of the time that a page costs.
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text)
    if count > MAX_CHARS:
        count, content.capped = MAX_CHARS, True
    codes = _codes(text, count)
    texts, indexes = _readable(text, codes, content)
    if not indexes:
        return
    x0, top, x1, bottom = _viewed(view, *_boxes(text, indexes))
    raise_marks(texts, x0, top, x1, bottom)
    content.chars = list(map(partial(tuple.__new__, Char), zip(texts, x0, top, x1, bottom, repeat(False))))
    starts = [0]  # of lines: stretches of characters that go to the right on one level
    starts += [
        at
        for at, (x, next_x, y, next_y, low) in enumerate(zip(x0, x0[1:], top, top[1:], bottom, strict=False), 1)
        if next_x < x or abs(next_y - y) > 0.15 * (low - y)
    ]
    _weigh(text, indexes, starts, content)
    if content.chars and not (
        min(x0) > 0 and max(x1) < content.width and min(top) > 0 and max(bottom) < content.height
    ):
        content.chars = [char for char in content.chars if _seen(char, content)]


def _readable(text: Any, codes: str, content: PageContent) -> tuple[str, list[int]]:
    """The characters that mean something, and pdfium's index of each."""
    pieces: list[str] = []
    indexes: list[int] = []
    done = 0
    places = [odd.start() for odd in _ODD.finditer(codes)]
    for at, invented in zip(places, map(by_address().generated, repeat(address_of(text)), places), strict=True):
        if at > done:
            pieces.append(codes[done:at])
            indexes += range(done, at)
        meant = "" if invented else _meant(text, at, codes, content)
        if meant:
            pieces.append(meant)
            indexes.append(at)
        done = at + 1
    pieces.append(codes[done:])
    indexes += range(done, len(codes))
    return "".join(pieces), indexes


def _boxes(text: Any, indexes: list[int]) -> tuple[list[float], list[float], list[float], list[float]]:
    """The characters' loose boxes in user space, as columns: left, top, right and bottom, as FS_RECTF has them."""
    found = (ctypes.c_float * (4 * len(indexes)))()
    places = map(ctypes.byref, repeat(found), range(0, 16 * len(indexes), 16))
    deque(map(by_address().loose_box, repeat(ctypes.c_void_p(address_of(text))), indexes, places), maxlen=0)
    sides = found[:]
    return sides[0::4], sides[1::4], sides[2::4], sides[3::4]


# What has little ink, so that a box drawn round the ink lies low, high or flat.
_MARKS = re.compile("[-.,:;'\"~_\u00b0\u00b7\u2010-\u2026\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff5e\uff0d\u4e00]")


def raise_marks(texts: str, x0: list[float], top: list[float], x1: list[float], bottom: list[float]) -> None:
    """Give punctuation the height of the character beside it.

    A font whose file states no usable height gets boxes round its ink: the stop of 48.00 would be a line below it.
    """
    for match in _MARKS.finditer(texts):
        at = match.start()
        height = bottom[at] - top[at]
        for other in (at - 1, at + 1):
            if not 0 <= other < len(texts) or _MARKS.match(texts, other):
                continue
            tall = bottom[other] - top[other]
            gap = x0[at] - x1[other] if other < at else x0[other] - x1[at]
            within = top[other] - 0.3 * tall <= top[at] and bottom[at] <= bottom[other] + 0.3 * tall
            if height < 0.6 * tall and within and abs(gap) < 0.8 * tall:
                top[at], bottom[at] = top[other], bottom[other]
                break


def _codes(text: Any, count: int) -> str:
    """The characters as pdfium has them, one for each of its indexes (a wide one may be two halves)."""
    import pypdfium2.raw as pdfium

    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text, 0, count, buffer)
    codes = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
    if written == count + 1 and len(codes) == count:
        return codes
    # Some have no code, and the text as a whole leaves them out.
    return "".join([chr(min(pdfium.FPDFText_GetUnicode(text, index), 0x10FFFF)) for index in range(count)])


# Controls, spaces (pdfium invents some), soft hyphens, halves of wide characters, and codes that mean no character.
_ODD = re.compile("[\x00-\x20\x7f-\x9f\xad\ud800-\udfff\ufffe\uffff]")


def _meant(text: Any, index: int, codes: str, content: PageContent) -> str:
    """What an odd character that pdfium found stands for: "" where it is to be passed over."""
    char = codes[index]
    if "\ud800" <= char <= "\udfff":
        whole = (codes[index - 1 : index] + char).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        return whole[-1:] if whole and ord(whole[-1]) > 0xFFFF else ""
    if char == " ":
        return char
    import pypdfium2.raw as pdfium

    if pdfium.FPDFText_IsHyphen(text, index):
        return "-"
    content.hidden += 1
    return ""


def _viewed(
    view: Matrix, left: list[float], top: list[float], right: list[float], bottom: list[float]
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Boxes in user space, as columns, as x0, top, x1, bottom of the page as viewed."""
    a, b, c, d, e, f = view
    if b == c == 0:
        xs, ys, more_xs, more_ys, across, down = left, top, right, bottom, a, d
    else:
        xs, ys, more_xs, more_ys, across, down = top, left, bottom, right, c, b
    if across != 1 or e != 0:  # as on nearly no page
        xs, more_xs = [across * x + e for x in xs], [across * x + e for x in more_xs]
    x0, x1 = _ordered(xs, more_xs)
    y0, y1 = _ordered([down * y + f for y in ys], [down * y + f for y in more_ys])
    return x0, y0, x1, y1


def _ordered(one: list[float], other: list[float]) -> tuple[list[float], list[float]]:
    """Two columns, the smaller values first."""
    if all(map(le, one, other)):
        return one, other
    return list(map(min, one, other)), list(map(max, one, other))


def _seen(char: Char, content: PageContent) -> bool:
    """Whether a character is on the page: what is cropped away nobody sees."""
    return -2 < char.x0 + char.x1 < 2 * content.width + 2 and -2 < char.top + char.bottom < 2 * content.height + 2


def _weigh(text: Any, indexes: Sequence[int], starts: Sequence[int], content: PageContent) -> None:
    """Mark lines that begin and end bold, and drop the characters of watermarks, which are written at an angle.

    To ask of every character costs as much as all the rest. A character of a watermark stands on a level of its own.
    """
    chars = content.chars
    weight = _Weight(text)
    dropped: list[int] = []
    for start, end in pairwise([*starts, len(chars)]):
        if end - start == 1 and _slanted(text, indexes[start]):
            dropped.append(start)
        elif weight.bold(indexes[start]) and weight.bold(indexes[end - 1]):
            chars[start:end] = [char._replace(bold=True) for char in chars[start:end]]
    for at in reversed(dropped):
        del chars[at]


def _slanted(text: Any, index: int) -> bool:
    import pypdfium2.raw as pdfium

    turns = float(pdfium.FPDFText_GetCharAngle(text, index)) / (math.pi / 2)
    return abs(turns - round(turns)) > 0.05


class _Weight:
    """Tells bold characters from others; a font's name is judged once."""

    def __init__(self, text: Any) -> None:
        import pypdfium2.raw as pdfium

        self._api: Any = pdfium
        self._text = text
        self._flags = ctypes.c_int()
        self._name = ctypes.create_string_buffer(128)
        self._flags_reference = ctypes.byref(self._flags)
        self._plain = by_address()
        self._address = address_of(text)
        self._fonts: dict[int | None, bool] = {}

    def bold(self, index: int) -> bool:
        plain = self._plain
        item = plain.text_object(self._address, index)
        if not item:
            return self._bold_font(index)
        font = plain.font(item)
        bold = self._fonts.get(font)
        if bold is None:
            bold = self._fonts[font] = self._bold_font(index)
        # Office programs thicken a font that has no bold face by drawing its outline too.
        return bold or plain.render_mode(item) == self._api.FPDF_TEXTRENDERMODE_FILL_STROKE

    def _bold_font(self, index: int) -> bool:
        known = self._api.FPDFText_GetFontInfo(self._text, index, self._name, 128, self._flags_reference)
        return bool(known) and (
            bool(self._flags.value & _FORCE_BOLD) or is_bold_name(self._name.value.decode("utf-8", "replace"))
        )


@cache
def is_bold_name(name: str) -> bool:
    """Whether a font's name says that it is bold (黑体, the face of official headings, counts)."""
    return bool(_BOLD_NAME.search(name)) and not (
        _LIGHT_HEI.search(name) and not re.search(r"bold|black|heavy", name, re.IGNORECASE)
    )
