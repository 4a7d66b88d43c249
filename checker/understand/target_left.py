"""The completion of a promise by elimination: of the figures that no other target has, the one that agrees with it.

Reports tell what was done in other words than they promised it: 新增墓穴3200个 is told as 建成墓位3160个,少40个。
What speaks for a figure is that it equals what was promised, alone or together with what is said to be left, that its
unit counts nothing else, and the characters that it shares with the promise. It must be the only one that may be meant,
and no other open promise may mean it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from checker.document import Span
from checker.interval import Interval
from checker.understand.quantity import Quantity
from checker.understand.target_matching import Match
from checker.understand.target_measures import PERSONS, TIMES, alike, in_unit, promised, reach, same_measure

if TYPE_CHECKING:
    from checker.understand.target_claims import Claim
    from checker.understand.target_evidence import Evidence
    from checker.understand.target_matching import Matcher
    from checker.understand.target_words import Words
    from checker.vocabulary import Vocabulary

_NAMED, _SHARED, _HINTED = 3, 2, 1
_SCORES: Final = {_NAMED: 0.7, _SHARED: 0.6, _HINTED: 0.5}
_REST_SCORE: Final = 0.8
"""What was done and what is left are together what was promised: that is no chance."""
_LEAST, _MOST = Decimal("0.5"), Decimal("1.5")
"""How far a figure may lie from what was promised."""
_CLOSE: Final = Decimal("0.8")
_LITTLE: Final = Decimal("1.25")
_FEW: Final = 3
"""A promise with fewer telling characters is about what is done."""
_TELLING: Final = 10
"""From here on a number that comes back is no chance."""
_WORDLESS: Final = 100
# Words of many things; sharing one of these characters says nothing.
_COMMON: Final = frozenset(
    "人员工作项目年月日度个数量新增加完成开展建设实施达到全市县区乡镇村中心单位各类等不低高少多大小上下内外前后一二三四五六七八九十百千万亿"
    "率次会学生动能力社资金"
)
_LOOSE: Final = PERSONS | {
    "个", "项", "家", "处", "次", "件", "份", "户", "种", "类", "场", "场次", "期", "条", "套", "台", "天", "小时",
    "分钟", "月", "元", "%", "百分点", "",
}  # fmt: skip
_LEFT: Final = re.compile(
    r"另|其余|剩余|余下|剩下|尚|还有|[比较](?:计划|目标|任务)?少|差|未|推迟|延[期至迟]|暂缓|暂停|取消|转入|结转|跨年|退出|减少|"
    r"(?:下|次|明)年|待|仍|正在|在建|移[交至到]|改为"
)
_BEHIND: Final = re.compile(
    r"[比较](?:年度|年初|预期)?(?:计划|目标|任务)(?:值|数)?(?:少|低|减少)|(?:低于|少于|未达|未完成|未能完成|没有达到|没有完成|不足)[^,。;]{0,6}"
    r"(?:计划|目标|任务|预期|指标)|与[^,。;]{0,6}目标[^,。;]{0,4}(?:相差|差距)|尚差|余下|其余|剩余|另(?:外|有)?[0-9一]|仅"
)
_TOTAL: Final = re.compile(r"(?:合计|共计|总计|累计|总共|共)(?:为|完成|有)?\s*$")
_FUNDS: Final = re.compile(r"预算|资金|经费|拨付|支出|支付|执行|投入|投资|下达|安排|到位")
_RATE: Final = re.compile(r"([一-鿿]{2})(?:率|度|比例|占比|覆盖面)")
_FINISHED: Final = re.compile(r"完成|完工|竣工|验收|投入使用|投用|启用|上线|交付|建成|结束|发放")
_LATER_YEAR: Final = re.compile(r"(?:下|次|明)年[^,。;]{0,4}$")
_EVERY: Final = re.compile(r"[每按逐](?:个)?(?:半年|季度?|月|周)")
_TIMES_A_YEAR: Final = (("半年", 2), ("季", 4), ("月", 12), ("周", 52))
# 6月、11月各组织1次 is twice.
_EACH: Final = re.compile(r"([^,。;]*[、和及与][^,。;]*)各(?:自|组织|举办|开展|举行|召开|完成|建成|新建|实施|进行)*$")
_LISTED: Final = re.compile(r"[、和及与]")
_OF_PARTS: Final = re.compile(r"其中|分别|季度|上半年")


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that is still open: the words around its figure, and the figure."""

    before: str
    after: str
    wanted: Quantity


