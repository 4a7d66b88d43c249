"""Precision first: reports in which everything agrees give no finding of figures and no missing score."""

from __future__ import annotations

import pytest

from checker.review import review
from tests.faultless_reports import FAULTY, PROSE, WITH_TABLES, Table
from tests.reviewing import both_widths, default_pack, report_of


def findings(text: str, *tables: Table) -> list[str]:
    """What the rules of figures and score/missing say of a report."""
    report = report_of(text, *tables)
    found = review(report, default_pack(), wanted=lambda rule: rule in RULES)
    return [f"{finding.rule} {finding.message}" for finding in found.findings]


RULES = {rule.id for rule in default_pack().rules if rule.family == "figure"} | {"score/missing"}


@pytest.mark.parametrize("text", PROSE, ids=[text.partition("\n")[2][:20] for text in PROSE])
def test_prose_that_agrees_gives_no_finding(text: str) -> None:
    for wide in both_widths(text):
        assert findings(wide) == []


@pytest.mark.parametrize("case", WITH_TABLES, ids=[text.partition("\n")[2][:20] for text, _ in WITH_TABLES])
def test_prose_and_tables_that_agree_give_no_finding(case: tuple[str, tuple[Table, ...]]) -> None:
    text, tables = case
    for wide in both_widths(text):
        assert findings(wide, *tables) == []


@pytest.mark.parametrize("case", FAULTY, ids=[f"{rule} {text[-20:]}" for text, rule in FAULTY])
def test_prose_that_does_not_agree_gives_the_one_finding(case: tuple[str, str]) -> None:
    text, rule = case
    for wide in both_widths(text):
        assert [finding.partition(" ")[0] for finding in findings(wide)] == [rule]
