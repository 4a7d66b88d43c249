"""The funds block of a form: 年度资金总额 and its parts, in columns or as labels with their figures beside them."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Final

from checker.document import Cell, Table
from checker.understand.form import FundLine, stated_weight
from checker.understand.form_columns import FUNDS, Columns, match_cells, read_columns
from checker.understand.form_draft import Draft
from checker.understand.form_labels import Labels, label_key, row_cells

_UNIT_IN_LABEL: Final = re.compile(r"[(\[,:]?(?:单位|金额单位)?:?((?:百万|千万|万|千|百|亿)?元)[)\],]?")
_UNIT_LINE: Final = re.compile(r"单位[:]?\(?((?:百万|千万|万|千|百|亿)?元)")
_TOTAL: Final = re.compile(r"总额|合计|总计|总数|资金总|年度资金|项目总?资金|小计")
_PART: Final = re.compile(
    r"^其中|其中[:]|财政拨款|结转|其他|中央|省级|市级|县级|区级|地方|自筹|专户|单位资金|贷款|社会投入|上级|本级"
)
_FIGURE: Final = re.compile(r"[0-9]")
_BEGINS: Final = re.compile(r"[-+¥(约≥≤>=<人民币共计]{0,4}[0-9]")
_WORDS: Final = re.compile(r"[一-鿿]")


def unit_in(text: str) -> str | None:
    """The unit of money that a label or a line over the table states: 项目资金（万元） → 万元, 单位：元 → 元."""
    match = _UNIT_LINE.search(text) or _UNIT_IN_LABEL.search(text)
    return match[1] if match else None


def is_pair_row(table: Table, row: int, labels: Labels) -> bool:
    """Whether a row gives funds as label and figure beside it: 全年预算数 | 100 | 全年执行数 | 90."""
    return bool(_pairs(table, row, labels))


def is_funds_pair(table: Table, row: int, labels: Labels) -> bool:
    """Whether a row gives two or more amounts as label and figure, and nothing else."""
    pairs = _pairs(table, row, labels)
    cells = [cell for cell in row_cells(table, row) if cell.row == row and not labels.empty(cell)]
    return len({name for name, *_ in pairs} & set(FUNDS)) >= 2 and len(cells) == 2 * len(pairs)


def _pairs(table: Table, row: int, labels: Labels) -> list[tuple[str, Cell, Cell]]:
    # Blank cells stand between a label and its figure where a table is typed and nothing is merged.
    cells = [cell for cell in row_cells(table, row) if cell.row == row and not labels.empty(cell)]
    found = []
    for label, value in itertools.pairwise(cells):
        name = labels.term(label, "funds")
        said = labels.text(value)
        # 产出(50分) beside 预算执行率(10分) is another head, no figure.
        begins = _BEGINS.match(said) and _is_figure(said)
        if name in (*FUNDS, "执行率", "到位率") and begins and not labels.term(value, "funds"):
            found.append((name, label, value))
    return found


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.search(text)) and len(_WORDS.findall(text)) <= 4


def read_pairs(draft: Draft, table: Table, row: int) -> None:
    """Take in a row of labels with figures; such rows one under the other make one line."""
    labels = draft.labels
    pairs = _pairs(table, row, labels)
    beside = next((unit for cell in row_cells(table, row) if (unit := unit_in(labels.text(cell)))), draft.unit)
    units = {
        name: unit for name, label, value in pairs if name in FUNDS and (unit := unit_in(labels.text(label)) or beside)
    }
    cells = {name: value for name, label, value in pairs}
    last = draft.funds[-1] if draft.funds else None
    if last is not None and last.table is table and last.row == row - 1 and not cells.keys() & last.cells.keys():
        draft.funds[-1] = FundLine(
            row, last.label, last.name, last.total, last.cells | cells, last.units | units, table
        )
        return
    label = pairs[0][1]
    draft.funds.append(FundLine(row, label, label_key(labels.text(label)), True, cells, units, table))


def read_funds(draft: Draft, table: Table, row: int, stops: int) -> int:
    """Take in a funds block from its header row on; the first row after it (not beyond `stops`)."""
    labels = draft.labels
    columns, at = read_columns(table, row, labels, "funds")
    units = _units(draft, columns, table, row)
    if (reason := _double_column(columns)) is not None:
        draft.doubt(reason)
    while at < stops and _read_line(draft, columns, table, at, units):
        at += 1
    if sum(line.table is table and line.label is None for line in draft.funds) > 1:
        draft.doubt("资金部分有几行没有名称，分不清总额与分项")
    _settle_totals(draft, table)
    _settle_weights(draft, columns, table)
    return at


def _settle_weights(draft: Draft, columns: Columns, table: Table) -> None:
    """Give the whole's line the weight that only a header states (分值（10）, 得分（20分*执行率）)."""
    for name in ("分值", "得分"):
        head = columns.heads.get(name)
        if head is None or stated_weight(head, draft.labels.folded) is None:
            continue
        for at, line in enumerate(draft.funds):
            if line.table is table and line.total and draft.labels.blank(line.cell("分值")):
                draft.funds[at] = replace(line, weight_head=head)
        return


