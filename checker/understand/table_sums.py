"""Sums in tables that are no forms: a row 合计 under or over its rows, a column 合计 beside the sources of funds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checker.document import Cell, Table
from checker.understand.fact_scope import Sources, sources_of
from checker.understand.quantities import read_cell
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.understand.table_joins import joined_tables

_TOTAL: Final = re.compile(r"合计|总计|共计")
_PARTIAL: Final = re.compile(r"小计|其中|合计|总计|共计|累计")
_MONEY: Final = re.compile(r"元|预算|金额|资金|支出|执行数|拨款|投资|投入|到位|结余|中央|省级|市级|县级|区级|自筹")
_NO_SUM: Final = re.compile(r"率|比|单价|标准|得分|分值|权重|数量|累计|面积|人|年份|序号|编号|[/×]")
_FIGURE: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(?:万元|元)?")
_NOTHING: Final = re.compile(r"[-—/\\无]*")
_OTHERS: Final = re.compile(r"其[他它](?:资金)?|自筹(?:资金)?|(?:省|市|县|区|地)(?:[、,](?:省|市|县|区|地))*|本级|地方")


@dataclass(frozen=True, slots=True)
class TableSum:
    """A total in a cell and the cells that it is of; `amounts` are the total's and then the parts' numbers."""

    what: str
    cells: tuple[Cell, ...]
    amounts: tuple[Quantity, ...]


def read_table_sums(report: Report) -> Iterator[TableSum]:
    """The sums of money in the tables that belong to no form of funds."""
    forms = {id(table) for form in report.forms for table in form.tables if form.kind != "scoring"}
    sources = sources_of(report.vocabulary)
    for each in joined_tables(report.document, report.folded):
        table = each.table
        if any(id(part) in forms or part.doubt for part in each.parts) or table.rows < 2:
            continue
        words = {cell: re.sub(r"\s", "", cell.span.cut(report.folded)) for cell in table.cells}
        yield from _down(report, table, words)
        yield from _across(report, table, words, sources)


def _down(report: Report, table: Table, words: dict[Cell, str]) -> Iterator[TableSum]:
    firsts = {
        row: next((cell for cell in table.grid[row] if cell is not None and _is_words(words[cell])), None)
        for row in range(table.rows)
    }
    totals = [row for row, cell in firsts.items() if cell is not None and _TOTAL.fullmatch(words[cell])]
    if len(totals) != 1:
        return
    total = totals[0]
    rows = [row for row in range(table.rows) if _has_figures(table, row, words) and row != total]
    listed = [row for row in rows if row < total] or [row for row in rows if row > total]
    if len(listed) < 2 or (listed != rows) or listed != list(range(listed[0], listed[-1] + 1)):
        return
    texts = [words[cell] for row in listed for cell in table.grid[row] if cell is not None and _is_words(words[cell])]
    if any(_PARTIAL.search(text) for text in texts):
        return
    for column in range(table.columns):
        cell = _header(table, min(total, listed[0]), column, words)
        header = words[cell] if cell is not None else ""
        if not _MONEY.search(header) or _NO_SUM.search(header):
            continue
        cells = [table.at(row, column) for row in (total, *listed)]
        verbatim = re.sub(r"\s", "", cell.span.cut(report.text)) if cell is not None else ""
        if (found := _sum(report, f"“{verbatim}”一栏的合计", cells, words)) is not None:
            yield found


def _across(report: Report, table: Table, words: dict[Cell, str], sources: Sources) -> Iterator[TableSum]:
    for row in range(table.rows - 1):
        heads = list(dict.fromkeys(cell for cell in table.grid[row] if cell is not None and cell.row == row))
        totals = [cell for cell in heads if re.fullmatch(r"合计|小计|总计", words[cell]) and cell.column_span == 1]
        if len(totals) != 1:
            continue
        # The run of sources that ends or begins beside the total.
        at = heads.index(totals[0])
        named = [_is_source(words[cell], sources) and cell.column_span == 1 for cell in heads]
        before, after = at, at + 1
        while before and named[before - 1]:
            before -= 1
        while after < len(heads) and named[after]:
            after += 1
        parts = heads[before:at] if at - before >= 2 else heads[at + 1 : after]
        if len(parts) < 2 or (at - before >= 1 and after - at - 1 >= 1):
            continue
        for below in range(row + 1, table.rows):
            cells = [table.at(below, cell.column) for cell in (totals[0], *parts)]
            if (found := _sum(report, "各来源资金的合计", cells, words)) is not None:
                yield found


def _sum(report: Report, what: str, cells: list[Cell | None], words: dict[Cell, str]) -> TableSum | None:
    """The sum of cells, None where one of them cannot be read as an amount; nothing counts as zero."""
    if any(cell is None for cell in cells):
        return None
    whole, *parts = [cell for cell in cells if cell is not None]
    if whole in parts or len(set(parts)) != len(parts) or not _FIGURE.fullmatch(words[whole]):
        return None
    filled = [cell for cell in parts if not _NOTHING.fullmatch(words[cell])]
    if len(filled) < 2 or any(not _FIGURE.fullmatch(words[cell]) for cell in filled):
        return None
    amounts = []
    for cell in (whole, *filled):
        found = read_cell(report.folded, cell.span.start, cell.span.end, unit="万元")
        if len(found) != 1 or not isinstance(found[0], Quantity) or found[0].kind != "money":
            return None
        amounts.append(found[0])
    return TableSum(what, (whole, *filled), tuple(amounts))


def _is_words(text: str) -> bool:
    return bool(re.search(r"[一-鿿]", text)) and not _FIGURE.fullmatch(text)


def _has_figures(table: Table, row: int, words: dict[Cell, str]) -> bool:
    cells = dict.fromkeys(cell for cell in table.grid[row] if cell is not None)
    return sum(1 for cell in cells if _FIGURE.fullmatch(words[cell])) >= 1


def _header(table: Table, row: int, column: int, words: dict[Cell, str]) -> Cell | None:
    for above in range(row - 1, -1, -1):
        cell = table.at(above, column)
        if cell is not None and words[cell]:
            return cell
    return None


def _is_source(text: str, sources: Sources) -> bool:
    return bool(_OTHERS.fullmatch(text) or sources.at_start(text, among=True) == text)
