"""figure/sum-mismatch in the wordings of reports: what is all there is of a total, and what need not be."""

from __future__ import annotations

import pytest

from checker.finding import Finding, Severity
from tests.reviewing import both_widths, review_of

TITLE = "2022年度道路养护项目支出绩效自评报告\n"
MONEY = "全年预算数300万元，执行数290万元。"


def found(text: str) -> list[Finding]:
    """The findings of the rule, the same with both widths of punctuation."""
    narrow, wide = (review_of(TITLE + words, rules="figure/sum-mismatch").findings for words in both_widths(text))
    assert [finding.data for finding in narrow] == [finding.data for finding in wide]
    return list(narrow)


AGREEING = (
    # Sources.
    "全年预算数935.00万元，资金来源为中央补助资金578.95万元，占61.92%；县级配套资金356.05万元，占38.08%。",
    "全年预算数300万元，资金来源为县级财政预算安排。执行数290万元，其中工资支出100万元，业务费支出190万元。",
    "项目年初预算300万元，全年预算数与年初一致，其中：中央补助资金200万元，县级资金100万元。",
    "项目资金200万元，中央、省级、市级资金分别为100万元、80万元、20万元。",
    "项目资金500万元，甲、乙两个子项目分别支出200万元、280万元。",
    # What is included need not be all.
    MONEY + "全年支出290万元，包括设备费100万元、培训费50万元。",
    "全年支出500万元，其中：设备费300万元，包括电脑200万元、打印机100万元，安装费200万元。",
    # What the money was for.
    MONEY + "分内容看，养护支出200万元，维修支出90万元。",
    MONEY + "分内容看，养护预算200万元，支出195万元；维修预算100万元，支出95万元。",
    MONEY + "按用途划分，养护支出200万元、维修支出80万元等。",
    MONEY + "从支出构成看，养护支出200万元，剩余资金10万元。",
    # So many figures together.
    "膳食补助支出190.16万元，食堂设备支出99.48万元，两项合计289.64万元。",
    "小（1）型6座、每座22.00万元，小（2）型32座、每座13.00万元，另计管理费20.00万元，三项合计568.00万元。",
    # The whole once more behind its parts.
    "项目批复总投资90万元，其中市级资金30万元，县级资金60万元，2022年度共下达资金90万元。",
    # Counts.
    "共新建学校15所，其中小学、初中和高中各5所。",
    "全年开展现场检查共50次，其中上半年28次，下半年22次。",
    "全年共签订合同42份，其中：采购合同18份、服务合同22份。",
    "共培训300人，其中妇女党员200人、老年党员150人。",
    "项目区总面积1.2万亩，其中灌溉面积0.8万亩，节水灌溉面积0.6万亩。",
    # A change is no part, and nothing is part of a change.
    "本年总收入580万元，其中财政收入390万元，较上年减少175万元，下降31%。",
    "全年收入790万元。同比上年增加190万元，增加31.7%。其中：财政收入780万元，同比增加200万元。",
    "全年支出800万元。其中：人员经费支出430万元，公用经费支出80万元，项目支出290万元。",
)


@pytest.mark.parametrize("text", AGREEING)
def test_parts_that_add_up_or_need_not_give_no_finding(text: str) -> None:
    assert found(text) == []


WRONG = (
    ("全年预算数935.00万元，资金来源为中央补助资金578.95万元，县级配套资金346.05万元。", "925万元"),
    ("项目年初预算300万元，全年预算数与年初一致（中央补助资金200万元，县级资金110万元）。", "310万元"),
    ("全年预算数635.35万元，包括中央财政资金864.31万元、区级财政资金271.04万元。", "1135.35万元"),
    ("项目资金200万元，其中中央、省级和市级补助资金分别为100万元、90万元、20万元。", "210万元"),
    (MONEY + "分内容看，养护支出200万元，维修支出95万元。", "295万元"),
    (MONEY + "支出明细为：养护支出200万元，维修支出80万元。", "280万元"),
    (MONEY + "分内容看，养护预算210万元，支出195万元；维修预算100万元，支出95万元。", "310万元"),
    ("膳食补助支出190.16万元，食堂设备支出99.48万元，两项合计298.64万元。", "289.64万元"),
    ("全年开展现场检查共48次，其中上半年28次，下半年22次。", "50次"),
    ("全年开展现场检查共52次，其中上半年28次，下半年22次。", "50次"),
)


@pytest.mark.parametrize(("text", "total"), WRONG, ids=[text[-24:] for text, _ in WRONG])
def test_parts_that_are_all_there_is_must_add_up(text: str, total: str) -> None:
    [finding] = found(text)
    assert (finding.severity, finding.data["sum"]) == (Severity.ERROR, total)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("全年共签订合同39份，其中：采购合同18份、服务合同22份。", "重叠"),
        ("共签订合同15份（其中采购合同和服务合同各8份）。", "重叠"),
        (MONEY + "按用途划分，养护支出200万元，维修支出80万元。", "其余部分"),
    ],
)
def test_parts_that_may_overlap_or_may_not_be_all_are_a_warning_that_says_so(text: str, remark: str) -> None:
    [finding] = found(text)
    assert finding.severity is Severity.WARNING
    assert remark in finding.message


def test_parts_that_agree_with_another_statement_of_the_total_follow_from_the_conflict() -> None:
    text = TITLE + "全年预算数310万元，其中：中央资金200万元，县级资金100万元。全年预算数为300万元，执行数290万元。"
    rules = [finding.rule for finding in review_of(text, rules="figure").findings]
    assert rules.count("figure/conflict") == 1
    assert "figure/sum-mismatch" not in rules
