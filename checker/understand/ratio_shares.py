"""Percentages of a whole that stands in the same sentence: 712张工单中有706张验收合格,合格率99.16%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from checker.understand.quantity import Quantity
from checker.understand.ratio_claims import RATE, Claim, Line, alike, exact

# 设备费120万元,占总投资300万元的40%; 培训90人,占年度计划(100人)的90%
_OF_WHOLE: Final = re.compile(
    r"(?P<part>[¤№])[^,;¤№٪⌚□()]{0,10}[,)]?(?:已)?(?:占(?:了|到)?|(?:为|是|相当于)(?=[^,;¤№٪⌚□]*(?:计划|目标|任务|指标)))"
    r"[^,;¤№٪⌚□占]{0,16}(?P<whole>[¤№])\)?(?:资金|投资)?的?(?:比例|比重)?(?:为|达到?|是)?(?P<rate>٪)"
)
# 完成年度计划100人的90%
_DONE_OF: Final = re.compile(
    r"(?P<part>[¤№])[^,;¤№٪⌚□()]{0,10},?完成(?:了)?[^,;¤№٪⌚□占]{0,10}(?:计划|目标|任务|指标)[^,;¤№٪⌚□占]{0,6}\(?(?P<whole>[¤№])\)?的(?P<rate>٪)"
)
_FILL: Final = r"(?:的|为|是|达到?|了|:)*"
_OWN_WHOLE: Final = (
    r"(?:(?:全部|受访|被访|参评|抽检|抽查|样本|问卷)?(?:总?数量?|总量|总额|总?人数|总?户数|样本|对象))?"
    r"(?:的)?(?:比例|比重|比)?"
)
# What stands between the part and its percentage: a share without another whole, or a rate by its name.
_SHARE: Final = re.compile(rf"占(?:到|了)?{_OWN_WHOLE}{_FILL}")
_RATE_NAME: Final = re.compile(rf"(?P<name>[一-鿿]{{0,14}}?(?P<stem>[一-鿿]{{2}})(?:率|度|比例)){_FILL}")
# How the part follows the whole: as one of its kind.
_AMONG: Final = re.compile(r"(?:其中|之?中,?(?:共?有)?|里,?有|,(?:共|仅)?有)[^,;]{0,10}$")
# 90个分项工程中147个合格: what is said to be among them cannot be more.
_DIRECTLY: Final = re.compile(r"中,?(?:共?有)?[^,;]{0,4}$")
# 有706张验收合格,合格率99.16%,其余6张整改后通过: the part and the rest make the whole.
_WITH_REST: Final = re.compile(
    r"(?P<part>№)(?P<did>[^,;№¤٪]{0,16}),[一-鿿]{0,12}?(?P<stem>[一-鿿]{2})(?:率|度)(?:为|是|达到?|:)*(?P<rate>٪)[,;]"
    r"(?:其余|剩余|另有|另外)(?:的)?(?P<rest>№)"
)
_OWN: Final = 8  # characters that say what was done of a whole: ,一次性验收合格
# 检查20次,完成整改18次,整改完成率: what may be said of anything is no word for the whole right before.
_ANY_VERB: Final = frozenset(("到位", "支付", "支出", "使用", "完成", "实现", "达到", "执行", "落实", "实施", "整改"))
_STEPS: Final = re.compile(r"基本满意|较满意|比较满意|较为满意|一般|不满意")
_UNMEANT: Final = re.compile(r"每|人均|户均|平均|累计|目标|计划|应达|不低于|不少于|上年|去年")
_NEARLY: Final = re.compile(r"[约近]$|超过$|不足$|将近$|接近$")


def read_shares(line: Line) -> Iterator[Claim]:
    """The shares and rates of a sentence whose part and whole both stand before them."""
    for pattern, name in ((_OF_WHOLE, "占比"), (_DONE_OF, "完成率")):
        for match in pattern.finditer(line.text):
            part, whole, rate = (line.at(match.start(group)) for group in ("part", "whole", "rate"))
            if alike(part, whole) and exact(part, rate) and whole.comparison in ("=", ">="):
                about = "完成率" if re.search("计划|目标|任务|指标", match[0]) else name
                yield Claim(about, rate, line.side(part), line.side(whole))
    for match in _WITH_REST.finditer(line.text):
        part, rest, rate = (line.at(match.start(group)) for group in ("part", "rest", "rate"))
        if alike(part, rest) and exact(part, rest, rate) and match["stem"] in match["did"]:
            one = line.side(part)
            yield Claim(match["stem"] + "率", rate, one, one.plus(line.side(rest)))
    for at, rate in line.figures():
        if rate.kind == "percent" and exact(rate):
            yield from _among(line, at, rate)


def _among(line: Line, at: int, rate: Quantity) -> Iterator[Claim]:
    """A percentage of the part right before it among the whole before that."""
    start = max(line.text.rfind(";", 0, at), line.text.rfind(RATE, 0, at)) + 1
    clause = max(line.text.rfind(",", start, at), line.text.rfind(")", start, at)) + 1
    said = line.text[max(clause, start) : at]
    share, named = _SHARE.fullmatch(said), _RATE_NAME.fullmatch(said)
    before = [
        (place, figure) for place, figure in line.figures(start, at) if figure.kind in ("money", "count", "measure")
    ]
    before = [(place, figure) for place, figure in before if not figure.weak]
    if not (share or named) or len(before) < 2 or _NEARLY.search(said):
        return
    for index in range(len(before) - 1, 0, -1):
        place, part = before[index]
        wholes = [(spot, figure) for spot, figure in before[:index] if alike(figure, part)]
        between = line.text[place + 1 : max(clause, start)]
        if not wholes or between.count(",") + between.count(")") > 2:
            continue
        spot, whole = wholes[-1]
        link, inside = line.text[spot + 1 : place], line.text[place + 1 : max(clause, start)]
        if any(alike(figure, part) for _, figure in before[index + 1 :]):
            return
        if not exact(part, whole) or ";" in link or len(link) > 40:
            return
        if part.value > whole.value and not (_DIRECTLY.search(link) and len(link) <= 14):
            return
        verbs = named is not None and _follows(link, named["stem"])
        if _UNMEANT.search(line.text[spot if verbs else max(start, spot - 8) : at]):
            return
        yield from _claim(line, rate, (part, whole), len(wholes), link, inside, share, named)
        return


def _follows(link: str, stem: str) -> bool:
    """Whether a rate is named after what was done of the whole right before: 发放问卷200份,收回180份,回收率90%."""
    _, comma, own = link.rpartition(",")
    if not comma or link.count(",") > 1 or len(own) > _OWN:
        return False
    if re.search("后|再|又|另|复[检查验]|还", own):
        return False
    return own.endswith(stem) if stem in _ANY_VERB else set(stem) <= set(own)


def _claim(
    line: Line,
    rate: Quantity,
    figures: tuple[Quantity, Quantity],
    wholes: int,
    link: str,
    inside: str,
    share: re.Match[str] | None,
    named: re.Match[str] | None,
) -> Iterator[Claim]:
    part, whole = figures
    contained = bool(_AMONG.search(link))
    name, weak = "占比", ""
    if share is None and named is not None:
        name, stem = named["name"], named["stem"]
        own = link.rsplit(",", 1)[-1]
        held = contained and stem in own + inside.split(",")[0]
        listed = _follows(link, stem)
        if not (held or listed):
            return
        if "满意" in stem:
            if _STEPS.search(line.text):
                return
            weak = "满意度如果按加权或者评分计算，请写明算法"
    elif not contained:
        # 耕地41.3万亩,已建成高标准农田23.6万亩,占57.1%: the whole is the one other figure of its unit.
        if wholes > 1:
            return
        weak = "所占的数是根据上下文判断的，需核实口径"
    one, other = line.side(part), line.side(whole)
    yield Claim(name, rate, one, other, others=() if contained else (other.plus(one),), weak=weak)
