"""Defects of structure: parts that are missing, empty, out of order or wrongly numbered; tables and annexes."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from random import Random

from corpus.defects.base import Spoilt, defect, follows
from corpus.defects.edits import drop, renumber, set_all, shuffled, siblings
from corpus.plan import Paragraph, Plan, Section, Statement

_CHAPTERS = ("work", "conclusion", "experience", "problems", "suggestions", "analysis")
_PARTS = (
    "basic.overview",
    "basic.targets",
    "work.scope",
    "work.method",
    "work.process",
    "analysis.decision",
    "analysis.process",
    "analysis.output",
    "analysis.benefit",
)
_TITLES = {"experience": "主要经验", "problems": "存在的问题及原因分析", "suggestions": "有关建议"}
_LOST: dict[str, frozenset[str]] = {
    # The only place that states the money, or the score, may go with its section; and what was reported in it.
    "basic.overview": follows("figure/missing", "figure/rate-mismatch"),
    "conclusion": follows("score/missing"),
    "analysis": follows("target/unreported"),
    "analysis.process": follows("figure/missing"),
    "analysis.output": follows("target/unreported"),
    "analysis.benefit": follows("target/unreported"),
    # The methods are named nowhere then (advice).
    "work": follows("content/method"),
    "work.method": follows("content/method"),
}


def _alone(plan: Plan, node: str) -> list[Section]:
    """The sections that answer a node, if they answer nothing else and hold no table."""
    found = [section for section in plan.walk() if node in section.covers]
    tops = [each for each in found if not any(each in above.walk() and each is not above for above in found)]
    plain = all(not inner.table for top in tops for inner in top.walk())
    inside = {n for top in tops for inner in top.walk() for n in inner.covers}
    alone = all(n == node or n.startswith(node + ".") for n in inside)
    return tops if tops and plain and alone else []


def _named_above(plan: Plan, gone: list[Section]) -> bool:
    """Whether 一、项目概况 is a heading's own name, so that the overview is still there in name without （一）."""
    return any("概况" in each.heading for each in plan.walk() if all(each is not section for section in gone))


def _removed(plan: Plan, random: Random, nodes: tuple[str, ...]) -> Spoilt | None:
    for node in shuffled(random, nodes):
        gone = _alone(plan, node)
        if not gone or (node == "basic.overview" and _named_above(plan, gone)):
            continue
        for section in gone:
            beside = siblings(plan, section)
            beside[:] = [each for each in beside if each is not section]
            renumber(beside)
        return Spoilt(plan, data={"section": node}, also=_LOST.get(node, frozenset()))
    return None


@defect("structure/section-missing", "一章整个没有写，编号接着往下排")
def chapter_missing(plan: Plan, random: Random) -> Spoilt | None:
    return _removed(plan, random, _CHAPTERS)


@defect("structure/section-missing", "一节没有写，编号接着往下排")
def part_missing(plan: Plan, random: Random) -> Spoilt | None:
    return _removed(plan, random, _PARTS)


@defect("structure/section-missing", "几个方面合写的标题里漏了一方面")
def half_of_a_merged_heading(plan: Plan, random: Random) -> Spoilt | None:
    """A heading that had answered two nodes is taken back to one of them, with the text of that one."""
    for section in shuffled(random, plan.walk()):
        wanted = [node for node in section.covers if node in ("experience", "problems", "suggestions")]
        parts = {node: [child for child in section.children if node in child.covers] for node in wanted}
        if len(wanted) < 2 or any(not found for found in parts.values()):
            continue
        node = random.choice(wanted)
        left = [other for other in wanted if other != node]
        section.heading = "和".join(_TITLES[other] for other in left)
        section.covers = tuple(left)
        section.children = [child for child in section.children if node not in child.covers]
        renumber(section.children)
        return Spoilt(plan, data={"section": node})
    return None


