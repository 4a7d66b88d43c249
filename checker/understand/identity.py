"""Identity: the kind of document, and the project, the unit and the year that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from checker.document import Span

if TYPE_CHECKING:
    from checker.understand.report import Report

Kind = Literal["narrative", "table", "combined"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who and what a report is about; None where it does not say."""

    kind: Kind
    title: str | None = None
    title_span: Span | None = None
    year: int | None = None
    project: str | None = None
    unit: str | None = None
    department: str | None = None


def read_identity(report: Report) -> Identity:
    """The report's identity, from its title, cover, form header and opening sentences."""
    return Identity("narrative")
