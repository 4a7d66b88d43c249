"""Forms in real files: what Word, Excel, web pages, PDF and Markdown make of the same layouts."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
import pytest

from checker.document import RawCell
from checker.read import read_here
from checker.understand.forms import Form, read_forms
from checker.understand.report import Report
from tests import form_layouts as layouts
from tests.form_layouts import Rows
from tests.reviewing import default_pack, document_of
from tests.test_forms import FACTS, LAYOUTS, form_of, funds_of, table_of, value, words

COLUMNS = ("指标性质", "指标值", "度量单位", "完成值", "分值", "得分", "偏差原因")


def cells_of(rows: Rows) -> list[RawCell]:
    document = document_of("", rows)
    return [
        RawCell(cell.row, cell.column, cell.span.cut(document.text), cell.row_span, cell.column_span)
        for cell in document.tables[0].cells
    ]


def forms_in(path: Path) -> tuple[Form, ...]:
    return read_forms(Report(read_here(str(path)), default_pack().vocabulary))


def word_file(path: Path, *tables: Rows) -> Path:
    file = docx.Document()
    for rows in tables:
        file.add_paragraph("项目支出绩效自评表")
        file.add_paragraph("（2022年度）")
        grid = file.add_table(len(rows), max(map(len, rows)))
        for cell in cells_of(rows):
            target = grid.cell(cell.row, cell.column)
            if cell.row_span * cell.column_span > 1:
                target = target.merge(grid.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1))
            target.text = cell.text
    file.save(str(path))
    return path


def workbook(path: Path, *sheets: list[Rows]) -> Path:
    """A workbook of sheets, each a stack of forms; figures are numbers with a number format, as they are filled in."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, stack in enumerate(sheets, 1):
        sheet = book.create_sheet(f"表{number}")
        top = 1
        for rows in stack:
            sheet.cell(top, 1, "项目支出绩效自评表（2022年度）")
            sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=max(map(len, rows)))
            for cell in cells_of(rows):
                fill(sheet.cell(top + 1 + cell.row, 1 + cell.column), cell.text)
                if cell.row_span * cell.column_span > 1:
                    sheet.merge_cells(
                        start_row=top + 1 + cell.row,
                        end_row=top + cell.row + cell.row_span,
                        start_column=1 + cell.column,
                        end_column=cell.column + cell.column_span,
                    )
            top += len(rows) + 3
    book.save(path)
    return path


def fill(cell: openpyxl.cell.Cell, text: str) -> None:
    if not text:
        return
    plain = text.removesuffix("%")
    try:
        number = float(plain)
    except ValueError:
        cell.value = text
        return
    places = len(plain.partition(".")[2])
    if text.endswith("%"):
        cell.value, cell.number_format = number / 100, f"0.{'0' * places}%" if places else "0%"
    else:
        cell.value, cell.number_format = number, f"0.{'0' * places}" if places else "0"


