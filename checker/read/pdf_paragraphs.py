"""Lines of a page → paragraphs: which lines go on, over page breaks too, and where something new begins.

The rule that decides is the typesetter's own: a line that ended although the next line's first word would have fitted
was ended on purpose. What follows a full line goes on unless its indent, its weight, its distance or its number says
that it is new. Where that leaves a doubt the lines stay apart: a sentence cut in two costs less than a heading that is
lost in the paragraph before it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from checker.document import DocumentBuilder
from checker.read.pdf_lines import NUMBERING, Line, common, ended_early, join

_ENDS = re.compile(r"[。！？；;：:!?][”’\"）)]*$")
_HAN = re.compile(r"[㐀-鿿]")
_WIDE_STOP = re.compile(r"[，。；：、！？]$")
_LEADER = re.compile(r"(?:[.．·…_‥]\s?){4,}\s*[-—]?\s*\d{1,4}\s*[-—]?$|…{2,}\s*\d{1,4}$")


@dataclass(frozen=True, slots=True)
class TextArea:
    """Where the prose of pages of one width stands: its ends, the page's middle, and the usual distances of lines."""

    left: float
    right: float
    middle: float
    pitch: dict[float, float] = field(default_factory=dict)

    def line_pitch(self, size: float) -> float | None:
        """The usual distance of two lines of a font size, from middle to middle."""
        return self.pitch.get(round(size))


def text_area(pages: Iterable[Sequence[Line]], width: float, tables: Sequence[tuple[float, float]] = ()) -> TextArea:
    """Measure the prose of pages of one width; where there is little, their tables' ends say where it would stand."""
    pages = [page for page in pages if page]
    lines = [line for page in pages for line in page if line.parts == 1]
    if not lines:
        return TextArea(0.0, width, width / 2)
    size = common((line.size for line in lines), 0.5) or 10.5
    left = _margin([line.x0 for line in lines], 3.0)
    # A full stop may hang beyond the end of the line, so that it does not begin the next one.
    right = -_margin([-(line.x1 - line.size * bool(_WIDE_STOP.search(line.text))) for line in lines], 1.2 * size)
    if len(lines) < 8:
        left, right = min([left, *(table[0] for table in tables)]), max([right, *(table[1] for table in tables)])
    distances: dict[float, list[float]] = defaultdict(list)
    for page in pages:
        for above, below in pairwise(page):
            if abs(above.size - below.size) < 0.6 and 0 < below.middle - above.middle < 4 * below.size:
                distances[round(below.size)].append(below.middle - above.middle)
    pitch = {size: found for size, values in distances.items() if (found := common(values, 1.0)) is not None}
    return TextArea(left, right, width / 2, pitch)


