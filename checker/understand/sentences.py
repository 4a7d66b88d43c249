"""The sentences of a report's running text, each with the section that it stands in.

Headings, tables, tables of contents and notes are no sentences. A number or 一是 that a sentence
begins with is no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checker.document import Span
from checker.understand.outline import Outline, Section
from checker.understand.report import Report, once

_END: Final = re.compile(r"[。;!?\n]")
_LEAD: Final = re.compile(
    r"\s*(?:[-*•·●■◆]\s*|\(?[0-9一二三四五六七八九十]{1,3}(?:[)、]|[.](?![0-9]))\s*|[①-⑳]\s*|[一二三四五六七八九十]+(?:是|要)(?!否)"
    r"|第[一二三四五六七八九十][,、]|(?:首先|其次|再次|最后|同时|此外|另外),|目标[0-9一二三四五六七八九十]{1,2}\s*[:.、])+"
)
_NAMED_DEPTH: Final = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its lead-in and closing mark; `section` is an index into the outline's sections, or None.

    `section` is the part of the report that a reader would name: the innermost one that covers a facet or is of the
    first two levels. A numbered item of a list belongs to the part that holds the list.
    """

    span: Span
    section: int | None


@once
def read_sentences(report: Report) -> tuple[Sentence, ...]:
    """All sentences of the body, in reading order."""
    return tuple(_read(report))


def _read(report: Report) -> Iterator[Sentence]:
    outline, folded = report.outline, report.folded
    headings = _Headings(outline)
    for paragraph in report.document.paragraphs:
        if paragraph.role != "body" or headings.fill(paragraph.span):
            continue
        start, end = paragraph.span.start, paragraph.span.end
        for span in headings.left(Span(start, end), folded):
            section = outline.section_at(span.start)
            for piece in _pieces(folded, span):
                yield Sentence(piece, named_part(outline, section))


class _Headings:
    """Which characters are headings'."""

    def __init__(self, outline: Outline) -> None:
        self._spans = [section.heading for section in outline.sections]

    def fill(self, span: Span) -> bool:
        return any(heading.covers(span) for heading in self._spans)

    def left(self, span: Span, folded: str) -> Iterator[Span]:
        """The parts of a paragraph that are no heading's words."""
        at = span.start
        for heading in self._spans:
            if heading.end <= at or heading.start >= span.end:
                continue
            if heading.start > at:
                yield Span(at, heading.start)
            at = max(at, heading.end)
        if at < span.end:
            yield Span(at, span.end)


def _pieces(folded: str, span: Span) -> Iterator[Span]:
    at = span.start
    while at < span.end:
        match = _END.search(folded, at, span.end)
        end = match.start() if match else span.end
        lead = _LEAD.match(folded, at, end)
        start, stop = lead.end() if lead else at, end
        # What follows a heading in its own line begins with the heading's colon.
        while start < stop and (folded[start].isspace() or folded[start] in ":,"):
            start += 1
        while stop > start and folded[stop - 1].isspace():
            stop -= 1
        if start < stop:
            yield Span(start, stop)
        at = end + 1


def named_part(outline: Outline, section: Section | None) -> int | None:
    """The index of the part that a reader would name for a section: itself, or the part whose list item it is."""
    while section is not None:
        if section.facets or section.depth <= _NAMED_DEPTH or section.parent is None:
            return outline.sections.index(section)
        section = outline.sections[section.parent]
    return None
