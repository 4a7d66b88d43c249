"""What only a header says of a form, and what looks like a form and is a list of goals."""

from __future__ import annotations

import pytest

from tests.form_layouts import Rows, _rows
from tests.reviewing import both_widths, report_of, review_of

TITLE = "项目支出绩效自评表（2022年度）"
NARRATIVE = """2022年度养老服务项目支出绩效评价报告
一、项目基本情况
（一）项目概况
全年预算数290万元，执行数290万元，执行率100%。
（二）项目绩效目标
绩效目标见下表。"""
FUNDS = """
项目名称 | 社区图书角 | < | < | < | < | <
项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值（10） | 执行率 | 得分
年度资金总额 | 100 | 120 | 114 |  | 95% | 9.5
其中：财政拨款 | 100 | 120 | 114 |  | 95% |
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值（90） | 得分
产出指标 | 数量指标 | 图书角数量 | ≥10个 | 10个 | 50 | 50
效益指标 | 社会效益 | 受益人数 | ≥500人 | 600人 | 30 | 30
满意度指标 | 满意度 | 居民满意度 | ≥90% | 95% | 10 | 10
总分 | < | < | < | < | 100 | 99.5
"""
HUBEI = """
项目名称 | 社区图书角 | < | < | <
预算执行情况（万元） | 预算数（A） | 执行数（B） | 执行率（B/A） | 得分（20分*执行率）
^ | 120 | 114 | 95% | 19
一级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分
产出指标（40分） | 图书角数量（40分） | ≥10个 | 10个 | 40
效益指标（40分） | 受益人数（40分） | ≥500人 | 600人 | 40
总分 | < | < | < | 99
"""
PERCENT = """
项目名称 | 社区图书角 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 分值/权重 | 指标值 | 完成值 | 得分
预算执行率 | 预算执行率 | 预算执行率 | 10% | 100% | 100% | 10
产出指标 | 数量指标 | 图书角数量 | 50% | ≥10个 | 10个 | 50
效益指标 | 社会效益 | 受益人数 | 30% | ≥500人 | 600人 | 30
满意度指标 | 满意度 | 居民满意度 | 10% | ≥90% | 95% | 10
总分 | < | < | 100% |  |  | 100
"""
RATE_COLUMN = """
项目名称 | 社区图书角 | < | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 完成率 | 分值 | 得分
预算执行率 | 预算执行率 | 预算执行率 | 100% | 100% | 100% | 10 | 10
产出指标 | 数量指标 | 图书角数量 | ≥10个 | 12个 | 120% | 50 | 50
效益指标 | 社会效益 | 受益人数 | ≥500人 | 600人 | 120% | 30 | 30
满意度指标 | 满意度 | 居民满意度 | ≥90% | 95% | 105.56% | 10 | 10
总分 | < | < | < | < | < | 100 | 100
"""
STAGES = """
一级指标 | 二级指标 | 三级指标 | 分值 | 评分标准 | 得分
决策 | 项目立项 | 立项依据充分性 | 20 | 依据充分得满分 | 20
过程 | 资金管理 | 资金到位率 | 10 | 到位率×10分 | 10
^ | ^ | 预算执行率 | 10 | {standard} | {score}
产出 | 产出数量 | 图书角数量 | 40 | 按完成比例计分 | 40
效益 | 社会效益 | 受益人数 | 20 | 按完成比例计分 | 20
合计 | < | < | 100 |  | {total}
"""
STAGES_TEXT = """2022年度图书角项目支出绩效评价报告
全年预算数300万元，执行数270万元，预算执行率90%。自评得分{total}分。
附：项目支出绩效评价评分表"""


def found(text: str, rows: Rows, rules: str) -> list[tuple[str, str]]:
    """The findings of a family and their severities, the same in both punctuation widths."""
    results = []
    for width in (0, 1):
        table = [[both_widths(cell)[width] for cell in row] for row in rows]
        reviewed = review_of(both_widths(text)[width], table, rules=rules)
        results.append(sorted((f.rule.removeprefix(rules + "/"), f.severity.value) for f in reviewed.findings))
    assert results[0] == results[1]
    return results[0]


def changed(form: str, old: str, new: str) -> Rows:
    assert old in form
    return _rows(form.replace(old, new))


@pytest.mark.parametrize("form", [FUNDS, PERCENT, RATE_COLUMN], ids=["funds", "percent", "completion rate"])
def test_a_right_form_whose_headers_say_more_than_usual_gives_no_score_finding(form: str) -> None:
    assert found(TITLE, _rows(form), "score") == []


def test_the_weight_of_the_execution_rate_is_read_from_the_header_of_its_column() -> None:
    assert found(TITLE, changed(FUNDS, "| 95% | 9.5", "| 95% | 9.0"), "score/execution-rate") == [
        ("score/execution-rate", "error")
    ]
    assert found(TITLE, changed(FUNDS, "分值（10）", "分值（20）"), "score/weight-sum") == [
        ("score/weight-sum", "error")
    ]


