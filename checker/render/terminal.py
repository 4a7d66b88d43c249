"""The review as it is read on a terminal: a block for each document, then the summary of the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from checker.finding import Finding, Location, Severity
from checker.render.layout import Paint, excerpt, plain, width, wrap
from checker.render.words import (
    KINDS,
    SEVERITIES,
    VERDICTS,
    pack_words,
    place_words,
    quoted,
    recogniser_words,
    waiver_words,
)
from checker.review import Review, Run, Submission, Unchecked

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_VERDICT_COLOURS = {"return": "red", "review": "yellow", "pass": "green"}
# What turns the direction of writing: a document must not make a terminal show its figures backwards.
_TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
_LABEL = 6  # columns of 位置, 原文 … with their two blanks


def render(run: Run, *, columns: int = 100, colour: bool = False) -> str:
    """The whole run as lines of at most so many columns (a word that is longer stands out)."""
    page = _Page(max(columns, 40), Paint(colour))
    for item in run.submissions:
        page.submission(item)
    page.passed_over(run.passed_over)
    page.summary(run)
    return "\n".join(page.lines).translate(_TURNS) + "\n"


class _Page:
    def __init__(self, columns: int, paint: Paint) -> None:
        self.columns, self.paint = columns, paint
        self.lines: list[str] = []

    def submission(self, item: Submission) -> None:
        if item.review is not None:
            self.review(item.path, item.review)
            return
        verdict = self.paint("未能读取", "red", "bold")
        self.lines.append(f"{self.paint(plain(item.path), 'bold')}  {verdict}")
        if item.error is not None:
            self.labelled("原因", item.error.message + "。")
            self.labelled("处理", item.error.remedy + "。" if item.error.remedy else "")
        self.lines.append("")

    def review(self, path: str, review: Review) -> None:
        verdict = self.paint(VERDICTS[review.verdict], _VERDICT_COLOURS[review.verdict], "bold")
        self.lines.append(f"{self.paint(plain(path), 'bold')}  {verdict}{_counts(review.findings)}")
        self.text("  ", about(review))
        if review.mostly_unchecked:
            self.text("  ", r"多数规则未能检查，请人工核实。", style="bold")
        for note in review.report.document.notes:
            self.labelled("说明", note.message + "。")
        ordered = sorted(review.findings, key=lambda finding: -finding.severity.rank)
        for severity, findings in groupby(ordered, key=lambda finding: finding.severity):
            self.lines.append("")
            self.lines.append("  " + self.paint(SEVERITIES[severity], _COLOURS[severity], "bold"))
            for number, finding in enumerate(findings, 1):
                self.finding(number, finding, review.report.text)
        self.waived(review)
        self.unchecked(review.not_checked)
        self.lines.append("")

    def finding(self, number: int, finding: Finding, text: str) -> None:
        self.text(f"  {number}. ", f"{finding.message}。", rule=finding.rule)
        for index, location in enumerate(finding.locations):
            self.labelled("位置" if index == 0 else "对照", place_words(location))
            self.quote(location, text, _COLOURS[finding.severity] if index == 0 else "blue")
        self.labelled("依据", finding.basis + "。")
        self.labelled("建议", finding.suggestion + "。")

    def waived(self, review: Review) -> None:
        if not review.waived:
            return
        self.lines.append("")
        self.lines.append("  " + self.paint("已豁免，不计数", "bold"))
        for number, item in enumerate(review.waived, 1):
            finding = item.finding
            words = f"{SEVERITIES[finding.severity]}：{finding.message}。"
            self.text(f"  {number}. ", words, style="dim", rule=finding.rule)
            for location in finding.locations[:1]:
                self.labelled("位置", place_words(location))
                self.labelled("原文", f"“{quoted(location.text)}”")
            self.labelled("理由", waiver_words(item.waiver) + "。")

    def quote(self, location: Location, text: str, tone: str) -> None:
        """The sentence with the words in question marked beneath, or the words alone where that does not fit."""
        around = excerpt(text, location.span.start, location.span.end, self.columns - 5 - _LABEL)
        if around is None or around[2] == width(around[0]):
            self.labelled("原文", f"“{quoted(location.text)}”")
            return
        line, start, wide = around
        self.lines.append("     " + self.paint("原文", "dim") + "  " + line)
        self.lines.append(" " * (5 + _LABEL + start) + self.paint("^" * wide, tone, "bold"))

    def unchecked(self, items: tuple[Unchecked, ...]) -> None:
        if not items:
            return
        self.lines.append("")
        self.lines.append("  " + self.paint("未检查", "bold"))
        by_reason: dict[str, list[str]] = {}
        for item in items:
            by_reason.setdefault(item.reason, []).append(item.rule)
        for reason, rules in by_reason.items():
            self.text("    ", f"{'、'.join(rules)}：{reason}。", style="dim")

    def passed_over(self, items: tuple[tuple[str, str], ...]) -> None:
        if items:
            self.lines.append(self.paint("以下文件没有检查", "bold"))
            for path, reason in items:
                self.text("  ", f"{plain(path)}：{reason}", style="dim")
            self.lines.append("")

    def summary(self, run: Run) -> None:
        counts = {verdict: sum(r.verdict == verdict for r in run.reviews) for verdict in VERDICTS}
        parts = [f"{words}{counts[verdict]}份" for verdict, words in VERDICTS.items()]
        parts += [f"未能读取{len(run.failed)}份"] if run.failed else []
        crashed = dict.fromkeys(item.rule for _, item in run.crashed)
        self.text("", f"共{len(run.submissions)}份：{'，'.join(parts)}。", style="bold")
        if crashed:
            self.text("", f"规则{'、'.join(crashed)}执行出错，审核结果不完整。", style="bold")
        totals = "，".join(f"{words}{run.count(severity)}处" for severity, words in SEVERITIES.items())
        waived = f"，另有已豁免{run.waived}处" if run.waived else ""
        self.text("", f"发现{totals}{waived}。规则：{pack_words(run.packs)}。")
        for config in run.configs:
            self.text("", f"设置：{plain(config.path)}（用于{config.documents}份）。", style="dim")
        for notice in run.notices:
            self.text("", f"注意：{notice.message}（{plain(notice.place)}）。")
        if run.reviews:
            self.text("", f"单位名称识别：{recogniser_words(run.reviews[-1])}。", style="dim")

    def labelled(self, label: str, words: str) -> None:
        if not words:
            return
        lines = wrap(words, self.columns - 5 - _LABEL)
        for index, line in enumerate(lines):
            head = self.paint(label, "dim") + "  " if index == 0 else " " * _LABEL
            self.lines.append("     " + head + line)

    def text(self, head: str, words: str, *, style: str | None = None, rule: str = "") -> None:
        """Words behind a head; the lines after the first stand under the words. A rule's id closes the last line."""
        indent = " " * width(head)
        lines = wrap(words, self.columns - width(head))
        for index, line in enumerate(lines):
            self.lines.append((head if index == 0 else indent) + (self.paint(line, style) if style else line))
        if rule:
            if width(self.lines[-1]) + width(rule) + 2 > self.columns:
                self.lines.append(indent + self.paint(rule, "dim"))
            else:
                self.lines[-1] += "  " + self.paint(rule, "dim")


def about(review: Review) -> str:
    """What the document is: its title, kind, year and unit, as far as it says."""
    identity = review.report.identity
    parts: Iterator[str | None] = iter(
        (
            quoted(identity.title, 60) if identity.title else None,
            KINDS[identity.kind],
            f"{identity.year}年度" if identity.year else "年度不明",
            identity.unit,
        )
    )
    return "，".join(part for part in parts if part)


def _counts(findings: Iterable[Finding]) -> str:
    found = list(findings)
    counts = [(words, sum(f.severity is severity for f in found)) for severity, words in SEVERITIES.items()]
    return "（" + "，".join(f"{words}{count}" for words, count in counts if count) + "）" if found else ""
