"""Source → Word, in the styles that departments use."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any, Literal

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from corpus.parts.archive import settled
from corpus.parts.source import CHANGE, Block, Grid, Source, accepted

Headings = Literal["automatic", "styles", "bold", "plain"]


@dataclass(frozen=True)
class Look:
    """How a Word file is made: the headings, the fonts of body and headings, and sizes in points."""

    headings: Headings = "styles"
    body_font: str = "仿宋"
    heading_fonts: tuple[str, str] = ("黑体", "楷体")
    size: float = 16
    table_size: float = 10.5
    landscape: bool = False


_ALIGN = {"左": WD_ALIGN_PARAGRAPH.LEFT, "中": WD_ALIGN_PARAGRAPH.CENTER, "右": WD_ALIGN_PARAGRAPH.RIGHT}
_NUMERALS = "一二三四五六七八九十"

_NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="Heading1"/>
<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/><w:lvlJc w:val="left"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="Heading2"/>
<w:suff w:val="nothing"/><w:lvlText w:val="\N{FULLWIDTH LEFT PARENTHESIS}%2\N{FULLWIDTH RIGHT PARENTHESIS}"/>
<w:lvlJc w:val="left"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%3."/>
<w:lvlJc w:val="left"/></w:lvl></w:abstractNum>"""


