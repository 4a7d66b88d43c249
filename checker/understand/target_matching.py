"""Which completions report on a target, and how surely: the words of both, and the quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from checker.document import Span
from checker.understand.quantity import Quantity
from checker.understand.target_claims import Claim
from checker.understand.target_measures import TIMES, comparable
from checker.understand.target_words import Wording, Words, share
from checker.vocabulary import Vocabulary

MATCHED: Final = 0.62
POSSIBLE: Final = 0.34
_CAPPED: Final = 0.55

_NOT_YET: Final = re.compile(
    r"现有|原有|(?<![按照超比较])计划(?!内)|拟|将于|预计|目标[值为是]|任务[数为是]|应(?:当|该|完成|达|为|不|在|于|建|有)|指标值|争取|力争|年初设定|"
    r"(?<![按照])要求|不少于|不低于|不得|至少|标准为"
)
_PARTS: Final = re.compile(
    r"其中|分别|各(?:自|组织|举办|开展|举行|召开|完成|建成|新建|实施|进行)*$|上半年|第[一二三四]季度|一季度|二季度|三季度|首批|第[一二三]批|每[个村县户人月年天日次季]|平均|剩余|其余|尚有|另有|仍有|还有|扣|占|不合格|未"
)
# 受理投诉215件,办结215件: all of them.
_ALL_OF_ALL: Final = re.compile(r"(?<![0-9.])([0-9]+[一-鿿])[^。;0-9]*[,、][^。;0-9]*(?<![0-9.])\1")
# 比上年增长9.7% tells this year's growth, 比上年17亿元 the year before.
# 没有完成35人的任务: what was promised again.
_OF_THE_PLAN: Final = re.compile(r"的?(?:年度|年初|预期)?(?:目标|任务|计划|指标)(?!完成|数)")
_EARLIER: Final = re.compile(
    r"(?<![比较])(?:上年|去年|上一年|往年|同期)|[比较](?:上年|去年|上一年|往年|同期)(?:的|同期)?(?=[^一-鿿]*$)|此前|历年|以前年度|截至(?:[0-9]{4}年)?(?:[1-9]|10|11)月"
)
_UP_TO_STANDARD: Final = re.compile(r"(?:达到|符合)[^,。;]{0,8}(?:标准|要求)")
_NAME_OF_RATE: Final = re.compile(r"(?:及时|按时|按期|如期|全部)?[一-鿿]{1,3}率")
_NOT_ALL: Final = re.compile(r"未(?!发生|出现)|除|仍|没有(?!发生|出现)")
ALL_OF_THEM: Final = re.compile(r"应.{1,4}尽.{1,2}|全覆盖|全数|均(?:达到|符合)[^,。;]{0,8}(?:标准|要求)")
_SHORT: Final = 0.8
_RATE: Final = re.compile(r"[一-鿿]{1,6}(?:率|度|比例|覆盖面)")


@dataclass(frozen=True, slots=True)
class Match:
    """A claim that may report on a target; `score` is 0 to 1, `part` says that it may count only a part of it.

    `same` says that it surely counts the thing that the target counts, not another one in the same sentence; `other`
    that it does another thing with it (对10所敬老院开展检查 builds none). `rest` is where it is said what became of the
    rest.
    """

    claim: Claim
    score: float
    part: bool = False
    same: bool = False
    other: bool = False
    rest: Span | None = None


class Matcher:
    """Holds a report's completions ready, and finds those of one target after another."""

    def __init__(
        self,
        completions: Sequence[Claim],
        folded: str,
        vocabulary: Vocabulary,
        words: Wording,
        year: int | None,
        project: str = "",
    ):
        self._folded, self._vocabulary, self._words = folded, vocabulary, words
        self.claims = completions
        self._project = frozenset(words.words(project))
        self._comparable: dict[tuple[str, str, str, str], bool] = {}
        self._targets: dict[tuple[str, str], Words] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        self._said: dict[re.Pattern[str], list[int]] = {}
        self._earlier = re.compile(_EARLIER.pattern + (f"|{year - 1}年" if year else ""))
        self._letters: dict[int, frozenset[str]] = {}
        self._pieces: dict[int, tuple[Words, Words]] = {}
        self._contexts: dict[str, Words] = {}

    def find(self, before: str, after: str, quantity: Quantity | None) -> list[Match]:
        """The claims that may report on what `before` and `after` name, the surest first.

        Only claims with a quantity that can be compared, when there is one to compare with.
        """
        target = self.target(before, after)
        letters = frozenset("".join(target.weights))
        found: list[Match] = []
        for index, claim in enumerate(self.claims):
            if quantity is not None:
                if (done := claim.quantity) is None:
                    continue
                if not self.comparable(quantity, done):
                    continue
            if not self._shares(letters, index):
                continue
            if quantity is not None and self.no_report(claim, before):
                continue
            score = self._score(target, index, quantity)
            part = self.is_part(claim, before + after)
            if score >= POSSIBLE:
                same = self._counts_same(target, self.read(index)[0], quantity)
                other = self._does_other(target, self.read(index)[0])
                found.append(Match(claim, score - 0.3 if part else score, part, same, other))
        return sorted(found, key=lambda match: (-match.score, match.claim.span.start))

    def comparable(self, wanted: Quantity, done: Quantity) -> bool:
        """Whether two quantities measure the same kind of thing: looked up by kind and unit, which many share."""
        measure = wanted.kind, wanted.unit, done.kind, done.unit
        known = self._comparable.get(measure)
        if known is None:
            known = self._comparable[measure] = comparable(wanted, done, self._vocabulary.measures)
        return known

    def overlaps(self, before: str, after: str) -> Iterator[tuple[Claim, float, bool, bool]]:
        """Each claim with how much of what `before` and `after` name it holds, whether it does the like, and names it.

        The like: one verb or one telling word is the same (培训…3126人次). It names the thing where that stands there.
        """
        target = self.target(before, after)
        letters = frozenset("".join(target.weights))
        for index, claim in enumerate(self.claims):
            piece, context = self.read(index)
            held = 0.0
            if self._shares(letters, index):
                held = containment(target, piece, context)
            alike = bool(target.verbs & piece.verbs) or any(
                share(word, piece.weights) >= 0.5 for word in target.weights
            )
            named = held > 0 and bool(target.head) and share(target.head, context.weights) >= 0.6
            yield claim, held, alike, named

    def _shares(self, letters: frozenset[str], index: int) -> bool:
        """Whether a claim's sentence has a quarter of a target's characters: those of most have none."""
        known = self._letters.get(index)
        if known is None:
            claim = self.claims[index]
            known = self._letters[index] = frozenset(self._words.plain(claim.words + claim.context))
        return len(letters & known) >= max(1, len(letters) // 4)

    def clash(self, before: str, after: str, claim: Claim) -> bool:
        """Whether a claim tells of another kind of doing than a promise, or of another thing's counterpart."""
        piece = self._words.read(claim.before or claim.words, claim.after)
        return self._does_other(self.target(before, after), piece)

    def names_head(self, name: str, claim: Claim) -> bool:
        """Whether a claim's sentence names the very thing that a target counts."""
        head = self.target(name, "").head
        return not head or share(head, self._words.read(claim.sentence.cut(self._folded)).weights) >= 0.6

    def stems(self, stem: str) -> tuple[str, ...]:
        """The words for what a rate is of: 合格, 达标 of 合格率."""
        known = self._stems.get(stem)
        if known is None:
            groups = [each for each in self._vocabulary.synonyms if f"{stem}率" in each or f"{stem}度" in each]
            words = {word[:-1] for group in groups for word in group if word[-1] in "率度" and len(word) == 3}
            known = self._stems[stem] = (stem, *sorted(words - {stem}))
        return known

    def says(self, claim: Claim, stem: str) -> bool:
        """Whether a claim's sentence speaks of what a rate is of."""
        words = claim.sentence.cut(self._folded)
        if stem == "合格" and _UP_TO_STANDARD.search(words):
            return True
        return stem in self.plain(words) or any(each in words for each in self.stems(stem))

    def formerly(self, claim: Claim) -> bool:
        """Whether a figure is an earlier year's."""
        return bool(self._earlier.search(claim.before[-24:]))

    def plain(self, text: str) -> str:
        """A text with each synonym in its group's first word."""
        return self._words.plain(text)

    def said_of_all(self, before: str, after: str, whole: re.Pattern[str]) -> list[Match]:
        """Claims without a rate that say the whole of it was reached (全覆盖, 全部合格)."""
        target = self.target(before, after)
        about = _without_rates(target)
        found = []
        if whole not in self._said:
            self._said[whole] = [index for index, claim in enumerate(self.claims) if self._says_all(claim, whole)]
        for index in self._said[whole]:
            piece, context = self.read(index)
            claim = self.claims[index]
            near = piece if claim.quantity is None else context
            score = containment(target, near, context)
            said = claim.sentence.cut(self._folded)
            if score < MATCHED and about is not target and (ALL_OF_THEM.search(said) or _says_rate(target, said)):
                score = max(score, containment(about, near, context))  # 应享尽享 says what the rate's own word says
            if score >= POSSIBLE:
                found.append(Match(claim, score))
        return sorted(found, key=lambda match: -match.score)

    def _says_all(self, claim: Claim, whole: re.Pattern[str]) -> bool:
        if claim.quantity is not None and claim.quantity.kind == "percent":
            return False  # a rate says itself how much
        said = _NAME_OF_RATE.sub("", claim.sentence.cut(self._folded))
        return bool(whole.search(said) or _ALL_OF_ALL.search(said)) and not _NOT_ALL.search(said)

    def target(self, before: str, after: str) -> Words:
        """A promise as words."""
        known = self._targets.get((before, after))
        if known is None:
            known = self._words.read(before, after)
            if elided := self._project.intersection(known.weights) - {known.head}:
                known = replace(known, elided=elided)
            self._targets[before, after] = known
        return known

    def read(self, index: int) -> tuple[Words, Words]:
        """A claim's own words, and those of its whole sentence."""
        known = self._pieces.get(index)
        if known is None:
            claim = self.claims[index]
            context = self._contexts.get(claim.context)
            if context is None:
                context = self._contexts[claim.context] = self._words.read(claim.context)
            known = self._pieces[index] = (self._words.read(claim.before or claim.words, claim.after), context)
        return known

    def _does_other(self, target: Words, piece: Words) -> bool:
        """Whether a piece tells of another doing than the target's, or of another thing's counterpart."""
        return bool(target.verbs and piece.verbs and not target.verbs & piece.verbs) or _swapped(target, piece)

    def _counts_same(self, target: Words, piece: Words, quantity: Quantity | None) -> bool:
        """Whether the thing counted next to a figure is the target's: 受益企业新增专利93件 counts no companies."""
        if quantity is None or quantity.kind == "percent":  # what a rate is of was looked at with its name
            return True
        return not target.head or not piece.head or share(piece.head, target.weights) >= 0.6

    def no_report(self, claim: Claim, name: str = "") -> bool:
        """Whether a figure is a plan's, a rule's or an earlier year's; words of the target's own name do not say so."""
        near = claim.before[-24:]
        planned = any(said[0].removesuffix("为") not in name for said in _NOT_YET.finditer(near))
        return planned or bool(self._earlier.search(near) or _OF_THE_PLAN.match(claim.after))

    def is_part(self, claim: Claim, name: str) -> bool:
        """Whether a figure may be a part only; a word of the target's own name (平均抢通时间) says nothing of parts."""
        said = _PARTS.search(claim.before[-12:])
        if said is not None and (said[0] in name or (said[0] == "平均" and _timed(claim))):
            said = None
        return said is not None or bool(re.match(r"[^,]{0,4}(?:不合格|未)", claim.after))

    def _score(self, target: Words, index: int, quantity: Quantity | None) -> float:
        piece, context = self.read(index)
        score = containment(target, piece, context)
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


def _without_rates(target: Words) -> Words:
    """A target's words without those that name a rate, where others are left."""
    rest = {word: weight for word, weight in target.weights.items() if not _RATE.fullmatch(word)}
    return replace(target, weights=rest) if rest and len(rest) < len(target.weights) else target


def _says_rate(target: Words, said: str) -> bool:
    """Whether a text says what a target's rate is of: 未发现差错 of 差错率."""
    return any(word[:-1] in said for word in target.weights if len(word) > 2 and word[-1] in "率度")


def _timed(claim: Claim) -> bool:
    """Whether a figure is a time or money, which is an average as a rule."""
    return claim.quantity is not None and (claim.quantity.kind == "money" or claim.quantity.unit in TIMES)


def containment(target: Words, piece: Words, context: Words) -> float:
    """How much of a target's words a piece holds, by weight; words of the rest of the sentence count less.

    A word is also held by an abbreviation of it, or as one: 文保单位, 坡改梯. Words of the project's own name count
    half where that is better for the piece.
    """
    if not target.weights:
        return 0.0
    short = _in_short(target, piece)
    near, far = frozenset("".join(piece.weights)), frozenset("".join(context.weights))
    held = named = own = 0.0
    for word, weight in target.weights.items():
        letters = set(word)
        best = 0.0 if near.isdisjoint(letters) else share(word, piece.weights)
        if best < 0.75 and not far.isdisjoint(letters):
            best = max(best, 0.75 * share(word, context.weights))
        if best < _SHORT and (word in short or _contracted(word, piece.text)):
            best = _SHORT
        held += weight * best
        if word in target.elided:
            named += weight / 2
            own += weight * best / 2
    total = target.total
    return max(held / total, (held - own) / (total - named)) if named else held / total


def _in_short(target: Words, piece: Words) -> set[str]:
    """The target's words that a piece holds as an abbreviation, or that abbreviate what the piece says in full."""
    found = {word for word in piece.short if word in target.weights}
    for word, full in target.short.items():
        if word in piece.weights:
            found.update(full)
    return found


def _contracted(word: str, text: str) -> bool:
    """Whether a word of three characters or more is drawn together from a phrase: 坡改梯 from 坡耕地改造为梯田."""
    if len(word) < 3 or any(letter not in text for letter in word):
        return False
    return re.search(".{0,3}".join(map(re.escape, word)), text) is not None


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
    rate = _RATE.fullmatch(target.head) is not None  # what a rate is of may be a doing: 抽检合格率
    short = _in_short(target, piece)
    missing = [
        word
        for word in target.weights
        if len(word) > 1
        and word not in short
        and (rate or word not in target.doings)
        and share(word, piece.weights) < 0.3
    ]
    foreign = [
        word
        for word in piece.weights
        if word not in piece.doings and word not in target.short and _foreign(word, target)
    ]
    beside = any(_next_to(word, piece) for word in foreign)
    if piece.head != target.head and piece.head in target.head:  # 养老服务站 is one word, 卫生 服务站 are two
        return beside
    return beside and any(_next_to(word, target) for word in missing)


def _foreign(word: str, target: Words) -> bool:
    """Whether a word is another thing's name: single characters are none."""
    return len(word) > 1 and share(word, target.weights) < 0.3


def _next_to(word: str, words: Words) -> bool:
    """Whether a word stands right before the thing that is counted."""
    order = list(words.weights)
    at = order.index(word)
    return at + 1 < len(order) and order[at + 1] == words.head
