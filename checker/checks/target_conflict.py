"""One indicator's target, or its actual value, stated differently in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, Literal

from checker.checks.base import Outcome, Problem, Rule
from checker.document import Span
from checker.understand.quantities import find_quantities
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.understand.target_links import bare_name, equal, likeness
from checker.understand.target_measures import comparable
from checker.understand.targets import Target

_LONG: Final = 4
_LINK: Final = re.compile(r"[\s:,]*(?:实际|全年|已|共|共计|累计)*(?:为|达到?|是|完成)?(?:了)?[\s:]*")
_PROMISE: Final = re.compile(r"[\s:,]*(?:应|要)?(?:不少于|不低于|不超过|不高于|达到|控制在|为|≥|≤|>=|<=)?[\s:]*")
# 装备验收合格率98.5%,指标值为98%: prose says again what was promised, before or behind what was done.
_AGAIN: Final = re.compile(r"(?:年初)?(?:指标值|目标值?|控制标准|计划数?)(?:为|是|:)?")
_OTHER: Final = re.compile(r"上年|去年|同期|上半年|季度|其中|截至|[0-9]{4}年[^,。;]{0,8}$|分别|计划|目标|应")


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
        names = [row.name for row in rows]
        promises = [
            each
            for each in report.targets
            if each.indicator is None and each.quantity is not None and each.status != "conflict"
        ]
        yield from self._repeated(report, [*promises, *rows])
        for row in rows:
            if names.count(row.name) > 1 or (row.form is not None and row.form.doubt):
                continue
            yield from self._targets(report, row, promises)
            yield from self._completions(report, row, [bare_name(name) for name in names])

    def _repeated(self, report: Report, others: list[Target]) -> Iterator[Outcome]:
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

    def _targets(self, report: Report, row: Target, promises: list[Target]) -> Iterator[Outcome]:
        for promise in promises:
            if _called_alike(promise.name, row.name, [each.name for each in promises]) and _differ(
                row.quantity, promise.quantity, report
            ):
                yield _problem(report, row.name, "目标值", row.span, promise.span)

    def _completions(self, report: Report, row: Target, names: list[str]) -> Iterator[Outcome]:
        done = row.completions[0].quantity if row.completions else None
        if done is None or row.copied or len(row.name) < 4:
            return
        folded = report.folded
        form = row.form.tables if row.form is not None else ()
        name = bare_name(row.name)
        # The bare name must be long enough to be this indicator's, and no part of another's.
        own = len(name) >= _LONG and sum(name in other for other in names) == 1
        called = re.escape(row.name.lstrip("★")) + (rf"|{re.escape(name)}(?:数量|个数|件数|长度|面积)?" if own else "")
        for match in re.finditer(called, folded):
            at = match.start()
            if any(table.span.start <= at < table.span.end for table in form):
                continue
            section = report.outline.section_at(at)
            above = [] if section is None else [section, *report.outline.ancestors(section)]
            if any(each.facets & {"targets", "work", "suggestions", "problems"} for each in above):
                continue
            link = _LINK.match(folded, match.end())
            start = link.end() if link else match.end()
            if again := _AGAIN.match(folded, start):
                promise = _figure(folded, again.end())
                if promise is not None and _differ(row.quantity, promise, report):
                    yield _problem(report, row.name, "目标值", row.span, Span(at, promise.span.end))
                    return
                link = re.compile(r",(?:实际)?(?:完成值?|为)").match(folded, promise.span.end if promise else start)
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


def _problem(report: Report, name: str, what: str, first: Span, second: Span) -> Problem:
    words = {"first": first.cut(report.text).strip(), "second": second.cut(report.text).strip()}
    return Problem((first, second), {"name": name, "what": what, **words})
