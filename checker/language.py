"""The one door to segmentation: Chinese text to words, with jieba, opened only when something asks for words.

The tokenizer is private: jieba's own (`jieba.dt`) and its cache in the temporary folder are never touched, since that
file is shared with other users and trusted blindly.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from checker import store

# Rarer words are names and compounds that the pack's own terms serve better; without them loading takes a third.
_LEAST_FREQUENCY: Final = 100
_TERM_FREQUENCY: Final = 20_000


class Segmenter:
    """Splits text into words, knowing a pack's terms as words of their own.

    terms: words in folded text (checker/folding.py).
    """

    def __init__(self, terms: Iterable[str] = ()) -> None:
        import jieba

        frequencies, total = _dictionary()
        self._frequencies = frequencies | dict.fromkeys(terms, _TERM_FREQUENCY)
        self._total = math.log(total)
        self._cut = _tokenizer(jieba.Tokenizer, self._frequencies, total).cut

    def words(self, text: str) -> list[str]:
        """The words of a text in order; together they are the text."""
        return list(self._cut(text, HMM=False))

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


def _tokenizer(base: Any, frequencies: dict[str, int], total: int) -> Any:
    """A jieba tokenizer over given words that weighs each word as it finds it.

    jieba lists all words of a text first and weighs them afterwards, which takes twice as long. It needs no prefixes of
    words here either, since the longest word that begins with two characters is known.
    """
    longest: dict[str, int] = {}
    for word in frequencies:
        head = word[:2]
        if len(word) > longest.get(head, 0):
            longest[head] = len(word)
    log, log_total = math.log, math.log(total)

    class Private(base):  # type: ignore[misc]
        def initialize(self, dictionary: object = None) -> None:
            """Nothing to load, and no cache to write."""

        def get_DAG(self, sentence: str) -> None:  # noqa: N802
            """Not needed: `calc` looks for the words itself."""

        def calc(self, sentence: str, DAG: None, route: dict[int, tuple[float, int]]) -> None:  # noqa: N803
            """For each character, the most that the words from it to the end add up to, and where the first one ends.

            Of two ways that are equal the one whose word is longer, as jieba chooses.
            """
            size = len(sentence)
            best = [0.0] * (size + 1)
            for start in range(size - 1, -1, -1):
                most = log(frequencies.get(sentence[start]) or 1) - log_total + best[start + 1]
                last = start
                for end in range(start + 2, min(start + longest.get(sentence[start : start + 2], 1), size) + 1):
                    if frequency := frequencies.get(sentence[start:end]):
                        way = log(frequency) - log_total + best[end]
                        if way >= most:
                            most, last = way, end - 1
                best[start] = most
                route[start] = (most, last)

    tokenizer = Private()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = frequencies, total, True
    return tokenizer
