"""What the readers' tests share: files made on the spot, and how a document looks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from checker.document import Document, Paragraph
from checker.errors import ReadError
from checker.read import read_here

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/{part}"'
    ' ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(parts: dict[str, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def word(body: str, *, prolog: str = "", encoding: str = "utf-8") -> bytes:
    """A Word document of the least parts, around a body's XML."""
    xml = f'{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES.format(part="word/document.xml", kind="wordprocessingml.document"),
            "word/document.xml": xml.encode(encoding),
        }
    )


def workbook(rows: str, *, prolog: str = "", encoding: str = "utf-8") -> bytes:
    """A workbook of one sheet around its rows' XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES.format(part="xl/workbook.xml", kind="spreadsheetml.sheet"),
            "_rels/.rels": f'<Relationships xmlns="{packages}"><Relationship Id="a" Target="xl/workbook.xml"'
            f' Type="{relations}/officeDocument"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="s"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}"><Relationship Id="s"'
            f' Target="worksheets/sheet1.xml" Type="{relations}/worksheet"/></Relationships>',
            "xl/worksheets/sheet1.xml": (
                f'{prolog}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
            ).encode(encoding),
        }
    )


def error_of(folder: Path, name: str, data: bytes) -> ReadError:
    """The error that reading a file of this name and content gives."""
    file = folder / name
    file.write_bytes(data)
    try:
        document = read_here(file)
    except ReadError as error:
        return error
    raise AssertionError(f"{name} was read as {document.format}: {document.text[:60]}")


def lines(document: Document) -> list[str]:
    """The paragraphs' words; a table as its rows, cells parted by a bar and a merged cell in each of its places."""
    shown: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            shown.append(block.span.cut(document.text))
        else:
            shown += [
                "|".join("" if cell is None else cell.span.cut(document.text) for cell in row) for row in block.grid
            ]
    return shown
