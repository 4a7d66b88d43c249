"""Scores of single items: how they were rounded, by which standard they were given, and what explains a deduction."""

from __future__ import annotations

import pytest

from tests.reviewing import both_widths, review_of
from tests.score_forms import form, found

S = "满意度指标 | 服务对象满意度指标 | "


def fired(rows: list[list[str]]) -> list[str]:
    return [finding.rule for finding in found(rows)]


@pytest.mark.parametrize(
    ("rate", "other", "rules"),
    [
        ("96.4%", "9.5", ["score/execution-rate"]),  # tenths are in use: 9.64 is no 10
        ("96.4%", "9", []),  # whole points throughout
        ("99.6%", "9.5", []),  # 9.96 is 10 in tenths
    ],
)
def test_full_marks_for_a_rate_below_a_hundred_beside_scores_in_tenths(rate: str, other: str, rules: list[str]) -> None:
    spent = rate.rstrip("%")
    rows = form(
        f"{S}满意率 | ≥90% | 95% | 10 | {other} | 样本偏少，扣分", funds=f"100 | 100 | {spent} | 10 | {rate} | 10"
    )
    assert [finding.rule for finding in found(rows)] == rules


def test_a_rate_that_the_row_asks_for_below_a_hundred_earns_full_marks() -> None:
    rows = [["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]]
    rows += [["过程", "资金管理", "预算执行率", "≥95%", "98.7%", "10.0", "10.0"]]
    rows += [
        ["产出", "数量指标", "站点", "≥5个", "5个", "50", "50"],
        ["效益", "社会效益", "人数", "≥9人", "9人", "40", "40"],
    ]
    rows += [["合计", "<", "<", "<", "<", "100", "100"]]
    assert fired(rows) == []
    rows[1][4] = "93.7%"
    assert "score/execution-rate" in fired(rows)


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ("注：预算执行率达到95%（含）以上的得满分。", []),
        ("注：预算执行率达到100%的得满分。", ["score/execution-rate"]),
        ("注：执行率得分＝分值×执行率。", ["score/execution-rate"]),
    ],
)
def test_a_report_may_say_from_which_rate_on_there_are_full_marks(said: str, rules: list[str]) -> None:
    rows = form(f"{S}满意率 | ≥90% | 95% | 10 | 9.5 | 样本偏少，扣分", funds="100 | 100 | 96.4 | 10 | 96.4% | 10")
    for text in both_widths(f"项目支出绩效自评表\n（2022年度）\n{said}"):
        assert [finding.rule for finding in found(rows, text)] == rules


@pytest.mark.parametrize(
    ("standard", "rules"),
    [
        ("达到指标值得满分，未达到的按完成值与指标值的比例计分", ["score/quantitative"]),
        ("完成得满分，每少一处扣0.5分", []),
    ],
)
def test_a_standard_that_is_the_proportion_is_no_standard_of_its_own(standard: str, rules: list[str]) -> None:
    rows = [["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "评分标准", "得分", "偏差原因"]]
    rows += [["产出指标", "数量指标", "站点", "≥100个", "60个", "60", standard, "48", "选址调整"]]
    rows += [["效益指标", "社会效益", "人数", "≥9人", "9人", "40", standard, "40", ""]]
    rows += [["合计", "<", "<", "<", "<", "100", "<", "88", ""]]
    assert [rule for rule in fired(rows) if rule != "score/weight-scheme"] == rules


def test_a_proportion_that_is_full_marks_in_tenths_is_scored_right() -> None:
    """93.9 % of 96 % is 1.956 of 2 points, which is 2.0; a bare 2 says that nothing is missing."""
    row = "产出指标 | 质量指标 | 随访率 | ≥96% | 93.9% | 2 | {} | 两名患者迁出"
    assert [each.rule for each in found(form(row.format("2.0")))] == ["score/full-marks"]
    assert "score/quantitative" in [each.rule for each in found(form(row.format("2")))]


BOX = [["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]]
BOX += [
    ["产出指标", "数量指标", "站点数量", "≥5个", "5个", "50", "48"],
    ["效益指标", "社会效益", "受益人数", "≥9人", "9人", "40", "38"],
]
BOX += [
    ["满意度指标", "服务对象满意度", "满意率", "≥90%", "95%", "10", "10"],
    ["总分", "<", "<", "<", "<", "100", "96"],
]


@pytest.mark.parametrize(
    ("reasons", "missing"),
    [
        ("站点数量：一处开放较晚。", ["受益人数"]),
        ("站点数量：一处开放较晚。受益人数：统计口径调整。", []),
        ("无", ["站点数量", "受益人数"]),
        ("各项指标均已完成。", ["站点数量", "受益人数"]),
        ("因雨季长，部分工作进度滞后。", []),  # whose reason it is cannot be told
    ],
)
def test_a_box_of_reasons_for_the_whole_form_explains_what_it_names(reasons: str, missing: list[str]) -> None:
    rows = [*BOX, ["偏差大或目标未完成原因分析", "<", reasons, "<", "<", "<", "<"]]
    review = review_of("项目支出绩效自评表（2022年度）", rows, rules="score/unexplained")
    assert [finding.data["name"] for finding in review.findings] == missing
    assert [each.reason for each in review.not_checked] == (
        [] if not reasons.startswith("因") else ["表中统一填写的偏差原因没有写明是哪项指标的"]
    )
