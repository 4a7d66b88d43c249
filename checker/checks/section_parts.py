"""Which stretches of a report are on a facet: its sections, and its share of what stands under a heading of several."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from checker.document import Span
from checker.understand.coverage import walk
from checker.understand.outline import Section
from checker.understand.report import Report
from checker.understand.titles import squeeze


@dataclass(frozen=True, slots=True)
class Part:
    """A section or a form's text; `name` is the facet's or the column's, `heading` what announces it.

    `pieces` are the stretches that it is made of where it is no single one: what stands on one matter under a heading
    of several.
    """

    name: str
    span: Span
    heading: Span
    section: Section | None = None
    pieces: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The stretches of text that belong to the part, in reading order."""
        return self.pieces or (self.span,)


def sections_on(report: Report, facet: str) -> Iterator[Part]:
    """The parts of a report on a facet, none within another.

    Under 五、主要经验及做法、存在的问题及原因分析 the problems are what its sub-headings on problems hold, together one
    part; where it has none of these, what its sub-headings on the other matters leave.
    """
    tree = _Tree(report, facet)
    for index in tree.below(None):
        if (part := tree.part(index)) is not None:
            yield part


class _Tree:
    """The sections of a report that cover a facet, each below the nearest such section."""

    def __init__(self, report: Report, facet: str) -> None:
        self._report, self._facet = report, facet
        self._sections = report.outline.sections
        own = [node for node in walk(report.vocabulary.outline) if facet in node.facets]
        self._within = {name for node in walk(each for top in own for each in top.children) for name in node.facets}
        beside = {name for node in own for name in node.facets}
        above = {
            name
            for node in walk(report.vocabulary.outline)
            if any(each in own for each in walk(node.children))
            for name in node.facets
        }
        # What is part of the facet's own matter, or what it is part of, takes nothing away from it.
        self._kin = self._within | beside | above | {facet}
        self._nested: dict[int | None, list[int]] = {}
        for index, section in enumerate(self._sections):
            if facet in section.facets:
                self._nested.setdefault(self._covering(index), []).append(index)

    def _covering(self, index: int) -> int | None:
        parent = self._sections[index].parent
        while parent is not None and self._facet not in self._sections[parent].facets:
            parent = self._sections[parent].parent
        return parent

    def below(self, index: int | None) -> list[int]:
        """The covering sections directly below a covering section, or below none."""
        return self._nested.get(index, [])

    def part(self, index: int) -> Part | None:
        """What a covering section holds on the facet; None for a heading that names it above what is on others only."""
        section = self._sections[index]
        others = section.facets - self._within - {self._facet}
        inner = self.below(index)
        if others and any(not others <= self._sections[each].facets for each in inner):
            parts = [part for each in inner if (part := self.part(each)) is not None]
            if parts:
                return self._of(parts[0].heading, section, [span for part in parts for span in part.spans])
        elif strangers := self._on(index, section.facets - self._kin):
            left = _without(_body(section), (Span(each.heading.start, each.body.end) for each in strangers))
            if self._says(left):
                return self._of(section.heading, section, left)
            if not self._speaks(strangers):
                return None
        return self._of(section.heading, section, [_body(section)])

    def _of(self, heading: Span, section: Section, spans: list[Span]) -> Part:
        whole = Span(spans[0].start, spans[-1].end)
        return Part(self._facet, whole, heading, section, tuple(spans) if len(spans) > 1 else ())

    def _on(self, index: int, others: Collection[str]) -> list[Section]:
        """The sections directly below a section that are on other matters that its heading names, and on no more."""
        children = [each for each in self._sections if each.parent == index]
        return [each for each in children if each.facets & frozenset(others) and self._facet not in each.facets]

    def _says(self, spans: Iterable[Span]) -> bool:
        return any(squeeze(span.cut(self._report.folded)) for span in spans)

    def _speaks(self, sections: Iterable[Section]) -> bool:
        """Whether the text of sections on other matters names the facet by one of its titles."""
        words = [word for each in self._report.vocabulary.facets if each.id == self._facet for word in each.words]
        texts = [squeeze(section.body.cut(self._report.folded)) for section in sections]
        return any(squeeze(word) in text for word in words for text in texts)


def _body(section: Section) -> Span:
    """What stands under a heading, without its own words unless the text goes on in its paragraph."""
    start = max(section.body.start, min(section.heading.end, section.body.end))
    return Span(start, section.body.end)


def _without(whole: Span, taken: Iterable[Span]) -> list[Span]:
    """What is left of a stretch, in reading order; the empty span at its start where nothing is."""
    left, at = [], whole.start
    for span in sorted(taken):
        if span.start > at:
            left.append(Span(at, span.start))
        at = max(at, span.end)
    if at < whole.end:
        left.append(Span(at, whole.end))
    return left or [Span(whole.start, whole.start)]
