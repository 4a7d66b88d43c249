"""The targets of forms: an indicator's 指标值 held against its 完成值, and 年度总体目标 against its completion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from checker.document import Cell, Span, Table
from checker.understand.form import Form, Indicator
from checker.understand.form_labels import squeeze
from checker.understand.quantity import Quantity
from checker.understand.target_measures import incomparable, reach, undirected
from checker.understand.target_reasons import Reason, classify, gives_cause
from checker.understand.targets import Completion, Status, Target

if TYPE_CHECKING:
    from checker.understand.report import Report

_SHORT_WORDS: Final = re.compile(
    r"部分(?:达成|完成|达到|实现)|(?:未|没有|尚未|未能)(?:全部|按期|按时|完全)?(?:达成|完成|达到|实现|达标|开展|实施)"
)
_DONE_WORDS: Final = re.compile(r"未(?:发生|出现|发现)|无未完成")
_OPERATOR: Final = re.compile(r"^(?:≥|≤|>=|<=|>|<|不少于|不低于|不超过|不高于|大于|小于|高于|低于)|(?:以上|以内|以下)$")
_LOST: Final = re.compile(r"(?:失分|扣分项?|不足之处|改进的地方)[^。,;]{0,4}(?:集中|主要|在|是|为)[^。]*、")
_SENTENCE: Final = re.compile(r"[^。;!?\n]+[。;!?]?")


def read_row_targets(report: Report) -> Iterator[Target]:
    """The targets of every form that states both what was promised and what was done."""
    for form in report.all_forms:
        for goal in form.goals if form.kind != "targets" else ():
            if goal.expected is not None and not form.blank(goal.expected):
                yield _goal(form, goal.expected, goal.actual)
        for indicator in form.indicators:
            if (target := _row(report, form, indicator)) is not None:
                yield target


def _goal(form: Form, expected: Cell, actual: Cell | None) -> Target:
    wanted, done = form.text(expected), form.text(actual)
    copied = len(wanted) >= 8 and re.sub(r"[。;,]", "", wanted) == re.sub(r"[。;,]", "", done)
    completions = () if actual is None or form.blank(actual) else (Completion(actual.span),)
    return Target(expected.span, None, "qualitative", completions, wanted, form=form, goal=True, copied=copied)


def _row(report: Report, form: Form, indicator: Indicator) -> Target | None:
    wanted, done = indicator.cell("指标值"), indicator.cell("完成值")
    if wanted is None or done is None or form.blank(wanted) or wanted is done or indicator.dimension == "执行率":
        return None
    name = squeeze(indicator.name.cut(report.folded))
    target = Target(wanted.span, form.target_of(indicator), "qualitative", (), name, form=form, indicator=indicator)
    if form.blank(done):
        return replace(target, status="unreported")
    actual = _same_unit(form.completion_of(indicator), target.quantity)
    target = replace(
        target,
        completions=(Completion(done.span, actual),),
        copied=_copied(form.text(wanted), form.text(done), target.quantity, form.completion_of(indicator)),
    )
    reason, kind = _reason(report, form, indicator, name)
    target = replace(target, reason=reason, reason_kind=kind)
    return replace(target, status=_status(report, form, target, form.text(done), kind))


def _status(report: Report, form: Form, target: Target, done: str, kind: Reason) -> Status:
    actual = target.completions[0].quantity
    short: Status = "explained" if kind in ("given", "vague") else "unmet"
    if target.quantity is None or actual is None:
        if _SHORT_WORDS.search(_DONE_WORDS.sub("", done)) and actual is None:
            return short
        return "qualitative" if target.quantity is None else "possible" if re.search(r"[0-9]", done) else "met"
    if incomparable(target.quantity, actual, report.vocabulary.measures) or not _alike(target.quantity, actual):
        return "possible"
    if target.copied:
        return "possible"
    outcome = reach(target.quantity, actual)
    if outcome != "reached" and undirected(target.quantity, _called(form, target)):
        return "possible" if outcome == "short" else "met"
    return {"short": short, "reached": "met", "exceeded": "exceeded"}[outcome]


def _called(form: Form, target: Target) -> str:
    """An indicator's name with the headings above it."""
    levels = target.indicator.levels if target.indicator is not None else ()
    return "".join([target.name, *(form.text(cell) for cell in levels)])


def _alike(target: Quantity, actual: Quantity) -> bool:
    """Whether two quantities of one row may be held against each other: one row counts one thing."""
    if "date" in (target.kind, actual.kind) or "year" in (target.kind, actual.kind):
        return target.kind == actual.kind
    if target.unit == actual.unit or "" in (target.unit, actual.unit):
        return True
    return target.kind == actual.kind == "count"


