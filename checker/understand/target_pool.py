"""Where a report states its targets, where it reports on them, and where it only names problems."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from checker.document import Paragraph, Span, Table
from checker.understand.form_labels import squeeze
from checker.understand.outline import Section
from checker.understand.report import once
from checker.understand.target_claims import Claim, claims
from checker.understand.target_promises import is_of_funds, only_tells, sift, tells_too, turns

if TYPE_CHECKING:
    from checker.understand.report import Report


@dataclass(frozen=True, slots=True)
class Pool:
    """The claims of a report by what they are good for.

    `targets` are promises, `completions` what reports on them, `problems` what can only explain or contradict. `spans`
    are the places of the target sections, `background` those of the completions that stand where the project is
    presented.
    """

    targets: tuple[Claim, ...]
    completions: tuple[Claim, ...]
    problems: tuple[Claim, ...]
    spans: tuple[Span, ...]
    background: frozenset[Span] = frozenset()


_SKIPPED: Final = frozenset(
    ("work", "work.scope", "work.scope-part", "work.method", "work.method-part", "work.process", "work.process-part",
     "suggestions")
)  # fmt: skip
_BOUND: Final = re.compile(r"[≥≤<>]|不[少低超高][于过]|以[上内下]")
_BACKGROUND: Final = frozenset(("basic", "overview", "overview-part"))
_STATES: Final = re.compile(
    r"(?:^|(?<=[\n。;]))\s*(?:[(0-9一二三四五六七八九十)、.]{0,6})(?:本)?(?:项目|年度|本年度?|当年|总体|绩效|阶段性?|预期|具体|设定的?|的|20[0-9]{2}年度?)*"
    r"(?:绩效|总体|年度|阶段性?|具体|预期)的?目标(?!的?(?:完成|实现|设[定置]|管理|自评|评价|编制|申报|分解|下达|批复))(?:主要)?(?:为|是|如下|包括|有)?[:,]?"
)
_SAYS: Final = re.compile(r"目标(?:主要)?(?:(?:为|是|如下|包括)[:,]?|:)$")
_TELLS: Final = re.compile(
    r"(?<=。)(?=(?:截至|全年|当年|年末|年内|本年度?|实际|已|目前|经自评|[0-9]{4}年度?,?(?:已|共|全年(?!计划|力争|拟)|实际|累计|(?:基本)?完成)))"
)
_CUT_OFF: Final = re.compile(r"(?<=[于过到在为≥≤])\n(?=[0-9][0-9.,]*\s?[%万亿个人次户场家处名件期套台米亩公元])")
_POINTS_ONLY: Final = re.compile(r"[^0-9]*[0-9.\s]*")
_CONTENTS: Final = re.compile(r"(?:\t|…|\.{3,})\s*[0-9]{1,3}\s*$")
# 绩效目标见附表; 单位按要求设定了绩效目标: words about targets that state none.
ABOUT_TARGETS: Final = re.compile(
    r"(?:详?见|参见|附)[^。]{0,12}(?:附[表件]|表|目标申报表)|"
    r"(?:设定|设置|申报|编制|填报|制定|明确|细化|量化|分解|批复|下达)(?:了|并)?[^。,]{0,14}(?:目标|指标)(?!为|是|如下|:)|"
    r"(?:目标|指标)(?:已|均|是|系)?[由经按随][^。]{0,24}(?:申报|编制|填报|提出|制定|审核|审定|批复|下达)|"
    r"(?:目标|指标)[^。,]{0,8}(?:合理|明确|清晰|细化|量化|完整|可行|科学|依据)"
)
# 同时下达绩效目标,年度目标为:…: what follows is the target.
_LED_IN: Final = re.compile(r"^.*(?:目标|指标)(?:主要)?(?:为|是|如下)?:(?=.{5})")
# 就业补助资金绩效自评报告, (2023年度): a title reports nothing.
_TITLE: Final = re.compile(
    r"[^,。;]*(?:报告|自评表|评价表|情况表|目标表|申报表)\s*(?:\([^()]*\))?|\(?\s*(?:20[0-9]{2})?\s*年度?\s*\)?|附(?:件|表)?[0-9::\s]*"
)
_PROBLEM_TEXT: Final = re.compile(
    r"^(?:[一二三四五六七八九]是)?(?:发现的?|存在的?)?(?:主要)?(?:问题|不足)|^(?:下一步|改进措施|有关建议|建议)"
)


def read_pool(report: Report) -> Pool:
    """Sort the prose of a report into promises, reports and problems."""
    folded = _joined(report.folded)
    targets: list[Claim] = []
    completions: list[Claim] = []
    problems: list[Claim] = []
    spans: list[Span] = []
    background: set[Span] = set()
    stretches = list(_stretches(report))
    for role, span in stretches:
        if role == "targets":
            spans.append(span)
            promises, reported, told = _sorted(report, folded, span, promised=True)
            targets += promises
            completions += [*reported, *told]
            background |= {claim.span for claim in told}
    sections = bool(spans)
    stated = any(claim.quantity is not None or not _is_about(claim, folded) for claim in targets)
    for role, span in stretches:
        if role == "problems":
            problems += _lines(report, folded, span)
        elif role in ("report", "background"):
            at = span.start
            before = len(completions)
            for promise in _promises(folded, span, sections=sections) if not stated else ():
                completions += _lines(report, folded, Span(at, promise.start))
                promises, reported, told = _sorted(report, folded, promise)
                targets += promises
                completions += [*reported, *told]
                spans.append(promise)
                at = promise.end
            completions += _lines(report, folded, Span(at, span.end))
            if role == "background":
                background |= {claim.span for claim in completions[before:]}
    targets += _form_targets(report)
    later = [claim for claim in completions if _PROBLEM_TEXT.match(claim.sentence.cut(folded))]
    problems += later
    return Pool(
        tuple(claim for claim in targets if not _is_about(claim, folded)),
        tuple(claim for claim in completions if claim not in later and not _is_title(claim, folded)),
        tuple(problems),
        tuple(spans),
        frozenset(background),
    )


def _sorted(
    report: Report, folded: str, span: Span, *, promised: bool = False
) -> tuple[list[Claim], list[Claim], list[Claim]]:
    """The claims of a stretch of targets: promises, what its second half reports, and what it says in passing."""
    promises: list[Claim] = []
    reported: list[Claim] = []
    told: list[Claim] = []
    over = _over(report, span)
    mixed = any(tells_too(section.title) for section in over)
    for part, reports in turns(folded, span):
        found = list(_lines(report, folded, part, promised=promised and not reports))
        if reports:
            reported += found
            continue
        if mixed:
            reported += [claim for claim in found if only_tells(_line_of(claim, folded))]
            found = [claim for claim in found if not only_tells(_line_of(claim, folded))]
        kept, said = sift(found, folded, funds=bool(over) and is_of_funds(over[-1].title))
        promises += kept
        told += said
    return promises, reported, told


def _joined(folded: str) -> str:
    """The text with a figure that a page's line end cut off from its words joined to them; offsets hold."""
    return _CUT_OFF.sub(" ", folded)