def _margin(ends: Sequence[float], reach: float) -> float:
    """The outermost place to which a fair share of the lines comes within `reach` points."""
    ends = sorted(ends)
    needed = min(max(2, len(ends) // 16), len(ends))
    for at, end in enumerate(ends[: len(ends) - needed + 1]):
        if ends[at + needed - 1] - end < reach:
            return end
    return ends[0]


@dataclass(slots=True)
class Prose:
    """A paragraph being put together."""

    lines: list[Line]
    text: str
    breaks: list[int] = field(default_factory=list)

    def goes_on(self, line: Line) -> None:
        before = self.lines[-1]
        self.text = join(self.text, line.text)
        if line.page != before.page:
            self.breaks.append(len(self.text) - len(line.text))
        self.lines.append(line)


class Paragraphs:
    """Takes the lines of a document in reading order and lays them out in a builder as paragraphs."""

    def __init__(self, builder: DocumentBuilder, areas: dict[int, TextArea], body_size: float) -> None:
        """`areas` maps a page's number to its text area."""
        self._builder, self._areas, self._body_size = builder, areas, body_size
        self._open: Prose | None = None

    def line(self, line: Line) -> None:
        """The next line."""
        if self._open is not None and self._continues(self._open, line):
            self._open.goes_on(line)
            return
        self.end()
        self._open = Prose([line], line.text)

    def end(self) -> None:
        """Close the paragraph: something else follows."""
        prose, self._open = self._open, None
        if prose is None:
            return
        sizes: Counter[float] = Counter()
        for line in prose.lines:
            sizes[round(2 * line.size) / 2] += len(line.text)
        self._builder.paragraph(
            prose.text,
            page=prose.lines[0].page,
            bold=all(line.bold for line in prose.lines),
            centred=self._centred(prose.lines),
            size=max(sizes.items(), key=lambda item: (item[1], item[0]))[0],
            role="toc" if _LEADER.search(prose.text) else "body",
            breaks=prose.breaks,
        )

    def _centred(self, lines: Sequence[Line]) -> bool:
        if NUMBERING.match(lines[0].text) and len(lines) > 1:
            return False
        return all(self._symmetric(line) for line in lines) and self._inset(lines[-1])

    def _symmetric(self, line: Line) -> bool:
        area = self._areas[line.page]
        middle = (line.x0 + line.x1) / 2
        off = min(abs(middle - (area.left + area.right) / 2), abs(middle - area.middle))
        return off < 0.55 * max(line.size, 10)

    def _inset(self, line: Line) -> bool:
        """Whether a line stands further in than a first line's indent on both sides; large type less far."""
        if line.parts > 1:
            return False
        area = self._areas[line.page]
        least = 0.2 * line.size if line.size > 1.25 * self._body_size else 2.4 * self._body_size
        return min(line.x0 - area.left, area.right - line.x1) > least

    def _continues(self, prose: Prose, line: Line) -> bool:
        before = prose.lines[-1]
        area = self._areas[line.page]
        first, size = prose.lines[0], before.size
        if before.parts > 1 or line.parts > 1 or _LEADER.search(before.text):
            return False
        guessed = not (_HAN.search(before.text) and _HAN.search(line.text))  # sizes from the height of the font
        if abs(line.size - size) > (0.35 if guessed else 0.08) * size:
            return False
        right = area.right
        if ended_early(before, line, right if before.page == line.page else self._areas[before.page].right):
            return False
        if self._symmetric(before) and self._symmetric(line) and self._inset(line) and line.bold == before.bold:
            large = line.size > 1.12 * self._body_size
            return large or (len(prose.lines) > 1 and self._inset(before))
        if before.page == line.page:
            pitch = area.line_pitch(line.size)
            own = before.middle - prose.lines[-2].middle if len(prose.lines) > 1 else None
            usual = own if own is not None and own > 0 else pitch
            if usual is not None and line.middle - before.middle > 1.3 * usual + 1:
                return False
        if line.bold and not before.bold:
            return False
        return self._aligned(prose, first, line, area)

    def _aligned(self, prose: Prose, first: Line, line: Line, area: TextArea) -> bool:
        """Whether a line begins where a paragraph's next line would."""
        before = prose.lines[-1]
        ended = bool(_ENDS.search(before.text))
        em = max(line.size, 8.0)
        start = line.x0 - area.left
        began = first.x0 - self._areas[first.page].left
        numbered = NUMBERING.match(line.text) is not None
        if len(prose.lines) > 1:
            usual = before.x0 - self._areas[before.page].left
            if abs(start - usual) > 0.7 * em:
                return False
        elif start > began + 0.5 * em and not (NUMBERING.match(first.text) and start - began < 4.5 * em):
            return False  # an indent to the right of the first line, which no number hangs out of
        if numbered and (ended or start > 0.7 * em):
            return False
        if began > 0.7 * em and start < began - 0.5 * em:
            return began < 4.5 * em and start < 0.7 * em  # a first line's indent; a signature stands further in
        if start > began + 0.5 * em:
            return not before.bold or line.bold  # hanging behind a number
        if began > 0.7 * em and len(prose.lines) == 1:
            return False  # two indented lines in a row are two paragraphs of a line each
        # First and next line begin alike: a block without an indent, where only a full stop could tell.
        return not ended and before.bold == line.bold
