"""The section on problems, or on measures, answered with 无."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.document import Paragraph, Span
from checker.understand.identity import SIGNED
from checker.understand.report import Report
from checker.understand.report_title import OFFICE
from checker.vocabulary import ColumnName, FacetId, Pattern

_ANNEX = re.compile(r"附[件表录][0-9一二三四五六七八九十]*(?:$|:)")
_CAPTION = re.compile(r"[^。;,]{2,40}表(?:\([^()]{1,20}\))?")
_UNDER_CAPTION = re.compile(r"\([^()]{1,20}\)|.{0,12}单位:.{1,12}|")
_NUMBER = re.compile(r"^(?:\(?[0-9一二三四五六七八九十]{1,2}[.、)]|[一二三]是)")
_PARTED = re.compile(r"[。;,\n]+")
_MARKS = r"。;:,"
_COLONS = r":："
_ROUND = r"\"'()“”—-"


class NoProblems(Rule):
    """A section that covers one of `sections`, a form's labelled text, or a labelled line says that there is nothing.

    `answer` matches each clause of an answer of no substance (无, 暂未发现问题); `label` finds answers in running text
    (发现的主要问题：无). A title that `except_titles` matches asks for something else (未完成的绩效目标).
    """

    ABOUT: ClassVar[str] = "存在的问题、改进措施有没有实质内容"

    DATA: ClassVar[Mapping[str, str]] = {"title": "标题或栏目", "found": "原文的回答"}

    check: Literal["no-problems"] = "no-problems"
    sections: Annotated[tuple[FacetId, ...], Field(description="查哪些部分（facets的id）")]
    texts: Annotated[tuple[ColumnName, ...], Field(description="查自评表的哪些文字栏（columns的名称）")] = ()
    except_titles: Annotated[Pattern, Field(description="标题是这样的部分不查（正则表达式）")]
    answer: Annotated[Pattern, Field(description="等于没有内容的说法（正则表达式）")]
    label: Annotated[Pattern, Field(description="写在行内的标签，其后的内容也查（正则表达式）")]

    def run(self, report: Report) -> Iterator[Outcome]:
        reported: list[Span] = []
        places = [*self._in_sections(report), *self._in_forms(report), *self._in_prose(report)]
        for title, span in places:
            if not any(span.overlaps(other) for other in reported):
                reported.append(span)
                data = {"title": " ".join(title.split()), "found": " ".join(span.cut(report.text).split())}
                yield Problem((span,), data)
        if not reported and not report.outline.sections and not report.forms:
            yield NotChecked("没有找到存在的问题或改进措施的部分")

    def _in_sections(self, report: Report) -> Iterator[tuple[str, Span]]:
        wanted = set(self.sections)
        for section in report.outline.sections:
            if not section.facets & wanted or re.search(self.except_titles, section.title):
                continue
            # 1.无 may have been read as a heading of its own: the whole body is looked at.
            if span := self._nothing(report, _own(report, section.own)) or self._nothing(
                report, _own(report, section.body)
            ):
                yield section.heading.cut(report.text), span

    def _in_forms(self, report: Report) -> Iterator[tuple[str, Span]]:
        for form in report.forms:
            for name in self.texts:
                if (cell := form.texts.get(name)) is not None:
                    span = cell.span
                    if label := re.match(rf"\s*(?:{self.label})", span.cut(report.folded)):
                        span = Span(span.start + label.end(), span.end)
                    if found := self._nothing(report, span):
                        yield name, found

    def _in_prose(self, report: Report) -> Iterator[tuple[str, Span]]:
        """Answers behind a label: 发现的主要问题：无。"""
        for block in report.document.blocks:
            spans = [block.span] if isinstance(block, Paragraph) else [cell.span for cell in block.cells]
            for span in spans:
                for match in re.finditer(self.label, report.folded[span.start : span.end]):
                    start = span.start + match.end()
                    stop = re.compile(r"[。;]|$").search(report.folded, start, span.end)
                    end = stop.start() if stop else span.end
                    if found := self._nothing(report, Span(start, end)):
                        yield span.cut(report.text)[match.start() : match.end()].rstrip(_COLONS), found

    def _nothing(self, report: Report, span: Span) -> Span | None:
        """A span's words, stripped, when they say nothing at all; None where there is more, or no text."""
        start, end = span.start, span.end
        while start < end and (report.folded[start].isspace() or report.folded[start] in _MARKS):
            start += 1
        while end > start and (report.folded[end - 1].isspace() or report.folded[end - 1] in _MARKS):
            end -= 1
        parts = (_NUMBER.sub("", "".join(part.split())) for part in _PARTED.split(report.folded[start:end]))
        clauses = [part for part in parts if part]
        if clauses and all(re.fullmatch(self.answer, clause.strip(_ROUND)) for clause in clauses):
            return Span(start, end)
        return None


def _own(report: Report, span: Span) -> Span:
    """A section's own text up to its first table and its caption, signature or annex, which are no answer."""
    end = span.end
    for table in report.document.tables:
        if span.start <= table.span.start < end:
            end = table.span.start
            end -= _captioned(report.folded[span.start : end].split("\n"))
    at = span.start
    for line in report.folded[span.start : end].split("\n"):
        words = "".join(line.split())
        if at > span.start and (OFFICE.fullmatch(words) or SIGNED.fullmatch(words) or _ANNEX.match(words)):
            return Span(span.start, at - 1)
        at += len(line) + 1
    return Span(span.start, end)


def _captioned(lines: list[str]) -> int:
    """How many characters at the end of some lines are a table's caption, with its year and unit; 0 where none is."""
    length = 0
    for line in reversed(lines[1:]):
        words, length = "".join(line.split()), length + len(line) + 1
        if _CAPTION.fullmatch(words):
            return length
        if not _UNDER_CAPTION.fullmatch(words):
            break
    return 0
