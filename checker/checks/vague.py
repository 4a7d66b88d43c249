"""Results that are claimed in vague words where no figure stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import Outcome, Problem, Rule
from checker.document import Span
from checker.understand.report import Report
from checker.understand.sentences import read_sentences
from checker.vocabulary import FacetId, Pattern

# What is no figure of a result: the number that a paragraph begins with, years and dates.
_LEAD: Final = re.compile(
    r"\s*(?:\(?[0-9一二三四五六七八九十]{1,3}(?:[)、]|[.](?![0-9]))|[①-⑳]|[一二三四五六七八九]是|第[一二三四五六七八九十][,、])"
)
_DATE: Final = re.compile(
    r"(?:19|20)[0-9]{2}(?:年度?(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|(?=[-至]))|[0-9]{1,2}月(?:[0-9]{1,2}日)?"
)
_ANNOUNCES: Final = re.compile(r"(?::|(?:如下|以下|下列)[^。,;]{0,8}[。:]?)\s*$")


class VagueClaim(Rule):
    """A paragraph of a section that covers one of `sections` claims a result (`claim`) and holds no figure.

    A paragraph that announces a list, or that numbered ones follow, is looked at with them. Once a section.
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
            words = _paragraph(report, sentence.span.start, section.body)
            if not re.search(self.figure, words):
                seen.add(sentence.section)
                at = sentence.span.start + match.start()
                span = Span(at, at + len(match[0]))
                title = " ".join(section.heading.cut(report.text).split())
                yield Problem((span,), {"found": span.cut(report.text), "title": title})


def _paragraph(report: Report, at: int, within: Span) -> str:
    """The words of a section's paragraph that a place stands in, and of the list that it opens, without dates."""
    start = report.folded.rfind("\n", within.start, at) + 1 or within.start
    lines = report.folded[start : within.end].split("\n")
    taken, listed = [lines[0]], not _LEAD.match(lines[0]) or _ANNOUNCES.search(lines[0])
    for line in lines[1:]:
        if not listed or not (_LEAD.match(line) or (len(taken) == 1 and _ANNOUNCES.search(lines[0]))):
            break
        taken.append(line)
    return "\n".join(_DATE.sub("", _LEAD.sub("", line, count=1)) for line in taken)
