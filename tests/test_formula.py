"""The rule language: what it reads, where it points when it cannot, and that it never contradicts exact arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checker.formula import FormulaError, parse
from checker.interval import Interval
from tests.reviewing import both_widths

FACTS = ("预算数", "执行数", "执行率", "结余数", "分值", "得分", "非税收入", "执行率(%)")


def about(value: str, step: str = "0") -> Interval:
    return Interval.around(Decimal(value), Decimal(step))


def holds(text: str, **values: Interval | tuple[Interval, ...] | None) -> bool | None:
    return parse(text, kind="condition").evaluate(values).holds


def amount(text: str, **values: Interval | tuple[Interval, ...]) -> Interval | None:
    return parse(text, kind="number").evaluate(values).value


def test_a_rate_agrees_with_its_figures_until_no_rounding_can_reconcile_them() -> None:
    figures = {"预算数": about("2900000", "10000"), "执行数": about("2860000", "10000")}
    for text in both_widths("执行率 == 执行数 / (预算数)"):
        assert holds(text, 执行率=about("0.986", "0.001"), **figures) is None
        assert holds(text, 执行率=about("1", "0.01"), **figures) is False
    assert holds("执行率 == 执行数 / 预算数", 执行率=about("1"), 执行数=about("5"), 预算数=about("5")) is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) × 3", "9"),
        ("（１＋２）＊３", "9"),
        ("10 - 4 - 3", "3"),
        ("8 ÷ 4 / 2", "1"),
        ("-2 * -3", "6"),
        ("80%", "0.8"),
        ("５‰", "0.005"),
        ("290万元 + 1.5亿元 + 3元", "152900003"),
        ("max(1, 2, min(5, 3))", "3"),
        ("最大值(1，2)", "2"),
        ("abs(3 - 5)", "2"),
        ("sum(1, 2, 3) / count(1, 2, 3)", "2"),
    ],
)
def test_arithmetic_is_exact_and_binds_as_in_school(text: str, value: str) -> None:
    assert amount(text) == Interval.point(Decimal(value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 <= 1", True),
        ("1 < 1", False),
        ("1 ≥ 2", False),
        ("2 > 1", True),
        ("1 = 1", True),
        ("1 ≠ 1", False),
        ("1 <> 2", True),
        ("1 < 2 < 3", True),
        ("1 < 3 < 2", False),
        ("1 == 1 且 2 == 3", False),
        ("1 == 2 或 3 == 3", True),
        ("非 1 == 2", True),
        ("not (1 == 1 and 2 == 2)", False),
        ("1 == 2 and 1 == 2 or 1 == 1", True),
    ],
)
def test_conditions_say_what_they_say(text: str, expected: bool) -> None:
    assert holds(text) is expected


def test_comparisons_are_decided_only_where_every_reading_agrees() -> None:
    wide, narrow = Interval(Decimal(1), Decimal(3)), Interval(Decimal(3), Decimal(4))
    assert [holds(f"a {sign} b", a=wide, b=narrow) for sign in ("==", "!=", "<=", "<", ">=", ">")] == [
        None, None, True, None, None, False,
    ]  # fmt: skip


def test_a_missing_operand_makes_a_formula_inapplicable_unless_it_does_not_matter() -> None:
    formula = parse("执行率 == 执行数 / 预算数")
    assert formula.names == ("执行率", "执行数", "预算数")
    result = formula.evaluate({"执行率": about("1"), "执行数": None})
    assert (result.holds, result.missing, result.applicable) == (None, ("执行数", "预算数"), False)
    assert parse("甲 > 1 或 乙 > 1").evaluate({"甲": about("2")}).applicable
    assert holds("甲 > 1 且 乙 > 1", 甲=about("0")) is False
    assert parse("甲 > 1 且 乙 > 1").evaluate({"甲": about("2")}).missing == ("乙",)


def test_a_divisor_that_may_be_zero_leaves_a_formula_without_a_value() -> None:
    formula = parse("执行数 / (预算数 - 1) >= 80%")
    assert formula.evaluate({"执行数": about("1"), "预算数": about("1")}).reason == "除数“预算数 - 1”为零"
    result = formula.evaluate({"执行数": about("1"), "预算数": about("1", "1")})
    assert (result.holds, result.reason) == (None, "除数“预算数 - 1”可能为零")


def test_a_column_of_values_is_summed_and_counted_but_is_no_single_number() -> None:
    column = (about("10"), about("50"), about("40"))
    assert holds("sum(分值) == 100", 分值=column) is True
    assert amount("count(分值)", 分值=column) == about("3")
    assert amount("count(分值)", 分值=()) == about("0")
    assert parse("sum(分值) == 100").evaluate({"分值": ()}).missing == ("分值",)
    assert parse("分值 == 100").evaluate({"分值": column}).reason == "“分值”有3个值"
    assert holds("分值 == 10", 分值=column[:1]) is True


def test_a_result_shows_both_sides_and_their_difference() -> None:
    result = parse("预算数 > 0 且 执行数 <= 预算数").evaluate({"预算数": about("5"), "执行数": about("7")})
    assert (result.left, result.right, result.difference) == (about("7"), about("5"), about("2"))


def test_names_may_be_quoted_and_written_together_with_words_of_logic() -> None:
    assert parse("“执行率（%）”>=80%", FACTS).names == ("执行率(%)",)
    assert parse("执行数>0且预算数>0或非税收入>1", FACTS).names == ("执行数", "预算数", "非税收入")
    assert parse("非执行数>预算数", FACTS).evaluate({"执行数": about("1"), "预算数": about("1")}).holds is True


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("", 0, "公式是空的"),
        ("执行数 >= 预算书", 7, "没有名为“预算书”的数据，是否想写“预算数”？"),
        ("执行数 +", 5, "公式没有写完"),
        ("执行数 预算数", 4, "“预算数”前面缺少运算符"),
        ("(执行数 > 1", 0, "“(”没有对应的“)”"),
        ("执行数 > 1)", 7, "多了一个“)”"),
        ("执行数 > * 2", 6, "“*”前面缺少内容"),
        ("执行数 > 1 且", 9, "公式没有写完"),
        ("执行数 且 预算数", 0, "这里应是一个条件"),
        ("1 + (执行数 > 1)", 4, "这里应是一个数"),
        ("summ(分值) > 1", 0, "没有名为“summ”的函数，是否想写“sum”？"),
        ("abs(分值, 得分) > 1", 0, "“abs”只能有一个参数"),
        ("执行数 > 5万里", 7, "不认识的单位“万里”"),
        ("执行数 & 1", 4, "公式里不能有“&”"),
        ("执行数 + 1", 0, "这里应写一个条件"),
        ("__import__('os') > 1", 0, "没有名为“__import__”的函数"),
        ("(" * 100 + "1", 26, "嵌套超过"),
        ("-" * 100 + "1", 26, "嵌套超过"),
        ("1+" * 300 + "1 > 0", 500, "公式超过"),
    ],
)
def test_a_wrong_formula_is_refused_at_the_character_that_is_wrong(text: str, offset: int, message: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text, FACTS, kind="condition")
    assert message in str(caught.value)
    assert caught.value.offset == offset


NUMBERS = st.decimals(-(10**6), 10**6, places=3, allow_nan=False, allow_infinity=False)
EXPRESSIONS = st.recursive(
    st.sampled_from(["甲", "乙", "丙", "2", "3.5", "40%"]),
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "min", "max"]), inner),
    max_leaves=7,
)
Tree = str | tuple[object, str, object]


def written(tree: object) -> str:
    if isinstance(tree, str):
        return tree
    assert isinstance(tree, tuple)
    left, sign, right = written(tree[0]), tree[1], written(tree[2])
    return f"{sign}({left}, {right})" if sign in ("min", "max") else f"({left} {sign} {right})"


def exactly(tree: object, values: dict[str, Decimal]) -> Fraction:
    if isinstance(tree, str):
        if tree in values:
            return Fraction(values[tree])
        return Fraction(tree.rstrip("%")) / (100 if tree.endswith("%") else 1)
    assert isinstance(tree, tuple)
    left, sign, right = exactly(tree[0], values), tree[1], exactly(tree[2], values)
    if sign == "/":
        return left / right
    return {"+": left + right, "-": left - right, "*": left * right, "min": min(left, right), "max": max(left, right)}[
        sign
    ]


@given(EXPRESSIONS, EXPRESSIONS, st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=3, max_size=3))
def test_whatever_is_decided_is_so_for_the_true_numbers(
    left: Tree, right: Tree, drawn: list[tuple[Decimal, Decimal, Decimal]]
) -> None:
    """Each name's true number lies anywhere in its interval; exact fractions say what is true."""
    ends = {name: sorted(three) for name, three in zip("甲乙丙", drawn, strict=True)}
    true = {name: inside for name, (_, inside, _) in ends.items()}
    intervals = {name: Interval(low, high) for name, (low, _, high) in ends.items()}
    number = parse(written(left)).evaluate(intervals).value
    if number is not None:
        assert Fraction(number.low) <= exactly(left, true) <= Fraction(number.high)
    for sign in ("==", "!=", "<=", "<", ">=", ">"):
        decided = parse(f"{written(left)} {sign} {written(right)}").evaluate(intervals).holds
        if decided is not None:
            a, b = exactly(left, true), exactly(right, true)
            truth = {"==": a == b, "!=": a != b, "<=": a <= b, "<": a < b, ">=": a >= b, ">": a > b}
            assert decided is truth[sign]


