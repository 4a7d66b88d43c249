"""A report, or its evaluation, that is dated before the year which it evaluates has ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.document import Paragraph, Span
from checker.understand.dates import read_date
from checker.understand.report import Report
from checker.understand.sentences import read_sentences
from checker.vocabulary import Pattern

_OPENING = 16  # blocks among which a cover or a letterhead states the date
_ALONE = re.compile(
    r"\(?(?:(?:19|20)[0-9]{2}|二[零一二三四五六七八九]{3})\s*[年./-]\s*[0-9一二三四五六七八九十]{1,3}(?:\s*[月./-].{0,6})?\)?"
)

_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?=年)")


class DatedEarly(Rule):
    """The date that a report bears (alone on a line of its cover or end, or behind `label`) is before its year's end.

    So is the day on which a sentence says that it was scored or written (`evaluated`), if it speaks of no other year.
    Titles that match `unless` are of reports made within the year (监控, 中期评价).
    """

    ABOUT: ClassVar[str] = "报告日期是否早于所评年度结束"

    DATA: ClassVar[Mapping[str, str]] = {"found": "报告或评价的日期", "year": "报告所评的年度"}

    check: Literal["dated-early"] = "dated-early"
    label: Annotated[Pattern, Field(description="报告日期的标签（正则表达式）")]
    evaluated: Annotated[
        Pattern | None, Field(description="写明哪天完成打分、形成报告的说法，日期为分组date（正则表达式）")
    ] = None
    unless: Annotated[Pattern, Field(description="标题有这些说法的报告不查（正则表达式）")]

    @field_validator("evaluated")
    @classmethod
    def _names_its_date(cls, stated: str | None) -> str | None:
        if stated is not None and "date" not in re.compile(stated).groupindex:
            raise ValueError(rf"正则表达式里应有分组date，写作(?P<date>…)：{stated[:40]}")
        return stated

    def run(self, report: Report) -> Iterator[Outcome]:
        identity = report.identity
        if identity.year is None:
            yield NotChecked("没有读出报告所评的年度")
            return
        if identity.title and re.search(self.unless, "".join(identity.title.split())):
            return
        for span in [*self._dates(report), *self._evaluated(report)]:
            last = _last_day(report, span)
            # Another year's date is another year's report: content/year-mismatch has it.
            if last is not None and last < identity.year * 10000 + 1231 and last // 10000 >= identity.year - 1:
                yield Problem((span,), {"found": span.cut(report.text), "year": str(identity.year)})

    def _dates(self, report: Report) -> Iterator[Span]:
        paragraphs = [b for b in report.document.blocks if isinstance(b, Paragraph) and b.role == "body"]
        for index, block in enumerate(paragraphs):
            words = block.span.cut(report.folded)
            outer = index < _OPENING or index >= len(paragraphs) - _OPENING
            if outer and _ALONE.fullmatch("".join(words.split())) and not self._is_heading(report, block.span):
                yield block.span
            else:
                yield from self._labelled(report, block.span)
        for table in report.document.tables:
            for cell in table.cells:
                if re.fullmatch(rf"(?:{self.label})\s*:?", "".join(cell.span.cut(report.folded).split())):
                    beside = table.at(cell.row, cell.column + cell.column_span)
                    if beside is not None and len(beside.span) <= 20:
                        yield beside.span
                elif len(cell.span) <= 200:
                    yield from self._labelled(report, cell.span)

    def _evaluated(self, report: Report) -> Iterator[Span]:
        """When sentences say that the evaluation was made."""
        for sentence in read_sentences(report) if self.evaluated else ():
            words = sentence.span.cut(report.folded)
            match = re.search(self.evaluated or "", words)
            if match is not None and len(set(_YEAR.findall(words))) == 1:
                yield Span(sentence.span.start + match.start("date"), sentence.span.start + match.end("date"))

    def _labelled(self, report: Report, span: Span) -> Iterator[Span]:
        for match in re.finditer(
            rf"(?:{self.label})\s*:\s*([0-9零一二三四五六七八九十年月日./\s-]{{6,20}})", span.cut(report.folded)
        ):
            if re.match(r"\s*(?:至|到|~|-)", span.cut(report.folded)[match.end(1) :]):
                continue  # a span of time is what was evaluated, not when
            at, end = span.start + match.start(1), span.start + match.start(1) + len(match[1].rstrip())
            yield Span(at, end)

    def _is_heading(self, report: Report, span: Span) -> bool:
        return any(section.heading.covers(span) for section in report.outline.sections)


def _last_day(report: Report, span: Span) -> int | None:
    """The last day that a date may mean, as YYYYMMDD; None for what is no date."""
    start = re.compile(r"[12二]").search(report.folded, span.start, span.end)
    date = read_date(report.folded[: span.end], start.start()) if start else None
    if date is None or date.kind != "date" or date.interval.high < 10_000_000:
        return None
    return int(date.interval.high)