def page(path: Path, rows: Rows) -> Path:
    lines: dict[int, list[str]] = {row: [] for row in range(len(rows))}
    for cell in cells_of(rows):
        spans = f' rowspan="{cell.row_span}" colspan="{cell.column_span}"'
        lines[cell.row].append(f"<td{spans}>{cell.text.replace(chr(10), '<br>')}</td>")
    table = "".join(f"<tr>{''.join(cells)}</tr>" for cells in lines.values())
    path.write_text(
        f'<html><head><meta charset="utf-8"><title>公开</title></head><body><h1>项目支出绩效自评表</h1>'
        f"<p>（2022年度）</p><table>{table}</table></body></html>",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("name", LAYOUTS)
def test_word_excel_and_web_page_give_the_same_form(name: str, tmp_path: Path) -> None:
    rows = LAYOUTS[name]
    plain = form_of(rows)
    for path in (
        word_file(tmp_path / "a.docx", rows),
        workbook(tmp_path / "a.xlsx", [rows]),
        page(tmp_path / "a.html", rows),
    ):
        (form,) = forms_in(path)
        assert form.doubt is None, path
        assert table_of(form, *COLUMNS) == table_of(plain, *COLUMNS), path
        assert funds_of(form, "全年预算数", "执行数", "得分") == funds_of(plain, "全年预算数", "执行数", "得分"), path
        assert [[words(form, cell) for cell in item.levels] for item in form.indicators] == [
            [words(plain, cell) for cell in item.levels] for item in plain.indicators
        ], path
        assert words(form, form.total_score) == FACTS[name][1], path
        assert (form.kind, form.year, form.dimensions) == (plain.kind, 2022, plain.dimensions), path


def test_several_forms_in_a_word_file_are_kept_apart(tmp_path: Path) -> None:
    forms = forms_in(word_file(tmp_path / "a.docx", layouts.MOF, layouts.YUNNAN, layouts.HUBEI))
    assert [words(form, form.value_of("项目名称")) for form in forms] == [
        "社区图书角建设",
        "校园食堂设备更新",
        "城区公共厕所改造",
    ]


def test_forms_on_sheets_and_stacked_on_one_sheet_are_kept_apart(tmp_path: Path) -> None:
    forms = forms_in(workbook(tmp_path / "a.xlsx", [layouts.MOF, layouts.TRANSFER], [layouts.SICHUAN]))
    assert [len(form.indicators) for form in forms] == [6, 5, 3]
    assert [words(form, form.total_score) for form in forms] == ["98.5", "100", "97.17"]
    assert [form.year for form in forms] == [2022, 2022, 2022]


def test_percentages_that_a_workbook_stores_as_fractions_are_percentages(tmp_path: Path) -> None:
    (form,) = forms_in(workbook(tmp_path / "a.xlsx", [layouts.MOF]))
    assert form.total_funds is not None
    assert value(form.amount(form.total_funds, "执行率")) == 95
    assert value(form.completion_of(next(i for i in form.indicators if words(form, i.name) == "验收合格率"))) == 100


def test_markdown_pipes_with_every_cell_are_a_form_and_with_cells_lost_a_doubtful_one(tmp_path: Path) -> None:
    def markdown(rows: Rows) -> Path:
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * len(rows[0]))
        path = tmp_path / "a.md"
        path.write_text("# 项目支出绩效自评表\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return path

    heads = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]
    first = ["产出指标", "数量指标", "甲", "1个", "1个", "50", "50"]
    (whole,) = forms_in(markdown([heads, first, ["", "质量指标", "乙", "优", "优", "50", "48"]]))
    assert whole.doubt is None and [item.dimension for item in whole.indicators] == ["产出", "产出"]
    (lost,) = forms_in(markdown([heads, first, ["质量指标", "乙", "优", "优", "50", "48"]]))
    assert lost.doubt is not None


def test_two_forms_side_by_side_on_a_sheet_are_two(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    left = [["" if cell in ("<", "^") else cell for cell in row] for row in layouts.SUZHOU]
    for number, (one, score) in enumerate(zip(left, left, strict=True), 1):
        for column, text in enumerate([*one, "", *score], 1):
            book.active.cell(number, column, text or None)
    book.active.cell(1, 9, "垃圾分类")
    book.save(str(tmp_path / "两张.xlsx"))
    forms = forms_in(tmp_path / "两张.xlsx")
    assert [words(form, form.value_of("项目名称")) for form in forms] == ["青少年科普基地运行", "垃圾分类"]
    assert [words(form, form.total_score) for form in forms] == ["100", "100"]
    assert [cell.ref for cell in forms[1].tables[0].cells if cell.row == 0][:2] == ["H1", "I1"]


def test_a_blank_column_inside_a_form_parts_nothing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number, row in enumerate(layouts.SUZHOU, 1):
        for column, text in enumerate([*row[:3], "", *row[3:]], 1):
            book.active.cell(number, column, "" if text in ("<", "^") else text or None)
    book.save(str(tmp_path / "一张.xlsx"))
    (form,) = forms_in(tmp_path / "一张.xlsx")
    assert len(form.indicators) == 4 and words(form, form.total_score) == "100"
