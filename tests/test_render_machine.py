"""The outputs that programs read: valid, complete, and safe whatever a document holds."""

from __future__ import annotations

import csv as csv_module
import io
import json
import xml.etree.ElementTree as ET

from fluidattacks_core.sarif import SarifLog

from checker.errors import ReadError
from checker.render import FORMATS, format_of, render
from checker.review import Run, Submission, review
from tests.reviewing import default_pack, report_of

_HOSTILE = '</failure><script>alert(1)</script> ]]> | **粗** =1+1 ::error:: "引" '
_TITLE = "2022年度甲项目支出绩效评价报告"
_TEXT = f"{_TITLE}\n一、项目概况\n全年预算数290万元，执行数280万元，执行率为100%。{_HOSTILE}XX万元。\n"


def run_of(*, hostile_name: bool = False) -> Run:
    """A report with findings, and one that could not be read."""
    pack = default_pack()
    reviewed = review(report_of(_TEXT), pack)
    name = "报送/甲,乙:100%|\x1b[2J.docx" if hostile_name else "报送/甲 乙.docx"
    failed = Submission("报送/坏.pdf", error=ReadError("damaged", "文件已损坏", "请重新提交"))
    return Run(pack, (Submission(name, reviewed), failed))


def test_sarif_follows_its_schema_declares_every_rule_and_makes_up_no_lines() -> None:
    text = render(run_of(), "sarif")
    SarifLog.model_validate_json(text)
    [run] = json.loads(text)["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.id for rule in default_pack().rules]
    assert not run["invocations"][0]["executionSuccessful"]
    assert "region" not in text
    rates = [result for result in run["results"] if result["ruleId"] == "figure/rate-mismatch"]
    assert len(rates) == 1 and rates[0]["level"] == "error"
    assert run["tool"]["driver"]["rules"][rates[0]["ruleIndex"]]["id"] == "figure/rate-mismatch"
    assert rates[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("%20%E4%B9%99.docx")
    assert rates[0]["partialFingerprints"]["jixiao/v1"]


def test_junit_has_a_suite_for_each_document_and_a_case_for_each_rule() -> None:
    root = ET.fromstring(render(run_of(), "junit"))
    first, second = root.findall("testsuite")
    cases = {case.get("name"): case for case in first}
    assert set(cases) == {rule.id for rule in default_pack().rules}
    failure = cases["figure/rate-mismatch"].find("failure")
    assert failure is not None and "100%" in (failure.get("message") or "")
    assert list(cases["figure/missing"]) == []
    skipped = cases["structure/indicator-missing"].find("skipped")
    assert skipped is not None and skipped.get("message")
    assert int(first.get("failures", "0")) == sum(case.find("failure") is not None for case in first)
    assert second.get("errors") == "1" and second[0].find("error") is not None


def test_junit_can_be_parsed_whatever_a_name_holds() -> None:
    ET.fromstring(render(run_of(hostile_name=True), "junit"))


def test_github_annotations_are_a_line_each_and_escaped() -> None:
    lines = render(run_of(hostile_name=True), "github").split("\n")
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in lines[:-1])
    assert lines[-1] == "" and "甲%2C乙%3A100%25" in lines[0]


def test_gitlab_issues_have_what_its_format_asks_for_and_fingerprints_of_their_own() -> None:
    issues = json.loads(render(run_of(), "gitlab"))
    assert {"description", "check_name", "fingerprint", "severity", "location"} == set(issues[0])
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert any(issue["severity"] == "blocker" and issue["location"]["path"] == "报送/坏.pdf" for issue in issues)


def test_markdown_lets_no_document_write_markup() -> None:
    text = render(run_of(hostile_name=True), "markdown")
    assert "<script" not in text and "**粗**" not in text
    rows = [line for line in text.split("\n") if line.startswith("| 报送")]
    assert [row.count("|") for row in rows] == [6, 6]


def test_csv_has_a_row_for_each_finding_and_no_formula() -> None:
    run = run_of()
    text = render(run, "csv")
    assert text.startswith("\ufeff")
    header, *rows = csv_module.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert len(rows) == len(run.reviews[0].findings) + 1
    assert all(len(row) == len(header) for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_format_is_told_from_the_ending_of_its_file() -> None:
    assert format_of("a/审核.SARIF") == "sarif" and format_of("a.unknown") is None
    endings = [suffix for format in FORMATS.values() for suffix in format.suffixes]
    assert len(endings) == len(set(endings))
