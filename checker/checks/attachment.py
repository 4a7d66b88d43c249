"""Annexes that the text promises and the file does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from checker.checks.base import Outcome, Problem, Rule
from checker.checks.section import INCOMPLETE
from checker.checks.table import has_scores
from checker.document import Paragraph, Span, Table
from checker.understand.contents import has_leader
from checker.understand.numerals import parse_numeral
from checker.understand.report import Report

_N: Final = r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?"
# What points to an annex of this report. An annex that is only named belongs to another document as often as not.
_PROMISES: Final = (
    re.compile(rf"(?:见|参见|参照|如)(?:后|本报告|文后|后面)?的?所?附(?P<kind>[件表录])\s?{_N}"),
    re.compile(rf"(?:详|具体)?见\s?\(附(?P<kind>[件表录])\s?{_N}\)"),
    re.compile(rf"[(\[]附(?P<kind>[件表录])\s?{_N}(?:[:、][^()]{{0,30}})?[)\]]"),
    re.compile(rf"附(?P<kind>[件表录])\s?{_N}所[示列]"),
    re.compile(r"(?P<subject>[一-鿿]{2,12})(?:详见附后|附后)(?!\s?[(\[]附)"),
)
_MORE: Final = re.compile(
    r"[、及和与-]\s?(?:附[件表录])?\s?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?![\d%.年月])"
)
_LIST: Final = re.compile(
    r"^附(?P<kind>[件表录])\s?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?\s?(?P<colon>[:.、]?)\s*"
)
_ENTRY: Final = re.compile(r"^\s*(?:附[件表录]\s?)?(?P<number>\d{1,2})\s?[.、:]\s*(?P<name>\S.{0,58})$")
_ANNEX: Final = re.compile(
    r"^[\s(【]*附(?P<kind>[件表录]?)\s?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})?(?:[-]\d{1,2})?\s?[)】]?\s?(?:[:.、]|\s|$|(?=[一-鿿]))"
)
# The annex that structure/table-missing asks for, and words that make an annex another document's.
_SCORING: Final = re.compile(r"评分|得分|打分|自评|评价报告|评价指标|指标体系|指标表|绩效表|绩效目标表|附表说明|分值")
_OF_TARGETS: Final = re.compile(r"绩效|指标|目标|完成情况|评价|附表")
_FOREIGN: Final = re.compile(
    r"[》」]\s?\(?(?:的)?$|号\)?\s?(?:文件)?(?:的)?\(?$|(?:通知|办法|文件|方案|意见|合同|协议|规定|细则)(?:的|中)?\(?$"
)
_FILE_NAME: Final = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|jpe?g|png|ofd|pptx?)\b|下载", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Promise:
    span: Span
    number: int | None
    kind: str
    around: str


class AttachmentMissing(Rule):
    """The text points to an annex, and nothing in the file is headed as that annex.

    The scoring table is structure/table-missing's matter, and an annex of another document (《…》附件2) is nobody's
    promise. Silent where the file's tables may be the annex.
    """

    ABOUT: ClassVar[str] = "提到的附件有没有随附"

    DATA: ClassVar[Mapping[str, str]] = {"annex": "没有随附的附件", "phrase": "提到它的话"}

    check: Literal["attachment-missing"] = "attachment-missing"

    def run(self, report: Report) -> Iterator[Outcome]:
        held = _Held(report)
        reported: set[tuple[str, int | None]] = set()
        for promise in _promises(report):
            name = (promise.kind, promise.number)
            if name in reported or held.has(promise):
                continue
            if name == ("表", None) and not has_scores(report):
                continue  # 见附表 without more is the scoring table, which structure/table-missing asks for
            reported.add(name)
            if report.document.incomplete:
                yield INCOMPLETE
                return
            annex = f"附{promise.kind}{promise.number or ''}"
            yield Problem((promise.span,), {"annex": annex, "phrase": promise.span.cut(report.text)})


def _promises(report: Report) -> Iterator[_Promise]:
    """What the running text says is annexed, scoring tables and other documents' annexes left out."""
    paragraphs = [each for each in report.document.paragraphs if each.role != "toc"]
    for index, paragraph in enumerate(paragraphs):
        line = paragraph.span.cut(report.folded)
        if has_leader(paragraph.span.cut(report.text)):
            continue
        if _LIST.match(line):
            yield from _listed(report, paragraphs, index)
        yield from _in_line(line, paragraph.span.start)


