"""Markdown, for a comment under a merge request: the verdicts in a table, then each document's findings."""

from __future__ import annotations

import re

from checker.finding import Finding, Severity
from checker.render.words import SEVERITIES, VERDICTS, pack_words, place_words, quoted, waiver_words
from checker.review import Review, Run

_MARKS = {Severity.ERROR: "🔴", Severity.WARNING: "🟡", Severity.INFO: "🔵"}


def render(run: Run) -> str:
    """The run as Markdown; nothing in a document can break out of its place in it."""
    totals = "，".join(f"{words}{run.count(severity)}处" for severity, words in SEVERITIES.items())
    lines = [f"## 绩效报告审核：{VERDICTS[run.verdict]}", "", f"共{len(run.submissions)}份，{totals}。", ""]
    lines += ["| 报告 | 结论 | 错误 | 需核实 | 提示 |", "| --- | --- | ---: | ---: | ---: |"]
    for item in run.submissions:
        if item.review is None:
            lines.append(f"| {_plain(item.path)} | 未能读取 | | | |")
        else:
            counts = [sum(f.severity is severity for f in item.review.findings) for severity in SEVERITIES]
            row = " | ".join([_plain(item.path), VERDICTS[item.review.verdict], *map(str, counts)])
            lines.append(f"| {row} |")
    for item in run.submissions:
        if item.review is None:
            lines += ["", f"### {_plain(item.path)}", "", f"未能读取：{_plain(str(item.error or ''))}。"]
        elif item.review.findings or item.review.not_checked or item.review.waived:
            lines += ["", f"### {_plain(item.path)}", "", *_findings(item.review)]
    lines += ["", f"规则包：{_plain(pack_words(run.packs))}"]
    lines += ["", *(f"设置：{_plain(use.path)}（用于{use.documents}份）" for use in run.configs)] if run.configs else []
    if run.notices:
        lines += ["", *(f"- 注意：{_plain(notice.message)}（{_plain(notice.place)}）" for notice in run.notices)]
    return "\n".join(lines) + "\n"


def _findings(review: Review) -> list[str]:
    lines = []
    for finding in sorted(review.findings, key=lambda finding: -finding.severity.rank):
        lines += _finding(finding)
    if review.waived:
        lines += ["", f"<details><summary>已豁免的意见（{len(review.waived)}）</summary>", ""]
        for waived in review.waived:
            lines += _finding(waived.finding)[:-1]
            lines.append(f"  - 豁免：{_plain(waiver_words(waived.waiver))}。")
        lines += ["", "</details>"]
    if review.not_checked:
        lines += ["", "<details><summary>未检查的规则</summary>", ""]
        lines += [f"- `{item.rule}`：{_plain(item.reason)}" for item in review.not_checked]
        lines += ["", "</details>"]
    return lines


def _finding(finding: Finding) -> list[str]:
    lines = [f"- {_MARKS[finding.severity]} **{_plain(finding.message)}。** `{finding.rule}`"]
    lines += [f"  - {_plain(place_words(at))}：“{_plain(quoted(at.text))}”" for at in finding.locations]
    return [*lines, f"  - 依据：{_plain(finding.basis)}。", f"  - 建议：{_plain(finding.suggestion)}。"]


def _plain(text: str) -> str:
    """Text in which nothing is markup; line ends become blanks."""
    line = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]<>#|~&!@])", lambda match: f"&#{ord(match[1])};", line)
