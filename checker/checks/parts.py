"""The parts of a report that a rule may name: sections by their facets, labelled texts of a form, passages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from checker.checks.section_parts import Part, sections_on
from checker.document import Paragraph, Span, Table
from checker.understand.form import Form
from checker.understand.form_labels import row_cells
from checker.understand.report import Report
from checker.vocabulary import FactName, Words

Area = Literal["anywhere", "prose", "tables"]
Absent = Literal["unchecked", "problem"]

_SENTENCE: Final = re.compile(r"[^。;!?\n]+")
# A form's printed label ends in its instruction: 评价结论（200字以内）; what was filled in may follow in the same cell.
_LABEL: Final = re.compile(r"\s*[一-鿿][一-鿿、/\s]{0,24}\([^()\n]{2,40}\)\s*(?=[:\n]|$)")
_COLON: Final = re.compile(r"\s*[一-鿿、/]{2,12}(?:\([^()\n]{1,40}\))?\s*:")


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph or a cell; up to `printed` it is the label of a form."""

    span: Span
    role: str
    printed: int


def parts_of(
    report: Report, facets: Sequence[str], texts: Sequence[str], columns: Sequence[str] = ()
) -> dict[str, list[Part]]:
    """The parts of a report by facet, by name of a form's text and by column (each of its cells is a part).

    What the report does not have gets an empty list.
    """
    found: dict[str, list[Part]] = {}
    for facet in facets:
        found[facet] = list(sections_on(report, facet))
    for name in texts:
        cells = [cell for form in report.forms if (cell := form.texts.get(name)) is not None]
        found[name] = [Part(name, _filled(cell.span, report.folded), cell.span) for cell in cells]
    for name in columns:
        rows = [line.cells for form in report.forms for line in form.funds]
        rows += [line.cells for form in report.forms for line in form.indicators]
        cells = list(dict.fromkeys(cell for row in rows if (cell := row.get(name)) is not None))
        found.setdefault(name, []).extend(Part(name, cell.span, cell.span) for cell in cells)
    return found


def title_of(report: Report, name: str) -> str:
    """What people call a part: a facet's usual title, or the name of a form's text."""
    facet = next((facet for facet in report.vocabulary.facets if facet.id == name), None)
    return facet.name if facet is not None else name


def _filled(span: Span, folded: str) -> Span:
    """A cell's text without the label that it may begin with: 存在问题：……."""
    label = _COLON.match(folded, span.start, span.end) or _LABEL.match(folded, span.start, span.end)
    start = label.end() if label else span.start
    if start < span.end and folded[start] == ":":
        start += 1
    return Span(start, span.end)


class Stretches:
    """Parts of a text, overlapping ones joined: what of them a place holds is found without looking at all of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        joined: list[Span] = []
        for span in sorted(spans):
            if joined and span.start < joined[-1].end:
                joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
            else:
                joined.append(span)
        self.spans = joined

    def __bool__(self) -> bool:
        return bool(self.spans)

    def within(self, span: Span) -> Iterator[Span]:
        """The stretches, each cut to what lies in a span, in reading order."""
        at = bisect_right(self.spans, span.start, key=lambda each: each.end)
        while at < len(self.spans) and self.spans[at].start < span.end:
            each = self.spans[at]
            yield Span(max(each.start, span.start), min(each.end, span.end))
            at += 1

    def both(self, other: Stretches) -> Stretches:
        """What lies in these and in the others."""
        return Stretches(part for span in self.spans for part in other.within(span))


def places(report: Report, area: Area = "anywhere") -> Iterator[Place]:
    """The paragraphs and the cells of a report, in reading order."""
    filled = {span for form in report.forms for span in _filled_in(form)} if area != "prose" else set[Span]()
    for block in report.document.blocks:
        if isinstance(block, Paragraph):
            if area != "tables":
                yield Place(block.span, block.role, block.span.start)
        elif area != "prose":
            yield from _cells(block, report.folded, filled)


def _cells(table: Table, folded: str, filled: set[Span]) -> Iterator[Place]:
    for row in table.grid:
        begun = False
        for at, cell in enumerate(row):
            if cell is None or (at and row[at - 1] is cell):
                continue
            if table.grid[cell.row] is row and cell.column == at:
                # What a form asks for stands beside its label: 自评等级 | 优（请简要说明） is no printed label.
                value = begun and cell.span in filled
                label = None if value else _LABEL.match(folded, cell.span.start, cell.span.end)
                yield Place(cell.span, "cell", label.end() if label else cell.span.start)
            begun = begun or bool(cell.span.cut(folded).strip())


def _filled_in(form: Form) -> Iterator[Span]:
    """The cells of a form that the unit fills in."""
    yield from (cell.span for cell in form.texts.values())
    yield from (item.value for item in form.header)
    rows = [*(item.cells for item in form.indicators), *(line.cells for line in form.funds)]
    yield from (cell.span for cells in rows for cell in cells.values())


def sentences(span: Span, folded: str) -> Iterator[Span]:
    """The sentences of a stretch of text, without their closing marks."""
    for match in _SENTENCE.finditer(folded, span.start, span.end):
        yield Span(*match.span())


class Near(Words):
    """The passages that state a figure or hold certain words; a row counts as the passage of a figure in a table."""

    name: Annotated[str | None, Field(description="这些地方叫什么，审核意见里用它")] = None
    fact: Annotated[FactName | None, Field(description="写有这个数的地方")] = None
    within: Annotated[
        Literal["sentence", "paragraph"], Field(description="同一句（sentence）或同一段（paragraph）算在附近")
    ] = "paragraph"

    @model_validator(mode="after")
    def _names_something(self) -> Near:
        if self.fact is None and not self.words and not self.pattern:
            raise ValueError("应写明“fact”、“words”或“pattern”")
        return self

    @cached_property
    def title(self) -> str:
        return self.name or self.fact or "、".join(self.words[:3]) or "指定内容"

    def passages(self, report: Report) -> list[Span]:
        """The passages in reading order, each once."""
        if self.fact is not None:
            stated = [fact for fact in report.facts if fact.name == self.fact]
            found = [span for fact in stated for span in (fact.span, fact.quantity.span, fact.label)]
        else:
            found = []
            for place in places(report):
                words = place.span.cut(report.folded)
                if place.role != "toc" and not self.exclusion.search(words):
                    start = place.span.start
                    found += [Span(start + m.start(), start + m.end()) for m in self.regex.finditer(words)]
        spans = [passage for span in found for passage in self._around(span, report)]
        return sorted(set(spans))

    def _around(self, span: Span, report: Report) -> Iterator[Span]:
        block = report.document.block_at(span.start)
        if isinstance(block, Table):
            held = report.document.cell_at(span.start)
            if held is not None:  # a figure's row, and the row of its column's heading
                for row in range(held[1].row, held[1].row + held[1].row_span):
                    yield from (cell.span for cell in row_cells(block, row))
        elif block is not None:
            if self.within == "paragraph":
                yield block.span
            else:
                yield from (each for each in sentences(block.span, report.folded) if each.overlaps(span))