@defect("structure/section-empty", "标题下面没有内容")
def section_empty(plan: Plan, random: Random) -> Spoilt | None:
    for node in shuffled(random, (*_PARTS, *_CHAPTERS)):
        sections = _alone(plan, node)
        if len(sections) != 1 or sections[0].run_in:
            continue
        sections[0].paragraphs, sections[0].children = [], []
        return Spoilt(plan, (sections[0].heading,), also=_LOST.get(node, frozenset()))
    return None


@defect("structure/section-empty", "大标题下的小标题都没有内容")
def chapter_of_empty_parts(plan: Plan, random: Random) -> Spoilt | None:
    for node in ("work", "experience", "problems"):
        sections = _alone(plan, node)
        if len(sections) != 1 or not sections[0].children or sections[0].paragraphs:
            continue
        inner = [each for each in sections[0].walk() if not each.children]
        if any(each.run_in for each in inner):
            continue
        for section in inner:
            section.paragraphs = []
        return Spoilt(plan, tuple(each.heading for each in inner), also=_LOST.get(node, frozenset()))
    return None


def _swapped(plan: Plan, pairs: list[tuple[Section, Section]], random: Random) -> Spoilt | None:
    for first, second in shuffled(random, pairs):
        if first.table or second.table or not first.covers or not second.covers:
            continue
        beside = siblings(plan, first)
        i, j = (next(n for n, each in enumerate(beside) if each is section) for section in (first, second))
        beside[i], beside[j] = second, first
        renumber(beside)
        return Spoilt(plan, (first.heading, second.heading))
    return None


@defect("structure/section-order", "两章的次序颠倒")
def chapters_swapped(plan: Plan, random: Random) -> Spoilt | None:
    tops = [section for section in plan.sections if "other" not in section.covers]
    pairs = [(a, b) for a, b in pairwise(tops) if not set(a.covers) & set(b.covers)]
    return _swapped(plan, pairs, random)


@defect("structure/section-order", "章内两节的次序颠倒")
def parts_swapped(plan: Plan, random: Random) -> Spoilt | None:
    pairs = []
    for above in plan.walk():
        parts = [section for section in above.children if section.covers and section.covers[0] in _PARTS]
        pairs += [(a, b) for a, b in pairwise(parts) if not set(a.covers) & set(b.covers)]
    return _swapped(plan, pairs, random)


def _counted(plan: Plan) -> list[list[Section]]:
    """Headings with numbers of their own, three or more beside one another. Word's own numbers cannot go wrong."""
    if plan.style.automatic:
        return []
    groups = [plan.sections, *(section.children for section in plan.walk())]
    found = [[each for each in group if each.ordinal is not None and _printed(plan, each)] for group in groups]
    return [group for group in found if len(group) >= 3]


def _printed(plan: Plan, section: Section) -> bool:
    """Whether a heading's number is printed: some reports have headings without numbers, or only the upper ones."""
    forms = plan.style.numbering
    return section.level <= len(forms) and bool(forms[section.level - 1])


@defect("structure/numbering", "标题跳号")
def number_skipped(plan: Plan, random: Random) -> Spoilt | None:
    for group in shuffled(random, _counted(plan)):
        at = random.randrange(1, len(group))
        for section in group[at:]:
            assert section.ordinal is not None
            section.ordinal += 1
        return Spoilt(plan, (group[at].heading,))
    return None


@defect("structure/numbering", "标题重号")
def number_repeated(plan: Plan, random: Random) -> Spoilt | None:
    for group in shuffled(random, _counted(plan)):
        at = random.randrange(1, len(group))
        for section in group[at:]:
            assert section.ordinal is not None
            section.ordinal -= 1
        return Spoilt(plan, (group[at].heading,))
    return None


