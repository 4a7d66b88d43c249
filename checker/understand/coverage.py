"""Which parts of a pack's outline a report has, where they stand, and which of them hold nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from checker.document import Span, Table
from checker.understand.outline import Section
from checker.understand.report import Report
from checker.understand.titles import squeeze
from checker.vocabulary import Facet, OutlineNode

_NUMBER: Final = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")
# A line that only announces what is not there: 附：评分表, （附相关评分表）, 略.
_EMPTY_LINE: Final = re.compile(
    r"\(?(?:见)?附(?:后)?[件表录]?\d{0,2}:?\)?|\(?附[件表录]?\d{0,2}[::]?(?:相关|绩效|项目|评价|自评|指标)*(?:评分|得分|打分|评价)?表\)?[。;]?"
    r"|\(?略\)?[。]?|[\W_]*|\d{1,3}|-\s?\d{1,3}\s?-"
)
_SIGNATURE: Final = re.compile(
    r"(?:(?:19|20)\d\d|二零..)年.{1,3}月.{1,3}日|.{3,25}(?:局|厅|委员会|委|中心|政府|办公室|学校|医院|公司)|\(?(?:盖章|公章)\)?"
)
_ANNEX: Final = re.compile(
    r"\n\s*附[件表录]?\s?[一二三四五六七八九十\d]{0,2}\s?(?::[^\n]{0,40})?(?=\n|$)", re.MULTILINE
)
_OPENING: Final = 40  # characters of text below 一、基本情况 that are an overview even without a heading of their own

_SENTENCE: Final = 20  # characters that say something, more than that it was done


def plain_title(node: OutlineNode) -> str:
    """A node's title without its number: 项目概况."""
    return _NUMBER.sub("", node.title)


def walk(nodes: Iterable[OutlineNode]) -> Iterator[OutlineNode]:
    """The nodes of an outline in its order, parents before their children."""
    for node in nodes:
        yield node
        yield from walk(node.children)


