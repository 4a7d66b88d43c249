"""Figures that a report must state, and how: in which unit, how precisely, within which bounds, for which sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field, field_validator

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.condition import Circumstances, Conditional
from checker.checks.figures import raw
from checker.document import Span
from checker.finding import Severity
from checker.folding import fold
from checker.formula import parse
from checker.interval import Interval
from checker.understand.facts import PROJECT, Fact, year_of
from checker.understand.form_labels import is_nothing
from checker.understand.report import Report
from checker.vocabulary import FactName, Model, Pattern

Unit = Literal["元", "千元", "万元", "百万元", "亿元", "%", "分"]

_UNIT: Final = re.compile(r"(?:千|百万|万|亿)?元|[万亿](?!元)|%|‰|分|整|角")
_DIGITS: Final = re.compile(r"[0-9][0-9,]*(?:\.([0-9]+))?")
_TRANSFER: Final = re.compile(r"转移支付|中央主管部门|地方主管部门")
_SHOWN: Final = 5  # places that one finding shows


class Needed(Model):
    """A figure that must be stated: `fact`, or any of `alike`. What is no more than a hint makes it a warning.

    Wherever it is stated it has one of the units and the number of decimals asked for, and it lies within the bounds;
    each of `sources` has a figure of its own.
    """

    fact: Annotated[FactName, Field(description="数据的名称")]
    alike: Annotated[tuple[FactName, ...], Field(description="同样可以的数据")] = ()
    hints: Annotated[tuple[FactName, ...], Field(description="可能就是这个数的数据，只有它时降为警告")] = ()
    said: Annotated[Pattern | None, Field(description="用文字说明而没有写数的说法，有它时降为警告")] = None
    required: Annotated[bool, Field(description="没有写明时是否报出；否则列为未检查")] = True
    unit: Annotated[tuple[Unit, ...], Field(description="应使用的单位，如[元]；有几个时用其中一个即可")] = ()
    decimals: Annotated[int | None, Field(description="应保留几位小数", ge=0, le=6)] = None
    at_least: Annotated[str | None, Field(description="不得小于多少，如0、80%、1万元")] = None
    at_most: Annotated[str | None, Field(description="不得大于多少，如100、100%、5000万元")] = None
    sources: Annotated[tuple[str, ...], Field(description="应分别写明这个数的资金来源，如财政拨款、其他资金")] = ()

    @field_validator("at_least", "at_most")
    @classmethod
    def _bounds_are_numbers(cls, text: str | None) -> str | None:
        if text is not None:
            parse(text, (), kind="number")
        return text


class FactMissing(Conditional):
    """A figure is stated nowhere, in prose or in a table; or it is stated otherwise than is asked for.

    Figures of another year and of a whole department are no statements of it. A bound is broken only where the stated
    number lies beyond it for certain.
    """

    ABOUT: ClassVar[str] = "应当写明的数据"

    DATA: ClassVar[Mapping[str, str]] = {
        "fact": "数据的名称",
        "problem": "哪里不符合，一句话",
        "stated": "文中的写法，没有写明则为空",
        "limit": "要求的单位、小数位数、界限或资金来源，没有要求则为空",
    }

    check: Literal["fact"] = "fact"
    needs: Annotated[tuple[Needed, ...], Field(description="必须写明的数据", min_length=1)]

    def judge(self, report: Report, why: Circumstances) -> Iterator[Outcome]:
        year = year_of(report)
        facts = [fact for fact in report.facts if not fact.scope.startswith(("部门整体", "复核"))]
        own = [fact for fact in facts if fact.year in (None, year)]
        for needed in self.needs:
            names = (needed.fact, *needed.alike)
            stated = [fact for fact in own if fact.name in names]
            if stated:
                yield from self._as_asked(needed, stated, report)
                continue
            # 收到补助资金300万元: what a unit was given to spend is its budget under another name.
            if any(fact.name in needed.hints and fact.strength == "weak" for fact in own):
                continue
            if not needed.required:
                yield NotChecked(f"{needed.fact}没有写明或无法读取")
                continue
            if report.document.incomplete and not _left_empty(needed, report):
                yield NotChecked(f"文件中有未能读取的内容，不能断定没有写明{needed.fact}")
                continue
            if doubt := _not_scored(needed, report) or _in_doubt(needed, report):
                yield NotChecked(doubt)
                continue
            yield self._missing(needed, report, facts, own, why)

    def _missing(
        self, needed: Needed, report: Report, facts: list[Fact], own: list[Fact], why: Circumstances
    ) -> Problem:
        data = _data(needed, f"没有写明{needed.fact}")
        hint = next((fact for fact in own if fact.name in needed.hints), None)
        if hint is not None:
            remark = f"文中只有{hint.name}{raw(hint, report)}，是否就是{needed.fact}需核实"
            return Problem((hint.span,), data, self._weaker, remark)
        if needed.said is not None and (words := _said(needed.said, report)):
            scores = any(term.name == needed.fact and term.kind == "score" for term in report.vocabulary.facts)
            remark = f"文中只写了“{words[1]}”，没有写明{'项目的总分' if scores else '金额'}"
            return Problem((words[0],), data, self._weaker, remark)
        other = next((fact for fact in facts if fact.name in (needed.fact, *needed.alike)), None)
        if other is not None:
            return Problem((other.span,), data, remark=f"文中只有{other.year}年的{other.name}{raw(other, report)}")
        return Problem(why.spans, data)

    def _as_asked(self, needed: Needed, stated: Sequence[Fact], report: Report) -> Iterator[Outcome]:
        if needed.unit:
            units = "或".join(needed.unit)
            told = [(fact, unit) for fact in stated if (unit := _unit(raw(fact, report))) is not None]
            wrong = [fact for fact, unit in told if unit not in needed.unit]
            yield from _together(needed, wrong, f"单位应为{units}", units, report)
            if not told:
                yield NotChecked(f"{needed.fact}的单位没有写明")
        if needed.decimals is not None:
            places = [(fact, count) for fact in stated if (count := _decimals(raw(fact, report))) is not None]
            # A bare 0 stands for nothing there, and is not written to the cent.
            wrong = [fact for fact, count in places if count != needed.decimals and (count or fact.quantity.value)]
            said = f"应保留{needed.decimals}位小数" if needed.decimals else "应为整数"
            yield from _together(needed, wrong, said, str(needed.decimals), report)
        for bound, low in ((needed.at_least, True), (needed.at_most, False)):
            limit = parse(bound).evaluate({}).value if bound is not None else None
            if bound is not None and limit is not None:
                sure = [fact for fact in stated if fact.scope == PROJECT and not fact.inferred]
                wrong = [fact for fact in sure if fact.strength != "weak" and _beyond(fact, limit, low)]
                yield from _together(needed, wrong, f"不应{'小' if low else '大'}于{bound}", bound, report)
        yield from self._sources(needed, stated, report)

    def _sources(self, needed: Needed, stated: Sequence[Fact], report: Report) -> Iterator[Outcome]:
        lines = [line for form in report.forms for line in form.funds]
        filled = {
            "".join(fold(line.name).split())
            for form in report.forms
            for line in form.funds
            if (cell := line.cell(needed.fact)) is not None and (len(cell.span) and not is_nothing(form.text(cell)))
        }
        known = filled | {"".join(fold(fact.scope).split()) for fact in stated}
        for source in needed.sources:
            word = "".join(fold(source).split())
            # 其中：财政拨款250万元: an amount behind the source's name is its figure, whatever it is called.
            amount = re.compile(re.escape(fold(source)) + r"[^。;\n0-9]{0,12}[0-9][0-9,.]*\s*(?:千|百万|万|亿)?元")
            if any(word in name for name in known) or amount.search(report.folded):
                continue
            if report.document.incomplete:
                yield NotChecked(f"文件中有未能读取的内容，不能断定没有写明{source}的{needed.fact}")
                continue
            place = next((line.label.span for line in lines if line.label and word in fold(line.name)), stated[0].span)
            problem = f"没有写明{source}的{needed.fact}"
            yield Problem((place,), _data(needed, problem, limit=source))

    @property
    def _weaker(self) -> Severity | None:
        return Severity.WARNING if self.severity is Severity.ERROR else None


def _not_scored(needed: Needed, report: Report) -> str | None:
    """Why no score can be stated: the forms of transfers have no columns for weights and scores."""
    term = next((term for term in report.vocabulary.facts if term.name == needed.fact), None)
    if term is None or term.kind != "score" or report.identity.kind != "table" or not report.forms:
        return None
    for form in report.forms:
        spans = [table.span for table in form.tables] or [Span(0, len(report.folded))]
        words = "".join("".join(span.cut(report.folded).split()) for span in spans)
        if not _TRANSFER.search(words) or any(name in words for name in ("分值", "得分", "权重")):
            return None
    return "转移支付的自评表没有分值栏和得分栏，不计分"


def _in_doubt(needed: Needed, report: Report) -> str | None:
    """Why a form that names a figure could not be read, so that nobody can say that the figure is not in it."""
    term = next((term for term in report.vocabulary.facts if term.name == needed.fact), None)
    if term is None:
        return None
    for form in report.all_forms:
        if form.doubt is None:
            continue
        spans = [table.span for table in form.tables] or [Span(0, len(report.folded))]
        words = "".join("".join(span.cut(report.folded).split()) for span in spans)
        if any(regex.search(words) for regex in (term.regex, term.plain_regex, term.header_regex)) or (
            term.kind == "score" and re.search(r"总分|总得分|合计", words)
        ):
            return form.doubt
    return None


def _left_empty(needed: Needed, report: Report) -> bool:
    """Whether the form's column says in so many signs (/, —) that there is no figure, and only formulas are unread."""
    if any(note.incomplete and note.code != "uncalculated" for note in report.document.notes):
        return False
    cells = [(form, line.cell(needed.fact)) for form in report.forms for line in form.funds]
    return bool(cells) and all(
        cell is not None and len(cell.span) and is_nothing(form.text(cell)) for form, cell in cells
    )


