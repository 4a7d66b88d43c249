"""Every rule of figures on texts and forms: the findings that a reviewer has, and none more."""

from __future__ import annotations

import pytest

from tests.figure_cases import CASES, Table
from tests.reviewing import both_widths, review_of

TITLE = "2022年度道路养护项目支出绩效自评报告\n"


@pytest.mark.parametrize("case", CASES, ids=[f"{text[:28]}{','.join(rules)}" for text, _, rules in CASES])
def test_a_report_gives_the_findings_that_a_reviewer_has(case: tuple[str, tuple[Table, ...], tuple[str, ...]]) -> None:
    text, tables, expected = case
    for words in both_widths(text):
        reviewed = review_of(TITLE + words, *tables, rules="figure")
        found = sorted({finding.rule.removeprefix("figure/") for finding in reviewed.findings})
        assert found == sorted(expected), [finding.message for finding in reviewed.findings]


def test_every_finding_quotes_each_figure_that_it_speaks_of() -> None:
    reviewed = review_of(TITLE + "全年预算数290万元，执行数286万元，结余40万元。", rules="figure/balance-mismatch")
    [finding] = reviewed.findings
    assert [location.text for location in finding.locations] == ["结余40万元", "全年预算数290万元", "执行数286万元"]
    assert "应为4万元，相差36万元" in finding.message
