"""What a stretch of prose claims, piece by piece: each quantity with the words that it belongs to."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from checker.document import Span
from checker.interval import Interval
from checker.understand import comparisons
from checker.understand.quantities import find_quantities
from checker.understand.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of a sentence with at most one quantity.

    `span` is the piece; `sentence` the sentence that it stands in; `words` the folded text of the piece without its
    quantity; `context` what the sentence says besides. `before` and `after` are the words next to the quantity in its
    piece: one of them names what is counted.
    """

    span: Span
    sentence: Span
    quantity: Quantity | None
    words: str
    context: str
    before: str = ""
    after: str = ""


_SENTENCE: Final = re.compile(r"[^。;!?\n]+")
_CLAUSE: Final = re.compile(r",|(?<=[。;!?\n])")
_MARK: Final = re.compile(
    r"^[\s#*]*(?:[一二三四五六七八九十]{1,3}(?:是|、)|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十][,、]|其[一二三四五六七八九十][,、]|"
    r"\(?[0-9]{1,2}\)|[0-9]{1,2}(?:[.、](?![0-9]))|[①-⑳]|目标[0-9一二三四五六七八九十]+:|指标[0-9一二三四五六七八九十]+:)+\s*"
)
_SPLIT_ITEMS: Final = re.compile(
    r"(?<=[^\s])(?=[①-⑳]|[一二三四五六七八九]是(?!否))|(?<=[,:、])(?=[0-9]{1,2}[.、](?![0-9])|\([0-9]{1,2}\))"
)
_SEPARATOR: Final = re.compile(r"[、,:]|以及|及(?!时|其|格)|并(?!网)|和(?!谐)|与(?!会)")
# 年度目标(不含追加任务): and 具体目标如下: open what is promised, 产出指标完成情况: what is reported.
_LEAD: Final = re.compile(
    r"(?:(?:根据|按照|依据|对照|围绕)[^:,]{2,30},)?[^:,]{0,30}(?:目标|指标|如下|情况|任务|内容)(?:\([^()]{0,30}\))?[^:,]{0,12}:\s*"
)
# Years and months of the text are no quantities of a promise: a deadline is one, a year is not.
# 24小时办结率, 90天留存率: a time that is part of a rate's name; the rate's own figure follows.
_IN_A_NAME: Final = re.compile(r"(?<=[时天日周月年钟])(?:以?内)?[一-鿿]{1,6}(?:率|比例|覆盖面)[^。;,\n]{0,14}[0-9]")
# 9个断面水质达标率为96%: at the head of a clause a count says what a rate is of.
_IN_A_RATE: Final = re.compile(r"[一-鿿]{2,14}(?:率|比例)(?:应|要)?(?:达到?|为|不低于|[≥>]=?|:)?\s*[0-9.]+%")
_HEAD: Final = re.compile(r"(?:^|[,。;:、\n])\s*$")
_FROM: Final = re.compile(r"[由从](?![^,。;]*(?:组成|承担|负责))[^,。;0-9]{0,10}$")
_TO: Final = re.compile(
    r"\s*(?:提高|提升|增加|增长|增至|升|上升|扩大|下降|降低|减少|降|压缩|缩短|缩)[^,。;0-9]{0,3}(?:到|至|为)|\s*(?:升|降|增|减|缩)至"
)
# 经核查,快检设备合格率为95.2% is no rate of checking.
_FINDING: Final = re.compile(r"^[\s,;:]*经[^,。;:0-9]{1,6},(?=.)")
# 覆盖率由82%提高到95% is about 覆盖率.
_BEGAN: Final = re.compile(r"[由从][^,。;]{0,10}?[0-9][^,。;]*$")
_LINE: Final = re.compile(r"[^\n]+")
_COMMA: Final = re.compile(r"[,:]")
_CLAUSE_END: Final = re.compile(r"[,;:]")
_PER_MANY: Final = re.compile(r"(?<![0-9.])([0-9]+(?:\.[0-9]+)?)\s?/\s?$")
_NO_CLAIM: Final = frozenset(("year", "score"))


def claims(folded: str, start: int, end: int) -> Iterator[Claim]:
    """The claims of a stretch of folded text, in order; sentences without a quantity come whole."""
    for line in _LINE.finditer(folded, start, end):
        for piece in _items(folded, *line.span()):
            for match in _SENTENCE.finditer(folded, piece.start, piece.end):
                yield from _sentence(folded, *match.span())


def _items(folded: str, start: int, end: int) -> Iterator[Span]:
    """A line parted before ①, 二是 and the numbers of a list that runs on in it."""
    cuts = [start, *(match.start() for match in _SPLIT_ITEMS.finditer(folded, start, end)), end]
    for left, right in itertools.pairwise(cuts):
        if right > left:
            yield Span(left, right)


