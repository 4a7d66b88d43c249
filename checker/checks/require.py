"""Words that a report must hold: who evaluated it, why money was left over, which documents prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.condition import Circumstances, Conditional
from checker.checks.parts import Absent, Area, Near, Stretches, parts_of, places, title_of
from checker.checks.section import INCOMPLETE
from checker.checks.section_parts import Part
from checker.document import Span
from checker.understand.report import Report
from checker.vocabulary import ColumnName, FacetId, Words


class Required(Words):
    """One thing that must be there, said in any of its `words` or as `pattern`; `name` is what a message calls it."""

    name: Annotated[str, Field(description="应写明的是什么，审核意见里用它")]
    at_least: Annotated[int, Field(description="至少出现几次", ge=1)] = 1

    @model_validator(mode="after")
    def _looks_for_something(self) -> Required:
        if not self.words and not self.pattern:
            raise ValueError("应写明“words”或“pattern”")
        if self.regex.search("") or any(not word.strip() for word in self.words):
            raise ValueError("没有文字的地方也会被它匹配，请收紧")
        return self


class Require(Conditional):
    """Each thing of `patterns` must be said: anywhere, in the sections or form texts named, near a figure or words.

    Several sections are searched as one. Where none of them is there `absent` says whether that is a problem.
    """

    ABOUT: ClassVar[str] = "应当写明的话"

    DATA: ClassVar[Mapping[str, str]] = {
        "name": "应写明而没有写明的内容",
        "where": "应写在哪里，如“存在的问题”部分；没有限定则为文中",
        "problem": "哪里不符合，一句话",
        "count": "实际出现的次数",
    }

    check: Literal["require"] = "require"
    patterns: Annotated[
        tuple[Required, ...], Field(description="应写明的内容；每项里的几种说法有一种即可，几项都要有", min_length=1)
    ]
    sections: Annotated[tuple[FacetId, ...], Field(description="应写在这些部分中的任何一个（要点的id）")] = ()
    texts: Annotated[tuple[ColumnName, ...], Field(description="也可写在自评表的这些栏里")] = ()
    near: Annotated[Near | None, Field(description="应与某个数或某些词写在同一句或同一段")] = None
    area: Annotated[Area, Field(description="查全文（anywhere）、只查文字（prose）或只查表格（tables）")] = "anywhere"
    absent: Annotated[Absent, Field(description="没有应查的部分时：unchecked列为未检查，problem照样报“没有写明”")] = (
        "unchecked"
    )

    def judge(self, report: Report, why: Circumstances) -> Iterator[Outcome]:
        parts = [part for each in parts_of(report, self.sections, self.texts).values() for part in each]
        limited = bool(self.sections or self.texts)
        where = "、".join(f"“{title_of(report, name)}”" for name in (*self.sections, *self.texts))
        if limited and not parts and self.absent == "unchecked":
            yield NotChecked(f"没有找到{where}部分")
            return
        within = Stretches(span for part in parts for span in part.spans) if limited else None
        if self.near is not None:
            passages = Stretches(self.near.passages(report))
            if within is not None:
                passages = passages.both(within)
            if not passages and self.absent == "unchecked":
                yield NotChecked(f"没有找到写有{self.near.title}的地方")
                return
            within = passages
        for pattern in self.patterns:
            count = self._count(pattern, within, report)
            if count >= pattern.at_least:
                continue
            if report.document.incomplete:
                yield INCOMPLETE
                return
            yield Problem(self._place(parts, within, why), self._data(pattern, count, where))

    def _count(self, pattern: Required, within: Stretches | None, report: Report) -> int:
        """How often something is said, up to the number that is asked for."""
        seen: set[int] = set()
        for place in places(report, self.area):
            if place.role == "toc":
                continue
            for stretch in (place.span,) if within is None else within.within(place.span):
                seen |= {stretch.start + match.start() for match in _matches(pattern, stretch.cut(report.folded))}
            if len(seen) >= pattern.at_least:
                break
        return len(seen)

    def _place(self, parts: list[Part], within: Stretches | None, why: Circumstances) -> tuple[Span, ...]:
        """Where to look: the heading under which it is missing, the passage, or what made the rule apply."""
        if self.near is not None and within:
            return (within.spans[0], *why.spans)
        return tuple(dict.fromkeys((*(part.heading for part in parts[:1]), *why.spans)))

    def _data(self, pattern: Required, count: int, where: str) -> dict[str, str]:
        place = where + ("部分" if where else "文中")
        if self.near is not None:
            near = {"sentence": "同一句", "paragraph": "同一段"}[self.near.within]
            place = (f"{place}与" if where else "与") + f"{self.near.title}{near}"
        problem = f"{place}没有写明{pattern.name}"
        if count:
            problem = f"{place}只有{count}处写明{pattern.name}，至少应有{pattern.at_least}处"
        return {"name": pattern.name, "where": place, "problem": problem, "count": str(count)}


def _matches(pattern: Required, words: str) -> Iterator[re.Match[str]]:
    """What is said, but not what an exception covers."""
    excluded = [match.span() for match in pattern.exclusion.finditer(words)]
    for match in pattern.regex.finditer(words):
        if not any(start <= match.start() and match.end() <= end for start, end in excluded):
            yield match
