"""Highlights lie over the words that opinions are about, on pages turned and cropped too, and carry the opinion."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics

from checker.document import Span
from checker.read import pdf as reader
from checker.read.source import Source
from checker.render.annotate import annotate
from tests.annotating import annotated, reviewed
from tests.pdf_samples import NOT_EMBEDDED, REGULAR, Sheet


def made(*pages: Sequence[str], font: str = NOT_EMBEDDED) -> bytes:
    """A PDF of pages of lines, 40 points apart."""
    sheet = Sheet()
    for number, lines in enumerate(pages):
        if number:
            sheet.page()
        for line, words in enumerate(lines):
            sheet.text(words, 90, 102 + 40 * line, size=14, font=font)
    return sheet.data()


def changed(data: bytes, change: Any) -> bytes:
    """A PDF after a change of its first page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf.pages[0])
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def marks(data: bytes) -> list[tuple[int, str, str, tuple[float, ...]]]:
    """Each annotation: page, kind, first line, rectangle."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            (
                number,
                str(mark.Subtype),
                str(mark.Contents).splitlines()[0],
                tuple(float(value) for value in mark.Rect),
            )
            for number, page in enumerate(pdf.pages, 1)
            for mark in page.obj.get("/Annots", [])
        ]


REPORT = ("绩效自评报告", "全年预算数290万元，执行数286万元，执行率98.6%。", "后文另说执行数286万元，与前文一致。")


def test_a_highlight_lies_over_the_words_and_says_the_opinion(tmp_path: Path) -> None:
    data = annotated(tmp_path, "a.pdf", made(REPORT), "执行数286万元")
    ((page, kind, said, (x0, y0, x1, y1)),) = marks(data)
    assert (page, kind, said) == (1, "/Highlight", "〔1〕错误：意见0。")
    left = 90 + pdfmetrics.stringWidth("全年预算数290万元，", NOT_EMBEDDED, 14)
    width = pdfmetrics.stringWidth("执行数286万元", NOT_EMBEDDED, 14)
    assert (x0, x1) == pytest.approx((left, left + width), abs=2)
    assert y0 < 700 < y1 and y1 - y0 < 20
    with pikepdf.open(io.BytesIO(data)) as pdf:
        mark = pdf.pages[0].obj.Annots[0]
        assert str(mark.T) == "绩效审核"
        assert str(mark.Contents) == "〔1〕错误：意见0。\n要求：改正。\n依据：第十条。"
        assert len(mark.QuadPoints) == 8 and "/AP" in mark


def test_of_words_that_stand_twice_those_of_the_opinion_are_marked(tmp_path: Path) -> None:
    first, second = marks(annotated(tmp_path, "a.pdf", made(REPORT), "执行数286万元", "说执行数286万元"))
    assert first[3][1] > 690 and second[3][1] < 665
    path = tmp_path / "b.pdf"
    path.write_bytes(made(REPORT))
    review = reviewed(path, "执行数286万元")
    at = review.report.text.rindex("执行数286万元")
    later = replace(review.findings[0], locations=(review.report.locate(Span(at, at + 8)),))
    ((*_, rectangle),) = marks(annotate(path, replace(review, findings=(later,))))
    assert rectangle[1] < 665


# What turns a page's contents so that they stand upright on a page that is turned (A4, upright lines moved down).
TURNED = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, 1, -1, 0, 795, 0),
    180: (-1, 0, 0, -1, 595, 842),
    270: (0, -1, 1, 0, -200, 842),
}


@pytest.mark.parametrize("font", [NOT_EMBEDDED, REGULAR])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (20, 30, 560, 830), (-20, -30, 700, 900)])
def test_on_a_page_that_is_turned_or_cropped_the_words_are_covered(
    tmp_path: Path, angle: int, crop: tuple[int, ...] | None, font: str
) -> None:
    a, b, c, d, e, f = TURNED[angle]

    def change(page: Any) -> None:
        page.contents_add(f"q {a} {b} {c} {d} {e} {f} cm\n".encode(), prepend=True)
        page.contents_add(b"\nQ")
        page.Rotate = angle
        if crop:
            page.CropBox = pikepdf.Array(crop)

    data = annotated(tmp_path, "a.pdf", changed(made(REPORT, font=font), change), "执行率98.6%")
    ((_, kind, _, (x0, y0, x1, y1)),) = marks(data)
    left = 90 + pdfmetrics.stringWidth("全年预算数290万元，执行数286万元，", font, 14)
    right = left + pdfmetrics.stringWidth("执行率98.6%", font, 14)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (698, 712)]
    assert kind == "/Highlight"
    assert (x0, y0) == pytest.approx((min(x for x, _ in corners), min(y for _, y in corners)), abs=6)
    assert (x1, y1) == pytest.approx((max(x for x, _ in corners), max(y for _, y in corners)), abs=6)


def test_words_over_two_lines_have_a_box_for_each(tmp_path: Path) -> None:
    lines = (
        "绩效自评报告",
        "本项目全年预算数二百九十万元整用于农村道路养护工程的日常养护与水毁修",
        "复，执行数为二百八十六万元。",
    )
    data = annotated(tmp_path, "a.pdf", made(lines), "水毁修复，执行数")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages[0].obj.Annots[0].QuadPoints) == 16


def test_an_opinion_is_on_its_own_page_and_one_about_the_whole_on_the_first(tmp_path: Path) -> None:
    found = marks(annotated(tmp_path, "a.pdf", made(REPORT, ("第二页另有支出说明文字。",)), "另有支出说明", ""))
    assert [(page, kind) for page, kind, _, _ in found] == [(1, "/Text"), (2, "/Highlight")]


def test_annotations_of_the_file_stay_and_its_pages_contents_too(tmp_path: Path) -> None:
    def link(page: Any) -> None:
        page.obj.Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[1, 2, 3, 4], Contents="原有")]
        )

    before = changed(made(REPORT), link)
    after = annotated(tmp_path, "a.pdf", before, "执行数286万元")
    assert [said for _, _, said, _ in marks(after)] == ["原有", "〔1〕错误：意见0。"]
    with pikepdf.open(io.BytesIO(before)) as old, pikepdf.open(io.BytesIO(after)) as new:
        assert old.pages[0].Contents.read_bytes() == new.pages[0].Contents.read_bytes()
    assert reader.read(Source("a.pdf", after)).text == reader.read(Source("a.pdf", before)).text


def test_a_file_that_may_be_read_but_is_encrypted_stays_encrypted(tmp_path: Path) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(REPORT))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="只许看", user=""))
    data = annotated(tmp_path, "a.pdf", out.getvalue(), "执行数286万元")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.is_encrypted and len(pdf.pages[0].obj.Annots) == 1


def test_the_same_review_gives_the_same_bytes_and_no_opinion_the_file_itself(tmp_path: Path) -> None:
    data = made(REPORT)
    assert annotated(tmp_path, "a.pdf", data, "286") == annotated(tmp_path, "a.pdf", data, "286")
    assert annotated(tmp_path, "a.pdf", data) == data


def test_the_highlight_is_seen_and_the_words_below_it_too(tmp_path: Path) -> None:
    data = annotated(tmp_path, "a.pdf", made(REPORT), "执行数286万元")
    ((*_, (x0, y0, x1, y1)),) = marks(data)
    page = pypdfium2.PdfDocument(data)[0]
    image = page.render(scale=2).to_pil().crop((int(2 * x0), int(2 * (842 - y1)), int(2 * x1), int(2 * (842 - y0))))
    colours = {colour for _, colour in image.getcolors(10_000)}
    assert any(red > 230 and 150 < blue < 200 for red, _, blue in colours)
    assert min(sum(colour) for colour in colours) < 300
