import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.errors import ReadError
from checker.read.encoding import decode
from checker.read.source import Source
from checker.read.txt import read

REPORT = "一、项目概况\n\n  2022年安排资金290万元。\r\n二、结论"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_encodings_of_real_submissions_give_the_same_text(encoding: str) -> None:
    assert decode(REPORT.encode(encoding)) == REPORT


def test_a_line_is_a_paragraph_and_blank_lines_are_none() -> None:
    document = read(Source("a.txt", REPORT.encode("gb18030")))
    assert [p.span.cut(document.text) for p in document.paragraphs] == [
        "一、项目概况",
        "2022年安排资金290万元。",
        "二、结论",
    ]


def test_bytes_that_are_no_text_are_refused_with_a_remedy() -> None:
    with pytest.raises(ReadError) as caught:
        decode(b"\xff\xff\xff\x00\x81")
    assert caught.value.code == "damaged" and caught.value.remedy


def test_blank_text_is_never_an_empty_report() -> None:
    with pytest.raises(ReadError) as caught:
        read(Source("a.txt", "\u3000\n".encode()))
    assert caught.value.code == "no-text"


def test_a_file_that_was_cut_off_keeps_its_encoding() -> None:
    whole = "一、项目概况，预算数290万元，执行数286万元" * 9
    for encoding in ("utf-8", "gb18030", "utf-16"):
        for cut in (1, 2, 3):
            text = decode(whole.encode(encoding)[:-cut])
            assert text[:200] == whole[:200] and text.count("\N{REPLACEMENT CHARACTER}") <= 1


def test_a_few_broken_bytes_are_said_and_do_not_make_nonsense_of_the_rest() -> None:
    data = "一、项目概况，预算数290万元。".encode() * 15
    document = read(Source("a.txt", data + b"\xff" + data))
    assert document.text.count("项目概况") == 30
    assert [(note.code, note.message) for note in document.notes] == [
        ("broken-text", "文中有1处文字因编码损坏无法识别")
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_digits(encoding: str) -> None:
    words = "2022年安排290万元\r\n执行286.50万元\r\n"
    assert decode(words.encode(encoding)) == words


def test_a_big5_page_needs_its_declaration() -> None:
    words = "項目預算數為二百九十萬元"
    assert decode(words.encode("big5"), "Big5") == words
    assert decode(words.encode("gbk"), "big5-nonsense") == words


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=60))
def test_words_in_chinese_come_back_from_both_encodings(words: str) -> None:
    sentence = f"一、项目概况：{words}，共290万元。"
    assert decode(sentence.encode()) == sentence
    assert decode(sentence.encode("gbk")) == sentence


@pytest.mark.parametrize("dashes", ["", "|---|:-:|---|\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_typed_with_pipes_is_a_table_with_or_without_its_dashes(dashes: str, end: str) -> None:
    text = f"二、评分\n|一级指标|分值|得分|\n{dashes}|决策|20|18.5|\n|合计|100||\n三、问题\n"
    document = read(Source("a.txt", text.replace("\n", end).encode()))
    (table,) = document.tables
    assert [[cell.span.cut(document.text) if cell else None for cell in row] for row in table.grid] == [
        ["一级指标", "分值", "得分"],
        ["决策", "20", "18.5"],
        ["合计", "100", ""],
    ]
    assert table.doubt is None
    assert [p.span.cut(document.text) for p in document.paragraphs] == ["二、评分", "三、问题"]


@pytest.mark.parametrize(
    "text",
    [
        "|一级指标|分值|得分|\n决策20分。",  # one row alone
        "建设地点：城镇|农村\n补助对象：户|人",  # choices, no rows
        "|优|良|中|\n|其他|\n",  # rows of different widths
        "|请在方框内打勾|\n|逾期不予受理|\n",  # one column is a frame
        "一、概况\n---\n二、结论",
    ],
)
def test_lines_with_pipes_that_may_be_no_table_stay_lines(text: str) -> None:
    document = read(Source("a.txt", text.encode()))
    assert not document.tables
    assert document.text == "\n".join(line for line in text.split("\n") if line)


def test_a_row_that_is_short_of_cells_makes_a_typed_table_doubtful() -> None:
    document = read(Source("a.txt", "|指标|分值|得分|\n|产出|30|27|\n|效益|30|\n".encode()))
    assert document.tables[0].doubt


def test_lines_copied_from_a_spreadsheet_are_a_table_and_those_with_a_tab_or_two_are_lines() -> None:
    table = "\t年初预算数\t全年执行数\t得分\n年度资金总额\t120\t117.6\t9.8\n其中：财政拨款\t120\t117.6\t\n"
    document = read(Source("a.txt", f"资金情况\n{table}\n一、概况\t\t1\n二、结论\t2\n".encode()))
    (found,) = document.tables
    assert (found.rows, found.columns, found.doubt) == (3, 4, None)
    assert [block.span.cut(document.text)[:4] for block in document.paragraphs] == ["资金情况", "一、概况", "二、结论"]


def test_a_copied_table_whose_lines_have_lost_cells_is_doubtful() -> None:
    (table,) = read(Source("a.txt", b"a\tb\tc\td\n1\t2\t3\t4\n1\t2\t3\t4\te\n")).tables
    assert table.doubt == "表格各行的列数不一致"


def test_tabbed_tables_of_other_widths_under_each_other_are_tables_of_their_own() -> None:
    head, body = "单位\t林场\t电话\t无\n地址\t县城\t邮编\t无\n", "甲\t1\t2\t3\t4\n乙\t5\t6\t7\t8\n"
    document = read(Source("a.txt", (head + body).encode()))
    assert [(table.columns, table.doubt) for table in document.tables] == [(4, None), (5, None)]
    ragged = read(Source("a.txt", (head + "丙\t1\t2\t3\t4\n").encode()))
    assert [bool(table.doubt) for table in ragged.tables] == [True]
