"""The check kind `assert`: formulas over figures and columns by their Chinese names, as a pack may write them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from checker.checks.assertion import Assert
from checker.checks.base import NotChecked, Outcome, Problem
from tests.figure_cases import Table, form
from tests.reviewing import report_of

TITLE = "2022年度道路养护项目支出绩效自评报告\n"
SHARED = {
    "check": "assert",
    "id": "local/rule",
    "title": "一条规则",
    "severity": "error",
    "about": "。",
    "why": "。",
    "basis": "。",
    "message": "{left}",
    "suggestion": "。",
}
NAMES = {"facts": ["年初预算数", "全年预算数", "到位数", "执行数", "结余数", "执行率", "自评得分"]}


def rule(**fields: object) -> Assert:
    return Assert.model_validate({**SHARED, "each": "report", **fields}, context=NAMES)


def outcomes(text: str, *tables: Table, **fields: object) -> list[Outcome]:
    return list(rule(**fields).run(report_of(TITLE + text, *tables)))


def only(text: str, *tables: Table, **fields: object) -> Problem:
    [found] = outcomes(text, *tables, **fields)
    assert isinstance(found, Problem), found
    return found


def test_a_condition_that_holds_says_nothing() -> None:
    assert outcomes("全年预算数290万元，执行数286万元。", that="执行数 <= 全年预算数") == []


def test_a_message_may_name_every_operand_what_was_computed_and_the_difference() -> None:
    found = only("全年预算数290万元，执行数286万元，结余6万元。", that="结余数 == 全年预算数 - 执行数")
    assert found.data["结余数"] == "6万元"
    assert (found.data["left"], found.data["right"], found.data["difference"]) == ("6万元", "4万元", "2万元")
    assert found.data["apart"] == "2万元"


def test_what_may_be_rounded_is_no_contradiction() -> None:
    assert outcomes("全年预算数290万元，执行数286万元，结余4.9万元。", that="结余数 == 全年预算数 - 执行数") == []


def test_a_missing_operand_is_named_and_never_passed_over_silently() -> None:
    assert outcomes("全年预算数290万元。", that="执行数 <= 全年预算数") == [NotChecked("执行数没有写明或无法读取")]


def test_an_operand_stated_in_two_ways_is_named() -> None:
    [found] = outcomes("全年预算数290万元，执行数286万元。全年执行数200万元。", that="执行数 <= 全年预算数")
    assert isinstance(found, NotChecked)
    assert "286万元" in found.reason
    assert "200万元" in found.reason


def test_when_its_condition_does_not_hold_a_rule_has_nothing_to_say() -> None:
    said = {"when": "执行率 < 80%", "that": "结余数 > 1万元"}
    assert outcomes("执行率90%。", **said) == []
    assert outcomes("执行率70%，结余0万元。", **said) != []
    assert outcomes("结余0万元。", **said) == [NotChecked("执行率没有写明或无法读取")]


def test_one_of_several_readings_that_holds_will_do() -> None:
    readings = ("结余数 == 全年预算数 - 执行数", "结余数 == 到位数 - 执行数")
    text = "全年预算数290万元，到位资金280万元，执行数276万元，结余4万元。"
    assert outcomes(text, that=readings) == []
    assert len(outcomes(text, that=readings, readings="first")) == 1


def test_a_reading_that_lacks_an_operand_is_passed_over() -> None:
    readings = ("结余数 == 全年预算数 - 执行数", "结余数 == 到位数 - 执行数")
    assert only("全年预算数290万元，执行数276万元，结余4万元。", that=readings).data["right"] == "14万元"


def test_a_name_of_the_rules_own_stands_for_the_first_figure_that_is_stated() -> None:
    found = only(
        "年初预算数290万元，执行数300万元。", values={"预算": ("全年预算数", "年初预算数")}, that="执行数 <= 预算"
    )
    assert found.data["预算"] == "年初预算数290万元"


def test_a_parameter_may_be_named_in_formula_and_message() -> None:
    found = only("全年预算数100万元，执行数50万元。", params={"下限": "80%"}, that="执行数 / 全年预算数 >= 下限")
    assert (found.data["下限"], found.data["left"]) == ("80%", "50%")


def test_a_division_by_zero_is_a_reason_and_no_error() -> None:
    [found] = outcomes("全年预算数0万元，执行数0万元。", that="执行数 / 全年预算数 >= 80%")
    assert isinstance(found, NotChecked)
    assert "零" in found.reason


def test_a_concluded_scope_makes_a_warning_with_a_remark() -> None:
    found = only("全年预算数290万元。全年综合执行数300万元。", that="执行数 <= 全年预算数")
    assert (found.severity is None) == (found.remark == "")


def test_each_project_is_judged_by_itself() -> None:
    text = (
        "一、道路养护项目\n全年预算数100万元，执行数90万元，自评得分95分。\n"
        "二、桥梁检测项目\n全年预算数200万元，执行数210万元，自评得分96分。"
    )
    assert only(text, each="project", that="执行数 <= 全年预算数").data["scope"] == "桥梁检测项目"


def test_each_line_of_funds_is_judged_by_itself() -> None:
    lines = form(
        ["年度资金总额", "290", "290", "286", "98.62%"],
        ["其中：当年财政拨款", "250", "250", "240", "96%"],
        ["其他资金", "40", "40", "46", "115%"],
    )
    found = only("", lines, each="funds", that="执行数 <= 全年预算数")
    assert (found.data["scope"], found.data["执行数"]) == ("其他资金", "46万元")


def test_each_indicator_is_judged_by_itself() -> None:
    lines = form(["年度资金总额", "290", "290", "286", "98.62%"])
    lines[5][6] = "52"
    found = only("", lines, each="indicator", that="得分 <= 分值")
    assert found.data["得分"] == "52"


def test_without_a_form_its_lines_are_not_checked() -> None:
    assert outcomes("全年预算数290万元。", each="funds", that="执行数 <= 全年预算数") == [NotChecked("文中没有自评表")]


@pytest.mark.parametrize(
    "fields",
    [
        {"that": "执行数 <= 预算"},
        {"that": "执行数 + 1万元"},
        {"that": "执行数 <="},
        {"that": "执行数 <= 全年预算数", "when": "执行数"},
        {"that": "执行数 <= 全年预算数", "params": {"下限": "八成"}},
        {"that": "执行数 <= 全年预算数", "each": "page"},
        {"each": "funds", "that": "自评得分 >= 80"},
    ],
)
def test_what_cannot_be_read_is_refused_when_the_pack_is_loaded(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        rule(**fields)
