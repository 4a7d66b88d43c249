"""Ways to put things that the first readers of composed reports had not met, each once in words of our own."""

from __future__ import annotations

import pytest

from tests.reviewing import both_widths, report_of, review_of

MONEY = "2022年河道保洁项目支出绩效自评报告\n一、基本情况\n（二）资金情况\n{}\n"


def rules_of(text: str, rules: str) -> list[str]:
    return [finding.rule for finding in review_of(text, rules=rules).findings]


def figures(words: str) -> dict[str, str]:
    """The project's own figures as they are written."""
    report = report_of(MONEY.format(words))
    return {fact.name: fact.quantity.span.cut(report.text) for fact in report.facts if fact.scope == "项目"}


@pytest.mark.parametrize("change", ["增至", "减至", "调增到", "升到"])
def test_a_budget_that_grew_to_another_has_both(change: str) -> None:
    found = figures(
        f"县财政局年中变动资金，项目全年预算数由年初的80.5万元{change}96.2万元，资金构成为：省级补助资金60.2万元，县级配套资金36.0万元。"
    )
    assert found == {"年初预算数": "80.5万元", "全年预算数": "96.2万元"}


@pytest.mark.parametrize("opens", ["按来源划分为：", "分别为", "资金构成是"])
def test_what_divides_a_budget_by_source_is_no_budget_of_its_own(opens: str) -> None:
    words = f"本项目获批资金90万元，{opens}省级补助资金54万元，市级补助资金36万元。全年执行数为88万元。"
    for text in both_widths(words):
        assert figures(text) == {"全年预算数": "90万元", "执行数": "88万元"}


def test_what_is_paid_of_the_projects_money_is_no_budget() -> None:
    assert figures("2022年实际支付该项目资金88万元。") == {"执行数": "88万元"}


def test_counted_up_within_the_year_is_of_the_year() -> None:
    report = report_of(MONEY.format("当年累计列支64.38万元。三年累计投入200万元。"))
    assert [fact.cumulative for fact in report.facts] == [False, True]


POINTS = (
    "四、绩效评价指标分析\n（三）产出情况\n产出方面{}40分，自评得39.95分。\n"
    "三、综合评价结论\n本项目自评总分为95.59分，等级为优。"
)


@pytest.mark.parametrize("full", ["设分", "应得", "满分"])
def test_the_points_of_a_part_are_no_total(full: str) -> None:
    assert "figure/conflict" not in rules_of(POINTS.format(full), rules="figure")


LIMIT = (
    "一、基本情况\n（二）项目绩效目标\n1．单场活动成本{}。\n"
    "四、绩效评价指标分析\n（三）项目产出情况\n单场活动成本为{}元。"
)


@pytest.mark.parametrize("limit", ["不突破4700元", "以4700元为上限", "不得突破4700元"])
def test_what_must_not_be_passed_is_a_limit(limit: str) -> None:
    assert rules_of(LIMIT.format(limit, "4575"), rules="target/unexplained") == []
    assert rules_of(LIMIT.format(limit, "4875"), rules="target/unexplained") == ["target/unexplained"]
