"""Forms typed with pipes: merged cells are empty ones there."""

from __future__ import annotations

from tests.reviewing import report_of


def _form(project: str, budget: str, executed: str) -> list[list[str]]:
    return [
        ["项目名称", "", project, "", ""],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数"],
        ["", "年度资金总额", budget, budget, executed],
    ]


def test_figures_of_several_typed_forms_are_told_apart_by_the_project_behind_an_empty_cell() -> None:
    """Two 自评表 in one Markdown file: 项目名称 | (merged, so empty) | 饮用水水源保护."""
    report = report_of("", _form("饮用水水源保护", "851.66", "818.01"), _form("残疾人康复服务", "274.74", "271.91"))
    budgets = {fact.scope: int(fact.quantity.value) for fact in report.facts if fact.name == "全年预算数"}
    assert budgets == {"饮用水水源保护": 8516600, "残疾人康复服务": 2747400}