@defect("structure/numbering", "段落的序号重复")
def items_repeat_a_number(plan: Plan, random: Random) -> Spoilt | None:
    """…4.…4.…5.: a list in a section (B5 no. 52)."""
    for section in shuffled(random, plan.walk()):
        listed = [each for each in section.paragraphs if re.match(r"[(（]?\d", each.marker)]
        if len(listed) < 3:
            continue
        at = random.randrange(1, len(listed) - 1)
        for number in range(len(listed) - 1, at - 1, -1):
            listed[number].marker = listed[number - 1].marker
        return Spoilt(plan, (listed[at].text[:8],))
    return None


@defect("structure/table-missing", "没有评分表")
def table_missing(plan: Plan, random: Random) -> Spoilt | None:
    if plan.kind != "narrative" or plan.scoring is None:
        return None
    plan.scoring = None
    for section in plan.walk():
        section.table = "" if section.table == "scoring" else section.table
    return Spoilt(plan)


@defect("structure/table-missing", "没有评分表，文中也没有提到它")
def table_missing_and_unmentioned(plan: Plan, random: Random) -> Spoilt | None:
    if table_missing(plan, random) is None:
        return None
    drop(plan, lambda each: each.kind == "pointer" and ("表" in each.text))
    return Spoilt(plan)


@defect("structure/attachment-missing", "提到的附件没有随附")
def attachment_missing(plan: Plan, random: Random) -> Spoilt | None:
    named = [each for each in plan.attachments if any(each.label in s.text for s in plan.statements("pointer"))]
    if not named:
        return None
    gone = random.choice(named)
    plan.attachments = [each for each in plan.attachments if each is not gone]
    return Spoilt(plan, (gone.label,))


@defect("structure/attachment-missing", "文中说见附件，文件里没有任何附件")
def attachment_only_named(plan: Plan, random: Random) -> Spoilt | None:
    sections = [each for each in plan.walk() if "analysis.process" in each.covers or "work.process" in each.covers]
    if plan.attachments or not sections:
        return None
    label = random.choice(("附件3", "附件2", "附件4"))
    words = random.choice(
        ("现场核查记录详见{}。", "抽查明细见{}。", "具体情况见{}《现场核查情况表》。", "有关单位名单附后（{}）。")
    )
    section = random.choice(sections)
    section.paragraphs.append(Paragraph([Statement("pointer", words.format(label))]))
    return Spoilt(plan, (label,))


@defect("structure/indicator-missing", "自评表没有满意度指标")
def satisfaction_missing(plan: Plan, random: Random) -> Spoilt | None:
    return _without(plan, "满意度", "效益")


@defect("structure/indicator-missing", "自评表没有效益指标")
def benefit_missing(plan: Plan, random: Random) -> Spoilt | None:
    return _without(plan, "效益", "产出")


def _without(plan: Plan, lost: str, heir: str) -> Spoilt | None:
    """A form without a dimension, whose points another dimension's rows have: the table adds up as before."""
    form = plan.form
    if form is None or plan.kind != "table":
        return None
    gone = [row for row in form.rows if row.dimension == lost]
    heirs = [row for row in form.rows if row.dimension == heir and row.weight and row.score]
    full = [row for row in heirs if row.weight and row.score and row.weight.value == row.score.value]
    if not gone or not full or any(row.weight is None or row.score is None for row in gone):
        return None
    points, lost_points = Decimal(0), Decimal(0)
    for row in gone:
        assert row.weight and row.score
        points += row.weight.value
        lost_points += row.weight.value - row.score.value
    if lost_points:
        return None
    chosen = full[0]
    assert chosen.weight and chosen.score
    chosen.weight.value += points
    chosen.score.value += points
    form.rows = [row for row in form.rows if row.dimension != lost]
    form.dimensions.pop(lost, None)
    form.weights.pop(lost, None)
    if stated := form.weights.get(heir):
        set_all([stated], stated.value + points)
    # The level-1 weights are then none of the schemes.
    return Spoilt(plan, data={"dimension": lost}, also=follows("score/weight-scheme"))
