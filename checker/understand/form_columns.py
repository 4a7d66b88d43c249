"""Header rows of forms: which rows they are, and which grid columns each label stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from checker.document import Cell, Table
from checker.understand.form_labels import Labels, overlap, row_cells
from checker.vocabulary import FormPart

LEVELS: Final = ("一级指标", "二级指标", "三级指标")
_NAMES: Final = frozenset((*LEVELS, "指标"))
_VALUES: Final = frozenset(
    (
        "指标性质",
        "指标值",
        "完成值",
        "完成率",
        "分值",
        "权重",
        "得分",
        "折算得分",
        "复核得分",
        "扣分",
        "偏差原因",
        "评分标准",
    )
)
_DECISIVE: Final = frozenset(("指标值", "完成值", "分值", "权重", "得分"))
FUNDS: Final = ("年初预算数", "全年预算数", "到位数", "执行数", "结余数")
_RATES: Final = ("执行率", "到位率")
_HEADER_ROWS: Final = 4


@dataclass(slots=True)
class Columns:
    """What the columns of a block mean: each name with its range of grid columns and its header cell.

    `own` are further columns of a name that occurs several times (分值 of 一级, of 二级 and of 三级指标): by level.
    `parted` says that the column of 完成值 holds the target as well, before a stroke or on the line above.
    """

    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    heads: dict[str, Cell] = field(default_factory=dict)
    own: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)
    width: int = 0
    parted: bool = False

    @property
    def levels(self) -> list[tuple[int, int]]:
        """The level (1, 2 or 3) and the first grid column of each level column, from the top level down."""
        return [(LEVELS.index(name) + 1, self.ranges[name][0]) for name in LEVELS if name in self.ranges]

    @property
    def values(self) -> dict[str, tuple[int, int]]:
        return {name: columns for name, columns in self.ranges.items() if name not in _NAMES}


def is_indicator_header(table: Table, row: int, labels: Labels) -> bool:
    """Whether a row names an indicators block's columns (一级指标, 三级指标, 指标值, 分值, 得分)."""
    terms = [labels.term(cell, "indicators") for cell in row_cells(table, row) if not labels.empty(cell)]
    found = set(terms)
    names, values = found & _NAMES, found & _VALUES
    return bool(
        # A table of goals has two columns: 指标名称 and 目标值.
        (table.columns == len(terms) == 2 and names and "指标值" in values)
        or (names and values & _DECISIVE and len(names) + len(values) >= 3)
        or (len(names) >= 2 and values)
        or (len(names & set(LEVELS)) == 3)
    )


def is_funds_header(table: Table, row: int, labels: Labels) -> bool:
    """Whether a row names a funds block's columns (全年预算数, 全年执行数, 执行率)."""
    found = {labels.term(cell, "funds") for cell in row_cells(table, row)}
    return len(found & set(FUNDS)) >= 2 or bool(found & set(FUNDS) and found & {*_RATES, "得分"})


def read_columns(table: Table, row: int, labels: Labels, part: FormPart) -> tuple[Columns, int]:
    """The columns that a header states, and the first row under it.

    The rows under the first belong to the header while they only name columns. The lowest label of a grid column
    decides, so that 指标值 over 指标性质, 指标值 and 度量单位 gives those three.
    """
    end = row + 1
    while end < min(table.rows, row + _HEADER_ROWS) and _goes_on(table, row, end, labels, part):
        end += 1
    lowest: list[tuple[str, Cell] | None] = []
    for column in range(table.columns):
        found = None
        for r in range(row, end):
            cell = table.at(r, column)
            # A block's label (绩效指标 down the left side) is no column's.
            if cell is None or cell.row + cell.row_span > end:
                continue
            if name := labels.term(cell, part):
                found = (name, cell)
        lowest.append(found)
    columns = Columns(width=table.columns)
    runs: list[tuple[str, Cell, int, int]] = []
    for column, item in enumerate(lowest):
        if item is None:
            continue
        name, cell = item
        if runs and runs[-1][1] is cell and runs[-1][3] == column:
            runs[-1] = (name, cell, runs[-1][2], column + 1)
        else:
            runs.append((name, cell, column, column + 1))
    if part == "funds":
        latest = max((year for _, cell, *_ in runs if (year := labels.year(cell))), default=None)
        # 2022年执行数 beside 2023年执行数 is last year's.
        runs = [run for run in runs if labels.year(run[1]) in (None, latest)]
        runs = _over_blanks(_without_label_heads(runs, table, end, labels), table, row, end, labels)
    _assign(columns, runs, part)
    if part == "indicators" and "完成值" in columns.heads and "指标值" not in columns.heads:
        parts = [labels.name_of(each, part) for each in re.split(r"[/、及和与]", labels.key(columns.heads["完成值"]))]
        columns.parted = parts == ["指标值", "完成值"]
    return columns, end


def _goes_on(table: Table, first: int, row: int, labels: Labels, part: FormPart) -> bool:
    """Whether a row is part of the header above it: it begins cells, and all of them are labels."""
    begun = [cell for cell in row_cells(table, row) if cell.row == row and not labels.empty(cell)]
    if not begun:
        # Nothing begins here: the header's cells go on.
        return any(
            cell.row < row < cell.row + cell.row_span and labels.term(cell, part) for cell in row_cells(table, row)
        ) and all(cell.row + cell.row_span <= row + _HEADER_ROWS or cell.row < first for cell in row_cells(table, row))
    above = {labels.term(cell, part) for cell in row_cells(table, row - 1) if cell.row >= first}
    named = [labels.term(cell, part) for cell in begun]
    if not all(named) or len(begun) < 2:
        return False
    # A header that is repeated word for word (after a page break) is no second storey.
    texts = [labels.key(cell) for cell in begun]
    return texts != [labels.key(cell) for cell in row_cells(table, row - 1) if not labels.empty(cell)] and bool(above)


