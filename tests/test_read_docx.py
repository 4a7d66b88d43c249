import io
import zipfile

import docx
import pytest

from checker.document import Document
from checker.errors import ReadError
from checker.read.docx import read
from checker.read.source import Source

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _read_body(body: str) -> Document:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return read(Source("a.docx", data.getvalue()))


def test_paragraphs_and_tables_come_in_body_order_with_merged_cells_once() -> None:
    file = docx.Document()
    file.add_heading("一、项目概况", 1)
    table = file.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "产出"
    table.cell(2, 0).merge(table.cell(2, 2)).text = "总分"
    table.cell(0, 1).text = "6个"
    file.add_paragraph("完")
    data = io.BytesIO()
    file.save(data)
    document = read(Source("a.docx", data.getvalue()))
    assert [block.span.cut(document.text) for block in document.blocks if block not in document.tables] == [
        "一、项目概况",
        "完",
    ]
    assert document.paragraphs[0].level == 1
    grid = document.tables[0]
    assert grid.at(1, 0) is grid.at(0, 0) and grid.at(2, 2) is grid.at(2, 0)
    assert document.text.count("产出") == 1


def test_tracked_changes_are_read_as_accepted() -> None:
    document = _read_body(
        "<w:p><w:r><w:t>安排</w:t></w:r><w:del><w:r><w:delText>280</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>290</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r></w:p>"
    )
    assert document.text == "安排290"


def test_a_hostile_column_span_is_capped() -> None:
    row = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
    document = _read_body(f"<w:tbl>{row}<w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")
    assert document.tables[0].columns == 65


@pytest.mark.parametrize(("body", "code"), [("", "no-text"), ("<w:p/>", "no-text")])
def test_a_document_without_text_is_refused(body: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        _read_body(body)
    assert caught.value.code == code
