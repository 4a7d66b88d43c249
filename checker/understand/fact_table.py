"""Facts of tables: a figure whose column or row is headed by a label, whatever the layout.

The column's header is the nearest words above a figure, the row's the nearest on its left. Where one of the two is a
label, the other says whose figure it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from checker.document import Cell, Table
from checker.interval import Interval
from checker.understand.fact import PROJECT, Fact, Strength
from checker.understand.fact_prose import Reader, read_passage
from checker.understand.fact_scope import resembles
from checker.understand.fact_text import Passage
from checker.understand.quantities import find_quantities, read_cell
from checker.understand.quantity import Quantity
from checker.understand.units import unit_factor
from checker.vocabulary import FactTerm

_FIGURE: Final = re.compile(r"[-+]?¥?[0-9][0-9,.]*(?:[万亿千百]*元|%|‰|万|亿|分)?(?:\((?:[^()0-9]{0,6})\))?")
_LETTER: Final = re.compile(r"[A-Za-z①-⑳\u4e00-\u9fff]")
_NOTHING: Final = re.compile(r"[-—/\\无*.…]*")
_NOTE: Final = re.compile(r"\([^()]*\)|[A-K]=[A-K0-9+*/×÷%()-]+$|[A-E]$|[:★]")
_POINTS: Final = re.compile(r"\((?:满分)?[0-9]{1,3}(?:\.[0-9]+)?分\)")
_ADJUSTED: Final = re.compile(r"\((调整后|年初|全年)\)")
# 预算执行(E/C×100%)
_RATE: Final = re.compile(r"(?:预算|资金)?(?:执行|支出|支付)(?:情况)?\([^()]*/[^()]*100%\)")
# A row that numbers the columns.
_NUMBERING: Final = re.compile(r"列次|行次|栏次|列号|栏号")
_YEAR: Final = re.compile(r"^((?:19|20)[0-9]{2})年(?:度)?")
_LAST: Final = re.compile(r"^(?:上一?年度?|去年|上年度)(?!结转|结余)")
_BARRIER: Final = re.compile(
    r"指标|目标|完成值|完成情况|分值|权重|得分|评分|标准|单价|数量|偏差|占比|比例|增减|变动|说明|依据|原因|方法|年初设定|计划|复核|备注|等级|达成"
)
_TARGET_CELL: Final = re.compile(r"指标|目标(?!完成|实现)|预期|标准|依据|说明|办法|方法|评分|原因|措施|要求|计划")
_TOTAL: Final = re.compile(
    r"(?:年度|项目|全年|本年)*(?:资金)?(?:总额|财政资金总额|合计|总计|总量|总资金)|(?:年度|项目|全年|本年)资金|小计|全年|金额|数额|本年|支出合计|合计支出|预算执行情况|执行情况|资金情况|资金|总体|项目|全部|当年|数|"
    r"(?:项目)?(?:预算)?资金(?:总)?(?:投入|执行|使用)?情况"
)
_SOURCES: Final = re.compile(
    r"(?:中央|国家|自治区|省级?|市级?|州级?|县级?|区级?|地方|本级|上级|其[他它]|自筹)(?:[、,]?(?:省|市|州|县|区|地))*(?:财政)?(?:补助|资金|拨款|配套)*"
)
_TOTAL_SCORE: Final = re.compile(
    r"(?:自评|指标|得分|评价|综合)?(?:总分|合计|总计|总得分|总评分)(?:合计)?(?:得分)?(?:[及和、/]?(?:自评|评价)?等[级次])?|得分合计|总分合计"
)
_SCORE_COLUMN: Final = re.compile(
    r"(?:单位|自评|实际|部门|最终|指标|评价|折算|加权|折合)*(?:得分|自评分|评分|自评得分|分数|打分)(?:[值数](?!权|比)|情况)?"
)
_NAMES_COLUMN: Final = re.compile(r"(?:子)?项目(?:名称)?|名称|项目支出名称")
_SCORE: Final = FactTerm(name="自评得分", kind="score")
SUM_OF_PROJECTS: Final = "各项目合计"


@dataclass(frozen=True, slots=True)
class _Concept:
    """What a header says: the figure, how firmly, its year, and the part that it is about ("" for the whole)."""

    term: FactTerm
    strength: Strength
    year: int | None
    item: str = ""


class _Grid:
    """A table's cells as words, with what each of them means."""

    def __init__(self, reader: Reader, table: Table, folded: str) -> None:
        self.reader, self.table, self.folded = reader, table, folded
        self._words = {cell: re.sub(r"[ \n\0]", "", cell.span.cut(folded)) for cell in table.cells}
        self._concepts: dict[str, _Concept | None] = {}

    def words(self, cell: Cell | None) -> str:
        return self._words.get(cell, "") if cell else ""

    def is_figure(self, cell: Cell | None) -> bool:
        return _FIGURE.fullmatch(self.words(cell)) is not None

    def is_text(self, cell: Cell | None) -> bool:
        words = self.words(cell)
        # What has no letter (a mistyped 10、00) labels nothing.
        return _LETTER.search(words) is not None and not _NOTHING.fullmatch(words) and _FIGURE.fullmatch(words) is None

    def concept(self, words: str) -> _Concept | None:
        """The figure that a header's words name as a whole, None where they name none."""
        if words not in self._concepts:
            self._concepts[words] = self._concept(words)
        return self._concepts[words]

    def _concept(self, words: str) -> _Concept | None:
        if not words or len(words) > 30:
            return None
        year = self.reader.year
        adjusted = _ADJUSTED.search(words)
        if _RATE.fullmatch(words) and "执行率" in self.reader.labels.terms:
            return _Concept(self.reader.labels.terms["执行率"], "firm", year)
        core = _NOTE.sub("", words)
        if match := _YEAR.match(core):
            year, core = int(match[1]), core[match.end() :]
        elif (match := _LAST.match(core)) and year is not None:
            year, core = year - 1, core[match.end() :]
        core = re.sub(r"^(?:其中|[0-9]+[.、]|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))", "", core)
        if _POINTS.search(words) and "率" in core:
            return None  # 预算执行率(10分) heads a column of points
        for term in self.reader.labels.terms.values():
            if term.name == "自评得分" and core == "得分":
                return None
            if term.regex.fullmatch(core) and not term.exclusion.search(core):
                return _Concept(term, "firm", year)
        for term in self.reader.labels.terms.values():
            if term.plain_regex.fullmatch(core) or term.header_regex.fullmatch(core):
                named = adjusted and adjusted[1] == "年初" and "年初预算数" in self.reader.labels.terms
                chosen = self.reader.labels.terms["年初预算数"] if named and term.name == "全年预算数" else term
                return _Concept(chosen, "firm" if adjusted else "plain", year)
        return None

    @cached_property
    def _above(self) -> list[list[Cell | None]]:
        rows: list[list[Cell | None]] = [[None] * self.table.columns]
        for row in self.table.grid:
            rows.append([c if self.is_text(c) else last for c, last in zip(row, rows[-1], strict=True)])
        return rows

    def above(self, row: int, column: int) -> Cell | None:
        """The nearest words above a place."""
        return self._above[row][column]

    @cached_property
    def _texts(self) -> list[list[Cell]]:
        return [[c for c in dict.fromkeys(row) if c is not None and self.is_text(c)] for row in self.table.grid]

    def left(self, row: int, column: int) -> list[Cell]:
        """The words on the left of a place, the nearest first."""
        return [cell for cell in reversed(self._texts[row]) if cell.column < column]

    def column_concept(self, row: int, column: int) -> tuple[_Concept | None, Cell | None]:
        """What the header of a column says at a row; the second row of a header may complete the first."""
        header = self.above(row, column)
        if header is None:
            return None, None
        words = self.words(header)
        own = self.concept(words)
        if own is not None and own.term.name == "全年预算数" and self._beside_start(header):
            own = replace(own, strength="firm")
        if own is None and (item := self.by_source.get(header)) is not None:
            # 中央|省级|本级|合计|执行数: the columns before the execution are the budget by whose money it is.
            return _Concept(self.reader.labels.terms["全年预算数"], "plain", self.reader.year, item), header
        if len(words) <= 12:
            parent = self.above(header.row, column)
            touching = parent is not None and parent.row + parent.row_span == header.row
            if parent is not None and touching and parent.column_span > 1 and parent.column <= header.column:
                whole = self.concept(self.words(parent))
                if whole is not None and (
                    joined := self.concept(_NOTE.sub("", words) + _NOTE.sub("", self.words(parent)))
                ):
                    return (own if own and own.strength == "firm" else joined), header
                if whole is not None and own is None and not _BARRIER.search(words):
                    item = "" if _TOTAL.fullmatch(_NOTE.sub("", words)) else words
                    return replace(whole, item=item), header
        return own, header

    def _beside_start(self, header: Cell) -> bool:
        """Whether a column of 年初预算数 stands beside one of 预算数, which then is the adjusted budget for certain."""
        beside = {concept.term.name for cell in self._texts[header.row] if (concept := self.concept(self.words(cell)))}
        return "年初预算数" in beside

    @cached_property
    def by_source(self) -> dict[Cell, str]:
        """The header cells of a budget stated by sources only, with the source that each names ("" for 合计)."""
        if "全年预算数" not in self.reader.labels.terms:
            return {}
        for row in range(self.table.rows):
            cells = [cell for cell in dict.fromkeys(self.table.grid[row]) if cell is not None and cell.row == row]
            concepts = {concept.term.name for cell in cells if (concept := self.concept(self.words(cell)))}
            totals = [cell for cell in cells if re.fullmatch(r"合计|小计|总计|总额", self.words(cell))]
            named = [cell for cell in cells if _SOURCES.fullmatch(self.words(cell))]
            if (
                "执行数" in concepts
                and not concepts & {"全年预算数", "年初预算数"}
                and len(totals) == 1
                and len(named) > 1
            ):
                return {totals[0]: ""} | {cell: self.words(cell) for cell in named}
        return {}

    @cached_property
    def unit(self) -> str | None:
        """The unit that a cell states for the whole table (单位:万元)."""
        labelled = (words for cell in self.table.cells if "单位" in (words := self.words(cell)))
        return next((unit for words in labelled if (unit := _stated_unit(words))), None)

    @cached_property
    def figures_by_column(self) -> Counter[int]:
        """How many figures each column holds."""
        return Counter(cell.column for cell in self.table.cells if self.is_figure(cell))

    @cached_property
    def concepts_by_row(self) -> dict[int, int]:
        """How many different labels of figures each row holds."""
        names: dict[int, set[str]] = {}
        for cell in self.table.cells:
            if concept := self.concept(self.words(cell)):
                names.setdefault(cell.row, set()).add(concept.term.name)
        return {row: len(found) for row, found in names.items()}

    @cached_property
    def names_column(self) -> int | None:
        """The column of the projects' names in a list of projects: two or more rows with figures of their own."""
        for cell in self.table.cells:
            if not _NAMES_COLUMN.fullmatch(_NOTE.sub("", self.words(cell))):
                continue
            beside = [self.words(self.table.at(cell.row, c)) for c in range(self.table.columns) if c != cell.column]
            if not any(self.concept(words) for words in beside):
                continue
            below = [
                self.words(name)
                for row in range(cell.row + cell.row_span, self.table.rows)
                if self.is_text(name := self.table.at(row, cell.column))
                and not _TOTAL.fullmatch(self.words(name))
                and any(self.is_figure(self.table.at(row, c)) for c in range(cell.column + 1, self.table.columns))
            ]
            if len(set(below)) > 1 and not any(re.match(r"其中|[上当本]年|财政|其他资金", name) for name in below):
                return cell.column
        return None


