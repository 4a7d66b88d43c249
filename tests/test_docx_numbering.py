import pytest
from lxml import etree

from checker.read.docx_numbering import Numbering, format_number

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (12, "chineseCountingThousand", "十二"),
        (20, "japaneseCounting", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (1010, "chineseCounting", "一千零一十"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (10, "ideographDigital", "一〇"),
        (3, "ideographTraditional", "丙"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (12, "decimalFullWidth", "\uff11\uff12"),
        (14, "upperRoman", "XIV"),
        (27, "lowerLetter", "aa"),
        (7, "decimal", "7"),
        (7, "bullet", ""),
        (7, "decimalZero", "07"),
        (7, "000", "007"),
        (3, "decimalEnclosedParen", "⑶"),
        (3, "decimalEnclosedFullstop", "⒊"),
        (2, "ideographEnclosedCircle", "㊁"),
        (3, "ideographZodiac", "寅"),
        (2, "numberInDash", "- 2 -"),
        (21, "decimalEnclosedCircle", "21"),
    ],
)
def test_each_number_format_reads_as_word_shows_it(value: int, style: str, text: str) -> None:
    assert format_number(value, style) == text


def _numbering(levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> Numbering:
    xml = f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}</w:numbering>'
    return Numbering(etree.fromstring(xml), f"{{{W}}}")


def _level(index: int, style: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/>{extra}</w:lvl>'
    )


LEVELS = (
    _level(0, "chineseCountingThousand", "%1\u3001")
    + _level(1, "chineseCountingThousand", "\uff08%2\uff09")
    + _level(2, "decimal", "%3.")
)


def test_deeper_levels_begin_again_under_a_new_heading() -> None:
    numbering = _numbering(LEVELS)
    got = [numbering.number("1", level) for level in (0, 1, 2, 2, 1, 0, 1)]
    assert got == ["一、", "\uff08一\uff09", "1. ", "2. ", "\uff08二\uff09", "二、", "\uff08一\uff09"]


def test_a_start_override_counts_once_and_lists_of_one_abstract_share_a_counter() -> None:
    second = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    numbering = _numbering(LEVELS, second)
    got = [numbering.number(name, 0) for name in ("1", "2", "2", "1")]
    assert got == ["一、", "五、", "六、", "七、"]


def test_legal_numbering_shows_the_upper_levels_in_digits() -> None:
    numbering = _numbering(_level(0, "chineseCounting", "%1\u3001") + _level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert [numbering.number("1", level) for level in (0, 1)] == ["一、", "1.1 "]


def test_an_override_of_a_deeper_level_leaves_the_upper_one_alone_and_holds_at_every_restart() -> None:
    second = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    numbering = _numbering(_level(0, "decimal", "%1.") + _level(1, "decimal", "%1.%2."), second)
    got = [numbering.number(*place) for place in (("1", 0), ("1", 0), ("2", 1), ("1", 0), ("2", 1))]
    assert got == ["1. ", "2. ", "2.7. ", "3. ", "3.7. "]


def test_a_level_that_never_restarts_counts_through_the_document() -> None:
    numbering = _numbering(
        _level(0, "chineseCounting", "%1\u3001") + _level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    )
    got = [numbering.number("1", level) for level in (0, 1, 1, 0, 1)]
    assert got == ["一、", "1. ", "2. ", "二、", "3. "]


def test_lists_of_one_list_style_count_together() -> None:
    linked = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="公文"/>{LEVELS}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="公文"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    )
    numbering = Numbering(etree.fromstring(f'<w:numbering xmlns:w="{W}">{linked}</w:numbering>'), f"{{{W}}}")
    assert [numbering.number(name, 0) for name in ("1", "2", "1")] == ["一、", "二、", "三、"]


def test_a_level_of_words_alone_shows_them_and_a_bullet_shows_nothing() -> None:
    numbering = _numbering(_level(0, "none", "附件\uff1a") + _level(1, "bullet", "\uf06c"))
    assert [numbering.number("1", level) for level in (0, 1)] == ["附件\uff1a ", ""]


def test_a_custom_format_in_a_branch_for_newer_programs_is_found() -> None:
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent xmlns:mc="mc"><mc:Choice>'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        '</mc:Fallback></mc:AlternateContent><w:suff w:val="nothing"/><w:lvlText w:val="%1"/></w:lvl>'
    )
    assert _numbering(level).number("1", 0) == "001"


def test_an_unknown_list_gives_no_number() -> None:
    assert _numbering(LEVELS).number("9", 0) == ""
