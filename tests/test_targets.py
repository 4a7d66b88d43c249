"""Targets: what was promised is found, held against what was reported, and judged."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.targets import pairs, scores
from checker.checks.target_conflict import _mentions
from checker.document import Span
from checker.interval import Interval
from checker.language import Segmenter, _dictionary
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.understand.target_measures import reach
from tests.reviewing import both_widths, report_of, review_of
from tests.target_pairs import HELD_OUT, TUNED, Labelled

_GOALS = "一、基本情况\n（一）项目绩效目标\n{goals}\n二、绩效分析\n（一）项目产出情况\n{done}\n"
_HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施")


def _text(goals: str, done: str) -> str:
    return _GOALS.format(goals=goals, done=done)


def _statuses(goals: str, done: str) -> list[str]:
    return [target.status for target in report_of(_text(goals, done)).targets]


def _of_text(text: str) -> list[str]:
    return [target.status for target in report_of(text).targets]


def _rules(goals: str, done: str) -> list[str]:
    return [finding.rule for finding in review_of(_text(goals, done), rules="target").findings]


def _form(*rows: tuple[str, str, str, str]) -> list[tuple[str, ...]]:
    """A 自评表 whose indicators are (name, target, completion, reason)."""
    body = [("产出指标", "数量指标", name, target, done, "10", "10", reason) for name, target, done, reason in rows]
    return [("项目支出绩效自评表（2023年度）", *["<"] * 7), _HEAD, *body]


def _of_form(*rows: tuple[str, str, str, str]) -> list[str]:
    return [finding.rule for finding in review_of("", _form(*rows), rules="target").findings]


def test_on_the_labelled_set_no_reported_target_is_called_unreported_and_no_met_one_unmet() -> None:
    results = pairs(TUNED)
    assert [row for row in results if row[3] == "unreported" and row[2] != "unreported"] == []
    assert [row for row in results if row[3] in ("unmet", "explained") and row[2] == "met"] == []
    matched = scores(results)[0]
    assert matched[1] / matched[3] > 0.85


@pytest.mark.parametrize("document", TUNED + HELD_OUT, ids=lambda document: document.name)
def test_every_labelled_target_is_found(document: Labelled) -> None:
    assert [row for row in pairs((document,)) if row[3] == "lost"] == []


@pytest.mark.parametrize("document", TUNED[:6], ids=lambda document: document.name)
def test_both_widths_of_punctuation_are_judged_alike(document: Labelled) -> None:
    narrow, wide = (report_of(text).targets for text in both_widths(document.text))
    assert [target.status for target in narrow] == [target.status for target in wide]


def test_units_are_converted_before_a_target_is_judged() -> None:
    assert _statuses("改造农村公路30公里。", "改造农村公路30000米。") == ["met"]
    assert _statuses("建成高标准农田1.5万亩。", "建成高标准农田15000亩。") == ["met"]
    assert _statuses("配备办公电脑八台。", "配备办公电脑8台。") == ["met"]


def test_bounds_in_any_wording_are_met_by_what_is_beyond_them_and_are_no_part_of_the_name() -> None:
    goals = "1.食堂就餐满意度不能低于90%；\n2.每餐补贴成本不应超过6元；\n3.运营食堂达到或超过18家。"
    for wide in both_widths(_text(goals, "食堂就餐满意度为95.1%，每餐补贴成本5.8元，运营食堂19家。")):
        targets = report_of(wide).targets
        assert [target.name for target in targets] == ["食堂就餐满意度", "每餐补贴成本", "运营食堂"]
        assert {target.status for target in targets} == {"met"}
    assert "unmet" in _statuses(goals, "食堂就餐满意度为85.1%，每餐补贴成本5.8元，运营食堂19家。")


def test_each_quantity_keeps_to_its_own_segment() -> None:
    goals = "1.“三社联动”示范建设社区6个。\n2.“三治融合”乡村治理试点示范单位8个。"
    assert _statuses(goals, "对6个“三社联动”示范建设社区、8个“三治融合”乡村治理试点进行了补助。") == ["met", "met"]


def test_a_shortfall_needs_a_reason_and_its_restatement_is_none() -> None:
    goals = "改造卫生厕所500户。"
    assert _rules(goals, "全年改造卫生厕所430户。") == ["target/unexplained"]
    assert _rules(goals, "全年改造卫生厕所430户，未完成年度目标。") == ["target/unexplained"]
    assert _rules(goals, "全年改造卫生厕所430户，因汛期停工两个月，推迟到次年完工。") == ["target/unmet"]


def test_what_is_named_among_the_problems_only_is_explained_and_not_unreported() -> None:
    text = _text("建设苗圃2个。", "全年造林1.2万亩。") + "三、存在的问题及原因分析\n苗圃建设尚未启动，原因是选址未定。"
    assert [finding.rule for finding in review_of(text, rules="target").findings] == ["target/unmet"]


def test_last_years_figure_and_next_years_plan_report_nothing() -> None:
    assert _rules("举办护林防火演练6场。", "上年举办护林防火演练7场。") != ["target/unexplained"]
    assert "met" not in _statuses("举办护林防火演练6场。", "明年计划举办护林防火演练8场。")


def test_a_plan_is_never_mistaken_for_a_completion_of_another_kind_of_doing() -> None:
    assert _statuses("建设农村敬老院10所。", "对10所农村敬老院开展检查。") != ["met"]


def test_a_form_without_an_actual_value_does_not_report_whatever_its_score() -> None:
    assert _of_form(("培训人次", "≥100人次", "", "")) == ["target/unreported"]
    assert _of_form(("培训人次", "≥100人次", "120人次", "")) == []


def test_a_forms_shortfall_is_explained_vaguely_or_not_at_all() -> None:
    short = ("培训人次", "≥100人次", "80人次")
    assert _of_form((*short, "")) == ["target/unexplained"]
    assert _of_form((*short, "未完成目标")) == ["target/unexplained"]
    assert sorted(_of_form((*short, "受疫情影响"))) == ["target/unmet", "target/vague-reason"]
    assert _of_form((*short, "两期培训班因讲师生病取消，下年补办")) == ["target/unmet"]


def test_a_reverse_indicator_falls_short_when_it_is_exceeded() -> None:
    assert _of_form(("投诉件数", "≤50件", "61件", "")) == ["target/unexplained"]
    assert _of_form(("投诉件数", "≤50件", "12件", "")) == []


def test_rows_that_only_look_wrong_are_left_alone() -> None:
    assert _of_form(("建设站点数", "=4 个", "4个", "")) == []
    assert _of_form(("制度健全性", "健全", "健全", ""), ("活动场次", "≥6次", "6次", "")) == []
    assert _of_form(("补助标准", "≤260元/辆", "260元/辆", "")) == []
    assert _of_form(("服务满意度", "≥95%", "0.97", "")) == []


def test_a_target_copied_along_with_its_operator_is_no_completion() -> None:
    assert _of_form(("服务对象满意度", "≥95%", "≥95%", "")) == ["target/copied"]


def test_units_that_cannot_be_compared_and_rates_that_cannot_be_exceeded() -> None:
    assert _of_form(("培训次数", "≥10场", "500人", "")) == ["target/unit-mismatch"]
    assert _of_form(("验收合格率", "≥100%", "100%", "")) == ["target/impossible"]
    assert _of_form(("产值增长率", "≥120%", "125%", "")) == []


def test_far_more_than_was_promised_wants_a_word_about_it() -> None:
    assert _of_form(("活动场次", "≥6次", "150次", "")) == ["target/over-achieved"]
    assert _of_form(("活动场次", "≥6次", "150次", "增加了省里下达的巡回宣讲任务，经费另行安排")) == []


def test_a_claim_that_all_is_done_is_held_against_the_figures() -> None:
    done = "年度绩效目标全部完成。全年改造卫生厕所430户。"
    assert "target/overclaimed" in _rules("改造卫生厕所500户。", done)
    assert "target/overclaimed" not in _rules("改造卫生厕所500户。", done.replace("430", "502"))


def test_a_section_on_targets_that_states_none() -> None:
    assert _rules("单位按要求编制了绩效目标。", "全年工作正常开展。") == ["target/none-stated"]
    assert _rules("改善农村人居环境，提高村民生活质量。", "村庄环境明显改善。") == ["target/unquantified"]


def test_the_words_of_a_text_are_the_text() -> None:
    text = "市级三社联动示范建设社区6个，验收合格率99.16%。\nABC 12"
    words = Segmenter(("三社联动",)).words(text)
    assert "".join(words) == text
    assert "三社联动" in words and "ABC" in words


def test_jiebas_shared_tokenizer_and_its_cache_stay_untouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import jieba

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    Segmenter().words("绩效目标完成情况")
    assert not jieba.dt.initialized
    assert list(tmp_path.iterdir()) == []


def test_the_words_are_those_that_jieba_finds_with_the_same_dictionary() -> None:
    import jieba

    frequencies, total = _dictionary()
    beginnings = {word[:end]: 0 for word in frequencies for end in range(1, len(word))}
    tokenizer = jieba.Tokenizer()  # of its own: the shared one would read and write a cache
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = beginnings | frequencies, total, True
    segmenter = Segmenter()
    for document in TUNED:
        for run in re.findall(r"[一-鿿A-Za-z0-9]+", document.text):
            assert segmenter.words(run) == list(tokenizer.cut(run, HMM=False))


def _count(value: int, comparison: str) -> Quantity:
    number = Decimal(value)
    return Quantity(Span(0, 1), "count", number, "个", Interval.point(number), Decimal(0), comparison)  # type: ignore[arg-type]


@given(st.integers(1, 10**6), st.integers(0, 10**6))
def test_a_number_reaches_a_least_value_or_keeps_below_a_greatest_one_and_itself_always_does(a: int, b: int) -> None:
    assert (reach(_count(a, ">="), _count(b, "=")) == "short") == (b < a)
    assert (reach(_count(a, "<="), _count(b, "=")) == "short") == (b > a)
    assert reach(_count(a, "="), _count(a, "=")) == "reached"


def test_reading_targets_is_deterministic_and_in_order() -> None:
    text = TUNED[0].text
    first = report_of(text).targets
    assert first == report_of(text).targets
    assert list(first) == sorted(first, key=lambda target: target.span.start)
    assert isinstance(report_of(text), Report)


def test_a_target_is_unreported_although_the_background_names_it_and_its_neighbours_are_reported() -> None:
    text = (
        "一、基本情况\n（一）项目概况\n项目用于高血压患者和2型糖尿病患者的规范管理，由县卫生健康局组织实施。\n"
        "（二）项目绩效目标\n1.高血压患者规范管理不少于2.7万人；\n2.2型糖尿病患者规范管理不少于0.85万人；\n3.居民满意度不低于80%。\n"
        "二、绩效评价指标分析\n（一）项目产出情况\n全年2型糖尿病患者规范管理0.88万人，年度任务按期完成。\n"
        "（二）项目效益情况\n居民满意度为91.9%。\n"
    )
    for width in both_widths(text):
        assert [target.status for target in report_of(width).targets] == ["unreported", "met", "met"]


def test_what_only_may_be_a_completion_leaves_a_target_open_and_calls_nothing_unreported() -> None:
    implied = _text(
        "1.工程质量合格率不低于98%；\n2.修复路面不少于85公里。", "工程各标段质量验收合格后陆续通车。修复路面86.7公里。"
    )
    assert _of_text(implied) == ["possible", "met"]


def test_a_rate_of_a_hundred_thousand_is_a_figure_of_its_own_and_none_at_all_reaches_it() -> None:
    never = _text(
        "1.孕产妇死亡率控制在9/10万以内；\n2.开展产前筛查300人。", "全年未发生孕产妇死亡。开展产前筛查312人。"
    )
    (rate, _) = report_of(never).targets
    assert rate.quantity is not None and rate.quantity.value == 9 and rate.status == "met"


@pytest.mark.parametrize(
    ("goals", "done", "status"),
    [
        ("道路工程验收合格率不低于95%。", "道路工程共抽检712个点位，706个合格。", "met"),
        ("道路工程验收合格率不低于95%。", "道路工程共抽检712个点位，630个合格。", "unmet"),
        ("道路工程验收合格率不低于95%。", "道路工程共抽检712个点位，其中6个不合格。", "met"),
        ("养殖户满意度不低于90%。", "向养殖户发放问卷150份，收回146份，表示满意的137份。", "met"),
        ("养殖户满意度不低于90%。", "向养殖户发放问卷150份，收回146份，非常满意100份、满意35份、不满意11份。", "met"),
        ("安防设施覆盖率由82%提高到95%。", "全市153处库房中，已安装安防设施的141处。", "unmet"),
        ("设施覆盖率提高3个百分点。", "设施覆盖率由41.5%提高到46%。", "met"),
        ("设施覆盖率提高5个百分点。", "设施覆盖率由41.5%提高到46%。", "unmet"),
        ("厨余垃圾处理成本不高于260元/吨。", "处理厨余垃圾3.2万吨，支付处理费784万元。", "met"),
        ("开通优化公交线路8条。", "新开通公交线路3条、优化调整5条。", "met"),
        ("组织防汛演练2次。", "6月和8月各组织防汛演练1次，共2次。", "met"),
    ],
)
def test_what_is_stated_in_parts_is_worked_out(goals: str, done: str, status: str) -> None:
    for width in both_widths(_text(goals, done)):
        assert _of_text(width) == [status]


def test_parts_that_are_another_things_do_not_add_up_to_a_target() -> None:
    assert _statuses("配置厨余垃圾车16辆。", "购置厨余垃圾车12辆、其他垃圾车8辆。") == ["unmet"]
    assert _statuses("新建水厂8处。", "新建水厂3处、维修水厂5处。") != ["met"]


def test_a_promise_with_two_digits_is_meant_exactly_and_a_finer_one_to_its_last_digit() -> None:
    assert _statuses("居民满意度95%。", "居民满意度为94.6%。") == ["unmet"]
    assert _statuses("居民满意度95.2%。", "居民满意度为95.17%。") == ["met"]


def test_the_figure_of_another_thing_is_no_shortfall() -> None:
    statuses = _statuses(
        "1.兑付创新券企业不少于260家；\n2.企业满意度不低于90%。", "受益企业新增发明专利申请93件。企业满意度93%。"
    )
    assert statuses[0] in ("possible", "unreported")


def test_a_problem_that_only_shares_a_word_explains_no_target() -> None:
    text = (
        "一、项目绩效目标\n培训养老护理员不少于600人次，建设床位700张。\n二、项目产出情况\n建成床位712张。\n"
        "三、存在的问题\n偏远乡镇护理员招聘困难，夜间服务供给不足，原因是交通补贴标准未作调整。\n"
    )
    assert next(target.status for target in report_of(text).targets) != "explained"


def test_the_only_figure_that_may_be_a_targets_and_reaches_it_speaks_for_it() -> None:
    assert _statuses("1.新建标准化粮仓5座；\n2.新增仓容2.5万吨。", "新建粮仓5座，新增仓容2.53万吨。") == ["met", "met"]


def test_a_shortfall_is_seen_beside_other_figures_of_the_same_unit() -> None:
    assert _statuses(
        "1.修复路面不少于85公里；\n2.新增安全防护栏不少于40公里。", "修复路面86公里，新增安全防护栏34.8公里。"
    ) == [
        "met",
        "unmet",
    ]
    assert _statuses("带动户均增收2000元。", "带动农户户均增收1740元。") == ["unmet"]
    assert _statuses("建设社区养老服务站12个。", "新建社区养老服务站10处，建成社区卫生服务站9个。") == ["unmet"]


_LIST_OF_TARGETS = [
    ("一级指标", "二级指标", "三级指标", "指标值"),
    ("产出指标", "数量指标", "修复路面", "≥85公里"),
    ("", "", "新增安全防护栏", "≥40公里"),
    ("效益指标", "社会效益指标", "沿线群众满意度", "≥90%"),
]


@pytest.mark.parametrize(
    "goals",
    ["见附件绩效目标申报表。", "年度绩效目标如下表所示。", "1.修复路面不少于85公里；2.新增安全防护栏不少于40公里。"],
)
def test_a_table_of_targets_is_held_against_the_text_and_never_taken_for_a_completion(goals: str) -> None:
    text = _text(goals, "全年修复路面86公里，沿线群众满意度为92%。") + "附件：项目支出绩效目标申报表"
    report = report_of(text, _LIST_OF_TARGETS)
    found = {target.name: target.status for target in report.targets}
    assert found == {"修复路面": "met", "新增安全防护栏": "unreported", "沿线群众满意度": "met"}
    (finding,) = review_of(text, _LIST_OF_TARGETS, rules="target").findings
    assert finding.rule == "target/unreported"


@pytest.mark.parametrize("mark", ["③", "(3)", "3.", "第三，"])
def test_a_target_that_reads_as_a_heading_and_its_text_keeps_its_name(mark: str) -> None:
    text = _text(f"年度目标为：\n{mark}参训学员取证率：90%以上；", f"{mark}参训学员取证率：93%。")
    for width in both_widths(text):
        assert [(target.name, target.status) for target in report_of(width).targets] == [("参训学员取证率", "met")]


def test_a_time_in_a_rates_name_is_no_promise_of_its_own() -> None:
    goals, done = "热线投诉24小时办结率不低于98%；", "受理热线投诉1126件，24小时办结率98.4%。"
    assert [(target.name, target.status) for target in report_of(_text(goals, done)).targets] == [
        ("热线投诉24小时办结率", "met")
    ]


def test_what_explains_another_figure_explains_no_shortfall() -> None:
    goals = "1.车辆完好率95%以上；\n2.骑行量突破900万人次。"
    other = "车辆完好率为93.7%。骑行量为842万人次，主要是共享电单车分流所致。"
    assert _statuses(goals, other) == ["unmet", "explained"]
    own = "车辆完好率为93.7%。原因是新车到货推迟。骑行量为905万人次。"
    assert _statuses(goals, own) == ["explained", "met"]
    text = (
        _text(goals, "车辆完好率为93.7%，骑行量为905万人次。")
        + "三、存在的问题\n热门站点车辆不足，原因在于调度车辆偏少。\n"
    )
    assert _of_text(text)[0] == "unmet"


def test_where_a_figure_began_is_neither_promised_nor_reported() -> None:
    (target,) = report_of(_text("设施覆盖率由82%提高到95%。", "设施覆盖率由82%提高到96%。")).targets
    assert target.quantity is not None and target.quantity.value == 95 and target.status == "met"


def test_what_there_is_already_is_no_completion_and_a_reason_may_stand_before_the_figure() -> None:
    assert _statuses("培训防疫员800人次。", "现有防疫员412名。") != ["unmet"]
    assert _statuses("改造老旧小区16个。", "受连续降雨影响，改造老旧小区13个。") == ["explained"]


_BESIDE = _GOALS.format(goals="完善救援体系，提升处置能力。", done="装备验收合格率{done}，指标值为{wanted}。{more}")


def test_a_promise_that_stands_beside_its_completion_is_a_target() -> None:
    short = _BESIDE.format(done="72%", wanted="90%", more="")
    assert "target/unexplained" in [finding.rule for finding in review_of(short, rules="target").findings]
    explained = _BESIDE.format(done="72%", wanted="90%", more="原因是原中标单位退出，重新招标用去两个月。")
    assert "target/unmet" in [finding.rule for finding in review_of(explained, rules="target").findings]
    assert _of_text(_BESIDE.format(done="92%", wanted="90%", more=""))[-1] == "met"
    before = _text("完善救援体系。", "购置救援装备年初指标值120套，实际完成值90套。")
    assert _of_text(before)[-1] == "unmet"


def test_a_promise_beside_its_completion_does_not_make_a_target_section_state_one() -> None:
    text = _GOALS.format(goals="改善救援条件，提升处置能力。", done="装备验收合格率95%，指标值为90%。")
    assert [finding.rule for finding in review_of(text, rules="target").findings] == ["target/unquantified"]


def test_a_promise_that_is_repeated_with_another_figure_is_a_conflict() -> None:
    goals = "惠及下游群众5.9万人；群众满意度90%以上。"
    done = "2023年惠及下游群众8.7万人，年初目标为{}。因与其他活动合并组织，数量增加较多。群众满意度96%，指标值为{}。"
    assert "target/conflict" not in _rules(goals, done.format("5.9万人", "90%"))
    assert "target/conflict" in _rules(goals, done.format("7.9万人", "90%"))
    assert "target/conflict" in _rules(goals, done.format("5.9万人", "85%"))


def _with_goal(expected: str, actual: str) -> list[tuple[str, ...]]:
    """A form with an overall goal above its rows."""
    title, head, *rows = _form(
        ("补贴性职业技能培训人次", "≥3200人次", "3288人次", ""), ("期满就业率", "≥60%", "64.5%", "")
    )
    labels = ("年度总体目标", "预期目标", "<", "<", "实际完成情况", "<", "<", "<")
    return [title, labels, ("^", expected, "<", "<", actual, "<", "<", "<"), head, *rows]


@pytest.mark.parametrize(
    ("expected", "actual", "found"),
    [
        ("开展补贴性培训3200人次，期满就业率不低于60%。", "开展补贴性职业技能培训3288人次，期满就业率64.5%。", []),
        ("期满就业率不低于60%。", "期满就业率66.5%。", ["target/conflict"]),
        ("补贴性职业技能培训3500人次。", "补贴性职业技能培训3288人次。", ["target/conflict"]),
        ("期满就业率不低于60%。", "上年期满就业率61%，培训后期满就业率64.5%。", []),
    ],
)
def test_an_overall_goals_figures_are_those_of_its_rows(expected: str, actual: str, found: list[str]) -> None:
    review = review_of("", _with_goal(expected, actual), rules="target/conflict")
    assert [finding.rule for finding in review.findings] == found


def test_a_vague_reason_is_vague_in_a_sentence_too() -> None:
    text = "设置巡护卡点25个。低于目标，原因是因主观和客观原因。"
    assert _rules("设置巡护卡点31个。", text) == ["target/unmet", "target/vague-reason"]
    said = "设置巡护卡点25个。低于目标，原因是两处卡点的用地未获批准。"
    assert _rules("设置巡护卡点31个。", said) == ["target/unmet"]


def test_where_points_were_lost_is_no_reason() -> None:
    text = "人均巡护补助为12528元。\n三、评价结论\n不足之处集中于人均巡护补助、群防群治机制。"
    assert _rules("人均巡护补助不高于11600元。", text) == ["target/unexplained"]


def test_what_became_of_the_rest_is_a_reason() -> None:
    assert _statuses("新建护岸18公里。", "新建护岸15公里，剩余3公里与市政道路工程交叉，暂未施工。") == ["explained"]
    assert _statuses("新建护岸18公里。", "新建护岸15公里，剩余3公里尚未完成。") == ["unmet"]


def test_prose_in_other_words_is_not_called_unreported() -> None:
    goals = "1.更换老旧燃气管道24公里；\n2.入户安检12万户。"
    done = "灰口铸铁管改造完成25.2公里。安检用户12.3万户。"
    assert "unreported" not in _statuses(goals, done)
    (finding,) = review_of(
        _text("1.更换老旧燃气管道24公里；\n2.安检用户12万户。", "安检用户12.3万户。"), rules="target"
    ).findings
    assert (finding.rule, finding.severity.value) == ("target/unreported", "warning")


def test_what_something_is_meant_for_is_no_report_of_it() -> None:
    goals = "1.公交准点率达到90%；\n2.开通线路8条。"
    assert _statuses(goals, "智能调度系统上线，为提高公交准点率创造了条件。开通线路8条。")[0] == "unreported"
    assert _statuses(goals, "公交准点率稳步提升。开通线路8条。")[0] != "unreported"


def test_none_at_all_reaches_a_limit_of_accidents() -> None:
    assert _statuses("重大安全责任事故0起。", "全年未发生重大安全责任事故。") == ["met"]
    assert _statuses("安全责任事故不超过2起。", "全年未发生安全责任事故。") == ["met"]
    assert _statuses("开展安全巡查240次。", "全年未发生安全责任事故。") != ["met"]


def test_an_abbreviation_or_a_contraction_names_the_same_thing() -> None:
    assert _statuses("修缮文物保护单位4处。", "4处文保单位修缮竣工。") == ["met"]
    assert _statuses("坡改梯4500亩。", "坡耕地改造为梯田300公顷。") == ["met"]


def test_a_rates_name_decides_between_rates_that_are_alike() -> None:
    done = "村民满意度为83.7%。供水区居民满意度为99.1%。"
    assert _statuses("村民满意度不低于90%；供水区居民满意度不低于90%。", done) == ["unmet", "met"]


def test_all_spent_is_overclaimed_where_a_balance_and_a_rate_below_a_hundred_are_stated() -> None:
    text = (
        "2023年度文化活动补助项目绩效自评报告\n一、基本情况\n当年资金执行524.74万元，支出进度97.17%。"
        "场馆运行支出197.32万元，文化活动支出170.46万元。年末结余资金15.26万元。\n二、评价结论\n项目资金已全部支付完毕。\n"
    )
    rules = [finding.rule for finding in review_of(text, rules="target/overclaimed").findings]
    assert rules == ["target/overclaimed"]
    fair = text.replace("项目资金已全部支付完毕", "项目资金使用规范")
    assert review_of(fair, rules="target/overclaimed").findings == ()


@given(st.text("甲乙数量a", max_size=14), st.text("甲乙数量", min_size=1, max_size=4), st.text("甲乙", max_size=3))
def test_the_mentions_of_a_name_are_those_that_an_expression_of_it_would_find(text: str, full: str, bare: str) -> None:
    measured = rf"|{bare}(?:数量|个数|件数|长度|面积)?" if bare else ""
    assert list(_mentions(text, full, bare)) == [match.span() for match in re.finditer(full + measured, text)]
