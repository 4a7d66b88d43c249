"""Scores that the text states beside the form's, 折算得分, and marks for what came late."""

from __future__ import annotations

import pytest

from tests.form_layouts import Rows, _rows
from tests.reviewing import both_widths, report_of, review_of

FORM = _rows("""
项目名称 | 社区图书角 | < | < | < | < | < | <
项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | <
年度资金总额 | 100 | 120 | 120 | 10 | 100% | 10 | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因
产出指标 | 数量指标 | 图书角数量 | ≥10个 | 10个 | 40 | 36 | 个别未开放，已整改
^ | 时效指标 | 完成时间 | 11月底前 | 11月20日 | 10 | 10 |
效益指标 | 社会效益 | 受益人数 | ≥500人 | 600人 | 20 | 20 |
^ | 服务对象满意度 | 居民满意度 | ≥90% | 95% | 20 | 20 |
总分 | < | < | < | < | 100 | 96 |
""")
SCALED = """
项目名称 | 社区图书角 | < | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 指标值 | 实际完成值 | 单项得分 | 指标权重 | 折算得分 | 偏差原因
预算执行率 | 预算执行率 | 预算执行率 | 100% | 100% | {} | 10% | {} |
产出指标 | 数量指标 | 图书角数量 | ≥10个 | 10个 | {} | 50% | {} | 两处位置调整，已补建
效益指标 | 社会效益 | 受益人数 | ≥500人 | 600人 | {} | 30% | {} |
满意度指标 | 满意度 | 居民满意度 | ≥90% | 95% | {} | 10% | {} |
总分 | < | < | < | < |  | 100% | {} |
"""


def messages(text: str, rows: Rows, rule: str = "score/sum-mismatch") -> list[str]:
    """What a rule says of a report and its form, the same in both punctuation widths."""
    said = []
    for words in both_widths(f"2023年度图书角项目绩效自评报告\n{text}\n附：项目支出绩效自评表（2023年度）"):
        said.append([finding.message for finding in review_of(words, rows, rules=rule).findings])
    assert said[0] == said[1]
    return said[0]


@pytest.mark.parametrize(
    "text",
    [
        "自评得分96分，其中：预算执行率（分值10分，得10分）、产出指标（分值50分，得46分）、效益指标（分值40分，得40分）。",
        "自评得分96分，其中：产出类46.00分、效益类20.00分、满意度类20.00分，预算执行率10分。",
        "产出指标满分50分，实际得分46分；满意度指标满分20分，实际得分20分。",
        # Weights, rules and another division of the points are no scores of this form.
        "自评得分96分。指标体系中产出指标50分、效益指标30分、满意度指标20分。",
        "产出指标得45分以上的为合格。",
        "产出指标权重为60分，得分56分。",
        "自评得分96分。其中：预算执行率10分，产出指标50分，效益指标40分。",  # what there is to gain
        "自评得分96分（满分100分），等级为优。其中：预算执行率10分，产出指标46分，效益指标40分。",
        "四、绩效评价指标分析\n（三）项目产出情况\n本部分满分50分，得分46分。",
        "四、绩效评价指标分析\n（三）项目产出与管理情况\n该类指标分值50分，得分45分。",
        "四、绩效评价指标分析\n（三）项目产出情况\n1.数量指标\n该类指标分值40分，得分36分。",
    ],
)
def test_scores_in_the_text_that_are_those_of_the_form_are_silent(text: str) -> None:
    assert messages(text, FORM) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "自评得分96分，其中产出类35.00分，效益类40分，预算执行率10分。",
            "表中“产出”各项得分之和为46分（36＋10），正文写作35分",
        ),
        (
            "自评得分96分（满分100分），等级为优。其中：预算执行率10分，产出指标45分，效益指标40分。",
            "表中“产出”各项得分之和为46分（36＋10），正文写作45分",
        ),
        (
            "自评得分96分。分项来看，预算执行率10分，产出指标45分，效益指标40分。",
            "表中“产出”各项得分之和为46分（36＋10），正文写作45分",
        ),
        (
            "四、绩效评价指标分析\n（三）项目产出情况\n该类指标分值50分，得45分。",
            "表中“产出”各项得分之和为46分（36＋10），正文写作45分",
        ),
        ("（一）产出指标完成情况（分值50分，得50分）", "表中“产出”各项得分之和为46分（36＋10），正文写作50分"),
        ("预算执行率（分值10分，得9.5分）。", "表中“执行率”各项得分之和为10分（10），正文写作9.5分"),
    ],
)
def test_a_score_in_the_text_that_is_not_the_sum_of_its_rows_is_reported_with_both_places(
    text: str, expected: str
) -> None:
    assert expected in messages(text, FORM)
    reviewed = review_of(f"2023年度图书角项目绩效自评报告\n{text}", FORM, rules="score/sum-mismatch")
    finding = next(each for each in reviewed.findings if each.message == expected)
    in_form = [reviewed.report.document.cell_at(location.span.start) is not None for location in finding.locations]
    assert in_form == [False] + [True] * (len(in_form) - 1)
    assert len(in_form) > 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("产出指标（分值60分，得46分）。", ["表中“产出”各项分值之和为50分，与60分不符"]),
        (
            "四、绩效评价指标分析\n（三）项目产出情况\n该类指标分值55分，得46分。",
            ["表中“产出”各项分值之和为50分，与55分不符"],
        ),
        ("产出指标（分值50分，得46分），效益指标（分值40分，得40分）。", []),
        ("产出指标（分值60分，得56分）。", []),  # another division of the points
    ],
)
def test_a_weight_in_the_text_beside_the_forms_score_is_the_forms(text: str, expected: list[str]) -> None:
    assert messages(text, FORM, "score/weight-sum") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("指标体系由预算执行率（10分）、产出（50分）、效益（40分）构成。", []),
        ("指标体系由预算执行率（10分）、产出（50分）、效益（20分）、满意度（20分）构成。", []),
        (
            "指标体系由预算执行率（10分）、产出（55分）、效益（40分）构成。",
            ["表中“产出”各项分值之和为50分，与55分不符"],
        ),
        # Two that differ are another division of the points; a score is no weight; two dimensions are no list.
        ("指标体系由预算执行率（10分）、产出（60分）、效益（30分）构成。", []),
        ("指标体系中产出指标得46分、效益指标得40分、预算执行率得9分。", []),
        ("指标体系由产出（55分）、效益（40分）构成。", []),
    ],
)
def test_a_list_of_weights_in_the_text_is_the_forms(text: str, expected: list[str]) -> None:
    assert messages(text, FORM, "score/weight-sum") == expected


