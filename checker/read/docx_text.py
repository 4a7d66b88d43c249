"""The words of one Word paragraph as they stand on the page: changes accepted, field results without their codes.

What lies in the paragraph but is no text of it is collected on the way: text boxes, references to footnotes, and what
must be said to have been left unread (embedded objects, full-page pictures, charts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.read.docx_math import math_text
from checker.read.docx_styles import OFF, Style, Styles, integer, points, switch, value
from checker.read.docx_symbols import symbol
from checker.read.ooxml import Names, children_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = frozenset(("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "fldData", "proofErr", "permStart"))
_PAGE_WIDTH, _PAGE_HEIGHT = 13 * 360_000, 17 * 360_000  # in EMU: a picture of that size is a scanned page, not a photo
_VML_SIZE = re.compile(r"(width|height):([\d.]+)(pt|in|cm|mm)", re.IGNORECASE)
_EMU = {"pt": 12_700, "in": 914_400, "cm": 360_000, "mm": 36_000}
_MAX_FIELDS = 64
_LOOKED_AT = 8  # runs of a paragraph whose size is asked; bold is asked until one is not
_MAX_DEPTH = 200


@dataclass(slots=True)
class Line:
    """A paragraph's words and what its runs look like; `toc` when they stand in a table of contents."""

    text: str
    bold: bool
    size: float | None
    toc: bool
    hidden: bool
    boxes: list[_Element | str]


@dataclass
class Unread:
    """What the text does not hold, counted."""

    embedded: int = 0
    equations: int = 0
    pictures: int = 0
    pages: int = 0  # pictures as large as a page
    graphics: int = 0
    hidden: int = 0


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    shown: bool = False  # its result began
    toc: bool = False


