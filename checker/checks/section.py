"""Sections of the outline: missing, empty, or in another order than the outline's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import ClassVar, Literal

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.document import Span
from checker.finding import Severity
from checker.understand.coverage import Coverage, plain_title, walk
from checker.understand.outline import Section
from checker.understand.report import Report
from checker.vocabulary import OutlineNode

INCOMPLETE = NotChecked("文件中有读不出的内容（如没有文字层的扫描页），不能断定是否缺少")


class SectionMissing(Rule):
    """A required part of the outline has no heading of its own under any of its names, nor a merged or split one.

    A merged heading whose sub-headings are all on its other parts is worth a warning, and so is a part of a section
    that has text and no sub-headings.
    """

    ABOUT: ClassVar[str] = "提纲要求的部分有没有"

    DATA: ClassVar[Mapping[str, str]] = {
        "section": "提纲节点的编号",
        "title": "提纲中的标题",
        "aliases": "也认可的其他标题",
    }

    check: Literal["section-missing"] = "section-missing"

    def run(self, report: Report) -> Iterator[Outcome]:
        if report.document.incomplete:
            yield INCOMPLETE
            return
        coverage = Coverage(report)
        missing = coverage.missing()
        untold = [node for node in missing if coverage.undivided(node)]
        for node in missing:
            if node not in untold:
                anchor = coverage.anchor(node)
                yield Problem((anchor,) if anchor else (), _missed([node], report))
        # What the undivided text of one heading leaves open is one question, however many parts it may treat.
        for _, together in groupby(untold, key=lambda node: coverage.parent(node)):
            nodes = list(together)
            anchor = coverage.anchor(nodes[0])
            remark = "上一级标题下没有分小标题，其文字是否已写到需核实"
            yield Problem((anchor,) if anchor else (), _missed(nodes, report), Severity.WARNING, remark)
        for node, section, parts in coverage.halves():
            written = "”、“".join(" ".join(part.heading.cut(report.text).split()) for part in parts)
            data = _missed([node], report)
            remark = f"标题里写有这一内容，其下只有“{written}”"
            yield Problem((section.heading, *(part.heading for part in parts)), data, Severity.WARNING, remark)


class SectionEmpty(Rule):
    """A required part of the outline has a heading and nothing under it."""

    ABOUT: ClassVar[str] = "标题之下有没有内容"

    DATA: ClassVar[Mapping[str, str]] = {"section": "提纲节点的编号", "title": "报告中的标题"}

    check: Literal["section-empty"] = "section-empty"

    def run(self, report: Report) -> Iterator[Outcome]:
        coverage = Coverage(report)
        if report.document.incomplete:
            yield INCOMPLETE
            return
        reported: list[Span] = []
        # Parts before the wholes that hold them: one finding for each heading that needs text.
        for node in reversed(list(walk(coverage.nodes))):
            if not node.required:
                continue
            sections = coverage.sections(node)
            if not sections or any(coverage.has_text(section) for section in sections):
                continue
            section = sections[0]
            if any(section.body.covers(span) or span == section.heading for span in reported):
                continue
            reported.append(section.heading)
            words = section.heading.cut(report.text)
            yield Problem((section.heading,), {"section": node.id, "title": " ".join(words.split())})


class SectionOrder(Rule):
    """The required parts that are there stand in another order than the outline's."""

    ABOUT: ClassVar[str] = "各部分的次序与提纲是否相同"

    DATA: ClassVar[Mapping[str, str]] = {
        "section": "提纲节点的编号",
        "title": "报告中的标题",
        "relation": "应在其前或其后",
        "other": "次序不符的另一标题",
    }

    check: Literal["section-order"] = "section-order"

    def run(self, report: Report) -> Iterator[Outcome]:
        coverage = Coverage(report)
        for node in coverage.nodes:
            yield from _disordered(report, self._children(node, coverage, report))
        lacking = [node for node in coverage.nodes if node.required and not coverage.present(node)]
        for problem in _disordered(report, _chapters(coverage)):
            if not lacking:
                yield problem
                continue
            # A report without one of the chapters was written by another outline, which may have another order.
            remark = f"报告没有“{plain_title(lacking[0])}”部分，如是按别的提纲写的，次序可以不同"
            yield replace(problem, severity=Severity.INFO, remark=remark)

    def _children(self, node: OutlineNode, coverage: Coverage, report: Report) -> list[_Placed]:
        """The parts of a node that stand directly under its heading."""
        parents = {report.outline.sections.index(section) for section in coverage.sections(node)}
        facets = {facet.id: facet for facet in report.vocabulary.facets}

        def whole(child: OutlineNode) -> set[str]:
            return {name for name in child.facets if not facets[name].inside}

        placed = []
        for child in node.children:
            sections = [section for section in coverage.sections(child) if section.parent in parents]
            if child.opening:
                # 资金安排情况 is only a part of what opens a chapter, and may stand anywhere in it.
                sections = [section for section in sections if section.facets & whole(child)]
            if child.required and sections:
                placed.append(_Placed(child, sections))
        return placed


