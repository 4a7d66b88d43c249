"""What a report's sentences are read with, and what one of them has said so far: whose figures follow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from checker.interval import Interval
from checker.understand.fact import PROJECT, Fact
from checker.understand.fact_scope import Sources
from checker.understand.fact_text import Labels


@dataclass(frozen=True, slots=True)
class Reader:
    """What is the same for all passages of a report: labels, sources, its year and its own names.

    `departmental` says that the report is about a whole department (部门整体支出).
    """

    labels: Labels
    sources: Sources
    year: int | None
    names: str
    departmental: bool = False


@dataclass
class Said:
    """What a sentence has said so far.

    `among`: 其中 has been said; `parent` and `total` are the figure whose parts are then named, `parts` their sum so
    far; `budget` is the year's own, where the sentence states it; `sure` says that the figure has a label of its own.
    `levels` says that several levels of government give funds in it; `run` counts the sources named one after the
    other, `source` is the last, `since` says that another figure has been stated of it. `amounts` are those that the
    sentence, and those before it up to a full stop, stated of the whole, each with its name. `subject` is the part of
    the project that the sentence speaks of, `doubtful` what may be one, `told` the names of the
    figures stated of it.
    """

    year: int | None
    year_stated: bool = False
    cumulative: bool = False
    period: str = ""
    department: str = ""
    subject: str = ""
    doubtful: str = ""
    among: bool = False
    parent: str = ""
    sure: bool = False
    total: Interval | None = None
    budget: Interval | None = None
    parts: Interval | None = None
    levels: bool = False
    told: set[str] = field(default_factory=set)
    run: int = 0
    source: str = ""
    since: bool = False
    amounts: list[tuple[str, Decimal]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether the parts named so far make up the figure that they are parts of."""
        return self.total is not None and self.parts is not None and self.parts.overlaps(self.total)

    def come_to(self, value: Decimal) -> bool:
        """Whether the last amounts of one name come to a value: of that name is then their sum, the new `parent`."""
        left, name = value, self.amounts[-1][0] if self.amounts else ""
        for count, (own, amount) in enumerate(reversed(self.amounts), 1):
            left -= amount
            if own != name or left < 0:
                return False
            if left == 0 and count > 1:
                self.parent = name
                return True
        return False

    def name_source(self, source: str) -> None:
        self.run = 1 if self.since else self.run + 1
        self.told = set()
        self.source, self.subject, self.doubtful, self.since = source, "", "", False

    def leave_parts(self) -> None:
        self.among, self.run, self.source, self.parts, self.since = False, 0, "", None, False

    def the_whole(self, *, inferred: bool = False) -> tuple[str, bool]:
        """The scope of a figure of the whole project, of which the sentence speaks from now on."""
        self.subject = self.doubtful = ""
        self.leave_parts()
        return PROJECT, inferred

    def inside(self, fact: Fact | None) -> Said:
        """What has been said where a bracket opens after a fact."""
        inner = replace(self, among=True, run=0, source="", parts=None, amounts=[])
        if fact is not None:
            inner.parent, inner.total = fact.name, fact.quantity.interval
        return inner
