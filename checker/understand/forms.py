"""Forms: the 自评表 and the scoring tables, found by their header labels whatever the layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.document import Cell, Document, Paragraph, Table
from checker.understand.form import Form, FormKind, FundLine, Goal, Group, HeaderItem, Indicator, TotalRow
from checker.understand.form_beside import lists_projects, read_reasons
from checker.understand.form_columns import is_funds_header, is_indicator_header, match_cells, read_columns
from checker.understand.form_draft import Draft
from checker.understand.form_funds import is_funds_pair, is_pair_row, read_funds, read_pairs
from checker.understand.form_header import (
    begins_form,
    goals_in,
    is_title,
    read_above,
    read_goals,
    read_header_row,
    read_text_row,
    read_title_row,
)
from checker.understand.form_labels import LONGEST, Labels, label_key, row_cells, squeeze
from checker.understand.form_rows import read_row, read_total

if TYPE_CHECKING:
    from checker.understand.report import Report

__all__ = [
    "Form",
    "FormKind",
    "FundLine",
    "Goal",
    "Group",
    "HeaderItem",
    "Indicator",
    "TotalRow",
    "read_all_forms",
    "read_forms",
]

# A table without any of these words cannot be a form or a part of one.
_SIGNS: Final = re.compile(r"指标|得分|评分|分值|权重|执行数|预算数|执行率|总体目标|预期目标|项目名称|产出|满意度|总分")
_LEVEL_NAMES: Final = re.compile(
    r"(?:产出|效益|满意度|数量|质量|时效|成本|(?:社会|经济|生态)效益|可持续影响|(?:服务对象|群众)满意度|决策|过程)(?:指标)?"
)
_JUMBLED: Final = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "完成值",
    "分值",
    "得分",
    "偏差原因",
    "执行数",
    "预算数",
)
_GAP: Final = 60
_SCATTER: Final = 60


def read_forms(report: Report) -> tuple[Form, ...]:
    """Every self-evaluation form and scoring table of a report, in reading order."""
    return tuple(form for form in report.all_forms if form.kind != "targets")


def read_all_forms(report: Report) -> tuple[Form, ...]:
    """Every self-evaluation form, scoring table and table of targets without scores (绩效目标申报表), in reading order.

    The last are of the kind "targets".
    """
    reader = _Reader(report.document, Labels(report.folded, report.vocabulary))
    for table in report.document.tables:
        reader.read(table)
    reader.flush()
    if not any(form.kind != "targets" for form in reader.forms):
        scattered = _scattered(report.document, reader.labels)
        reader.forms.extend([scattered] if scattered else [])
    return tuple(reader.forms)


class _Reader:
    """Goes down the tables of a document and makes forms of them."""

    def __init__(self, document: Document, labels: Labels) -> None:
        self.document, self.labels = document, labels
        self.forms: list[Form] = []
        self.draft = Draft(labels)
        self.last: Table | None = None
        self.part = ""

    def flush(self) -> None:
        """Close the form at hand and begin another."""
        form = self.draft.finish()
        if form is not None:
            self.forms.append(form)
        self.draft, self.last, self.part = Draft(self.labels), None, ""

    def read(self, table: Table) -> None:
        if not _SIGNS.search(squeeze(table.span.cut(self.labels.folded))) and not self._continued(table):
            self.flush()
            return
        if read_reasons(self.draft, table):
            self.last = table
            return
        if lists_projects(table, self.labels):
            self.flush()
            return
        if self.last is not None and not self._joins(table):
            self.flush()
        if self.last is None:
            read_above(self.draft, self.document, table)
        if self._goes_on_otherwise(table):
            self.draft.add_table(table)
            self.draft.doubt("续表的列数与前面的表不同，无法确定各格属于哪一列")
            self.flush()
            return
        before = len(self.draft.indicators)
        continued = self.part == "indicators" and self._headless(table)
        if self.part == "indicators" and not continued:
            self.part = ""
        self._rows(table)
        self.last = table
        if len(self.draft.indicators) == before and not continued:
            self._look_for_lost_header(table)

    def _continued(self, table: Table) -> bool:
        return self.part == "indicators" and self._joins(table) and self._headless(table)

    def _joins(self, table: Table) -> bool:
        """Whether a table may be the next part of the form at hand."""
        assert self.last is not None
        if table.sheet != self.last.sheet or not self.draft.tables:
            return False
        blocks = self.document.blocks
        between = blocks[blocks.index(self.last) + 1 : blocks.index(table)]
        texts = [squeeze(block.span.cut(self.labels.folded)) for block in between]
        if sum(map(len, texts)) > _GAP or any(self._names_another(text) for text in texts):
            return False
        if any(isinstance(block, Paragraph) and block.level for block in between):
            return False
        draft = self.draft
        starts = next((row for row in range(table.rows) if self._begun(table, row)), 0)
        if begins_form(table, starts, self.labels):
            return not draft.started
        first = range(starts, min(starts + 3, table.rows))
        if any(is_indicator_header(table, row, self.labels) for row in first):
            return draft.total is None and (bool(draft.indicators) or self._looks_like_form())
        if any(is_funds_header(table, row, self.labels) or is_pair_row(table, row, self.labels) for row in first):
            return not draft.funds and not draft.indicators
        if any(all(goals_in(table, row, self.labels)) for row in first):
            return not draft.goals and not draft.indicators
        if draft.total is not None:
            return False
        return (
            self._headless(table) or not draft.indicators or self._texts_only(table) or self._goes_on_otherwise(table)
        )

    def _names_another(self, text: str) -> bool:
        """Whether a paragraph between two tables is the title of another form, not of a part of the one at hand."""
        if "续" in text or not is_title(text):
            return False
        return bool(self.draft.indicators) or re.search(r"自评表|评分表", text) is not None

    def _looks_like_form(self) -> bool:
        """Whether what has been read without indicators is the upper part of a form, not a table of funds."""
        draft = self.draft
        title = squeeze(draft.title.cut(self.labels.folded)) if draft.title else ""
        scored = any({"分值", "得分"} & line.cells.keys() for line in draft.funds)
        return bool(draft.header or draft.goals) or scored or "自评" in title

    def _goes_on_otherwise(self, table: Table) -> bool:
        """Whether a table holds the form's further indicators in other columns and without a header."""
        draft = self.draft
        if not draft.indicators or draft.total is not None or self._headless(table):
            return False
        if any(is_indicator_header(table, row, self.labels) for row in range(table.rows)):
            return False
        return bool(self._level_names(table)) and any(cell.span and self._is_score(cell) for cell in table.cells)

    def _is_score(self, cell: Cell) -> bool:
        return re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]+)?分?", self.labels.text(cell)) is not None

    def _level_names(self, table: Table) -> set[str]:
        """The names of dimensions and of level-2 indicators that stand in cells of their own."""
        keys = (self.labels.key(cell) for cell in table.cells)
        return {key for key in keys if _LEVEL_NAMES.fullmatch(key)}

    def _value_columns(self, table: Table) -> int:
        """How many columns hold figures: a list of goals (目标 | 内容) has one, a form several."""
        figures: dict[int, list[str]] = {}
        for cell in table.cells:
            text = self.labels.text(cell)
            if re.search(r"[0-9]", text) and not _LEVEL_NAMES.fullmatch(self.labels.key(cell)):
                figures.setdefault(cell.column, []).append(text)
        # Serial numbers are no values.
        return sum(1 for texts in figures.values() if texts != [str(at) for at in range(1, len(texts) + 1)])

    def _begun(self, table: Table, row: int) -> bool:
        return any(cell.row == row and not self.labels.empty(cell) for cell in row_cells(table, row))

    def _texts_only(self, table: Table) -> bool:
        return any(self.labels.term(cell, "texts") or self.labels.term(cell, "total") for cell in table.cells[:2])

    def _headless(self, table: Table) -> bool:
        """Whether a table goes on with the indicators at hand: the same columns, figures where they belong."""
        columns = self.draft.columns
        if columns is None or self.draft.total is not None or columns.width != table.columns:
            return False
        values = {name: span for name, span in columns.values.items() if name in ("分值", "得分")}
        good = bad = 0
        for row in range(table.rows):
            for cell in match_cells(row_cells(table, row), values).values():
                text = self.labels.text(cell)
                if self.labels.blank(cell):
                    continue
                good, bad = (good + 1, bad) if re.search(r"[0-9]", text) and len(text) <= 8 else (good, bad + 1)
        return good > 0 and bad <= good // 4

    def _rows(self, table: Table) -> None:
        row = 0
        while row < table.rows:
            row = self._row(table, row)

    def _row(self, table: Table, row: int) -> int:
        """Take in what begins at a row; the row to go on with."""
        labels = self.labels
        if not self._begun(table, row):
            return row + 1
        if begins_form(table, row, labels) and self.draft.started:
            self.flush()
        draft = self.draft
        if is_indicator_header(table, row, labels):
            return self._indicators(table, row)
        if self.part == "indicators" and is_funds_pair(table, row, labels):
            self.part = ""  # 预算数 | 120 | 执行数 | 117.6 under the indicators
        if self.part != "indicators":
            if is_pair_row(table, row, labels):
                draft.add_table(table)
                read_pairs(draft, table, row)
                return row + 1
            if is_funds_header(table, row, labels):
                if draft.funds and draft.indicators:
                    self.flush()
                    draft = self.draft
                draft.add_table(table)
                return read_funds(draft, table, row, self._block_end(table, row + 1))
        expected, actual = goals_in(table, row, labels)
        if (expected and actual) or ((expected or actual) and self.part != "indicators"):
            draft.add_table(table)
            self.part = ""
            return read_goals(draft, table, row, self._block_end(table, row + 1))
        if self.part == "indicators" and draft.columns is not None:
            draft.add_table(table)
            if read_row(draft, draft.columns, table, row) != "closed":
                return row + 1
            self.part = ""
        # 填报单位：县水利局 | 单位：万元 is both.
        named, titled = read_header_row(draft, table, row), read_title_row(draft, table, row)
        if named:
            read_text_row(draft, table, row)  # 自评总分 | 95 | 自评等级 | 优 beside the project's name
        if named or titled:
            draft.add_table(table)
        elif draft.started or draft.header:
            if draft.columns is not None and table.columns == draft.columns.width and draft.indicators:
                read_total(draft, draft.columns, table, row)
            read_text_row(draft, table, row)
            self._note(table, row)
        return row + 1

    def _note(self, table: Table, row: int) -> None:
        """Take in a 注 under the table; what is numbered under it belongs to it."""
        cells = [cell for cell in row_cells(table, row) if cell.row == row and not self.labels.empty(cell)]
        if len(cells) != 1 or cells[0].span in self.draft.notes:
            return
        text = self.labels.text(cells[0])
        if re.match(r"\(?(?:备?注|填[表报]说明|说明)", text) or (self.draft.notes and re.match(r"[0-9(①-⑳]", text)):
            self.draft.notes.append(cells[0].span)

    def _block_end(self, table: Table, row: int) -> int:
        """The next row that begins another block of a form."""
        while row < table.rows:
            if is_indicator_header(table, row, self.labels):
                break
            if is_funds_header(table, row, self.labels) and not is_pair_row(table, row, self.labels):
                break
            if any(goals_in(table, row, self.labels)) or begins_form(table, row, self.labels):
                break
            row += 1
        return row

    def _indicators(self, table: Table, row: int) -> int:
        draft = self.draft
        columns, end = read_columns(table, row, self.labels, "indicators")
        whole = bool(draft.funds or draft.goals)
        if draft.total is not None and (not whole or table is not draft.tables[-1]):
            self.flush()
            draft = self.draft
            read_title_row(draft, table, row)
        draft.add_table(table)
        if draft.columns is None:
            draft.heads = columns.heads
        else:
            draft.heads = {**columns.heads, **draft.heads}
        same = draft.columns is not None and list(draft.columns.ranges) == list(columns.ranges)
        draft.columns = columns
        if not same:
            draft.levels = [None, None, None]
        block = table.at(row, 0)
        if block is not None and block not in columns.heads.values() and not self.labels.empty(block):
            draft.blocks.append((block, len(draft.indicators)))
        self.part = "indicators"
        return end

    def _look_for_lost_header(self, table: Table) -> None:
        """Doubt a table that holds indicators' names or labels and has given no indicators."""
        labels, draft = self.labels, self.draft
        if len(self._level_names(table)) >= 3 and self._value_columns(table) > 1:
            draft.add_table(table)
            draft.doubt("表中有绩效指标，但找不到可以对应的表头")
        for cell in table.cells:
            text = labels.text(cell)
            if len(text) < 400 and sum(word in text for word in _JUMBLED) >= 4:
                draft.add_table(table)
                draft.doubt("表头各栏挤在一个单元格里，无法还原表格")
                return


