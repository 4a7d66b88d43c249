"""Tables of PDFs: merged cells, open borders, and tables that go on on the next page."""

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import edges_to_intersections, intersections_to_cells

from checker.read.pdf import read
from checker.read.pdf_tables import crossings, rectangles
from checker.read.source import Source
from tests.pdf_samples import LEFT, Sheet, paragraphs, rows

HEADER = ["一级指标", "三级指标", "指标值", "分值", "偏差原因"]
WIDTHS = [60, 120, 70, 50, 80]


def _body(first: int, count: int, label: str | None = "产出") -> list[list[str | None]]:
    return [[label if at == 0 else "^", f"指标{first + at}", "≥6个", "10", None] for at in range(count)]


def test_merged_cells_stand_once_and_cover_their_places() -> None:
    sheet = Sheet().table([["项目", "<", "分值"], ["产出", "数量", "6"], ["^", "质量", None]], [60, 60, 80])
    document = sheet.read()
    assert rows(document) == [["项目", "项目", "分值"], ["产出", "数量", "6"], ["产出", "质量", ""]]
    assert document.text.count("产出") == 1
    table = document.tables[0]
    assert table.at(0, 0) is table.at(0, 1) and table.at(1, 0) is table.at(2, 0) and table.doubt is None


def test_text_and_tables_come_in_reading_order() -> None:
    sheet = Sheet().text("一、概况").table([["甲", "乙"], ["1", "2"]], [60, 60]).text("二、结论")
    document = sheet.read()
    assert document.text == "一、概况\n甲\t乙\n1\t2\n二、结论"


def test_wrapped_text_in_a_cell_is_one_text_and_items_keep_their_lines() -> None:
    reason = "受疫情影响，第\n四季度培训延\n期。\n1.加强督导；\n2.纳入考核。"
    sheet = Sheet().table([["原因", "得\n分"], [reason, "9"]], [80, 40], heights={0: 40, 1: 90}, size=10)
    assert rows(sheet.read())[1][0] == "受疫情影响，第四季度培训延期。\n1.加强督导；\n2.纳入考核。"


def test_a_label_written_downwards_is_one_word() -> None:
    sheet = Sheet().table([["绩\n效\n指\n标", "产出"], ["^", "效益"]], [60, 60], height=40)
    assert rows(sheet.read()) == [["绩效指标", "产出"], ["绩效指标", "效益"]]


def test_a_box_around_a_paragraph_is_no_table() -> None:
    document = Sheet().table([["填报说明"]], [300]).read()
    assert not document.tables and document.text == "填报说明"


def test_rules_without_columns_are_no_table() -> None:
    sheet = Sheet().text("三线表")
    for y in (300, 330, 500):
        sheet.canvas.line(90, y, 500, y)
    assert not sheet.read().tables


def test_a_table_without_outer_borders_keeps_its_first_and_last_column() -> None:
    sheet = Sheet()
    for at in range(3):
        sheet.canvas.line(90, 700 - 24 * at, 490, 700 - 24 * at)
    for x in (190, 300):
        sheet.canvas.line(x, 700, x, 652)
    for row, y in enumerate((158, 182)):
        for column, x in enumerate((95, 195, 305)):
            sheet.text(f"{row}{column}列", x, y, size=10)
    assert rows(sheet.read()) == [["00列", "01列", "02列"], ["10列", "11列", "12列"]]


def test_a_cell_that_the_page_break_leaves_open_keeps_its_text() -> None:
    sheet = Sheet()
    pen = sheet.canvas
    for x in (90, 190, 290):
        pen.line(x, 700, x, 604)
    pen.line(90, 700, 290, 700)
    for y in (676, 652, 628, 604):
        pen.line(190, y, 290, y)
    sheet.text("产出指标", 100, 190, size=10)
    for at in range(4):
        sheet.text(f"指标{at}", 200, 158 + 24 * at, size=10)
    assert rows(sheet.read()) == [["产出指标", f"指标{at}"] for at in range(4)]


def test_shading_makes_no_cells_and_lines_drawn_as_thin_boxes_do() -> None:
    sheet = Sheet()
    pen = sheet.canvas
    pen.setFillGray(0.8)
    pen.rect(95, 655, 80, 15, stroke=0, fill=1)
    pen.setFillGray(0)
    for y in (700, 676, 652):
        pen.rect(90, y, 200, 0.5, stroke=0, fill=1)
    for x in (90, 190, 290):
        pen.rect(x, 652, 0.5, 48.5, stroke=0, fill=1)
    for row, y in enumerate((158, 182)):
        for column, x in enumerate((95, 195)):
            sheet.text(f"{row}{column}", x, y, size=10)
    assert rows(sheet.read()) == [["00", "01"], ["10", "11"]]


def test_a_table_goes_on_on_the_next_page_with_its_cells_pages() -> None:
    sheet = Sheet().table([HEADER, *_body(1, 26)], WIDTHS, y=80).page()
    sheet.table(_body(27, 3, "效益"), WIDTHS, y=72).text("填报人：张三")
    document = sheet.read()
    assert len(document.tables) == 1 and document.tables[0].rows == 30
    assert rows(document)[-1] == ["效益", "指标29", "≥6个", "10", ""]
    last = document.tables[0].at(29, 1)
    assert last is not None and document.locate(last.span).page == 2
    assert paragraphs(document) == ["填报人：张三"]


