"""The outcome of the tests of rules: for people, for build servers (JUnit) and for programs (JSON)."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from checker.finding import Finding, Severity
from checker.render.junit import _clean
from checker.render.layout import Paint
from checker.render.words import SEVERITIES, quoted
from checker.rule_test_run import Difference, Outcome, RuleTestRun, Uncovered
from checker.rule_tests import Expected

_FIELDS = {"text": "引用", "also": "另引", "severity": "级别"}


def as_text(run: RuleTestRun, *, colour: bool = False) -> str:
    """What failed and how, and the totals at the end."""
    paint = Paint(colour)
    lines: list[str] = []
    for outcome in run.failed:
        test = outcome.case.test
        mark = paint("失败", "bold", "red")
        lines += [f"{mark}  {test.rule}：{test.name}", f"      {outcome.case.place}"]
        lines += [f"      {line}" for line in _told(outcome, paint)]
        lines.append("")
    if run.mistakes:
        lines += [
            f"用例有{len(run.mistakes)}处写错，写错的用例没有运行：",
            *(f"  {mistake}" for mistake in run.mistakes),
            "",
        ]
    if run.uncovered:
        lines += ["以下规则的用例不全：", *(f"  {item.rule}：{lack(item)}" for item in run.uncovered), ""]
    return "\n".join([*lines, _totals(run)]) + "\n"


def lack(item: Uncovered) -> str:
    """What the cases of a rule do not show."""
    fires = ["没有使它给出意见的用例"] if item.never_fires else []
    silent = ["没有它作了判断而不给出意见的用例"] if item.never_silent else []
    return "，也".join([*fires, *silent])


def _totals(run: RuleTestRun) -> str:
    if not run.outcomes and not run.mistakes:
        return f"规则包{run.pack.id}没有可以运行的用例：用例写在规则包的tests文件夹里，扩展名为.yaml。"
    failed = f"，失败{len(run.failed)}个" if run.failed else "，全部通过" if run.outcomes else ""
    mistakes = f"，用例有{len(run.mistakes)}处写错" if run.mistakes else ""
    rules = len({outcome.case.test.rule for outcome in run.outcomes})
    covered = ""
    if run.uncovered is not None:
        covered = f"{len(run.uncovered)}条规则的用例不全" if run.uncovered else "每条规则都有给出意见和不给出意见的用例"
        covered = f"；{covered}"
    return f"规则包{run.pack.id}：运行{rules}条规则的{len(run.outcomes)}个用例{failed}{mistakes}{covered}。"


def _told(outcome: Outcome, paint: Paint) -> list[str]:
    """A failing case's lines: - what is missing, + what nobody expects, ~ what is not as expected."""
    lines = []
    if outcome.trouble:
        lines.append(f"未能运行：{outcome.trouble}")
    if outcome.told:
        lines.append(outcome.told)
    for difference in outcome.differences:
        lines += _difference(difference, paint)
    return lines


def _difference(difference: Difference, paint: Paint) -> list[str]:
    expected, found = difference.expected, difference.found
    if expected is not None and found is None:
        return [paint("-", "red") + f" 缺少意见 {difference.rule}{_wanted(expected)}"]
    if expected is None and found is not None:
        return [paint("+", "green") + f" 多出意见 {difference.rule}{_found(found)}", f"    {found.message}"]
    lines = [f"~ 意见与预期不同 {difference.rule}"]
    for wrong in difference.wrong:
        name = _FIELDS.get(wrong.field, wrong.field.removeprefix("data."))
        words = [
            SEVERITIES[Severity(each)] if wrong.field == "severity" else each for each in (wrong.expected, wrong.found)
        ]
        shown = [f"“{quoted(word)}”" if word else "没有" for word in words]
        lines.append(f"    {name}：预期{shown[0]}，实际{shown[1]}")
    return lines


def _wanted(expected: Expected) -> str:
    parts = [f"引用“{quoted(expected.text)}”"] if expected.text is not None else []
    parts += [rf"{name}: {quoted(value)}" for name, value in expected.data.items()]
    return "：" + "，".join(parts) if parts else ""


