"""Source → Excel: values with number formats, formulas with their cached results, hidden rows and sheets."""

from __future__ import annotations

import io
import re

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from corpus.parts.archive import settled
from corpus.parts.source import Block, Cell, Grid, Source, cell_value

_THIN = Side(style="thin")
_FORMULA = re.compile(rb'(<c r="([A-Z]+\d+)"[^>]*><f>[^<]*</f>)(?:<v */>|<v></v>)')


def excel(source: Source) -> bytes:
    """The workbook's bytes."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = source.title, source.unit
    sheet, row = None, 1
    cached: dict[str, dict[str, str]] = {}
    for block in source.blocks:
        if isinstance(block, Block) and block.kind in ("表页", "隐藏表页"):
            sheet, row = book.create_sheet(block.text), 1
            sheet.sheet_state = "hidden" if block.kind == "隐藏表页" else "visible"
            sheet.page_setup.orientation, sheet.page_setup.fitToWidth = "landscape", 1
            sheet.page_setup.fitToHeight = 0
            sheet.sheet_properties.pageSetUpPr.fitToPage = True
            columns = next(b.columns for b in source.blocks[source.blocks.index(block) :] if isinstance(b, Grid))
            widths = (13, 17, 24, 14, 14, 9, 10, 30)
            for column in range(columns):
                sheet.column_dimensions[get_column_letter(column + 1)].width = widths[min(column, 7)]
        elif isinstance(block, Block):
            assert sheet is not None
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=8)
            cell = sheet.cell(row, 1, block.text)
            side = {"表": "center", "中": "center", "单位": "right"}.get(block.kind, "left")
            cell.alignment = Alignment(horizontal=side, vertical="center")
            cell.font = Font(name="宋体", size=16 if block.kind == "表" else 10.5, bold=block.kind == "表")
            row += 1
        else:
            assert sheet is not None
            _fill(sheet, block, row, cached.setdefault(f"xl/worksheets/sheet{len(book.sheetnames)}.xml", {}))
            row += block.rows
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue(), lambda name, part: _with_results(part, cached.get(name, {})))


def _fill(sheet, grid: Grid, first: int, cached: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    for number in grid.hidden:
        sheet.row_dimensions[first + number].hidden = True
    for row in range(first, first + grid.rows):
        for column in range(1, grid.columns + 1):
            sheet.cell(row, column).border = Border(_THIN, _THIN, _THIN, _THIN)
    for cell in grid.cells:
        place = sheet.cell(first + cell.row, cell.column + 1)
        place.font = Font(name="宋体", size=10.5)
        long = len(cell.text) > 14 and not cell.text.startswith("{")
        place.alignment = Alignment(horizontal="left" if long else "center", vertical="center", wrap_text=True)
        number = cell_value(cell.text)
        if number is None:
            place.value = cell.text or None
            if cell.text.startswith("="):
                place.data_type = "s"  # =100% is a target, no formula
        else:
            formula, value, place.number_format = number
            place.value = f"={formula}" if formula else float(value) if "." in value else int(value)
            if formula:
                cached[place.coordinate] = value
        if cell.height > 1 or cell.width > 1:
            sheet.merge_cells(
                start_row=place.row,
                start_column=place.column,
                end_row=place.row + cell.height - 1,
                end_column=place.column + cell.width - 1,
            )
    for row in range(grid.rows):
        longest = max((_length(cell) for cell in grid.cells if cell.row == row), default=0)
        sheet.row_dimensions[first + row].height = 36 if longest > 15 else 22


def _length(cell: Cell) -> float:
    """The characters of a cell that share one column."""
    return 0 if cell.text.startswith("{") else len(cell.text) / cell.width


def _with_results(part: bytes, results: dict[str, str]) -> bytes:
    """A sheet's XML with the results that a spreadsheet program would have stored beside its formulas."""
    return _FORMULA.sub(
        lambda match: match[1] + b"<v>" + results[match[2].decode()].encode() + b"</v>" if results else match[0], part
    )
