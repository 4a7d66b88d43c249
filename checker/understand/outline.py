"""The outline of a report: its headings, what lies under each, and which facets each covers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from checker.document import Document, Paragraph, Span, Table
from checker.understand.contents import contents_entries, has_leader, is_contents_name
from checker.understand.headings import OUTER, Line, Mark, Number, read_mark, read_number, split_inner
from checker.understand.levels import Ranks
from checker.understand.titles import Titles, squeeze
from checker.vocabulary import Facet, OutlineNode, Vocabulary

__all__ = ["Item", "Number", "Outline", "Section", "read_outline"]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what lies under it.

    `heading` is the heading's own words with its number; `title` the folded title without number, spaces and closing
    punctuation. `own` goes from the heading to the first sub-heading, `body` to the next heading of the same or a
    higher level (sub-sections included). `depth` counts from 1; `parent` is an index into `Outline.sections`.
    `run_in` says that its text goes on in the heading's paragraph.
    """

    heading: Span
    title: str
    depth: int
    own: Span
    body: Span
    number: Number | None = None
    parent: int | None = None
    facets: frozenset[str] = frozenset()
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered line, heading or list item, as the check of numbering needs them; `section` is an index or None."""

    span: Span
    number: Number
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections in reading order. `items` are all numbered lines, those of the sections' headings included."""

    sections: tuple[Section, ...]
    items: tuple[Item, ...] = ()

    def section_at(self, offset: int) -> Section | None:
        """The innermost section whose heading or body holds an offset."""
        found = None
        for section in self.sections:
            if section.heading.start > offset:
                break
            if offset < section.body.end or offset < section.heading.end:
                found = section
        return found

    def covering(self, facet: str) -> tuple[Section, ...]:
        """The sections whose heading covers a facet."""
        return tuple(section for section in self.sections if facet in section.facets)

    def ancestors(self, section: Section) -> Iterator[Section]:
        """The sections above a section, from the nearest."""
        parent = section.parent
        while parent is not None:
            yield self.sections[parent]
            parent = self.sections[parent].parent

    def path(self, offset: int, text: str) -> str:
        """The headings above an offset, from the outermost: 一、项目基本情况 / （一）项目概况; "" above the first."""
        section = self.section_at(offset)
        if section is None:
            return ""
        names = [section, *self.ancestors(section)]
        return " / ".join(" ".join(each.heading.cut(text).split()) for each in reversed(names))


def read_outline(document: Document, folded: str, vocabulary: Vocabulary) -> Outline:
    """Find the headings of a document and match them to the vocabulary's facets."""
    titles = Titles(vocabulary)
    marks = _marks(document, folded, titles)
    top = frozenset(facet for node in vocabulary.outline for facet in node.facets)
    inner = frozenset(facet for node in vocabulary.outline for facet in _below(node)) - top
    sections = _sections(marks, Ranks(marks, top, inner), len(folded))
    sections = _with_facets(sections, titles, vocabulary)
    starts = {section.heading.start: index for index, section in enumerate(sections)}
    items = tuple(
        Item(Span(mark.start, mark.end), mark.number, starts.get(mark.start)) for mark in marks if mark.number
    )
    return Outline(tuple(sections), items)


def _below(node: OutlineNode) -> Iterator[str]:
    for child in node.children:
        yield from child.facets
        yield from _below(child)


# Lines and marks


def _marks(document: Document, folded: str, titles: Titles) -> list[Mark]:
    """The headings and list items in reading order, tables of contents taken out."""
    lines = [piece for line in _lines(document, folded, titles) for piece in split_inner(folded, line, titles)]
    names = [i for i, line in enumerate(lines) if is_contents_name(folded[line.start : line.end])]
    marks = [None if i in names else read_mark(folded, line, titles) for i, line in enumerate(lines)]
    dropped = contents_entries(marks, [line.end - line.start for line in lines], names)
    kept = [mark for i, mark in enumerate(marks) if mark is not None and i not in dropped]
    return list(_without_openings(kept, folded))


def _without_openings(marks: Iterable[Mark], folded: str) -> Iterator[Mark]:
    """The marks without sentences that open the text of the heading directly above: 主要经验如下。"""
    before: Mark | None = None
    for mark in marks:
        bare = mark.number is None and mark.level is None and _OPENS.match(folded, mark.start, mark.stop)
        again = before is not None and before.heading and mark.known <= before.known
        if not (bare and again and before is not None and not folded[before.stop : mark.start].strip()):
            yield mark
        before = mark


def _lines(document: Document, folded: str, titles: Titles) -> Iterator[Line]:
    """The lines that may be headings: paragraphs of the body, and the cells of a table that only frames the text."""
    lines: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += _framed(block, folded, titles, len(document.text))
        elif block.role == "body" and not _is_contents_line(document, folded, block, titles):
            lines.append(Line(block.span.start, block.span.end, block.level, block.bold))
    return _joined(lines, folded, titles)


