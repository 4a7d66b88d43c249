"""The words and glyphs around a number that say in which direction it counts: ≥, 不少于, 以上, 左右, 近, 余."""

from __future__ import annotations

import re
from typing import Final

from checker.understand.quantity import Comparison

NOT: Final = r"(?:不(?:得|能|能够|可|可以|应|应当|应该|宜|许|准|要|会|再|允许)?|无|勿|未|没有|禁止|严禁|杜绝)"
"""Words that turn what follows them round: 不能低于 is 至少."""
_LESS: Final = r"(?:少于|低于|小于|短于|早于|不足|不到)"
_MORE: Final = r"(?:超过|超出|高于|大于|多于|长于|晚于|迟于|突破|逾)"
_OR: Final = r"(?:或者?|和|及|、|/)?"
_BEFORE: tuple[tuple[Comparison, str], ...] = (
    (
        ">=",
        rf"≥|>=|=>|{NOT}{_LESS}|至少|最少|最低|(?:大于|高于|多于|超过|优于){_OR}(?:等于|达到|持平于)|(?:等于|达到|达){_OR}{_MORE}"
        r"|下限为?",
    ),
    (
        "<=",
        rf"≤|<=|=<|{NOT}{_MORE}|至多|最多|最高|最长|(?:小于|低于|少于){_OR}(?:等于|达到)|等于{_OR}{_LESS}"
        r"|控制在|限制在|上限为?",
    ),
    ("<", r"<|未达到?|未到|未超过|未满|不足|不到|不满|低于|小于|少于|短于|达不到|没有达到"),
    (">", r">|超过了?|超出|超|突破|高于|大于|多于|高出|长于|逾"),
    ("~", r"将近|接近|(?<![附最临就远])近(?!年)|(?<![节集制契条违公合预])约为?|大约|约合|大概|≈|~"),
    ("=", r"=|达到了?|达"),
)
_AND = r"\s?(?:\(含\)|含|\(包含\))?\s?(?:及其?|或|和)?"
_AFTER: tuple[tuple[Comparison, str], ...] = (
    (">=", rf"{_AND}(?:以上|之上)(?!项目|问题|措施|情况|内容|年度)|\s?\+(?=$|[,;。)])"),
    (
        "<=",
        rf"{_AND}(?:以下|之下|以内|之内)(?!几|问题|措施|情况)|内(?!容|部|涵|外|控|设)|\s?(?:为上限|为限(?!制)|封顶)",
    ),
    (">=", r"\s?为下限"),
    ("~", r"\s?(?:左右|上下)"),
)

_GAP = r"(?:了|于|为|在|到|至|人民币|共|\s|:|\(含\)|\(|\")*"
# 至少开展1次: the word stands a little ahead of its number.
_LOOSE: Final = re.compile(r"(?:至少|不得?少于|不得?低于|不得?超过|最多|至多|最少|控制在)")
_PREFIX: Final = re.compile(
    "(?:"
    + "|".join(f"(?P<p{index}>{words})" for index, (_, words) in enumerate(_BEFORE))
    + rf"){_GAP}$|(?P<loose>{_LOOSE.pattern})[\u4e00-\u9fff]{{1,4}}$"
)
_SUFFIX: Final = re.compile("|".join(f"(?P<s{index}>{words})" for index, (_, words) in enumerate(_AFTER)))
_LAST_CHARACTERS: Final = frozenset(r'≥>=≤<~≈于过少低高多长出到达足满超逾破近约概在为了人民币至到共 :(")含限晚早迟右')
_REACH: Final = 14


def _named(index: str) -> Comparison:
    return (_BEFORE if index[0] == "p" else _AFTER)[int(index[1:])][0]


def before(text: str, at: int) -> Comparison | None:
    """What the words that end at an offset say about the number that begins there."""
    window = text[max(0, at - _REACH) : at]
    line = window[window.rfind("\n") + 1 :]
    if not line:
        return None
    if line[-1] not in _LAST_CHARACTERS and not _LOOSE.search(line):
        return None
    match = _PREFIX.search(line)
    if match is None:
        return None
    if match["loose"]:
        return "<=" if match["loose"] in ("不超过", "最多", "至多", "控制在", "不得超过") else ">="
    return _named(match.lastgroup or "p0")


def after(text: str, at: int) -> Comparison | None:
    """What the words that begin at an offset say about the number that ends there."""
    match = _SUFFIX.match(text, at)
    return _named(match.lastgroup or "s0") if match else None
