"""One indicator's target, or its actual value, stated differently in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar, Final, Literal

from checker.checks.base import Outcome, Problem, Rule
from checker.document import Span
from checker.finding import Severity
from checker.understand.form import Form
from checker.understand.quantities import find_quantities
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.understand.target_claims import Claim, claims
from checker.understand.target_links import SAME, bare_name, equal, likeness
from checker.understand.target_measures import comparable
from checker.understand.targets import Target

_LONG: Final = 4
_OTHER_YEAR: Final = re.compile(r"上年|去年|同期|累计|其中|[由从比较]|每[个年月]|平均")
_BY_WORDS: Final = "总体目标与指标是按文字对应的，需核实是否为同一件事"
_SURE: Final = 0.75
_JUDGED: Final = frozenset(("met", "exceeded", "unmet", "explained"))
_SAID: Final = (
    r"(?:完成|实际|实现|达成)(?:值|数|量)|完成情况|实际|全年|年度|当年|年[末底内]|已|共计?|合计|累计|经[一-鿿]{1,4}?(?=为|达|是|[0-9])"
    r"|核定|测定|统计|最终|实绩|数据"
)
_LINK: Final = re.compile(rf"[\s:,]*(?:{_SAID})*(?:为|达到?|是|完成|实现)?(?:了)?[\s:]*")
_LINK_AFTER: Final = re.compile(rf"[,)](?:{_SAID})*(?:完成|为|达到?|是|实现)?了?:?")
_PROMISE: Final = re.compile(r"[\s:,]*(?:应|要)?(?:不少于|不低于|不超过|不高于|达到|控制在|为|≥|≤|>=|<=)?[\s:]*")
# 装备验收合格率98.5%,指标值为98%: prose says again what was promised, before or behind what was done.
_AGAIN: Final = re.compile(r"\(?(?:年初|年度|全年)?(?:指标值|目标值?|控制标准|计划数?)(?:为|是|:)?")
_WANTED: Final = re.compile(r"(?:目标|指标|计划|上限|下限|限额|控制|标准|要求)(?:值|数)?(?:为|是|:)?$")
_OTHER: Final = re.compile(
    r"上年|去年|同期|上半年|季度|其中|截至|[0-9]{4}年[^,。;]{0,8}$|分别|计划|目标|任务(?:数|量)?[是为:]|预期|拟|要求|应"
)


class TargetConflict(Rule):
    """An indicator's value in a form and the figure that prose states under the same name do not agree."""

    ABOUT: ClassVar[str] = "同一指标在文字和表里是否一致"

    DATA: ClassVar[Mapping[str, str]] = {
        "name": "指标名称",
        "what": "目标值或完成值",
        "first": "一处的写法",
        "second": "另一处的写法",
    }

    check: Literal["target-conflict"] = "target-conflict"

    def run(self, report: Report) -> Iterator[Outcome]:
        rows = [target for target in report.targets if target.indicator is not None and target.quantity is not None]
        promises = [
            each
            for each in report.targets
            if each.indicator is None and each.quantity is not None and each.status != "conflict"
        ]
        seen: set[tuple[str, str]] = set()
        for problem in self._problems(report, rows, promises):
            key = (problem.data["name"], problem.data["what"])
            if key not in seen:
                seen.add(key)
                yield problem

    def _problems(self, report: Report, rows: list[Target], promises: list[Target]) -> Iterator[Problem]:
        names = [row.name for row in rows]
        for row in rows:
            if names.count(row.name) > 1 or (row.form is not None and row.form.doubt):
                continue
            yield from self._targets(report, row, promises)
            told = list(self._completions(report, row, [bare_name(name) for name in names]))
            yield from told
            if not told:
                yield from self._reported(report, row, rows, promises)
        yield from self._repeated(report, [*promises, *rows])
        for form in report.forms:
            if not form.doubt:
                yield from _goals(report, form, [row for row in rows if row.form is form])

    def _repeated(self, report: Report, others: list[Target]) -> Iterator[Problem]:
        """What the text repeats as a promise beside the completion, and promises differently elsewhere."""
        for told in report.targets:
            if told.status != "conflict" or told.quantity is None:
                continue
            for other in others:
                if (other.form is not None and other.form.doubt) or not _differ(other.quantity, told.quantity, report):
                    continue
                if _one(report, told, other):
                    name = other.name if other.indicator is not None else told.name
                    yield _problem(report, name, "目标值", other.span, told.span)
                    break

    def _targets(self, report: Report, row: Target, promises: list[Target]) -> Iterator[Problem]:
        for promise in promises:
            if _called_alike(promise.name, row.name, [each.name for each in promises]) and _differ(
                row.quantity, promise.quantity, report
            ):
                yield _problem(report, row.name, "目标值", row.span, promise.span)

    def _reported(self, report: Report, row: Target, rows: list[Target], promises: list[Target]) -> Iterator[Problem]:
        """What the text reports on a promise, against the row that makes the same promise."""
        done = row.completions[0].quantity if row.completions else None
        if done is None or row.copied or row.quantity is None:
            return
        name = bare_name(row.name)
        alike = [each for each in promises if _promise_of(report, each, row.quantity, name)]
        # Where several promises, or several rows, could be meant, none is.
        if (
            len(alike) != 1
            or sum(_promise_of(report, alike[0], each.quantity, bare_name(each.name)) for each in rows) > 1
        ):
            return
        cells = {each.span for other in rows for each in other.completions}
        told = [
            each
            for each in alike[0].completions
            if each.quantity is not None
            and each.score >= _SURE
            and each.span not in cells
            and not _WANTED.search(report.folded[each.span.start : each.quantity.span.start])
        ]
        if alike[0].status in _JUDGED and told and all(_differ(done, each.quantity, report) for each in told):
            yield _problem(report, row.name, "完成值", row.completions[0].span, told[0].span)

    def _completions(self, report: Report, row: Target, names: list[str]) -> Iterator[Problem]:
        done = row.completions[0].quantity if row.completions else None
        if done is None or row.copied or len(row.name) < 4:
            return
        folded = report.folded
        form = row.form.tables if row.form is not None else ()
        name = bare_name(row.name)
        # The bare name must be long enough to be this indicator's, and no part of another's.
        own = len(name) >= _LONG and sum(name in other for other in names) == 1
        for at, end in _mentions(folded, row.name.lstrip("★"), name if own else ""):
            if any(table.span.start <= at < table.span.end for table in form):
                continue
            section = report.outline.section_at(at)
            above = [] if section is None else [section, *report.outline.ancestors(section)]
            if any(each.facets & {"targets", "work", "suggestions", "problems"} for each in above):
                continue
            link = _LINK.match(folded, end)
            start = link.end() if link else end
            if again := _AGAIN.match(folded, start):
                promise = _figure(folded, again.end())
                if promise is not None and _differ(row.quantity, promise, report):
                    yield _problem(report, row.name, "目标值", row.span, Span(at, promise.span.end))
                    return
                link = _LINK_AFTER.match(folded, promise.span.end if promise else start)
                start = link.end() if link else start
            figures = find_quantities(folded, start, min(len(folded), start + 24))
            first = figures[0] if figures else None
            lead = folded[max(folded.rfind(mark, 0, at) for mark in r"。;," + "\n") + 1 : at]
            if not isinstance(first, Quantity) or first.span.start != start or _OTHER.search(lead):
                continue
            if first.comparison == "=" and _differ(done, first, report):
                yield _problem(report, row.name, "完成值", row.completions[0].span, Span(at, first.span.end))
                return
            behind = re.compile(rf",{_AGAIN.pattern}").match(folded, first.span.end)
            promise = _figure(folded, behind.end()) if behind else None
            if promise is not None and _differ(row.quantity, promise, report):
                yield _problem(report, row.name, "目标值", row.span, Span(at, promise.span.end))
                return