def _is_about(claim: Claim, folded: str) -> bool:
    words = _LED_IN.sub("", claim.sentence.cut(folded))
    return claim.quantity is None and (bool(ABOUT_TARGETS.search(words)) or len(re.findall(r"[一-鿿]", words)) < 5)


def _is_title(claim: Claim, folded: str) -> bool:
    return claim.quantity is None and bool(_TITLE.fullmatch(claim.sentence.cut(folded).strip()))


def _over(report: Report, span: Span) -> list[Section]:
    """The sections that a stretch stands in, the widest first."""
    return [section for section in report.outline.sections if section.body.start <= span.start < section.body.end]


def _line_of(claim: Claim, folded: str) -> str:
    """The line that a claim stands in."""
    start = folded.rfind("\n", 0, claim.sentence.start) + 1
    end = folded.find("\n", claim.sentence.end)
    return folded[start : end if end >= 0 else len(folded)]


def _promises(folded: str, span: Span, *, sections: bool) -> Iterator[Span]:
    """The paragraph of a report without a target section, or with one that states none, that says 年度绩效目标为…

    Where there are `sections` of targets, it must say so.
    """
    for match in _STATES.finditer(folded, span.start, span.end):
        if sections and not _SAYS.search(match[0]):
            continue
        end = folded.find("\n", match.end())
        end = min(span.end, end if end >= 0 else span.end)
        told = _TELLS.search(folded, match.end(), end)  # 年度目标为…。全年完成…: what follows reports
        yield Span(match.end(), told.start() if told else end)
        return


