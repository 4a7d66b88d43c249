"""CSV: a finding a row, for whoever counts them in a spreadsheet of their own.

It begins with a byte order mark, without which Excel reads UTF-8 as the local code page; a cell that a spreadsheet
would take for a formula is made text by an apostrophe.
"""

from __future__ import annotations

import csv
import io

from checker.render.words import SEVERITIES, VERDICTS, place_words, quoted, waiver_words
from checker.review import Run

_HEADER = ("报告", "单位", "项目", "年度", "结论", "级别", "规则", "意见", "位置", "原文", "依据", "建议", "豁免")


def render(run: Run) -> str:
    """A header, then a row for each finding, and one for each document without any."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for item in run.submissions:
        if item.review is None:
            writer.writerow(
                map(safe, (item.path, "", "", "", "未能读取", "", "", str(item.error or ""), "", "", "", "", ""))
            )
            continue
        identity = item.review.report.identity
        year = "" if identity.year is None else str(identity.year)
        head = (item.path, identity.unit or "", identity.project or "", year, VERDICTS[item.review.verdict])
        rows = [(finding, SEVERITIES[finding.severity], "") for finding in item.review.findings]
        rows += [(waived.finding, "已豁免", waiver_words(waived.waiver)) for waived in item.review.waived]
        for finding, level, why in rows:
            places = "；".join(place_words(location) for location in finding.locations)
            words = "；".join(quoted(location.text) for location in finding.locations)
            said = (level, finding.rule, finding.message, places, words)
            writer.writerow(map(safe, (*head, *said, finding.basis, finding.suggestion, why)))
        if not rows:
            writer.writerow(map(safe, (*head, *[""] * 8)))
    return "\ufeff" + page.getvalue()


def safe(text: str) -> str:
    """A cell's text that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