def _assign(columns: Columns, runs: list[tuple[str, Cell, int, int]], part: FormPart) -> None:
    names = {name for name, *_ in runs}
    if part == "indicators":
        # The general 指标 names rows only where no level does (一级指标, 二级指标, 评价指标), else it labels a block.
        third = "指标" in names and LEVELS[1] in names and _left_of(runs, LEVELS[1], "指标")
        named = LEVELS[2] in names or (LEVELS[1] in names and not third)
        if named or (LEVELS[0] in names and _left_of(runs, "指标", LEVELS[0])):
            runs = [run for run in runs if run[0] != "指标"]
        runs = [("三级指标", *run[1:]) if run[0] == "指标" else run for run in runs]
        levels = {name: start for name, _, start, _ in reversed(runs) if name in LEVELS}
        deepest = max(levels.values(), default=0)
        # 年度绩效指标完成情况 on the left of the names is the block's label where nothing is merged.
        first = min(levels.values(), default=0)
        runs = [run for run in runs if run[2] >= first or run[0] not in ("指标值", "完成值")]
        for name, cell, start, end in runs:
            if name in ("分值", "权重", "得分") and sum(1 for run in runs if run[0] == name) > 1 and start < deepest:
                owner = [level for level, at in levels.items() if at < start]
                if owner:
                    level = max(owner, key=lambda item: levels[item])
                    columns.own.setdefault((LEVELS.index(level) + 1, "分值" if name == "权重" else name), (start, end))
                    continue
            _set(columns, name, cell, start, end)
    else:
        for name, cell, start, end in runs:
            _set(columns, name, cell, start, end)
    if "权重" in columns.ranges and "分值" not in columns.ranges:
        columns.ranges["分值"], columns.heads["分值"] = columns.ranges["权重"], columns.heads["权重"]
        del columns.ranges["权重"], columns.heads["权重"]


def _over_blanks(
    runs: list[tuple[str, Cell, int, int]], table: Table, first: int, below: int, labels: Labels
) -> list[tuple[str, Cell, int, int]]:
    """The columns of a header without merged cells, each with the blank ones between it and the next."""
    rows = range(first, below)
    if any(cell.column_span > 1 for row in rows for cell in row_cells(table, row)):
        return runs
    blank = [all(labels.empty(table.at(row, column)) for row in rows) for column in range(table.columns)]
    wide = []
    for name, cell, start, end in runs:
        after = next((run[2] for run in runs if run[2] >= end), end)
        wide.append((name, cell, start, after if all(blank[end:after]) else end))
    return wide


def _without_label_heads(
    runs: list[tuple[str, Cell, int, int]], table: Table, below: int, labels: Labels
) -> list[tuple[str, Cell, int, int]]:
    """The columns without those at the left that are named like one further right and hold no figures.

    They are the block's label (预算执行情况) where nothing is merged, and the head over the lines' names (年度预算数
    over 总额, 其中：财政资金).
    """
    while len(runs) > 1 and runs[0][0] in {run[0] for run in runs[1:]}:
        cell = table.at(below, runs[0][2])
        named = cell is not None and not labels.empty(cell) and not re.search(r"[0-9]", labels.text(cell))
        if runs[0][2] and not named:
            break
        runs = runs[1:]
    return runs


def _left_of(runs: list[tuple[str, Cell, int, int]], name: str, other: str) -> bool:
    places = {run[0]: run[2] for run in reversed(runs)}
    return name in places and places[name] < places[other]


def _set(columns: Columns, name: str, cell: Cell, start: int, end: int) -> None:
    if name not in columns.ranges:
        columns.ranges[name], columns.heads[name] = (start, end), cell
    elif name == "得分" and "复核得分" not in columns.ranges:
        # 自评得分 beside 评价得分: the second one is somebody else's.
        columns.ranges["复核得分"], columns.heads["复核得分"] = (start, end), cell
    elif columns.ranges[name][1] == start and columns.heads[name].span == cell.span:
        columns.ranges[name] = (columns.ranges[name][0], end)


def match_cells(
    cells: list[Cell], ranges: dict[str, tuple[int, int]], preferred: dict[Cell, int] | None = None
) -> dict[str, Cell]:
    """Which cell of a row belongs to which column, by how much they overlap; each cell once, each column once.

    Rows of one Word table seldom share their grid to the last line: a cell may reach a little into its neighbour's
    column. `preferred` cells go before the others (numbers before labels).
    """
    pairs = [
        (preferred.get(cell, True) if preferred else True, overlap(cell, *columns), -index, name, cell)
        for index, (name, columns) in enumerate(ranges.items())
        for cell in cells
        if overlap(cell, *columns) > 0
    ]
    pairs.sort(key=lambda pair: (pair[0], pair[1], pair[2]), reverse=True)
    found: dict[str, Cell] = {}
    used: set[Cell] = set()
    for _, _, _, name, cell in pairs:
        if name not in found and cell not in used:
            found[name] = cell
            used.add(cell)
    return found
