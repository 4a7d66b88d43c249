"""What a report says of all, or of none, instead of a figure: 全部合格 of 合格率100%, 未发生事故 of 事故0起."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from checker.document import Span
from checker.understand.quantity import Quantity
from checker.understand.target_evidence import rate_stem
from checker.understand.target_matching import ALL_OF_THEM, MATCHED, Match
from checker.understand.target_measures import promised

if TYPE_CHECKING:
    from checker.understand.target_claims import Claim
    from checker.understand.target_matching import Matcher
    from checker.understand.target_pool import Pool

_CLOSE: Final = 0.12
_LEAST: Final = 0.5
"""A sentence must name this much of a rate to say of all what it is of."""
# What stands for a hundred percent, or for all of a number.
WHOLE: Final = re.compile(
    r"全覆盖|全部|全额|足额|均[已按达合为]?|百分之百|无一|没有(?:一|出现|发生)|未(?:发生|出现)|[无未没]有?(?:拖欠|未办|积压|遗漏|迟报|漏报|截留)|零|应.{1,4}尽.{1,2}|全数|(?:按时|及时|按期|如期)(?![率地])|规定(?:的)?(?:时限|时间|期限|时效)(?:内|前)|"
    r"(?<!不)合格(?![率后的品证者])"
)
_INCIDENT: Final = re.compile(
    r"事故|死亡|伤亡|投诉|事件|差错|感染|火灾|火情|违规|违纪|中毒|纠纷|故障|案件|发病|泄漏|上访"
)
_NOTHING_OF: Final = re.compile(
    r"(?:未|没有|未曾)再?(?:发生|出现|发现|接到|收到)|零(?:发生|事故|投诉|死亡|伤亡|差错|感染)|无一(?:起|例|人|件)|"
    r"[无零][一-鿿]{0,8}(?:事故|投诉|死亡|伤亡|事件|差错)"
)
_NONE_AT_ALL: Final = re.compile(
    r"为零|为0|零(?:事故|发生|投诉|死亡|伤亡|差错|感染)|不发生|不出现|杜绝|避免|无[一-鿿]{0,8}(?:事故|投诉|死亡|伤亡|事件)"
)
_LIKELY_ALL: Final = 0.65
_RATE_ALONE: Final = re.compile(r"(?:项目|工程|工作|年度)*[一-鿿]{2}率[^一-鿿]*")
_NOT_ALL: Final = re.compile(r"未(?!发生|出现)|除|仍|没有(?!发生|出现)")
_ONCE: Final = frozenset(("公示", "公开"))
"""What is done once for all, or not at all."""
_MADE_PUBLIC: Final = re.compile(r"公示|公开(?!招标|采购|征集|遴选|竞争)")
_NOTHING_LEFT: Final = re.compile(r"[无未没]有?(?:发生|出现)?(?:拖欠|截留|积压|遗漏)")
_DONE: Final = re.compile(
    r"完成|建成|编制|印发|出台|制定|上线|投入使用|通过验收|交付|建立|开通|启用|投用|形成|发布|出版|刊印|公布"
)


class Implied:
    """Finds what a report says of all, or of none."""

    def __init__(self, pool: Pool, matcher: Matcher, folded: str) -> None:
        self._pool, self._matcher, self._folded = pool, matcher, folded

    def done_once(self, wanted: Quantity, before: str, after: str) -> list[Match]:
        """Sentences without a figure that say that the one thing promised was done: 编制完成 of 编制预案1份."""
        if wanted.kind != "count" or wanted.value != 1:
            return []
        return self._matcher.said_of_all(before, after, _DONE)

    def of_rate(self, before: str, after: str, worked: Claim | None) -> list[Match]:
        """Sentences that say of all, or of all but few, what a rate is of; `worked` is where counts say how many."""
        found = self._matcher.said_of_all(before, after, WHOLE)
        stem = rate_stem(before, after, self._matcher.plain)
        if stem in _ONCE:
            found = [*found, *self._matcher.said_of_all(before, after, _MADE_PUBLIC)]
        if stem:
            found = [match for match in found if self._says(match, stem)]
        # 712个点位,630个合格 says that not all are
        return [match for match in found if worked is None or match.claim.sentence != worked.sentence]

    def all_of(self, implied: Sequence[Match], before: str, after: str) -> bool:
        """Whether a sentence says of the very thing that all of it was reached: 抽检结果全部公示 of 公示率."""
        if implied[0].score >= MATCHED:
            return True
        stem = rate_stem(before, after, self._matcher.plain)
        first = implied[0].claim.sentence
        near = [each for each in implied if implied[0].score - each.score <= _CLOSE and each.claim.sentence != first]
        if not stem or implied[0].score < _LEAST or near:
            return False
        words = self._matcher.plain(first.cut(self._folded))
        stems = re.compile("|".join(map(re.escape, self._matcher.stems(stem))))
        if stems.search(words) and (_NOTHING_LEFT.search(words) or stem in _ONCE):
            return True
        return any(WHOLE.search(clause) and stems.search(clause) for clause in re.split(r"[,;]", words))

    def of_rate_alone(self, name: str, before: str, after: str) -> list[Match]:
        """The one sentence that says of all what a rate without another word is of: 已全部通过验收 of 验收合格率."""
        stem = rate_stem(before, after, self._matcher.plain)
        if not stem or not _RATE_ALONE.fullmatch(self._matcher.plain(name)):
            return []
        stems = re.compile("|".join(map(re.escape, self._matcher.stems(stem))))
        found: dict[Span, Match] = {}
        for claim in self._pool.completions:
            words = claim.sentence.cut(self._folded)
            clauses = re.split(r"[,;]", words)
            if any(WHOLE.search(each) and stems.search(each) for each in clauses) and not _NOT_ALL.search(words):
                found.setdefault(claim.sentence, Match(claim, _LIKELY_ALL))
        return list(found.values()) if len(found) == 1 else []

    def none_of(self, wanted: Quantity, name: str, before: str, after: str) -> list[Match]:
        """Sentences that say that nothing of the kind happened: 未发生安全事故 of 安全事故0起, or at most so many."""
        limited = promised(wanted) in ("<", "<=") and wanted.kind != "money" and _INCIDENT.search(name)
        if wanted.value != 0 and not limited:
            return []
        return [match for match in self._matcher.said_of_all(before, after, _NOTHING_OF) if match.score >= MATCHED]

    def no_incident(self, name: str, before: str, after: str) -> list[Match]:
        """Sentences that keep a promise without a figure that nothing of a kind happens: 安全事故为零."""
        if not (_INCIDENT.search(name) and _NONE_AT_ALL.search(name)):
            return []
        found = self._matcher.said_of_all(before, after, _NOTHING_OF)
        return [match for match in found if match.score >= MATCHED]

    def _says(self, match: Match, stem: str) -> bool:
        """Whether a sentence speaks of what a rate is of: 全部合格 of 合格率, 应助尽助 of any."""
        return self._matcher.says(match.claim, stem) or bool(ALL_OF_THEM.search(match.claim.sentence.cut(self._folded)))
