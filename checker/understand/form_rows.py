"""The rows under an indicators' header: indicators, totals, sub-totals, fillers, and what ends them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, Literal

from checker.document import Cell, Span, Table
from checker.understand.form import Indicator, TotalRow
from checker.understand.form_columns import Columns, match_cells
from checker.understand.form_draft import Draft
from checker.understand.form_labels import is_nothing, label_key, row_cells
from checker.understand.form_split import parted, unstacked, with_target
from checker.understand.quantities import read_cell
from checker.understand.quantity import Quantity

Outcome = Literal["row", "skipped", "closed"]

_NOTE: Final = re.compile(r"^\(?(?:备?注|填[表报]说明|说明|备注说明)\)?[:、.(0-9一]")
_FILLER: Final = re.compile(r"^(?:[….·\-—*/]+|(?:三级)?(?:指标|目标)[0-9一二三四五六七八九]*[:.…]*)$")
_GRADE: Final = re.compile(
    r"^(?:\(?(?:自评|评价|绩效)?(?:等级|等次|结果|结论)\)?[:]?)?[\"(]?(?:优秀?|良好?|中等?|差|较差|合格|不合格|一般)[\")]?(?:等?级)?$"
)
_GRADE_BESIDE: Final = re.compile(
    r"[0-9]分?\s*[(,、/\s]\s*(?:等[级次]:?)?(优秀?|良好?|中等?|差|较差|合格|不合格)\s*\)?\s*$"
)
_TOTAL_IN_TEXT: Final = re.compile(r"^(?:自评|项目|评价)?(?:总分|总得分|合计得分|合计)[:]")
_ONLY_DIGITS: Final = re.compile(r"[0-9.,%≥≤=<>]+")
_LOWER_LEVEL: Final = re.compile(r"^(?:数量|质量|时效)(?:指标)?$")
_OPTIONAL: Final = frozenset(("偏差原因", "备注", "评分标准", "复核得分", "扣分", "完成率", "度量单位"))
_NONE: Final = re.compile(r"无|没有|暂无|不涉及|不适用|未设置?|无此项|无指标")
_TAILS: Final = frozenset(("指标", "标", "目标"))
_HAN: Final = re.compile(r"[一-鿿]")


def read_row(draft: Draft, columns: Columns, table: Table, row: int) -> Outcome:
    """Take in a row of an indicators block; "closed" when it is none and what follows is no longer the block."""
    labels = draft.labels
    begun = [cell for cell in row_cells(table, row) if cell.row == row and not labels.empty(cell)]
    if not begun:
        return "skipped"
    if read_total(draft, columns, table, row):
        return "skipped"
    first_value = _first_value(columns, table)
    text = labels.text(begun[0])
    if _NOTE.match(text):
        draft.notes.append(begun[0].span)
        return "closed"
    # 偏差原因 and the like as the label of a text that takes the row's width.
    # Plain text and Markdown have no merged cells: the text stands in one cell, the others are empty.
    few = len(begun) == 2 or (len(begun) == 1 and len(row_cells(table, row)) <= 3)
    if begun[0].column == 0 and few and (labels.term(begun[0], "texts") or _labels_text(columns, begun)):
        return "closed"
    if len(begun) == 1 and begun[0].column_span > 1 and begun[0].column + begun[0].column_span > first_value:
        return _wide_row(draft, begun[0])
    names = min((start for _, start in columns.levels), default=0)
    if len(begun) == 1 and "一级指标" not in columns.ranges and begun[0].column < names:
        return _wide_row(draft, begun[0])  # the same where nothing is merged
    return _add_indicator(draft, columns, table, row, begun)


def read_total(draft: Draft, columns: Columns, table: Table, row: int) -> bool:
    """Take in a 总分 or 小计 row, also one that stands under the texts; False where it is none."""
    begun = [cell for cell in row_cells(table, row) if cell.row == row and not draft.labels.empty(cell)]
    for cell in begun[:2]:
        kind = _total_kind(draft, cell)
        if kind and cell.column < max(_first_value(columns, table), 1):
            _add_total(draft, columns, table, row, cell, kind)
            return True
    return False


def _labels_text(columns: Columns, begun: list[Cell]) -> bool:
    """Whether a row is a label, known or not, with a text that is merged over names and values alike."""
    if len(begun) < 2 or len(columns.levels) < 2:
        return False
    deepest = columns.ranges[f"{'一二三'[columns.levels[-1][0] - 1]}级指标"]
    start, end = begun[1].column, begun[1].column + begun[1].column_span
    covered = [span for span in columns.values.values() if start <= span[0] and span[1] <= end]
    return start < deepest[0] and end >= deepest[1] and len(covered) >= 2


def _first_value(columns: Columns, table: Table) -> int:
    """The first grid column of a value: what stands left of it are names."""
    return min((start for start, _ in columns.values.values()), default=table.columns)


def _wide_row(draft: Draft, cell: Cell) -> Outcome:
    """A single cell over names and values: a level's heading (一、产出指标（50分）), a note, or a signature."""
    text = draft.labels.text(cell)
    if len(text) <= 20 and draft.labels.dimensions_in(text):
        draft.levels = [cell, None, None]
        return "skipped"
    return "skipped" if is_nothing(text) else "closed"


