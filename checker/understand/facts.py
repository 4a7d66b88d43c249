"""Facts: quantities with a label, a scope and a year, from prose and from tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.document import Span
from checker.understand.quantity import Quantity

if TYPE_CHECKING:
    from checker.understand.report import Report

PROJECT = "项目"


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled figure of the report.

    `name` is the pack's (全年预算数, 执行数, 执行率, 自评得分, …). `span` goes from the label to the figure and is what a
    finding quotes; `label` is the label's own place. `scope` is PROJECT for the whole project, else the name of the
    sub-project or funding source; `year` is None where it is unknown. `cumulative` figures run over several years.
    `inferred` says that the scope was not stated but concluded: then a contradiction is no more than a warning.
    """

    name: str
    quantity: Quantity
    span: Span
    label: Span
    scope: str = PROJECT
    year: int | None = None
    cumulative: bool = False
    inferred: bool = False


def read_facts(report: Report) -> tuple[Fact, ...]:
    """Every labelled figure of a report, in reading order."""
    return ()
