"""What may yet be the completion of a target that nothing surely reports on: is it reported after all?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from checker.document import Span
from checker.understand.quantity import Quantity
from checker.understand.target_matching import MATCHED, POSSIBLE, Match
from checker.understand.target_measures import PERSONS, TIMES, promised

if TYPE_CHECKING:
    from checker.understand.target_claims import Claim
    from checker.understand.target_matching import Matcher
    from checker.understand.target_pool import Pool
    from checker.understand.targets import Target
    from checker.vocabulary import Vocabulary

_SURE: Final = 0.75
"""From this score on a claim is taken to report on the target that it was matched with."""
_NAMED: Final = 0.6
"""A sentence without a figure that could be compared must name this much of a counted target."""
_IMPLIED: Final = 0.45
"""A rate may be implied (148个中147个合格): less of its name suffices."""
_HAPPENED: Final = re.compile(r"[已了]|完成|建成|实现|达到|交付|竣工|验收|投入使用|全部|均")
_DONE: Final = re.compile(
    r"已|完成|建成|达到|交付|竣工|通过验收|投入使用|全部(?!用|为|资金)|均[已按通]|未(?:发生|出现)|没有(?:发生|出现)|零"
)
# 为提高公交准点率创造了条件, 着力提升居民知晓率: what something is meant for, not what came of it.
_MEANT_FOR: Final = re.compile(
    r"(?:着力|努力|致力于|旨在|用于|有助于|有利于|为|以|促进)[^,。;]{0,4}(?:提高|提升|增强|扩大|改善|降低|增加|减少)[^,。;]{0,16}(?:率|度)"
)
_NEVER: Final = re.compile(r"(?:未|没有)(?:发生|出现)")
_ALL: Final = re.compile(r"全部|全额|足额|均|全覆盖|全数|一律|百分之百|无一")
_TOOK_PLACE: Final = re.compile(
    r"已|完成|建成|竣工|交付|投入使用|启用|投用|发布|印发|出版|举行|举办|召开|开展|运行|享受|受聘|签订|通过验收|全部|均"
)
_LOOSE: Final = PERSONS | {"个", "项", "家", "处", "次", "件", "份", "户", "种", "类", "%"}
_COMMON: Final = frozenset(
    (
        "完成", "开展", "实施", "建设", "组织", "进行", "达到", "实现", "工作", "项目", "服务", "不少", "不低", "不超",
        "低于", "少于", "超过", "以上", "全年", "年度", "目标", "任务", "全市", "全县", "全区",
    )
)  # fmt: skip
_FORMERLY: Final = re.compile(r"上年|去年|往年|早期|原有|以前|此前|历年|末已")
AGAIN: Final = re.compile(
    r"(?:年初|年度|预期|计划)?(?:指标值|目标值|目标|控制标准|计划数)(?:数)?(?:为|是|应为|:)?"
    r"(?:不少于|不低于|不超过|不高于|控制在|达到|[≥≤<>]=?)?\s*$"
)
"""Words right before a figure that say that it is what was promised."""
_TASK: Final = re.compile(r"(?<!完成)(?<!完成年度)(?<!完成计划)任务[数量]?\s*$")
_TITLE: Final = re.compile(r"^[^,。;]*(?:报告|自评表|评价表)\s*$")
_FUNDS: Final = re.compile(r"资金|预算|经费|成本|费用|支出|拨付|执行")
_UNIT_COST: Final = re.compile(r"均|每|单[个位张套处台批列座件次人份]|单价|造价|标准")
"""A cost for each of something, which a report of the project's funds does not state."""
# 完成年度计划任务60户 names nothing that could be looked for.
_NAMELESS: Final = re.compile(
    r"\s|(?:19|20)?[0-9]+年?度?|完成|实现|达到|全面|全部|年度|全年|当年|计划|目标|任务|工作|项目|建设|指标|上级|下达|的|数|本|共"
)
_DECIDED: Final = frozenset(("met", "exceeded", "unmet", "explained"))
_HINTS: Final = 3


