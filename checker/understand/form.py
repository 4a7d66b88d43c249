"""What a form is made of: header, funds, goals, indicators, totals, each with the cell that it stands in.

Every text and figure keeps its Cell (or Span), so that a finding can point to it. Quantities are read when they are
asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from checker.document import Cell, Span, Table
from checker.understand.form_labels import is_nothing, squeeze
from checker.understand.quantities import read_cell
from checker.understand.quantity import Comparison, Malformed, Quantity

FormKind = Literal["self-evaluation", "scoring", "targets"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of a form's indicators; `cells` maps the pack's column names (指标值, 完成值, 分值, …) to cells.

    `dimension` is the level-1 dimension's name in the vocabulary (产出, 效益, 满意度, 成本, 执行率, 决策, 过程), or
    None where the row's own is none of them. `name` is the text of the deepest level that the row fills. `levels`
    are the cells of 一级, 二级 and 三级指标, None where the row has none of its own. `stated_weight` is a weight in
    the name (完成数量（10分）), in 分. A cell that is merged over several indicators stands in each of them:
    `Form.column` gives each once.
    """

    row: int
    dimension: str | None
    name: Span
    cells: dict[str, Cell]
    table: Table | None = field(default=None, repr=False)
    levels: tuple[Cell | None, Cell | None, Cell | None] = (None, None, None)
    stated_weight: Quantity | None = None

    def cell(self, column: str) -> Cell | None:
        """The row's cell in a column, by the pack's name of the column; None where the form has no such column."""
        return self.cells.get(column)


@dataclass(frozen=True, slots=True)
class Group:
    """A level-1 or level-2 heading of the indicators and what is stated of it as a whole.

    `level` is 1 or 2, or 0 for a block of indicators with a heading of its own (年度绩效目标1（40分）). `weight` is
    the weight that its name states, in 分; `weight_cell` and `score_cell` are its own cells where the form has columns
    (or a row) for that. `indicators` are indexes into the form's.
    """

    level: int
    cell: Cell
    name: str
    dimension: str | None
    indicators: tuple[int, ...]
    weight: Quantity | None = None
    weight_cell: Cell | None = None
    score_cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class FundLine:
    """A row of the funds: 年度资金总额, or one of its parts (其中：当年财政拨款).

    `cells` maps 年初预算数, 全年预算数, 到位数, 执行数, 结余数, 执行率, 分值 and 得分 to cells; `units` maps the money
    columns to the unit that bare numbers in them are in (万元, 元), where one is stated. `label` is None where the
    form has a single line without one. `total` is true for the line of the whole, false for its parts.
    `weight_head` is the header cell that states the weight (分值（10）, 得分（20分*执行率）) where no line does.
    """

    row: int
    label: Cell | None
    name: str
    total: bool
    cells: dict[str, Cell]
    units: dict[str, str] = field(default_factory=dict)
    table: Table | None = field(default=None, repr=False)
    weight_head: Cell | None = None

    def cell(self, column: str) -> Cell | None:
        return self.cells.get(column)


@dataclass(frozen=True, slots=True)
class Goal:
    """What 年度总体目标 says: the text cells of 预期目标 and 实际完成情况."""

    expected: Cell | None
    actual: Cell | None


@dataclass(frozen=True, slots=True)
class HeaderItem:
    """A line of the form's header: 项目名称, 主管部门, 实施单位, …; `value` is the text's place (it may be empty)."""

    name: str
    label: Cell
    value: Span


