"""Percentages that name their two figures: shares of a total, growth over a year, what arrived of the budget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.figures import plain, weakest
from checker.checks.operands import Subject, subjects
from checker.document import Paragraph, Span
from checker.folding import fold
from checker.interval import Interval
from checker.understand.breakdowns import read_breakdowns
from checker.understand.fact_text import REACH, Mention, Passage
from checker.understand.quantities import find_quantities
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.vocabulary import FactName, Model, Pattern

_SENTENCE: Final = re.compile(r"[^。!?\n]+")
_HUNDRED: Final = Interval.point(100)
_FILL: Final = r"(?:约|仅|的|比例?|比重|为|是|达到?|了|:|,)*"
# 上年支出200万元,…同比增加20万元,增长10%: the change is stated as an amount and as a percentage.
_CHANGE: Final = re.compile(
    r"(?:同比|比上年|较上年|比去年|较去年|比年初|较年初|与上年相比)[^。;0-9]{0,14}?(增加|增长|减少|下降|上升|降低|增)[^,。;0-9]{0,6}$"
)
_RATE_OF_CHANGE: Final = re.compile(r",?(?:同比)?(?:增长|增加|增幅|减少|下降|降幅|降低|上升|幅度)(?:率|了|为|达|幅度)*")
_LESS: Final = ("减少", "下降", "降低")
_ARRIVED: Final = re.compile(r"(?:资金|经费|预算|财政资金|项目资金)?到位率(?:已|均|为|是|达到?|:|了)*$")
_NOT_ARRIVED: Final = re.compile(
    r"(?:及时|按时|按期)(?:资金|到位)?|目标|指标|≥|应|不低于|中央|省|市|县|区|配套|自筹|人员|设备|巡查"
)
_PLANNED: Final = re.compile(r"(?:计划|目标|任务|应|预计|年初设定)[^,。;0-9]{0,12}$")
_DONE: Final = re.compile(r"(?:实际|已|完成|发放|实施|建成|培训)[^,。;0-9]{0,12}$")
_COMPLETED: Final = re.compile(r"(?:[^,。;0-9]{0,8})(?:完成率|实施率|发放率|覆盖率)(?:为|是|达到?|:)*$")


class Share(Model):
    """A share of one of the report's figures: 占全年支出的36.1%."""

    of: Annotated[tuple[FactName, ...], Field(description="占的是哪个数，前面的没有写明时用后面的")]
    words: Annotated[Pattern, Field(description="“占”后面的说法")]


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated percentage and the two numbers that it is said to be of."""

    name: str
    stated: Quantity
    part: tuple[Interval, Decimal, str]
    whole: tuple[Interval, Decimal, str]
    spans: tuple[Span, ...]
    weak: str = ""

    def computed(self) -> Interval | None:
        low, high = self.whole[0].low, self.whole[0].high
        return None if low <= 0 <= high else self.part[0] / self.whole[0] * _HUNDRED


class RatioMismatch(Rule):
    """A stated percentage that names its two figures does not agree with them, whatever was rounded or cut off."""

    ABOUT: ClassVar[str] = "占比、同比等与有关的数是否相符"

    DATA: ClassVar[Mapping[str, str]] = {
        "ratio": "比率的名称",
        "stated": "写明的百分数",
        "computed": "计算的百分数",
        "part": "分子",
        "whole": "分母",
    }

    check: Literal["ratio"] = "ratio"
    shares: Annotated[tuple[Share, ...], Field(description="占报告中哪些数的比例")] = ()

    def run(self, report: Report) -> Iterator[Outcome]:
        seen: set[int] = set()
        project = next((s for s in subjects("report", report, cut=True) if isinstance(s, Subject)), None)
        taken = {fact.quantity.span.start for fact in report.facts if fact.name == "执行率"}
        claims = [*_of_parts(report)]
        for passage in _passages(report):
            claims += _of_changes(passage, report)
            claims += _of_completions(passage, report)
            if project is not None:
                claims += self._of_facts(passage, project, report, taken)
        for claim in claims:
            if claim.stated.span.start in seen or claim.stated.comparison != "=":
                continue
            seen.add(claim.stated.span.start)
            computed = claim.computed()
            if computed is None or computed.overlaps(_read(claim.stated)):
                continue
            exact = claim.part[1] / claim.whole[1] * 100
            places = max(1, -int(claim.stated.value.as_tuple().exponent))
            yield Problem(
                tuple(dict.fromkeys(claim.spans)),
                {
                    "ratio": claim.name,
                    "stated": re.sub(r"\s", "", claim.stated.span.cut(report.text)),
                    "computed": plain(round(exact, places + 1)) + "%",
                    "part": claim.part[2],
                    "whole": claim.whole[2],
                },
                weakest(self.severity, weaker=bool(claim.weak)),
                claim.weak,
            )
        yield from self._arrived(report, project)

    def _of_facts(self, passage: Passage, project: Subject, report: Report, taken: set[int]) -> Iterator[Claim]:
        """A share of the budget or of the year's expenditure; the part stands right before it."""
        for sentence in _SENTENCE.finditer(passage.masked):
            start, end = sentence.span()
            mentions = passage.mentions_in(start, end)
            for index, share in enumerate(mentions):
                if share.quantity.kind != "percent" or not index or share.quantity.span.start in taken:
                    continue
                part = mentions[index - 1]
                gap = passage.masked[part.end : share.start]
                if part.quantity.kind != "money" or part.quantity.comparison != "=":
                    continue
                for one in self.shares:
                    if not re.fullmatch(rf",?(?:仅|约)?占(?:到|了)?(?:{fold(one.words)}){_FILL}", gap):
                        continue
                    name = next((name for name in one.of if name in project.operands), None)
                    if name is None or any(name in project.unclear for name in one.of):
                        break
                    whole = project.operands[name]
                    if whole.spans and whole.spans[0].overlaps(part.quantity.span):
                        break
                    yield Claim(
                        f"占{name}的比例",
                        share.quantity,
                        _side(part.quantity, report),
                        (whole.interval, whole.exact.low, name + whole.written),
                        (share.quantity.span, part.quantity.span, *whole.spans[:1]),
                        "所占的数是根据上下文判断的，需核实口径" if whole.weak or whole.inferred else "",
                    )
                    break

    def _arrived(self, report: Report, project: Subject | None) -> Iterator[Outcome]:
        """到位率 against what arrived and the budget, in prose and in the funds of forms."""
        stated = [found for passage in _passages(report) for found in _arrival_rates(passage)]
        for form in report.forms:
            for line in form.funds:
                rate, part = form.amount(line, "到位率"), form.amount(line, "到位数")
                whole = form.amount(line, "全年预算数") or form.amount(line, "年初预算数")
                if form.doubt or rate is None or part is None or whole is None or whole.interval.low <= 0:
                    continue
                computed = part.interval / whole.interval * _HUNDRED
                if not computed.overlaps(_read(rate)):
                    yield self._arrival(
                        report, rate, part, whole, f"到位数{_raw(part, report)}", f"预算数{_raw(whole, report)}"
                    )
        if not stated:
            return
        part_ = project.operands.get("到位数") if project else None
        wholes = [project.operands[n] for n in ("全年预算数", "年初预算数") if n in project.operands] if project else []
        unclear = [project.unclear[n] for n in ("到位数", "全年预算数") if n in project.unclear] if project else []
        if unclear or part_ is None or not wholes:
            yield NotChecked(unclear[0] if unclear else "写了资金到位率，没有写明到位数或预算数")
            return
        for rate in stated:
            agreeing = [
                whole
                for whole in wholes
                if whole.interval.low <= 0 or (part_.interval / whole.interval * _HUNDRED).overlaps(_read(rate))
            ]
            if agreeing:
                continue
            whole_ = wholes[0]
            weak = part_.weak or whole_.weak or part_.inferred or whole_.inferred
            yield Problem(
                tuple(dict.fromkeys((rate.span, part_.spans[0], whole_.spans[0]))),
                {
                    "ratio": "资金到位率",
                    "stated": _raw(rate, report),
                    "computed": plain(round(part_.exact.low / whole_.exact.low * 100, 2)) + "%",
                    "part": part_.name + part_.written,
                    "whole": whole_.name + whole_.written,
                },
                weakest(self.severity, weaker=bool(weak)),
                "口径没有写明，需核实" if weak else "",
            )

    def _arrival(
        self, report: Report, rate: Quantity, part: Quantity, whole: Quantity, part_words: str, whole_words: str
    ) -> Problem:
        return Problem(
            (rate.span, part.span, whole.span),
            {
                "ratio": "资金到位率",
                "stated": _raw(rate, report),
                "computed": plain(round(part.value / whole.value * 100, 2)) + "%",
                "part": part_words,
                "whole": whole_words,
            },
        )


