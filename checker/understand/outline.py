"""The outline of a report: its headings, what lies under each, and which facets each covers."""

from __future__ import annotations

from dataclasses import dataclass

from checker.document import Document, Span
from checker.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Number:
    """A heading's number: its style (一、 （一） 1. （1） ① 第X部分 …, as a stable name) and its value from 1."""

    style: str
    value: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what lies under it.

    `heading` is the heading's own words with its number; `title` the folded title without number, spaces and closing
    punctuation. `own` goes from the heading to the first sub-heading, `body` to the next heading of the same or a
    higher level (sub-sections included). `depth` counts from 1; `parent` is an index into `Outline.sections`.
    """

    heading: Span
    title: str
    depth: int
    own: Span
    body: Span
    number: Number | None = None
    parent: int | None = None
    facets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections in reading order."""

    sections: tuple[Section, ...]

    def section_at(self, offset: int) -> Section | None:
        """The innermost section whose heading or body holds an offset."""
        found = None
        for section in self.sections:
            if section.heading.start > offset:
                break
            if offset < section.body.end or offset < section.heading.end:
                found = section
        return found

    def covering(self, facet: str) -> tuple[Section, ...]:
        """The sections whose heading covers a facet."""
        return tuple(section for section in self.sections if facet in section.facets)

    def path(self, offset: int, text: str) -> str:
        """The headings above an offset, from the outermost: 一、项目基本情况 / （一）项目概况; "" above the first."""
        section = self.section_at(offset)
        names: list[str] = []
        while section is not None:
            names.append(section.heading.cut(text).strip())
            section = None if section.parent is None else self.sections[section.parent]
        return " / ".join(reversed(names))


def read_outline(document: Document, folded: str, vocabulary: Vocabulary) -> Outline:
    """Find the headings of a document and match them to the vocabulary's facets."""
    return Outline(())
