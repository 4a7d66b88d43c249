"""A table with certain columns that must be there, its number of rows, and what its columns may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field, field_validator, model_validator

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.condition import Circumstances, Conditional
from checker.checks.parts import Absent, parts_of, title_of
from checker.checks.section import INCOMPLETE
from checker.document import Cell, Span, Table
from checker.folding import fold
from checker.understand.coverage import title_line
from checker.understand.form_labels import Labels, is_nothing, label_key, row_cells, squeeze
from checker.understand.report import Report
from checker.vocabulary import FacetId, Model, Pattern

_HEADER_ROWS: Final = 3  # a header may be as high as this
_LONGEST: Final = 16  # characters of a header that only holds a column's name among other words
_TOTAL: Final = re.compile(r"(?:总分|合计|总计|小计|总得分).{0,4}")

Names = tuple[str, ...]


class Values(Model):
    """What the cells of a column may say: one of `words`, or `pattern` as a whole; an empty cell is allowed."""

    column: Annotated[str, Field(description="columns里的栏名")]
    words: Annotated[tuple[str, ...], Field(description="允许的填法")] = ()
    pattern: Annotated[Pattern | None, Field(description="允许的填法（整格都要符合）")] = None

    @model_validator(mode="after")
    def _allows_something(self) -> Values:
        if not self.words and not self.pattern:
            raise ValueError("应写明“words”或“pattern”")
        return self

    def allows(self, text: str) -> bool:
        """Whether a cell's folded text without spaces is allowed."""
        said = text.strip("。；，")
        if said in {squeeze(fold(word)) for word in self.words}:
            return True
        return self.pattern is not None and re.fullmatch(fold(self.pattern), said) is not None


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows under one header: each maps a column's first name to its cell."""

    header: Span
    rows: Sequence[tuple[str, Mapping[str, Cell | None]]]
    doubt: str | None = None


class TableRows(Conditional):
    """A table with a column for each of `columns` is there and is filled in as asked.

    Rows that only give a total, and rows without any text, do not count. With several such tables each is looked at;
    `rows` asks for that many in one of them.
    """

    ABOUT: ClassVar[str] = "表格应有的行、列和内容"

    DATA: ClassVar[Mapping[str, str]] = {
        "problem": "哪里不符合，一句话",
        "columns": "要求的各栏",
        "column": "有问题的栏，没有这张表则为空",
        "row": "有问题的行（第一格的文字），没有则为空",
        "value": "那一格的内容，没有则为空",
        "rows": "实际的行数",
    }

    check: Literal["table"] = "table"
    columns: Annotated[
        tuple[str | Names, ...],
        Field(description="表格应有的栏；一栏有几种叫法时，把它们写成列表", min_length=1),
    ]
    sections: Annotated[tuple[FacetId, ...], Field(description="表格应在这些部分中（要点的id）")] = ()
    rows: Annotated[int, Field(description="至少有几行（表头、合计不计）", ge=0)] = 0
    filled: Annotated[tuple[str, ...], Field(description="columns里每行都要填写的栏")] = ()
    dashes: Annotated[bool, Field(description="只写“—”“/”等符号的格也算没有填写")] = False
    values: Annotated[tuple[Values, ...], Field(description="columns里只能填某些内容的栏")] = ()
    absent: Annotated[Absent, Field(description="没有这张表时：problem报出，unchecked列为未检查")] = "problem"

    @field_validator("columns")
    @classmethod
    def _columns_are_named(cls, columns: tuple[str | Names, ...]) -> tuple[str | Names, ...]:
        if any(not names or not all(name.strip() for name in names) for names in map(_names, columns)):
            raise ValueError("栏名不能是空的")
        return columns

    @model_validator(mode="after")
    def _refers_to_its_columns(self) -> TableRows:
        known = {name for column in self.columns for name in _names(column)}
        for name in (*self.filled, *(each.column for each in self.values)):
            if name not in known:
                raise ValueError(f"“{name}”不是columns里的栏（有：{'、'.join(sorted(known))}）")
        return self

    def judge(self, report: Report, why: Circumstances) -> Iterator[Outcome]:
        within: list[Span] | None = None
        if self.sections:
            parts = [part for each in parts_of(report, self.sections, ()).values() for part in each]
            within = [span for part in parts for span in part.spans]
        wanted = [_names(column) for column in self.columns]
        labels = Labels(report.folded, report.vocabulary)
        found = []
        for table in report.document.tables:
            if within is None or any(part.overlaps(table.span) for part in within):
                found += list(_lines(table, wanted, labels))
        if not found:
            yield self._not_there(report, why)
            return
        doubtful = next((lines.doubt for lines in found if lines.doubt), None)
        if doubtful and (self.rows or self.filled or self.values):
            yield NotChecked(doubtful)
            return
        most = max(found, key=lambda lines: len(lines.rows))
        if len(most.rows) < self.rows:
            told = f"表格“{'、'.join(names[0] for names in wanted)}”只有{len(most.rows)}行，至少应有{self.rows}行"
            yield Problem((most.header,), self._data(told, rows=len(most.rows)))
        for lines in found:
            yield from self._cells(lines, report)

    def _not_there(self, report: Report, why: Circumstances) -> Outcome:
        names = "、".join(_names(column)[0] for column in self.columns)
        where = "、".join(f"“{title_of(report, name)}”" for name in self.sections)
        told = f"{where + '部分' if where else '文中'}没有含“{names}”各栏的表格"
        if self.absent == "unchecked":
            return NotChecked(told)
        if report.document.incomplete:
            return INCOMPLETE
        if doubt := next((table.doubt for table in report.document.tables if table.doubt), None):
            return NotChecked(doubt)
        parts = [part.heading for each in parts_of(report, self.sections, ()).values() for part in each]
        anchor = title_line(report)
        spans = parts[:1] or list(why.spans) or ([anchor] if anchor else [])
        return Problem(tuple(spans), self._data(told))

    def _cells(self, lines: _Lines, report: Report) -> Iterator[Problem]:
        first = {name: _names(column)[0] for column in self.columns for name in _names(column)}
        seen: set[Cell] = set()
        for label, cells in lines.rows:
            for name in self.filled:
                cell = cells[first[name]]
                if cell is not None and cell not in seen and self._empty(cell.span.cut(report.folded)):
                    seen.add(cell)
                    place = cell.span if len(cell.span) else next((c.span for c in cells.values() if c), cell.span)
                    told = f"“{label}”的“{name}”栏没有填写"
                    yield Problem((place,), self._data(told, name, label, "", len(lines.rows)))
            for allowed in self.values:
                cell = cells[first[allowed.column]]
                text = "" if cell is None else squeeze(cell.span.cut(report.folded))
                if cell is None or cell in seen or is_nothing(text) or allowed.allows(text):
                    continue
                seen.add(cell)
                value = "".join(cell.span.cut(report.text).split())
                listed = f"，应填{'、'.join(allowed.words)}" if allowed.words else ""
                told = f"“{label}”的“{allowed.column}”栏写作“{value}”{listed}"
                yield Problem((cell.span,), self._data(told, allowed.column, label, value, len(lines.rows)))

    def _empty(self, folded: str) -> bool:
        return is_nothing(folded) if self.dashes else not folded.strip()

    def _data(self, problem: str, column: str = "", row: str = "", value: str = "", rows: int = 0) -> dict[str, str]:
        names = "、".join(_names(each)[0] for each in self.columns)
        own = {"column": column, "row": row, "value": value, "rows": str(rows)}
        return {"problem": problem, "columns": names, **own}


