"""The one door to segmentation: Chinese text to words, with jieba, opened only when something asks for words.

The tokenizer is private: jieba's own (`jieba.dt`) and its cache in the temporary folder are never touched, since that
file is shared with other users and trusted blindly.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from checker import store

# Rarer words are names and compounds that the pack's own terms serve better; without them loading takes a third.
_LEAST_FREQUENCY: Final = 100
_TERM_FREQUENCY: Final = 20_000


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and the offset at which it begins."""

    text: str
    start: int


class Segmenter:
    """Splits text into words, knowing a pack's terms as words of their own.

    `rarity` is how much a word says: −log of its frequency in the dictionary, in nats; an unknown word is the rarest.
    """

    def __init__(self, terms: Iterable[str] = ()) -> None:
        import jieba

        frequencies, total = _dictionary()
        self._frequencies = frequencies | dict.fromkeys(terms, _TERM_FREQUENCY)
        self._total = math.log(total)
        longest: dict[str, int] = {}
        for word in self._frequencies:
            head = word[:2]
            if len(word) > longest.get(head, 0):
                longest[head] = len(word)
        self._tokenizer = _tokenizer(jieba.Tokenizer, self._frequencies, total, longest)

    def words(self, text: str) -> list[Word]:
        """The words of a text in order; together they are the text."""
        found: list[Word] = []
        at = 0
        for word in self._tokenizer.cut(text, HMM=False):
            found.append(Word(word, at))
            at += len(word)
        return found

    def rarity(self, word: str) -> float:
        return self._total - math.log(self._frequencies.get(word, _LEAST_FREQUENCY))


@lru_cache(maxsize=4)
def segmenter(terms: tuple[str, ...] = ()) -> Segmenter:
    """The segmenter that knows some terms; built once for each pack's."""
    return Segmenter(terms)


@lru_cache(maxsize=1)
def _dictionary() -> tuple[dict[str, int], int]:
    """Words of jieba's dictionary with their frequency, single characters and words in use, and the sum of all."""
    import jieba

    path = Path(str(jieba.__file__)).with_name("dict.txt")
    about = path.stat()
    version = f"{jieba.__version__} {about.st_size} {about.st_mtime_ns} {_LEAST_FREQUENCY}"
    kept: dict[str, int] | None = store.load("words", version)
    if kept is None:
        lines = "\n" + path.read_bytes().decode("utf-8")
        # One pass that makes a string of each entry: tuples of all of them would cost twice the time.
        entries = " ".join(re.findall(r"\n([^ \n] [0-9]++|[^ \n]++ [0-9]{3,}+) ", lines)).split()
        kept = dict(zip(entries[::2], map(int, entries[1::2]), strict=True))
        store.save("words", version, kept)
    return kept, sum(kept.values())


def _tokenizer(base: Any, frequencies: dict[str, int], total: int, longest: dict[str, int]) -> Any:
    """A jieba tokenizer over given words; it needs no prefixes, for it knows the longest word of each head."""

    class Private(base):  # type: ignore[misc]
        def initialize(self, dictionary: object = None) -> None:
            """Nothing to load, and no cache to write."""

        def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802
            dag: dict[int, list[int]] = {}
            size = len(sentence)
            for start in range(size):
                limit = min(size, start + longest.get(sentence[start : start + 2], 1))
                ends = [end - 1 for end in range(start + 1, limit + 1) if sentence[start:end] in frequencies]
                dag[start] = ends if ends and ends[0] == start else [start, *ends]
            return dag

    tokenizer = Private()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return tokenizer
