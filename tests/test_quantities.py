"""What the reader of quantities finds in the phrases and cells of reports, and the laws that it keeps on any text."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.document import Span
from checker.folding import fold
from checker.interval import Interval
from checker.understand.numerals import parse_numeral
from checker.understand.quantities import find_quantities, read_cell
from checker.understand.quantity import Malformed, Quantity
from checker.understand.units import unit_factor
from tests.quantity_phrases import CELLS, FIRST, SECOND

_WIDE = {ord(a): ord(a) + 0xFEE0 for a in ",;:?!()%0123456789"}
_DIGITS = "零一二三四五六七八九"
_CHEQUE = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def told(items: list[Quantity | Malformed], text: str) -> list[str]:
    """Quantities in the words of the tables of phrases."""
    found = []
    for item in items:
        words = fold(item.span.cut(text))
        if isinstance(item, Malformed):
            found.append("!" + words)
        else:
            line = f"{words} {item.kind} {plain(item.value)} {item.unit or '-'} {item.comparison}"
            found.append(line.removesuffix(" ="))
    return found


def stated(text: str) -> list[str]:
    return told(find_quantities(fold(text)), text)


def only(text: str) -> Quantity:
    (item,) = find_quantities(fold(text))
    assert isinstance(item, Quantity)
    return item


@pytest.mark.parametrize("phrase", FIRST + SECOND, ids=lambda phrase: phrase[0][:24])
@pytest.mark.parametrize("wide", [False, True], ids=["narrow", "wide"])
def test_phrases_give_exactly_the_quantities_that_a_reader_finds(phrase: tuple[str, ...], wide: bool) -> None:
    text, *expected = phrase
    assert stated(text.translate(_WIDE) if wide else text) == [fold(line) for line in expected]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell[0][:24] + "|" + cell[1])
@pytest.mark.parametrize("wide", [False, True], ids=["narrow", "wide"])
def test_cells_are_read_in_their_columns_unit(cell: tuple[str, ...], wide: bool) -> None:
    words, unit, *expected = cell
    text = "预算数\t" + (words.translate(_WIDE) if wide else words) + "\t7"
    found = read_cell(fold(text), 4, 4 + len(words), unit=unit or None)
    assert told(found, text) == [fold(line) for line in expected]


@pytest.mark.parametrize(
    ("text", "low", "high", "step"),
    [
        ("290万元", "2895000", "2905000", "10000"),
        ("290.00万元", "2899950", "2900050", "100"),
        ("29.6万", "295500", "296500", "1000"),
        ("99.5%", "99.45", "99.55", "0.1"),
        ("百分之九十五", "94.5", "95.5", "1"),
        ("九成", "85", "95", "10"),
        ("98.5分", "98.45", "98.55", "0.1"),
        ("贰佰玖拾万元整", "2900000", "2900000", "0"),
        ("735人次", "735", "735", "0"),
        ("1.5万人次", "14500", "15500", "1000"),
        ("1.5万亩", "14500", "15500", "1000"),
        ("三百五十万元", "3495000", "3505000", "10000"),
        ("1亿3000万元", "129995000", "130005000", "10000"),
        ("80%-90%", "80", "90", "1"),
        ("3至5个", "3", "5", "0"),
        ("30-50万元", "300000", "500000", "10000"),
        ("近3000万元", "29995000", "30005000", "10000"),
        ("2021-2023年", "2021", "2023", "0"),
        ("2022年12月", "20221201", "20221231", "0"),
        ("2022年第三季度", "20220701", "20220930", "0"),
    ],
)
def test_the_interval_is_what_the_stated_precision_stands_for(text: str, low: str, high: str, step: str) -> None:
    item = only(text)
    assert item.interval == Interval(Decimal(low), Decimal(high))
    assert item.step == Decimal(step)


def test_one_of_a_kind_is_weak_and_other_counts_are_not() -> None:
    assert only("形成一个品牌").weak
    assert not only("形成两个品牌").weak
    assert not only("形成1个品牌").weak


def test_bare_numbers_are_returned_only_when_asked_for() -> None:
    text = fold(r"预算数290,执行数289.5")
    assert find_quantities(text) == []
    assert told(find_quantities(text, numbers=True), text) == ["290 number 290 -", "289.5 number 289.5 -"]


def test_a_part_of_a_text_is_read_alone_and_its_spans_point_into_the_whole() -> None:
    text = r"预算290万元,执行280万元"
    (item,) = find_quantities(text, 9)
    assert item.span.cut(text) == "280万元"
    (item,) = find_quantities(text, 0, 8)
    assert item.span.cut(text) == "290万元"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"单位:万元", ("元", 10000)),
        (r"金额单位:人民币万元", ("元", 10000)),
        (r"预算数(万元)", ("元", 10000)),
        (r"执行率(%)", ("%", 1)),
        (r"单位:元、%", ("元", 1)),
        ("千元", ("元", 1000)),
        ("百万元", ("元", 1000000)),
        (r"单位:亿元", ("元", 100000000)),
        ("元/亩", ("元/亩", 1)),
        (r"计量单位:个", ("个", 1)),
        ("公里", ("米", 1000)),
        ("分值", None),
        (r"执行率(B/A)", None),
        (r"得分(20分*执行率)", None),
        ("预算数", None),
        ("项目", None),
        ("", None),
    ],
)
def test_units_are_read_from_headers_and_unit_lines(text: str, expected: tuple[str, int] | None) -> None:
    for words in (text, text.translate(_WIDE)):
        assert unit_factor(words) == (expected and (expected[0], Decimal(expected[1])))


# An oracle of its own for numerals: it writes them, the product reads them.


def _below_ten_thousand(number: int) -> str:
    words, zero = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words += ("零" if zero and words else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return words


def numeral(number: int) -> str:
    words = ""
    for place, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // place % 10**4
        if part:
            words += ("零" if words and part < 1000 else "") + _below_ten_thousand(part) + name
    return words


@given(st.integers(1, 10**12 - 1))
def test_every_numeral_that_can_be_written_reads_back(number: int) -> None:
    words = numeral(number)
    assert parse_numeral(words) == number
    assert parse_numeral(words.translate(_CHEQUE)) == number
    assert parse_numeral(words.removeprefix("一") if words.startswith("一十") else words) == number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("三百五", 350),
        ("三百零五", 305),
        ("两千零五十", 2050),
        ("十", 10),
        ("二零二二", 2022),
        ("一万二", 12000),
        ("零", 0),
    ],
)
def test_numerals_of_everyday_speech(words: str, value: int) -> None:
    assert parse_numeral(words) == value


@pytest.mark.parametrize(
    "words", ["", "五六", "百", "三百百", "十百", "万", "零零", "三零", "百三", "二零", "两两", "亿万", "一十零"]
)
def test_what_is_no_numeral_is_refused_whole(words: str) -> None:
    assert parse_numeral(words) is None


@given(
    st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=4),
    st.integers(0, 4),
    st.sampled_from([("元", 1), ("千元", 1000), ("万元", 10**4), ("百万元", 10**6), ("亿元", 10**8)]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_a_formatted_amount_reads_back_exactly(
    amount: Decimal, places: int, unit: tuple[str, int], separators: bool, wide: bool, cell: bool
) -> None:
    amount = amount.quantize(Decimal(1).scaleb(-places))
    words = f"{amount:,f}" if separators else f"{amount:f}"
    words = words.translate(_WIDE | {ord("."): 0xFF0E}) if wide else words
    if cell:
        (item,) = read_cell(fold(words), 0, len(words), unit=unit[0])
    else:
        words = "预算" + words + unit[0]
        (item,) = find_quantities(fold(words + r",已执行"))
    assert isinstance(item, Quantity)
    assert (item.kind, item.unit, item.value) == ("money", "元", amount * unit[1])
    assert item.step == Decimal(1).scaleb(-places) * unit[1]
    assert item.span == Span(0 if cell else 2, len(words))


_WORDS = (
    "0 1 2 3 9 290 2022年 12月 31日 , . 、 。 : ; - ~ ( ) [ ] / % ‰ ¥ 万 亿 元 "
    "千 百 十 一 二 两 三 五 九 零 壹 贰 拾 佰 整 角 分 个 人 次 项目 公里 平方米 亩 · 第 号 至 到 不少于 "
    "不超过 以上 以内 近 余 多 百分之 成 年 月 底 前 点 http:// A km × * \n"
)
_PIECES = st.sampled_from(_WORDS.split(" "))
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=24).map("".join))


@given(_TEXTS, st.booleans())
def test_any_text_is_read_without_a_failure_into_ordered_disjoint_spans(text: str, numbers: bool) -> None:
    folded = fold(text)
    for items in (find_quantities(folded, numbers=numbers), read_cell(folded, 0, len(folded), unit="万元")):
        end = 0
        for item in items:
            assert end <= item.span.start < item.span.end <= len(text)
            end = item.span.end
            if isinstance(item, Quantity):
                assert item.value in item.interval
                assert item.step >= 0


@given(st.one_of(_TEXTS, st.sampled_from([phrase[0] for phrase in FIRST + SECOND])))
def test_the_words_of_a_span_read_again_give_the_same_quantity(text: str) -> None:
    folded = fold(text)
    for item in find_quantities(folded):
        if isinstance(item, Malformed) or re.search(r"(?:小时|评分|得分|总分|自评)为?$", folded[: item.span.start]):
            continue  # 2小时30分, 评分九点八分: these 分 are minutes, or points, only where they stand
        if "、" in folded[item.span.start : item.span.end + 1]:
            continue  # 300、290万元: the unit of a list stands behind its last number
        # What follows decides on some words (年底前, 7日内), so a little of it is kept.
        again = find_quantities(folded[item.span.start : item.span.end + 3])[0]
        assert isinstance(again, Quantity)
        assert replace(again, comparison="=") == replace(item, span=Span(0, len(item.span)), comparison="=")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("补助1 228户", ["1 228户"]),
        ("共支出1 228.50万元", ["1 228.50万元"]),
        ("每户3 000元", ["3 000元"]),
        ("见表1 228户", ["228户"]),
        ("完成率分别为95，100%", ["95", "100%"]),
        ("共1,100%", ["1,100%"]),
    ],
)
def test_blanks_part_thousands_and_a_comma_before_100_percent_parts_two(text: str, expected: list[str]) -> None:
    assert [item.span.cut(text) for item in find_quantities(fold(text))] == expected