class WordWriter:
    """Writes one source; `data` is the file."""

    def __init__(self, source: Source, look: Look) -> None:
        self.source, self.look = source, look
        self.file = Document()
        self._changes = 0
        self._page()
        self._styles()
        if source.header:
            self._header()
        self._footer()
        for block in source.blocks:
            if isinstance(block, Grid):
                self._table(block)
            else:
                self._block(block)

    @property
    def data(self) -> bytes:
        about = self.file.core_properties
        about.title, about.author, about.comments = self.source.title, self.source.unit, ""
        out = io.BytesIO()
        self.file.save(out)
        return settled(out.getvalue())

    # the page and the styles

    def _page(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        if self.look.landscape:
            section.orientation = WD_ORIENT.LANDSCAPE
            section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin, section.right_margin = Cm(2.6), Cm(2.6)
        section.top_margin, section.bottom_margin = Cm(3.2), Cm(3)

    def _styles(self) -> None:
        styles = self.file.styles
        normal = styles["Normal"]
        self._font(normal, self.look.body_font, self.look.size)
        normal.paragraph_format.line_spacing = Pt(self.look.size * 1.75)
        normal.paragraph_format.space_after = Pt(0)
        for level in (1, 2):
            style = styles[f"Heading {level}"]
            self._font(style, self.look.heading_fonts[level - 1], self.look.size)
            style.font.bold = False
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        if self.look.headings == "automatic":
            numbering = self.file.part.numbering_part.element
            numbering.insert(0, parse_xml(_NUMBERING))
            numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
            for level in (1, 2):
                self._number(styles[f"Heading {level}"].element.get_or_add_pPr(), level - 1)

    def _font(self, style: Any, name: str, size: float) -> None:
        style.font.name, style.font.size = name, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{kind}"), name)

    def _number(self, properties: Any, level: int) -> None:
        number = properties.get_or_add_numPr()
        number.get_or_add_ilvl().val = level
        number.get_or_add_numId().val = 90

    def _header(self) -> None:
        paragraph = self.file.sections[0].header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(self.source.header).font.size = Pt(9)

    def _footer(self) -> None:
        paragraph = self.file.sections[0].footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run("— ").font.size = Pt(10.5)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)
        run = paragraph.add_run("1")
        run.font.size = Pt(10.5)
        field.append(run._r)
        paragraph.add_run(" —").font.size = Pt(10.5)

    # blocks

    def _block(self, block: Block) -> None:
        match block.kind:
            case "封面":
                self._cover()
            case "目录":
                self._contents()
            case "分页":
                self.file.add_page_break()
            case "题头":
                self._plain(self.source.title, WD_ALIGN_PARAGRAPH.CENTER, size=self.look.size + 4, font="黑体")
            case "落款头":
                self._plain(self.source.unit, WD_ALIGN_PARAGRAPH.CENTER, font="楷体", after=self.look.size)
            case "表":
                size = self.look.size + 2 if self._form_only else 12
                self._plain(block.text, WD_ALIGN_PARAGRAPH.CENTER, size=size, bold=True, keep=True)
            case "单位":
                self._plain(block.text, WD_ALIGN_PARAGRAPH.RIGHT, size=self.look.table_size, keep=True)
            case "注":
                self._plain(block.text, WD_ALIGN_PARAGRAPH.LEFT, size=self.look.table_size)
            case "左" | "中" | "右" as side:
                self._plain(block.text, _ALIGN[side], keep=side == "中")
            case "h1" | "h2" as kind:
                self._heading(block.text, int(kind[1]))
            case "item":
                paragraph = self._body(block.text)
                self._number(paragraph._p.get_or_add_pPr(), 2)
            case _:
                self._body(block.text)

    @property
    def _form_only(self) -> bool:
        return not any(isinstance(block, Block) and block.kind == "text" for block in self.source.blocks)

    def _plain(
        self,
        text: str,
        side: Any,
        *,
        size: float | None = None,
        font: str | None = None,
        bold: bool = False,
        keep: bool = False,
        after: float = 0,
    ) -> None:
        paragraph = self.file.add_paragraph()
        paragraph.alignment = side
        paragraph.paragraph_format.keep_with_next = keep
        paragraph.paragraph_format.space_after = Pt(after)
        self._run(paragraph, text, size=size, font=font, bold=bold)

    def _heading(self, text: str, level: int) -> None:
        if self.look.headings in ("automatic", "styles"):
            paragraph = self.file.add_paragraph(style=f"Heading {level}")
            self._indent(paragraph)
            paragraph.add_run(text)
        else:
            paragraph = self.file.add_paragraph()
            self._indent(paragraph)
            bold = self.look.headings == "bold"
            self._run(paragraph, text, font=self.look.heading_fonts[level - 1] if bold else None, bold=bold)

    def _body(self, text: str) -> Any:
        paragraph = self.file.add_paragraph()
        self._indent(paragraph)
        if match := re.match(r"\*\*(.+?)\*\*", text):
            self._run(paragraph, match[1], bold=True)
            text = text[match.end() :]
        self._run(paragraph, text)
        return paragraph

    def _indent(self, paragraph: Any) -> None:
        indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), "200")
        indent.set(qn("w:firstLine"), str(int(self.look.size * 40)))

    def _run(
        self, paragraph: Any, text: str, *, size: float | None = None, font: str | None = None, bold: bool = False
    ) -> None:
        """Words as runs; tracked changes become w:del and w:ins."""
        at = 0
        for match in CHANGE.finditer(text):
            self._words(paragraph, text[at : match.start()], size, font, bold)
            run = self._words(paragraph, match[2], size, font, bold)
            self._changes += 1
            mark = OxmlElement("w:del" if match[1] == "-" else "w:ins")
            mark.set(qn("w:id"), str(self._changes))
            mark.set(qn("w:author"), "审核人")
            mark.set(qn("w:date"), "2024-01-25T09:00:00Z")
            if match[1] == "-":
                for piece in run._r.findall(qn("w:t")):
                    piece.tag = qn("w:delText")
            run._r.addprevious(mark)
            mark.append(run._r)
            at = match.end()
        self._words(paragraph, text[at:], size, font, bold)

    def _words(self, paragraph: Any, text: str, size: float | None, font: str | None, bold: bool) -> Any:
        if not text:
            return None
        run = paragraph.add_run(text)
        if size:
            run.font.size = Pt(size)
        if bold:
            run.bold = True
        if font:
            run.font.name = font
            run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        return run

    # cover and contents

    def _cover(self) -> None:
        for _ in range(5):
            self.file.add_paragraph()
        self._plain(self.source.title, WD_ALIGN_PARAGRAPH.CENTER, size=26, font="黑体", after=160)
        lines = (f"项目单位：{self.source.unit}", f"评价机构：{self.source.unit}", f"报告日期：{self.source.date}")
        for line in lines:
            self._plain(line, WD_ALIGN_PARAGRAPH.CENTER)
        self.file.add_page_break()

    def _contents(self) -> None:
        self._plain("目　录", WD_ALIGN_PARAGRAPH.CENTER, size=self.look.size + 2, font="黑体")
        counts, read = [0, 0], 0
        for block in self.source.blocks:
            if isinstance(block, Grid):
                continue
            read += len(block.text)
            if block.kind not in ("h1", "h2"):
                continue
            level = int(block.kind[1])
            counts[level - 1] += 1
            if level == 1:
                counts[1] = 0
            paragraph = self.file.add_paragraph()
            paragraph.paragraph_format.left_indent = Pt(self.look.size * (level - 1))
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Cm(15.6), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            number = ""
            if self.look.headings == "automatic":
                number = f"{_NUMERALS[counts[0] - 1]}、" if level == 1 else f"（{_NUMERALS[counts[1] - 1]}）"
            paragraph.add_run(f"{number}{block.text}\t{read // 520 + 1}")
        self.file.add_page_break()

    # tables

    def _table(self, grid: Grid) -> None:
        table = self.file.add_table(grid.rows, grid.columns, style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for width, column in zip(self._widths(grid), table.columns, strict=True):
            column.width = width
            for cell in column.cells:
                cell.width = width
        for cell in grid.cells:
            place = table.cell(cell.row, cell.column)
            if cell.height > 1 or cell.width > 1:
                place = place.merge(table.cell(cell.row + cell.height - 1, cell.column + cell.width - 1))
            place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = place.paragraphs[0]
            for extra in place.paragraphs[1:]:
                extra._p.getparent().remove(extra._p)
            long = len(cell.text) > 14
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if long else WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing = 1.0
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            self._run(paragraph, cell.text, size=self.look.table_size)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))

    def _widths(self, grid: Grid) -> list[Any]:
        """Column widths that follow the longest words of the cells that stand in one column only."""
        weights = [5.0] * grid.columns
        for cell in grid.cells:
            if cell.width == 1:
                weights[cell.column] = max(weights[cell.column], min(len(accepted(cell.text)), 11))
        total = 24.0 if self.look.landscape else 16.2
        return [Cm(total * weight / sum(weights)) for weight in weights]
