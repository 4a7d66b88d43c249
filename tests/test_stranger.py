"""Sentences and tables of correct reports, written by a stranger to the tool, that were once found wrong."""

from __future__ import annotations

import pytest

from checker.folding import fold, fold_prose
from checker.understand.fact_scope import resembles
from tests.reviewing import review_of

FORM = "中央对地方专项转移支付绩效目标自评表\n（2023年度）"


def rules_of(text: str, *tables: list[list[str]], rules: str) -> list[str]:
    return [finding.rule for finding in review_of(text, *tables, rules=rules, year=2023).findings]


INDICATORS = [
    ["一级指标", "二级指标", "三级指标", "分值", "指标值", "全年实际完成值", "得分", "未完成原因和改进措施"],
    ["产出指标", "数量指标", "受益学校数", "50", "11所", "11所", "50", ""],
    ["效益指标", "社会效益指标", "校舍安全事故", "30", "0起", "0起", "30", ""],
    ["满意度指标", "服务对象满意度指标", "师生满意度", "10", "≥92%", "95.7%", "10", ""],
]


def transfer(total: str, rate: str) -> list[list[str]]:
    return [
        ["转移支付名称", "校舍安全保障补助资金", "<", "<", "<", "<", "<"],
        ["资金情况（万元）", "", "全年预算数（A）", "全年执行数（B）", "分值", "预算执行率（B/A）", "得分"],
        ["^", "年度资金总额：", total, "1,175.00", "10", rate, "9.4"],
        ["^", "其中：中央补助", "800.00", "800.00", "—", "100.00%", "—"],
        ["^", "地方资金", "450.00", "375.00", "—", "83.33%", "—"],
        ["^", "其他资金", "0.00", "0.00", "—", "—", "—"],
    ]


def test_the_sources_of_a_transfer_are_parts_although_the_title_of_its_form_names_them() -> None:
    assert rules_of(FORM, transfer("1,250.00", "94.00%"), INDICATORS, rules="figure") == []


@pytest.mark.parametrize(
    ("total", "rate", "rule"),
    [("1,260.00", "93.25%", "figure/sum-mismatch"), ("1,250.00", "97.00%", "figure/rate-mismatch")],
)
def test_the_total_of_a_transfer_is_still_held_against_its_sources_and_its_rate(
    total: str, rate: str, rule: str
) -> None:
    assert rules_of(FORM, transfer(total, rate), INDICATORS, rules="figure") == [rule]


def test_a_level_of_government_is_no_other_form_of_a_project_s_name() -> None:
    assert not resembles("中央补助", "中央对地方专项转移支付绩效目标自评表")
    assert not resembles("省级资金", "省级文物保护")
    assert resembles("文物保护资金", "省级文物保护")


SOURCES = (
    "一、基本情况\n区财政下达预算620万元,其中:省级补助资金300万元,区级配套资金{}万元. "
    "年中核减20万元,调整后预算数为600万元."
)


def test_a_list_of_sources_ends_at_a_full_stop_typed_as_a_dot() -> None:
    assert rules_of(SOURCES.format("320"), rules="figure/sum-mismatch") == []
    assert rules_of(SOURCES.format("330"), rules="figure/sum-mismatch") == ["figure/sum-mismatch"]


@pytest.mark.parametrize(
    "text", ["支出570万元. 上年支出", "达标率96.91%.抢修队", "预算620万元（平财农18号）. 年中", "均已完成."]
)
def test_a_dot_between_chinese_sentences_is_a_full_stop(text: str) -> None:
    assert fold_prose(text).count("。") == 1 and len(fold_prose(text)) == len(text)


@pytest.mark.parametrize(
    "text", ["一.基本情况", "(二).项目目标", "1.更换管道", "占96.91%", "表.docx", "概况......3", "(3). 检测"]
)
def test_a_dot_of_a_number_an_item_or_a_leader_stays_a_dot(text: str) -> None:
    assert fold_prose(text) == fold(text)


VISITS = "一、基本情况\n（二）项目绩效目标\n年度到馆人次达到18万人次。\n四、绩效评价指标分析\n（四）项目效益情况\n{}。"


def test_visits_to_a_library_are_reported_in_other_words() -> None:
    assert rules_of(VISITS.format("全年进馆读者18.7万人次"), rules="target/unreported") == []
    assert rules_of(VISITS.format("全年志愿服务1.2万小时"), rules="target/unreported") == ["target/unreported"]


TRAINED = "一、基本情况\n（二）项目绩效目标\n培训城乡劳动者1200人。\n四、绩效评价指标分析\n（三）项目产出情况\n{}。"


def test_those_who_finished_a_course_were_trained() -> None:
    assert rules_of(TRAINED.format("24期班全部开完，结业学员1224人"), rules="target/unreported") == []
    assert rules_of(TRAINED.format("发放慰问品1224份"), rules="target/unreported") == ["target/unreported"]


RATES = (
    "一、基本情况\n2023年全年预算数260.00万元，全年执行数236.60万元，预算执行率{}%。\n"
    "四、绩效评价指标分析\n全年支付236.60万元，占预算的91.00%。"
)


def test_a_wrong_rate_is_found_although_the_right_share_stands_elsewhere() -> None:
    assert rules_of(RATES.format("91.00"), rules="figure") == []
    assert rules_of(RATES.format("93.00"), rules="figure") == ["figure/conflict"]  # 93.00% and, of the same, 91.00%
