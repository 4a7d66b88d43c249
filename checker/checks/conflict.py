"""One figure stated with values that do not agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import Outcome, Problem, Rule
from checker.checks.figures import (
    Key,
    agree,
    comparable,
    distinct,
    grouped,
    raw,
    scope_words,
    slip,
    times,
    weakest,
)
from checker.understand.facts import PROJECT, Fact
from checker.understand.report import Report
from checker.vocabulary import FactName, Pattern

_OWN_SCORE = re.compile(r"自")
_OF_A_YEAR = re.compile(r"年度|当年|本年|全年")
_OTHERS_SCORE = re.compile(r"评价|考评|考核|评审|评定")


class _Statements(Rule):
    """What figure/conflict and figure/unit-slip share: which statements of one figure do not agree."""

    DATA: ClassVar[Mapping[str, str]] = {
        "fact": "数据的名称",
        "whose": "所属范围（“某项目”的），整个项目则为空",
        "scope": "所属范围",
        "first": "第一种写法",
        "second": "与它不一致的写法",
        "values": "全部不一致的写法",
    }

    facts: Annotated[tuple[FactName, ...], Field(description="检查哪些数据，不写则检查全部")] = ()
    factors: Annotated[tuple[int, ...], Field(description="单位之间的倍数")] = (10_000, 100_000_000, 1000)
    explained: Annotated[
        Pattern | None, Field(description="文中有这样的说法时，没有写明口径的预算数可以与全年预算数不同")
    ] = None

    def disagreements(self, report: Report) -> Iterator[tuple[Key, list[Fact], bool]]:
        """The figures that are stated differently: one statement for each value, and whether the evidence is weak."""
        facts = [fact for fact in comparable(report.facts) if not self.facts or fact.name in self.facts]
        adjusted = bool(self.explained and re.search(self.explained, report.folded))
        starts = [fact for fact in facts if fact.name == "年初预算数"]
        for key, group in grouped(facts):
            stated = [fact for fact in group if fact.strength != "weak"]
            stated = _said_apart(stated)
            if key.name == "全年预算数":
                stated = _of_the_year(stated, starts, adjusted)
            values = distinct(stated)
            if len(values) > 1:
                yield key, values, _is_weak(key, values, report)
                continue
            weak = [fact for fact in group if fact.strength == "weak" and not fact.inferred]
            fills = distinct(weak)
            if len(fills) == 1 and values and not agree(fills[0], values[0]):
                sound = slip(fills[0], values[0], self.factors) is not None
                if sound or self._unexplained(key, group, facts, adjusted, report):
                    yield key, sorted([values[0], fills[0]], key=lambda fact: fact.span.start), not sound

    def _unexplained(self, key: Key, group: list[Fact], facts: list[Fact], adjusted: bool, report: Report) -> bool:
        """Whether nothing in the report says why 预算安排 (or a bare 得分) is another than the stated figure."""
        if key.scope != PROJECT:
            return False
        if key.name == "自评得分":
            weak = [fact for fact in group if fact.strength == "weak"]
            return not any(
                fact.sentence and re.search(r"分值|权重|指标|满分", fact.sentence.cut(report.folded)) for fact in weak
            )
        if key.name != "全年预算数" or adjusted:
            return False
        return not any(fact.name.endswith("预算数") and fact.scope != PROJECT for fact in facts) and not any(
            fact.name == "年初预算数" for fact in facts
        )


def _said_apart(stated: list[Fact]) -> list[Fact]:
    """The statements without those beside a better one in its sentence: 实际拨付280万元,实际支出275万元."""
    firm = {fact.sentence for fact in stated if fact.strength == "firm" and fact.sentence is not None}
    return [fact for fact in stated if fact.strength == "firm" or fact.sentence not in firm]


def _of_the_year(stated: list[Fact], starts: list[Fact], adjusted: bool) -> list[Fact]:
    """The statements of the year's budget without those of 预算数 that may be the one of the start of the year."""
    firm = [fact for fact in stated if fact.strength == "firm"]
    if not firm:
        return stated
    return [
        fact
        for fact in stated
        if fact.strength == "firm" or not (adjusted or any(agree(fact, start) for start in starts))
    ]


def _is_weak(key: Key, values: list[Fact], report: Report) -> bool:
    """Whether a contradiction is less than certain: scopes that were concluded, or labels that may mean two things."""
    if any(fact.inferred for fact in values):
        return True
    if key.name == "执行数" and any(fact.strength == "plain" for fact in values):
        return True
    if key.name == "全年预算数":
        labels = [fact.label.cut(report.folded) for fact in values]
        # 项目总预算 may be of all the years of a project, beside 年度预算.
        if any("总预算" in label for label in labels) and any(_OF_A_YEAR.search(label) for label in labels):
            return True
    if key.name == "自评得分":
        labels = [fact.label.cut(report.text) for fact in values]
        own = [bool(_OWN_SCORE.search(label)) for label in labels]
        return any(own) and any(
            _OTHERS_SCORE.search(label) and not mine for label, mine in zip(labels, own, strict=True)
        )
    return False


class Conflict(_Statements):
    """The same figure is stated with values that do not agree; a unit's factor apart is `unit-slip`'s."""

    ABOUT: ClassVar[str] = "同一个数前后是否一致"

    check: Literal["conflict"] = "conflict"

    def run(self, report: Report) -> Iterator[Outcome]:
        for key, values, weak in self.disagreements(report):
            apart: list[Fact] = []
            for fact in values:
                if all(slip(fact, other, self.factors) is None for other in apart):
                    apart.append(fact)
            if len(apart) < 2:
                continue
            yield Problem(
                tuple(fact.span for fact in apart),
                _data(key, apart, report),
                weakest(self.severity, weaker=weak),
                _remark(key, apart) if weak else "",
            )


class UnitSlip(_Statements):
    """Two statements of one figure differ by exactly the factor between two units."""

    ABOUT: ClassVar[str] = "同一个数是否因单位写错而相差成倍"

    DATA: ClassVar[Mapping[str, str]] = {**_Statements.DATA, "factor": "两数相差的倍数"}

    check: Literal["unit-slip"] = "unit-slip"

    def run(self, report: Report) -> Iterator[Outcome]:
        for key, values, weak in self.disagreements(report):
            for index, other in enumerate(values):
                pairs = ((fact, slip(fact, other, self.factors)) for fact in values[:index])
                found = next(((fact, factor) for fact, factor in pairs if factor is not None), None)
                if found is None:
                    continue
                fact, factor = found
                yield Problem(
                    (fact.span, other.span),
                    _data(key, [fact, other], report) | {"factor": times(factor)},
                    weakest(self.severity, weaker=weak),
                    _remark(key, [fact, other]) if weak else "",
                )


def _data(key: Key, values: list[Fact], report: Report) -> dict[str, str]:
    written = [raw(fact, report) for fact in values]
    return {
        "fact": key.name,
        "whose": scope_words(key.scope),
        "scope": key.scope,
        "first": written[0],
        "second": written[1],
        "values": "、".join(written),
    }


def _remark(key: Key, values: list[Fact]) -> str:
    if key.name == "自评得分":
        return "两处可能不是同一次评分，需核实"
    if key.name == "全年预算数" and any(fact.strength != "firm" for fact in values):
        return "两处可能口径不同，需核实是否为同一笔预算"
    return "所属范围是根据上下文判断的，需核实是否为同一个数"
