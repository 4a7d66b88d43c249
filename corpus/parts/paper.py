"""Source → PDF: by LibreOffice with embedded fonts, and by reportlab with a font that is not embedded."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from corpus.parts.source import Block, Grid, Source


def office_pdf(word: bytes) -> bytes:
    """A Word file as PDF; needs LibreOffice and the Noto CJK fonts, so the result is committed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.docx")
        file.write_bytes(word)
        profile = Path(folder, "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(file)], check=True, capture_output=True, timeout=120)
        data = file.with_suffix(".pdf").read_bytes()
    data = re.sub(rb"/CreationDate\(D:[^)]*\)", lambda m: _fitted(b"/CreationDate(D:20240301090000+08'00'", m), data)
    data = re.sub(rb"/ID \[[^\]]*\]", lambda match: re.sub(rb"[0-9A-F](?=[0-9A-F>])", b"0", match[0]), data)
    return re.sub(rb"/DocChecksum /[0-9A-F]+", lambda match: b"/DocChecksum /" + b"0" * (len(match[0]) - 14), data)


def _fitted(words: bytes, match: re.Match[bytes]) -> bytes:
    """The words in place of a match, of the same length: offsets in the file must hold."""
    return words.ljust(len(match[0]) - 1)[: len(match[0]) - 1] + b")"


def plain_pdf(source: Source) -> bytes:
    """A PDF whose Chinese font (STSong-Light) is only named, as old report programs write it."""
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    font = "STSong-Light"
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    body = ParagraphStyle("body", fontName=font, fontSize=13, leading=23, firstLineIndent=26, wordWrap="CJK")
    styles = {
        "题头": ParagraphStyle("title", body, fontSize=18, leading=32, alignment=1, firstLineIndent=0, spaceAfter=14),
        "h1": ParagraphStyle("h1", body, fontSize=14.5, spaceBefore=6),
        "右": ParagraphStyle("right", body, alignment=2),
        "表": ParagraphStyle("caption", body, alignment=1, firstLineIndent=0, spaceBefore=18, keepWithNext=1),
    }
    small = ParagraphStyle("cell", body, fontSize=10, leading=14, firstLineIndent=0)
    flow: list[Any] = []
    for block in source.blocks:
        if isinstance(block, Block):
            words = source.title if block.kind == "题头" else block.text
            flow.append(Paragraph(words, styles.get(block.kind, body)))
            continue
        rows = [[Paragraph(words, small) for words in row] for row in block.texts]
        spans = [
            ("SPAN", (cell.column, cell.row), (cell.column + cell.width - 1, cell.row + cell.height - 1))
            for cell in block.cells
            if cell.height > 1 or cell.width > 1
        ]
        grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *spans]
        flow.append(Table(rows, colWidths=_widths(block, 15.8 * cm), style=grid, repeatRows=0))

    def decorate(canvas: Any, document: Any) -> None:
        canvas.setFont(font, 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 1.6 * cm, source.header)
        canvas.line(2.6 * cm, A4[1] - 1.8 * cm, A4[0] - 2.6 * cm, A4[1] - 1.8 * cm)
        canvas.drawCentredString(A4[0] / 2, 1.4 * cm, f"第 {document.page} 页")

    out = io.BytesIO()
    template = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=2.6 * cm,
        rightMargin=2.6 * cm,
        topMargin=2.6 * cm,
        bottomMargin=2.4 * cm,
        title=source.title,
        author=source.unit,
        invariant=1,
    )
    template.build(flow, onFirstPage=decorate, onLaterPages=decorate)
    return out.getvalue()


def _widths(grid: Grid, total: float) -> list[float]:
    weights = [4.0] * grid.columns
    for cell in grid.cells:
        if cell.width == 1:
            weights[cell.column] = max(weights[cell.column], min(len(cell.text), 12))
    return [total * weight / sum(weights) for weight in weights]
