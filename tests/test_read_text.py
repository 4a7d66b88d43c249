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
