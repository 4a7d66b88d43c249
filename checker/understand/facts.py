"""Facts: quantities with a label, a scope and a year, from prose and from tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from checker.document import Paragraph
from checker.understand.fact import PROJECT, START_OF_YEAR, Fact
from checker.understand.fact_parts import parts_apart, told_apart
from checker.understand.fact_prose import Reader, read_passage
from checker.understand.fact_scope import sources_of
from checker.understand.fact_sentence import DEPARTMENT
from checker.understand.fact_table import SUM_OF_PROJECTS, read_table
from checker.understand.fact_text import labels_of
from checker.understand.scope import Projects
from checker.understand.table_joins import joined_tables

if TYPE_CHECKING:
    from checker.understand.report import Report

__all__ = ["PROJECT", "START_OF_YEAR", "Fact", "read_facts", "year_of"]

_FIGURE: Final = re.compile(r"[0-9一二三四五六七八九十百壹贰叁肆伍陆柒捌玖]")
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})\s?年")
# What stands under the project's targets is promised: its rates and scores are no facts.
_REPORTING: Final = re.compile(r"资金|预算|执行|得分|自评|情况|完成|结论|投入|使用")
# 绩效目标分解下达情况 tells of what was allotted besides.
_ALLOTTING: Final = re.compile(r"分解|下达|资金|预算")
_TARGETS: Final = re.compile(r"目标(?!.{0,6}(?:完成|实现|达成|分析|情况分析))")


def read_facts(report: Report) -> tuple[Fact, ...]:
    """Every labelled figure of a report, in reading order."""
    if not report.vocabulary.facts:
        return ()
    document, folded = report.document, report.folded
    projects = report.projects
    reader = Reader(
        labels_of(report.vocabulary),
        sources_of(report.vocabulary),
        year_of(report),
        _names(report),
        "整体支出"
        in (report.identity.title or "".join(folded[p.span.start : p.span.end] for p in document.paragraphs[:3])),
    )
    promised = _promised(report)
    found: list[Fact] = []
    previous: Paragraph | None = None
    tables = {each.parts[0].index: each.table for each in joined_tables(document, folded)}
    for block in document.blocks:
        if isinstance(block, Paragraph):
            previous = block
            if block.role == "toc":
                continue
            start, end = block.span.start, block.span.end
            if not _FIGURE.search(folded, start, end):
                continue
            facts = read_passage(reader, folded, start, end, projects.at(start))
            if any(a <= start < b for a, b in promised):
                facts = [fact for fact in facts if fact.quantity.kind == "money"]
            # A list's items in one paragraph may each be a project of their own.
            found += facts
        elif block.index in tables:
            caption = folded[previous.span.start : previous.span.end] if previous else ""
            facts = read_table(reader, tables[block.index], folded, caption, projects)
            found += _apart_from(found, facts)
    out_of = {cell.span for form in report.forms if not form.doubt and (cell := form.total_weight) is not None}
    found = [fact for fact in found if fact.name != "自评得分" or fact.span not in out_of]
    found += _scores_of_forms(report, found, projects)
    found = _without_noise(told_apart(_without_full_marks(found, folded), folded))
    found = parts_apart(found, folded, reader)
    return tuple(sorted(found, key=lambda fact: (fact.span.start, fact.span.end, fact.name)))


def _scores_of_forms(report: Report, found: list[Fact], projects: Projects) -> list[Fact]:
    """The total scores of forms that no table gave as facts: a form knows its total's row and column.

    With several forms that cannot be told apart by project, none.
    """
    term = next((term for term in report.vocabulary.facts if term.name == "自评得分"), None)
    scored = [form for form in report.forms if form.total is not None and form.total.score is not None]
    if term is None or (
        len(scored) > 1 and not all(projects.at(form.total_score.span.start) for form in scored if form.total_score)
    ):
        return []
    made = []
    for form in scored:
        cell, label = form.total_score, form.total.label if form.total else None
        value = form.quantity(cell, "分")
        if form.doubt or cell is None or label is None or value is None or value.unit != "分":
            continue
        if not 0 <= value.value <= 120 or any(f.name == term.name and f.span.overlaps(cell.span) for f in found):
            continue
        scope = projects.at(cell.span.start) or PROJECT
        made.append(Fact(term.name, value, cell.span, label.span, scope=scope, year=year_of(report)))
    return made


def _without_full_marks(facts: list[Fact], folded: str) -> list[Fact]:
    """The facts without a total of 100 that only says out of how many points (总分100分,自评得分97分)."""
    own = {(f.scope, f.year) for f in facts if f.name == "自评得分" and f.quantity.value != 100}

    def outermost(fact: Fact) -> bool:
        words = fact.label.cut(folded)
        return fact.name == "自评得分" and fact.quantity.value == 100 and "总分" in words and "自" not in words

    return [fact for fact in facts if not (outermost(fact) and (fact.scope, fact.year) in own)]


def _without_noise(facts: list[Fact]) -> list[Fact]:
    """The facts without the doubtful ones (a weak label after unknown words) whose figure is stated well elsewhere."""
    stated = {(f.name, f.year) for f in facts if f.strength != "weak" and not f.inferred and f.scope != DEPARTMENT}
    return [
        f
        for f in facts
        if not (f.strength == "weak" and f.inferred and f.scope == PROJECT and (f.name, f.year) in stated)
    ]


def _apart_from(found: list[Fact], facts: list[Fact]) -> list[Fact]:
    """The facts of a list of projects, its sum told apart from that of another list."""
    lists = {fact.scope for fact in found if SUM_OF_PROJECTS in fact.scope}
    mark = f"（表{len(lists) + 1}）" if lists else ""
    return [replace(f, scope=f.scope + mark) if SUM_OF_PROJECTS in f.scope else f for f in facts]


def year_of(report: Report) -> int | None:
    """The report's year: what is known of it, else the year that its first lines or most of its sentences name."""
    if report.stated_year or report.identity.year:
        return report.stated_year or report.identity.year
    for paragraph in report.document.paragraphs[:5]:
        if match := _YEAR.search(report.folded, paragraph.span.start, paragraph.span.end):
            return int(match[1])
    counts = Counter(match[1] for match in _YEAR.finditer(report.folded))
    return int(counts.most_common(1)[0][0]) if counts else None


def _names(report: Report) -> str:
    """What the report calls its project, its unit and itself."""
    identity = report.identity
    first = [p for p in report.document.paragraphs[:4] if p.span.end - p.span.start <= 60]
    names = [identity.project, identity.unit, identity.department, identity.title]
    names += [report.folded[p.span.start : p.span.end] for p in first if "绩效" in p.span.cut(report.folded)]
    return re.sub(r"\s", "", "|".join(name for name in names if name))


def _promised(report: Report) -> list[tuple[int, int]]:
    """The ranges of text under headings that announce targets, and under their sub-headings that do not report."""
    sections = report.outline.sections
    announcing = [
        len(s.title) <= 16 and s.depth <= 3 and bool(_TARGETS.search(s.title)) and not _ALLOTTING.search(s.title)
        for s in sections
    ]
    found = []
    for section, own in zip(sections, announcing, strict=True):
        below = section.parent is not None and announcing[section.parent] and not _REPORTING.search(section.title)
        if own or below:
            found.append((section.own.start, section.own.end))
    return found
