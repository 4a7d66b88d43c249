"""Word comments at the exact words.

The way from the canonical text back into the file is found by reading the file twice: a copy whose every character is
one that tells where it stands is read by the same reader, so that its text has, offset for offset, the places of the
characters of the review's text. Automatic numbers and symbols are in no run; a comment then begins at the first
character that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.document import Document, Span
from checker.read.ooxml import local_name, main_part, relations
from checker.render.annotate.note import AUTHOR, DATE, Note, notes
from checker.render.annotate.ooxml import Package, parse, serialized
from checker.render.package import with_parts
from checker.review import Review

if TYPE_CHECKING:
    from lxml.etree import _Element

_TRACE = range(0x20000, 0x10FFFE)  # above every character that a report's text is made of
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


@dataclass(frozen=True, slots=True)
class _Spot:
    """A character of the file: the text element that holds it, by its place among them, and its offset there."""

    element: int
    offset: int


def annotate(data: bytes, review: Review) -> bytes:
    """The document with a comment for each note; every part but the text, the comments and what names them keeps its
    bytes."""
    found = notes(review)
    package = Package(data)
    main = main_part(package.archive, "document") or "word/document.xml"
    root = package.tree(main)
    if not found:
        return data
    texts = list(root.iter(_word(root, "t")))
    spots = _trace(package, main, texts, review.report.document)
    anchors = _Anchors(root, texts)
    whole = _first_paragraph(review.report.document, spots)
    ranges = [_range(note.span, spots) or whole for note in found]
    comments, first = _comments_part(package, main, root)
    anchors.place([(first + index, ends) for index, ends in enumerate(ranges)])
    for index, note in enumerate(found):
        comments.append(_comment(comments, first + index, note))
    return package.build()


def _word(root: _Element, name: str) -> str:
    return str(root.tag).removesuffix("document") + name


def _trace(package: Package, main: str, texts: list[_Element], document: Document) -> dict[int, _Spot]:
    """Offset of the canonical text → the character of the file that stands there.

    Footnotes are no place for a comment: their words stand for the mark that refers to them, which joins `texts`.
    """
    from checker.read import docx
    from checker.read.source import Source

    root = package.tree(main)
    copy = deepcopy(root)
    spots: list[_Spot] = []
    parts: dict[str, bytes] = {}
    for index, twin in enumerate(copy.iter(_word(root, "t"))):
        _mark_text(twin, spots, index)
    words = len(texts)
    for kind in ("footnote", "endnote"):
        name = next((part.target for part in relations(package.archive, main) if part.kind == f"{kind}s"), None)
        data = None if name is None else package.archive.read(name)
        if name is None or data is None:
            continue
        notes_copy = parse(data)
        for reference in root.iter(_word(root, f"{kind}Reference")):
            texts.append(reference)
            for note in notes_copy:
                if note.get(_word(root, "id")) == reference.get(_word(root, "id")):
                    for twin in note.iter(_word(root, "t")):
                        _mark_text(twin, spots, len(texts) - 1)
        parts[name] = serialized(notes_copy)
    traced = docx.read(Source(document.path, with_parts(package.data, {**parts, main: serialized(copy)})))
    if len(traced.text) != len(document.text):
        return {}
    found = {}
    for at, character in enumerate(traced.text):
        number = ord(character) - _TRACE.start
        if not 0 <= number < len(spots):
            continue
        spot = spots[number]
        if spot.element >= words:
            found[at] = _Spot(spot.element, 0)
        elif (texts[spot.element].text or "")[spot.offset] == document.text[at]:
            found[at] = spot
    return found


def _mark_text(twin: _Element, spots: list[_Spot], index: int) -> None:
    """Put in place of each character one that stands for its place; spaces and controls stay what they are."""
    marked = []
    for offset, character in enumerate(twin.text or ""):
        kept = character.isspace() or not character.isprintable() or len(spots) >= len(_TRACE)
        marked.append(character if kept else chr(_TRACE[len(spots)]))
        if not kept:
            spots.append(_Spot(index, offset))
    twin.text = "".join(marked)


def _range(span: Span | None, spots: dict[int, _Spot]) -> tuple[_Spot, _Spot] | None:
    """The first and the last character of a span that are in the file's own text."""
    if span is None:
        return None
    inside = [spots[at] for at in range(span.start, span.end) if at in spots]
    return (min(inside, key=_order), max(inside, key=_order)) if inside else None


def _order(spot: _Spot) -> tuple[int, int]:
    return spot.element, spot.offset


def _first_paragraph(document: Document, spots: dict[int, _Spot]) -> tuple[_Spot, _Spot] | None:
    """What a note without a place of its own is put to."""
    ranges = (_range(paragraph.span, spots) for paragraph in document.paragraphs)
    first = next((found for found in ranges if found), None)
    return first or _range(Span(0, len(document.text)), spots)