def read_table(reader: Reader, table: Table, folded: str, caption: str, project: str) -> list[Fact]:
    """The facts of a table; `caption` is the paragraph before it, which may hold the unit."""
    grid = _Grid(reader, table, folded)
    found: list[Fact] = []
    for cell in table.cells:
        if grid.is_figure(cell):
            fact = _figure(grid, cell, caption, project)
            if fact is not None:
                found.append(fact)
        elif len(grid.words(cell)) >= 8 and re.search(r"[0-9]", grid.words(cell)):
            found += _sentences(grid, cell, project)
    if not table.doubt:
        return found
    return [replace(fact, inferred=True) for fact in found if not _shifted(grid, fact)]


def _shifted(grid: _Grid, fact: Fact) -> bool:
    """Whether a figure's row has more or fewer cells than the header that it stands under: 10 under 执行数."""
    places = {cell.span: cell for cell in grid.table.cells}
    figure, label = places.get(fact.span), places.get(fact.label)
    if figure is None or label is None or figure.row == label.row:
        return False
    ends = [
        max(cell.column + cell.column_span for cell in grid.table.grid[row] if cell is not None)
        for row in (figure.row, label.row)
    ]
    return ends[0] != ends[1]


def _sentences(grid: _Grid, cell: Cell, project: str) -> list[Fact]:
    """The facts of a cell that holds sentences, unless it states what is to be."""
    around = [grid.words(grid.above(cell.row, cell.column))]
    around += [grid.words(label) for label in grid.left(cell.row, cell.column)[:1]]
    if any(len(words) <= 20 and _TARGET_CELL.search(words) and "完成" not in words for words in around[:1]) or any(
        len(words) <= 20 and _TARGET_CELL.search(words) and "完成" not in grid.words(grid.above(cell.row, cell.column))
        for words in around[1:]
    ):
        return []
    start, end = cell.span.start, cell.span.end
    passage = Passage(grid.folded, start, end, find_quantities(grid.folded, start, end, numbers=True))
    return read_passage(grid.reader, passage, project)


