"""One page of a PDF as pdfium sees it: characters with their boxes, ruling lines, and how much of it is image.

Coordinates are points of the page as it is viewed (rotation applied), from its top left corner. Sources of the odd
rules: pdfium invents spaces and line feeds (they are flagged), gives control characters where a font has no character
map, turns a hyphen at the end of a line into U+0002 or U+FFFE, and silently drops characters of Chinese fonts that
are not embedded, which is why such pages are handed to pdfplumber (see pdf_plumber.py).
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import pairwise, repeat
from operator import le
from typing import Any, NamedTuple

MAX_CHARS = 60_000  # a page of the smallest print holds some 10 000
MAX_OBJECTS = 20_000  # objects walked on a page, those inside forms included: about half a second
MAX_SEGMENTS = 60_000
_FORM_DEPTH = 6
_THICK = 3.0  # a filled rectangle thicker than this both ways is shading, a thinner one is a ruling line
_FORCE_BOLD = 1 << 18  # font descriptor flag, ISO 32000-1 table 123
_BOLD_NAME = re.compile(r"bold|black|heavy|simhei|stheiti|heiti|黑体|\bhei\b", re.IGNORECASE)
_LIGHT_HEI = re.compile(r"yahei|semilight|light", re.IGNORECASE)
# The fonts that pdfium brings along, or replaces by one that it brings: no character of theirs is dropped.
# Arial Unicode is none of them, for it has Chinese characters.
_LATIN_FONT = re.compile(
    r"helvetica|arial(?!.?unicode)|times|courier|symbol|zapfdingbats|wingdings|calibri|cambria|verdana|tahoma|georgia|liberation",
    re.IGNORECASE,
)


class Char(NamedTuple):
    """A character and its loose box (the font's line height, not the ink: 一 has hardly any ink)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool = False


class Edge(NamedTuple):
    """A horizontal or vertical ruling line, or one side of a drawn rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.bottom - self.top < self.x1 - self.x0


@dataclass(slots=True)
class PageContent:
    """What a page holds. `image_share` is the part of the page that images cover; `hidden` counts characters for
    which the font gives no code at all; `curves` counts drawn shapes that are no straight lines; `capped` says that
    reading stopped at a limit."""

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    image_share: float = 0.0
    hidden: int = 0
    curves: int = 0
    capped: bool = False


class UnembeddedFontError(Exception):
    """The page uses a font that is not in the file; pdfium would drop characters without a word."""


def load_page(page: Any, number: int) -> PageContent:
    """Read a pypdfium2 PdfPage; raises UnembeddedFontError, or PdfiumError when the text cannot be loaded."""
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()
    width, height = abs(right - left), abs(top - bottom)
    view = _view(rotation, min(left, right), min(bottom, top), width, height)
    content = PageContent(number, *((height, width) if rotation in (90, 270) else (width, height)))
    _Walker(content, view).walk_page(page)
    textpage = page.get_textpage()
    try:
        _load_chars(textpage.raw, view, content)
    finally:
        textpage.close()
    return content


_Point = tuple[float, float]
_Matrix = tuple[float, float, float, float, float, float]


def _view(rotation: int, left: float, bottom: float, width: float, height: float) -> _Matrix:
    """The map from user space to the page as viewed, its y downwards."""
    if rotation == 90:
        return (0, 1, 1, 0, -bottom, -left)
    if rotation == 180:
        return (-1, 0, 0, 1, left + width, -bottom)
    if rotation == 270:
        return (0, -1, -1, 0, bottom + height, left + width)
    return (1, 0, 0, -1, -left, bottom + height)


def _load_chars(text: Any, view: _Matrix, content: PageContent) -> None:
    """The readable characters in the order of the file.

    All of a page's boxes are fetched into one array and taken apart as columns: a Python statement for each number of
    each character would be most of the time that a page costs.
    """
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFText_CountChars(text)
    if count > MAX_CHARS:
        count, content.capped = MAX_CHARS, True
    codes = _codes(text, count)
    pieces: list[str] = []
    indexes: list[int] = []
    done = 0
    for odd in _ODD.finditer(codes):
        at = odd.start()
        pieces.append(codes[done:at])
        indexes += range(done, at)
        meant = _meant(text, at, codes, content)
        if meant:
            pieces.append(meant)
            indexes.append(at)
        done = at + 1
    pieces.append(codes[done:])
    indexes += range(done, len(codes))
    if not indexes:
        return
    boxes = (ctypes.c_float * (4 * len(indexes)))()  # left, top, right, bottom of each, as FS_RECTF has them
    box_of, address = _by_address().loose_box, ctypes.addressof(boxes)
    page = _address(text)
    for at, index in enumerate(indexes):
        box_of(page, index, address + 16 * at)
    sides = boxes[:]
    x0, top, x1, bottom = _viewed(view, sides[0::4], sides[1::4], sides[2::4], sides[3::4])
    content.chars = list(map(partial(tuple.__new__, Char), zip("".join(pieces), x0, top, x1, bottom, repeat(False))))
    _weigh(text, indexes, content)
    if content.chars and not (
        min(x0) > 0 and max(x1) < content.width and min(top) > 0 and max(bottom) < content.height
    ):
        content.chars = [char for char in content.chars if _seen(char, content)]


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
    """What an odd character stands for: "" where it is to be passed over."""
    import pypdfium2.raw as pdfium

    char = codes[index]
    if "\ud800" <= char <= "\udfff":
        whole = (codes[index - 1 : index] + char).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
        return whole[-1:] if whole and ord(whole[-1]) > 0xFFFF else ""
    if pdfium.FPDFText_IsGenerated(text, index):
        return ""
    if char == " ":
        return char
    if pdfium.FPDFText_IsHyphen(text, index):
        return "-"
    content.hidden += 1
    return ""


def _viewed(
    view: _Matrix, left: list[float], top: list[float], right: list[float], bottom: list[float]
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Boxes in user space, as columns, as x0, top, x1, bottom of the page as viewed."""
    a, b, c, d, e, f = view
    if b == c == 0:
        xs, ys, more_xs, more_ys, across, down = left, top, right, bottom, a, d
    else:
        xs, ys, more_xs, more_ys, across, down = top, left, bottom, right, c, b
    x0, x1 = _ordered([across * x + e for x in xs], [across * x + e for x in more_xs])
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


def _weigh(text: Any, indexes: Sequence[int], content: PageContent) -> None:
    """Mark lines that begin and end bold, and drop the characters of watermarks, which are written at an angle.

    To ask of every character costs as much as all the rest. A line is a stretch of characters that go to the right on
    one level; a character of a watermark stands on a level of its own.
    """
    chars = content.chars
    weight = _Weight(text)
    starts = [0]
    starts += [
        at
        for at, (char, following) in enumerate(pairwise(chars), 1)
        if following[1] < char[1] or abs(following[2] - char[2]) > 0.15 * (char[4] - char[2])
    ]
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

    def bold(self, index: int) -> bool:
        api, text = self._api, self._text
        if api.FPDFText_GetFontInfo(text, index, self._name, 128, self._flags_reference) and (
            self._flags.value & _FORCE_BOLD or is_bold_name(self._name.value.decode("utf-8", "replace"))
        ):
            return True
        # Office programs thicken a font that has no bold face by drawing its outline too.
        item = api.FPDFText_GetTextObject(text, index)
        mode = api.FPDFTextObj_GetTextRenderMode(item) if item else None
        return bool(mode == api.FPDF_TEXTRENDERMODE_FILL_STROKE)


@cache
def is_bold_name(name: str) -> bool:
    """Whether a font's name says that it is bold (黑体, the face of official headings, counts)."""
    return bool(_BOLD_NAME.search(name)) and not (
        _LIGHT_HEI.search(name) and not re.search(r"bold|black|heavy", name, re.IGNORECASE)
    )


@dataclass(frozen=True, slots=True)
class _ByAddress:
    """Functions of pdfium that are called for every character or object, on plain addresses: to wrap a pointer in a
    Python object takes longer than most of these calls."""

    loose_box: Callable[[int, int, int], int]
    page_object: Callable[[int, int], int]
    form_object: Callable[[int, int], int]
    object_type: Callable[[int], int]
    font: Callable[[int], int]


@cache
def _by_address() -> _ByAddress:
    import pypdfium2.raw as pdfium

    pointer, number = ctypes.c_void_p, ctypes.c_int

    def function(wrapped: Any, result: Any, *arguments: Any) -> Any:
        plain = type(wrapped)(ctypes.cast(wrapped, pointer).value)  # of its own type, which knows how it is called
        plain.restype, plain.argtypes = result, arguments
        return plain

    return _ByAddress(
        function(pdfium.FPDFText_GetLooseCharBox, number, pointer, number, pointer),
        function(pdfium.FPDFPage_GetObject, pointer, pointer, number),
        function(pdfium.FPDFFormObj_GetObject, pointer, pointer, ctypes.c_ulong),
        function(pdfium.FPDFPageObj_GetType, number, pointer),
        function(pdfium.FPDFTextObj_GetFont, pointer, pointer),
    )


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


class _Walker:
    """Collects ruling lines and images from a page's objects, and refuses fonts that are not embedded."""

    def __init__(self, content: PageContent, view: _Matrix) -> None:
        import pypdfium2.raw as pdfium

        self.api: Any = pdfium
        self.content, self.view = content, view
        self.objects = self.segments = 0
        self.edges: set[Edge] = set()
        self.fonts: set[int] = set()
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._point = (ctypes.byref(self._x), ctypes.byref(self._y))

    def walk_page(self, page: Any) -> None:
        count = self.api.FPDFPage_CountObjects(page.raw)
        self._walk(_by_address().page_object, count, _address(page.raw), self.view, 0)
        self.content.edges = sorted(self.edges)

    def _walk(self, get: Callable[[Any, int], int], count: int, parent: Any, matrix: _Matrix, depth: int) -> None:
        api, plain = self.api, _by_address()
        for index in range(count):
            if self.objects >= MAX_OBJECTS or self.segments >= MAX_SEGMENTS:
                self.content.capped = True
                return
            self.objects += 1
            address = get(parent, index)
            kind = plain.object_type(address)
            if kind == api.FPDF_PAGEOBJ_TEXT:
                self._font(plain.font(address))
                continue
            item = ctypes.cast(address, api.FPDF_PAGEOBJECT)
            inner = _multiply(self._matrix(item), matrix)
            if kind == api.FPDF_PAGEOBJ_PATH:
                self._path(item, inner)
            elif kind == api.FPDF_PAGEOBJ_IMAGE:
                self._image(inner)
            elif kind == api.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
                self._walk(plain.form_object, api.FPDFFormObj_CountObjects(item), address, inner, depth + 1)

    def _matrix(self, item: Any) -> _Matrix:
        matrix = self.api.FS_MATRIX()
        self.api.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
        return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)

    def _font(self, address: int) -> None:
        if not address or address in self.fonts:
            return
        self.fonts.add(address)
        api = self.api
        font = ctypes.cast(address, api.FPDF_FONT)
        if api.FPDFFont_GetIsEmbedded(font) == 0:
            name = ctypes.create_string_buffer(128)
            api.FPDFFont_GetBaseFontName(font, name, 128)
            if not _LATIN_FONT.search(name.value.decode("latin-1")):
                raise UnembeddedFontError(name.value)

    def _image(self, matrix: _Matrix) -> None:
        area = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
        page = max(self.content.width * self.content.height, 1.0)
        self.content.image_share = min(self.content.image_share + area / page, 1.0)  # scans may be stored as strips

    def _path(self, item: Any, matrix: _Matrix) -> None:
        api = self.api
        a, b, c, d, e, f = matrix
        x, y = self._x, self._y
        strokes: list[tuple[_Point, _Point]] = []
        points: list[_Point] = []
        previous = start = None
        count = api.FPDFPath_CountSegments(item)
        self.segments += max(count, 0)
        for index in range(min(count, MAX_SEGMENTS)):
            segment = api.FPDFPath_GetPathSegment(item, index)
            kind = api.FPDFPathSegment_GetType(segment)
            if kind == api.FPDF_SEGMENT_BEZIERTO:
                self.content.curves += 1
                return
            api.FPDFPathSegment_GetPoint(segment, *self._point)
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == api.FPDF_SEGMENT_MOVETO:
                start = point
            elif previous is not None:
                strokes.append((previous, point))
            if api.FPDFPathSegment_GetClose(segment) and start is not None:
                strokes.append((point, start))
            points.append(point)
            previous = point
        if not self._drawn_as_lines(item, points):
            return
        for one, other in strokes:
            self._edge(one, other)

    def _drawn_as_lines(self, item: Any, points: list[_Point]) -> bool:
        """Whether a path is ruling lines: stroked, or filled and thin.

        A filled area without an outline is the background of a cell or a word, and a path that is neither filled nor
        stroked is not seen at all.
        """
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        self.api.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        if stroke.value or not fill.value:
            return bool(stroke.value)
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return max(xs) - min(xs) <= _THICK or max(ys) - min(ys) <= _THICK

    def _edge(self, one: _Point, other: _Point) -> None:
        x0, x1 = sorted((round(one[0], 2), round(other[0], 2)))
        top, bottom = sorted((round(one[1], 2), round(other[1], 2)))
        across, down = x1 - x0, bottom - top
        if across <= 0.05 < down or down <= 0.05 < across:
            self.edges.add(Edge(x0, top, x1 if across > down else x0, bottom if down > across else top))


def _multiply(a: _Matrix, b: _Matrix) -> _Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )
