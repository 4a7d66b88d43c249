"""Running text of PDFs: paragraphs over line and page breaks, what belongs to the paper, and what cannot be read."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from checker.document import Document
from checker.errors import ReadError
from checker.read.pdf import read
from checker.read.pdf_content import Char
from checker.read.pdf_glyphs import plain
from checker.read.pdf_lines import join, lines_of
from checker.read.pdf_page import raise_marks
from checker.read.source import Source
from tests.pdf_samples import BOLD, LEFT, NOT_EMBEDDED, REGULAR, Sheet, paragraphs, rows

PROSE = (
    "本项目由市民政局组织实施，全年预算数290万元，全年执行数286万元，执行率98.62%，主要用于社区服务设施改造和"
    "人才队伍培训，覆盖全市十二个街道。"
)


def _page_of(document: Document, text: str) -> int | None:
    """The page on which a piece of the text stands."""
    from checker.document import Span

    start = document.text.index(text)
    return document.locate(Span(start, start + len(text))).page


def _refused(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read(Source("a.pdf", data))
    assert caught.value.message
    return caught.value.code


def _image(sheet: Sheet) -> Sheet:
    from PIL import Image

    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 85), 200)), 0, 0, sheet.width, sheet.height)
    return sheet


def test_lines_of_a_paragraph_are_joined_without_spaces_and_headings_stay_apart() -> None:
    sheet = Sheet()
    sheet.centred("2023年度项目支出绩效自评报告", size=22, font=BOLD)
    sheet.text("一、项目基本情况", LEFT + 32, font=BOLD).prose(PROSE).prose("（一）" + PROSE).prose(PROSE)
    document = sheet.read()
    assert paragraphs(document) == [
        "2023年度项目支出绩效自评报告",
        "一、项目基本情况",
        PROSE,
        "（一）" + PROSE,
        PROSE,
    ]
    title, heading, body, *_ = document.paragraphs
    assert title.centred and title.bold and title.size == 22
    assert heading.bold and not heading.centred and not body.bold and body.size == 16


@pytest.mark.parametrize("comma", ["，", ","])
def test_paragraphs_are_joined_alike_whatever_the_punctuation(comma: str) -> None:
    text = PROSE.replace("，", comma)
    assert paragraphs(Sheet().prose(text).prose(text).read()) == [text, text]


def test_a_paragraph_goes_on_on_the_next_page() -> None:
    sheet = Sheet()
    for _ in range(10):
        sheet.prose(PROSE)
    document = sheet.read()
    assert document.page_count == 2
    assert paragraphs(document) == [PROSE] * 10
    [broken] = [paragraph for paragraph in document.paragraphs if paragraph.breaks]
    [at] = broken.breaks
    assert broken.page == 1 and broken.span.start < at < broken.span.end
    assert document.locate(type(broken.span)(at, at + 1)).page == 2
    assert document.locate(type(broken.span)(at - 1, at)).page == 1


def test_a_one_line_paragraph_that_fills_its_line_does_not_swallow_the_next() -> None:
    full = "经费安排共计二百九十万元其中市级财政资金二百九十万元"[:24]
    sheet = Sheet().text(full, LEFT + 32).prose(PROSE).prose(PROSE)
    assert paragraphs(sheet.read()) == [full, PROSE, PROSE]


def test_a_signature_and_its_date_are_two_lines() -> None:
    sheet = Sheet().prose(PROSE).text("某市民政局", 426).text("2024年3月15日", 402)
    assert paragraphs(sheet.read())[1:] == ["某市民政局", "2024年3月15日"]


def test_a_hanging_number_keeps_its_lines_together() -> None:
    words = "围绕绩效目标开展工作并按季度通报进度情况"
    first, rest = "1. " + words + "强化督导", "检查确保取得实效。"
    sheet = Sheet().prose(PROSE, indent=0)
    for _ in range(2):
        sheet.text(first, LEFT).text(rest, LEFT + 24)
    assert paragraphs(sheet.read())[1:] == [first + rest] * 2


def test_a_wrapped_title_is_one_title() -> None:
    sheet = Sheet()
    sheet.text("关于某市民政局二〇二三年度社区建设项目支", (595 - 19 * 22) / 2, size=22, font=BOLD)
    sheet.centred("出绩效自评的报告", size=22, font=BOLD).prose(PROSE).prose(PROSE)
    title = sheet.read().paragraphs[0]
    assert len(title.span) == 28 and title.centred


def test_dotted_leaders_make_a_table_of_contents() -> None:
    sheet = Sheet().text("一、项目基本情况" + "…" * 10 + "1").text("二、绩效评价工作情况" + "." * 30 + "2")
    sheet.text("一、项目基本情况").prose(PROSE)
    assert [paragraph.role for paragraph in sheet.read().paragraphs] == ["toc", "toc", "body", "body"]


@pytest.mark.parametrize(
    "footer", ["- {} -", "— {} —", "第{}页", "{}", "第{}页，共3页", "第{}页\N{COMMA}共3页", "{}/3", "Page {} of 3"]
)
def test_running_headers_and_page_numbers_go(footer: str) -> None:
    sheet = Sheet()
    for number in range(1, 4):
        sheet.text("某市民政局绩效自评报告", y=48, size=9).centred(footer.format(number), y=800, size=10)
        sheet.prose(PROSE).prose("（一）" + PROSE)
        if number < 3:
            sheet.page()
    document = sheet.read()
    assert paragraphs(document) == [PROSE, "（一）" + PROSE] * 3
    assert _page_of(document, PROSE) == 1


def test_page_numbers_in_other_numerals_and_on_changing_sides_go() -> None:
    sheet = Sheet()
    for at, number in enumerate(("i", "ii", "iii", "iv")):
        sheet.text(number, 90 if at % 2 else 500, y=800, size=10).prose(PROSE)
        if at < 3:
            sheet.page()
    assert paragraphs(sheet.read()) == [PROSE] * 4


def test_what_repeats_in_the_body_stays() -> None:
    sheet = Sheet()
    for number in range(1, 4):
        sheet.y = 72
        sheet.centred("项目支出绩效自评表", size=18).text("子项目一完成情况良好", y=770)
        sheet.text(f"培训{number * 7}期", y=750)
        if number < 3:
            sheet.page()
    found = paragraphs(sheet.read())
    assert found.count("项目支出绩效自评表") == 3
    assert [text for text in found if text.startswith("培训")] == ["培训7期", "培训14期", "培训21期"]


def test_the_unit_line_above_every_table_stays() -> None:
    sheet = Sheet()
    for number in range(3):
        sheet.text("单位：万元", 430, y=60, size=9).table([["甲", f"{number}"], ["乙", "2"]], [60, 60], y=70)
        sheet.prose(PROSE).page()
    assert paragraphs(sheet.prose(PROSE).read()).count("单位：万元") == 3


def test_figures_at_the_foot_of_pages_are_no_page_numbers_unless_they_count_them() -> None:
    sheet = Sheet()
    for amount in (290, 286, 98):
        sheet.prose(PROSE).text(str(amount), y=800)
        if amount != 98:
            sheet.page()
    assert [text for text in paragraphs(sheet.read()) if text.isdigit()] == ["290", "286", "98"]


def test_a_single_page_keeps_its_number() -> None:
    assert paragraphs(Sheet().prose(PROSE).centred("- 1 -", y=800).read())[-1] == "- 1 -"


def test_watermarks_at_an_angle_are_not_text() -> None:
    sheet = Sheet().prose(PROSE)
    pen = sheet.canvas
    pen.saveState()
    pen.translate(200, 500)
    pen.rotate(45)
    for size in (60, 14):
        pen.setFont(REGULAR, size)
        pen.drawString(0, 2 * size, "内部资料请勿外传")
    pen.restoreState()
    assert paragraphs(sheet.prose(PROSE).read()) == [PROSE, PROSE]


@pytest.mark.parametrize("engine", [None, "pdfplumber"])
@pytest.mark.parametrize("shift", [0.0, 0.4, 1.5])
def test_characters_struck_twice_for_boldness_stand_once(shift: float, engine: Literal["pdfplumber"] | None) -> None:
    words = "一、人人满意，家家2200元"
    sheet = Sheet().text(words, LEFT, 100).text(words, LEFT + shift, 100 + shift / 2)
    assert read(Source("a.pdf", sheet.data()), engine).text == words


def test_radicals_become_the_characters_that_they_look_like() -> None:
    assert Sheet().text("⼀、⽬标⾦额：⻓期①（１）％").read().text == "一、目标金额：长期①（１）％"


def test_marks_whose_boxes_are_drawn_round_their_ink_stay_in_their_line() -> None:
    text = (
        "执行数48.06，一是"  # at 10 points; the stop is 2 points high, the comma 3, the stroke of 一 lies half way up
    )
    ink = {".": (8.0, 10.0), "，": (8.0, 11.0), "一": (5.0, 5.8)}
    x0 = [10.0 * at for at in range(len(text))]
    top = [ink.get(char, (0.0, 0.0))[0] for char in text]
    bottom = [ink.get(char, (0.0, 10.0))[1] for char in text]
    raise_marks(text, x0, top, [x + 9 for x in x0], bottom)
    assert (set(top), set(bottom)) == ({0.0}, {10.0})
    chars = [Char(char, x, y, x + 9, low) for char, x, y, low in zip(text, x0, top, bottom, strict=True)]
    assert [line.text for line in lines_of(chars, 1)] == [text]


def test_a_stop_far_from_the_figures_beside_it_keeps_its_box() -> None:
    top, bottom = [0.0, 48.0, 0.0], [10.0, 50.0, 10.0]
    raise_marks("4.0", [0.0, 200.0, 400.0], top, [9.0, 203.0, 409.0], bottom)
    assert (top, bottom) == ([0.0, 48.0, 0.0], [10.0, 50.0, 10.0])


def test_spaces_stand_between_latin_words_only() -> None:
    sheet = Sheet().text("共计 290 万元").text("Social work  services 2023年")
    assert paragraphs(sheet.read()) == ["共计 290 万元", "Social work services 2023年"]


def test_a_table_without_lines_keeps_its_rows() -> None:
    sheet = Sheet().prose(PROSE)
    for row in (("子项目", "预算数", "执行率"), ("培训", "100.00", "98.00%"), ("改造", "190.00", "99.00%")):
        for x, text in zip((90, 220, 350), row, strict=True):
            sheet.text(text, x, sheet.y, size=10)
        sheet.y += 16
    assert paragraphs(sheet.read())[1:] == ["子项目 预算数 执行率", "培训 100.00 98.00%", "改造 190.00 99.00%"]


def test_fonts_that_are_not_embedded_lose_no_character() -> None:
    sheet = Sheet().text("一、项目基本情况", LEFT + 32, font=NOT_EMBEDDED).prose(PROSE, font=NOT_EMBEDDED)
    assert paragraphs(sheet.read()) == ["一、项目基本情况", PROSE]


@pytest.mark.parametrize(("turn", "x", "y"), [(90, 0, -842), (180, -595, -842), (270, -595, 0)])
@pytest.mark.parametrize("engine", [None, "pdfplumber"])
def test_a_turned_page_is_read_as_it_is_viewed(
    turn: int, x: float, y: float, engine: Literal["pdfplumber"] | None
) -> None:
    sheet = Sheet()
    sheet.canvas.setPageRotation(turn)
    sheet.canvas.rotate(turn)
    sheet.canvas.translate(x, y)
    sheet.prose(PROSE).table([["产出", "分值"], ["数量", "10"]], [80, 60])
    document = read(Source("a.pdf", sheet.data()), engine)
    assert paragraphs(document) == [PROSE] and rows(document) == [["产出", "分值"], ["数量", "10"]]


def test_what_is_cropped_away_is_not_read() -> None:
    sheet = Sheet(cropBox=(0, 0, 595, 700)).text("裁切以外", y=100).text("页内文字", y=300)
    assert paragraphs(sheet.read()) == ["页内文字"]


def test_what_is_typed_into_a_form_field_is_read() -> None:
    sheet = Sheet().text("全年预算数（万元）：")
    sheet.canvas.acroForm.textfield(name="budget", value="290.00", x=300, y=742, width=120, height=20)
    assert "290.00" in sheet.read().text


def test_a_scanned_page_is_said_to_be_one() -> None:
    sheet = Sheet().prose(PROSE)
    for _ in range(2):
        _image(sheet.page())
    _image(sheet.page()).text("- 4 -", y=800)
    document = sheet.read()
    assert document.incomplete and document.page_count == 4
    [note] = document.notes
    assert note.code == "scanned-page" and "第2—4页" in note.message and not note.message.endswith("。")


def test_a_page_whose_text_was_turned_into_drawings_is_said_to_be_a_scan() -> None:
    sheet = Sheet().prose(PROSE).page()
    for at in range(300):
        sheet.canvas.bezier(at, 10, at, 20, at + 5, 20, at + 5, 10)
    assert [note.code for note in sheet.read().notes] == ["scanned-page"]


def test_a_cover_on_a_picture_is_no_scan_and_a_logo_makes_none() -> None:
    cover = _image(Sheet()).centred("绩效自评报告", size=36).page().prose(PROSE)
    assert not cover.read().incomplete
    logo = Sheet().prose(PROSE)
    from PIL import Image

    logo.canvas.drawImage(ImageReader(Image.new("L", (8, 8), 0)), 400, 100, 60, 60)
    assert not logo.read().incomplete


def test_a_file_of_scans_is_refused() -> None:
    assert _refused(_image(_image(Sheet()).page()).data()) == "scanned"


def test_an_empty_page_is_no_scan_and_an_empty_file_has_no_text() -> None:
    sheet = Sheet().prose(PROSE).page().page().prose(PROSE)
    assert not sheet.read().incomplete
    blank = Sheet()
    blank.canvas.rect(100, 100, 50, 50)
    assert _refused(blank.data()) == "no-text"


def test_a_font_without_a_character_map_is_no_text() -> None:
    lost = Sheet(pageCompression=0).prose(PROSE).prose(PROSE).data().replace(b"/ToUnicode", b"/ToUnicodX")
    assert _refused(lost) == "no-text"


def test_passwords() -> None:
    assert _refused(Sheet(encrypt=StandardEncryption("open", "own")).prose(PROSE).data()) == "encrypted"
    assert paragraphs(Sheet(encrypt=StandardEncryption("", "own", canCopy=0)).prose(PROSE).read()) == [PROSE]


@pytest.mark.parametrize("engine", [None, "pdfplumber"])
def test_damaged_and_encrypted_files_are_told_apart_by_both_engines(engine: Literal["pdfplumber"] | None) -> None:
    whole = Sheet().prose(PROSE).data()
    locked = Sheet(encrypt=StandardEncryption("open", "own")).prose(PROSE).data()
    for data, code in (
        (whole[: len(whole) // 2], "damaged"),
        (b"%PDF-1.7 \x01" * 50, "damaged"),
        (locked, "encrypted"),
    ):
        with pytest.raises(ReadError) as caught:
            read(Source("a.pdf", data), engine=engine)
        assert caught.value.code == code


def test_both_engines_read_the_same() -> None:
    sheet = Sheet().centred("绩效自评报告", size=22, font=BOLD).prose(PROSE)
    sheet.table([["产出", "<", "分值"], ["^", "数量", "10"]], [60, 80, 60]).prose(PROSE)
    source = Source("a.pdf", sheet.data())
    assert read(source) == read(source, engine="pdfplumber")


def test_a_page_of_a_million_lines_or_characters_costs_little_and_is_said_to_be_cut() -> None:
    sheet = Sheet(pageCompression=1).prose(PROSE)
    sheet.canvas._code.append("0 0 m 300 300 l S\n" * 100_000)
    assert [note.code for note in sheet.read().notes] == ["page-limit"]
    sheet = Sheet(pageCompression=1).prose(PROSE)
    sheet.canvas._code.append("BT /F1 8 Tf 50 50 Td " + "(abcdefghij) Tj " * 20_000 + "ET\n")
    document = sheet.read()
    assert document.incomplete and len(document.text) < 100_000


def test_reading_is_deterministic() -> None:
    source = Source("a.pdf", Sheet().prose(PROSE).table([["甲", "乙"], ["1", "2"]], [60, 60]).data())
    assert read(source) == read(source)


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("社区服", "务设施", "社区服务设施"),
        ("work", "services", "work services"),
        ("共计1,", "234万元", "共计1,234万元"),
        ("2023", "年度", "2023年度"),
        ("编号A1", "23", "编号A123"),
        ("≥", "95%", "≥95%"),
        ("by law,", "the unit", "by law, the unit"),
        ("self-", "evaluation", "self-evaluation"),
        ("", "甲", "甲"),
    ],
)
def test_two_lines_are_joined_as_one_text(before: str, after: str, joined: str) -> None:
    assert join(before, after) == joined


@given(st.text())
def test_plain_keeps_every_length_and_all_that_is_no_radical(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


@given(st.lists(st.text("甲乙丙丁，。0123456789%", min_size=1, max_size=80), min_size=1, max_size=6))
def test_no_character_is_lost_or_made_up(texts: list[str]) -> None:
    sheet = Sheet()
    for text in texts:
        sheet.prose(text)
    assert sorted(sheet.read().text.replace("\n", "").replace(" ", "")) == sorted("".join(texts))