class Coverage:
    """An outline laid over a report."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._facets = {facet.id: facet for facet in report.vocabulary.facets}
        self.nodes = report.vocabulary.outline
        self._parents = {child.id: node for node in walk(self.nodes) for child in node.children}

    def sections(self, node: OutlineNode) -> tuple[Section, ...]:
        """The sections whose headings cover a node, in reading order."""
        wanted = set(node.facets)
        return tuple(section for section in self._report.outline.sections if section.facets & wanted)

    def present(self, node: OutlineNode) -> bool:
        """Whether a node is there: under a heading, as all its required children, or below its parent's heading."""
        if self.sections(node) or self._told(node):
            return True
        children = [child for child in node.children if child.required]
        return bool(children) and all(self.present(child) for child in children)

    def parent(self, node: OutlineNode) -> str:
        """The id of the part that a part belongs to; "" for one of the highest level."""
        return self._parents[node.id].id if node.id in self._parents else ""

    def missing(self) -> list[OutlineNode]:
        """The required nodes that are not there; a missing parent, or one without any text, stands for its children."""
        return list(self._missing(self.nodes))

    def _missing(self, nodes: Iterable[OutlineNode]) -> Iterator[OutlineNode]:
        for node in nodes:
            if not node.required:
                continue
            sections = self.sections(node)
            if sections and not any(self.has_text(section) for section in sections):
                continue  # an empty section is another rule's, and its parts are not asked for one by one
            if self.present(node) or any(self.present(child) for child in node.children):
                yield from self._missing(node.children)
            else:
                yield node

    def _told(self, node: OutlineNode) -> bool:
        """Whether running text below the parent's heading treats a node that has no heading of its own.

        Only where no part of the parent has a heading: then a paragraph may treat them all. An opening part needs no
        more than text.
        """
        parent = self._parents.get(node.id)
        if parent is None:
            return False
        above = self.sections(parent)
        if node.opening and any(len(self.own_text(section)) >= _OPENING for section in above):
            return True
        if any(self.sections(child) for child in parent.children):
            return False
        facets = [self._facets[name] for name in node.facets]
        return any(_speaks_of(squeeze(section.body.cut(self._report.folded)), facets) for section in above)

    def undivided(self, node: OutlineNode) -> bool:
        """Whether the parent of a node holds running text and no sub-headings: it may treat the node in other words."""
        parent = self._parents.get(node.id)
        if parent is None or any(self.sections(child) for child in parent.children):
            return False
        return any(len(self.own_text(section)) >= _SENTENCE for section in self.sections(parent))

    def halves(self) -> Iterator[tuple[OutlineNode, Section, tuple[Section, ...]]]:
        """The nodes that are only named by a heading of several, with that heading and its sub-headings on the others.

        五、主要经验及做法、存在的问题及原因分析 may have （一）主要经验 below it and nothing on problems. Not where
        anything else below it may treat the node: text before the first sub-heading, another sub-heading, its words.
        """
        for siblings in [self.nodes, *(node.children for node in walk(self.nodes))]:
            required = [node for node in siblings if node.required]
            for section in self._report.outline.sections:
                merged = [node for node in required if section.facets & set(node.facets)]
                if len(merged) > 1:
                    yield from self._half(section, merged)

    def _half(
        self, section: Section, merged: Sequence[OutlineNode]
    ) -> Iterator[tuple[OutlineNode, Section, tuple[Section, ...]]]:
        outline = self._report.outline
        parts = tuple(each for each in outline.sections if next(outline.ancestors(each), None) is section)
        # 存在的主要问题和原因如下： opens what is said of one matter and asks for no other beside it.
        named = all(part.facets and part.number is not None for part in parts)
        if not parts or not named or len(self.own_text(section)) >= _OPENING:
            return
        for node in merged:
            elsewhere = [each for each in self.sections(node) if each is not section]
            facets = [self._facets[name] for name in node.facets]
            said = squeeze(self._running(parts[0].heading.start, section.body.end))
            others = {name for other in merged if other is not node for name in other.facets}
            on_others = all(part.facets & others for part in parts)
            if on_others and not elsewhere and not _speaks_of(said, facets):
                yield node, section, parts

    def _running(self, start: int, end: int) -> str:
        """The folded paragraphs of a stretch: tables, which may be the report's annexes, are none."""
        lines = [p.span for p in self._report.document.paragraphs if start <= p.span.start < end]
        return "\n".join(span.cut(self._report.folded) for span in lines)

    def own_text(self, section: Section) -> str:
        """The folded running text between a heading and its first sub-heading, without what only announces."""
        text = section.own.cut(self._report.folded)
        if section.own.end == len(self._report.folded):
            text = _ANNEX.split("\n" + text, maxsplit=1)[0]
            text = "\n".join(line for line in text.split("\n") if not _SIGNATURE.fullmatch(line.strip()))
        return squeeze("\n".join(line for line in text.split("\n") if not _EMPTY_LINE.fullmatch(line.strip())))

    def has_text(self, section: Section) -> bool:
        """Whether anything stands below a heading: text of its own or of a sub-heading, a table, or a list."""
        within = [
            each
            for each in self._report.outline.sections
            if section.heading.start <= each.heading.start < max(section.body.end, section.heading.end)
        ]
        return any(self.own_text(each) or self._has_table(each) or self._says(each, section) for each in within)

    def _says(self, inner: Section, section: Section) -> bool:
        """Whether a sub-heading is content itself: （一）坚持党建引领, or a list without full stops."""
        return inner is not section and not inner.facets

    def _has_table(self, section: Section) -> bool:
        end = section.own.end
        if end == len(self._report.folded) and (annex := _ANNEX.search(self._report.folded, section.own.start)):
            end = annex.start()
        return any(section.own.start <= table.span.start < end for table in self._tables())

    def _tables(self) -> Sequence[Table]:
        return self._report.document.tables

    def anchor(self, node: OutlineNode) -> Span | None:
        """Where to point for a node that is not there: the part before it, else its parent, else the title."""
        siblings = self._parents[node.id].children if node.id in self._parents else self.nodes
        before = list(siblings)[: [each.id for each in siblings].index(node.id)]
        for sibling in reversed(before):
            if sections := self.sections(sibling):
                return sections[0].heading
        if (parent := self._parents.get(node.id)) and (sections := self.sections(parent)):
            return sections[0].heading
        return title_line(self._report)


def _speaks_of(text: str, facets: Iterable[Facet]) -> bool:
    return any(
        facet.regex.search(facet.exclusion.sub(lambda match: "\n" * len(match[0]), text)) is not None
        for facet in facets
    )


def title_line(report: Report) -> Span | None:
    """The report's title, or its first line where none is found."""
    if report.identity.title_span is not None:
        return report.identity.title_span
    blocks = report.document.blocks
    if not blocks:
        return None
    first = blocks[0]
    return first.cells[0].span if isinstance(first, Table) else first.span
