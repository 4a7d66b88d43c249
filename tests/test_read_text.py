import pytest

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
