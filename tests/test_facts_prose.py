"""What a reader finds in sentences: labels, figures, scopes and years."""

from __future__ import annotations

import pytest

from checker.understand.facts import PROJECT, Fact
from tests.fact_phrases import PROSE, TITLE
from tests.reviewing import both_widths, report_of


def written(fact: Fact, text: str) -> str:
    """A fact as tests/fact_phrases.py writes it."""
    scope = "" if fact.scope == PROJECT else f"@{fact.scope}"
    year = "" if fact.year == 2022 else f"#{fact.year}"
    return f"{fact.name}={fact.quantity.span.cut(text)}{scope}{year}{'+' if fact.cumulative else ''}"


def expected(words: str) -> list[str]:
    """The facts that a phrase of tests/fact_phrases.py lists (a figure may hold a space)."""
    parts: list[str] = []
    for word in words.split(" "):
        if "=" in word:
            parts.append(word)
        elif word:
            parts[-1] += " " + word
    return sorted(parts)


@pytest.mark.parametrize("phrase", PROSE, ids=[text[:24] for text, _ in PROSE])
def test_a_careful_reader_finds_these_facts(phrase: tuple[str, str]) -> None:
    text, facts = phrase
    for wide in both_widths(f"{TITLE}\n{text}"):
        report = report_of(wide)
        assert sorted(written(fact, report.text) for fact in report.facts) == expected(facts)
