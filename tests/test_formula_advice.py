"""Advice on formulas that can be read and do not do what they seem to."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.formula_advice import formula_advice
from tests.test_check_kinds import SHARED
from tests.test_pack_shown import advised


@pytest.mark.parametrize(
    "formula", ["sum（分值） <= 15", "分值 > 0 且 求和（分值） <= 15", "非 count（得分） > 3", "max（分值 + 1） < 3"]
)
@pytest.mark.parametrize("each", ["indicator", "funds", "report", None])
def test_a_function_over_one_number_is_advised_against(formula: str, each: str | None) -> None:
    [(at, _)] = formula_advice(formula, each)
    assert formula[at:].startswith(("sum", "求和", "count", "max"))


@pytest.mark.parametrize(
    "formula",
    [
        "max（分值， 得分） <= 15",
        "sum（得分， 1） <= 分值",
        "abs（得分 - 分值） < 1",
        "abs（得分） < 1",
        "sum(分值 <= 15",
    ],
)
def test_a_function_over_several_numbers_or_a_difference_is_right(formula: str) -> None:
    assert list(formula_advice(formula, "indicator")) == []


@pytest.mark.parametrize("formula", ["分值 <= 20%", "20％ >= 分值", "名称 含 '率' 或 得分 > 5%"])
def test_points_are_not_compared_with_a_percentage(formula: str) -> None:
    [(_, said)] = formula_advice(formula, "indicator")
    assert "按分计" in said and "写" in said
    assert list(formula_advice("执行率 <= 20%", "funds")) == []


def test_advice_on_a_formula_tells_its_place(tmp_path: Path) -> None:
    shared = "".join(f"    {name}: 甲\n" for name in SHARED)
    rule = "rules:\n  - id: city/cap\n    check: assert\n    severity: warning\n    each: indicator\n"
    [told] = advised(
        tmp_path, f"{rule}    when: sum（分值） > 3\n    that: [分值 > 1, '得分 > 1 且 sum（分值） <= 15']\n{shared}"
    )[1:]
    assert told.startswith("7:30 ")
    assert "sum（分值）" in told and "each: dimension" in told
