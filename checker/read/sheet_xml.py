"""One worksheet's XML → its cells as text, its merged ranges, and which rows and columns are hidden.

Read as a stream: a sheet may have a hundred megabytes of cells, and no tree of them is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from checker.errors import ReadError
from checker.read.sheet_values import Values, unescape

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_MAX_MERGES = 20_000
_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_TRUE = frozenset(("1", "true"))

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
    handler = _Handler(values, limit)
    try:
        handler.parse(data)
    except expat.ExpatError as error:
        raise ReadError("damaged", "文件内容已损坏", "请用办公软件打开并重新另存后提交") from error
    return handler.sheet


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


class _Handler:
    def __init__(self, values: Values, limit: int) -> None:
        self.values, self.limit = values, limit
        self.sheet = Sheet()
        self.row, self.column = -1, -1
        self.columns: dict[str, int] = {}  # letters → column
        self.kind = "n"
        self.style: str | None = None
        self.words: list[str] = []
        self.stored: str | None = None
        self.inline: list[str] = []
        self.formula = self.in_cell = self.phonetic = False
        self.zeros = self.numbered = True

    def parse(self, data: bytes) -> None:
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.CharacterDataHandler = self.words.append
        parser.StartElementHandler = self.root
        parser.Parse(data, True)

    def root(self, name: str, attributes: dict[str, str]) -> None:
        """The first element tells the prefix of all others."""
        prefix = name[: name.find(":") + 1]
        self.starts = {
            prefix + "row": self.start_row,
            prefix + "f": self.start_formula,
            prefix + "t": self.start_inline,
            prefix + "rPh": self.start_phonetic,
            prefix + "col": self.start_column,
            prefix + "mergeCell": self.start_merge,
            prefix + "sheetView": self.start_view,
        }
        self.c, self.v, self.t, self.ph = prefix + "c", prefix + "v", prefix + "t", prefix + "rPh"
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self.v:
            self.words.clear()
        elif name == self.c:
            self.start_cell(attributes)
        elif (handle := self.starts.get(name)) is not None:
            handle(attributes)

    def start_cell(self, attributes: dict[str, str]) -> None:
        self.words.clear()
        ref = attributes.get("r")
        if ref is None:
            self.column += 1
        else:
            letters = ref.rstrip("0123456789")
            column = self.columns.get(letters)
            if column is None:
                found = place(letters + "1")
                column = self.columns[letters] = -1 if found is None else found[1]
            self.column = column
            if not self.numbered and (found := place(ref)) is not None:
                self.row = found[0]
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s")
        self.stored, self.formula, self.in_cell = None, False, True
        if self.inline:
            self.inline = []

    def start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self.numbered = number.isascii() and number.isdigit()
        self.row = int(number) - 1 if self.numbered else self.row + 1
        self.column = -1
        if attributes.get("hidden") in _TRUE or attributes.get("ht") == "0":
            self.sheet.hidden_rows.add(self.row)

    def start_formula(self, _: dict[str, str]) -> None:
        self.formula = True

    def start_inline(self, attributes: dict[str, str]) -> None:
        if self.in_cell and not self.phonetic:
            self.words.clear()

    def start_phonetic(self, _: dict[str, str]) -> None:
        self.phonetic = True

    def start_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in _TRUE or attributes.get("width") == "0":
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal() and int(first) <= int(last):
                self.sheet.hidden_columns.append((int(first) - 1, min(int(last), MAX_COLUMNS) - 1))

    def start_merge(self, attributes: dict[str, str]) -> None:
        found = area(attributes.get("ref", ""))
        if found is not None and len(self.sheet.merges) < _MAX_MERGES:
            self.sheet.merges.append(found)

    def start_view(self, attributes: dict[str, str]) -> None:
        self.zeros = attributes.get("showZeros") not in {"0", "false"}

    def end(self, name: str) -> None:
        if name == self.v:
            self.stored = "".join(self.words)
        elif name == self.c:
            self.end_cell()
        elif name == self.t and self.in_cell and not self.phonetic:
            self.inline.append("".join(self.words))
        elif name == self.ph:
            self.phonetic = False

    def end_cell(self) -> None:
        self.in_cell = False
        sheet, row, column = self.sheet, self.row, self.column
        if not (0 <= row < MAX_ROWS and 0 <= column < MAX_COLUMNS):
            return
        if len(sheet.cells) >= self.limit:
            sheet.cut = True
            self.parser.StartElementHandler = self.parser.EndElementHandler = self.parser.CharacterDataHandler = None
            return
        at = row, column
        stored, kind = self.stored, self.kind
        if kind == "inlineStr":
            text = unescape("".join(self.inline))
        elif stored is None or (stored == "0" and kind == "n" and not self.zeros):
            text = ""  # an empty box, or a zero in a sheet that is set not to show them
        else:
            text = self.values.text(kind, self.style, stored)
        sheet.cells[at] = text
        if self.formula:
            sheet.formulas += 1
            if not stored and kind not in {"str", "inlineStr"}:
                sheet.uncalculated.add(at)
            elif stored == "0" and kind == "n":
                sheet.zero_formulas.add(at)


def _refuse(*_: object) -> None:
    raise ReadError(
        "hostile", "文件含有文档类型定义（DTD），可能有危险，已拒绝读取", "请核实来源，用办公软件重新另存后提交"
    )