def _figure(grid: _Grid, cell: Cell, caption: str, project: str) -> Fact | None:
    row, column = cell.row, cell.column
    concept, header = grid.column_concept(row, column)
    labels = grid.left(row, column)
    nearest = labels[0] if labels else None
    beside = grid.concept(grid.words(nearest)) if nearest else None
    adjacent = nearest is not None and nearest.column + nearest.column_span == column
    words = grid.words(cell)
    if labels and _NUMBERING.fullmatch(grid.words(labels[-1])):
        return None
    header_words = grid.words(header)
    if _is_total_score(grid, cell, labels, header_words):
        return _score(grid, cell, labels[-1], project)
    if concept is not None and beside is not None and adjacent and concept.term.name != beside.term.name:
        lonely = header is not None and grid.concepts_by_row.get(header.row, 0) < 2
        if not _fits(concept.term, words) or lonely:
            concept = None
    if concept is not None and _fits(concept.term, words):
        assert header is not None
        scope, year = _row_scope(grid, row, nearest, beside)
        if concept.item:
            scope = concept.item if scope == PROJECT else f"{scope}/{concept.item}"
        if concept.term.kind == "score" and not _scores_projects(grid, cell, nearest):
            return None
        return _made(grid, cell, concept, header, labels, scope, year, caption, project)
    if beside is None or nearest is None or not _fits(beside.term, words):
        return None
    return _beside(grid, cell, beside, nearest, adjacent, header, labels, caption, project)


