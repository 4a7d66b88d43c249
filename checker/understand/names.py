"""Names of units and projects, and whether two of them may be one: short forms, regions, declared abbreviations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_FILLER: Final = re.compile(
    r"(?:19|20)[0-9]{2}年?度?|项目|工程|资金|专项|支出|经费|补助|财政|绩效|评价|自评|报告|年度|预算|部门|单位|\([^()]*\)|[\s\"“”'《》、,。:;.\-—·+的]"
)
_REGION: Final = re.compile(
    r"^[\u4e00-\u9fff]{1,7}?(?:特别行政区|自治[区州县]|省|市|区|县|旗|州)(?=[\u4e00-\u9fff]{2})"
)
_DECLARED: Final = re.compile(
    r"(?P<long>[\u4e00-\u9fff\"]{4,40})\((?:以下|下)?简?称(?:为|作|:)?\s*[\"“]?(?P<short>[^\"”()]{2,20})[\"”]?\)"
)
_LEVELS: Final = {"省": 1, "区": 3, "市": 2, "州": 2, "县": 3, "旗": 3}
_OFFICE_END: Final = re.compile(
    r"(?:局|委员会|委|厅|办公室|中心|站|所|馆|院|社|会|队|处|场|学校|大学|中学|小学|幼儿园)$"
)
# What any unit's name may have, whatever it does.
_GENERIC: Final = re.compile(
    r"^[省市区县州旗](?!场)|局|委员会|委|厅|办公室|中心|总?站|所|馆|院|联合社|联合会|协会|会|社|支?队|处|(?<!市)场|服务|管理|事务|保障|发展|综合|"
    r"工作|建设|监督|执法|指导|技术|和|与"
)
SIMILAR: Final = 0.34  # of the shorter name's pairs of characters; names of one project share more


def unit_core(name: str) -> str:
    """A folded unit's name without blanks, brackets' contents and quotes."""
    return re.sub(r"\([^()]*\)|[\s\"“”\[\]0-9-]", "", name)


def function_of(name: str) -> str:
    """A unit's name without the region that it begins with: 民政局."""
    core = unit_core(name)
    return _REGION.sub("", core) or core


def contradict(one: str, other: str) -> bool:
    """Whether two names, which are not one unit's, can only be of two units that do not report for each other.

    Both must be departments (…局): a station or a centre may be the other's own. A county's department of the same
    matter may stand below the city's.
    """
    first, second = unit_core(one), unit_core(other)
    if not all(re.search(r"(?:局|委员会|委|厅)$", name) for name in (first, second)):
        return False
    if function_of(first) != function_of(second):
        return True
    regions = [match[0] for name in (first, second) if (match := _REGION.match(name))]
    return len(regions) == 2 and _rivals(*regions)


def unrelated(one: str, other: str, fields: Sequence[str], general: str) -> bool:
    """Whether two full names of units, of any kind, have nothing in common.

    Both begin with a region and end as offices do. `fields` are patterns, each of the words of one field (学校, 教育):
    units of one field may stand below one another. Units that `general` matches serve all others (机关事务).
    """
    first, second = unit_core(one), unit_core(other)
    if not all(_REGION.match(name) and _OFFICE_END.search(name) for name in (first, second)):
        return False
    if re.search(general, first) or re.search(general, second):
        return False
    return not related(_REGION.sub("", first), _REGION.sub("", second), fields)


def related(one: str, other: str, fields: Sequence[str]) -> bool:
    """Whether two functions, or a function and a project's name, share a character that says something, or a field."""
    first, second = (_GENERIC.sub("", name) for name in (one, other))
    if len(first) < 2 or len(second) < 2 or set(first) & set(second):
        return True
    return any(re.search(field, one) and re.search(field, other) for field in fields)


def other_region(unit: str, region: str) -> bool:
    """Whether a unit's name begins with another region of a region's level: 青石县水利局 for 望川区."""
    match = _REGION.match(unit_core(unit))
    return match is not None and len(match[0]) > 1 and _rivals(match[0], "".join(region.split()))


def _rivals(one: str, other: str) -> bool:
    """Whether two regions are of one level and neither is in the other's name (江州市望川区)."""
    return one not in other and other not in one and _LEVELS.get(one[-1]) == _LEVELS.get(other[-1])


def same_unit(one: str, other: str) -> bool:
    """Whether two names may be one unit's: one is the end or a part of the other, or its short form (县教体局)."""
    first, second = sorted((unit_core(one), unit_core(other)), key=len)
    if not first or first in second or second.endswith(first):
        return True
    if first[0] in "省市区县州旗我本" and _is_short_form(first[1:], second):
        return True
    return _is_short_form(first, second)


def _is_short_form(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in this order, the last ones alike."""
    rest = iter(long)
    return len(short) >= 2 and short[-1] == long[-1] and all(character in rest for character in short)


def project_core(name: str) -> str:
    """A folded project's name without the words that every project has."""
    return _FILLER.sub("", name)


def same_project(one: str, other: str) -> bool:
    """Whether two names may be one project's: one holds the other, abbreviates it, or they share many characters."""
    first, second = sorted((project_core(one), project_core(other)), key=len)
    if len(first) < 2 or first in second or _is_short_form(first, second):
        return True
    pairs = [{name[i : i + 2] for i in range(len(name) - 1)} for name in (first, second)]
    return len(pairs[0] & pairs[1]) >= SIMILAR * max(1, len(pairs[0]))


def declared(folded: str) -> dict[str, str]:
    """Short names that a text declares (以下简称…), each with the words before the bracket."""
    return {match["short"]: match["long"] for match in _DECLARED.finditer(folded)} if "称" in folded else {}
