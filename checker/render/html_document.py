"""A document as HTML, laid out from its blocks, with every place that a finding quotes marked in the text.

Marks may overlap: the text is cut at every border of a mark, and each piece names all the marks that lie on it, so that
nothing is nested and no mark hides another.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from checker.document import Cell, Paragraph, Span, Table
from checker.finding import Severity
from checker.understand.outline import Section
from checker.understand.report import Report

_SHORT = 14  # characters: a cell of so few is centred, as forms do
_NOTHING = Markup()
_ROLES = {"body": "", "toc": "toc", "footnote": "footnote", "textbox": "textbox"}


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of the text that something on the page leads to, under an id of its own.

    A finding's mark has a severity and the finding's number; `side` counts its locations from 0, of `sides` in all.
    """

    id: str
    span: Span
    number: int = 0
    severity: Severity | None = None
    side: int = 0
    sides: int = 1


@dataclass(slots=True)
class Layout:
    """A document laid out: its HTML, and the ids of the marks that have a place in it."""

    html: Markup = _NOTHING
    placed: set[str] = field(default_factory=set)


def lay_out(report: Report, marks: Iterable[Mark]) -> Layout:
    """The whole document as HTML with its marks."""
    layout = Layout()
    layout.html = Markup("\n").join(_Page(report, _Ink(marks), layout.placed).blocks())
    return layout


