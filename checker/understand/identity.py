"""Identity: the kind of document, and the project, the unit and the year that it is about."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from checker.document import Cell, Paragraph, Span, Table
from checker.patterns import compiled
from checker.understand.forms import RUN_TOGETHER
from checker.understand.report_title import (
    COVER,
    OFFICE,
    TITLE_UNIT,
    YEAR,
    find_title,
    project_beneath,
    project_in_title,
    squeezed,
)

if TYPE_CHECKING:
    from checker.understand.report import Report

Kind = Literal["narrative", "table", "combined"]

_BARE_YEAR: Final = re.compile(r"(?<![0-9\[(-])((?:19|20)[0-9]{2})(?=部门|项目|整体|支出|财政|绩效|预算)")
_FISCAL_YEAR: Final = re.compile(r"(?<![0-9\[])((?:19|20)[0-9]{2})\s*年度")
_HAN_YEAR: Final = re.compile(r"二[零〇]([零〇一二三四五六七八九])([零〇一二三四五六七八九])年")
_LABELS: Final = {
    "project": r"项目(?:全称|名称)",
    "unit": r"(?:项目)?(?:实施|承担|使用|填报|申报|申请|评价|自评|报告|资金使用|编制|预算|项目)单位"
    r"|单位名称|部门\(单位\)名称",
    "whole": r"部门名称",  # on the cover of a report on all that a department spends
    "department": r"(?:项目)?主管部门(?:及代码|\(单位\))?|中央主管部门|地方主管部门",
}
LABELLED: Final = re.compile("|".join(f"(?:{label})" for label in _LABELS.values()))
"""A label at the beginning of a line that has no colon behind it."""
_SOURCE: Final = re.compile(
    r"(?:信息来源|发布机构|发布单位|来源)\s*:\s*([\u4e00-\u9fff()]{3,30}?)"
    r"(?=阅读|浏览|点击|编辑|作者|字体|字号|发布|时间|日期|责任|来源|[^\u4e00-\u9fff()]|$)"
)
SEAL: Final = r"\(?(?:盖章|公章|签章|单位公章|加盖公章)\)?"
_LABEL_AHEAD: Final = re.compile(
    r"\s{2,}[\u4e00-\u9fff()、]{2,12}(?:\(盖章\))?\s*:|\s[\u4e00-\u9fff]{0,4}(?:日期|时间|年度|单位|部门|名称|负责人|电话)\s*:"
)
# A unit's code in the budget: [132001]某局, 132001-某局, 某局(132001), 132001某局.
_CODE: Final = re.compile(
    r"^(?:\[[0-9A-Z]+\]|\([0-9]+\)|[0-9]{3,}\s*[-_]?)\s*|\s*(?:\[[0-9A-Z]+\]|\([0-9]{3,}\)|[-_]?[0-9]{3,})$"
)
SIGNED: Final = re.compile(r"(?:20[0-9]{2}|二零[零一二三四五六七八九]{2})年.{1,3}月(?:.{1,3}日)?")
_SIGNED_AT: Final = re.compile(r"(?:^|\n|:)\s*(20[0-9]{2})年([0-9]{1,2})月(?:[0-9]{1,2}日)?[^\S\n]*(?=\n|$)")
_HALF: Final = 6
# What says in so many words which year is evaluated.
_EVALUATED: Final = re.compile(
    r"(?:评价|自评)(?:的)?(?:时段|期间|时间范围|年度)(?:为|是|:)(20[0-9]{2})年|(20[0-9]{2})年(?:末|全年|(?:绩效)?目标|12月31日(?=[,、]?(?:项目|资金|全年|累计|实际|共)))"
)
_FIGURE: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(?:[万亿]?元|%)?")
_SCATTERED: Final = 200  # characters of sentences beside the scattered cells of a form
_PROSE: Final = 800  # characters of running text that make a narrative even where no heading is known


@dataclass(frozen=True, slots=True)
class Identity:
    """Who and what a report is about; None where it does not say.

    A document is a table (自评表) when it holds a form and hardly any prose, a narrative (评价报告) when it holds no
    self-evaluation form, and combined when it holds both.
    """

    kind: Kind
    title: str | None = None
    title_span: Span | None = None
    year: int | None = None
    project: str | None = None
    unit: str | None = None
    department: str | None = None


def read_identity(report: Report) -> Identity:
    """The report's identity, from its title, cover, form header and opening sentences."""
    title = find_title(report)
    words = _words(report, title) if title else None
    labelled = dict(_labelled(report))
    span = project_in_title(report.folded, title) or project_beneath(report, title) if title else None
    named = None if span is None else "".join(span.cut(report.text).split())
    return Identity(
        kind=report.stated_kind or _kind(report),
        title=words,
        title_span=title,
        year=report.stated_year or _year(report, words),
        project=None
        if _differ(report, "项目名称")
        else labelled.get("project") or _in_form(report, "项目名称") or named,
        unit=None
        if _differ(report, "实施单位")
        else bare_unit(
            labelled.get("unit")
            or _in_form(report, "实施单位")
            or labelled.get("whole")
            or _reporting_unit(report, words)
        ),
        department=None
        if _differ(report, "主管部门")
        else bare_unit(labelled.get("department") or _in_form(report, "主管部门")),
    )


