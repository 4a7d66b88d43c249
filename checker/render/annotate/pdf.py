"""Highlights with notes in a PDF, over the words that an opinion is about.

The words are found again among the page's characters by their text, and where a text stands there several times by
what stands around it. What cannot be found gets a note at the top of its page; so does what is said of the report as
a whole, on the first.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from checker.document import Document, Span
from checker.errors import ReadError
from checker.read.pdf_content import Char, PageContent
from checker.read.pdf_objects import UnembeddedFontError
from checker.read.pdf_page import load_page
from checker.read.pdf_plumber import Plumber
from checker.render.annotate.note import AUTHOR, COLOURS, Note, notes
from checker.review import Review

_DATE = "D:20200101000000Z"  # fixed: the same review gives the same bytes
_AROUND = 24  # characters on each side that tell apart places with the same words
_PIECE = 4  # a piece of a quotation shorter than this is not looked for by itself

_Box = tuple[float, float, float, float]


def annotate(data: bytes, review: Review) -> bytes:
    """The file with an annotation for each note; its pages' contents stay what they are."""
    import pikepdf

    found = notes(review)
    if not found:
        return data
    by_page: dict[int, list[Note]] = {}
    for note in found:
        by_page.setdefault(note.place.page or 1, []).append(note)
    boxes, plumbed = _boxes(data, review.report.document, by_page)
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        raise ReadError("damaged", "PDF文件的结构有误，不能加入批注", "请重新导出PDF后再试") from error
    with pdf:
        for number, page_notes in by_page.items():
            page = pdf.pages[number - 1]
            view = _View(page, cropped=number not in plumbed)
            for index, note in enumerate(page_notes):
                _add(pdf, page, _annotation(pikepdf, pdf, note, boxes.get((number, index), ()), view, index))
        out = io.BytesIO()
        # deterministic_id and encryption do not go together; what is encrypted stays so
        pdf.save(out, encryption=True) if pdf.is_encrypted else pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _boxes(
    data: bytes, document: Document, by_page: dict[int, list[Note]]
) -> tuple[dict[tuple[int, int], list[_Box]], set[int]]:
    """The boxes of each note's words, by its page and its place among the page's notes, and the pages that pdfplumber
    read, whose boxes count from the corner of the whole sheet."""
    import pypdfium2

    found: dict[tuple[int, int], list[_Box]] = {}
    plumbed: set[int] = set()
    plumber = Plumber(data)
    pdf = pypdfium2.PdfDocument(data)
    try:
        for number, page_notes in by_page.items():
            try:
                content: PageContent | None = load_page(pdf, number)
            except (UnembeddedFontError, pypdfium2.PdfiumError):
                content = plumber.page(number)
                plumbed.add(number)
            if content is None:
                continue
            words = _Words(content.chars)
            for index, note in enumerate(page_notes):
                if note.span is not None:
                    found[number, index] = list(_lines(words.find(note.span, document)))
    finally:
        pdf.close()
        plumber.close()
    return found, plumbed


class _Words:
    """A page's characters without blanks, in which texts are looked up."""

    def __init__(self, chars: Sequence[Char]) -> None:
        self.chars = [char for char in chars if not char.text.isspace()]
        self.text = "".join(char.text[:1] for char in self.chars)

    def find(self, span: Span, document: Document) -> list[Char]:
        """The characters of a span of the document's text; none where they are not on the page."""
        start = self._place(span, document)
        if start is not None:
            return self.chars[start : start + len(_bare(span.cut(document.text)))]
        found: list[Char] = []
        at = span.start
        for piece in span.cut(document.text).split("\n"):  # words of several cells or lines, or that go on overleaf
            for part in piece.split("\t"):
                inner = Span(at, at + len(part))
                length = len(_bare(part))
                place = self._place(inner, document) if length >= _PIECE else None
                if place is not None:
                    found += self.chars[place : place + length]
                at += len(part) + 1
        return found or self._beginning(span, document)

    def _beginning(self, span: Span, document: Document) -> list[Char]:
        """The longest beginning of a span that stands on the page: the rest is on the next."""
        text = document.text
        low, high = 0, len(span)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (
                (middle, high) if _bare(text[span.start : span.start + middle]) in self.text else (low, middle - 1)
            )
        part = Span(span.start, span.start + low)
        length = len(_bare(part.cut(text)))
        place = self._place(part, document) if length >= _PIECE else None
        return [] if place is None else self.chars[place : place + length]

    def _place(self, span: Span, document: Document) -> int | None:
        """Where a span's words begin: of several places the one whose surroundings are most alike."""
        text = document.text
        words = _bare(span.cut(text))
        if not words:
            return None
        before = _bare(text[max(0, span.start - 2 * _AROUND) : span.start])[-_AROUND:]
        behind = _bare(text[span.end : span.end + 2 * _AROUND])[:_AROUND]
        best: tuple[int, int] | None = None
        at = self.text.find(words)
        while at >= 0:
            end = at + len(words)
            alike = _common(reversed(before), reversed(self.text[max(0, at - _AROUND) : at]))
            alike += _common(iter(behind), iter(self.text[end : end + _AROUND]))
            if best is None or alike > best[0]:
                best = (alike, at)
            at = self.text.find(words, at + 1)
        return None if best is None else best[1]


