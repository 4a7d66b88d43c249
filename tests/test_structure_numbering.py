"""structure/numbering: numbers skipped, repeated, gone back, and levels inside lower ones."""

from __future__ import annotations

import pytest

from checker.folding import fold
from tests.outlines import COMPLETE, USUAL
from tests.reviewing import both_widths, review_of


def faults(text: str) -> list[tuple[str, str]]:
    """The faulty headings or items, each with what is wrong."""
    result = review_of(text, kind="narrative", rules="structure/numbering")
    return [(finding.data["fault"], finding.locations[0].text) for finding in result.findings]


@pytest.mark.parametrize("name", COMPLETE)
def test_no_layout_that_is_numbered_right_gives_a_finding(name: str) -> None:
    for text in both_widths(COMPLETE[name]):
        assert faults(text) == []


def test_a_skipped_number_is_one_finding_however_many_follow_it() -> None:
    text = USUAL
    for old, new in (("七、", "八、"), ("六、", "七、"), ("五、", "六、"), ("四、", "五、"), ("三、", "四、")):
        text = text.replace(f"\n{old}", f"\n{new}")
    for each in both_widths(text):
        assert faults(each) == [("跳号", "四、综合评价情况及评价结论")]


def test_a_repeated_number_is_one_finding_whether_the_next_goes_on_or_not() -> None:
    assert faults(USUAL.replace("三、综合", "二、综合")) == [("重号", "二、综合评价情况及评价结论")]
    assert faults("一、概况\n甲。\n二、结论\n乙。\n二、问题\n丙。\n三、建议\n丁。") == [("重号", "二、问题")]


def test_two_numbers_that_changed_places_are_one_finding() -> None:
    assert faults("一、概况\n甲。\n三、结论\n乙。\n二、问题\n丙。\n四、建议\n丁。") == [("跳号", "三、结论")]


def test_the_first_number_twice_is_a_finding_where_each_is_a_part_of_the_outline() -> None:
    assert faults(USUAL.replace("（二）项目绩效目标", "（一）项目绩效目标")) == [("重号", "（一）项目绩效目标")]


def test_sub_headings_are_counted_under_their_own_parent() -> None:
    assert faults(USUAL.replace("（三）项目产出", "（二）项目产出")) == [("重号", "（二）项目产出情况")]


def test_chapters_and_parts_are_counted_too() -> None:
    assert faults("第一部分 概况\n甲。\n第三部分 结论\n乙。") == [("跳号", "第三部分 结论")]
    assert faults("第一章 概况\n甲。\n第一节 背景\n乙。\n第二章 结论\n丙。\n第一节 得分\n丁。") == []


def test_numbers_beyond_ten_are_counted() -> None:
    numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    assert faults("\n".join(f"{number}、事项\n说明。" for number in numbers)) == []
    numbers.remove("十一")
    assert faults("\n".join(f"{number}、事项\n说明。" for number in numbers)) == [("跳号", "十二、事项")]


def test_list_items_are_counted_where_they_follow_one_another() -> None:
    assert faults("一、任务\n1.新建食堂12处。\n2.培训30人。\n4.验收合格率100%。\n5.按期完成。") == [
        ("跳号", "4.验收合格率100%。")
    ]
    assert faults("一、任务\n1.甲。\n2.乙。\n3.丙。\n4.丁。\n4.戊。\n5.己。") == [("重号", "4.戊。")]


def test_a_list_whose_first_number_stands_twice_in_lines_one_after_the_other() -> None:
    for text in both_widths(
        "一、存在的问题\n（1）家政高端课程少。原因是师资少。\n（1）周末未开放。\n（2）订单来源单一。"
    ):
        assert [fault for fault, _ in faults(text)] == ["重号"]
    for text in both_widths("一、存在的问题\n1.甲事项。\n1.乙事项；\n2.丙事项。"):
        assert faults(text) == [("重号", text.split("\n")[2])]


