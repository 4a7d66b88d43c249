"""What changed between two submissions of one report: findings resolved, remaining and new, and figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from checker.finding import Finding
from checker.review import Review
from checker.understand.fact import Fact
from checker.waivers import Waived


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure whose value changed; `old` or `new` is None where it was added or taken out."""

    name: str
    scope: str
    year: int | None
    old: Fact | None
    new: Fact | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two reviews of one report. A pair of `remaining` is the finding as it was and as it is now.

    `waived` are the findings of the new one that do not count: what is waived is not resolved by that.
    """

    old: Review
    new: Review
    resolved: tuple[Finding, ...]
    remaining: tuple[tuple[Finding, Finding], ...]
    added: tuple[Finding, ...]
    figures: tuple[FigureChange, ...]
    waived: tuple[Waived, ...] = ()


def compare(old: Review, new: Review) -> Difference:
    """Match the findings of two reviews, first by fingerprint, then by what they are about.

    A finding whose words were edited and which still stands (another wrong rate in the same section) remains: it is
    matched by its rule and section; where several of a rule stand in one section, in their order.
    """
    before = [*old.findings, *(item.finding for item in old.waived)]
    after = [*new.findings, *(item.finding for item in new.waived)]
    order = {id(finding): index for index, finding in enumerate(after)}
    waived = {id(item.finding) for item in new.waived}
    remaining: list[tuple[Finding, Finding]] = []
    for key in (lambda finding: finding.fingerprint, _matter):
        before, after, matched = _matched(before, after, key)
        remaining += matched
    remaining = [pair for pair in remaining if id(pair[1]) not in waived]
    after = [finding for finding in after if id(finding) not in waived]
    remaining.sort(key=lambda pair: order[id(pair[1])])
    return Difference(old, new, tuple(before), tuple(remaining), tuple(after), _figures(old, new), new.waived)


def _matter(finding: Finding) -> Hashable:
    section = "".join(finding.locations[0].section.split()) if finding.locations else ""
    subject = tuple(sorted((k, v) for k, v in finding.data.items() if k in ("section", "fact", "name", "dimension")))
    return finding.rule, section, subject


def _matched(
    before: list[Finding], after: list[Finding], key: Callable[[Finding], Hashable]
) -> tuple[list[Finding], list[Finding], list[tuple[Finding, Finding]]]:
    """What is left of both sides, and the pairs that have a key in common."""
    waiting: dict[Hashable, list[Finding]] = defaultdict(list)
    for finding in before:
        waiting[key(finding)].append(finding)
    pairs, left = [], []
    for finding in after:
        same = waiting.get(key(finding))
        if same:
            pairs.append((same.pop(0), finding))
        else:
            left.append(finding)
    gone = {id(pair[0]) for pair in pairs}
    return [finding for finding in before if id(finding) not in gone], left, pairs


def _figures(old: Review, new: Review) -> tuple[FigureChange, ...]:
    """The figures whose stated values are not the same set any more, in the order of their first statement."""
    before, after = _stated(old), _stated(new)
    changes = []
    for key in dict.fromkeys((*after, *before)):
        was, now = before.get(key, {}), after.get(key, {})
        gone = [fact for value, fact in was.items() if value not in now]
        come = [fact for value, fact in now.items() if value not in was]
        for index in range(max(len(gone), len(come))):
            changes.append(
                FigureChange(
                    *key, gone[index] if index < len(gone) else None, come[index] if index < len(come) else None
                )
            )
    return tuple(changes)


def _stated(review: Review) -> dict[tuple[str, str, int | None], dict[Hashable, Fact]]:
    """Name, scope and year of each figure → its values, each with where it is first stated."""
    found: dict[tuple[str, str, int | None], dict[Hashable, Fact]] = {}
    for fact in review.report.facts:
        values = found.setdefault((fact.name, fact.scope, fact.year), {})
        values.setdefault((fact.quantity.value, fact.quantity.unit), fact)
    return found