def _total_kind(draft: Draft, cell: Cell) -> str | None:
    if found := draft.labels.term(cell, "total"):
        return found
    if draft.labels.term(cell, "texts") == "自评得分":
        return "总分"
    text = draft.labels.text(cell)
    return "总分" if len(text) <= 20 and _TOTAL_IN_TEXT.match(text) else None


def _add_total(draft: Draft, columns: Columns, table: Table, row: int, label: Cell, kind: str) -> None:
    labels = draft.labels
    cells = [c for c in row_cells(table, row) if c.row == row and c is not label and c.column > label.column]
    numeric = [c for c in cells if _number(draft, c) is not None]
    values: dict[str, tuple[int, int]] = {
        name: columns.values[name] for name in ("分值", "得分", "折算得分") if name in columns.values
    }
    found = match_cells(numeric, values)
    weight, score = found.get("分值"), found.get("折算得分") or found.get("得分")
    only = numeric[0] if len(numeric) == 1 else None
    if labels.term(label, "total") is None and labels.term(label, "texts") == "自评得分" and "得分" not in found:
        # 自评得分 | 100 | 等级 | 优 under the table, in cells of its own.
        weight, score, found = None, numeric[0] if numeric else None, {"得分": numeric[0]} if numeric else {}
        only = None
    if only is not None and (only is weight or not found):
        stops = values.get("得分")
        reaches_score = stops is None or (only.column < stops[1] and only.column + only.column_span > stops[0])
        # Where nothing is merged (plain text, Markdown) it stands next to the label, and nothing else in the row.
        beside = only.column == label.column + label.column_span
        reaches_score |= not found and beside and all(c is only or labels.empty(c) for c in cells)
        says_weight = "总分值" in labels.text(label) or "满分" in labels.text(label)
        value = _number(draft, only)
        # One cell under both columns says the score, unless it says 100, which may be either.
        if reaches_score and not says_weight and ("得分" in labels.text(label) or (value and value.value != 100)):
            weight, score = None, only
    elif not found and len(numeric) >= 2:
        weight, score = numeric[0], numeric[1]
    text = labels.text(label)
    if weight is None and re.search(r"\([0-9.]+分?\)", text):
        weight = label
    if score is None and re.search(r"[:][0-9.]+分?$", text):
        score = label
    grade = next((c for c in cells if _GRADE.match(labels.text(c))), None) or _grade_beside(draft, score)
    line = TotalRow(row, label, weight, score, grade)
    if kind == "小计":
        draft.subtotals.append(line)
    elif draft.total is None:
        draft.total = line
    elif weight is not None and score is not None and draft.total.weight is not None and draft.total.score is not None:
        # 指标得分合计 | 90 | 88 over 自评总得分 | 100 | 97.8: the last is the whole.
        draft.subtotals.append(draft.total)
        draft.total = line
    else:
        old = draft.total
        draft.total = replace(old, weight=old.weight or weight, score=old.score or score, grade=old.grade or grade)


def _grade_beside(draft: Draft, score: Cell | None) -> Cell | None:
    """The part of a score's cell that is a grade: 良 of 89.5分（良）."""
    match = None if score is None else _GRADE_BESIDE.search(score.span.cut(draft.labels.folded))
    if match is None or score is None:
        return None
    return replace(score, span=Span(score.span.start + match.start(1), score.span.start + match.end(1)))


def _number(draft: Draft, cell: Cell) -> Quantity | None:
    found = read_cell(draft.labels.folded, cell.span.start, cell.span.end, unit="分")
    return found[0] if len(found) == 1 and isinstance(found[0], Quantity) else None