@dataclass(frozen=True, slots=True)
class TotalRow:
    """The 总分 row (or a 小计): its weight, its score and its grade, where it states them."""

    row: int
    label: Cell | None
    weight: Cell | None
    score: Cell | None
    grade: Cell | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form: a 自评表 (self-evaluation: funds, goals, indicators) or a scoring table (scoring: indicators and scores).

    `tables` are the tables that it is made of (a form may go on in the next table; none where its text lies about in
    paragraphs). `dimensions` are the level-1 dimensions that occur, and those that must (满意度) also on level 2.
    `doubt` says in Chinese why the form could not be rebuilt with certainty. `columns` are the header cells of the
    indicators. `texts` are labelled texts under the table (评价结论, 存在问题, 改进措施, 其他说明, 自评等级), `notes`
    its 注.
    """

    kind: FormKind
    tables: tuple[Table, ...]
    indicators: tuple[Indicator, ...]
    dimensions: frozenset[str]
    doubt: str | None = None
    title: Span | None = None
    year: int | None = None
    header: tuple[HeaderItem, ...] = ()
    funds: tuple[FundLine, ...] = ()
    goals: tuple[Goal, ...] = ()
    groups: tuple[Group, ...] = ()
    total: TotalRow | None = None
    subtotals: tuple[TotalRow, ...] = ()
    columns: dict[str, Cell] = field(default_factory=dict)
    texts: dict[str, Cell] = field(default_factory=dict)
    notes: tuple[Span, ...] = ()
    folded: str = field(default="", repr=False, compare=False)

    @property
    def total_score(self) -> Cell | None:
        """The cell that states the total score (自评得分)."""
        return self.total.score if self.total and self.total.score else self.texts.get("自评得分")

    @property
    def total_weight(self) -> Cell | None:
        """The cell that states what the weights add up to (100)."""
        return self.total.weight if self.total else None

    @property
    def grade(self) -> Cell | None:
        """The cell that states the grade (优, 良, 中, 差)."""
        return self.total.grade if self.total and self.total.grade else self.texts.get("自评等级")

    @property
    def total_funds(self) -> FundLine | None:
        """The line of 年度资金总额; the only line where there is one only."""
        totals = [line for line in self.funds if line.total]
        return totals[0] if totals else None

    @property
    def execution_rate_indicator(self) -> Indicator | None:
        """The indicator row for 预算执行率, where the scheme has it among the indicators."""
        return next((item for item in self.indicators if item.dimension == "执行率"), None)

    def value_of(self, name: str) -> Span | None:
        """Where the header says 项目名称, 主管部门, 实施单位 …; None where it does not or leaves it empty."""
        return next((item.value for item in self.header if item.name == name and len(item.value)), None)

    def column(self, name: str) -> tuple[Cell, ...]:
        """Every cell of an indicators' column once, from the top (a merged cell counts once)."""
        cells = (item.cells.get(name) for item in self.indicators)
        return tuple(dict.fromkeys(cell for cell in cells if cell is not None))

    def text(self, cell: Cell | None) -> str:
        """A cell's folded text without spaces and line feeds; "" where there is no cell."""
        return "" if cell is None else squeeze(cell.span.cut(self.folded))

    def blank(self, cell: Cell | None) -> bool:
        """Whether a cell is missing, empty, or says that there is nothing (—, /, ……)."""
        return cell is None or is_nothing(cell.span.cut(self.folded))

    def quantities(self, cell: Cell | None, unit: str | None = None) -> list[Quantity | Malformed]:
        """The quantities of a cell; bare numbers are in `unit` (元, 万元, %, 分, 个) where it is given."""
        if cell is None:
            return []
        return read_cell(self.folded, cell.span.start, cell.span.end, unit=unit)

    def quantity(self, cell: Cell | None, unit: str | None = None) -> Quantity | None:
        """The one quantity of a cell; None where it has none, several, or one that is malformed."""
        found = self.quantities(cell, unit)
        return found[0] if len(found) == 1 and isinstance(found[0], Quantity) else None

    def amount(self, line: FundLine, column: str) -> Quantity | None:
        """A figure of a funds line: money in 元, 执行率 and 到位率 in %, 分值 and 得分 in 分."""
        if column == "分值" and self.blank(line.cell(column)) and line.total and line.weight_head is not None:
            found = stated_weight(line.weight_head, self.folded)
            return None if found is None else found[1]
        unit = line.units.get(column)
        if column in ("执行率", "到位率"):
            unit = "%"
        elif column in ("分值", "得分"):
            unit = "分"
        return self.quantity(line.cell(column), unit)

    def weight_of(self, indicator: Indicator) -> Quantity | None:
        """An indicator's weight in 分 (or in % where the column says so); from its name where there is no column."""
        return self.quantity(indicator.cell("分值"), "分") or indicator.stated_weight

    def score_of(self, indicator: Indicator) -> Quantity | None:
        """An indicator's score in 分."""
        return self.quantity(indicator.cell("得分"), "分")

    def target_of(self, indicator: Indicator) -> Quantity | None:
        """What an indicator promises, its comparison and unit put together from 指标性质, 指标值 and 度量单位."""
        return self._measured(indicator, "指标值", compare=True)

    def completion_of(self, indicator: Indicator) -> Quantity | None:
        """What an indicator reports, in the row's 度量单位 where it has none of its own."""
        return self._measured(indicator, "完成值", compare=False)

    def _measured(self, indicator: Indicator, column: str, *, compare: bool) -> Quantity | None:
        unit = self.text(indicator.cell("度量单位"))
        cell = indicator.cell(column)
        found = self.quantity(cell, None if unit in _NO_UNIT else unit)
        if found is None or not compare or found.comparison != "=":
            return found
        sign = _SIGNS.get(self.text(indicator.cell("指标性质")))
        return replace(found, comparison=sign) if sign else found


def stated_weight(cell: Cell, folded: str) -> tuple[Span, Quantity] | None:
    """The weight that the header of 分值 or of 得分 states: 分值（10）, 得分（10分）, 得分（20分*执行率）."""
    match = _WEIGHT_IN_HEAD.search(cell.span.cut(folded))
    if match is None:
        return None
    place = Span(cell.span.start + match.start(1), cell.span.start + match.end(1))
    found = read_cell(folded, place.start, place.end, unit="分")
    return (place, found[0]) if len(found) == 1 and isinstance(found[0], Quantity) else None


_WEIGHT_IN_HEAD = re.compile(
    r"(?:\(|:|\[|【)\s*(?:满分|分值|权重|总分)?:?\s*([0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?:分|%)?\s*"
    r"(?:[*×xX]\s*(?:预算)?执行率\s*)?(?:\)|\]|】|$)"
)
_NO_UNIT = frozenset(("", "-", "/", "无", "—", "--"))
_SIGN_WORDS: dict[Comparison, str] = {
    ">=": "≥ >= => 大于等于 大于或等于 不少于 不低于 正向 正向指标",
    "<=": "≤ <= =< 小于等于 小于或等于 不超过 不高于 反向 反向指标",
    ">": "> 大于",
    "<": "< 小于",
    "=": "= 等于",
}
_SIGNS = {word: sign for sign, words in _SIGN_WORDS.items() for word in words.split()}
