"""A part of the report that must be there, of a length that is asked for, with tables in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field, model_validator

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.condition import Circumstances, Conditional
from checker.checks.parts import Absent, Near, parts_of, title_of
from checker.checks.section import INCOMPLETE
from checker.checks.section_parts import Part
from checker.understand.coverage import title_line
from checker.understand.form_labels import is_nothing
from checker.understand.identity import SIGNED
from checker.understand.report import Report
from checker.understand.report_title import OFFICE
from checker.vocabulary import ColumnName, FacetId

_ANNEX: Final = re.compile(r"附[件表录][0-9一二三四五六七八九十]*(?:$|:)")
# As Word counts 字数: a Han character or a mark is one, a number or a foreign word is one.
_COUNTED: Final = re.compile(r"[0-9A-Za-z]+(?:[.,%/][0-9A-Za-z]+)*%?|\S")


def length(folded: str) -> int:
    """The length of a text in 字: each Han character and mark is one, each number and foreign word is one."""
    return sum(1 for _ in _COUNTED.finditer(folded))


class SectionText(Conditional):
    """Each section, form text or passage that is named must be there, and be as long and hold as many tables as asked.

    A form's text that is empty is not there. `absent` says what it means that one is not there; where nothing but its
    presence is asked for that is always a problem.
    """

    ABOUT: ClassVar[str] = "某一部分应有的内容和字数"

    DATA: ClassVar[Mapping[str, str]] = {
        "title": "部分的名称",
        "problem": "哪里不符合，一句话",
        "length": "实际的字数，没有这一部分则为0",
        "limit": "要求的字数或表格数，没有要求则为空",
    }

    check: Literal["section"] = "section"
    sections: Annotated[tuple[FacetId, ...], Field(description="要查的部分（要点的id），逐个检查")] = ()
    texts: Annotated[tuple[ColumnName, ...], Field(description="要查的自评表栏目，如评价结论、存在问题，逐个检查")] = ()
    columns: Annotated[tuple[ColumnName, ...], Field(description="要查的自评表列，如偏差原因，逐格检查")] = ()
    passage: Annotated[Near | None, Field(description="要查的语句：写有某些词或某个数的句子或段落")] = None
    shortest: Annotated[int | None, Field(description="至少多少字（按Word的字数统计）", ge=1)] = None
    longest: Annotated[int | None, Field(description="至多多少字（按Word的字数统计，表格不计）", ge=1)] = None
    tables: Annotated[int, Field(description="其中至少有几张表格", ge=0)] = 0
    absent: Annotated[
        Absent | None, Field(description="没有这一部分时：problem报出，unchecked列为未检查；只要求有这一部分时总是报出")
    ] = None

    @model_validator(mode="after")
    def _names_a_part(self) -> SectionText:
        if not self.sections and not self.texts and not self.columns and self.passage is None:
            raise ValueError("应写明“sections”、“texts”、“columns”或“passage”")
        if self.shortest and self.longest and self.shortest > self.longest:
            raise ValueError(f"“shortest”（{self.shortest}）大于“longest”（{self.longest}）")
        return self

    @property
    def _missed(self) -> bool:
        """Whether a part that is not there is a problem."""
        asked = self.shortest is not None or self.longest is not None or bool(self.tables)
        return not asked or self.absent == "problem"

    def judge(self, report: Report, why: Circumstances) -> Iterator[Outcome]:
        lacking = []
        found = parts_of(report, self.sections, self.texts, self.columns)
        for name, parts in found.items():
            title = title_of(report, name)
            there = [part for part in parts if part.section is not None or not is_nothing(part.span.cut(report.folded))]
            if not there:
                lacking.append(title)
                if self._missed:
                    yield self._not_there(name, title, report, parts, why)
            for part in there:
                yield from self._measured(part, title, report)
        if lacking and not self._missed:
            yield NotChecked(f"没有找到“{'”、“'.join(lacking)}”部分")
        if self.passage is not None:
            passages = self.passage.passages(report)
            if not passages and self._missed:
                yield self._not_there("", self.passage.title, report, [], why)
            elif not passages:
                yield NotChecked(f"没有找到写有{self.passage.title}的地方")
            for span in passages:
                yield from self._measured(Part("", span, span), self.passage.title, report)

    def _not_there(
        self, name: str, title: str, report: Report, parts: list[Part], why: Circumstances
    ) -> Problem | NotChecked:
        if name in (*self.texts, *self.columns) and not report.forms:
            return NotChecked("文中没有自评表")
        if report.document.incomplete:
            return INCOMPLETE
        problem = f"“{title}”栏没有填写" if parts else f"没有“{title}”部分"
        anchor = title_line(report)
        spans = [part.heading for part in parts[:1]] or list(why.spans) or ([anchor] if anchor else [])
        return Problem(tuple(spans), {"title": title, "problem": problem, "length": "0", "limit": ""})

    def _measured(self, part: Part, title: str, report: Report) -> Iterator[Outcome]:
        if self.shortest is not None or self.longest is not None:
            said = length(_words(part, report))
            data = {"title": title, "length": str(said)}
            if self.longest is not None and said > self.longest:
                problem = f"“{title}”有{said}字，不应超过{self.longest}字"
                yield Problem((part.heading,), {**data, "problem": problem, "limit": str(self.longest)})
            if self.shortest is not None and said < self.shortest:
                if report.document.incomplete:
                    yield INCOMPLETE
                else:
                    problem = f"“{title}”只有{said}字，不应少于{self.shortest}字"
                    yield Problem((part.heading,), {**data, "problem": problem, "limit": str(self.shortest)})
        if self.tables:
            count = sum(any(span.overlaps(table.span) for span in part.spans) for table in report.document.tables)
            if count >= self.tables:
                return
            if report.document.incomplete:
                yield INCOMPLETE
                return
            told = f"“{title}”中只有{count}张表格" if count else f"“{title}”中没有表格"
            problem = told + (f"，应有{self.tables}张" if self.tables > 1 else "")
            data = {"title": title, "problem": problem, "limit": str(self.tables)}
            yield Problem((part.heading,), {**data, "length": str(length(_words(part, report)))})


def _words(part: Part, report: Report) -> str:
    """The running text of a part: of a section without sub-headings, tables, annexes and signature."""
    if part.section is None:
        return part.span.cut(report.folded)
    headings = {section.heading.start for section in report.outline.sections if not section.run_in}
    lines = []
    for block in report.document.paragraphs:
        held = [span for span in part.spans if span.overlaps(block.span)]
        if not held or block.span.start in headings or block.role == "toc":
            continue
        line = "".join(
            report.folded[max(block.span.start, span.start) : min(block.span.end, span.end)] for span in held
        )
        words = "".join(line.split())
        if _ANNEX.match(words):
            break
        if not OFFICE.fullmatch(words) and not SIGNED.fullmatch(words):
            lines.append(line)
    return "\n".join(lines)
