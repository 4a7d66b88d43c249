"""What a reader finds in the ways of writing of published reports: titles of documents, payments of named money."""

from __future__ import annotations

import pytest

from checker.understand.facts import PROJECT
from tests.reviewing import both_widths, report_of

PHRASES = (
    # A label in the title of a document is none.
    (
        "《市财政局关于下达2022年道路养护预算（第一批桥涵养护补助）的通知》（市财资环〔2022〕45号）下达桥涵养护补助140万元，用于桥涵养护。",
        {("全年预算数", "140万元")},
    ),
    # A title that is not closed hides nothing.
    ("《市财政局通知，全年预算数140万元。", {("全年预算数", "140万元")}),
    # What was paid out is named between the verb and its figure.
    ("2022年实际发放困难群众取暖补助资金54.6万元，惠及596人。", {("执行数", "54.6万元")}),
    ("2022年收到上级下达的困难群众取暖补助资金54.6万元。", {("到位数", "54.6万元")}),
    ("实际发放取暖费，补助资金54.6万元。", {("全年预算数", "54.6万元")}),
    # 应 before a heading's label; what should be paid is no fact.
    ("全年应执行数为54.6万元，实际执行率为100%。", {("执行数", "54.6万元"), ("执行率", "100%")}),
    ("全年应支付54.6万元。", set[tuple[str, str]]()),
    # 其中 without a figure before it names no part.
    ("资金到位情况，其中专项资金20万元于2022年3月11日全部到位。", {("全年预算数", "20万元"), ("到位数", "20万元")}),
    ("资金共安排50万元，其中专项资金20万元于2022年3月11日全部到位。", {("全年预算数", "50万元")}),
)


@pytest.mark.parametrize(("text", "facts"), PHRASES)
def test_a_careful_reader_finds_these_facts_of_the_project(text: str, facts: set[tuple[str, str]]) -> None:
    for wide in both_widths(f"2022年度道路养护项目支出绩效自评报告\n{text}"):
        report = report_of(wide)
        found = {(fact.name, fact.quantity.span.cut(report.text)) for fact in report.facts if fact.scope == PROJECT}
        assert found == facts
