"""What a section on targets says besides its targets: money allotted, counts of indicators, what has been done.

The sections of published reports are called 绩效目标分解下达情况 or 资金下达预算及项目情况 and say both: who allotted
how much to whom, and what is to be done for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from checker.document import Span
from checker.understand.target_claims import Claim

# 目标:…实际完成:…: from the second colon on the same line reports.
_TURN: Final = re.compile(
    r"(?:(?:截至|截止)[^,。;:\n]{2,12},?)?(?:全年|年度|年末|当年|本年)?实际(?:完成|执行|实现)(?:情况|值|数)?(?:如下|为|是)?:|"
    r"(?:^|(?<=[\n。;]))\s*(?:目标|指标|任务|实际)?完成情况(?:如下|为|是)?:|"
    r"(?:^|(?<=[\n。;]))\s*(?:全年|年度|当年|本年)?实际(?:共)?(?=完成|建成|实现|达到)"
)
_FUNDS_HEADING: Final = re.compile(r"资金|预算|经费|拨款")
_TOLD: Final = re.compile(r"(?:完成|实现|达成)(?:的)?(?:情况|程度)")
_PROMISES: Final = re.compile(
    r"计划|拟|力争|确保|争取|预计|预期|[≥≤]|不[低少高超][于过]|以上|(?:目标|指标|任务)(?:值|数)?(?:为|是|如下|:)|指标值|目标值"
)
_TARGET_WORDS: Final = re.compile(r"目标|指标|任务|内容")
_ALLOTTED: Final = re.compile(
    r"下达|下拨|拨付|划拨|拨入|拨款|分配|批复|追加|(?<!实际)到位|配套|结转|(?:负责|组织)(?:分配|管理)?实施|"
    r"(?:投入|安排|筹集|筹措|整合)[^,。;]{0,30}(?:资金|预算|经费|补助)|预算(?:金额|总额|数)?(?:为|共|合计|共计)?$|"
    r"(?:中央|省级?|市级?|县级?|区级?|自治区|地方|财政|上级|本级|年度)[^,。;]{0,10}(?:资金|经费|补助)"
)
# What money may be promised for: to be spent in full, earned, saved, kept below, or paid for each. A project's name may
# hold such words (提升补助项目20万元): they stand first, or right before the figure.
_VERB: Final = (
    r"完成|实现|达到|力争|确保|增收|增加|增值|节约|节省|控制|降低|减少|提高|提升|带动|促进|产值|收入|收益|成本|单价|投资|造价|发放|兑付|"
    r"(?<!转移)支付|[执支]行|赔付|贷款|减免|引进|实际到位"
)
_PROMISED: Final = re.compile(
    rf"^(?:其中|年度|全年|预计|计划|\s|:)*(?:{_VERB})|(?:{_VERB})[^,。;]{{0,2}}$|不[超低少高]|[≥≤<>]|以[上内下]|[均每]|标准"
)
_STATES: Final = re.compile(
    r"(?:目标|指标|任务)(?:值)?(?:主要)?(?:为|是|如下|包括|有)?[:,]?\s*$|(?:目标|指标|任务)(?:为|是|如下|:)"
)
_KIND: Final = (
    r"(?:(?:[一二三]级|绩效|产出|数量|质量|时效|成本|效益|经济|社会|生态|环境|可持续|影响|服务对象|满意度?|评价|具体|量化|定性|定量|核心|"
    r"个性|共性|约束性?|预期性?|年度|分项)+)"
)
_OF_INDICATORS: Final = re.compile(rf"\s*{_KIND}?(?:指标|目标)(?!户|群|人|任务|区)")
_INDICATORS: Final = re.compile(rf"{_KIND}(?:指标|目标)(?:共|为|有|共计)?\s*$")
_INDICATOR_UNITS: Final = frozenset(("个", "项", "条", "类", "大类"))
# 2次下达, 8项任务资金合计…万元, 将9个县的目标分解下达: a count in what is said of the allotment.
_OF_ALLOTMENT: Final = re.compile(
    r"\s*(?:批次?)?[一-鿿]{0,4}(?:下达|下拨|拨付|划拨)|[^,。;]{0,16}(?:资金|经费|补助)(?:合计|共计|共|总计|为)?(?:\s*[0-9.]|\s*$)|"
    r"[^,。;]{0,16}(?:目标|指标|资金|预算|经费)[^,。;]{0,8}(?:分解|下达|下拨)"
)
# 支持6类重点对象: kinds of people are what a policy is for.
_OF_PEOPLE: Final = re.compile(r"[^,。;、]{0,8}(?:对象|人群|群体|人员|家庭|主体)")
_OF_TARGETS: Final = re.compile(r"(?:绩效)?(?:目标|指标|任务)(?:总体)?的?完成率(?:为|达到?)?\s*$")
# 2022年12月7日以《…通知》下达: the day of a paper.
_OF_PAPERS: Final = re.compile(r"[^。;]{0,60}?(?:下达|印发|收到|下拨|拨付|发布|批复|《)")
_CAPTION: Final = re.compile(r"[^,。;:]{0,40}(?:情况|原因|如下|说明)[。:]?")
_RATE_OF_FUNDS: Final = re.compile(r"(?:预算)?(?:执行|到位|支付|拨付|使用)(?:率|进度)(?:为|达到?)?\s*$")
_DONE: Final = re.compile(
    r"(?<![对为将把使障护理保于而若如])已(?:经)?(?:全部|全面|累计|陆续|顺利|按期|按时|如期)?"
    r"(?:带动|完成|建[成立设]?(?!档)|发放|下拨|拨付|支付|兑付|投入|开展|组织|举办|培训|采购|购置|购买|实施|落实|解决|改造|新建|修建|"
    r"安装|竣工|完工|通过|实现|达到|签订|惠及|覆盖|救助|资助|种植|治理|整治)(?![^,。;]{0,12}(?:基础上|的[一-鿿]))"
)
_ACTUAL: Final = re.compile(r"[\s,(]*(?:但|而)?(?:全年|当年)?实际(?!到位|利用|投资)")
_AHEAD: Final = re.compile(
    r"计划|拟|(?<![已即])将|目标|指标|任务|力争|确保|争取|预计|[≥≤]|不[低少高超][于过]|以[上内下]|(?:19|20)[0-9]{2}年|今年|本年(?!度?财政)|明年"
)


def turns(folded: str, span: Span) -> Iterator[tuple[Span, bool]]:
    """A stretch of targets in parts; of each, whether it reports: 目标:…实际完成:… reports from there on.

    What reports ends with its line, or with the stretch where the line ends at the colon.
    """
    at = span.start
    while (match := _TURN.search(folded, at, span.end)) is not None:
        line = folded.find("\n", match.end(), span.end)
        end = span.end if line < 0 or not folded[match.end() : line].strip() else line
        if match.start() > at:
            yield Span(at, match.start()), False
        yield Span(match.end(), end), True
        at = end
    if at < span.end:
        yield Span(at, span.end), False


def is_of_funds(heading: str) -> bool:
    """Whether a heading among the targets is of money alone: 资金安排情况, and not 下达预算和绩效目标情况."""
    return bool(_FUNDS_HEADING.search(heading)) and not _TARGET_WORDS.search(heading)


def tells_too(title: str) -> bool:
    """Whether a heading says that what was done stands beside the targets: 绩效目标设定及指标完成情况."""
    return bool(_TARGET_WORDS.search(title)) and bool(_TOLD.search(title))


def only_tells(line: str) -> bool:
    """Whether a line under such a heading (folded) promises nothing."""
    return not _PROMISES.search(line)


def sift(found: Sequence[Claim], folded: str, *, funds: bool = False) -> tuple[list[Claim], list[Claim]]:
    """The claims of a section on targets as promises and as what reports; what is neither is left out.

    `funds` says that the section's heading is of money alone.
    """
    promises: list[Claim] = []
    told: list[Claim] = []
    for line, group in groupby(found, key=lambda claim: folded.rfind("\n", 0, claim.sentence.start)):
        _line(list(group), folded, line + 1, funds, promises, told)
    return promises, told


def _line(
    found: Sequence[Claim], folded: str, start: int, funds: bool, promises: list[Claim], told: list[Claim]
) -> None:
    """Sort the claims of one line, which are about money from where it is allotted to where targets are stated."""
    end = folded.find("\n", start)
    whole = folded[start : end if end >= 0 else len(folded)]
    reports = bool(_DONE.search(whole)) and not _AHEAD.search(whole)
    allotting, done, stated, at = funds, False, False, start
    for claim in found:
        figure = claim.quantity.span if claim.quantity is not None else Span(claim.span.end, claim.span.end)
        lead = folded[at : figure.start]
        piece = re.split(r"[,。;]", lead)[-1]
        if _STATES.search(lead):
            allotting, stated = False, True
        if _AHEAD.search(piece) or re.search(r"[。]", lead):
            done = False
        said = _DONE.search(folded, at, claim.sentence.end)
        done = done or (said is not None and said.start() < figure.start)
        at = figure.end
        if claim.quantity is None:
            if not _CAPTION.fullmatch(claim.sentence.cut(folded).strip()):
                promises.append(claim)
            continue
        if (done or reports) and not _AHEAD.search(piece):
            told.append(claim)
            continue
        if (before := promises[-1] if promises else None) is not None and _actual(claim, before):
            told.append(_named(claim, before))
            continue
        money = _is_money(claim, folded)
        allots = bool(_ALLOTTED.search(lead)) or bool(_ALLOTTED.search(claim.after))
        promised = bool(_PROMISED.search(piece)) or bool(_PROMISED.match(claim.after))
        if money and allots and not promised:
            allotting = True
        if money and allotting and not promised:
            _keep_purpose(claim, folded, promises, stated)
        elif not _is_none(claim, folded, piece, allotting or allots):
            promises.append(claim)


def _is_money(claim: Claim, folded: str) -> bool:
    """Whether a figure is an amount: also 290.4万, whose 元 was left out; 600元/人 is a price."""
    quantity = claim.quantity
    if quantity is None:
        return False
    if quantity.kind == "money":
        return quantity.unit == "元"
    return quantity.kind == "number" and folded[quantity.span.end - 1] in "万亿"


def _is_none(claim: Claim, folded: str, piece: str, allotting: bool) -> bool:
    """Whether a figure among the targets promises nothing."""
    quantity = claim.quantity
    if quantity is None:
        return False
    behind = re.split(r"[,。;:、\n]", folded[quantity.span.end : claim.sentence.end + 1], maxsplit=1)[0]
    if quantity.kind == "date":  # 截至上年末已建成…: a day on which something was done, or of a paper
        return bool(_DONE.search(behind) or _OF_PAPERS.match(folded, quantity.span.end, claim.sentence.end))
    if quantity.kind == "percent":
        return bool(_OF_TARGETS.search(piece)) or (allotting and bool(_RATE_OF_FUNDS.search(piece)))
    if quantity.kind not in ("count", "number"):
        return False
    if quantity.unit in _INDICATOR_UNITS and (_OF_INDICATORS.match(behind) or _INDICATORS.search(piece)):
        return True
    if re.match(r"[^,。;]{0,8}基础上", behind):
        return True  # 在已改造60户的基础上
    if quantity.unit in ("类", "大类", "种") and _OF_PEOPLE.match(behind):
        return True
    return allotting and bool(_OF_ALLOTMENT.match(behind))


def _actual(claim: Claim, before: Claim) -> bool:
    """Whether a figure is what was done of the promise before it in its sentence: 计划培训90人,实际培训96人."""
    if claim.quantity is None or before.quantity is None or claim.sentence != before.sentence:
        return False
    return claim.quantity.unit == before.quantity.unit and bool(_ACTUAL.match(claim.before))


def _named(claim: Claim, promise: Claim) -> Claim:
    """What was done under the name of its promise."""
    before = promise.before + " " + claim.before
    after = claim.after or promise.after
    return replace(claim, before=before, after=after, words=before + " " + after)


def _keep_purpose(claim: Claim, folded: str, promises: list[Claim], stated: bool) -> None:
    """What money is allotted for (用于…), or is said to be the target, stays once as a promise without a figure."""
    words = claim.sentence.cut(folded)
    if (stated or re.search(r"用于|支持|保障", words)) and not any(
        each.sentence == claim.sentence for each in promises
    ):
        promises.append(Claim(claim.sentence, claim.sentence, None, words, ""))