def _bare(text: str) -> str:
    return "".join(text.split())


def _common(one: Iterator[str], other: Iterator[str]) -> int:
    """How many characters two texts begin with in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _lines(chars: Sequence[Char]) -> Iterator[_Box]:
    """One box for each line of characters."""
    line = 0
    lines: list[int] = []
    for index, char in enumerate(chars):
        previous = chars[index - 1] if index else char
        height = max(previous.bottom - previous.top, 1.0)
        if abs(char.top - previous.top) > height / 2 or char.x0 < previous.x0 - height:
            line += 1
        lines.append(line)
    for _, group in groupby(zip(lines, chars, strict=True), key=lambda pair: pair[0]):
        alike = [char for _, char in group]
        yield (
            min(char.x0 for char in alike),
            min(char.top for char in alike),
            max(char.x1 for char in alike),
            max(char.bottom for char in alike),
        )


@dataclass
class _View:
    """A page's way from points of the page as it is viewed back to its own."""

    page: Any
    cropped: bool

    def __post_init__(self) -> None:
        self.rotation = int(self.page.rotation) % 360
        box = [float(value) for value in (self.page.cropbox if self.cropped else self.page.mediabox)]
        left, right = sorted((box[0], box[2]))
        bottom, top = sorted((box[1], box[3]))
        if not self.cropped:
            left, bottom, right, top = 0.0, 0.0, right - left, top - bottom
        self.left, self.bottom, self.right, self.top = left, bottom, right, top

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point from the top left corner of the page as viewed, in the page's own space."""
        if self.rotation == 90:
            return self.left + y, self.bottom + x
        if self.rotation == 180:
            return self.right - x, self.bottom + y
        if self.rotation == 270:
            return self.right - y, self.top - x
        return self.left + x, self.top - y


def _annotation(pikepdf: Any, pdf: Any, note: Note, boxes: Sequence[_Box], view: _View, index: int) -> Any:
    """A highlight over the boxes, or a note in the page's corner where there are none."""
    name, array = pikepdf.Name, pikepdf.Array
    red, green, blue = (int(COLOURS[note.severity][at : at + 2], 16) / 255 for at in (0, 2, 4))
    corners = [[view.point(x, y) for x, y in _corners(box)] for box in boxes]
    if not corners:
        left, top = 12 + 24 * index, 12
        corners = [[view.point(x, y) for x, y in _corners((left, top, left + 20, top + 20))]]
    xs = [x for quad in corners for x, _ in quad]
    ys = [y for quad in corners for _, y in quad]
    rectangle = [round(value, 2) for value in (min(xs), min(ys), max(xs), max(ys))]
    annotation = pikepdf.Dictionary(
        Type=name.Annot,
        Subtype=name.Highlight if boxes else name.Text,
        Rect=array(rectangle),
        Contents=pikepdf.String(note.text),
        T=pikepdf.String(AUTHOR),
        M=pikepdf.String(_DATE),
        C=array([round(value, 3) for value in (red, green, blue)]),
        F=4,
    )
    if not boxes:
        annotation.Name = name.Comment
        return pdf.make_indirect(annotation)
    annotation.QuadPoints = array([round(value, 2) for quad in corners for point in quad for value in point])
    drawn = [f"{red:.3f} {green:.3f} {blue:.3f} rg /G gs"]
    for quad in corners:
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
        drawn.append(f"{ax:.2f} {ay:.2f} m {bx:.2f} {by:.2f} l {dx:.2f} {dy:.2f} l {cx:.2f} {cy:.2f} l f")
    state = pikepdf.Dictionary(Type=name.ExtGState, BM=name.Multiply)
    look = pdf.make_stream(
        "\n".join(drawn).encode(),
        Type=name.XObject,
        Subtype=name.Form,
        BBox=array(rectangle),
        Resources=pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(G=state)),
        Group=pikepdf.Dictionary(S=name.Transparency),
    )
    annotation.AP = pikepdf.Dictionary(N=look)
    return pdf.make_indirect(annotation)


def _corners(box: _Box) -> tuple[tuple[float, float], ...]:
    """Upper left, upper right, lower left, lower right: the order that viewers expect of QuadPoints."""
    x0, top, x1, bottom = box
    return (x0, top), (x1, top), (x0, bottom), (x1, bottom)


def _add(pdf: Any, page: Any, annotation: Any) -> None:
    import pikepdf

    held = page.obj.get("/Annots")
    if isinstance(held, pikepdf.Array):
        held.append(annotation)
    else:
        page.obj.Annots = pikepdf.Array([annotation])