def _of_parts(report: Report) -> Iterator[Claim]:
    """Shares stated of the parts of a total."""
    for breakdown in read_breakdowns(report):
        for part in breakdown.parts:
            if part.share is not None:
                yield Claim(
                    f"{part.name.strip(':')}占比",
                    part.share,
                    _side(part.quantity, report),
                    _side(breakdown.total, report),
                    (part.share.span, part.span, breakdown.span),
                )


def _of_changes(passage: Passage, report: Report) -> Iterator[Claim]:
    """A change over the year before, as an amount and in percent, after the year's own figure."""
    text = passage.masked
    for first, change, rate in _triples(passage.mentions):
        if rate.quantity.kind != "percent" or {first.quantity.kind, change.quantity.kind} != {"money"}:
            continue
        between = text[first.end : change.start]
        said = _CHANGE.search(between)
        if said is None or not _RATE_OF_CHANGE.fullmatch(text[change.end : rate.start]):
            continue
        if re.search(r"[;!?\n]", between) or between.count("。") > 1:
            continue
        if any(m.quantity.comparison != "=" for m in (first, change)):
            continue
        now, delta = _side(first.quantity, report), _side(change.quantity, report)
        less = said[1] in _LESS
        before = now[0] + delta[0] if less else now[0] - delta[0]
        exact = now[1] + delta[1] if less else now[1] - delta[1]
        if exact <= 0:
            continue
        words = f"上年数{plain(exact / 10_000) + '万元' if exact >= 10_000 else plain(exact) + '元'}"
        yield Claim(
            "同比变化",
            rate.quantity,
            (delta[0], delta[1], f"变化额{delta[2]}"),
            (before, exact, words),
            (rate.quantity.span, change.quantity.span, first.quantity.span),
            "上年的数是推算的，需核实" if "。" in between else "",
        )


