"""What a defect is, and the registry of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from corpus.plan import Plan


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A plan with one defect, and the finding that it must give.

    texts  words of which a location of the finding must quote one (punctuation of either width, spaces do not count);
           none: wherever it is
    data   entries that the finding's data must hold
    also   rules that must fire besides by their own definition: few, and the reason stands where they are named
    """

    plan: Plan
    texts: tuple[str, ...] = ()
    data: dict[str, str] = field(default_factory=dict)
    also: frozenset[str] = frozenset()


Inject = Callable[[Plan, Random], Spoilt | None]


@dataclass(frozen=True, slots=True)
class Defect:
    """One way in which reports go wrong: the rule that forbids it and a name of its own."""

    rule: str
    name: str
    inject: Inject

    def __call__(self, plan: Plan, random: Random) -> Spoilt | None:
        """The spoilt plan, or None where this plan has no place for the defect; the plan given stays as it is."""
        return self.inject(plan.copy(), random)


REGISTRY: list[Defect] = []


def defect(rule: str, name: str) -> Callable[[Inject], Inject]:
    """Register a defect. Its function gets a plan of its own and may change it or have it written anew."""

    def register(inject: Inject) -> Inject:
        assert all((rule, name) != (other.rule, other.name) for other in REGISTRY), (rule, name)
        REGISTRY.append(Defect(rule, name, inject))
        return inject

    return register


def follows(*rules: str) -> frozenset[str]:
    """The rules that must fire besides."""
    return frozenset(rules)
