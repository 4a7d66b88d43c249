"""Was each target delivered, and is what was not delivered explained?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.document import Span
from checker.finding import Severity
from checker.understand.report import Report
from checker.understand.target_measures import promised, reach, undirected
from checker.understand.targets import Target

_DATA: Mapping[str, str] = {"name": "目标或指标的名称", "target": "目标的写法", "actual": "完成情况的写法"}


class _Judged(Rule):
    """What the checks of outcomes share: they look at targets whose form was rebuilt with certainty."""

    DATA: ClassVar[Mapping[str, str]] = _DATA

    def run(self, report: Report) -> Iterator[Outcome]:
        doubts = {form.doubt for form in report.forms if form.doubt and form.kind != "scoring"}
        for doubt in sorted(doubts):
            yield NotChecked(doubt)
        seen: set[tuple[str, str]] = set()
        for target in report.targets:
            if target.form is not None and target.form.doubt:
                continue
            for outcome in self.judge(report, target):
                key = (target.name, str(outcome))
                if key not in seen:
                    seen.add(key)
                    yield outcome

    def judge(self, report: Report, target: Target) -> Iterator[Outcome]:
        raise NotImplementedError


def data_of(report: Report, target: Target) -> dict[str, str]:
    done = target.completions[0].span.cut(report.text).strip() if target.completions else ""
    return {"name": name_of(report, target), "target": _short(target.span.cut(report.text)), "actual": _short(done)}


def name_of(report: Report, target: Target) -> str:
    """What a target is called, as the document has it: its indicator's name, or its own words."""
    place = target.span if target.indicator is None else target.indicator.name
    at = report.folded.find(target.name, place.start, place.end)
    return _short(target.name if at < 0 else report.text[at : at + len(target.name)])


def spans_of(target: Target) -> tuple[Span, ...]:
    name = (target.indicator.name,) if target.indicator is not None else ()
    return tuple(dict.fromkeys((target.span, *(each.span for each in target.completions[:1]), *name)))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:39] + "…"


class TargetUnreported(_Judged):
    """A stated target has no completion anywhere; in a form, a row has a target value and no actual value."""

    ABOUT: ClassVar[str] = "每项目标有没有写完成情况"

    check: Literal["target-unreported"] = "target-unreported"

    def run(self, report: Report) -> Iterator[Outcome]:
        yield from super().run(report)
        vague = [target for target in report.targets if target.status == "possible" and target.indicator is None]
        if vague:
            names = "、".join(f"“{name_of(report, target)}”" for target in vague[:5])
            yield NotChecked(
                f"目标{names}{'等' if len(vague) > 5 else ''}在文中有疑似对应的内容，不能确定是否就是它的完成情况"
            )

    def judge(self, report: Report, target: Target) -> Iterator[Outcome]:
        if target.status != "unreported":
            return
        if target.indicator is not None:
            yield Problem(spans_of(target), data_of(report, target))
        else:  # prose may report on it in words that have nothing in common with the promise
            remark = "目标与完成情况是按文字对应的，需核实是否换了说法"
            yield Problem(spans_of(target), data_of(report, target), Severity.WARNING, remark)


class TargetUnexplained(_Judged):
    """The completion falls short of the target and no reason is given."""

    ABOUT: ClassVar[str] = "没有完成的目标有没有说明原因"

    check: Literal["target-unexplained"] = "target-unexplained"

    def judge(self, report: Report, target: Target) -> Iterator[Outcome]:
        if target.status == "unmet":
            sure = target.indicator is not None or target.completions[0].score >= 0.75
            yield Problem(
                spans_of(target), data_of(report, target), None if sure else Severity.WARNING,
                "" if sure else "目标与完成情况是按文字对应的，需核实是否为同一件事",
            )  # fmt: skip


class TargetUnmet(_Judged):
    """The completion falls short of the target, and a reason is given."""

    ABOUT: ClassVar[str] = "没有完成而说明了原因的目标，列出供核对"

    DATA: ClassVar[Mapping[str, str]] = {**_DATA, "reason": "说明的原因"}

    check: Literal["target-unmet"] = "target-unmet"

    def judge(self, report: Report, target: Target) -> Iterator[Outcome]:
        if target.status == "explained":
            reason = _short(target.reason.cut(report.text)) if target.reason is not None else ""
            more = () if target.reason is None else (target.reason,)
            yield Problem((*spans_of(target), *more), {**data_of(report, target), "reason": reason})


class TargetVagueReason(_Judged):
    """The reason given for a shortfall names no cause and no measure."""

    ABOUT: ClassVar[str] = "说明的原因是否空泛"

    DATA: ClassVar[Mapping[str, str]] = {**_DATA, "reason": "说明的原因"}

    check: Literal["target-vague-reason"] = "target-vague-reason"

    def judge(self, report: Report, target: Target) -> Iterator[Outcome]:
        if target.short and target.reason_kind == "vague" and target.reason is not None:
            words = _short(target.reason.cut(report.text))
            yield Problem((target.reason, *spans_of(target)), {**data_of(report, target), "reason": words})


class TargetOverAchieved(_Judged):
    """The completion exceeds the target by more than a threshold and no reason is given."""

    ABOUT: ClassVar[str] = "完成值远超目标有没有说明"

    DATA: ClassVar[Mapping[str, str]] = {**_DATA, "percent": "超出目标的百分比"}

    check: Literal["target-over-achieved"] = "target-over-achieved"
    threshold: Annotated[Decimal, Field(gt=0, description="超出多少（%）应说明原因")] = Decimal(30)

    def judge(self, report: Report, target: Target) -> Iterator[Outcome]:
        if target.status not in ("met", "exceeded") or not target.completions or target.quantity is None:
            return
        wanted, done = target.quantity, target.completions[0].quantity
        if done is None or wanted.value <= 0 or promised(wanted) not in (">=", ">"):
            return
        if (
            target.reason_kind == "given"
            or wanted.kind == "date"
            or (wanted.unit != done.unit and wanted.kind != "count")
        ):
            return
        if target.indicator is None and target.completions[0].score < 0.75:
            return
        if undirected(wanted, target.name):
            return
        if reach(wanted, done, threshold=self.threshold) == "exceeded":
            over = (done.value / wanted.value - 1) * 100
            yield Problem(spans_of(target), {**data_of(report, target), "percent": f"{over:.0f}"})