def _add_indicator(draft: Draft, columns: Columns, table: Table, row: int, begun: list[Cell]) -> Outcome:
    labels = draft.labels
    ranges = dict(columns.ranges.items())
    ranges |= {f"{level} {name}": span for (level, name), span in columns.own.items()}
    matched = match_cells(row_cells(table, row), ranges)
    own: dict[tuple[int, str], Cell] = {}
    for level, name in columns.own:
        if (cell := matched.pop(f"{level} {name}", None)) is not None:
            own[level, name] = cell
    if _broken_by_page(draft, columns, table, row, matched):
        return "skipped"
    name_cell, has_own_name = _read_levels(draft, columns, table, row, matched)
    cells = {name: cell for name, cell in matched.items() if name in columns.values}
    stated = {name: cell for name, cell in cells.items() if not labels.blank(cell)}
    if name_cell is None:
        if not stated or all(cell.row < row for cell in stated.values()):
            return "skipped"
        if set(stated) <= {"分值", "得分"} and draft.total is None:
            draft.total = TotalRow(row, None, stated.get("分值"), stated.get("得分"))
            return "skipped"
        draft.doubt(f"第{row + 1}行有数值而没有指标名称，可能错行")
        return "skipped"
    name = labels.text(name_cell)
    if not stated and (_FILLER.match(label_key(name)) or _FILLER.match(name) or is_nothing(name)):
        return "skipped"
    if is_nothing(name) and not stated.keys() - {"分值", "得分"}:
        return "skipped"
    if (is_nothing(name) or _NONE.fullmatch(name)) and all(_says_nothing(labels.text(c)) for c in stated.values()):
        return "skipped"
    if not any(cell.row == row for cell in (name_cell, *stated.values())):
        return "skipped"
    if not has_own_name and not stated:
        return "skipped"
    dimension = _dimension(draft, draft.levels[0], draft.levels[1], name_cell)
    if not stated and dimension is None and draft.levels[2] is None and "三级指标" in columns.ranges:
        return "skipped"  # 其他指标, 填表人：… in the place of a level
    cells = parted(draft, columns, f"第{row + 1}行", cells)
    several = unstacked(draft, name_cell, cells)
    single = len(several) == 1
    several = [with_target(columns, draft, one, values) for one, values in several]
    for one, values in several:
        _check_row(draft, columns, table, row, labels.text(one), values)
    if draft.total is not None:
        # More indicators under it: it was one block's total.
        draft.subtotals.append(draft.total)
        draft.total = None
    for one, values in several:
        first, second, third = (one if cell is name_cell and not single else cell for cell in draft.levels)
        weight = draft.weight_in(one, strict=True)
        draft.indicators.append(Indicator(row, dimension, one.span, values, table, (first, second, third), weight))
        draft.own.append(own)
    return "row"


def _says_nothing(text: str) -> bool:
    """Whether a value is one of a row that does not apply: 无, /, a weight of 0."""
    return is_nothing(text) or re.fullmatch(rf"{_NONE.pattern}|0(?:\.0+)?(?:分|%)?", text) is not None


def _broken_by_page(draft: Draft, columns: Columns, table: Table, row: int, matched: dict[str, Cell]) -> bool:
    """Whether a row is only the rest of the row above it, which a page break has cut in two.

    Words that go on (a name, a reason) are left out; where a value goes on the form is doubted.
    """
    last = draft.indicators[-1] if draft.indicators else None
    if last is None or last.table is not table or last.row != row - 1 or not {"分值", "得分"} & set(columns.ranges):
        return False
    pages = [{cell.page for cell in row_cells(table, at) if cell.row == at} for at in (row - 1, row)]
    if pages[0] & pages[1] or any(not draft.labels.empty(matched.get(name)) for name in ("分值", "得分")):
        return False
    draft.fragments += [cell for cell in row_cells(table, row) if cell.row == row]
    if any(not draft.labels.empty(matched.get(name)) for name in ("指标值", "完成值", "度量单位")):
        draft.doubt(f"第{row}行被分页断成两行，无法确定各格的内容")
    return True


def _dimension(draft: Draft, first: Cell | None, second: Cell | None, name: Cell) -> str | None:
    """The dimension of a row by its level-1 cell; where two of those are one cell level 2 tells which it is.

    A PDF may lack the line between 成本指标 and 效益指标, so that both stand in one cell.
    """
    if first is None:
        return next((found for cell in (second, name) if cell for found in _dimensions(draft, cell)), None)
    names = _dimensions(draft, first)
    if len(names) > 1 and second is not None:
        return next((found for found in _dimensions(draft, second) if found in names), names[0])
    return names[0] if names else None


