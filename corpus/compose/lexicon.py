"""The words of reports: subjects and phrasings, read from the YAML files of a folder of `words/`.

`tuned` are the parts that the rules were built with; `held-out` were written after the rules were finished, and the
rules have been mended by what they showed since; `unseen` are scored once per release and never tuned on. A phrasing
that the others do not give is taken from the tuned ones.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

T = TypeVar("T")

WORDS = Path(__file__).parent / "words"
FALLBACK = "tuned"


@dataclass(frozen=True)
class Measure:
    """A line of a subject: something that is counted or rated.

    kind    quantity, rate, date, cost or qualitative
    low, high, places   the range of its values
    causes  of a shortfall, each with its remedy
    done    what was done, of a qualitative one
    """

    kind: str
    sub: str
    name: str
    verb: str = ""
    object: str = ""
    unit: str = ""
    measure: str = ""
    low: float = 0
    high: float = 0
    places: int = 0
    target: str = ""
    done: str = ""
    causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What a department spends on: its projects, indicators and the sentences of its field."""

    id: str
    department: str
    unit: str
    projects: tuple[str, ...]
    money: tuple[int, int]
    items: tuple[str, ...]
    quantity: tuple[Measure, ...]
    rates: tuple[Measure, ...]
    dates: tuple[Measure, ...]
    cost: tuple[Measure, ...]
    benefit: tuple[Measure, ...]
    qualitative: tuple[Measure, ...]
    satisfaction: tuple[Measure, ...]
    problems: tuple[tuple[str, str, str], ...]
    sentences: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Lexicon:
    """The subjects and the phrasings, by kind, that a plan is composed from.

    headings  titles of sections by the nodes that they cover ("work.scope + work.method"), where a folder has its own:
              such reports are built by corpus/compose/held_out.py
    pools     other lists of a folder's own (places, sources, columns of forms), in the place of those in the code
    """

    subjects: tuple[Subject, ...]
    phrases: dict[str, tuple[str, ...]]
    headings: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    pools: dict[str, Any] = field(default_factory=dict)

    def pool(self, name: str, usual: T) -> T:
        """The folder's own list of a name, or the usual one."""
        return self.pools.get(name, usual)


PROSE = ("background", "content", "decision", "process", "benefits", "experience")


@cache
def lexicon(parts: str | Path = FALLBACK) -> Lexicon:
    """The words of `tuned`, `held-out`, `unseen`, or a folder of one's own.

    Raises FileNotFoundError where the folder has no subjects yet.
    """
    folder = parts if isinstance(parts, Path) else WORDS / parts
    subjects: list[Subject] = []
    phrases: dict[str, tuple[str, ...]] = {}
    headings: dict[tuple[str, ...], tuple[str, ...]] = {}
    pools: dict[str, Any] = {}
    if folder != WORDS / FALLBACK:
        phrases |= lexicon(FALLBACK).phrases
    for file in sorted(folder.glob("*.yaml")):
        data = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
        subjects += [_subject(entry) for entry in data.get("subjects", ())]
        phrases |= {kind: tuple(lines) for kind, lines in data.get("phrases", {}).items()}
        headings |= {tuple(nodes.split(" + ")): tuple(lines) for nodes, lines in data.get("headings", {}).items()}
        pools |= data.get("pools", {})
    if not subjects:
        raise FileNotFoundError(f"{folder}里没有subjects：先在那里写好题材和说法")
    if "general" in pools:
        rows = pools["general"].items()
        pools["general"] = {name: [[f.strip() for f in line.split("|")] for line in lines] for name, lines in rows}
    return Lexicon(tuple(subjects), phrases, headings, pools)


def _subject(entry: dict[str, Any]) -> Subject:
    low, high = str(entry["money"]).split("-")
    return Subject(
        id=entry["id"],
        department=entry["department"],
        unit=entry["unit"],
        projects=tuple(entry["projects"]),
        money=(int(low), int(high)),
        items=tuple(entry["items"]),
        quantity=tuple(_quantity("数量", *_fields(line)) for line in entry["quantity"]),
        rates=tuple(_rate(line) for line in entry["rates"]),
        dates=tuple(_date(line) for line in entry["dates"]),
        cost=tuple(_cost(line) for line in entry["cost"]),
        benefit=tuple(_benefit(line) for line in entry["benefit"]),
        qualitative=tuple(_qualitative(line) for line in entry["qualitative"]),
        satisfaction=tuple(
            Measure("rate", "服务对象满意度", name, unit="%", low=90, high=95) for name in entry["satisfaction"]
        ),
        problems=tuple((what, cause, remedy) for what, cause, remedy in map(_fields, entry["problems"])),
        sentences={kind: tuple(entry[kind]) for kind in PROSE},
    )


def _fields(line: str) -> list[str]:
    return [words.strip() for words in line.split(" | ")]


def _range(words: str) -> tuple[float, float, int]:
    low, high = words.split("-")
    places = max(len(bound.partition(".")[2]) for bound in (low, high))
    return float(low), float(high), places


def _causes(words: str) -> tuple[str, ...]:
    return tuple(cause.strip() for cause in words.split(";"))


def _quantity(sub: str, name: str, verb: str, thing: str, unit: str, span: str, causes: str) -> Measure:
    match = re.fullmatch(r"(.+?)（(.+)）", unit)
    unit, measure = (match[1], match[2]) if match else (unit, unit)
    low, high, places = _range(span)
    if unit.startswith("万") and not places:
        places = 1 if high < 100 else 0
    return Measure("quantity", sub, name, verb, thing, unit, measure, low, high, places, causes=_causes(causes))


def _rate(line: str) -> Measure:
    sub, name, causes = _fields(line)
    return Measure("rate", sub, name, unit="%", low=90, high=100, causes=_causes(causes))


def _date(line: str) -> Measure:
    name, thing, causes = _fields(line)
    return Measure("date", "时效", name, object=thing, causes=_causes(causes))


def _cost(line: str) -> Measure:
    name, unit, span, causes = _fields(line)
    low, high, places = _range(span)
    if unit.startswith("万元") or high < 10:
        places = 2
    return Measure(
        "cost", "成本", name, unit=unit, measure=unit, low=low, high=high, places=places, causes=_causes(causes)
    )


def _benefit(line: str) -> Measure:
    fields = _fields(line)
    if len(fields) == 7:
        sub, *rest = fields
        return _quantity(sub, *rest)
    sub, name, unit, span, causes = fields
    low, high, _ = _range(span)
    return Measure("rate", sub, name, unit=unit, low=low, high=high, places=1, causes=_causes(causes))


def _qualitative(line: str) -> Measure:
    sub, name, target, done, cause = _fields(line)
    return Measure("qualitative", sub, name, target=target, done=done, causes=(cause,))
