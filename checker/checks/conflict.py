"""One figure stated with values that do not agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import Outcome, Problem, Rule
from checker.checks.figures import (
    FACTORS,
    Key,
    agree,
    comparable,
    distinct,
    grouped,
    raw,
    reading,
    scope_words,
    slip,
    times,
    weakest,
)
from checker.folding import fold
from checker.interval import Interval
from checker.understand.facts import PROJECT, Fact, year_of
from checker.understand.names import same_project
from checker.understand.report import Report
from checker.vocabulary import FactName, Pattern

# Words for what was given to spend; 总投资 and 投入 may hold more than the budget, 资金规模 less.
_ALLOTTED = re.compile(r"安排|下达|批复|预算|全部|补助资金|专项资金|项目资金|计划投资")
# 年中无调整, 当年没有追加或调减
_UNCHANGED = re.compile(
    r"(?:年中|当年|全年|本年)?(?:无|没有|未作?|未发生|不作?)[^,。;]{0,4}(?:调整|追加|调增|调减|核减)(?:(?:[、或和]|或者)(?:调整|追加|调增|调减|核减))*"
)
# The project whose score is stated: 其中:森林防火项目(自评得分98分).
_BEFORE_SCORE: Final = 400  # characters before a score in which its project may be named
_SCORED = re.compile(
    r"(?<![\u4e00-\u9fff])(?![本该各])[\u4e00-\u9fff()\"]{3,30}(?:项目|工程|资金|经费|补助|补贴)(?=\W?$)"
)
_MOST_ROWS = 8
_LISTED = re.compile(r"\([^()]*\)|(?:其中|包括|资金来源为)[^。;]*")
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
    factors: Annotated[tuple[int, ...], Field(description="单位之间的倍数")] = FACTORS
    explained: Annotated[
        Pattern | None, Field(description="文中有这样的说法时，没有写明口径的预算数可以与全年预算数不同")
    ] = None

    def disagreements(self, report: Report) -> Iterator[tuple[Key, list[Fact], bool]]:
        """The figures that are stated differently: one statement for each value, and whether the evidence is weak."""
        facts = [fact for fact in comparable(report.facts) if not self.facts or fact.name in self.facts]
        adjusted = self._adjusted(report)
        starts = [fact for fact in facts if fact.name == "年初预算数" and fact.scope == PROJECT]
        year = year_of(report)
        for key, group in grouped(facts):
            stated = [fact for fact in group if fact.strength != "weak"]
            stated = _said_apart(stated)
            doubtful = False
            if key.name == "自评得分":
                stated = _of_one_project(stated, report)
            if key.name == "全年预算数":
                stated = _of_the_year(stated, starts, adjusted, _carried(facts))
                # A budget that is neither the year's nor that of its start, in a report that speaks of adjustments.
                doubtful = adjusted and any(fact.strength != "firm" for fact in stated)
            values = distinct(stated)
            if len(values) > 1:
                yield key, values, doubtful or _is_weak(key, values, report)
                continue
            weak = [fact for fact in group if fact.strength == "weak" and not fact.inferred]
            fills = distinct(weak)
            own = key.year in (None, year)  # what other years' budgets were is told in passing
            if own and len(fills) == 1 and values and not agree(fills[0], values[0]):
                sound = slip(fills[0], values[0], self.factors) is not None
                if sound or self._unexplained(key, fills[0], values[0], facts, adjusted, report):
                    yield key, sorted([values[0], fills[0]], key=lambda fact: fact.span.start), not sound
            elif own and (pair := self._slipped([*values, *fills])):
                yield key, pair, True

    def _slipped(self, values: list[Fact]) -> list[Fact]:
        """Two statements that differ by a unit's factor, in reading order: chance does not give that."""
        pairs = (pair for pair in combinations(values, 2) if slip(*pair, self.factors) is not None)
        return sorted(next(pairs, ()), key=lambda fact: fact.span.start)

    def _adjusted(self, report: Report) -> bool:
        """Whether the text speaks of a change of the budget.

        Rows and columns of a form (上年结转资金, 调整后预算数) are there whether anything was changed or not, and what
        is listed as a part of a budget is in it.
        """
        if not self.explained:
            return False
        said = re.compile(fold(self.explained))
        for block in report.document.paragraphs:
            if said.search(_UNCHANGED.sub("", _LISTED.sub("", block.span.cut(report.folded)))):
                return True
        return False

    def _unexplained(
        self, key: Key, fill: Fact, value: Fact, facts: list[Fact], adjusted: bool, report: Report
    ) -> bool:
        """Whether nothing in the report says why 预算安排 (or a bare 得分) is another than the stated figure."""
        if key.scope != PROJECT:
            return False
        if key.name == "自评得分":
            weak = [fact for fact in facts if fact.strength == "weak" and fact.name == key.name]
            return not any(
                fact.sentence and re.search(r"分值|权重|指标|满分", fact.sentence.cut(report.folded)) for fact in weak
            )
        if key.name != "全年预算数" or adjusted or not _ALLOTTED.search(fill.label.cut(report.folded)):
            return False
        if any(
            (fill.quantity.interval + carried).overlaps(value.quantity.interval)
            or (value.quantity.interval + carried).overlaps(fill.quantity.interval)
            for carried in _carried(facts)
        ):
            return False
        starts = [fact for fact in facts if fact.name == "年初预算数" and fact.scope == PROJECT]
        if any(agree(fill, start) for start in starts):
            return _rated_by(fill, value, facts)
        return fill.quantity.value > value.quantity.value or not _may_be_part(fill, facts)


