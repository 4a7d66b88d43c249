"""The one door to segmentation: Chinese text to words by jieba's dictionary, opened only when something asks for words.

The dictionary is read and jieba itself is not loaded: its tokenizer writes a cache in the temporary folder that is
shared with other users and trusted blindly. The words are those that it finds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from checker import store

# Rarer words are names and compounds that the pack's own terms serve better; without them loading takes a third.
_LEAST_FREQUENCY: Final = 100
_TERM_FREQUENCY: Final = 20_000


class Segmenter:
    """Splits text into words, knowing a pack's terms as words of their own.

    `rarity` is how much a word says: −log of its frequency in the dictionary, in nats; an unknown word is the rarest.
    """

    def __init__(self, terms: Iterable[str] = ()) -> None:
        frequencies, total = _dictionary()
        self._frequencies = frequencies | dict.fromkeys(terms, _TERM_FREQUENCY)
        self._total = math.log(total)
        self._longest: dict[str, int] = {}  # of the words that begin with two characters
        for word in self._frequencies:
            head = word[:2]
            if len(word) > self._longest.get(head, 0):
                self._longest[head] = len(word)

    def words(self, text: str) -> list[str]:
        """The words of a text in order; together they are the text. Letters and digits that are no word stay together.

        Of all ways to cut the text the likeliest is taken: the greatest sum of the words' logarithms of probability,
        summed up from the end; of two that are equal the one whose word is longer.
        """
        size, frequencies, total, log = len(text), self._frequencies, self._total, math.log
        best, ends = [0.0] * (size + 1), [0] * size
        for start in range(size - 1, -1, -1):
            longest = min(self._longest.get(text[start : start + 2], 1), size - start)
            chosen = start + 1
            most = log(frequencies.get(text[start]) or 1) - total + best[chosen]
            for end in range(start + 2, start + longest + 1):
                if frequency := frequencies.get(text[start:end]):
                    sum_ = log(frequency) - total + best[end]
                    if sum_ >= most:
                        most, chosen = sum_, end
            best[start], ends[start] = most, chosen
        found: list[str] = []
        at, running = 0, False
        while at < size:
            word = text[at : ends[at]]
            single = len(word) == 1 and word.isascii() and word.isalnum()
            if single and running:
                found[-1] += word
            else:
                found.append(word)
            at, running = ends[at], single
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
    jieba = find_spec("jieba")
    assert jieba is not None and jieba.origin is not None
    path = Path(jieba.origin).with_name("dict.txt")
    about = path.stat()
    version = f"{about.st_size} {about.st_mtime_ns} {_LEAST_FREQUENCY}"
    kept: dict[str, int] | None = store.load("words", version)
    if kept is None:
        lines = "\n" + path.read_bytes().decode("utf-8")
        # One pass that makes a string of each entry: tuples of all of them would cost twice the time.
        entries = " ".join(re.findall(r"\n([^ \n] [0-9]++|[^ \n]++ [0-9]{3,}+) ", lines)).split()
        kept = dict(zip(entries[::2], map(int, entries[1::2]), strict=True))
        store.save("words", version, kept)
    return kept, sum(kept.values())
