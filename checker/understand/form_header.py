"""The upper parts of a form: its title and year, the lines that name the project, the goals, the labelled texts."""

from __future__ import annotations

import itertools
import re
from typing import Final

from checker.document import Cell, Document, Paragraph, Span, Table
from checker.understand.form import Goal, HeaderItem
from checker.understand.form_columns import match_cells
from checker.understand.form_draft import Draft
from checker.understand.form_funds import unit_in
from checker.understand.form_labels import Labels, label_key, row_cells, squeeze
from checker.vocabulary import FormPart

TITLE: Final = re.compile(
    r"自评表|评分表|打分表|自评情况表|评价表|绩效.{0,12}表(?!明|示|彰|现|述)|指标体系.{0,6}表|自评.{0,6}表$"
)
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2}|二零[零一二三四五六七八九]{2})(?:年|会计年|预算年)度?")
_YEAR_ALONE: Final = re.compile(r"\(?((?:19|20)[0-9]{2}|二零[零一二三四五六七八九]{2})年?度?\)?")
_DIGITS: Final = {"零": "0", **{digit: str(value) for value, digit in enumerate("一二三四五六七八九", 1)}}
_MONEY: Final = re.compile(r"(?:人民币)?[十百千万亿]{0,2}元")
_LABEL_END: Final = re.compile(
    r"(?:名称|单位|部门|属性|类别|编码|编号|代码|性质|类型|时间|日期|年度|期限|电话|负责人|联系人|填[报表]人|金额|来源|方式|级次|地址)(?:\([^()]*\))?:?$"
)
_BEFORE: Final = 6


def year_in(text: str) -> int | None:
    """The year that a title or a line （2022年度） states."""
    match = _YEAR.search(text) or _YEAR_ALONE.fullmatch(text)
    return int("".join(_DIGITS.get(digit, digit) for digit in match[1])) if match else None


def is_title(text: str) -> bool:
    """Whether squeezed text is the title of a form: 项目支出绩效自评表."""
    return len(text) <= 50 and TITLE.search(text) is not None and not re.search(r"[。;]|见附|详见|如下", text)


def read_above(draft: Draft, document: Document, table: Table) -> None:
    """Take in the paragraphs over a table: the form's title, its year and its unit of money."""
    at = document.blocks.index(table)
    lines: list[Paragraph] = []
    while at and len(lines) < _BEFORE and isinstance(block := document.blocks[at - 1], Paragraph):
        lines.append(block)
        at -= 1
    folded = draft.labels.folded
    year = None
    for line in lines:
        text = squeeze(line.span.cut(folded))
        draft.around += text if len(text) <= 60 else ""
        if len(text) <= 60 and draft.unit is None and "单位" in text:
            draft.unit = unit_in(text) if re.search(r"单位[:]?\(?[百千万亿]*元", text) else None
        if is_title(text) and draft.title is None:
            draft.title = line.span
            year = year_in(text) or year
            break
        if year is None and len(text) <= 14:
            year = year_in(text)
    if draft.year is None and (draft.title is not None or year is not None):
        draft.year = year


def read_title_row(draft: Draft, table: Table, row: int) -> bool:
    """Take in a row that holds the form's title, its year or its unit of money; False where it is none."""
    labels = draft.labels
    cells = [cell for cell in row_cells(table, row) if cell.row == row and not labels.empty(cell)]
    if not cells or len(cells) > 3:
        return False
    taken = False
    for cell in cells:
        text = labels.text(cell)
        if len(cells) == 1 and is_title(text):
            draft.title = draft.title if draft.title and not draft.tables else cell.span
            draft.year = year_in(text) or draft.year
            taken = True
        elif len(cells) == 1 and len(text) <= 14 and (year := year_in(text)) is not None:
            draft.year = draft.year or year
            taken = True
        if len(text) <= 40 and re.search(r"单位[:]?\(?[百千万亿]*元", text):
            draft.unit = unit_in(text)
            taken = True
    return taken


def title_row(table: Table, row: int, labels: Labels) -> bool:
    """Whether a row is nothing but a form's title."""
    cells = [cell for cell in row_cells(table, row) if cell.row == row and not labels.empty(cell)]
    return len(cells) == 1 and cells[0].column == 0 and is_title(labels.text(cells[0]))


def read_header_row(draft: Draft, table: Table, row: int) -> bool:
    """Take in a row of labels with values: 主管部门 | … | 实施单位 | …; False where it holds none."""
    labels = draft.labels
    cells = [cell for cell in row_cells(table, row) if cell.row == row]
    taken = False
    for at, cell in enumerate(cells):
        text = cell.span.cut(labels.folded)
        name = labels.term(cell, "header")
        if name is not None:
            following = _value_after(cells, at, labels)
            end = cell.span.end
            value = following.span if following is not None else Span(end, end)
        elif ":" in text and (name := labels.term(_part(cell, text.index(":")), "header")):
            start = cell.span.start + text.index(":") + 1
            blanks = len(text[text.index(":") + 1 :]) - len(text[text.index(":") + 1 :].lstrip())
            value = Span(min(start + blanks, cell.span.end), cell.span.end)
        else:
            continue
        if name == "实施单位" and _MONEY.fullmatch(squeeze(value.cut(labels.folded))):
            continue  # 单位：万元 names no unit of the administration
        taken = True
        draft.header.append(HeaderItem(name, cell, value))
        if name == "年度" and draft.year is None:
            draft.year = year_in(squeeze(value.cut(labels.folded)))
    return taken