def _figure(folded: str, at: int) -> Quantity | None:
    """The quantity that begins at a place."""
    found = find_quantities(folded, at, min(len(folded), at + 24))
    return found[0] if found and isinstance(found[0], Quantity) and found[0].span.start == at else None


def _called_alike(promise: str, row: str, promises: list[str]) -> bool:
    """Whether a promise and a row have one name, words of promising aside; a bare name must be the only one."""
    if _stem(promise) == _stem(row):
        return True
    name = bare_name(promise)
    return len(name) >= _LONG and name == bare_name(row) and sum(name in bare_name(each) for each in promises) == 1


def _goals(report: Report, form: Form, rows: list[Target]) -> Iterator[Problem]:
    """Figures of a form's own 年度总体目标, against the rows of the indicators that they name."""
    for goal in form.goals:
        for cell, what in ((goal.expected, "目标值"), (goal.actual, "完成值")):
            if cell is None or form.blank(cell):
                continue
            for claim in claims(report.folded, cell.span.start, cell.span.end):
                row = _named(claim, rows, report)
                if row is None or row.copied or not row.completions:
                    continue
                stated = row.quantity if what == "目标值" else row.completions[0].quantity
                if _differ(stated, claim.quantity, report):
                    same = bare_name(claim.before + claim.after) == bare_name(row.name)
                    place = row.span if what == "目标值" else row.completions[0].span
                    problem = _problem(report, row.name, what, place, claim.span)
                    yield problem if same else replace(problem, severity=Severity.WARNING, remark=_BY_WORDS)


