"""Totals and the parts that a text says they are made of: 全年预算300万元,其中:中央资金200万元,省级资金100万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, reduce
from operator import add
from typing import Final

from checker.document import Paragraph, Span
from checker.understand.breakdown import ADDED, AT_FIRST, Breakdown, Part, leaves_none
from checker.understand.breakdown_parts import CHANGE, PartReader
from checker.understand.fact_scope import sources_of
from checker.understand.fact_text import REACH, Clause, Mention, Passage
from checker.understand.itemised import read_itemised, read_respective
from checker.understand.quantities import find_quantities
from checker.understand.report import Report, once

# Nothing is divided without one of these.
_ANY: Final = re.compile(
    r"其中|分别|分为|共分|来源|包括|包含|[合共总]计|总共|组成|构成|明细|[分看],|年中|新增|[0-9元万致整加]\("
    r"|具体[为是如]|分项|划分|按[^,。;0-9]{1,8}分|元中[,:]|元-|元,即|分[两二三四五2-5][批期次笔]"
)
_SENTENCE: Final = re.compile(r"[^。!?\n]+")
_AMONG: Final = re.compile(r"其中(?:包括|包含|有)?(?:为|[:,])?")
_IS: Final = r"(?:分别|主要|具体|依次|情况|渠道)*(?:为|是|包括|包含|有|如下|来看|看|分)+(?:分别)?(?:为|是)?"
_SOURCED: Final = re.compile(
    rf"(?:其|各级|项目|[从按]|按照|由)*(?:资金|经费|预算)*(?:来源|出资)(?:构成|结构|划分|区分|组成)?(?:{_IS}[:,]?|[:,])"
)
# What says that a figure is divided into all its parts, whatever they are.
_DIVIDED: Final = re.compile(
    rf"(?:其|从)?(?:资金|经费|预算|支出|费用|项目)*(?:构成|组成|结构|明细)(?:上|上看)?{_IS}[:,]?"
    rf"|按照?(?:资金|经费|支出|项目|不同)*[一-鿿]{{2,4}}(?:划分|区分|分类|分|看)(?:分别)?(?:为|是|如下|来看)?[:,]|分项(?:列示|明细)?(?:如下|为|是)[:,]?"
    r"|分[两二三四五2-5](?:批|期|次|笔)(?:下达|拨付|到位|支付|安排|下拨)?[:,]|由(?:以下|下列)[一-鿿]{0,4}[组构]成[:,]"
    r"|由(?=[^。;]{4,200}?[组构]成(?:[,。;)]|$))"
)
_MADE_OF: Final = re.compile(
    rf"{_SOURCED.pattern}|{_DIVIDED.pattern}|具体(?:金额)?(?:分别)?(?:为|是|包括|如下)[:,]?|(?<=元)(?:之?中[,:]|--?)|(?<=元,)即(?=[^,。;0-9]{{2,12}}[0-9])"
    r"|(?:各级[一-鿿]{0,4}|各项)?分别(?:为|是)[:,]?|(?:分为|共分|包括|包含)(?=[^,。;]{0,12}[0-9])[:,]?"
)
_OPEN: Final = re.compile(r"主要|重点|大部分|多数|(?<!以下)(?<!下列)部分")
# Between a total and 其中 nothing may stand that makes another figure of it.
_BEFORE_AMONG: Final = re.compile(
    r"(?:,分[两三四五0-9]批(?:次)?(?:下达|拨付|到位))?[,;:(\"]*(?:\([^()]*\))?(?:资金|的?(?:项目|补助|财政)*资金)?[,;:(]*"
)
# 年初预算100万元,全年预算数与年初一致,其中:…
_UNCHANGED: Final = re.compile(
    r"^,[^,。;0-9()]{0,12}(?:一致|相同|(?:未|没有|无)(?:作|做|进行|发生|有)?(?:调整|追加|变化|变动)[^,。;0-9()]{0,6})(?=[,;:(\"]|$)"
)
_RATE_BETWEEN: Final = re.compile(r"^,(?:预算|资金|项目)?(?:执行率|支付率|支出率)(?:为|达到?|是)?[0-9.]+%")
_SUM: Final = re.compile(
    r"^(?:以上|上述|各级|各项|资金|[两二三四五六七](?:项|级|类|方面|部分))*(?:共计|合计|总计|总共)(?:资金|投入|金额|为|:)*$"
)
# 两项合计: the two figures before it, whatever they are called.
_NUMERALS: Final = "两三四五六七八九十"
_COUNTED: Final = re.compile(
    rf"(?:以上|上述)?([{_NUMERALS}])项(?:资金|支出|费用|经费)?(?:共计?|合计|总计|总共)(?:为|:|支出|资金)*$"
)
_LABEL_REACH: Final = 24
# A list of parts goes on no farther than this.
_LONGEST_LIST: Final = 800
_LABEL: Final = re.compile(r"[^,;。:!?\n()、\0]+$")


@once
def read_breakdowns(report: Report) -> tuple[Breakdown, ...]:
    """Every total with parts that prose and the longer cells of tables state, in reading order."""
    folded = report.folded
    sources = sources_of(report.vocabulary)
    found: list[Breakdown] = []
    for span in _passages(report):
        text = folded[span.start : span.end]
        if not _ANY.search(text):
            continue
        quantities = find_quantities(folded, span.start, span.end)
        passage = Passage(folded, span.start, span.end, quantities)
        found += _Reader(passage, quantities, sources).read()
        found += [*read_itemised(passage, report), *read_respective(passage, sources)]
    return tuple(sorted(found, key=lambda one: (one.span.start, one.span.end)))


def _passages(report: Report) -> Iterator[Span]:
    for block in report.document.blocks:
        if isinstance(block, Paragraph):
            if block.role != "toc":
                yield block.span
        else:
            yield from (cell.span for cell in block.cells if len(cell.span) >= 12)


class _Reader(PartReader):
    @cached_property
    def _ends(self) -> dict[int, int]:
        return {m.quantity.span.end: m.end for m in self._passage.mentions}

    @cached_property
    def _by_end(self) -> dict[int, Mention]:
        return {m.end: m for m in self._passage.mentions}

    def read(self) -> Iterator[Breakdown]:
        masked = self._passage.masked
        previous: Clause | None = None
        for match in _SENTENCE.finditer(masked):
            sentence = Clause(*match.span())
            yield from self._among(masked, sentence, previous)
            yield from self._summed(masked, sentence)
            yield from self._grown(masked, sentence)
            previous = sentence
        for bracket in self._passage.brackets:
            yield from self._bracket(bracket)

    def _among(self, text: str, sentence: Clause, previous: Clause | None) -> Iterator[Breakdown]:
        """Parts after 其中, 分别为 and the like, of the figure right before."""
        openers = [*_AMONG.finditer(text, sentence.start, sentence.end)]
        made_of = [*_MADE_OF.finditer(text, sentence.start, sentence.end)]
        for opener in sorted([*openers, *made_of], key=lambda match: match.start()):
            among, some = opener[0].startswith("其中"), opener[0].startswith(("包括", "包含"))
            if among and not text[sentence.start : opener.start()].strip(",;: ") and previous is not None:
                total = self._last_of(previous)
            else:
                total = self._before(text, sentence, opener.start())
            if total is None:
                continue
            # 具体为 may give some of what there is, where the parts are no sources.
            bare = opener[0].startswith(("具体", "中", "之中", "-", "即"))
            sourced = _SOURCED.fullmatch(opener[0]) is not None
            divided = _DIVIDED.match(opener[0]) is not None or opener[0] == "由"
            sure = among or sourced or divided or (some and total.quantity.kind == "money")
            counts = sure or self._counts(total, text, sentence)
            if not counts and total.quantity.kind != "money":
                continue
            following = next((m.start() for m in openers if m.start() > opener.start()), sentence.end)
            if following < sentence.end:
                # A second 其中 may be of the total or of the part before it.
                continue
            parts = self.parts(text, Clause(opener.end(), min(sentence.end, opener.end() + _LONGEST_LIST)), total)
            if not counts and parts and not all(self.is_source(part.name) for part in parts):
                continue
            first = openers[0] if among else None
            if parts and first is not None and first.start() < opener.start():
                whole = self._before(text, sentence, first.start())
                before = self.parts(text, Clause(first.end(), opener.start()), total)
                if whole is None or not before:
                    continue
                end = self._inner(whole, before, total, parts)
                if (
                    end
                    and self.is_source(before[0].name)
                    and not self._of_another(before + parts[end:], whole, previous, sentence)
                ):
                    yield self._made(text, whole, before + parts[end:], first.start(), listed=False)
                parts = parts[:end]
            if parts and not self._of_another(parts, total, previous, sentence):
                yield self._made(
                    text, total, parts, opener.start(), listed=not among and not some and not bare, some=some
                )

    def _inner(self, whole: Mention, before: list[Part], total: Mention, parts: list[Part]) -> int:
        """How many of the parts after a second 其中 are of the part before it; 0 where it cannot be told.

        After 其中:中央资金600万元,其中设备购置400万元,省级资金400万元 the list of the first 其中 goes on: where both
        lists name sources, or neither does, the sums have to tell which part belongs to which.
        """
        kinds = [self.is_source(part.name) for part in parts]
        if self.is_source(before[0].name) != kinds[0]:
            return next((at for at, kind in enumerate(kinds) if kind != kinds[0]), len(parts))
        own = reduce(add, (part.quantity.interval for part in before))
        for end in range(len(parts), 0, -1):
            inside = reduce(add, (part.quantity.interval for part in parts[:end]))
            rest = reduce(add, (part.quantity.interval for part in parts[end:]), own)
            if inside.overlaps(total.quantity.interval) and rest.overlaps(whole.quantity.interval):
                return end
        return 0

    def _counts(self, total: Mention, text: str, sentence: Clause) -> bool:
        """Whether 分别为 after a figure can be of that figure: 共投入300万元,分别为…; not 甲、乙分别为1万元、2万元."""
        before = text[max(sentence.start, total.start - _LABEL_REACH) : total.start]
        return bool(re.search(r"(?:共|合计|总计|总额|总投资|总预算|总)[^,。;]{0,12}$", before))

    def _last_of(self, sentence: Clause) -> Mention | None:
        """The last figure of money of a sentence, of which 其中 at the beginning of the next one speaks."""
        money = [m for m in self._passage.mentions_in(sentence.start, sentence.end) if m.quantity.kind == "money"]
        words = self._passage.words[sentence.start : money[-1].start] if money else ""
        if CHANGE.search(re.split("[,;]", words[-_LABEL_REACH:])[-1]):
            return None
        return money[-1] if money and money[-1].quantity.comparison == "=" else None

    def _of_another(self, parts: list[Part], total: Mention, previous: Clause | None, sentence: Clause) -> bool:
        """Whether parts that do not make up a figure make up another one that was stated shortly before."""
        summed = reduce(add, (part.quantity.interval for part in parts))
        if summed.overlaps(total.quantity.interval):
            return False
        start = max(previous.start if previous is not None else sentence.start, total.start - _LONGEST_LIST)
        before = self._passage.mentions_in(start, total.start)
        return any(m.quantity.unit == total.quantity.unit and m.quantity.interval.overlaps(summed) for m in before)

    def _before(self, text: str, sentence: Clause, at: int) -> Mention | None:
        """The figure right before a place."""
        mentions = [
            m
            for m in self._passage.mentions_in(max(sentence.start, at - REACH), at)
            if m.quantity.kind in ("money", "count", "measure") and m.quantity.unit != "批"
        ]
        if not mentions or mentions[-1].quantity.comparison != "=":
            return None
        gap = _UNCHANGED.sub("", _RATE_BETWEEN.sub("", text[mentions[-1].end : at]))
        if _BEFORE_AMONG.fullmatch(gap):
            return mentions[-1]
        noun = re.fullmatch(r"[\u4e00-\u9fff]{1,10}[,:(]?", gap)
        return mentions[-1] if noun and mentions[-1].quantity.kind != "money" else None

    def _made(
        self, text: str, total: Mention, parts: list[Part], opener: int, *, listed: bool, some: bool = False
    ) -> Breakdown:
        """A breakdown; `listed` says that the words give all parts, `some` that they may give only some (包括)."""
        at = self._after(parts[-1].end)
        after = self._passage.words[at : at + 8]
        rest = re.match(r"(?:\([^()]*\))?[,;、]?(等|其余|剩余|其他|其它|不足部分|差额)", after)
        lead = text[max(0, opener - 2) : opener + 8]
        named = all(self.is_source(part.name) for part in parts)
        closed = leaves_none([part.name for part in parts])
        return Breakdown(
            total.quantity,
            self._labelled(text, total),
            tuple(parts),
            partition=((named and not some) or closed or listed) and len(parts) > 1,
            open=bool(rest or _OPEN.search(lead) or _OPEN.search(parts[0].name[:2])) or (some and not named),
        )

    def _after(self, offset: int) -> int:
        """The place in the passage's words that follows an offset of the document."""
        return self._ends.get(offset, len(self._passage.words))

    def _labelled(self, text: str, total: Mention) -> Span:
        """A total with the words before it in its clause."""
        words = _LABEL.search(text, max(0, total.start - _LABEL_REACH), total.start)
        return self._passage.span(words.start() if words else total.start, total.end)

    def _bracket(self, bracket: Clause) -> Iterator[Breakdown]:
        """A list in brackets right after a figure."""
        words = self._passage.words
        total = self._by_end.get(bracket.start - 1) or self._unchanged(bracket.start - 1)
        if (
            total is None
            or total.quantity.comparison != "="
            or total.quantity.kind not in ("money", "count", "measure")
        ):
            return
        content = words[bracket.start : bracket.end]
        opener = _AMONG.match(content)
        if "其中" in content[opener.end() if opener else 0 :]:
            return
        start = bracket.start + (opener.end() if opener else 0)
        area = Clause(start, bracket.end)
        if not opener and re.match(r"含|包括|包含|不含|即|约|折合", content):
            return
        parts = self.parts(words, area, total)
        if not parts:
            return
        covered = self._after(parts[-1].end) >= bracket.end - 1
        if opener or (len(parts) > 1 and covered):
            yield self._made(words, total, parts, bracket.start, listed=not opener)

    def _unchanged(self, at: int) -> Mention | None:
        """The figure of which 与年初一致 and the like before a place say that it stayed."""
        mentions = self._passage.mentions_in(max(0, at - REACH), at)
        return mentions[-1] if mentions and _UNCHANGED.fullmatch(self._passage.words[mentions[-1].end : at]) else None

    def _summed(self, text: str, sentence: Clause) -> Iterator[Breakdown]:
        """Sources one after the other, and 合计 with what they come to."""
        clauses = list(self.clauses(text, sentence))
        for index, clause in enumerate(clauses):
            mentions = self._passage.mentions_in(clause.start, clause.end)
            money = [m for m in mentions if m.quantity.kind == "money"]
            if len(money) != 1 or money[0].quantity.comparison != "=":
                continue
            said = text[clause.start : money[0].start]
            if counted := _COUNTED.match(said):
                yield from self._counted(text, clauses[:index], money[0], _NUMERALS.index(counted[1]) + 2)
            if not _SUM.match(said):
                continue
            parts: list[Part] = []
            whole = True
            for before in reversed(clauses[:index]):
                found = self.parts(text, before, money[0])
                if not found or len(found) != 1 or not self.is_source(_bare(found[0].name)):
                    # A figure that is not understood may be one of the parts.
                    inside = self._passage.mentions_in(before.start, before.end)
                    whole = not any(m.quantity.kind == "money" for m in inside)
                    break
                parts.insert(0, found[0])
                if found[0].name != _bare(found[0].name):
                    break
            if len(parts) > 1 and whole:
                yield Breakdown(money[0].quantity, self._labelled(text, money[0]), tuple(parts), partition=True)

    def _counted(self, text: str, clauses: list[Clause], total: Mention, number: int) -> Iterator[Breakdown]:
        """The last figures before 三项合计, as many as it says; none where a clause has more than one or is no part."""
        parts: list[Part] = []
        for clause in reversed(clauses[-number:]):
            found = self.parts(text, clause, total)
            if not found or len(found) != 1:
                return
            parts.insert(0, found[0])
        if len(parts) == number:
            yield Breakdown(total.quantity, self._labelled(text, total), tuple(parts), partition=True)

    def _grown(self, text: str, sentence: Clause) -> Iterator[Breakdown]:
        """What there was at first, what was added, and how many there are: 年初8个,年中增加8个,共15个."""
        counts = [m for m in self._passage.mentions_in(sentence.start, sentence.end) if m.quantity.kind == "count"]
        for three in zip(counts, counts[1:], counts[2:], strict=False):
            if len({m.quantity.unit for m in three}) > 1 or any(m.quantity.comparison != "=" for m in three):
                continue
            leads = [
                re.split(r"[,;、(]", text[max(sentence.start, m.start - _LABEL_REACH) : m.start])[-1] for m in three
            ]
            for total, first, added in ((2, 0, 1), (0, 1, 2)):
                if (
                    re.search(r"共|合计|总计", leads[total])
                    and AT_FIRST.search(leads[first])
                    and ADDED.search(leads[added])
                    and not re.search("其中", text[three[0].start : three[2].end])
                ):
                    parts = tuple(
                        Part(leads[at], three[at].quantity, self._labelled(text, three[at])) for at in (first, added)
                    )
                    yield Breakdown(three[total].quantity, self._labelled(text, three[total]), parts, partition=True)


def _bare(name: str) -> str:
    """The name of a list's first part without the words that open the list: 共收到中央资金 is 中央资金."""
    return re.sub(r"^.*?(?::|收到|争取|投入|安排|下达|到位|包括)(?=.)", "", name)
