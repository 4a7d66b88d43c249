"""Cell notes and a fill in a workbook, set into its parts: charts, pictures and everything else stay as they are.

A note is a legacy comment, which every version of Excel and WPS shows; its box is drawn in VML, which Excel asks for.
What is said of a text box or of the report as a whole is put to the first cell.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from checker.finding import Severity
from checker.read.ooxml import local_name, main_part, relation_id, relations
from checker.render.annotate.note import AUTHOR, COLOURS, Note, notes
from checker.render.annotate.ooxml import TRANSITIONAL, Package, parse
from checker.review import Review

if TYPE_CHECKING:
    from lxml.etree import _Element

_REF = re.compile(r"([A-Z]+)([0-9]+)$")
_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# What may stand behind legacyDrawing in a sheet (ECMA-376 part 1, 18.3.1.99).
_BEHIND = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_VML_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def annotate(data: bytes, review: Review) -> bytes:
    """The workbook with a note on each cell that an opinion is about, and that cell filled in its severity's colour."""
    found = notes(review)
    if not found:
        return data
    package = Package(data)
    main = main_part(package.archive, "sheet") or "xl/workbook.xml"
    sheets = _sheets(package, main)
    styles = _Styles(package, main)
    by_cell: dict[tuple[str, str], list[Note]] = {}
    first = _first_cell(review, sheets)
    for note in found:
        part = sheets.get(note.place.sheet or "")
        key = (part, note.place.ref) if part and note.place.ref else first
        by_cell.setdefault(key, []).append(note)
    for part in dict.fromkeys(part for part, _ in by_cell):
        _annotate_sheet(package, part, {ref: said for (at, ref), said in by_cell.items() if at == part}, styles)
    return package.build()


def _sheets(package: Package, main: str) -> dict[str, str]:
    """Sheet name → part, for the visible worksheets in their order."""
    targets = {part.id: part for part in relations(package.archive, main)}
    found: dict[str, str] = {}
    root = package.archive.xml(main)
    for entry in [] if root is None else root.iterfind("{*}sheets/{*}sheet"):
        target = targets.get(relation_id(entry))
        if target is not None and target.kind == "worksheet" and entry.get("state", "visible") == "visible":
            found.setdefault(entry.get("name", "").strip(), target.target)
    return found


def _first_cell(review: Review, sheets: dict[str, str]) -> tuple[str, str]:
    """The first cell of the report that holds words."""
    for table in review.report.document.tables:
        for cell in table.cells:
            if cell.ref and len(cell.span) and (part := sheets.get(table.sheet or "")):
                return part, cell.ref
    return next(iter(sheets.values())), "A1"


def _annotate_sheet(package: Package, part: str, said: dict[str, list[Note]], styles: _Styles) -> None:
    root = package.tree(part)
    for ref, cell_notes in said.items():
        cell = _cell(root, ref)
        worst = max((note.severity for note in cell_notes), key=lambda severity: severity.rank)
        cell.set("s", str(styles.filled(_number(cell.get("s")), worst)))
    comments = _comments(package, part)
    order = sorted(said, key=_place)
    _write_comments(comments, {ref: "\n".join(note.text for note in said[ref]) for ref in order})
    _draw(package, root, part, order, said)


def _place(ref: str) -> tuple[int, int]:
    """A cell's row and column from 0."""
    match = _REF.match(ref)
    if match is None:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _cell(root: _Element, ref: str) -> _Element:
    """A cell's element, made at its place where the sheet has none; rows and cells may leave out where they stand."""
    space = str(root.tag).removesuffix("worksheet")
    row_number, column = _place(ref)
    data = root.find(space + "sheetData")
    assert data is not None  # a sheet without one has no cells for the reader to find
    at, row = 0, None
    for candidate in data.iterchildren(space + "row"):
        at = _number(candidate.get("r")) or at + 1
        if at == row_number + 1:
            row = candidate
            break
        if at > row_number + 1:
            row = data.makeelement(space + "row", {"r": str(row_number + 1)})
            candidate.addprevious(row)
            break
    if row is None:
        row = data.makeelement(space + "row", {"r": str(row_number + 1)})
        data.append(row)
    here = -1
    for cell in row.iterchildren(space + "c"):
        here = _place(cell.get("r", ""))[1] if cell.get("r") else here + 1
        if here == column:
            return cell
        if here > column:
            made = row.makeelement(space + "c", {"r": ref})
            cell.addprevious(made)
            return made
    made = row.makeelement(space + "c", {"r": ref})
    row.append(made)
    return made


class _Styles:
    """The workbook's cell formats, to which filled twins of the used ones are added."""

    def __init__(self, package: Package, main: str) -> None:
        name = next((part.target for part in relations(package.archive, main) if part.kind == "styles"), None)
        self.root = None if name is None or name not in package.archive.names else package.tree(name)
        self._fills: dict[Severity, int] = {}
        self._twins: dict[tuple[int, Severity], int] = {}

    def filled(self, style: int, severity: Severity) -> int:
        """The format like another one, with a severity's colour; the same one where the file has no formats at all."""
        formats = None if self.root is None else self.root.find("{*}cellXfs")
        if self.root is None or formats is None or not len(formats):
            return style
        key = (style, severity)
        if key not in self._twins:
            twin = deepcopy(formats[style] if style < len(formats) else formats[0])
            twin.set("fillId", str(self._fill(severity)))
            twin.set("applyFill", "1")
            formats.append(twin)
            formats.set("count", str(len(formats)))
            self._twins[key] = len(formats) - 1
        return self._twins[key]

    def _fill(self, severity: Severity) -> int:
        if severity not in self._fills:
            assert self.root is not None
            fills = self.root.find("{*}fills")
            if fills is None:
                return 0
            space = str(fills.tag).removesuffix("fills")
            colour = f'<fgColor rgb="FF{COLOURS[severity]}"/><bgColor indexed="64"/>'
            xml = f'<fill xmlns="{space[1:-1]}"><patternFill patternType="solid">{colour}</patternFill></fill>'
            fills.append(parse(xml.encode()))
            fills.set("count", str(len(fills)))
            self._fills[severity] = len(fills) - 1
        return self._fills[severity]


