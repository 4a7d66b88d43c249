"""The scores of dimensions that running text states: 产出指标（分值50分，得42分），其中：产出类35.00分、效益类28分."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from checker.document import Paragraph, Span
from checker.understand.quantities import read_cell
from checker.understand.quantity import Quantity
from checker.understand.report import Report

_NAMES: Final = {
    "执行率": r"(?:项目)?(?:预算|资金)(?:执行率|执行)",
    "决策": r"(?:项目)?(?:决策|立项)",
    "过程": r"(?:项目)?过程",
    "投入": r"(?:项目)?投入",
    "成本": r"(?:项目)?成本",
    "产出": r"(?:项目)?产出",
    "效益": r"(?:项目)?(?:效益|效果)",
    "满意度": r"(?:服务对象|受益对象|群众|社会公众)?满意度",
}
_NAME: Final = (
    "(?:"
    + "|".join(f"(?P<d{at}>{words})" for at, words in enumerate(_NAMES.values()))
    + r")(?:一级)?(?:指标|类|方面|部分|维度|情况)*(?:完成情况|分析|绩效分析)?"
)
_POINTS: Final = r"[0-9]{1,3}(?:\.[0-9]{1,4})?"
_WEIGHT: Final = rf"(?:分值|满分|权重分?|标准分|总分|共)(?:为|是|:)?(?P<weight>{_POINTS})分?"
_SCORE: Final = rf"(?:实际|自评|评价|实)?(?:得分|得|评分)(?:为|是|:|了)?(?P<score>{_POINTS})分?(?![0-9.%])"
_STATED: Final = re.compile(
    rf"{_NAME}(?:\((?P<points>{_POINTS})分\)[,:]?|[,:(]{{0,2}}(?:{_WEIGHT}[,、;:()]{{0,3}})?){_SCORE}"
)
# Out of how many points may come last: 产出指标得42分（满分50分）.
_AFTER: Final = re.compile(rf"[,(]{{1,2}}{_WEIGHT}")
_LISTED: Final = re.compile(rf"{_NAME}(?:得分)?(?:为|:)?(?P<score>{_POINTS})分")
# 指标体系分决策（20分）、过程（20分）、产出指标30分: what each dimension weighs.
_WEIGHED: Final = re.compile(rf"{_NAME}(?:的?(?:分值|权重|满分))?(?:为|:|共|占)?\(?(?P<weight>{_POINTS})(?:分|%)\)?")
_SENTENCE: Final = re.compile(r"[^。!?\n]+")
_ABOUT_WEIGHTS: Final = re.compile(r"分值|权重|满分|指标体系|设置|评分标准|标准分")
# 自评得分96分（满分100分）: what there is to gain in all, not what a dimension weighs.
_FULL: Final = re.compile(r"\(?(?:满分|总分)(?:均?为|是|:)?100分(?:制)?\)?")
# 该类指标分值15分，得14.50分: the dimension is the section's.
_OF_SECTION: Final = re.compile(
    rf"(?:该类|本类|此类|该部分|本部分|这一?部分|该维度|本维度)(?:一级)?(?:指标)?[,:]?(?:总?分值|满分|权重分?|标准分|共)(?:为|是|:)?"
    rf"(?P<weight>{_POINTS})分[,;](?:实际|自评|评价|实)?(?:得分|得|评分)(?:为|是|:|了)?(?P<score>{_POINTS})分?(?![0-9.%])"
)
_OF_FACET: Final = {
    "analysis.decision": "决策",
    "analysis.process": "过程",
    "analysis.output": "产出",
    "analysis.benefit": "效益",
}
_GAINED: Final = re.compile(r"(?:得|扣|实得|自评)[0-9.]+分|得分|扣分|评分为|若|如果|以上|以下|上年|调整")
# 若产出指标得40分以下: a rule of scoring.
_A_RULE: Final = re.compile(r"若|如果|的得|的,得|以上|以下|每|扣|至[0-9]|标准(?:为|:)|评分标准")
_AMONG: Final = re.compile(r"其中|分别|包括|分(?:项|类|指标)(?:来)?看|各(?:部分|项|类)(?:指标)?(?:的)?得分")
_TOTAL: Final = re.compile(r"(?:总分|得分|自评|评分)[^,;]{0,12}[0-9]分?")


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """A dimension's score as a sentence states it, with its weight where that is stated too; both in 分.

    `listed` says that the sentence states a total before it, of which it is a part (其中：…). `span` goes from the
    name to the last figure, `sentence` is the whole sentence.
    """

    dimension: str
    score: Quantity
    weight: Quantity | None
    span: Span
    sentence: Span
    listed: bool


def read_dimension_scores(report: Report) -> tuple[DimensionScore, ...]:
    """The scores of dimensions in paragraphs and headings, in reading order."""
    found: list[DimensionScore] = []
    for block in report.document.blocks:
        if isinstance(block, Paragraph) and block.role != "toc":
            before: Span | None = None
            for match in _SENTENCE.finditer(report.folded, block.span.start, block.span.end):
                sentence = Span(*match.span())
                found += _in_sentence(report, sentence, before)
                found += _of_section(report, sentence)
                before = sentence
    return tuple(found)


def read_weight_lists(report: Report) -> Iterator[list[tuple[str, Quantity]]]:
    """The lists of three dimensions or more with what each of them weighs, in 分; what speaks of scores is none."""
    for block in report.document.blocks:
        if not isinstance(block, Paragraph) or block.role == "toc":
            continue
        for match in _SENTENCE.finditer(report.folded, block.span.start, block.span.end):
            if "产出" not in match[0] or "效益" not in match[0]:
                continue  # no list of dimensions is without them
            words, offsets = _squeezed(report, Span(*match.span()))
            if not _ABOUT_WEIGHTS.search(words) or _GAINED.search(words):
                continue
            found = []
            for each in _WEIGHED.finditer(words):
                name = next(name for number, name in enumerate(_NAMES) if each[f"d{number}"])
                weight = _points(report, offsets, each.span("weight"))
                if weight is not None:
                    found.append((name, weight))
            if len({name for name, _ in found}) == len(found) > 2:
                yield found


def _squeezed(report: Report, span: Span) -> tuple[str, list[int]]:
    """A span's words without spaces, and where each character stands."""
    offsets = [at for at in range(span.start, span.end) if report.folded[at] not in " \0"]
    return "".join(report.folded[at] for at in offsets), offsets


