import io

import docx
import pytest

from checker.document import Document
from checker.errors import ReadError
from checker.read.docx import read
from checker.read.docx_styles import without_table_styles
from checker.read.source import Source
from tests.office_files import cell, package, paragraph, relationships, run, table, word_file

BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end"))


def _read(body: str, **parts: str) -> Document:
    return read(Source("a.docx", word_file(body, **parts)))


def _instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def _texts(document: Document) -> list[str]:
    return [block.span.cut(document.text) for block in document.blocks]


def _codes(document: Document) -> dict[str, bool]:
    return {note.code: note.incomplete for note in document.notes}


def test_paragraphs_and_tables_come_in_body_order_with_merged_cells_once() -> None:
    file = docx.Document()
    file.add_heading("一、项目概况", 1)
    grid = file.add_table(3, 3)
    grid.cell(0, 0).merge(grid.cell(1, 0)).text = "产出"
    grid.cell(2, 0).merge(grid.cell(2, 2)).text = "总分"
    grid.cell(0, 1).text = "6个"
    file.add_paragraph("完")
    data = io.BytesIO()
    file.save(data)
    document = read(Source("a.docx", data.getvalue()))
    assert [block.span.cut(document.text) for block in document.blocks if block not in document.tables] == [
        "一、项目概况",
        "完",
    ]
    assert document.paragraphs[0].level == 1
    merged = document.tables[0]
    assert merged.at(1, 0) is merged.at(0, 0) and merged.at(2, 2) is merged.at(2, 0)
    assert document.text.count("产出") == 1


def test_the_main_part_is_found_by_its_relationship_whatever_its_name() -> None:
    data = word_file(paragraph("正文"), main="doc/正文1.xml", styles="", numbering="")
    assert read(Source("a.docx", data)).text == "正文"


def test_the_main_part_is_found_by_its_content_type_when_the_relationships_are_lost() -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = package(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/x/main.xml" ContentType="{kind}"/></Types>',
            "x/main.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r>'
            "<w:t>严格格式</w:t></w:r></w:p></w:body></w:document>",
        }
    )
    assert read(Source("a.docx", data)).text == "严格格式"


