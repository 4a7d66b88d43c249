"""The targets that prose states, matched with what the rest of the report says and judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from checker.folding import fold
from checker.understand.target_beside import AGAIN_ANYWHERE, Beside, beside
from checker.understand.target_claims import Claim
from checker.understand.target_links import SAME, bare_name, equal, likeness
from checker.understand.target_measures import comparable
from checker.understand.target_pool import read_pool
from checker.understand.targets import Target

if TYPE_CHECKING:
    from checker.understand.report import Report
    from checker.understand.target_judge import Judge


def read_prose_targets(report: Report, rows: Sequence[Target]) -> Iterator[Target]:
    """The targets that prose or a form of targets states, judged by what the report says elsewhere."""
    pool = read_pool(report)
    promises = [claim for claim in pool.targets if not _is_lead(claim, report.folded)]
    if not promises and not AGAIN_ANYWHERE.search(report.folded):
        return
    from checker.understand.target_judge import Judge
    from checker.understand.target_matching import Matcher
    from checker.understand.target_words import wording

    words = wording(report.vocabulary)
    words.forget()
    completions = [*pool.completions, *_row_claims(report, rows)]
    identity = report.identity
    matcher = Matcher(completions, report.folded, report.vocabulary, words, identity.year, fold(identity.project or ""))
    problems = Matcher(pool.problems, report.folded, report.vocabulary, words, identity.year)
    judge = Judge(report, pool, matcher, problems)
    first = _once((claim, judge.target(claim)) for claim in promises)
    judged = [target for _, target in first]
    again = [
        _Again(report, judge, each, rows, judged) for each in beside(pool.completions, report.folded, report.vocabulary)
    ]
    for told in again:
        if told.same is not None and first[told.same][1].status == "possible":
            first[told.same] = (first[told.same][0], told.judged(first[told.same][1]))
    for target in (*rows, *(target for _, target in first)):
        judge.evidence.take(target)
    for claim, target in first:
        if target.status == "possible":
            judge.leave_open(claim)
    for claim, target in first:
        yield judge.settled(claim, target) if target.status == "possible" else target
    for told in again:
        if (more := told.new()) is not None:
            yield more


class _Again:
    """A promise that stands beside what was done, held against those that stand elsewhere.

    `same` is the place of the like promise among those of the target section.
    """

    def __init__(
        self, report: Report, judge: Judge, told: Beside, rows: Sequence[Target], judged: Sequence[Target]
    ) -> None:
        self._report, self._judge, self._told = report, judge, told
        self.same: int | None = None
        self._known, self._differs = False, False
        name = bare_name(told.name)
        for index, other in enumerate((*judged, *rows)):
            if other.quantity is None or not comparable(
                other.quantity, told.promise.quantity or other.quantity, report.vocabulary.measures
            ):
                continue
            called = bare_name(other.name)
            near = 1.0 if called == name else likeness(name, called)
            done = other.completions[0].quantity if other.completions else None
            rate = other.quantity.kind == "percent"  # 农户满意度 and 商户满意度 are two
            agrees = near > 0 and equal(report, other.quantity, told.promise.quantity)
            one = called == name or (not rate and near > 0 and equal(report, done, told.done.quantity))
            if not agrees and not one and (rate or near < SAME):
                continue
            self._known = True
            self._differs = self._differs or (one and not agrees)
            if agrees and index < len(judged) and self.same is None:
                self.same = index

    def judged(self, target: Target) -> Target:
        """A target of the target section, as its repetition beside what was done judges it."""
        return self._judge.beside(target, self._told.done)

    def new(self) -> Target | None:
        """The promise as a target of its own: where no other states it, or to be held against one that differs."""
        told = self._told
        target = Target(told.promise.span, told.promise.quantity, "possible", (), told.name, beside=True)
        if not self._known:
            judged = self._judge.beside(target, told.done)
            return None if judged.status == "possible" else judged  # 成本17万元,指标值18万元: more or less?
        return replace(self.judged(target), status="conflict") if self._differs else None


def _is_lead(claim: Claim, folded: str) -> bool:
    """Whether a sentence only leads in: 2023年度具体目标如下."""
    words = claim.sentence.cut(folded).strip()
    return claim.quantity is None and bool(
        re.fullmatch(r"[^。]{0,30}(?:如下|如?下表|附表|包括|目标|为)(?:所[示列])?[:,]?", words)
    )


def _once(judged: Iterable[tuple[Claim, Target]]) -> list[tuple[Claim, Target]]:
    """Each promise once: a table of targets says again what the text says."""
    first: dict[object, tuple[Claim, Target]] = {}
    for claim, target in judged:
        wanted = target.quantity
        key = (target.name, wanted.value, wanted.unit) if wanted is not None else claim.span
        first.setdefault(key, (claim, target))
    return list(first.values())


def _row_claims(report: Report, rows: Sequence[Target]) -> Iterator[Claim]:
    """A form's completions as claims; its goals' texts are prose in cells."""
    from checker.understand.target_claims import claims

    for row in rows:
        if row.goal:
            for done in row.completions:
                yield from claims(report.folded, done.span.start, done.span.end)
        elif row.completions and not row.copied:
            done = row.completions[0]
            yield Claim(done.span, done.span, done.quantity, row.name + " ", "", row.name, "")
        elif row.copied:
            yield Claim(row.span, row.span, None, row.name, "", row.name, "")
