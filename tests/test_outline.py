"""The outline of texts of our own: which lines are headings, how deep they stand, and what they cover."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.document import Document, DocumentBuilder, RawCell
from checker.folding import fold
from checker.understand.headings import read_number
from checker.understand.outline import Outline, read_outline
from checker.understand.report import Report
from tests.outlines import COMPLETE, USUAL
from tests.reviewing import both_widths, default_pack, report_of


def told(report: Report) -> list[str]:
    """The headings, a dash for each level above."""
    return [
        "-" * (section.depth - 1) + "".join(section.heading.cut(report.text).split())
        for section in report.outline.sections
    ]


def outline_of(document: Document) -> Outline:
    return read_outline(document, fold(document.text), default_pack().vocabulary)


def facets_of(heading: str) -> set[str]:
    """The facets of one heading with text below it."""
    (section,) = report_of(heading + "\n正文内容。").outline.sections
    return set(section.facets)


@pytest.mark.parametrize(
    ("line", "style", "value", "title"),
    [
        ("一、基本情况", "han", 1, "基本情况"),
        ("十二、附则", "han", 12, "附则"),
        ("一.基本情况", "han", 1, "基本情况"),
        ("（三）工作过程", "han-bracket", 3, "工作过程"),
        ("〔二〕绩效目标", "han-bracket", 2, "绩效目标"),
        ("（四）、效益", "han-bracket", 4, "效益"),
        ("1.资金落实", "arabic", 1, "资金落实"),
        ("1、资金落实", "arabic", 1, "资金落实"),
        ("１．资金落实", "arabic", 1, "资金落实"),
        ("2.2023年度工作", "arabic", 2, "2023年度工作"),
        ("（1）街道8处", "arabic-bracket", 1, "街道8处"),
        ("3）街道8处", "arabic-bracket", 3, "街道8处"),
        ("①组织", "circled", 1, "组织"),
        ("㈢过程", "han-bracket", 3, "过程"),
        ("⒉过程", "arabic", 2, "过程"),
        ("第二部分 评价结论", "part", 2, "评价结论"),
        ("第三章　绩效分析", "chapter", 3, "绩效分析"),
        ("1.2 绩效目标", "arabic-2", 2, "绩效目标"),
        ("2.1.3资金到位", "arabic-3", 3, "资金到位"),
    ],
)
def test_numbers_of_every_style_are_read(line: str, style: str, value: int, title: str) -> None:
    found = read_number(fold(line), 0, len(line))
    assert found is not None
    number, start = found
    assert (number.style, number.value, line[start:].strip()) == (style, value, title)


@pytest.mark.parametrize(
    "line",
    [
        "2022年安排资金",
        "1.5万元",
        "3.2亿元用于建设",
        "2022.06.30前完成",
        "一是加强领导",
        "第一，公开比选",
        "12345",
        "三社联动",
    ],
)
def test_years_amounts_dates_and_enumerating_words_are_no_numbers_of_headings(line: str) -> None:
    assert read_number(fold(line), 0, len(line)) is None


def test_the_usual_report_gives_its_headings_at_their_levels() -> None:
    for text in both_widths(USUAL):
        headings = [fold(heading) for heading in told(report_of(text))]
        assert headings[:7] == [
            "一、项目基本情况",
            "-" + fold("（一）项目概况"),
            "-" + fold("（二）项目绩效目标"),
            "二、绩效评价工作开展情况",
            "-" + fold("（一）绩效评价目的、对象和范围"),
            "-" + fold("（二）绩效评价原则、评价指标体系（附表说明）、评价方法、评价标准等"),
            "-" + fold("（三）绩效评价工作过程"),
        ]
        assert "--1.资金落实" in headings
        assert headings[-1] == "七、有关建议"


def test_a_sentence_behind_a_number_is_a_list_item_and_no_section() -> None:
    report = report_of("（二）项目绩效目标。\n1.“三社联动”示范社区6个。\n2.培训社工不少于300人次。")
    assert told(report) == ["（二）项目绩效目标"]
    assert [item.number.value for item in report.outline.items] == [2, 1, 2]


def test_a_long_sentence_behind_a_number_is_no_heading() -> None:
    text = "一、全市上下认真贯彻落实上级部署，围绕年度目标扎实推进各项工作任务，全年共安排资金160万元用于社区建设"
    assert told(report_of(text)) == []


@pytest.mark.parametrize(
    "line",
    [
        "（一）项目概况。为加快推进社区建设，2022年安排资金290万元。",
        "（一）项目概况：为加快推进社区建设，2022年安排资金290万元。",
        "（一）项目概况为加快推进社区建设，2022年市财政预算安排项目资金290万元，用于示范社区建设。",
    ],
)
def test_a_heading_that_runs_into_its_paragraph_ends_where_its_title_does(line: str) -> None:
    for text in both_widths(line):
        report = report_of(text)
        (section,) = report.outline.sections
        assert fold(section.heading.cut(report.text)) == fold("（一）项目概况")
        assert section.own.cut(report.text).startswith("为加快")
        assert section.run_in


def test_a_title_before_an_enumerating_word_is_the_heading_even_without_punctuation() -> None:
    report = report_of("（二）“三治融合”乡村治理试点建设主要经验及做法一是党建引领，确保方向；二是坚持居民自治。")
    (section,) = report.outline.sections
    assert section.heading.cut(report.text).endswith("经验及做法")
    assert section.facets == {"experience"}


def test_headings_inside_one_long_paragraph_are_found() -> None:
    report = report_of(COMPLETE["one long paragraph"])
    assert told(report)[:5] == [
        "一、项目基本情况",
        "-（一）项目概况",
        "-（二）项目绩效目标",
        "二、绩效评价工作开展情况",
        "-（一）绩效评价目的、对象和范围",
    ]


def test_numbers_in_the_middle_of_ordinary_sentences_make_no_headings() -> None:
    report = report_of("本年度做法有：（一）加强领导；（二）项目管理规范。三、经验做法已推广。")
    assert told(report) == []


def test_levels_are_relative_to_the_style_that_comes_first() -> None:
    assert told(report_of("第一部分 概况\n一、背景\n甲。\n第二部分 评价结论\n一、得分\n乙。"))[:2] == [
        "第一部分概况",
        "-一、背景",
    ]
    assert told(report_of("1.项目概况\n1.1 项目背景\n甲。\n2.评价结论\n乙。")) == [
        "1.项目概况",
        "-1.1项目背景",
        "2.评价结论",
    ]


def test_a_document_whose_arabic_numbers_hold_chinese_ones_is_ranked_by_its_own_numbering() -> None:
    headings = told(report_of(COMPLETE["1. above （一）"]))
    assert headings[:4] == ["1.基本情况", "-（一）项目概况", "-（二）绩效目标", "2.评价工作开展情况"]


def test_a_single_odd_list_does_not_turn_the_levels_round() -> None:
    report = report_of("一、概况\n（一）背景\n甲。\n（二）内容\n乙。\n二、分析\n1.决策\n（一）立项\n丙。\n2.过程\n丁。")
    assert {heading.count("-") for heading in told(report) if heading.lstrip("-").startswith("（")} == {1}


def test_a_table_of_contents_is_not_the_sections() -> None:
    for name in ("a table of contents, then the sections", "a table of contents without page numbers"):
        headings = told(report_of(COMPLETE[name]))
        assert headings.count("一、项目基本情况") == 1
        assert headings[-1] == "七、有关建议"


def test_a_title_that_only_the_table_of_contents_has_is_no_section() -> None:
    text = COMPLETE["a table of contents, then the sections"].rsplit("\n", 2)[0]
    assert not report_of(text).outline.covering("suggestions")


def test_paragraphs_that_the_reader_marks_as_contents_are_passed_over() -> None:
    builder = DocumentBuilder("a.docx", "docx", "")
    builder.paragraph("一、项目基本情况\t3", role="toc")
    builder.paragraph("一、项目基本情况")
    builder.paragraph("安排资金160万元。")
    assert len(outline_of(builder.build()).sections) == 1


def test_a_heading_broken_over_two_lines_is_one() -> None:
    headings = told(report_of(COMPLETE["numbers and titles broken over lines"]))
    assert "一、项目基本情况" in headings
    assert "-（二）绩效评价原则、评价指标体系（附表说明）、评价方法、评价标准等" in headings
    assert "三、综合评价情况及评价结论" in headings


def test_the_levels_that_a_source_states_rank_unnumbered_headings() -> None:
    builder = DocumentBuilder("a.docx", "docx", "")
    builder.paragraph("2022年度绩效评价报告", level=1)
    for words, level in (("基本情况", 2), ("项目由来", 3), ("评价结论", 2)):
        builder.paragraph(words, level=level)
        builder.paragraph("正文内容若干。")
    document = builder.build()
    assert [(s.title, s.depth) for s in outline_of(document).sections] == [
        ("基本情况", 1),
        ("项目由来", 2),
        ("评价结论", 1),
    ]


def test_a_bold_line_with_other_words_is_a_heading_and_an_ordinary_one_is_not() -> None:
    builder = DocumentBuilder("a.docx", "docx", "")
    builder.paragraph("辅具补贴项目存在的问题", bold=True)
    builder.paragraph("网点少。")
    builder.paragraph("辅具补贴项目存在的问题")
    assert len(outline_of(builder.build()).sections) == 1


def test_a_report_typed_into_a_frame_has_its_outline_and_a_form_has_none() -> None:
    builder = DocumentBuilder("a.docx", "docx", "")
    builder.table([RawCell(0, 0, USUAL)])
    assert outline_of(builder.build()).covering("suggestions")
    form = report_of("项目支出绩效自评表", [["一、项目概况", "160万元", "说明"], ["二、绩效目标", "12处", "无"]])
    assert not form.outline.sections


@pytest.mark.parametrize(
    ("heading", "facets"),
    [
        ("五、存在问题及建议", {"problems", "suggestions"}),
        ("五、主要经验及做法、存在的问题及原因分析", {"experience", "problems"}),
        ("三、项目决策和过程情况", {"analysis.decision", "analysis.process"}),
        ("三、评价结论和绩效分析", {"conclusion", "analysis"}),
        ("七、其他需要说明的问题", {"other"}),
        ("七、其他需要说明的事项", {"other"}),
        ("一、项目简况", {"basic", "overview"}),
        ("二、自评方法与过程", {"work.method", "work.process"}),
        ("二、项目支出使用及管理情况", {"analysis.process"}),
        ("二、项目资金筹集与使用情况", {"analysis.process"}),
        ("三、项目资金情况", {"analysis.process"}),
        ("四、项目取得的绩效", {"analysis"}),
        ("五、自评打分情况", {"conclusion"}),
        ("六、存在问题及其他需要说明的问题", {"problems", "other"}),
        ("四、绩效自评结果拟应用和公开情况", {"other"}),
        ("三、绩效目标完成情况", {"analysis"}),
        ("二、绩效目标分解下达情况", {"targets"}),
        ("三、未完成的绩效目标及原因分析", {"problems"}),
        ("四、上年度问题整改情况", set()),
        ("二、绩效评价工作过程", {"work.process"}),
        ("二、项目过程情况", {"analysis.process"}),
        ("六、偏离绩效目标的原因和下一步改进措施", {"problems", "suggestions"}),
        ("四、部门概况", {"basic", "overview"}),
        ("三、经验不足", set()),
    ],
)
def test_titles_are_matched_by_what_they_cover(heading: str, facets: set[str]) -> None:
    assert facets_of(heading) == facets


def test_headings_below_problems_and_suggestions_are_on_these_whatever_they_name() -> None:
    text = "六、存在的问题\n（一）绩效目标设置不细\n甲。\n七、有关建议\n（一）加强项目过程管理\n乙。"
    outline = report_of(text).outline
    assert not outline.covering("targets")
    assert not outline.covering("analysis.process")


def test_indicators_below_the_targets_or_the_indicator_system_are_no_analysis() -> None:
    text = "（二）项目绩效目标\n1.产出指标\n建设12处。\n2.效益指标\n满意率90%。\n（三）评价指标体系\n1.产出指标\n40分。"
    outline = report_of(text).outline
    assert not outline.covering("analysis.output")
    assert not outline.covering("analysis.benefit")


def test_a_slip_of_one_character_is_forgiven_where_the_part_is_lacking_otherwise() -> None:
    assert facets_of("一、项目绩交目标") == {"targets"}
    both = report_of("（一）项目绩效目标\n甲。\n（二）项目绩交目标\n乙。").outline
    assert len(both.covering("targets")) == 1


def test_the_path_names_the_headings_above_a_place() -> None:
    report = report_of(USUAL)
    assert report.outline.path(report.text.index("专款专用"), report.text) == (
        "四、绩效评价指标分析 / （二）项目过程情况 / 2.制度执行"
    )
    assert report.outline.path(0, report.text) == ""


_LINES = st.lists(
    st.sampled_from(
        [
            *USUAL.split("\n"),
            "目录",
            "一、",
            "（一）",
            "1.",
            "①甲",
            "第二部分 乙",
            "摘要",
            "存在问题：无",
            "2022年",
            "三、结论......5",
        ]
    ),
    max_size=14,
)


@given(_LINES)
def test_sections_of_any_text_are_ordered_nested_and_cut_what_they_claim(lines: list[str]) -> None:
    report = report_of("\n".join(lines) or "空")
    sections = report.outline.sections
    length = len(report.text)
    for index, section in enumerate(sections):
        assert section.heading.start < section.heading.end <= section.own.start <= section.own.end <= section.body.end
        assert section.body.end <= length
        assert section.depth == 1 + sum(1 for _ in report.outline.ancestors(section))
        if section.parent is not None:
            parent = sections[section.parent]
            assert section.parent < index
            assert parent.body.start <= section.heading.start
            assert section.body.end <= parent.body.end
        if index:
            assert sections[index - 1].heading.end <= section.heading.start
        assert report.outline.section_at(section.heading.start) == section


def test_a_list_that_counts_anew_in_the_style_of_its_heading_stands_below_it() -> None:
    text = (
        "一、基本情况\n（一）项目概况\n由区城管局实施。\n（二）项目绩效目标\n（一）数量目标：新建投放点120处。\n"
        "（二）质量目标：分类准确率85%以上。\n1.厨余垃圾单列。\n（三）知晓率目标：90%以上。\n（三）项目组织管理\n由区城管局负责。\n二、绩效分析\n"
        "（一）产出情况\n新建投放点123处。\n"
    )
    for width in both_widths(text):
        report = report_of(width)
        depths = {section.title: section.depth for section in report.outline.sections}
        assert [depths[title] for title in ("项目绩效目标", "数量目标", "质量目标", "知晓率目标")] == [2, 3, 3, 3]
        assert depths["产出情况"] == 2
        assert next(target.name for target in report.targets) == "新建投放点"
    broken = "一、基本情况\n（一）项目概况\n由区城管局实施。\n（二）绩效目标\n"
    broken += "新建投放点120处。\n（一）组织管理\n由区城管局负责。\n"
    depths = [section.depth for section in report_of(broken).outline.sections]
    assert depths == [1, 2, 2, 2]


def test_the_last_line_of_a_title_over_two_is_no_heading() -> None:
    text = "青石县2023年度防汛救灾专项资金绩效\n自评情况\n一、基本情况\n下达资金80万元。\n"
    for written in both_widths(text):
        assert [section.title for section in report_of(written).outline.sections] == ["基本情况"]
