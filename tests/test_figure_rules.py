"""figure/missing, figure/rate-mismatch, figure/conflict, figure/unit-slip, score/missing: when they fire."""

from __future__ import annotations

import pytest

from checker.document import DocumentBuilder
from checker.finding import Finding, Severity
from checker.review import review
from checker.understand.report import Report
from tests.reviewing import both_widths, default_pack, review_of

TITLE = "2022年度道路养护项目支出绩效自评报告\n"
RULES = ("figure/missing", "figure/rate-mismatch", "figure/conflict", "figure/unit-slip", "score/missing")


def found(text: str, *tables: list[list[str]]) -> list[Finding]:
    """The findings of figures in a text, the same with both widths of punctuation."""
    narrow, wide = (
        [finding for finding in review_of(TITLE + words, *tables).findings if finding.rule in RULES]
        for words in both_widths(text)
    )
    assert [finding.rule for finding in narrow] == [finding.rule for finding in wide]
    return narrow


def only(text: str, *tables: list[list[str]]) -> Finding:
    findings = found(text, *tables)
    assert len(findings) == 1, [(finding.rule, finding.message) for finding in findings]
    return findings[0]


class TestRateMismatch:
    """执行率 against 执行数 ÷ 预算数."""

    def test_a_rate_that_the_amounts_do_not_give_is_an_error_with_both_sides(self) -> None:
        finding = only("全年预算数为290万元,执行数为286万元,完成预算的100%。自评得分98分。")
        assert (finding.rule, finding.severity) == ("figure/rate-mismatch", Severity.ERROR)
        assert finding.data["stated"] == "100%"
        assert finding.data["computed"] == "98.6%"
        assert [location.text for location in finding.locations] == [
            "完成预算的100%",
            "执行数为286万元",
            "全年预算数为290万元",
        ]

    @pytest.mark.parametrize("rate", ["98.6%", "98.62%", "98.620%", "99%", "98%", "98.61%"])
    def test_rounded_or_cut_off_both_agree(self, rate: str) -> None:
        assert found(f"全年预算数290.00万元,执行数286.00万元,执行率{rate}。自评得分98分。") == []

    @pytest.mark.parametrize("rate", ["97%", "100%", "98.7%", "98.5%", "98.64%", "98.60%"])
    def test_beyond_either_reading_they_do_not(self, rate: str) -> None:
        finding = only(f"全年预算数290.00万元,执行数286.00万元,执行率{rate}。自评得分98分。")
        assert finding.rule == "figure/rate-mismatch"

    def test_an_imprecise_amount_allows_what_it_may_stand_for(self) -> None:
        assert found("全年预算数290万元,执行数280万元,执行率96.4%。自评得分98分。") == []

    def test_nothing_is_said_of_nothing_out_of_nothing(self) -> None:
        assert found("全年预算数0万元,执行数0万元,执行率0%。自评得分98分。") == []

    def test_a_rate_of_the_budget_of_the_start_of_the_year_is_no_error(self) -> None:
        assert found("年初预算280万元,年中追加20万元,全年预算300万元,执行数280万元,执行率100%。自评得分98分。") == []

    def test_without_an_adjusted_budget_the_one_of_the_start_of_the_year_counts(self) -> None:
        assert only("年初预算数300万元,执行数280万元,执行率100%。自评得分98分。").rule == "figure/rate-mismatch"

    def test_a_rate_stated_twice_is_reported_once_with_every_place(self) -> None:
        finding = only("全年预算数290万元,执行数260万元,执行率100%。\n综上,预算执行率100%。自评得分98分。")
        assert [location.text for location in finding.locations].count("执行率100%") == 1
        assert "预算执行率100%" in [location.text for location in finding.locations]

    def test_a_source_is_checked_within_itself(self) -> None:
        finding = only(
            "全年预算数800万元,执行数700万元,执行率87.5%。中央资金预算数500万元,执行数400万元,执行率100%。自评得分98分。"
        )
        assert finding.data["scope"] == "中央资金"

    def test_each_project_is_checked_within_itself(self) -> None:
        finding = only(
            "一、道路养护项目\n全年预算数100万元,执行数90万元,执行率90%,自评得分95分。\n"
            "二、桥梁检测项目\n全年预算数200万元,执行数200万元,执行率90%,自评得分96分。"
        )
        assert (finding.rule, finding.data["scope"]) == ("figure/rate-mismatch", "桥梁检测项目")

    def test_the_funds_of_a_form_are_checked_row_by_row(self) -> None:
        form = [
            ["项目资金(万元)", "全年预算数", "全年执行数", "执行率"],
            ["年度资金总额", "290", "286", "98.62%"],
            ["其中:财政拨款", "250", "240", "98%"],
            ["其他资金", "0", "0", "0%"],
        ]
        finding = only("自评得分98分。", form)
        assert finding.data["scope"] == "财政拨款"
        assert [location.text for location in finding.locations] == ["98%", "240", "250"]

    def test_a_figure_of_a_form_against_a_figure_in_the_text(self) -> None:
        finding = only("预算执行率90%。自评得分98分。", [["全年预算数(万元)", "全年执行数(万元)"], ["290", "286"]])
        assert finding.rule == "figure/rate-mismatch"


