"""A section on targets also allots money, counts indicators and says what was done: only promises are targets."""

from __future__ import annotations

import pytest

from tests.reviewing import both_widths, report_of, review_of

_DONE = "二、绩效目标完成情况分析\n（一）总体绩效目标完成情况分析\n{done}\n"


def _named(goals: str, done: str = "全年维护路灯310盏。") -> list[tuple[str, str]]:
    """The promises of a section on targets as (words, status)."""
    report = report_of("一、绩效目标分解下达情况\n" + goals + "\n" + _DONE.format(done=done))
    return [(each.span.cut(report.text), each.status) for each in report.targets if each.quantity is not None]


def _words(goals: str, done: str = "全年维护路灯310盏。") -> list[str]:
    return [words for words, _ in _named(goals, done)]


@pytest.mark.parametrize(
    "goals",
    [
        "（一）上级下达专项转移支付预算\n2023年，上级下达转移支付养老服务站项目35万元；养老机构提升改造补助项目21万元；共计下达56万元。",
        "省财政厅分3次下达我县图书馆补助资金120万元。其中，数字阅读室48万元，流动书车40万元，绩效奖励32万元。",
        "市财政局以《关于下达水利资金的通知》将资金下拨至甲县，用于“东渠清淤项目”（320万元）和“西渠衬砌项目”（180.5万元）。",
        "全年安排资金合计900万元。其中，安排耕地补贴等6项约束性任务资金合计640万元，其余260万元由县林业局负责组织实施。",
        "年度目标下设21个三级绩效指标，包括12个数量指标、4个质量指标、3个时效指标、2个满意度指标。",
        "收到资金后，县财政局将9个乡镇对应的资金绩效目标分解下达。",
        "省级资金180.4万（一般公共预算：160.4万元；彩票公益金：20万元）。",
        "2023年3月8日，市财政局印发《关于下达林业资金的通知》，下达我县补助资金75万元，县本级绩效目标完成率100%。",
        "资金集中支持4类重点对象。",
    ],
)
def test_money_allotted_and_counts_of_indicators_are_no_targets_in_either_width(goals: str) -> None:
    for text in both_widths(goals):
        assert _words(text) == []


def test_what_has_been_done_and_paid_is_no_promise() -> None:
    goals = (
        "年度资金52万元，执行率100%。已带动18户养殖户增收，占地面积900平方米，产量6万斤。"
        "建圈舍12.5万元；购买饲料机一台9.5万元；共计52万元。"
    )
    assert _words(goals) == []


def test_what_already_stands_does_not_hide_what_is_promised_behind_it() -> None:
    assert _words("截至2022年底已建成步道12公里，2023年计划新建步道8公里。") == ["2023年计划新建步道8公里"]
    assert _words("对已建成的35个监测点开展维护。") != []
    assert _words("年度目标：在已改造60户的基础上，改造危房45户。")[-1] == "改造危房45户"


@pytest.mark.parametrize(
    "goal",
    [
        "完成投资1200万元",
        "带动农户增收260万元",
        "亩均投入财政资金1500元",
        "单位成本不超过85万元",
        "发放临时救助金310万元",
        "培训农技员120人次",
        "新增绿地指标田6块",
        "项目开工率100%",
    ],
)
def test_true_promises_stay_beside_the_money(goal: str) -> None:
    goals = f"下达我县补助资金500万元，其中省级300万元、市级200万元。年度目标为：{goal}。"
    assert len(_words(goals)) == 1


def test_the_figures_behind_a_number_of_indicators_are_the_targets() -> None:
    goals = "1.数量指标3个：新建蓄水池7座、清淤渠道16公里、安装水表240块。\n2.质量指标1个：工程验收合格率100%。"
    assert len(_words(goals)) == 4


def test_what_follows_the_words_actually_done_in_one_paragraph_reports() -> None:
    goals = "目标：资助学生260人，助学岗位45人，购置课桌180套 实际完成：资助学生260人，助学岗位45人，购置课桌185套。"
    for text in both_widths(goals):
        assert [status for _, status in _named(text)] == ["met", "met", "met"]


def test_a_report_without_a_section_on_targets_turns_from_them_to_what_was_done_as_well() -> None:
    text = "一、项目概况\n项目绩效目标：资助学生260人，购置课桌180套，实际完成：资助学生260人，购置课桌150套。\n"
    for each in both_widths(text):
        assert [target.status for target in report_of(each).targets] == ["met", "unmet"]


def test_a_completion_right_behind_its_promise_is_its_own() -> None:
    assert [status for _, status in _named("2023年河道清淤任务数为40公里，实际完成河道清淤46公里。")] == ["met"]


def test_a_count_at_the_head_of_a_rate_is_what_the_rate_is_of() -> None:
    assert len(_words("年度目标为：46个断面水质达标率达到95%，修复湿地3处。")) == 2
    assert len(_words("年度目标为：培训河长120人次，合格率达到95%。")) == 2


def test_a_limit_and_what_was_done_of_it_stand_in_one_sentence() -> None:
    done = "产出指标：巡护里程≥640公里，实际巡护里程588公里；巡护人员≥8人，实际8人。开展林区清查4次。"
    text = "一、绩效目标分解下达情况\n年度目标：开展林区清查4次。\n" + _DONE.format(done=done)
    for each in both_widths(text):
        assert [finding.rule for finding in review_of(each, rules="target").findings] == ["target/unexplained"]


def test_goals_stated_only_where_they_are_reported_on_are_stated() -> None:
    done = "项目年度总体目标为治理河段16公里。2023年全年治理河段16公里。"
    assert _named("下达我县水利资金500万元。", done) == [("治理河段16公里", "met")]


def test_a_section_that_only_allots_money_states_no_targets_and_is_to_be_looked_at() -> None:
    text = (
        "一、基本情况\n（一）项目绩效目标\n下达我县文化资金32万元，其中省级20万元。\n二、项目产出情况\n全年演出36场。"
    )
    findings = review_of(text, rules="target").findings
    assert [(finding.rule, finding.severity.value) for finding in findings] == [("target/none-stated", "warning")]


def test_a_report_whose_only_other_words_are_its_title_was_not_read_to_its_end() -> None:
    text = "甲县水利资金绩效自评报告\n一、绩效目标分解下达情况\n年度目标为：新建水闸6座。"
    assert [each.status for each in report_of(text).targets] == ["possible"]


def test_an_excess_is_explained_where_its_reason_stands_in_another_paragraph() -> None:
    goals = "年度危房改造任务数为100户。"
    done = "全年改造危房180户。\n（二）绩效指标完成情况分析\n{}"
    for reason, wanted in (
        ("由于汛期灾害新增受损房屋，危房改造数超任务80%。", []),
        ("由于宣传到位，客流超目标。", ["target/over-achieved"]),
    ):
        text = "一、绩效目标分解下达情况\n" + goals + "\n" + _DONE.format(done=done.format(reason))
        assert [finding.rule for finding in review_of(text, rules="target").findings] == wanted


def test_more_money_spent_of_what_was_to_be_spent_is_better_and_less_falls_short() -> None:
    assert [status for _, status in _named("年度目标为：路灯改造资金完成90万元。", "路灯改造资金完成42万元。")] == [
        "unmet"
    ]
