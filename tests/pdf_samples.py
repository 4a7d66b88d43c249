"""Makes PDFs for the tests: a small embedded font that knows every character as a box, and tables with merged cells.

No font of the machine is used. The font's Han characters are as wide as it is large and its Latin ones half of that,
so a test can say to the point where a line ends; its character map leads from any code to one of three glyphs.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from checker.document import Document
from checker.read.pdf import read
from checker.read.source import Source

A4 = (595.0, 842.0)
LEFT, RIGHT = 90.0, 506.0  # 26 characters of 16 points
SIZE, PITCH = 16.0, 28.0
REGULAR, BOLD, NOT_EMBEDDED = "Boxes", "Boxes-Bold", "STSong-Light"


@cache
def font_file(name: str) -> bytes:
    """A TrueType font whose glyphs are nothing, a wide box, a half-wide box and a space."""

    def box(width: int) -> bytes:
        ends = struct.pack(">hhhhhHH", 1, 60, 0, width - 60, 700, 3, 0)
        return ends + bytes([1, 1, 1, 1]) + struct.pack(">8h", 60, 0, width - 120, 0, 0, 700, 0, -700)

    glyphs = [b"", box(1000), box(500), b""]
    offsets = [0]
    for glyph in glyphs:
        offsets.append(offsets[-1] + len(glyph))
    ranges = [(0x20, 0x20, 3), (0x21, 0x2FF, 2), (0x2000, 0x200F, 3), (0x2010, 0x2FFFF, 1)]
    mapped = struct.pack(">HHLLL", 13, 0, 16 + 12 * len(ranges), 0, len(ranges))
    mapped += b"".join(struct.pack(">LLL", *piece) for piece in ranges)
    words = name.encode("utf-16-be")
    names = [(number, words) for number in (1, 2, 3, 4, 6)]
    records = b"".join(
        struct.pack(">HHHHHH", 3, 1, 0x409, number, len(text), at * len(words))
        for at, (number, text) in enumerate(names)
    )
    tables = {
        b"cmap": struct.pack(">HHHHL", 0, 1, 3, 10, 12) + mapped,
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">LLLLHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 1000, 700, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">LhhhH", 0x10000, 880, -120, 0, 1000) + b"\0" * 22 + struct.pack(">H", 4),
        b"hmtx": b"".join(struct.pack(">Hh", width, 0) for width in (1000, 1000, 500, 500)),
        b"loca": struct.pack(">5L", *offsets),
        b"maxp": struct.pack(">LH", 0x10000, 4) + b"\0" * 26,
        b"name": struct.pack(">HHH", 0, len(names), 6 + len(records)) + records + words * len(names),
        b"post": struct.pack(">LL", 0x30000, 0) + b"\0" * 24,
    }
    directory, body = b"", b""
    start = 12 + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += tag + struct.pack(">LLL", checksum, start + len(body), len(table))
        body += padded
    return struct.pack(">LHHHH", 0x10000, len(tables), 128, 3, len(tables) * 16 - 128) + directory + body


def _register(font: str) -> str:
    if font == NOT_EMBEDDED:
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont

        pdfmetrics.registerFont(UnicodeCIDFont(font))
    elif font not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(font, io.BytesIO(font_file(font))))
    return font


class Sheet:
    """A PDF under construction; y counts down from the top of the page, in points."""

    def __init__(self, page: tuple[float, float] = A4, **settings: object) -> None:
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=page, invariant=1, **settings)
        self.width, self.height = page
        self.y = 100.0

    def text(
        self, text: str, x: float = LEFT, y: float | None = None, *, size: float = SIZE, font: str = REGULAR
    ) -> Sheet:
        """One line; `y` is its base line."""
        self.canvas.setFont(_register(font), size)
        self.canvas.drawString(x, self.height - (self.y if y is None else y), text)
        if y is None:
            self.y += PITCH
        return self

    def centred(self, text: str, *, size: float = SIZE, font: str = REGULAR, y: float | None = None) -> Sheet:
        width = pdfmetrics.stringWidth(text, _register(font), size)
        return self.text(text, (self.width - width) / 2, y, size=size, font=font)

    def prose(self, text: str, *, indent: float = 2, font: str = REGULAR, size: float = SIZE) -> Sheet:
        """A paragraph set as an office program does: broken where the next character has no room."""
        _register(font)
        x, line = LEFT + indent * size, ""
        for char in text:
            if x + pdfmetrics.stringWidth(line + char, font, size) > RIGHT + 0.1 and char not in "，。；：）":
                self.text(line, x, font=font, size=size)
                x, line = LEFT, ""
                if self.y > self.height - 90:
                    self.page()
            line += char
        return self.text(line, x, font=font, size=size)

    def table(
        self,
        rows: Sequence[Sequence[str | None]],
        widths: Sequence[float],
        *,
        height: float = 24.0,
        heights: Mapping[int, float] | None = None,
        x: float = LEFT,
        y: float | None = None,
        size: float = 10.0,
        open_above: Iterable[int] = (),
    ) -> Sheet:
        """A ruled table. "<" merges a cell with the one on its left, "^" with the one above; None is an empty cell.

        `heights` overrides the height of single rows.
        """
        top = self.y if y is None else y
        tops = [top]
        for row in range(len(rows)):
            tops.append(tops[-1] + (heights or {}).get(row, height))
        xs = [x]
        for width in widths:
            xs.append(xs[-1] + width)
        pen = self.canvas
        pen.setLineWidth(0.5)
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                if text != "<":
                    pen.line(xs[column], self.height - tops[row], xs[column], self.height - tops[row + 1])
                if text != "^":
                    pen.line(xs[column], self.height - tops[row], xs[column + 1], self.height - tops[row])
                if text and text not in "<^":
                    for at, line in enumerate(text.split("\n")):
                        self.text(line, xs[column] + 3, tops[row] + size + 3 + at * (size + 2), size=size)
        pen.line(xs[0], self.height - tops[-1], xs[-1], self.height - tops[-1])
        pen.line(xs[-1], self.height - tops[0], xs[-1], self.height - tops[-1])
        self.y = tops[-1] + 30
        return self

    def page(self, size: tuple[float, float] | None = None) -> Sheet:
        """Begin a new page."""
        self.canvas.showPage()
        if size is not None:
            self.width, self.height = size
            self.canvas.setPageSize(size)
        self.y = 100.0
        return self

    def data(self) -> bytes:
        self.canvas.save()
        return self._file.getvalue()

    def read(self) -> Document:
        return read(Source("a.pdf", self.data()))


def paragraphs(document: Document) -> list[str]:
    return [paragraph.span.cut(document.text) for paragraph in document.paragraphs]


def rows(document: Document, table: int = 0) -> list[list[str]]:
    """A table's grid as texts; a merged cell repeats."""
    return [
        ["" if cell is None else cell.span.cut(document.text) for cell in row] for row in document.tables[table].grid
    ]
