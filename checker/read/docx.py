"""Word documents (.docx) → Document, straight from the XML: no library resolves Chinese automatic numbering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.document import Document, DocumentBuilder, RawCell, Role
from checker.errors import ReadError
from checker.read.archive import Archive
from checker.read.docx_numbering import Numbering
from checker.read.source import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFFICE_DOCUMENT = "/officeDocument"
_SPAN_CAP = 64  # a table of a report has no wider cell; a hostile one claims a hundred million columns
_SKIPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "pict", "object", "rPr", "pPr")
)


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str | None
    level: int | None
    list_id: str | None
    list_level: int | None
    name: str


def read(source: Source) -> Document:
    """Body, then footnotes, in order; raises ReadError (damaged, hostile, encrypted, scanned, no-text)."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.archive = Archive(source.data)
        self.builder = DocumentBuilder(source.path, "docx", source.sha256)
        targets = [name for name in self.archive.relations("").values() if name.endswith(".xml")]
        parts = [name for name in targets if name.split("/")[-1].startswith("document")] or ["word/document.xml"]
        self.main = parts[0]
        self.folder = self.main.rpartition("/")[0]
        root = self.archive.xml(self.main)
        body = None if root is None else root.find("{*}body")
        if root is None or body is None:
            raise ReadError("damaged", "文件里没有Word正文", "请用Word或WPS打开并重新另存为.docx后提交")
        self.body: _Element = body
        self.w = str(root.tag).removesuffix("document")
        self.numbering = Numbering(self._part("numbering"), self.w)
        self.styles = self._read_styles()
        self.boxes: list[_Element] = []
        self.carried = ""

    def read(self) -> Document:
        self._blocks(self.body, "body")
        for part in ("footnotes", "endnotes"):
            notes = self._part(part)
            for note in [] if notes is None else list(notes):
                if note.get(self.w + "type") is None:
                    self._blocks(note, "footnote")
        if not self.builder.length:
            if any("/media/" in name for name in self.archive.names):
                raise ReadError("scanned", "文件里只有图片，没有文字", "请提交可复制文字的文件")
            raise ReadError("no-text", "文件里没有文字", "请提交有内容的报告")
        return self.builder.build()

    def _part(self, name: str) -> _Element | None:
        return self.archive.xml(f"{self.folder}/{name}.xml" if self.folder else f"{name}.xml")

    def _blocks(self, parent: _Element, role: Role) -> None:
        """Paragraphs and tables below an element, through content controls and inserted blocks."""
        for child in parent:
            name = _name(child)
            if name == "p":
                self._paragraph(child, role)
            elif name == "tbl":
                self._table(child, role)
            elif name in {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"}:
                toc = any(e.get(self.w + "val") == "Table of Contents" for e in child.iter(self.w + "docPartGallery"))
                self._blocks(child, "toc" if toc else role)
        if self.carried:
            self.builder.paragraph(self.carried, role=role)
            self.carried = ""

    def _paragraph(self, p: _Element, role: Role) -> None:
        properties = p.find(self.w + "pPr")
        number = self._number(properties)
        text = self.carried + number + self._text(p)
        mark = None if properties is None else properties.find(self.w + "rPr")
        if mark is not None and mark.find(self.w + "del") is not None:
            self.carried = text
            return
        self.carried = ""
        style = self.styles.get(self._style_of(properties) or "")
        if role == "body" and style is not None and style.name.lower().startswith("toc"):
            role = "toc"
        alignment = self._value(properties, "jc")
        self.builder.paragraph(
            text,
            level=self._level(properties),
            bold=self._is_bold(p),
            centred=alignment == "center",
            role=role,
            generated=len(number),
        )
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self._blocks(box, "textbox")

    def _text(self, element: _Element) -> str:
        """The words of a paragraph as they stand after accepting all changes."""
        pieces: list[str] = []
        for child in element:
            name = _name(child)
            if name == "t":
                pieces.append(child.text or "")
            elif name in {"tab", "ptab"}:
                pieces.append("\t")
            elif name in {"br", "cr"}:
                pieces.append("\n")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name == "pict" or name == "drawing":
                self.boxes.extend(child.iter(self.w + "txbxContent"))
            elif (name == "r" and not self._hidden(child)) or (name and name not in _SKIPPED and name != "r"):
                pieces.append(self._text(child))
        return "".join(pieces)

    def _hidden(self, run: _Element) -> bool:
        properties = run.find(self.w + "rPr")
        return properties is not None and self._is_on(properties, "vanish")

    def _is_bold(self, p: _Element) -> bool:
        runs = [run for run in p.iter(self.w + "r") if run.find(self.w + "t") is not None]
        return bool(runs) and all((r := run.find(self.w + "rPr")) is not None and self._is_on(r, "b") for run in runs)

    def _is_on(self, properties: _Element, name: str) -> bool:
        switch = properties.find(self.w + name)
        return switch is not None and switch.get(self.w + "val") not in {"0", "false", "off", "none"}

    def _table(self, table: _Element, role: Role) -> None:
        cells: list[RawCell] = []
        nested: list[_Element] = []
        open_cells: dict[int, int] = {}  # column → index in cells of a vertical merge that may go on
        row_number = 0
        for row in self._children(table, "tr"):
            properties = row.find(self.w + "trPr")
            if properties is not None and properties.find(self.w + "del") is not None:
                continue
            column = _integer(self._value(properties, "gridBefore"), 0, _SPAN_CAP)
            for cell in self._children(row, "tc"):
                tc = cell.find(self.w + "tcPr")
                width = max(1, _integer(self._value(tc, "gridSpan"), 1, _SPAN_CAP))
                merge = None if tc is None else tc.find(self.w + "vMerge")
                if merge is not None and merge.get(self.w + "val") != "restart" and column in open_cells:
                    index = open_cells[column]
                    above = cells[index]
                    height = row_number - above.row + 1
                    cells[index] = RawCell(above.row, above.column, above.text, height, above.column_span)
                else:
                    text = self._cell_text(cell, nested)
                    open_cells.pop(column, None)
                    if merge is not None:
                        open_cells[column] = len(cells)
                    cells.append(RawCell(row_number, column, text, 1, width))
                column += width
            row_number += 1
        if len(cells) == 1:
            self.builder.paragraph(cells[0].text, role=role)
        else:
            self.builder.table(cells)
        for inner in nested:
            self._table(inner, role)

    def _cell_text(self, cell: _Element, nested: list[_Element]) -> str:
        lines: list[str] = []
        stack = list(cell)
        while stack:
            child = stack.pop(0)
            name = _name(child)
            if name == "p":
                number = self._number(child.find(self.w + "pPr"))
                lines.append(number + self._text(child))
                boxes, self.boxes = self.boxes, []
                lines.extend(self._text(p) for box in boxes for p in box.iter(self.w + "p"))
            elif name == "tbl":
                nested.append(child)
            elif name in {"sdt", "sdtContent", "ins", "customXml"}:
                stack[:0] = list(child)
        return "\n".join(line for line in lines if line.strip())

    def _children(self, parent: _Element, wanted: str) -> list[_Element]:
        """Rows of a table or cells of a row, through content controls."""
        found: list[_Element] = []
        for child in parent:
            name = _name(child)
            if name == wanted:
                found.append(child)
            elif name in {"sdt", "sdtContent", "ins", "customXml"}:
                found.extend(self._children(child, wanted))
        return found

    def _number(self, properties: _Element | None) -> str:
        style_name = self._style_of(properties)
        own = None if properties is None else properties.find(self.w + "numPr")
        list_id, level = self._value(own, "numId"), self._value(own, "ilvl")
        for style_id in self._chain(style_name):
            style = self.styles[style_id]
            if list_id is None and style.list_id is not None:
                list_id = style.list_id
                linked = self.numbering.style_levels.get((list_id, style_id))
                level = level or str(linked if linked is not None else style.list_level or 0)
        if list_id in {None, "0"}:
            return ""
        return self.numbering.number(str(list_id), _integer(level, 0, 8))

    def _level(self, properties: _Element | None) -> int | None:
        stated = self._value(properties, "outlineLvl")
        if stated is not None:
            level = _integer(stated, 9, 9)
            return level + 1 if level < 9 else None
        for style_id in self._chain(self._style_of(properties)):
            found = self.styles[style_id].level
            if found is not None:
                return found + 1 if found < 9 else None
        return None

    def _style_of(self, properties: _Element | None) -> str | None:
        return self._value(properties, "pStyle") or self._default_style

    def _chain(self, style_id: str | None) -> list[str]:
        chain: list[str] = []
        while style_id in self.styles and style_id not in chain and len(chain) < 16:
            chain.append(str(style_id))
            style_id = self.styles[str(style_id)].based_on
        return chain

    def _read_styles(self) -> dict[str, _Style]:
        self._default_style: str | None = None
        root = self._part("styles")
        styles: dict[str, _Style] = {}
        for style in [] if root is None else root.iterchildren(self.w + "style"):
            style_id = style.get(self.w + "styleId", "")
            if style.get(self.w + "type") == "paragraph" and style.get(self.w + "default") in {"1", "true"}:
                self._default_style = style_id
            properties = style.find(self.w + "pPr")
            listed = None if properties is None else properties.find(self.w + "numPr")
            level = self._value(properties, "outlineLvl")
            depth = self._value(listed, "ilvl")
            styles[style_id] = _Style(
                self._value(style, "basedOn"),
                None if level is None else _integer(level, 9, 9),
                self._value(listed, "numId"),
                None if depth is None else _integer(depth, 0, 8),
                self._value(style, "name") or "",
            )
        return styles

    def _value(self, parent: _Element | None, name: str) -> str | None:
        child = None if parent is None else parent.find(self.w + name)
        return None if child is None else child.get(self.w + "val")


def _name(element: _Element) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _integer(text: str | None, default: int, cap: int) -> int:
    try:
        return max(0, min(int(text), cap)) if text is not None else default
    except ValueError:
        return default
