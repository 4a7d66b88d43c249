"""Word comments stand at the exact words, and nothing else of the file changes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from checker.errors import JixiaoError
from checker.read import docx as reader
from checker.read.source import Source
from checker.render.annotate import annotate
from tests.annotating import annotated, parts, reviewed, typed
from tests.office_files import W, cell, paragraph, run, table, word_file

NUMBERS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def w(name: str) -> str:
    return f"{{{W}}}{name}"


def commented(data: bytes) -> list[tuple[str, str]]:
    """What each comment says first, and the words that it stands at."""
    root = etree.fromstring(parts(data)["word/document.xml"])
    said = {str(comment.comment_id): comment.paragraphs[0].text for comment in docx.Document(io.BytesIO(data)).comments}
    words: dict[str, str] = {}
    open_now: list[str] = []
    for element in root.iter():
        if element.tag == w("commentRangeStart"):
            open_now.append(element.get(w("id")))
            words[open_now[-1]] = ""
        elif element.tag == w("commentRangeEnd"):
            open_now.remove(element.get(w("id")))
        elif element.tag == w("t"):
            for id in open_now:
                words[id] += element.text or ""
    assert not open_now
    references = [element.get(w("id")) for element in root.iter(w("commentReference"))]
    assert sorted(references) == sorted(words) == sorted(said)
    return [(said[id], words[id]) for id in sorted(said, key=int)]


def words_of(tmp_path: Path, body: str, *quotes: str | Sequence[str], **inside: str) -> list[str]:
    data = typed(word_file(body, **inside))
    return [words for _, words in commented(annotated(tmp_path, "报告.docx", data, *quotes))]


def test_a_comment_stands_at_the_words_and_says_the_opinion(tmp_path: Path) -> None:
    data = annotated(
        tmp_path, "a.docx", typed(word_file(paragraph("全年预算数290万元，执行数286万元。"))), "执行数286万元"
    )
    comment = next(iter(docx.Document(io.BytesIO(data)).comments))
    assert comment.author == "绩效审核"
    assert [p.text for p in comment.paragraphs] == ["〔1〕错误：意见0。", "要求：改正。", "依据：第十条。"]
    assert commented(data) == [("〔1〕错误：意见0。", "执行数286万元")]


@pytest.mark.parametrize(
    "body",
    [
        paragraph(run("全年预算") + run("数29", "<w:b/>") + run("0万元，其余不计。")),
        paragraph("<w:r><w:t>其一</w:t><w:br/><w:t>全年预算数290万元</w:t><w:tab/><w:t>其二</w:t></w:r>"),
        paragraph(run("按照") + f'<w:ins w:id="5" w:author="甲">{run("全年预算数2")}</w:ins>' + run("90万元安排")),
        paragraph(run("全年") + f'<w:del w:id="6"><w:r><w:delText>旧</w:delText></w:r></w:del>{run("预算数290万元")}'),
        paragraph(run("见") + f'<w:hyperlink r:id="x">{run("甲全年预算数290")}</w:hyperlink>' + run("万元乙")),
        table(cell("名称") + cell("甲全年预算数290万元乙"), cell("丙") + cell("丁")),
        table(cell(table(cell("里") + cell("表全年预算数290万元"), cell("子") + cell("丑"))) + cell("外")),
        paragraph(f"<w:sdt><w:sdtContent>{run('全年预算数290万元整')}</w:sdtContent></w:sdt>"),
    ],
    ids=["split runs", "breaks", "inserted", "deleted", "link", "cell", "nested table", "control"],
)
def test_the_words_are_found_wherever_they_stand(tmp_path: Path, body: str) -> None:
    assert words_of(tmp_path, paragraph("全年预算，另行说明。") + body, "全年预算数290万元") == ["全年预算数290万元"]


def test_of_words_that_stand_twice_the_right_ones_are_meant(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(typed(word_file(paragraph("执行数1万元，") + paragraph("第二段执行数1万元。"))))
    review = reviewed(path, "二段执行数1万元")
    root = etree.fromstring(parts(annotate(path, review))["word/document.xml"])
    start = next(root.iter(w("commentRangeStart")))
    assert "".join(start.getparent().itertext()) == "第二段执行数1万元。"


def test_an_automatic_number_is_not_in_the_file_and_the_comment_begins_behind_it(tmp_path: Path) -> None:
    heading = paragraph("项目概况", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    assert words_of(tmp_path, heading + paragraph("内容"), "一、项目概况", numbering=NUMBERS) == ["项目概况"]
    assert words_of(tmp_path, heading + paragraph("内容"), "一、", numbering=NUMBERS) == ["项目概况"]


def test_several_opinions_on_the_same_overlapping_and_adjacent_words_each_keep_theirs(tmp_path: Path) -> None:
    quotes = [
        "预算数290万元",
        "预算数290万元",
        "全年预算数",
        "290万元，执行",
        "执行数",
        "全年预算数290万元，执行数286万元。",
    ]
    assert words_of(tmp_path, paragraph("全年预算数290万元，执行数286万元。"), *quotes) == quotes


def test_both_sides_of_a_contradiction_are_marked(tmp_path: Path) -> None:
    data = typed(word_file(paragraph("执行数286万元。") + paragraph("后文执行数268万元。")))
    found = commented(annotated(tmp_path, "a.docx", data, ["执行数286万元", "执行数268万元"]))
    assert found == [("〔1〕错误：意见0。", "执行数286万元"), ("〔1〕与此处对照：意见0。", "执行数268万元")]


def test_an_opinion_about_the_whole_report_stands_at_its_first_paragraph(tmp_path: Path) -> None:
    assert words_of(tmp_path, paragraph(run("绩效自评") + run("报告")) + paragraph("内容"), "") == ["绩效自评报告"]


def test_words_of_a_text_box_are_marked_at_the_box_and_those_of_a_footnote_at_its_mark(tmp_path: Path) -> None:
    inside = f"<w:txbxContent>{paragraph('框中执行数286万元')}</w:txbxContent>"
    drawn = f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp>"
    graphic = f"<a:graphic><a:graphicData>{drawn}</a:graphicData></a:graphic>"
    box = f"<w:r><w:drawing><wp:inline>{graphic}</wp:inline></w:drawing></w:r>"
    data = annotated(tmp_path, "a.docx", typed(word_file(paragraph(run("前") + box + run("后")))), "执行数286万元")
    start = next(etree.fromstring(parts(data)["word/document.xml"]).iter(w("commentRangeStart")))
    assert start.getparent().getparent().tag == w("body")
    assert start.getnext().find(w("drawing")) is not None

    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{paragraph("脚注执行数286万元")}</w:footnote>'
    body = paragraph(run("前文") + mark + run("后文"))
    data = annotated(tmp_path, "b.docx", typed(word_file(body, footnotes=notes)), "执行数286万元")
    start = next(etree.fromstring(parts(data)["word/document.xml"]).iter(w("commentRangeStart")))
    assert start.getnext().find(w("footnoteReference")) is not None


def test_comments_that_are_there_already_stay_and_the_new_ones_have_ids_of_their_own(tmp_path: Path) -> None:
    first = annotated(tmp_path, "a.docx", typed(word_file(paragraph("全年预算数290万元。"))), "290万元")
    second = annotated(tmp_path, "b.docx", first, "全年预算数")
    assert [words for _, words in commented(second)] == ["290万元", "全年预算数"]


def test_no_part_changes_but_the_text_the_comments_and_what_names_them(tmp_path: Path) -> None:
    body = paragraph(run("全年预算数290万元", "<w:i/>"), '<w:jc w:val="center"/>') + "<!--留--><w:sectPr/>"
    data = typed(
        word_file(body, styles="<w:docDefaults/>"), **{"word/media/image1.png": "像素", "word/别的.xml": "部分"}
    )
    before, after = parts(data), parts(annotated(tmp_path, "a.docx", data, "290"))
    changed = {name for name in after if before.get(name) != after[name]}
    assert changed == {
        "word/document.xml", "word/comments1.xml", "word/_rels/document.xml.rels", "[Content_Types].xml",
    }  # fmt: skip
    assert list(after)[: len(before)] == list(before)
    text = after["word/document.xml"].decode()
    assert "<!--留-->" in text and text.count("<w:i/>") == 3 and '<w:jc w:val="center"/>' in text


def test_the_text_that_is_read_stays_the_same(tmp_path: Path) -> None:
    body = paragraph("全年 预算数290万元，") + table(cell("甲") + cell("乙"), cell("丙") + cell("丁"))
    data = typed(word_file(body))
    after = annotated(tmp_path, "a.docx", data, "预算数2", "乙\n丙", "")
    assert reader.read(Source("a.docx", after)).text == reader.read(Source("a.docx", data)).text


def test_a_report_without_opinions_comes_back_byte_for_byte(tmp_path: Path) -> None:
    data = typed(word_file(paragraph("内容")))
    assert annotated(tmp_path, "a.docx", data) == data


def test_a_file_that_changed_since_its_review_and_a_format_without_notes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(typed(word_file(paragraph("内容一"))))
    review = reviewed(path, "内容")
    path.write_bytes(typed(word_file(paragraph("内容二"))))
    with pytest.raises(JixiaoError, match="改动"):
        annotate(path, review)
    page = tmp_path / "a.html"
    page.write_text("<p>绩效自评报告的内容</p>", encoding="utf-8")
    with pytest.raises(JixiaoError, match="--format html"):
        annotate(page, reviewed(page, "内容"))


@given(st.lists(st.text("甲乙丙 1", min_size=1, max_size=6), min_size=1, max_size=6), st.data())
def test_whatever_the_runs_are_every_comment_stands_at_its_words(
    tmp_path_factory: pytest.TempPathFactory, runs: list[str], data: st.DataObject
) -> None:
    text = "".join(runs).strip()
    if not text:
        return
    body = paragraph("".join(f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' for words in runs))
    quotes = []
    for _ in range(3):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        quotes.append(text[start:end])
    quotes = [quote for quote in quotes if quote.strip()]
    found = words_of(tmp_path_factory.mktemp("runs"), body, *quotes)
    assert [re.sub(r"^ +| +$", "", words) for words in found] == [quote.strip() for quote in quotes]
