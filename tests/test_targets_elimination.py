"""Completions in other words: what no other target has and agrees with a promise reports on it."""

from __future__ import annotations

import pytest

from tests.reviewing import both_widths, report_of, review_of

_REPORT = "一、基本情况\n（一）项目绩效目标\n{goals}\n二、绩效分析\n（一）项目产出情况\n{done}\n"


def _statuses(goals: str, done: str) -> list[str]:
    return [target.status for target in report_of(_REPORT.format(goals=goals, done=done)).targets]


@pytest.mark.parametrize(
    ("goals", "done"),
    [
        ("培训护林员240人次。", "山火扑救课程结业240人次。"),
        ("建设蓄水窖52口。", "村组集雨工程53口投入使用。"),
        ("建设冷库52座。", "合作社建库40座、农场建库12座。"),
        ("开展戏曲进社区、进军营活动20场。", "全年举办进社区12场、进军营9场。"),
        ("放流鱼苗900万尾。", "四月投放鲢鱼600万尾、鲫鱼250万尾，共计918万尾。"),
        ("开展水质监测24次。", "每月组织2次水质监测。"),
        ("开展水上救援演练3次。", "4月、7月和9月各组织1次水上救援演练。"),
        ("报警响应时间不超过2分钟。", "接到报警后平均95秒响应。"),
        ("项目于2023年9月底前完工。", "全部仓房于9月12日通过验收。"),
        ("病虫害防治3轮。", "统一开展飞防3轮次。"),
        ("城镇居民人均可支配收入增长5%。", "城镇居民人均可支配收入比上年增长6.1%。"),
        ("储备抽水机50台。", "购置抽水机等机具，其中抽水机56台。"),
    ],
)
def test_a_promise_is_met_in_other_words(goals: str, done: str) -> None:
    assert _statuses(goals, done) in (["met"], ["exceeded"])


@pytest.mark.parametrize(
    ("goals", "done"),
    [
        ("起重设备检验率不低于98%。", "应检起重设备620台，实检615台。"),
        ("案件侦破率不低于40%。", "全年立案300件，侦破141件。"),
        ("事项网办率不低于90%。", "全年办件20万件，其中网上办理18.6万件。"),
        ("惠民殡葬减免覆盖率100%。", "全年办理惠民殡葬减免874人，应享尽享。"),
        ("疫苗检测合格率100%。", "全部批次附有疫苗检测报告，检测结果均为合格。"),
        ("厂房质量验收合格率100%。", "竣工的厂房均一次性通过质量验收。"),
        ("项目验收合格率100%。", "实施饮水工程17处，已全部完工并通过验收。"),
        ("优抚金按时发放率100%。", "全年发放优抚金300万元，无拖欠。"),
        ("奖补名单公示率100%。", "奖补企业名单在网站公示7天，无异议。"),
        ("图书馆开放项目达标率100%。", "4个图书馆开放项目均达到国家标准。"),
        ("作业安全事故为零。", "全年安全作业无事故。"),
    ],
)
def test_a_rate_may_be_told_as_counts_or_of_all(goals: str, done: str) -> None:
    for text in both_widths(done):
        assert _statuses(goals, text) == ["met"]


@pytest.mark.parametrize(
    ("goals", "done", "status"),
    [
        ("新增车位800个。", "建成泊位760个，比计划少40个。", "unmet"),
        ("新增车位800个。", "建成泊位760个，其余40个因征地受阻未开工。", "explained"),
        ("安装测控系统6套。", "测控系统在4个站点上线，2个站点待光纤接入后安装。", "explained"),
        ("改造管道120公里。", "受雨季影响，铸铁管更新96公里，剩余24公里跨年实施。", "explained"),
        ("配备执法记录仪150部。", "租用记录设备132部。", "unmet"),
    ],
)
def test_what_falls_short_in_other_words_is_found_short(goals: str, done: str, status: str) -> None:
    assert _statuses(goals, done) == [status]


def test_what_is_done_and_what_is_left_make_the_promise_is_as_sure_as_its_own_words() -> None:
    text = _REPORT.format(goals="新增车位800个。", done="建成泊位760个，比计划少40个。")
    found = review_of(text, rules="target").findings
    assert [(each.rule, each.severity.value) for each in found if each.rule == "target/unexplained"] == [
        ("target/unexplained", "error")
    ]


