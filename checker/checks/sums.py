"""Parts that do not add up to the total that is stated of them, in prose and in the funds of forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.figures import plain, weakest
from checker.checks.operands import MONEY_COLUMNS, in_words
from checker.checks.restated import restated
from checker.interval import Interval
from checker.understand.breakdown import Breakdown
from checker.understand.breakdowns import read_breakdowns
from checker.understand.form import Form, FundLine
from checker.understand.quantities import find_quantities
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.understand.table_sums import read_table_sums
from checker.vocabulary import FactName

# The rows of 财政拨款 by whose money it is: parts of that row, not of the total.
_BELOW: Final = re.compile(r"中央|国家|省|市|县|区|州|镇|乡|上级|本级|地方|一般公共预算|政府性基金|转移支付|专项")
_MORE: Final = re.compile(r"追加|调增|增加|新增|增拨|上年结转")
_LESS: Final = re.compile(r"调减|核减|压减|减少|收回|调剂出")
_HEAD: Final = re.compile(r"财政拨款|财政资金|一般公共预算|预算资金|拨款")


_OF_A_YEAR: Final = re.compile(r"季度|[0-9一二三四五六七八九十]月|前[一二三四五六七八九十0-9]+个月")
_REMARKS: Final = {
    True: "如果列出的不是全部，请写明其余部分",
    False: "如果各部分有重叠，请写明",
}


class SumMismatch(Rule):
    """The parts that a text or a form's funds name do not add up to their stated total."""

    ABOUT: ClassVar[str] = "各部分之和与合计是否相符"

    DATA: ClassVar[Mapping[str, str]] = {
        "what": "合计数的名称",
        "total": "写明的合计数",
        "sum": "各部分之和",
        "apart": "相差多少",
        "parts": "各部分",
    }

    check: Literal["sum"] = "sum"
    columns: Annotated[tuple[FactName, ...], Field(description="自评表资金部分要核对的栏")] = MONEY_COLUMNS

    def run(self, report: Report) -> Iterator[Outcome]:
        for breakdown in read_breakdowns(report):
            problem = self._prose(breakdown, report)
            if problem is not None:
                yield problem
        yield from self._adjusted(report)
        for found in read_table_sums(report):
            whole, *amounts = found.amounts
            if reduce(add, (_worth(amount) for amount in amounts)).overlaps(whole.interval):
                continue
            written = [re.sub(r"\s", "", cell.span.cut(report.text)) for cell in found.cells]
            data = self._data(found.what, written[0], whole, amounts, written[1:])
            # The unit that is not written is the column's: the numbers are told as they stand.
            bare = not any("元" in words for words in written)
            if bare:
                summed = sum((amount.value for amount in amounts), Decimal(0))
                data["sum"] = plain(summed / 10_000)
                data["apart"] = plain(abs(whole.value - summed) / 10_000)
            yield Problem(tuple(cell.span for cell in found.cells), data)
        for form in report.forms:
            if not form.funds:
                continue
            if form.doubt:
                yield NotChecked(form.doubt)
                continue
            for column in self.columns:
                yield from self._column(form, column, report)

    def _prose(self, breakdown: Breakdown, report: Report) -> Problem | None:
        if len(breakdown.parts) < 2:
            return None
        total = breakdown.total.interval
        summed = reduce(add, (_worth(part.quantity) for part in breakdown.parts))
        if summed.overlaps(total):
            return None
        short = summed.high < total.low
        money = breakdown.total.kind == "money"
        if not money and not breakdown.partition and (short or not breakdown.distinct):
            return None
        if short and len(breakdown.parts) < 4 and all(_OF_A_YEAR.search(part.name) for part in breakdown.parts):
            return None  # some quarters of a year are not the year
        if (short and breakdown.open) or _said_again(breakdown.total, summed, report):
            return None
        # Kinds of things may overlap; amounts of money do not.
        uncertain = (short or not money) and not breakdown.partition
        remark = _REMARKS[short] if uncertain else ""
        parts = [_words(part.quantity, report) for part in breakdown.parts]
        return Problem(
            (breakdown.span, *(part.span for part in breakdown.parts)),
            self._data(
                "", _words(breakdown.total, report), breakdown.total, [p.quantity for p in breakdown.parts], parts
            ),
            weakest(self.severity, weaker=uncertain),
            remark,
        )

    def _adjusted(self, report: Report) -> Iterator[Problem]:
        """年初预算200万元,年中追加90万元,调整后预算290万元: what was changed accounts for the difference."""
        facts = [fact for fact in report.facts if fact.sentence is not None and fact.quantity.comparison == "="]
        for start in (fact for fact in facts if fact.name == "年初预算数"):
            end = next(
                (
                    f
                    for f in facts
                    if f.name == "全年预算数" and f.sentence == start.sentence and f.span.start >= start.span.end
                ),
                None,
            )
            if end is None or end.strength != "firm":
                continue
            if (end.scope, end.year) != (start.scope, start.year):
                continue
            between = find_quantities(report.folded, start.span.end, end.span.start)
            amounts = [item for item in between if isinstance(item, Quantity) and item.kind == "money"]
            signs, at = [], start.span.end
            for item in amounts:
                words = report.folded[at : item.span.start].replace(" ", "")
                less, more = _LESS.search(words), _MORE.search(words)
                signs.append(0 if bool(less) == bool(more) or item.comparison != "=" else -1 if less else 1)
                at = item.span.end
            last = report.folded[at : end.span.start]
            if not amounts or 0 in signs or len(amounts) < len(between) or "其中" in report.folded[start.span.end : at]:
                continue
            if re.search(r"[0-9]", last):
                continue
            summed = start.quantity.interval
            for sign, item in zip(signs, amounts, strict=True):
                summed = summed + item.interval if sign > 0 else summed - item.interval
            if summed.overlaps(end.quantity.interval) or _said_again(end.quantity, summed, report):
                continue
            if not re.search(r"[元万亿¥]", _words(end.quantity, report)):
                # figure/unit-missing speaks of it.
                continue
            exact = start.quantity.value + sum(
                (sign * item.value for sign, item in zip(signs, amounts, strict=True)), Decimal(0)
            )
            parts = [
                ("" if sign > 0 else "减") + _words(item, report) for sign, item in zip(signs, amounts, strict=True)
            ]
            written = [_words(start.quantity, report), *parts]
            total = _words(end.quantity, report)
            yield Problem(
                (end.span, start.span, *(item.span for item in amounts)),
                {
                    "what": "调整后的预算数",
                    "total": total,
                    "sum": _shown(exact, end.quantity, total + "".join(written)),
                    "apart": _shown(abs(end.quantity.value - exact), end.quantity, total + "".join(written)),
                    "parts": "、".join(written),
                },
            )

    def _column(self, form: Form, column: str, report: Report) -> Iterator[Outcome]:
        """One column of a form's funds: the total against its rows, and 财政拨款 against those by whose money it is."""
        tables = dict.fromkeys(id(line.table) for line in form.funds)
        for table in tables:
            lines = [line for line in form.funds if id(line.table) == table and line.cell(column) is not None]
            totals = [line for line in lines if line.total]
            if len(totals) != 1 or lines[0] is not totals[0]:
                continue
            for head, parts in _families(totals[0], lines[1:]):
                yield from self._family(form, column, head, parts, report)

    def _family(
        self, form: Form, column: str, head: FundLine, parts: list[FundLine], report: Report
    ) -> Iterator[Outcome]:
        whole = form.amount(head, column)
        if whole is None:
            if parts and not form.blank(head.cell(column)):
                yield NotChecked(f"{column}一栏的“{form.text(head.cell(column))}”无法读作金额")
            return
        read = [(line, form.amount(line, column)) for line in parts]
        unread = [line for line, amount in read if amount is None and not form.blank(line.cell(column))]
        if unread:
            yield NotChecked(f"{column}一栏的“{form.text(unread[0].cell(column))}”无法读作金额")
            return
        filled = [(line, amount) for line, amount in read if amount is not None and amount.unit == whole.unit]
        if not filled or any(amount is not None and amount.unit != whole.unit for _, amount in read):
            return
        summed = reduce(add, (_worth(amount) for _, amount in filled))
        if summed.overlaps(whole.interval) or any(each.overlaps(whole.interval) for each in _nested(filled)):
            return
        short = summed.high < whole.interval.low
        if short and len(parts) < 2:
            return
        blank = len(filled) < len(read)
        unit = head.units.get(column, "")
        cells = [cell for line in (head, *(line for line, _ in filled)) if (cell := line.cell(column)) is not None]
        words = ["".join(cell.span.cut(report.text).split()) for cell in cells]
        written = [each + (unit if not re.search(r"[元万亿]", each) else "") for each in words]
        yield Problem(
            tuple(cell.span for cell in cells),
            self._data(
                f"{head.name or '资金总额'}的{column}", written[0], whole, [amount for _, amount in filled], written[1:]
            ),
            weakest(self.severity, weaker=short and blank),
            "有的分项没有填写" if short and blank else "",
        )

    def _data(
        self, what: str, total: str, whole: Quantity, amounts: list[Quantity], parts: list[str]
    ) -> dict[str, str]:
        summed = sum((amount.value for amount in amounts), Decimal(0))
        written = total + "".join(parts)
        return {
            "what": what or "合计",
            "total": total,
            "sum": _shown(summed, whole, written),
            "apart": _shown(abs(whole.value - summed), whole, written),
            "parts": "、".join(parts),
        }