def _of_completions(passage: Passage, report: Report) -> Iterator[Claim]:
    """A completion rate after a planned and an actual count in one unit."""
    text = passage.masked
    for planned, done, rate in _triples(passage.mentions):
        one, two = planned.quantity, done.quantity
        if rate.quantity.kind != "percent" or one.unit != two.unit or one.kind not in ("count", "measure"):
            continue
        if one.comparison != "=" or two.comparison != "=":
            continue
        before = re.split(r"[。;!?\n,、]", text[max(0, planned.start - REACH) : planned.start])[-1]
        middle, last = text[planned.end : done.start], text[done.end : rate.start]
        if re.search(r"[。;!?\n]", middle + last) or not (_PLANNED.search(before) and _DONE.search(middle)):
            continue
        if _COMPLETED.fullmatch(last.removeprefix(",").split(",")[-1]) and last.count(",") <= 1:
            yield Claim(
                "完成率",
                rate.quantity,
                _side(two, report),
                _side(one, report),
                (rate.quantity.span, two.span, one.span),
            )


def _arrival_rates(passage: Passage) -> Iterator[Quantity]:
    text = passage.words
    for mention in passage.mentions:
        if mention.quantity.kind != "percent" or mention.quantity.comparison != "=":
            continue
        clause = re.split(r"[,。;!?\n]", text[max(0, mention.start - REACH) : mention.start])[-1]
        if _ARRIVED.search(clause) and not _NOT_ARRIVED.search(clause):
            yield mention.quantity


def _triples(mentions: list[Mention]) -> Iterator[tuple[Mention, Mention, Mention]]:
    useful = [m for m in mentions if m.quantity.kind not in ("year", "date")]
    yield from zip(useful, useful[1:], useful[2:], strict=False)


def _passages(report: Report) -> Iterator[Passage]:
    folded = report.folded
    for block in report.document.blocks:
        if isinstance(block, Paragraph):
            spans = [block.span] if block.role != "toc" else []
        else:
            spans = [cell.span for cell in block.cells if len(cell.span) >= 12]
        for span in spans:
            if re.search(r"[%‰成]", folded[span.start : span.end]):
                yield Passage(folded, span.start, span.end, find_quantities(folded, span.start, span.end))


def _side(quantity: Quantity, report: Report) -> tuple[Interval, Decimal, str]:
    return quantity.interval, quantity.value, _raw(quantity, report)


def _raw(quantity: Quantity, report: Report) -> str:
    words = re.sub(r"\s", "", quantity.span.cut(report.text))
    return words + "%" if quantity.kind == "percent" and not re.search(r"[%％‰成分]", words) else words


def _read(quantity: Quantity) -> Interval:
    """A percentage may have been rounded or cut off."""
    return Interval(quantity.interval.low, max(quantity.interval.high, quantity.value + quantity.step))
