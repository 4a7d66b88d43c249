"""Which completions report on a target, and how surely: the words of both, and the quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from checker.understand.quantity import Quantity
from checker.understand.target_claims import Claim
from checker.understand.target_measures import comparable
from checker.understand.target_words import Wording, Words, share
from checker.vocabulary import Vocabulary

MATCHED: Final = 0.62
POSSIBLE: Final = 0.34
_CAPPED: Final = 0.55

_NOT_YET: Final = re.compile(
    r"现有|原有|计划|拟|将于|预计|目标[值为是]|任务[数为是]|应当?(?!急|用|对|届|届)|指标值|争取|力争|年初设定|要求|不少于|不低于|不得|至少|标准为"
)
_PARTS: Final = re.compile(
    r"其中|分别|上半年|第[一二三四]季度|一季度|二季度|三季度|首批|第[一二三]批|每[个村县户人月年天日次季]|平均|剩余|其余|尚有|另有|仍有|还有|扣|占|不合格|未"
)
# 受理投诉215件,办结215件: all of them.
_ALL_OF_ALL: Final = re.compile(r"(?<![0-9.])([0-9]+[一-鿿])[^。;0-9]*[,、][^。;0-9]*(?<![0-9.])\1")
_EARLIER: Final = re.compile(r"上年|去年|上一年|往年|同期|此前|历年|以前年度|截至(?:[0-9]{4}年)?(?:[1-9]|10|11)月")
_RATE: Final = re.compile(r"[一-鿿]{1,6}(?:率|度|比例|覆盖面)")


@dataclass(frozen=True, slots=True)
class Match:
    """A claim that may report on a target; `score` is 0 to 1, `part` says that it may count only a part of it.

    `same` says that it surely counts the thing that the target counts, not another one in the same sentence; `other`
    that it does another thing with it (对10所敬老院开展检查 builds none).
    """

    claim: Claim
    score: float
    part: bool = False
    same: bool = False
    other: bool = False


class Matcher:
    """Holds a report's completions ready, and finds those of one target after another."""

    def __init__(
        self, completions: Sequence[Claim], folded: str, vocabulary: Vocabulary, words: Wording, year: int | None
    ):
        self._folded, self._vocabulary, self._words = folded, vocabulary, words
        self._earlier = re.compile(_EARLIER.pattern + (f"|{year - 1}年" if year else ""))
        self._plain = [(claim, frozenset(words.plain(claim.words + claim.context))) for claim in completions]
        self._pieces: dict[int, tuple[Words, Words]] = {}

    def find(self, before: str, after: str, quantity: Quantity | None) -> list[Match]:
        """The claims that may report on what `before` and `after` name, the surest first.

        Only claims with a quantity that can be compared, when there is one to compare with.
        """
        target = self._words.read(before, after)
        letters = frozenset("".join(target.weights))
        found: list[Match] = []
        for index, (claim, plain) in enumerate(self._plain):
            if quantity is not None and (
                claim.quantity is None or not comparable(quantity, claim.quantity, self._vocabulary.measures)
            ):
                continue
            if len(letters & plain) < max(1, len(letters) // 4):
                continue
            if quantity is not None and self._no_report(claim):
                continue
            score = self._score(target, index, claim, quantity)
            part = self._is_part(claim, before + after)
            if score >= POSSIBLE:
                same = self._counts_same(target, self._read(index, claim)[0], quantity)
                other = self._does_other(target, self._read(index, claim)[0])
                found.append(Match(claim, score - 0.3 if part else score, part, same, other))
        return sorted(found, key=lambda match: (-match.score, match.claim.span.start))

    def overlaps(self, before: str, after: str) -> Iterator[tuple[Claim, float, bool]]:
        """Each claim with how much of what `before` and `after` name it holds, and whether it does the like.

        The like: one verb or one telling word is the same (培训…3126人次).
        """
        target = self._words.read(before, after)
        letters = frozenset("".join(target.weights))
        for index, (claim, plain) in enumerate(self._plain):
            piece, context = self._read(index, claim)
            held = 0.0
            if len(letters & plain) >= max(1, len(letters) // 4):
                held = _containment(target, piece, context)
            alike = bool(target.verbs & piece.verbs) or any(
                share(word, piece.weights) >= 0.5 for word in target.weights
            )
            yield claim, held, alike

    def plain(self, text: str) -> str:
        """A text with each synonym in its group's first word."""
        return self._words.plain(text)

    def said_of_all(self, before: str, after: str, whole: re.Pattern[str]) -> list[Match]:
        """Claims without a figure that say the whole of it was reached (全覆盖, 全部合格)."""
        target = self._words.read(before, after)
        found = []
        for index, (claim, _) in enumerate(self._plain):
            said = claim.sentence.cut(self._folded)
            if (whole.search(said) or _ALL_OF_ALL.search(said)) and not re.search(
                r"未(?!发生|出现)|除|仍|没有(?!发生)", said
            ):
                piece, context = self._read(index, claim)
                score = _containment(target, piece if claim.quantity is None else context, context)
                if score >= POSSIBLE:
                    found.append(Match(claim, score))
        return sorted(found, key=lambda match: -match.score)

    def _read(self, index: int, claim: Claim) -> tuple[Words, Words]:
        known = self._pieces.get(index)
        if known is None:
            piece = self._words.read(claim.before or claim.words, claim.after)
            known = self._pieces[index] = (piece, self._words.read(claim.context))
        return known

    def _does_other(self, target: Words, piece: Words) -> bool:
        """Whether a piece tells of another doing than the target's, or of another thing's counterpart."""
        return bool(target.verbs and piece.verbs and not target.verbs & piece.verbs) or _swapped(target, piece)

    def _counts_same(self, target: Words, piece: Words, quantity: Quantity | None) -> bool:
        """Whether the thing counted next to a figure is the target's: 受益企业新增专利93件 counts no companies."""
        if quantity is None or quantity.kind == "percent":  # what a rate is of was looked at with its name
            return True
        return not target.head or not piece.head or share(piece.head, target.weights) >= 0.6

    def _no_report(self, claim: Claim) -> bool:
        """Whether a figure is a plan's, a rule's or an earlier year's."""
        near = claim.before[-24:]
        return bool(_NOT_YET.search(near)) or bool(self._earlier.search(near))

    def _is_part(self, claim: Claim, name: str) -> bool:
        """Whether a figure may be a part only; a word of the target's own name (平均抢通时间) says nothing of parts."""
        said = _PARTS.search(claim.before[-12:])
        if said is not None and said[0] in name:
            said = None
        return said is not None or bool(re.match(r"[^,]{0,4}(?:不合格|未)", claim.after))

    def _score(self, target: Words, index: int, claim: Claim, quantity: Quantity | None) -> float:
        piece, context = self._read(index, claim)
        score = _containment(target, piece, context)
        if score < POSSIBLE:
            return score
        if quantity is not None and quantity.kind == "percent" and not _same_rate(target, piece, context):
            return min(score, _CAPPED)
        if self._does_other(target, piece):
            return min(score, _CAPPED)
        if (
            target.head
            and share(target.head, [*piece.weights, *context.weights]) < 0.6
            and _foreign(piece.head, target)
        ):
            return min(score, _CAPPED)
        return score


def _containment(target: Words, piece: Words, context: Words) -> float:
    """How much of a target's words a piece holds, by weight; words of the rest of the sentence count less."""
    if not target.weights:
        return 0.0
    near, far = frozenset("".join(piece.weights)), frozenset("".join(context.weights))
    held = 0.0
    for word, weight in target.weights.items():
        letters = set(word)
        best = 0.0 if near.isdisjoint(letters) else share(word, piece.weights)
        if best < 0.75 and not far.isdisjoint(letters):
            best = max(best, 0.75 * share(word, context.weights))
        held += weight * best
    return held / target.total


def _same_rate(target: Words, piece: Words, context: Words) -> bool:
    """Whether the rate that a target names (合格率) is the one that a claim states."""
    named = [word for word in target.weights if _RATE.fullmatch(word)]
    if not named:
        return True
    stated = [word for word in piece.weights if _RATE.fullmatch(word)]
    return share(named[-1], stated or context.weights) >= 0.8


def _swapped(target: Words, piece: Words) -> bool:
    """Whether a target's own words and a claim's own words differ where they describe one thing: 养老, 卫生服务站."""
    if not target.head or not piece.head or share(target.head, [piece.head]) < 0.6:
        return False
    missing = [word for word in target.weights if len(word) > 1 and share(word, piece.weights) < 0.3]
    foreign = [word for word in piece.weights if _foreign(word, target)]
    return any(_next_to(word, target) for word in missing) and any(_next_to(word, piece) for word in foreign)


def _foreign(word: str, target: Words) -> bool:
    """Whether a word is another thing's name: single characters are none."""
    return len(word) > 1 and share(word, target.weights) < 0.3


def _next_to(word: str, words: Words) -> bool:
    """Whether a word stands right before the thing that is counted."""
    order = list(words.weights)
    at = order.index(word)
    return at + 1 < len(order) and order[at + 1] == words.head
