"""The operands of a rule's formula: what a report, a project, a line of funds or an indicator states by name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from checker.checks.figures import FACTORS, comparable, distinct, len_of, plain, raw, reading, slip, times
from checker.checks.form_dimensions import dimensions_of
from checker.checks.form_points import POINTS, points_of, rows_of
from checker.checks.score_totals import grade_in
from checker.document import Cell, Paragraph, Span
from checker.interval import Interval
from checker.understand.facts import PROJECT, Fact, year_of
from checker.understand.form import Form, Indicator
from checker.understand.form_labels import label_key
from checker.understand.quantity import Quantity
from checker.understand.report import Report

Each = Literal["report", "project", "scope", "funds", "indicator", "dimension"]

MONEY_COLUMNS: Final = ("年初预算数", "全年预算数", "到位数", "执行数", "结余数")
FUNDS_NAMES: Final = (*MONEY_COLUMNS, "执行率", "到位率", "分值", "得分")
INDICATOR_NAMES: Final = ("指标值", "完成值", "分值", "得分")
DIMENSION_NAMES: Final = POINTS
REPORT_NAMES: Final = ("年度",)
# Names that stand for words instead of numbers.
REPORT_WORDS: Final = ("等级",)
FUNDS_WORDS: Final = ("名称",)
DIMENSION_WORDS: Final = ("名称", "一级指标")
INDICATOR_WORDS: Final = ("一级指标", "二级指标", "三级指标", "名称", "度量单位")
_HUNDRED: Final = Interval.point(100)


@dataclass(frozen=True, slots=True)
class Operand:
    """A value that a formula uses: percentages as fractions, money in 元.

    `interval` is what the statement may stand for, `exact` its own number; `written` is how it stands in the document
    and `spans` where. `weak` says why the statement is less than certain, "" where it is certain. `words` is the text
    that an operand of the kind "words" stands for; its interval means nothing.
    """

    name: str
    kind: str
    unit: str
    interval: Interval
    exact: Interval
    written: str
    spans: tuple[Span, ...]
    weak: str = ""
    inferred: bool = False
    words: str | None = None

    @property
    def value(self) -> Interval | str:
        """What a formula gets."""
        return self.interval if self.words is None else self.words

    @property
    def point(self) -> Interval | str:
        """The same with the number as it is written."""
        return self.exact if self.words is None else self.words


@dataclass(frozen=True, slots=True)
class Subject:
    """What a formula is applied to. `unclear` names the operands that are stated and cannot be used, and why."""

    name: str
    operands: Mapping[str, Operand]
    unclear: Mapping[str, str] = field(default_factory=dict)
    form: Form | None = None
    cells: tuple[Cell, ...] = ()


def subjects(each: Each, report: Report, names: Collection[str] = (), *, cut: bool) -> Iterator[Subject | str]:
    """What a rule is applied to, or a reason (Chinese, without a full stop) why something could not be.

    Words, and what is not a subject's own, are looked up only where `names` (those of the rule's formulas) ask for
    them. With `cut`, percentages may have been cut off instead of rounded.
    """
    if each in ("report", "project", "scope"):
        yield from _of_facts(each, report, names, cut)
        return
    if not report.forms:
        yield "文中没有自评表"
    for form in report.forms:
        if form.doubt:
            yield form.doubt
        elif each == "funds":
            if not form.funds:
                yield "自评表中没有项目资金部分"
            points = points_of(form)
            for line in form.funds:
                read = {name: form.amount(line, name) for name in FUNDS_NAMES}
                read |= {name: points.of(name, read[name]) for name in POINTS}
                found = {
                    name: operand
                    for name, quantity in read.items()
                    if (operand := _of_cell(name, line.cell(name), quantity, report, line.units, cut))
                }
                if line.label is not None and "名称" in names:
                    found["名称"] = _of_words("名称", line.name, line.label.span, report)
                cells = tuple(line.cells.values())
                yield Subject(line.name or PROJECT, found, points.unclear, form=form, cells=cells)
        elif each == "dimension":
            yield from _of_dimensions(form, report, names, cut)
        else:
            stated = whole(report, names, cut=cut)
            others = {name: operand for name, operand in stated.operands.items() if name in names}
            points = points_of(form)
            unclear = {**stated.unclear, **points.unclear}
            for item in rows_of(form):
                read = {
                    "指标值": form.target_of(item),
                    "完成值": form.completion_of(item),
                    "分值": points.of("分值", form.weight_of(item)),
                    "得分": points.of("得分", form.score_of(item)),
                }
                found = {
                    name: operand
                    for name, quantity in read.items()
                    if (operand := _of_cell(name, item.cell(name), quantity, report, {}, cut))
                }
                found |= {name: words for name, words in _named_levels(item, report).items() if name in names}
                # The report's own figures can be used beside the row's: 得分 == 分值 * 执行数 / 全年预算数.
                operands = {**others, **found}
                cells = tuple(item.cells.values())
                yield Subject(item.name.cut(report.text), operands, unclear, form=form, cells=cells)


def _of_dimensions(form: Form, report: Report, names: Collection[str], cut: bool) -> Iterator[Subject | str]:
    """The first-level indicators of a form, with the report's own figures."""
    stated = whole(report, names, cut=cut)
    others = {name: operand for name, operand in stated.operands.items() if name in names}
    dimensions = dimensions_of(form)
    if not dimensions:
        yield "自评表中没有一级指标"
    for each in dimensions:
        found = {
            name: Operand(
                name, "score", "分", number.exact if name == "分值" else number.interval, number.exact,
                plain(number.exact.low), number.spans,
            )
            for name, number in each.numbers.items()
        }  # fmt: skip
        found |= {name: _of_words(name, each.name, each.label, report) for name in DIMENSION_WORDS if name in names}
        yield Subject(each.name, {**others, **found}, {**stated.unclear, **each.unclear}, form=form)


