"""Figures that a report states in parts: a rate as two counts, a total as its items, a unit cost as an outlay.

712张中706张合格 is a rate of 99.16 %; 发放问卷150份,收回146份,表示满意137份 one of 93.8 %; 处理3.2万吨,支付784万元
costs 245 元 a ton; 新开通3条、优化调整5条 are eight. All parts stand in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from checker.document import Span
from checker.interval import Interval
from checker.understand.quantity import Quantity
from checker.understand.target_evidence import rate_stem
from checker.understand.target_matching import MATCHED, Match, containment
from checker.understand.target_measures import reach, same_measure
from checker.understand.target_words import Words, share
from checker.understand.units import unit_factor

if TYPE_CHECKING:
    from checker.understand.target_claims import Claim
    from checker.understand.target_matching import Matcher
    from checker.vocabulary import Vocabulary

_NAMED: Final = 0.45
"""A sentence of counts must name this much of what a rate is of."""
_SURE_AT_MOST: Final = 0.74
"""What was worked out is never as sure as what was stated."""
_ALIKE: Final = 0.12
_RATE: Final = re.compile(r"[一-鿿]{1,6}(?:率|度|比例|覆盖面)")
# Rates of being done at all, whose count says what was done and not the rate's own word: 已安装的141处 of 覆盖率.
_OF_DOING: Final = frozenset(("覆盖", "普及", "完成", "参与"))
_DID: Final = re.compile(r"已|实际|完成|参加|参训|接受|安装|建成|纳入|享受|接通|配备|开展|实现|落实")
_DUE: Final = re.compile(r"应(?:当|该)?(?:接受|进行|参加)?([一-鿿]{1,2}?)(?=[^,。;]*$)")
_OUT_OF: Final = re.compile(r"应|需|共|全|总|中$")
_OUT_OF_LATER: Final = re.compile(r"占|总|共|应")
_SURVEY: Final = re.compile(r"问卷|调查|测评|回访|走访|访谈")
_TOTAL: Final = re.compile(r"(?:合计|共计|总计|累计|总共|共)(?:为|完成|有)?\s*$")
_NOT_ALL: Final = re.compile(
    r"其他|其它|另|其余|剩余|其中|尚|未|没有|取消|上年|去年|计划|不合格|减少|推迟|延期|暂缓|待(?!遇)"
)
_FROM_TO: Final = re.compile(
    r"[由从][^。;%]{0,14}?([0-9]+(?:\.[0-9]+)?)%[^。;,0-9]{0,10}?(?:到|至|为)了?[^。;,0-9]{0,6}([0-9]+(?:\.[0-9]+)?)%"
)
_LOWER: Final = re.compile(r"下降|降低|减少|压减|压降")


class Derived:
    """Works out what a report states only in parts."""

    def __init__(self, matcher: Matcher, folded: str, vocabulary: Vocabulary, promised: Sequence[Claim]) -> None:
        self._matcher, self._folded, self._vocabulary = matcher, folded, vocabulary
        self._promised = [claim.words for claim in promised]

    def find(self, before: str, after: str, wanted: Quantity) -> Match | None:
        """What can be worked out for a target; None for nothing, or where two workings judge it differently."""
        if wanted.kind == "percent":
            found = list(self._rates(before, after, wanted))
        elif wanted.unit == "百分点":
            found = list(self._points(before, after))
        elif wanted.unit.startswith("元/"):
            found = list(self._unit_costs(before, after, wanted))
        elif wanted.kind in ("count", "measure"):
            found = list(self._sums(before, after, wanted))
        else:
            return None
        if not found:
            return None
        best = max(found, key=lambda match: match.score)
        near = {_reach(wanted, match) for match in found if match.score >= best.score - _ALIKE}
        return best if len(near) == 1 else None

    @cached_property
    def _sentences(self) -> list[list[int]]:
        """The claims of each sentence that states two figures or more."""
        found = []
        counted = [index for index, claim in enumerate(self._matcher.claims) if claim.quantity is not None]
        for _, group in groupby(counted, key=lambda index: self._matcher.claims[index].sentence):
            held = list(group)
            if len(held) > 1:
                found.append(held)
        return found

    def _claims(self, held: Sequence[int]) -> list[tuple[Claim, Quantity]]:
        claims = [self._matcher.claims[index] for index in held]
        return [(claim, claim.quantity) for claim in claims if claim.quantity is not None]

    # Rates

    def _rates(self, before: str, after: str, wanted: Quantity) -> Iterator[Match]:
        stem = rate_stem(before, after, self._matcher.plain)
        if not stem:
            return
        target = self._matcher.target(before, after)
        rest = {word: weight for word, weight in target.weights.items() if not _RATE.fullmatch(word)}
        about = replace(target, weights=rest)
        stems = self._matcher.stems(stem)
        inverse = re.search(rf"[不未]{stem}", before + after) is not None
        for held in self._sentences:
            context = self._matcher.read(held[0])[1]
            named = containment(about, context, context) if rest else MATCHED
            only = named < _NAMED and not self._surveyed(held[0], stem)
            if only and not self._only_of(held[0], stem):
                continue
            claims = self._claims(held)
            doing = stem in _OF_DOING and named >= MATCHED
            rated = self._rate(claims, stems, doing, inverse=inverse) or self._due(
                claims, stem, before + after, sure=named >= MATCHED or only
            )
            if rated is None or (only and rated.quantity and reach(wanted, rated.quantity) == "short"):
                continue
            yield Match(rated, min(named, _SURE_AT_MOST), same=True)

    def _surveyed(self, index: int, stem: str) -> bool:
        """Whether a sentence tells of a survey, and only one promise could be meant: 收回286份,满意261份."""
        said = self._matcher.claims[index].sentence.cut(self._folded)
        return (
            stem == "满意" and _SURVEY.search(said) is not None and sum(stem in words for words in self._promised) == 1
        )

    def _only_of(self, index: int, stem: str) -> bool:
        """Whether a sentence speaks of what a rate is of, and only one promise does: 报修380处,修复371处 of 修复率."""
        said = self._matcher.plain(self._matcher.claims[index].sentence.cut(self._folded))
        return (
            bool(_drawn(stem).search(said)) and sum(stem in self._matcher.plain(words) for words in self._promised) == 1
        )

    def _rate(
        self, claims: Sequence[tuple[Claim, Quantity]], stems: Sequence[str], doing: bool, *, inverse: bool
    ) -> Claim | None:
        """The rate that the counts of a sentence make."""
        word = "|".join(map(re.escape, stems))
        named = re.compile(rf"(?<![不未])(?:{word})(?![率度])")
        negated = re.compile(rf"[不未](?:{word})")
        counts = [(claim, done) for claim, done in claims if done.kind in ("count", "measure") and done.value > 0]
        pieces = [self._matcher.plain(claim.before + " " + claim.after) for claim, _ in counts]
        sought, complement = (negated if inverse else named), False
        least = self._part(counts, pieces, sought)
        if least is None and not inverse:
            least, complement = self._part(counts, pieces, negated), True
        if least is None and doing:
            complement = False
            least = next(
                (
                    at
                    for at, said in enumerate(pieces)
                    if at and _DID.search(said) and _OUT_OF.search(counts[at - 1][0].before + counts[at - 1][0].after)
                ),
                None,
            )
        if least is None:
            return None
        part = counts[least][1]
        whole = self._whole(counts, least, "" if complement else sought.pattern)
        if whole is None:
            return None
        value = part.value
        if not complement:  # 非常满意90人,满意40人: all that are content
            value += sum(
                other.value
                for (_, other), said in zip(counts[least + 1 :], pieces[least + 1 :], strict=True)
                if not inverse
                and other.unit == part.unit
                and named.search(said)
                and value + other.value <= whole[1].value
            )
            if value > whole[1].value:
                value = part.value
        share_of = value * 100 / whole[1].value
        return _worked(whole[0], counts[least][0], "percent", 100 - share_of if complement else share_of, "%")

    def _due(self, claims: Sequence[tuple[Claim, Quantity]], stem: str, name: str, *, sure: bool) -> Claim | None:
        """What was done of what was due: 应检2310台,实检2292台 of 检验率, 立案120件,破获60件 of 破案率.

        `sure` says that the sentence is known to be about what the rate is of.
        """
        for (due, whole), (claim, part) in pairwise(claims):
            if whole.unit != part.unit or not 0 < part.value <= whole.value or self._matcher.no_report(claim):
                continue
            asked = _DUE.search(due.before)
            doing = asked[1] if asked else ""
            paired = doing and (f"实{doing}" in claim.before or re.search(rf"[已际成]{doing}", claim.before))
            of_it = stem in _OF_DOING or (doing and doing[0] in name)
            drawn = sure and not _drawn(stem).search(due.before) and _drawn(stem).search(claim.before + claim.after)
            begun = sure and stem[0] not in due.before and re.match(rf"[^一-鿿]*{stem[0]}", claim.before)
            if (paired and of_it) or drawn or begun:
                return _worked(due, claim, "percent", part.value * 100 / whole.value, "%")
        return None

    def _part(
        self, counts: Sequence[tuple[Claim, Quantity]], pieces: Sequence[str], named: re.Pattern[str]
    ) -> int | None:
        """Which count is the part: the one that says so, and that has a larger one of its unit beside it."""
        for at, said in enumerate(pieces):
            claim = counts[at][0]
            if not named.search(said) or self._matcher.no_report(claim):
                continue
            shared = at + 1 < len(counts) and _shares(claim, counts[at + 1][0])
            if shared and not named.search(self._matcher.plain(claim.before)):
                continue
            if self._whole(counts, at, "") is not None:
                return at
        return None

    def _whole(self, counts: Sequence[tuple[Claim, Quantity]], at: int, named: str) -> tuple[Claim, Quantity] | None:
        """What a count is a part of: the nearest larger one of its unit before it, else one behind it (占, 共)."""
        part = counts[at][1]
        for index in range(at - 1, -1, -1):
            claim, other = counts[index]
            said = claim.before if _shares(claim, counts[index + 1][0]) else claim.before + claim.after
            alike = same_measure(other.unit, part.unit, self._vocabulary.measures) and other.kind == part.kind
            if alike and other.value >= part.value and not (named and re.search(named, said)):
                return claim, other
        for claim, other in counts[at + 1 :]:
            if other.unit == part.unit and other.value >= part.value and _OUT_OF_LATER.search(claim.before):
                return claim, other
        return None

    # Points, costs

    def _points(self, before: str, after: str) -> Iterator[Match]:
        target = self._matcher.target(before, after)
        for index, claim in enumerate(self._matcher.claims):
            if claim.quantity is None or claim.quantity.unit != "%":
                continue
            told = _FROM_TO.search(claim.sentence.cut(self._folded))
            if told is None or self._matcher.no_report(claim):
                continue
            piece, context = self._matcher.read(index)
            score = containment(target, piece, context)
            lower = Decimal(told[1]) > Decimal(told[2])
            if score >= MATCHED and lower == bool(_LOWER.search(before + after)):
                points = abs(Decimal(told[2]) - Decimal(told[1]))
                yield Match(_worked(claim, claim, "measure", points, "百分点"), min(score, _SURE_AT_MOST), same=True)

    def _unit_costs(self, before: str, after: str, wanted: Quantity) -> Iterator[Match]:
        per = unit_factor(wanted.unit.partition("/")[2])
        if per is None:
            return
        target = self._matcher.target(before, after)
        for held in self._sentences:
            claims = [pair for pair in self._claims(held) if not self._matcher.no_report(pair[0])]
            money = [(claim, done) for claim, done in claims if done.kind == "money"]
            counts = [(claim, done) for claim, done in claims if done.unit == per[0] and done.value > 0]
            if len(money) != 1 or len(counts) != 1:
                continue
            context = self._matcher.read(held[0])[1]
            score = containment(target, context, context)
            if score >= _NAMED:
                cost = money[0][1].value * per[1] / counts[0][1].value
                first, last = sorted((money[0][0], counts[0][0]), key=lambda claim: claim.span.start)
                worked = _worked(first, last, "money", cost, wanted.unit)
                yield Match(worked, min(score, _SURE_AT_MOST), same=True)

    # Totals

    def _sums(self, before: str, after: str, wanted: Quantity) -> Iterator[Match]:
        target = self._matcher.target(before, after)
        for held in self._sentences:
            context = self._matcher.read(held[0])[1]
            if containment(target, context, context) < MATCHED:
                continue
            for unit, group in groupby(held, key=self._unit):
                run = list(group)
                if len(run) == 1 or not same_measure(unit, wanted.unit, self._vocabulary.measures):
                    continue
                if (total := self._total(target, run, wanted)) is not None:
                    yield Match(total, _SURE_AT_MOST, same=True)

    def _unit(self, index: int) -> str:
        done = self._matcher.claims[index].quantity
        return "" if done is None else done.unit

    def _total(self, target: Words, run: Sequence[int], wanted: Quantity) -> Claim | None:
        """The total of a sentence's figures of one unit: stated behind them (合计50条), or of parts of the target."""
        claims = self._claims(run)
        last, stated = claims[-1]
        if _TOTAL.search(last.before) and not self._matcher.read(run[-1])[0].weights:
            parts = sum(done.value for _, done in claims[:-1])  # 各1次,共2次: 各 stands for several
            return (
                _worked(claims[0][0], last, stated.kind, stated.value, stated.unit) if parts <= stated.value else None
            )
        if any(_NOT_ALL.search(claim.before + claim.after) or self._matcher.no_report(claim) for claim, _ in claims):
            return None
        total = sum((done.value for _, done in claims), Decimal(0))
        pieces = [self._matcher.read(index)[0] for index in run]
        if not all(any(share(word, target.weights) >= 0.6 for word in piece.weights) for piece in pieces):
            return None
        if any(piece.doings - target.weights.keys() for piece in pieces):
            return None  # 新建3处、维修5处: another doing
        heads = [piece.head for piece in pieces]
        distinct = len(set(heads)) == len(heads) and all(head and share(head, target.weights) >= 0.6 for head in heads)
        doings = [frozenset(word for word in piece.weights if word in target.weights) for piece in pieces]
        if distinct or (total == wanted.value and len(set(doings)) == len(doings)):
            return _worked(claims[0][0], last, stated.kind, total, stated.unit)
        return None


def _drawn(stem: str) -> re.Pattern[str]:
    """A word, or what it is drawn together from: 网上办理 of 网办."""
    return re.compile("[一-鿿]{0,2}".join(map(re.escape, stem)))


def _shares(claim: Claim, following: Claim) -> bool:
    """Whether what stands between two figures says what the second one counts: 签约的52个项目中已开工39个."""
    return bool(claim.after) and claim.after.strip() == following.before.strip()


def _worked(first: Claim, last: Claim, kind: str, value: Decimal, unit: str) -> Claim:
    """A claim that stretches over those that its figure was worked out from."""
    left, right = sorted((first, last), key=lambda claim: claim.span.start)
    place = right.quantity.span if right.quantity is not None else right.span
    quantity = Quantity(place, kind, value, unit, Interval.point(value), Decimal(0))  # type: ignore[arg-type]
    span = Span(left.span.start, right.span.end)
    return replace(last, span=span, quantity=quantity)


def _reach(wanted: Quantity, match: Match) -> str:
    return "" if match.claim.quantity is None else reach(wanted, match.claim.quantity)