class TestConflict:
    """One figure stated with values that do not agree."""

    def test_two_amounts_that_do_not_agree(self) -> None:
        finding = only("全年预算数290万元,执行数290万元。\n项目全年执行数为280万元。自评得分98分。")
        assert (finding.rule, finding.severity) == ("figure/conflict", Severity.ERROR)
        assert [location.text for location in finding.locations] == ["执行数290万元", "项目全年执行数为280万元"]

    def test_each_projects_own_score_in_a_report_on_several_is_no_conflict(self) -> None:
        said = "两个项目自评等级均为优。其中:堤防养护项目自评得分98分,渠道清淤项目(自评得分95.4分)。"
        assert found(f"全年预算数290万元,执行数290万元。{said}") == []

    def test_two_scores_of_one_project_by_two_names_are_a_conflict(self) -> None:
        said = "县堤防养护项目自评得分98分。\n综上,堤防养护项目自评得分95分。"
        assert only(f"全年预算数290万元,执行数290万元。{said}").rule == "figure/conflict"

    def test_a_rate_that_fits_one_of_them_is_not_reported_again(self) -> None:
        finding = only("全年预算数290万元,执行数290万元,执行率100%。\n项目全年执行数为280万元。自评得分98分。")
        assert finding.rule == "figure/conflict"

    @pytest.mark.parametrize("other", ["290万元", "290.4万元", "2,896,000元", "289.97万元", "0.029亿元"])
    def test_what_may_be_rounded_agrees(self, other: str) -> None:
        assert found(f"全年预算数290万元,执行数290万元。\n项目全年执行数为{other}。自评得分98分。") == []

    def test_scores_in_the_text_and_in_the_form(self) -> None:
        form = [["一级指标", "分值", "得分"], ["产出", "60", "58"], ["效益", "40", "38"], ["总分", "100", "96"]]
        finding = only("全年预算数290万元,执行数290万元。自评得分98分。", form)
        assert (finding.rule, finding.data["fact"]) == ("figure/conflict", "自评得分")
        assert [location.text for location in finding.locations] == ["自评得分98分", "96"]

    def test_the_year_before_is_another_year(self) -> None:
        assert found("全年预算数290万元,执行数290万元。上年度执行数为250万元。自评得分98分。") == []

    def test_three_values_make_one_finding(self) -> None:
        text = "全年预算数290万元,执行数290万元。全年执行数280万元。年度执行数270万元。自评得分98分。"
        assert len(only(text).locations) == 3

    def test_a_label_that_may_be_of_a_part_makes_a_warning(self) -> None:
        finding = only("全年预算数290万元,执行数290万元。项目共支出280万元。自评得分98分。")
        assert finding.severity is Severity.WARNING
        assert "需核实" in finding.message

    def test_a_budget_arranged_is_compared_only_where_nothing_explains_the_difference(self) -> None:
        finding = only("市财政预算安排280万元。全年预算数290万元,执行数290万元。自评得分98分。")
        assert finding.severity is Severity.WARNING
        assert found("市财政预算安排280万元,年中追加10万元。全年预算数290万元,执行数290万元。自评得分98分。") == []