def _stretches(report: Report) -> Iterator[tuple[str, Span]]:
    """Each section's own text with what it is good for; text before the first heading reports."""
    sections = report.outline.sections
    first = sections[0].heading.start if sections else len(report.folded)
    if first:
        yield "report", Span(0, first)
    for section in sections:
        span = section.own
        title = section.heading.cut(report.folded)
        if not section.run_in and len(title) > 10 and re.search(r"[0-9]", title[3:]):
            span = Span(section.heading.start, span.end)  # 1.示范建设社区6个。 reads as a heading
        elif section.run_in and not section.facets:
            span = Span(section.heading.start, span.end)  # ③学员取证率:90%以上 reads as a heading and its text
        role = _role(report, section)
        if role == "merged":
            at = re.search(r"目标", span.cut(report.folded))
            cut = span.start + at.start() if at else span.end
            yield "report", Span(span.start, cut)
            yield "targets", Span(cut, span.end)
        elif role:
            yield role, span


def _role(report: Report, section: Section) -> str:
    above = [section, *report.outline.ancestors(section)]
    for each in above:
        if not each.facets:
            continue
        if "targets" in each.facets:
            others = each.facets - {"targets"}
            if others and each is not section:
                return "report" if section.facets else "merged"
            return "merged" if others else "targets"
        if each.facets & {"problems"}:
            return "problems"
        if each.facets & _SKIPPED:
            return ""
        if each.facets <= _BACKGROUND:
            return "background"
        return "report"
    return "report"


def _lines(report: Report, folded: str, span: Span, *, promised: bool = False) -> Iterator[Claim]:
    """The claims of the paragraphs and of the rows of plain tables in a stretch; forms are read elsewhere."""
    if not len(span):
        return
    formed, scored = _tables_of_forms(report)
    blocks = report.document.blocks
    first = bisect_right(blocks, span.start, key=lambda block: block.span.end)
    for block in islice(blocks, first, None):
        if block.span.start >= span.end:
            break
        if isinstance(block, Paragraph):
            if block.span.start and folded[block.span.start - 1] != "\n" and block.span.start > span.start:
                continue  # it was joined to the paragraph before
            end = folded.find("\n", block.span.start)
            part = Span(max(block.span.start, span.start), min(end if end >= 0 else block.span.end, span.end))
            if block.role == "toc" or _CONTENTS.search(part.cut(report.folded)):
                continue
            yield from claims(folded, part.start, part.end)
        elif block.index not in formed:
            yield from _rows(report, block, span, promised, scored=block.index in scored)


@once
def _tables_of_forms(report: Report) -> tuple[frozenset[int], frozenset[int]]:
    """The indices of the tables that forms of targets and results stand in, and those of scoring tables."""
    formed: tuple[set[int], set[int]] = (set(), set())
    for form in report.all_forms:
        formed[form.kind == "scoring"].update(table.index for table in form.tables)
    return frozenset(formed[0]), frozenset(formed[1])


def _rows(report: Report, table: Table, span: Span, promised: bool, *, scored: bool) -> Iterator[Claim]:
    rows: dict[int, list[Span]] = {}
    for cell in table.cells:
        if len(cell.span) and span.start <= cell.span.start < span.end:
            rows.setdefault(cell.row, []).append(cell.span)
    for cells in rows.values():
        if scored and _POINTS_ONLY.fullmatch(report.folded, cells[0].start, cells[-1].end):
            continue  # its points say nothing of what was done
        for claim in claims(report.folded, cells[0].start, cells[-1].end):
            # ≥40公里 in a table is what was wanted, wherever the table stands.
            if promised or claim.quantity is None or not _BOUND.search(claim.quantity.span.cut(report.folded)):
                yield claim


def _form_targets(report: Report) -> Iterator[Claim]:
    """The rows of tables that state targets and no completions."""
    for form in report.all_forms:
        if form.kind != "targets":
            continue
        for indicator in form.indicators:
            wanted = indicator.cell("指标值")
            if wanted is None or form.blank(wanted) or indicator.cell("完成值") is not None:
                continue
            name = squeeze(indicator.name.cut(report.folded))
            row = Span(min(indicator.name.start, wanted.span.start), max(indicator.name.end, wanted.span.end))
            yield Claim(wanted.span, row, form.target_of(indicator), name, "", name, "")
