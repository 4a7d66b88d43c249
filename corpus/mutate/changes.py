"""The mutants of a document: one figure changed, or one section taken out, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from checker.document import Document, DocumentBuilder, Paragraph, RawCell, Span, Table
from checker.understand.outline import Section
from checker.understand.report import Report
from checker.vocabulary import OutlineNode
from corpus.mutate.figures import Figure, Kind, find_figures
from corpus.mutate.relations import related

Edit = tuple[Span, str]
ChangeKind = Literal["section", Kind]


@dataclass(frozen=True, slots=True)
class Change:
    """One mutation: `span` is what changes, `old` and `new` its words, `area` the paragraph or row around it, `block`
    the paragraph or table.

    `checkable` says whether anything else in the report speaks against the change; `edits` make the mutant.
    """

    kind: ChangeKind
    span: Span
    old: str
    new: str
    area: Span
    block: Span
    checkable: bool
    edits: tuple[Edit, ...]


def changes_of(report: Report) -> list[Change]:
    """Every mutation of a report, in reading order: figures first, then sections."""
    stated = tuple(section.body for section in report.outline.covering("targets"))
    figures = find_figures(report.document, stated)
    firm = related(figures, report.folded)
    found = []
    for index, figure in enumerate(figures):
        old = figure.span.cut(report.text)
        new = changed(figure, commas="," in old)
        block = report.document.blocks[figure.block].span
        edits = ((figure.span, new),)
        found.append(Change(figure.kind, figure.span, old, new, figure.area, block, index in firm, edits))
    return found + _without_sections(report)


_HARDER: Final = Decimal("1.61")
_LESS: Final = Decimal("0.61")


def changed(figure: Figure, *, commas: bool = False) -> str:
    """Another number in the same form: beyond what rounding could hide, and no power of ten.

    A target becomes harder, a completion and a count fall behind, money grows by a sixth, a rate loses seven points, a
    score loses a point, a weight gains three.
    """
    value, places = figure.value, figure.places
    percent = figure.unit == "%"
    if not value:
        new = Decimal(1) if figure.kind in ("score", "weight") else Decimal(12)
    elif figure.kind == "score":
        new = value - 1 if value > 1 else value + 1
    elif figure.kind == "weight":
        new = value + 3
    elif figure.kind == "target":
        new = _harder(figure)
    elif percent or figure.kind == "rate":
        up = figure.kind == "completion" and figure.limit
        new = value + 7 if up or value <= 15 else value - 7
    elif figure.kind == "money":
        new = value * Decimal("1.17")
    else:
        up = figure.kind == "completion" and figure.limit
        new = value * (_HARDER if up else _LESS)
    step = Decimal(1).scaleb(-places)
    new = new.quantize(step, ROUND_HALF_UP)
    if abs(new - value) <= step:
        new = value + 2 * step
    return f"{new:,.{places}f}" if commas else f"{new:.{places}f}"


def _harder(figure: Figure) -> Decimal:
    value = figure.value
    if figure.unit == "%":
        if figure.limit:
            return value / 2
        return value - 9 if value >= 100 else value + (100 - value) * Decimal("0.9")
    return value * (_LESS if figure.limit else _HARDER)


def _without_sections(report: Report) -> list[Change]:
    outline = report.outline
    asked = _asked_for(report.vocabulary.outline)
    found = []
    for index, section in enumerate(outline.sections):
        span = Span(section.heading.start, _end(report, section))
        inside = [other for other in outline.sections if span.covers(other.heading)]
        needed = {facet for other in inside for facet in other.facets} & asked
        merged = [above for above in outline.ancestors(section) if len(above.facets & asked) > 1]
        others = [other for other in outline.sections if other not in inside and other not in merged]
        elsewhere = {facet for other in others for facet in other.facets}
        edits: list[Edit] = [(span, ""), *_renumbered(report, index)]
        heading = section.heading.cut(report.text)
        found.append(Change("section", span, heading, "", span, span, bool(needed - elsewhere), tuple(edits)))
    return found


_AFTER_THE_END: Final = re.compile(r"\s*(?:附[表件录:]|(?:19|20)\d\d年\d{1,2}月\d{1,2}日\s*$)")


def _end(report: Report, section: Section) -> int:
    """Where a section ends; the annexes and the date after the last one are no part of it."""
    if section.body.end < len(report.text):
        return section.body.end
    for block in report.document.blocks:
        beyond = isinstance(block, Table) or _AFTER_THE_END.match(block.span.cut(report.folded))
        if beyond and block.span.start > section.own.start:
            return block.span.start
    return section.body.end


def _asked_for(nodes: Sequence[OutlineNode]) -> frozenset[str]:
    """The facets of the parts that the outline requires."""
    found: set[str] = set()
    for node in nodes:
        if node.required:
            found |= set(node.facets) | _asked_for(node.children)
    return frozenset(found)


_HAN: Final = "一二三四五六七八九十"
_HEAD: Final = re.compile(r"^([第（(]?)([一二三四五六七八九十]{1,2}|\d{1,2})(?=[、.．）)部章节 ])")


def _renumbered(report: Report, removed: int) -> list[Edit]:
    """The later headings beside a removed one, counted on: a gap in the numbers would give it away."""
    section = report.outline.sections[removed]
    edits: list[Edit] = []
    for other in report.outline.sections[removed + 1 :]:
        if _beside(section, other) and (match := _HEAD.match(other.heading.cut(report.text))):
            number = _previous(match[2])
            at = other.heading.start + match.start(2)
            edits.append((Span(at, at + len(match[2])), number))
    return edits


def _beside(section: Section, other: Section) -> bool:
    return other.parent == section.parent and other.depth == section.depth


def _previous(number: str) -> str:
    if number.isdigit():
        return str(int(number) - 1)
    _, _, ones = number.rpartition("十") if "十" in number else ("", "", number)
    value = (10 if "十" in number else 0) + (_HAN.index(ones) + 1 if ones else 0) - 1
    return _HAN[value - 1] if value <= 10 else "十" + _HAN[value - 11]


def edited(document: Document, edits: Sequence[Edit]) -> Document:
    """The document with some of its words replaced; a paragraph or table that loses all of them is gone."""
    builder = DocumentBuilder(document.path, document.format, document.sha256)
    for block in document.blocks:
        here = [edit for edit in edits if edit[0].overlaps(block.span)]
        if any(span.covers(block.span) for span, _ in here):
            continue
        if isinstance(block, Paragraph):
            builder.paragraph(
                _cut(document.text, block.span, here),
                page=block.page,
                level=block.level,
                bold=block.bold,
                centred=block.centred,
                size=block.size,
                role=block.role,
                generated=block.generated,
                breaks=[at - block.span.start for at in block.breaks],
            )
        else:
            _add_table(builder, document.text, block, here)
    for note in document.notes:
        builder.note(note.code, note.message, incomplete=note.incomplete)
    return builder.build(page_count=document.page_count)


def _add_table(builder: DocumentBuilder, text: str, table: Table, edits: Sequence[Edit]) -> None:
    cells = [
        RawCell(
            cell.row, cell.column, _cut(text, cell.span, edits), cell.row_span, cell.column_span, cell.page, cell.ref
        )
        for cell in table.cells
    ]
    builder.table(cells, sheet=table.sheet, page=table.page, doubt=table.doubt)


def _cut(text: str, span: Span, edits: Sequence[Edit]) -> str:
    words = span.cut(text)
    for place, new in sorted(edits, reverse=True):
        if place.overlaps(span):
            start, end = max(place.start, span.start) - span.start, min(place.end, span.end) - span.start
            words = words[:start] + new + words[end:]
    return words