def test_a_shortfall_that_only_the_problems_tell_is_found() -> None:
    goals, done = "疏浚土方45万立方米。", "清理航道障碍物。\n三、存在的问题及原因分析\n{}"
    said = "疏浚完成38万立方米，未达到年度任务，原因在于弃土场没有落实。"
    assert _statuses(goals, done.format(said)) == ["explained"]
    said = "引进人才29人，没有完成35人的任务，主要是平台承载能力有限。"
    assert _statuses("引进人才35人。", done.format(said)) == ["explained"]


def test_another_doing_another_thing_and_another_promises_figure_do_not_speak_for_a_promise() -> None:
    assert _statuses("建设敬老院12所。", "对12所敬老院开展检查。") != ["met"]
    assert _statuses("建设养老服务站12个。", "建成卫生服务站9个。") != ["unmet"]
    assert _statuses("居民知晓率95%以上。", "居民分类准确率仅为78.3%。") != ["unmet"]
    assert _statuses("新建水厂8处。", "新建水厂3处、维修水厂5处。") != ["met"]
    assert _statuses("购置火箭弹800枚。", "全年发射火箭弹655枚。") != ["unmet"]
    assert _statuses("新建仓库30座；维修宿舍30座。", "全年完工30座。") != ["met", "met"]


def test_parts_of_a_total_are_not_taken_for_all_that_was_done() -> None:
    assert _statuses("发放国家助学金6200人。", "春秋两学期国家助学金分别发放3085人、3147人。") != ["unmet"]
    assert _statuses("开展攻防演练2次。", "6月、11月各组织1次攻防演练。") == ["met"]


def test_growth_over_the_year_before_is_this_years_and_a_rate_keeps_its_name() -> None:
    assert _statuses("工业投资增长12%以上。", "工业投资比上年增长9.7%。") == ["unmet"]
    assert _statuses("粮食产量增加300吨。", "上年粮食产量增加320吨。") != ["met"]
    assert _statuses("供水保证率95%以上。", "农村供水水质达标率为91.2%。") != ["unmet"]


def test_money_that_is_said_to_fall_short_of_its_target_falls_short() -> None:
    assert _statuses("挽回财产损失800万元。", "挽回财产损失735万元，与目标有差距。") == ["unmet"]
    assert _statuses("改造危房380户。", "改造任务380户，竣工368户，12户因屋主外出务工仍在施工。") == ["explained"]


def test_a_heading_of_targets_and_their_completion_tells_what_was_done() -> None:
    told = "一、基本情况\n（一）绩效目标设定及指标完成情况\n全年参保21347人，失业率2.42%。\n"
    assert report_of(told).targets == ()
    both = "一、基本情况\n（一）绩效目标及完成情况\n年度目标为建成海塘2.5公里。实际完成海塘2.6公里。\n"
    assert [target.status for target in report_of(both).targets] == ["met"]


def test_figures_behind_respectively_share_the_words_before_it() -> None:
    done = "2022年、2023年分别建成高标准农田620万亩、640万亩。"
    assert _statuses("建成高标准农田640万亩。", done) == ["met"]


def test_a_time_within_which_something_is_done_is_not_called_unreported() -> None:
    assert _statuses("受灾群众24小时内得到救助。", "转移群众1350人，均在当天安置。") != ["unreported"]


def test_a_figure_many_times_too_large_counts_another_thing() -> None:
    text = _REPORT.format(goals="出版年鉴1部。", done="《年鉴》公开出版，印刷600册。")
    assert [each.rule for each in review_of(text, rules="target/over-achieved").findings] == []


def test_a_promise_may_stand_behind_what_was_done_as_the_value_that_belongs_to_it() -> None:
    told = "检测样品份数年度实际值为1011份，对应的指标值是1100份。之所以与指标值存在差距，是由于仪器返厂，2025年补检。"
    found = report_of(_REPORT.format(goals="改善环境。", done=told)).targets
    assert [(target.name, target.status) for target in found][-1] == ("检测样品份数", "explained")
    done = "节约用地面积年度实际值为3040平方米，对应的指标值是3800平方米，是由于原中标单位退出。"
    assert [target.status for target in report_of(_REPORT.format(goals="改善环境。", done=done)).targets][
        -1
    ] == "explained"


def test_a_target_that_was_set_low_is_a_reason_for_doing_far_more() -> None:
    done = "实际采集口述史料对象28名。年初设定时缺少历史数据作参照，指标值偏于保守，明年以本年实际数为基数核定。"
    text = _REPORT.format(goals="采集口述史料人数不少于19名。", done=done)
    assert [each.rule for each in review_of(text, rules="target/over-achieved").findings] == []
