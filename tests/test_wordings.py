"""Every rule reads what it looks for in many wordings, and lets the same wordings alone where nothing is wrong."""

from __future__ import annotations

import pytest

from tests.reviewing import both_widths, review_of
from tests.wordings import WORDINGS

TITLE = "2022年度乡村道路养护项目支出绩效自评报告\n"
FAULTY = [(rule, text) for rule, (faulty, _) in WORDINGS.items() for text in faulty]
FAULTLESS = [(rule, text) for rule, (_, faultless) in WORDINGS.items() for text in faultless]


def findings(rule: str, text: str) -> list[str]:
    titled = text if "自评报告" in text.split("\n")[0] else TITLE + text
    return [finding.message for finding in review_of(titled, rules=rule).findings]


@pytest.mark.parametrize(("rule", "text"), FAULTY)
def test_a_wording_of_the_defect_gives_a_finding(rule: str, text: str) -> None:
    for wide in both_widths(text):
        assert findings(rule, wide)


@pytest.mark.parametrize(("rule", "text"), FAULTLESS)
def test_a_wording_without_the_defect_gives_none(rule: str, text: str) -> None:
    for wide in both_widths(text):
        assert findings(rule, wide) == []