def _sentence(folded: str, start: int, end: int) -> Iterator[Claim]:
    text = folded[start:end]
    if mark := _MARK.match(text):
        start += mark.end()
        text = text[mark.end() :]
    if not text.strip():
        return
    if lead := _LEAD.match(text):
        start += lead.end()
        text = text[lead.end() :]
        if not text.strip():
            return
    start += len(text) - len(text.lstrip())
    sentence = Span(start, start + len(text.strip()))
    found = [
        _per_many(folded, item)
        for item in find_quantities(folded, sentence.start, sentence.end)
        if isinstance(item, Quantity)
        and item.kind not in _NO_CLAIM
        and not item.weak
        and not _IN_A_NAME.match(folded, item.span.end)
        and not _is_start(folded, item)
        and not (item.kind == "count" and _is_of_rate(folded, sentence, item))
    ]
    if not found:
        words = sentence.cut(folded)
        yield Claim(sentence, sentence, None, words, "")
        return
    yield from _pieces(folded, sentence, found)


def _per_many(folded: str, item: Quantity) -> Quantity:
    """9/10万 is nine in a hundred thousand, in a unit of its own."""
    told = _PER_MANY.search(folded, max(0, item.span.start - 8), item.span.start) if item.value >= 1000 else None
    if told is None:
        return item
    value, span = Decimal(told[1]), Span(told.start(), item.span.end)
    comparison = comparisons.before(folded, told.start()) or item.comparison
    per = f"/{item.value.normalize():f}"
    return replace(
        item, span=span, kind="measure", value=value, unit=per, interval=Interval.point(value), comparison=comparison
    )


def _is_of_rate(folded: str, sentence: Span, item: Quantity) -> bool:
    """Whether a count only says what the rate behind it is of."""
    headed = _HEAD.search(folded[sentence.start : item.span.start]) is not None
    return headed and _IN_A_RATE.match(folded, item.span.end, sentence.end) is not None


def _is_start(folded: str, item: Quantity) -> bool:
    """Whether a figure is only where another one began: 由82%提高到95% promises, or reports, 95%."""
    before = folded[max(0, item.span.start - 12) : item.span.start]
    return bool(_FROM.search(before)) and bool(_TO.match(folded, item.span.end))


def _pieces(folded: str, sentence: Span, found: list[Quantity]) -> Iterator[Claim]:
    """One claim for each quantity; the sentence is cut between two of them where a separator stands."""
    cuts = [sentence.start]
    shared: list[str] = []
    for one, other in itertools.pairwise(found):
        gap = one.span.end
        words = folded[gap : other.span.start]
        commas = list(_COMMA.finditer(words))
        # 6个社区、8个单位 is cut at 、; 建设床位700张,2023年底前完成,并培训… at the first comma after the figure.
        options = commas or list(_SEPARATOR.finditer(words))
        if options:
            cut = options[0] if commas else options[-1]
            cuts.append(gap + cut.end())
            shared.append("")
        else:
            cuts.append(other.span.start)
            shared.append(words)
    cuts.append(sentence.end)
    whole = _without(folded, sentence, found)
    led = ""
    for index, quantity in enumerate(found):
        start, end = min(cuts[index], quantity.span.start), max(cuts[index + 1], quantity.span.end)
        if index + 1 < len(found):
            end = min(end, found[index + 1].span.start)
        before = _BEGAN.sub("", _FINDING.sub("", folded[start : quantity.span.start]))
        if index and shared[index - 1]:
            before = shared[index - 1] + before
        if "分别" in before:
            led = before
        elif led and found[index - 1].unit == quantity.unit and not before.strip(" 、\x2c和及与"):
            before = led  # 两学期分别发放3085人、3147人
        else:
            led = ""
        # What follows the clause speaks of something else: 机井8眼,全部通电.
        after = _CLAUSE_END.split(folded[quantity.span.end : end], maxsplit=1)[0]
        stripped = folded[start:end]
        left = len(stripped) - len(stripped.lstrip(r" ,、:"))
        right = len(stripped.rstrip(r" ,、:;"))
        yield Claim(
            Span(start + left, start + max(right, left)), sentence, quantity,
            before + " " + after, whole, before, after,
        )  # fmt: skip


def _without(folded: str, span: Span, found: list[Quantity]) -> str:
    pieces, at = [], span.start
    for item in found:
        pieces.append(folded[at : item.span.start])
        at = item.span.end
    pieces.append(folded[at : span.end])
    return " ".join(pieces)
