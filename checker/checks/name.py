"""The project or the unit under another's name, in a place that must name this one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.document import Span
from checker.understand.identity import LABELLED, SEAL, SIGNED, bare_unit
from checker.understand.names import (
    contradict,
    declared,
    function_of,
    other_region,
    project_core,
    related,
    same_project,
    same_unit,
    unit_core,
    unrelated,
)
from checker.understand.report import Report
from checker.understand.report_title import OFFICE, TITLE_UNIT, project_in_title
from checker.understand.sentences import read_sentences
from checker.vocabulary import Pattern

_TITLE_REGION = re.compile(r"\s*[一-鿿]{1,7}(?:省|市|区|县|旗|州)(?=(?:19|20)[0-9]{2}年)")
# The form of one of a fund's projects stands under the fund's own title (附件：2022年衔接资金实施项目绩效自评表).
_OF_A_FUND = re.compile(r"(?:资金|经费)(?:实施|支持|安排|补助)?(?:的)?项目$")
_COVER = 16
_PARTNER = 3  # a unit that the text names so often has a part in the project


@dataclass(frozen=True, slots=True)
class _Named:
    """A name, folded, and where it stands; `place` is what that place is called."""

    name: str
    span: Span
    place: str


class NameMismatch(Rule):
    """A place that must name this project, or this unit, names another.

    `unit_label` and `project_label` are labels of such places, `formal_label` of the unit that carries the project out
    or is above it. In `places` the group `unit` is the unit that reports, in `project_place` the group `project` the
    project. Names that `unless` matches are never another's: evaluators, finance bureaus, governments.

    Departments (…局) of other matters are another's wherever they stand. A station, a centre, a school may be the
    unit's own: one that is named once only is another's where its name shares neither a word nor a field (`fields`)
    with the unit that is named again and again, nor with the project.
    """

    ABOUT: ClassVar[str] = "项目和单位的名称各处是否一致"

    DATA: ClassVar[Mapping[str, str]] = {
        "found": "此处的名称",
        "expected": "本报告的名称",
        "what": "项目或单位",
        "place": "此处是什么",
    }

    check: Literal["name-mismatch"] = "name-mismatch"
    unit_label: Annotated[Pattern, Field(description="填报单位一类的标签（正则表达式）")]
    formal_label: Annotated[Pattern, Field(description="主管部门、实施单位一类的标签（正则表达式）")]
    project_label: Annotated[Pattern, Field(description="项目名称的标签（正则表达式）")]
    project_place: Annotated[
        Pattern, Field(description="写明评价对象是哪个项目的说法，项目名称为分组project（正则表达式）")
    ]
    places: Annotated[
        tuple[Pattern, ...], Field(description="应当写本单位的说法，单位名称为分组unit（正则表达式）")
    ] = ()
    implements: Annotated[
        tuple[Pattern, ...], Field(description="写明由哪个单位实施项目的说法，单位名称为分组unit（正则表达式）")
    ] = ()
    fields: Annotated[
        tuple[Pattern, ...],
        Field(description="各个领域的用字（正则表达式）：同一领域的单位可能是上下级，名称不同也不算"),
    ] = ()
    general: Annotated[Pattern, Field(description="为各单位服务的机构（正则表达式），不论领域都不算")] = r"(?!)"
    unless: Annotated[Pattern, Field(description="含有这些说法的单位名称不算（正则表达式）")]
    unless_project: Annotated[Pattern, Field(description="含有这些说法的项目名称不算（正则表达式）")]

    @field_validator("project_place", "places", "implements")
    @classmethod
    def _names_its_group(cls, stated: str | tuple[str, ...], info: ValidationInfo) -> str | tuple[str, ...]:
        group = "project" if info.field_name == "project_place" else "unit"
        for pattern in (stated,) if isinstance(stated, str) else stated:
            if group not in re.compile(pattern).groupindex:
                raise ValueError(rf"正则表达式里应有分组{group}，写作(?P<{group}>…)：{pattern[:40]}")
        return stated

    def run(self, report: Report) -> Iterator[Outcome]:
        yield from self._projects(report)
        yield from self._units(report)

    # Projects

    def _projects(self, report: Report) -> Iterator[Outcome]:
        names = [*_projects(report, self.project_label), *self._evaluated(report)]
        names = [item for item in names if self._tells(item.name)]
        if not names:
            if report.identity.project is None:
                yield NotChecked("没有读出项目名称，不能核对各处的名称是否一致")
            return
        own = names[0]
        short = declared(report.folded)
        for other in names[1:]:
            full = short.get(other.name, other.name)
            if same_project(own.name, full) or any(same_project(own.name, name) for name in (full, other.name)):
                continue
            spoken = _elsewhere(report, project_core(other.name), names)
            if not spoken:
                yield self._problem(report, "项目", other, own)
            elif not _spoken_of(report, own) and own.place == "标题":
                yield self._problem(report, "项目", own, other)
                return
            # Else the text speaks of both: a part of the project, or its other name.

    def _evaluated(self, report: Report) -> Iterator[_Named]:
        """The project that a sentence says is evaluated."""
        for sentence in read_sentences(report):
            for match in re.finditer(self.project_place, sentence.span.cut(report.folded)):
                start = sentence.span.start
                yield _Named(
                    match["project"], Span(start + match.start("project"), start + match.end("project")), "正文"
                )

    def _tells(self, name: str) -> bool:
        return len(project_core(name)) >= 3 and not re.search(self.unless_project, name)

    # Units

    def _units(self, report: Report) -> Iterator[Outcome]:
        reporting = [item for item in self._reporting(report) if self._may_be_wrong(item.name)]
        formal = [*_form_units(report), *_labelled(report, self.formal_label)]
        formal = [item for item in formal if self._may_be_wrong(item.name)]
        own = [*reporting, *formal]
        if not own:
            if report.identity.unit is None:
                yield NotChecked("没有写明单位，不能核对各处的单位名称是否一致")
            return
        short = declared(report.folded)
        reported: list[Span] = []
        mentions = partial(_mentions, re.sub(r"\s", "", report.folded))
        odd = _Odd(short, partial(self._contradicts, report, mentions), mentions)
        implementers = [item for item in formal if item.place == "自评表的实施单位"]
        pairs = [*odd.ones(reporting, formal), *odd.forms(reporting, formal)]
        told = partial(self._contradicts, report, mentions, least=1)
        pairs += odd.implementers(implementers, list(self._implementing(report)), told)
        for wrong, right in pairs:
            if not _partner(report, wrong.name) and wrong.span not in reported:
                reported.append(wrong.span)
                yield self._problem(report, "单位", wrong, right)
        yield from self._elsewhere_from(report, [item for item in reporting if item.span not in reported])
        wrong_names = {item.name for item in own if item.span in reported}
        mine = [item for item in own if item.name not in wrong_names]
        unseen: list[Span] = []
        for item in self._in_sentences(report, unseen):
            if any(_same(item.name, each.name, short) for each in mine) or _partner(report, item.name):
                continue
            if other := next((each for each in mine if contradict(item.name, each.name)), None):
                yield self._problem(report, "单位", item, other)
        if unseen and not report.recogniser.backend.has_model:
            words = "、".join(dict.fromkeys(span.cut(report.text) for span in unseen[:3]))
            reason = report.recogniser.backend.reason
            yield NotChecked(f"“{words}”等{len(unseen)}处的单位名称只有实体模型才能识别（{reason}）")

    def _elsewhere_from(self, report: Report, reporting: list[_Named]) -> Iterator[Outcome]:
        """Units of another county, or another city, than the title begins with."""
        title = report.identity.title_span
        match = _TITLE_REGION.match(report.folded, title.start, title.end) if title else None
        if match is None:
            return
        region = _Named(match[0], Span(*match.span()), "标题")
        for item in reporting:
            if other_region(item.name, region.name) and not _partner(report, item.name):
                yield self._problem(report, "单位", item, region)

    def _contradicts(
        self, report: Report, mentions: Callable[[str], int], wrong: _Named, right: _Named, least: int = 2
    ) -> bool:
        """Whether a name can only be of another unit than the one that is right, which stands `least` times."""
        if contradict(wrong.name, right.name):
            return True
        if mentions(wrong.name) > 1 or mentions(right.name) < least:
            return False
        project = project_core(report.identity.project or "")
        own = len(project) > 1 and related(function_of(wrong.name), project, self.fields)
        return not own and unrelated(wrong.name, right.name, self.fields, self.general)

    def _implementing(self, report: Report) -> Iterator[_Named]:
        """The units that sentences say carry the project out."""
        for sentence in read_sentences(report) if self.implements else ():
            words = sentence.span.cut(report.folded)
            for pattern in self.implements:
                for match in re.finditer(pattern, words):
                    if OFFICE.fullmatch(match["unit"]) and self._may_be_wrong(match["unit"]):
                        start = sentence.span.start
                        span = Span(start + match.start("unit"), start + match.end("unit"))
                        yield _Named(match["unit"], span, "正文")

    def _may_be_wrong(self, name: str) -> bool:
        return not re.search(self.unless, name)

    def _reporting(self, report: Report) -> Iterator[_Named]:
        """Where the unit that reports names itself: labels, title, cover, signature."""
        if span := report.identity.title_span:
            words = span.cut(report.folded)
            if match := re.match(rf"\s*(?P<unit>{OFFICE.pattern})(?:关于|(?:19|20)[0-9]{{2}}年)", words):
                yield _Named(
                    match["unit"], Span(span.start + match.start("unit"), span.start + match.end("unit")), "标题"
                )
            elif match := TITLE_UNIT.match(report.folded, span.start, span.end):
                yield _Named(match[0], Span(*match.span()), "标题")
        yield from _on_cover(report)
        yield from _labelled(report, self.unit_label)
        yield from _signed(report)

    def _in_sentences(self, report: Report, unseen: list[Span]) -> Iterator[_Named]:
        """Units in sentences that must speak of the one that reports; places without a known name go to `unseen`."""
        for sentence in read_sentences(report):
            text = sentence.span.cut(report.folded)
            for pattern in self.places:
                for match in re.finditer(pattern, text):
                    if re.search(self.unless, text[match.start() : match.end("unit")]):
                        continue
                    start = sentence.span.start
                    place = Span(start + match.start("unit"), start + match.end("unit"))
                    # A pattern sees the place alone, for nothing tells it where a name begins; a model needs more.
                    found = [*report.entities_in(place)]
                    found += [each for each in report.entities_in(sentence.span) if each.source == "model"]
                    names = [
                        e for e in found if e.label == "ORG" and e.span.start == place.start and place.covers(e.span)
                    ]
                    if names:
                        yield _Named(names[0].span.cut(report.folded), names[0].span, "正文")
                    else:
                        unseen.append(place)

    def _problem(self, report: Report, what: str, wrong: _Named, right: _Named) -> Problem:
        data = {
            "found": " ".join(wrong.span.cut(report.text).split()),
            "expected": " ".join(right.span.cut(report.text).split()),
            "what": what,
            "place": wrong.place,
        }
        return Problem((wrong.span, right.span), data)


def _projects(report: Report, label: str) -> Iterator[_Named]:
    """The project's names, the surest first: the title's, the label's, the form's, those of other titles."""
    title = report.identity.title_span
    if title is not None and (found := project_in_title(report.folded, title)):
        yield _Named("".join(found.cut(report.folded).split()), found, "标题")
    yield from _labelled(report, label)
    values = [(form, form.value_of("项目名称")) for form in report.forms if form.kind == "self-evaluation"]
    if len(values) == 1 and (span := values[0][1]) is not None:
        yield _Named("".join(span.cut(report.folded).split()), span, "自评表的项目名称")
    for paragraph in report.document.paragraphs:
        if paragraph.role == "body" and paragraph.span != title and len(paragraph.span) <= 60:
            words = paragraph.span.cut(report.folded)
            tabular = re.search(r"(?:评分表|自评表|评价表|指标体系)$", words.strip()) and "。" not in words
            if tabular and (found := project_in_title(report.folded, paragraph.span)) is not None:
                named = _Named("".join(found.cut(report.folded).split()), found, "表的标题")
                if not _OF_A_FUND.search(named.name):
                    yield named


def _labelled(report: Report, label: str) -> Iterator[_Named]:
    """What stands behind a label of its own line on the cover or at the end."""
    for paragraph in report.document.paragraphs:
        words = paragraph.span.cut(report.folded)
        match = re.match(rf"\s*(?P<label>{label})\s*(?:{SEAL})?\s*:\s*(?:{SEAL})?\s*(?P<name>[^\s:。;,]+)", words)
        if match is None or len(match["name"]) < 4:
            continue
        start = paragraph.span.start + match.start("name")
        name = re.sub(rf"{SEAL}$", "", match["name"])
        if bare := bare_unit(name):
            start += name.find(bare)
            yield _Named(bare, Span(start, start + len(bare)), re.sub(r"\s", "", match["label"]))


def _on_cover(report: Report) -> Iterator[_Named]:
    """The unit that stands alone on a line before the first heading."""
    sections = report.outline.sections
    end = sections[0].heading.start if sections else len(report.text)
    for paragraph in report.document.paragraphs[:_COVER]:
        words = "".join(paragraph.span.cut(report.folded).split())
        if paragraph.role != "body" or paragraph.span.end > end or LABELLED.match(words):
            continue
        if OFFICE.fullmatch(words) and "情况" not in words:
            yield _Named(words, paragraph.span, "封面")


def _signed(report: Report) -> Iterator[_Named]:
    """The unit line above the date at the end."""
    lines = [p for p in report.document.paragraphs if p.role == "body"]
    bare = [(p, "".join(p.span.cut(report.folded).split())) for p in lines]
    bare = [(p, words) for p, words in bare if not re.fullmatch(SEAL, words)]
    for (paragraph, words), (_, after) in pairwise(bare):
        if OFFICE.fullmatch(words) and SIGNED.fullmatch(after):
            yield _Named(words, paragraph.span, "落款")


def _form_units(report: Report) -> Iterator[_Named]:
    for form in report.forms:
        for item in form.header:
            if item.name in ("实施单位", "主管部门") and len(item.value) >= 4:
                words = "".join(item.value.cut(report.folded).split())
                if name := bare_unit(words):
                    yield _Named(name, item.value, f"自评表的{item.name}")


@dataclass(frozen=True, slots=True)
class _Odd:
    """Finds the name that does not fit among those of a report's units, each with one that is right."""

    short: Mapping[str, str]
    contradicts: Callable[[_Named, _Named], bool]
    mentions: Callable[[str], int]

    def ones(self, reporting: list[_Named], formal: list[_Named]) -> Iterator[tuple[_Named, _Named]]:
        """Names of the reporting unit that no other place, and no form, bears out, with one that others do."""
        for item in reporting:
            rest = [other for other in [*reporting, *formal] if other is not item]
            if not rest or any(self.same(item, other) for other in rest):
                continue
            against = [other for other in rest if self.contradicts(item, other)]
            backed = [other for other in against if sum(self.same(other, each) for each in rest) > 1]
            spoken = [other for other in against if self.mentions(other.name) >= _PARTNER]
            if backed:
                yield item, backed[0]
            elif against and item is not reporting[0] and len(against) == len(rest):
                yield item, against[0]
            elif spoken and len(against) == len(rest) and self.mentions(item.name) == 1:
                yield item, spoken[0]

    def forms(self, reporting: list[_Named], formal: list[_Named]) -> Iterator[tuple[_Named, _Named]]:
        """A form neither of whose units is the one that reports, which names itself twice or more."""
        agreeing = [a for a in reporting if sum(self.same(a, b) for b in reporting) > 1]
        alike = any(self.same(f, a) for f in formal for a in reporting)
        if agreeing and formal and not alike:
            against = [form for form in formal if self.contradicts(form, agreeing[0])]
            if against:
                yield against[-1], agreeing[0]

    def implementers(
        self, formal: list[_Named], said: list[_Named], contradicts: Callable[[_Named, _Named], bool]
    ) -> Iterator[tuple[_Named, _Named]]:
        """A form's 实施单位 that the text never speaks of, where it says that another carries the project out."""
        for item in formal:
            against = [each for each in said if contradicts(item, each)]
            if against and len(against) == len(said) and self.mentions(item.name) == 1:
                yield item, against[0]

    def same(self, one: _Named, other: _Named) -> bool:
        return _same(one.name, other.name, self.short)


def _same(one: str, other: str, short: Mapping[str, str]) -> bool:
    names = [{name, short.get(name, name)} for name in (unit_core(one), unit_core(other))]
    return any(same_unit(a, b) for a in names[0] for b in names[1])


def _partner(report: Report, name: str) -> bool:
    return report.folded.count(unit_core(name)) >= _PARTNER


def _mentions(squeezed: str, name: str) -> int:
    """How often a document, folded and without spaces, has a unit's name, in tables too."""
    return squeezed.count(unit_core(name))


def _elsewhere(report: Report, core: str, names: list[_Named]) -> bool:
    """Whether running text or a table speaks of a project's name outside the places that name it."""
    text = "".join(report.folded.split())
    at_places = sum(core in project_core(item.name) for item in names)
    return text.count(core) > at_places


def _spoken_of(report: Report, item: _Named) -> bool:
    """Whether the text outside a name's place uses most of its words."""
    core = project_core(item.name)
    text = report.folded[: item.span.start] + "\n" + report.folded[item.span.end :]
    pairs = {core[i : i + 2] for i in range(len(core) - 1)}
    return sum(pair in text for pair in pairs) >= 0.5 * len(pairs)
