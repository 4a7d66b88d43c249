"""GitLab's Code Quality report.

Its format wants a line for every issue; an office document has none, so line 1 stands there and the description says
where the words are. Waived findings are left out: whatever stands in this format counts as an issue.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from checker.finding import Severity
from checker.render.words import place_words
from checker.review import Run

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(run: Run) -> str:
    """A JSON list with an object for each finding and for each file that could not be read."""
    issues: list[dict[str, Any]] = []
    for item in run.submissions:
        if item.review is None:
            said = f"未能读取：{item.error}" if item.error else "未能读取"
            issues.append(_issue(item.path, "read", said, "blocker", item.error.code if item.error else "damaged"))
            continue
        for finding in item.review.findings:
            place = f"（{place_words(finding.locations[0])}）" if finding.locations else ""
            severity = _SEVERITIES[finding.severity]
            issues.append(_issue(item.path, finding.rule, f"{finding.message}{place}", severity, finding.fingerprint))
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(path: str, rule: str, description: str, severity: str, own: str) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": rule,
        "fingerprint": sha256(f"{path}\0{rule}\0{own}".encode()).hexdigest(),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": 1}},
    }
