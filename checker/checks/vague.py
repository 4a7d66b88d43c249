"""Results that are claimed in vague words where no figure stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from checker.checks.base import Outcome, Problem, Rule
from checker.document import Span
from checker.understand.report import Report
from checker.understand.sentences import read_sentences
from checker.vocabulary import FacetId, Pattern


class VagueClaim(Rule):
    """A section that covers one of `sections` claims a result (`claim`) and holds no figure; once a section."""

    DATA: ClassVar[Mapping[str, str]] = {"found": "含糊的说法", "title": "所在部分的标题"}

    check: Literal["vague-claim"] = "vague-claim"
    sections: tuple[FacetId, ...]
    claim: Pattern
    figure: Pattern

    def run(self, report: Report) -> Iterator[Outcome]:
        wanted, seen = set(self.sections), set[int]()
        for sentence in read_sentences(report):
            if sentence.section is None or sentence.section in seen:
                continue
            section = report.outline.sections[sentence.section]
            match = re.search(self.claim, sentence.span.cut(report.folded))
            if not section.facets & wanted or match is None:
                continue
            seen.add(sentence.section)
            if not re.search(self.figure, section.body.cut(report.folded)):
                at = sentence.span.start + match.start()
                span = Span(at, at + len(match[0]))
                title = " ".join(section.heading.cut(report.text).split())
                yield Problem((span,), {"found": span.cut(report.text), "title": title})
