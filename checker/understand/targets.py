"""Targets: what was promised, and the completions that are reported for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from checker.document import Span
from checker.understand.quantity import Quantity

if TYPE_CHECKING:
    from checker.understand.form import Form, Indicator
    from checker.understand.report import Report
    from checker.understand.target_reasons import Reason

Status = Literal["met", "exceeded", "unmet", "explained", "unreported", "possible", "conflict", "qualitative"]


@dataclass(frozen=True, slots=True)
class Completion:
    """A sentence or cell that reports on a target; `score` says how surely, 1 in a form's own row."""

    span: Span
    quantity: Quantity | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Target:
    """A stated target with what was matched to it.

    `span` is the promise as it stands, `name` what it is about (folded). `reason` is where a shortfall (or an
    excess) is explained, `reason_kind` what that is worth. `form` and `indicator` are set for a form's rows, `goal` for
    its 总体目标. `copied` says that the completion only repeats the promise; `short` that the completion falls short,
    whatever the status; `beside` that the promise stands only where its completion does, and not among the targets.
    """

    span: Span
    quantity: Quantity | None
    status: Status
    completions: tuple[Completion, ...] = ()
    name: str = ""
    reason: Span | None = None
    reason_kind: Reason = "none"
    form: Form | None = None
    indicator: Indicator | None = None
    goal: bool = False
    copied: bool = False
    beside: bool = False

    @property
    def short(self) -> bool:
        """Whether what was reported falls short of what was promised."""
        return self.status in ("unmet", "explained")


def read_targets(report: Report) -> tuple[Target, ...]:
    """Every target of a report, in reading order: those of the forms and those of the target section."""
    from checker.understand.target_links import lend_reasons
    from checker.understand.target_prose import read_prose_targets
    from checker.understand.target_rows import read_row_targets

    rows = list(read_row_targets(report))
    found = lend_reasons(report, [*rows, *read_prose_targets(report, rows)])
    return tuple(sorted(found, key=lambda target: target.span.start))
