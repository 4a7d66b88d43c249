"""Workbooks (.xlsx, .xlsm) → Document: a table for each visible sheet, its values as the cells show them.

Own pass over the XML: the fast libraries know no number formats (0.9967 instead of 99.67%), the complete one is slow
and hangs on hostile sheets. What is hidden is passed over and said; a formula that was never calculated is said and
left blank, never read as 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.document import Document, DocumentBuilder
from checker.errors import ReadError
from checker.read.archive import Archive
from checker.read.ooxml import Relation, local_name, main_part, relation_id, relations
from checker.read.sheet_grid import cell_name, column_name, lay_out
from checker.read.sheet_sides import sides
from checker.read.sheet_values import Values
from checker.read.sheet_xml import Sheet, read_sheet
from checker.read.source import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_CELLS = 300_000  # the largest annex of a report has some tens of thousands
_NAMED = 12  # cells that a note names one by one
_DRAWN = frozenset(("chart", "diagramData", "image"))


def read(source: Source) -> Document:
    """The visible sheets in workbook order; raises ReadError (damaged, hostile, encrypted, scanned, unsupported,
    no-text)."""
    return _Reader(source).read()


@dataclass
class _Seen:
    """What must be said about the workbook as a whole."""

    hidden_sheets: list[str] = field(default_factory=list)
    hidden_parts: list[str] = field(default_factory=list)
    uncalculated: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    pictures: bool = False
    charts: bool = False


class _Reader:
    def __init__(self, source: Source) -> None:
        self.archive = Archive(source.data)
        self.builder = DocumentBuilder(source.path, "xlsx", source.sha256)
        self.main = main_part(self.archive, "sheet") or "xl/workbook.xml"
        if self.main.endswith(".bin"):
            raise ReadError("unsupported", "不支持二进制工作簿（.xlsb）", "请用Excel或WPS另存为.xlsx后提交")
        workbook = self.archive.xml(self.main)
        if workbook is None or local_name(workbook) != "workbook":
            raise ReadError("damaged", "文件里没有Excel工作簿", "请用Excel或WPS打开并重新另存为.xlsx后提交")
        self.workbook: _Element = workbook
        self.parts = relations(self.archive, self.main)
        self.seen = _Seen()
        self.cells_left = MAX_CELLS

    def read(self) -> Document:
        values = Values(
            self._part("sharedStrings"), self._part("styles"), date1904=_flag(self.workbook, "workbookPr", "date1904")
        )
        targets = {relation.id: relation for relation in self.parts}
        shown: list[tuple[str, Relation, Sheet]] = []
        for entry in self.workbook.iterfind("{*}sheets/{*}sheet"):
            name = entry.get("name", "").strip()
            target = targets.get(relation_id(entry))
            if entry.get("state", "visible") != "visible":
                self.seen.hidden_sheets.append(name)
            elif target is not None and target.kind == "worksheet":
                data = self.archive.read(target.target)
                if data is not None:
                    sheet = read_sheet(data, values, self.cells_left)
                    self.cells_left -= len(sheet.cells)
                    shown.append((name, target, sheet))
        self._distrust_formulas([sheet for _, _, sheet in shown])
        for name, target, sheet in shown:
            self._add(name, sheet)
            self._drawings(target.target)
        self._notes()
        if not self.builder.length:
            if self.seen.pictures:
                raise ReadError("scanned", "文件里只有图片，没有文字", "请提交可复制文字的文件")
            raise ReadError("no-text", "文件里没有文字", "请提交有内容的报告")
        return self.builder.build()

    def _part(self, kind: str) -> bytes | None:
        return next((self.archive.read(part.target) for part in self.parts if part.kind == kind), None)

    def _distrust_formulas(self, sheets: list[Sheet]) -> None:
        """Some programs write 0 for every formula and leave the sum to Excel (fullCalcOnLoad): that 0 is no result."""
        if not _flag(self.workbook, "calcPr", "fullCalcOnLoad"):
            return
        if all(sheet.formulas == len(sheet.zero_formulas) + len(sheet.uncalculated) for sheet in sheets):
            for sheet in sheets:
                sheet.uncalculated |= sheet.zero_formulas
                sheet.cells.update(dict.fromkeys(sheet.zero_formulas, ""))

    def _add(self, name: str, sheet: Sheet) -> None:
        laid = lay_out(sheet)
        for cells in sides(laid.cells):
            self.builder.table(cells, sheet=name)
        if laid.hidden_rows or laid.hidden_columns:
            parts = [f"{len(laid.hidden_rows)}行（第{_ranges(laid.hidden_rows)}行）"] if laid.hidden_rows else []
            if laid.hidden_columns:
                columns = "、".join(column_name(column) for column in sorted(laid.hidden_columns)[:_NAMED])
                parts.append(f"{len(laid.hidden_columns)}列（{columns}列）")
            self.seen.hidden_parts.append(f"“{name}”的{'和'.join(parts)}")
        if laid.uncalculated:
            refs = "、".join(cell_name(*place) for place in laid.uncalculated[:_NAMED])
            more = f"等{len(laid.uncalculated)}个单元格" if len(laid.uncalculated) > _NAMED else ""
            self.seen.uncalculated.append(f"“{name}”的{refs}{more}")
        if sheet.cut or laid.cut:
            self.seen.cut.append(f"“{name}”")

    def _drawings(self, sheet: str) -> None:
        """Text boxes that lie over a sheet, after its table."""
        for part in relations(self.archive, sheet):
            if part.kind != "drawing":
                continue
            drawn = {relation.kind for relation in relations(self.archive, part.target)} & _DRAWN
            self.seen.pictures |= "image" in drawn
            self.seen.charts |= bool(drawn - {"image"})
            root = self.archive.xml(part.target)
            for body in [] if root is None else root.iter("{*}txBody"):
                for paragraph in body.iterfind("{*}p"):
                    self.builder.paragraph("".join(t.text or "" for t in paragraph.iter("{*}t")), role="textbox")

    def _notes(self) -> None:
        seen, note = self.seen, self.builder.note
        if seen.hidden_sheets:
            note("hidden-sheet", f"工作表{_quoted(seen.hidden_sheets)}已隐藏，没有读取")
        if seen.hidden_parts:
            note("hidden-cells", f"工作表{'；'.join(seen.hidden_parts)}已隐藏，没有读取")
        if seen.uncalculated:
            cells = "；".join(seen.uncalculated)
            note(
                "uncalculated",
                f"工作表{cells}是公式，文件里没有保存计算结果，未读取其数值；请用Excel或WPS打开，保存后重新提交",
                incomplete=True,
            )
        if seen.cut:
            note("too-large", f"工作表{'、'.join(seen.cut)}内容过多或过于分散，只读取了一部分", incomplete=True)
        if seen.charts:
            note("graphics", "工作表中的图表没有读取")


def _flag(workbook: _Element, element: str, attribute: str) -> bool:
    found = workbook.find("{*}" + element)
    return found is not None and found.get(attribute) in {"1", "true"}


def _quoted(names: list[str]) -> str:
    return "、".join(f"“{name}”" for name in names[:_NAMED]) + (f"等{len(names)}个" if len(names) > _NAMED else "")


def _ranges(rows: Iterable[int]) -> str:
    """Row numbers from 1 as 3、5–9, the first few."""
    out: list[list[int]] = []
    for row in sorted(rows):
        if out and row == out[-1][1] + 1:
            out[-1][1] = row
        else:
            out.append([row, row])
    words = [f"{first + 1}" if first == last else f"{first + 1}–{last + 1}" for first, last in out[:_NAMED]]
    return "、".join(words) + ("等" if len(out) > _NAMED else "")