def _same_unit(actual: Quantity | None, target: Quantity | None) -> Quantity | None:
    """A bare completion in its target's unit; a share of one (0.97 in a spreadsheet) as a percentage."""
    if actual is None or target is None or actual.kind != "number" or actual.unit or not target.unit:
        return actual
    if target.kind == "date":
        return actual
    if target.unit == "%" and abs(actual.value) <= Decimal("1.5") < target.value:
        hundred = Decimal(100)
        spread = actual.interval
        return replace(
            actual, kind="percent", unit="%", value=actual.value * hundred, step=actual.step * hundred,
            interval=type(spread)(spread.low * hundred, spread.high * hundred),
        )  # fmt: skip
    scale = _scale_of(target)
    if scale != 1:
        return None  # 12万元 against a bare 11.5: whose unit the bare number has is not sure
    return replace(actual, kind=target.kind, unit=target.unit)


def _scale_of(target: Quantity) -> int:
    return 10_000 if target.value >= 10_000 and target.step >= 100 else 1


def _copied(wanted: str, done: str, target: Quantity | None, actual: Quantity | None) -> bool:
    """Whether the completion is the promise, its operator copied along; the operator may have a column of its own."""
    if not _OPERATOR.search(done):
        return False
    if wanted == done:
        return True
    if target is None or actual is None or target.value != actual.value:
        return False
    return target.comparison == actual.comparison and target.comparison not in ("=", "~")


def _reason(report: Report, form: Form, indicator: Indicator, name: str) -> tuple[Span | None, Reason]:
    """Where a row's deviation is explained: in its own cell, in the form's texts, or in prose that names it."""
    cell = indicator.cell("偏差原因")
    kind: Reason = "none"
    own: Span | None = None
    if cell is not None:
        kind, own = classify(cell.span.cut(report.folded), name, report.vocabulary), cell.span
        if kind == "given":
            return own, kind
    for label in ("未完成原因", "存在问题", "其他说明"):
        text = form.texts.get(label)
        if text is None:
            continue
        if said := _named(report, text.span, name):
            if said[1] == "given":
                return said
            own, kind = (own, kind) if kind == "vague" else said
        if label == "未完成原因" and (entry := _entry(report, text.span, name) or _told(report, text.span, name)):
            return entry
    for section in report.outline.sections:
        if not section.facets & {"targets", "work.method", "suggestions"} and (
            said := _named(report, section.own, name, report.document.tables)
        ):
            if said[1] == "given":
                return said
            own, kind = (own, kind) if kind == "vague" else said
    return (own, kind) if kind != "none" else (None, "none")


def _entry(report: Report, span: Span, name: str) -> tuple[Span, Reason] | None:
    """What a box of reasons says behind an indicator's name and a colon: there it needs no 由于 or 原因."""
    bare = name.lstrip("★☆*※▲△")
    folded = report.folded
    if bare not in folded[span.start : span.end]:
        return None  # as nearly always: an expression of every name would have to be compiled
    for match in re.finditer(r"[^:。;\n]*" + re.escape(bare) + r"[^:。;,\n]{0,4}:", folded[span.start : span.end]):
        start = span.start + match.end()
        found = _SENTENCE.match(folded, start, span.end)
        if found is None:
            continue
        said = Span(start, found.end())
        kind = classify(said.cut(folded), name, report.vocabulary)
        if kind != "none":
            return said, kind
    return None


def _told(report: Report, span: Span, name: str) -> tuple[Span, Reason] | None:
    """The sentence of a box of reasons that speaks of an indicator, also without its verb (参观学生)."""
    stem = re.sub(r"\([^()]*\)$|(?:数量|个数|次数|人数|面积|数|率|情况)$", "", name.lstrip("★☆*※▲△"))
    stem = stem[2:] if len(stem) >= 6 else stem
    if len(stem) < 3:
        return None
    for match in _SENTENCE.finditer(report.folded, span.start, span.end):
        if stem in re.sub(r"\s", "", match[0]) and classify(match[0], name, report.vocabulary) == "given":
            return Span(*match.span()), "given"
    return None


def _named(report: Report, span: Span, name: str, tables: Sequence[Table] = ()) -> tuple[Span, Reason] | None:
    """The sentence of a passage that names an indicator and says why, there or in the sentence after.

    One that names a cause comes before one that is vague. What stands in `tables` is passed over.
    """
    stem = re.sub(r"(?:数量|个数|次数|人数|面积|数|率|情况)$", "", name)
    if len(stem) < 2:
        return None
    folded = report.folded
    vague: Span | None = None
    sentences = list(_SENTENCE.finditer(folded, span.start, span.end))
    for index, match in enumerate(sentences):
        if stem not in re.sub(r"\s", "", match[0]):
            continue
        if any(table.span.start <= match.start() < table.span.end for table in tables):
            continue  # a row's own cells are read as such
        after = sentences[index + 1][0] if index + 1 < len(sentences) else ""
        if _LOST.search(match[0]):
            continue  # where points were lost; the next sentence speaks of something else
        itself = gives_cause(match[0], report.vocabulary)
        cause = match[0] if itself else after
        if itself or (gives_cause(cause, report.vocabulary) and ("原因" in cause or "因" in cause[:4])):
            if classify(cause, name, report.vocabulary) != "vague":
                return Span(*match.span()), "given"
            vague = vague or Span(*(match if itself else sentences[index + 1]).span())
    return None if vague is None else (vague, "vague")
