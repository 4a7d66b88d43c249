"""A year that must be the report's own and is another: last year's text copied over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.document import Paragraph, Span
from checker.understand.report import Report
from checker.vocabulary import Pattern

_RANGE = re.compile(r"((?:19|20)[0-9]{2})\s*年?度?\s*(?:-+|~|至|到)\s*((?:19|20)[0-9]{2})\s*年")
_YEAR = re.compile(r"(?<![0-9\[])((?:19|20)[0-9]{2})\s*(?:年|(?=[-./][0-9]{1,2}))")
_CLAUSE_END = re.compile(r"[,。;\n]")
_QUOTED = re.compile(r"《[^》]*》|\[[0-9]{4}\]")


class YearMismatch(Rule):
    """A place that must state the report's own year states only others.

    Each of `places` matches from what asks for the year to the end of what states it; titles of documents in 《》 are
    passed over, and so is what follows `past` in its clause (上年评价范围为…). `whole` are statements of the year's
    whole budget: where none is of the report's year, or of no year, the first is reported. A report on several years
    accepts them all.
    """

    ABOUT: ClassVar[str] = "应写所评年度的地方是否写了别的年度"

    DATA: ClassVar[Mapping[str, str]] = {"found": "原文", "stated": "写明的年度", "year": "报告所评的年度"}

    check: Literal["year-mismatch"] = "year-mismatch"
    places: tuple[Pattern, ...] = Field(min_length=1, description="应当写所评年度的说法（正则表达式）")
    past: Annotated[Pattern, Field(description="同一分句里前面有这样的说法时说的是以往年度，不算（正则表达式）")] = (
        r"(?!)"
    )
    whole: Annotated[Pattern, Field(description="句首写明年度的全年预算数，各年只看一处（正则表达式）")]
    whole_year: Annotated[Pattern, Field(description="连同年度一起的全年预算数（正则表达式）")]

    def run(self, report: Report) -> Iterator[Outcome]:
        year = report.identity.year
        if year is None:
            yield NotChecked("没有读出报告所评的年度")
            return
        own = _own_years(report, year)
        found = [*self._in_title(report, year), *self._in_forms(report), *self._in_text(report)]
        found += self._whole(report, own)
        reported: list[Span] = []
        for span, years in sorted(found, key=lambda each: each[0]):
            if years and not years & own and not any(span.overlaps(other) for other in reported):
                reported.append(span)
                stated = "、".join(map(str, sorted(years)))
                words = " ".join(span.cut(report.text).split())
                yield Problem((span,), {"found": words, "stated": stated, "year": str(year)})

    def _in_title(self, report: Report, year: int) -> Iterator[tuple[Span, set[int]]]:
        """The title's year matters where the user has stated another one."""
        if report.stated_year is not None and (span := report.identity.title_span):
            yield span, _years(report.folded, span)

    def _in_forms(self, report: Report) -> Iterator[tuple[Span, set[int]]]:
        """What a form, its title or the line under it says that it is of."""
        forms = [form for form in report.forms if form.year is not None]
        if len({form.year for form in forms}) > 1:
            return  # forms of several years are a history
        for form in forms:
            assert form.year is not None
            before = [t.span.start for t in form.tables[:1]]
            start = form.title.start if form.title else max(0, before[0] - 60) if before else 0
            line = re.compile(rf"\(?{form.year}\s*年度?\)?").search(report.folded, start)
            if line is not None:
                yield Span(*line.span()), {form.year}

    def _in_text(self, report: Report) -> Iterator[tuple[Span, set[int]]]:
        for block in report.document.blocks:
            paragraph = isinstance(block, Paragraph)
            if isinstance(block, Paragraph) and block.role != "body":
                continue
            for span in [block.span] if isinstance(block, Paragraph) else [cell.span for cell in block.cells]:
                if not paragraph and len(span) > 60:
                    continue
                text = _QUOTED.sub(lambda match: "\0" * len(match[0]), span.cut(report.folded))
                for pattern in self.places:
                    for match in re.finditer(pattern, text):
                        clause = _CLAUSE_END.split(text[: match.start()])[-1]
                        if re.search(self.past, clause + re.split(r"(?:19|20)[0-9]{2}", match[0])[0]):
                            continue
                        place = Span(span.start + match.start(), span.start + match.end())
                        yield place, _years(text, Span(match.start(), match.end()))

    def _whole(self, report: Report, own: set[int]) -> Iterator[tuple[Span, set[int]]]:
        """The first statement of a whole year's budget, when all such statements are of other years."""
        text = report.folded
        statements = [match.span() for match in re.finditer(self.whole, text)]
        dated = [match.span() for match in re.finditer(self.whole_year, text)]
        years = [_years(text, Span(*span)) for span in dated]
        covered = all(any(a <= start and end <= b for a, b in dated) for start, end in statements)
        if dated and covered and not any(each & own for each in years):
            yield Span(*dated[0]), years[0]


def _own_years(report: Report, year: int) -> set[int]:
    """The report's year, and those before it that its title takes in."""
    if report.stated_year is None and (span := report.identity.title_span):
        years = _years(report.folded, span)
        if len(years) > 1:
            return years | {year}
    return {year}


def _years(text: str, span: Span) -> set[int]:
    """The years that a passage names, those within its spans of years too."""
    words = span.cut(text) + text[span.end : span.end + 1]
    years = {int(match[1]) for match in _YEAR.finditer(words)}
    for match in _RANGE.finditer(words):
        first, last = int(match[1]), int(match[2])
        if first <= last <= first + 20:
            years |= set(range(first, last + 1))
    return years