def _beside(
    grid: _Grid,
    cell: Cell,
    concept: _Concept,
    label: Cell,
    adjacent: bool,
    header: Cell | None,
    labels: list[Cell],
    caption: str,
    project: str,
) -> Fact | None:
    """A figure whose label stands on its left: alone beside it, or a row of figures under the names of sources."""
    over = grid.words(header)
    source = grid.reader.sources.at_start(over, among=True) or (
        over if re.fullmatch(r"其他(?:资金)?|自筹(?:资金)?", over) else ""
    )
    total = _TOTAL.fullmatch(_NOTE.sub("", over)) is not None and header is not None
    if header is not None and header.row < cell.row and (source or total) and concept.term.kind != "score":
        scope = PROJECT if total else _item(over)
        return _made(grid, cell, concept, label, [*labels, header], scope, None, caption, project)
    following = grid.table.at(cell.row, cell.column + cell.column_span)
    if not adjacent or grid.is_figure(following) or (_BARRIER.search(over) and not _in_pairs(grid, cell.row)):
        return None
    return _made(grid, cell, concept, label, labels, PROJECT, None, caption, project)


def _in_pairs(grid: _Grid, row: int) -> bool:
    """Whether a row is labels with their figures (预算数 | 120 | 执行数 | 117.6), whatever stands in the rows above."""
    cells = [cell for cell in dict.fromkeys(grid.table.grid[row]) if cell is not None and grid.words(cell)]
    labels, figures = cells[::2], cells[1::2]
    named = {concept.term.name for cell in labels if (concept := grid.concept(grid.words(cell)))}
    return len(labels) == len(figures) == len(named) >= 2 and all(map(grid.is_figure, figures))


