"""Source → PDF by reportlab, with tables that break across pages inside merged cells as Word's do."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from corpus.parts.source import Block, Cell, Grid, Source
from corpus.plan import Style

_FONT = "STSong-Light"
_WIDTH = 452.0


def pdf(source: Source, style: Style) -> bytes:
    """The file's bytes; its Chinese font is only named, as report programs write it."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    styles = _styles()
    flow: list[Any] = []
    for block in source.blocks:
        if isinstance(block, Grid):
            flow.append(_table(block, style.table_size))
        elif block.kind == "分页":
            flow.append(PageBreak())
        elif block.kind == "目录":
            flow += [Paragraph(words, styles["text"]) for words in ("目　录", *_contents(source))]
        else:
            flow.append(Paragraph(_escaped(block.text), styles.get(block.kind, styles["text"])))

    def decorate(canvas: Any, document: Any) -> None:
        canvas.setFont(_FONT, 9)
        if source.header:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 46, source.header)
        canvas.drawCentredString(A4[0] / 2, 40, f"— {document.page} —")

    out = io.BytesIO()
    margins = {"leftMargin": 71, "rightMargin": 71, "topMargin": 71, "bottomMargin": 68}
    template = SimpleDocTemplate(out, pagesize=A4, title=source.title, author=source.unit, invariant=1, **margins)
    template.build(flow, onFirstPage=decorate, onLaterPages=decorate)
    return out.getvalue()


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _contents(source: Source) -> list[str]:
    lines, read = [], 0
    for block in source.blocks:
        if isinstance(block, Block):
            read += len(block.text)
            if block.kind in ("h1", "h2"):
                lines.append(f"{block.text}{'.' * max(6, 60 - 2 * len(block.text))}{read // 700 + 2}")
    return lines


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    body = ParagraphStyle("body", fontName=_FONT, fontSize=13, leading=23, firstLineIndent=26, wordWrap="CJK")
    centred = ParagraphStyle("centred", body, alignment=1, firstLineIndent=0)
    title = ParagraphStyle("title", centred, fontSize=18, leading=32, spaceAfter=14)
    right = ParagraphStyle("right", body, alignment=2, firstLineIndent=0)
    plain = ParagraphStyle("plain", body, firstLineIndent=0)
    heading = ParagraphStyle("h1", body, fontSize=14.5, spaceBefore=6)
    return {
        "text": body,
        "题头": title,
        "封面": title,
        "封面行": centred,
        "中": centred,
        "表": ParagraphStyle("caption", centred, spaceBefore=12, keepWithNext=1),
        "单位": right,
        "右": right,
        "左": plain,
        "注": ParagraphStyle("note", plain, fontSize=10, leading=15),
        "h1": heading,
    }


def _table(grid: Grid, size: float) -> Any:
    """Cells merged across rows are rows without a line between them, their words in the middle one."""
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Table

    small = ParagraphStyle("cell", fontName=_FONT, fontSize=size, leading=size * 1.4, wordWrap="CJK")
    rows: list[list[Any]] = [[""] * grid.columns for _ in range(grid.rows)]
    line = (0.5, colors.black)
    look: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("BOX", (0, 0), (-1, -1), *line)]
    for end in ("splitfirst", "splitlast"):
        look.append(("LINEABOVE" if end == "splitfirst" else "LINEBELOW", (0, end), (-1, end), *line))
    for cell in grid.cells:
        last = cell.row + cell.height - 1
        right = cell.column + cell.width - 1
        rows[cell.row + (cell.height - 1) // 2][cell.column] = Paragraph(_escaped(cell.text), small)
        if cell.width > 1:
            look += [("SPAN", (cell.column, row), (right, row)) for row in range(cell.row, last + 1)]
        look.append(("LINEABOVE", (cell.column, cell.row), (right, cell.row), *line))
        look.append(("LINEBEFORE", (cell.column, cell.row), (cell.column, last), *line))
    return Table(rows, colWidths=_widths(grid), style=look)


def _widths(grid: Grid) -> list[float]:
    weights = [4.0] * grid.columns
    for cell in grid.cells:
        if cell.width == 1:
            weights[cell.column] = max(weights[cell.column], min(_length(cell), 12))
    return [_WIDTH * weight / sum(weights) for weight in weights]


def _length(cell: Cell) -> float:
    """What a cell's words ask for: a cell of many rows breaks its words."""
    return len(cell.text) if cell.height < 4 else 3
