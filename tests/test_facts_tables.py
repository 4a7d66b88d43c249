"""What a reader finds in tables of every layout."""

from __future__ import annotations

import pytest

from tests.fact_phrases import TABLES, TITLE
from tests.reviewing import both_widths, report_of
from tests.test_facts_prose import expected, written


@pytest.mark.parametrize("case", TABLES, ids=[name for name, _, _ in TABLES])
def test_a_careful_reader_finds_these_facts_in_tables(
    case: tuple[str, tuple[tuple[tuple[str, ...], ...], ...], str],
) -> None:
    _, tables, facts = case
    for width in (0, 1):
        cells = [[[both_widths(words)[width] for words in row] for row in table] for table in tables]
        report = report_of(TITLE, *cells)
        assert sorted(written(fact, report.text) for fact in report.facts) == expected(facts)
