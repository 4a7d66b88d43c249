"""The difference between two submissions, for a terminal, for programs and for a browser."""

from __future__ import annotations

from html import escape
from typing import Any

from checker.difference import Difference, FigureChange
from checker.finding import Finding
from checker.render import PAGE_MARK
from checker.render.json import finding_json, report_json_text, waived_json
from checker.render.layout import Paint, plain, wrap
from checker.render.words import SEVERITIES, VERDICTS, place_words, quoted, waiver_words
from checker.review import Review
from checker.waivers import Waived

_GROUPS = (("resolved", "已解决", "green"), ("remaining", "仍然存在", "yellow"), ("added", "新出现", "red"))


def diff_text(difference: Difference, *, columns: int = 100, colour: bool = False) -> str:
    """The difference as lines of at most so many columns."""
    paint = Paint(colour)
    old, new = difference.old, difference.new
    lines = [
        f"{plain(old.report.document.path)}  {VERDICTS[old.verdict]}",
        f"{plain(new.report.document.path)}  {VERDICTS[new.verdict]}",
    ]
    for name, words, tone in _GROUPS:
        findings = _findings(difference, name)
        lines += ["", paint(f"{words}（{len(findings)}）", tone, "bold")]
        for finding in findings:
            for index, line in enumerate(wrap(_one_line(finding), columns - 4)):
                lines.append(("  - " if index == 0 else "    ") + line)
    if difference.waived:
        lines += ["", paint(f"已豁免，不计数（{len(difference.waived)}）", "bold")]
        for item in difference.waived:
            for index, line in enumerate(wrap(_waived_line(item), columns - 4)):
                lines.append(("  - " if index == 0 else "    ") + line)
    lines += ["", paint(f"改动的数字（{len(difference.figures)}）", "bold")]
    lines += [f"  - {_figure(change, difference)}" for change in difference.figures]
    return "\n".join(lines) + "\n"


def diff_json(difference: Difference) -> str:
    """The difference as one JSON object; findings have the shape that they have in the JSON report."""
    old, new = difference.old, difference.new
    data: dict[str, Any] = {
        "schema_version": "1",
        "old": {"path": old.report.document.path, "verdict": old.verdict},
        "new": {"path": new.report.document.path, "verdict": new.verdict},
        "resolved": [finding_json(finding) for finding in difference.resolved],
        "remaining": [{"old": finding_json(a), "new": finding_json(b)} for a, b in difference.remaining],
        "added": [finding_json(finding) for finding in difference.added],
        "waived": [waived_json(item) for item in difference.waived],
        "figures": [
            {
                "name": change.name,
                "scope": change.scope,
                "year": change.year,
                "old": _raw(change, old, "old"),
                "new": _raw(change, new, "new"),
            }
            for change in difference.figures
        ],
    }
    return report_json_text(data)


def diff_html(difference: Difference) -> str:
    """The difference as one self-contained page."""
    old, new = difference.old, difference.new
    parts = []
    for name, words, _ in _GROUPS:
        findings = _findings(difference, name)
        items = "".join(
            f'<li class="{finding.severity.value}">{escape(_one_line(finding))}{_quotes(finding)}</li>'
            for finding in findings
        )
        parts.append(f'<section class="{name}"><h2>{words}（{len(findings)}）</h2><ul>{items}</ul></section>')
    if difference.waived:
        items = "".join(f"<li>{escape(_waived_line(item))}</li>" for item in difference.waived)
        parts.append(f"<section><h2>已豁免，不计数（{len(difference.waived)}）</h2><ul>{items}</ul></section>")
    figures = "".join(f"<li>{escape(_figure(change, difference))}</li>" for change in difference.figures)
    parts.append(f"<section><h2>改动的数字（{len(difference.figures)}）</h2><ul>{figures}</ul></section>")
    rows = "".join(
        f"<tr><th>{label}</th><td>{escape(review.report.document.path)}</td><td>{VERDICTS[review.verdict]}</td></tr>"
        for label, review in (("上一稿", old), ("这一稿", new))
    )
    return _PAGE.format(mark=PAGE_MARK, rows=rows, sections="".join(parts))


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>两稿对照</title>{mark}
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body {{ font: 16px/1.7 "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", sans-serif; max-width: 60em;
  margin: 2em auto; padding: 0 1em; color: #222 }}
table {{ border-collapse: collapse }} th, td {{ border: 1px solid #ccc; padding: .2em .8em; text-align: left }}
h2 {{ font-size: 1.1em; border-left: .3em solid #888; padding-left: .5em }}
.resolved h2 {{ border-color: #2a7d2e }} .remaining h2 {{ border-color: #b26a00 }} .added h2 {{ border-color: #b3261e }}
q {{ display: block; color: #555; font-size: .9em }}
</style></head><body><h1>两稿对照</h1><table>{rows}</table>{sections}</body></html>
"""


def _findings(difference: Difference, name: str) -> tuple[Finding, ...]:
    if name == "remaining":
        return tuple(now for _, now in difference.remaining)
    return difference.resolved if name == "resolved" else difference.added


def _one_line(finding: Finding) -> str:
    place = f"（{place_words(finding.locations[0])}）" if finding.locations else ""
    return f"{SEVERITIES[finding.severity]}：{finding.message}{place}。{finding.rule}"


def _waived_line(item: Waived) -> str:
    return f"{_one_line(item.finding)}；豁免：{waiver_words(item.waiver)}"


def _quotes(finding: Finding) -> str:
    return "".join(f"<q>{escape(quoted(location.text))}</q>" for location in finding.locations)


def _figure(change: FigureChange, difference: Difference) -> str:
    scope = "" if change.scope == "项目" else f"{change.scope}，"
    year = f"{change.year}年" if change.year else "年度不明"
    was = _raw(change, difference.old, "old") or "未写"
    now = _raw(change, difference.new, "new") or "未写"
    return f"{change.name}（{scope}{year}）：{was} → {now}"


def _raw(change: FigureChange, review: Review, side: str) -> str | None:
    fact = change.old if side == "old" else change.new
    return None if fact is None else fact.quantity.span.cut(review.report.text)
