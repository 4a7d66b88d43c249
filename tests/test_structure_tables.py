"""structure/table-missing, attachment-missing and indicator-missing: what ought to be in the file beside the text."""

from __future__ import annotations

import pytest

from checker.document import DocumentBuilder, RawCell
from checker.review import review
from checker.understand.report import Report
from tests.outlines import USUAL
from tests.reviewing import both_widths, default_pack, report_of, review_of

SCORES = [["一级指标", "分值", "得分"], ["决策", "20", "19"], ["产出", "40", "38"], ["效益", "40", "36"]]
OTHER = [["街道", "金额"], ["城东", "80"], ["城西", "80"]]


def quoted(text: str, *tables: list[list[str]], rule: str) -> list[str]:
    result = review_of(text, *tables, kind="narrative", rules=f"structure/{rule}")
    return [finding.locations[0].text for finding in result.findings]


def test_a_report_without_any_table_lacks_the_scoring_table_where_it_is_announced() -> None:
    for text in both_widths(USUAL):
        assert quoted(text, rule="table-missing") == ["附表说明"]
    plain = USUAL.replace("（附表说明）", "")
    assert quoted(plain, rule="table-missing") == ["三、综合评价情况及评价结论"]


def test_a_scoring_table_of_level_1_rows_is_one_and_a_table_of_money_is_none() -> None:
    assert quoted(USUAL, SCORES, rule="table-missing") == []
    assert len(quoted(USUAL, OTHER, rule="table-missing")) == 1


def test_a_mention_is_no_table_and_one_drawn_in_text_is() -> None:
    mention = "\n一级指标、二级指标的分值和得分见评分表。"
    assert len(quoted(USUAL + mention, rule="table-missing")) == 1
    drawn = "\n一级指标 | 分值 | 得分\n决策 | 20 | 19\n产出 | 40 | 38"
    assert quoted(USUAL + drawn, rule="table-missing") == []


@pytest.mark.parametrize(
    ("annexes", "severity"),
    [
        ("附件：1.项目支出绩效自评表\n2.验收照片", "info"),
        ("附件：1.验收照片\n2.项目支出绩效自评表.xlsx", "info"),
        ("附件1 绩效评价指标体系评分表", "info"),
        ("附：评分表", "info"),
        ("附件：验收照片", "warning"),
        ("建议按评分表逐项整改。", "warning"),
    ],
)
def test_a_table_that_the_list_of_annexes_names_may_be_a_file_of_its_own(annexes: str, severity: str) -> None:
    for text in both_widths(f"{USUAL}\n{annexes}"):
        [finding] = review_of(text, kind="narrative", rules="structure/table-missing").findings
        assert finding.severity == severity
        assert ("另存为一个文件" in finding.message) is (severity == "info")


def test_a_header_whose_table_could_not_be_rebuilt_leaves_it_open() -> None:
    text = USUAL + "\n一级指标 二级指标 三级指标 分值 得分"
    result = review_of(text, kind="narrative", rules="structure/table-missing")
    assert result.findings == () and len(result.not_checked) == 1


# attachment-missing


def promised(text: str, *tables: list[list[str]]) -> list[str]:
    return quoted(text, *tables, rule="attachment-missing")


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("资金明细详见附件2。", "见附件2"),
        ("资金使用明细见附表2。", "见附表2"),
        ("验收报告见附件。", "见附件"),
        ("各街道补助金额（附件三）已核对。", "（附件三）"),
        ("现场照片附后。", "现场照片附后"),
    ],
)
def test_an_annex_that_is_promised_and_not_there_is_reported(words: str, phrase: str) -> None:
    for text, expected in zip(both_widths(USUAL + "\n" + words), both_widths(phrase), strict=True):
        assert promised(text) == [expected]


def test_each_annex_of_several_is_asked_for_once() -> None:
    text = USUAL + "\n明细见附件1、附件2和附件3。各街道情况也见附件3。\n附件1\n资金明细：城东80万元，城西80万元。"
    assert promised(text) == ["见附件1、附件2", "见附件1、附件2和附件3"]


@pytest.mark.parametrize("title", ["附件2", "附件2：资金明细表", "附表2", "附件二", "附2 资金明细", "（附件2）"])
def test_an_annex_that_stands_under_its_name_is_held(title: str) -> None:
    for text in both_widths(USUAL + f"\n资金明细详见附件2。\n{title}\n城东80万元，城西80万元。"):
        assert promised(text) == []


def test_a_table_without_a_name_may_be_the_annex_that_is_promised() -> None:
    assert promised(USUAL + "\n资金明细见附件1。", OTHER) == []
    assert promised(USUAL + "\n资金明细见附件。", OTHER) == []
    assert promised(USUAL + "\n资金明细见附件3。", OTHER) == ["见附件3"]


