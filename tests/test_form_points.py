"""What the rows of a form are to formulas: no sub-totals among the indicators, percents of 100 as points."""

from __future__ import annotations

import pytest

from checker.checks.base import NotChecked, Outcome, Problem
from tests.figure_cases import FUNDS, HEAD, TAIL, Table
from tests.test_assert import outcomes

LEVELS = TAIL[0]
TOTAL: list[str] = ["年度资金总额", "290", "290", "286", "10", "98.62%", "9.86"]
OUTPUT: Table = [
    ["产出指标", "", "", "", "", "50", "50"],
    ["", "数量指标", "", "", "", "30", "30"],
    ["", "", "养护里程", "≥10公里", "10公里", "30", "30"],
    ["", "质量指标", "合格率", "≥95%", "96%", "20", "20"],
]
EFFECT = ["效益指标", "社会效益", "出行条件", "改善", "改善", "40", "40"]


def sheet(*rows: list[str], funds: list[str] = TOTAL) -> Table:
    return [*HEAD, FUNDS, funds, LEVELS, *rows]


def found(table: Table, that: str, each: str = "indicator") -> list[Outcome]:
    return outcomes("", table, each=each, that=that)


def whose(found: list[Outcome]) -> list[tuple[str, str]]:
    return [(each.data["scope"], each.data["分值"]) for each in found if isinstance(each, Problem)]


def test_sub_totals_of_the_first_and_second_level_are_no_indicators() -> None:
    assert whose(found(sheet(*OUTPUT, EFFECT), "分值 <= 20")) == [("养护里程", "30"), ("出行条件", "40")]
    assert len(found(sheet(*OUTPUT, EFFECT), "分值 > 100")) == 3


def test_a_sub_total_below_its_rows_is_none_either() -> None:
    rows = [
        ["产出指标", "数量指标", "养护里程", "≥10公里", "10公里", "50", "50"],
        ["产出指标", "", "", "", "", "50", "50"],
    ]
    assert whose(found(sheet(*rows, EFFECT), "分值 <= 40")) == [("养护里程", "50")]


def test_rows_of_the_first_level_are_indicators_where_nothing_stands_below_them() -> None:
    rows = [["产出指标", "", "", "", "", "50", "50"], ["效益指标", "", "", "", "", "40", "40"]]
    assert whose(found(sheet(*rows), "分值 <= 45")) == [("产出指标", "50")]


def test_a_row_of_the_first_level_with_a_target_of_its_own_is_an_indicator() -> None:
    rows = [["产出指标", "", "", "≥10公里", "10公里", "50", "50"], EFFECT]
    assert whose(found(sheet(*rows), "分值 <= 45")) == [("产出指标", "50")]


def percents(*weights: str, funds: str = "10%") -> Table:
    rows = [[*row[:5], weight, row[6]] for row, weight in zip([*TAIL[1:4]], weights, strict=True)]
    return sheet(*rows, funds=[*TOTAL[:4], funds, *TOTAL[5:]])


@pytest.mark.parametrize("sign", ["%", "％"])
@pytest.mark.parametrize("funds", ["10%", "10", "-"])
def test_weights_in_percent_that_make_a_hundred_are_points(sign: str, funds: str) -> None:
    rest = "20" if funds == "-" else "10"
    table = percents(*(number + sign for number in ("50", "30", rest)), funds=funds)
    assert whose(found(table, "分值 <= 40")) == [("养护里程", "50")]
    assert found(table, "得分 <= 分值") == []


def test_the_weight_of_the_funds_counts_in_points_too() -> None:
    [problem] = found(percents("50%", "30%", "10%"), "得分 >= 分值", each="funds")
    assert isinstance(problem, Problem)
    assert (problem.data["分值"], problem.data["right"]) == ("10", "10分")


@pytest.mark.parametrize("weights", [("50%", "35%", "10%"), ("50%", "30", "10%")])
def test_weights_in_percent_that_make_no_hundred_are_told_and_not_compared(weights: tuple[str, ...]) -> None:
    reason = "分值写成百分数，合计不是100%，不能断定各是多少分"
    assert found(percents(*weights), "分值 <= 40") == [NotChecked(reason)]


def test_scores_in_percent_of_weights_in_points_are_told_and_not_compared() -> None:
    rows = [[*row[:6], "100%"] for row in TAIL[1:4]]
    assert found(sheet(*rows), "得分 >= 5") == [NotChecked("得分写成百分数，不能断定是多少分")]
