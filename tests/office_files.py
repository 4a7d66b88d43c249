"""Word and Excel files written part by part, for inputs that no library would write."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def package(parts: dict[str, str]) -> bytes:
    """A zip archive of the parts given by name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


def relationships(*relations: tuple[str, str, str]) -> str:
    """A relationships part of (id, last word of the type, target) triples."""
    items = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in relations)
    return f'<Relationships xmlns="{_PACKAGE}">{items}</Relationships>'


def word_file(body: str, *, main: str = "word/document.xml", **parts: str) -> bytes:
    """A .docx with a body; `parts` holds the inside of styles, numbering, footnotes."""
    folder, _, name = main.rpartition("/")
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    files = {
        "_rels/.rels": relationships(("rId1", "officeDocument", main)),
        f"{folder}/_rels/{name}.rels": relationships(*((f"r{kind}", kind, f"{kind}.xml") for kind in parts)),
        main: f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for kind, inside in parts.items():
        files[f"{folder}/{kind}.xml"] = f"<w:{roots[kind]} {_NAMESPACES}>{inside}</w:{roots[kind]}>"
    return package(files)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(inside: str, properties: str = "") -> str:
    """A paragraph of runs, or of plain words."""
    inside = inside if "<" in inside else run(inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def cell(inside: str, properties: str = "") -> str:
    inside = inside if "<" in inside else paragraph(inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(row if row.startswith("<w:tr>") else f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def workbook_file(
    *sheets: str, names: tuple[str, ...] = (), states: tuple[str, ...] = (), strings: str = "", styles: str = "",
    extra: dict[str, str] | None = None, workbook: str = "", namespace: str = S,
) -> bytes:  # fmt: skip
    """An .xlsx; each sheet is the inside of its worksheet element, `workbook` what follows the list of sheets."""
    entries, relations, files = "", [], {}
    for index, inside in enumerate(sheets):
        name = names[index] if index < len(names) else f"表{index + 1}"
        state = f' state="{states[index]}"' if index < len(states) and states[index] else ""
        entries += f'<sheet name="{name}" sheetId="{index + 1}"{state} r:id="s{index}"/>'
        relations.append((f"s{index}", "worksheet", f"worksheets/sheet{index}.xml"))
        files[f"xl/worksheets/sheet{index}.xml"] = f'<worksheet xmlns="{namespace}" xmlns:r="{R}">{inside}</worksheet>'
    if strings:
        relations.append(("strings", "sharedStrings", "sharedStrings.xml"))
        files["xl/sharedStrings.xml"] = f'<sst xmlns="{namespace}">{strings}</sst>'
    if styles:
        relations.append(("styles", "styles", "styles.xml"))
        files["xl/styles.xml"] = f'<styleSheet xmlns="{namespace}">{styles}</styleSheet>'
    book = f'<workbook xmlns="{namespace}" xmlns:r="{R}"><sheets>{entries}</sheets>{workbook}</workbook>'
    return package(
        {
            "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": relationships(*relations),
            "xl/workbook.xml": book,
            **files,
            **(extra or {}),
        }
    )
