"""A passage as facts are read in it: without spaces, cut into sentences and clauses, with its quantities and labels."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from checker.document import Span
from checker.literals import holding_any
from checker.understand.fact import Strength
from checker.understand.quantity import Malformed, Quantity
from checker.vocabulary import FactTerm, Vocabulary, made_once

# Labels are looked for no farther than this before a figure: a hostile text may have no comma for pages.
REACH: Final = 90
_SENTENCE_END: Final = re.compile(r"[。;!?\n]")
_BRACKETED: Final = re.compile(r"\(([^()]*)\)")
# 养护资金(300万元): what stands in the bracket is the figure of the words before it.
_AMOUNT: Final = re.compile(r"(?:共计?|合计|计|约|人民币|总额)*[0-9][0-9,.]*(?:千|百万|万|亿)?元")
_HAS_AMOUNT: Final = re.compile(r"(?:资金|经费|预算|拨款|补助金?|补贴|[算行]数)$")
_COMMAS: Final = re.compile(r"[,、]")
_MASK: Final = "\0"


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity at its place in the text without spaces."""

    start: int
    end: int
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a figure at its place in the text without spaces."""

    start: int
    end: int
    term: FactTerm
    strength: Strength


@dataclass(frozen=True, slots=True)
class Clause:
    """A range of the text without spaces in which a label looks for its figure."""

    start: int
    end: int


class Passage:
    """A paragraph or a cell; offsets are those of the text without spaces, `span` leads back to the document.

    `words` is the folded text without spaces; `masked` is the same with what stands in brackets blotted out, so that
    the sentence around the brackets reads on.
    """

    def __init__(self, folded: str, start: int, end: int, found: Iterable[Quantity | Malformed]) -> None:
        self.start, self.stop = start, end
        text = folded[start:end]
        spaced = " " in text  # hardly any passage is
        self._offsets: Sequence[int] = (
            [start + at for at, character in enumerate(text) if character != " "] if spaced else range(start, end)
        )
        self.words = text.replace(" ", "") if spaced else text
        self.mentions = [self._mention(item) for item in found if isinstance(item, Quantity)]
        self._starts = [mention.start for mention in self.mentions]

    def _mention(self, quantity: Quantity) -> Mention:
        start = bisect_left(self._offsets, quantity.span.start)
        return Mention(start, bisect_left(self._offsets, quantity.span.end), quantity)

    def span(self, start: int, end: int) -> Span:
        """The document's span of a range of `words`."""
        return Span(self._offsets[start], self._offsets[end - 1] + 1)

    @cached_property
    def masked(self) -> str:
        text = list(self.words)
        for match in _BRACKETED.finditer(self.words):
            if _AMOUNT.fullmatch(match[1]) and _HAS_AMOUNT.search(self.words, 0, match.start()):
                continue
            text[match.start(1) : match.end(1)] = _MASK * (match.end(1) - match.start(1))
        return "".join(text)

    @cached_property
    def brackets(self) -> list[Clause]:
        """What stands between brackets."""
        return [Clause(*match.span(1)) for match in _BRACKETED.finditer(self.words) if len(match[1]) >= 4]

    def sentences(self) -> Iterator[Clause]:
        start = 0
        for match in _SENTENCE_END.finditer(self.masked):
            if match.start() > start:
                yield Clause(start, match.start())
            start = match.end()
        if start < len(self.words):
            yield Clause(start, len(self.words))

    def clauses(self, text: str, sentence: Clause) -> list[Clause]:
        """A sentence's clauses: cut at commas, and at 、 where a figure or a bracket ends before it."""
        mentions = self.mentions_in(sentence.start, sentence.end)
        inside = {at for m in mentions for at in range(m.start, m.end)}
        ends = {m.end for m in mentions if m.quantity.kind not in ("year", "date")}
        found, start = [], sentence.start
        for mark in _COMMAS.finditer(text, sentence.start, sentence.end):
            at = mark.start()
            listed = mark[0] == "、" and (at in ends or text[at - 1] == ")")
            if listed or (mark[0] == "," and at not in inside):
                found.append(Clause(start, at))
                start = at + 1
        found.append(Clause(start, sentence.end))
        return [clause for clause in found if clause.end > clause.start]

    def mentions_in(self, start: int, end: int) -> list[Mention]:
        """The figures that stand wholly in a range, in order."""
        first = last = bisect_left(self._starts, start)
        while last < len(self.mentions) and self.mentions[last].end <= end:
            last += 1
        return self.mentions[first:last]


class Labels:
    """The labels of a vocabulary's facts; `labels_of` makes them once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.terms = {term.name: term for term in vocabulary.facts}
        self._tiers: list[tuple[FactTerm, Strength, re.Pattern[str]]] = []
        for term in vocabulary.facts:
            tiers: tuple[tuple[Strength, re.Pattern[str]], ...] = (
                ("firm", term.regex),
                ("plain", term.plain_regex),
                ("weak", term.weak_regex),
            )
            self._tiers += [(term, strength, regex) for strength, regex in tiers if regex.pattern != "(?!)"]
        self._hint = holding_any(regex.pattern for _, _, regex in self._tiers)

    def may_stand_in(self, text: str, start: int, end: int) -> bool:
        """Whether a range may hold a label, whatever of it is looked at: most hold none."""
        return self._hint is None or self._hint.search(text, start, end) is not None

    def find(self, text: str, start: int, end: int) -> list[Label]:
        """The labels of a clause, in order and disjoint.

        The head of a Chinese compound comes last (项目预算资金执行率 is a 执行率), so of two that overlap the one that
        ends later counts, then the longer.
        """
        if not self.may_stand_in(text, start, end):
            return []
        found: list[tuple[int, int, int, Label]] = []
        for rank, (term, strength, regex) in enumerate(self._tiers):
            for match in regex.finditer(text, start, end):
                if match.end() > match.start():
                    label = Label(match.start(), match.end(), term, strength)
                    found.append((-match.end(), match.start(), _ORDER[strength] * 100 + rank, label))
        kept: list[Label] = []
        for _, _, _, label in sorted(found, key=lambda item: item[:3]):
            if not kept or label.end <= kept[-1].start:
                kept.append(label)
        return kept[::-1]


_ORDER: Final[dict[Strength, int]] = {"firm": 0, "plain": 1, "weak": 2}


@made_once
def labels_of(vocabulary: Vocabulary) -> Labels:
    return Labels(vocabulary)