def test_a_running_header_and_footer_do_not_part_a_table() -> None:
    sheet = Sheet()
    for page in range(3):
        sheet.text("附件", y=48, size=11).centred(f"第{page + 1}页", y=800, size=10)
        sheet.table(_body(1 + 26 * page, 26, f"产出{page}"), WIDTHS, y=80)
        if page < 2:
            sheet.page()
    document = sheet.read()
    assert [table.rows for table in document.tables] == [78] and not document.paragraphs


def test_a_repeated_header_row_is_dropped() -> None:
    sheet = Sheet().table([HEADER, *_body(1, 26)], WIDTHS, y=80).page()
    sheet.table([HEADER, *_body(27, 3, "效益")], WIDTHS, y=72)
    grid = rows(sheet.read())
    assert len(grid) == 30 and grid.count(HEADER) == 1


def test_a_merged_label_goes_on_where_the_page_breaks() -> None:
    sheet = Sheet().table([HEADER, *_body(1, 26)], WIDTHS, y=80).page()
    sheet.table([*_body(27, 3, None), *_body(30, 2, "效益")], WIDTHS, y=72)
    document = sheet.read()
    assert [row[0] for row in rows(document)] == ["一级指标"] + ["产出"] * 29 + ["效益"] * 2
    assert document.text.count("产出") == 1


def test_two_labels_written_downwards_on_either_side_of_a_page_break_stay_two() -> None:
    first = [[HEADER[0], *HEADER[1:]], *_body(1, 26, "产\n出\n指\n标")]
    sheet = Sheet().table(first, WIDTHS, y=80).page().table(_body(27, 6, "效\n益\n指\n标"), WIDTHS, y=72)
    labels = [row[0] for row in rows(sheet.read())]
    assert labels == ["一级指标"] + ["产出指标"] * 26 + ["效益指标"] * 6


def test_a_label_written_downwards_that_the_page_break_cut_is_one() -> None:
    first = [[HEADER[0], *HEADER[1:]], *_body(1, 25, "产出"), *_body(26, 1, "效\n益")]
    rest = _body(27, 2, "指\n标")
    sheet = Sheet().table(first, WIDTHS, y=80, height=26).page().table(rest, WIDTHS, y=72, height=26)
    assert [row[0] for row in rows(sheet.read())][-3:] == ["效益指标"] * 3


def test_an_empty_reason_of_a_new_row_is_not_the_reason_above_it() -> None:
    first = _body(1, 26)
    first[-1][4] = "培训延期"
    sheet = Sheet().table([HEADER, *first], WIDTHS, y=80).page().table(_body(27, 1, None), WIDTHS, y=72)
    assert [row[4] for row in rows(sheet.read())[-2:]] == ["培训延期", ""]


def test_a_row_broken_over_the_page_is_put_together() -> None:
    first = _body(1, 26)
    first[-1][4] = "受疫情影响，两\n期培训延期举"
    rest: list[list[str | None]] = [[None, None, None, None, "办。"]]
    sheet = Sheet().table([HEADER, *first], WIDTHS, y=80, heights={26: 40}).page()
    sheet.table([*rest, *_body(27, 2, "效益")], WIDTHS, y=72)
    grid = rows(sheet.read())
    assert len(grid) == 29
    assert grid[26] == ["产出", "指标26", "≥6个", "10", "受疫情影响，两期培训延期举办。"]
    assert grid[27][:2] == ["效益", "指标27"]


def test_a_row_whose_every_cell_the_page_break_cut_is_put_together() -> None:
    widths = [40, 60, 40, 60]
    first = [["产出", f"任务{at}完成", "10", "无"] for at in range(25)]
    sheet = Sheet().table(
        [["级别", "名称", "分值", "原因"], *first, ["满意度", "群众评价满", "10", "部分路段尚"]], widths, y=80
    )
    sheet.page().table([["指标", "意度", None, "未完工"], ["合计", None, "20", None]], widths, y=72)
    assert rows(sheet.read())[-2:] == [
        ["满意度指标", "群众评价满意度", "10", "部分路段尚未完工"],
        ["合计", "", "20", ""],
    ]


def test_text_that_runs_over_its_cell_makes_the_table_doubtful() -> None:
    rows = [["指标", "得分"], ["巡查河道\n公里数", "9"], ["清理", "8"]]
    doubts = [Sheet().table(rows, [80, 40], height=height).read().tables[0].doubt for height in (16, 20, 26)]
    assert doubts[2] is None and all("文字超出单元格" in (doubt or "") for doubt in doubts[:2])


def test_a_table_that_gets_wider_downwards_has_no_cells_beside_its_steps() -> None:
    narrow, wide = [["项目", "护林"], ["单位", "林场"]], [["级别", "名称", "分值"], ["产出", "巡护", "10"]]
    sheet = Sheet().table(narrow, [60, 60], y=100).table(wide, [60, 60, 60], y=148)
    table = sheet.read().tables[0]
    assert table.doubt is None and len(table.cells) == 10