def test_the_scores_of_a_sentence_add_up_to_the_total_that_it_states() -> None:
    told = (
        "自评得分{}分，其中：决策（20分）得20分，过程（20分）得18分，产出指标（40分）得38分，效益指标（20分）得20分。"
    )
    assert messages(told.format(96), []) == []
    cut = "自评得分96分，其中：预算执行率10分，产出指标50分，效益指标30分，满意度"  # goes on on the next page
    assert messages(cut, []) == []
    assert messages(told.format(95), []) == ["各项得分之和为96分（20＋18＋38＋20），总分写作95分"]


def test_the_total_of_a_form_is_not_the_score_that_the_text_states() -> None:
    assert messages("项目自评得分96分。", FORM, "figure/conflict") == []
    assert messages("项目自评得分98分。", FORM, "figure/conflict") == ["自评得分前后不一致：98分、96"]


def test_scores_out_of_a_hundred_count_by_their_weights() -> None:
    rows = _rows(SCALED.format(100, 10, 90, 45, 100, 30, 100, 10, 95))
    report = report_of("项目支出绩效自评表（2023年度）", rows)
    (form,) = report.forms
    assert [form.text(cell) for cell in form.column("得分")] == ["10", "45", "30", "10"]
    assert [fact.quantity.value for fact in report.facts if fact.name == "自评得分"] == [95]
    reviewed = review_of("项目支出绩效自评表（2023年度）", rows, rules="score")
    assert [finding.rule for finding in reviewed.findings] == []


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (36, "各项得分之和为100分（10＋50＋30＋10），总分写作36分（得分已经按分值计，折算得分又乘了一次权重）"),
        (100, "各项得分之和为36分（1＋25＋9＋1），总分写作100分（得分已经按分值计，折算得分又乘了一次权重）"),
    ],
)
def test_scores_that_are_scaled_a_second_time_are_no_scores(total: int, expected: str) -> None:
    assert messages("", _rows(SCALED.format(10, 1, 50, 25, 30, 9, 10, 1, total))) == [expected]


@pytest.mark.parametrize(
    ("wanted", "done", "score", "fires"),
    [
        ("2023年11月底前", "2023年12月20日", "10", True),
        ("11月底前", "12月20日", "10", True),
        ("2023年11月底前", "2023年12月20日", "9", False),
        ("2023年11月底前", "2023年11月30日", "10", False),
        ("2023年12月底", "2023年12月", "10", False),
    ],
)
def test_full_marks_for_what_was_finished_late_do_not_follow_from_it(
    wanted: str, done: str, score: str, fires: bool
) -> None:
    rows = [list(row) for row in FORM]
    rows[5][3:7] = [wanted, done, "10", score]
    rows[5].append("雨天多")
    found = messages("", [row[:8] for row in rows], "score/quantitative")
    expected = f"“完成时间”指标值{wanted}，完成值{done}，得分10分（分值10分），按比例应为低于10分"
    assert found == ([expected] if fires else [])


def test_messages_quote_the_document_and_not_its_folded_text() -> None:
    rows = [list(row) for row in FORM]
    rows[4][2], rows[4][4] = "图书角（含分馆）数量", "８个"
    rows[4][7:] = ["个别位置调整.已于次年补建."]
    report = review_of("项目支出绩效自评表（2023年度）", [row[:8] for row in rows], rules="target")
    assert [f.message for f in report.findings if f.rule == "target/unmet"] == [
        "目标“图书角（含分馆）数量”为≥10个，完成情况为“８个”，没有达到目标，说明的原因是：个别位置调整.已于次年补建."
    ]
    listed = _rows("项目 | 预算数（万元）\n甲项目 | １００\n乙项目 | 200\n合计 | 350")
    [finding] = review_of("2023年度图书角项目绩效自评报告", listed, rules="figure/sum-mismatch").findings
    assert finding.message == "“预算数（万元）”一栏的合计写作350，各部分１００、200之和为300，相差50"
