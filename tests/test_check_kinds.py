"""What the check kinds that need no Python say where their subject is not there, and which parameters they refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from checker.checks.assertion import Assert
from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.fact import FactMissing
from checker.checks.forbid import Forbid
from checker.checks.require import Require
from checker.checks.section_text import SectionText, length
from checker.checks.table_rows import TableRows
from checker.checks.target_set import TargetSet
from checker.document import Note
from checker.folding import fold
from checker.understand.report import Report
from tests.figure_cases import Table, form
from tests.reviewing import both_widths, default_pack, document_of

SHARED = dict.fromkeys(("title", "about", "why", "basis", "message", "suggestion"), "x")
NAMES = {"facts": [fact.name for fact in default_pack().vocabulary.facts]}
KINDS: dict[str, type[Rule]] = {
    "assert": Assert,
    "require": Require,
    "forbid": Forbid,
    "section": SectionText,
    "table": TableRows,
    "fact": FactMissing,
    "target": TargetSet,
}
TITLE = "2022年度道路养护项目支出绩效自评报告\n"
TEAM = {"patterns": [{"name": "评价组", "words": ["评价组"]}]}


def rule(kind: str, severity: str = "error", **fields: Any) -> Rule:
    stated = {"check": kind, "id": "local/rule", "severity": severity, **SHARED, **fields}
    return KINDS[kind].model_validate(stated, context=NAMES)


def outcomes(made: Rule, text: str, *tables: Table, incomplete: bool = False) -> list[Outcome]:
    document = document_of(TITLE + text, *tables)
    if incomplete:
        document = replace(document, notes=(Note("scanned", "第3页没有文字层", True),))
    return list(made.run(Report(document, default_pack().vocabulary)))


def problems(made: Rule, text: str, *tables: Table) -> list[str]:
    return [o.data["problem"] for o in outcomes(made, text, *tables) if isinstance(o, Problem)]


@pytest.mark.parametrize(
    ("kind", "fields", "text", "reason"),
    [
        ("require", TEAM | {"sections": ["problems"]}, "无。", "没有找到“存在的问题及原因分析”部分"),
        ("require", TEAM | {"texts": ["评价结论"]}, "无。", "没有找到“评价结论”部分"),
        ("require", TEAM | {"near": {"fact": "执行率"}}, "无。", "没有找到写有执行率的地方"),
        ("require", TEAM | {"when": "执行率 < 90%"}, "无。", "执行率没有写明或无法读取"),
        ("require", TEAM | {"when": "等级 == '优'"}, "无。", "等级没有写明或无法读取"),
        ("require", TEAM | {"when": "执行数 / 全年预算数 < 90%"}, "全年预算数0元，执行数0元。", "为零"),
        ("forbid", TEAM | {"texts": ["存在问题"]}, "无。", "没有找到应当检查的部分：“存在问题”"),
        ("forbid", TEAM | {"near": {"words": ["结余"]}}, "无。", "没有找到写有结余的地方"),
        ("section", {"sections": ["problems"], "longest": 9}, "无。", "没有找到“存在的问题及原因分析”部分"),
        ("section", {"passage": {"words": ["原因"]}, "longest": 9}, "无。", "没有找到写有原因的地方"),
        ("section", {"columns": ["偏差原因"], "absent": "problem"}, "无。", "文中没有自评表"),
        ("table", {"columns": ["指标"], "absent": "unchecked"}, "无。", "文中没有含“指标”各栏的表格"),
        ("fact", {"needs": [{"fact": "执行率", "required": False}]}, "无。", "执行率没有写明或无法读取"),
        ("target", {"classes": [{"name": "成本指标", "words": ["成本"]}]}, "无。", "文中没有自评表"),
        ("target", {"of": "form", "at_least": 2}, "无。", "文中没有自评表"),
        ("target", {"numbers": 100}, "无。", "文中没有认出绩效目标"),
        ("assert", {"each": "report", "that": "等级 == '优'"}, "无。", "等级没有写明或无法读取"),
        ("assert", {"each": "report", "unless": "执行率 > 9", "that": "自评得分 > 99"}, "得分90。", "执行率没有写明"),
        ("assert", {"each": "indicator", "that": "名称 含 '率'"}, "无。", "文中没有自评表"),
    ],
)  # fmt: skip
def test_a_rule_whose_subject_is_not_there_says_that_it_was_not_applied(
    kind: str, fields: dict[str, Any], text: str, reason: str
) -> None:
    for wide in both_widths(text):
        [found] = outcomes(rule(kind, **fields), wide)
        assert isinstance(found, NotChecked), found
        assert reason in found.reason


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("require", TEAM),
        ("section", {"sections": ["problems"]}),
        ("section", {"sections": ["overview"], "shortest": 99}),
        ("section", {"sections": ["overview"], "tables": 1}),
        ("table", {"columns": ["指标", "得分"]}),
        ("fact", {"needs": [{"fact": "执行率"}]}),
        ("target", {"at_least": 5}),
    ],
)
def test_nothing_is_found_missing_in_a_document_that_was_not_read_as_a_whole(kind: str, fields: dict[str, Any]) -> None:
    made, text = rule(kind, **fields), "一、项目概况\n养护道路。"
    assert any(isinstance(outcome, Problem) for outcome in outcomes(made, text))
    assert [type(outcome) for outcome in outcomes(made, text, incomplete=True)] == [NotChecked]


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("require", {"patterns": [{"name": "评价组"}]}, "应写明“words”或“pattern”"),
        ("require", {"patterns": [{"name": "评价组", "pattern": "组*"}]}, "没有文字的地方也会被它匹配"),
        ("require", TEAM | {"near": {"within": "sentence"}}, "应写明“fact”、“words”或“pattern”"),
        ("require", TEAM | {"near": {"fact": "执行率%"}}, "没有定义名为“执行率%”的数据"),
        ("require", TEAM | {"when": "执行率率 < 90%"}, "没有名为“执行率率”的数据，是否想写“执行率”"),
        ("require", TEAM | {"when": "执行率 + 1"}, "这里应写一个条件"),
        ("forbid", TEAM | {"when": "等级 < '优'"}, "文字不能用“<”比较"),
        ("forbid", TEAM | {"when": "等级 == 90"}, "“90”是数，不能与文字比较"),
        ("forbid", TEAM | {"when": "执行率 == '优'"}, "“执行率”是数，不能与文字比较"),
        ("forbid", TEAM | {"when": "等级 + 1 > 2"}, "“等级”是文字，不能计算"),
        ("forbid", TEAM | {"when": "等级"}, "文字要与另一个文字比较"),
        ("forbid", TEAM | {"when": "等级 == ' '"}, "引号里没有文字"),
        ("section", {"longest": 200}, "应写明“sections”、“texts”、“columns”或“passage”"),
        ("section", {"texts": ["评价结论"], "shortest": 9, "longest": 8}, "“shortest”（9）大于“longest”（8）"),
        ("table", {"columns": ["指标", ""]}, "栏名不能是空的"),
        ("table", {"columns": ["指标"], "filled": ["得分"]}, "“得分”不是columns里的栏（有：指标）"),
        ("table", {"columns": ["等级"], "values": [{"column": "等级"}]}, "应写明“words”或“pattern”"),
        ("fact", {"needs": [{"fact": "执行率", "at_most": "100个"}]}, "不认识的单位“个”"),
        ("fact", {"needs": [{"fact": "执行率", "at_most": "预算数"}]}, "没有名为“预算数”的数据"),
        ("target", {}, "应写明“at_least”、“classes”或“numbers”"),
        ("target", {"of": "prose", "classes": [{"name": "x", "words": ["x"]}]}, "“of”不能是prose"),
        ("assert", {"each": "indicator", "that": "一级指标 >= 10"}, "不能与文字比较"),
        ("assert", {"each": "funds", "that": "三级指标 == '里程'"}, "没有名为“三级指标”的数据"),
        ("assert", {"each": "report", "that": "执行率 含 '9'"}, "不能与文字比较"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused_when_the_pack_is_loaded(
    kind: str, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValidationError, match=r"(?s).*") as caught:
        rule(kind, **fields)
    assert said in str(caught.value)


def test_a_condition_whose_figure_has_no_sure_scope_weakens_an_error_and_leaves_a_warning_unchecked() -> None:
    text = "项目安排500万元，支出100万元。"
    [strict] = outcomes(rule("require", when="执行数 / 全年预算数 < 90%", **TEAM), text)
    assert isinstance(strict, Problem) and strict.severity is not None and "需核实" in strict.remark
    [mild] = outcomes(rule("require", "warning", when="执行数 / 全年预算数 < 90%", **TEAM), text)
    assert isinstance(mild, NotChecked)


def test_of_several_conditions_the_first_that_can_be_applied_counts() -> None:
    made = rule("require", when=["执行率 < 90%", "执行数 / 全年预算数 < 90%"], **TEAM)
    assert problems(made, "全年预算数100万元，执行数50万元。") == ["文中没有写明评价组"]
    assert problems(made, "全年预算数100万元，执行数50万元，执行率95%。") == []


def test_what_made_a_rule_apply_is_pointed_to() -> None:
    text = "全年预算数290万元，执行率为72.03%。"
    [found] = outcomes(rule("require", when="执行率 < 90%", **TEAM), text)
    assert isinstance(found, Problem)
    assert [span.cut(TITLE + text) for span in found.spans] == ["执行率为72.03%"]


def test_a_condition_that_rounding_leaves_open_does_not_hold() -> None:
    assert outcomes(rule("require", when="执行率 < 90%", **TEAM), "预算执行率为90%。") == []


def test_a_form_of_an_instruction_that_was_not_filled_in_is_not_there() -> None:
    made = rule("section", texts=["存在问题"])
    table = form(["年度资金总额", "290", "290", "286", "98.62%"])
    assert problems(made, "", [*table, ["存在问题", "—", *["<"] * 5]]) == ["“存在问题”栏没有填写"]
    assert problems(made, "", [*table, ["存在问题", "进度慢。", *["<"] * 5]]) == []
    assert problems(made, "", table) == ["没有“存在问题”部分"]


def test_each_cell_of_a_column_is_measured() -> None:
    head = ["一级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    rows = [["产出指标", "里程", "10公里", "9公里", "50", "45", "连续降雨使工期推迟，明年提前开工。"],
            ["效益指标", "满意度", "90%", "95%", "50", "50", "无"]]  # fmt: skip
    table = [["项目支出绩效自评表", *["<"] * 6], ["项目名称", "道路", *["<"] * 5], head, *rows]
    assert problems(rule("section", columns=["偏差原因"], longest=10), "", table) == ["“偏差原因”有17字，不应超过10字"]


def test_the_sections_of_a_report_are_measured_without_tables_sub_headings_and_signature() -> None:
    text = "三、综合评价结论\n（一）评价情况\n项目完成。\n（二）评价结论\n得分95分。"
    text += "\n市交通局\n2023年3月1日\n附件：评分表"
    made = rule("section", sections=["conclusion"], longest=9)
    [whole] = [told for told in problems(made, text, [["指标", "得分"], ["产出", "50"]]) if "10字" in told]
    assert whole == "“评价结论”有10字，不应超过9字"


@given(st.text(alphabet="一二三道路,，。;；()（）0123.%abc \n", max_size=60))
def test_the_length_of_a_text_does_not_depend_on_its_punctuation_and_grows_with_it(text: str) -> None:
    narrow, wide = both_widths(text)
    assert length(fold(narrow)) == length(fold(wide))
    assert length(fold(text)) <= length(fold(text + "路")) == length(fold(text)) + 1


def test_length_counts_as_word_processors_do() -> None:
    assert length("道路养护10.5公里,完成率98.62%。") == 4 + 1 + 2 + 1 + 3 + 1 + 1


def test_the_row_of_a_figure_in_a_table_is_near_it_with_the_headings_of_its_columns() -> None:
    table = form(["年度资金总额", "290", "290", "286", "98.62%"])
    near = {"near": {"fact": "执行数"}}
    assert problems(rule("require", patterns=[{"name": "执行率", "words": ["执行率"]}], **near), "", table) == []
    assert problems(rule("require", patterns=[{"name": "满意度", "words": ["满意度"]}], **near), "", table) != []


def test_a_label_beside_all_rows_heads_no_column_and_totals_are_no_rows() -> None:
    table = [
        ["绩效指标", "指标名称", "分值", "得分"],
        ["^", "里程", "50", "48"],
        ["^", "合计", "50", "48"],
        ["^", "说明：据实填写", "<", "<"],
    ]
    made = rule("table", columns=["指标名称", "得分"], rows=2)
    assert problems(made, "", table) == ["表格“指标名称、得分”只有1行，至少应有2行"]


def test_a_column_may_be_named_as_the_pack_names_it() -> None:
    table = [["三级指标", "年度指标值", "偏差原因分析及改进措施"], ["里程", "10公里", ""]]
    assert problems(rule("table", columns=["三级指标", "偏差原因"], filled=["偏差原因"]), "", table) == [
        "“里程”的“偏差原因”栏没有填写"
    ]


def test_a_dash_fills_a_cell_unless_dashes_are_said_to_be_nothing() -> None:
    table = [["指标", "扣分原因"], ["决策", "—"]]
    asked = {"columns": ["指标", "扣分原因"], "filled": ["扣分原因"]}
    assert problems(rule("table", **asked), "", table) == []
    assert problems(rule("table", **asked, dashes=True), "", table) == ["“决策”的“扣分原因”栏没有填写"]


def test_a_table_by_level_1_dimension_states_no_indicators() -> None:
    table = [["指标", "分值", "得分"], ["决策", "20", "20"], ["过程", "20", "20"], ["产出", "30", "30"]]
    assert outcomes(rule("target", of="form", at_least=5), "", table) == [NotChecked("文中没有自评表")]


def test_a_share_of_targets_with_numbers_is_one_finding() -> None:
    table = form(["年度资金总额", "290", "290", "286", "98.62%"])
    assert problems(rule("target", of="form", numbers=80), "", table) == ["3个目标中只有2个写有数字，不到80%"]
    assert problems(rule("target", of="form", numbers=60), "", table) == []


@pytest.mark.parametrize(
    ("condition", "fires"),
    [
        ("一级指标 含 '产出'", True),
        ("三级指标 == '养护里程' 且 分值 >= 50", True),
        ("三级指标含'里程'且分值>=50", True),
        ("非 (名称 含 '率')", True),
        ("一级指标 == '成本指标'", False),
        ("二级指标 != '数量指标'", False),
    ],
)
def test_words_in_conditions_choose_the_rows_of_a_form(condition: str, fires: bool) -> None:
    lines = form(["年度资金总额", "290", "290", "286", "98.62%"])
    lines[5][6] = "52"
    for wide in both_widths(condition):
        assert bool(outcomes(rule("assert", each="indicator", when=wide, that="得分 <= 分值"), "", lines)) == fires


def test_two_grades_that_differ_are_no_grade() -> None:
    [found] = outcomes(rule("assert", each="report", that="等级 == '优'"), "自评等级为优。复核等级为良。")
    assert isinstance(found, NotChecked)
    assert "优" in found.reason and "良" in found.reason


def test_names_of_a_rows_words_are_shown_in_messages() -> None:
    lines = form(["年度资金总额", "290", "290", "286", "98.62%"])
    lines[5][6] = "52"
    [found] = outcomes(rule("assert", each="indicator", when="名称 含 '里程'", that="得分 <= 分值"), "", lines)
    assert isinstance(found, Problem)
    assert (found.data["名称"], found.data["得分"], found.data["scope"]) == ("养护里程", "52", "养护里程")


def test_of_many_like_problems_the_first_are_listed_and_the_rest_counted() -> None:
    table = [["指标", "得分"], *([f"指标{number}", ""] for number in range(30))]
    found = outcomes(rule("table", columns=["指标", "得分"], filled=["得分"]), "", table)
    assert len(found) == 20
    assert [o.remark for o in found if isinstance(o, Problem) and o.remark] == ["另有10处同类问题，未逐一列出"]


def test_a_section_that_stands_inside_another_is_searched_once() -> None:
    text = "四、绩效评价指标分析\n（一）项目决策情况\n评价组。"
    made = rule("require", sections=["analysis", "analysis.decision"], patterns=[TEAM["patterns"][0] | {"at_least": 2}])
    assert problems(made, text) == ["“绩效评价指标分析”、“项目决策情况”部分只有1处写明评价组，至少应有2处"]
