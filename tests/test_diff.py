"""Two submissions of one report: what was mended, what still stands, what is new, which figures changed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from checker.difference import Difference, compare
from checker.render import PAGE_MARK
from tests.reviewing import review_of
from tests.test_cli import ROOT, SOUND

WRONG_RATE = SOUND.replace("执行率100%", "执行率90%")


def difference_of(old: str, new: str) -> Difference:
    return compare(review_of(old, rules="figure"), review_of(new, rules="figure"))


def rules_of(findings: object) -> list[str]:
    return [finding.rule for finding in findings]  # type: ignore[attr-defined]


def test_a_mended_rate_is_resolved_and_its_figure_changed() -> None:
    difference = difference_of(WRONG_RATE, SOUND)
    assert rules_of(difference.resolved) == ["figure/rate-mismatch"]
    assert difference.added == difference.remaining == ()
    [change] = difference.figures
    assert change.name == "执行率" and change.old is not None and change.new is not None
    assert (str(change.old.quantity.value), str(change.new.quantity.value)) == ("90", "100")


def test_another_wrong_rate_in_its_place_still_stands() -> None:
    difference = difference_of(WRONG_RATE, SOUND.replace("执行率100%", "执行率80%"))
    assert [old.rule for old, _ in difference.remaining] == ["figure/rate-mismatch"]
    assert difference.added == difference.resolved == ()


def test_text_that_moves_resolves_nothing() -> None:
    difference = difference_of(WRONG_RATE, WRONG_RATE.replace("一、基本情况", "（本报告由甲单位编写）\n一、基本情况"))
    assert len(difference.remaining) == 1 and difference.added == difference.resolved == difference.figures == ()


def test_a_report_does_not_differ_from_itself() -> None:
    difference = difference_of(WRONG_RATE, WRONG_RATE)
    assert difference.added == difference.resolved == difference.figures == ()


def _run(folder: Path, old: str, new: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "旧.md").write_text(old, encoding="utf-8")
    (folder / "新.md").write_text(new, encoding="utf-8")
    command = [sys.executable, str(ROOT / "cli.py"), "diff", "旧.md", "新.md", *options]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, cwd=folder)


def test_the_status_tells_whether_something_new_went_wrong(tmp_path: Path) -> None:
    assert _run(tmp_path, WRONG_RATE, SOUND).returncode == 0
    assert _run(tmp_path, WRONG_RATE, WRONG_RATE).returncode == 0
    worse = _run(tmp_path, SOUND, WRONG_RATE)
    assert worse.returncode == 1 and "新出现（1）" in worse.stdout
    assert _run(tmp_path, SOUND, WRONG_RATE, "--fail-on", "never").returncode == 0


def test_programs_and_browsers_get_the_same_difference(tmp_path: Path) -> None:
    data = json.loads(_run(tmp_path, WRONG_RATE, SOUND, "--format", "json").stdout)
    assert [finding["rule"] for finding in data["resolved"]] == ["figure/rate-mismatch"]
    assert {"name": "执行率", "scope": "项目", "year": 2022, "old": "90%", "new": "100%"} in data["figures"]
    _run(tmp_path, WRONG_RATE, SOUND, "--format", "html", "--output", "对照.html")
    page = (tmp_path / "对照.html").read_text(encoding="utf-8")
    assert PAGE_MARK in page  # a folder's review passes over pages of ours
    assert "已解决（1）" in page and "http" not in page.replace("http-equiv", "")


def test_a_draft_that_cannot_be_read_is_said_in_one_sentence(tmp_path: Path) -> None:
    done = _run(tmp_path, SOUND, "")
    assert done.returncode == 2 and done.stderr.startswith("错误：新.md：文件是空的") and "Traceback" not in done.stderr
