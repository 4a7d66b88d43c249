"""Findings that someone looked at and lets stand: they do not count, and are shown with the reason."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from fluidattacks_core.sarif import SarifLog

from checker.batch.run import run_files
from checker.batch.settings import Given, Plans
from checker.difference import compare
from checker.render import render, write
from checker.render.diff import diff_json, diff_text
from checker.review import Run
from checker.waivers import Waiver
from tests.reviewing import both_widths, review_of
from tests.test_cli import run
from tests.test_cli import write as write_file
from tests.test_config import SOUND, WRONG_RATE, config, report, reviewed

REASON = "分母按调整后的预算计算，已核对批复"
WAIVER = f"""waivers:
  - rule: figure/rate-mismatch
    text: 预算执行率90%
    reason: {REASON}
    by: 李审核
    until: 2026-12-31
"""


def waived_run(folder: Path, text: str = WAIVER, *, on: str = "2026-06-01") -> Run:
    """One wrong rate, reviewed on a day under waivers."""
    config(folder, text)
    file = str(report(folder))
    return run_files([file], Plans([file], Given(), today=date.fromisoformat(on)))


def codes(run: Run) -> list[str]:
    return [notice.code for notice in run.notices]


def test_a_waived_finding_neither_counts_nor_fails(tmp_path: Path) -> None:
    run = waived_run(tmp_path)
    [review] = run.reviews
    assert (review.findings, review.verdict, run.waived) == ((), "pass", 1)
    assert not run.submissions[0].fails and run.notices == ()
    assert review.waived[0].finding.rule == "figure/rate-mismatch" and review.waived[0].waiver.reason == REASON


def test_it_waives_through_its_last_day_and_then_says_that_it_has_expired(tmp_path: Path) -> None:
    assert waived_run(tmp_path, on="2026-12-31").waived == 1
    run = waived_run(tmp_path, on="2027-01-01")
    assert run.waived == 0 and run.submissions[0].fails
    [notice] = run.notices
    assert notice.code == "waiver-expired" and "2026-12-31到期" in notice.message and "1条" in notice.message
    assert notice.place.endswith(".jixiao.yaml:2")


_CLAUSE = "2022年安排预算资金290万元，全年执行数为290万元，预算执行率90%"


@pytest.mark.parametrize("text", ["执行率 90%", "预算执行率90%。", *both_widths(_CLAUSE)])
def test_the_words_may_be_those_quoted_or_the_clause_around_them_in_either_width(text: str) -> None:
    [finding] = review_of(WRONG_RATE, rules="figure/rate-mismatch").findings
    assert Waiver(finding.rule, REASON, "a:1", text=text).matches(finding, WRONG_RATE)
    assert not Waiver(finding.rule, REASON, "a:1", text="另外" + text).matches(finding, WRONG_RATE)


@pytest.mark.parametrize(
    "narrowed",
    ["text: 执行率80%", "files: 别的/**", "fingerprint: 0123456789abcdef", "text: 社区食堂6个"],
)
def test_a_waiver_that_is_for_something_else_waives_nothing(tmp_path: Path, narrowed: str) -> None:
    run = waived_run(tmp_path, f"waivers:\n  - {{rule: figure/rate-mismatch, {narrowed}, reason: {REASON}}}\n")
    assert run.waived == 0 and run.submissions[0].fails


def test_a_waiver_for_a_fingerprint_waives_that_finding(tmp_path: Path) -> None:
    [finding] = waived_run(tmp_path, "fail-on: error\n").reviews[0].findings
    entry = f"{{rule: {finding.rule}, fingerprint: '{finding.fingerprint}', reason: {REASON}}}"
    assert waived_run(tmp_path, f"waivers: [{entry}]\n").waived == 1


def test_what_quotes_nothing_is_waived_by_the_words_of_its_message() -> None:
    findings = review_of(SOUND.replace("预算资金290万元，全年执行数为290万元，预算执行率100%", "资金")).findings
    [missing] = [finding for finding in findings if finding.rule == "figure/missing" and not finding.locations][:1]
    assert Waiver(missing.rule, "理由", "a:1", text=missing.message[:6]).matches(missing, SOUND)
    assert not Waiver(missing.rule, "理由", "a:1", text="另外的话").matches(missing, SOUND)


def test_a_waiver_that_matched_nothing_is_said_unless_it_is_for_files_that_were_not_checked(tmp_path: Path) -> None:
    unused = f"waivers:\n  - {{rule: score/missing, reason: {REASON}}}\n"
    assert codes(waived_run(tmp_path, unused)) == ["waiver-unused"]
    elsewhere = f"waivers:\n  - {{rule: score/missing, files: 别的/*, reason: {REASON}}}\n"
    assert codes(waived_run(tmp_path, elsewhere)) == []
    assert codes(reviewed(report(tmp_path), covered=tmp_path)) == ["waiver-unused"]


def test_nothing_is_said_of_a_waiver_whose_rule_was_not_applied_or_whose_file_was_not_read(tmp_path: Path) -> None:
    config(tmp_path, f"waivers:\n  - {{rule: score/missing, reason: {REASON}}}\n")
    assert codes(reviewed(report(tmp_path), given=Given(select=("figure",)))) == []
    broken = tmp_path / "b.docx"
    broken.write_bytes(b"PK")
    assert codes(reviewed(report(tmp_path), broken)) == []


def test_every_output_shows_what_was_waived_apart_with_the_reason(tmp_path: Path) -> None:
    run = waived_run(tmp_path)
    for format in ("terminal", "json", "html", "markdown", "csv", "sarif", "github", "junit"):
        assert REASON in render(run, format), format
    assert render(run, "github").startswith("::notice ") and "::error" not in render(run, "github")
    assert 'failures="0"' in render(run, "junit")
    assert json.loads(render(run, "gitlab")) == []
    write(run, "xlsx", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [cell.value for cell in book["已豁免"][2]][8:11] == [REASON, "李审核", "2026-12-31"]
    assert book["意见"].max_row == 1
    write(run, "docx", tmp_path / "a.docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "a.docx")).paragraphs)
    assert "经核实不需修改的事项" in text and REASON in text and "审核结论为：通过" in text


def test_the_ledger_has_no_sheet_for_what_is_waived_where_nothing_is(tmp_path: Path) -> None:
    write(waived_run(tmp_path, "fail-on: never\n"), "xlsx", tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["报告", "意见", "规则×报告"]


def test_json_and_sarif_say_who_waived_until_when_and_where(tmp_path: Path) -> None:
    run = waived_run(tmp_path)
    data: dict[str, Any] = json.loads(render(run, "json"))
    [waived] = data["documents"][0]["waived"]
    place = waived["waiver"].pop("place")
    assert waived["waiver"] == {"reason": REASON, "by": "李审核", "until": "2026-12-31"}
    assert place.endswith(".jixiao.yaml:2") and waived["locations"] and data["summary"]["waived"] == 1
    sarif = render(run, "sarif")
    SarifLog.model_validate_json(sarif)
    [result] = json.loads(sarif)["runs"][0]["results"]
    [suppression] = result["suppressions"]
    assert suppression["justification"] == REASON and suppression["kind"] == "external"
    assert suppression["location"]["physicalLocation"]["region"] == {"startLine": 2}


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    assert render(waived_run(tmp_path), "json") == render(waived_run(tmp_path), "json")


def test_what_is_waived_in_the_new_draft_is_neither_resolved_nor_new(tmp_path: Path) -> None:
    [new] = waived_run(tmp_path).reviews
    old = review_of(WRONG_RATE)
    difference = compare(old, new)
    assert (difference.resolved, difference.remaining, difference.added) == ((), (), ())
    assert "已豁免，不计数（1）" in diff_text(difference) and json.loads(diff_json(difference))["waived"]
    back = compare(new, old)
    assert [now.rule for _, now in back.remaining] == ["figure/rate-mismatch"] and back.added == ()


def test_the_command_line_counts_what_is_waived_and_repeats_what_is_to_be_known(tmp_path: Path) -> None:
    config(tmp_path, WAIVER.replace("2026-12-31", "2999-12-31") + f"  - {{rule: score/missing, reason: {REASON}}}\n")
    write_file(tmp_path, "a.md", WRONG_RATE)
    done = run("check", "a.md", "--output", "a.json", cwd=tmp_path)
    assert done.returncode == 0
    assert "另有已豁免1处" in done.stderr and "score/missing的豁免在本次没有对应的意见" in done.stderr