def _named(claim: Claim, rows: list[Target], report: Report) -> Target | None:
    """The one row whose indicator a claim of a goal names."""
    if claim.quantity is None or _OTHER_YEAR.search(claim.before) or len(bare_name(claim.before + claim.after)) < _LONG:
        return None
    name = bare_name(claim.before + claim.after)
    alike = []
    for row in rows:
        called = bare_name(row.name)
        wanted = row.quantity
        if wanted is None or wanted.unit != claim.quantity.unit:
            continue
        rate = wanted.kind == "percent"
        if called == name or (called in name if rate else likeness(called, name) >= SAME):
            alike.append(row)
    exact = [row for row in alike if bare_name(row.name) == name]
    found = exact or alike
    return found[0] if len(found) == 1 else None


def _promise_of(report: Report, promise: Target, wanted: Quantity | None, name: str) -> bool:
    """Whether a promise of the text is a row's: the same figure under the same name, or nearly the same one."""
    called = bare_name(promise.name)
    rate = wanted is not None and wanted.kind == "percent"
    return equal(report, promise.quantity, wanted) and (called == name or (not rate and likeness(called, name) >= SAME))


def _one(report: Report, told: Target, other: Target) -> bool:
    """Whether two targets are one: the same name, or a like one with the same completion."""
    name, called = bare_name(told.name), bare_name(other.name)
    if name == called or not told.completions or not other.completions:
        return name == called
    done = told.completions[0].quantity
    rate = done is not None and done.kind == "percent"  # two rates may well be one figure
    return not rate and likeness(name, called) > 0 and equal(report, done, other.completions[0].quantity)


def _stem(name: str) -> str:
    return re.sub(
        r"数量|个数|次数|人数|户数|件数|数$|不少于|不低于|不超过|不高于|达到|控制在|以上|以内|[,:;]", "", name
    )


def _differ(one: Quantity | None, other: Quantity | None, report: Report) -> bool:
    if one is None or other is None or not comparable(one, other, report.vocabulary.measures):
        return False
    if "~" in (one.comparison, other.comparison) or one.kind == "date":
        return False
    if one.unit != other.unit and {"人", "人次"} <= {one.unit, other.unit}:
        return False
    return not one.interval.overlaps(other.interval)


_MEASURED: Final = re.compile(r"(?:数量|个数|件数|长度|面积)?")


def _mentions(folded: str, full: str, bare: str) -> Iterator[tuple[int, int]]:
    """Where an indicator is named in full, or by its bare name ("" where that may be another's) with what is measured.

    A report's names are searched for as they are: as expressions they would have to be compiled for every row.
    """
    at = 0
    while full:
        named, called = folded.find(full, at), folded.find(bare, at) if bare else -1
        if named < 0 and called < 0:
            return
        if called < 0 or 0 <= named <= called:
            start, at = named, named + len(full)
        else:
            measured = _MEASURED.match(folded, called + len(bare))
            start, at = called, measured.end() if measured else called + len(bare)
        yield start, at


def _problem(report: Report, name: str, what: str, first: Span, second: Span) -> Problem:
    words = {"first": first.cut(report.text).strip(), "second": second.cut(report.text).strip()}
    return Problem((first, second), {"name": name, "what": what, **words})