class TestTrackedChanges:
    def test_are_read_as_accepted(self) -> None:
        document = _read(
            paragraph(
                run("安排")
                + "<w:del><w:r><w:delText>280</w:delText></w:r></w:del><w:ins>"
                + run("290")
                + "</w:ins><w:moveFrom>"
                + run("移走")
                + "</w:moveFrom>"
                + run("隐", "<w:vanish/>")
            )
        )
        assert document.text == "安排290"
        assert _codes(document) == {"hidden-text": False}

    def test_a_deleted_paragraph_end_joins_two_paragraphs_and_counts_no_number(self) -> None:
        numbering = (
            '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
            '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        )
        listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        body = paragraph("甲", listed + "<w:rPr><w:del/></w:rPr>") + paragraph("乙", listed) + paragraph("丙", listed)
        assert _texts(_read(body, numbering=numbering)) == ["1、甲乙", "2、丙"]

    def test_a_deleted_row_and_a_deleted_cell_are_gone(self) -> None:
        document = _read(
            table(
                cell("甲") + cell("乙"),
                "<w:tr><w:trPr><w:del/></w:trPr>" + cell("删") + cell("除") + "</w:tr>",
                cell("丙") + cell("丁", "<w:cellDel/>"),
            )
        )
        assert document.text == "甲\t乙\n丙"


class TestFields:
    def test_keep_their_result_and_drop_their_instruction(self) -> None:
        inner = BEGIN + _instruction("QUOTE") + SEPARATE + run("内层") + END
        field = BEGIN + _instruction("IF ") + inner + SEPARATE + run("98%") + END
        assert _read(paragraph(run("执行率") + field + run("。"))).text == "执行率98%。"

    def test_a_broken_reference_stays_to_be_found(self) -> None:
        field = BEGIN + _instruction("PAGEREF x") + SEPARATE + run("错误！未定义书签。") + END
        assert "未定义书签" in _read(paragraph(field)).text

    def test_an_instruction_without_an_end_does_not_eat_what_follows(self) -> None:
        assert _texts(_read(paragraph(BEGIN + run("丢")) + paragraph("正文"))) == ["正文"]

    def test_a_table_of_contents_is_marked_from_its_first_line_to_its_last(self) -> None:
        body = (
            paragraph(BEGIN + _instruction(' TOC \\o "1-3" ') + SEPARATE + run("一、概况 1"))
            + paragraph("二、结论 2")
            + paragraph(END + run("一、概况"))
        )
        assert [p.role for p in _read(body).paragraphs] == ["toc", "toc", "body"]

    def test_a_table_of_contents_in_a_content_control_or_by_style_is_marked(self) -> None:
        control = (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            "<w:sdtContent>" + paragraph("目录") + "</w:sdtContent></w:sdt>"
        )
        styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
        body = control + paragraph("一、概况 1", '<w:pStyle w:val="11"/>') + paragraph("正文")
        assert [p.role for p in _read(body, styles=styles).paragraphs] == ["toc", "toc", "body"]

    def test_an_old_form_shows_its_check_boxes(self) -> None:
        box = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox>'
        box += "</w:ffData></w:fldChar></w:r>" + _instruction("FORMCHECKBOX") + END
        body = paragraph(box.format("<w:checked/>") + run("是") + box.format("") + run("否"))
        assert _read(body).text == "☑是□否"


class TestCharacters:
    def test_symbols_hyphens_and_breaks_become_text(self) -> None:
        body = paragraph(
            '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
            + run("95\xad%")
            + '<w:r><w:softHyphen/><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        )
        assert _read(body).text == "≥95%-☑"

    def test_a_phonetic_guide_is_not_text(self) -> None:
        ruby = "<w:r><w:ruby><w:rt>" + run("yuè") + "</w:rt><w:rubyBase>" + run("岳") + "</w:rubyBase></w:ruby></w:r>"
        assert _read(paragraph(ruby + run("阳"))).text == "岳阳"

    def test_a_formula_keeps_its_fraction(self) -> None:
        term = "<m:r><m:t>{}</m:t></m:r>"
        formula = (
            "<m:oMath>" + term.format("执行率=") + f"<m:f><m:num>{term.format('286')}</m:num>"
            f"<m:den>{term.format('300-10')}</m:den></m:f></m:oMath>"
        )
        assert _read(paragraph(formula)).text == "执行率=286/(300-10)"


class TestBoxesAndNotes:
    def test_a_text_box_is_read_once_although_the_file_holds_it_twice(self) -> None:
        box = "<w:txbxContent>" + paragraph("框内") + "</w:txbxContent>"
        twice = (
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx>"
            f"</wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape>"
            "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        document = _read(paragraph(run("正文") + twice))
        assert _texts(document) == ["正文", "框内"]
        assert document.paragraphs[1].role == "textbox"

    def test_an_old_text_box_and_art_lettering_are_read(self) -> None:
        box = "<w:txbxContent>" + paragraph("旧框") + "</w:txbxContent>"
        art = '<w:r><w:pict><v:shape><v:textpath string="艺术字标题"/></v:shape></w:pict></w:r>'
        old = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
        assert _texts(_read(paragraph(old + art))) == ["旧框", "艺术字标题"]

    def test_a_text_box_in_a_cell_belongs_to_the_cell(self) -> None:
        box = "<w:txbxContent>" + paragraph("框") + "</w:txbxContent>"
        old = f"<w:r><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>"
        assert _read(table(cell(paragraph(run("甲") + old)) + cell("乙"))).text == "甲\n框\t乙"

    def test_footnotes_follow_the_text_in_the_order_of_their_references(self) -> None:
        note = '<w:footnote w:id="{}">{}</w:footnote>'
        notes = '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        notes += (
            note.format(1, paragraph("没有引用")) + note.format(2, paragraph("后")) + note.format(3, paragraph("先"))
        )
        reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
        body = paragraph(run("正文") + reference.format(3) + reference.format(2))
        document = _read(body, footnotes=notes)
        assert _texts(document) == ["正文", "先", "后"]
        assert [p.role for p in document.paragraphs] == ["body", "footnote", "footnote"]

    def test_what_is_embedded_or_imported_makes_the_document_incomplete(self) -> None:
        sheet = (
            '<w:r><w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
        )
        document = _read(paragraph(run("见下表") + sheet) + "<w:altChunk/>")
        assert _codes(document) == {"embedded": True, "imported": True}
        assert document.incomplete

    def test_an_equation_object_and_a_photo_leave_the_document_complete(self) -> None:
        equation = '<w:r><w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>'
        photo = (
            '<w:r><w:drawing><wp:inline><wp:extent cx="4000000" cy="3000000"/><a:blip/></wp:inline></w:drawing></w:r>'
        )
        document = _read(paragraph(run("公式") + equation + photo))
        assert _codes(document) == {"equation": False}

    def test_a_picture_of_a_whole_page_makes_it_incomplete(self) -> None:
        page = (
            '<w:r><w:drawing><wp:inline><wp:extent cx="5200000" cy="7400000"/><a:blip/></wp:inline></w:drawing></w:r>'
        )
        assert _codes(_read(paragraph(run("附件") + page))) == {"page-image": True}


class TestLooks:
    STYLES = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="公文标题"/><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="character" w:styleId="s"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    )

    def test_come_from_the_runs_and_up_the_chain_of_styles(self) -> None:
        body = (
            paragraph("标题", '<w:pStyle w:val="x"/>')
            + paragraph(run("正文", '<w:sz w:val="32"/>') + run("文", "<w:b/>"))
            + paragraph(run("粗", '<w:rStyle w:val="s"/>'))
            + paragraph(run("不粗", '<w:b w:val="0"/>'), '<w:pStyle w:val="x"/>')
        )
        got = [(p.level, p.bold, p.size, p.centred) for p in _read(body, styles=self.STYLES).paragraphs]
        assert got == [
            (1, True, 22.0, True),
            (None, False, 16.0, False),
            (None, True, 10.5, False),
            (1, False, 22.0, True),
        ]

    def test_are_the_same_without_the_table_styles(self) -> None:
        table_style = '<w:style w:type="table" w:styleId="t"><w:name w:val="网格"/><w:rPr><w:b/></w:rPr></w:style>'
        whole = ("<styles>" + table_style + self.STYLES + table_style + "</styles>").encode()
        assert without_table_styles(whole) == ("<styles>" + self.STYLES + "</styles>").encode()
        assert without_table_styles(b"<x:style/>") == b"<x:style/>"

    def test_styles_based_on_each_other_end(self) -> None:
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
            for a, b in ("xy", "yx")
        )
        assert _read(paragraph("甲", '<w:pStyle w:val="x"/>'), styles=styles).text == "甲"


