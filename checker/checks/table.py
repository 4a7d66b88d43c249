"""The scoring table that the outline asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, Literal

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.section import INCOMPLETE
from checker.document import Span, Table
from checker.finding import Severity
from checker.understand.coverage import title_line
from checker.understand.report import Report

_MENTION: Final = re.compile(r"(?:附)?(?:相关)?(?:评分|得分|打分|自评)表|附表(?:说明)?|指标(?:评分|得分|体系)表")
_COLUMNS: Final = re.compile(r"[一二三]级指标|指标(?:名称|值)|分值|权重|(?:自评|评价)?得分|评分|完成值")
_COLUMN_GAP: Final = re.compile(r"\||[^\s。]\s+\d")
_CLOSING: Final = 12  # paragraphs at the end in which annexes are listed
_ANNEX: Final = re.compile(r"附[件表录]?\s*(?:\d{1,2}\s*(?:[:.、]|\s)|[:.、])\s*")
_NUMBERED: Final = re.compile(r"\(?\d{1,2}[.、)]|\S{0,40}表(?:\.\w{2,4})?$")
_TABLE_NAME: Final = re.compile(
    r"(?:\(?\d{1,2}[.、)]\s*)?[^。;]{0,40}(?:(?:评分|得分|打分|自评|评价)表|指标体系)(?:\.\w{2,4})?"
)
_SCORES: Final = re.compile(r"得分|评分|分值|权重|自评分|打分|满分|标准分")
_MATTERS: Final = re.compile(r"指标|决策|投入|过程|产出|效益|满意度|执行率")


class TableMissing(Rule):
    """A narrative report holds neither a scoring table nor a 自评表; a mention of one is none."""

    ABOUT: ClassVar[str] = "有没有附评分表"

    DATA: ClassVar[Mapping[str, str]] = {}

    check: Literal["table-missing"] = "table-missing"

    def run(self, report: Report) -> Iterator[Outcome]:
        if has_scores(report):
            # A form that only scattered words tell of (a page's text in the order of its columns) is not certain.
            if not report.document.tables and not _is_drawn(report) and (doubt := _doubtful(report)):
                yield NotChecked(doubt)
            return
        if report.document.incomplete:
            yield INCOMPLETE
            return
        if doubt := _unread(report):
            yield NotChecked(doubt)
            return
        if listed := _listed(report):
            yield Problem((listed,), {}, Severity.INFO, "文末的附件列有这张表，如果另存为一个文件，请一并报送")
            return
        place = mention(report) or title_line(report)
        yield Problem((place,) if place else ())


def _listed(report: Report) -> Span | None:
    """The line among the annexes listed at the end that is the table's name: 附件：1.项目支出绩效自评表."""
    lines = [paragraph.span for paragraph in report.document.paragraphs if paragraph.role == "body"][-_CLOSING:]
    open_list = False
    for span in lines:
        line = span.cut(report.folded).strip()
        if annex := _ANNEX.match(line):
            open_list, line = True, line[annex.end() :]
        elif not _NUMBERED.match(line):
            open_list = False
        if open_list and _TABLE_NAME.fullmatch(line):
            return span
    return None


def has_scores(report: Report) -> bool:
    """Whether a report holds a form, or a table that names scores and what they are given for, drawn in text or not."""
    return bool(report.forms) or any(_is_scored(report, table) for table in report.document.tables) or _is_drawn(report)


def _doubtful(report: Report) -> str | None:
    """Why no form of a report is certain, or None where one is."""
    doubts = [form.doubt for form in report.forms if not form.indicators]
    return doubts[0] if doubts and len(doubts) == len(report.forms) else None


def _is_drawn(report: Report) -> bool:
    """Whether lines of text make a scoring table: a header and two rows with figures, in columns of bars or blanks."""
    lines = [paragraph.span.cut(report.folded) for paragraph in report.document.paragraphs]
    for index, line in enumerate(lines):
        if _is_header(line) and _SCORES.search(line):
            rows = lines[index + 1 : index + 5]
            if sum(1 for row in rows if re.search(r"\d", row) and _COLUMN_GAP.search(row)) >= 2:
                return True
    return False


def _is_header(line: str) -> bool:
    return len(line) <= 90 and len(set(_COLUMNS.findall(line))) >= 2 and not re.search(r"[。;,、]", line)


def _is_scored(report: Report, table: Table) -> bool:
    words = table.span.cut(report.folded)
    return bool(_SCORES.search(words)) and len(set(_MATTERS.findall(words))) >= 2 and table.rows >= 2


def _unread(report: Report) -> str | None:
    """Why a table may be there that could not be read as one: its header stands in a line of running text."""
    for paragraph in report.document.paragraphs:
        line = paragraph.span.cut(report.folded)
        if _is_header(line) and len(set(_COLUMNS.findall(line))) >= 3:
            return "文中有评分表的表头，但没有还原成表格，不能断定是否附有评分表"
    return None


def mention(report: Report) -> Span | None:
    """The words that announce the table, or the heading of the conclusion, which is to hold it."""
    if match := _MENTION.search(report.folded):
        return Span(*match.span())
    conclusions = report.outline.covering("conclusion")
    return conclusions[0].heading if conclusions else None
