"""Word documents (.docx) → Document, straight from the XML: no library resolves Chinese automatic numbering."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from checker.document import Document, DocumentBuilder, Role
from checker.errors import ReadError
from checker.read.archive import Archive, parse_xml
from checker.read.docx_numbering import Numbering
from checker.read.docx_styles import OFF, Style, Styles, integer, switch, without_table_styles
from checker.read.docx_table import SPAN_CAP, GridCell, GridRow, lay_out, uneven
from checker.read.docx_text import Inline, Line
from checker.read.ooxml import Names, children_of, main_part, relations
from checker.read.source import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_WRAPPERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_CELL_MARKS = frozenset(("gridSpan", "vMerge", "hMerge", "cellDel"))

_Properties = dict[str, "_Element"]  # a paragraph's properties by name
_ByTag = dict[object, "_Element"]


class _Row(NamedTuple):
    """A row of a table as stored."""

    properties: _ByTag
    cells: list[_Element]


def read(source: Source) -> Document:
    """Body, then footnotes, in order; raises ReadError (damaged, hostile, encrypted, scanned, no-text)."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: Source) -> None:
        self.archive = Archive(source.data)
        self.builder = DocumentBuilder(source.path, "docx", source.sha256)
        self.main = main_part(self.archive, "document") or "word/document.xml"
        data = self.archive.read(self.main) or b""
        root = parse_xml(data) if data else None
        body = None if root is None else root.find("{*}body")
        if root is None or body is None:
            raise ReadError("damaged", "文件里没有Word正文", "请用Word或WPS打开并重新另存为.docx后提交")
        self.body: _Element = body
        self.w = w = str(root.tag).removesuffix("document")
        self.names = Names()
        self.p, self.ppr, self.trpr, self.tcpr, self.val = w + "p", w + "pPr", w + "trPr", w + "tcPr", w + "val"
        self.parts = {relation.kind: relation.target for relation in relations(self.archive, self.main)}
        styles = without_table_styles(self._bytes("styles") or b"")
        self.styles = Styles(parse_xml(styles) if styles else None, w)
        vanish = _holds(root, "vanish")
        self.changed = vanish or _holds(root, "del", "moveFrom")  # else all paragraphs' marks stand and show
        hiding = vanish or b"vanish" in styles or b"\0" in styles[:99]  # UTF-16: the word cannot be searched for
        self.inline = Inline(w, self.styles, self.names, hiding=hiding)
        self.carried = ""  # the words of a paragraph whose end was deleted: they go on in the next
        self.imported = 0
        self.hidden_rows = 0

    @cached_property
    def numbering(self) -> Numbering:
        return Numbering(self._part("numbering"), self.w)

    def read(self) -> Document:
        self._blocks(self.body, "body")
        self._footnotes()
        self._notes()
        if not self.builder.length:
            if any("/media/" in name for name in self.archive.names):
                raise ReadError("scanned", "文件里只有图片，没有文字", "请提交可复制文字的文件")
            raise ReadError("no-text", "文件里没有文字", "请提交有内容的报告")
        return self.builder.build()

    def _bytes(self, kind: str) -> bytes | None:
        folder = self.main.rpartition("/")[0]
        return self.archive.read(self.parts.get(kind) or f"{folder}/{kind}.xml".lstrip("/"))

    def _part(self, kind: str) -> _Element | None:
        data = self._bytes(kind)
        return parse_xml(data) if data else None

    def _footnotes(self) -> None:
        """Footnotes and endnotes in the order in which the text refers to them; deleted references have none."""
        found: dict[tuple[str, str], _Element] = {}
        for kind in {kind for kind, _ in self.inline.references}:
            part = self._part(kind)
            for note in [] if part is None else part:
                if note.get(self.w + "type", "normal") == "normal":
                    found[kind, note.get(self.w + "id", "")] = note
        for reference in dict.fromkeys(self.inline.references):
            if reference in found:
                self._blocks(found[reference], "footnote")

    def _notes(self) -> None:
        unread, note = self.inline.unread, self.builder.note
        if unread.embedded:
            note(
                "embedded",
                f"文中嵌入了{unread.embedded}个对象（如Excel工作表），其内容没有读取；请把内容直接放入正文后提交",
                incomplete=True,
            )
        if self.imported:
            note("imported", f"文中有{self.imported}处内容引自其他文件，没有读取；请另存后提交", incomplete=True)
        if unread.pages:
            note("page-image", f"文中有{unread.pages}幅整页图片，其中的文字没有读取", incomplete=True)
        if unread.equations:
            note("equation", f"文中有{unread.equations}个公式对象没有读取")
        if unread.graphics:
            note("graphics", f"文中有{unread.graphics}个图表或图示，其中的文字没有读取")
        if unread.hidden:
            note("hidden-text", "文中有隐藏文字，没有读取")
        if self.hidden_rows:
            note("hidden-cells", f"表格中有{self.hidden_rows}行已隐藏，没有读取")

    def _blocks(self, parent: _Element, role: Role) -> None:
        """Paragraphs and tables below an element, through content controls and inserted blocks."""
        names = self.names
        for child in children_of(parent):
            name = names[child.tag]
            if name == "p":
                self._paragraph(child, role)
            elif name == "tbl":
                self._flush(role)
                self._table(child, role)
            elif name in _WRAPPERS:
                gallery = child.find(f"{self.w}sdtPr/{self.w}docPartObj/{self.w}docPartGallery")
                toc = gallery is not None and gallery.get(self.w + "val") == "Table of Contents"
                self._inside(child, "toc" if toc else role)
            elif name == "AlternateContent":
                branches = {names[branch.tag]: branch for branch in reversed(child)}
                branch = branches.get("Choice", branches.get("Fallback"))
                if branch is not None:
                    self._inside(branch, role)
            elif name in {"altChunk", "subDoc"}:
                self.imported += 1
        self._flush(role)

    def _inside(self, wrapper: _Element, role: Role) -> None:
        """A wrapper's blocks; a paragraph whose end was deleted goes on behind it."""
        carried, self.carried = self.carried, ""
        if carried:
            self.builder.paragraph(carried, role=role)
        self._blocks(wrapper, role)

    def _flush(self, role: Role) -> None:
        if self.carried:
            self.builder.paragraph(self.carried, role=role)
            self.carried = ""

    def _paragraph(self, p: _Element, role: Role) -> None:
        children = children_of(p)
        if children and children[0].tag == self.ppr:
            names = self.names
            properties = {names[child.tag]: child for child in children_of(children.pop(0))}
        else:
            properties = self._properties(p)
        style = self.styles.paragraph(self._of(properties, "pStyle"))
        if not (self.changed and "rPr" in properties):
            quick = self.inline.plain_line(children, style)
            if quick is not None:
                text, bold, size = quick
                number = self._numbered(properties, style)
                if text or number or self.carried:
                    self._add(text, number, properties, style, role, bold, size)
                return
        line, number, ended = self._line(p, properties, style, looks=True)
        if ended:
            of = "toc" if line.toc and role == "body" else role
            self._add(line.text, number, properties, style, of, line.bold, line.size)
        else:
            self.carried += line.text
        for box in line.boxes:
            if isinstance(box, str):
                self.builder.paragraph(box, role="textbox")
            else:
                self._box(box)

    def _add(
        self,
        text: str,
        number: str,
        properties: _Properties,
        style: Style,
        role: Role,
        bold: bool,
        size: float | None,
    ) -> None:
        """Lay out a paragraph's words behind those of an earlier one whose end was deleted."""
        if self.carried:
            text, self.carried = self.carried + text, ""
        self.builder.paragraph(
            number + text,
            level=self._level(properties, style),
            bold=bold,
            centred=(self._of(properties, "jc") or style.alignment) == "center",
            size=size,
            role="toc" if role == "body" and _lists_contents(style.name) else role,
            generated=len(number),
        )

    def _box(self, box: _Element) -> None:
        carried, self.carried = self.carried, ""
        self._blocks(box, "textbox")
        self.carried = carried

    def _of(self, properties: _Properties, name: str) -> str | None:
        found = properties.get(name)
        return None if found is None else found.get(self.val)

    def _properties(self, p: _Element) -> _Properties:
        found = next(p.iterchildren(self.ppr), None)
        names = self.names
        return {} if found is None else {names[child.tag]: child for child in children_of(found)}

    def _line(self, p: _Element, properties: _Properties, style: Style, *, looks: bool) -> tuple[Line, str, bool]:
        """A paragraph's words, its automatic number, and whether its end still stands."""
        w = self.w
        line = self.inline.read(p, style, looks=looks)
        if self.changed and (mark := properties.get("rPr")) is not None:
            if mark.find(w + "del") is not None or mark.find(w + "moveFrom") is not None:
                return line, "", False
            if line.hidden and not line.text and switch(mark, w, "vanish"):
                return line, "", True
        return line, self._numbered(properties, style), True

    def _numbered(self, properties: _Properties, style: Style) -> str:
        if style.list_id is None and "numPr" not in properties:
            return ""
        return self._number(properties.get("numPr"), style)

    def _number(self, own: _Element | None, style: Style) -> str:
        val = self.val
        stated = {} if own is None else {child.tag: child.get(val) for child in reversed(children_of(own))}
        list_id, level = stated.get(self.w + "numId"), integer(stated.get(self.w + "ilvl"), None, 8)
        if list_id is None:
            list_id = style.list_id
            if level is None and list_id is not None:
                linked = self.numbering.style_level(list_id, style.list_style)
                level = linked if linked is not None else style.list_level
        if list_id is None or list_id == "0":
            return ""
        return self.numbering.number(list_id, level or 0)

    def _level(self, properties: _Properties, style: Style) -> int | None:
        level = (
            integer(self._of(properties, "outlineLvl"), style.level, 9) if "outlineLvl" in properties else style.level
        )
        return None if level is None or level == 9 else level + 1

    def _table(self, table: _Element, role: Role) -> None:
        rows: list[_Row] = []
        for element in self._children(children_of(table), "tr"):
            inside = children_of(element)
            properties = _inside_of(self.trpr, inside)
            if self._stands(properties):
                rows.append(_Row(properties, self._children(inside, "tc")))
        frame = all(len(row.cells) == 1 for row in rows)
        if frame and (len(rows) == 1 or any(row.cells[0].find(self.w + "tbl") is not None for row in rows)):
            for row in rows:  # a box drawn around text, or a layout: its parts are read as they stand
                self._blocks(row.cells[0], role)
            return
        nested: list[_Element] = []
        grid = [self._row(row, nested) for row in rows]
        if uneven(grid):
            self._measure(grid, rows)
        laid, doubt = lay_out(grid)
        self.builder.table(laid, doubt=doubt)
        for inner in nested:
            self._table(inner, role)

    def _stands(self, properties: _ByTag) -> bool:
        """Whether a row is shown: neither hidden nor deleted."""
        if not properties:
            return True
        if (hidden := properties.get(self.w + "hidden")) is not None and hidden.get(self.val) not in OFF:
            self.hidden_rows += 1
            return False
        return self.w + "del" not in properties

    def _row(self, row: _Row, nested: list[_Element]) -> GridRow:
        cells = [self._cell(cell, nested) for cell in row.cells]
        before, after = row.properties.get(self.w + "gridBefore"), row.properties.get(self.w + "gridAfter")
        return GridRow(cells, self._columns(before), self._columns(after))

    def _columns(self, mark: _Element | None) -> int:
        """The number of grid columns that a mark states."""
        return 0 if mark is None else integer(mark.get(self.val), 0, SPAN_CAP) or 0

    def _cell(self, cell: _Element, nested: list[_Element]) -> GridCell:
        children = children_of(cell)
        properties = children[0] if children and children[0].tag == self.tcpr else cell.find(self.tcpr)
        text = None
        if len(children) == 2 and properties is children[0] and children[1].tag == self.p:
            text = self._plain(children[1])  # as nearly all cells are
        found = GridCell(self._cell_text(children, nested) if text is None else text if text.strip() else "")
        names = self.names
        for mark in () if properties is None else children_of(properties):
            name = names[mark.tag]
            if name not in _CELL_MARKS:
                continue
            if name == "gridSpan":
                found.span = self._columns(mark) or 1
            elif name == "vMerge":
                found.down = "restart" if mark.get(self.val) == "restart" else "continue"
            elif name == "hMerge":
                found.across = "restart" if mark.get(self.val) == "restart" else "continue"
            else:
                found.shown = False
        return found

    def _measure(self, grid: list[GridRow], rows: list[_Row]) -> None:
        for laid, row in zip(grid, rows, strict=True):
            laid.indent = self._width(row.properties.get(self.w + "wBefore"))
            for cell, element in zip(laid.cells, row.cells, strict=True):
                cell.width = self._width(_inside_of(self.tcpr, children_of(element)).get(self.w + "tcW"))

    def _width(self, width: _Element | None) -> int:
        """A width in twentieths of a point; 0 where it is stated in another way or not at all."""
        if width is None or width.get(self.w + "type", "dxa") != "dxa":
            return 0
        return integer(width.get(self.w + "w"), 0, 100_000) or 0

    def _cell_text(self, children: list[_Element], nested: list[_Element]) -> str:
        """The lines of a cell; `children` may begin with its properties."""
        names = self.names
        lines: list[str] = []
        carried = ""
        stack = children[::-1]
        while stack:
            child = stack.pop()
            name = names[child.tag]
            if name == "p":
                if not carried and (words := self._plain(child)) is not None:
                    lines.append(words)
                    continue
                properties = self._properties(child)
                style = self.styles.paragraph(self._of(properties, "pStyle"))
                line, number, ended = self._line(child, properties, style, looks=False)
                carried = number + carried + line.text
                if ended:
                    lines.append(carried)
                    carried = ""
                for box in line.boxes:
                    lines.append(box if isinstance(box, str) else self._cell_text(list(box), nested))
            elif name == "tbl":
                nested.append(child)
            elif name in _WRAPPERS:
                stack.extend(reversed(child))
            elif name in {"altChunk", "subDoc"}:
                self.imported += 1
        lines.append(carried)
        return "\n".join([line for line in lines if line.strip()])

    def _plain(self, p: _Element) -> str | None:
        """The words of a paragraph without a number that is nothing but runs of text, as nearly all in tables are."""
        children = children_of(p)
        style_id = None
        if children and children[0].tag == self.ppr:
            names = self.names
            for child in children_of(children.pop(0)):
                name = names[child.tag]
                if name == "pStyle":
                    style_id = child.get(self.val)
                elif name == "numPr" or (name == "rPr" and self.changed):
                    return None
        return None if self.styles.paragraph(style_id).list_id is not None else self.inline.plain(children)

    def _children(self, inside: list[_Element], wanted: str) -> list[_Element]:
        """Rows of a table or cells of a row, through content controls."""
        names = self.names
        found: list[_Element] = []
        for child in inside:
            name = names[child.tag]
            if name == wanted:
                found.append(child)
            elif name in _WRAPPERS:
                found.extend(self._children(children_of(child), wanted))
        return found


def _holds(root: _Element, *names: str) -> bool:
    """Whether there is an element of one of the names anywhere."""
    return next(root.iter(*("{*}" + name for name in names)), None) is not None


def _inside_of(tag: str, children: list[_Element]) -> _ByTag:
    """What the first element of a tag holds, by tag; nothing where there is none."""
    found = next((child for child in children if child.tag == tag), None)
    return {} if found is None else {child.tag: child for child in reversed(children_of(found))}


@lru_cache(256)
def _lists_contents(style: str) -> bool:
    """Whether a style is one of those of a table of contents."""
    return style.lower().startswith(("toc", "目录"))