def _in_sentence(report: Report, sentence: Span, before: Span | None) -> Iterator[DimensionScore]:
    if "分" not in sentence.cut(report.folded):
        return
    words, offsets = _squeezed(report, sentence)
    if _A_RULE.search(words):
        return
    among = _AMONG.search(words)
    if before is not None and among is not None and not among.start():
        # 自评得分96分。其中：决策类15分…: the total stands in the sentence before.
        told, places = _squeezed(report, before)
        if _TOTAL.search(told) and not _A_RULE.search(told):
            sentence, offsets = Span(before.start, sentence.end), places + offsets
            words, among = told + words, _AMONG.search(told + words, len(told))
    listed = among is not None and _TOTAL.search(words[: among.start()]) is not None
    pattern = _STATED
    if listed and not _ABOUT_WEIGHTS.search(_FULL.sub("", words)):
        pattern = _LISTED if len(_LISTED.findall(words)) > len(_STATED.findall(words)) else _STATED
    at = among.end() if listed and among is not None else 0
    while match := pattern.search(words, at):
        at = match.end()
        own = next((name for name in ("weight", "points") if pattern is _STATED and match[name]), None)
        weight = _points(report, offsets, match.span(own)) if own else None
        if weight is None and (after := _AFTER.match(words, at)):
            weight, at = _points(report, offsets, after.span("weight")), after.end()
        score = _points(report, offsets, match.span("score"))
        name = next(name for number, name in enumerate(_NAMES) if match[f"d{number}"])
        if score is not None:
            span = Span(offsets[match.start()], offsets[at - 1] + 1)
            yield DimensionScore(name, score, weight, span, sentence, listed)


def _of_section(report: Report, sentence: Span) -> Iterator[DimensionScore]:
    """The score of the dimension that the sentence's section is about."""
    if "分" not in sentence.cut(report.folded):
        return
    words, offsets = _squeezed(report, sentence)
    match = _OF_SECTION.search(words)
    section = report.outline.section_at(sentence.start) if match else None
    if match is None or section is None:
        return
    names = {name for each in section.facets if (name := _OF_FACET.get(each.removesuffix("-part")))}
    score, weight = (_points(report, offsets, match.span(name)) for name in ("score", "weight"))
    if len(names) == 1 and score is not None and weight is not None:
        span = Span(offsets[match.start()], offsets[match.end() - 1] + 1)
        yield DimensionScore(names.pop(), score, weight, span, sentence, listed=False)


def _points(report: Report, offsets: list[int], place: tuple[int, int]) -> Quantity | None:
    start, end = offsets[place[0]], offsets[place[1] - 1] + 1
    found = read_cell(report.folded, start, end, unit="分")
    return found[0] if len(found) == 1 and isinstance(found[0], Quantity) else None
