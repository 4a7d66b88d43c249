"""Facts of tables: a figure whose column or row is headed by a label, whatever the layout.

The column's header is the nearest words above a figure, the row's the nearest on its left. Where one of the two is a
label, the other says whose figure it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from checker.document import Cell, Span, Table
from checker.interval import Interval
from checker.understand.fact import PROJECT, Fact, Strength
from checker.understand.fact_grid import BARRIER, NOTE, TOTAL, Concept, Grid, stated_unit
from checker.understand.fact_prose import Reader, read_passage
from checker.understand.fact_scope import resembles
from checker.understand.quantities import read_cell
from checker.understand.quantity import Quantity
from checker.understand.scope import Projects
from checker.vocabulary import FactTerm

# A row that numbers the columns.
_NUMBERING: Final = re.compile(r"列次|行次|栏次|列号|栏号")
_TARGET_CELL: Final = re.compile(r"指标|目标(?!完成|实现)|预期|标准|依据|说明|办法|方法|评分|原因|措施|要求|计划")
_TOTAL_SCORE: Final = re.compile(
    r"(?:自评|指标|得分|评价|综合)?(?:总分|合计|总计|总得分|总评分)(?:合计)?(?:得分)?(?:[及和、/]?(?:自评|评价)?等[级次])?|得分合计|总分合计"
)
_SCORE_COLUMN: Final = re.compile(
    r"(?:单位|自评|实际|部门|最终|指标|评价|折算|加权|折合)*(?:得分|自评分|评分|自评得分|分数|打分)(?:[值数](?!权|比)|情况)?"
)
# Not looked at by pydantic: what it would have to load for this alone costs a start 16 ms.
_SCORE: Final = FactTerm.model_construct(name="自评得分", kind="score")
_OWN_LABEL: Final = re.compile(
    r"(?P<label>(?:其中\s?:?\s?)?[^0-9:;,。()%\n]{2,12})\s?:?\s?(?P<figure>[0-9][0-9,.]*(?:[万亿千百]*元)?)\s*[;,\n]?\s*"
)
SUM_OF_PROJECTS: Final = "各项目合计"


def read_table(reader: Reader, table: Table, folded: str, caption: str, projects: Projects) -> list[Fact]:
    """The facts of a table; `caption` is the paragraph before it, which may hold the unit.

    A sheet may hold the forms of several projects under each other: `projects` tells whose a cell is.
    """
    grid = Grid(reader, table, folded)
    found: list[Fact] = []
    for cell in table.cells:
        project = projects.at(cell.span.start)
        if grid.is_figure(cell):
            fact = _figure(grid, cell, caption, project)
            if fact is not None:
                found.append(fact)
        elif parts := list(_labelled(grid, cell, caption, project)):
            found += parts
        elif len(grid.words(cell)) >= 8 and re.search(r"[0-9]", grid.words(cell)):
            found += _sentences(grid, cell, project)
    if not table.doubt:
        return found
    return [replace(fact, inferred=True) for fact in found if not _shifted(grid, fact)]


def _shifted(grid: Grid, fact: Fact) -> bool:
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


def _labelled(grid: Grid, cell: Cell, caption: str, project: str) -> Iterator[Fact]:
    """The facts of a cell that names its figures itself, under a header: 总额：120 under 预算数."""
    words = cell.span.cut(grid.folded)
    lines = list(_OWN_LABEL.finditer(words))
    if not lines or "".join(line[0] for line in lines) != words:
        return
    concept, header = grid.column_concept(cell.row, cell.column)
    if concept is None or header is None or concept.term.kind != "money":
        return
    for line in lines:
        name = _item(re.sub(r"\s", "", line["label"]))
        whole = TOTAL.fullmatch(name) is not None
        part = line["label"].startswith("其中") or grid.reader.sources.at_start(name, among=True)
        if not whole and not part:
            return
        span = Span(cell.span.start + line.start("figure"), cell.span.start + line.end("figure"))
        fact = _made(
            grid, replace(cell, span=span), concept, header, [], PROJECT if whole else name, None, caption, project
        )
        if fact is not None:
            yield fact


def _sentences(grid: Grid, cell: Cell, project: str) -> list[Fact]:
    """The facts of a cell that holds sentences, unless it states what is to be."""
    beside = grid.left(cell.row, cell.column)[:1]
    # 评价结论 with its text takes a row of its own: what stands above is another row's.
    said = set(filter(grid.words, grid.table.grid[cell.row]))
    alone = beside and beside[0].row == cell.row and said == {beside[0], cell}
    around = ["" if alone else grid.words(grid.above(cell.row, cell.column))]
    around += [grid.words(label) for label in beside]
    if any(len(words) <= 20 and _TARGET_CELL.search(words) and "完成" not in words for words in around[:1]) or any(
        len(words) <= 20 and _TARGET_CELL.search(words) and "完成" not in grid.words(grid.above(cell.row, cell.column))
        for words in around[1:]
    ):
        return []
    start, end = cell.span.start, cell.span.end
    return read_passage(grid.reader, grid.folded, start, end, project)


def _figure(grid: Grid, cell: Cell, caption: str, project: str) -> Fact | None:
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
    grid: Grid,
    cell: Cell,
    concept: Concept,
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
    total = TOTAL.fullmatch(NOTE.sub("", over)) is not None and header is not None
    if header is not None and header.row < cell.row and (source or total) and concept.term.kind != "score":
        scope = PROJECT if total else _item(over)
        return _made(grid, cell, concept, label, [*labels, header], scope, None, caption, project)
    following = grid.table.at(cell.row, cell.column + cell.column_span)
    if not adjacent or grid.is_figure(following) or (BARRIER.search(over) and not _in_pairs(grid, cell.row)):
        return None
    return _made(grid, cell, concept, label, labels, PROJECT, None, caption, project)


def _in_pairs(grid: Grid, row: int) -> bool:
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


def _row_scope(grid: Grid, row: int, nearest: Cell | None, beside: Concept | None) -> tuple[str, int | None]:
    """Whose figures a row holds, and the year that the row names."""
    listed = grid.names_column
    if listed is not None:
        name = grid.table.at(row, listed)
        words = grid.words(name)
        if grid.is_text(name) and not TOTAL.fullmatch(words):
            return words, None
        sums = [at for at in range(grid.table.rows) if TOTAL.fullmatch(grid.words(grid.table.at(at, listed)))]
        # 小计 and 总计 in one list are sums of different rows.
        return SUM_OF_PROJECTS + (f"（第{row + 1}行）" if len(sums) > 1 else ""), None
    if nearest is None or beside is not None:
        return PROJECT, None
    words = grid.words(nearest)
    if match := re.fullmatch(r"((?:19|20)[0-9]{2})年(?:度)?", words):
        return PROJECT, int(match[1])
    core = _item(words)
    if not core or TOTAL.fullmatch(core) or (grid.reader.names and resembles(core, grid.reader.names)):
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
    grid: Grid,
    cell: Cell,
    concept: Concept,
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


def _money_unit(grid: Grid, label: Cell, labels: list[Cell], caption: str) -> str | None:
    """The unit of a column of money: of its header, of the words on the row's left, of the table or its caption."""
    candidates = [grid.words(label), *(grid.words(cell) for cell in labels)]
    above = grid.above(label.row, label.column)
    candidates += [grid.words(above)] if above else []
    candidates += [grid.words(cell) for cell in grid.left(label.row, label.column)]
    for words in candidates:
        if stated := stated_unit(words):
            return stated
    if grid.unit:
        return grid.unit
    if re.search(r"单位\s*:|\([^()]{0,8}元[^()]{0,4}\)$", caption) and (stated := stated_unit(caption[-40:])):
        return stated
    return None