def _fits(term: FactTerm, words: str) -> bool:
    """Whether a cell's figure is of a term's kind as far as its own unit says."""
    if words.endswith(("%", "‰")):
        return term.kind == "percent"
    if "元" in words or words.endswith(("万", "亿")):
        return term.kind == "money"
    return term.kind == "score" if words.endswith("分") else True


def _row_scope(grid: _Grid, row: int, nearest: Cell | None, beside: _Concept | None) -> tuple[str, int | None]:
    """Whose figures a row holds, and the year that the row names."""
    listed = grid.names_column
    if listed is not None:
        name = grid.table.at(row, listed)
        words = grid.words(name)
        if grid.is_text(name) and not _TOTAL.fullmatch(words):
            return words, None
        sums = [at for at in range(grid.table.rows) if _TOTAL.fullmatch(grid.words(grid.table.at(at, listed)))]
        # 小计 and 总计 in one list are sums of different rows.
        return SUM_OF_PROJECTS + (f"（第{row + 1}行）" if len(sums) > 1 else ""), None
    if nearest is None or beside is not None:
        return PROJECT, None
    words = grid.words(nearest)
    if match := re.fullmatch(r"((?:19|20)[0-9]{2})年(?:度)?", words):
        return PROJECT, int(match[1])
    core = _item(words)
    if not core or _TOTAL.fullmatch(core) or (grid.reader.names and resembles(core, grid.reader.names)):
        return PROJECT, None
    return core, None


def _item(words: str) -> str:
    """The name of a row without 其中, numbers and notes."""
    return re.sub(
        r"^(?:其中:?|[0-9]+[.、]|\([0-9一二三四五六]\))+",
        "",
        re.sub(r"\([^()]*\)|[:★]", "", words.replace("其中：", "其中")),
    ).strip()


def _made(
    grid: _Grid,
    cell: Cell,
    concept: _Concept,
    label: Cell,
    labels: list[Cell],
    scope: str,
    year: int | None,
    caption: str,
    project: str,
) -> Fact | None:
    kind = concept.term.kind
    unit = _money_unit(grid, label, labels, caption) if kind == "money" else "%" if kind == "percent" else "分"
    found = read_cell(grid.folded, cell.span.start, cell.span.end, unit=unit)
    if len(found) != 1 or not isinstance(found[0], Quantity) or found[0].comparison != "=":
        return None
    quantity, inferred = found[0], False
    if kind == "percent" and "%" not in grid.words(cell) and quantity.value <= Decimal("1.5"):
        # A spreadsheet's percentage without its format: 0.9862 stands for 98.62 %.
        step = quantity.step * 100
        value = quantity.value * 100
        quantity = replace(quantity, value=value, step=step, interval=Interval.around(value, step))
        inferred = True
    if kind != "money" and quantity.kind not in (kind, "number"):
        return None
    return Fact(
        concept.term.name,
        quantity,
        cell.span,
        label.span,
        scope=_named(project, scope),
        year=year if year is not None else concept.year,
        inferred=inferred,
        strength=concept.strength,
    )