def whole(report: Report, names: Collection[str], *, cut: bool) -> Subject:
    """The report as a whole, for formulas of these names."""
    return next(_of_facts("report", report, names, cut))


def _of_words(name: str, words: str, span: Span, report: Report) -> Operand:
    nothing = Interval.point(0)
    return Operand(name, "words", "", nothing, nothing, "".join(span.cut(report.text).split()), (span,), words=words)


def _named_levels(item: Indicator, report: Report) -> dict[str, Operand]:
    """The names above an indicator and its own; level 1 is the dimension where the row has no cell for it."""
    found: dict[str, Operand] = {}
    for name, cell in zip(("一级指标", "二级指标"), item.levels, strict=False):
        if cell is not None and len(cell.span):
            found[name] = _of_words(name, label_key(cell.span.cut(report.folded)), cell.span, report)
    if "一级指标" not in found and item.dimension:
        found["一级指标"] = _of_words("一级指标", item.dimension, item.name, report)
    for name in ("三级指标", "名称"):
        found[name] = _of_words(name, item.name.cut(report.folded), item.name, report)
    if (unit := item.cell("度量单位")) is not None and len(unit.span):
        found["度量单位"] = _of_words("度量单位", unit.span.cut(report.folded), unit.span, report)
    return found


def _grades(report: Report) -> list[Span]:
    """Where the report says what grade it was given."""
    found = []
    for form in report.forms:
        if (cell := form.grade) is not None and (word := _GRADE_WORD.search(cell.span.cut(report.folded))):
            found.append(Span(cell.span.start + word.start(), cell.span.start + word.end()))
    for block in report.document.blocks:
        if isinstance(block, Paragraph) and block.role == "body":
            at = block.span.start
            for piece in block.span.cut(report.folded).split("。"):
                if (place := grade_in(Span(at, at + len(piece)), report.folded)) is not None:
                    found.append(place)
                at += len(piece) + 1
    return found


_GRADE_WORD: Final = re.compile(r"优秀|良好|合格|不合格|较差|优|良|中|差")


def _of_cell(
    name: str, cell: Cell | None, quantity: Quantity | None, report: Report, units: Mapping[str, str], cut: bool
) -> Operand | None:
    if quantity is None:
        return None
    span = cell.span if cell is not None else quantity.span
    written = re.sub(r"\s+", "", span.cut(report.text))
    if quantity.kind == "money" and not re.search(r"[元万亿]", written):
        written += units.get(name, quantity.unit)
    elif quantity.kind == "score":
        written = written.rstrip("%％")  # a weight of 50 % is one of 50 points
    elif quantity.kind == "percent" and not re.search(r"[%％‰]", written):
        written += "%"
    return _operand(name, quantity, (span,), written, cut)


def _operand(
    name: str, quantity: Quantity, spans: tuple[Span, ...], written: str, cut: bool, *, weak: str = "",
    inferred: bool = False, interval: Interval | None = None,
) -> Operand:  # fmt: skip
    exact = Interval.point(quantity.value)
    # A weight is given, not measured: nothing was rounded.
    whole = exact if name == "分值" else interval or quantity.interval
    if quantity.kind == "percent":
        if cut and interval is None:
            whole = Interval(whole.low, max(whole.high, quantity.value + quantity.step))
        whole, exact = whole / _HUNDRED, exact / _HUNDRED
    return Operand(name, quantity.kind, quantity.unit, whole, exact, written, spans, weak, inferred)


