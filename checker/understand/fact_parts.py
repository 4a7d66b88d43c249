"""The figures of a report's parts told from those of the whole, once all of them are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from checker.understand.fact import PROJECT, Fact
from checker.understand.fact_said import Reader
from checker.understand.fact_scope import core_of, resembles
from checker.understand.fact_sentence import DEPARTMENT

_WHOLE_DEPARTMENT: Final = re.compile(r"整体|基本支出|三公|收入|支出(?:合计|总计)")
_CORE: Final = ("年初预算数", "全年预算数", "执行数", "执行率")
_BATCH: Final = re.compile(r"(?:第[一二三四五六七八九十]+|首)[批笔]")
_LEVEL: Final = re.compile(r"(?:中央|国家|自治区|[省市州县区镇乡]|本级|地方)")
_GIVEN: Final = re.compile(
    r"(中央|国家|自治区|上级|[省市州县区镇乡])(?:本?级|财政|专项|补助|配套|资金|拨款|下达|安排){1,4}[^,。;0-9]{0,6}[0-9]"
)
# Beside what these give, a project often has money of others of which nothing is said.
_HIGHER: Final = {"中央", "国家", "自治区", "省"}
_MARK: Final = re.compile(r"[,。;:、()\n]")
# What ends a list of items: a full stop, but for one before the number of the next item.
_END: Final = re.compile(
    r"[。\n](?!\s*(?:[0-9]{1,2}[.、)]|\([0-9一二三四五六七八九十]{1,3}\)|[①-⑳]|[一二三四五六七八九十]是))"
)


def parts_apart(facts: list[Fact], folded: str, reader: Reader) -> list[Fact]:
    """The facts, in reading order, with those of parts under names of their own.

    What is so concluded is inferred: a contradiction then is no error.
    """
    facts = _of_the_project(_lone_source(_lone_batches(facts), folded, reader), folded)
    facts = _named_apart(_summed_apart(facts), folded, reader)
    return _items_apart(facts, folded)


def _lone_batches(facts: list[Fact]) -> list[Fact]:
    """The facts with a batch's as the project's where the report tells of no other (下达第一批补助资金100万元)."""
    batches = {fact.scope for fact in facts if _BATCH.fullmatch(fact.scope)}
    stated = {(f.name, f.year): f.quantity.value for f in facts if f.scope == PROJECT}
    if len(batches) != 1:
        return facts
    lone = [f.scope in batches and stated.get((f.name, f.year), f.quantity.value) == f.quantity.value for f in facts]
    return [replace(f, scope=PROJECT, inferred=True) if own else f for f, own in zip(facts, lone, strict=True)]


def _lone_source(facts: list[Fact], folded: str, reader: Reader) -> list[Fact]:
    """The facts with the own level's as the project's where the report names no other giver and no other budget."""
    budgets = [fact for fact in facts if fact.name.endswith("预算数")]
    if not budgets or any(not reader.sources.at_start(fact.scope, among=True) for fact in budgets):
        return facts
    givers = {fact.scope for fact in facts if reader.sources.at_start(fact.scope, among=True)}
    levels = {match[0] if (match := _LEVEL.match(scope)) else scope for scope in givers}
    others = {match[1] for match in _GIVEN.finditer(folded)} - levels
    if len(levels) != 1 or levels & _HIGHER or others:
        return facts
    return [replace(f, scope=PROJECT, inferred=True) if f.scope in givers else f for f in facts]


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


def _summed_apart(facts: list[Fact]) -> list[Fact]:
    """The facts with those apart that come to another of their name: 3月下达150万元,9月下达50万元,共下达200万元."""
    groups: dict[tuple[str, int | None], list[Fact]] = {}
    for fact in facts:
        if fact.scope == PROJECT and fact.quantity.kind == "money" and fact.sentence and not fact.cumulative:
            groups.setdefault((fact.name, fact.year), []).append(fact)
    parts: set[Fact] = set()
    for group in groups.values():
        for at, whole in enumerate(group):
            for beside in (group[:at][::-1], group[at + 1 :]):
                parts |= set(_run(beside, whole))
    return [replace(fact, scope="其中", inferred=True) if fact in parts else fact for fact in facts]


def _run(beside: list[Fact], whole: Fact) -> list[Fact]:
    """The facts of weak labels next to a figure, two or more, that come to it exactly."""
    left = whole.quantity.value
    for count, fact in enumerate(beside, 1):
        left -= fact.quantity.value
        if fact.strength != "weak" or left < 0 or fact.quantity.value <= 0:
            return []
        if left == 0:
            return beside[:count] if count > 1 else []
    return []


def _named_apart(facts: list[Fact], folded: str, reader: Reader) -> list[Fact]:
    """The facts of weak labels in one list, each after a name of its own, under their names.

    下达桥涵加固项目40万元;标线施划经费12万元;养护质量评审经费8万元: three parts of something.
    """
    parts: dict[Fact, str] = {}
    for items in _lists(facts, folded):
        named = {fact: core for fact in items if (core := _core(fact, folded)) and not resembles(core, reader.names)}
        values = {fact.quantity.value for fact in named}
        if len(set(named.values())) < 2 or len(values) < 2:
            continue
        most = max(named, key=lambda fact: fact.quantity.value)
        rest = sum(fact.quantity.value for fact in named if fact is not most)
        # Of two, the larger may be the whole, unless a larger one is stated.
        listed = len(named) > 2 and most.quantity.value < rest
        listed = listed or any(
            (f.name, f.year, f.scope) == (most.name, most.year, PROJECT) and f.quantity.value > most.quantity.value
            for f in facts
        )
        parts |= {fact: core for fact, core in named.items() if listed or fact is not most}
    return [replace(fact, scope=parts[fact], inferred=True) if fact in parts else fact for fact in facts]


def _lists(facts: list[Fact], folded: str) -> Iterator[list[Fact]]:
    """The project's amounts of one name and year under weak labels that follow each other without a full stop."""
    runs: dict[tuple[str, int | None], list[Fact]] = {}
    for fact in facts:
        if fact.scope != PROJECT or fact.quantity.kind != "money" or not (fact.strength == "weak" or fact.subject):
            continue
        if fact.cumulative or fact.sentence is None:
            continue
        run = runs.setdefault((fact.name, fact.year), [])
        if run and _END.search(folded, run[-1].span.end, fact.span.start):
            yield list(run)
            run.clear()
        run.append(fact)
    yield from runs.values()


def _core(fact: Fact, folded: str) -> str:
    """The name before a fact's label, or between the label and its figure, "" for none that can be told."""
    start = fact.sentence.start if fact.sentence else fact.span.start
    before = folded[start : fact.label.start]
    marks = [mark.end() for mark in _MARK.finditer(before)]
    core = fact.subject or core_of("".join(before[marks[-1] if marks else 0 :].split()))
    core = core or core_of("".join(folded[fact.label.end : fact.quantity.span.start].split()))
    return core if 2 <= len(core) <= 24 and not any(c.isdigit() for c in core) else ""


def told_apart(facts: list[Fact], folded: str) -> list[Fact]:
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
