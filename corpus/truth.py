"""corpus/truth.yaml: what a careful reviewer says of each sample, and how a review is held against it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from checker.finding import Finding
from checker.folding import fold

PAGE = Path(__file__).parent / "truth.yaml"


@dataclass(frozen=True)
class Expected:
    """A finding that the truth asks for: its rule, words that it must quote, and entries of its data."""

    rule: str
    text: str = ""
    data: dict[str, str] = field(default_factory=dict)

    def fits(self, finding: Finding) -> bool:
        """Whether a finding is this one; the width of punctuation and spaces do not count."""
        quoted = [bare(location.text) for location in finding.locations]
        return (
            finding.rule == self.rule
            and (not self.text or any(bare(self.text) in words for words in quoted))
            and self.data.items() <= finding.data.items()
        )


def bare(text: str) -> str:
    """Folded text without spaces and line feeds."""
    return re.sub(r"\s", "", fold(text))


@cache
def truth() -> Mapping[str, Any]:
    """The entries of truth.yaml by file name."""
    entries: Mapping[str, Any] = yaml.safe_load(PAGE.read_text(encoding="utf-8"))
    return entries


def expected(name: str, rules: Iterable[str], pack: str = "") -> list[Expected]:
    """What a sample must give under the default pack, whose `rules` say which later ones count, or under `pack`."""
    entry = truth()[name]
    if pack:
        return [Expected(**each) for each in entry["packs"][pack]]
    known = set(rules)
    later = [each for each in entry.get("later", ()) if each["rule"] in known]
    return [Expected(**each) for each in entry["findings"] + later]


def compare(found: Iterable[Finding], wanted: Iterable[Expected]) -> tuple[list[Expected], list[Finding]]:
    """What is missing among the findings, and the findings that nobody asked for."""
    rest, missed = list(found), []
    for each in wanted:
        fitting = next((finding for finding in rest if each.fits(finding)), None)
        if fitting is None:
            missed.append(each)
        else:
            rest.remove(fitting)
    return missed, rest