def _value_after(cells: list[Cell], at: int, labels: Labels) -> Cell | None:
    """The cell of a label's value: the next one, or behind blank ones in a typed table, which has no merged cells."""
    following = cells[at + 1] if at + 1 < len(cells) else None
    if following is not None and labels.empty(following) and all(cell.column_span == 1 for cell in cells):
        said = next((cell for cell in cells[at + 1 :] if not labels.empty(cell)), following)
        following = following if _LABEL_END.search(labels.text(said)) else said
    return None if following is None or labels.term(following, "header") else following


def _part(cell: Cell, length: int) -> Cell:
    """A cell's first characters, as a cell: the label before a colon."""
    return Cell(cell.row, cell.column, Span(cell.span.start, cell.span.start + length))


def begins_form(table: Table, row: int, labels: Labels) -> bool:
    """Whether a row names a project, or is a form's title: another form begins."""
    if title_row(table, row, labels):
        return True
    cells = [cell for cell in row_cells(table, row) if cell.row == row and not labels.empty(cell)]
    if not cells or cells[0].column > 1:
        return False
    text = cells[0].span.cut(labels.folded)
    label = cells[0] if ":" not in text else _part(cells[0], text.index(":"))
    return labels.term(label, "header") == "项目名称" and label_key(label.span.cut(labels.folded)) != "名称"


def goals_in(table: Table, row: int, labels: Labels) -> tuple[Cell | None, Cell | None]:
    """The label cells of 预期目标 and 实际完成情况 that a row has; a block's label (年度总体目标) is none of them."""
    cells = [cell for cell in row_cells(table, row) if cell.row == row and not labels.empty(cell)]
    named = [(cell, labels.term(cell, "goals")) for cell in cells]
    expected = [cell for cell, name in named if name == "预期目标"]
    actual = [cell for cell, name in named if name == "实际完成情况"]
    if expected:
        actual = [cell for cell in actual if cell.column > expected[-1].column]
    return (expected[-1] if expected else None, actual[-1] if actual else None)


def read_goals(draft: Draft, table: Table, row: int, stops: int) -> int:
    """Take in the goals from the row that names them on; the first row after them (not beyond `stops`)."""
    labels = draft.labels
    expected, actual = goals_in(table, row, labels)
    cells = row_cells(table, row)

    def beside(label: Cell | None) -> Cell | None:
        at = cells.index(label) if label in cells else -1
        following = cells[at + 1] if label is not None and at + 1 < len(cells) else None
        return None if following is None or labels.term(following, "goals") else following

    said, done = beside(expected), beside(actual)
    if (
        any(cell is not None and not labels.empty(cell) for cell in (said, done))
        and (said is not None or done is not None)
        and not (expected is not None and actual is not None and said is None)
    ):
        if draft.goals and expected is None and draft.goals[-1].actual is None:
            draft.goals[-1] = Goal(draft.goals[-1].expected, done)
        else:
            draft.goals.append(Goal(said, done))
        return row + 1
    ranges = {
        name: (cell.column, cell.column + cell.column_span)
        for name, cell in (("预期目标", expected), ("实际完成情况", actual))
        if cell is not None
    }
    at = max(cell.row + cell.row_span for cell in (expected, actual) if cell is not None)
    at = min(at, row + 1)
    while at < stops:
        found = match_cells([cell for cell in row_cells(table, at) if cell.row >= row + 1], ranges)
        if not found or all(cell.row < at for cell in found.values()):
            if not found:
                break
            at += 1
            continue
        if all(labels.empty(cell) for cell in found.values()) and draft.goals:
            break
        draft.goals.append(Goal(found.get("预期目标"), found.get("实际完成情况")))
        at += 1
    return at


def read_text_row(draft: Draft, table: Table, row: int, part: FormPart = "texts") -> bool:
    """Take in a row that gives a label with a text: 评价结论 | …, 自评得分 | 95 | 等级 | 优; False where it is none."""
    labels = draft.labels
    cells = [cell for cell in row_cells(table, row) if cell.row == row and not labels.empty(cell)]
    taken = False
    for label, value in itertools.pairwise(cells):
        name = labels.term(label, part)
        if name is None or labels.term(value, part) is not None:
            continue
        if name in ("自评得分", "自评等级") and len(labels.text(value)) > 20:
            continue
        draft.texts.setdefault(name, value)
        taken = True
    return taken
