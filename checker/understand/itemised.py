"""Sentences that divide the report's money by what it was for: 分内容看,养护支出200万元,维修支出90万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import Final

from checker.document import Span
from checker.understand.breakdown import Breakdown, Part
from checker.understand.fact import PROJECT, Fact
from checker.understand.fact_scope import Sources
from checker.understand.fact_text import REACH, Mention, Passage
from checker.understand.report import Report

_SENTENCE: Final = re.compile(r"[^。!?\n]+")
# What announces the division; 支出构成 and 明细 give all, 分内容看 may leave out a remainder.
_OPENER: Final = re.compile(
    r"(?:[^,;:。]{0,6},)?(?P<whole>(?:从|按)?(?:项目|资金)*(?:支出|使用|资金)(?:构成|明细|结构)(?:来看|看|情况)?(?:如下|为|是)?[,:]"
    r"|(?:资金|项目)?(?:支出|使用)明细(?:为|是)?:?)"
    r"|(?:[^,;:。]{0,6},)?(?:从|按|分)(?:支出|资金|建设|项目|具体)*(?:内容|用途|类别|科目|支出方向|使用方向|方向|子项目?|明细)(?:来看|来分|看|划分|分类|区分|分)[,:]"
)
_OUTLAY: Final = re.compile(r"(?:支出|执行|支付|使用|花费)(?:资金|金额|数)?(?:为|了|共|:)*$")
_BUDGET: Final = re.compile(r"(?:预算|安排)(?:资金|金额|数)?(?:为|了|共|:)*$")
_STOP: Final = re.compile(r"结余|剩余|节约|合计|共计|总计|未支付|余款|其中|每|人均|单价|标准|上年|去年|追加|调增|调减")
_AND_SO_ON: Final = re.compile(r"等(?:$|[,;。])")
_LABEL: Final = r"[一-鿿]{1,10}?"
_RESPECTIVELY: Final = re.compile(
    rf"(?:其中|包括)?:?(?P<labels>{_LABEL}(?:、{_LABEL})*[、和及与]{_LABEL})(?:补助|配套|财政|专项)*(?:资金|经费)?(?:各|金额)?分别(?:为|是|安排|投入|到位|下达)?:?"
)
_GAP: Final = re.compile(r"[,;:]?(?:其中|包括)?[:,]?")
_LEVEL: Final = re.compile(
    r"中央|国家|自治区|[省市县区州](?:级|本级|财政)?(?:补助|配套|财政|专项)*(?:资金|$)|自筹|其他"
)
_SHARE: Final = re.compile(r"[,(]?(?:约)?占(?:比|总支出的|支出的|总额的|支出总额的|总预算的)?(?:为|:)*")


def read_itemised(passage: Passage, report: Report) -> Iterator[Breakdown]:
    """The divisions of a passage, each against the budget or the outlay that was last stated before it."""
    text = passage.masked
    for match in _SENTENCE.finditer(text):
        opener = _OPENER.match(text, *match.span())
        if opener is None:
            continue
        parts = _parts(passage, opener.end(), match.end())
        rest = bool(_AND_SO_ON.search(passage.words[match.end() - 1 : match.end() + 1]))
        for name, items in parts.items():
            if len(items) < 2:
                continue
            total = _total(name, items, passage.span(*match.span()), passage, report)
            if total is not None:
                yield Breakdown(
                    total.quantity, total.span, tuple(items), partition=opener["whole"] is not None, open=rest
                )


def read_respective(passage: Passage, sources: Sources) -> Iterator[Breakdown]:
    """Sources listed first and their amounts after them: 资金200万元,中央、省级资金分别为120万元、80万元."""
    text = passage.masked
    for match in _RESPECTIVELY.finditer(text):
        labels = re.split("[、和及与]", match["labels"])
        total = passage.mentions_in(max(0, match.start() - REACH), match.start())
        amounts, at = [], match.end()
        for mention in passage.mentions_in(match.end(), min(len(text), match.end() + REACH)):
            if not re.fullmatch(r"[、,和及与]?", text[at : mention.start]) or mention.quantity.kind != "money":
                break
            amounts.append(mention)
            at = mention.end
        if len(amounts) != len(labels) or not total or total[-1].quantity.kind != "money":
            continue
        whole, gap = total[-1], text[total[-1].end : match.start()]
        if any(m.quantity.comparison != "=" for m in (whole, *amounts)) or not _GAP.fullmatch(gap):
            continue
        named = [label if label.endswith("资金") else label + "资金" for label in labels]
        if not all(_LEVEL.match(label) or sources.at_start(label, among=True) for label in named):
            continue
        parts = [
            Part(label, each.quantity, passage.span(each.start, each.end))
            for label, each in zip(labels, amounts, strict=True)
        ]
        yield Breakdown(whole.quantity, passage.span(whole.start, whole.end), tuple(parts), partition=True)


def _parts(passage: Passage, start: int, end: int) -> dict[str, list[Part]]:
    """The amounts by what they are of, budget or outlay; nothing where one of them is neither or is not exact."""
    text = passage.masked
    found: dict[str, list[Part]] = {"全年预算数": [], "执行数": []}
    at = start
    mentions = passage.mentions_in(start, end)
    for mention in mentions:
        words = text[at : mention.start]
        if mention.quantity.kind == "percent" and _SHARE.fullmatch(words):
            _share(found, mention)
            at = mention.end
            continue
        if mention.quantity.kind != "money" or mention.quantity.weak:
            return {}
        name = re.split(r"[,;、]|和(?=[^和]*$)", words)[-1] or words
        kind = "执行数" if _OUTLAY.search(name) else "全年预算数" if _BUDGET.search(name) else ""
        if not kind or mention.quantity.comparison != "=" or _STOP.search(words):
            return {}
        label = passage.span(mention.start - len(name), mention.end)
        found[kind].append(Part(name, mention.quantity, label))
        at = mention.end
    if _AND_SO_ON.match(text[at:end][:2]):
        return {}
    budgets, outlays = found["全年预算数"], found["执行数"]
    return found if not budgets or not outlays or len(budgets) == len(outlays) else {}


def _share(found: dict[str, list[Part]], mention: Mention) -> None:
    """Give a share to the part that it follows."""
    for parts in found.values():
        if parts and parts[-1].quantity.span.end <= mention.quantity.span.start:
            last = parts[-1]
            others = [each[-1].quantity.span.start for each in found.values() if each and each is not parts]
            if all(last.quantity.span.start > other for other in others):
                parts[-1] = Part(last.name, last.quantity, last.span, mention.quantity, mention.quantity.span)


def _total(name: str, items: list[Part], sentence: Span, passage: Passage, report: Report) -> Fact | None:
    """The project's figure that was stated last in the same paragraph, if nothing says that another one is meant."""
    paragraph = Span(passage.span(0, 1).start, sentence.start)
    before = [
        fact
        for fact in report.facts
        if paragraph.start <= fact.span.start < paragraph.end and fact.quantity.kind == "money"
    ]
    stated = [fact for fact in before if fact.name == name and fact.scope == PROJECT and not fact.cumulative]
    if not stated or stated[-1].quantity.comparison != "=" or stated[-1].strength == "weak":
        return None
    whole = reduce(add, (item.quantity.interval for item in items))
    if whole.overlaps(stated[-1].quantity.interval):
        return stated[-1]
    # The items may be of another figure of the paragraph: what came from the province, or was carried over.
    return None if any(fact.quantity.interval.overlaps(whole) for fact in before) else stated[-1]