def _found(finding: Finding) -> str:
    return f"：引用“{quoted(finding.locations[0].text)}”" if finding.locations else ""


def as_junit(run: RuleTestRun) -> str:
    """One <testsuites> document: a suite a rule, a case a case; a broken case is an error."""
    suites: list[str] = []
    ordered = sorted(run.outcomes, key=lambda outcome: outcome.case.test.rule)
    for rule, group in groupby(ordered, key=lambda outcome: outcome.case.test.rule):
        outcomes = list(group)
        errors = sum(bool(outcome.trouble) for outcome in outcomes)
        failures = sum(not outcome.passed for outcome in outcomes) - errors
        counts = rf'tests="{len(outcomes)}" failures="{failures}" errors="{errors}"'
        suites.append(f"  <testsuite name={quoteattr(rule)} {counts}>")
        suites += [line for outcome in outcomes for line in _junit_case(outcome)]
        suites.append("  </testsuite>")
    extra = [("tests", str(mistake)) for mistake in run.mistakes]
    extra += [("coverage", f"{item.rule}：{lack(item)}") for item in run.uncovered or ()]
    if extra:
        suites.append(rf'  <testsuite name="{run.pack.id}" tests="{len(extra)}" failures="0" errors="{len(extra)}">')
        for name, message in extra:
            said = quoteattr(_clean(message))
            suites.append(rf'    <testcase classname="{name}" name={said}><error message={said}/></testcase>')
        suites.append("  </testsuite>")
    head = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="jixiao rules test">']
    return "\n".join([*head, *suites, "</testsuites>\n"])


def _junit_case(outcome: Outcome) -> list[str]:
    test = outcome.case.test
    where = rf"file={quoteattr(outcome.case.file)} line={quoteattr(str(outcome.case.line))}"
    head = f"    <testcase classname={quoteattr(test.rule)} name={quoteattr(_clean(test.name))} {where}"
    if outcome.passed:
        return [head + "/>"]
    lines = _told(outcome, Paint(False))
    kind = "error" if outcome.trouble else "failure"
    body = escape(_clean("\n".join(lines)))
    return [head + ">", f"      <{kind} message={quoteattr(_clean(lines[0]))}>{body}</{kind}>", "    </testcase>"]


def as_json(run: RuleTestRun) -> str:
    """The run as JSON: each case with its differences, the mistakes, what is not covered."""
    data: dict[str, Any] = {
        "schema_version": "1",
        "pack": run.pack.id,
        "summary": {"cases": len(run.outcomes), "failed": len(run.failed), "mistakes": len(run.mistakes)},
        "tests": [_json_case(outcome) for outcome in run.outcomes],
        "mistakes": [
            {"file": each.file, "line": each.line, "column": each.column, "message": each.message}
            for each in run.mistakes
        ],
    }
    if run.uncovered is not None:
        data["uncovered"] = [
            {"rule": each.rule, "never_fires": each.never_fires, "never_silent": each.never_silent}
            for each in run.uncovered
        ]
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _json_case(outcome: Outcome) -> dict[str, Any]:
    case = outcome.case
    return {
        "rule": case.test.rule,
        "name": case.test.name,
        "file": case.file,
        "line": case.line,
        "passed": outcome.passed,
        "error": outcome.trouble or None,
        "message": outcome.told or None,
        "differences": [_json_difference(difference) for difference in outcome.differences],
    }


def _json_difference(difference: Difference) -> dict[str, Any]:
    expected, found = difference.expected, difference.found
    return {
        "rule": difference.rule,
        "expected": None if expected is None else expected.model_dump(mode="json", exclude_unset=True),
        "found": None
        if found is None
        else {
            "severity": str(found.severity),
            "message": found.message,
            "text": [location.text for location in found.locations],
            "data": dict(found.data),
        },
        "wrong": [{"field": each.field, "expected": each.expected, "found": each.found} for each in difference.wrong],
    }
