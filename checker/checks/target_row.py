"""Targets and completions that cannot be held against each other as they are stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import Outcome, Problem
from checker.checks.target_outcome import _Judged, data_of, spans_of
from checker.understand.report import Report
from checker.understand.target_measures import incomparable
from checker.understand.targets import Target
from checker.vocabulary import Pattern

_SIGNS: Final = {">=": "≥", ">": "＞"}


class TargetCopied(_Judged):
    """The completion only repeats the target, its operator copied along or its text word for word."""

    ABOUT: ClassVar[str] = "完成情况是否照抄目标"

    check: Literal["target-copied"] = "target-copied"

    def judge(self, report: Report, target: Target) -> Iterator[Outcome]:
        if target.copied:
            yield Problem(spans_of(target), data_of(report, target))


class TargetUnitMismatch(_Judged):
    """A form's row states target and completion in units that cannot be compared."""

    ABOUT: ClassVar[str] = "目标与完成值的单位能否比较"

    check: Literal["target-unit-mismatch"] = "target-unit-mismatch"

    def judge(self, report: Report, target: Target) -> Iterator[Outcome]:
        if target.indicator is None or target.quantity is None or not target.completions:
            return
        done = target.completions[0].quantity
        if done is not None and incomparable(target.quantity, done, report.vocabulary.measures):
            yield Problem(spans_of(target), data_of(report, target))


class TargetImpossible(_Judged):
    """A target that cannot be missed or exceeded in a meaningful way: a rate of at least, or of more than, 100 %."""

    ABOUT: ClassVar[str] = "比率目标是否定为100%以上"

    check: Literal["target-impossible"] = "target-impossible"
    unless: Annotated[Pattern, Field(description="可以超过100%的指标")] = (
        r"增长|增幅|增加|提高|提升|上升|比例?上年|同比|产出比|投入"
    )

    def judge(self, report: Report, target: Target) -> Iterator[Outcome]:
        wanted = target.quantity
        if wanted is None or wanted.kind != "percent" or re.search(self.unless, target.name):
            return
        if wanted.value > 100 or (wanted.value == 100 and wanted.comparison in (">=", ">")):
            data = data_of(report, target)
            if wanted.comparison in _SIGNS and data["target"].strip("%") == f"{wanted.value.normalize():f}":
                data["target"] = f"{_SIGNS[wanted.comparison]}{data['target']}"  # the sign has a column of its own
            yield Problem(spans_of(target), data)
