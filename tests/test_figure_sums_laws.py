"""Laws of totals, parts, shares and balances: rounding is never a finding, a change beyond it always is."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.figure_cases import form
from tests.reviewing import both_widths, review_of

TITLE = "2022年度道路养护项目支出绩效自评报告\n"
UNITS = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
SOURCES = ("中央资金", "省级资金", "市级资金", "县级资金")

amounts = st.lists(st.integers(100_000_00, 99_999_999_99).map(lambda c: Decimal(c) / 100), min_size=2, max_size=4)
manners = st.sampled_from([("元", 2), ("元", 0), ("万元", 2), ("万元", 4), ("万元", 6), ("亿元", 6)])


def shown(value: Decimal, unit: str, places: int) -> str:
    return f"{(value / UNITS[unit]).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def share(part: Decimal, whole: Decimal, places: int, cut: bool) -> Decimal:
    return (part / whole * 100).quantize(Decimal(1).scaleb(-places), ROUND_DOWN if cut else ROUND_HALF_UP)


def rules_of(text: str, *tables: list[list[str]]) -> set[str]:
    return {finding.rule for finding in review_of(TITLE + text, *tables, rules="figure").findings}


@settings(max_examples=80, deadline=None)
@given(amounts, manners, st.integers(0, 2), st.booleans(), st.booleans())
def test_parts_and_shares_that_agree_give_no_finding(
    parts: list[Decimal], manner: tuple[str, int], places: int, cut: bool, wide: bool
) -> None:
    unit, digits = manner
    total = sum(parts, Decimal(0))
    listed = "，".join(
        f"{name}{shown(part, unit, digits)}{unit}，占{share(part, total, places, cut)}%"
        for name, part in zip(SOURCES, parts, strict=False)
    )
    whole = f"{shown(total, unit, digits)}{unit}"
    text = f"全年预算数{whole}，其中：{listed}。执行数{whole}，执行率100%，结余0万元。"
    assert rules_of(both_widths(text)[wide]) == set()


@settings(max_examples=80, deadline=None)
@given(amounts, manners, st.data(), st.booleans())
def test_a_part_changed_beyond_rounding_gives_a_finding(
    parts: list[Decimal], manner: tuple[str, int], data: st.DataObject, wide: bool
) -> None:
    unit, digits = manner
    total = sum(parts, Decimal(0))
    at = data.draw(st.integers(0, len(parts) - 1))
    steps = data.draw(st.integers(len(parts) + 2, 10_000))
    wrong = [part + steps * UNITS[unit].scaleb(-digits) if i == at else part for i, part in enumerate(parts)]
    listed = "、".join(f"{name}{shown(part, unit, digits)}{unit}" for name, part in zip(SOURCES, wrong, strict=False))
    whole = f"{shown(total, unit, digits)}{unit}"
    text = f"全年预算数{whole}（其中：{listed}），执行数{whole}。"
    assert rules_of(both_widths(text)[wide]) == {"figure/sum-mismatch"}


@settings(max_examples=60, deadline=None)
@given(amounts, st.integers(850, 1000), st.integers(0, 2), st.integers(0, 400), st.booleans())
def test_a_balance_agrees_until_it_is_changed(
    parts: list[Decimal], executed: int, digits: int, steps: int, wide: bool
) -> None:
    budget = parts[0]
    execution = (budget * executed / 1000).quantize(Decimal("0.01"))
    step = Decimal(10_000).scaleb(-digits)
    changed = steps > 2
    rest = budget - execution + (steps * step if changed else 0)
    text = (
        f"全年预算数{shown(budget, '万元', digits)}万元，执行数{shown(execution, '万元', digits)}万元，"
        f"结余{shown(rest, '万元', digits)}万元。"
    )
    # Nothing but nothing agrees with nothing left: a stated 0 is no more exact than its digits.
    assert rules_of(both_widths(text)[wide]) == ({"figure/balance-mismatch"} if changed else set())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1_000, 9_999_999), min_size=2, max_size=2), st.integers(2, 50), st.booleans())
def test_the_rows_of_a_form_agree_until_one_is_changed(cents: list[int], steps: int, change: bool) -> None:
    own, other = (Decimal(c) / 100 for c in cents)
    total = own + other + (steps * Decimal("0.01") if change else 0)
    lines = form(
        ["年度资金总额", f"{total:,.2f}", f"{total:,.2f}", f"{total:,.2f}", "100%"],
        ["其中：当年财政拨款", f"{own:.2f}", f"{own:.2f}", f"{own:.2f}", "100%"],
        ["其他资金", f"{other:.2f}", f"{other:.2f}", f"{other:.2f}", "100%"],
    )
    assert rules_of("", lines) == ({"figure/sum-mismatch"} if change else set())
