"""Results that are claimed in vague words where no figure stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import Outcome, Problem, Rule
from checker.document import Span
from checker.understand.report import Report
from checker.understand.sentences import read_sentences
from checker.vocabulary import FacetId, Pattern


class VagueClaim(Rule):
    """A paragraph of a section that covers one of `sections` claims a result (`claim`) and holds no figure.

    Nor does the paragraph after it, which may say what the claim rests on. Once a section.
    """

    ABOUT: ClassVar[str] = "成效是否只有笼统的说法而没有数字"

    DATA: ClassVar[Mapping[str, str]] = {"found": "含糊的说法", "title": "所在部分的标题"}

    check: Literal["vague-claim"] = "vague-claim"
    sections: Annotated[tuple[FacetId, ...], Field(description="查哪些部分（facets的id）")]
    claim: Annotated[Pattern, Field(description="笼统的说法（正则表达式）")]
    figure: Annotated[Pattern, Field(description="算作数字的写法（正则表达式）")]

    def run(self, report: Report) -> Iterator[Outcome]:
        wanted, seen = set(self.sections), set[int]()
        for sentence in read_sentences(report):
            if sentence.section is None or sentence.section in seen:
                continue
            section = report.outline.sections[sentence.section]
            match = re.search(self.claim, sentence.span.cut(report.folded))
            if not section.facets & wanted or match is None:
                continue
            if not re.search(self.figure, _paragraph(report, sentence.span.start, section.body)):
                seen.add(sentence.section)
                at = sentence.span.start + match.start()
                span = Span(at, at + len(match[0]))
                title = " ".join(section.heading.cut(report.text).split())
                yield Problem((span,), {"found": span.cut(report.text), "title": title})


def _paragraph(report: Report, at: int, within: Span) -> str:
    """The line of a section that a place stands in, and the one after it."""
    start = report.folded.rfind("\n", within.start, at) + 1 or within.start
    end = report.folded.find("\n", at, within.end)
    end = report.folded.find("\n", end + 1, within.end) if end >= 0 else end
    return report.folded[start : end if end >= 0 else within.end]