def _families(total: FundLine, lines: list[FundLine]) -> Iterator[tuple[FundLine, list[FundLine]]]:
    """Each line that has parts, with them: rows of 中央, 省, 市 under 财政拨款 are that row's."""
    top: list[FundLine] = []
    head: FundLine | None = None
    below: list[FundLine] = []
    for line in lines:
        if head is not None and _BELOW.search(line.name) and not _HEAD.search(line.name):
            below.append(line)
            continue
        top.append(line)
        if head is None and _HEAD.search(line.name) and not _BELOW.search(line.name):
            head = line
    yield total, top
    if head is not None and below:
        yield head, below


_OF_ITS_OWN: Final = re.compile(r"其[他它](?:资金|来源)|自筹|单位资金|社会")


def _nested(parts: list[tuple[FundLine, Quantity]]) -> Iterator[Interval]:
    """The sums where a part has an 其中 of its own (财政拨款, 其中:上年结转, 其他资金); its end is not written."""
    inner = next((at for at, (line, _) in enumerate(parts) if at and line.name.startswith("其中")), None)
    if inner is not None:
        for end in range(inner + 1, len(parts) + 1):
            yield reduce(add, (_worth(amount) for _, amount in (*parts[:inner], *parts[end:])))
            if end < len(parts) and _OF_ITS_OWN.match(parts[end][0].name):
                return


def _worth(part: Quantity) -> Interval:
    """What a part adds to a sum: nothing is nothing, to whatever places it is written."""
    return part.interval if part.value else Interval.point(0)


def _said_again(total: Quantity, summed: Interval, report: Report) -> bool:
    """Whether another statement of a total agrees with its parts: that the two differ is figure/conflict's to say."""
    return any(fact.quantity.interval.overlaps(summed) for fact in restated(total, report))


def _words(quantity: Quantity, report: Report) -> str:
    return re.sub(r"\s+", "", quantity.span.cut(report.text))


def _shown(value: Decimal, whole: Quantity, written: str) -> str:
    if whole.kind == "money":
        return in_words(Interval.point(value), "money", written)
    return plain(value) + whole.unit
