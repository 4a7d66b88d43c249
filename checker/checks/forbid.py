"""Words and patterns that a finished report must not hold: left-over template text, wordings that are not allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.condition import Circumstances, Conditional
from checker.checks.parts import Area, Near, Place, Stretches, parts_of, places, title_of
from checker.document import Span
from checker.folding import fold
from checker.understand.report import Report
from checker.vocabulary import ColumnName, FacetId, Pattern, Words


class Forbidden(Words):
    """One thing that must not be there; `name` is what a message calls it.

    `unless` is matched in the same paragraph or cell: what it covers is allowed. `unless_in` adds to it for documents
    of a format ({md: …}). `label` allows it in the printed label of a form, a cell such as 评价结论（200字以内）.
    `contents` looks for it in a table of contents too. `noted` allows a mark behind a word that a note explains
    (满意度** and, under the table, **为抽样调查结果).
    """

    name: Annotated[str, Field(description="这类文字叫什么，审核意见里用它")]
    unless_in: Annotated[Mapping[str, Pattern], Field(description="只对某种文件格式的例外，如md")] = {}
    label: Annotated[bool, Field(description="表格自带的提示语（如“评价结论（200字以内）”）里允许出现")] = False
    contents: Annotated[bool, Field(description="目录里也查")] = False
    noted: Annotated[bool, Field(description="词语后面的注释符号，另有一行注释说明的，允许出现")] = False

    @model_validator(mode="after")
    def _finds_something(self) -> Forbidden:
        if not self.words and not self.pattern:
            raise ValueError("应写明“words”或“pattern”")
        if self.regex.search("") or any(not word.strip() for word in self.words):
            raise ValueError("没有文字的地方也会被它匹配，请收紧")
        return self

    @cached_property
    def allowances(self) -> Mapping[str, re.Pattern[str]]:
        """What is allowed, compiled, by format; "" for those without words of their own."""
        own = [fold(self.unless)] if self.unless else []
        formats = {format: [*own, fold(pattern)] for format, pattern in self.unless_in.items()} | {"": own}
        return {
            format: re.compile("|".join(f"(?:{part})" for part in parts) or r"(?!)", re.MULTILINE)
            for format, parts in formats.items()
        }


class Forbid(Conditional):
    """Each thing of `patterns` is reported wherever it stands, in the whole text or in the sections named.

    `sections` and `texts` narrow the search to the sections that cover a facet and to the labelled texts of a form,
    `near` to the passages that state a figure, `area` to running text or tables; `unless` allows what it covers,
    whatever the pattern. Neighbours at most `join` characters apart within a sentence are one place.
    After `limit` places the rest is counted.
    """

    ABOUT: ClassVar[str] = "不应出现的话"

    DATA: ClassVar[Mapping[str, str]] = {"found": "原文中不应出现的文字", "name": "这类文字的名称"}

    MOST: ClassVar[int] = 1_000_000  # `limit` says it

    check: Literal["forbid"] = "forbid"
    patterns: Annotated[tuple[Forbidden, ...], Field(description="不应出现的文字，可以有几类", min_length=1)]
    sections: Annotated[tuple[FacetId, ...], Field(description="只查这些部分（要点的id）")] = ()
    texts: Annotated[tuple[ColumnName, ...], Field(description="只查自评表里的这些栏，如存在问题")] = ()
    near: Annotated[Near | None, Field(description="只查写有某个数或某些词的那一句或那一段")] = None
    area: Annotated[Area, Field(description="查全文（anywhere）、只查文字（prose）或只查表格（tables）")] = "anywhere"
    unless: Annotated[Pattern | None, Field(description="例外：被它盖住的文字不算")] = None
    join: Annotated[int, Field(description="同一句里相距不超过几个字的两处算一处", ge=0)] = 6
    limit: Annotated[int, Field(description="最多逐处列出几处，其余只报数目", ge=1)] = 20

    def judge(self, report: Report, why: Circumstances) -> Iterator[Outcome]:
        within = self._within(report)
        if within is not None and not within:
            yield NotChecked(self._nowhere(report))
            return
        found = [
            (span, pattern)
            for place in places(report, self.area)
            if within is None or any(within.within(place.span))
            for span, pattern in self._joined(place, report)
            if within is None or span in within.within(span)
        ]
        for index, (span, pattern) in enumerate(found[: self.limit]):
            data = {"found": " ".join(span.cut(report.text).split()), "name": pattern.name}
            more = len(found) - self.limit
            if index == self.limit - 1 and more > 0:
                yield Problem((span,), data | {"count": str(more)}, remark=f"另有{more}处同类文字，未逐一列出")
            else:
                yield Problem((span,), data)

    def _within(self, report: Report) -> Stretches | None:
        """The parts to search, None for the whole document."""
        found: Stretches | None = None
        if self.sections or self.texts:
            parts = parts_of(report, self.sections, self.texts)
            found = Stretches(span for each in parts.values() for part in each for span in part.spans)
        if self.near is not None:
            passages = Stretches(self.near.passages(report))
            return passages if found is None else passages.both(found)
        return found

    def _nowhere(self, report: Report) -> str:
        """Why there is nowhere to look."""
        names = "、".join(f"“{title_of(report, name)}”" for name in (*self.sections, *self.texts))
        if self.near is not None:
            where = f"在{names}中" if names else ""
            return f"没有{where}找到写有{self.near.title}的地方"
        return "没有找到应当检查的部分" + (f"：{names}" if names else "")

    @cached_property
    def _allowed(self) -> re.Pattern[str]:
        return re.compile(fold(self.unless) if self.unless else r"(?!)", re.MULTILINE)

    def _joined(self, place: Place, report: Report) -> list[tuple[Span, Forbidden]]:
        """What is found in one place, neighbours joined, in reading order."""
        text = place.span.cut(report.folded)
        hits: list[tuple[int, int, Forbidden]] = []
        for pattern in self.patterns:
            if place.role == "toc" and not pattern.contents:
                continue
            matches = list(pattern.regex.finditer(text))
            if not matches:
                continue
            format = report.document.format
            allowance = pattern.allowances.get(format, pattern.allowances[""])
            allowed = [m.span() for regex in (allowance, self._allowed) for m in regex.finditer(text)]
            if pattern.noted:
                allowed += _notes(matches, text, report.folded)
            if pattern.label:
                allowed.append((0, place.printed - place.span.start))
            for match in matches:
                if not any(start <= match.start() and match.end() <= end for start, end in allowed):
                    hits.append((match.start(), match.end(), pattern))
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        result: list[tuple[int, int, Forbidden]] = []
        for start, end, pattern in hits:
            if result:
                left, right, first = result[-1]
                gap = text[right:start]
                near = start - right <= self.join and not re.search(r"[。;!?\n\t]", gap)
                if start < right or (near and pattern is first):
                    result[-1] = (left, max(right, end), first)
                    continue
            result.append((start, end, pattern))
        base = place.span.start
        return [(Span(base + start, base + end), pattern) for start, end, pattern in result]


_MARKED = re.compile(r"[\u4e00-\u9fff)%A-Za-z0-9]")
_ENDED = r"(?:[\s,;。:、()]|\Z)"
_EXPLAINED = r"(?:^|[;。]|注\s*\d*\s*[:.、]?)[ ]*{}(?!\*)[ ]*[:.、,]?[ ]*[\u4e00-\u9fff]{{2}}"


def _notes(matches: list[re.Match[str]], text: str, whole: str) -> list[tuple[int, int]]:
    """The marks of a passage that refer to a note, or begin one; a mark without its note is none."""
    found = []
    for match in matches:
        mark = re.escape(match[0])
        note = re.compile(_EXPLAINED.format(mark), re.MULTILINE)
        behind = _MARKED.match(text, match.start() - 1) if match.start() else None
        if behind and re.compile(_ENDED).match(text, match.end()):
            explained = note.search(whole) is not None
        else:
            # The note itself: the mark stands behind a word elsewhere.
            begins = any(each.start() <= match.start() < each.end() for each in note.finditer(text))
            explained = begins and re.search(rf"[\u4e00-\u9fff)%]{mark}{_ENDED}", whole) is not None
        if explained:
            found.append(match.span())
    return found