class Evidence:
    """The claims of a report that may be the completion of a target left open.

    A claim that surely reports on one target is no hint at another: 高血压 is not reported by what stands beside it of
    糖尿病.
    """

    def __init__(self, pool: Pool, matcher: Matcher, folded: str, vocabulary: Vocabulary) -> None:
        self._matcher, self._folded = matcher, folded
        self._background = pool.background
        self._letters: frozenset[str] = frozenset()
        self._used: set[tuple[Span, str]] = set()
        self._taken: dict[Span, float] = {}

    def take(self, target: Target) -> None:
        """Note the figures that a decided target has for its own."""
        if target.status in _DECIDED:
            wanted = target.quantity
            self._used |= {
                (done.span, done.quantity.kind)
                for done in target.completions
                if done.quantity is not None and wanted is not None and self._matcher.comparable(wanted, done.quantity)
            }
        for done in target.completions:
            if done.score >= _SURE and done.quantity is not None:
                self._taken[done.span] = max(done.score, self._taken.get(done.span, 0.0))

    def hints(self, before: str, after: str, wanted: Quantity, found: Sequence[Match]) -> list[Match]:
        """What may report on the target that `before` and `after` name, the likeliest first; empty for nothing.

        `found` are the claims of a quantity that can be compared, as the matcher gives them.
        """
        stem = rate_stem(before, after, self._matcher.plain)
        found = [
            match for match in found if not self._promised(match.claim) and not self._matcher.formerly(match.claim)
        ]
        likely = [match for match in found if self._left(match.claim, match.score) and self._fits(match, wanted, stem)]
        claims = {match.claim.span for match in likely}
        overlaps = list(self._matcher.overlaps(before, after))
        counted = Counter((claim.sentence, claim.quantity.unit) for claim, *_ in overlaps if claim.quantity is not None)
        letters = self._letters = pairs_of(before + after)
        for claim, held, alike, named in overlaps:
            if claim.span in claims or self._promised(claim) or self._matcher.formerly(claim):
                continue
            if self._derivable(claim, alike, wanted, stem, counted):
                likely.append(Match(claim, held))
                continue
            if not self._left(claim, held):
                continue
            said = stem and self._matcher.says(claim, stem)
            if (
                self._same_figure(claim, held, wanted)
                or (alike and (not stem or said) and self._near(claim, wanted))
                or self._could_be(claim, wanted, letters)
                or self._names(claim, held, wanted, stem, named=named)
            ):
                likely.append(Match(claim, held))
        return sorted(likely, key=lambda match: (-match.score, match.claim.span.start))[:_HINTS]

    def is_free(self, claim: Claim) -> bool:
        """Whether a figure tells what was done and no decided target has it."""
        if claim.span in self._background or self._promised(claim) or self._matcher.formerly(claim):
            return False
        kind = claim.quantity.kind if claim.quantity is not None else ""
        place = claim.span  # a rate that was worked out of two counts leaves both to others
        if any(used.start <= place.start and place.end <= used.end and kind == of for used, of in self._used):
            return False
        return not self._matcher.no_report(claim) and self._told(claim)

    def _promised(self, claim: Claim) -> bool:
        """Whether a figure is the promise again (指标值为94%), beside what was done or without it."""
        if claim.quantity is None:
            return False
        return bool(AGAIN.search(claim.before) or _TASK.search(claim.before))

    def _left(self, claim: Claim, score: float) -> bool:
        """Whether no other target has a better right to a claim."""
        return score + 0.1 >= self._taken.get(claim.span, 0.0)

    def _told(self, claim: Claim) -> bool:
        """Whether a claim tells what happened: a title does not, and a project's background tells what it is for."""
        if _TITLE.search(claim.sentence.cut(self._folded)):
            return False
        return claim.span not in self._background or bool(_HAPPENED.search(claim.sentence.cut(self._folded)))

    def _fits(self, match: Match, wanted: Quantity, stem: str) -> bool:
        """Whether a comparable figure may be the target's: it counts the same thing, or is about as large."""
        done = match.claim.quantity
        if done is None or not self._told(match.claim):
            return False
        if wanted.kind == "percent" and stem:
            return match.score >= MATCHED or self._matcher.says(match.claim, stem)
        if match.same:
            return True
        return wanted.value / 5 <= done.value <= wanted.value * 5

    def _comparable(self, claim: Claim, wanted: Quantity) -> bool:
        return claim.quantity is not None and self._matcher.comparable(wanted, claim.quantity)

    def _same_figure(self, claim: Claim, held: float, wanted: Quantity) -> bool:
        """Whether the promised figure itself stands there, under whatever name."""
        if claim.quantity is None or claim.quantity.value != wanted.value or not self._comparable(claim, wanted):
            return False
        if held >= POSSIBLE / 2:
            return True
        return claim.quantity.unit == wanted.unit and wanted.value not in (Decimal(100), Decimal(1))

    def _near(self, claim: Claim, wanted: Quantity) -> bool:
        """Whether a figure of the same unit and about the same size stands there."""
        done = claim.quantity
        if done is None:
            return False
        return self._comparable(claim, wanted) and wanted.value / 2 <= done.value <= wanted.value * 2

    def _could_be(self, claim: Claim, wanted: Quantity, letters: frozenset[str]) -> bool:
        """Whether a figure that no other target has may be this one's in other words: 改造铸铁管25公里 of 燃气管24公里.

        Its unit says what it measures; where many things are counted alike (个, 家, %), its words must say a little.
        """
        if not self._near(claim, wanted) or claim.span in self._taken or claim.span in self._background:
            return False
        if self._matcher.no_report(claim) or not self._told(claim):
            return False
        if wanted.kind == "money" or wanted.unit in _LOOSE:
            return bool(letters & pairs_of(claim.words + claim.context))
        return True

    def _derivable(
        self, claim: Claim, alike: bool, wanted: Quantity, stem: str, counted: Counter[tuple[Span, str]]
    ) -> bool:
        """Whether a reader could work the figure out: a rate from two counts, a unit cost from an outlay.

        153处中141处已安装 is a rate; 处理3.2万吨,支付784万元 is a cost. What could be worked out is not unreported.
        """
        if claim.quantity is None or not self._told(claim):
            return False
        words = self._matcher.plain(claim.sentence.cut(self._folded))
        if wanted.kind == "percent" or wanted.unit == "百分点":
            two = counted[claim.sentence, claim.quantity.unit] > 1 and claim.quantity.unit != "%"
            points = wanted.unit == "百分点" and claim.quantity.unit == "%" and alike
            return points or (two and (alike or bool(stem and stem[0] in words)))
        return wanted.unit.startswith("元/") and claim.quantity.kind == "money" and alike

    def _names(self, claim: Claim, held: float, wanted: Quantity, stem: str, *, named: bool) -> bool:
        """Whether a claim without a comparable figure says that the thing was done."""
        if self._comparable(claim, wanted):
            return False
        words = claim.sentence.cut(self._folded)
        if wanted.kind == "percent" and stem:
            said = _MEANT_FOR.sub("", self._matcher.plain(words))
            spoken = stem in said or any(each in said for each in self._matcher.stems(stem))
            whole = wanted.value == 100 and _ALL.search(words) and self._letters & pairs_of(words)
            return ((held >= _IMPLIED and spoken) or bool(whole)) and self._told(claim)
        if claim.quantity is not None and claim.quantity.kind in ("percent", "money"):
            return False
        if _FORMERLY.search(words) or not self._told(claim):
            return False
        if _NEVER.search(words) and promised(wanted) not in ("<", "<=") and wanted.value != 0:
            return False  # 未发生事故 reports on no patrols
        spoken = named or len(self._letters & pairs_of(words)) > 1
        return (held >= _NAMED and bool(_DONE.search(words))) or (spoken and bool(_TOOK_PLACE.search(words)))


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of Chinese characters in a text."""
    return frozenset(run[at : at + 2] for run in re.findall(r"[一-鿿]+", text) for at in range(len(run) - 1)) - _COMMON


def rate_stem(before: str, after: str, plain: Callable[[str], str]) -> str:
    """What a rate is of: 合格 of 验收合格率, 满意 of 满意度; empty where no rate is named."""
    match = re.search(r"([一-鿿]{2})(?:率|度|比例)", plain(before + after))
    return plain(match[1]).removesuffix("率") if match else ""


def undecidable(wanted: Quantity, name: str, after: str) -> bool:
    """Whether a figure's absence says little: a deadline is met silently, money is reported as a project's funds.

    So does the absence of what has no name of its own, and of a time within which something is done (24小时内得到救助).
    """
    if wanted.unit in TIMES and re.match(r"(?:之|以)?内[一-鿿]{2}", after.strip()):
        return True
    funds = wanted.kind == "money" and _FUNDS.search(name) and not _UNIT_COST.search(name)
    return wanted.kind == "date" or bool(funds) or not _NAMELESS.sub("", name)
