"""structure/section-missing, section-empty and section-order."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.document import DocumentBuilder
from checker.finding import Finding, Severity
from checker.review import Review, review
from checker.understand.coverage import Coverage, walk
from checker.understand.report import Report
from tests.outline_mixtures import TITLES, mixture
from tests.outlines import COMPLETE, USUAL
from tests.reviewing import both_widths, default_pack, report_of, review_of


def found(text: str, rule: str) -> tuple[Finding, ...]:
    return review_of(text, kind="narrative", rules=rule).findings


def missing(text: str) -> list[str]:
    return [finding.data["section"] for finding in found(text, "structure/section-missing")]


def without(text: str, first: str, last: str) -> str:
    """A text without the lines from the one that begins with `first` to before the one that begins with `last`."""
    lines = text.split("\n")
    starts = [next(i for i, line in enumerate(lines) if line.startswith(words)) for words in (first, last)]
    return "\n".join(lines[: starts[0]] + lines[starts[1] :])


@pytest.mark.parametrize("name", COMPLETE)
def test_a_complete_report_in_any_layout_gives_no_finding_but_the_table(name: str) -> None:
    for text in both_widths(COMPLETE[name]):
        result = review_of(text, kind="narrative", rules="structure")
        assert [(f.rule, dict(f.data)) for f in result.findings if f.rule != "structure/table-missing"] == []
        assert result.not_checked == ()


@pytest.mark.parametrize(
    ("first", "last", "node"),
    [
        ("（一）项目概况", "（二）项目绩效目标", "basic.overview"),
        ("（二）项目绩效目标", "二、", "basic.targets"),
        ("（一）绩效评价目的", "（二）绩效评价原则", "work.scope"),
        ("（二）绩效评价原则", "（三）绩效评价工作", "work.method"),
        ("（三）绩效评价工作", "三、", "work.process"),
        ("（一）项目决策", "（二）项目过程", "analysis.decision"),
        ("（二）项目过程", "（三）项目产出", "analysis.process"),
        ("（三）项目产出", "（四）项目效益", "analysis.output"),
        ("（四）项目效益", "五、", "analysis.benefit"),
        ("二、", "三、", "work"),
        ("三、", "四、", "conclusion"),
        ("四、", "五、", "analysis"),
        ("五、", "六、", "experience"),
        ("六、", "七、", "problems"),
    ],
)
def test_each_part_that_is_left_out_is_missed_and_no_other(first: str, last: str, node: str) -> None:
    for text in both_widths(without(USUAL, first, last)):
        assert missing(text) == [node]


@given(st.integers(0, 2**32), st.booleans())
def test_any_mixture_of_titles_and_numbers_that_is_complete_gives_no_finding(seed: int, wide: bool) -> None:
    text = both_widths(mixture(Random(seed)))[wide]
    result = review_of(text, kind="narrative", rules="structure")
    assert [f for f in result.findings if f.rule != "structure/table-missing"] == []


@given(st.integers(0, 2**32), st.sampled_from(sorted(TITLES)))
def test_any_part_left_out_of_any_mixture_is_missed_and_no_other(seed: int, part: str) -> None:
    assert missing(mixture(Random(seed), part)) == [part]


def test_the_first_and_the_last_part_are_missed_too() -> None:
    assert missing(without(USUAL, "一、", "二、")) == ["basic"]
    assert missing(USUAL.split("\n七、")[0]) == ["suggestions"]


def test_every_required_part_of_every_layout_is_missed_when_all_its_sections_go() -> None:
    """Parts that share a heading go together: one of them, or the whole that they make, is missed."""
    tried = 0
    for name, text in COMPLETE.items():
        if name in ("two projects in one file", "a summary before the report"):
            continue  # the other half still has the part
        report = report_of(text, kind="narrative")
        coverage = Coverage(report)
        for node in walk(coverage.nodes):
            sections = coverage.sections(node)
            if not node.required or not sections:
                continue
            gone = {i for each in sections for i in range(each.heading.start, max(each.heading.end, each.body.end))}
            left = "".join(character for i, character in enumerate(report.text) if i not in gone)
            parent = node.id.partition(".")[0]
            assert {node.id, parent} & set(missing(left)), (name, node.id)
            tried += 1
    assert tried > 250


def test_a_missing_parent_stands_for_its_children() -> None:
    assert "work.scope" not in missing(without(USUAL, "二、", "三、"))


def test_children_without_their_parents_heading_make_the_parent() -> None:
    text = "\n".join(line for line in USUAL.split("\n") if not line.startswith(("二、", "四、")))
    assert missing(text) == []


def test_some_children_without_their_parents_heading_leave_only_the_others_missing() -> None:
    text = without(USUAL, "（三）绩效评价工作过程", "三、").replace("二、绩效评价工作开展情况\n", "")
    assert missing(text) == ["work.process"]


def test_the_optional_part_is_not_asked_for_and_neither_is_an_outline_of_a_form() -> None:
    assert "other" not in missing("一、项目概况\n甲。")
    rules = review_of("项目支出绩效自评表", [["产出", "12"]], kind="table").not_applicable
    assert {"structure/section-missing", "structure/section-empty", "structure/section-order"} <= {
        r.rule for r in rules
    }


def test_a_missing_part_points_to_the_part_before_it_else_to_the_parent_else_to_the_title() -> None:
    (finding,) = found(without(USUAL, "（二）绩效评价原则", "（三）绩效评价工作"), "structure/section-missing")
    assert finding.locations[0].text == "（一）绩效评价目的、对象和范围"
    (finding,) = found(without(USUAL, "（一）项目决策", "（二）项目过程"), "structure/section-missing")
    assert finding.locations[0].text == "四、绩效评价指标分析"
    (finding,) = found(without(USUAL, "一、", "二、"), "structure/section-missing")
    assert finding.locations[0].text == "2022年度社区食堂建设补助项目支出绩效评价报告"
    assert "基本情况" in finding.message and "项目概况" in finding.message


UP_TO_FOUR = USUAL[: USUAL.index("五、")]
MERGED = UP_TO_FOUR + "五、主要经验及做法、存在的问题及原因分析\n{}\n六、有关建议\n引导食堂向周边居民开放。"


@pytest.mark.parametrize(
    ("below", "node"),
    [
        ("（一）主要经验及做法\n街道统筹选址。", "problems"),
        ("（一）存在的问题\n晚餐客流不足。", "experience"),
    ],
)
def test_a_merged_heading_whose_sub_headings_are_on_one_of_its_parts_only_is_worth_a_warning(
    below: str, node: str
) -> None:
    for text in both_widths(MERGED.format(below)):
        [finding] = found(text, "structure/section-missing")
        assert (finding.data["section"], finding.severity) == (node, Severity.WARNING)
        assert below.split("\n")[0][3:] in finding.message


@pytest.mark.parametrize(
    "below",
    [
        "（一）主要经验\n街道统筹选址。\n（二）存在的问题\n晚餐客流不足。",
        "（一）街道统筹选址\n全年新建12处。\n（二）晚餐客流不足\n原因是宣传少。",
        "各街道统筹选址、企业参与运营，但部分食堂晚餐供应不稳定，客流少，宣传不够，夜间配送成本也偏高。\n（一）主要经验\n街道统筹选址。",
        "（一）主要经验\n街道统筹选址。存在的问题是晚餐客流少。",
        "街道统筹选址。晚餐客流少。",
        "存在的问题如下：\n第一，晚餐客流少。",
    ],
)
def test_a_merged_heading_whose_text_may_treat_all_its_parts_is_let_alone(below: str) -> None:
    assert missing(MERGED.format(below)) == []


def test_a_sentence_that_opens_a_section_is_no_heading() -> None:
    below = "主要经验如下{}第一，街道统筹选址。\n自评中发现以下问题。一是晚餐客流少。"
    for mark in ("。\n", "：\n", "："):
        for text in both_widths(MERGED.format(below.format(mark)).replace("五、", "").replace("六、", "")):
            assert found(text, "structure/section-empty") == ()
    # Where no heading above it is on the same matter it is one.
    text = UP_TO_FOUR + "主要经验如下：\n街道统筹选址。\n存在的问题如下：\n客流少。\n有关建议如下：\n引导开放。"
    assert missing(text) == []


def test_an_addition_in_brackets_does_not_hide_what_a_title_ends_in() -> None:
    text = USUAL.replace("综合评价情况及评价结论", "综合评价情况及结论（评分表附后）")
    assert missing(text) == []
    for number, numeral in enumerate("一二三四五六七", 1):
        text = text.replace(f"\n{numeral}、", f"\n{number}　").replace(f"（{numeral}）", f"{number}）")
    assert missing(text) == []


def test_a_mention_in_running_text_is_no_section() -> None:
    text = without(USUAL, "六、", "七、").replace("街道统筹", "项目存在的问题和原因都很清楚。街道统筹")
    assert missing(text) == ["problems"]


def test_what_only_sounds_like_a_part_does_not_stand_for_it() -> None:
    text = USUAL.replace("六、存在的问题及原因分析", "六、上年度问题整改情况")
    assert missing(text) == ["problems"]
    text = USUAL.replace("三、综合评价情况及评价结论", "三、绩效自评结果应用情况")
    assert missing(text) == ["conclusion"]
    text = USUAL.replace("（二）项目绩效目标。", "（二）绩效目标完成情况。")
    assert missing(text) == ["basic.targets"]
    text = USUAL.replace("（三）绩效评价工作过程。", "（三）项目实施效果。")
    assert missing(text) == ["work.process"]


def test_nothing_is_concluded_from_a_document_that_was_not_read_whole() -> None:
    builder = DocumentBuilder("a.pdf", "pdf", "")
    builder.paragraph("一、项目概况\n甲。\n三、评价结论\n二、绩效目标")
    builder.note("scan", "第2页没有文字层", incomplete=True)
    result = _reviewed(Report(builder.build(), default_pack().vocabulary, stated_kind="narrative"))
    rules = {unchecked.rule for unchecked in result.not_checked}
    assert {f"structure/{rule}" for rule in ("section-missing", "section-empty", "table-missing")} <= rules
    absent = ("structure/section-missing", "structure/section-empty", "structure/table-missing")
    assert not [finding for finding in result.findings if finding.rule in absent]


def _reviewed(report: Report) -> Review:
    return review(report, default_pack(), wanted=lambda rule: rule.startswith("structure/"))


# section-empty


def empty(text: str) -> list[tuple[str, str]]:
    return [(f.data["section"], f.locations[0].text) for f in found(text, "structure/section-empty")]


def test_a_heading_with_nothing_under_it_is_empty() -> None:
    for text in both_widths(USUAL.replace("街道统筹选址，企业参与运营。\n", "")):
        assert empty(text) == [("experience", "五、主要经验及做法")]
        assert missing(text) == []


@pytest.mark.parametrize("line", ["附：评分表", "（附相关评分表）", "附：绩效评价评分表", "略", "——"])
def test_a_line_that_only_announces_something_is_no_content(line: str) -> None:
    assert empty(USUAL.replace("经评价，项目得分93分，等级为优。", line)) == [
        ("conclusion", "三、综合评价情况及评价结论")
    ]


@pytest.mark.parametrize("line", ["详见附表。", "无", "暂无。", "得分93分。"])
def test_any_words_of_its_own_are_content(line: str) -> None:
    assert empty(USUAL.replace("部分食堂晚餐供应不稳定，原因是客流不足。", line)) == []


def test_text_under_sub_headings_counts_and_so_does_a_table() -> None:
    assert empty(USUAL) == []
    head, tail = USUAL.replace("经评价，项目得分93分，等级为优。", "@").split("@")
    builder = DocumentBuilder("a.docx", "docx", "")
    builder.paragraph(head)
    from checker.document import RawCell

    builder.table([RawCell(0, 0, "得分"), RawCell(0, 1, "93")])
    builder.paragraph(tail)
    result = _reviewed(Report(builder.build(), default_pack().vocabulary, stated_kind="narrative"))
    assert not [finding for finding in result.findings if finding.rule == "structure/section-empty"]


def test_an_empty_whole_is_reported_once_and_its_parts_are_not_asked_for() -> None:
    text = without(USUAL, "（一）项目决策", "五、")
    assert empty(text) == [("analysis", "四、绩效评价指标分析")]
    assert missing(text) == []


def test_an_empty_part_is_reported_and_not_the_whole_that_holds_it() -> None:
    text = USUAL.replace(
        "（三）绩效评价工作过程。\n2023年2月组成评价组，3月完成现场核查，4月形成报告。", "（三）绩效评价工作过程。"
    )
    assert empty(text) == [("work.process", "（三）绩效评价工作过程")]


def test_a_signature_and_the_annexes_do_not_fill_the_last_section() -> None:
    text = USUAL.replace("引导食堂向周边居民开放，增加客流。", "江城市民政局\n2023年4月6日\n附件1\n资金明细")
    assert empty(text) == [("suggestions", "七、有关建议")]


def test_a_run_in_heading_has_the_rest_of_its_paragraph() -> None:
    assert empty(COMPLETE["headings run into their paragraphs"]) == []


# section-order


def order(text: str) -> list[str]:
    return [finding.message for finding in found(text, "structure/section-order")]


def moved(text: str, first: str, after: str) -> str:
    """A text in which the section that begins with `first` stands behind the line before `after`."""
    lines = text.split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith(first))
    end = next((i for i in range(start + 1, len(lines)) if lines[i][1:2] == "、"), len(lines))
    rest = lines[:start] + lines[end:]
    at = next((i for i, line in enumerate(rest) if line.startswith(after)), len(rest))
    return "\n".join(rest[:at] + lines[start:end] + rest[at:])


def test_two_parts_that_changed_places_are_one_finding_with_both_headings() -> None:
    for text in both_widths(moved(USUAL, "七、", "六、")):
        (finding,) = found(text, "structure/section-order")
        assert {location.text for location in finding.locations} == {"六、存在的问题及原因分析", "七、有关建议"}


def test_one_part_moved_far_is_one_finding() -> None:
    (message,) = order(moved(USUAL, "三、", "一、"))
    assert message.startswith("“三、综合评价情况及评价结论”应在“二、绩效评价工作开展情况”之后")


OLDER = """青石县2021年度堤防养护项目绩效自评报告
一、项目概况
（一）项目基本情况
养护堤防18公里，由县堤防管理站实施。
（二）项目绩效目标
养护堤防18公里，验收合格率100%。
二、项目资金使用及管理情况
预算安排60万元，支出58万元。
三、项目组织实施情况
按合同分段养护，每月考核。
四、项目绩效情况
（一）项目绩效目标完成情况分析
1.项目的经济性分析。养护单价比上年下降3%。
2.项目的效率性分析。养护堤防18公里，11月完工。
3.项目的效益性分析。汛期没有发生险情。
五、综合评价情况及评价结论
自评得分95分，等级为优。
六、主要经验及做法、存在的问题和建议
经验是分段包干；问题是2处护坡开裂，因排水不畅；建议2022年加设排水沟。
"""


def test_the_chapters_of_an_older_outline_stand_in_its_own_order_and_cover_the_parts_of_this_one() -> None:
    for text in both_widths(OLDER):
        [finding] = found(text, "structure/section-order")
        assert finding.severity is Severity.INFO
        assert "没有“绩效评价工作开展情况”部分" in finding.message
        assert missing(text) == ["work", "analysis.decision"]


def test_the_parts_of_an_overview_may_stand_behind_the_targets() -> None:
    text = "一、项目基本情况\n（一）绩效目标情况\n养护堤防18公里。\n（二）资金安排情况\n预算60万元。\n"
    assert order(text) == []


def test_a_chapter_that_holds_a_part_of_another_may_stand_where_either_does() -> None:
    chapters = ("项目概况", "绩效目标及完成情况", "自评工作组织情况", "自评结论", "经验做法", "存在问题及整改措施")
    text = "".join(f"{number}、{title}\n说明若干。\n" for number, title in zip("一二三四五六", chapters, strict=True))
    for written in both_widths(text):
        assert order(written) == []


def test_a_heading_of_the_steps_and_the_method_is_on_both() -> None:
    text = "一、概况\n（三）项目自评步骤及方法\n先核对资料，采用比较法。\n"
    for written in both_widths(text):
        assert not {"work.method", "work.process"} & set(missing(written))


@pytest.mark.parametrize("number", ["{}.", "（{}）", "{}、"])
def test_the_parts_of_a_section_may_run_together_in_one_numbered_paragraph(number: str) -> None:
    parts = (
        "评价目的：检验效益。",
        "评价对象和范围：全部资金。",
        "评价原则和方法：比较法。",
        "评价过程：3月核对账目。",
    )
    work = "".join(number.format(at) + part for at, part in enumerate(parts, 1))
    for text in both_widths(f"一、基本情况\n养护堤防18公里。\n二、评价工作情况\n{work}\n三、评价结论\n95分。\n"):
        assert not [node for node in missing(text) if node.startswith("work")]


def test_numbers_in_a_paragraph_that_go_on_from_none_are_no_headings() -> None:
    text = "二、评价工作情况\n1.评价目的：检验效益，见2.评价方法：比较法。3.5公里堤防已养护。\n"
    assert [section.title for section in report_of(text).outline.sections] == ["评价工作情况", "评价目的"]


def test_a_chapter_called_input_with_its_points_is_the_decision() -> None:
    chapters = ("投入（20分）", "过程（30分）", "产出（30分）", "效果（20分）")
    text = "".join(f"{number}、{title}\n自评得分如实。\n" for number, title in zip("一二三四", chapters, strict=True))
    for written in both_widths(text):
        assert not any(node.startswith("analysis") for node in missing(written))


def test_parts_of_a_part_have_their_order_too() -> None:
    text = (
        USUAL.replace("（三）项目产出情况", "@")
        .replace("（四）项目效益情况", "（三）项目产出情况")
        .replace("@", "（四）项目效益情况")
    )
    assert order(text) == ["“（四）项目效益情况”应在“（三）项目产出情况”之后"] or len(order(text)) == 1


@pytest.mark.parametrize("name", COMPLETE)
def test_merged_split_and_repeated_parts_are_in_order(name: str) -> None:
    assert order(COMPLETE[name]) == []


def test_the_order_of_the_words_in_a_merged_title_does_not_matter() -> None:
    text = "\n".join(
        ["一、概况", "甲。", "二、评价结论", "乙。", "三、存在的问题和经验做法", "丙。", "四、建议", "丁。"]
    )
    assert order(text) == []


def test_a_pack_may_ask_for_less() -> None:
    pack = default_pack()
    nodes = tuple(
        node.model_copy(update={"required": node.required and node.id != "experience"})
        for node in pack.vocabulary.outline
    )
    vocabulary = pack.vocabulary.model_copy(update={"outline": nodes})
    report = report_of(without(USUAL, "五、", "六、"), kind="narrative")
    lenient = review(
        Report(report.document, vocabulary, stated_kind="narrative"),
        replace(pack, vocabulary=vocabulary),
        wanted=lambda rule: rule == "structure/section-missing",
    )
    assert lenient.findings == ()


UNDIVIDED = """一、基本情况
（一）项目概况
更换老旧管网。
（二）绩效目标
更换管网52公里。
二、绩效评价工作开展情况
{}
三、综合评价情况及评价结论
自评得分96分，等级为优。
"""


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("小组采用比较法，查阅合同和验收单，对3个乡镇实地核查，逐项打分。", "warning"),
        ("（一）评价工作过程\n小组查阅合同和验收单，对3个乡镇实地核查，逐项打分。", "error"),
    ],
)
def test_a_part_that_undivided_text_may_treat_is_to_be_looked_at(text: str, severity: str) -> None:
    found = review_of(UNDIVIDED.format(text), kind="narrative", rules="structure/section-missing").findings
    method = [each for each in found if "work.method" in each.data["section"].split("、")]
    assert [each.severity for each in method] == [severity]


def test_what_one_undivided_text_leaves_open_is_one_finding() -> None:
    text = "一、概况\n养护堤防18公里。\n二、绩效目标及完成情况\n养护堤防18.2公里，验收全部合格，汛期没有出现险情。\n"
    for written in both_widths(text):
        parts = [each for each in found(written, "structure/section-missing") if "analysis" in each.data["section"]]
        [finding] = parts
        assert finding.data["section"].count("、") >= 1 and finding.severity is Severity.WARNING


def test_a_heading_of_targets_and_their_completion_covers_the_analysis() -> None:
    for title in ("绩效目标及完成情况", "绩效目标及其完成情况", "年度目标和实现情况"):
        assert "analysis" not in missing(f"一、概况\n养护堤防。\n二、{title}\n养护堤防18.2公里。\n")
