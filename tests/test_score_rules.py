"""The rules of scores on a form that is right in every figure, and on the same form with one cell changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.official_form import INDICATORS, Rows, form_rows, scoring_rows
from tests.reviewing import both_widths, review_of

WEIGHT, SCORE, REASON, WANTED, DONE = 5, 6, 7, 3, 4


def fired(*tables: Rows, text: str = "") -> list[str]:
    """The score rules that fire, with multiplicity, in both punctuation widths alike."""
    found = []
    for index in range(2):
        wide = [[[both_widths(cell)[index] for cell in row] for row in table] for table in tables]
        review = review_of(both_widths(text)[index], *wide, rules="score")
        found.append(sorted(finding.rule for finding in review.findings))
    assert found[0] == found[1]
    return found[0]


def test_a_form_that_is_right_gives_nothing() -> None:
    assert fired(form_rows()) == []


# Cells of the form, each changed to something that is right as well.
RIGHT = [
    {("培训护理员", SCORE): "9.0"},
    {("培训护理员", DONE): "150人次", ("培训护理员", SCORE): "7.5"},
    {("培训护理员", DONE): "197人次", ("培训护理员", SCORE): "9.85"},
    {
        ("项目总成本", DONE): "300万元",
        ("项目总成本", SCORE): "9.67",
        ("项目总成本", REASON): "材料涨价，经集体研究追加",
    },
    {("项目总成本", DONE): "319万元", ("项目总成本", SCORE): "9", ("项目总成本", REASON): "材料涨价，经集体研究追加"},
    {("项目总成本", WANTED): "≤5次", ("项目总成本", DONE): "2次"},
    {("验收合格率", DONE): "1"},
    {("新建养老服务站", WANTED): "不少于12个", ("新建养老服务站", DONE): "13"},
    {("长效机制健全程度", SCORE): "12", ("长效机制健全程度", DONE): "达成年度指标"},
    {("长效机制健全程度", SCORE): "9.5", ("长效机制健全程度", DONE): "部分达成年度指标并具有一定效果"},
    {("培训护理员", SCORE): "8"},
]


def total_of(changes: dict[tuple[str, int], str]) -> str:
    from decimal import Decimal

    scores = [changes.get((row[2], SCORE), row[SCORE]) for row in INDICATORS]
    return str(sum(map(Decimal, scores), Decimal("9.86")))


@pytest.mark.parametrize("changes", RIGHT, ids=str)
def test_what_is_right_another_way_gives_nothing(changes: dict[tuple[str, int], str]) -> None:
    assert fired(form_rows(changes, total={7: total_of(changes)})) == []


WRONG: list[tuple[str, dict[tuple[str, int], str], list[str]]] = [
    ("full marks although short", {("培训护理员", SCORE): "10"}, ["score/quantitative"]),
    ("more than the proportion", {("培训护理员", SCORE): "9.6"}, ["score/quantitative"]),
    ("below the proportion", {("培训护理员", SCORE): "5", ("培训护理员", REASON): ""}, ["score/quantitative"]),
    ("a reverse indicator failed with full marks", {("项目总成本", DONE): "320万元"}, ["score/quantitative"]),
    ("above its weight", {("新建养老服务站", SCORE): "16"}, ["score/exceeds-weight"]),
    ("short and above its weight is said once", {("培训护理员", SCORE): "11"}, ["score/exceeds-weight"]),
    ("points lost without a reason", {("老年人满意度", SCORE): "9"}, ["score/unexplained"]),
    ("无 is no reason", {("老年人满意度", SCORE): "9", ("老年人满意度", REASON): "无"}, ["score/unexplained"]),
    ("partly reached beyond its band", {("长效机制健全程度", DONE): "部分达成"}, ["score/qualitative"]),
    ("reached below its band", {("长效机制健全程度", SCORE): "10", ("长效机制健全程度", REASON): ""},
     ["score/qualitative", "score/unexplained"]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "changes", "rules"), WRONG, ids=[case[0] for case in WRONG])
def test_one_wrong_score_is_one_finding(what: str, changes: dict[tuple[str, int], str], rules: list[str]) -> None:
    assert fired(form_rows(changes, total={7: total_of(changes)})) == rules


def test_weights_that_do_not_add_up() -> None:
    changes = {("服务老年人", WEIGHT): "20", ("服务老年人", SCORE): "20"}
    assert fired(form_rows(changes, total={7: total_of(changes)})) == ["score/weight-sum"]


def test_a_parent_that_states_another_weight_than_its_rows() -> None:
    rows = form_rows({("服务老年人", 0): "效益指标（40分）"})
    assert fired(rows) == ["score/weight-sum"]
    assert fired(form_rows({("服务老年人", 0): "效益指标（30分）"})) == []


def test_a_total_that_is_not_the_sum() -> None:
    assert fired(form_rows(total={7: "98.86"})) == ["score/sum-mismatch"]
    assert fired(form_rows(total={7: "97.9"})) == []  # rounded


def test_whole_points_are_exact() -> None:
    right = [
        ["决策", "20", "19"],
        ["过程", "20", "18"],
        ["产出", "30", "29"],
        ["效益", "30", "28"],
        ["合计", "100", "94"],
    ]
    assert fired(scoring_rows(right)) == []
    right[-1][2] = "95"
    assert fired(scoring_rows(right)) == ["score/sum-mismatch"]


def test_a_part_of_the_funds_with_a_score_of_its_own() -> None:
    assert "score/double-scored" in fired(form_rows(funds={(2, 7): "9.86"}))


@pytest.mark.parametrize(
    ("rate", "score", "rules"),
    [
        ("98.62%", "9.86", []),
        ("98.6%", "9.86", []),
        ("98.62%", "10", []),  # whole points: half a unit of the last digit
        ("98.62%", "9.5", ["score/execution-rate"]),
        ("98.62%", "9.90", ["score/execution-rate"]),
        ("99.62%", "9.96", []),  # a misstated rate is figure/rate-mismatch, and not said again
        ("120.00%", "10", []),  # capped
    ],
)
def test_the_score_of_execution(rate: str, score: str, rules: list[str]) -> None:
    from decimal import Decimal

    total = str(Decimal("88") + Decimal(score))
    assert fired(form_rows(funds={(1, 6): rate, (1, 7): score}, total={7: total})) == rules


def test_haidian_prints_five_for_a_rate_of_fifty_percent() -> None:
    """执行154.74万元 of 310.2万元 is 49.88 %, printed 50 % and scored 5: right, however low."""
    funds = {(1, 2): "310.2", (1, 3): "310.2", (1, 4): "154.74", (1, 6): "50%", (1, 7): "5"}
    assert fired(form_rows(funds=funds, total={7: "93.00"})) == ["score/inflated"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("项目自评得分88分，评价等级为优。", ["score/rating"]),
        ("项目自评得分90分，评价等级为“优秀”。", []),
        ("项目自评得分89.99分，等级为良好。", []),
        ("项目自评得分78分，自评等级为良。", ["score/rating"]),
        ("项目自评得分60分，评价等级为合格。", []),
        ("本项目绩效自评总分99分，评价结果为差。", ["score/rating"]),
        ("自评总分99分（满分100分），评价等级为优。", []),
        ("自评总分99分，比上年提高3分，评价等级为良。", []),  # of which score it is the grade cannot be told
        ("项目自评得分95分。90分以上等级为优，80分以上等级为良。", []),
    ],
)
def test_a_grade_belongs_to_its_score(text: str, rules: list[str]) -> None:
    assert fired(text=f"2022年度养老服务项目支出绩效自评报告\n{text}\n") == rules


def test_a_grade_in_the_form_belongs_to_its_total() -> None:
    assert fired(form_rows(total={8: "优"})) == []


def test_other_weights_than_the_schemes() -> None:
    changes = {("服务老年人", WEIGHT): "20", ("服务老年人", SCORE): "20", ("新建养老服务站", WEIGHT): "10",
               ("新建养老服务站", SCORE): "10"}  # fmt: skip
    assert fired(form_rows(changes)) == ["score/weight-scheme"]


def test_personnel_have_no_satisfaction_and_no_scheme_says_where_its_points_go() -> None:
    rows = [["项目类别", "人员类项目", "<", "<", "<", "<", "<"]]
    rows += [["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]]
    rows += [["产出指标", "数量指标", "发放人数", "80人", "80人", "60", "60"]]
    rows += [["效益指标", "社会效益", "保障率", "100%", "100%", "40", "40"], ["总分", "<", "<", "<", "<", "100", "100"]]
    review = review_of("项目支出绩效自评表（2022年度）", rows, rules="score/weight-scheme")
    assert review.findings == ()
    assert "满意度" in review.not_checked[0].reason
    rows[0][1] = "特定目标类项目"
    assert fired(rows, text="项目支出绩效自评表（2022年度）") == ["score/weight-scheme"]


def test_the_table_of_an_evaluation_report_has_weights_of_its_own() -> None:
    rows = [
        ["决策", "15", "15"],
        ["过程", "25", "24"],
        ["产出", "30", "29"],
        ["效益", "30", "28"],
        ["合计", "100", "96"],
    ]
    assert fired(scoring_rows(rows)) == []


HEAD = "2022年度养老服务项目支出绩效评价报告\n一、项目概况\n新建站点。\n"
FULL = HEAD + "三、评价结论\n项目自评得分为100分。\n六、存在的问题\n{}\n"


@pytest.mark.parametrize(
    ("problem", "rules"),
    [
        ("一是站点运营补贴拨付不及时，影响机构积极性；二是护理人员流动性大。", ["score/full-marks"]),
        ("暂无。", []),
        ("本项目执行情况良好，不存在突出问题。", []),
        ("①部分标线磨损快。主要原因在于重车比例高。", ["score/full-marks"]),
        ("（一）检验排期集中\n机构周期性满负荷。", ["score/full-marks"]),
    ],
)
def test_full_marks_beside_problems(problem: str, rules: list[str]) -> None:
    assert fired(text=FULL.format(problem)) == rules


def test_experience_under_a_merged_heading_is_no_problem() -> None:
    parts = "主要经验及做法、存在的问题及原因分析\n（一）主要做法\n实行月调度制度，{}。\n"
    merged = FULL.replace("存在的问题\n{}\n", parts)
    assert fired(text=merged.format("群众反映较好")) == []
    text = merged.format("群众反映较好") + "（二）存在的问题\n部分标线磨损快。\n"
    (finding,) = review_of(text, rules="score/full-marks").findings
    assert finding.data["admitted"] == "部分标线磨损快"


@pytest.mark.parametrize(
    ("conclusion", "rules"),
    [
        ("项目总体完成情况较好，社会反响良好。", ["score/conclusion"]),
        ("项目综合得分97分。", []),
        ("项目绩效评价等级为优。", []),
    ],
)
def test_the_conclusion_states_a_score_or_a_grade(conclusion: str, rules: list[str]) -> None:
    assert fired(text=f"{HEAD}项目自评得分为97分。\n三、综合评价结论\n{conclusion}\n") == rules


def test_a_doubtful_form_is_not_judged_and_the_reason_is_said() -> None:
    review = review_of("2022年度项目支出绩效评价报告\n一、项目概况\n新建站点。\n", rules="score/weight-sum")
    assert review.findings == () and "没有自评表" in review.not_checked[0].reason


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=2, max_size=6), st.integers(1, 5), st.sampled_from([0, 1, 2]))
def test_a_changed_total_is_noticed_and_a_right_one_is_not(weights: list[int], off: int, digits: int) -> None:
    from decimal import Decimal

    scores = [Decimal(weight * 9) / 10 if digits else Decimal(weight) for weight in weights]
    names = ["决策", "过程", "产出", "效益", "产出质量", "效益影响"]
    rest = 100 - sum(weights)
    rows = [[name, str(w), f"{s:.{digits}f}"] for name, w, s in zip(names, weights, scores, strict=False)]
    if rest > 0:
        rows.append(["其他", str(rest), f"{Decimal(rest):.{digits}f}"])
        scores.append(Decimal(rest))
    whole = sum(weights) + max(rest, 0)
    total = sum(scores, Decimal(0))
    right = scoring_rows([*rows, ["合计", str(whole), f"{total:.{digits}f}"]])
    assert "score/sum-mismatch" not in fired(right)
    wrong = scoring_rows([*rows, ["合计", str(whole), f"{total + off:.{digits}f}"]])
    assert "score/sum-mismatch" in fired(wrong)


def test_a_bare_cost_that_was_saved_is_no_shortfall() -> None:
    """成本 100万元→100万元 and →95万元 stand in real forms: nothing says that more would be better."""
    rows = form_rows({("项目总成本", WANTED): "290万元", ("项目总成本", DONE): "286万元"})
    review = review_of("", rows, rules="target")
    assert [finding.rule for finding in review.findings if finding.rule != "target/unmet"] == []
    assert fired(rows) == []
