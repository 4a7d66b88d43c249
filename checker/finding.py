"""A finding: what is wrong, how bad it is, where it stands, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checker.document import Place, Span


class Severity(StrEnum):
    """error goes back (退回修改), warning must be looked at (需核实), info is advice (提示)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """3 for error, 2 for warning, 1 for info."""
        return {"error": 3, "warning": 2, "info": 1}[self.value]


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the document that a finding quotes; `text` is verbatim, `section` the headings above it."""

    span: Span
    text: str
    section: str
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem; the first location is the place to go to, the others are the other side of the contradiction.

    `data` holds what the message was made of, as text. `fingerprint` stays the same while text elsewhere changes.
    """

    rule: str
    severity: Severity
    message: str
    suggestion: str
    basis: str
    locations: tuple[Location, ...] = ()
    data: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
