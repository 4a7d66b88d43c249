"""Reports that follow the outline of another pack: what this pack's outline asks for is not asked of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from checker.folding import fold
from checker.understand.coverage import plain_title, walk
from checker.understand.report import Report
from checker.vocabulary import OtherOutline

_SHOWN = 3  # headings that a reason quotes


def asked_elsewhere(report: Report) -> Mapping[str, str]:
    """The ids of the rules that do not fit the kind of report that this is, each with the reason (Chinese)."""
    for other in report.vocabulary.elsewhere:
        if headings := _headings(other, report):
            quoted = "".join(f"“{heading}”" for heading in headings[:_SHOWN])
            reason = f"章节是{other.name}的提纲（标题有{quoted}），与本规则包的提纲不同，请用规则包{other.pack}审核"
            return dict.fromkeys(other.rules, reason)
    return {}


def _headings(other: OtherOutline, report: Report) -> list[str]:
    """The headings that make a report one of the other kind; empty where it is none."""
    if any(other.regex.search(fold(plain_title(node))) for node in walk(report.vocabulary.outline)):
        return []  # this pack's own outline has such headings
    found: dict[str, str] = {}
    for section in report.outline.sections:
        if other.exclusion.search(section.title):
            return []
        if match := other.regex.search(section.title):
            found.setdefault(match[0], " ".join(section.heading.cut(report.text).split()))
    title = fold(report.identity.title or "")
    titled = other.titled is not None and re.search(fold(other.titled), title) is not None
    return list(found.values()) if found and len(found) >= other.least - titled else []
