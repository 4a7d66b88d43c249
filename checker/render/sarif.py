"""SARIF 2.1.0, which code-hosting platforms read (OASIS Static Analysis Results Interchange Format).

All rules that were to be applied are declared, so that a platform can close what no longer occurs. Places are logical
(sections, table cells): an office document has no lines, and none are made up.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import checker
from checker.checks.base import Rule
from checker.errors import ReadError
from checker.finding import Finding, Location, Severity
from checker.render.words import place_words, quoted
from checker.review import Run, Submission
from checker.waivers import Waiver

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(run: Run) -> str:
    """One SARIF log with one run, as JSON text."""
    known = {rule.id: rule for pack in reversed(run.packs) for rule in pack.rules}
    rules = [rule for rule in known.values() if any(rule.id in review.rules for review in run.reviews)]
    order = {rule.id: index for index, rule in enumerate(rules)}
    artifacts = {item.path: index for index, item in enumerate(run.submissions)}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "jixiao",
                        "version": checker.__version__,
                        "semanticVersion": checker.__version__,
                        "language": "zh-CN",
                        "rules": [_rule(rule) for rule in rules],
                    }
                },
                "automationDetails": {"id": f"jixiao/{run.pack.id}/"},
                "invocations": [_invocation(run)],
                "artifacts": [_artifact(item) for item in run.submissions],
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(finding, item.path, artifacts[item.path], order)
                    for item in run.submissions
                    if item.review is not None
                    for finding in item.review.findings
                ]
                + [
                    _result(waived.finding, item.path, artifacts[item.path], order) | _suppressed(waived.waiver)
                    for item in run.submissions
                    if item.review is not None
                    for waived in item.review.waived
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.title,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.about.strip()},
        "help": {"text": f"{rule.why.strip()}\n依据：{rule.basis}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family]},
    }


def _invocation(run: Run) -> dict[str, Any]:
    """A file that could not be read, or a rule that failed, makes the run incomplete: a platform must see that."""
    return {
        "executionSuccessful": not run.failed and not run.crashed,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": str(item.error or ReadError("damaged", "文件未能读取"))},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(item.path)}}}],
                "descriptor": {"id": item.error.code if item.error else "damaged"},
            }
            for item in run.failed
        ]
        + [
            {
                "level": "error",
                "message": {"text": f"{item.rule}：{item.reason}"},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(path)}}}],
                "descriptor": {"id": "rule-crashed"},
            }
            for path, item in run.crashed
        ],
    }


def _artifact(item: Submission) -> dict[str, Any]:
    artifact: dict[str, Any] = {"location": {"uri": uri(item.path)}}
    if item.review is not None:
        artifact["hashes"] = {"sha-256": item.review.report.document.sha256}
    return artifact


def _result(finding: Finding, path: str, artifact: int, order: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": order[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.message}。{finding.suggestion}。"},
        "locations": [_location(finding.locations[0] if finding.locations else None, path, artifact)],
        "partialFingerprints": {"jixiao/v1": finding.fingerprint},
        "properties": {"basis": finding.basis, **finding.data},
    }
    others = [_location(location, path, artifact) for location in finding.locations[1:]]
    if others:
        result["relatedLocations"] = [{"id": number, **other} for number, other in enumerate(others, 1)]
    return result


def _suppressed(waiver: Waiver) -> dict[str, Any]:
    file, _, line = waiver.place.rpartition(":")
    place = {"artifactLocation": {"uri": uri(file)}, "region": {"startLine": int(line)}}
    said: dict[str, Any] = {
        "kind": "external",
        "justification": waiver.reason,
        "location": {"physicalLocation": place},
    }
    more = {"by": waiver.by, "until": waiver.until.isoformat() if waiver.until else ""}
    if any(more.values()):
        said["properties"] = {name: value for name, value in more.items() if value}
    return {"suppressions": [said]}


def _location(location: Location | None, path: str, artifact: int) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(path), "index": artifact}}
    found: dict[str, Any] = {"physicalLocation": physical}
    if location is not None:
        found["logicalLocations"] = [{"fullyQualifiedName": place_words(location), "kind": "element"}]
        found["message"] = {"text": quoted(location.text)}
    return found


def uri(path: str) -> str:
    """A path as a relative or absolute URI reference."""
    return quote(path.replace("\\", "/"), safe="/:")
