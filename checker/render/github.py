"""GitHub's workflow commands: each finding is an annotation of the file (which has no lines, so none are named).

A waived finding is a notice that gives the reason.
"""

from __future__ import annotations

from checker.finding import Finding, Severity
from checker.render.words import place_words, waiver_words
from checker.review import Run

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(run: Run) -> str:
    """One command a line; nothing at all when there is nothing to say."""
    lines = []
    for item in run.submissions:
        if item.review is None:
            lines.append(_command("error", item.path, "文件未能读取", str(item.error or "")))
            continue
        for finding in item.review.findings:
            message = f"{_said(finding)}{finding.suggestion}。"
            lines.append(_command(_COMMANDS[finding.severity], item.path, finding.rule, message))
        for waived in item.review.waived:
            message = f"{_said(waived.finding)}豁免：{waiver_words(waived.waiver)}。"
            lines.append(_command("notice", item.path, f"{waived.finding.rule}（已豁免）", message))
    return "".join(f"{line}\n" for line in lines)


def _said(finding: Finding) -> str:
    place = f"（{place_words(finding.locations[0])}）" if finding.locations else ""
    return f"{finding.message}{place}。"


def _command(name: str, path: str, title: str, message: str) -> str:
    return f"::{name} file={_property(path)},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
