"""The ledger: real numbers, text that stays text, and a mark for every rule and report."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from checker.errors import ReadError
from checker.render import write
from checker.review import Run, Submission
from tests.reviewing import default_pack, review_of

REPORT = """2022年度农村道路养护项目绩效自评报告
项目单位：清溪县交通运输局
一、项目基本情况
全年预算数290万元，执行数286万元，执行率100%。
二、综合评价结论
自评得分95分。
"""


def ledger(tmp_path: Path, *submissions: Submission) -> Workbook:
    path = tmp_path / "台账.xlsx"
    write(Run(default_pack(), submissions), "xlsx", path)
    return openpyxl.load_workbook(path)


def row_of(book: Workbook, sheet: str, row: int) -> dict[str, object]:
    return {str(head.value): cell.value for head, cell in zip(book[sheet][1], book[sheet][row], strict=True)}


def test_a_report_is_a_row_whose_figures_are_numbers_in_their_formats(tmp_path: Path) -> None:
    book = ledger(tmp_path, Submission(str(tmp_path / "道路.docx"), review_of(REPORT)))
    row = row_of(book, "报告", 2)
    assert row["单位"] == "清溪县交通运输局"
    assert (row["年度"], row["预算数（元）"], row["执行数（元）"]) == (2022, 2_900_000, 2_860_000)
    assert (row["执行率"], row["自评得分"], row["结论"]) == (1, 95, "退回修改")
    assert book["报告"]["F2"].number_format == "#,##0.00"
    assert book["报告"]["H2"].number_format == "0.00%"
    assert book["报告"]["P2"].hyperlink.target == "道路.docx"


def test_a_figure_that_the_report_states_twice_differently_is_left_blank(tmp_path: Path) -> None:
    text = REPORT + "全年预算数310万元。"
    assert row_of(ledger(tmp_path, Submission("a.docx", review_of(text))), "报告", 2)["预算数（元）"] is None


def test_every_opinion_is_a_row_under_a_frozen_header_with_filters(tmp_path: Path) -> None:
    review = review_of(REPORT)
    book = ledger(tmp_path, Submission("a.docx", review))
    sheet = book["意见"]
    assert sheet.max_row == 1 + len(review.findings)
    assert [sheet.cell(row, 5).value for row in range(2, sheet.max_row + 1)] == [f.rule for f in review.findings]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == f"A1:K{sheet.max_row}"
    colours = {sheet.cell(r, 4).value: sheet.cell(r, 4).fill.fgColor.rgb for r in range(2, sheet.max_row + 1)}
    assert colours["错误"] == "FFF8CBAD"
    assert sheet["F2"].alignment.wrap_text


def test_what_looks_like_a_formula_or_a_link_stays_text(tmp_path: Path) -> None:
    review = review_of(REPORT)
    for start in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "http://example.org", "{=A1}"):
        hostile = tuple(dataclasses.replace(f, message=start, suggestion=start) for f in review.findings)
        book = ledger(tmp_path, Submission("=cmd.docx", dataclasses.replace(review, findings=hostile)))
        cell = book["意见"]["F2"]
        assert (cell.data_type, cell.hyperlink) == ("s", None)
        assert str(cell.value).strip() == start.strip()
        assert book["报告"]["P2"].data_type == "s"


def test_what_no_spreadsheet_can_hold_is_cut_or_dropped(tmp_path: Path) -> None:
    review = review_of(REPORT)
    long = tuple(dataclasses.replace(f, message="字\x00\x1b\ufffe" * 20_000) for f in review.findings)
    book = ledger(tmp_path, Submission("a.docx", dataclasses.replace(review, findings=long)))
    assert len(str(book["意见"]["F2"].value)) == 32_000


def test_the_matrix_holds_every_rule_and_what_it_did(tmp_path: Path) -> None:
    review = review_of(REPORT)
    book = ledger(tmp_path, Submission("a.docx", review), Submission("b.pdf", error=ReadError("damaged", "文件已损坏")))
    sheet = book["规则×报告"]
    marks = {row[0].value: row[3].value for row in sheet.iter_rows(min_row=2)}
    assert tuple(marks) == review.rules
    assert marks["figure/rate-mismatch"] == "✗"
    assert {rule for rule, mark in marks.items() if mark == "✗"} == {f.rule for f in review.findings}
    assert {rule for rule, mark in marks.items() if mark == "—"} == {u.rule for u in review.not_applicable}
    unchecked = {u.rule for u in review.not_checked} - {f.rule for f in review.findings}
    assert {rule for rule, mark in marks.items() if mark == "?"} == unchecked
    assert [row[4].value for row in sheet.iter_rows(min_row=2)] == [""] * len(review.rules)


def test_a_file_that_could_not_be_read_has_its_row_and_reason(tmp_path: Path) -> None:
    row = row_of(ledger(tmp_path, Submission("b.pdf", error=ReadError("damaged", "文件已损坏"))), "报告", 2)
    assert (row["结论"], row["说明"], row["错误"]) == ("未能读取", "文件已损坏", None)


def test_the_same_run_gives_the_same_bytes_and_no_run_leaves_a_draft(tmp_path: Path) -> None:
    run = Run(default_pack(), (Submission("a.docx", review_of(REPORT)),))
    for name in ("a.xlsx", "b.xlsx"):
        write(run, "xlsx", tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]
