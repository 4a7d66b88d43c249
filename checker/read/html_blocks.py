"""The paragraphs and tables that a browser would show of an HTML element, in order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from checker.document import Role
from checker.folding import fold
from checker.read.html_tables import Grid, cells_of, is_data

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul xmp"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
_BOLD = frozenset(("b", "strong"))
_PLAIN = frozenset(("p", "div", "span", "font", "b", "strong", "center"))
_PRE = frozenset(("pre", "listing", "xmp"))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_LIGHT_STYLE = re.compile(r"font-weight\s*:\s*(?:normal|lighter|[1-4]00)", re.I)
_ALIGN_STYLE = re.compile(r"text-align\s*:\s*([a-z-]+)", re.I)
_SIZE_STYLE = re.compile(r"font-size\s*:\s*([\d.]{1,6})\s*(pt|px)", re.I)
_LEVEL_STYLE = re.compile(r"mso-outline-level\s*:\s*([1-9])", re.I)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
_ICON = re.compile(r"icon|ico[_.-]|filetype|logo|qrcode|ewm|erweima|emoji|blank\.gif|spacer", re.I)

# A line break in the source between wide characters is no space: authors and programs wrap Chinese anywhere.
_WIDE = r"\u2E80-\u9FFF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u201C\u201D\u2018\u2019\u2026\U00020000-\U0003FFFF"
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*|[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_NUMBERED = re.compile(  # on folded text
    r"\s*(?:[(]?[0-9]{1,3}[).、]|[(]?[一二三四五六七八九十]{1,3}[).、]|第[一二三四五六七八九十]{1,3}[部章节条项]|[①-⑳])"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as found; the fields are those of `checker.document.Paragraph`."""

    text: str
    level: int | None = None
    bold: bool = False
    centred: bool = False
    size: float | None = None
    role: Role = "body"
    generated: int = 0


Block = Line | Grid


@dataclass(frozen=True, slots=True)
class _Context:
    """What an element hands down to its descendants."""

    bold: bool = False
    centred: bool = False
    pre: bool = False
    level: int | None = None
    size: float | None = None
    role: Role = "body"


@dataclass(slots=True)
class _List:
    style: str
    number: int


@dataclass
class _Walker:
    blocks: list[Block] = field(default_factory=list)
    images: int = 0
    _pieces: list[tuple[str, _Context]] = field(default_factory=list)
    _number: str = ""
    _image: bool = False
    _lists: list[_List] = field(default_factory=list)

    def walk(self, root: _Element, *, cell: bool = False) -> None:
        """`cell`: the root is a table's cell, whose inner tables the table itself reports."""
        from lxml import etree

        contexts = [_Context()]
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = element.tag
            if not isinstance(name, str):
                if event == "end" and element is not root:
                    self._pieces.append((element.tail or "", contexts[-1]))
                continue
            block = name in BLOCKS
            if event == "start":
                if block:
                    self.flush()
                contexts.append(_inherit(contexts[-1], element, name))
                if name == "table" and element is not root and (cell or is_data(element)):
                    if not cell:
                        self._table(element)
                    walk.skip_subtree()
                    continue
                if name in {"ol", "ul", "menu", "dir"}:
                    self._lists.append(_list(element, name))
                elif name == "li":
                    self._item(element)
                elif name == "br":
                    self.flush()
                elif name == "img":
                    self._image = self._image or _is_picture(element)
                if element.text:
                    self._pieces.append((element.text, contexts[-1]))
            else:
                if block:
                    self.flush()
                if name in {"ol", "ul", "menu", "dir"} and self._lists:
                    self._lists.pop()
                if "mso-list:" in (element.get("style") or "") and not block:
                    self._close_number()
                contexts.pop()
                if element.tail and element is not root:
                    self._pieces.append((element.tail, contexts[-1]))
        self.flush()

    def flush(self) -> None:
        """Close the line in hand."""
        pieces, number, image = self._pieces, self._number, self._image
        if not pieces and not image:
            return
        self._pieces, self._image = [], False
        if any(context.pre for _, context in pieces):
            texts = "".join(text for text, _ in pieces).split("\n")
        else:
            texts = [_collapse("".join(text for text, _ in pieces))]
        inked = [context for text, context in pieces if text.strip()]
        if not inked:
            self.images += image
            return
        self._number = ""
        if number and not _NUMBERED.match(fold(texts[0])):
            texts[0] = number + texts[0].lstrip()
        else:
            number = ""
        first = inked[0]
        sizes = {context.size for context in inked}
        for text in texts:
            self.blocks.append(
                Line(
                    text,
                    first.level,
                    all(context.bold for context in inked),
                    first.centred,
                    first.size if len(sizes) == 1 else None,
                    first.role,
                    len(number),
                )
            )
            number = ""

    def _close_number(self) -> None:
        """Word writes a list's number as text and parts it from the words with a row of small spaces."""
        while self._pieces and not self._pieces[-1][0].strip():
            self._pieces.pop()
        if self._pieces:
            text, context = self._pieces[-1]
            self._pieces[-1] = (text.rstrip(), context)

    def _item(self, element: _Element) -> None:
        self._number = ""
        if not self._lists:
            return
        holder = self._lists[-1]
        value = _integer(element.get("value"))
        holder.number = holder.number + 1 if value is None else value
        self._number = _ordinal(holder.number, holder.style)

    def _table(self, element: _Element) -> None:
        pending = [element]
        while pending:
            grid, caption, inner = cells_of(pending.pop(0), cell_text)
            if caption:
                self.blocks.append(Line(caption, centred=True))
            if grid.cells:
                self.blocks.append(grid)
            pending[:0] = inner


