"""How much two pieces of text speak of the same thing: words, weighted by how rare they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from checker.folding import fold
from checker.language import Segmenter, segmenter
from checker.understand.comparisons import NOT
from checker.vocabulary import Vocabulary

_HAN: Final = re.compile(r"[一-鿿A-Za-z]+")
# Words of comparison belong to the quantity, and would be cut in two by a dictionary.
_COMPARING: Final = re.compile(
    rf"{NOT}(?:少|低|超|高|多|大|小)(?:于|过)|达到或(?:超过|高于)|大于|小于|高于|低于|控制在|保持在|稳定在|达到|达(?!标)|至少|以上|以内|(?:提高|提升|增加|扩大|缩短|降低|压缩|压减|下降|减少)[到至]|以下|之内|左右|不突破|占比"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The telling words of a piece of text with their weights, in order; `verbs` are the classes of its verbs.

    `head` is the last telling word before (or after) the quantity: the thing that is counted. `doings` are those of
    the words that are verbs; `short` names pairs of words by their abbreviation (文保: 文物, 保护). `elided` are those
    that a report need not repeat, since its project is called so.
    """

    weights: dict[str, float]
    verbs: frozenset[str]
    head: str = ""
    text: str = ""
    doings: frozenset[str] = frozenset()
    short: dict[str, tuple[str, ...]] = field(default_factory=dict)
    elided: frozenset[str] = frozenset()

    @property
    def total(self) -> float:
        return sum(self.weights.values())


class Wording:
    """Reads pieces of text as `Words`, by a pack's vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        groups = [[fold(word) for word in group] for group in vocabulary.synonyms]
        self._canonical = {word: group[0] for group in groups for word in group[1:]}
        words = sorted(self._canonical, key=len, reverse=True)
        self._synonym = re.compile("|".join(map(re.escape, words)) if words else r"(?!)")
        self._verbs = {
            fold(word): verb.name if verb.exclusive else "" for verb in vocabulary.verbs for word in verb.words
        }
        self._fillers = frozenset(map(fold, vocabulary.fillers))
        terms = [*vocabulary.terms, *(group[0] for group in groups), *self._verbs]
        self._segmenter: Segmenter = segmenter(tuple(dict.fromkeys(map(fold, terms))))
        self._read: dict[str, tuple[str, ...]] = {}

    def forget(self) -> None:
        """Forget the texts read so far: memory stays flat over many reports."""
        self._read.clear()

    def plain(self, text: str) -> str:
        """The text with each synonym in its group's first word."""
        return self._synonym.sub(lambda match: self._canonical[match[0]], text)

    def words(self, text: str) -> tuple[str, ...]:
        """The telling words of a text, synonyms made one."""
        known = self._read.get(text)
        if known is None:
            found: list[str] = []
            for run in _HAN.findall(self.plain(_COMPARING.sub(" ", text))):
                found += [word for word in self._whole(run) if word not in self._fillers]
            known = self._read[text] = tuple(found)
        return known

    def _whole(self, run: str) -> list[str]:
        """A run's words; what the dictionary does not know and leaves in single characters (机井) becomes one word."""
        found: list[str] = []
        loose = False
        for word in self._segmenter.words(run):
            single = len(word) == 1
            filler = word in self._fillers
            if found and word == "率":  # 保证率 says what 保证 does not
                found[-1] += "率"
                single = False
            elif single and not filler and loose:
                found[-1] += word
            else:
                found.append(word)
            loose = single and not filler
        return found

    def read(self, before: str, after: str = "") -> Words:
        """A piece of text as words; `before` and `after` are what stands around its quantity."""
        first, second = self.words(before), self.words(after)
        verbs = frozenset(self._verbs[word] for word in (*self._doing(first), *second) if self._verbs.get(word))
        nouns_before = [word for word in first if word not in self._verbs]
        nouns_after = [word for word in second if word not in self._verbs]
        names = [word for word in nouns_after if len(word) > 1] or [word for word in nouns_before if len(word) > 1]
        head = (names or nouns_after or nouns_before or [""])[-1]
        weights: dict[str, float] = {}
        for word in (*first, *second):
            weight = self._segmenter.rarity(word) * (0.5 if word in self._verbs else 1.0) * min(len(word), 3) / 2
            weights[word] = max(weights.get(word, 0.0), weight)
        doings = frozenset(word for word in weights if word in self._verbs)
        return Words(weights, verbs, head, before + after, doings, {**_abbreviated(first), **_abbreviated(second)})

    def _doing(self, words: tuple[str, ...]) -> Iterator[str]:
        """The words of a piece without the verbs inside it that describe its last word (购置检测设备)."""
        for at, word in enumerate(words):
            described = 0 < at == len(words) - 2 and words[-1] not in self._verbs
            if not (described and word in self._verbs):
                yield word


def _abbreviated(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """What words that stand side by side are called in short: the first character of each."""
    found: dict[str, tuple[str, ...]] = {}
    for one, other in pairwise(words):
        if len(one) == len(other) == 2:
            found[one[0] + other[0]] = (one, other)
    for word in words:
        if len(word) == 4:
            found[word[0] + word[2]] = (word,)
    return found


_KNOWN: dict[int, tuple[Vocabulary, Wording]] = {}


def wording(vocabulary: Vocabulary) -> Wording:
    """The wording of a vocabulary, made once."""
    known = _KNOWN.get(id(vocabulary))
    if known is None or known[0] is not vocabulary:
        _KNOWN.clear()
        known = _KNOWN[id(vocabulary)] = (vocabulary, Wording(vocabulary))
    return known[1]


def share(word: str, others: Iterable[str]) -> float:
    """How much of a word other words hold: 1 for the word itself, part for one that shares most of its characters."""
    best = 0.0
    letters = set(word)
    for other in others:
        if word == other:
            return 1.0
        if len(word) < 2 or len(other) < 2:
            continue
        if word in other or other in word:
            best = max(best, 0.8 if min(len(word), len(other)) * 2 >= max(len(word), len(other)) else 0.5)
        elif best < 0.6 and not letters.isdisjoint(other):
            theirs = set(other)
            common = len(letters & theirs) / max(len(letters), len(theirs))
            best = max(best, 0.6 if common >= 0.66 else 0.25 if common >= 0.5 else 0.0)
    return best
