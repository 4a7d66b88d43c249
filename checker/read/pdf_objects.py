"""The objects of a PDF's page as pdfium has them: ruling lines, images, and the fonts that its text is set in."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

from checker.read.pdf_content import MAX_SEGMENTS, THICK, Edge, PageContent

MAX_OBJECTS = 20_000  # objects walked on a page, those inside forms included: about half a second
_FORM_DEPTH = 6
# The fonts that pdfium brings along, or replaces by one that it brings: no character of theirs is dropped.
# Arial Unicode is none of them, for it has Chinese characters.
_LATIN_FONT = re.compile(
    r"helvetica|arial(?!.?unicode)|times|courier|symbol|zapfdingbats|wingdings|calibri|cambria|verdana|tahoma|georgia|liberation",
    re.IGNORECASE,
)

_Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]


class UnembeddedFontError(Exception):
    """The page uses a font that is not in the file; pdfium would drop characters without a word."""


@dataclass(frozen=True, slots=True)
class _ByAddress:
    """Functions of pdfium that are called for every character or object, on plain addresses.

    To wrap a pointer in a Python object takes longer than most of these calls.
    """

    loose_box: Callable[[ctypes.c_void_p, int, Any], None]
    generated: Callable[[int, int], int]
    text_object: Callable[[int, int], int | None]
    render_mode: Callable[[int], int]
    page_object: Callable[[int, int], int]
    form_object: Callable[[int, int], int]
    object_type: Callable[[int], int]
    font: Callable[[int], int | None]
    segment: Callable[[int, int], int]
    segment_type: Callable[[int], int]
    segment_point: Callable[[int, Any, Any], int]
    segment_closes: Callable[[int], int]


@cache
def by_address() -> _ByAddress:
    import pypdfium2.raw as pdfium

    pointer, number = ctypes.c_void_p, ctypes.c_int

    def function(wrapped: Any, result: Any, *arguments: Any) -> Any:
        plain = type(wrapped)(ctypes.cast(wrapped, pointer).value)  # of its own type, which knows how it is called
        plain.restype, plain.argtypes = result, arguments or None
        return plain

    return _ByAddress(
        function(pdfium.FPDFText_GetLooseCharBox, None),  # on arguments that need no conversion
        function(pdfium.FPDFText_IsGenerated, number, pointer, number),
        function(pdfium.FPDFText_GetTextObject, pointer, pointer, number),
        function(pdfium.FPDFTextObj_GetTextRenderMode, number, pointer),
        function(pdfium.FPDFPage_GetObject, pointer, pointer, number),
        function(pdfium.FPDFFormObj_GetObject, pointer, pointer, ctypes.c_ulong),
        function(pdfium.FPDFPageObj_GetType, number, pointer),
        function(pdfium.FPDFTextObj_GetFont, pointer, pointer),
        function(pdfium.FPDFPath_GetPathSegment, pointer, pointer, number),
        function(pdfium.FPDFPathSegment_GetType, number, pointer),
        function(pdfium.FPDFPathSegment_GetPoint, number, pointer, pointer, pointer),
        function(pdfium.FPDFPathSegment_GetClose, number, pointer),
    )


def address_of(pointer: Any) -> int:
    """The address that a ctypes pointer holds; 0 of none."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


class Walker:
    """Collects ruling lines and images from a page's objects, and refuses fonts that are not embedded."""

    def __init__(self, content: PageContent, view: Matrix) -> None:
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
        self._walk(by_address().page_object, count, address_of(page.raw), self.view, 0)
        self.content.edges = sorted(self.edges)

    def _walk(self, get: Callable[[Any, int], int], count: int, parent: Any, matrix: Matrix, depth: int) -> None:
        api, plain = self.api, by_address()
        if count > MAX_OBJECTS - self.objects:
            count, self.content.capped = max(MAX_OBJECTS - self.objects, 0), True
        self.objects += count
        addresses = list(map(get, repeat(parent), range(count)))
        fonts = list(map(plain.font, addresses))  # only text has one
        for font in set(fonts):
            self._font(font)
        for address in [address for address, font in zip(addresses, fonts, strict=True) if not font]:
            kind = plain.object_type(address)
            if kind == api.FPDF_PAGEOBJ_TEXT:
                continue
            if self.segments >= MAX_SEGMENTS:
                self.content.capped = True
                return
            item = ctypes.cast(address, api.FPDF_PAGEOBJECT)
            inner = _multiply(self._matrix(item), matrix)
            if kind == api.FPDF_PAGEOBJ_PATH:
                self._path(item, address, inner)
            elif kind == api.FPDF_PAGEOBJ_IMAGE:
                self._image(inner)
            elif kind == api.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
                self._walk(plain.form_object, api.FPDFFormObj_CountObjects(item), address, inner, depth + 1)

    def _matrix(self, item: Any) -> Matrix:
        matrix = self.api.FS_MATRIX()
        self.api.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
        return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)

    def _font(self, address: int | None) -> None:
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

    def _image(self, matrix: Matrix) -> None:
        area = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
        page = max(self.content.width * self.content.height, 1.0)
        self.content.image_share = min(self.content.image_share + area / page, 1.0)  # scans may be stored as strips

    def _path(self, item: Any, address: int, matrix: Matrix) -> None:
        api, plain = self.api, by_address()
        a, b, c, d, e, f = matrix
        x, y = self._x, self._y
        strokes: list[tuple[_Point, _Point]] = []
        points: list[_Point] = []
        previous = start = None
        count = api.FPDFPath_CountSegments(item)
        self.segments += max(count, 0)
        for index in range(min(count, MAX_SEGMENTS)):
            segment = plain.segment(address, index)
            kind = plain.segment_type(segment)
            if kind == api.FPDF_SEGMENT_BEZIERTO:
                self.content.curves += 1
                return
            plain.segment_point(segment, *self._point)
            point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == api.FPDF_SEGMENT_MOVETO:
                start = point
            elif previous is not None:
                strokes.append((previous, point))
            if plain.segment_closes(segment) and start is not None:
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
        return max(xs) - min(xs) <= THICK or max(ys) - min(ys) <= THICK

    def _edge(self, one: _Point, other: _Point) -> None:
        x0, x1 = sorted((round(one[0], 2), round(other[0], 2)))
        top, bottom = sorted((round(one[1], 2), round(other[1], 2)))
        across, down = x1 - x0, bottom - top
        if across <= 0.05 < down or down <= 0.05 < across:
            self.edges.add(Edge(x0, top, x1 if across > down else x0, bottom if down > across else top))


def _multiply(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )
