"""figure/ratio-mismatch in the wordings of reports: rates that agree with their figures, and rates that do not."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.finding import Finding, Severity
from tests.reviewing import both_widths, review_of

TITLE = "2022年度道路养护项目支出绩效自评报告\n"
BUDGET = "全年预算数290.00万元，执行数286.00万元。"
ARRIVED = "全年预算数300万元，执行数300万元。"


def found(text: str) -> list[Finding]:
    """The findings of the rule, the same with both widths of punctuation."""
    narrow, wide = (review_of(TITLE + words, rules="figure/ratio-mismatch").findings for words in both_widths(text))
    assert [finding.data for finding in narrow] == [finding.data for finding in wide]
    return list(narrow)


AGREEING = (
    # A unit that is wrong here and right elsewhere is no wrong percentage.
    "全年预算数290万元。全年执行数286万元，占全年预算数290亿元的98.62%。",
    # Changes.
    BUDGET + "与2021年相比，预算增长9.14%，上年预算为265.71万元。",
    "项目预算290.00万元，较上年265.71万元增长9.1%。",
    "由上年的80个增加到100个，增长25%。",
    "每公里成本由3.2万元降至2.8万元，下降12.5%。",
    "平均响应时间由35分钟缩短到21分钟，缩短40%。",
    "2021年支出80万元，2022年支出100万元，同比增长25%。",
    "全年支出120万元，比上年100万元增加20万元，增长20%。",
    "全年支出80万元，较2021年（100万元）下降20%。",
    # A mean of several years, points, and what is of another figure are no change between the two.
    "从2020年的100万元增长到2022年的144万元，年均增长20%。",
    "群众满意度较上年的91%提高3.2个百分点。",
    "与2019年相比，预算增长2.74%，上年预算为265.71万元。" + BUDGET,
    "项目年初预算3200万元。据此调整预算，调整后全年预算数为4380万元，调增36.9%。",
    # Rates of a whole in the same sentence.
    "712张移交单中，经初验和抽验，有706张一次验收合格，验收合格率99.16%。",
    "经县级初验，有706张一次验收合格，验收合格率99.16%，其余6张整改后通过。",
    "抽检留样1250批次，合格1240批次，食品留样合格率99.2%。",
    "设计检查点位30个，实际检查28个，合格27个，合格率96.4%。",
    "发放问卷100份，收回有效问卷95份，满意度95.3%。",
    "回访300户，满意270户，基本满意20户，满意率96.7%。",
    "全年开展检查20次，完成整改18次，整改完成率100%。",
    "抽查120个点位，其中合格114个，整改后合格6个，合格率100%。",
    "出动执法人员1200人次，检查单位400家次，发现隐患500处，整改490处，整改率98%。",
    # Shares.
    "共培训300人，其中女性120人，占40%；党员30人，占10%。",
    "新建公路20公里，改造公路10公里，占33.3%。",
    "全年新建高标准农田3.2万亩，累计建成23.6万亩，占耕地面积的57.1%。",
    "核查水库19座，占全部水库的50%。",
    "设备费120万元，占总投资300万元的40%。",
    "项目区总面积1.2万亩，其中灌溉面积0.8万亩，占66.7%，节水灌溉面积0.6万亩，占灌溉面积的75%。",
    "全年预算数50万元（当年财政拨款40万元，占80%；上年结转资金10万元，占20%），执行数50万元。",
    # Completions.
    "实际培训90人，计划100人，完成率90%。",
    "培训1200人次，发放资料300份，占计划400份的75%。",
    "计划投资500万元，累计完成投资450万元，占计划的90%。",
    "城镇新增就业1260人，完成年度任务1200人的105%。",
    # Arrivals.
    ARRIVED + "截至6月底到位资金150万元，到位率50%；截至12月底到位资金300万元，到位率100%。",
    ARRIVED + "全年到位资金300万元，到位率100%，其中第一批资金到位150万元，到位率50%。",
    ARRIVED + "县级配套资金应到位100万元，实际到位80万元，到位率80%。",
)


@pytest.mark.parametrize("text", AGREEING)
def test_a_rate_that_agrees_or_is_of_something_else_gives_no_finding(text: str) -> None:
    assert found(text) == []


WRONG = (
    (BUDGET + "与2021年相比，预算增长2.74%，上年预算为265.71万元。", "2.74%", "9.142%"),
    ("项目预算290.00万元，较上年265.71万元增长19.14%。", "19.14%", "9.142%"),
    ("项目预算290.00万元，较上年265.71万元减少9.14%。", "9.14%", "增长9.142%"),
    ("由上年的80个增加到100个，增长20%。", "20%", "25%"),
    ("2022年支出100万元，2021年支出80万元，同比增长15%。", "15%", "25%"),
    ("全年支出120万元，比上年100万元增加20万元，增长30%。", "30%", "20%"),
    ("全年支出80万元，较2021年（100万元）下降25%。", "25%", "20%"),
    ("712张移交单中，经初验和抽验，有706张一次验收合格，验收合格率99.96%。", "99.96%", "99.157%"),
    ("抽检留样1250批次，合格1240批次，食品留样合格率98.2%。", "98.2%", "99.2%"),
    ("共培训300人，其中女性120人，占45%。", "45%", "40%"),
    ("设备费120万元，占总投资300万元的60%。", "60%", "40%"),
    ("实际培训90人，计划100人，完成率95%。", "95%", "90%"),
    ("培训1200人次，发放资料300份，占计划400份的80%。", "80%", "75%"),
    ("全年预算数50万元（当年财政拨款40万元，占80%；上年结转资金10万元，占24%），执行数50万元。", "24%", "20%"),
    ("项目年初预算3200万元。据此调整预算，调整后全年预算数为4380万元，调增29.9%。", "29.9%", "36.88%"),
    ("经县级初验，有706张一次验收合格，验收合格率92.16%，其余6张整改后通过。", "92.16%", "99.157%"),
    ("交工验收的90个分项工程中147个一次合格，工程质量合格率99.3%。", "99.3%", "163.33%"),
    (ARRIVED + "截至2022年3月底，资金到位300万元，到位率96.4%。", "96.4%", "100%"),
)


@pytest.mark.parametrize(("text", "stated", "computed"), WRONG, ids=[text[-28:] for text, _, _ in WRONG])
def test_a_rate_that_does_not_agree_gives_the_right_one(text: str, stated: str, computed: str) -> None:
    [finding] = found(text)
    assert (finding.data["stated"], finding.data["computed"]) == (stated, computed)


class TestWeakerEvidence:
    """What is only likely to be the figure that is meant is a warning that says so."""

    def test_a_satisfaction_may_be_weighted(self) -> None:
        [finding] = found("电话回访120家企业，其中112家表示满意，企业满意度95.3%。")
        assert (finding.severity, finding.data["computed"]) == (Severity.WARNING, "93.33%")

    def test_a_share_of_what_is_not_said_to_hold_it_is_of_the_one_figure_before(self) -> None:
        [finding] = found("全区耕地面积41.3万亩，截至2021年末已建成高标准农田23.6万亩，占67.1%。")
        assert (finding.severity, finding.data["computed"]) == (Severity.WARNING, "57.14%")


class TestTargets:
    """完成年度目标的… is held against the target that the completion was matched to."""

    TARGETS = (
        "一、年度绩效目标\n全年修复路面不少于{target}公里。\n"
        "二、目标完成情况\n全年共修复路面85公里，完成年度目标的{rate}。\n"
    )

    @pytest.mark.parametrize(("target", "rate"), [("85", "100%"), ("100", "85%"), ("80", "106.25%")])
    def test_the_right_rate_gives_no_finding(self, target: str, rate: str) -> None:
        assert found(self.TARGETS.format(target=target, rate=rate) + BUDGET) == []

    def test_the_wrong_rate_names_the_target(self) -> None:
        [finding] = found(self.TARGETS.format(target="85", rate="88.2%") + BUDGET)
        assert (finding.data["computed"], finding.data["whole"]) == ("100%", "指标值85公里")

    def test_a_rate_of_a_target_that_is_stated_nowhere_is_left_alone(self) -> None:
        assert found(BUDGET + "全年共修复路面85公里，完成年度目标的88.2%。") == []


amounts = st.integers(1_000, 9_999_999).map(lambda cents: Decimal(cents) / 100)


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, st.integers(1, 3), st.booleans())
def test_a_change_that_was_rounded_or_cut_off_is_right(before: Decimal, now: Decimal, places: int, cut: bool) -> None:
    change = (abs(now - before) / before * 100).quantize(
        Decimal(1).scaleb(-places), ROUND_DOWN if cut else ROUND_HALF_UP
    )
    word = "增长" if now >= before else "下降"
    assert found(f"项目支出{now}万元，较上年的{before}万元{word}{change}%。") == []


@settings(max_examples=60, deadline=None)
@given(st.integers(20, 5_000), st.data())
def test_a_rate_of_counts_off_by_a_point_is_wrong(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(whole // 3, whole * 9 // 10))
    rate = (Decimal(part) / whole * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = "抽检器材{}件，合格{}件，器材合格率{}%。"
    assert found(text.format(whole, part, rate)) == []
    assert len(found(text.format(whole, part, rate + 1))) == 1
