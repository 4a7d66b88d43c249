"""What the total score says: its grade, its weights' scheme, and whether it fits what the report itself admits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.dimension import Exemption
from checker.checks.scoring import FormRule, column_of, items_of, plain, short
from checker.document import Span
from checker.understand.fact import PROJECT
from checker.understand.form import Form
from checker.understand.report import Report
from checker.vocabulary import FacetId, FactName, Model

_WORD: Final = r"(?P<grade>优秀|良好|中等|合格|不合格|较差|优|良|中|差)"
_GRADE: Final = re.compile(
    r'(?:等级|评级|等次|档次|级别|评定|评价结果|自评结果|评价结论|自评结论|定级|定性|评价|自评)[^。;,\n0-9]{0,8}?(?:评定|确定|认定|核定|综合)*(?:为|是|系|属于?|达到?|:|列入|归入|定为|评为)?\s*["“(]*'
    + _WORD
    + r'(?=["”)]|[^\u4e00-\u9fff]|$|等级|等次|级(?!别)|档(?!案|次)|类)'
)
# 88分（优）, 88分，属于“优”等级, 评为良
_GRADE_BESIDE: Final = re.compile(
    r'[0-9]分[,(、;:]?(?:对应|结果|综合|评价|自评|绩效|可|应|故|因此|据此)*(?:属于?|评定?为|[评认判]定为|定为|为|是|达到?|列为?|归入|处于)?["“]?'
    + _WORD
    + r'(?:["”]?(?:等级|等次|级|档)|["”]?\)|["”]|(?=[。;,]|$))'
    r'|(?:获评|评为|定为|判定为|列为|达到)["“]?(?P<given>优秀|良好|中等|合格|不合格|较差|优|良|中|差)(?=["”]?(?:等级|等次|级|档|[。;,)]|$))'
)
# 90分以上为优: what grades there are, not which one this is.
_LEGEND: Final = re.compile(r"[0-9]\s?分?(?:\(含[^)]*\)|以上|以下)|[0-9]\s?分?\s?(?:-|~|至)\s?[0-9]")
_OUT_OF: Final = re.compile(r"(?:满分|总分|分值)[^,;0-9]{0,4}[0-9]+分|百分制|[评打计得]分|分值|总分|部分|分别|充分")
_SCORE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?\s*分(?!钟|别|之|值|配|析|类|布|项|解)")
# A sentence without the number that it bears: 1. （一） 一是.
_SENTENCE: Final = re.compile(
    r"(?:^|(?<=[。;\n:]))\s*(?:(?:\(?[一二三四五六七八九十0-9]{1,2}[)、.]|[一二三四五六七八九]是|[①-⑩])\s*)?(?P<words>[^。;\n:]+:?)",
    re.MULTILINE,
)
_SUBSTANCE: Final = 8  # characters: fewer are a label, unless they end as a sentence does
_SENTENCE_LENGTH: Final = 5
_PROBLEMS: Final = re.compile("问题|不足|困难")
_NOTHING: Final = re.compile(
    r"(?:暂?无|没有|未发现|不存在)[^。;,\n]{0,8}(?:问题|不足|困难|偏差|情况)|^(?:暂?无|不涉及)$"
)
_REFERS: Final = re.compile(r"(?:见|附)[^。;\n]{0,10}(?:表|附件)")


class Grade(Model):
    """A grade: its words, the first of which names it, and the lowest score that belongs to it."""

    words: Annotated[tuple[str, ...], Field(description="等级的说法，意见里用第一个")]
    low: Annotated[Decimal, Field(description="这一等级的最低分（含）")]


def grade_in(sentence: Span, folded: str) -> Span | None:
    """The one grade that a sentence gives the report; None where it gives none, several, or lists what grades are."""
    words = sentence.cut(folded)
    found = list(_GRADE.finditer(words)) or list(_GRADE_BESIDE.finditer(words))
    if len(found) != 1 or _LEGEND.search(words):
        return None
    group = next(name for name in ("grade", "given") if found[0].groupdict().get(name))
    return Span(sentence.start + found[0].start(group), sentence.start + found[0].end(group))


class Rating(Rule):
    """A stated grade belongs to the score beside it; a bound belongs to the better grade."""

    ABOUT: ClassVar[str] = "等级与得分是否相符"

    DATA: ClassVar[Mapping[str, str]] = {"grade": "写明的等级", "score": "得分", "expected": "该得分对应的等级"}
    check: Literal["rating"] = "rating"
    fact: Annotated[FactName, Field(description="按哪个数评定等级")] = "自评得分"
    grades: Annotated[tuple[Grade, ...], Field(description="等级的说法和最低分，从高到低")]

    def run(self, report: Report) -> Iterator[Outcome]:
        seen: set[tuple[str, Decimal]] = set()
        pairs = [*self._in_prose(report), *self._in_forms(report)]
        if not pairs:
            yield NotChecked("没有同时写明得分和等级")
        for word, grade, score, value in pairs:
            right = next((each for each in self.grades if value >= each.low), None)
            if right is None or word in right.words or (word, value) in seen:
                continue
            seen.add((word, value))
            yield Problem((grade, score), {"grade": word, "score": plain(value), "expected": right.words[0]})

    def _in_prose(self, report: Report) -> Iterator[tuple[str, Span, Span, Decimal]]:
        """A grade in the sentence of a score: one of each only, for a list of all grades states none."""
        for fact in report.facts:
            if fact.name != self.fact or fact.scope != PROJECT or report.document.cell_at(fact.span.start):
                continue
            start = max(report.folded.rfind(mark, 0, fact.span.start) for mark in "。\n") + 1
            ends = [end for mark in "。\n" if (end := report.folded.find(mark, fact.span.end)) >= 0]
            sentence = Span(start, min(ends, default=len(report.folded)))
            place = grade_in(sentence, report.folded)
            if place is not None and not _other_score(report.folded, sentence, fact.quantity.span):
                yield place.cut(report.folded), place, fact.span, fact.quantity.value

    def _in_forms(self, report: Report) -> Iterator[tuple[str, Span, Span, Decimal]]:
        words = {word for grade in self.grades for word in grade.words}
        for form in report.forms:
            grade, score = form.grade, form.total_score
            value = form.quantity(score, "分")
            if form.doubt or grade is None or score is None or value is None:
                continue
            said = re.sub(r"[^\u4e00-\u9fff]", "", form.text(grade).rpartition(":")[2])
            if said in words and grade is not score:
                yield said, grade.span, score.span, value.value


def _other_score(folded: str, sentence: Span, own: Span) -> bool:
    """Whether a sentence states points beside its own score, other than those that there are to gain."""
    before, after = folded[sentence.start : own.start], folded[own.end : sentence.end]
    if after.startswith("分"):
        after = after[1:]
    return any("分" in _OUT_OF.sub("", words) for words in (before, after))


class WeightScheme(FormRule):
    """The level-1 weights of a 自评表 are those of a scheme that the pack allows.

    Where a form may do without a dimension (`exempt`, see IndicatorMissing) and does, no scheme says how its points go
    to the others.
    """

    ABOUT: ClassVar[str] = "一级指标的分值是否合乎规定"

    DATA: ClassVar[Mapping[str, str]] = {"weights": "表中各类指标的分值", "schemes": "允许的分值"}
    FORMS = ("self-evaluation",)
    check: Literal["weight-scheme"] = "weight-scheme"
    schemes: Annotated[tuple[dict[str, Decimal], ...], Field(description="允许的一级指标分值")]
    exempt: Annotated[tuple[Exemption, ...], Field(description="可以没有某类指标的情形")] = ()

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        column = column_of(form, "分值")
        if column is None:
            yield NotChecked("表中的分值没有填全或不是数字")
            return
        weights = self._weights(form)
        if weights is None:
            yield NotChecked("表中有指标不知属于哪一类，或分值合并了几类指标")
            return
        if sum(weights.values()) != 100 or any(weights == scheme for scheme in self.schemes):
            return  # weights that do not add up are score/weight-sum
        without = [each.dimension for each in self.exempt if each.dimension not in weights]
        if any(each.dimension in without and each.applies(report, form) for each in self.exempt):
            yield NotChecked(
                f"这类项目可以没有{'、'.join(dict.fromkeys(without))}指标，其余指标的分值如何分配没有统一规定"
            )
            return
        spans = tuple(group.cell.span for group in form.groups if group.level == 1)
        data = {"weights": _list(weights), "schemes": "；或".join(_list(scheme) for scheme in self.schemes)}
        yield Problem(spans[:1] or (form.indicators[0].name,), data)

    def _weights(self, form: Form) -> dict[str, Decimal] | None:
        """Dimension → its weight, 满意度 apart wherever it stands; None where a row cannot be told."""
        weights: dict[str, Decimal] = {}
        of_cell: dict[object, str] = {}
        known = {name for scheme in self.schemes for name in scheme}
        for indicator in form.indicators:
            level_two = indicator.levels[1]
            satisfied = level_two is not None and "满意度" in form.text(level_two)
            name = "满意度" if satisfied else indicator.dimension
            cell, weight = indicator.cell("分值"), form.weight_of(indicator)
            if name not in known or name is None:
                return None
            if cell is not None and cell in of_cell:
                if of_cell[cell] != name:
                    return None
                continue
            if weight is None:
                continue
            of_cell[cell if cell is not None else id(indicator)] = name
            weights[name] = weights.get(name, Decimal(0)) + weight.value
        line = form.total_funds
        own = form.amount(line, "分值") if line is not None else None
        if own is not None and "执行率" not in weights:
            weights["执行率"] = own.value
        return weights


def _list(weights: Mapping[str, Decimal]) -> str:
    return "、".join(f"{name}{plain(weight)}" for name, weight in weights.items())


class FullMarks(Rule):
    """Full marks in total beside problems or unmet targets that the report itself names."""

    ABOUT: ClassVar[str] = "自评满分而报告写有问题或未完成的目标"

    DATA: ClassVar[Mapping[str, str]] = {"score": "得分", "admitted": "报告自己承认的不足"}
    check: Literal["full-marks"] = "full-marks"
    fact: Annotated[FactName, Field(description="哪个数是总得分")] = "自评得分"
    full: Annotated[Decimal, Field(description="满分")] = Decimal(100)
    problems: Annotated[FacetId, Field(description="写存在问题的部分（facets的id）")] = "problems"

    def run(self, report: Report) -> Iterator[Outcome]:
        scores = [f for f in report.facts if f.name == self.fact and f.scope == PROJECT]
        if not scores:
            yield NotChecked("没有写明自评得分")
            return
        if any(fact.quantity.value != self.full for fact in scores):
            return  # a conflict between scores is figure/conflict
        unmet = next((target for target in report.targets if target.short), None)
        admitted = None if unmet is None else unmet.span
        admitted = admitted or self._problem(report)
        if admitted is not None:
            data = {"score": plain(self.full), "admitted": short(report, admitted)}
            yield Problem((scores[0].span, admitted), data)

    def _problem(self, report: Report) -> Span | None:
        """The first sentence of a section on problems that names one; 无 and 不存在突出问题 name none.

        Of a section on experience and problems only what follows the word: the purest section is asked first.
        """
        for section in sorted(report.outline.covering(self.problems), key=lambda each: len(each.facets)):
            start = section.body.start
            order = [each.id for each in report.vocabulary.facets]
            if any(order.index(each) < order.index(self.problems) for each in section.facets):
                found = _PROBLEMS.search(report.folded, start, section.body.end)
                if found is None:
                    continue
                start = found.end()
            for match in _SENTENCE.finditer(report.folded, start, section.body.end):
                words = match["words"].strip()
                ended = report.folded[match.end("words") : match.end("words") + 1] in ("。", ";")
                enough = len(words) >= (_SENTENCE_LENGTH if ended else _SUBSTANCE)
                if enough and not _NOTHING.search(words) and not words.endswith(":"):
                    return Span(match.start("words"), match.end("words"))
        return None


class Conclusion(Rule):
    """The section on the conclusion states a score or a grade."""

    ABOUT: ClassVar[str] = "评价结论里有没有得分或等级"

    DATA: ClassVar[Mapping[str, str]] = {"section": "部分的标题"}
    check: Literal["conclusion"] = "conclusion"
    conclusion: Annotated[FacetId, Field(description="写评价结论的部分（facets的id）")] = "conclusion"

    def run(self, report: Report) -> Iterator[Outcome]:
        # A heading that is a table's title (绩效评价得分表) heads no conclusion.
        sections = [s for s in report.outline.covering(self.conclusion) if not s.title.endswith("表")]
        if not sections:
            yield NotChecked("没有找到写评价结论的部分")
            return
        texts = [report.folded[section.heading.start : section.body.end] for section in sections]
        bodies = [report.folded[section.body.start : section.body.end] for section in sections]
        if not any(body.strip() for body in bodies):
            return  # structure/section-empty
        if any(_SCORE.search(text) or _GRADE.search(text) for text in texts):
            return
        inside = [s.body for s in sections]
        stated = [*(fact.span for fact in report.facts if fact.name == "自评得分")]
        if any(body.covers(span) for body in inside for span in stated):
            return
        if any(_REFERS.search(body) for body in bodies) and any(form.total_score is not None for form in report.forms):
            return
        yield Problem((sections[0].heading,), {"section": short(report, sections[0].heading)})


class Inflated(FormRule):
    """The indicators' score runs ahead of execution beyond the platforms' red line."""

    ABOUT: ClassVar[str] = "指标得分是否明显高于预算执行率的得分"

    DATA: ClassVar[Mapping[str, str]] = {"indicators": "指标得分率", "execution": "执行率得分率", "gap": "偏离程度"}
    FORMS = ("self-evaluation",)
    check: Literal["inflated"] = "inflated"
    limit: Annotated[Decimal, Field(description="偏离程度超过多少（%）时提示")] = Decimal(5)

    def judge(self, report: Report, form: Form) -> Iterator[Outcome]:
        items = list(items_of(report, form))
        execution = next((each for each in items if each.line is not None or _is_rate(each.indicator)), None)
        weights, scores = column_of(form, "分值"), column_of(form, "得分")
        if execution is None or weights is None or scores is None or not execution.weight.value:
            yield NotChecked("表中没有预算执行率的分值和得分，或得分没有填全")
            return
        rest = weights.value - execution.weight.value
        earned = scores.value - execution.score.value
        if rest <= 0 or earned <= 0:
            return
        own, spent = earned / rest, execution.score.value / execution.weight.value
        gap = (own - spent) / own * 100
        if gap > self.limit:
            data = {
                "indicators": _percent(own * 100),
                "execution": _percent(spent * 100),
                "gap": _percent(gap),
            }
            yield Problem((execution.score_cell.span, execution.name), data)


def _is_rate(indicator: object) -> bool:
    return getattr(indicator, "dimension", None) == "执行率"


def _percent(value: Decimal) -> str:
    return plain(value.quantize(Decimal("0.01"))) + "%"