def _double_column(columns: Columns) -> str | None:
    return None if set(FUNDS) & set(columns.ranges) else "资金部分没有读到预算数和执行数两栏"


def _units(draft: Draft, columns: Columns, table: Table, row: int) -> dict[str, str]:
    labels = draft.labels
    money = [name for name in columns.ranges if name in FUNDS]
    beside = [cell for cell in row_cells(table, row) if cell not in columns.heads.values()]
    common = next((unit for cell in beside if (unit := unit_in(labels.text(cell)))), None) or draft.unit
    found = {name: unit_in(labels.text(columns.heads[name])) or common for name in money}
    return {name: unit for name, unit in found.items() if unit}


def _read_line(draft: Draft, columns: Columns, table: Table, row: int, units: dict[str, str]) -> bool:
    """Take in one line; False where the row is no line of funds."""
    labels = draft.labels
    cells = row_cells(table, row)
    begun = [cell for cell in cells if cell.row == row]
    if not any(not labels.empty(cell) for cell in begun):
        return True
    ranges = dict(columns.ranges)
    texts = {cell: labels.text(cell) for cell in cells}
    # In a column that holds label and figure (预算数： | 20) the figure counts.
    preferred = {
        cell: 2 if _FIGURE.search(text) else 1 if not _WORDS.search(text) else 0 for cell, text in texts.items()
    }
    # A rate or a score that is merged over the lines is the first line's.
    found = match_cells(begun, ranges, preferred)
    values = {
        name: cell
        for name, cell in found.items()
        if name in ("偏差原因", "备注") or _is_figure(texts[cell]) or not _WORDS.search(texts[cell])
    }
    figures = [cell for name, cell in values.items() if name in FUNDS and _is_figure(texts[cell])]
    first = min((start for start, _ in ranges.values()), default=0)
    limit = min((cell.column for cell in figures), default=first)
    label = next((c for c in reversed(begun) if c.column < max(limit, 1) and _WORDS.search(texts[c])), None)
    if label is None:
        # A page break after the header: its blank cell and the first line's name have become one.
        ending = [c for c in cells if c.row < row == c.row + c.row_span - 1 and c.column < max(limit, 1)]
        if row == max(head.row + head.row_span for head in columns.heads.values()):
            blank = [c.column for c in begun if labels.empty(c) and c.column < max(limit, 1)]
            ending += [c for column in blank if (c := table.at(row - 1, column)) is not None]
        label = next((c for c in ending if _TOTAL.search(labels.text(c))), None)
    if label is not None and label in values.values():
        label = None
    if label is None and not figures:
        return False
    if not figures and not all(labels.blank(cell) for name, cell in values.items() if name in FUNDS):
        return False
    if label is not None and not figures and set(FUNDS) & set(found) != set(FUNDS) & set(values):
        return False  # words where figures should be: 资金管理情况
    if label is not None and not figures and labels.term(label, "goals"):
        return False
    plain = labels.text(label)
    name = label_key(plain)
    part = bool(_PART.search(plain)) and not re.search(r"总额|合计|总计", plain)
    draft.funds.append(
        FundLine(row, label, name, not part, values, {key: unit for key, unit in units.items() if key in values}, table)
    )
    return True


def _settle_totals(draft: Draft, table: Table) -> None:
    """Where one line is named as the whole, the others are its parts, whatever they are called."""
    lines = [line for line in draft.funds if line.table is table]
    named = [line for line in lines if line.total and _TOTAL.search(line.name)]
    if not named:
        return
    for at, line in enumerate(draft.funds):
        if line.table is table and line.total and line not in named:
            draft.funds[at] = replace(line, total=False)