def _kind(report: Report) -> Kind:
    prose = sum(len(p.span) for p in report.document.paragraphs if p.role == "body")
    facets = {facet for section in report.outline.sections for facet in section.facets}
    written = len(facets) >= 2 or prose >= _PROSE
    forms = [form for form in report.forms if form.kind == "self-evaluation"]
    if forms and not any(form.tables for form in forms):
        # The cells of a form that lie about in lines of their own are no headings and no prose.
        lines = [p.span.cut(report.folded) for p in report.document.paragraphs if p.role == "body"]
        written = sum(len(line) for line in lines if "。" in line and not RUN_TOGETHER.search(line)) >= _SCATTERED
    if forms and not written:
        return "table"
    if any(form.tables for form in forms):  # what was only guessed from scattered words makes no report a form
        return "combined"
    tabular = sum(len(table.span) for table in report.document.tables)
    return "table" if not written and tabular > 2 * prose else "narrative"


def _words(report: Report, span: Span) -> str:
    """A title as one line: what was parted only to fill the line is joined."""
    return "".join(part.strip() for part in span.cut(report.text).split("\n"))


def _year(report: Report, title: str | None) -> int | None:
    """The year that is evaluated: the title's, else the cover's or form's, else the one that is 年度 most often."""
    from checker.folding import fold

    if title and (year := _last_year(fold(title))):
        return year
    opening = report.document.blocks[:COVER]
    for block in opening:
        if isinstance(block, Table):
            found = _year_in_table(report, block)
            if found:
                return found
        elif len(block.span) <= 60 and (match := _FISCAL_YEAR.search(block.span.cut(report.folded))):
            return int(match[1])
    years = Counter(int(match[1]) for match in _FISCAL_YEAR.finditer(report.folded))
    years = years or Counter(int(match[1] or match[2]) for match in _EVALUATED.finditer(report.folded))
    years = years or _earlier(Counter(int(match[1]) for match in YEAR.finditer(report.folded)), report)
    if not years:
        return None
    (best, count), *others = years.most_common(2)
    return best if not others or others[0][1] < count else None


def _earlier(years: Counter[int], report: Report) -> Counter[int]:
    """The years of a text that no 年度 tells apart, without the one in whose first half the report was signed.

    Reports are written in the months after the year that they evaluate, and speak much of what is to be done in those:
    where the year before is not named at all none is known.
    """
    signed = [match for match in _SIGNED_AT.finditer(report.folded) if int(match[2]) <= _HALF]
    written = int(signed[-1][1]) if signed else None
    if written is not None and written in years and written - 1 not in years:
        return Counter()
    return Counter({year: count for year, count in years.items() if year != written})


def _year_in_table(report: Report, table: Table) -> int | None:
    for cell in table.cells:
        if cell.row > 5:
            return None
        words = squeezed(report.folded, cell.span)
        if len(words) <= 60 and (match := _FISCAL_YEAR.search(words)):
            return int(match[1])
    return None


def _last_year(line: str) -> int | None:
    """The year that a title names; of a span of years the last, since that one has just been evaluated."""
    line = "".join(line.split())
    if match := _HAN_YEAR.search(line):
        digits = "零一二三四五六七八九"
        return 2000 + 10 * digits.index(match[1].replace("〇", "零")) + digits.index(match[2].replace("〇", "零"))
    years = [int(match[1]) for match in YEAR.finditer(line)]
    # 2022项目绩效自评报告: the year's own word was left out.
    years = years or [int(match[1]) for match in _BARE_YEAR.finditer(line)]
    return max(years) if years else None


def _labelled(report: Report) -> Iterator[tuple[str, str]]:
    """What stands behind a label, the last one first so that the first one wins: 项目名称：…, or the next cell."""
    found: list[tuple[str, str]] = []
    for block in report.document.blocks[: 2 * COVER]:
        if isinstance(block, Table):
            found += _labelled_cells(report, block)
            continue
        line = block.span.cut(report.folded)
        if ":" not in line and len(line.split(maxsplit=1)) < 2:
            continue
        for name, behind, alone in _label_lines():
            for match in itertools.chain(behind.finditer(line), alone.finditer(line)):
                ahead = _LABEL_AHEAD.search(line, match.start(1))
                end = ahead.start() if ahead else len(re.sub(rf"\s*{SEAL}$", "", line))
                value = report.text[block.span.start + match.start(1) : block.span.start + end].strip().rstrip("。")
                if re.fullmatch(r"[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff])+", value):
                    value = "".join(value.split())  # spread over the line: 优　抚
                if 2 <= len(value) <= 60 and not re.match(r"[^:：]{2,12}[:：]", value):
                    found.append((name, value))
    return iter(reversed([pair for pair in found if pair[1]]))