def _is_contents_line(document: Document, folded: str, paragraph: Paragraph, titles: Titles) -> bool:
    span = paragraph.span
    if not has_leader(span.cut(document.text)):
        return False
    if re.search(r"[.·…_-]{3,}\s*\S{1,6}$", span.cut(folded)) or "…" in span.cut(document.text)[-12:]:
        return True
    title = re.sub(r"\s*\d{1,3}$", "", span.cut(folded))
    return bool(read_number(folded, span.start, span.end)) or bool(titles.known(squeeze(title)))


_OPENS: Final = re.compile(r"[^。:;]{2,30}如下[。:]")
_PASSAGE: Final = 60
_CHAPTER: Final = re.compile(r"^\s*(?:第?[一二三四五六七八九十]{1,3}(?:、|部分|章))", re.MULTILINE)


def _framed(table: Table, folded: str, titles: Titles, whole: int) -> Iterator[Line]:
    """The lines of a table that frames running text: one cell a row, or nearly the whole document in it."""
    one_a_row = all(len({cell.span for cell in row if cell}) <= 1 for row in table.grid)
    if not one_a_row:
        # A form's rows may be numbered like chapters; a framed report is nearly all of the file, in long passages.
        prose = sum(len(cell.span) for cell in table.cells if len(cell.span) >= _PASSAGE)
        chapters = len(_CHAPTER.findall(table.span.cut(folded)))
        if chapters < 3 or len(table.span) < 0.8 * whole or prose < 0.6 * len(table.span):
            return
    for cell in table.cells:
        at = cell.span.start
        for line in cell.span.cut(folded).split("\n"):
            left = len(line) - len(line.lstrip())
            if line.strip():
                yield Line(at + left, at + left + len(line.strip()))
            at += len(line) + 1


_TITLE_BEGUN: Final = re.compile(r"[^,:;。]{0,30}(?:19|20)\d\d年[^,:;。]{2,50}(?:绩效|支出|资金|项目)")
_OPEN_END: Final = re.compile(r"[、及和与的(]$|^[^()]*\([^()]*$")


def _joined(lines: Sequence[Line], folded: str, titles: Titles) -> Iterator[Line]:
    """Lines, a heading that was broken over two of them joined again where nothing else can be meant."""
    index = 0
    while index < len(lines):
        line = lines[index]
        follower = lines[index + 1] if index + 1 < len(lines) else None
        broken = follower is not None and follower.start == line.end + 1
        if follower and broken and (_is_broken(folded, line, follower, titles) or _is_title(folded, line, follower)):
            yield replace(line, end=follower.end)
            index += 2
        else:
            yield line
            index += 1


def _is_broken(folded: str, line: Line, follower: Line, titles: Titles) -> bool:
    if line.end - line.start > 45:
        return False
    numbered = read_number(folded, line.start, line.end)
    if numbered is None or read_number(folded, follower.start, follower.end):
        return False
    if numbered[1] >= line.end:
        return True  # a web page may set the number on a line of its own, of a list's paragraph too
    if numbered[0].style not in OUTER or follower.end - follower.start > 45:
        return False
    first = folded[numbered[1] : line.end].strip()
    second = folded[follower.start : follower.end].rstrip(r"。: ")
    if "。" in first or "。" in second or len(second) > 30:
        return False
    joined = squeeze(first + second)
    if titles.known(squeeze(first)) and not _OPEN_END.search(first):
        return False
    return bool(titles.known(joined)) and (bool(_OPEN_END.search(first)) or not titles.known(squeeze(second)))


def _is_title(folded: str, line: Line, follower: Line) -> bool:
    """Whether a line and the next are the report's title, whose end would be a heading: …专项资金绩效 / 自评情况."""
    first, second = folded[line.start : line.end], folded[follower.start : follower.end]
    if len(second) > 12 or not _TITLE_BEGUN.fullmatch("".join(first.split())):
        return False
    return re.match(r"\s*(?:绩效)?(?:自评|评价)", second) is not None


# Sections


def _sections(marks: Iterable[Mark], ranks: Ranks, length: int) -> list[Section]:
    headings = [mark for mark in marks if mark.heading]
    placed: list[tuple[int, int | None]] = []  # how deep each stands, and below which
    stack: list[tuple[float, int, Mark]] = []
    ends: list[int] = []
    lists = _Lists()
    for index, mark in enumerate(headings):
        rank = ranks.of(mark)
        rank += lists.deeper(mark, rank, headings[index - 1] if index else None)
        if mark.style is None and mark.level is None:
            rank = (_below_a_number if ranks.numbered else _below_its_like)(mark, rank, stack, ranks)
        while stack and stack[-1][0] >= rank:
            ends[stack.pop()[1]] = mark.start
        placed.append((len(stack) + 1, stack[-1][1] if stack else None))
        ends.append(length)
        stack.append((rank, index, mark))
    sections: list[Section] = []
    for index, (mark, (depth, parent), end) in enumerate(zip(headings, placed, ends, strict=True)):
        following = headings[index + 1].start if index + 1 < len(headings) else length
        start = min(mark.body, following)
        sections.append(
            Section(
                Span(mark.start, mark.end), mark.title, depth, Span(start, following), Span(start, end), mark.number,
                parent, mark.known, mark.shape == "run-in",
            )
        )  # fmt: skip
    return sections