class _Anchors:
    """Sets the marks of comments into the text, splitting runs where a comment begins or ends inside one."""

    def __init__(self, root: _Element, texts: Sequence[_Element]) -> None:
        self.root, self.texts = root, texts
        self.pieces: dict[int, list[tuple[int, _Element]]] = {}  # text element → (offset, the run from there on)

    def place(self, marks: Sequence[tuple[int, tuple[_Spot, _Spot] | None]]) -> None:
        """Put each comment (its id, and its first and last character) into the text."""
        wanted = [(id, ends or self._nowhere()) for id, ends in marks]
        cuts = {cut for _, ends in wanted if ends for cut in (ends[0], _Spot(ends[1].element, ends[1].offset + 1))}
        for cut in sorted(cuts, key=_order, reverse=True):
            self._cut(cut)
        for id, ends in wanted:
            self._mark(id, ends)

    def _nowhere(self) -> tuple[_Spot, _Spot] | None:
        texts = (i for i, element in enumerate(self.texts) if (element.text or "").strip())
        index = next(texts, None)
        return None if index is None else (_Spot(index, 0), _Spot(index, len(self.texts[index].text or "") - 1))

    def _cut(self, cut: _Spot) -> None:
        """Split the run of a text element before one of its characters (or behind its last)."""
        element = self.texts[cut.element]
        run = element.getparent()
        parent = None if run is None else run.getparent()
        if run is None or parent is None or self._host(element) is not run:
            return
        pieces = self.pieces.setdefault(cut.element, [])
        text = element.text or ""
        before = [child for child in element.itersiblings(preceding=True) if local_name(child) != "rPr"]
        behind = list(element.itersiblings())
        if (cut.offset == 0 and not before) or (cut.offset >= len(text) and not behind):
            return
        right = _like(run)
        properties = run.find(_word(self.root, "rPr"))
        if properties is not None:
            right.append(deepcopy(properties))
        if cut.offset == 0:
            right.extend([element, *behind])
        else:
            if cut.offset < len(text):
                rest = _like(element)
                element.text, rest.text = text[: cut.offset], text[cut.offset :]
                for part in (element, rest):
                    part.set(_SPACE, "preserve")
                right.append(rest)
                pieces.append((cut.offset, right))
            right.extend(behind)
        tail, run.tail = run.tail, None
        run.addnext(right)
        right.tail = tail

    def _host(self, element: _Element) -> _Element:
        """The run of the page's own text that holds a text element: that of the box for words of a text box, in which
        Word allows no comments."""
        host = element
        for ancestor in element.iterancestors():
            if local_name(ancestor) == "r":
                host = ancestor
        return host

    def _run(self, spot: _Spot) -> _Element:
        """The run that holds a character after all the cuts."""
        pieces = [piece for piece in self.pieces.get(spot.element, ()) if piece[0] <= spot.offset]
        if pieces:
            return max(pieces, key=lambda piece: piece[0])[1]
        return self._host(self.texts[spot.element])

    def _mark(self, id: int, ends: tuple[_Spot, _Spot] | None) -> None:
        w = _word(self.root, "")
        start, end, reference = (
            self.root.makeelement(w + name, {}) for name in ("commentRangeStart", "commentRangeEnd", "r")
        )
        start.set(w + "id", str(id))
        end.set(w + "id", str(id))
        mark = reference.makeelement(w + "commentReference", {w + "id": str(id)})
        reference.append(mark)
        if ends is None:  # no words at all, which no review is about; a comment must stand somewhere
            paragraph = next(self.root.iter(w + "p"))
            paragraph.extend([start, end, reference])
            return
        first, last = self._run(ends[0]), self._run(ends[1])
        first.addprevious(start)
        for element in _behind(last, w):
            last = element
        last.addnext(end)
        end.addnext(reference)


def _like(element: _Element) -> _Element:
    """An empty element with the name and attributes of another."""
    made = element.makeelement(element.tag, {})
    made.attrib.update(element.attrib)
    return made


def _behind(run: _Element, w: str) -> Iterator[_Element]:
    """The ends and references of comments that close behind a run already: the next one's come after them."""
    for element in run.itersiblings():
        if element.tag == w + "commentRangeEnd" or (
            element.tag == w + "r" and len(element) == 1 and element[0].tag == w + "commentReference"
        ):
            yield element
        else:
            return


def _comments_part(package: Package, main: str, root: _Element) -> tuple[_Element, int]:
    """The part that holds the file's comments, made where there is none, and the first id that is free."""
    w = _word(root, "")
    existing = next((part.target for part in relations(package.archive, main) if part.kind == "comments"), None)
    if existing is not None and existing in package.archive.names:
        comments = package.tree(existing)
    else:
        folder = main.rpartition("/")[0]
        name = package.fresh(f"{folder}/comments{{}}.xml".lstrip("/"))
        comments = parse(f'<w:comments xmlns:w="{w[1:-1]}"/>'.encode())
        package.add(name, comments)
        package.relate(main, "comments", name, strict="purl.oclc.org" in w)
        package.declare(name, _COMMENTS)
    used = [comment.get(w + "id", "") for comment in comments]
    used += [mark.get(w + "id", "") for mark in root.iter(w + "commentReference")]
    return comments, max((int(id) for id in used if id.isdecimal()), default=-1) + 1


def _comment(comments: _Element, id: int, note: Note) -> _Element:
    w = str(comments.tag).removesuffix("comments")
    comment = comments.makeelement(
        w + "comment", {w + "id": str(id), w + "author": AUTHOR, w + "date": DATE, w + "initials": "审"}
    )
    for line in note.lines:
        paragraph = comment.makeelement(w + "p", {})
        run = paragraph.makeelement(w + "r", {})
        text = run.makeelement(w + "t", {})
        text.text = line
        run.append(text)
        paragraph.append(run)
        comment.append(paragraph)
    return comment
