from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.read.number_format import BUILT_IN, show, show_text

LONG_DATE = 'yyyy"年"m"月"d"日"'
TEN_THOUSANDS = '[>=100000000]0.00,,"M";[>=10000]0!.0000"万";0'


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        # the plain ones of every form
        ("0.9967", "0.00%", "99.67%"),
        ("0.99670000000000003", "0.00%", "99.67%"),
        ("1576.456", "#,##0.00", "1,576.46"),
        ("1.005", "0.00", "1.01"),
        ("0.005", "0%", "1%"),
        ("12", '0"万元"', "12万元"),
        ("12.3", "0.00 元", "12.30 元"),
        ("99.5", '0.0"%"', "99.5%"),
        ("12", "000000", "000012"),
        ("1234567", "0,000", "1,234,567"),
        ("5", "0.##", "5"),
        ("0.56", "#,###.00", "0.56"),
        ("0", "#,###", ""),
        ("-0.001", "0.00", "0.00"),
        # General
        ("0.30000000000000004", "General", "0.3"),
        ("0.98620689655172411", "General", "0.986206897"),
        ("1.23E-5", "General", "0.0000123"),
        ("1E+20", "General", "100000000000000000000"),
        ("290", "General", "290"),
        ("290", 'General"万元"', "290万元"),
        ("290", 'G/通用格式"万元"', "290万元"),
        # sections, colours, conditions
        ("-12.5", "0.00_ ;[红色]-0.00 ", "-12.50"),
        ("-12.5", "0.00_);[Red](0.00)", "(12.50)"),
        ("0", "0;-0;", ""),
        ("5", ";;;", ""),
        ("1", '[=1]"是";[=0]"否"', "是"),
        ("0", '[=1]"是";[=0]"否"', "否"),
        ("20000", TEN_THOUSANDS, "2.0000万"),
        ("2", TEN_THOUSANDS, "2"),
        ("-7", "[<0]0.00;0", "7.00"),
        ("0", BUILT_IN[43], "-"),
        ("-1234.5", BUILT_IN[43], "-1,234.50"),
        ("1234.5", BUILT_IN[44], "¥1,234.50"),
        ("-1234.5", BUILT_IN[4], "-1,234.50"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        # scaling, and digits laid around a literal
        ("1234567", "#,##0,", "1,235"),
        ("123456", "0!.0,", "12.3"),
        ("123456", '0"."0,"万"', "12.3万"),
        ("123456", '0!.0000"万元"', "12.3456万元"),
        # fractions and powers
        ("0.5", "# ?/?", "1/2"),
        ("1.75", "# ?/?", "1 3/4"),
        ("2.375", "# ?/8", "2 3/8"),
        ("2", "# ?/?", "2"),
        ("12345", "0.00E+00", "1.23E+04"),
        ("12345", "##0.0E+0", "12.3E+3"),
        # dates and times
        ("45291", LONG_DATE, "2023年12月31日"),
        ("45291", BUILT_IN[14], "2023/12/31"),
        ("45291", BUILT_IN[31], "2023年12月31日"),
        ("45291", BUILT_IN[57], "2023年12月"),
        ("45291", "yyyy.mm", "2023.12"),
        ("45291", "[$-F800]dddd, mmmm dd, yyyy", "2023年12月31日"),
        ("45291", '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二三年十二月三十一日"),
        ("45291", "aaaa", "星期日"),
        ("45291.75", "yyyy/m/d h:mm", "2023/12/31 18:00"),
        ("0.5", BUILT_IN[34], "下午12时00分"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("0.0001", "mm:ss.0", "00:08.6"),
        ("60", "yyyy-m-d", "1900-2-29"),
        ("99999999", "yyyy-m-d", "99999999"),
        # numerals
        ("123", "[DBNum2][$-804]General", "壹佰贰拾叁"),
        ("123", "[DBNum1][$-804]0", "一二三"),
        # no numbers
        ("abc", "0.00", "abc"),
        ("1e400", "0", "1e400"),
    ],
)
def test_a_stored_value_reads_as_its_cell_shows_it(stored: str, code: str, shown: str) -> None:
    assert show(stored, code) == shown


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert show("43829", "yyyy/m/d", date1904=True) == "2023/12/31"


@pytest.mark.parametrize(
    ("code", "shown"), [("General", "甲"), ("@", "甲"), ('@"项目"', "甲项目"), ('0;0;0;"第"@', "第甲"), ("0.00", "甲")]
)
def test_a_text_changes_only_under_a_format_for_texts(code: str, shown: str) -> None:
    assert show_text("甲", code) == shown


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(0, 3))
def test_a_fixed_format_rounds_half_up_and_nothing_else(value: Decimal, places: int) -> None:
    code = "#,##0" + ("." + "0" * places if places else "")
    expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert Decimal(show(str(value), code).replace(",", "")) == expected


@given(st.decimals(min_value=0, max_value=10**6, places=4))
def test_both_ways_of_laying_out_digits_agree(value: Decimal) -> None:
    """An empty literal between two digits takes a format off the short way."""
    assert show(str(value), '#,##0.0""0%') == show(str(value), "#,##0.00%")


@given(st.integers(0, 2_958_465))
def test_every_day_of_the_calendar_is_shown_by_its_own_date(day: int) -> None:
    year, month, date = show(str(day), "yyyy-mm-dd").split("-")
    assert 1900 <= int(year) <= 9999 and 1 <= int(month) <= 12 and 0 <= int(date) <= 31


@given(
    st.one_of(st.floats().map(repr), st.text(max_size=12)),
    st.one_of(st.text(max_size=20), st.text(alphabet='0#?.,%/@;"[]\\_*!EGyMdhsAPm+-=<>1年', max_size=20)),
)
def test_no_value_and_no_format_stops_the_reader(stored: str, code: str) -> None:
    assert isinstance(show(stored, code), str) and isinstance(show_text(stored, code), str)