def _dimensions(draft: Draft, cell: Cell) -> tuple[str, ...]:
    """The dimensions that a name speaks of, in brackets (养护面积（产出）) only where it does not outside them."""
    labels = draft.labels
    return labels.dimensions_in(label_key(cell.span.cut(labels.folded))) or labels.dimensions_in(labels.text(cell))


def _read_levels(
    draft: Draft, columns: Columns, table: Table, row: int, matched: dict[str, Cell]
) -> tuple[Cell | None, bool]:
    """Bring `draft.levels` up to date with a row; its name's cell, and whether the name is the row's own.

    An empty level cell stands for the one above it, except on the deepest level: that is the indicator's own name.
    """
    labels = draft.labels
    order = columns.levels
    names = {1: "一级指标", 2: "二级指标", 3: "三级指标"}
    deepest = order[-1][0] if order else 3
    split = _split_names(columns, table, row, draft) if [level for level, _ in order] == [3] else []
    found: dict[int, Cell | None] = {}
    for level, start in order:
        found[level] = matched.get(names[level]) or table.at(row, start)
    if split:
        found, deepest = dict(zip((1, 2, 3) if len(split) == 3 else (1, 3), split, strict=True)), 3
    name: Cell | None = None
    own = False
    for level in (1, 2, 3):
        if level not in found:
            # A wide heading row above stands for level 1 where that has no column.
            if level > 1 or not order or order[0][0] == 1:
                draft.levels[level - 1] = None
            continue
        cell = found[level]
        before = draft.levels[level - 1]
        if cell is not None and before is not None and cell.page != before.page and labels.text(cell) in _TAILS:
            continue  # 产出 at the foot of one page, 指标 at the head of the next
        if cell is None or labels.empty(cell) or any(cell is part for part in draft.fragments):
            if level == deepest:
                draft.levels[level - 1] = None
            continue
        if draft.levels[level - 1] is not cell:
            draft.levels[level - 1 :] = [cell] + [None] * (3 - level)
        if cell.row == row:
            name, own = cell, True
        elif level == deepest and name is None:
            name = cell
    # A cell over two level columns is the deeper one's, unless both are above the name.
    first, second, third = draft.levels
    if third is not None:
        draft.levels = [None if first is third else first, None if second in (first, third) else second, third]
    elif second is not None and second is first:
        draft.levels = [None, second, None] if deepest == 2 else [first, None, None]
    return name, own


def _split_names(columns: Columns, table: Table, row: int, draft: Draft) -> list[Cell]:
    """The level cells of a row where one header label (绩效指标) stands over several columns of names."""
    start, end = columns.ranges["三级指标"]
    cells = [cell for cell in dict.fromkeys(table.at(row, column) for column in range(start, end)) if cell is not None]
    return cells if 2 <= len(cells) <= 3 else []


def _check_row(draft: Draft, columns: Columns, table: Table, row: int, name: str, cells: dict[str, Cell]) -> None:
    """Doubt the table where a row does not look as its header says."""
    labels = draft.labels
    place = f"第{row + 1}行"
    if _ONLY_DIGITS.fullmatch(name):
        draft.doubt(f"{place}的指标名称只有数字，可能错列")
    for column in ("分值", "得分"):
        cell = cells.get(column)
        if cell is None or labels.blank(cell):
            continue
        text = labels.text(cell)
        found = read_cell(labels.folded, cell.span.start, cell.span.end, unit="分")
        if len(found) > 1:
            draft.doubt(f"{place}的{column}有几个数，可能几行并在一格")
        elif not found and _HAN.search(text):
            draft.doubt(f"{place}的{column}不是数字，可能错列")
    first = draft.levels[0]
    if first is not None and "二级指标" in columns.ranges and _LOWER_LEVEL.match(label_key(labels.text(first))):
        draft.doubt(f"{place}的一级指标写着二级指标的名称，可能错列")
    if table.sheet is not None:
        return  # a spreadsheet's cells say themselves where they stand
    present = [cell for cell in table.grid[row] if cell is not None]
    last = max((cell.column + cell.column_span for cell in present), default=0)
    filled = max((cell.column + cell.column_span for cell in present if not labels.blank(cell)), default=0)
    if table.doubt and filled > max(end for _, end in columns.ranges.values()):
        draft.doubt("有的行比表头多单元格，无法确定各格属于哪一列")
    for column, (start, end) in columns.ranges.items():
        if any(table.at(row, at) is not None for at in range(start, end)):
            continue
        if start >= last and column in _OPTIONAL:
            continue
        draft.doubt(f"{place}比表头少单元格，无法确定各格属于哪一列")
        break
