"""A label that a later clause goes on with, and the budget of a project that stands in its department's."""

from __future__ import annotations

import pytest

from tests.reviewing import both_widths, report_of
from tests.test_facts_prose import expected, written

PHRASES = (
    # The label stands in one clause, its figure in the next.
    ("全年预算数以财政批复为准，2022年为930万元。", "全年预算数=930万元"),
    ("全年预算数与上级下达数一致，即930万元。", "全年预算数=930万元"),
    # Several years or batches under one label.
    ("预算数2021年为80万元，2022年为90万元。", "全年预算数=80万元#2021 全年预算数=90万元"),
    ("2022年预算为90万元，2023年为95万元。", "全年预算数=90万元 全年预算数=95万元#2023"),
    (
        "近三年项目预算安排情况：2020年80万元、2021年85万元、2022年90万元。",
        "全年预算数=80万元#2020 全年预算数=85万元#2021 全年预算数=90万元",
    ),
    (
        "项目总预算270万元，其中2021年130万元，2022年140万元。",
        "全年预算数=270万元+ 全年预算数=130万元#2021 全年预算数=140万元",
    ),
    (
        "项目预算分两批下达，第一批60万元，第二批30万元。",
        "全年预算数=60万元@第一批 全年预算数=30万元@第二批",
    ),
    ("2022年下达第一批养护补助资金90万元。", "全年预算数=90万元"),
    # A label with which is only reckoned is carried no further.
    ("预算执行率=执行数/预算数，为95%。", ""),
    ("按照年度预算数的比例，为95万元。", ""),
    # The budget that a department gave its project is the project's.
    (
        "年初部门预算安排90万元，年度执行中，按程序报批后追加30万元，调整后全年预算数为120万元。",
        "年初预算数=90万元 全年预算数=120万元",
    ),
    ("县财政局批复部门预算时一并核定本项目2022年预算90万元。", "全年预算数=90万元"),
    ("2022年部门预算收入6500万元，其中本项目预算90万元。", "全年预算数=6500万元@部门整体 全年预算数=90万元"),
)


@pytest.mark.parametrize("phrase", PHRASES, ids=[text[:24] for text, _ in PHRASES])
def test_a_careful_reader_finds_these_facts_and_whose_they_are(phrase: tuple[str, str]) -> None:
    text, facts = phrase
    for wide in both_widths(f"2022年度道路养护项目支出绩效自评报告\n{text}"):
        report = report_of(wide)
        assert sorted(written(fact, report.text) for fact in report.facts) == expected(facts)
        assert not any(fact.inferred for fact in report.facts if "批" not in text)


def test_the_budget_of_another_year_does_not_keep_the_departments_from_being_the_projects() -> None:
    report = report_of(
        "2022年度道路养护项目支出绩效自评报告\n"
        "2022年本级部门预算安排90万元，实际支出85万元。\n2021年项目预算80万元，实际支出70万元。"
    )
    own = {(f.name, f.quantity.span.cut(report.text)) for f in report.facts if f.scope == "项目" and f.year == 2022}
    assert own == {("全年预算数", "90万元"), ("执行数", "85万元")}
