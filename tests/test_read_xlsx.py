import io
from datetime import date

import openpyxl
import pytest

from checker.document import Document, Span, Table
from checker.errors import ReadError
from checker.read.sheet_grid import column_name
from checker.read.source import Source
from checker.read.xlsx import read
from tests.office_files import package, relationships, workbook_file

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def _read(data: bytes) -> Document:
    return read(Source("a.xlsx", data))


def _saved(book: openpyxl.Workbook) -> Document:
    data = io.BytesIO()
    book.save(data)
    return _read(data.getvalue())


def _rows(*rows: str) -> str:
    return "<sheetData>" + "".join(f"<row>{row}</row>" for row in rows) + "</sheetData>"


def _inline(text: str, ref: str = "") -> str:
    place = f' r="{ref}"' if ref else ""
    return f'<c t="inlineStr"{place}><is><t>{text}</t></is></c>'


def _shown(document: Document, table: Table) -> list[list[str | None]]:
    return [[None if cell is None else cell.span.cut(document.text) for cell in row] for row in table.grid]


def _notes(document: Document) -> dict[str, str]:
    return {note.code: note.message for note in document.notes}


def test_a_form_is_read_as_its_cells_show_it_with_their_names() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    sheet["B2"] = "项目支出绩效自评表"
    sheet.merge_cells("B2:E2")
    for column, value in enumerate(["年初预算数", 290, 1576.456, 0.9967], 2):
        sheet.cell(3, column, value)
    sheet["D3"].number_format = "#,##0.00"
    sheet["E3"].number_format = "0.00%"
    sheet["B4"], sheet["C4"], sheet["E4"] = date(2023, 12, 31), True, "#DIV/0!"
    sheet["B4"].number_format = 'yyyy"年"m"月"d"日"'
    document = _saved(book)
    table = document.tables[0]
    assert table.sheet == "自评表"
    assert _shown(document, table) == [
        ["项目支出绩效自评表"] * 4,
        ["年初预算数", "290", "1,576.46", "99.67%"],
        ["2023年12月31日", "TRUE", "", "#DIV/0!"],
    ]
    start = document.text.index("99.67")
    place = document.locate(Span(start, start + 1))
    assert (place.sheet, place.ref, place.row, place.column) == ("自评表", "E3", 1, 3)
    assert not document.notes


def test_sheets_come_in_workbook_order_and_hidden_ones_are_passed_over_and_said() -> None:
    data = workbook_file(
        *(_rows(_inline(word)) for word in ("甲", "密", "深", "乙")),
        names=("总表", "底稿", "参数", "明细"),
        states=("", "hidden", "veryHidden", ""),
    )
    document = _read(data)
    read_sheets = [(table.sheet, table.span.cut(document.text)) for table in document.tables]
    assert read_sheets == [("总表", "甲"), ("明细", "乙")]
    assert "“底稿”、“参数”" in _notes(document)["hidden-sheet"] and not document.incomplete


def test_hidden_rows_and_columns_are_passed_over_and_said() -> None:
    sheet = (
        '<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1">'
        + _inline("甲", "A1")
        + _inline("隐列", "C1")
        + _inline("乙", "D1")
        + '</row><row r="2" hidden="1">'
        + _inline("隐行", "A2")
        + '</row><row r="3">'
        + _inline("丙", "A3")
        + "</row></sheetData>"
    )
    document = _read(workbook_file(sheet))
    assert _shown(document, document.tables[0]) == [["甲", "乙"], ["丙", None]]
    assert "1行（第2行）和1列（C列）" in _notes(document)["hidden-cells"]


