"""What belongs to one part of the outline under a heading that names several."""

from __future__ import annotations

from typing import Any

import pytest

from checker.checks.base import NotChecked, Problem
from tests.reviewing import both_widths
from tests.test_check_kinds import outcomes, problems, rule

MERGED = "五、主要经验及做法、存在的问题及原因分析\n"
PRAISE = "（一）主要经验及做法\n每周开一次调度会，支付进度有台账，群众满意，投诉比上年少了三成。\n"
FAULTS = "（二）存在的问题\n部分路段养护质量不高。\n"
CAUSES = "（三）原因分析\n一是人手少，二是雨季长。\n"
NEXT = "六、有关建议\n加强监理。"
SECTIONS = {"sections": ["problems"]}
PAYMENT = {"patterns": [{"name": "支付进度", "words": ["支付进度"]}], **SECTIONS}


def lengths(text: str, **fields: Any) -> list[str]:
    made = rule("section", **SECTIONS, **fields)
    return [each.data["length"] for each in outcomes(made, text) if isinstance(each, Problem)]


def test_words_among_the_experiences_do_not_stand_among_the_problems() -> None:
    for text in both_widths(MERGED + PRAISE + FAULTS + NEXT):
        assert problems(rule("require", **PAYMENT), text) == ["“存在的问题及原因分析”部分没有写明支付进度"]
        assert outcomes(rule("forbid", **PAYMENT), text) == []


def test_a_part_under_a_heading_of_several_is_measured_once_and_alone() -> None:
    assert lengths(MERGED + PRAISE + FAULTS + NEXT, shortest=100) == ["11"]
    assert lengths(MERGED + PRAISE + FAULTS + NEXT, longest=10) == ["11"]
    assert lengths(MERGED + PRAISE + FAULTS + NEXT, longest=11) == []


def test_several_sub_headings_on_one_part_are_that_part_together() -> None:
    assert lengths(MERGED + PRAISE + FAULTS + CAUSES + NEXT, shortest=100) == ["23"]
    text = MERGED + FAULTS.replace("二", "一") + PRAISE.replace("（一）", "（二）") + CAUSES + NEXT
    assert lengths(text, shortest=100) == ["23"]
    assert outcomes(rule("forbid", **PAYMENT), text) == []


def test_a_heading_of_several_parts_without_sub_headings_is_searched_as_a_whole() -> None:
    text = MERGED + "支付进度有台账。\n部分路段养护质量不高。\n" + NEXT
    assert len(outcomes(rule("forbid", **PAYMENT), text)) == 1
    assert lengths(text, shortest=100) == ["19"]


def test_what_the_other_parts_leave_is_the_part_that_has_no_sub_heading() -> None:
    text = MERGED + "养护质量不高，完工也晚。\n" + PRAISE + NEXT
    assert lengths(text, shortest=100) == ["12"]
    assert outcomes(rule("forbid", **PAYMENT), text) == []


@pytest.mark.parametrize(("said", "there"), [("", False), ("存在的主要问题是养护质量不高。\n", True)])
def test_a_part_that_its_heading_only_names_is_not_there(said: str, there: bool) -> None:
    text = MERGED + PRAISE + said + NEXT
    assert problems(rule("section", **SECTIONS), text) == ([] if there else ["没有“存在的问题及原因分析”部分"])
    found = outcomes(rule("require", **PAYMENT), text)
    assert found == ([] if there else [NotChecked("没有找到“存在的问题及原因分析”部分")])


def test_the_sub_headings_of_a_part_that_stands_alone_all_belong_to_it() -> None:
    text = "五、存在的问题\n支付进度偏慢。\n（一）主要问题\n养护质量不高。\n（二）养护队伍不稳\n人员少。\n" + NEXT
    assert lengths(text, shortest=100) == ["18"]
    assert outcomes(rule("require", **PAYMENT), text) == []


def test_a_sub_part_of_the_outline_takes_nothing_away_from_the_part_that_holds_it() -> None:
    basic = rule("require", patterns=[{"name": "总长", "words": ["总长"]}], sections=["basic"])
    assert (
        outcomes(basic, "一、项目基本情况\n（一）项目概况\n道路总长12公里。\n（二）项目绩效目标\n养护12公里。\n") == []
    )


def test_tables_are_counted_in_the_part_they_stand_in() -> None:
    made = rule("section", tables=1, **SECTIONS)
    assert problems(made, MERGED + PRAISE + FAULTS + NEXT) == ["“存在的问题及原因分析”中没有表格"]