def test_a_new_row_under_a_narrow_column_of_numbers_is_no_rest_of_the_row_above() -> None:
    sheet = Sheet().table([["名称", "分"], *[["清理河道", "20"] for _ in range(26)]], [44, 20], y=80)
    sheet.page().table([["补栽树木", "20"], ["合计", "30"]], [44, 20], y=72)
    assert rows(sheet.read())[-3:] == [["清理河道", "20"], ["补栽树木", "20"], ["合计", "30"]]


def test_a_new_row_with_a_label_only_is_not_the_rest_of_the_row_above() -> None:
    widths = [140, 100, 100]
    sheet = Sheet().table([["资金", "年初", "全年"], *[[f"来源{at}", "1", "2"] for at in range(27)]], widths, y=80)
    sheet.page().table([["上年结转资金", None, None], ["合计", "3", "4"]], widths, y=72)
    assert rows(sheet.read())[-2:] == [["上年结转资金", "", ""], ["合计", "3", "4"]]


def test_two_forms_on_two_pages_stay_two() -> None:
    def form(name: str) -> list[list[str | None]]:
        return [["项目名称", name, "<"], ["预算", "290", "万元"]]

    sheet = Sheet().table(form("甲项目"), [80, 100, 100], y=80).page().table(form("乙项目"), [80, 100, 100], y=80)
    assert [rows(document := sheet.read(), 0)[0][1], rows(document, 1)[0][1]] == ["甲项目", "乙项目"]


def test_a_caption_parts_two_tables() -> None:
    sheet = Sheet().table([HEADER, *_body(1, 26)], WIDTHS, y=80).page().text("表2 明细", y=60)
    sheet.table(_body(1, 3), WIDTHS, y=72)
    assert [table.rows for table in sheet.read().tables] == [27, 3]


def test_other_columns_go_on_only_where_the_page_was_full() -> None:
    top: list[list[str | None]] = [["项目名称", "某项目"], ["主管部门", "某局"]]
    for count, tables in ((14, 1), (2, 2)):
        sheet = Sheet().prose("甲" * 40).page().table(top * count, [120, 260], y=80).page()
        sheet.table([HEADER, *_body(1, 2)], WIDTHS, y=72)
        sheet.text("填报人", y=770)
        assert len(sheet.read().tables) == tables


def test_binding_margins_that_change_sides_do_not_part_a_table() -> None:
    sheet = Sheet().table([HEADER, *_body(1, 26)], WIDTHS, y=80, x=LEFT).page()
    sheet.table(_body(27, 3, "效益"), WIDTHS, y=72, x=LEFT - 20)
    assert [table.rows for table in sheet.read().tables] == [30]


def test_a_landscape_page_between_others_is_read() -> None:
    sheet = Sheet().prose("甲乙丙丁" * 20).page((842.0, 595.0)).centred("评分表", size=18)
    sheet.table([HEADER, *_body(1, 3)], [x * 1.7 for x in WIDTHS]).page((595.0, 842.0)).prose("戊己庚辛" * 20)
    document = sheet.read()
    assert document.tables[0].page == 2 and document.tables[0].rows == 4
    assert document.paragraphs[1].centred and len(document.paragraphs) == 3


def test_a_grid_of_thousands_of_crossings_is_refused_and_said() -> None:
    sheet = Sheet().prose("甲乙丙丁" * 20)
    for at in range(0, 500, 4):
        sheet.canvas.line(at, 0, at, 842)
        sheet.canvas.line(0, at, 595, at)
    document = read(Source("a.pdf", sheet.data()))
    assert not document.tables and [note.code for note in document.notes] == ["page-limit"]


@given(
    st.lists(
        st.tuples(st.booleans(), st.integers(0, 6), st.integers(0, 6), st.integers(1, 6), st.sampled_from((0, 1, 2.5))),
        max_size=24,
    )
)
def test_cells_are_those_that_pdfplumber_finds(drawn: list[tuple[bool, int, int, int, float]]) -> None:
    edges = []
    for upright, x, y, length, off in drawn:
        x0, top = 20.0 * x + (0 if upright else off), 20.0 * y + (off if upright else 0)
        x1, bottom = (x0, top + 20.0 * length) if upright else (x0 + 20.0 * length, top)
        edges.append({"orientation": "v" if upright else "h", "x0": x0, "x1": x1, "top": top, "bottom": bottom})
    points = crossings(edges)
    assert set(points) == set(edges_to_intersections(edges, 3, 3))
    assert rectangles(points) == intersections_to_cells(edges_to_intersections(edges, 3, 3))


def test_a_scan_between_two_pages_parts_their_paragraphs() -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    sheet = Sheet().text("甲" * 24, LEFT + 32).text("乙" * 26).page()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 85), 200)), 0, 0, 595, 842)
    document = sheet.page().text("丙" * 26).text("丁" * 26).read()
    assert paragraphs(document) == ["甲" * 24 + "乙" * 26, "丙" * 26 + "丁" * 26]
