"""Promises that stand beside what was done: 验收合格率72%,指标值为90%; 用工人数年初指标值70名,实际完成值65名."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from checker.understand.target_evidence import AGAIN, pairs_of
from checker.understand.target_measures import comparable

if TYPE_CHECKING:
    from checker.understand.target_claims import Claim
    from checker.vocabulary import Vocabulary

# What may stand between a promise and what was done: 实际完成值为, 实际完成.
_ACTUAL: Final = re.compile(
    r"[\s,(]*(?:但|而)?(?:全年|年末|当年|本年|截至年底)?(?:实际|共|已)?(?:完成|达到|执行|建成)?(?:值|数|情况)?(?:为|是|达到?|:|了)?\s*"
)
# 巡查里程≥540公里,实际巡查里程512公里: a limit that what was done follows under the same name.
_LIMIT: Final = re.compile(r"(?:应|须|要求)?(?:[≥≤<>]=?|不[少低]于|不[超高][过于])\s*$")
_ACTUAL_OF: Final = re.compile(
    r"[\s,(]*(?:但|而)?(?:全年|年末|当年|本年)?实际(?!到位|利用|投资)(?:完成|达到|执行)?([^,]{0,12}?)(?:为|是|达到?|:)?\s*"
)
AGAIN_ANYWHERE: Final = re.compile(
    r"指标值|目标值|控制标准|计划数|(?:年初|年度|预期)目标|(?:[≥≤<>]=?|不[少低超高][于过])[^,;。\n]{1,14}[,(](?:但|而)?(?:全年|年末|当年|本年)?实际"
)
"""Where none of these stands, no promise is repeated."""
_ONLY_AGAIN: Final = re.compile(rf"[\s,(]*(?:(?:所)?对应的?|相应的?|其)?{AGAIN.pattern}")
_BY_PARTS: Final = re.compile(r"其中|分别|上年|去年|同期|下年|次年|明年")
_COMPARED: Final = re.compile(
    r"(?:比|较|占|超|为|达|完成|低于|高于|超过|超出)\s*(?:年初|年度|预期|计划)?(?:指标值|目标值|目标|控制标准|计划数)"
)


@dataclass(frozen=True, slots=True)
class Beside:
    """A completion with the promise that its sentence repeats; `name` is what both are about (folded)."""

    promise: Claim
    done: Claim
    name: str


def beside(completions: Sequence[Claim], folded: str, vocabulary: Vocabulary) -> Iterator[Beside]:
    """Every completion whose sentence says what was promised, right before it or right behind it."""
    for first, second in pairwise(completions):
        one, other = first.quantity, second.quantity
        if one is None or other is None or first.sentence != second.sentence:
            continue
        if not comparable(one, other, vocabulary.measures) or _BY_PARTS.search(first.sentence.cut(folded)):
            continue
        if _ONLY_AGAIN.fullmatch(second.before) and not _COMPARED.search(second.before):
            if name := _name(first, first.before):
                yield Beside(_limit(second), first, name)
            continue
        if limited := _LIMIT.search(first.before):
            name = _name(first, first.before[: limited.start()])
            if name and _is_of(second, name) and not AGAIN.search(first.before):
                yield Beside(first, second, name)
                continue
        again = AGAIN.search(first.before)
        if again is None or _COMPARED.search(first.before) or not _ACTUAL.fullmatch(second.before):
            continue
        if name := _name(first, first.before[: again.start()]):
            yield Beside(_limit(first), second, name)


def _is_of(claim: Claim, name: str) -> bool:
    """Whether a figure is what was done of what has the name: 实际512公里, 实际巡查里程512公里."""
    actual = _ACTUAL_OF.fullmatch(claim.before)
    return actual is not None and (not actual[1].strip() or bool(pairs_of(actual[1]) & pairs_of(name)))


def _limit(claim: Claim) -> Claim:
    """A promise with its direction, where its word says it: 控制标准为280元 is the most."""
    if claim.quantity is None or claim.quantity.comparison != "=" or "控制标准" not in claim.before:
        return claim
    return replace(claim, quantity=replace(claim.quantity, comparison="<="))


def _name(claim: Claim, before: str) -> str:
    """What a claim is about: the words before its figure in the last clause, and those behind it."""
    words = re.split(r"[,:]", before.strip(" ,:"))[-1] + claim.after
    words = re.sub(
        r"(?:的?(?:年度|全年)?实际(?:完成)?(?:值|数)?)?(?:完成|达到|达|为|是|共)+$|^(?:全年|20[0-9]{2}年|实际|共|已)+",
        "",
        words.strip(),
    )
    return words if len(re.findall(r"[一-鿿]", words)) > 1 else ""