class Inline:
    """Reads paragraphs in document order: a field may begin in one and end in another."""

    def __init__(self, w: str, styles: Styles, names: Names, *, hiding: bool) -> None:
        """`hiding` tells whether the file hides any text at all: most runs' properties need not be read then."""
        self._w = w
        self._styles = styles
        self._names = names
        self._hiding = hiding
        self._val = w + "val"
        self._r, self._t, self._rpr = w + "r", w + "t", w + "rPr"
        self._breaks = {w + "tab": "\t", w + "ptab": "\t", w + "br": "\n", w + "cr": "\n"}
        self._empty = frozenset((w + "bookmarkStart", w + "bookmarkEnd", w + "proofErr", w + "lastRenderedPageBreak"))
        self._fields: list[_Field] = []
        self.references: list[tuple[str, str]] = []
        self.unread = Unread()
        self._start()

    def _start(self) -> None:
        self._pieces: list[str] = []
        self._boxes: list[_Element | str] = []
        self._looks: dict[tuple[bool, float | None], int] = {}
        self._toc = self._looked = 0
        self._hidden = self._plain = False

    def read(self, p: _Element, style: Style, *, looks: bool = True) -> Line:
        """One paragraph; `style` is its own, for what its runs do not say, `looks` whether bold and size are asked."""
        self._start()
        self._looking = looks or self._hiding
        self._walk(p, style, 0)
        for begun in self._fields:  # no instruction goes on in another paragraph; a broken one must not eat the text
            self._show(begun)
        text = "".join(self._pieces)
        toc = bool(self._toc) and 2 * self._toc > sum(self._looks.values())
        return Line(text, *self._look_of_all(style), toc, self._hidden, self._boxes)

    def plain(self, children: list[_Element]) -> str | None:
        """The words of a paragraph's children where they are runs of text and nothing else; None where `read` must."""
        if self._fields or self._hiding:
            return None
        r, t, rpr, empty, breaks = self._r, self._t, self._rpr, self._empty, self._breaks
        pieces: list[str] = []
        for child in children:
            tag = child.tag
            if tag == r:
                for inner in children_of(child):
                    tag = inner.tag
                    if tag == t:
                        pieces.append(inner.text or "")
                    elif tag in breaks:
                        pieces.append(breaks[tag])
                    elif tag != rpr and tag not in empty:
                        return None
            elif tag not in empty:
                return None
        text = "".join(pieces)
        return text.replace("\xad", "") if "\xad" in text else text

    def plain_line(self, children: list[_Element], style: Style) -> tuple[str, bool, float | None] | None:
        """The same with what the runs look like: the words, whether all are bold, and their size."""
        if self._fields or self._hiding:
            return None
        self._start()
        self._looking = True
        r, t, rpr, empty, breaks = self._r, self._t, self._rpr, self._empty, self._breaks
        pieces, seen = self._pieces, self._looks
        for child in children:
            tag = child.tag
            if tag == r:
                bold, size = style.bold, style.size
                for inner in children_of(child):
                    tag = inner.tag
                    if tag == t:
                        text = inner.text or ""
                        if "\xad" in text:
                            text = text.replace("\xad", "")
                        pieces.append(text)
                        if length := len(text.strip()):
                            look = (bool(bold), size)
                            seen[look] = seen.get(look, 0) + length
                    elif tag == rpr:
                        if self._looking:
                            bold, size, _ = self._look(inner, style)
                    elif tag in breaks:
                        pieces.append(breaks[tag])
                    elif tag not in empty:
                        return None
            elif tag not in empty:
                return None
        return "".join(pieces), *self._look_of_all(style)

    def _look_of_all(self, style: Style) -> tuple[bool, float | None]:
        """Whether all that was read is bold, and the size of most of it."""
        seen = self._looks
        if len(seen) == 1:
            return next(iter(seen))
        if not seen:
            return False, style.size
        return all(bold for bold, _ in seen), max(seen, key=lambda look: seen[look])[1]

    def _walk(self, parent: _Element, style: Style, depth: int) -> None:
        if depth > _MAX_DEPTH:
            return
        names = self._names
        for child in children_of(parent):
            name = names[child.tag]
            if name == "r":
                self._content(child, style, style.bold, style.size, bool(style.hidden), 0)
            elif name in {"oMath", "oMathPara"}:
                self._add(math_text(child), style.bold, style.size)
            elif name == "AlternateContent":
                before = self._found()
                for branch in self._branches(child):
                    self._walk(branch, style, depth + 1)
                    if self._found() != before:
                        break
            elif name == "fldSimple":
                begun = _Field(child.get(self._w + "instr", ""))
                self._show(begun)
                self._fields.append(begun)
                self._walk(child, style, depth + 1)
                self._fields.remove(begun)
            elif name and name not in _SKIPPED:
                self._walk(child, style, depth + 1)

    def _look(self, properties: _Element, style: Style) -> tuple[bool | None, float | None, bool]:
        """Bold, size and hidden of a run; its rStyle comes first among its properties, what overrides it after."""
        bold, size, hidden = style.bold, style.size, style.hidden
        names, val = self._names, self._val
        for child in children_of(properties):
            name = names[child.tag]
            if name == "b":
                bold = child.get(val) not in OFF
            elif name == "sz":
                size = points(child.get(val)) or size
            elif name == "vanish":
                hidden = child.get(val) not in OFF
            elif name == "rStyle":
                of_run = self._styles.run(child.get(val, ""))
                bold = bold if of_run.bold is None else of_run.bold
                size, hidden = of_run.size or size, hidden if of_run.hidden is None else of_run.hidden
        self._looked += 1
        self._plain |= not bold
        if self._plain and self._looked >= _LOOKED_AT:
            self._looking = self._hiding  # the rest of a long paragraph tells nothing new
        return bold, size, bool(hidden)

    def _content(
        self, run: _Element, style: Style, bold: bool | None, size: float | None, hidden: bool, depth: int
    ) -> None:
        w, names = self._w, self._names
        for child in children_of(run):
            name = names[child.tag]
            if name == "rPr":
                if self._looking:
                    bold, size, hidden = self._look(child, style)
            elif name == "t":
                text = child.text or ""
                if "\xad" in text:
                    text = text.replace("\xad", "")
                if hidden and text.strip():
                    self._hidden = True
                    self.unread.hidden += 1
                elif text:
                    self._add(text, bold, size)
            elif name == "fldChar":
                self._field(child, bold, size)
            elif name == "instrText":
                if self._fields and not self._fields[-1].shown:
                    self._fields[-1].instruction += child.text or ""
            elif hidden:
                continue
            elif name in {"tab", "ptab"}:
                self._add("\t", bold, size)
            elif name in {"br", "cr"}:
                self._add("\n", bold, size)
            elif name == "noBreakHyphen":
                self._add("-", bold, size)
            elif name == "sym":
                self._add(symbol(child.get(w + "char", ""), child.get(w + "font", "")), bold, size)
            elif name in {"footnoteReference", "endnoteReference"}:
                self.references.append((name.removesuffix("Reference") + "s", child.get(w + "id", "")))
            elif name in {"drawing", "pict", "object"}:
                self._shapes(child)
            elif name == "ruby" and depth < 3:
                for base in child.iterchildren(w + "rubyBase"):
                    for inner in base.iterchildren(w + "r"):
                        self._content(inner, style, bold, size, hidden, depth + 1)
            elif name == "AlternateContent" and depth < 3:
                before = self._found()
                for branch in self._branches(child):
                    self._content(branch, style, bold, size, hidden, depth + 1)
                    if self._found() != before:
                        break

    def _add(self, text: str, bold: bool | None, size: float | None) -> None:
        if self._fields and not all(begun.shown for begun in self._fields):
            return
        self._pieces.append(text)
        length = len(text.strip())
        if length:
            look = (bool(bold), size)
            self._looks[look] = self._looks.get(look, 0) + length
            if self._fields and any(begun.toc for begun in self._fields):
                self._toc += length

    def _field(self, mark: _Element, bold: bool | None, size: float | None) -> None:
        kind = mark.get(self._w + "fldCharType")
        if kind == "begin" and len(self._fields) < _MAX_FIELDS:
            form = mark.find(self._w + "ffData")
            if form is not None:
                self._add(self._form_field(form), bold, size)
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._show(self._fields[-1])
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _form_field(self, form: _Element) -> str:
        """What a check box or drop-down list of an old form shows; a text field's result stands in runs."""
        w = self._w
        box = form.find(w + "checkBox")
        if box is not None:
            checked = switch(box, w, "checked")
            return "☑" if (switch(box, w, "default") if checked is None else checked) else "□"
        chosen = form.find(w + "ddList")
        if chosen is None:
            return ""
        entries = [entry.get(w + "val", "") for entry in chosen.iterchildren(w + "listEntry")]
        index = integer(value(chosen, w, "result") or value(chosen, w, "default"), 0, 999) or 0
        return entries[index] if index < len(entries) else ""

    def _show(self, begun: _Field) -> None:
        begun.shown = True
        begun.toc = begun.toc or begun.instruction.strip().upper().startswith("TOC")

    def _found(self) -> tuple[int, int, int, int]:
        return len(self._pieces), len(self._boxes), self.unread.pictures, self.unread.graphics

    def _branches(self, alternate: _Element) -> list[_Element]:
        """The newest form first; the old one (VML) only when that gave nothing."""
        choices = [child for child in alternate if self._names[child.tag] == "Choice"]
        return choices[:1] + [child for child in alternate if self._names[child.tag] == "Fallback"][:1]

    def _shapes(self, drawing: _Element) -> None:
        """Text boxes of a drawing in order, none twice; pictures, charts and embedded objects are counted."""
        unread = self.unread
        stack = [drawing]
        embedded = self._names[drawing.tag] == "object"
        large = self._is_large(drawing)
        while stack:
            element = stack.pop()
            name = self._names[element.tag]
            if name == "txbxContent":
                self._boxes.append(element)
                continue
            if name == "AlternateContent":
                branches = self._branches(element)
                stack.extend(branches[:1])
                continue
            if name == "textpath" and element.get("string"):
                self._boxes.append(element.get("string", ""))
            elif name == "OLEObject":
                is_equation = element.get("ProgID", "").startswith("Equation")
                unread.equations += is_equation
                unread.embedded += not is_equation
            elif name in {"blip", "imagedata"} and not embedded:
                unread.pictures += 1
                unread.pages += large
            elif name in {"chart", "relIds"}:
                unread.graphics += 1
            stack.extend(reversed(element))

    def _is_large(self, drawing: _Element) -> bool:
        """Whether a drawing takes a page's place."""
        width = height = 0.0
        for element in drawing.iter():
            name = self._names[element.tag]
            if name == "extent":
                width, height = _number(element.get("cx")), _number(element.get("cy"))
                break
            if name in {"shape", "rect"} and element.get("style"):
                for side, size, unit in _VML_SIZE.findall(element.get("style", "")):
                    emu = _number(size) * _EMU[unit.lower()]
                    width, height = (emu, height) if side.lower() == "width" else (width, emu)
                break
        return width >= _PAGE_WIDTH and height >= _PAGE_HEIGHT


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
