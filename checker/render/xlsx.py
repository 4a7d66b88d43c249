"""The ledger (审核台账) as an Excel workbook: the reports, the opinions, and which rule did what to which report.

Everything that a submission says is written as text: no cell becomes a formula or a link because of how it begins.
"""

from __future__ import annotations

import os
import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from checker.finding import Severity
from checker.render.words import KINDS, SEVERITIES, VERDICTS, place_words, quoted
from checker.review import Review, Run, Submission
from checker.understand.fact import PROJECT, Fact

_CREATED = datetime(2020, 1, 1)  # fixed, so that the same run gives the same bytes
_FONT = "宋体"
_FILLS = {Severity.ERROR: "#F8CBAD", Severity.WARNING: "#FFE699", Severity.INFO: "#DDEBF7"}
_VERDICT_FILLS = {"return": "#F8CBAD", "review": "#FFE699", "pass": "#C6E0B4", "failed": "#D9D9D9"}
_RATE, _MONEY, _SCORE = "执行率", ("全年预算数", "执行数"), "自评得分"
_CELL_LIMIT = 32_000  # Excel holds 32 767 characters in a cell
_LINK_LIMIT = 2_000
# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLUMNS = {
    "报告": (
        ("序号", 6),
        ("单位", 24),
        ("项目", 32),
        ("年度", 8),
        ("文种", 14),
        ("预算数（元）", 18),
        ("执行数（元）", 18),
        ("执行率", 10),
        ("自评得分", 10),
        ("结论", 11),
        ("错误", 7),
        ("需核实", 8),
        ("提示", 7),
        ("未检查的规则", 14),
        ("说明", 40),
        ("文件", 44),
    ),
    "意见": (
        ("序号", 6),
        ("单位", 22),
        ("项目", 26),
        ("级别", 9),
        ("规则", 24),
        ("意见", 48),
        ("位置", 30),
        ("原文", 44),
        ("建议", 38),
        ("依据", 30),
        ("文件", 34),
    ),
    "已豁免": (
        ("序号", 6),
        ("单位", 22),
        ("项目", 26),
        ("级别", 9),
        ("规则", 24),
        ("意见", 48),
        ("位置", 30),
        ("原文", 44),
        ("豁免理由", 44),
        ("决定人", 14),
        ("期限", 12),
        ("写在", 22),
        ("文件", 34),
    ),
}
_MARKS = {"passed": "✓", "fired": "✗", "not-applicable": "—", "not-checked": "?"}


def write(run: Run, path: Path) -> None:
    """Write the workbook, whole or not at all; the same run gives the same bytes."""
    import xlsxwriter

    draft = path.with_name(f".{path.name}.tmp")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        workbook = xlsxwriter.Workbook(str(draft), options)
        workbook.set_properties({"title": "绩效自评审核台账", "created": _CREATED})
        _Ledger(workbook, path.parent).fill(run)
        try:
            workbook.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from error
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


