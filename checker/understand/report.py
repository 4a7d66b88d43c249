"""A report: what a document means, computed on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from checker.document import Document, Span
from checker.finding import Location
from checker.folding import fold_prose
from checker.understand.facts import Fact, read_facts
from checker.understand.forms import Form, read_all_forms, read_forms
from checker.understand.identity import Identity, Kind, read_identity
from checker.understand.outline import Outline, read_outline
from checker.understand.scope import Projects, read_projects
from checker.understand.targets import Target, read_targets
from checker.vocabulary import Vocabulary

if TYPE_CHECKING:
    from checker.entities import Entity, Recogniser


class Report:
    """A document read with a pack's vocabulary; every view is computed when it is first asked for.

    `stated_year` and `stated_kind` are what the user said with --year and --kind; they go before what is detected.
    `recogniser` finds names (checker/entities.py); without one the pack's patterns do.
    """

    def __init__(
        self,
        document: Document,
        vocabulary: Vocabulary,
        *,
        stated_year: int | None = None,
        stated_kind: Kind | None = None,
        recogniser: Recogniser | None = None,
    ) -> None:
        self.document, self.vocabulary = document, vocabulary
        self.stated_year, self.stated_kind = stated_year, stated_kind
        self._recogniser = recogniser
        self.kept: dict[object, Any] = {}  # what `once` keeps

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"kept": {}}  # its keys are functions; another process makes anew what it asks for

    @property
    def text(self) -> str:
        """The document's canonical text."""
        return self.document.text

    @cached_property
    def folded(self) -> str:
        """The text as rules match it; offsets are those of `text`."""
        return fold_prose(self.document.text)

    @cached_property
    def outline(self) -> Outline:
        return read_outline(self.document, self.folded, self.vocabulary)

    @cached_property
    def all_forms(self) -> tuple[Form, ...]:
        """Every form, tables of targets without scores (绩效目标申报表) among them."""
        return read_all_forms(self)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        return read_forms(self)

    @cached_property
    def identity(self) -> Identity:
        return read_identity(self)

    @cached_property
    def projects(self) -> Projects:
        """The projects that the report speaks of, none where it is about a single one."""
        return read_projects(self.document, self.folded)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        return read_facts(self)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        return read_targets(self)

    @cached_property
    def recogniser(self) -> Recogniser:
        from checker.entities import Backend, Recogniser

        return self._recogniser or Recogniser(Backend("pattern", None, "只用规则包中的名称"))

    def entities_in(self, span: Span) -> tuple[Entity, ...]:
        """The names of organisations and places in a part of the text."""
        found = self.recogniser.find(span.cut(self.folded), self.vocabulary.entities)
        return tuple(
            replace(each, span=Span(span.start + each.span.start, span.start + each.span.end)) for each in found
        )

    def locate(self, span: Span) -> Location:
        """A span with the words it holds, the headings above it and its place in the source."""
        return Location(span, span.cut(self.text), self.outline.path(span.start, self.text), self.document.locate(span))


_Made = TypeVar("_Made")


def once(make: Callable[[Report], _Made]) -> Callable[[Report], _Made]:
    """A further view of a report, for a module above this one: made when a report is first asked for it, and kept."""

    @wraps(make)
    def of(report: Report) -> _Made:
        if make not in report.kept:
            report.kept[make] = make(report)
        made: _Made = report.kept[make]
        return made

    return of
