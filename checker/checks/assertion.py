"""A formula over figures that must hold: 结余数 == 全年预算数 - 执行数."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field, ValidationInfo, field_validator

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.borne_out import borne_out
from checker.checks.figures import scope_words, weakest
from checker.checks.operands import (
    DIMENSION_NAMES,
    DIMENSION_WORDS,
    FUNDS_NAMES,
    FUNDS_WORDS,
    INDICATOR_NAMES,
    INDICATOR_WORDS,
    REPORT_NAMES,
    REPORT_WORDS,
    Each,
    Operand,
    Subject,
    in_words,
    subjects,
)
from checker.checks.reason import Reason
from checker.document import Span
from checker.finding import Severity
from checker.folding import fold
from checker.formula import Formula, FormulaError, Result, parse
from checker.formula_syntax import Arithmetic, Call, Compare, Constant, Logic, Name, Node, Words
from checker.interval import Interval
from checker.understand.facts import PROJECT
from checker.understand.report import Report
from checker.vocabulary import FactName, Pattern

_SENTENCE: Final = re.compile(r"[^。;!?\n]+")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
# What a message may name although no formula does, by what is looked at one by one.
_ALWAYS: Final = {"indicator": ("名称", "三级指标"), "dimension": DIMENSION_WORDS}
# What formulas may name beside the report's own figures and words, by the same.
_NAMES_OF: Final[Mapping[str, tuple[str, ...]]] = {"indicator": INDICATOR_NAMES, "dimension": DIMENSION_NAMES}
_WORDS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "funds": FUNDS_WORDS,
    "indicator": (*REPORT_WORDS, *INDICATOR_WORDS),
    "dimension": (*REPORT_WORDS, *DIMENSION_WORDS),
}
_LISTED: Final = re.compile(
    r"(?:上年|以前年度)结转(?:资金)?[0-9][0-9.,]*(?:万|亿)?元,占[0-9.]+%|(?:其中|包括|资金来源为|由)[^。;]*"
)


class Assert(Rule):
    """A condition that must hold for each of something: the report, a project, a scope, a line of funds, an indicator …

    `that` is one formula or several readings of which one must hold (`readings: first`: the first that can be applied);
    a reading whose operands are not stated is passed over. Where no reading can be applied, or `when` cannot be
    decided for want of an operand, the rule is not checked.
    """

    ABOUT: ClassVar[str] = "应当成立的算式"

    DATA: ClassVar[Mapping[str, str]] = {
        "whose": "所属范围（“某项目”的），整个项目则为空",
        "scope": "所属范围",
        "left": "不成立的比较中左边的数",
        "right": "不成立的比较中右边的数",
        "difference": "左边比右边多出的数，少则为负",
        "apart": "两边相差多少",
    }

    check: Literal["assert"] = "assert"
    each: Annotated[
        Each,
        Field(
            description="逐个检查什么：report全文、project各项目、scope各范围、funds自评表各资金行、indicator各指标、dimension各一级指标"
        ),
    ]
    values: Annotated[
        Mapping[str, tuple[FactName, ...]], Field(description="自定的名称：前面的数据没有写明时用后面的")
    ] = {}
    params: Annotated[Mapping[str, str], Field(description="阈值等参数，如下限为80%")] = {}
    when: Annotated[str | None, Field(description="条件：成立时才检查")] = None
    unless: Annotated[str | None, Field(description="例外：成立时不报")] = None
    that: Annotated[str | tuple[str, ...], Field(description="应当成立的算式；写几个时有一个成立即可")]
    readings: Annotated[
        Literal["any", "first"], Field(description="写几个算式时：any有一个成立即可，first以第一个能算的为准")
    ] = "any"
    reason: Annotated[Reason | None, Field(description="文中有这样的说明就不报")] = None
    unclear: Annotated[Pattern | None, Field(description="文中有这样的说法时口径不明，不作判断")] = None

    @classmethod
    def template_names(cls, stated: Mapping[str, object]) -> Mapping[str, str]:
        names = dict(cls.DATA)
        formulas = stated.get("that")
        conditions = [stated.get("when"), stated.get("unless")]
        for text in [*(formulas if isinstance(formulas, list | tuple) else [formulas]), *conditions]:
            if isinstance(text, str):
                try:
                    names |= dict.fromkeys(parse(text).names, "算式中的数")
                except FormulaError:
                    continue
        for key in ("values", "params"):
            own = stated.get(key)
            if isinstance(own, Mapping):
                names |= dict.fromkeys(map(str, own), "自定的名称")
        return names | dict.fromkeys(_ALWAYS.get(str(stated.get("each")), ()), "这一行的名称")

    @field_validator("params")
    @classmethod
    def _params_are_numbers(cls, params: Mapping[str, str]) -> Mapping[str, str]:
        for text in params.values():
            parse(text, (), kind="number")
        return params

    @field_validator("when", "unless", "that")
    @classmethod
    def _formulas_are_conditions(
        cls, stated: str | tuple[str, ...] | None, info: ValidationInfo
    ) -> str | tuple[str, ...] | None:
        each = info.data.get("each", "report")
        facts = (info.context or {}).get("facts")
        words = _WORDS_OF.get(each, REPORT_WORDS)
        known: list[str] | None = None
        if each == "funds":
            known = [*FUNDS_NAMES]
        elif facts is not None:
            known = [*facts, *REPORT_NAMES, *_NAMES_OF.get(each, ())]
        # Where the rule's own names are refused themselves, the formulas that use them are not wrong besides.
        own = [info.data.get(key) for key in ("values", "params")]
        names = (
            None if known is None or None in own else [*known, *words, *(name for part in own for name in part or ())]
        )

        def read(text: str) -> str:
            return parse(text, names, kind="condition", words=words).text

        return read(stated) if isinstance(stated, str) else None if stated is None else tuple(map(read, stated))

    @cached_property
    def _readings(self) -> tuple[Formula, ...]:
        return tuple(parse(text) for text in ((self.that,) if isinstance(self.that, str) else self.that))

    @cached_property
    def _condition(self) -> Formula | None:
        return parse(self.when) if self.when else None

    @cached_property
    def _exception(self) -> Formula | None:
        return parse(self.unless) if self.unless else None

    @cached_property
    def _operands(self) -> frozenset[str]:
        """Every name that the rule asks for."""
        formulas = [*self._readings, *(each for each in (self._condition, self._exception) if each is not None)]
        names = {name for formula in formulas for name in formula.names} | {*_ALWAYS.get(self.each, ())}
        return frozenset(names | {name for alias in names for name in self.values.get(alias, ())})

    @cached_property
    def _constants(self) -> Mapping[str, Interval]:
        found = {name: parse(text).evaluate({}).value for name, text in self.params.items()}
        return {name: value for name, value in found.items() if value is not None}

    def run(self, report: Report) -> Iterator[Outcome]:
        # A threshold is held against the stated number, an equality also against one that was cut off.
        cut = any("==" in reading.text for reading in self._readings)
        applied, lacking = False, None
        for subject in subjects(self.each, report, self._operands, cut=cut):
            if isinstance(subject, str):
                applied = True
                yield NotChecked(subject)
                continue
            outcome = self._outcome(subject, report)
            if isinstance(outcome, NotChecked) and self.each not in ("report", "project") and subject.name != PROJECT:
                # Parts of the whole state what they please: only when nothing could be checked is that worth a word.
                lacking = lacking or outcome
                continue
            applied = True
            if isinstance(outcome, Problem) and self.unclear and (found := self._unclear(outcome, report)):
                outcome = NotChecked(f"文中有“{found}”的说法，口径需人工判断")
            if outcome is not None:
                yield outcome
        if not applied and lacking is not None:
            yield lacking

    def _unclear(self, problem: Problem, report: Report) -> str:
        """The words, in a sentence of the figures or in the next, that leave open what they count; "" for none.

        What is named as a part of the budget (其中:…,上年结转…) is in it, and leaves nothing open.
        """
        pattern, folded = re.compile(fold(self.unclear or "(?!)")), report.folded
        for block in report.document.paragraphs:
            if not any(block.span.covers(span) for span in problem.spans):
                continue
            own = False
            # A stop in brackets ends no sentence.
            words = _BRACKETS.sub(lambda match: "\0" * len(match[0]), block.span.cut(folded))
            for sentence in _SENTENCE.finditer(words):
                start, end = block.span.start + sentence.start(), block.span.start + sentence.end()
                follows, own = own, any(start <= span.start < end for span in problem.spans)
                if (own or follows) and (found := pattern.search(_LISTED.sub("", sentence[0]))):
                    return found[0]
        return ""

    def _outcome(self, subject: Subject, report: Report) -> Outcome | None:
        operands = self._named(subject)
        values = {name: operand.value for name, operand in operands.items()} | dict(self._constants)
        if self._condition is not None:
            wanted = self._condition.evaluate(values)
            if wanted.applicable and wanted.holds is None:
                # Whether to look at all goes by the number as it is written: 0万元 is no less than 0.
                wanted = self._condition.evaluate(
                    {name: operand.point for name, operand in operands.items()} | dict(self._constants)
                )
            if not wanted.applicable:
                return self._absent(subject, [wanted])
            if wanted.holds is not True:
                return None
        if self._exception is not None:
            excepted = self._exception.evaluate(values)
            if not excepted.applicable:
                return self._absent(subject, [excepted])
            if excepted.holds is not False:
                return None
        results = [(formula, formula.evaluate(values)) for formula in self._readings]
        judged = [(formula, result) for formula, result in results if result.applicable]
        if not judged:
            return self._absent(subject, [result for _, result in results])
        if self.readings == "first":
            judged = judged[:1]
        if any(result.holds is not False for _, result in judged):
            return None
        formula, result = judged[0]
        unclear = [
            subject.unclear[name]
            for _, other in results
            for name in self._sources(other.missing)
            if name in subject.unclear
        ]
        if unclear:
            return NotChecked(unclear[0])
        return self._problem(formula, result, operands, subject, report)

    def _sources(self, names: tuple[str, ...]) -> Iterator[str]:
        for name in names:
            yield from self.values.get(name, (name,))

    def _named(self, subject: Subject) -> dict[str, Operand]:
        """The subject's operands, and those under the rule's own names."""
        found = dict(subject.operands)
        for alias, names in self.values.items():
            for name in names:
                if name in subject.unclear:
                    break
                if name in subject.operands:
                    found[alias] = subject.operands[name]
                    break
        return found

    def _absent(self, subject: Subject, results: list[Result]) -> NotChecked | None:
        """Why no formula could be applied to a subject; a part of the whole that lacks a figure is nothing to tell."""
        names = tuple(dict.fromkeys(name for result in results for name in result.missing))
        unclear = [subject.unclear[name] for name in self._sources(names) if name in subject.unclear]
        if unclear:
            return NotChecked(unclear[0])
        whose = "" if self.each == "report" else scope_words(subject.name)
        if names:
            missing = "、".join("或".join(self.values.get(name, (name,))) for name in names)
            return NotChecked(f"{whose}{missing}没有写明或无法读取")
        reason = next((result.reason for result in results if result.reason), "")
        return NotChecked(whose + reason) if reason else None

    def _problem(
        self, formula: Formula, result: Result, operands: Mapping[str, Operand], subject: Subject, report: Report
    ) -> Outcome | None:
        used = [operands[name] for name in formula.names if name in operands]
        if self._condition is not None:
            used += [operands[name] for name in self._condition.names if name in operands]
        used = list(dict.fromkeys(used))
        spans = tuple(dict.fromkeys(span for operand in used for span in operand.spans))
        if self.reason is not None and self.reason.given(report, spans, subject.form):
            return None
        sure = self.severity is not Severity.ERROR and borne_out(used, report)
        inferred = any(operand.inferred for operand in used) and not sure
        if inferred and self.severity is not Severity.ERROR:
            return NotChecked("所属范围是根据上下文判断的，不能断定是同一口径的数")
        weak = next((operand for operand in used if operand.weak), None)
        figures = [operand for operand in used if operand.words is None]
        doubtful = figures and all(operand.weak for operand in figures) and not sure
        if doubtful and self.severity is not Severity.ERROR:
            # 安排500万元……支出100万元: labels that may be of anything are no evidence of a shortfall.
            return NotChecked(
                f"{'、'.join(operand.name for operand in figures)}的口径都没有写明，不能断定是同一口径的数"
            )
        remark = ""
        if inferred:
            remark = "所属范围是根据上下文判断的，需核实是否为同一口径"
        elif weak is not None:
            remark = f"{weak.name}的{weak.weak}，需核实是否为同一口径"
        return Problem(
            _first_of_each(used, spans),
            self._data(formula, result, operands, used, subject),
            weakest(self.severity, weaker=bool(remark)),
            remark,
        )

    def _data(
        self, formula: Formula, result: Result, operands: Mapping[str, Operand], used: list[Operand], subject: Subject
    ) -> dict[str, str]:
        points = {name: operand.point for name, operand in operands.items()} | dict(self._constants)
        exact = formula.evaluate(points)
        shown = exact if exact.left is not None and exact.right is not None else result
        kinds = {name: operand.kind for name, operand in operands.items()}
        kind = _kind_of(formula, kinds)
        written = "".join(operand.written for operand in used)
        data = {name: "未写明" for name in type(self).template_names(self.model_dump()) if name not in self.DATA}
        data |= self.params
        data |= {
            name: (operand.name if name in self.values else "") + operand.written for name, operand in operands.items()
        }
        data |= {"whose": scope_words(subject.name), "scope": subject.name}
        left, right = shown.left, shown.right
        apart = None if left is None or right is None else left - right
        data["left"] = in_words(left, kind, written) if left else ""
        data["right"] = in_words(right, kind, written) if right else ""
        data["difference"] = in_words(apart, kind, written) if apart else ""
        data["apart"] = in_words(abs(apart), kind, written) if apart else ""
        return data


def _first_of_each(used: list[Operand], spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Each operand's first place, then the further places."""
    first = [operand.spans[0] for operand in used if operand.spans]
    return tuple(dict.fromkeys((*first, *spans)))


def _kind_of(formula: Formula, kinds: Mapping[str, str]) -> str:
    """Whether the sides of a formula's first comparison are money, fractions, points or plain numbers."""
    node: Node = formula.root
    while isinstance(node, Logic):
        node = node.parts[0]
    if isinstance(node, Compare):
        node = node.left
    return _kind(node, kinds)


def _kind(node: Node, kinds: Mapping[str, str]) -> str:
    if isinstance(node, Name):
        return kinds.get(node.name, "number")
    if isinstance(node, Constant):
        return "percent" if "%" in node.source else "number"
    if isinstance(node, Words):
        return "words"
    if isinstance(node, Call):
        return "number" if node.function == "count" else _kind(node.arguments[0], kinds)
    assert isinstance(node, Arithmetic)
    left, right = _kind(node.left, kinds), _kind(node.right, kinds)
    if node.sign in "+-":
        return left
    if node.sign == "/":
        return "percent" if left == right else left
    return next((kind for kind in (left, right) if kind in ("money", "score")), left)