def _may_be_part(fill: Fact, facts: list[Fact]) -> bool:
    """Whether a figure may be of some sources of funds only: of those that the text names, or of rows of a form."""
    parts = [fact for fact in facts if fact.name.endswith("预算数") and fact.scope != PROJECT and fact.quantity.value]
    parts = [fact for fact in parts if fact.sentence is None or fact.sentence != fill.sentence]
    if any(fact.sentence is not None for fact in parts):
        return True
    rows = [fact.quantity.interval for fact in parts if fact.name == fill.name][:_MOST_ROWS]
    sums = [rows[0]] if rows else []
    for row in rows[1:]:
        sums += [row, *(each + row for each in sums)]
    return any(each.overlaps(fill.quantity.interval) for each in sums)


def _carried(facts: list[Fact]) -> list[Interval]:
    """The amounts of earlier years that a form lists in its budget."""
    found = [
        fact for fact in facts if fact.name.endswith("预算数") and "结转" in fact.scope and fact.quantity.value > 0
    ]
    return [fact.quantity.interval for fact in found]


def _rated_by(fill: Fact, value: Fact, facts: list[Fact]) -> bool:
    """Whether the stated 执行率 is that of one budget and not of the other."""
    spent = [
        f for f in facts if f.name == "执行数" and f.scope == PROJECT and f.strength != "weak" and f.year == fill.year
    ]
    rates = [
        f for f in facts if f.name == "执行率" and f.scope == PROJECT and f.strength != "weak" and f.year == fill.year
    ]
    if len(distinct(spent)) != 1 or len(distinct(rates)) != 1:
        return False

    def fits(budget: Fact) -> bool:
        if budget.quantity.interval.low <= 0:
            return False
        share = spent[0].quantity.interval / budget.quantity.interval * Interval.point(100)
        return share.overlaps(reading(rates[0]))

    return fits(fill) and not fits(value)


def _said_apart(stated: list[Fact]) -> list[Fact]:
    """The statements without those beside a better one in its sentence: 实际拨付280万元,实际支出275万元."""
    firm = {fact.sentence for fact in stated if fact.strength == "firm" and fact.sentence is not None}
    return [fact for fact in stated if fact.strength == "firm" or fact.sentence not in firm]


def _of_one_project(stated: list[Fact], report: Report) -> list[Fact]:
    """The scores without those of several projects, each named before its own: 甲项目自评得分98分,乙项目95分."""
    named = [(fact, match[0]) for fact in stated if (match := _SCORED.search(_until(fact, report)))]
    if all(same_project(name, other) for (_, name), (_, other) in combinations(named, 2)):
        return stated
    own = "".join(fold(report.identity.project or "").split())
    others = {id(fact) for fact, name in named if not own or not same_project(name, own)}
    return [fact for fact in stated if id(fact) not in others]


def _until(fact: Fact, report: Report) -> str:
    """The words of a fact's line up to its figure's label, with what of the project's name the label has.

    Of a very long line the last words: who wrote a report in one paragraph is not read anew from its start each time.
    """
    start = max(report.folded.rfind("\n", 0, fact.label.start) + 1, fact.label.start - _BEFORE_SCORE)
    label = re.match("项目|资金|经费", fact.label.cut(report.folded))
    return "".join(report.folded[start : fact.label.start + (label.end() if label else 0)].split())


def _of_the_year(stated: list[Fact], starts: list[Fact], adjusted: bool, carried: list[Interval]) -> list[Fact]:
    """The statements of the year's budget without those of 预算数 that may be the one of the start of the year.

    One without the money `carried` over from earlier years is another figure too.
    """
    firm = [fact for fact in stated if fact.strength == "firm"]
    if not firm:
        return stated
    if adjusted and not starts:
        return firm

    def another(fact: Fact) -> bool:
        return any(agree(fact, start) for start in starts) or any(
            (fact.quantity.interval + more).overlaps(one.quantity.interval) for more in carried for one in firm
        )

    return [fact for fact in stated if fact.strength == "firm" or not another(fact)]


def _is_weak(key: Key, values: list[Fact], report: Report) -> bool:
    """Whether a contradiction is less than certain: scopes that were concluded, or labels that may mean two things."""
    if any(fact.inferred for fact in values):
        return True
    if key.name in ("执行数", "年初预算数") and any(fact.strength == "plain" for fact in values):
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
