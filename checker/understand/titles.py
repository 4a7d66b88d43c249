"""What a title covers: the facets named in it, and whether it says nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from checker.folding import fold
from checker.patterns import compiled
from checker.vocabulary import Facet, Vocabulary, any_of, made_once

# Words that add no matter of their own to a title.
_FILLER: Final = re.compile(
    r"项目|工程|资金|专项|财政|支出|绩效|评价|自评|单位|部门|情况|分析|说明|主要|有关|相关|工作|年度|年中|总体|具体|指标|目标|体系"
    r"|完成|实现|开展|存在|发现|目前|取得|自我|综合|设立|设定|来源|意见|突出|程度|结果|社会|经济|生态|典型|先进|满意度|类|预算|本|该|的|等|及其|以及|[、,和及与或/]|\([^()]{0,15}\)|(?:19|20)\d\d年?|关于|如下|简要|方面"
)
_SUFFIX: Final = re.compile(r"(?:情况|分析|说明|等|如下)*(?:\([^()]{1,15}\))?")
_ADDITION: Final = re.compile(r"(?<=.)\([^()]{1,15}\)$")
_JOINT: Final = re.compile(r"、|以及|及其|及|和|与|,(?=.{2,8}(?:、|$))")
_LONGEST_PREFIX: Final = 45


def squeeze(folded: str) -> str:
    """A title as it is matched: without spaces and line breaks."""
    return "".join(folded.split())


class Titles:
    """The titles that a vocabulary knows; it remembers those of one report that it has looked at."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._regexes, self._any = _expressions(vocabulary)
        self._found: dict[str, tuple[tuple[Facet, tuple[int, int]], ...]] = {}
        self._known: dict[str, frozenset[str]] = {}

    def facets(self, title: str) -> frozenset[str]:
        """The facets that a squeezed title names, whatever else it says."""
        return frozenset(facet.id for facet, _ in self._matches(title))

    def known(self, title: str) -> frozenset[str]:
        """The facets of a title that says nothing beside them; empty for every other title."""
        known = self._known.get(title)
        if known is None:
            known = self._known[title] = self._if_bare(title)
        return known

    def _if_bare(self, title: str) -> frozenset[str]:
        spans = self._matches(title)
        if not spans:
            return frozenset()
        left = list(title)
        for _, (start, end) in spans:
            left[start:end] = "\n" * (end - start)
        rest = _FILLER.sub("", "".join(left)).replace("\n", "").strip(r"。:;. ")
        return frozenset() if rest else frozenset(facet.id for facet, _ in spans)

    def prefix(self, text: str) -> int:
        """How many characters of a squeezed text are a known title that it begins with; 0 where it begins with none."""
        text = text[:_LONGEST_PREFIX]
        at = end = 0
        while at < len(text):
            filler = at
            while (match := _FILLER.match(text, filler)) and match.end() > filler:
                filler = match.end()
            best = max(self._longest_at(text, start) for start in range(at, filler + 1))
            if not best:
                break
            at = end = best + len(_SUFFIX.match(text, best)[0])  # type: ignore[index]
            joint = _JOINT.match(text, at)
            if joint is None:
                break
            at = joint.end()
        return end

    def misspelt(self, title: str) -> frozenset[str]:
        """The facets of the one known title that a title differs from by a slip of one character; none if in doubt."""
        from rapidfuzz.distance import OSA

        if len(title) < 5:
            return frozenset()
        found: set[frozenset[str]] = set()
        for known in self._usual():
            if len(known) >= 5 and OSA.distance(title, known, score_cutoff=1) == 1:
                found.add(self.known(known) or self.facets(known))
        return found.pop() if len(found) == 1 else frozenset()

    def _usual(self) -> Iterator[str]:
        for facet in self._vocabulary.facets:
            yield from (squeeze(fold(word)) for word in facet.words)
        nodes = list(self._vocabulary.outline)
        while nodes:
            node = nodes.pop(0)
            nodes += node.children
            yield squeeze(re.sub(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))", "", fold(node.title)))

    def _matches(self, title: str) -> tuple[tuple[Facet, tuple[int, int]], ...]:
        """The facets named in a squeezed title, each with the place of its words."""
        known = self._found.get(title)
        if known is None:
            # 综合评价情况及结论（评分表附后）: what ends a title ends it before an addition in brackets too.
            bare = _ADDITION.sub("", title)
            found = dict.fromkeys(self._named_in(title))
            known = self._found[title] = tuple(found | dict.fromkeys(self._named_in(bare) if bare != title else ()))
        return known

    def _named_in(self, title: str) -> Iterator[tuple[Facet, tuple[int, int]]]:
        if self._any and not self._any.search(title):
            return
        for facet, regexes in self._regexes:
            masked = facet.exclusion.sub(lambda match: "\n" * len(match[0]), title) if facet.unless else title
            for regex in regexes:
                for match in regex.finditer(masked):
                    if match.end() > match.start():
                        yield facet, match.span()

    def _longest_at(self, text: str, start: int) -> int:
        best = 0
        if self._any and not self._any.match(text, start):
            return 0
        for facet, regexes in self._regexes:
            ends = (match.end() for regex in regexes if (match := regex.match(text, start)))
            end = max(ends, default=start)
            if end > max(best, start):
                excluded = facet.unless and any(
                    hit.start() <= start < hit.end() or start <= hit.start() < end
                    for hit in facet.exclusion.finditer(text)
                )
                if not excluded:
                    best = end
        return best


@made_once
def _expressions(vocabulary: Vocabulary) -> tuple[list[tuple[Facet, list[re.Pattern[str]]]], re.Pattern[str] | None]:
    """The expressions of each facet, and one for all of them."""
    # Words and pattern apart: 评价目的 among the words must not hide 评价目的、对象和范围 of the pattern.
    regexes = [(facet, [any_of(facet.words), any_of((), facet.pattern)]) for facet in vocabulary.facets]
    return regexes, _joined(regex for _, either in regexes for regex in either)


def _joined(regexes: Iterable[re.Pattern[str]]) -> re.Pattern[str] | None:
    """One expression for all of them, to pass over most lines at once; None where they cannot be put together."""
    try:
        return compiled("|".join(f"(?:{regex.pattern})" for regex in regexes))
    except re.error:
        return None