def _names(column: str | Names) -> Names:
    return (column,) if isinstance(column, str) else column


def _lines(table: Table, wanted: Sequence[Names], labels: Labels) -> Iterator[_Lines]:
    """The rows under each header of a table that has all the columns."""
    at = 0
    headers: list[tuple[int, int, dict[str, Cell]]] = []
    while at < table.rows:
        found = _header(table, at, wanted, labels)
        if found is None:
            at += 1
            continue
        below = max(cell.row + cell.row_span for cell in found.values())
        headers.append((at, below, found))
        at = below
    for index, (_, below, header) in enumerate(headers):
        end = headers[index + 1][0] if index + 1 < len(headers) else table.rows
        rows = [line for row in range(below, end) if (line := _row(table, row, header, labels)) is not None]
        yield _Lines(next(iter(header.values())).span, rows, table.doubt)


def _header(table: Table, row: int, wanted: Sequence[Names], labels: Labels) -> dict[str, Cell] | None:
    """The header cells of all columns, by a column's first name, in the rows that begin here; None where one lacks."""
    cells: list[Cell] = []
    for at in range(row, min(row + _HEADER_ROWS, table.rows)):
        # A label beside all the rows (绩效指标 from top to bottom) heads no column.
        cells += [cell for cell in row_cells(table, at) if cell.row == at and cell.row_span <= _HEADER_ROWS]
        if at == row and not any(_matches(cell, names, labels) for cell in cells for names in wanted):
            return None
        found: dict[str, Cell] = {}
        for names in wanted:
            fitting = [cell for cell in cells if cell not in found.values()]
            exact = [cell for cell in fitting if _matches(cell, names, labels) == 2]
            loose = [cell for cell in fitting if _matches(cell, names, labels)]
            if not loose:
                break
            found[names[0]] = (exact or loose)[0]
        else:
            return found
    return None


def _matches(cell: Cell, names: Names, labels: Labels) -> int:
    """How well a cell names a column: 2 as a whole or as the pack's column, 1 with more words in it, 0 not at all."""
    if len(cell.span) > 3 * _LONGEST:
        return 0
    text = labels.text(cell)
    keys = {text, label_key(text), labels.term(cell, "indicators"), labels.term(cell, "funds")}
    words = [squeeze(fold(name)) for name in names]
    if any(word in keys for word in words):
        return 2
    return int(len(text) <= _LONGEST and any(word in text for word in words))


def _row(
    table: Table, row: int, header: Mapping[str, Cell], labels: Labels
) -> tuple[str, Mapping[str, Cell | None]] | None:
    """A row's name and its cells under the header; None for rows that are none of the table's own."""
    cells = [cell for cell in row_cells(table, row) if len(cell.span)]
    if not cells or not any(cell.row == row for cell in cells):
        return None
    left = min(head.column for head in header.values())
    if any(cell.row == row and cell.column <= left and _TOTAL.fullmatch(labels.text(cell)) for cell in cells):
        return None
    found: dict[str, Cell | None] = {}
    for name, head in header.items():
        cell = table.at(row, head.column)
        # A cell that reaches beyond its column is a line across the table: a note, a heading.
        if cell is not None and (cell.column_span > head.column_span or cell.column < head.column):
            return None
        found[name] = cell
    # What only goes on from the row above is no row.
    if all(cell is None or not len(cell.span) for cell in found.values()):
        return None
    label = next((cell for cell in reversed(cells) if cell.column <= left), cells[0])
    return labels.text(label)[:20], found