def blocks_of(root: _Element) -> tuple[list[Block], int]:
    """The blocks of an element, and how many pictures stand in paragraphs of their own."""
    walker = _Walker()
    walker.walk(root)
    return walker.blocks, walker.images


def cell_text(cell: _Element) -> str:
    """A table cell's text, its paragraphs and lines parted by line feeds; tables inside it left out."""
    inner = cell
    while len(inner) == 1 and inner[0].tag in _PLAIN and _blank(inner.text) and _blank(inner[0].tail):
        inner = inner[0]
    if len(inner) == 0:  # most cells by far: a paragraph of one run
        return _collapse(inner.text or "")
    walker = _Walker()
    walker.walk(cell, cell=True)
    return "\n".join(line.text for line in walker.blocks if isinstance(line, Line) and line.text)


def _collapse(text: str) -> str:
    return _SPACE.sub(" ", _WRAP.sub("", text) if "\n" in text else text).strip()


def _blank(text: str | None) -> bool:
    return not text or text.isspace()


def _inherit(context: _Context, element: _Element, name: str) -> _Context:
    changes: dict[str, object] = {}
    if name in _BOLD or name == "th":
        changes["bold"] = True
    if name in _PRE:
        changes["pre"] = True
    if len(name) == 2 and name[0] == "h" and name[1] in "123456":
        changes.update(level=int(name[1]), bold=True)
    if name == "center":
        changes["centred"] = True
    if name in BLOCKS and name != "table" and (align := element.get("align")):
        changes["centred"] = align.lower() == "center"
    if style := element.get("style"):
        if _BOLD_STYLE.search(style):
            changes["bold"] = True
        elif _LIGHT_STYLE.search(style):
            changes["bold"] = False
        if match := _ALIGN_STYLE.search(style):
            changes["centred"] = match[1].lower() == "center"
        if match := _SIZE_STYLE.search(style):
            changes["size"] = _points(match[1], match[2])
        if match := _LEVEL_STYLE.search(style):
            changes["level"] = int(match[1])
        if "footnote-list" in style:
            changes["role"] = "footnote"
    if (names := element.get("class")) and names.startswith("MsoToc"):
        changes["role"] = "toc"
    return replace(context, **changes) if changes else context  # type: ignore[arg-type]


def _points(number: str, unit: str) -> float | None:
    try:
        size = float(number) * (0.75 if unit.lower() == "px" else 1.0)
    except ValueError:
        return None
    return round(size, 2)


def _list(element: _Element, name: str) -> _List:
    style = ""
    if name == "ol":
        style = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}.get(
            element.get("type") or "", "decimal"
        )
    if match := _LIST_STYLE.search(element.get("style") or ""):
        style = match[1].lower()
    start = _integer(element.get("start"))
    return _List(style, 0 if start is None else start - 1)


def _ordinal(number: int, style: str) -> str:
    """What a browser puts before an item ("" for bullets)."""
    if not 0 < number < 1000:
        return ""
    if style == "decimal":
        return f"{number}. "
    if style == "decimal-leading-zero":
        return f"{number:02}. "
    if style in {"lower-alpha", "lower-latin", "upper-alpha", "upper-latin"} and number <= 26:
        return chr((64 if style.startswith("u") else 96) + number) + ". "
    if style in {"cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal", "cjk-decimal"} and number < 100:
        return _han(number) + "、"
    if style in {"lower-roman", "upper-roman"} and number < 40:
        tens, ones = divmod(number, 10)
        roman = "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
        return (roman if style.startswith("u") else roman.lower()) + ". "
    return ""


def _han(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")


def _integer(text: str | None) -> int | None:
    match = re.match(r"\s*([0-9]{1,6})", text or "")
    return int(match[1]) if match else None


def _is_picture(image: _Element) -> bool:
    """Whether an image may hold part of the report: no icon of a site or of a file type."""
    sizes = [_integer(image.get(side)) for side in ("width", "height")]
    return not any(size is not None and size < 100 for size in sizes) and not _ICON.search(image.get("src") or "")
