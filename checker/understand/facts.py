"""Facts: quantities with a label, a scope and a year, from prose and from tables."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from checker.document import Paragraph
from checker.understand.fact import PROJECT, START_OF_YEAR, Fact
from checker.understand.fact_prose import Reader, read_passage
from checker.understand.fact_scope import sources_of
from checker.understand.fact_sentence import DEPARTMENT
from checker.understand.fact_table import SUM_OF_PROJECTS, read_table
from checker.understand.fact_text import labels_of
from checker.understand.scope import Projects, read_projects
from checker.understand.table_joins import joined_tables

if TYPE_CHECKING:
    from checker.understand.report import Report

__all__ = ["PROJECT", "START_OF_YEAR", "Fact", "read_facts", "year_of"]

_WHOLE_DEPARTMENT: Final = re.compile(r"整体|基本支出|三公|收入|支出(?:合计|总计)")
_CORE: Final = ("年初预算数", "全年预算数", "执行数", "执行率")
_BATCH: Final = re.compile(r"(?:第[一二三四五六七八九十]+|首)[批笔]")
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
    projects = read_projects(document, folded)
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
            if not any("0" <= c <= "9" or c in "一二三四五六七八九十百壹贰叁肆伍陆柒捌玖" for c in folded[start:end]):
                continue
            facts = read_passage(reader, folded, start, end, projects.at(start))
            if any(a <= start < b for a, b in promised):
                facts = [fact for fact in facts if fact.quantity.kind == "money"]
            # A list's items in one paragraph may each be a project of their own.
            found += facts
        elif block.index in tables:
            caption = folded[previous.span.start : previous.span.end] if previous else ""
            facts = read_table(reader, tables[block.index], folded, caption, projects.at(block.span.start))
            found += _apart_from(found, facts)
    out_of = {cell.span for form in report.forms if not form.doubt and (cell := form.total_weight) is not None}
    found = [fact for fact in found if fact.name != "自评得分" or fact.span not in out_of]
    found += _scores_of_forms(report, found, projects)
    found = _without_noise(_without_full_marks(found, folded))
    found = _items_apart(_told_apart(_of_the_project(_lone_batches(found), folded), folded), folded)
    return tuple(sorted(found, key=lambda fact: (fact.span.start, fact.span.end, fact.name)))


def _scores_of_forms(report: Report, found: list[Fact], projects: Projects) -> list[Fact]:
    """The total scores of forms that no table gave as facts: a form knows its total's row and column.

    With several forms that cannot be told apart by project, none.
    """
    term = next((term for term in report.vocabulary.facts if term.name == "自评得分"), None)
    scored = [form for form in report.forms if form.total is not None and form.total.score is not None]
    if term is None or (len(scored) > 1 and any(not projects.at(form.tables[0].span.start) for form in scored)):
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
    stated = {(f.name, f.year) for f in facts if f.strength != "weak" and not f.inferred}
    return [
        f
        for f in facts
        if not (f.strength == "weak" and f.inferred and f.scope == PROJECT and (f.name, f.year) in stated)
    ]


def _lone_batches(facts: list[Fact]) -> list[Fact]:
    """The facts with a batch's as the project's where the report tells of no other (下达第一批补助资金100万元)."""
    batches = {fact.scope for fact in facts if _BATCH.fullmatch(fact.scope)}
    stated = {(fact.name, fact.year) for fact in facts if fact.scope == PROJECT}
    if len(batches) != 1:
        return facts
    lone = [f.scope in batches and (f.name, f.year) not in stated for f in facts]
    return [replace(f, scope=PROJECT, inferred=True) if own else f for f, own in zip(facts, lone, strict=True)]


def _of_the_project(facts: list[Fact], folded: str) -> list[Fact]:
    """The facts with a department's as the project's where the report states no other: 部门预算 of one project.

    That the two are one is concluded; an execution beyond the project's own budget is the department's.
    """
    own = {(fact.name, fact.year) for fact in facts if fact.scope == PROJECT and not fact.cumulative}

    def taken(fact: Fact) -> bool:
        if fact.scope != DEPARTMENT or (fact.name, fact.year) in own or fact.name not in _CORE or fact.sentence is None:
            return False
        words = "".join(fact.sentence.cut(folded).split())
        if "部门预算" not in words or _WHOLE_DEPARTMENT.search(words):
            return False
        if fact.name == "执行率":
            return any(taken(f) and f.name == "执行数" and f.sentence == fact.sentence for f in facts)
        budgets = [
            f.quantity.value
            for f in facts
            if f.scope == PROJECT and f.name.endswith("预算数") and f.year == fact.year and not f.cumulative
        ]
        return not budgets or fact.quantity.value <= max(budgets)

    return [replace(fact, scope=PROJECT, inferred=True) if taken(fact) else fact for fact in facts]


def _items_apart(facts: list[Fact], folded: str) -> list[Fact]:
    """The facts with those of a list's items told apart from the whole: 总投资216万元 … 总投资203万元 under one label.

    Only weak labels are so used, and only where no better statement says what the whole is.
    """
    groups: dict[tuple[str, str, int | None, bool], list[Fact]] = {}
    for fact in facts:
        if fact.strength == "weak" and fact.scope == PROJECT and fact.quantity.kind == "money":
            words = re.sub(r"\s", "", fact.label.cut(folded))
            groups.setdefault((fact.name, words, fact.year, fact.cumulative), []).append(fact)
    items: set[Fact] = set()
    for group in groups.values():
        values = {fact.quantity.value for fact in group}
        whole = max(group, key=lambda fact: fact.quantity.value)
        rest = sum((value for value in values if value != whole.quantity.value), whole.quantity.value * 0)
        if len(values) > 2 or (len(values) == 2 and _listed(group, folded)):
            # One that is the sum of the others, or more than all of them, or goes before them and is much larger than
            # each, is the whole.
            first = whole is group[0] and whole.quantity.value >= 2 * sorted(values)[-2]
            known = first or whole.quantity.value >= rest
            items |= {fact for fact in group if not known or fact.quantity.value != whole.quantity.value}
    return [replace(fact, scope="其中", inferred=True) if fact in items else fact for fact in facts]


def _listed(group: list[Fact], folded: str) -> bool:
    """Whether two figures stand in one list: in one sentence, or in sentences that follow each other."""
    first, last = group[0], group[-1]
    if first.sentence is None or last.sentence is None:
        return False
    return len(re.findall(r"[。;\n]", folded[first.span.end : last.span.start])) <= 1


def _apart_from(found: list[Fact], facts: list[Fact]) -> list[Fact]:
    """The facts of a list of projects, its sum told apart from that of another list."""
    lists = {fact.scope for fact in found if SUM_OF_PROJECTS in fact.scope}
    mark = f"（表{len(lists) + 1}）" if lists else ""
    return [replace(f, scope=f.scope + mark) if SUM_OF_PROJECTS in f.scope else f for f in facts]


def _told_apart(facts: list[Fact], folded: str) -> list[Fact]:
    """The facts with those under their subjects that stand beside each other as the parts of a project.

    桥涵预算200万元,执行180万元 beside 路基预算100万元,执行90万元: words that end in no known noun name a part where
    others of their kind have the same figures, with other values.
    """
    by_subject: dict[str, dict[str, Fact]] = {}
    named: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        if fact.subject:
            by_subject.setdefault(fact.subject, {}).setdefault(fact.name, fact)
        elif fact.scope != PROJECT and fact.sentence is not None and not fact.inferred:
            named.setdefault(fact.scope, {}).setdefault(fact.name, fact)
    parts = {
        subject
        for subject, own in by_subject.items()
        if any(_beside(own, other) for key, other in (*by_subject.items(), *named.items()) if key != subject)
    }
    rates = [fact for fact in facts if fact.scope == PROJECT and fact.quantity.kind == "percent"]
    parts |= {f.subject for f in rates if f.subject and any(_rated_apart(f, other, folded) for other in rates)}
    return [replace(f, scope=f.subject) if f.subject in parts and f.scope == PROJECT else f for f in facts]


def _rated_apart(one: Fact, other: Fact, folded: str) -> bool:
    """Whether a paragraph gives two rates of one name with other values: what has a subject of its own is a part."""
    first, last = sorted((one, other), key=lambda fact: fact.span.start)
    if one.name != other.name or one.year != other.year or one.quantity.interval.overlaps(other.quantity.interval):
        return False
    return "\n" not in folded[first.span.end : last.span.start]


def _beside(one: dict[str, Fact], other: dict[str, Fact]) -> bool:
    """Whether two subjects have two or more of the same figures, and not the same values."""
    shared = [name for name in one.keys() & other.keys() if one[name].year == other[name].year]
    apart = [name for name in shared if not one[name].quantity.interval.overlaps(other[name].quantity.interval)]
    return len(shared) > 1 and bool(apart)


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