class _Ledger:
    def __init__(self, workbook: Any, folder: Path) -> None:
        self.workbook, self.folder = workbook, folder
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def fill(self, run: Run) -> None:
        self._reports(run)
        self._opinions(run)
        self._matrix(run)
        if run.waived:
            self._waived(run)

    def format(self, **properties: object) -> Any:
        """A cell format; each is made once."""
        base = {"font_name": _FONT, "font_size": 10, "valign": "vcenter", "border": 1, "border_color": "#BFBFBF"}
        merged = base | properties
        key = tuple(sorted(merged.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(merged)
        return self._formats[key]

    def _sheet(self, name: str) -> Any:
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第&P页，共&N页")
        return sheet

    def _table(self, name: str) -> Any:
        """A sheet with its header row frozen and repeated on every printed page."""
        sheet = self._sheet(name)
        head = self.format(bold=True, bg_color="#D9E1F2", align="center", text_wrap=True)
        for column, (words, width) in enumerate(_COLUMNS[name]):
            sheet.set_column(column, column, width)
            self._text(sheet, 0, column, words, head)
        sheet.set_row(0, 30)
        sheet.repeat_rows(0)
        return sheet

    def _reports(self, run: Run) -> None:
        sheet = self._table("报告")
        sheet.freeze_panes(1, 3)
        for row, item in enumerate(run.submissions, 1):
            plain = self.format(text_wrap=True)
            sheet.write_number(row, 0, row, self.format(align="center"))
            self._link(sheet, row, len(_COLUMNS["报告"]) - 1, item.path)
            if item.review is None:
                for column in range(1, 14):
                    sheet.write_blank(row, column, None, plain)
                self._text(sheet, row, 9, "未能读取", self._verdict("failed"))
                self._text(sheet, row, 14, str(item.error or "文件未能读取"), plain)
                continue
            self._report(sheet, row, item.review)
        sheet.autofilter(0, 0, max(len(run.submissions), 1), len(_COLUMNS["报告"]) - 1)

    def _report(self, sheet: Any, row: int, review: Review) -> None:
        identity, plain = review.report.identity, self.format(text_wrap=True)
        middle = self.format(align="center")
        self._text(sheet, row, 1, identity.unit or "", plain)
        self._text(sheet, row, 2, identity.project or identity.title or "", plain)
        if identity.year is None:
            sheet.write_blank(row, 3, None, middle)
        else:
            sheet.write_number(row, 3, identity.year, self.format(align="center", num_format="0"))
        self._text(sheet, row, 4, KINDS[identity.kind], plain)
        for column, name in enumerate(_MONEY, 5):
            self._number(sheet, row, column, _stated(review, name), "#,##0.00")
        rate = _stated(review, _RATE)
        self._number(sheet, row, 7, None if rate is None else rate / 100, "0.00%")
        self._number(sheet, row, 8, _stated(review, _SCORE), "0.##")
        self._text(sheet, row, 9, VERDICTS[review.verdict], self._verdict(review.verdict))
        for column, severity in enumerate(Severity, 10):
            count = sum(finding.severity is severity for finding in review.findings)
            sheet.write_number(row, column, count, middle)
        sheet.write_number(row, 13, len({item.rule for item in review.not_checked}), middle)
        notes = "；".join(note.message for note in review.report.document.notes)
        self._text(sheet, row, 14, notes, plain)

    def _opinions(self, run: Run) -> None:
        sheet = self._table("意见")
        sheet.freeze_panes(1, 0)
        row = 0
        plain = self.format(text_wrap=True, valign="top")
        for item in run.submissions:
            if item.review is None:
                continue
            identity = item.review.report.identity
            for finding in item.review.findings:
                row += 1
                places = "\n".join(place_words(location) for location in finding.locations)
                words = "\n".join(quoted(location.text) for location in finding.locations)
                sheet.write_number(row, 0, row, self.format(align="center", valign="top"))
                fill = self.format(align="center", valign="top", bg_color=_FILLS[finding.severity])
                self._text(sheet, row, 3, SEVERITIES[finding.severity], fill)
                said = (finding.rule, finding.message, places, words, finding.suggestion, finding.basis)
                for column, text in enumerate(said, 4):
                    self._text(sheet, row, column, text, plain)
                self._text(sheet, row, 1, identity.unit or "", plain)
                self._text(sheet, row, 2, identity.project or identity.title or "", plain)
                self._link(sheet, row, 10, item.path)
        sheet.autofilter(0, 0, max(row, 1), len(_COLUMNS["意见"]) - 1)

    def _waived(self, run: Run) -> None:
        sheet = self._table("已豁免")
        sheet.freeze_panes(1, 0)
        row, plain = 0, self.format(text_wrap=True, valign="top")
        for item in run.submissions:
            for waived in item.review.waived if item.review is not None else ():
                assert item.review is not None
                row += 1
                finding, waiver, identity = waived.finding, waived.waiver, item.review.report.identity
                sheet.write_number(row, 0, row, self.format(align="center", valign="top"))
                cells = (
                    identity.unit or "",
                    identity.project or identity.title or "",
                    SEVERITIES[finding.severity],
                    finding.rule,
                    finding.message,
                    "\n".join(place_words(location) for location in finding.locations),
                    "\n".join(quoted(location.text) for location in finding.locations),
                    waiver.reason,
                    waiver.by,
                    waiver.until.isoformat() if waiver.until else "",
                    waiver.place,
                )
                for column, text in enumerate(cells, 1):
                    self._text(sheet, row, column, text, plain)
                self._link(sheet, row, 12, item.path)
        sheet.autofilter(0, 0, row, len(_COLUMNS["已豁免"]) - 1)

    def _matrix(self, run: Run) -> None:
        """A row for each rule, a column for each report, its name written upwards."""
        sheet = self._sheet("规则×报告")
        head = self.format(bold=True, bg_color="#D9E1F2", text_wrap=True)
        upward = self.format(bold=True, bg_color="#D9E1F2", rotation=90, align="center", text_wrap=True)
        legend = "规则（✓通过 ✗有意见 —不适用 ？未检查）"
        for column, (words, width) in enumerate((("规则", 26), (legend, 44), ("有意见的报告数", 10))):
            self._text(sheet, 0, column, words, head)
            sheet.set_column(column, column, width)
        for column, item in enumerate(run.submissions, 3):
            self._text(sheet, 0, column, Path(item.path).name, upward)
            sheet.set_column(column, column, 5)
        sheet.set_row(0, 180)
        sheet.freeze_panes(1, 3)
        sheet.repeat_rows(0)
        titles = {rule.id: rule.title for pack in reversed(run.packs) for rule in pack.rules}
        ids = dict.fromkeys(rule for review in run.reviews for rule in review.rules)
        states = [_states(item) for item in run.submissions]
        colours = {"fired": "#F8CBAD", "not-checked": "#FFF2CC"}
        for row, rule in enumerate(ids, 1):
            self._text(sheet, row, 0, rule, self.format())
            self._text(sheet, row, 1, titles.get(rule, ""), self.format(text_wrap=True))
            marks = [state.get(rule) for state in states]
            sheet.write_number(row, 2, marks.count("fired"), self.format(align="center"))
            for column, mark in enumerate(marks, 3):
                fill = {"bg_color": colours[mark]} if mark in colours else {}
                self._text(sheet, row, column, _MARKS[mark] if mark else "", self.format(align="center", **fill))
        sheet.autofilter(0, 0, max(len(ids), 1), 2 + len(run.submissions))

    def _text(self, sheet: Any, row: int, column: int, words: str, format: Any) -> None:
        # write_string and nothing else: `write` would make a formula of a cell that begins with an equals sign
        sheet.write_string(row, column, _UNWRITABLE.sub(" ", words)[:_CELL_LIMIT], format)

    def _number(self, sheet: Any, row: int, column: int, value: Decimal | None, pattern: str) -> None:
        format = self.format(num_format=pattern, align="right")
        if value is None or abs(value) >= Decimal(10) ** 300:
            sheet.write_blank(row, column, None, format)
        else:
            sheet.write_number(row, column, float(value), format)  # a spreadsheet has no other kind of number

    def _link(self, sheet: Any, row: int, column: int, path: str) -> None:
        """The file's path, and the way to it from where the ledger lies."""
        words = _UNWRITABLE.sub(" ", path)
        format = self.format(text_wrap=True, font_color="#0563C1", underline=1)
        try:
            target = os.path.relpath(path, self.folder)
        except ValueError:  # on another drive
            target = str(Path(path).resolve())
        url = "external:" + target.replace("%", "%25").replace("#", "%23")
        if len(url) > _LINK_LIMIT or words != path or sheet.write_url(row, column, url, format, words) < 0:
            self._text(sheet, row, column, path, self.format(text_wrap=True))

    def _verdict(self, verdict: str) -> Any:
        return self.format(bold=True, align="center", bg_color=_VERDICT_FILLS[verdict])


def _stated(review: Review, name: str) -> Decimal | None:
    """The figure that the report gives for the whole project in its own year; None where it gives none, or several
    that differ (the opinions then say so)."""
    year = review.report.identity.year
    facts = [fact for fact in review.report.facts if fact.name == name and fact.scope == PROJECT]
    facts = [fact for fact in facts if not fact.cumulative and (fact.year is None or year is None or fact.year == year)]
    return _agreed([fact for fact in facts if not fact.inferred] or facts)


def _agreed(facts: list[Fact]) -> Decimal | None:
    """The most precise of statements that agree."""
    if not facts:
        return None
    low = max(fact.quantity.interval.low for fact in facts)
    high = min(fact.quantity.interval.high for fact in facts)
    if low > high:
        return None
    narrowest = min(facts, key=lambda fact: fact.quantity.interval.high - fact.quantity.interval.low)
    return narrowest.quantity.value


def _states(item: Submission) -> dict[str, str]:
    """Rule → what it did to a report; a rule that fired and could not check some part has fired."""
    if item.review is None:
        return {}
    states = dict.fromkeys(item.review.rules, "passed")
    states |= {entry.rule: "not-applicable" for entry in item.review.not_applicable}
    states |= {entry.rule: "not-checked" for entry in item.review.not_checked}
    return states | {finding.rule: "fired" for finding in item.review.findings}
