"""Percentages that name their two figures: shares of a total, growth over a year, what arrived of the budget."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.arrival_rates import read_arrival_rates
from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.figures import FACTORS, plain, weakest
from checker.checks.operands import Operand, Subject, subjects
from checker.checks.restated import restated
from checker.document import Paragraph, Span
from checker.folding import fold
from checker.interval import Interval
from checker.understand.breakdowns import read_breakdowns
from checker.understand.fact_text import Passage
from checker.understand.facts import year_of
from checker.understand.quantities import find_quantities
from checker.understand.quantity import Quantity
from checker.understand.ratio_changes import read_amount_changes, read_changes
from checker.understand.ratio_claims import HUNDRED, Claim, Line, Side, lines, written
from checker.understand.ratio_completions import read_completions
from checker.understand.ratio_shares import read_shares
from checker.understand.report import Report
from checker.vocabulary import FactName, Model, Pattern

_SENTENCE: Final = re.compile(r"[^。!?\n]+")
_FILL: Final = r"(?:约|仅|的|比例?|比重|为|是|达到?|了|:|,)*"


class Share(Model):
    """A share of one of the report's figures: 占全年支出的36.1%."""

    of: Annotated[tuple[FactName, ...], Field(description="占的是哪个数，前面的没有写明时用后面的")]
    words: Annotated[Pattern, Field(description="“占”后面的说法")]


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
        project = next((s for s in subjects("report", report, cut=True) if isinstance(s, Subject)), None)
        claims: dict[int, list[Claim]] = {}
        passages = [*_passages(report)]
        for found in (*self._claims(passages, report, project), *read_arrival_rates(passages, report, project)):
            if isinstance(found, NotChecked):
                yield found
            elif found.stated.comparison == "=":
                claims.setdefault(found.stated.span.start, []).append(found)
        for several in claims.values():
            yield from self._judged(several, project, report)

    def _claims(self, passages: list[Passage], report: Report, project: Subject | None) -> Iterator[Claim]:
        taken = {fact.quantity.span.start for fact in report.facts if fact.name == "执行率"}
        year = year_of(report)
        yield from _of_parts(report)
        for passage in passages:
            yield from read_amount_changes(Line(passage, 0, len(passage.words), report.text))
            for line in lines(passage, report.text):
                yield from read_changes(line, year)
                yield from read_completions(line, report)
                yield from (claim for claim in read_shares(line) if claim.stated.span.start not in taken)
            if project is not None:
                yield from self._of_facts(passage, project, report, taken)

    def _judged(self, claims: list[Claim], project: Subject | None, report: Report) -> Iterator[Outcome]:
        """What is wrong with a percentage: the claim that is surest, if it fits none of what it may be of."""
        wrong: list[tuple[Claim, Side, Side]] = []
        for claim in claims:
            parts, meant = _sides(claim.part, project), _sides(claim.whole, project)
            unclear = next((side for side in (parts, meant) if isinstance(side, str)), None)
            if unclear is not None:
                yield NotChecked(unclear)
                return
            assert not isinstance(parts, str) and not isinstance(meant, str)
            wholes = [whole for whole in (*meant, *claim.others) if not whole.interval.low <= 0 <= whole.interval.high]
            if not parts or not meant or meant[0] not in wholes:
                continue
            if any(_computed(claim, part, whole).overlaps(_read(claim.stated)) for part in parts for whole in wholes):
                return
            wrong.append((claim, parts[0], meant[0]))
        for claim, part, whole in sorted(wrong, key=lambda each: bool(each[0].weak))[:1]:
            if _slipped(claim, part, whole, report):
                return
            weak = claim.weak or part.weak or whole.weak
            yield Problem(
                tuple(dict.fromkeys((claim.stated.span, *part.spans[:1], *whole.spans[:1], *claim.spans))),
                {
                    "ratio": claim.name,
                    "stated": written(claim.stated, report.text),
                    "computed": _in_words(claim, part, whole),
                    "part": part.words,
                    "whole": whole.words,
                },
                weakest(self.severity, weaker=bool(weak)),
                weak,
            )

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
                    base = _of_operand(whole)
                    yield Claim(f"占{name}的比例", share.quantity, _side(part.quantity, report), base, weak=base.weak)
                    break


def _slipped(claim: Claim, part: Side, whole: Side, report: Report) -> bool:
    """Whether the percentage is right and a unit wrong that is right elsewhere: figure/unit-slip says so."""
    computed, stated = _computed(claim, part, whole), _read(claim.stated)
    for factor in map(Interval.point, FACTORS) if not claim.change else ():
        if not (computed * factor).overlaps(stated) and not computed.overlaps(stated * factor):
            continue
        amounts = [fact.quantity.interval for fact in report.facts if fact.quantity.kind == "money"]
        if any(
            (side.interval * factor).overlaps(amount) or side.interval.overlaps(amount * factor)
            for side in (part, whole)
            for amount in amounts
        ):
            return True
    return False


def _sides(side: Side | tuple[FactName, ...], project: Subject | None) -> list[Side] | str:
    """The figures that a side of a claim may be; a reason where the report states it in several ways."""
    if isinstance(side, Side):
        return [side]
    if project is None:
        return []
    found = [_of_operand(project.operands[name]) for name in side if name in project.operands]
    unclear = [project.unclear[name] for name in side if name in project.unclear]
    return unclear[0] if unclear else found


def _of_operand(operand: Operand) -> Side:
    weak = "所比的数是根据上下文判断的，需核实口径" if operand.weak or operand.inferred else ""
    return Side(operand.interval, operand.exact.low, operand.name + operand.written, operand.spans, weak)


def _computed(claim: Claim, part: Side, whole: Side) -> Interval:
    if not claim.change:
        return part.interval / whole.interval * HUNDRED
    # The figure of the year before stands on both sides of the fraction: it is one number, not two.
    more = part.interval / whole.interval * HUNDRED - HUNDRED
    return more if claim.change > 0 else Interval(-more.high, -more.low)


def _in_words(claim: Claim, part: Side, whole: Side) -> str:
    """The right percentage; where a figure rose that is said to have fallen, with the word for it."""
    places = max(1, -int(claim.stated.value.as_tuple().exponent)) + 1
    value = part.value / whole.value * 100
    if not claim.change:
        return plain(round(value, places)) + "%"
    change = value - 100
    other = "" if (change >= 0) == (claim.change > 0) else "增长" if change > 0 else "减少"
    return f"{other}{plain(round(abs(change), places))}%"


def _of_parts(report: Report) -> Iterator[Claim]:
    """Shares stated of the parts of a total."""
    for breakdown in read_breakdowns(report):
        for part in breakdown.parts:
            if part.share is not None:
                yield Claim(
                    f"{part.name.strip(':')}占比",
                    part.share,
                    _side(part.quantity, report, part.span),
                    _side(breakdown.total, report, breakdown.span),
                    others=tuple(_side(fact.quantity, report) for fact in restated(breakdown.total, report)),
                )


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


def _side(quantity: Quantity, report: Report, span: Span | None = None) -> Side:
    words = written(quantity, report.text)
    return Side(quantity.interval, quantity.value, words, (span or quantity.span,))


def _read(quantity: Quantity) -> Interval:
    """A percentage may have been rounded or cut off."""
    return Interval(quantity.interval.low, max(quantity.interval.high, quantity.value + quantity.step))