class TestUnitSlip:
    """Two statements a unit's factor apart."""

    @pytest.mark.parametrize("other", ["290元", "290亿元", "2900000万元", "2900元"])
    def test_the_same_digits_with_another_unit(self, other: str) -> None:
        finding = only(f"全年预算数290万元,执行数280万元。\n项目全年预算数{other}。自评得分98分。")
        assert finding.rule == "figure/unit-slip"

    def test_the_unit_of_a_form_against_the_text(self) -> None:
        form = [["单位:元", "<"], ["全年预算数", "全年执行数"], ["290", "280"]]
        findings = found("全年预算数290万元,执行数280万元。自评得分98分。", form)
        assert [finding.rule for finding in findings] == ["figure/unit-slip", "figure/unit-slip"]

    def test_other_differences_are_conflicts(self) -> None:
        assert only("全年预算数290万元,执行数280万元。\n项目全年预算数29万元。自评得分98分。").rule == "figure/conflict"


class TestMissing:
    """What a report must state."""

    def test_no_execution_although_the_rate_is_stated(self) -> None:
        finding = only("全年预算数为290万元,执行率为98.6%。自评得分98分。")
        assert (finding.rule, finding.data["fact"]) == ("figure/missing", "执行数")

    def test_no_budget(self) -> None:
        finding = only("本年执行数为290万元。自评得分98分。")
        assert finding.data["fact"] == "全年预算数"

    def test_neither(self) -> None:
        assert [finding.data["fact"] for finding in found("项目完成较好。自评得分98分。")] == ["全年预算数", "执行数"]

    def test_figures_of_the_year_before_do_not_count(self) -> None:
        finding = only("全年预算数290万元。2021年执行数为250万元。自评得分98分。")
        assert finding.data["fact"] == "执行数"
        assert "2021年" in finding.message

    def test_a_target_is_no_figure(self) -> None:
        assert only("全年预算数290万元。执行数应不低于280万元。自评得分98分。").data["fact"] == "执行数"

    def test_all_spent_in_words_is_a_warning(self) -> None:
        finding = only("全年预算数290万元,预算资金已全部支付。自评得分98分。")
        assert (finding.rule, finding.severity) == ("figure/missing", Severity.WARNING)

    def test_only_what_arrived_is_a_warning(self) -> None:
        finding = only("项目资金到位290万元,执行数280万元。自评得分98分。")
        assert (finding.data["fact"], finding.severity) == ("全年预算数", Severity.WARNING)

    @pytest.mark.parametrize(
        "words",
        [
            "产出指标得分48分,效益指标得分30分。",
            "评价等级为优。",
            "本次评价满分100分。",
            "预算执行率得10分。",
            "财政复核得分95分。",
            "90分以上为优。",
        ],
    )
    def test_no_score(self, words: str) -> None:
        assert only(f"全年预算数290万元,执行数290万元。{words}").rule == "score/missing"

    @pytest.mark.parametrize(
        "words",
        [
            "投入15分,得15分;产出50分,得48分;效果35分,得34分。合计97分,等次为优秀。",
            "评分结果:97分,评定为优。",
            "经评价,该项目得97分,等次为优。",
            "根据评分标准,我单位自评分值为97分。",
            "自评得分情况为:投入15分、产出48分、效果34分,共计97分。",
        ],
    )
    def test_ways_to_state_the_total(self, words: str) -> None:
        assert found(f"全年预算数290万元,执行数290万元。{words}") == []

    def test_the_scores_of_several_projects_without_a_total_are_a_warning(self) -> None:
        finding = only("全年预算数290万元,执行数290万元。2个项目自评得分分别为96分、97.2分。")
        assert (finding.rule, finding.severity) == ("score/missing", Severity.WARNING)
        assert "没有写明项目的总分" in finding.message

    @pytest.mark.parametrize("words", ["各项指标分值合计100分。", "产出指标合计48分。", "扣分合计2分。"])
    def test_sums_of_what_is_no_total(self, words: str) -> None:
        assert only(f"全年预算数290万元,执行数290万元。{words}").rule == "score/missing"

    def test_a_total_in_a_form_is_a_score(self) -> None:
        assert found("全年预算数290万元,执行数290万元。", [["总分", "100", "98"]]) == []

    def test_what_could_not_be_read_may_hold_it(self) -> None:
        builder = DocumentBuilder("a.pdf", "pdf", "0" * 64)
        builder.paragraph(TITLE + "项目完成较好。")
        builder.note("scan", "第2页是扫描件", incomplete=True)
        reviewed = review(Report(builder.build(), default_pack().vocabulary), default_pack())
        assert not [finding for finding in reviewed.findings if finding.rule in RULES]
        assert {"figure/missing", "score/missing"} <= {unchecked.rule for unchecked in reviewed.not_checked}
