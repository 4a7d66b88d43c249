"""Targets: what was promised, and the completions that are reported for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from checker.document import Span
from checker.understand.quantity import Quantity

if TYPE_CHECKING:
    from checker.understand.report import Report

Status = Literal["met", "exceeded", "unmet", "explained", "unreported", "possible", "conflict", "qualitative"]


@dataclass(frozen=True, slots=True)
class Completion:
    """A sentence or cell that reports on a target."""

    span: Span
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A stated target with what was matched to it."""

    span: Span
    quantity: Quantity | None
    status: Status
    completions: tuple[Completion, ...] = ()


def read_targets(report: Report) -> tuple[Target, ...]:
    """Every target of a report, in reading order."""
    return ()
