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


def dimensions(table: Table, that: str = "分值 < 0") -> list[tuple[str, str, str]]:
    made = found(table, that, each="dimension")
    return [(each.data["scope"], each.data["分值"], each.data["名称"]) for each in made if isinstance(each, Problem)]


def test_a_first_level_indicator_has_the_weight_of_its_rows_together() -> None:
    satisfied = [["满意度指标", "满意度", name, "≥90%", "95%", "10", "9.5"] for name in ("群众满意度", "企业满意度")]
    table = sheet(*OUTPUT[2:], EFFECT, *satisfied)
    said = {"each": "dimension", "when": "名称 含 '满意度'"}
    [problem] = outcomes("", table, **said, that="分值 <= 15")
    assert isinstance(problem, Problem)
    assert (problem.data["分值"], problem.data["名称"], problem.data["left"]) == ("20", "满意度指标", "20分")
    assert len(problem.spans) == 3
    assert outcomes("", table, **said, that="分值 <= 20 且 得分 == 19") == []


def test_a_sub_total_is_the_weight_of_its_first_level_indicator_and_not_added() -> None:
    table = sheet(*OUTPUT, EFFECT)
    assert dimensions(table) == [("产出指标", "50", "产出指标"), ("效益指标", "40", "效益指标")]


def test_a_sub_total_and_rows_that_differ_are_told_and_not_compared() -> None:
    table = sheet(*OUTPUT[:3], EFFECT)
    reason = "“产出指标”写明的分值是50分，下面各行之和是30分，无法确定以哪个为准"
    assert found(table, "分值 == 1 或 分值 == 40", each="dimension") == []
    assert found(sheet(*OUTPUT[:3]), "分值 <= 15", each="dimension") == [NotChecked(reason)]


def test_a_weight_in_the_label_of_a_first_level_indicator_is_its_weight() -> None:
    rows = [["产出指标（60分）", "数量指标", "养护里程", "≥10公里", "10公里", "", "50"], EFFECT]
    assert dimensions(sheet(*rows)) == [("产出指标", "60", "产出指标（60分）"), ("效益指标", "40", "效益指标")]


def test_a_first_level_indicator_with_a_row_without_weight_has_none() -> None:
    rows = [[*OUTPUT[2]], ["产出指标", "质量指标", "合格率", "≥95%", "96%", "", "20"]]
    rows[0][0] = "产出指标"
    assert found(sheet(*rows), "分值 <= 15", each="dimension") == [NotChecked("“产出指标”的分值没有写明或无法读取")]


def test_percents_of_a_first_level_indicator_are_points_too() -> None:
    assert dimensions(percents("50%", "30%", "10%"))[0] == ("产出指标", "50", "产出指标")
