"""Forms of every layout in use: what is read of their funds, goals, indicators and totals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.document import Cell, Span
from checker.understand.forms import Form, Indicator, read_all_forms, read_forms
from checker.understand.quantity import Quantity
from tests import form_layouts as layouts
from tests.form_layouts import Rows
from tests.punctuation import widen
from tests.reviewing import report_of

ABOVE = "项目支出绩效自评表\n（2022年度）"


def form_of(rows: Rows, above: str = ABOVE) -> Form:
    (form,) = read_forms(report_of(above, rows))
    return form


def words(form: Form, place: Cell | Span | None) -> str | None:
    """The text of a cell or span without spaces, with full-width punctuation whatever the document has."""
    if place is None:
        return None
    span = place.span if isinstance(place, Cell) else place
    return widen("".join(span.cut(form.folded).split()))


def row_of(form: Form, name: str) -> Indicator:
    (found,) = [item for item in form.indicators if words(form, item.name) == name]
    return found


def table_of(form: Form, *columns: str) -> list[list[str | None]]:
    """The indicators' names with some of their cells."""
    return [
        [words(form, item.name), *(words(form, item.cell(column)) for column in columns)] for item in form.indicators
    ]


def funds_of(form: Form, *columns: str) -> list[list[object]]:
    return [
        [line.total, widen(line.name), *(words(form, line.cell(column)) for column in columns)] for line in form.funds
    ]


def value(quantity: Quantity | None) -> Decimal:
    assert quantity is not None
    return quantity.value


LAYOUTS = {
    "L1": layouts.MOF,
    "L2": layouts.TRANSFER,
    "L3": layouts.YUNNAN,
    "L4": layouts.HUBEI,
    "L5": layouts.SICHUAN,
    "L6": layouts.HEBEI,
    "L7": layouts.SUZHOU,
    "L8": layouts.GUANGSHUI,
    "L9": layouts.BEIJING,
    "level 1 only": layouts.LEVEL_ONE_ONLY,
    "weights of levels": layouts.WEIGHTS_OF_LEVELS,
    "numbered": layouts.NUMBERED,
    "pairs": layouts.PAIRS,
    "unmerged": layouts.UNMERGED,
}