def test_a_merged_cell_that_begins_in_a_hidden_row_is_still_seen() -> None:
    sheet = (
        '<sheetData><row r="1" hidden="1">'
        + _inline("产出指标", "A1")
        + '</row><row r="2">'
        + _inline("6个", "B2")
        + "</row></sheetData>"
        + '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    )
    document = _read(workbook_file(sheet))
    assert _shown(document, document.tables[0]) == [["产出指标", "6个"]]
    assert document.tables[0].cells[0].ref == "A1" and not document.notes


def test_shared_and_rich_strings_lose_their_phonetic_guides_and_escapes() -> None:
    strings = (
        "<si><t>甲_x000D_\n乙</t></si>"
        '<si><r><t xml:space="preserve">预算 </t></r><r><rPr><b/></rPr><t>执行率</t></r>'
        '<rPh sb="0" eb="1"><t>yù</t></rPh></si>'
        "<si/>"
    )
    cells = "".join(f'<c t="s"><v>{index}</v></c>' for index in (0, 1, 2, 9))
    document = _read(workbook_file(_rows(cells), strings=strings))
    # a line end in a cell is kept as one, whichever way the file writes it
    assert [cell.span.cut(document.text) for cell in document.tables[0].cells] == ["甲\n乙", "预算 执行率"]


class TestFormulas:
    CALCULATED = '<c r="A1"><f>B1*2</f><v>580</v></c><c r="B1"><v>290</v></c><c r="C1" t="str"><f>""</f><v></v></c>'

    def test_give_their_cached_result(self) -> None:
        document = _read(workbook_file(_rows(self.CALCULATED)))
        assert document.text.split() == ["580", "290"] and not document.notes

    def test_without_a_result_are_blank_and_said_never_0(self) -> None:
        document = _read(workbook_file(_rows(_inline("合计", "A1") + '<c r="F1"><f>SUM(A1:A6)</f><v/></c>')))
        assert document.incomplete and "“表1”的F1是公式" in _notes(document)["uncalculated"]
        assert "0" not in document.text

    def test_that_were_all_left_at_0_for_excel_to_calculate_are_said_too(self) -> None:
        rows = _rows(_inline("合计") + "<c><f>1+1</f><v>0</v></c><c><f>2+2</f><v>0</v></c>")
        left = _read(workbook_file(rows, workbook='<calcPr fullCalcOnLoad="1"/>'))
        assert left.incomplete and "0" not in left.text
        assert not _read(workbook_file(rows)).incomplete


def test_zeros_that_a_sheet_does_not_show_are_not_read() -> None:
    view = '<sheetViews><sheetView showZeros="0"/></sheetViews>'
    document = _read(workbook_file(view + _rows(_inline("甲") + "<c><v>0</v></c><c><v>5</v></c>")))
    assert _shown(document, document.tables[0]) == [["甲", "", "5"]]


def test_a_gap_is_kept_as_one_blank_row_however_wide_it_is() -> None:
    rows = '<sheetData><row r="1">{}</row><row r="900000">{}</row></sheetData>'
    document = _read(workbook_file(rows.format(_inline("甲", "A1"), _inline("乙", "A900000"))))
    assert _shown(document, document.tables[0]) == [["甲"], [None], ["乙"]]
    assert document.tables[0].cells[1].ref == "A900000"


def test_a_row_without_a_number_takes_it_from_its_cells() -> None:
    sheet = "<sheetData><row>" + _inline("甲", "A5") + "</row><row>" + _inline("乙", "A9") + "</row></sheetData>"
    assert [cell.ref for cell in _read(workbook_file(sheet)).tables[0].cells] == ["A5", "A9"]


def test_an_empty_box_of_a_row_is_a_cell_that_can_be_pointed_at() -> None:
    row = _inline("≥6个", "A1") + _inline("5", "C1")
    document = _read(workbook_file(_rows(row, _inline("甲", "A2") + _inline("乙", "B2") + _inline("丙", "C2"))))
    blank = document.tables[0].at(0, 1)
    assert blank is not None and blank.ref == "B1" and len(blank.span) == 0


def test_a_strict_file_with_iso_dates_and_prefixed_names_is_read() -> None:
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="31"/></cellXfs>'
    data = workbook_file(_rows('<c s="1" t="d"><v>2023-12-31T00:00:00</v></c>'), styles=styles, namespace=STRICT)
    assert _read(data).text == "2023年12月31日"
    prefixed = {
        "_rels/.rels": relationships(("r", "officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relationships(("s", "worksheet", "s.xml")),
        "xl/workbook.xml": f'<x:workbook xmlns:x="{STRICT}" xmlns:r="r"><x:sheets><x:sheet name="表" r:id="s"/>'
        "</x:sheets></x:workbook>",
        "xl/s.xml": f'<x:worksheet xmlns:x="{STRICT}"><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>",
    }
    assert _read(package(prefixed)).text == "7"


def test_text_boxes_over_a_sheet_follow_its_table() -> None:
    drawing = '<d xmlns:a="a"><txBody><a:p><a:r><a:t>填表</a:t></a:r><a:r><a:t>说明</a:t></a:r></a:p></txBody></d>'
    data = workbook_file(
        _rows(_inline("甲")),
        extra={
            "xl/worksheets/_rels/sheet0.xml.rels": relationships(("d", "drawing", "../drawings/drawing1.xml")),
            "xl/drawings/drawing1.xml": drawing,
        },
    )
    document = _read(data)
    assert document.text == "甲\n填表说明" and document.paragraphs[0].role == "textbox"


class TestHostile:
    def test_two_cells_at_the_ends_of_the_sheet_cost_nothing(self) -> None:
        rows = '<sheetData><row r="1">' + _inline("甲", "A1") + '</row><row r="1048576">' + _inline("乙", "XFD1048576")
        document = _read(workbook_file(rows + "</row></sheetData>"))
        assert document.tables[0].cells[-1].ref == "XFD1048576"
        assert (document.tables[0].rows, document.tables[0].columns) == (3, 3)

    def test_a_merge_over_the_whole_sheet_is_cut_to_what_is_used(self) -> None:
        merge = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        document = _read(workbook_file(_rows(_inline("甲", "A1") + _inline("乙", "B1")) + merge))
        assert (document.tables[0].rows, document.tables[0].columns) == (1, 2)

    def test_cells_scattered_along_the_diagonal_are_cut_off_and_said(self) -> None:
        rows = "".join(
            f'<row r="{2 * i + 1}"><c r="{column_name(2 * i)}{2 * i + 1}"><v>1</v></c></row>' for i in range(1200)
        )
        document = _read(workbook_file(f"<sheetData>{rows}</sheetData>"))
        assert document.incomplete and "too-large" in _notes(document)

    @pytest.mark.parametrize("ref", ["", "7", "ZZZZ1", "XFE1", "甲1"])
    def test_a_cell_of_no_possible_name_is_no_cell(self, ref: str) -> None:
        assert _read(workbook_file(_rows(_inline("甲") + f'<c r="{ref}"><v>1</v></c>'))).text[0] == "甲"

    def test_a_declaration_of_entities_is_refused(self) -> None:
        parts = {
            "_rels/.rels": relationships(("r", "officeDocument", "w.xml")),
            "_rels/w.xml.rels": relationships(("s", "worksheet", "s.xml")),
            "w.xml": '<workbook xmlns:r="r"><sheets><sheet name="表" r:id="s"/></sheets></workbook>',
            "s.xml": '<!DOCTYPE x [<!ENTITY e "A">]><worksheet><sheetData><row><c t="str"><v>&e;</v></c></row>'
            "</sheetData></worksheet>",
        }
        with pytest.raises(ReadError) as caught:
            _read(package(parts))
        assert caught.value.code == "hostile"

    @pytest.mark.parametrize("inside", ["<sheetData><row>", "<sheetData><row><c><v>1</v></c></row></sheetData>&bad;"])
    def test_a_broken_sheet_is_damaged(self, inside: str) -> None:
        with pytest.raises(ReadError) as caught:
            _read(workbook_file(inside))
        assert caught.value.code == "damaged"


@pytest.mark.parametrize("inside", ["", "<sheetData/>", _rows("<c><v></v></c>")])
def test_an_empty_workbook_is_never_a_report(inside: str) -> None:
    with pytest.raises(ReadError) as caught:
        _read(workbook_file(inside))
    assert caught.value.code == "no-text"


def test_a_binary_workbook_is_refused_with_a_remedy() -> None:
    data = package({"_rels/.rels": relationships(("r", "officeDocument", "xl/workbook.bin")), "xl/workbook.bin": "x"})
    with pytest.raises(ReadError) as caught:
        _read(data)
    assert caught.value.code == "unsupported" and ".xlsx" in caught.value.remedy