def _scattered(document: Document, labels: Labels) -> Form | None:
    """A form whose labels lie about in paragraphs, in whatever order they were extracted: never guessed at."""
    hits: list[tuple[int, str]] = []
    doubt = "表格的文字散落在正文里，无法还原表格"
    for number, paragraph in enumerate(document.paragraphs):
        if len(paragraph.span) > 200:
            if RUN_TOGETHER.search(paragraph.span.cut(labels.folded)):
                return Form("self-evaluation", (), (), frozenset(), doubt, folded=labels.folded)
            continue
        words = paragraph.span.cut(labels.folded).replace("|", " ").split()
        if len(words) > 1 and sum(len(word) > 20 for word in words):
            continue
        for key in map(label_key, (word for word in words if len(word) <= 4 * LONGEST)):
            for part in ("indicators", "funds"):
                name = labels.name_of(key, part)
                if name in _STRONG:
                    hits.append((number, name))
    for at, (number, _) in enumerate(hits):
        near = [hit for hit in hits[at:] if hit[0] - number <= _SCATTER]
        names = {hit[1] for hit in near}
        if len(names & set(_LEVELS)) >= 2 and names & {"分值", "得分", "完成值"} and len(names) >= 5:
            kind: FormKind = "self-evaluation" if names & {"完成值", "执行数", "指标值"} else "scoring"
            title = next(
                (
                    paragraph.span
                    for paragraph in reversed(document.paragraphs[max(0, number - 6) : number])
                    if is_title(squeeze(paragraph.span.cut(labels.folded)))
                ),
                None,
            )
            return Form(kind, (), (), frozenset(), doubt, title=title, folded=labels.folded)
    return None


RUN_TOGETHER: Final = re.compile(
    r"一级\s*指标[\s|]*二级\s*指标[\s|]*三级\s*指标[\s|]*[^。;,]{0,30}?(?:指标值|目标值|分值)[^。;,]{0,30}?(?:完成值|实际值|得分)"
)
"""A form's header whose cells were run together in one line (text that was copied out of a document)."""
_LEVELS: Final = ("一级指标", "二级指标", "三级指标")
_STRONG: Final = frozenset(
    (*_LEVELS, "指标值", "完成值", "分值", "得分", "偏差原因", "执行数", "执行率", "全年预算数", "年初预算数")
)
