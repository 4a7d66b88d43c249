"""Forms and scoring tables as grids of merged cells."""

from __future__ import annotations

from decimal import Decimal

from corpus.compose.layouts import LAYOUTS, OTHER_LAYOUTS, Layout
from corpus.parts.source import Cell, Grid
from corpus.plan import Form, FundsRow, IndicatorRow, ScoringTable, Stated

_LAYOUTS = {layout.name: layout for layout in (*LAYOUTS, *OTHER_LAYOUTS)}


class GridWriter:
    """Cells row by row; `grid` is the table. A cell is its text, and how many columns and rows it covers."""

    def __init__(self, columns: int) -> None:
        self.columns, self.rows = columns, 0
        self.cells: list[Cell] = []

    def row(self, *cells: tuple[int, str, int, int]) -> None:
        """A row of cells: column, text, width, height."""
        self.cells += [Cell(self.rows, column, text, height, width) for column, text, width, height in cells]
        self.rows += 1

    @property
    def grid(self) -> Grid:
        return Grid(tuple(self.cells), self.rows, self.columns, frozenset())


class FormGrid:
    """One form as a grid; `numbers` makes figures cells of a spreadsheet."""

    def __init__(self, form: Form, *, numbers: bool) -> None:
        self.form, self.numbers = form, numbers
        self.layout: Layout = _LAYOUTS[form.layout]
        self.side = 1 if self.layout.side else 0
        self.columns = max(len(self.layout.columns) + self.side, len(self.layout.funds) + 2)
        self.out = GridWriter(self.columns)
        self.widths = [1] * len(self.layout.columns)
        # A layout with more columns of funds than of indicators gives the last column what is over.
        self.widths[-1] += self.columns - self.side - sum(self.widths)

    def grid(self) -> Grid:
        self._header()
        self._funds()
        self._goals()
        self._indicators()
        self._total()
        for label, words in self.form.texts:
            self.out.row((0, label, 2, 1), (2, words, self.columns - 2, 1))
        return self.out.grid

    def _header(self) -> None:
        rest = list(self.form.header)
        label, value = rest.pop(0)
        self.out.row((0, self._label(label), 2, 1), (2, value, self.columns - 2, 1))
        while rest:
            pair, rest = rest[:2], rest[2:]
            if len(pair) == 1:
                self.out.row((0, self._label(pair[0][0]), 2, 1), (2, pair[0][1], self.columns - 2, 1))
                continue
            half = (self.columns - 2) // 2
            (first, one), (second, two) = pair
            self.out.row(
                (0, self._label(first), 2, 1),
                (2, one, half - 1, 1),
                (1 + half, self._label(second), 1, 1),
                (2 + half, two, self.columns - 2 - half, 1),
            )

    def _label(self, words: str) -> str:
        return " ".join(words) if self.form.spread and len(words) == 4 else words

    def _funds(self) -> None:
        keys = self.layout.funds
        height = len(self.form.funds) + 1
        start = self.columns - len(keys)
        title = self.form.headings.get("funds", "项目资金")
        cells = [(0, self._label(title), 1, height), (1, "", start - 1, 1)]
        cells += [(start + n, self.form.headings[f"funds.{key}"], 1, 1) for n, key in enumerate(keys)]
        self.out.row(*cells)
        for row in self.form.funds:
            cells = [(1, row.name, start - 1, 1)]
            cells += [(start + n, self._fund(row, key), 1, 1) for n, key in enumerate(keys)]
            self.out.row(*cells)

    def _fund(self, row: FundsRow, key: str) -> str:
        figure = row.cells.get(key)
        return self.form.dash if figure is None else self._figure(figure)

    def _goals(self) -> None:
        half, words = (self.columns - 1) // 2, self.form.headings
        many = len(self.form.goals) > 1
        height = 2 if not many else len(self.form.goals) + 1
        self.out.row(
            (0, words.get("goals", "年度总体目标" if not self.form.spread else "年度总体 目标"), 1, height),
            (1, words.get("expected", "预期目标"), half, 1),
            (1 + half, words.get("happened", "实际完成情况"), self.columns - 1 - half, 1),
        )
        for number, goal in enumerate(self.form.goals, 1):
            lead = f"目标{number}：" if many else ""
            self.out.row(
                (1, lead + goal.expected.text, half, 1), (1 + half, goal.actual.text, self.columns - 1 - half, 1)
            )

    def _indicators(self) -> None:
        rows = self.form.rows
        starts = [self.side + sum(self.widths[:n]) for n in range(len(self.widths))]
        height = len(rows) + 1 + (1 if self.form.filler_rows else 0)
        cells = [(0, "绩 效 指 标" if self.form.spread else "绩效指标", 1, height)] if self.side else []
        cells += [(starts[n], self.form.headings[key], self.widths[n], 1) for n, key in enumerate(self.layout.columns)]
        self.out.row(*cells)
        for index, row in enumerate(rows):
            cells = []
            for n, key in enumerate(self.layout.columns):
                if key in ("level1", "level2"):
                    if index and self._same(rows[index - 1], row, key):
                        continue
                    high = 1
                    while index + high < len(rows) and self._same(row, rows[index + high], key):
                        high += 1
                    cells.append((starts[n], self._level(row, key), self.widths[n], high))
                else:
                    cells.append((starts[n], self._value(row, key), self.widths[n], 1))
            self.out.row(*cells)
        if self.form.filler_rows:
            blank = ["level1", "level2", "name"]
            self.out.row(
                *(
                    (starts[n], "……" if key in blank else "", self.widths[n], 1)
                    for n, key in enumerate(self.layout.columns)
                )
            )

    def _same(self, one: IndicatorRow, two: IndicatorRow, key: str) -> bool:
        return one.dimension == two.dimension and (key == "level1" or one.sub == two.sub)

    def _level(self, row: IndicatorRow, key: str) -> str:
        if key == "level1":
            name = self.form.dimensions.get(row.dimension, row.dimension)
            weight = self.form.weights.get(row.dimension)
            return f"{name}（{weight.text}）" if weight else name
        return row.sub + ("指标" if self.form.dimensions.get(row.dimension, "").endswith("指标") else "")

    def _value(self, row: IndicatorRow, key: str) -> str:
        match key:
            case "name":
                return ("★" if row.star else "") + row.name
            case "comparison":
                return row.comparison
            case "target":
                if isinstance(row.target, str):
                    return row.target
                apart = "comparison" in self.layout.columns
                return self._figure(row.target) if apart or not row.comparison else row.comparison + row.target.text
            case "unit":
                return row.unit or "/"
            case "actual":
                return row.actual if isinstance(row.actual, str) else self._figure(row.actual)
            case "weight" | "score":
                figure = row.weight if key == "weight" else row.score
                return "" if figure is None else self._figure(figure)
            case "review":
                return ""
            case "method":
                return row.method
        return row.reason

    def _total(self) -> None:
        keys = list(self.layout.columns)
        starts = [self.side + sum(self.widths[:n]) for n in range(len(self.widths))]
        first = min(keys.index("weight"), keys.index("score"))
        cells = [(0, self.form.headings.get("total", "总分"), starts[first], 1)]
        for n in range(first, len(keys)):
            figure = {"weight": self.form.total_weight, "score": self.form.total_score}.get(keys[n])
            cells.append((starts[n], "" if figure is None else self._figure(figure), self.widths[n], 1))
        self.out.row(*cells)

    def _figure(self, figure: Stated) -> str:
        return sheet_cell(figure) if self.numbers else figure.text


