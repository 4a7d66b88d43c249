"""Whether a text bears out that two doubtful figures belong together: it states their ratio, or how far they differ."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from checker.checks.operands import Operand
from checker.document import Paragraph, Span
from checker.interval import Interval
from checker.understand.quantities import find_quantities
from checker.understand.quantity import Quantity
from checker.understand.report import Report

_ONE: Final = Interval.point(1)
_HUNDRED: Final = Interval.point(100)


def borne_out(figures: Sequence[Operand], report: Report) -> bool:
    """Whether the paragraphs of two amounts state their ratio (到位率97.81%) or how far they differ.

    A label that may be of anything (收到…, 安排…) is then no longer the only evidence of what its amount is.
    """
    amounts = [operand for operand in figures if operand.kind == "money"]
    for first, second in combinations(amounts, 2):
        for block in _paragraphs(report, (*first.spans, *second.spans)):
            stated = [q for q in find_quantities(report.folded, block.start, block.end) if isinstance(q, Quantity)]
            spans = {*first.spans, *second.spans}
            others = [q for q in stated if not any(span.covers(q.span) for span in spans)]
            if any(_tells(q, first.exact, second.exact) for q in others):
                return True
    return False


def _tells(stated: Quantity, one: Interval, other: Interval) -> bool:
    """Whether a quantity is the ratio of two amounts, by how much one is above the other, or the difference."""
    if stated.comparison != "=" or 0 in (one.low, other.low):
        return False
    if stated.kind == "money":
        apart = one - other
        return stated.interval.overlaps(apart) or stated.interval.overlaps(other - one)
    if stated.kind != "percent" or stated.value in (0, 100):
        return False
    share = Interval(stated.interval.low, stated.value + stated.step) / _HUNDRED
    ratios = [one / other, other / one]
    return any(share.overlaps(each) for ratio in ratios for each in (ratio, ratio - _ONE, _ONE - ratio))


def _paragraphs(report: Report, spans: Sequence[Span]) -> list[Span]:
    blocks = [block.span for block in report.document.blocks if isinstance(block, Paragraph)]
    return [block for block in blocks if any(block.covers(span) for span in spans)]