def _comments(package: Package, part: str) -> _Element:
    """The part with a sheet's comments, made where there is none."""
    existing = next((r.target for r in relations(package.archive, part) if r.kind == "comments"), None)
    if existing is not None and existing in package.archive.names:
        return package.tree(existing)
    root = package.tree(part)
    space = str(root.tag)[1:].partition("}")[0]
    name = package.fresh("xl/comments{}.xml")
    comments = parse(f'<comments xmlns="{space}"><authors/><commentList/></comments>'.encode())
    package.add(name, comments)
    package.relate(part, "comments", name, strict="purl.oclc.org" in space)
    package.declare(name, _COMMENTS)
    return comments


def _write_comments(comments: _Element, said: dict[str, str]) -> None:
    """Add each text to its cell: behind the words of a comment that stands there already (a cell has but one)."""
    space = str(comments.tag).removesuffix("comments")
    authors, entries = comments.find(space + "authors"), comments.find(space + "commentList")
    assert authors is not None and entries is not None
    author = authors.makeelement(space + "author", {})
    author.text = AUTHOR
    authors.append(author)
    held = {entry.get("ref", ""): entry for entry in entries}
    for ref, words in said.items():
        entry = held.get(ref)
        if entry is None:
            entry = held[ref] = entries.makeelement(space + "comment", {"ref": ref, "authorId": str(len(authors) - 1)})
            entry.append(entry.makeelement(space + "text", {}))
            entries.append(entry)
        text = entry.find(space + "text")
        if text is None:
            continue
        for plain in text.findall(space + "t"):  # runs and plain words do not go together
            run = text.makeelement(space + "r", {})
            plain.addprevious(run)
            run.append(plain)
        run, inside = text.makeelement(space + "r", {}), text.makeelement(space + "t", {})
        inside.text = ("\n" if len(text) else "") + words
        inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(inside)
        text.append(run)
    entries[:] = sorted(entries, key=lambda entry: _place(entry.get("ref", "")))


def _draw(package: Package, root: _Element, part: str, order: list[str], said: dict[str, list[Note]]) -> None:
    """The boxes of the notes, in the sheet's own drawing of such boxes where it has one."""
    link = next((child for child in root if local_name(child) == "legacyDrawing"), None)
    names = {relation.id: relation.target for relation in relations(package.archive, part)}
    existing = None if link is None else package.archive.read(names.get(relation_id(link), ""))
    if link is not None and existing is not None and b"</xml>" in existing:
        head, _, _ = existing.decode("utf-8", "replace").rpartition("</xml>")
        drawn = {
            (int(row), int(column))
            for row, column in re.findall(r"<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)</x:Column>", head)
        }
        shapes = [_shape(index, ref, said[ref]) for index, ref in enumerate(order) if _place(ref) not in drawn]
        package.add(package.actual(names[relation_id(link)]), (head + "".join(shapes) + "</xml>").encode())
        return
    name = package.fresh("xl/drawings/vmlDrawing{}.vml")
    shapes = [_shape(index, ref, said[ref]) for index, ref in enumerate(order)]
    package.add(name, (_VML_HEAD + "".join(shapes) + "</xml>").encode())
    strict = "purl.oclc.org" in str(root.tag)
    id = package.relate(part, "vmlDrawing", name, strict=strict)
    package.declare(name, _VML)
    space = str(root.tag).removesuffix("worksheet")
    relation_space = "http://purl.oclc.org/ooxml/officeDocument/relationships" if strict else TRANSITIONAL
    made = parse(f'<legacyDrawing xmlns="{space[1:-1]}" xmlns:r="{relation_space}" r:id="{id}"/>'.encode())
    if link is not None:  # it names a drawing that the file does not have
        root.replace(link, made)
        return
    behind = next((child for child in root if local_name(child) in _BEHIND), None)
    if behind is None:
        root.append(made)
    else:
        behind.addprevious(made)


def _shape(index: int, ref: str, said: list[Note]) -> str:
    """A note's hidden box beside its cell, as high as its words ask for."""
    row, column = _place(ref)
    lines = sum(1 + len(line) // 22 for note in said for line in note.lines)
    top = max(row - 1, 0)
    anchor = f"{column + 1}, 15, {top}, 10, {column + 5}, 31, {top + min(lines, 30) + 1}, 4"
    return (
        f'<v:shape id="jx_{row}_{column}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto"'
        f' style="position:absolute;margin-left:80pt;margin-top:5pt;width:260pt;height:{14 * min(lines, 30) + 8}pt;'
        f'z-index:{index + 1};visibility:hidden"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        f'<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/><x:ClientData ObjectType="Note">'
        f"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{escape(anchor)}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
