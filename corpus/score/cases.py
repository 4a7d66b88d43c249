"""The documents that are scored: by seed, faultless or with one defect, each rule as often as the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import cast

from corpus.build import compose, formats
from corpus.defects import DEFECTS, Defect, Spoilt
from corpus.plan import Format, Plan

FAULTLESS_EVERY = 5


@dataclass(frozen=True, slots=True)
class Case:
    """One document: the seed and parts of its plan, and the index of its defect (None: it is faultless)."""

    seed: int
    parts: str
    format: str | None
    defect: int | None

    @property
    def name(self) -> str:
        """SEED:RULE#N:FORMAT, as --case takes it: the Nth defect of a rule, counted from 1."""
        told = ""
        if self.defect is not None:
            rule = DEFECTS[self.defect].rule
            told = f"{rule}#{1 + sum(other.rule == rule for other in DEFECTS[: self.defect])}"
        return ":".join((str(self.seed), told, self.format or ""))


def named(name: str, parts: str) -> Case:
    """The case of a name; ValueError if it is none."""
    seed, told, format = (*name.split(":"), "", "")[:3]
    rule, _, number = told.partition("#")
    indexes = [index for index, each in enumerate(DEFECTS) if each.rule == rule]
    if told and not 1 <= int(number or 1) <= len(indexes):
        raise ValueError(told)
    return Case(int(seed), parts, format or None, indexes[int(number or 1) - 1] if told else None)


def choose(documents: int, seed: int, parts: str, written: Sequence[str], wanted: str = "") -> Iterator[Case]:
    """The cases: every fifth is faultless, the others have the defect that has had the fewest turns.

    `written` formats are used in turn (none: each plan has its own). `wanted` narrows the defects to a rule or family.
    """
    turns: Counter[str] = Counter()
    for number in range(documents):
        format = written[number % len(written)] if written else None
        at = seed + number
        index = None if number % FAULTLESS_EVERY == 0 and not wanted else _next(at, parts, format, wanted, turns)
        yield Case(at, parts, format, index)


def _next(seed: int, parts: str, format: str | None, wanted: str, turns: Counter[str]) -> int | None:
    plan = composed(seed, parts, format)
    order = sorted(range(len(DEFECTS)), key=lambda n: (turns[DEFECTS[n].rule], turns[_name(DEFECTS[n])], n))
    for index in order:
        found = DEFECTS[index]
        if wanted and found.rule != wanted and not found.rule.startswith(wanted + "/"):
            continue
        if spoil(plan, index) is not None:
            turns[found.rule] += 1
            turns[_name(found)] += 1
            return index
    return None


def _name(defect: Defect) -> str:
    return f"{defect.rule} {defect.name}"


def composed(seed: int, parts: str, format: str | None) -> Plan:
    """The faultless plan of a seed, for its own format or for another that it can be written in."""
    plan = compose(seed, parts)
    bare = bool(plan.sections) and not plan.style.numbering[0]  # only some formats show that these are headings
    if format in formats(plan) and not bare:
        _look(plan, cast(Format, format))
    return plan


def _look(plan: Plan, format: Format) -> None:
    plan.style.automatic = plan.style.automatic and format == "docx"
    plan.style.format = format


def spoil(plan: Plan, index: int) -> Spoilt | None:
    """A plan with a defect; the same plan and defect give the same words."""
    spoilt = DEFECTS[index](plan, Random(plan.seed * 1000 + index))
    if spoilt is not None:
        _look(spoilt.plan, plan.style.format)
    return spoilt
