"""Intervals keep what they promise: whatever the true numbers are, the result's interval holds the true result."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.interval import Interval

NUMBERS = st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False)


@st.composite
def held(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """An interval and a number in it."""
    low, inside, high = sorted((draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)))
    return Interval(low, high), inside


@given(held(), held())
def test_sum_difference_and_product_hold_the_true_result(
    a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]
) -> None:
    assert a[1] + b[1] in a[0] + b[0]
    assert a[1] - b[1] in a[0] - b[0]
    assert a[1] * b[1] in a[0] * b[0]
    assert -a[1] in -a[0]


@given(held(), held(), st.booleans())
def test_the_quotient_holds_the_true_result(
    a: tuple[Interval, Decimal], b: tuple[Interval, Decimal], negative: bool
) -> None:
    away = Interval.point(Decimal("0.0001") - b[0].low)  # moves the divisor clear of zero
    divisor, true = b[0] + away, b[1] + away.low
    if negative:
        divisor, true = -divisor, -true
    with localcontext(Context(prec=60)):
        assert a[1] / true in a[0] / divisor


@given(held())
def test_division_by_what_may_be_zero_is_refused(a: tuple[Interval, Decimal]) -> None:
    for divisor in (Interval.point(0), Interval(Decimal(-1), Decimal(1)), Interval(Decimal(0), Decimal(2))):
        with pytest.raises(ZeroDivisionError):
            a[0] / divisor


@given(held(), held())
def test_overlapping_is_mutual_and_the_intersection_is_what_both_allow(
    a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]
) -> None:
    both = a[0].intersection(b[0])
    assert a[0].overlaps(b[0]) == b[0].overlaps(a[0]) == (both is not None)
    assert both == b[0].intersection(a[0])
    for number in (a[1], b[1], a[0].low, b[0].high):
        assert (number in a[0] and number in b[0]) == (both is not None and number in both)


@given(NUMBERS, st.integers(-2, 6))
def test_rounding_a_number_gives_an_interval_that_still_holds_it(true: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    assert true in Interval.around(true.quantize(step), step)


LONG = st.integers(-(10**70), 10**70).map(lambda digits: Decimal(digits).scaleb(-20))


@given(LONG, LONG)
def test_numbers_of_any_length_are_never_rounded_out_of_their_interval(a: Decimal, b: Decimal) -> None:
    """Fractions know no precision: whatever the decimals do, the true result lies within."""
    x, y = Fraction(a), Fraction(b)
    for interval, true in (
        (Interval.point(a) + Interval.point(b), x + y),
        (Interval.point(a) - Interval.point(b), x - y),
        (Interval.point(a) * Interval.point(b), x * y),
        (abs(Interval.point(a)), abs(x)),
    ):
        assert Fraction(interval.low) <= true <= Fraction(interval.high)


@given(held())
def test_the_magnitude_holds_the_true_magnitude_and_nothing_below_zero(a: tuple[Interval, Decimal]) -> None:
    assert abs(a[1]) in abs(a[0])
    assert abs(a[0]).low >= 0


def test_the_ends_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="wrong order"):
        Interval(Decimal(2), Decimal(1))