@pytest.mark.parametrize("rows", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_is_one_form_without_doubt_whose_scores_can_be_read(rows: Rows) -> None:
    form = form_of(rows)
    assert form.doubt is None
    assert all(form.score_of(item) is not None for item in form.indicators)
    assert form.quantity(form.total_score, "分") is not None


@pytest.mark.parametrize("rows", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_full_width_punctuation_makes_no_difference(rows: Rows) -> None:
    narrow, wide = form_of(rows), form_of([[widen(cell) for cell in row] for row in rows])
    assert table_of(narrow, "指标值", "完成值", "分值", "得分") == table_of(wide, "指标值", "完成值", "分值", "得分")
    assert funds_of(narrow, "全年预算数", "执行数") == funds_of(wide, "全年预算数", "执行数")
    assert (narrow.dimensions, narrow.kind, narrow.year) == (wide.dimensions, wide.kind, wide.year)


# What stands in each layout, counted by hand: indicators, score, weight, what the indicators and the funds' 得分 add up
# to, and the dimensions.
FACTS = {
    "L1": (6, "98.5", "100", "产出 效益 满意度"),
    "L2": (5, "100", "100", "产出 效益 满意度"),
    "L3": (5, "99.81", "100", "产出 效益 满意度"),
    "L4": (4, "98", None, "产出 效益 满意度"),
    "L5": (3, "97.17", "100", "产出 效益"),
    "L6": (5, "99.6", "100", "产出 效益 满意度 执行率"),
    "L7": (4, "100", "100", "投入 产出 效益 满意度"),
    "L8": (5, "99.6", "100", "决策 过程 产出 效益"),
    "L9": (4, "99", "100", "产出 效益 满意度"),
    "level 1 only": (4, "97", "100", "决策 过程 产出 效益"),
    "weights of levels": (4, "98", "100", "决策 产出"),
    "numbered": (3, "98", "100", "决策 产出"),
    "pairs": (3, "100", None, "产出 效益 满意度"),
    "unmerged": (4, "99.5", "100", "产出 效益 满意度"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layouts_hold_what_was_counted_by_hand(name: str) -> None:
    form = form_of(LAYOUTS[name])
    count, score, weight, dimensions = FACTS[name]
    assert len(form.indicators) == count
    assert words(form, form.total_score) == score
    assert words(form, form.total_weight) == weight
    assert form.dimensions == frozenset(dimensions.split())


@pytest.mark.parametrize("name", ["L1", "L2", "L3", "L4", "L5", "L6", "L9", "unmerged", "L8", "numbered", "L7"])
def test_indicators_and_the_funds_score_add_up_to_the_total(name: str) -> None:
    form = form_of(LAYOUTS[name])
    scores = [value(form.score_of(item)) for item in form.indicators]
    if form.total_funds is not None and (funds := form.amount(form.total_funds, "得分")) is not None:
        scores.append(funds.value)
    assert sum(scores) == value(form.quantity(form.total_score))


# --- the ministry's form -----------------------------------------------------------------------------------------


def test_the_header_names_project_department_unit_title_and_year() -> None:
    form = form_of(layouts.MOF)
    assert words(form, form.value_of("项目名称")) == "社区图书角建设"
    assert words(form, form.value_of("主管部门")) == "市文化局"
    assert words(form, form.value_of("实施单位")) == "市图书馆"
    assert words(form, form.title) == "项目支出绩效自评表"
    assert form.year == 2022


def test_the_total_of_the_funds_is_told_from_its_parts() -> None:
    form = form_of(layouts.MOF)
    assert funds_of(form, "年初预算数", "全年预算数", "执行数", "得分") == [
        [True, "年度资金总额", "100", "120", "114", "9.5"],
        [False, "其中：当年财政拨款", "80", "100", "94", "-"],
        [False, "上年结转资金", "20", "20", "20", "-"],
        [False, "其他资金", "0", "0", "0", "-"],
    ]


def test_amounts_are_in_the_unit_of_the_block_and_rates_in_percent() -> None:
    form = form_of(layouts.MOF)
    assert form.total_funds is not None
    budget = form.amount(form.total_funds, "全年预算数")
    assert (value(budget), budget and budget.unit) == (Decimal(1_200_000), "元")
    assert value(form.amount(form.total_funds, "执行率")) == 95
    assert value(form.amount(form.total_funds, "分值")) == 10
    assert form.amount(form.funds[1], "得分") is None


def test_the_goals_are_the_cells_under_their_labels() -> None:
    (goal,) = form_of(layouts.MOF).goals
    form = form_of(layouts.MOF)
    assert words(form, goal.expected) == "建成社区图书角12个，满足居民阅读需要。"
    assert words(form, goal.actual) == "建成社区图书角12个，居民反映良好。"


def test_an_indicator_knows_its_levels_and_its_cells() -> None:
    form = form_of(layouts.MOF)
    item = row_of(form, "购置图书册数")
    assert [words(form, cell) for cell in item.levels] == ["产出指标", "数量指标", "购置图书册数"]
    assert item.dimension == "产出"
    assert words(form, item.cell("偏差原因")) == "部分图书缺货，已于次年一月补齐"
    target, done = form.target_of(item), form.completion_of(item)
    assert target is not None and (target.value, target.unit, target.comparison) == (6000, "册", ">=")
    assert value(done) == 5400
    assert (value(form.weight_of(item)), value(form.score_of(item))) == (10, 9)
    assert item.cell("折算得分") is None


def test_filler_rows_are_no_indicators() -> None:
    names = [row[0] for row in table_of(form_of(layouts.MOF))]
    assert "……" not in names and "指标1:" not in names and "生态效益指标" not in names


def test_every_cell_leads_back_to_its_place() -> None:
    report = report_of(ABOVE, layouts.MOF)
    (form,) = report.forms
    item = row_of(form, "购置图书册数")
    place = report.document.locate(item.cells["完成值"].span)
    assert (place.table, place.row, place.column) == (0, 11, 5)


# --- variants ----------------------------------------------------------------------------------------------------


def test_weights_before_targets_and_notes_under_the_table() -> None:
    form = form_of(layouts.TRANSFER)
    assert table_of(form, "分值", "指标值", "完成值", "得分")[0] == ["★改造管网长度", "20", "≥35公里", "35.2公里", "20"]
    assert words(form, form.value_of("主管部门")) == "县水利局"
    assert [words(form, note) for note in form.notes] == [
        "注：1.得分一档最高不能超过该指标分值上限。",
        "2.定性指标分三档填写。",
    ]
    assert funds_of(form, "执行数")[1] == [False, "其中：中央财政资金", "150"]
    assert len(form.funds) == 3  # 资金管理情况 is words, no line of funds


def test_a_target_that_is_split_into_sign_value_and_unit_is_put_together() -> None:
    form = form_of(layouts.YUNNAN)
    item = row_of(form, "学生满意度")
    target, done = form.target_of(item), form.completion_of(item)
    assert target is not None and (target.value, target.unit, target.comparison) == (95, "%", ">=")
    assert done is not None and (done.value, done.unit) == (93, "%")
    assert value(form.target_of(row_of(form, "更新设备数量"))) == 6


def test_amounts_in_yuan_and_a_grade_beside_the_total() -> None:
    form = form_of(layouts.YUNNAN)
    assert form.total_funds is not None
    assert value(form.amount(form.total_funds, "执行数")) == Decimal("160500.00")
    assert words(form, form.grade) == "优"
    assert words(form, form.texts["其他说明"]) == "无"


def test_several_goals_of_forty_points_are_groups_with_their_weight() -> None:
    form = form_of(layouts.HUBEI)
    blocks = [group for group in form.groups if group.level == 0]
    assert [(group.name, group.weight and group.weight.value, group.indicators) for group in blocks] == [
        ("年度绩效目标1", 40, (0, 1)),
        ("年度绩效目标2", 40, (2, 3)),
    ]
    assert form.weight_of(form.indicators[0]) is None
    assert words(form, form.texts["未完成原因"]) == "夜间开放时间不足，居民意见较多。"
    assert words(form, form.texts["改进措施"]) == "延长开放时间，结果用于明年预算安排。"


def test_labelled_texts_under_the_table() -> None:
    form = form_of(layouts.SICHUAN)
    assert {name: words(form, cell) for name, cell in form.texts.items()} == {
        "评价结论": "项目按期完成。",
        "存在问题": "支付进度偏慢。",
        "改进措施": "加快支付。",
    }
    assert funds_of(form, "全年预算数")[0] == [True, "总额", "28.50"]


def test_funds_whose_columns_hold_label_and_figure() -> None:
    form = form_of(layouts.HEBEI)
    assert funds_of(form, "全年预算数", "到位数", "执行数", "执行率") == [
        [True, "预算数", "25", "25", "24", "96"],
        [False, "其中：财政资金", "25", "25", "24", None],
        [False, "其他资金", "0", "0", "0", None],
    ]
    assert value(form.amount(form.funds[0], "执行数")) == 240_000
    assert [words(form, goal.actual) for goal in form.goals] == ["补植绿地5000平方米", "灌溉设施已完善"]


def test_the_execution_rate_may_be_an_indicator() -> None:
    form = form_of(layouts.HEBEI)
    item = form.execution_rate_indicator
    assert item is not None and value(form.score_of(item)) == Decimal("9.6")
    assert form_of(layouts.MOF).execution_rate_indicator is None


def test_funds_in_one_line_without_a_label() -> None:
    form = form_of(layouts.SUZHOU)
    (line,) = form.funds
    assert line.total and line.label is None
    assert words(form, line.cell("执行数")) == "78.80"
    assert words(form, line.cell("结余数")) == "1.20"


def test_a_reviewed_score_is_kept_apart_from_the_self_score() -> None:
    form = form_of(layouts.GUANGSHUI, "某项目。")
    assert form.kind == "scoring"
    assert table_of(form, "得分", "复核得分")[1] == ["制度执行", "6", "5"]
    stated = {group.name: group.weight.value for group in form.groups if group.weight}
    assert stated["项目管理"] == 13 and stated["财务管理"] == 7


def test_weights_in_names_are_read_as_weights() -> None:
    form = form_of(layouts.BEIJING)
    assert {group.name: group.weight and group.weight.value for group in form.groups if group.level == 1} == {
        "产出指标": 50,
        "效果指标": 30,
        "满意度指标": 10,
    }
    assert words(form, row_of(form, "设备在线率").cell("评分标准")) == "完成值达到指标值，记满分"


def test_a_table_of_level_one_only_counts_as_scoring() -> None:
    form = form_of(layouts.LEVEL_ONE_ONLY, "三、综合评价结论")
    assert form.kind == "scoring"
    assert [item.dimension for item in form.indicators] == ["决策", "过程", "产出", "效益"]


def test_weights_of_upper_levels_are_not_the_indicators() -> None:
    form = form_of(layouts.WEIGHTS_OF_LEVELS)
    assert [row[1] for row in table_of(form, "分值")] == ["5", "5", "10", "80"]
    weights = {group.name: words(form, group.weight_cell) for group in form.groups}
    assert weights == {"决策": "20", "项目立项": "10", "绩效目标": "10", "产出": "80", "产出数量": "80"}


def test_parents_in_the_column_of_names_are_not_counted_beside_their_children() -> None:
    form = form_of(layouts.NUMBERED)
    assert [row[0] for row in table_of(form)] == ["1.立项依据", "2.绩效目标", "1.完成数量"]
    first = form.groups[0]
    assert (first.name, words(form, first.score_cell), first.indicators) == ("决策", "18", (0, 1))


def test_funds_as_labels_with_their_figures_beside_them() -> None:
    form = form_of(layouts.PAIRS)
    (line,) = form.funds
    assert value(form.amount(line, "全年预算数")) == 600_000
    assert value(form.amount(line, "执行率")) == 95
    assert words(form, form.goals[0].actual) == "养护绿地8万平方米，长势良好"
    assert (words(form, form.total_score), words(form, form.grade)) == ("100", "优")


# --- what is no form -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows", [layouts.FUNDING, layouts.VILLAGES, layouts.STAFF], ids=["funding", "villages", "staff"]
)
def test_ordinary_tables_are_no_forms(rows: Rows) -> None:
    assert read_all_forms(report_of("一、基本情况\n资金情况见下表。", rows)) == ()


def test_a_declaration_of_targets_is_no_self_evaluation() -> None:
    report = report_of("项目支出绩效目标申报表\n（2022年度）", layouts.DECLARATION)
    assert report.forms == ()
    (form,) = read_all_forms(report)
    assert form.kind == "targets"
    assert words(form, form.indicators[0].cell("指标值")) == "≥12个"


def test_a_mention_of_a_scoring_table_is_none() -> None:
    text = "四、绩效评价指标分析\n评价指标体系由一级指标、二级指标和三级指标构成，分值100分，得分98分，详见评分表。"
    assert read_all_forms(report_of(text)) == ()


# --- laws ----------------------------------------------------------------------------------------------------------

_COLUMNS = ("年度指标值", "实际完成值", "分值", "得分", "偏差原因分析", "备注")


@given(
    order=st.permutations(_COLUMNS),
    merged=st.booleans(),
    spread=st.booleans(),
    block=st.booleans(),
    mark=st.sampled_from(["", "★", "▲"]),
)
def test_neither_the_order_of_columns_nor_merging_nor_spaces_change_what_is_read(
    order: list[str], merged: bool, spread: bool, block: bool, mark: str
) -> None:
    below = "^" if merged else ""
    bodies = [
        (["产出指标", "数量指标", "甲"], ["≥3个", "3个", "50", "50", "", ""]),
        ([below, below, f"{mark}乙"], ["≥4个", "2个", "10", "5", "缺货", "见附"]),
        (["满意度指标", "满意度", "丙"], ["≥90%", "95%", "40", "40", "", ""]),
    ]
    heads = ["一级指标", "二级指标", "三级指标", *order]
    rows = [[" ".join(head) if spread else head for head in heads]]
    rows += [[*levels, *(cells[_COLUMNS.index(column)] for column in order)] for levels, cells in bodies]
    if block:
        rows = [["绩效指标" if not at else "^", *row] for at, row in enumerate(rows)]
    form = form_of(rows)
    assert form.doubt is None
    assert [row[1:] for row in table_of(form, "指标值", "完成值", "分值", "得分")] == [
        ["≥3个", "3个", "50", "50"],
        ["≥4个", "2个", "10", "5"],
        ["≥90%", "95%", "40", "40"],
    ]
    assert [[words(form, cell) for cell in item.levels[:2]] for item in form.indicators] == [
        ["产出指标", "数量指标"],
        ["产出指标", "数量指标"],
        ["满意度指标", "满意度"],
    ]
