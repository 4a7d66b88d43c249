"""Forms whose rows each meet a trap of real tables: what must be found in them, and above all what must not.

Among them are the cases in which a comparable tool fails: reverse indicators, operators and units inside cells, percent
cells stored as fractions, 其中 rows, the cap of the rate of execution, a score of 0.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reviewing import review_of
from tests.score_forms import form, rules

P = "产出指标 | 数量指标 | "
Q = "产出指标 | 质量指标 | "
C = "产出指标 | 成本指标 | "
E = "效益指标 | 社会效益指标 | "
S = "满意度指标 | 服务对象满意度指标 | "


def r(*rows: str, **changes: Any) -> list[list[str]]:
    return form(*rows, **changes)


CASES: list[tuple[str, list[list[str]], list[str]]] = [
    ("all met", r(), []),
    # operators, units, fractions
    ("≥50个 done 50", r(P + "发放数 | ≥50个 | 50 | 20 | 20"), []),
    ("=8个", r(P + "发放数 | =8个 | 8 | 20 | 20"), []),
    ("30公里=30000米", r(P + "养护里程 | ≥30公里 | 30000米 | 20 | 20"), []),
    ("30公里 29000米 full", r(P + "养护里程 | ≥30公里 | 29000米 | 20 | 20 | 雨季长"), ["full-marks", "quantitative"]),
    ("≧735", r(P + "培训 | ≧735人次 | 735 | 20 | 20"), []),
    ("═100% 98 full", r(Q + "合格率 | ═100% | 98% | 20 | 20 | 一处返工"), ["full-marks", "quantitative"]),
    ("═100% 98 prop", r(Q + "合格率 | ═100% | 98% | 20 | 19.6 | 一处返工"), []),
    ("不少于12种→14种", r(P + "种类 | 不少于12种 | 14种 | 20 | 20"), []),
    (
        "不低于180人→164人 full",
        r(P + "补贴人数 | 不低于180人 | 164人 | 20 | 20 | 人员流动"),
        ["full-marks", "quantitative"],
    ),
    ("不低于180人→164人 prop", r(P + "补贴人数 | 不低于180人 | 164人 | 20 | 18.22 | 人员流动"), []),
    ("38508→37442", r(P + "受益人数 | ≥38508人 | 37442人 | 20 | 19.45 | 人口外流"), []),
    ("按时", r("产出指标 | 时效指标 | 完成时间 | 2023年12月底 | 按时 | 10 | 10"), []),
    ("按时 lost", r("产出指标 | 时效指标 | 完成时间 | 2022年12月底 | 按时完成 | 10 | 9"), ["unexplained"]),
    ("date met", r("产出指标 | 时效指标 | 完成时间 | 12月底前 | 11月30日 | 10 | 10"), []),
    ("qual 达成年度指标", r(E + "环境 | 改善 | 达成年度指标 | 10 | 10"), []),
    ("qual 达成 85 reason", r(E + "环境 | 改善 | 达成年度指标 | 10 | 8.5 | 仍有两处积水，明年整治"), []),
    ("qual 达成 80 reason", r(E + "环境 | 改善 | 达成年度指标 | 10 | 8 | 仍有两处积水，明年整治"), []),
    ("qual 达成 70 reason", r(E + "环境 | 改善 | 达成年度指标 | 10 | 7 | 仍有两处积水，明年整治"), ["qualitative"]),
    ("qual 达成 85 no reason", r(E + "环境 | 改善 | 达成年度指标 | 10 | 8.5"), ["unexplained"]),
    ("qual 部分 full", r(E + "环境 | 改善 | 部分达成年度指标并具有一定效果 | 10 | 10"), ["full-marks", "qualitative"]),
    ("qual 部分 7", r(E + "环境 | 改善 | 部分达成年度指标并具有一定效果 | 10 | 7 | 管护不足，明年补"), []),
    ("qual 未达成 7", r(E + "环境 | 改善 | 未达成年度指标且效果较差 | 10 | 7 | 未开工，明年建"), ["qualitative"]),
    ("qual 未达成 3", r(E + "环境 | 改善 | 未达成年度指标且效果较差 | 10 | 3 | 未开工，明年建"), []),
    ("qual 达成预期指标 7", r(E + "环境 | 效果明显 | 达成预期指标 | 10 | 7 | 仍有积水，明年整治"), ["qualitative"]),
    ("显著提升 same word lost", r(E + "环境 | 显著提升 | 显著提升 | 10 | 9"), ["unexplained"]),
    # ≤
    ("≤5 →2 full", r(C + "故障次数 | ≤5次 | 2次 | 10 | 10"), []),
    ("≤5%→8% full", r(C + "超支率 | ≤5% | 8% | 10 | 10 | 材料涨价"), ["full-marks", "quantitative"]),
    ("≤5%→8% A/B", r(C + "超支率 | ≤5% | 8% | 10 | 6.25 | 材料涨价"), []),
    ("≤5%→8% linear", r(C + "超支率 | ≤5% | 8% | 10 | 4 | 材料涨价"), []),
    ("≤100→150 A/B", r(C + "成本 | ≤100万元 | 150万元 | 10 | 6.67 | 材料涨价"), []),
    ("≤100→150 lin", r(C + "成本 | ≤100万元 | 150万元 | 10 | 5 | 材料涨价"), []),
    ("≤100→150 8", r(C + "成本 | ≤100万元 | 150万元 | 10 | 8 | 材料涨价"), ["quantitative"]),
    ("≤100→150 5.8 reason (below A/B)", r(C + "成本 | ≤100万元 | 150万元 | 10 | 5.8 | 材料涨价"), []),
    ("≤100→250 lin 0", r(C + "成本 | ≤100万元 | 250万元 | 10 | 0 | 材料涨价"), []),
    ("≤100→250 4 A/B", r(C + "成本 | ≤100万元 | 250万元 | 10 | 4 | 材料涨价"), []),
    ("控制在 met", r(C + "成本 | 控制在202.6万元以内 | 132.9万元 | 10 | 10"), []),
    ("不超过 short full", r(C + "成本 | 不超过11.3万元 | 12万元 | 10 | 10 | 涨价"), ["full-marks", "quantitative"]),
    # ≥ wrong proportions
    ("770/1228 1.8 of 2", r(P + "户数 | ≥1228户 | 770户 | 2 | 1.8 | 户籍迁出"), ["quantitative"]),
    ("770/1228 1.25", r(P + "户数 | ≥1228户 | 770户 | 2 | 1.25 | 户籍迁出"), []),
    ("3807→3224 1.9 of 2", r(P + "户数 | ≥3807户 | 3224户 | 2 | 1.9 | 户籍迁出"), ["quantitative"]),
    ("below with reason", r(P + "户数 | ≥100户 | 80户 | 20 | 12 | 户籍迁出，另因资料不全扣4分"), []),
    ("below no reason", r(P + "户数 | ≥100户 | 80户 | 20 | 12"), ["quantitative"]),
    ("zero score prop", r(P + "户数 | ≥100户 | 0户 | 20 | 0 | 未开工"), []),
    ("zero reason", r(P + "户数 | ≥100户 | 50户 | 20 | 0 | 低于六成不得分"), []),
    ("met lost", r(P + "户数 | ≥100户 | 100户 | 20 | 18"), ["unexplained"]),
    ("met lost 无", r(P + "户数 | ≥100户 | 100户 | 20 | 18 | 无"), ["unexplained"]),
    ("met lost reason", r(P + "户数 | ≥100户 | 100户 | 20 | 18 | 资料归档滞后，已补齐"), []),
    ("exceeds", r(P + "户数 | ≥100户 | 120户 | 20 | 21"), ["exceeds-weight"]),
    ("exceeds short", r(P + "户数 | ≥100户 | 90户 | 20 | 21 | 迁出"), ["exceeds-weight"]),
    ("fraction cell 0.97", r(Q + "合格率 | ≥95% | 0.97 | 10 | 10"), []),
    ("bare 97", r(Q + "合格率 | ≥95% | 97 | 10 | 10"), []),
    ("100百分比", r(Q + "合格率 | ≥100百分比 | 100 | 10 | 10"), []),
    (">= 98 %", r(Q + "合格率 | >= 98 %（百分比） | 100% | 10 | 10"), []),
    ("per unit", r(C + "标准 | ≤0.60万元/生·年 | 6000元/生.年 | 10 | 10"), []),
    ("1.2万人 12500", r(E + "受益人口 | ≥1.2万人 | 12500人 | 10 | 10"), []),
    ("1.2万人 1.1万人 full", r(E + "受益人口 | ≥1.2万人 | 1.1万人 | 10 | 10 | 迁出"), ["full-marks", "quantitative"]),
    ("incomparable", r(P + "户数 | ≥100户 | 80人 | 20 | 20"), []),
    ("原样 target copied", r(P + "户数 | ≥100户 | ≥100户 | 20 | 20"), []),
    ("成本 without op saved", r(C + "成本 | 100万元 | 95万元 | 10 | 10"), []),
    ("范围", r(P + "次数 | 10-12次 | 11次 | 10 | 10"), []),
    ("rounded int", r(S + "满意度 | ≥95% | 93% | 10 | 9.8 | 抽样偏小"), []),
    # execution
    ("rate 95 9.5", r(funds="100 | 120 | 114 | 10 | 95% | 9.5"), []),
    ("rate 99.07", r(funds="6.44 | 6.44 | 6.38 | 10 | 99.07% | 9.91"), []),
    ("haidian", r(funds="310.2 | 310.2 | 154.74 | 10 | 50% | 5"), ["inflated"]),
    ("haidian 49.88", r(funds="310.2 | 310.2 | 154.74 | 10 | 49.88% | 5"), ["inflated"]),
    ("72.03 given 8", r(funds="149.63 | 149.63 | 107.78 | 10 | 72.03% | 8"), ["execution-rate", "inflated"]),
    ("98.62 given 9.86", r(funds="290 | 290 | 286 | 10 | 98.62% | 9.86"), []),
    ("120% capped", r(funds="100 | 100 | 120 | 10 | 120% | 10"), []),
    ("120% uncapped", r(funds="100 | 100 | 120 | 10 | 120% | 12"), ["exceeds-weight"]),
    ("rate misstated followed", r(funds="290 | 290 | 286 | 10 | 97.62% | 9.76"), []),
    ("rate misstated computed", r(funds="290 | 290 | 286 | 10 | 97.62% | 9.86"), []),
    ("72.03 right: inflated", r(funds="149.63 | 149.63 | 107.78 | 10 | 72.03% | 7.20"), ["inflated"]),
    ("budget 0", r(funds="0 | 0 | 0 | 10 |  | 10"), []),
    # parts
    ("parts dash", r(parts=("其中：财政拨款 | 100 | 100 | 100 | — | 100% | —",)), []),
    ("parts scored", r(parts=("其中：财政拨款 | 100 | 100 | 100 | 10 | 100% | 10",)), ["double-scored"]),
    (
        "parts scored total 110",
        r(parts=("其中：财政拨款 | 100 | 100 | 100 | 10 | 100% | 10",), total="110", weights="110"),
        ["double-scored"],
    ),
    ("parts 0", r(parts=("其中：财政拨款 | 100 | 100 | 100 | 10 | 100% | 0",)), []),
    # sums
    ("total wrong", r(total="99"), ["sum-mismatch"]),
    ("total off .1", r(P + "户数 | ≥100户 | 99户 | 20 | 19.8 | 迁出", total="99.9"), ["sum-mismatch"]),
    (
        "total off .1 many",
        r(
            P + "户数 | ≥100户 | 99户 | 20 | 19.8 | 迁出",
            E + "人数 | ≥100人 | 99人 | 10 | 9.9 | 迁出",
            funds="100 | 100 | 95 | 10 | 95% | 9.5",
            total="99.3",
        ),
        ["sum-mismatch"],
    ),
    ("total rounded", r(funds="290 | 290 | 286 | 10 | 98.62% | 9.86", total="99.9"), []),
    ("weights 110", r(P + "户数 | ≥100户 | 100户 | 60 | 60"), ["weight-sum"]),
    (
        "22.5x4",
        r(
            "产出指标 | 数量指标 | 甲 | ≥4个 | 4个 | 22.5 | 22.5",
            "产出指标 | 质量指标 | 乙 | ≥4个 | 4个 | 22.5 | 22.5",
            "效益指标 | 社会效益指标 | 丙 | ≥4个 | 4个 | 22.5 | 22.5",
            "满意度指标 | 服务对象满意度指标 | 丁 | ≥4个 | 4个 | 22.5 | 22.5",
            fill=False,
        ),
        ["weight-scheme"],
    ),
    (
        "parent 10 children 20",
        r(
            "满意度指标（10分） | 服务对象满意度指标 | 学生满意度 | ≥90% | 95% | 10 | 10",
            "满意度指标（10分） | 服务对象满意度指标 | 家长满意度 | ≥90% | 95% | 10 | 10",
            "产出指标 | 数量指标 | 甲 | ≥4个 | 4个 | 40 | 40",
        ),
        ["weight-sum"],
    ),
    (
        "成本 scheme",
        r(
            "产出指标 | 数量指标 | 甲 | ≥4个 | 4个 | 40 | 40",
            "成本指标 | 经济成本指标 | 乙 | ≤4万元 | 4万元 | 20 | 20",
            "效益指标 | 社会效益指标 | 丙 | ≥4个 | 4个 | 20 | 20",
            "满意度指标 | 服务对象满意度指标 | 丁 | ≥90% | 94% | 10 | 10",
            fill=False,
        ),
        [],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_form_gives_the_findings_that_its_rows_deserve(rows: list[list[str]], expected: list[str]) -> None:
    assert sorted(rules(rows)) == sorted(expected)


HEAD = "2022年度养老服务项目支出绩效评价报告\n一、项目概况\n新建站点。\n"


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("项目自评得分95分。评价等级分为优、良、中、差四个等级。", False),
        ("项目自评得分95分，绩效等级为优。其中满意度等级为良。", False),
        ("项目自评得分85分，90（含）-100分为优、80（含）-90分为良，等级为优。", False),
        ("经综合评分，满分100分，自评得分88分，等级为良。", False),
        ("项目自评得分79.95分，评价等级：良。", True),
        ("项目自评得分88分，属于“优”等级。", True),
        ("自评得分88分（优）。", True),
        ("总分100分，项目自评得分88分，评价等级为优。", True),
        ("项目自评得分92分，自评结果为“良”。", True),
        ("对照评分标准逐项打分，本项目自评得分75分，评价等级为“良”。", True),
    ],
)
def test_a_grade_is_read_beside_its_score_and_not_out_of_a_legend(sentence: str, wrong: bool) -> None:
    found = [finding.rule for finding in review_of(f"{HEAD}{sentence}\n", rules="score/rating").findings]
    assert found == (["score/rating"] if wrong else [])


@st.composite
def short_rows(draw: st.DrawFn) -> tuple[list[str], int]:
    """Rows of 产出 that fall short and are scored by proportion with a reason; the digits of their scores."""
    digits = draw(st.sampled_from([1, 2, 3]))
    rows = []
    for at, weight in enumerate(draw(st.lists(st.integers(2, 12), min_size=1, max_size=4))):
        target = draw(st.integers(200, 9000))
        done = draw(st.integers(target // 2, target * 9 // 10))
        score = (Decimal(weight) * done / target).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        rows.append(
            f"{P}任务{at} | ≥{target}户 | {done}户 | {weight} | {score} | 有{target - done}户外出未归，次年补办"
        )
    return rows, digits


@settings(max_examples=30, deadline=None)
@given(short_rows(), st.integers(5000, 9999))
def test_scores_by_the_formula_give_nothing_and_one_that_is_not_gives_one(
    drawn: tuple[list[str], int], spent: int
) -> None:
    rows, digits = drawn
    step = Decimal(1).scaleb(-digits)
    rate = Decimal(spent) / 100
    score = (rate / 10).quantize(step, ROUND_HALF_UP)
    funds = f"100.00 | 100.00 | {rate:.2f} | 10 | {rate:.2f}% | {score}"
    # Whether indicators run ahead of execution depends on what is drawn: it is no matter of rounding.
    assert [rule for rule in rules(form(*rows, funds=funds)) if rule != "inflated"] == []
    cells = rows[0].split(" | ")
    more = Decimal(cells[6]) + 2 * step + Decimal(cells[5]) / 50
    raised = [" | ".join([*cells[:6], str(more), *cells[7:]]), *rows[1:]]
    expected = "exceeds-weight" if more > Decimal(cells[5]) else "quantitative"
    assert [rule for rule in rules(form(*raised, funds=funds)) if rule != "inflated"] == [expected]
    higher = funds.rpartition("|")[0] + f"| {min(score + 3 * step, Decimal(10))}"
    if score + 3 * step <= 10:
        assert [rule for rule in rules(form(*rows, funds=higher)) if rule != "inflated"] == ["execution-rate"]
    right = form(*rows, funds=funds)
    right[-1][7] = str(Decimal(right[-1][7]) - 1)
    assert [rule for rule in rules(right) if rule != "inflated"] == ["sum-mismatch"]


def test_a_score_that_is_merged_with_its_weight_over_the_same_rows_stays_within_it() -> None:
    rows = form("产出 | 数量指标 | 甲 | ≥4项 | 4项 | 20 | 21 | ", "产出 | 数量指标 | 乙 | ≥5项 | 5项 | 0 | 0 | ")
    at = next(at for at, row in enumerate(rows) if "乙" in row)
    rows[at][6:8] = ["^", "^"]
    assert rules(rows) == ["exceeds-weight"]


def test_a_form_without_a_row_for_its_total_is_held_against_the_score_that_it_tells() -> None:
    rows = form("产出 | 数量指标 | 甲 | ≥4项 | 4项 | 20 | 20 | ")
    for told, expected in (("100", []), ("97", ["sum-mismatch"])):
        said = ["评价结论", f"工作按计划完成，自评得分{told}分。", *"<<<<<<<"]
        assert rules([*rows[:-1], said]) == expected


def test_a_total_is_not_held_against_scores_that_lack_the_rates() -> None:
    rows = form("产出 | 数量指标 | 甲 | ≥4项 | 4项 | 20 | 20 | ", funds="100 | 100 | 100 | 10 | 100% | ", total="100")
    assert "sum-mismatch" not in rules(rows)
