"""Forms broken over tables, several in a file, odd totals, and tables that nobody can rebuild with certainty."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from checker.document import DocumentBuilder, RawCell
from checker.read import read_here
from checker.review import review
from checker.understand.forms import Form, read_all_forms, read_forms
from checker.understand.report import Report
from tests import form_layouts as layouts
from tests.form_layouts import Rows, _rows
from tests.reviewing import default_pack, document_of, report_of
from tests.test_forms import form_of, funds_of, table_of, value, words

HEADS = "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 偏差原因\n"
TWO = "产出指标 | 数量指标 | 甲 | 1个 | 1个 | 50 | 50 | \n效益指标 | 社会效益 | 乙 | 好 | 较好 | 50 | 48 | 进度慢\n"


def report_with(*parts: str | Rows) -> Report:
    """Paragraphs and tables in the order given."""
    builder = DocumentBuilder("report.docx", "docx", "0" * 64)
    for part in parts:
        if isinstance(part, str):
            builder.paragraph(part)
            continue
        document = document_of("", part)
        cells = document.tables[0].cells
        builder.table([RawCell(c.row, c.column, c.span.cut(document.text), c.row_span, c.column_span) for c in cells])
    return Report(builder.build(), default_pack().vocabulary)


def only(report: Report) -> Form:
    (form,) = read_forms(report)
    return form


def small(text: str) -> Form:
    return form_of(_rows(text))


# --- one form in several tables, several forms in one file ----------------------------------------------------------

_WHOLE = table_of(form_of(layouts.MOF), "指标值", "完成值", "分值", "得分")
_FIRST = layouts.MOF[:12]
_REST = [["绩效指标", "产出指标", *layouts.MOF[12][2:]], *layouts.MOF[13:]]


def test_header_funds_goals_and_indicators_may_be_tables_of_their_own() -> None:
    rows = layouts.MOF
    form = only(report_with("项目支出绩效自评表", "（2022年度）", rows[:2], rows[2:7], rows[7:9], rows[9:]))
    assert len(form.tables) == 4 and form.doubt is None
    assert table_of(form, "指标值", "完成值", "分值", "得分") == _WHOLE
    assert len(form.funds) == 4 and len(form.goals) == 1 and form.year == 2022


@pytest.mark.parametrize(
    "between", [[], ["第2页"], ["项目支出绩效自评表（续）"]], ids=["nothing", "page number", "title of a continuation"]
)
@pytest.mark.parametrize("rest", [_REST, [layouts.MOF[9], *_REST]], ids=["no header", "header repeated"])
def test_a_form_goes_on_in_the_next_table(between: list[str], rest: Rows) -> None:
    form = only(report_with("项目支出绩效自评表", _FIRST, *between, rest))
    assert form.doubt is None
    assert table_of(form, "指标值", "完成值", "分值", "得分") == _WHOLE
    assert words(form, form.total_score) == "98.5"
    groups = [(group.name, group.indicators) for group in form.groups if group.level == 1]
    assert groups == [("产出指标", (0, 1, 2, 3)), ("效益指标", (4,)), ("满意度指标", (5,))]


def test_a_header_that_is_repeated_inside_a_joined_table_is_no_row() -> None:
    form = only(report_with("项目支出绩效自评表", [*_FIRST, layouts.MOF[9], *_REST]))
    assert form.doubt is None and table_of(form, "指标值", "完成值", "分值", "得分") == _WHOLE


def test_a_continuation_with_other_columns_is_doubted_and_not_lost() -> None:
    form = only(report_with("项目支出绩效自评表", _FIRST, [row[1:] for row in _REST]))
    assert form.doubt == "续表的列数与前面的表不同，无法确定各格属于哪一列"
    assert len(form.tables) == 2


def test_each_project_has_a_form_of_its_own() -> None:
    report = report_with(
        "项目支出绩效自评表", "（2022年度）", layouts.MOF, "项目支出绩效自评表", "（2023年度）", layouts.TRANSFER
    )
    first, second = read_forms(report)
    assert [words(form, form.value_of("项目名称")) for form in (first, second)] == [
        "社区图书角建设",
        "农村饮水提升补助",
    ]
    assert (first.year, second.year) == (2022, 2023)


def test_forms_stacked_in_one_table_are_told_apart() -> None:
    title = [["项目支出绩效自评表", *["<"] * 8], ["（2022年度）", *["<"] * 8]]
    stacked = [*title, *layouts.MOF, [""] * 9, *title, *layouts.MOF]
    forms = read_forms(report_with(stacked))
    assert [len(form.indicators) for form in forms] == [6, 6]
    assert [form.year for form in forms] == [2022, 2022]
    assert all(len(form.funds) == 4 and form.doubt is None for form in forms)


def test_a_scoring_table_after_a_form_is_another_form() -> None:
    forms = read_forms(report_with("自评表", layouts.MOF, layouts.GUANGSHUI))
    assert [form.kind for form in forms] == ["self-evaluation", "scoring"]


def test_captions_of_the_parts_do_not_part_a_form() -> None:
    rows = layouts.MOF
    form = only(
        report_with(
            "项目支出绩效自评表", rows[:2], "（一）资金执行情况", rows[2:7], "（二）绩效指标完成情况表", rows[9:]
        )
    )
    assert len(form.funds) == 4 and len(form.indicators) == 6


def test_a_table_of_funds_before_a_scoring_table_is_no_part_of_it() -> None:
    form = only(report_with("资金使用情况如下：", layouts.FUNDING, "得分情况如下：", layouts.LEVEL_ONE_ONLY))
    assert form.kind == "scoring" and form.funds == () and len(form.tables) == 1


def test_an_ordinary_table_after_a_form_is_no_part_of_it() -> None:
    form = only(report_with("自评表", layouts.MOF, layouts.VILLAGES))
    assert len(form.tables) == 1 and form.doubt is None


# --- totals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "weight", "score"),
    [
        ("总分 | < | < | < | < | 100 | 98 | ", "100", "98"),
        ("总  分 | < | < | < | < | 100 | 98 | ", "100", "98"),
        ("合计 | | | | | 100 | 98 | ", "100", "98"),
        ("总分（100分） | < | < | < | < | < | 98 | ", "总分（100分）", "98"),
        ("总分：98分 | < | < | < | < | < | < | <", None, "总分：98分"),
        ("总分 | < | < | < | < | 98 | < | <", None, "98"),
        ("总得分 | < | < | < | < | 100 | < | <", None, "100"),
        ("总分 | < | < | < | < | 100 | | ", "100", None),
        (" | | | | | 100 | 98 | ", "100", "98"),
        ("总分 | 100 | 98 | 优 | < | < | < | <", "100", "98"),
    ],
)
def test_the_total_row_in_its_forms(row: str, weight: str | None, score: str | None) -> None:
    form = small(HEADS + TWO + row)
    assert (words(form, form.total_weight), words(form, form.total_score)) == (weight, score)
    assert len(form.indicators) == 2 and form.doubt is None


def test_a_hundred_under_both_columns_is_not_taken_for_the_score() -> None:
    form = small(HEADS + TWO + "总分 | < | < | < | < | 100 | < | <")
    assert form.total_score is None and words(form, form.total_weight) == "100"


def test_sub_totals_are_neither_indicators_nor_the_total() -> None:
    first, second = TWO.splitlines(keepends=True)
    form = small(
        HEADS + first + "小计 | < | < | < | < | 50 | 50 | \n" + second + "小计 | < | < | < | < | 50 | 48 | \n"
        "总计 | < | < | < | < | 100 | 98 | "
    )
    assert len(form.indicators) == 2
    assert [words(form, line.score) for line in form.subtotals] == ["50", "48"]
    assert words(form, form.total_score) == "98"


# --- rows ----------------------------------------------------------------------------------------------------------


def test_a_weight_that_is_merged_over_two_indicators_counts_once() -> None:
    form = small(
        HEADS + "产出指标 | 数量指标 | 甲 | 1个 | 1个 | 50 | 50 | \n^ | ^ | 乙 | 2个 | 2个 | ^ | ^ | \n"
        "效益指标 | 社会效益 | 丙 | 好 | 好 | 50 | 48 | "
    )
    assert len(form.indicators) == 3
    assert [words(form, cell) for cell in form.column("分值")] == ["50", "50"]


def test_a_row_over_the_whole_width_heads_the_rows_under_it() -> None:
    form = small(
        "指标名称 | 目标值 | 完成值 | 分值 | 得分\n一、产出指标（60分） | < | < | < | <\n数量 | 1个 | 1个 | 60 | 60\n"
        "二、效益指标（40分） | < | < | < | <\n居民评价 | 好 | 好 | 40 | 40\n合计 | < | < | 100 | 100"
    )
    assert [item.dimension for item in form.indicators] == ["产出", "效益"]
    assert [group.weight and group.weight.value for group in form.groups] == [60, 40]


def test_an_indicator_without_a_third_level_is_named_by_its_second() -> None:
    form = small(HEADS + TWO + "满意度指标 | 服务对象满意度 |  | 90% | 92% | 10 | 10 | ")
    last = form.indicators[-1]
    assert words(form, last.name) == "服务对象满意度" and last.dimension == "满意度"


def test_levels_that_are_merged_across_are_the_deeper_ones() -> None:
    form = small(
        HEADS
        + "满意度指标 | < | 居民满意度 | 90% | 92% | 40 | 40 | \n产出指标 | 完成数量 | < | 1个 | 1个 | 50 | 50 | \n"
        "预算执行率 | < | < | 100% | 98% | 10 | 9.8 | "
    )
    assert [[words(form, cell) for cell in item.levels] for item in form.indicators] == [
        ["满意度指标", None, "居民满意度"],
        ["产出指标", None, "完成数量"],
        [None, None, "预算执行率"],
    ]
    assert [item.dimension for item in form.indicators] == ["满意度", "产出", "执行率"]


def test_one_label_over_three_columns_of_names() -> None:
    form = small(
        "绩效指标 | < | < | 指标值 | 完成值 | 分值 | 得分\n产出指标 | 数量指标 | 甲 | 1个 | 1个 | 50 | 50\n"
        "^ | 质量指标 | 乙 | 1个 | 1个 | 50 | 50"
    )
    assert [[words(form, cell) for cell in item.levels] for item in form.indicators] == [
        ["产出指标", "数量指标", "甲"],
        ["产出指标", "质量指标", "乙"],
    ]


def test_cells_that_reach_into_the_next_column_keep_their_own() -> None:
    """Rows of a Word table seldom share their grid to the last line."""
    form = small(
        "一级指标 | 二级指标 | 三级指标 | < | 指标值 | < | 完成值 | 分值 | < | 得分 | 偏差原因\n"
        "产出指标 | 数量指标 | 甲 | 1个 | < | 2个 | < | 50 | 49 | < | 无"
    )
    assert table_of(form, "指标值", "完成值", "分值", "得分", "偏差原因") == [["甲", "1个", "2个", "50", "49", "无"]]


def test_weights_stated_in_the_names_of_indicators() -> None:
    form = small(
        "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 得分\n"
        "产出指标（50分） | 数量指标（20分） | 甲（10分） | 1个 | 1个 | 10\n^ | ^ | 乙（10分） | 1个 | 1个 | 10"
    )
    assert [value(form.weight_of(item)) for item in form.indicators] == [10, 10]
    assert [(group.level, group.weight and group.weight.value) for group in form.groups] == [(1, 50), (2, 20)]


def test_weights_in_percent_are_said_to_be_so() -> None:
    form = small("一级指标 | 三级指标 | 权重 | 得分\n产出 | 甲 | 50% | 50\n效益 | 乙 | 50% | 48")
    weight = form.weight_of(form.indicators[0])
    assert weight is not None and (weight.value, weight.unit) == (50, "%")


def test_funds_in_rows_under_each_other() -> None:
    form = small(
        "项目名称 | 甲项目 | <\n项目资金（万元） | 预算数 | 100\n^ | 执行数 | 90\n^ | 执行率 | 90%\n"
        "一级指标 | 分值 | 得分\n产出 | 50 | 50\n效益 | 50 | 50"
    )
    assert funds_of(form, "全年预算数", "执行数", "执行率") == [[True, "预算数", "100", "90", "90%"]]
    assert value(form.amount(form.funds[0], "执行数")) == 900_000


def test_a_score_that_is_merged_over_the_lines_of_funds_is_the_total_lines() -> None:
    form = small(
        "项目资金（万元） |  | 预算数 | 执行数 | 分值 | 执行率 | 得分 | \n"
        "^ | 年度资金总额 | 100 | 90 | 10 | 90% | 9 | \n"
        "^ | 其中：财政拨款 | 100 | 90 | ^ | ^ | ^ | \n" + HEADS + TWO
    )
    assert [words(form, line.cell("得分")) for line in form.funds] == ["9", None]


def test_the_unit_may_stand_over_the_table() -> None:
    rows = _rows(
        "项目资金 |  | 预算数 | 执行数 | 执行率 | 得分 | | \n^ | 合计 | 100 | 90 | 90% | 9 | | \n" + HEADS + TWO
    )
    form = only(report_of("项目支出绩效自评表\n金额单位：千元", rows))
    assert value(form.amount(form.funds[0], "执行数")) == 90_000
    form = only(report_of("项目支出绩效自评表\n填报单位：市局", rows))
    assert form.funds[0].units == {}


def paged(rows: Rows, second: int) -> Form:
    """The form of rows of which those from `second` on stand on the second page."""
    builder = DocumentBuilder("a.pdf", "pdf", "0" * 64)
    document = document_of("", rows)
    builder.table(
        RawCell(c.row, c.column, c.span.cut(document.text), c.row_span, c.column_span, page=1 + (c.row >= second))
        for c in document.tables[0].cells
    )
    return only(Report(builder.build(), default_pack().vocabulary))


def test_the_rest_of_a_row_that_a_page_break_cuts_is_no_indicator() -> None:
    rows = _rows(
        HEADS + "产出指标 | 数量指标 | 建成图 | 1个 | 1个 | 40 | 40 | 进度\n标 |  | 书角数量 |  |  |  |  | 较慢\n"
        "^ | 质量指标 | 合格率 | 100% | 100% | 60 | 60 | "
    )
    form = paged(rows, second=2)
    assert form.doubt is None
    assert [row[0] for row in table_of(form)] == ["建成图", "合格率"]
    assert [item.dimension for item in form.indicators] == ["产出", "产出"]
    rows[2][4] = "半"
    assert paged(rows, second=2).doubt == "第2行被分页断成两行，无法确定各格的内容"


# --- what cannot be rebuilt ------------------------------------------------------------------------------------------

DOUBTFUL = {
    "rows shorter than their header": layouts.SHIFTED,
    "words where weights should be": _rows(HEADS + "产出指标 | 数量指标 | 甲 | 1个 | 1个 | 按时完成 | 50 | 50"),
    "several rows in one": _rows(
        "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分\n"
        "产出指标\\n效益指标 | 数量指标\\n社会效益 | 甲\\n乙 | 1个\\n好 | 1个\\n好 | 50\\n50 | 50\\n48"
    ),
    "the header in one cell": _rows(
        "一级指标 二级指标 三级指标 指标值 完成值 分值 得分 | 偏差原因\n产出指标 数量指标 甲 1个 1个 50 50 | "
    ),
    "no header": _rows(
        "产出指标 | 数量指标 | 甲 | 1个 | 1个 | 50 | 50\n效益指标 | 社会效益指标 | 乙 | 好 | 好 | 50 | 48"
    ),
    "figures without a name": _rows(
        HEADS + "产出指标 | 数量指标 |  | 1个 | 1个 | 50 | 50 | \n | | | 2个 | 2个 | 10 | 10 | "
    ),
    "a figure for a name": _rows(HEADS + "产出指标 | 数量指标 | 20 | 1个 | 1个 | 50 | 50 | "),
}


@pytest.mark.parametrize("rows", DOUBTFUL.values(), ids=DOUBTFUL.keys())
def test_what_cannot_be_rebuilt_is_said_and_not_guessed(rows: Rows) -> None:
    form = form_of(rows)
    assert form.doubt is not None and not form.doubt.endswith("。")


@pytest.mark.parametrize(
    "text",
    [
        "一级指标\n二级指标\n三级指标\n年度指标值\n实际完成值\n分值\n得分\n产出指标\n数量指标\n10\n20",
        "一级指标  二级指标  三级指标  年度指标值  实际完成值  分值  得分\n产出指标 数量指标 甲 1 1 10 10",
    ],
    ids=["a label a line", "all labels in a line"],
)
def test_a_form_whose_text_lies_about_in_paragraphs_is_there_but_doubted(text: str) -> None:
    form = only(report_of("项目支出绩效自评表\n" + text))
    assert form.kind == "self-evaluation" and form.tables == () and form.doubt == "表格的文字散落在正文里，无法还原表格"
    assert words(form, form.title) == "项目支出绩效自评表"


DUMPED = (
    "项目支出绩效自评表 （2022年度） 项目名称 垃圾分类亭 实施单位 青浦街道办事处 项目资金 （万元） 年初预算数 "
    "全年预算数 全年执行数 分值 执行率 得分 年度资金总额 36 36 35.1 10 97.5% 9.75 年度总体目标 预期目标 实际完成情况 "
    "新建分类亭12座，垃圾日产日清。 新建分类亭12座，垃圾日产日清。 绩效指标 一级指标 二级指标 三级指标 年度指标值 "
    "实际完成值 分值 得分 偏差原因分析及改进措施 产出指标 数量指标 分类亭数量 ≥12座 12座 50 50 效益指标 社会效益指标 "
    "居民知晓率 ≥90% 93% 30 30 满意度指标 居民满意度 ≥90% 95% 10 10 总分 100 99.75"
)


@pytest.mark.parametrize("text", [DUMPED, DUMPED.replace(" ", "")], ids=["spaced", "run together"])
def test_a_form_that_was_copied_out_in_one_line_is_a_form_that_cannot_be_rebuilt(text: str) -> None:
    report = report_of(text)
    assert report.identity.kind == "table"
    assert only(report).doubt == "表格的文字散落在正文里，无法还原表格"


def test_a_sentence_that_lists_the_levels_of_indicators_is_no_form() -> None:
    text = (
        "评价指标体系分为一级指标、二级指标、三级指标，逐级写明指标值、分值和得分，"
        + "由项目科逐项对照核对并填写。" * 20
    )
    assert report_of("2022年垃圾分类亭项目绩效自评报告\n" + text).forms == ()


def test_the_readers_own_doubt_is_handed_on() -> None:
    builder = DocumentBuilder("a.pdf", "pdf", "0" * 64)
    document = document_of("", layouts.MOF)
    cells = [
        RawCell(c.row, c.column, c.span.cut(document.text), c.row_span, c.column_span) for c in document.tables[0].cells
    ]
    builder.table(cells, doubt="表格线不全")
    assert only(Report(builder.build(), default_pack().vocabulary)).doubt == "表格线不全"


def test_a_form_of_funds_and_goals_alone_is_a_form_that_was_not_read_whole() -> None:
    form = form_of(layouts.MOF[:9])
    assert form.kind == "self-evaluation" and form.doubt == "表中没有读到绩效指标"


def test_a_list_of_targets_with_completions_in_a_report_is_no_form() -> None:
    rows = _rows("指标 | 目标值 | 完成值\n新建步道 | 3公里 | 3公里\n补种树木 | 200株 | 210株")
    report = report_of("（三）产出情况", rows)
    assert report.forms == ()
    assert [form.kind for form in read_all_forms(report)] == ["targets"]


def test_a_column_that_holds_targets_and_completions_is_parted_into_both() -> None:
    form = small(
        "一级指标 | 二级指标 | 三级指标 | 年度指标值/全年完成值 | 分值 | 得分\n"
        "产出指标 | 数量指标 | 培训人数 | ≥600人/612人 | 50 | 50\n"
        "^ | 成本指标 | 人均成本 | ≤300元/人/286元/人 | 20 | 20\n"
        "满意度指标 | 满意度 | 学员满意度 | ≥90%\\n95% | 30 | 30\n"
    )
    assert table_of(form, "指标值", "完成值") == [
        ["培训人数", "≥600人", "612人"],
        ["人均成本", "≤300元/人", "286元/人"],
        ["学员满意度", "≥90%", "95%"],
    ]
    assert form.doubt is None


def test_a_column_of_targets_and_completions_that_cannot_be_parted_is_doubted() -> None:
    form = small(
        "一级指标 | 二级指标 | 三级指标 | 指标值、完成值 | 分值 | 得分\n"
        "产出指标 | 数量指标 | 培训人数 | 600人以上612人 | 50 | 50\n"
        "效益指标 | 社会效益 | 带动就业 | 80人/86人 | 50 | 50\n"
    )
    assert form.doubt == "第2行的指标值和完成值写在一格，分不清"


@pytest.mark.parametrize("nothing", ["无 | 无 | 无 | 0 | 0 | 无", "不涉及 | / | / | / | / | /", "/ | — | — | — | — | "])
def test_a_row_that_says_that_there_is_none_is_no_indicator(nothing: str) -> None:
    form = small(HEADS + TWO + f"^ | 生态效益指标 | {nothing}\n总分 | < | < | < | < | 100 | 98 | ")
    assert [name for name, *_ in table_of(form)] == ["甲", "乙"] and words(form, form.total_score) == "98"


def test_a_row_of_words_under_no_known_label_is_neither_an_indicator_nor_the_end_of_the_total() -> None:
    form = small(
        HEADS
        + TWO
        + "总分 | < | < | < | < | 100 | 98 | \n佐证材料清单 | 验收单、凭证和问卷各一份。 | < | < | < | < | < | <"
    )
    assert len(form.indicators) == 2 and words(form, form.total_score) == "98"


def test_the_total_of_a_typed_form_may_stand_beside_its_label_alone() -> None:
    typed = [*(row.copy() for row in layouts.HUBEI[:-3])]
    rows = [["" if cell in ("<", "^") else cell for cell in row] for row in [*typed, ["总分", "98", *[""] * 5]]]
    form = form_of(rows)
    assert words(form, form.total_score) == "98"
    assert funds_of(form, "全年预算数", "执行数", "得分") == [[True, "年度财政资金总额", "300", "285", "19"]]


def test_a_unit_of_money_in_the_title_row_is_the_forms_and_names_no_unit() -> None:
    rows = _rows("填报单位：市科协 | 填报日期：2024年2月28日 | < | < | < | 单位：万元")
    form = form_of([*rows, *layouts.SUZHOU])
    assert [line.units.get("执行数") for line in form.funds] == ["万元"]
    assert [words(form, item.value) for item in form.header if item.name == "实施单位"] == ["市科协", "市科技馆"]


def test_figures_that_stand_one_column_off_in_a_typed_table_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(
        "| 项目资金（元） | | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |\n| --- | --- |\n"
        "| 年度资金总额 | 2140000.00 | 2097200.00 | 10 | 98.00% | 9.8 |\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 |\n"
        "| 产出指标 | 数量指标 | 补贴人数 | >= | 1650 | 人 | 1702 | 25 | 25 |\n",
        encoding="utf-8",
    )
    report = Report(read_here(path), default_pack().vocabulary)
    assert [fact.name for fact in report.facts if fact.name in ("执行率", "执行数", "全年预算数")] == []
    (form,) = report.forms
    assert form.kind == "self-evaluation" and "有的行比表头多单元格" in (form.doubt or "")


def test_indicators_that_stand_line_by_line_in_one_row_are_told_apart() -> None:
    form = small(
        HEADS + "产出\\n指标 | 数量指标 | 培训人数\\n开设班次 | ≥600人\\n≥12期 | 612人\\n11期 | "
        "30\\n20 | 30\\n18.3 | 一期改在次年\n"
        + "效益指标 | 社会效益 | 带动就业人数\\n和创业人数 | ≥80人 | 86人 | 50 | 50 | "
    )
    assert table_of(form, "指标值", "完成值", "分值", "得分", "偏差原因") == [
        ["培训人数", "≥600人", "612人", "30", "30", "一期改在次年"],
        ["开设班次", "≥12期", "11期", "20", "18.3", "一期改在次年"],
        ["带动就业人数和创业人数", "≥80人", "86人", "50", "50", ""],
    ]
    assert form.doubt is None and [item.dimension for item in form.indicators] == ["产出", "产出", "效益"]


def test_a_list_of_projects_with_their_scores_is_no_form() -> None:
    rows = _rows(
        "序号 | 项目名称 | 全年预算数 | 执行数 | 执行率 | 自评得分\n"
        "1 | 农民培训 | 120 | 117.6 | 98% | 97.8\n2 | 种子补贴 | 80 | 80 | 100% | 98"
    )
    assert report_of("2023年度项目支出绩效自评结果汇总表\n单位：万元", rows).forms == ()


def test_budget_and_execution_may_stand_as_labels_and_figures_under_the_indicators() -> None:
    rows = _rows(
        "项目名称 | 农民培训 | < | < | 自评总分 | 98 | 自评等级 | 优\n"
        + HEADS + TWO + "预算数（万元） | 120 | < | < | 执行数（万元） | 117.6 | < | <"
    )  # fmt: skip
    report = report_of("项目支出绩效自评表", rows)
    form = only(report)
    assert len(form.indicators) == 2 and words(form, form.total_score) == "98" and words(form, form.grade) == "优"
    assert funds_of(form, "全年预算数", "执行数") == [[True, "预算数", "120", "117.6"]]
    assert {fact.name for fact in report.facts} >= {"全年预算数", "执行数"}


def test_a_column_of_points_for_the_execution_rate_holds_no_rates() -> None:
    rows = _rows(
        "项目名称 | 全年预算数 | 执行数 | 执行率 | 预算执行率（10分） | 产出（50分） | 自评得分\n"
        "农民培训 | 120 | 117.6 | 98% | 9.8 | 50 | 99.8\n种子补贴 | 80 | 80 | 100% | 10 | 49 | 99"
    )
    report = report_of("2023年度项目支出绩效自评结果汇总表\n单位：万元", rows)
    rates = [(fact.scope, str(fact.quantity.value)) for fact in report.facts if fact.name == "执行率"]
    assert rates == [("农民培训", "98"), ("种子补贴", "100")] and report.forms == ()
    assert report.identity.project is None


def test_a_typed_form_of_hebei_with_blanks_for_its_merged_cells_is_the_same_form() -> None:
    typed = form_of([["" if cell in ("<", "^") else cell for cell in row] for row in layouts.HEBEI])
    merged = form_of(layouts.HEBEI)
    columns = ("指标性质", "指标值", "度量单位", "完成值", "分值", "得分")
    assert table_of(typed, *columns) == table_of(merged, *columns)
    money = ("全年预算数", "到位数", "执行数")
    assert funds_of(typed, *money) == funds_of(merged, *money)


def test_the_name_of_the_first_line_of_funds_may_have_grown_into_the_header_above_it() -> None:
    form = small(
        "项目资金（万元） | 年度资金总额 | 预算数 | 执行数 | 执行率\n"
        "^ | ^ | 100 | 90 | 90%\n^ | 其中：财政拨款 | 100 | 90 | 90%\n" + HEADS + TWO
    )
    assert funds_of(form, "全年预算数", "执行数") == [
        [True, "年度资金总额", "100", "90"],
        [False, "其中：财政拨款", "100", "90"],
    ]


def test_sub_totals_of_dimensions_and_the_total_of_the_indicators_are_not_the_total() -> None:
    form = small(
        HEADS + "产出指标 | 数量指标 | 甲 | 1个 | 1个 | 50 | 50 | \n产出指标小计 | < | < | < | < | 50 | 50 | \n"
        "效益指标 | 社会效益 | 乙 | 好 | 好 | 40 | 38 | 略\n指标得分合计 | < | < | < | < | 90 | 88 | \n"
        "自评总得分 | < | < | < | < | 100 | 97.8 | "
    )
    assert [name for name, *_ in table_of(form)] == ["甲", "乙"]
    assert (words(form, form.total_weight), words(form, form.total_score)) == ("100", "97.8")
    assert [words(form, row.score) for row in form.subtotals] == ["50", "88"]


def test_letters_and_formulas_behind_the_heads_of_funds_are_no_part_of_them() -> None:
    form = small(
        "预算执行情况（万元） | 年初预算A | 调整数B | 调整后预算C=A+B | 实际支出D | 执行率E=D/C | 得分\n"
        "^ | 110 | 10 | 120 | 117.6 | 98% | 9.8\n" + HEADS + TWO
    )
    assert funds_of(form, "年初预算数", "全年预算数", "执行数", "执行率") == [[True, "", "110", "120", "117.6", "98%"]]


def test_of_two_years_side_by_side_the_later_is_the_forms() -> None:
    rows = _rows(
        "项目资金（万元） | 2022年预算数 | 2022年执行数 | 2023年预算数 | 2023年执行数 | 2023年执行率 | 分值 | 得分\n"
        "总额 | 100 | 95 | 120 | 117.6 | 98% | 10 | 9.8\n" + HEADS + TWO
    )
    assert funds_of(form_of(rows), "全年预算数", "执行数", "得分") == [[True, "总额", "120", "117.6", "9.8"]]


@pytest.mark.parametrize("part", ["1-6月完成值", "上半年完成情况", "前三季度实际完成值", "1月至11月完成值"])
def test_what_was_completed_in_a_part_of_the_year_is_not_the_completion(part: str) -> None:
    form = small(
        f"一级指标 | 二级指标 | 三级指标 | 年度指标值 | {part} | 全年完成值 | 分值 | 得分\n"
        "产出指标 | 数量指标 | 甲 | ≥9个 | 4个 | 9个 | 50 | 50\n效益指标 | 社会效益 | 乙 | ≥9个 | 3个 | 9个 | 50 | 50"
    )
    assert table_of(form, "完成值") == [["甲", "9个"], ["乙", "9个"]]


def test_a_form_that_lacks_the_points_of_funds_which_could_not_be_read_is_doubted() -> None:
    indicators = TWO.replace("50", "45") + "总分 | < | < | < | < | 100 | 98 | "
    unread = small("项目名称 | 甲项目 | <\n资金 | 拟用 | 花了\n^ | 100 | 98\n" + HEADS + indicators)
    assert unread.doubt == "资金部分没有读出，分值和得分不全"
    assert small("项目名称 | 甲项目 | <\n" + HEADS + indicators).doubt is None


def test_a_target_that_is_part_of_the_name_is_the_target() -> None:
    form = small(
        "一级指标 | 二级指标 | 三级指标及目标值 | 实际完成值 | 分值 | 得分\n"
        "产出指标 | 数量指标 | 培训人数≥600人 | 612人 | 60 | 60\n^ | 质量指标 | 合格率不低于95% | 93% | 40 | 40"
    )
    assert table_of(form, "指标值", "完成值") == [["培训人数", "≥600人", "612人"], ["合格率", "不低于95%", "93%"]]


def test_a_grade_may_stand_behind_the_total_score() -> None:
    form = small(HEADS + TWO + "自评总分及等级 | < | < | < | < | 100 | 98分（优） | ")
    assert len(form.indicators) == 2 and words(form, form.grade) == "优"
    assert (words(form, form.total_weight), words(form, form.total_score)) == ("100", "98分（优）")


def test_reasons_in_a_table_of_their_own_are_those_of_the_indicators() -> None:
    report = report_with(
        "项目支出绩效自评表", _rows(HEADS.replace("偏差原因", "备注") + TWO.replace("进度慢", "")),
        _rows("指标名称 | 偏差情况 | 偏差原因 | 改进措施\n乙 | 差2分 | 农忙时两个村没有开班 | 提前开班"),
    )  # fmt: skip
    assert table_of(only(report), "偏差原因") == [["甲", None], ["乙", "农忙时两个村没有开班"]]


def test_a_table_of_reasons_for_other_things_changes_nothing() -> None:
    report = report_with(
        "项目支出绩效自评表", _rows(HEADS + TWO), _rows("指标名称 | 偏差情况 | 偏差原因\n丙 | 差2分 | 农忙")
    )  # fmt: skip
    assert table_of(report.forms[0], "偏差原因") == [["甲", ""], ["乙", "进度慢"]]


@pytest.mark.parametrize(("other", "wrong"), [("0", False), ("7", True)])
def test_a_part_may_have_a_part_of_its_own(other: str, wrong: bool) -> None:
    rows = _rows(
        "项目资金（万元） | 预算数 | 执行数 | 得分\n年度资金总额 | 120 | 117.6 | 9.8\n财政拨款 | 120 | 117.6 | —\n"
        f"其中：上年结转资金 | 20 | 20 | —\n其他资金 | {other} | {other} | —\n" + HEADS + TWO
    )
    found = [each.rule for each in review(report_of("项目支出绩效自评表", rows), default_pack()).findings]
    assert ("figure/sum-mismatch" in found) is wrong


def test_a_total_and_a_grade_over_the_funds_are_the_forms() -> None:
    form = small(
        "项目名称 | 灯具更换 | < | < | < | < | < | <\n自评总分 | 98 | < | < | 自评等级 | 优 | < | <\n" + HEADS + TWO
    )
    assert words(form, form.total_score) == "98" and words(form, form.grade) == "优"


@pytest.mark.parametrize("row", ["其他指标 |  |  |  |  |  |  | ", "填表人：方圆 电话：5530812 |  |  |  |  |  |  | "])
def test_words_in_the_place_of_a_level_alone_are_no_indicator(row: str) -> None:
    assert len(small(HEADS + TWO + row).indicators) == 2


def test_a_levels_heading_in_a_typed_row_of_its_own_heads_the_rows_under_it() -> None:
    form = small(
        "序号 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分\n"
        "一、产出指标 | | | | | | \n1 | 数量指标 | 甲 | 1个 | 1个 | 50 | 50\n"
        "二、满意度指标 | | | | | | \n2 | 满意度 | 乙 | 90% | 92% | 50 | 50"
    )
    assert [item.dimension for item in form.indicators] == ["产出", "满意度"]


@pytest.mark.parametrize("unit", ["万头只", "处（座）", "万株", "台/套"])
def test_a_column_of_units_means_what_the_same_words_mean_behind_a_figure(unit: str) -> None:
    form = small(
        "一级指标 | 三级指标 | 指标值 | 度量单位 | 完成值 | 分值 | 得分\n"
        f"产出指标 | 甲 | 320 | {unit} | 326.5{unit} | 50 | 50\n效益指标 | 乙 | 5 | 个 | 6个 | 50 | 50"
    )
    target, done = form.target_of(form.indicators[0]), form.completion_of(form.indicators[0])
    assert target is not None and done is not None
    assert target.unit == done.unit and target.value / 320 * Decimal("326.5") == done.value


def test_the_total_of_a_form_is_a_fact_under_whatever_head_it_stands() -> None:
    typed = "序号 | 二级指标 | 三级指标 | 指标值 | 完成值 | 标准分 | 得分\n"
    typed += "1 | 数量指标 | 甲 | 1个 | 1个 | 50 | 50\n2 | 满意度 | 乙 | 90% | 92% | 50 | 49\n"
    for row, score in (("合计 | < | < | < | < | 100 | 99", [99]), ("合计 | < | < | < | < | 100 | ", [])):
        report = report_with("项目支出绩效自评表", _rows(typed + row))
        assert [fact.quantity.value for fact in report.facts if fact.name == "自评得分"] == score


def test_a_conclusion_in_a_row_of_its_own_says_the_score() -> None:
    row = "评价结论 | 工作按计划完成，自评得分98分，效果较好。 | < | < | < | < | < | <"
    report = report_with("项目支出绩效自评表", _rows(HEADS + TWO + row))
    assert [fact.quantity.value for fact in report.facts if fact.name == "自评得分"] == [98]


def test_cells_that_name_their_own_figures_are_the_figures_of_their_column() -> None:
    report = report_with(
        _rows(
            "项目资金（万元） | 预算数 | 执行数 | 执行率\n"
            "^ | 总额：120 | 总额：117.6 | 98%\n^ | 其中：财政拨款 100 | 其中：财政拨款 98 | 98%"
        )
    )
    assert [(fact.name, fact.scope, fact.quantity.value) for fact in report.facts if fact.name != "执行率"] == [
        ("全年预算数", "项目", 1200000),
        ("执行数", "项目", 1176000),
        ("全年预算数", "财政拨款", 1000000),
        ("执行数", "财政拨款", 980000),
    ]


def test_the_figures_of_forms_under_each_other_in_one_sheet_are_each_of_their_own_project() -> None:
    def rows(name: str, budget: str) -> str:
        return (
            f"项目名称 | {name} | < | < | < | < | < | <\n"
            "项目资金（万元） | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 | \n"
            f"年度资金总额 | {budget} | {budget} | {budget} | 10 | 100% | 10 | \n"
            + HEADS
            + TWO
            + "总分 | < | < | < | < | 110 | 108 | \n"
        )

    report = report_with(_rows(rows("湿地围栏修建", "30") + rows("古树名木保护", "52")))
    found = {(fact.scope, fact.quantity.value) for fact in report.facts if fact.name in ("执行数", "自评得分")}
    assert found == {("湿地围栏修建", 300000), ("古树名木保护", 520000), ("湿地围栏修建", 108), ("古树名木保护", 108)}