def _data(needed: Needed, problem: str, stated: str = "", limit: str = "") -> dict[str, str]:
    return {"fact": needed.fact, "problem": problem, "stated": stated, "limit": limit}


def _together(needed: Needed, wrong: list[Fact], said: str, limit: str, report: Report) -> Iterator[Problem]:
    """One finding for all statements that are wrong in one way."""
    if not wrong:
        return
    first = raw(wrong[0], report)
    more = f"（共{len(wrong)}处）" if len(wrong) > 1 else ""
    spans = tuple(dict.fromkeys(fact.span for fact in wrong))[:_SHOWN]
    yield Problem(spans, _data(needed, f"{wrong[0].name}写作{first}{more}，{said}", first, limit))


def _unit(written: str) -> str | None:
    """The unit of a figure as it is written: 万元 of 290万元; None where it has none of the usual ones."""
    found = _UNIT.findall(fold(written))
    if not found:
        return None
    last = str(found[-1])
    return {"万": "万元", "亿": "亿元", "整": "元", "角": "元"}.get(last, last)


def _decimals(written: str) -> int | None:
    """How many decimals a figure is written with; None where it is not in digits."""
    match = _DIGITS.search(fold(written))
    return None if match is None else len(match[1] or "")


def _beyond(fact: Fact, limit: Interval, low: bool) -> bool:
    """Whether a figure lies beyond a bound whatever it was rounded from."""
    interval = fact.quantity.interval
    if fact.quantity.kind == "percent":
        interval = interval / Interval.point(100)
    return interval.high < limit.low if low else interval.low > limit.high


def _said(pattern: str, report: Report) -> tuple[Span, str] | None:
    match = re.search(fold(pattern), report.folded)
    return (Span(*match.span()), report.text[match.start() : match.end()]) if match else None