class _Ink:
    """The marks over a text, found by place."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        ordered = sorted(marks, key=lambda mark: (mark.span.start, mark.span.end))
        self.pins = [mark for mark in ordered if not len(mark.span)]
        wide = [mark for mark in ordered if len(mark.span)]
        self.borders = sorted({offset for mark in wide for offset in (mark.span.start, mark.span.end)})
        self._over: list[tuple[Mark, ...]] = []
        active: list[Mark] = []
        following = iter(wide)
        coming = next(following, None)
        for border in self.borders:
            active = [mark for mark in active if mark.span.end > border]
            while coming is not None and coming.span.start == border:
                active.append(coming)
                coming = next(following, None)
            self._over.append(tuple(active))

    def pieces(self, span: Span) -> Iterator[tuple[Span, tuple[Mark, ...]]]:
        """A span cut at the borders of the marks, each piece with the marks over it."""
        at, index = span.start, bisect_right(self.borders, span.start) - 1
        while at < span.end:
            end = self.borders[index + 1] if index + 1 < len(self.borders) else span.end
            yield Span(at, min(end, span.end)), self._over[index] if index >= 0 else ()
            at, index = min(end, span.end), index + 1

    def pins_in(self, span: Span) -> list[Mark]:
        """The marks without extent that stand in a span or at its end."""
        first = bisect_left(self.pins, span.start, key=lambda mark: mark.span.start)
        last = bisect_right(self.pins, span.end, key=lambda mark: mark.span.start)
        return self.pins[first:last]


class _Page:
    def __init__(self, report: Report, ink: _Ink, placed: set[str]) -> None:
        self.report, self.ink, self.placed = report, ink, placed
        self.text = report.text
        self.headings: dict[int, Section] = {section.heading.start: section for section in report.outline.sections}
        title = report.identity.title_span
        self.title = title if title is not None else Span(-1, -1)
        self.page: int | None = None

    def blocks(self) -> Iterator[Markup]:
        sheet = None
        for block in self.report.document.blocks:
            page = block.page
            if page is not None and page != self.page:
                yield self.turn(page)
            if isinstance(block, Paragraph):
                yield self.paragraph(block)
                continue
            if block.sheet is not None and block.sheet != sheet:
                sheet = block.sheet
                yield Markup('<p class="sheet">工作表“{}”</p>').format(sheet)
            yield self.table(block)

    def turn(self, page: int) -> Markup:
        self.page = page
        return Markup('<p class="page" aria-hidden="true"><span>第{}页</span></p>').format(page)

    def paragraph(self, block: Paragraph) -> Markup:
        section = self.headings.get(block.span.start)
        classes = [_ROLES[block.role]] if _ROLES[block.role] else []
        classes += ["centred"] if block.centred else []
        inner = self.words(block.span, block.breaks, block.page)
        if self.title.overlaps(block.span) and section is None:
            return Markup('<p class="title">{}</p>').format(inner)
        if section is not None and not section.run_in and section.heading.end >= block.span.end:
            depth = min(section.depth, 4)
            return Markup('<h{0} class="depth{1}">{2}</h{0}>').format(depth + 1, depth, inner)
        classes += ["bold"] if block.bold else []
        return Markup('<p class="{}">{}</p>').format(" ".join(classes) or "body", inner)

    def table(self, table: Table) -> Markup:
        rows = []
        done = [[False] * table.columns for _ in range(table.rows)]
        emitted: set[int] = set()
        for r in range(table.rows):
            cells = []
            for c in range(table.columns):
                if done[r][c]:
                    continue
                cell = table.at(r, c)
                if cell is None or id(cell) in emitted:
                    done[r][c] = True
                    cells.append(Markup('<td class="void"></td>'))
                    continue
                emitted.add(id(cell))
                high, wide = _extent(table, cell, r, c)
                for row in done[r : r + high]:
                    row[c : c + wide] = [True] * wide
                cells.append(self.cell(cell, high, wide))
            rows.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
        doubt = Markup('<p class="doubt">表格存疑：{}。</p>').format(table.doubt) if table.doubt else Markup("")
        body = Markup('<div class="table"><table><tbody>{}</tbody></table></div>').format(Markup("\n").join(rows))
        return doubt + body

    def cell(self, cell: Cell, high: int, wide: int) -> Markup:
        span = Markup(' rowspan="{}"').format(high) if high > 1 else Markup("")
        span += Markup(' colspan="{}"').format(wide) if wide > 1 else Markup("")
        short = Markup(' class="short"') if len(cell.span) <= _SHORT else Markup("")
        return Markup("<td{}{}>{}</td>").format(span, short, self.words(cell.span))

    def words(self, span: Span, breaks: tuple[int, ...] = (), page: int | None = None) -> Markup:
        """The words of a span, its marks around them, the numbers of findings where their marks end."""
        out = [self.pin(mark) for mark in self.ink.pins_in(span) if mark.id not in self.placed]
        turns = {offset: (page or 1) + number for number, offset in enumerate(breaks, 1)}
        for piece, marks in self.ink.pieces(span):
            out += [self.anchor(mark) for mark in marks if mark.id not in self.placed]
            inner = self.turned(piece, turns)
            out.append(_marked(inner, marks) if marks else inner)
            out += [_number(mark) for mark in marks if mark.number and mark.span.end == piece.end]
        return Markup("").join(out)

    def turned(self, piece: Span, turns: dict[int, int]) -> Markup:
        """A piece of text with a sign where the paragraph goes on on the next page."""
        inside = [offset for offset in turns if piece.start <= offset < piece.end]
        out, at = Markup(""), piece.start
        for offset in inside:
            self.page = turns[offset]
            out += escape(self.text[at:offset])
            out += Markup('<span class="turn" aria-hidden="true" title="以下在第{0}页" data-page="{0}"></span>').format(
                self.page
            )
            at = offset
        return out + escape(self.text[at : piece.end])

    def anchor(self, mark: Mark) -> Markup:
        self.placed.add(mark.id)
        return Markup('<i class="at" id="{}"></i>').format(mark.id)

    def pin(self, mark: Mark) -> Markup:
        shown = Markup('<span class="mark pin {}" data-m="{}">◆</span>').format(mark.severity or "", mark.id)
        return self.anchor(mark) + (shown + _number(mark) if mark.number else Markup(""))


def _extent(table: Table, cell: Cell, r: int, c: int) -> tuple[int, int]:
    """The rows and columns that a cell really takes from a place on; a claim to more would shift the row."""
    wide = 1
    while table.at(r, c + wide) is cell:
        wide += 1
    high = 1
    while all(table.at(r + high, c + column) is cell for column in range(wide)):
        high += 1
    return high, wide


def _marked(inner: Markup, marks: tuple[Mark, ...]) -> Markup:
    ids = " ".join(mark.id for mark in marks)
    found = [mark for mark in marks if mark.severity is not None]
    if not found:
        return Markup('<span data-m="{}">{}</span>').format(ids, inner)
    own = [mark for mark in found if mark.side == 0]
    worst = max((mark.severity for mark in own or found if mark.severity), key=lambda severity: severity.rank)
    classes = f"mark {worst.value}" + ("" if own else " side") + (" many" if len(found) > 1 else "")
    return Markup('<mark class="{}" data-m="{}">{}</mark>').format(classes, ids, inner)


def _number(mark: Mark) -> Markup:
    """The finding's number as a link to it, and the way to the other side of a contradiction."""
    out = Markup('<a class="number {0}" href="#o{1}" data-f="{1}" title="看第{1}条意见">{1}</a>').format(
        mark.severity or "", mark.number
    )
    if mark.sides > 1:
        other = (mark.side + 1) % mark.sides
        out += Markup(
            '<a class="across {0}" href="#f{1}-{2}" data-to="f{1}-{2}" title="看第{1}条意见的另一处">⇄</a>'
        ).format(mark.severity or "", mark.number, other)
    return out