class _Lists:
    """Lists that count anew in the style of the heading above: 数量目标 as （一） below （二）项目绩效目标."""

    def __init__(self) -> None:
        self._outer: Number | None = None
        self._rank = 0.0
        self._last = 0

    def deeper(self, mark: Mark, rank: float, before: Mark | None) -> float:
        """Half a rank more for a heading of such a list; `before` is the heading before it."""
        number = mark.number
        if self._outer is not None and rank < self._rank:
            self._outer = None
        if number is None:
            return 0.0
        if self._outer is not None:
            if number.style != self._outer.style:
                return 0.0
            goes_on, ends = number.value == self._last + 1, number.value == self._outer.value + 1
            if goes_on and not (ends and mark.known):
                self._last = number.value
                return 0.5
            self._outer = None
            return 0.0
        above = before.number if before is not None else None
        if before is None or above is None or above.style != number.style or above.value < 2 or number.value != 1:
            return 0.0
        if mark.start > before.body + 1:
            return 0.0  # there is text between the two: the numbers begin again by mistake
        self._outer, self._rank, self._last = above, rank, 1
        return 0.5


def _below_its_like(mark: Mark, rank: float, stack: Sequence[tuple[float, int, Mark]], ranks: Ranks) -> float:
    """The rank of 项目概况 below 基本情况 where nothing is numbered: alone it would be a chapter by another name."""
    chapters = [above for above, _, other in stack if above <= rank and other.known & mark.known]
    return chapters[0] + 0.5 if chapters and ranks.is_part(mark) else rank


def _below_a_number(mark: Mark, rank: float, stack: Sequence[tuple[float, int, Mark]], ranks: Ranks) -> float:
    """The rank of an unnumbered heading among numbered ones.

    It ends no numbered section, unless it is a chapter of the outline and that section is not on the same matter:
    总体目标 stands below （二）项目绩效目标, 存在的问题 does not stand below （四）项目效益情况.
    """
    above = [(firm, other) for firm, _, other in stack if other.style is not None or other.level is not None]
    if not above or mark.shape == "run-in":
        return rank
    if ranks.is_chapter(mark) and not any(other.known & mark.known for _, other in above):
        return rank
    return above[-1][0] + 0.25


# Facets

_LOOSE_DEPTH: Final = 2
_LOOSE_STYLES: Final = frozenset({"part", "chapter", "clause", "han", "han-bracket", "arabic-2"})
_LONGEST_LOOSE: Final = 42


def _with_facets(sections: Sequence[Section], titles: Titles, vocabulary: Vocabulary) -> list[Section]:
    """The sections with the facets that their titles cover where they stand.

    Deep headings count only if they say nothing else (提高社会效益 in a list is no section). A title that covers
    nothing and differs from a known one by a single character is taken for it where the outline still lacks it.
    """
    facets = {facet.id: facet for facet in vocabulary.facets}
    named: list[frozenset[str]] = []
    for section in sections:
        number = section.number
        loose = number is not None and (section.depth <= _LOOSE_DEPTH or number.style in _LOOSE_STYLES)
        loose = loose and len(section.title) <= _LONGEST_LOOSE
        sentence = "," in section.title
        named.append(titles.facets(section.title) if loose and not sentence else section.facets)
    result = _in_context(sections, named, facets)
    lacking = _lacking(vocabulary.outline, {facet for section in result for facet in section.facets})
    if lacking:
        for index, section in enumerate(result):
            plain = not titles.facets(section.title) and section.number is not None and section.depth <= _LOOSE_DEPTH
            if plain and (guess := titles.misspelt(section.title)) and guess <= lacking:
                named[index] = guess
        result = _in_context(sections, named, facets)
    return result


def _lacking(outline: Iterable[OutlineNode], covered: set[str]) -> frozenset[str]:
    found: set[str] = set()
    for node in outline:
        if not covered & set(node.facets):
            found |= set(node.facets)
        found |= _lacking(node.children, covered)
    return frozenset(found)


def _in_context(
    sections: Sequence[Section], named: Sequence[frozenset[str]], facets: dict[str, Facet]
) -> list[Section]:
    result: list[Section] = []
    for section, names in zip(sections, named, strict=True):
        above: set[str] = set()
        parent = section.parent
        while parent is not None:
            above |= result[parent].facets
            parent = result[parent].parent
        kept = frozenset(name for name in names if _counts(facets[name], above))
        result.append(section if kept == section.facets else replace(section, facets=kept))
    return result


def _counts(facet: Facet, above: set[str]) -> bool:
    if facet.inside and not above & set(facet.inside):
        return False
    return facet.id in above or not above & set(facet.outside)
