"""A form while it is being read: what has been found so far, and what it comes to in the end."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from checker.document import Cell, Span, Table
from checker.understand.form import Form, FormKind, FundLine, Goal, Group, HeaderItem, Indicator, TotalRow
from checker.understand.form_columns import Columns
from checker.understand.form_labels import Labels, label_key, squeeze
from checker.understand.quantities import read_cell
from checker.understand.quantity import Quantity

_WEIGHT_IN_NAME: Final = re.compile(
    r"[(\[【]\s*(?:共|计|分值|权重|满分)?[:\s]*([0-9]+(?:\.[0-9]+)?)\s*(?:分|%)?\s*[)\]】]|([0-9]+(?:\.[0-9]+)?)\s*分(?:$|\s|[)\]:])"
)
_SCORE_IN_NAME: Final = re.compile(r"[(\[【]\s*([0-9]+(?:\.[0-9]+)?)\s*分\s*[)\]】]")
_PARENT: Final = re.compile(r"^[一二三四五六七八九十]+[、.]")
_FUNDS: Final = re.compile(r"预算|执行[数率]|支出|资金")
_PROCESS: Final = frozenset(("决策", "过程", "投入"))
_ABOUT_PERFORMANCE: Final = re.compile(r"绩效|自评|评分表|评价表|评价指标")
_DOUBTS: Final = 5  # reasons that one form is doubted for: who mends those reads it anew
_SCORES: Final = frozenset(("得分", "折算得分", "复核得分", "扣分"))


@dataclass(slots=True)
class Draft:
    """The parts of one form that have been found.

    `levels` are the level cells that the next row may inherit; `fragments` are the lower halves of cells that a page
    break has cut in two.
    """

    labels: Labels
    tables: list[Table] = field(default_factory=list)
    title: Span | None = None
    year: int | None = None
    header: list[HeaderItem] = field(default_factory=list)
    funds: list[FundLine] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    blocks: list[tuple[Cell, int]] = field(default_factory=list)
    own: list[dict[tuple[int, str], Cell]] = field(default_factory=list)
    total: TotalRow | None = None
    subtotals: list[TotalRow] = field(default_factory=list)
    columns: Columns | None = None
    heads: dict[str, Cell] = field(default_factory=dict)
    texts: dict[str, Cell] = field(default_factory=dict)
    notes: list[Span] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    levels: list[Cell | None] = field(default_factory=lambda: [None, None, None])
    fragments: list[Cell] = field(default_factory=list)
    unit: str | None = None
    around: str = ""

    @property
    def started(self) -> bool:
        """Whether a part that a form has once is there already."""
        return bool(self.funds or self.goals or self.indicators or self.columns)

    def doubt(self, reason: str) -> None:
        if len(self.doubts) < _DOUBTS and reason not in self.doubts:
            self.doubts.append(reason)

    def add_table(self, table: Table) -> None:
        if table not in self.tables:
            self.tables.append(table)
            if table.doubt:
                self.doubt(table.doubt)

    def finish(self) -> Form | None:
        """The form that the draft comes to, or None where it is none."""
        labels = self.labels
        self._in_weights()
        self._doubt_unread_funds()
        indicators, parents = self._parents()
        groups = [*self._blocks(indicators), *(parents or self._groups(indicators))]
        required = {item.name for item in labels.dimensions if item.required}
        dimensions: set[str] = set()
        for item in indicators:
            first, second, _ = item.levels
            named = labels.dimensions_in(label_key(first.span.cut(labels.folded))) if first else ()
            dimensions.update(named or ((item.dimension,) if item.dimension else ()))
            # 一级指标 | 指标名称: without a second level the name itself says that it is one of 满意度.
            named_there = second.span if second is not None else item.name
            dimensions.update(required.intersection(labels.dimensions_in(squeeze(named_there.cut(labels.folded)))))
        kind = self._kind(dimensions)
        if kind is None:
            return None
        return Form(
            kind,
            tuple(self.tables),
            tuple(indicators),
            frozenset(dimensions),
            "；".join(self.doubts) or None,
            self.title,
            self.year,
            tuple(self.header),
            tuple(self.funds),
            tuple(self.goals),
            tuple(sorted(groups, key=lambda group: (group.cell.span.start, group.level))),
            self.total,
            tuple(self.subtotals),
            self.heads,
            self.texts,
            tuple(self.notes),
            labels.folded,
        )

    def _doubt_unread_funds(self) -> None:
        """Doubt a form that lacks the points of its funds while its tables speak of funds that were not read."""
        if self.funds or self.total is None or any(item.dimension == "执行率" for item in self.indicators):
            return
        whole = self._points(self.total.weight)
        cells = dict.fromkeys(cell for item in self.indicators if (cell := item.cells.get("分值")) is not None)
        weights = [self._points(cell) for cell in cells]
        if whole is None or not weights or None in weights:
            return
        missing = whole - sum((weight for weight in weights if weight is not None), Decimal(0))
        first = min(item.row for item in self.indicators)
        above = (
            cell for table in self.tables for cell in table.cells if table is not self.tables[-1] or cell.row < first
        )
        # A project may be called 某某补助资金, and the form is one of 项目支出绩效自评.
        names = {item.value for item in self.header}
        labels = [text for cell in above if cell.span not in names and len(text := self.labels.text(cell)) <= 20]
        if missing > 0 and any(_FUNDS.search(text) and not _ABOUT_PERFORMANCE.search(text) for text in labels):
            self.doubt("资金部分没有读出，分值和得分不全")

    def _in_weights(self) -> None:
        """Make 折算得分 the score where 单项得分 is out of 100 for every indicator, whatever its weight."""
        if not {"分值", "得分", "折算得分"} <= set(self.heads):
            return
        rows = [
            [self._points(item.cells.get(name)) for name in ("分值", "得分", "折算得分")] for item in self.indicators
        ]
        full = [(weight, own, made) for weight, own, made in rows if None not in (weight, own, made)]
        beyond = any(own > weight for weight, own, _ in full if own is not None and weight is not None)
        within = all(made <= weight for weight, _, made in full if made is not None and weight is not None)
        if not (full and beyond and within):
            return

        def moved(cells: dict[str, Cell]) -> dict[str, Cell]:
            kept = {name: cell for name, cell in cells.items() if name not in ("得分", "折算得分")}
            return kept | ({"得分": cells["折算得分"]} if "折算得分" in cells else {})

        self.heads = moved(self.heads)
        self.indicators = [replace(item, cells=moved(item.cells)) for item in self.indicators]

    def _points(self, cell: Cell | None) -> Decimal | None:
        found = read_cell(self.labels.folded, cell.span.start, cell.span.end, unit="分") if cell else []
        return found[0].value if len(found) == 1 and isinstance(found[0], Quantity) else None

    def _kind(self, dimensions: set[str]) -> FormKind | None:
        title = squeeze(self.title.cut(self.labels.folded)) if self.title else ""
        promised = bool(re.search(r"申报表|目标表|批复表|审核表", title)) and "自评" not in title
        if not self.indicators:
            # A 自评表 whose indicators could not be read is a form still; a funding table is none.
            whole = (self.goals and self.goals[0].actual) or any("得分" in line.cells for line in self.funds)
            named = any(item.name == "项目名称" for item in self.header) or "自评" in title
            if promised or not (self.doubts or (whole and named)):
                return None
            if not self.doubts:
                self.doubt("表中没有读到绩效指标")
            return "self-evaluation"
        scored = bool(_SCORES.intersection(self.heads))
        reported = scored or bool({"完成值", "完成率"} & set(self.heads))
        spent = any("执行数" in line.cells or "执行率" in line.cells for line in self.funds)
        if not reported:
            # A table whose header was read in the wrong place may hold scores all the same.
            return "self-evaluation" if self.doubts and spent and not promised else "targets"
        whole = spent or any(goal.actual for goal in self.goals)
        about = bool(dimensions) or bool(_ABOUT_PERFORMANCE.search(title + self.around))
        if not whole and not about:
            return "targets" if {"指标值", "完成值"} <= set(self.heads) else None
        if not whole and not scored and not dimensions:
            return "targets"
        if whole:
            return "self-evaluation"
        if _PROCESS & dimensions or "评分" in title or not {"指标值", "完成值"} & set(self.heads):
            return "self-evaluation" if "自评表" in title and "完成值" in self.heads else "scoring"
        return "self-evaluation"

    def _parents(self) -> tuple[list[Indicator], list[Group]]:
        """The indicators without those rows that only head others, and the groups that such rows make.

        In a table with a single column of names (指标 | 分值 | 得分) 一、决策 stands above 1.立项依据.
        """
        folded = self.labels.folded
        if any(item.levels[0] or item.levels[1] for item in self.indicators):
            return self.indicators, []
        heads = [bool(_PARENT.match(squeeze(item.name.cut(folded)))) for item in self.indicators]
        if all(heads) or not any(heads) or not heads[0]:
            return self.indicators, []
        kept: list[Indicator] = []
        groups: list[tuple[Indicator, list[int]]] = []
        for at, (item, is_head) in enumerate(zip(self.indicators, heads, strict=True)):
            if is_head and not (at + 1 == len(heads) or heads[at + 1]):
                groups.append((item, []))
            elif is_head:
                kept.append(item)
            else:
                parent, members = groups[-1] if groups else (None, [])
                members.append(len(kept))
                cell = parent.levels[2] if parent else None
                kept.append(
                    replace(item, levels=(cell, None, item.levels[2]), dimension=parent.dimension)
                    if parent is not None
                    else item
                )
        made = []
        for parent, members in groups:
            cell = parent.levels[2]
            if cell is not None:
                made.append(
                    Group(
                        1, cell, self._plain(cell), parent.dimension, tuple(members), self.weight_in(cell),
                        parent.cells.get("分值"), parent.cells.get("得分"),
                    )
                )  # fmt: skip
        return kept, made

    def _blocks(self, indicators: list[Indicator]) -> list[Group]:
        """The blocks whose own heading states a weight: 年度绩效目标1（40分）."""
        groups = []
        for number, (cell, first) in enumerate(self.blocks):
            last = self.blocks[number + 1][1] if number + 1 < len(self.blocks) else len(indicators)
            if (weight := self.weight_in(cell)) is not None:
                groups.append(Group(0, cell, self._plain(cell), None, tuple(range(first, last)), weight))
        return groups

    def _groups(self, indicators: list[Indicator]) -> list[Group]:
        """Level 1 and level 2, each with its rows."""
        groups: list[Group] = []
        for level in (1, 2):
            members: list[int] = []
            for at, item in enumerate(indicators):
                cell = item.levels[level - 1]
                previous = indicators[at - 1].levels if at else (None, None, None)
                if members and not self._same(item.levels[:level], previous[:level]):
                    groups.append(self._group(level, indicators, members))
                    members = []
                if cell is not None:
                    members.append(at)
            if members:
                groups.append(self._group(level, indicators, members))
        return groups

    def _group(self, level: int, indicators: list[Indicator], members: list[int]) -> Group:
        cell = indicators[members[0]].levels[level - 1]
        assert cell is not None
        own = self.own[members[0]] if self.own else {}
        dimension = indicators[members[0]].dimension
        weight = self.weight_in(cell)
        return Group(
            level, cell, self._plain(cell), dimension, tuple(members), weight,
            own.get((level, "分值")), own.get((level, "得分")),
        )  # fmt: skip

    def _same(self, one: tuple[Cell | None, ...], other: tuple[Cell | None, ...]) -> bool:
        """Whether two rows stand under the same levels: the same cells, or cells that repeat the same words."""
        return all(a is b or (a is not None and b is not None and self.labels.text(a) == self.labels.text(b))
                   for a, b in zip(one, other, strict=True))  # fmt: skip

    def _plain(self, cell: Cell) -> str:
        return label_key(cell.span.cut(self.labels.folded))

    def weight_in(self, cell: Cell, *, strict: bool = False) -> Quantity | None:
        """The weight that a name states (产出指标（50分）), in 分; with `strict` only where 分 is said."""
        folded = self.labels.folded
        match = (_SCORE_IN_NAME if strict else _WEIGHT_IN_NAME).search(folded, cell.span.start, cell.span.end)
        if match is None:
            return None
        group = 1 if match[1] else 2
        found = read_cell(folded, match.start(group), match.end(group), unit="分")
        return found[0] if len(found) == 1 and isinstance(found[0], Quantity) else None