@pytest.mark.parametrize(
    "words",
    [
        "各项得分详见附表。",
        "评分情况见附件1。",
        "绩效自评表见附件。",
        "具体见附表。",
        "根据《资金管理办法》（附件2）执行。",
        "见《关于印发绩效评价办法的通知》附件3。",
        "按照市财政局文件附件1的要求填报。",
        "附件：资金明细表.xlsx",
    ],
)
def test_the_scoring_table_and_other_documents_annexes_are_not_asked_for_here(words: str) -> None:
    for text in both_widths(USUAL + "\n" + words):
        assert promised(text) == []


def test_the_list_of_annexes_at_the_end_promises_each_of_them() -> None:
    text = USUAL + "\n附件：1.资金明细表\n2.满意度调查问卷\n3.绩效评价评分表"
    assert promised(text) == ["1.资金明细表", "2.满意度调查问卷"]


def test_an_annex_named_in_the_last_words_of_a_file_is_not_in_it() -> None:
    assert promised(USUAL + "\n附件：资金明细表\n江城市民政局\n2023年4月6日") == ["附件：资金明细表"]
    assert promised(USUAL + "\n附件：资金明细表", OTHER) == []


# indicator-missing

FORM = [
    ["项目支出绩效自评表", "<", "<", "<", "<", "<", "<"],
    ["项目名称", "社区食堂建设补助", "<", "<", "<", "<", "<"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
    ["产出指标", "数量指标", "新建社区食堂", "12处", "12处", "50", "50"],
    ["效益指标", "社会效益指标", "日均服务", "≥80人次", "92人次", "30", "30"],
    ["满意度指标", "服务对象满意度", "老年人满意率", "≥90%", "94%", "10", "10"],
    ["总分", "<", "<", "<", "<", "90", "90"],
]


def lacking(form: list[list[str]]) -> list[str]:
    result = review_of("项目支出绩效自评表", form, kind="table", rules="structure/indicator-missing")
    return [finding.data["dimension"] for finding in result.findings]


def test_a_form_with_the_three_dimensions_is_complete() -> None:
    assert lacking(FORM) == []


@pytest.mark.parametrize(("row", "name"), [(3, "产出"), (4, "效益"), (5, "满意度")])
def test_a_form_without_one_dimension_is_told_so(row: int, name: str) -> None:
    assert lacking(FORM[:row] + FORM[row + 1 :]) == [name]


def test_satisfaction_is_not_asked_for_where_the_form_says_that_it_is_for_personnel() -> None:
    form = [*FORM[:1], ["项目类别", "人员类项目", "<", "<", "<", "<", "<"], *FORM[2:5], FORM[6]]
    assert lacking(form) == []


def unread(names: list[list[str]], code: str) -> list[str]:
    """What a form lacks, or why that cannot be said, where the reader passed over something."""
    builder = DocumentBuilder("form.xlsx", "xlsx", "0" * 64)
    builder.paragraph("项目支出绩效自评表")
    builder.table([RawCell(r, c, words) for r, row in enumerate(names) for c, words in enumerate(row) if words != "<"])
    builder.note(code, "有读不出的内容", incomplete=True)
    pack = default_pack()
    report = Report(builder.build(), pack.vocabulary)
    result = review(report, pack, wanted=lambda rule: rule == "structure/indicator-missing")
    return [finding.data["dimension"] for finding in result.findings] or [e.reason[:6] for e in result.not_checked]


def test_a_formula_without_its_result_hides_a_dimension_only_where_the_dimensions_stand() -> None:
    form = [FORM[2], *[row[:] for row in FORM[3:5]], FORM[4][:], FORM[6]]
    form[3][2:4] = ["服务天数", ""]
    assert unread(form, "uncalculated") == ["满意度"]
    assert unread(form, "scan") == ["文件中有读不"]
    form[3][0] = ""
    assert unread(form, "uncalculated") == ["文件中有读不"]


def test_two_dimensions_in_one_cell_are_told_apart_by_the_level_below() -> None:
    """A PDF lacked the line between two level-1 cells."""
    joined = [*FORM[:3], FORM[3], ["效益指标满意度指标", *FORM[4][1:]], ["^", *FORM[5][1:]], FORM[6]]
    assert lacking(joined) == []
    (form,) = report_of("项目支出绩效自评表", joined).forms
    assert [item.dimension for item in form.indicators] == ["产出", "效益", "满意度"]


def test_a_scoring_table_is_no_form_and_without_a_form_the_rule_says_so() -> None:
    result = review_of(USUAL, SCORES, kind="combined", rules="structure/indicator-missing")
    assert result.findings == ()
    assert [unchecked.reason for unchecked in result.not_checked] == ["文中没有自评表"]
