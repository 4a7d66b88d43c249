"""A figure that is stated in every paragraph is still one figure, and costs no more than its few values."""

from __future__ import annotations

from tests.reviewing import review_of


def test_three_hundred_statements_of_one_wrong_rate_are_one_finding() -> None:
    line = "全年预算数290万元，执行数280万元，执行率为100%。\n"
    review = review_of("2022年度道路养护项目支出绩效自评报告\n" + line * 300, rules="figure/rate-mismatch")
    [finding] = review.findings
    assert finding.data["stated"] == "100%" and finding.data["computed"] == "96.6%"


def test_three_hundred_different_amounts_are_a_conflict_and_no_hang() -> None:
    lines = "".join(f"全年预算数{290 + i}万元，执行数{280 + i}万元，执行率为100%。\n" for i in range(300))
    review = review_of("2022年度道路养护项目支出绩效自评报告\n" + lines, rules="figure")
    assert "figure/conflict" in {finding.rule for finding in review.findings}