def _of_facts(each: Each, report: Report, names: Collection[str], cut: bool) -> Iterator[Subject]:
    """The report as a whole, each project, or each scope, with the figures of the report's own year."""
    year = year_of(report)
    facts = [f for f in comparable(report.facts) if not f.cumulative and f.year in (None, year) and f.quantity.unit]
    scopes = list(dict.fromkeys(fact.scope for fact in facts)) or [PROJECT]
    if each == "report":
        scopes = [PROJECT]
    elif each == "project":
        projects = report.projects.names
        scopes = [scope for scope in scopes if scope == PROJECT or scope in projects] or [PROJECT]
    by_scope: dict[str, list[Fact]] = {}
    for fact in facts:
        by_scope.setdefault(fact.scope, []).append(fact)
    for scope in scopes:
        own = by_scope.get(scope, [])
        operands: dict[str, Operand] = {}
        unclear: dict[str, str] = {}
        for name in dict.fromkeys(fact.name for fact in own):
            found = _stated([fact for fact in own if fact.name == name], report, cut)
            if isinstance(found, Operand):
                operands[name] = found
            else:
                unclear[name] = found
        if "年度" in names and year is not None:
            at = Interval.point(year)
            operands["年度"] = Operand("年度", "year", "年", at, at, f"{year}年", ())
        if "等级" in names and scope == PROJECT:
            grades = _grades(report)
            said = list(dict.fromkeys(span.cut(report.folded) for span in grades))
            if len(said) == 1:
                operands["等级"] = _of_words("等级", said[0], grades[0], report)
            elif said:
                unclear["等级"] = f"等级有“{'”“'.join(said[:3])}”等不同写法，无法确定以哪个为准"
        yield Subject(scope, operands, unclear)


def _stated(facts: list[Fact], report: Report, cut: bool) -> Operand | str:
    """The one value of several statements of a figure, or why there is none."""
    name = facts[0].name
    for chosen in (
        [fact for fact in facts if fact.strength == "firm" and not fact.inferred],
        [fact for fact in facts if fact.strength == "plain" and not fact.inferred],
        [fact for fact in facts if fact.strength != "weak"],
        [fact for fact in facts if not fact.inferred],
        facts,
    ):
        if chosen:
            break
    values = distinct(chosen)
    if len(values) == 1 and chosen[0].strength != "firm":
        # A label that is no more than usual may be another's: 全区共支出1200万元 beside 执行294万元.
        values = distinct(fact for fact in facts if not fact.inferred) or values
    elif len(values) == 1 and name != "全年预算数":
        # What is said otherwise under a usual label elsewhere is a conflict, which is reported as such.
        beside = {fact.sentence for fact in chosen}
        others = [f for f in facts if f.strength == "plain" and not f.inferred and f.sentence not in beside]
        values = distinct([*chosen, *others])
    if slipped := _slipped(values[0], facts):
        other, factor = slipped
        first, second = sorted((values[0], other), key=lambda fact: fact.span.start)
        return (
            f"{name}有{raw(first, report)}、{raw(second, report)}两种写法，相差{times(factor)}倍，"
            "单位可能写错，无法确定以哪个为准"
        )
    if len(values) > 1:
        return f"{name}有{raw(values[0], report)}、{raw(values[1], report)}等不同写法，无法确定以哪个为准"
    ordered = sorted(chosen, key=lambda fact: (len_of(reading(fact)), fact.span.start))
    finest = ordered[0]
    interval = _reading(finest, cut)
    for other in ordered[1:]:
        interval = interval.intersection(_reading(other, cut)) or interval
    weak = "口径没有写明" if finest.strength == "weak" else ""
    return _operand(
        name,
        finest.quantity,
        tuple(fact.span for fact in sorted(chosen, key=lambda fact: (fact is not finest, fact.span.start))),
        raw(finest, report),
        cut,
        weak=weak,
        inferred=finest.inferred,
        interval=interval,
    )


def _slipped(chosen: Fact, facts: list[Fact]) -> tuple[Fact, int] | None:
    """A statement that differs from the chosen one by a unit's factor: either of the two may have the wrong unit."""
    if chosen.quantity.kind != "money":
        return None
    found = ((fact, slip(fact, chosen, FACTORS)) for fact in facts if not fact.inferred)
    return next(((fact, factor) for fact, factor in found if factor is not None), None)


def _reading(fact: Fact, cut: bool) -> Interval:
    return reading(fact) if cut else fact.quantity.interval


def in_words(value: Interval, kind: str, written: str) -> str:
    """A computed value as a message shows it: money in the unit of what was written, fractions as percentages."""
    number = (value.low + value.high) / 2
    if kind == "money":
        if "亿" in written:
            return plain(round(number / 100_000_000, 6)) + "亿元"
        if "万" in written:
            return plain(round(number / 10_000, 6)) + "万元"
        return plain(round(number, 2)) + "元"
    if kind == "percent":
        return plain(round(number * 100, 2)) + "%"
    return plain(round(number, 4)) + {"score": "分"}.get(kind, "")
