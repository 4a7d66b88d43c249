"""Amounts of money without a unit, neither their own nor their table's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import Outcome, Problem, Rule
from checker.document import Paragraph, Span, Table
from checker.folding import fold
from checker.understand.fact_text import REACH, Labels, Mention, Passage, labels_of
from checker.understand.quantities import find_quantities
from checker.understand.report import Report
from checker.vocabulary import Pattern

# What may stand between the label of an amount and the amount.
_GAP: Final = re.compile(
    r"(?:资金|金额|经费|财政|专项|项目|补助|总额|总计|合计|共计?|约|为|是|达到?|了|人民币|的|:|\([^()元]*\))*"
)
_SCALED: Final = re.compile(r"[0-9][0-9,.]*\s?(?:千|百|十)?[万亿]")
_CENTS: Final = re.compile(r"[0-9][0-9,]*\.[0-9]{2,6}")
_FUND: Final = re.compile(r"(?:资金|经费|拨款|投资|预算|支出)(?:共?计?|合计|总计)(?:为|是|达)?$")
_ADJUSTED: Final = re.compile(r"(?:预算[^,。;]{0,12}|元,)(?:调整|追加|核减|压减)为$")
# 预算由年初的103万元增至155: what an amount has become is one.
_BECOME: Final = re.compile(
    r"预算[^,。;]{0,16}[0-9]元?[^,。;0-9]{0,6}(?:调整|调增|调减|追加|[核压]减|增加|减少|[增减升降调])后?(?:至|到|为)$"
    r"|预算[^。;0-9]{0,16}[0-9][0-9.,]*(?:万|亿)?元,[^,。;0-9]{0,8}(?:调整|调增|调减|追加|[核压]减|增加|减少|[增减升降调])后?(?:至|到|为)$"
)
_ENDS: Final = re.compile(r"[,。;:、()!?\n\"]|$")
# 支出254万在账上: words that measure nothing, behind a number of 万.
_GOES_ON: Final = re.compile(r"[在已均全并用后由和与及的占主按较其于从为是至到未都可将存但而也又尚仍比中]")
_CLAUSE: Final = re.compile(r"[^,。;!?\n]*$")
_STATED: Final = re.compile(r"(?:单位|币种)(?:均)?(?:为|是)?\s*:?\s*(?:人民币)?\s*[十百千万亿]{0,2}元")
_UNIT: Final = re.compile(r"(?:百万|千万|万|千|百|亿)?元|万$|\(万\)|RMB|人民币")


class UnitMissing(Rule):
    """An amount with a label of money, or of a column of money, of which nothing says in what unit it is."""

    ABOUT: ClassVar[str] = "金额有没有写单位"

    DATA: ClassVar[Mapping[str, str]] = {"amount": "金额的写法", "fact": "金额的名称"}

    check: Literal["unit-missing"] = "unit-missing"
    also: Annotated[Pattern | None, Field(description="别的表示金额的说法")] = None

    def run(self, report: Report) -> Iterator[Outcome]:
        labels = labels_of(report.vocabulary)
        for block in report.document.blocks:
            if isinstance(block, Paragraph):
                if block.role != "toc":
                    yield from self._prose(report, block.span, labels)
            else:
                yield from self._table(report, block)

    def _prose(self, report: Report, span: Span, labels: Labels) -> Iterator[Outcome]:
        folded = report.folded
        if not re.search(r"[0-9]", folded[span.start : span.end]):
            return
        found = find_quantities(folded, span.start, span.end, numbers=True)
        passage = Passage(folded, span.start, span.end, found)
        text = passage.words
        if re.search(r"单位\s*:?\s*(?:[十百千万亿]{0,2}元)", text):
            return
        for mention in passage.mentions:
            quantity = mention.quantity
            if quantity.kind != "number" or quantity.unit or not quantity.value or quantity.weak:
                continue
            name = self._label(text, mention, labels)
            # 982.08万 at the end of a line of print whose 元 stands in the next one has its unit.
            if name is None or folded[mention.quantity.span.end : span.end + 3].lstrip().startswith("元"):
                continue
            shown = re.sub(r"\s", "", quantity.span.cut(report.text))
            yield Problem((quantity.span,), {"amount": shown, "fact": name})

    def _label(self, text: str, mention: Mention, labels: Labels) -> str | None:
        """The label of money that a bare number belongs to, None where it belongs to none for certain."""
        written = text[mention.start : mention.end]
        goes_on = _SCALED.fullmatch(written) is not None and _GOES_ON.match(text, mention.end) is not None
        if not goes_on and not _ENDS.match(text, mention.end):
            return None
        if _BECOME.search(text, max(0, mention.start - REACH), mention.start):
            return "预算"
        if not re.search(r"[0-9]", written) or text[max(0, mention.start - 1) : mention.start] in tuple("-~至/年第.×*"):
            return None
        if text[mention.end : mention.end + 1] == "、" and not _SCALED.fullmatch(written):
            # 预算120、执行130万元: the first members of a list share the last one's unit.
            return None
        clause = _CLAUSE.search(text, max(0, mention.start - REACH), mention.start)
        start = clause.start() if clause else mention.start
        label = next(
            (
                one
                for one in reversed(labels.find(text, max(start, mention.start - 40), mention.start))
                if _GAP.fullmatch(text[one.end : mention.start])
            ),
            None,
        )
        scaled = _SCALED.fullmatch(written) is not None
        if label is not None and label.term.kind == "money":
            words = text[label.start : label.end]
            # 下达资金105.00: cents of something that can only be money.
            if (
                scaled
                or label.strength != "weak"
                or (_CENTS.fullmatch(written) and _FUND.search(text, label.start, mention.start))
            ):
                return words
        if _CENTS.fullmatch(written) and _ADJUSTED.search(text, max(0, mention.start - 30), mention.start):
            return "预算"
        if scaled and self.also and (match := re.search(rf"(?:{fold(self.also)})$", text[start : mention.start])):
            return match[0]
        return None

    def _table(self, report: Report, table: Table) -> Iterator[Outcome]:
        """One finding for a table: the first of its figures of money that have no unit."""
        bare = [
            fact
            for fact in report.facts
            if not fact.quantity.unit
            and fact.sentence is None
            and table.span.covers(fact.span)
            and self._is_money(report, fact.name)
            and fact.quantity.value != 0
        ]
        if not bare or self._states_unit(report, table, [fact.span for fact in bare]):
            return
        shown = re.sub(r"\s", "", bare[0].quantity.span.cut(report.text))
        spans = tuple(fact.quantity.span for fact in bare)
        yield Problem(spans, {"amount": shown + ("等" if len(bare) > 1 else ""), "fact": f"表中的{bare[0].name}"})

    def _is_money(self, report: Report, name: str) -> bool:
        return any(term.name == name and term.kind == "money" for term in report.vocabulary.facts)

    def _states_unit(self, report: Report, table: Table, figures: list[Span]) -> bool:
        """Whether a unit of money is stated for a table's figures: before it, in words of its own, or among them.

        What stands in the rows below them (单位成本 ≤14.08万元, a column of units of the indicators) is not said of
        them.
        """
        folded = report.folded
        before = folded[max(0, table.span.start - 60) : table.span.start]
        after = folded[table.span.end : table.span.end + 200]
        if re.search(r"单位\s*:?\s*(?:人民币)?[十百千万亿]{0,2}元|\([十百千万亿]{0,2}元\)", before) or _STATED.search(
            after
        ):
            return True
        last = max(cell.row for cell in table.cells if any(cell.span.covers(span) for span in figures))
        for cell in table.cells:
            words = re.sub(r"\s", "", cell.span.cut(folded))
            if _STATED.search(words) or (cell.row <= last and _UNIT.search(words)):
                return True
        return False