def _is_total_score(grid: Grid, cell: Cell, labels: list[Cell], header: str) -> bool:
    """Whether a figure is a form's total score: in its total's row, under 得分, and not among the funds."""
    if not labels or not _TOTAL_SCORE.fullmatch(NOTE.sub("", grid.words(labels[-1]))):
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
    if _SCORE_COLUMN.fullmatch(NOTE.sub("", header)):
        return True
    if BARRIER.search(header) or len(labels) > 1:
        return False
    # A form that goes on in another table without its header: out of how many points, then the points.
    return len(figures) == 2 and cell == figures[1] and grid.words(figures[0]) == "100" and not header


def _score(grid: Grid, cell: Cell, label: Cell, project: str) -> Fact | None:
    found = read_cell(grid.folded, cell.span.start, cell.span.end, unit="分")
    term = grid.reader.labels.terms.get("自评得分")
    if term is None or len(found) != 1 or not isinstance(found[0], Quantity) or not 0 <= found[0].value <= 120:
        return None
    # 总分 100 alone may say out of how many points.
    alone = "自评" not in grid.words(label) and not _SCORE_COLUMN.fullmatch(
        NOTE.sub("", grid.words(grid.above(cell.row, cell.column)))
    )
    strength: Strength = "weak" if alone and found[0].value == 100 else "firm"
    return Fact(
        term.name, found[0], cell.span, label.span, scope=project or PROJECT, year=grid.reader.year, strength=strength
    )


def _scores_projects(grid: Grid, cell: Cell, nearest: Cell | None) -> bool:
    """Whether a column of scores holds the scores of projects, and not of indicators."""
    if grid.names_column is not None:
        return True
    return grid.figures_by_column[cell.column] == 1 and nearest is None
