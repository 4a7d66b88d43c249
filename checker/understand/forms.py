"""Forms: the 自评表 and the scoring tables, found by their header labels whatever the layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from checker.document import Cell, Span, Table

if TYPE_CHECKING:
    from checker.understand.report import Report


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of a form's indicators; `cells` maps the pack's column names (指标值, 完成值, 分值, …) to cells.

    `dimension` is the level-1 dimension's name in the vocabulary (产出, 效益, 满意度), or None where the row's own is none
    of them (决策, 过程).
    """

    row: int
    dimension: str | None
    name: Span
    cells: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Form:
    """A form: a 自评表 (self-evaluation: funds, goals, indicators) or a scoring table (scoring: indicators and scores).

    `tables` are the tables that it is made of (a form may go on in the next table). `dimensions` are the level-1
    dimensions that occur. `doubt` says in Chinese why the form could not be rebuilt with certainty.
    """

    kind: Literal["self-evaluation", "scoring"]
    tables: tuple[Table, ...]
    indicators: tuple[Indicator, ...]
    dimensions: frozenset[str]
    doubt: str | None = None


def read_forms(report: Report) -> tuple[Form, ...]:
    """Every form of a report, in reading order."""
    return ()