@dataclass(frozen=True, slots=True)
class _Placed:
    node: OutlineNode
    sections: Sequence[Section]


def _chapters(coverage: Coverage) -> list[_Placed]:
    """The outline's highest parts at the level at which most of them stand."""
    required = [node for node in coverage.nodes if node.required]
    depths: dict[int, int] = {}
    for node in required:
        for depth in {section.depth for section in coverage.sections(node)}:
            depths[depth] = depths.get(depth, 0) + 1
    if not depths:
        return []
    level = min(depths, key=lambda depth: (-depths[depth], depth))
    placed = []
    for node in required:
        # 绩效目标及完成情况 is a chapter and a part of another one: it may stand where either does.
        parts = {name for other in required if other is not node for each in other.children for name in each.facets}
        parts -= {name for each in walk([node]) for name in each.facets}
        sections = [section for section in coverage.sections(node) if section.depth == level]
        sections = [section for section in sections if not section.facets & parts]
        if sections:
            placed.append(_Placed(node, sections))
    return placed


def _disordered(report: Report, placed: Sequence[_Placed]) -> Iterator[Problem]:
    """One problem for each part outside the longest run of parts that is in the outline's order."""
    chain = _longest_chain(placed)
    for index, part in enumerate(placed):
        if index in chain:
            continue
        here = part.sections[0]
        wrong = [
            other
            for other in chain
            if (other < index) == (chain[other] > here.heading.start) and chain[other] != here.heading.start
        ]
        if not wrong:
            continue
        other = min(wrong, key=lambda each: (abs(each - index), each))
        partner = next(each for each in placed[other].sections if each.heading.start == chain[other])
        data = {
            "section": part.node.id,
            "title": " ".join(here.heading.cut(report.text).split()),
            "relation": "之后" if other < index else "之前",
            "other": " ".join(partner.heading.cut(report.text).split()),
        }
        yield Problem((here.heading, partner.heading), data)


def _longest_chain(placed: Sequence[_Placed]) -> dict[int, int]:
    """The largest set of parts (by index) with places that do not go back; among equals the one with earlier parts."""
    best: list[dict[int, int]] = [{}]
    for index, part in enumerate(placed):
        longer = [
            chain | {index: section.heading.start}
            for chain in best
            for section in part.sections
            if not chain or max(chain.values()) <= section.heading.start
        ]
        best = _leading([*best, *longer])
    return max(best, key=lambda chain: (len(chain), [-index for index in chain]))


def _leading(chains: Sequence[dict[int, int]]) -> list[dict[int, int]]:
    """The chains that may still become the longest: of each length the one that ends first."""
    kept: dict[int, dict[int, int]] = {}
    for chain in chains:
        other = kept.get(len(chain))
        if other is None or max(chain.values(), default=0) < max(other.values(), default=0):
            kept[len(chain)] = chain
    return list(kept.values())


def _missed(nodes: Sequence[OutlineNode], report: Report) -> dict[str, str]:
    """What a finding on parts of the outline says of them; several are told together."""
    return {
        "section": "、".join(node.id for node in nodes),
        "title": "”“".join(plain_title(node) for node in nodes),
        "aliases": _aliases(nodes[0], report),
    }


def _aliases(node: OutlineNode, report: Report) -> str:
    """A few of the titles under which a node would have been found, for people."""
    facets = {facet.id: facet for facet in report.vocabulary.facets}
    words = [word for name in node.facets for word in facets[name].words if word != plain_title(node)]
    return "、".join(words[:4])
