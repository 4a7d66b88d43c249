"""JUnit XML: a test suite for each document, a case for each rule, so that the rules that passed can be seen too.

An error or warning is a failure, advice and waived findings are not (they are in the case's output); a rule that could
not be applied is skipped, with the reason; a document that could not be read is an error, and so is a rule whose own
code failed.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from checker.finding import Finding, Severity
from checker.render.words import SEVERITIES, place_words, quoted, waiver_words
from checker.review import Review, Run, Submission
from checker.waivers import Waived

# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(run: Run) -> str:
    """The run as one <testsuites> document."""
    suites = [line for item in run.submissions for line in _suite(item)]
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="jixiao">', *suites, "</testsuites>\n"]
    )


def _suite(item: Submission) -> list[str]:
    name = quoteattr(_clean(item.path))
    if item.review is None:
        said = _clean(str(item.error) if item.error else "文件未能读取")
        code = item.error.code if item.error else "damaged"
        return [
            f'  <testsuite name={name} tests="1" failures="0" errors="1" skipped="0">',
            f'    <testcase classname={name} name="read">',
            f"      <error type={quoteattr(code)} message={quoteattr(said)}/>",
            "    </testcase>",
            "  </testsuite>",
        ]
    cases = [_case(rule, name, item.review) for rule in item.review.rules]
    failures = sum("<failure" in line for case in cases for line in case)
    skipped = sum("<skipped" in line for case in cases for line in case)
    errors = sum("<error" in line for case in cases for line in case)
    head = f'  <testsuite name={name} tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="{skipped}">'
    return [head, *(line for case in cases for line in case), "  </testsuite>"]


def _case(rule: str, suite: str, review: Review) -> list[str]:
    head = f"    <testcase classname={suite} name={quoteattr(rule)}"
    found = [finding for finding in review.findings if finding.rule == rule]
    failing = [finding for finding in found if finding.severity is not Severity.INFO]
    reasons = [item.reason for item in (*review.not_checked, *review.not_applicable) if item.rule == rule]
    crashed = [item.reason for item in review.crashed if item.rule == rule]
    if crashed:
        body = escape(_clean("\n\n".join(map(_in_words, found))))
        error = f'<error type="rule-crashed" message={quoteattr(_clean(crashed[0]))}>{body}</error>'
        return [head + ">", f"      {error}", "    </testcase>"]
    if failing:
        worst = max(failing, key=lambda finding: finding.severity.rank)
        first = _clean(failing[0].message)
        body = _clean("\n\n".join(map(_in_words, found)))
        # One failure element a case: more are not in the format that build servers read.
        failure = f"<failure type={quoteattr(worst.severity.value)} message={quoteattr(first)}>{escape(body)}</failure>"
        return [head + ">", f"      {failure}", "    </testcase>"]
    waived = [item for item in review.waived if item.finding.rule == rule]
    if found or waived:
        said = [*map(_in_words, found), *map(_waived_in_words, waived)]
        body = escape(_clean("\n\n".join(said)))
        return [head + ">", f"      <system-out>{body}</system-out>", "    </testcase>"]
    if reasons:
        return [head + ">", f"      <skipped message={quoteattr(_clean('；'.join(reasons)))}/>", "    </testcase>"]
    return [head + "/>"]


def _in_words(finding: Finding) -> str:
    lines = [f"{SEVERITIES[finding.severity]}：{finding.message}。"]
    lines += [f"{place_words(location)}：“{quoted(location.text)}”" for location in finding.locations]
    return "\n".join([*lines, f"依据：{finding.basis}。", f"建议：{finding.suggestion}。"])


def _waived_in_words(waived: Waived) -> str:
    return f"已豁免：{waiver_words(waived.waiver)}。\n{_in_words(waived.finding)}"


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