class TestTables:
    def test_a_frame_around_text_is_read_as_paragraphs_and_tables_in_order(self) -> None:
        inner = table(cell("甲") + cell("乙"))
        document = _read(table(cell(paragraph("前") + inner + paragraph("后"))))
        assert _texts(document) == ["前", "甲\t乙", "后"]

    def test_a_table_within_a_cell_follows_its_table(self) -> None:
        inner = table(cell("丙") + cell("丁"))
        assert _texts(_read(table(cell("甲") + cell(inner + paragraph("乙"))))) == ["甲\t乙", "丙\t丁"]

    def test_cells_merged_the_old_way_are_one(self) -> None:
        document = _read(
            table(
                cell("总分", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("98"),
                cell("一") + cell("二") + cell("三"),
            )
        )
        grid = document.tables[0]
        assert grid.at(0, 1) is grid.at(0, 0) and grid.columns == 3

    def test_a_row_that_begins_later_keeps_its_columns(self) -> None:
        late = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("丙") + "</w:tr>"
        grid = _read(table(cell("甲") + cell("乙"), late)).tables[0]
        assert grid.at(1, 0) is None and grid.at(1, 1) is not None

    def test_a_vertical_merge_goes_on_only_directly_below(self) -> None:
        down = '<w:vMerge w:val="restart"/>'
        document = _read(
            table(
                cell("甲", down) + cell("1"),
                cell("", "<w:vMerge/>") + cell("2"),
                cell("乙") + cell("3"),
                cell("丙", "<w:vMerge/>") + cell("4"),
            )
        )
        grid = document.tables[0]
        assert [c.span.cut(document.text) for row in grid.grid if (c := row[0])] == ["甲", "甲", "乙", "丙"]

    def test_columns_that_contradict_each_other_are_told_by_their_widths(self) -> None:
        def wide(text: str, width: int) -> str:
            return cell(text, f'<w:tcW w:w="{width}" w:type="dxa"/>')

        document = _read(
            table(
                wide("项目名称", 2000) + wide("某项目", 4000),
                wide("甲", 2000) + wide("乙", 2000) + wide("丙", 2010),
            )
        )
        grid = document.tables[0]
        assert grid.columns == 3 and grid.at(0, 2) is grid.at(0, 1) and grid.doubt is None

    def test_rows_that_cannot_be_brought_together_are_a_doubt(self) -> None:
        grid = _read(table(cell("甲") + cell("乙"), cell("丙") + cell("丁") + cell("戊"))).tables[0]
        assert grid.doubt

    def test_a_title_row_of_one_cell_spans_the_table(self) -> None:
        grid = _read(table(cell("自评表"), cell("丙") + cell("丁") + cell("戊"))).tables[0]
        assert grid.at(0, 2) is grid.at(0, 0) and grid.doubt is None

    def test_a_hidden_row_is_passed_over_and_said(self) -> None:
        hidden = "<w:tr><w:trPr><w:hidden/></w:trPr>" + cell("隐") + cell("藏") + "</w:tr>"
        document = _read(table(cell("甲") + cell("乙"), hidden))
        assert document.text == "甲\t乙" and _codes(document) == {"hidden-cells": False}

    def test_a_hostile_column_span_is_capped(self) -> None:
        document = _read(table(cell("甲", '<w:gridSpan w:val="100000000"/>') + cell("乙")))
        assert document.tables[0].columns == 65


@pytest.mark.parametrize("body", ["", "<w:p/>", table(cell("") + cell(""))])
def test_a_document_without_text_is_refused(body: str) -> None:
    with pytest.raises(ReadError) as caught:
        _read(body)
    assert caught.value.code == "no-text"


def test_a_document_of_pictures_alone_is_a_scan() -> None:
    data = package(
        {
            "_rels/.rels": relationships(("r", "officeDocument", "word/document.xml")),
            "word/document.xml": '<w:document xmlns:w="x"><w:body><w:p/></w:body></w:document>',
            "word/media/image1.png": "PNG",
        }
    )
    with pytest.raises(ReadError) as caught:
        read(Source("a.docx", data))
    assert caught.value.code == "scanned"
