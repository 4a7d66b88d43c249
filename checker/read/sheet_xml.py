"""One worksheet's XML → its cells as text, its merged ranges, and which rows and columns are hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from checker.read.archive import parse_xml
from checker.read.ooxml import local_name
from checker.read.sheet_values import Values, string_text

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_MAX_MERGES = 20_000
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")

Place = tuple[int, int]  # row and column from 0
Area = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass
class Sheet:
    """A sheet as stored. `cells` holds every cell that the file has, blank ones as "" (a form's empty boxes)."""

    cells: dict[Place, str] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    uncalculated: set[Place] = field(default_factory=set)
    zero_formulas: set[Place] = field(default_factory=set)
    formulas: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    cut: bool = False


def read_sheet(data: bytes, values: Values, limit: int) -> Sheet:
    """Parse a worksheet, up to `limit` cells (then `cut`); raises ReadError (damaged, hostile)."""
    root = parse_xml(data)
    sheet = Sheet()
    zeros = True
    for part in root:
        name = local_name(part)
        if name == "sheetViews":
            zeros = all(view.get("showZeros") not in {"0", "false"} for view in part)
        elif name == "cols":
            sheet.hidden_columns = [(first, last) for first, last in map(_hidden_range, part) if first <= last]
        elif name == "sheetData":
            _read_rows(part, sheet, values, limit, zeros=zeros)
        elif name == "mergeCells":
            areas = (area(merge.get("ref", "")) for merge in islice(part, _MAX_MERGES))
            sheet.merges = [found for found in areas if found is not None]
    return sheet


def area(ref: str) -> Area | None:
    """A range such as A1:C3; None when it is none."""
    first, _, last = ref.partition(":")
    start, end = place(first), place(last or first)
    if start is None or end is None:
        return None
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])


def place(ref: str) -> Place | None:
    """Row and column, from 0, of a reference such as F7."""
    match = _REF.fullmatch(ref)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row - 1, column - 1) if 1 <= row <= MAX_ROWS and column <= MAX_COLUMNS else None


def _read_rows(data: _Element, sheet: Sheet, values: Values, limit: int, *, zeros: bool) -> None:
    tag = str(data.tag).removesuffix("sheetData")
    value_tag, formula_tag, inline_tag = tag + "v", tag + "f", tag + "is"
    cells = sheet.cells
    columns: dict[str, int] = {}  # letters → column
    row_number = -1
    for row in data:
        number = row.get("r")
        row_number = int(number) - 1 if number and number.isdigit() else row_number + 1
        if not 0 <= row_number < MAX_ROWS:
            continue
        if row.get("hidden") in {"1", "true"} or row.get("ht") == "0":
            sheet.hidden_rows.add(row_number)
        column = -1
        for cell in row:
            ref = cell.get("r")
            if ref is None:
                column += 1
            else:
                letters = ref.rstrip("0123456789")
                known = columns.get(letters)
                if known is None:
                    found = place(letters + "1")
                    if found is None:
                        continue
                    known = columns[letters] = found[1]
                column = known
            if column >= MAX_COLUMNS:
                break
            if len(cells) >= limit:
                sheet.cut = True
                return
            stored, formula, text = None, False, ""
            kind = cell.get("t", "n")
            for child in cell:
                if child.tag == value_tag:
                    stored = child.text
                elif child.tag == formula_tag:
                    formula = True
                elif child.tag == inline_tag:
                    text = string_text(child)
            if stored is not None and kind != "inlineStr":
                text = values.text(kind, cell.get("s"), stored)
            if not zeros and kind == "n" and stored in {"0", "-0"}:
                text = ""  # the sheet is set not to show zeros
            cells[row_number, column] = text
            if formula:
                sheet.formulas += 1
                if not stored and kind != "str":
                    sheet.uncalculated.add((row_number, column))
                elif stored == "0" and kind == "n":
                    sheet.zero_formulas.add((row_number, column))


def _hidden_range(column: _Element) -> tuple[int, int]:
    """The columns, from 0, that a <col> hides; an empty range when it hides none."""
    if column.get("hidden") not in {"1", "true"} and column.get("width") != "0":
        return 0, -1
    try:
        return int(column.get("min", "")) - 1, min(int(column.get("max", "")), MAX_COLUMNS) - 1
    except ValueError:
        return 0, -1