@dataclass(frozen=True, slots=True)
class _Candidate:
    match: Match
    grade: int
    rest: bool = False
    shared: int = 0
    index: int | None = None


class Leftovers:
    """Finds what is left for the promises that are still open."""

    def __init__(self, matcher: Matcher, evidence: Evidence, folded: str, vocabulary: Vocabulary) -> None:
        self._matcher, self._evidence, self._folded = matcher, evidence, folded
        self._measures = vocabulary.measures
        self._letters: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
        self._figures = [index for index, claim in enumerate(matcher.claims) if claim.quantity is not None]

    def find(self, promise: Promise, others: Sequence[Promise]) -> Match | None:
        """The figure that is left for a promise; None where none is, or where `others` may mean it as well."""
        if promise.wanted.kind == "date":
            return self._dated(promise, others)
        if promise.wanted.kind == "number" or promise.wanted.value == 0:
            return None
        found = sorted(self._candidates(promise), key=lambda each: (-each.rest, -each.grade, -each.shared))
        if not found:
            return None
        best = found[0]
        if not best.rest and any(
            each.grade >= best.grade
            and each.shared >= best.shared
            and each.match.claim.quantity != best.match.claim.quantity
            and not _within(each.match.claim.span, best.match.claim.span)
            for each in found[1:]
        ):
            return None
        if not best.rest and self._rivalled(best, others):
            return None
        return best.match if best.rest or self._speaks(promise, best) else None

    def with_rest(self, promise: Promise) -> Match | None:
        """The figure that is all that was promised together with what is said to be left."""
        if promise.wanted.kind not in ("count", "measure"):
            return None
        return next((each.match for each in self._candidates(promise) if each.rest), None)

    def hints(self, promise: Promise) -> list[Match]:
        """The figures that are left and may be meant, the likeliest first."""
        if promise.wanted.kind in ("date", "number") or promise.wanted.value == 0:
            return []
        return [each.match for each in sorted(self._candidates(promise), key=lambda each: -each.grade)]

    def _speaks(self, promise: Promise, best: _Candidate) -> bool:
        """Whether a figure may speak for a promise: one that falls short must be said to, or do the same with it."""
        done = best.match.claim.quantity
        assert done is not None
        if reach(promise.wanted, done) != "short":
            return best.grade >= _SHARED or alike(promise.wanted, done)
        if self.says_behind(best.match.claim):
            return best.grade >= _SHARED or done.value >= promise.wanted.value * _CLOSE
        sure = promise.wanted.kind != "percent" and best.match.same and alike(promise.wanted, done)
        return sure and best.grade >= _SHARED

    def says_behind(self, claim: Claim) -> bool:
        """Whether a figure's sentence says that it is less than was promised."""
        return _BEHIND.search(claim.sentence.cut(self._folded)) is not None

    def _dated(self, promise: Promise, others: Sequence[Promise]) -> Match | None:
        """The one day on which something was finished, where only one was promised and it is not later."""
        if any(other.wanted.kind == "date" for other in others):
            return None
        found = [
            claim
            for claim in (self._matcher.claims[index] for index in self._figures)
            if claim.quantity is not None
            and claim.quantity.kind == "date"
            and _FINISHED.search(claim.after)
            and not _LATER_YEAR.search(claim.before)
            and self._evidence.is_free(claim)
        ]
        if len(found) != 1 or found[0].quantity is None:
            return None
        if reach(promise.wanted, found[0].quantity) == "short":
            letters = _telling(self._matcher.target(promise.before, promise.after))
            if len(letters & _telling(self._matcher.target(found[0].before, found[0].after))) < _FEW:
                return None
        return Match(found[0], _SCORES[_HINTED], same=True)

    def _rivalled(self, best: _Candidate, others: Sequence[Promise]) -> bool:
        """Whether another open promise may mean the same figure, and with as good a right."""
        for other in others:
            if best.index is None or not self._fits(other, best.index):
                continue
            each = self._candidate(other, best.index)
            if each is not None and each.grade >= best.grade:
                return True
        return False

    def _candidates(self, promise: Promise) -> Iterator[_Candidate]:
        free = [index for index in self._figures if self._fits(promise, index)]
        if not free:
            return
        parts = self._parts(free)
        for index in free:
            each = self._candidate(promise, index)
            if each is not None and (each.rest or index not in parts):
                yield each
        yield from self._sums(promise, free, parts)

    def _candidate(self, promise: Promise, index: int) -> _Candidate | None:
        """What speaks for a figure that can be compared with a promise; None for nothing."""
        target = self._matcher.target(promise.before, promise.after)
        letters = _telling(target)
        claim, often = self._as_promised(index, promise.wanted)
        done = claim.quantity
        assert done is not None
        shared, far = self._shares(index, letters)
        piece = self._matcher.read(index)[0]
        doing = bool(target.verbs & piece.verbs or target.doings & piece.doings)
        own = shared + doing * (2 if len(letters) < _FEW else 1) + (done.unit in target.head)
        rest = self._rest(promise.wanted, index)
        if rest is not None and (own + far or promise.wanted.value >= _TELLING):
            match = Match(claim, _REST_SCORE, same=True, rest=rest)
            return _Candidate(match, _NAMED, rest=True, shared=shared, index=index)
        if not _near(promise.wanted, done):
            return None
        if (often or self._is_part(claim, promise)) and not (self._reaches(promise, done) and shared > (not often)):
            return None  # a part that reaches the promise does so with the whole
        if (grade := self._grade(promise, target, index, own, far)) == 0:
            return None
        of_kind = shared > 0 and promise.wanted.unit not in _LOOSE
        same = shared > 1 or of_kind or (doing and len(letters) < _FEW)
        return _Candidate(Match(claim, _SCORES[grade], same=same), grade, shared=shared, index=index)

    def _grade(self, promise: Promise, target: Words, index: int, own: int, far: int) -> int:
        claim = self._as_promised(index, promise.wanted)[0]
        done = claim.quantity
        assert done is not None
        piece = self._matcher.read(index)[0]
        alike_units = done.unit == promise.wanted.unit or same_measure(done.unit, promise.wanted.unit, self._measures)
        exact = done.value == promise.wanted.value and alike_units and done.unit != "%"
        if exact and promise.wanted.value >= _WORDLESS and _digits(done) > 1:
            return _NAMED
        if target.verbs and piece.verbs and not target.verbs & piece.verbs:
            return 0  # 对10所敬老院开展检查 builds none
        if self._matcher.clash(promise.before, promise.after, claim) and not exact:
            return _HINTED if own > 1 and self._reaches(promise, done) else 0
        if promise.wanted.kind == "money" and _FUNDS.search(claim.before) and not _FUNDS.search(promise.before):
            return 0
        if promise.wanted.kind == "percent" and not self._same_rate(promise, claim):
            return 0
        if exact and own + far and promise.wanted.value >= _TELLING:
            return _NAMED
        if own > 1 or (own and promise.wanted.unit not in _LOOSE):
            return _SHARED
        if promise.wanted.unit not in _LOOSE and promise.wanted.unit == done.unit:
            return _SHARED if far > 1 else _HINTED
        if own or far > 1:
            return _HINTED
        return _HINTED if self._alone(promise, done) and (exact or self._reaches(promise, done)) else 0

    def _reaches(self, promise: Promise, done: Quantity) -> bool:
        """Whether a figure comes to just what was promised or a little more."""
        if promised(promise.wanted) in ("<", "<="):
            return reach(promise.wanted, done) != "short" and done.value * 2 >= promise.wanted.value
        return reach(promise.wanted, done) != "short" and done.value <= promise.wanted.value * _LITTLE

    def _alone(self, promise: Promise, done: Quantity) -> bool:
        """Whether no other figure of a report is counted like this one, and what was promised is no small number."""
        wanted = promise.wanted
        if done.unit != wanted.unit or wanted.unit in ("元", "%") or (wanted.value < _FEW and wanted.unit not in TIMES):
            return False
        figures = [claim.quantity for claim in self._matcher.claims if claim.quantity is not None]
        return sum(each.unit == wanted.unit or in_unit(each, wanted.unit) is not each for each in figures) == 1

    def _same_rate(self, promise: Promise, claim: Claim) -> bool:
        """Whether a rate that a claim names, if it names one, is spoken of in the promise: 准确率 is no 知晓率."""
        named = _RATE.findall(self._matcher.plain(claim.before))
        return not named or named[-1] in self._matcher.plain(promise.before + promise.after)

    def _is_part(self, claim: Claim, promise: Promise) -> bool:
        """Whether a figure may be a part only; 不合格品占2.1% is a rate of its own."""
        unit = promise.wanted.unit
        if unit == "%" or unit.startswith("元/") or unit in TIMES:
            return _OF_PARTS.search(claim.before[-12:]) is not None  # an average, as a rule
        return self._matcher.is_part(claim, promise.before)

    def _fits(self, promise: Promise, index: int) -> bool:
        claim, wanted = self._matcher.claims[index], promise.wanted
        done = claim.quantity
        if done is None or done.value <= 0 or "" in (done.unit, wanted.unit):
            return False
        if not self._matcher.comparable(wanted, done):
            return False
        return self._evidence.is_free(claim)

    def _shares(self, index: int, letters: frozenset[str]) -> tuple[int, int]:
        """How many telling characters a figure's own words share with a promise, and how many its sentence."""
        known = self._letters.get(index)
        if known is None:
            piece, context = self._matcher.read(index)
            known = self._letters[index] = (_telling(piece), _telling(context))
        return len(letters & known[0]), len(letters & known[1])

    def _as_promised(self, index: int, wanted: Quantity) -> tuple[Claim, bool]:
        """A figure as it is promised, 48秒 as 0.8分钟 and 每月2次 as 24次; and whether it was told for each."""
        claim = self._matcher.claims[index]
        done = claim.quantity
        assert done is not None
        if wanted.kind == "count" and promised(wanted) in (">=", ">"):
            before = self._folded[claim.sentence.start : done.span.start]
            if every := _EVERY.search(before[-10:]):
                times = next(number for word, number in _TIMES_A_YEAR if word in every[0])
            else:
                each = _EACH.search(before)
                times = len(_LISTED.findall(each[1])) + 1 if each else 1
            if times > 1:
                value = done.value * times
                return replace(claim, quantity=replace(done, value=value, interval=Interval.point(value))), True
        turned = in_unit(done, wanted.unit)
        return (claim if turned is done else replace(claim, quantity=turned)), False

    def _rest(self, wanted: Quantity, index: int) -> Span | None:
        """Where what is said to be left makes up for what is missing: 建成3160个,比计划少40个 of 3200个."""
        claims = self._matcher.claims
        claim, done = claims[index], claims[index].quantity
        assert done is not None
        if promised(wanted) not in (">=", ">") or not done.value < wanted.value <= done.value * 4:
            return None
        end = self._folded.find("\n", claim.sentence.end)
        line = end if end >= 0 else len(self._folded)
        for other in claims[index + 1 : index + 5]:
            rest = other.quantity
            if other.span.start >= line:
                return None
            if rest is None or rest.value + done.value != wanted.value:
                continue
            if rest.unit != done.unit and not same_measure(rest.unit, done.unit, self._measures):
                continue
            said = re.split(r"[。;]", self._folded[rest.span.end : other.sentence.end])[0]
            if _LEFT.search(other.before) or _LEFT.search(said):
                return Span(other.span.start, rest.span.end + len(said))
        return None

    def _parts(self, free: Sequence[int]) -> frozenset[int]:
        """Figures that a total behind them in their sentence adds up: 鲢鳙1240万尾、草鱼510万尾,共计1846万尾."""
        claims, found = self._matcher.claims, set[int]()
        for index in free:
            if _TOTAL.search(claims[index].before):
                total = claims[index].quantity
                found |= {
                    each
                    for each in free
                    if each < index
                    and claims[each].sentence == claims[index].sentence
                    and _value(claims[each]) <= (total.value if total else 0)
                }
        return frozenset(found)

    def _sums(self, promise: Promise, free: Sequence[int], parts: frozenset[int]) -> Iterator[_Candidate]:
        """What the figures of one sentence come to, where it is just what was promised: 建库40座、建库12座 of 52座."""
        wanted = promise.wanted
        if wanted.kind not in ("count", "measure") or wanted.value < 2:
            return
        claims, target = self._matcher.claims, self._matcher.target(promise.before, promise.after)
        letters = _telling(target)
        groups: dict[tuple[Span, str], list[int]] = {}
        for index in free:
            if index not in parts:
                groups.setdefault((claims[index].sentence, claims[index].quantity.unit), []).append(index)  # type: ignore[union-attr]
        for held in groups.values():
            total = sum((_value(claims[each]) for each in held), Decimal(0))
            if len(held) < 2 or not (total == wanted.value or self._all_of_it(wanted, total, held, target)):
                continue
            if any(_LEFT.search(claims[each].before + claims[each].after) for each in held):
                continue
            if not any(sum(self._shares(each, letters)) for each in held):
                continue
            doings = [self._matcher.read(each)[0].doings for each in held]
            if len({bool(each & target.doings) for each in doings}) > 1:
                continue  # 新建3处、维修5处: another doing
            first, last = claims[held[0]], claims[held[-1]]
            stated = last.quantity
            assert stated is not None
            summed = replace(stated, value=total, interval=Interval.point(total), step=Decimal(0))
            span = Span(first.span.start, last.span.end)
            yield _Candidate(Match(replace(last, span=span, quantity=summed), _SCORES[_NAMED], same=True), _NAMED)

    def _all_of_it(self, wanted: Quantity, total: Decimal, held: Sequence[int], target: Words) -> bool:
        """Whether figures that reach a promise together each count a part that it names: 进校园18场、进景区15场."""
        if promised(wanted) not in (">=", ">") or not wanted.value <= total <= wanted.value * _LITTLE:
            return False
        pieces = [self._matcher.read(each)[0] for each in held]
        shares = [
            frozenset(word for word in piece.weights if len(word) > 1 and word in target.weights) for piece in pieces
        ]
        return all(shares) and len(set(shares)) == len(shares)


def _telling(words: Words) -> frozenset[str]:
    """The characters of a text's words that say what it is about; of a rate also those of what it is of."""
    return frozenset("".join(word for word in words.weights if word not in words.doings)) - _COMMON


def _within(part: Span, whole: Span) -> bool:
    return whole.start <= part.start and part.end <= whole.end


def _near(wanted: Quantity, done: Quantity) -> bool:
    if promised(wanted) in ("<", "<="):
        return wanted.value / 5 <= done.value <= wanted.value * _MOST
    return wanted.value * _LEAST <= done.value <= wanted.value * _MOST


def _digits(quantity: Quantity) -> int:
    return len(quantity.value.normalize().as_tuple().digits)


def _value(claim: Claim) -> Decimal:
    return claim.quantity.value if claim.quantity is not None else Decimal(0)