def test_headings_of_the_outline_that_have_one_number_are_a_slip_in_arabic_figures_too() -> None:
    text = "一、评价工作开展情况\n1.评价目的、对象和范围\n甲。\n{}.评价原则和方法\n乙。\n{}.评价工作过程\n丙。"
    assert faults(text.format(2, 3)) == []
    assert faults(text.format(1, 2)) == [("重号", "1.评价原则和方法")]


@pytest.mark.parametrize(
    "text",
    [
        "一、问题\n1.甲事项。\n说明如下。\n1.乙事项。\n2.丙事项。",
        "一、问题\n1.数量方面\n1.甲事项。\n2.乙事项。\n2.质量方面\n1.丙事项。",
        "一、问题\n1.甲事项。\n1.乙事项。\n1.丙事项。",
    ],
)
def test_a_list_below_a_line_and_lines_that_all_say_one_are_no_slip(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "一、任务\n1.甲事项。\n2.乙事项。\n此外还有：\n1.丙事项。\n2.丁事项。",
        "一、任务\n1.甲事项已完成；2.乙事项已完成；\n3.丙事项已完成。",
        "一、结论\n得分93分，其中：1.决策20分，2.过程18分。\n3.产出30分。",
        "一、概况\n甲。\n二、工作（一）目的。乙。（二）方法。丙。\n三、结论\n丁。",
        "综述：\n（一）得分\n甲。\n（二）问题\n乙。\n一、概况\n（一）背景\n丙。",
        "一、分析\n1.决策情况\n甲。\n2.过程情况\n乙。\n二、问题\n（一）资金\n丙。\n（二）人员\n丁。",
        "一、分析\n1.决策\n（1）立项\n甲。\n（2）目标\n乙。\n2.过程\n①资金\n丙。\n②管理\n丁。",
        "1.概况\n（一）背景\n甲。\n（二）内容\n乙。\n2.分析\n（一）决策\n丙。\n（二）过程\n丁。\n3.建议\n戊。",
    ],
)
def test_what_may_be_right_is_not_reported(text: str) -> None:
    for each in both_widths(text):
        assert faults(each) == []


def test_two_reports_in_one_file_may_both_begin_with_one() -> None:
    assert faults(USUAL + "\n" + USUAL) == []


def test_a_level_inside_a_lower_one_is_reported_once() -> None:
    text = (
        "一、概况\n（一）背景\n甲。\n（二）内容\n乙。\n二、分析\n1.决策\n（一）立项\n丙。\n（二）目标\n丁。\n"
        "2.过程\n（一）资金\n戊。\n3.产出\n己。"
    )
    for each in both_widths(text):
        assert [fault for fault, _ in faults(each)] == ["层级颠倒"]
    assert faults("1.概况\n一、背景\n甲。\n二、内容\n乙。\n2.分析\n一、决策\n丙。") == [("层级颠倒", "一、背景")]


def test_a_number_that_a_web_page_sets_on_its_own_line_is_the_next_lines() -> None:
    text = "一、概况\n1.\n人员编制\n在职12人。\n2.\n主要职责\n负责堤防养护。\n4.\n内设机构\n设3个股。\n"
    for written in both_widths(text):
        assert faults(written) == [("跳号", "4.\n内设机构")]


@pytest.mark.parametrize(
    ("text", "faulty"),
    [
        ("1.巡查渠道。2.清理淤泥。3.检修闸门。3.培训管护员。4.报送台账。", ["3.培训管护员。"]),
        ("主要做了以下工作：（1）巡查；（2）清淤；（2）检修；（3）培训。", ["（2）检修；"]),
        ("1.巡查渠道。2.清理淤泥。3.检修闸门。4.培训管护员。", []),
        ("1.巡查渠道。2.清理淤泥。2.检修闸门。", []),
        ("1.巡查：一天一次。1.清淤：一月一次。2.检修。3.培训。1.报送。", []),
    ],
)
def test_a_number_twice_in_the_list_of_one_paragraph(text: str, faulty: list[str]) -> None:
    for written in both_widths(f"一、概况\n{text}\n"):
        assert [fold(place) for _, place in faults(written)] == [fold(each) for each in faulty]