def _named(project: str, scope: str) -> str:
    if not project:
        return scope
    return project if scope == PROJECT else f"{project}/{scope}"


def _money_unit(grid: _Grid, label: Cell, labels: list[Cell], caption: str) -> str | None:
    """The unit of a column of money: of its header, of the words on the row's left, of the table or its caption."""
    candidates = [grid.words(label), *(grid.words(cell) for cell in labels)]
    above = grid.above(label.row, label.column)
    candidates += [grid.words(above)] if above else []
    candidates += [grid.words(cell) for cell in grid.left(label.row, label.column)]
    for words in candidates:
        if stated := _stated_unit(words):
            return stated
    if grid.unit:
        return grid.unit
    if re.search(r"单位\s*:|\([^()]{0,8}元[^()]{0,4}\)$", caption) and (stated := _stated_unit(caption[-40:])):
        return stated
    return None


def _stated_unit(words: str) -> str | None:
    match = re.search(r"(?:单位:?|\()\s*(?:人民币|金额)?:?\s*([十百千万亿]{0,2}元)", words)
    if match is None or unit_factor(match[1]) is None:
        return None
    return match[1]


def _is_total_score(grid: _Grid, cell: Cell, labels: list[Cell], header: str) -> bool:
    """Whether a figure is a form's total score: in its total's row, under 得分, and not among the funds."""
    if not labels or not _TOTAL_SCORE.fullmatch(_NOTE.sub("", grid.words(labels[-1]))):
        return False
    row = [grid.table.at(cell.row, column) for column in range(grid.table.columns)]
    figures = list(dict.fromkeys(c for c in row if c and grid.is_figure(c)))
    if "分" in grid.words(labels[-1]) and figures == [cell] and labels[-1].row == cell.row:
        # 总分 with one figure: the points, unless the column says out of how many.
        return len(labels) == 1 and not re.search(r"分值|权重", header) and _fits(_SCORE, grid.words(cell))
    for figure in figures:
        concept, _ = grid.column_concept(cell.row, figure.column)
        if concept is not None and concept.term.kind != "score":
            return False
    if "%" in grid.words(cell):
        return False
    if _SCORE_COLUMN.fullmatch(_NOTE.sub("", header)):
        return True
    if _BARRIER.search(header) or len(labels) > 1:
        return False
    # A form that goes on in another table without its header: out of how many points, then the points.
    return len(figures) == 2 and cell == figures[1] and grid.words(figures[0]) == "100" and not header


def _score(grid: _Grid, cell: Cell, label: Cell, project: str) -> Fact | None:
    found = read_cell(grid.folded, cell.span.start, cell.span.end, unit="分")
    term = grid.reader.labels.terms.get("自评得分")
    if term is None or len(found) != 1 or not isinstance(found[0], Quantity) or not 0 <= found[0].value <= 120:
        return None
    # 总分 100 alone may say out of how many points.
    alone = "自评" not in grid.words(label) and not _SCORE_COLUMN.fullmatch(
        _NOTE.sub("", grid.words(grid.above(cell.row, cell.column)))
    )
    strength: Strength = "weak" if alone and found[0].value == 100 else "firm"
    return Fact(
        term.name, found[0], cell.span, label.span, scope=project or PROJECT, year=grid.reader.year, strength=strength
    )


def _scores_projects(grid: _Grid, cell: Cell, nearest: Cell | None) -> bool:
    """Whether a column of scores holds the scores of projects, and not of indicators."""
    if grid.names_column is not None:
        return True
    return grid.figures_by_column[cell.column] == 1 and nearest is None