@given(EXPRESSIONS, st.tuples(NUMBERS, NUMBERS, NUMBERS))
def test_exact_numbers_give_the_exact_result(tree: Tree, drawn: tuple[Decimal, Decimal, Decimal]) -> None:
    values = dict(zip("甲乙丙", drawn, strict=True))
    assume("/" not in written(tree))
    result = parse(written(tree)).evaluate({name: Interval.point(value) for name, value in values.items()}).value
    assert result is not None and result.exact
    assert Fraction(result.low) == exactly(tree, values)


@given(st.text(alphabet="执行预算数率且或非()（）<>=≤+-*/%,，.1290 “”万元maxabs", max_size=30))
def test_no_text_breaks_the_parser_or_points_outside_itself(text: str) -> None:
    try:
        formula = parse(text, FACTS)
    except FormulaError as error:
        assert 0 <= error.offset <= len(text)
    else:
        assert set(formula.names) <= set(FACTS)


@pytest.mark.parametrize(
    ("text", "grade", "fires"),
    [
        ("等级 == '优秀'", "优秀", True),
        ("等级='优 秀'", "优秀", True),
        ("等级 == ‘优秀（Ａ）’", "优秀(A)", True),
        ("等级 != '优秀'", "优", True),
        ("等级含'优'", "优秀", True),
        ("等级 包含 '良'", "优秀", False),
        ("非 等级含'良' 且 得分 > 1", "优秀", True),
        ("等级 == '优秀' 或 等级 == '良好'", "合格", False),
    ],
)
def test_words_are_compared_whatever_their_spaces_and_width(text: str, grade: str, fires: bool) -> None:
    formula = parse(text, ("等级", "得分"), kind="condition", words=("等级",))
    values = {"等级": grade, "得分": about("5")}
    assert formula.evaluate(values).holds is fires
    assert parse(formula.text).evaluate(values).holds is fires


def test_words_that_are_not_stated_are_missing_and_numbers_are_no_words() -> None:
    formula = parse("等级 == '优'")
    assert formula.evaluate({}).missing == ("等级",)
    assert formula.evaluate({"等级": about("5")}).reason
    assert parse("等级 > 5").evaluate({"等级": "优"}).reason


@given(st.lists(st.sampled_from(["预算数", "执行数", "得分", "非税收入"]), min_size=2, max_size=6), st.data())
def test_a_formula_written_without_spaces_can_be_read_again_without_its_names(
    names: list[str], data: st.DataObject
) -> None:
    conditions = [f"{name}>{data.draw(st.integers(0, 9))}元" for name in names]
    glued = conditions[0] + "".join(data.draw(st.sampled_from("且或")) + condition for condition in conditions[1:])
    first = parse(glued, FACTS, kind="condition")
    again = parse(first.text, kind="condition")
    assert (again.names, again.kind) == (first.names, first.kind)
    values = {name: about(str(data.draw(st.integers(0, 9)))) for name in names}
    assert again.evaluate(values).holds == first.evaluate(values).holds
