"""Slips of writing from closed lists: known wrong words, doubled words, sentences run together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.document import Paragraph, Span
from checker.literals import holding_any
from checker.understand.report import Report
from checker.vocabulary import Model, Pattern

_NAMED: Final = re.compile(r"《[^》]*》")


class Slip(Model):
    """A known slip: `wrong` finds it, `right` is what was meant."""

    wrong: Annotated[Pattern, Field(description="错的写法（正则表达式）")]
    right: Annotated[str, Field(description="对的写法")]


class Typo(Rule):
    """Each slip of the list, each doubled word that `doubled_unless` does not cover, each missing full stop.

    `doubled` finds a word that is written twice; `stop` the place between two sentences where none stands. Quoted
    names and titles of documents are let alone: names must never be corrected.
    """

    ABOUT: ClassVar[str] = "词语重复、缺标点和常见的差错"

    DATA: ClassVar[Mapping[str, str]] = {"found": "原文", "slip": "差错的说明", "right": "应有的写法"}

    check: Literal["typo"] = "typo"
    slips: Annotated[tuple[Slip, ...], Field(description="常见差错表")] = ()
    doubled: Annotated[Pattern, Field(description="重复的词语（正则表达式）")]
    doubled_unless: Annotated[Pattern, Field(description="正常的重复（正则表达式）")]
    stop: Annotated[Pattern, Field(description="两句之间缺标点的地方（正则表达式）")]
    limit: int = Field(default=20, ge=1, description="至多报多少处")

    @cached_property
    def _wrong(self) -> tuple[tuple[Slip, re.Pattern[str]], ...]:
        return tuple((slip, re.compile(slip.wrong)) for slip in self.slips)

    @cached_property
    def _any_wrong(self) -> re.Pattern[str] | None:
        return holding_any(slip.wrong for slip in self.slips)

    def run(self, report: Report) -> Iterator[Outcome]:
        found = 0
        for span in _places(report):
            for problem in self._in(report, span):
                found += 1
                if found > self.limit:
                    yield NotChecked(f"疑似差错已列出{self.limit}处，其余没有逐一检查")
                    return
                yield problem

    def _in(self, report: Report, span: Span) -> Iterator[Problem]:
        text = span.cut(report.folded)
        taken: list[tuple[int, int]] = []

        def free(start: int, end: int) -> bool:
            named = (match.span() for match in _NAMED.finditer(text))
            return not any(a < end and start < b for a, b in (*named, *taken))

        for slip, wrong in self._wrong if self._any_wrong is None or self._any_wrong.search(text) else ():
            for match in wrong.finditer(text):
                if free(*match.span()):
                    taken.append(match.span())
                    yield self._problem(report, span, match.span(), f"疑为“{slip.right}”之误", slip.right)
        for match in re.finditer(self.doubled, text):
            allowed = (match.span() for match in re.finditer(self.doubled_unless, text))
            covered = any(a <= match.start() and match.end() <= b for a, b in allowed)
            if not covered and free(*match.span()):
                taken.append(match.span())
                half = match[0][: len(match[0]) // 2]
                yield self._problem(report, span, match.span(), f"“{half}”重复", half)
        for match in re.finditer(self.stop, text):
            if match.end() > match.start() and free(*match.span()):
                taken.append(match.span())
                # The place quotes both sentences, the message the end of the first.
                after = re.compile(r"[,。;、:\n]|$").search(text, match.end())
                quote = (match.start(), after.start() if after else match.end())
                yield self._problem(report, span, match.span(), "其后缺少标点，两句连在一起", "", quote)

    def _problem(
        self,
        report: Report,
        span: Span,
        at: tuple[int, int],
        slip: str,
        right: str,
        quote: tuple[int, int] | None = None,
    ) -> Problem:
        found = Span(span.start + at[0], span.start + at[1])
        place = Span(span.start + quote[0], span.start + quote[1]) if quote else found
        return Problem((place,), {"found": found.cut(report.text), "slip": slip, "right": right})


def _places(report: Report) -> Iterator[Span]:
    """The paragraphs, but not a table of contents, and the cells of a report."""
    for block in report.document.blocks:
        if not isinstance(block, Paragraph):
            yield from (cell.span for cell in block.cells)
        elif block.role != "toc":
            yield block.span