def test_the_weight_of_the_execution_rate_is_read_from_the_formula_in_the_header_of_its_score() -> None:
    assert found(TITLE, _rows(HUBEI), "score/execution-rate") == []
    assert found(TITLE, changed(HUBEI, "| 95% | 19", "| 95% | 20"), "score/execution-rate") == [
        ("score/execution-rate", "error")
    ]
    # Its weights, which stand in names and in a header only, are compared with the schemes as any others.
    assert found(TITLE, _rows(HUBEI), "score") == [("weight-scheme", "warning")]


def test_a_column_of_completion_rates_is_neither_a_completion_nor_a_score() -> None:
    report = report_of(TITLE, _rows(RATE_COLUMN))
    (form,) = report.forms
    assert [form.text(item.cell("完成率")) for item in form.indicators] == ["100%", "120%", "120%", "105.56%"]
    assert [form.text(item.cell("完成值")) for item in form.indicators] == ["100%", "12个", "600人", "95%"]


@pytest.mark.parametrize(
    ("standard", "score", "expected"),
    [
        ("执行率×10分", "9", []),
        ("执行率×10分", "10", [("score/execution-rate", "error")]),
        ("得分=分值×预算执行率", "10", [("score/execution-rate", "error")]),
        ("执行率≥90%得满分，每低1个百分点扣0.5分", "10", []),
        ("", "9", []),
        # Its standard may stand elsewhere: to be looked at.
        ("", "10", [("score/execution-rate", "warning")]),
    ],
)
def test_the_execution_rate_of_a_table_by_stages_is_scored_by_the_tables_own_standard(
    standard: str, score: str, expected: list[tuple[str, str]]
) -> None:
    total = str(90 + int(score))
    form = STAGES.format(standard=standard, score=score, total=total)
    assert found(STAGES_TEXT.format(total=total), _rows(form), "score/execution-rate") == expected


@pytest.mark.parametrize(
    "rows",
    [
        "目标 | 内容\n目标1 | 新建养老服务站12个\n目标2 | 培训护理员200人次\n目标3 | 老年人满意度90%",
        "序号 | 目标 | 内容\n1 | 产出目标 | 新建服务站12个\n2 | 效益目标 | 服务5000人\n3 | 满意度目标 | 满意度90%",
        "绩效目标 | 主要内容\n产出指标 | 新建养老服务站12个\n效益指标 | 服务老年人5000人\n满意度指标 | 满意度90%",
    ],
)
def test_a_table_of_goals_and_their_contents_is_no_form(rows: str) -> None:
    report = report_of(NARRATIVE, _rows(rows))
    assert report.forms == ()
    reviewed = review_of(NARRATIVE, _rows(rows), rules="target/unreported")
    assert len(reviewed.findings) == 3
    assert not reviewed.not_checked


def test_two_columns_of_indicators_and_values_are_targets() -> None:
    rows = _rows("指标名称 | 目标值\n新建养老服务站 | 12个\n服务老年人 | 5000人次")
    report = report_of(NARRATIVE, rows)
    assert report.forms == ()
    assert [target.quantity.value for target in report.targets if target.quantity] == [12, 5000]


def test_a_table_of_indicators_whose_header_is_lost_stays_doubtful() -> None:
    rows = _rows("""
    产出指标 | 数量指标 | 图书角数量 | ≥10个 | 8个 | 50 | 40
    效益指标 | 社会效益 | 受益人数 | ≥500人 | 600人 | 40 | 40
    满意度指标 | 满意度 | 居民满意度 | ≥90% | 95% | 10 | 10
    """)
    (form,) = report_of(TITLE, rows).forms
    assert form.doubt is not None


@pytest.mark.parametrize("head", ["年度预算数（万元）", "预算金额（万元）"])
def test_the_head_over_the_names_of_the_lines_leaves_the_budget_its_own_column(head: str) -> None:
    rows = f"""
项目名称 | 社区图书角 | < | < | < | < | <
预算执行情况（10分） | {head} | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 得分
^ | 总额 | 38.4 | 41.2 | 40.7 | 98.79% | 9.88
^ | 其中：财政资金 | 38.4 | 41.2 | 40.7 | 98.79% | /
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 图书角数量 | ≥10个 | 10个 | 60 | 60
效益指标 | 社会效益 | 受益人数 | ≥500人 | 600人 | 30 | 30
"""
    form = report_of("项目支出绩效自评表（2023年度）", _rows(rows)).forms[0]
    total = form.funds[0]
    names = ("年初预算数", "全年预算数", "执行数", "执行率", "得分")
    assert [form.text(total.cell(name)) for name in names] == ["38.4", "41.2", "40.7", "98.79%", "9.88"]
    assert (total.name, total.units["全年预算数"]) == ("总额", "万元")
