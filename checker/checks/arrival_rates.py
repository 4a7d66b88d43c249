"""资金到位率 against what arrived and the budget, in prose and in the funds of forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from checker.checks.base import NotChecked
from checker.checks.operands import Operand, Subject
from checker.document import Span
from checker.understand.fact_text import REACH, Mention, Passage
from checker.understand.quantity import Quantity
from checker.understand.ratio_claims import Claim, Side, written
from checker.understand.report import Report

_NAME: Final = "资金到位率"
_ARRIVED: Final = re.compile(r"(?:资金|经费|预算|财政资金|项目资金)?到[位账]率(?:已|均|为|是|达到?|:|了)*$")
_NOT_ARRIVED: Final = re.compile(
    r"(?:及时|按时|按期)(?:资金|到位)?|目标|指标|≥|应|不低于|中央|省|市|县|区|配套|自筹|人员|设备|巡查"
)
# 截至6月底,资金到位445万元,到位率100%: the amount that the rate is of stands right before it.
_AMOUNT: Final = re.compile(r"(?:到位|到账)[^,;。0-9]{0,8}$")
_PARTIAL: Final = re.compile(r"批|季度|首|第|其中|中央|省级|市级|县级|区级|配套|自筹|专项债")
_BUDGETS: Final = ("全年预算数", "年初预算数")


def read_arrival_rates(
    passages: Iterable[Passage], report: Report, project: Subject | None
) -> Iterator[Claim | NotChecked]:
    """The rates of arrival of a report; those of single sources and batches are left out."""
    yield from _of_forms(report)
    wholes = [_side(project.operands[name]) for name in _BUDGETS if name in project.operands] if project else []
    unclear = dict(project.unclear) if project else {}
    silent = True
    for passage in passages:
        for rate, amount in _stated(passage):
            if not wholes or "全年预算数" in unclear:
                missing = "写了资金到位率，没有写明到位数或预算数"
            elif amount is not None:
                part = _named("到位数", amount[0], report, amount[1])
                yield Claim(_NAME, rate, part, wholes[0], others=tuple(wholes[1:]))
                continue
            elif project is not None and "到位数" in project.operands:
                part = _side(project.operands["到位数"])
                yield Claim(_NAME, rate, part, wholes[0], others=tuple(wholes[1:]))
                continue
            else:
                missing = unclear.get("到位数", "写了资金到位率，没有写明到位数或预算数")
            if silent:
                yield NotChecked(unclear.get("全年预算数", missing))
                silent = False


def _of_forms(report: Report) -> Iterator[Claim]:
    for form in report.forms:
        for line in form.funds:
            rate, part = form.amount(line, "到位率"), form.amount(line, "到位数")
            whole = form.amount(line, "全年预算数") or form.amount(line, "年初预算数")
            if form.doubt or rate is None or part is None or whole is None or whole.interval.low <= 0:
                continue
            yield Claim(_NAME, rate, _named("到位数", part, report), _named("预算数", whole, report))


def _named(name: str, amount: Quantity, report: Report, span: Span | None = None) -> Side:
    return Side(amount.interval, amount.value, name + written(amount, report.text), (span or amount.span,))


def _side(operand: Operand) -> Side:
    weak = "口径没有写明，需核实" if operand.weak or operand.inferred else ""
    return Side(operand.interval, operand.exact.low, operand.name + operand.written, operand.spans, weak)


def _stated(passage: Passage) -> Iterator[tuple[Quantity, tuple[Quantity, Span] | None]]:
    """The stated rates, each with the amount right before it where one is, and the place of that with its label."""
    text = passage.words
    last: Mention | None = None
    for mention in passage.mentions:
        if mention.quantity.kind == "money":
            last = mention
        if mention.quantity.kind != "percent" or mention.quantity.comparison != "=":
            continue
        clause = re.split(r"[,。;!?\n(]", text[max(0, mention.start - REACH) : mention.start])[-1]
        if not _ARRIVED.search(clause) or _NOT_ARRIVED.search(clause):
            continue
        if last is None or text[last.end : mention.start].lstrip(",(") != clause:
            yield mention.quantity, None
            continue
        before = re.split(r"[,。;!?\n]", text[max(0, last.start - REACH) : last.start])[-1]
        if _PARTIAL.search(before):
            continue
        label = _AMOUNT.search(before) if last.quantity.comparison == "=" else None
        if label is None:
            yield mention.quantity, None
        else:
            start = last.start - len(before) + label.start()
            yield mention.quantity, (last.quantity, passage.span(start, last.end))