def _in_line(line: str, start: int) -> Iterator[_Promise]:
    seen: set[int] = set()
    for pattern in _PROMISES:
        for match in pattern.finditer(line):
            clause = _clause(line, match)
            before = line[: match.start()].rstrip("详具体请可参")
            if match.end() in seen or _FOREIGN.search(before) or _SCORING.search(clause) or _FILE_NAME.search(clause):
                continue
            seen.add(match.end())
            groups = match.groupdict()
            span = Span(start + match.start(), start + match.end())
            kind = groups.get("kind") or "件"
            number = _value(groups.get("number"))
            yield _Promise(span, number, kind, clause)
            at = match.end()
            while number is not None and (more := _MORE.match(line, at)):
                yield _Promise(Span(start + match.start(), start + more.end()), _value(more["number"]), kind, clause)
                at = more.end()


def _listed(report: Report, paragraphs: list[Paragraph], index: int) -> Iterator[_Promise]:
    """The list of annexes that closes a report: 附件：1.…表 2.…照片, an entry a line."""
    line = paragraphs[index].span.cut(report.folded)
    head = _LIST.match(line)
    assert head is not None
    rest = line[head.end() :]
    if not head["number"] and head["colon"] and rest and not _ENTRY.match(rest):
        yield from _alone(report, paragraphs[index], rest, head["kind"])
    if head["number"] or not head["colon"] or not _ENTRY.match(rest):
        return  # 附件1 … at the head of a page is the annex itself
    lines = [(paragraphs[index].span.start + head.end(), rest)]
    for paragraph in paragraphs[index + 1 :]:
        words = paragraph.span.cut(report.folded)
        if not _ENTRY.match(words):
            break
        lines.append((paragraph.span.start, words))
    for start, words in lines:
        entry = _ENTRY.match(words)
        if entry is None or _SCORING.search(entry["name"]) or _FILE_NAME.search(entry["name"]):
            continue
        yield _Promise(Span(start, start + entry.end()), int(entry["number"]), head["kind"], entry["name"])


def _alone(report: Report, paragraph: Paragraph, name: str, kind: str) -> Iterator[_Promise]:
    """附件：资金明细表 as the last words of a file, a signature and a date aside: the annex is not there."""
    behind = report.folded[paragraph.span.end :]
    last = len("".join(behind.split())) <= 60 and len(name) <= 40
    if last and not _SCORING.search(name + behind) and not _FILE_NAME.search(name):
        yield _Promise(paragraph.span, None, kind, name)


def _clause(line: str, match: re.Match[str]) -> str:
    """The clause in which an annex is named, with the one before it where it stands alone."""
    start = max((line.rfind(mark, 0, match.start()) for mark in "。；\n"), default=-1) + 1
    end = min((at for mark in "。；，" if (at := line.find(mark, match.end())) >= 0), default=len(line))
    return line[start:end]


def _value(words: str | None) -> int | None:
    if not words:
        return None
    value = int(words) if words.isascii() else parse_numeral(words)
    return int(value) if value else None


class _Held:
    """The annexes that a file holds: their headings with text or a table behind them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._numbers: set[int] = set()
        self._plain: list[int] = []
        blocks = report.document.blocks
        for index, block in enumerate(blocks):
            for start, line in self._lines(block):
                match = _ANNEX.match(line)
                if match is None or len(line) > 60 or _LIST_HEAD.match(line) or "。" in line:
                    continue
                inside = isinstance(block, Table)
                if not inside and index + 1 >= len(blocks):
                    continue  # the last line of the file has nothing behind it
                number = _value(match["number"])
                if number is None:
                    self._plain.append(start)
                elif inside or not self._annex_line(blocks[index + 1]):
                    self._numbers.add(number)

    def _lines(self, block: Paragraph | Table) -> Iterator[tuple[int, str]]:
        if isinstance(block, Table):
            for cell in block.cells[:3]:
                yield cell.span.start, cell.span.cut(self._report.folded)
        elif block.role != "toc" and not has_leader(block.span.cut(self._report.text)):
            yield block.span.start, block.span.cut(self._report.folded)

    def _annex_line(self, block: object) -> bool:
        """Whether the next block is the next entry of a list of annexes."""
        return isinstance(block, Paragraph) and bool(_NUMBERED.match(block.span.cut(self._report.folded)))

    def has(self, promise: _Promise) -> bool:
        later = any(start > promise.span.end for start in self._plain)
        tables = [table for table in self._report.document.tables if table.span.start > promise.span.end]
        if not _OF_TARGETS.search(promise.around):
            # A form or a scoring table is no list of places, nor an account of the funds.
            formed = [table.span for form in self._report.all_forms for table in form.tables]
            tables = [table for table in tables if table.span not in formed]
        if promise.number is None:
            return later or bool(tables) or bool(self._numbers)
        if promise.number in self._numbers:
            return True
        # Tables without a number of their own may be the numbered ones.
        return not self._numbers and (len(tables) >= promise.number or (later and promise.number == 1))


_LIST_HEAD: Final = re.compile(r"^附[件表录]\s?[:]\s*\d{1,2}\s?[.、]")
_NUMBERED: Final = re.compile(r"^\s*附[件表录]\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})")
