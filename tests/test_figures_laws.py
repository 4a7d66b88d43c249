"""Laws of the rules of figures: rounding is never a finding, a change beyond rounding always is."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.review import review
from tests.reviewing import both_widths, default_pack, report_of

TITLE = "2022年度道路养护项目支出绩效自评报告"
UNITS = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
RULES = ("figure/missing", "figure/rate-mismatch", "figure/conflict", "figure/unit-slip", "score/missing")


def rules_of(text: str, table: list[list[str]] | None = None) -> list[str]:
    report = report_of(text, *([table] if table else []))
    found = review(report, default_pack(), wanted=lambda rule: rule in RULES)
    return [finding.rule for finding in found.findings]


def stated(value: Decimal, unit: str, places: int, grouped: bool) -> str:
    """An amount in 元 as a report may state it."""
    with localcontext() as context:
        context.prec = 40
        rounded = (value / UNITS[unit]).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:,f}{unit}" if grouped else f"{rounded:f}{unit}"


def rate(execution: Decimal, budget: Decimal, places: int, cut: bool) -> str:
    with localcontext() as context:
        context.prec = 40
        value = (execution / budget * 100).quantize(Decimal(1).scaleb(-places), ROUND_DOWN if cut else ROUND_HALF_UP)
    return f"{value:f}%"


amounts = st.integers(min_value=1_000_000, max_value=99_999_999_999).map(lambda cents: Decimal(cents) / 100)
# Units and places in which amounts of this size still state something.
manners = st.one_of(
    st.tuples(st.just("元"), st.sampled_from([0, 2])),
    st.tuples(st.just("千元"), st.sampled_from([1, 2])),
    st.tuples(st.just("万元"), st.sampled_from([1, 2, 4, 6])),
    st.tuples(st.just("亿元"), st.sampled_from([4, 6])),
)


@settings(max_examples=150, deadline=None)
@given(
    amounts, st.integers(min_value=50, max_value=1000), manners, manners, manners, st.integers(0, 3), st.booleans(),
    st.booleans(), st.booleans(),
)  # fmt: skip
def test_consistent_figures_give_no_finding_at_any_precision_and_unit(
    budget: Decimal,
    share: int,
    first: tuple[str, int],
    second: tuple[str, int],
    third: tuple[str, int],
    places: int,
    cut: bool,
    grouped: bool,
    wide: bool,
) -> None:
    execution = (budget * share / 1000).quantize(Decimal("0.01"))
    text = (
        f"{TITLE}\n全年预算数为{stated(budget, *first, grouped)},执行数为{stated(execution, *second, grouped)},"
        f"完成预算的{rate(execution, budget, places, cut)}。项目自评得分98分。\n"
        f"本年度项目全年执行数{stated(execution, *third, not grouped)}。"
    )
    assert rules_of(both_widths(text)[wide]) == []


@settings(max_examples=150, deadline=None)
@given(amounts, st.integers(min_value=50, max_value=1000), st.integers(0, 2), st.integers(3, 40), st.booleans())
def test_a_rate_changed_beyond_its_rounding_gives_one(
    budget: Decimal, share: int, places: int, steps: int, wide: bool
) -> None:
    execution = (budget * share / 1000).quantize(Decimal("0.01"))
    right = Decimal(rate(execution, budget, places, False).rstrip("%"))
    wrong = right + steps * Decimal(1).scaleb(-places)
    text = f"{TITLE}\n全年预算数为{budget}元,执行数为{execution}元,执行率{wrong}%。项目自评得分98分。"
    assert rules_of(both_widths(text)[wide]) == ["figure/rate-mismatch"]


@settings(max_examples=100, deadline=None)
@given(amounts, st.integers(min_value=2, max_value=10**6), manners, st.booleans())
def test_an_amount_changed_beyond_its_rounding_gives_one(
    budget: Decimal, steps: int, manner: tuple[str, int], wide: bool
) -> None:
    unit, places = manner
    other = budget + steps * UNITS[unit].scaleb(-places)
    text = (
        f"{TITLE}\n全年预算数为{stated(budget, *manner, False)},执行数为{stated(budget, *manner, False)}。"
        f"项目自评得分98分。\n项目全年预算数{stated(other, *manner, True)}。"
    )
    found = rules_of(both_widths(text)[wide])
    assert found in (["figure/conflict"], ["figure/unit-slip"])


@settings(max_examples=60, deadline=None)
@given(amounts, st.integers(min_value=50, max_value=1000), manners, st.integers(0, 2), st.booleans())
def test_a_consistent_form_and_text_give_no_finding(
    budget: Decimal, share: int, manner: tuple[str, int], places: int, wide: bool
) -> None:
    execution = (budget * share / 1000).quantize(Decimal("0.01"))
    unit = manner[0]
    form = [
        [f"项目资金({unit})", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        [
            "年度资金总额",
            *[stated(amount, *manner, True).removesuffix(unit) for amount in (budget, budget, execution)],
            "10",
            rate(execution, budget, places, False),
            "9.8",
        ],
        ["总分", "", "", "", "100", "", "98"],
    ]
    text = f"{TITLE}\n全年预算数为{budget}元,执行数为{execution}元。项目自评得分98分。"
    cells = [[both_widths(words)[wide] for words in row] for row in form]
    assert rules_of(both_widths(text)[wide], cells) == []
