"""The check kind `forbid`: what a rule may ask for, wherever it says."""

from __future__ import annotations

from typing import Any

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.forbid import Forbid
from checker.understand.report import Report
from tests.reviewing import default_pack, document_of

TEXT = "一、项目概况\n工作圆满完成。\n二、存在的问题\n任务圆满完成，问题不多。"


def outcomes(text: str, *tables: list[list[str]], format: str = "txt", **parameters: Any) -> list[Outcome]:
    """What a rule that forbids 圆满 (or other patterns) yields."""
    words = {"patterns": [{"name": "空话", "words": ["圆满"]}]} | parameters
    about = dict.fromkeys(("title", "about", "why", "basis", "message", "suggestion"), "x")
    rule = Forbid.model_validate({"check": "forbid", "id": "content/banned", "severity": "error"} | about | words)
    return list(rule.run(Report(document_of(text, *tables, format=format), default_pack().vocabulary)))


def places(text: str, *tables: list[list[str]], **parameters: Any) -> list[int]:
    return [o.spans[0].start for o in outcomes(text, *tables, **parameters) if isinstance(o, Problem)]


def test_a_word_is_found_everywhere_or_only_in_the_sections_named() -> None:
    assert len(places(TEXT)) == 2
    assert places(TEXT, sections=["problems"]) == [TEXT.rindex("圆满")]


def test_a_rule_for_a_section_that_is_not_there_says_that_it_was_not_applied() -> None:
    assert outcomes("工作圆满完成。", sections=["problems"]) == [
        NotChecked("没有找到应当检查的部分：“存在的问题及原因分析”")
    ]


def test_running_text_and_tables_can_be_told_apart() -> None:
    table = [["完成情况", "圆满完成"]]
    assert len(places("工作圆满完成。", table)) == 2
    assert places("工作圆满完成。", table, area="prose") == [2]
    assert places("工作圆满完成。", table, area="tables") == [13]


def test_what_an_exception_covers_is_allowed_and_the_rest_is_not() -> None:
    pattern = {"name": "空话", "words": ["圆满"], "unless": "圆满(?=结束)"}
    assert places("会议圆满结束，任务圆满完成。", patterns=[pattern]) == [9]
    assert places("会议圆满结束，任务圆满完成。", unless="任务圆满") == [2]


def test_a_format_can_have_an_exception_of_its_own() -> None:
    pattern = {"name": "星号", "pattern": r"\*{2}", "unless_in": {"md": r"\*\*[^*]+\*\*"}}
    assert places("很**重要**的事", format="md", patterns=[pattern]) == []
    assert len(places("很**重要**的事", format="txt", patterns=[pattern])) == 1


def test_full_width_letters_and_brackets_are_found_as_their_narrow_twins() -> None:
    assert places("（ＸＸ）", patterns=[{"name": "占位符", "pattern": r"\(XX\)"}]) == [0]
