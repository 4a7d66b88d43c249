"""Sentences that stand word for word in two sections: targets pasted as benefits, paragraphs copied along."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import Outcome, Problem, Rule
from checker.document import Span
from checker.understand.outline import Outline, Section
from checker.understand.report import Report
from checker.understand.sentences import Sentence, read_sentences
from checker.vocabulary import Pattern

_QUOTED = re.compile(r"《[^》]*》(?:\([^()]*号\))?")
# 新建泵站2座,改造渠道12公里: what was done is what was promised, figure for figure. A bound (不少于) was pasted.
_BOUND = re.compile(r"以[上下内]|不[少低高超小大]|≥|≤|[<>]|至少|力争|确保|预计|计划|拟")
_CLAUSE = re.compile(r"[,;、]")
_BOUNDARY = r",:.。;、" + "\n"  # what may stand before and behind a sentence that was pasted into a longer one


class Duplicate(Rule):
    """A sentence of `length` characters or more, titles of documents aside, stands in two sections.

    A sentence each of whose clauses states a figure is told again where it is wanted (下达资金…,支出…), and is none.
    One problem for each pair of sections, which quotes each sentence in both. `unless` excepts sections by their
    titles (a summary repeats the report by its nature).
    """

    ABOUT: ClassVar[str] = "两个部分里有没有完全相同的句子"

    DATA: ClassVar[Mapping[str, str]] = {
        "found": "重复的句子",
        "count": "重复的句数",
        "section": "后出现处的标题",
        "other": "先出现处的标题",
    }

    check: Literal["duplicate"] = "duplicate"
    length: int = Field(default=16, ge=4, description="多少字以上才算重复")
    unless: Annotated[Pattern | None, Field(description="标题里有这些说法的部分不算（正则表达式）")] = None

    def run(self, report: Report) -> Iterator[Outcome]:
        pairs: dict[tuple[int, int], list[tuple[Span, Span]]] = {}
        text = _Text(report, [each for each in read_sentences(report) if self._counts(report, each)])
        for sentence in text.sentences:
            assert sentence.section is not None
            words = text.words(sentence)
            if len(_QUOTED.sub("", words)) < self.length or _only_figures(words):
                continue
            for section, span in text.others(sentence, words):
                first, second = sorted(((sentence.section, sentence.span), (section, span)), key=lambda each: each[1])
                found = pairs.setdefault((first[0], second[0]), [])
                if (first[1], second[1]) not in found:
                    found.append((first[1], second[1]))
        for (section, other), spans in sorted(pairs.items(), key=lambda pair: pair[1][0][1]):
            yield _problem(report, section, other, spans)

    def _counts(self, report: Report, sentence: Sentence) -> bool:
        if sentence.section is None:
            return False
        if not self.unless:
            return True
        section = report.outline.sections[sentence.section]
        titles = [section.title, *(above.title for above in report.outline.ancestors(section))]
        if opening := _row_heading(report.outline, section):
            titles.append(opening.title)
        return not any(re.search(self.unless, title) for title in titles)


def _row_heading(outline: Outline, section: Section) -> Section | None:
    """The unnumbered heading right before the row of chapters that holds a section, where a later row begins anew.

    摘要 一、项目概况 二、评价结论 正文 一、基本情况 …: 摘要 is what 一、 and 二、 of the first row belong to.
    """
    chapters = [each for each in outline.sections if each.parent is None]
    chapter = next((above for above in outline.ancestors(section) if above.parent is None), section)
    at = chapters.index(chapter)
    while at and (number := chapters[at].number) is not None and number.value > 1:
        at -= 1
    first = chapters[at].number
    if not at or first is None or first.value != 1 or chapters[at - 1].number is not None:
        return None
    return chapters[at - 1] if any(each.number == first for each in chapters[at + 1 :]) else None


def _only_figures(words: str) -> bool:
    clauses = [clause for clause in _CLAUSE.split(words) if clause]
    return all(re.search(r"[0-9]", clause) for clause in clauses) and not _BOUND.search(words)


def _problem(report: Report, section: int, other: int, spans: list[tuple[Span, Span]]) -> Problem:
    sections = report.outline.sections
    name = [" ".join(sections[index].heading.cut(report.text).split()) for index in (section, other)]
    copies, originals = [copy for _, copy in spans], [original for original, _ in spans]
    data = {
        "found": "；".join(" ".join(span.cut(report.text).split()) for span in originals),
        "count": str(len(spans)),
        "section": name[1],
        "other": name[0],
    }
    return Problem(tuple(dict.fromkeys((*copies, *originals))), data)


@dataclass
class _Text:
    """All sentences in one squeezed text, parted by line feeds, so that one is found within others at once."""

    report: Report
    sentences: list[Sentence]
    squeezed: str = ""
    places: list[int] = field(default_factory=list)  # for each squeezed character, its offset in the document
    owners: list[int] = field(default_factory=list)  # for each squeezed character, its sentence

    def __post_init__(self) -> None:
        pieces = []
        for index, sentence in enumerate(self.sentences):
            for offset in range(sentence.span.start, sentence.span.end):
                if not (character := self.report.folded[offset]).isspace():
                    pieces.append(character)
                    self.places.append(offset)
                    self.owners.append(index)
            pieces.append("\n")
            self.places.append(sentence.span.end)
            self.owners.append(index)
        self.squeezed = "\n" + "".join(pieces)
        self.places.insert(0, 0)
        self.owners.insert(0, -1)

    def words(self, sentence: Sentence) -> str:
        return "".join(sentence.span.cut(self.report.folded).split())

    def others(self, sentence: Sentence, words: str) -> Iterator[tuple[int, Span]]:
        """Where else a sentence's words stand, as a sentence or as the whole clauses of one."""
        at = self.squeezed.find(words)
        while at >= 0:
            end = at + len(words)
            other = self.sentences[self.owners[at]]
            bounded = self.squeezed[at - 1] in _BOUNDARY and self.squeezed[end] in _BOUNDARY
            if bounded and other is not sentence and not self._related(sentence.section, other.section):
                assert other.section is not None
                yield other.section, Span(self.places[at], self.places[end - 1] + 1)
            at = self.squeezed.find(words, end)

    def _related(self, one: int | None, two: int | None) -> bool:
        """Whether two sections are one, or one holds the other (its opening may sum up what follows).

        Two of one title under headings on the same matter are the same part of two projects' reports in one file.
        """
        if one is None or two is None or one == two:
            return True
        outline = self.report.outline
        first, second = outline.sections[one], outline.sections[two]
        if first.title == second.title:
            above = [next(outline.ancestors(section), None) for section in (first, second)]
            matters = [section.facets if section is not None else frozenset() for section in above]
            return matters[0] == matters[1]
        return first in outline.ancestors(second) or second in outline.ancestors(first)
