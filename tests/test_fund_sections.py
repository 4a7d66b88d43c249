"""What is read of whole sections on a project's funds: its own figures of the year, and nobody else's as its own."""

from __future__ import annotations

import pytest

from checker.folding import fold
from checker.understand.facts import PROJECT
from tests.fund_sections import SECTIONS
from tests.reviewing import both_widths, report_of


@pytest.mark.parametrize("section", SECTIONS, ids=[title for title, _, _ in SECTIONS])
def test_a_section_on_funds_gives_the_projects_own_figures_of_its_year(section: tuple[str, str, str]) -> None:
    title, text, figures = section
    must, _, may = fold(figures).partition("?")
    expected = [tuple(item.split("=")) for item in must.split()]
    allowed = expected + [tuple(item.split("=")) for item in may.split()]
    for wide in both_widths(f"{title}\n{text}"):
        report = report_of(wide)
        own = [f for f in report.facts if f.scope == PROJECT and f.year == int(title[:4]) and not f.cumulative]
        own += [f for f in report.facts if f.scope == PROJECT and f.cumulative and f.name.endswith("预算数")]
        found = {(fact.name, fold(fact.quantity.span.cut(report.text))) for fact in own}
        missing = [item for item in expected if not any((n, item[1]) in found for n in item[0].split("|"))]
        foreign = [f for f in found if not any(f[0] in item[0].split("|") and f[1] == item[1] for item in allowed)]
        assert (missing, foreign) == ([], [])