def sheet_cell(figure: Stated) -> str:
    """A spreadsheet's cell: the value with the number format that shows what the plan prints."""
    if figure.prefix or figure.suffix or figure.cut or '"' in figure.unit:
        return figure.text
    digits = figure.number.replace(",", "")
    places = len(digits.partition(".")[2])
    shape = ("#,##0" if figure.grouped else "0") + ("." + "0" * places if places else "")
    if figure.unit == "%":
        return f"{{{Decimal(digits) / 100:f};{shape}%}}"
    unit = f'"{figure.unit}"' if figure.unit else ""
    return f"{{{digits};{shape}{unit}}}"


def scoring_grid(table: ScoringTable) -> Grid:
    """A 评分表: level-1 rows only where it says so."""
    keys = ["level1", "level2", "name", "weight", "score", "reason"] if table.detail else ["level1", "weight", "score"]
    out = GridWriter(len(keys))
    out.row(*((n, table.headings[key], 1, 1) for n, key in enumerate(keys)))
    if table.detail:
        for index, row in enumerate(table.rows):
            cells = []
            for n, key in enumerate(("level1", "level2")):
                if index and _group(table, index - 1, n) == _group(table, index, n):
                    continue
                high = 1
                while index + high < len(table.rows) and _group(table, index + high, n) == _group(table, index, n):
                    high += 1
                cells.append((n, row.dimension if key == "level1" else row.sub, 1, high))
            cells += [(2, row.name, 1, 1), (3, row.weight.text, 1, 1), (4, row.score.text, 1, 1), (5, row.reason, 1, 1)]
            out.row(*cells)
        out.row((0, "合计", 3, 1), (3, table.total_weight.text, 1, 1), (4, table.total_score.text, 1, 1), (5, "", 1, 1))
    else:
        for name in dict.fromkeys(row.dimension for row in table.rows):
            rows = [row for row in table.rows if row.dimension == name]
            weight = sum((row.weight.value for row in rows), Decimal(0))
            score = sum((row.score.value for row in rows), Decimal(0))
            out.row((0, name, 1, 1), (1, _digits(weight), 1, 1), (2, _digits(score), 1, 1))
        out.row((0, "合计", 1, 1), (1, table.total_weight.text, 1, 1), (2, table.total_score.text, 1, 1))
    return out.grid


def _group(table: ScoringTable, index: int, level: int) -> tuple[str, ...]:
    row = table.rows[index]
    return (row.dimension,) if level == 0 else (row.dimension, row.sub)


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}"
