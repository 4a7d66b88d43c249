"""The parts that a list names, each with its figure and its share of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from operator import add
from typing import Final

from checker.document import Span
from checker.understand.breakdown import Part, labels
from checker.understand.fact_scope import Sources
from checker.understand.fact_text import Clause, Mention, Passage
from checker.understand.quantity import Malformed, Quantity

_ENDS_LIST: Final = re.compile(
    r"^(?:\([^()]*\))?(?:截[至止]|到[0-9]|全年|实际|已经?|现已|目前|共|合计|总计|剩余|结余|结转下年|年末|年中|项目执行|项目支出|预算执行)"
)
_OTHER_FIGURE: Final = re.compile(
    r"^(?:已|共|均|全部)?支出$|执行|支付|使用(?!权)|结余|剩余|到位|拨付|完成|追加|调增|调减|收回|得分|自评"
)
_PER_UNIT: Final = re.compile(r"每|人均|户均|亩均|单价|均价|标准(?!化|农田|厂房|较|园)|[×/]|政府采购|上述|占用|平均")
_SHARE: Final = re.compile(
    r"[,(]?(?:约)?(?:占比?|所占比[例重]?|比例)(?:例|重)?(?:全部|项目|总)?(?:的?总?(?:资金|投资|预算|支出|金额|投入)(?:总额|总数)?)?(?:的|为|是|达到?|:)*$"
)
_SOURCE_NAME: Final = re.compile(
    r"^(?:当年|本年)?(?:财政|一般公共预算|国库)(?:拨款|资金)?|^(?:其他|其它|单位|自有|自筹|社会|上年结转|上级|本级|银行|政府性基金|国有资本|专项债|国债|捐赠|贷款|福彩|体彩|彩票)[\u4e00-\u9fff]{0,8}"
)
# 较上年减少20万元 is no part: it is how another figure changed.
CHANGE: Final = re.compile(
    r"^[^,;。]{0,4}(?:同比|环比|[较比]|与[^,;。]{1,8}相比)[^,;。]{0,16}(?:增|减|降|升|涨|提高|压)[^,;。]{0,4}$"
)


class PartReader:
    """Reads lists of parts in a passage, of whose quantities the malformed ones are `found` too."""

    def __init__(self, passage: Passage, found: list[Quantity | Malformed], sources: Sources) -> None:
        self._passage, self._sources = passage, sources
        self._malformed = [item.span for item in found if isinstance(item, Malformed)]

    def parts(self, text: str, area: Clause, total: Mention) -> list[Part] | None:
        """The parts that an area lists, None where it cannot be told what is a part of what."""
        kind, unit = total.quantity.kind, total.quantity.unit
        where = self._passage.span(area.start, area.end) if area.end > area.start else Span(0, 0)
        if self._malformed and any(where.overlaps(span) for span in self._malformed):
            return None
        parts: list[Part] = []
        for clause in self.clauses(text, area):
            words = text[clause.start : clause.end]
            mentions = self._passage.mentions_in(clause.start, clause.end)
            # What stands in a bracket is of the figure before the bracket.
            own = [m for m in mentions if m.quantity.kind == kind and m.quantity.unit == unit and text[m.start] != "\0"]
            if own and len(parts) > 1 and own[0].quantity.interval == total.quantity.interval:
                summed = reduce(add, (part.quantity.interval for part in parts))
                if summed.overlaps(total.quantity.interval):
                    # 共60万元,其中A 20万元,B 40万元,当年下达60万元: the whole once more.
                    break
            if not own:
                share = next((m for m in mentions if m.quantity.kind == "percent"), None)
                if share is not None and parts and _SHARE.fullmatch(text[clause.start : share.start]):
                    parts[-1] = self._with_share(parts[-1], share)
                    continue
                break
            if len(own) > 1 or own[0].quantity.comparison != "=":
                return None
            name = text[clause.start : own[0].start].replace("\0", "").removesuffix("(")
            name = re.sub(
                r"^[一二三四五六七八九十]是|^\([0-9一二三四五六七八九十]*\)|^[0-9][.、]|^和|^及|^以及|^[①-⑳]", "", name
            )
            ends = _ENDS_LIST.search(name) and not self._outlays(name, parts)
            if CHANGE.search(name) or (kind == "money" and (ends or _OTHER_FIGURE.search(name))):
                if not parts:
                    return None
                break
            if not name.strip("\"':,") or _PER_UNIT.search(words) or "其中" in words:
                return None
            if parts and re.match(r"包括|包含|含", name):
                # Parts of the part before: what comes after them may be either's.
                return None
            part = Part(name, own[0].quantity, self._passage.span(clause.start, own[0].end))
            after = next((m for m in mentions if m.start >= own[0].end and m.quantity.kind == "percent"), None)
            if after is None:
                after = self._bracketed_share(own[0])
                if after is not None:
                    part = self._with_share(part, after)
            elif _SHARE.fullmatch(text[own[0].end : after.start]):
                part = self._with_share(part, after)
            parts += [replace(part, name=label) for label in labels(name)]
        return parts

    def _outlays(self, name: str, parts: list[Part]) -> bool:
        """Whether 项目支出 is a kind of outlay beside 人员经费 and 公用经费, and not what was spent of the whole."""
        return name.startswith("项目支出") and any(re.search("基本支出|人员|公用", part.name) for part in parts)

    def _bracketed_share(self, mention: Mention) -> Mention | None:
        """The share in a bracket right after a figure: 200万元(占66.7%)."""
        words = self._passage.words
        if words[mention.end : mention.end + 1] != "(":
            return None
        close = words.find(")", mention.end)
        inside = self._passage.mentions_in(mention.end, close if close > 0 else mention.end)
        if len(inside) == 1 and inside[0].quantity.kind == "percent":
            return inside[0] if _SHARE.fullmatch(words[mention.end + 1 : inside[0].start]) else None
        return None

    def _with_share(self, part: Part, share: Mention) -> Part:
        span = Span(share.quantity.span.start, share.quantity.span.end)
        return Part(part.name, part.quantity, part.span, share.quantity, span)

    def clauses(self, text: str, area: Clause) -> Iterator[Clause]:
        """An area cut at commas, semicolons and, between figures, at 、 and 和."""
        ends = {m.end for m in self._passage.mentions_in(area.start, area.end)}
        inside = {at for m in self._passage.mentions_in(area.start, area.end) for at in range(m.start, m.end)}
        start = area.start
        for at in range(area.start, area.end):
            cut = text[at] in ",;" or (text[at] in "、和及" and (at in ends or text[at - 1] == ")"))
            if cut and at not in inside:
                if at > start:
                    yield Clause(start, at)
                start = at + 1
        if area.end > start:
            yield Clause(start, area.end)

    def is_source(self, name: str) -> bool:
        core = re.sub(r"^[\"':,为是]+|[\"':,为是]+$", "", name)
        return bool(self._sources.at_start(core, among=True) or _SOURCE_NAME.match(core)) and len(core) <= 16
