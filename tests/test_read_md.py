from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.document import Document
from checker.errors import ReadError
from checker.read.md import read
from checker.read.source import Source
from tests.files import lines


def _read(text: str) -> Document:
    return read(Source("a.md", text.encode()))


def _lines(text: str) -> list[str]:
    return lines(_read(text))


@pytest.mark.parametrize(
    ("line", "level", "words"),
    [
        ("# 报告", 1, "报告"),
        ("## 一、项目概况 ##", 2, "一、项目概况"),
        ("###（一）基本情况", 3, "（一）基本情况"),
        ("##二、结论", 2, "二、结论"),
        ("#1机组改造", None, "#1机组改造"),
        ("# **加粗**标题", 1, "加粗标题"),
        ("####### 七", None, "####### 七"),
    ],
)
def test_marks_of_headings_are_their_level(line: str, level: int | None, words: str) -> None:
    document = _read(line)
    assert lines(document) == [words] and document.paragraphs[0].level == level


def test_an_underlined_line_is_a_heading_and_a_rule_under_a_sentence_is_none() -> None:
    document = _read("报告\n===\n结论\n---\n这是一句完整的话。\n---\n完\n\n***\n")
    assert [(p.span.cut(document.text), p.level) for p in document.paragraphs] == [
        ("报告", 1),
        ("结论", 2),
        ("这是一句完整的话。", None),
        ("完", None),
    ]


def test_a_line_is_a_paragraph_and_lists_keep_their_numbers() -> None:
    assert _lines("一\n二\n\n1. 甲\n2) 乙\n- 丙\n* 丁\n+ 戊\n- [x] 己\n> 庚\n-5万元") == [
        "一",
        "二",
        "1. 甲",
        "2) 乙",
        "丙",
        "丁",
        "戊",
        "己",
        "庚",
        "-5万元",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("**重点**内容", "重点内容"),
        ("**重点：**内容", "重点：内容"),
        ("这是*强调*的***部分***", "这是强调的部分"),
        ("~~删除线~~ __粗__ `290`万元", "删除线 粗 290万元"),
        ('见[附件](a_(1).docx "题")和<https://a.b/c>', "见附件和https://a.b/c"),
        ("共5*3*2个，a_b_c", "共5*3*2个，a_b_c"),
        (r"不是\*强调\*，也不是\#标题", "不是*强调*，也不是#标题"),
        ("`**不动**`", "**不动**"),
        ("得分<80分 &lt;90% <u>下划线</u>", "得分<80分 <90% 下划线"),
    ],
)
def test_marks_of_emphasis_are_taken_off(text: str, words: str) -> None:
    assert _lines(text) == [words]


@pytest.mark.parametrize(
    "text",
    ["投入**万元，完成**个，共**万元", "20**年**月**日", "**市**县", "预算____万元", "XX单位__年__月", "**元和**元"],
)
def test_blanks_that_nobody_filled_in_stay(text: str) -> None:
    assert _lines(text) == [text]


def test_a_paragraph_that_is_bold_throughout_says_so() -> None:
    assert [p.bold for p in _read("**（一）概况**\n**一**二三\n**一二**，**三四**").paragraphs] == [True, False, False]


def test_pipe_tables_with_escaped_pipes_and_breaks() -> None:
    document = _read("指标 | 目标\n:--|--:\na\\|b | **6个**<br>8个\n\n| 甲 |\n|---|\n| 乙 |\n后文")
    assert lines(document) == ["指标|目标", "a|b|6个\n8个", "甲", "乙", "后文"]
    assert [table.doubt for table in document.tables] == [None, None]


def test_a_table_without_its_rule_is_one_when_its_rows_agree() -> None:
    assert _read("|甲|乙|\n|丙|丁|").tables[0].columns == 2
    assert _read("|甲|乙|\n|丙|丁|戊|").tables == ()


def test_a_ragged_table_is_doubtful() -> None:
    (table,) = _read("|甲|乙|\n|---|---|\n|丙|\n|丁|戊|己|").tables
    assert table.doubt and table.columns == 3


def test_tables_in_html_are_tables() -> None:
    text = "前\n<table><tr><td rowspan=2>产出</td><td>6个</td></tr>\n<tr><td>8个</td></tr></table>\n后"
    assert _lines(text) == ["前", "产出|6个", "产出|8个", "后"]


def test_fenced_text_is_left_as_it_is() -> None:
    assert _lines("```text\n# 不是标题\n**不动**\n```\n完") == ["# 不是标题", "**不动**", "完"]
    assert _lines("```\n没有结尾") == ["没有结尾"]


def test_front_matter_and_comments_are_not_shown() -> None:
    assert _lines("---\ntitle: 甲\n---\n# 乙\n<!-- 批注\n两行 -->丙\n[1]: http://a") == ["乙", "丙"]
    assert _lines("---\n一、概况\n---\n完") == ["一、概况", "完"]


def test_pictures_are_noted() -> None:
    document = _read("正文 ![图](a.png)")
    assert lines(document) == ["正文"] and document.notes[0].code == "images"


@pytest.mark.parametrize("text", ["---\ntitle: 甲\n---\n", "***", "<!-- a -->"])
def test_a_file_without_words_is_no_report(text: str) -> None:
    with pytest.raises(ReadError) as caught:
        _read(text)
    assert caught.value.code == "no-text"


@given(
    st.lists(
        st.sampled_from(["一", "**", "*", "_", "|", "\\", "`", "[", "](", ")", "<b>", "\n", "#", "---", "&", " "]),
        max_size=40,
    )
)
def test_no_mark_takes_words_away(pieces: list[str]) -> None:
    text = "".join(pieces)
    if "](" in text or "---" in text:  # addresses and rules may hold anything
        return
    try:
        shown = _read(text).text
    except ReadError:
        shown = ""
    assert shown.count("一") == text.count("一")