def _labelled_cells(report: Report, table: Table) -> list[tuple[str, str]]:
    found = []
    for cell in table.cells:
        if cell.row > 12:
            break
        words = squeezed(report.folded, cell.span).rstrip(":")
        for name, label in _LABELS.items():
            if len(words) <= 16 and re.fullmatch(rf"(?:{label})(?:\(盖章\))?", words):
                beside = table.at(cell.row, cell.column + cell.column_span)
                value = "" if beside is None else " ".join(beside.span.cut(report.text).split())
                if beside is not None and _FIGURE.fullmatch(squeezed(report.folded, _below(table, beside))):
                    continue  # the head of a list: 项目名称 | 年初预算数, with figures under it
                if value and len(value) <= 60 and not any(re.match(other, value) for other in _LABELS.values()):
                    found.append((name, value))
    return found


def _below(table: Table, cell: Cell) -> Span:
    """The place of what stands under a cell; nothing in the last row."""
    under = table.at(cell.row + cell.row_span, cell.column) if cell.row + cell.row_span < table.rows else None
    return Span(cell.span.end, cell.span.end) if under is None else under.span


@cache
def _label_lines() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """For each label the expressions that find it with a colon, and alone on its line with nothing but a blank.

    Several labels may share a line, parted by blanks: 项目名称：…　　实施单位：….
    Alone on its line, a label may do without a colon: 项目单位　　某县林业局.
    """
    found = []
    for name, label in _LABELS.items():
        own = rf"(?:{_spaced(label)})\s*(?:{SEAL})?"
        behind = compiled(rf"(?:^|\s){own}\s*:\s*(?:{SEAL})?\s*(\S.*)$")
        found.append((name, behind, compiled(rf"^\s*{own}\s+(?!\()(\S[^:。;,、]*)$")))
    return tuple(found)


def _spaced(label: str) -> str:
    """A label whose characters may be spread over the line: 项 目 名 称."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", r"\\s*", label)


def _in_form(report: Report, name: str) -> str | None:
    """What the header of the first form that has it says."""
    spans = (form.value_of(name) for form in report.forms)
    span = next((span for span in spans if span is not None), None)
    return None if span is None else " ".join(span.cut(report.text).split()) or None


def _differ(report: Report, name: str) -> bool:
    """Whether the file holds several self-evaluation forms whose headers say different things: then it has no one."""
    spans = (form.value_of(name) for form in report.forms if form.kind == "self-evaluation")
    return len({squeezed(report.folded, span) for span in spans if span is not None}) > 1


def bare_unit(unit: str | None) -> str | None:
    """A unit's name without its code in the budget."""
    from checker.folding import fold

    if unit is None:
        return None
    match = _CODE.search(fold(unit))
    if match is None or match.end() - match.start() == len(unit):
        return unit
    return unit[match.end() :] if match.start() == 0 else unit[: match.start()]


def _reporting_unit(report: Report, title: str | None) -> str | None:
    """The unit that reports, where no label names one: on the cover, in the title, above the date, on the site."""
    from checker.folding import fold

    paragraphs = [block for block in report.document.blocks if isinstance(block, Paragraph) and block.role == "body"]
    lines = [squeezed(report.folded, paragraph.span) for paragraph in paragraphs]
    opening = next((at for at, line in enumerate(lines) if re.match(r"[一1][、.]|摘要|目录", line)), COVER)
    for line in lines[: min(opening, COVER)]:
        named = line[1:-1] if line.startswith("(") and line.endswith(")") else line
        if OFFICE.fullmatch(named) and "情况" not in line and not LABELLED.match(named):
            return named
    if title and (
        match := re.match(rf"({OFFICE.pattern})(?:关于|(?:19|20)[0-9]{{2}}(?=年|项目|部门|整体|绩效))", fold(title))
    ):
        return match[1]
    if title and (match := re.match(rf"(?:19|20)[0-9]{{2}}年度?({TITLE_UNIT.pattern})", fold(title))):
        return match[1]
    lines = [line for line in lines if not re.fullmatch(SEAL, line)]
    for line, after in pairwise(lines):
        if OFFICE.fullmatch(line) and SIGNED.fullmatch(after):
            return line
    if title and (match := TITLE_UNIT.match(fold(title))):
        return match[0]
    for line in lines[:COVER]:
        # A site's 来源 may be the government that runs it, which is not the unit that reports.
        if (match := _SOURCE.search(line)) and not re.search(r"[省市县区旗州]人民政府|网$", match[1]):
            return match[1]
    return None
