"""Words and patterns that a finished report must not hold: left-over template text, wordings that are not allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.document import Paragraph, Span, Table
from checker.folding import fold
from checker.understand.report import Report
from checker.vocabulary import FacetId, Pattern, Words

Area = Literal["anywhere", "prose", "tables"]


class Forbidden(Words):
    """One thing that must not be there; `name` is what a message calls it.

    `unless` is matched in the same paragraph or cell: what it covers is allowed. `unless_in` adds to it for documents
    of a format ({md: …}). `label` allows it in the printed label of a form, a cell such as 评价结论（200字以内）.
    `contents` looks for it in a table of contents too.
    """

    name: str
    unless_in: Mapping[str, Pattern] = {}
    label: bool = False
    contents: bool = False

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


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph or a cell; up to `printed` it is the label of a form."""

    span: Span
    role: str
    printed: int


class Forbid(Rule):
    """Each thing of `patterns` is reported wherever it stands, in the whole text or in the sections named.

    `sections` narrows the search to the sections that cover a facet, `area` to running text or tables; `unless` allows
    what it covers, whatever the pattern. Neighbours at most `join` characters apart within a sentence are one place.
    After `limit` places the rest is counted.
    """

    DATA: ClassVar[Mapping[str, str]] = {"found": "原文中不应出现的文字", "name": "这类文字的名称"}

    check: Literal["forbid"] = "forbid"
    patterns: tuple[Forbidden, ...] = Field(min_length=1)
    sections: tuple[FacetId, ...] = ()
    area: Area = "anywhere"
    unless: Pattern | None = None
    join: int = Field(default=6, ge=0)
    limit: int = Field(default=20, ge=1)

    def run(self, report: Report) -> Iterator[Outcome]:
        within = self._within(report)
        if within is not None and not within:
            yield NotChecked("没有找到应当检查的部分")
            return
        found = [
            (span, pattern)
            for place in _places(report, self.area)
            if within is None or any(part.covers(place.span) for part in within)
            for span, pattern in self._joined(place, report)
        ]
        for index, (span, pattern) in enumerate(found[: self.limit]):
            data = {"found": " ".join(span.cut(report.text).split()), "name": pattern.name}
            more = len(found) - self.limit
            if index == self.limit - 1 and more > 0:
                yield Problem((span,), data | {"count": str(more)}, remark=f"另有{more}处同类文字，未逐一列出")
            else:
                yield Problem((span,), data)

    def _within(self, report: Report) -> list[Span] | None:
        """The parts to search, None for the whole document."""
        if not self.sections:
            return None
        return [section.body for facet in self.sections for section in report.outline.covering(facet)]

    @cached_property
    def _allowed(self) -> re.Pattern[str]:
        return re.compile(fold(self.unless) if self.unless else r"(?!)", re.MULTILINE)

    def _joined(self, place: _Place, report: Report) -> list[tuple[Span, Forbidden]]:
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


def _places(report: Report, area: Area) -> Iterator[_Place]:
    """The paragraphs and the cells of a report, in reading order."""
    for block in report.document.blocks:
        if isinstance(block, Paragraph):
            if area != "tables":
                yield _Place(block.span, block.role, block.span.start)
        elif area != "prose":
            yield from _cells(block, report.folded)


# A form's printed label ends in its instruction: 评价结论（200字以内）; what was filled in may follow in the same cell.
_LABEL = re.compile(r"\s*[一-鿿][一-鿿、/\s]{0,24}\([^()\n]{2,40}\)\s*(?=[:\n]|$)")


def _cells(table: Table, folded: str) -> Iterator[_Place]:
    for cell in table.cells:
        label = _LABEL.match(folded, cell.span.start, cell.span.end)
        yield _Place(cell.span, "cell", label.end() if label else cell.span.start)
