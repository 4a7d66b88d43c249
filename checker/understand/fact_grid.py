"""The cells of a table as words: what heads a column or a row, and which figure that names.

The words above a figure and on its left are looked up among the labels of figures; a header of two rows is one label.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from checker.document import Cell, Table
from checker.understand.fact import Strength
from checker.understand.fact_prose import Reader
from checker.understand.units import unit_factor
from checker.vocabulary import FactTerm

_FIGURE: Final = re.compile(r"[-+]?¥?[0-9][0-9,.]*(?:[万亿千百]*元|%|‰|万|亿|分)?(?:\((?:[^()0-9]{0,6})\))?")
_LABELLED: Final = re.compile(rf"(?:其中:?[^:0-9]{{2,10}}:?|[^:0-9]{{2,10}}:)(?:{_FIGURE.pattern})")
_LETTER: Final = re.compile(r"[A-Za-z①-⑳\u4e00-\u9fff]")
_NOTHING: Final = re.compile(r"[-—/\\无*.…]*")
# What a header adds to its label: brackets, formulas (C=A-B), the letter of a column.
NOTE: Final = re.compile(r"\([^()]*\)|[A-K]=[A-K0-9+*/×÷%()-]+$|[A-E]$|[:★]")
_POINTS: Final = re.compile(r"\((?:满分)?[0-9]{1,3}(?:\.[0-9]+)?分\)")
_ADJUSTED: Final = re.compile(r"\((调整后|年初|全年)\)")
# 预算执行(E/C×100%)
_RATE: Final = re.compile(r"(?:预算|资金)?(?:执行|支出|支付)(?:情况)?\([^()]*/[^()]*100%\)")
_YEAR: Final = re.compile(r"^((?:19|20)[0-9]{2})年(?:度)?")
_LAST: Final = re.compile(r"^(?:上一?年度?|去年|上年度)(?!结转|结余)")
# Words of a header under which no figure of the funds stands.
BARRIER: Final = re.compile(
    r"指标|目标|完成值|完成情况|分值|权重|得分|评分|标准|单价|数量|偏差|占比|比例|增减|变动|说明|依据|原因|方法|年初设定|计划|复核|备注|等级|达成"
)
# Words that name the whole and no part.
TOTAL: Final = re.compile(
    r"(?:年度|项目|全年|本年)*(?:资金)?(?:总额|财政资金总额|合计|总计|总量|总资金)|(?:年度|项目|全年|本年)资金|小计|全年|金额|数额|本年|支出合计|合计支出|预算执行情况|执行情况|资金情况|资金|总体|项目|全部|当年|数|"
    r"(?:项目)?(?:预算)?资金(?:总)?(?:投入|执行|使用)?情况"
)
_SOURCES: Final = re.compile(
    r"(?:中央|国家|自治区|省级?|市级?|州级?|县级?|区级?|地方|本级|上级|其[他它]|自筹)(?:[、,]?(?:省|市|州|县|区|地))*(?:财政)?(?:补助|资金|拨款|配套)*"
)
_NAMES_COLUMN: Final = re.compile(r"(?:子)?项目(?:名称)?|名称|项目支出名称")


@dataclass(frozen=True, slots=True)
class Concept:
    """What a header says: the figure, how firmly, its year, and the part that it is about ("" for the whole)."""

    term: FactTerm
    strength: Strength
    year: int | None
    item: str = ""


class Grid:
    """A table's cells as words, with what each of them means."""

    def __init__(self, reader: Reader, table: Table, folded: str) -> None:
        self.reader, self.table, self.folded = reader, table, folded
        self._words = {cell: re.sub(r"[ \n\0]", "", cell.span.cut(folded)) for cell in table.cells}
        self._concepts: dict[str, Concept | None] = {}

    def words(self, cell: Cell | None) -> str:
        return self._words.get(cell, "") if cell else ""

    def is_figure(self, cell: Cell | None) -> bool:
        return _FIGURE.fullmatch(self.words(cell)) is not None

    def is_text(self, cell: Cell | None) -> bool:
        words = self.words(cell)
        # What has no letter (a mistyped 10、00) labels nothing; 总额:120 is a figure with a label of its own.
        if _LABELLED.fullmatch(words):
            return False
        return _LETTER.search(words) is not None and not _NOTHING.fullmatch(words) and _FIGURE.fullmatch(words) is None

    def concept(self, words: str) -> Concept | None:
        """The figure that a header's words name as a whole, None where they name none."""
        if words not in self._concepts:
            self._concepts[words] = self._concept(words)
        return self._concepts[words]

    def _concept(self, words: str) -> Concept | None:
        if not words or len(words) > 30:
            return None
        year = self.reader.year
        adjusted = _ADJUSTED.search(words)
        if _RATE.fullmatch(words) and "执行率" in self.reader.labels.terms:
            return Concept(self.reader.labels.terms["执行率"], "firm", year)
        core = NOTE.sub("", words)
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
                return Concept(term, "firm", year)
        for term in self.reader.labels.terms.values():
            if term.plain_regex.fullmatch(core) or term.header_regex.fullmatch(core):
                named = adjusted and adjusted[1] == "年初" and "年初预算数" in self.reader.labels.terms
                chosen = self.reader.labels.terms["年初预算数"] if named and term.name == "全年预算数" else term
                return Concept(chosen, "firm" if adjusted else "plain", year)
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

    def column_concept(self, row: int, column: int) -> tuple[Concept | None, Cell | None]:
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
            return Concept(self.reader.labels.terms["全年预算数"], "plain", self.reader.year, item), header
        if len(words) <= 12:
            parent = self.above(header.row, column)
            touching = parent is not None and parent.row + parent.row_span == header.row
            if parent is not None and touching and parent.column_span > 1 and parent.column <= header.column:
                whole = self.concept(self.words(parent))
                if whole is not None and (
                    joined := self.concept(NOTE.sub("", words) + NOTE.sub("", self.words(parent)))
                ):
                    return (own if own and own.strength == "firm" else joined), header
                if whole is not None and own is None and not BARRIER.search(words):
                    item = "" if TOTAL.fullmatch(NOTE.sub("", words)) else words
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
        return next((unit for words in labelled if (unit := stated_unit(words))), None)

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
            if not _NAMES_COLUMN.fullmatch(NOTE.sub("", self.words(cell))):
                continue
            beside = [self.words(self.table.at(cell.row, c)) for c in range(self.table.columns) if c != cell.column]
            if not any(self.concept(words) for words in beside):
                continue
            below = [
                self.words(name)
                for row in range(cell.row + cell.row_span, self.table.rows)
                if self.is_text(name := self.table.at(row, cell.column))
                and not TOTAL.fullmatch(self.words(name))
                and any(self.is_figure(self.table.at(row, c)) for c in range(cell.column + 1, self.table.columns))
            ]
            if len(set(below)) > 1 and not any(re.match(r"其中|[上当本]年|财政|其他资金", name) for name in below):
                return cell.column
        return None


def stated_unit(words: str) -> str | None:
    """The unit of money that words state (单位:万元, (元)), None where they state none."""
    match = re.search(r"(?:单位:?|\()\s*(?:人民币|金额)?:?\s*([十百千万亿]{0,2}元)", words)
    if match is None or unit_factor(match[1]) is None:
        return None
    return match[1]
