"""Notes and a fill on the cells that opinions are about; everything else of the workbook stays as it is."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font

from checker.document import Span
from checker.read import xlsx as reader
from checker.read.source import Source
from checker.render.annotate import annotate
from tests.annotating import annotated, parts, reviewed, typed
from tests.office_files import workbook_file


def made(*, comment: bool = False, chart: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "自评表"
    for row in (["项目资金", "预算数", "执行数"], ["年度资金总额", 290, 286]):
        sheet.append(row)
    sheet["B2"].number_format, sheet["B2"].font = "0.00", Font(bold=True)
    sheet.merge_cells("A4:C4")
    sheet["A4"] = "说明：经费按进度拨付"
    other = book.create_sheet("附表")
    other["B3"] = "附表执行数286万元"
    if comment:
        sheet["B2"].comment = Comment("单位自己的批注", "甲")
    if chart:
        bars = BarChart()
        bars.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
        sheet.add_chart(bars, "E5")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_note_and_a_fill_are_on_the_cell_and_its_format_stays(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(annotated(tmp_path, "a.xlsx", made(), "290.00", "附表执行数")))
    cell = book["自评表"]["B2"]
    assert cell.comment.text == "〔1〕错误：意见0。\n要求：改正。\n依据：第十条。"
    assert cell.comment.author == "绩效审核"
    assert (cell.value, cell.number_format, cell.font.bold, cell.fill.fgColor.rgb) == (290, "0.00", True, "FFF8CBAD")
    assert book["附表"]["B3"].comment.text.startswith("〔2〕需核实：意见1。")
    assert book["附表"]["B3"].fill.fgColor.rgb == "FFFFE699"
    others = [c for sheet in book for row in sheet.iter_rows() for c in row if c.coordinate not in ("B2", "B3")]
    assert not any(c.comment or c.fill.fill_type for c in others)


def test_opinions_on_one_cell_share_its_note_and_the_worst_gives_the_colour(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(annotated(tmp_path, "a.xlsx", made(), ["经费"], "按进度")))
    cell = book["自评表"]["A4"]
    assert "意见0" in cell.comment.text and "意见1" in cell.comment.text
    assert cell.fill.fgColor.rgb == "FFF8CBAD"


def test_an_opinion_about_the_whole_stands_at_the_first_cell(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(annotated(tmp_path, "a.xlsx", made(), "")))
    assert book["自评表"]["A1"].comment.text.startswith("〔1〕错误：意见0。")


def test_a_comment_that_the_cell_has_stays_above_the_note(tmp_path: Path) -> None:
    data = annotated(tmp_path, "a.xlsx", made(comment=True), "290.00", "286")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["自评表"]
    assert sheet["B2"].comment.text.startswith("单位自己的批注\n〔1〕错误：意见0。")
    assert sheet["C2"].comment.text.startswith("〔2〕")
    drawing = next(part for name, part in parts(data).items() if name.lower().endswith(".vml")).decode()
    assert drawing.count("<x:Row>1</x:Row>") == 2


def test_charts_and_all_other_parts_keep_their_bytes(tmp_path: Path) -> None:
    data = made(chart=True)
    before, after = parts(data), parts(annotated(tmp_path, "a.xlsx", data, "290.00"))
    changed = {name for name in after if before.get(name) != after[name]}
    assert set(before) <= set(after) and any("chart" in name for name in before)
    assert changed == {
        "[Content_Types].xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels",
        "xl/styles.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    sheet = after["xl/worksheets/sheet1.xml"].decode()
    assert sheet.index("<drawing ") < sheet.index("<legacyDrawing ")


def test_blank_cells_that_the_file_does_not_hold_are_made_in_their_place(tmp_path: Path) -> None:
    rows = (
        '<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t></is></c><c r="C2" t="inlineStr"><is><t>乙</t></is></c></row>'
        '<row r="3"><c t="inlineStr"><is><t>丙</t></is></c><c t="inlineStr"><is><t>丁</t></is></c></row>'
    )
    data = typed(workbook_file(f"<sheetData>{rows}</sheetData><pageMargins/><tableParts/>"))
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    review = reviewed(path, "丁")
    blank = next(cell for cell in review.report.document.tables[0].cells if cell.ref == "B2")
    finding = review.findings[0]
    at_blank = replace(finding, locations=(review.report.locate(Span(blank.span.start, blank.span.start)),))
    sheet = parts(annotate(path, replace(review, findings=(finding, at_blank))))["xl/worksheets/sheet0.xml"].decode()
    assert sheet.index('r="A2"') < sheet.index('r="B2"') < sheet.index('r="C2"')
    assert sheet.index("<pageMargins") < sheet.index("legacyDrawing") < sheet.index("<tableParts")


def test_what_is_read_stays_the_same(tmp_path: Path) -> None:
    data = made(comment=True, chart=True)
    after = annotated(tmp_path, "a.xlsx", data, "290.00", "附表", "")
    assert reader.read(Source("a.xlsx", after)).text == reader.read(Source("a.xlsx", data)).text


def test_notes_are_added_to_a_file_that_has_them_already(tmp_path: Path) -> None:
    first = annotated(tmp_path, "a.xlsx", made(), "290.00")
    second = annotated(tmp_path, "b.xlsx", first, "290.00", "经费")
    sheet = openpyxl.load_workbook(io.BytesIO(second))["自评表"]
    assert sheet["B2"].comment.text.count("意见0") == 2
    assert "意见1" in sheet["A4"].comment.text
