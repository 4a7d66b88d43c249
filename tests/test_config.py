"""`.jixiao.yaml` as those who write one meet it: where it is found, what it changes, and how its mistakes are said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.batch.run import run_files
from checker.batch.settings import Given, Plans
from checker.errors import JixiaoError, ReadError
from checker.path_patterns import fits
from checker.review import Run
from tests.test_cli import SOUND, run, write
from tests.test_imports import _modules_after as modules_after

WRONG_RATE = SOUND.replace("执行率100%", "执行率90%")
FORM = """项目支出绩效自评表
（2022年度）
| 项目名称 | 社区食堂补贴 | | |
| --- | --- | --- | --- |
| 项目资金（万元） | 全年预算数 | 全年执行数 | 执行率 |
| 年度资金总额 | 290 | 280 | 50% |
"""


def reviewed(*files: Path, given: Given | None = None, covered: Path | None = None) -> Run:
    names = [str(file) for file in files]
    return run_files(names, Plans(names, given or Given()), covered=[str(covered)] if covered else [])


def report(folder: Path, name: str = "a.md", text: str = WRONG_RATE) -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    return Path(write(folder, name, text))


def config(folder: Path, text: str, name: str = ".jixiao.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(write(folder, name, text))


def rules_in(run: Run) -> list[list[str]]:
    return [[finding.rule for finding in review.findings] for review in run.reviews]


def mistakes_of(folder: Path, text: str) -> list[str]:
    config(folder, text)
    with pytest.raises(JixiaoError) as caught:
        reviewed(report(folder))
    return [line.partition(".jixiao.yaml:")[2] for line in caught.value.message.split("\n")[1:]]


def test_the_nearest_file_upward_applies_and_is_the_only_one(tmp_path: Path) -> None:
    config(tmp_path, "ignore: figure\n")
    config(tmp_path / "下级", "fail-on: never\n")
    outer, inner = report(tmp_path), report(tmp_path / "下级" / "更下级")
    run = reviewed(outer, inner)
    assert rules_in(run) == [[], ["figure/rate-mismatch"]]
    assert [item.fails for item in run.submissions] == [False, False]
    assert [item.config for item in run.submissions] == [str(use.path) for use in run.configs]


def test_the_search_ends_at_the_top_of_a_repository(tmp_path: Path) -> None:
    config(tmp_path, "ignore: figure\n")
    (tmp_path / "仓库" / ".git").mkdir(parents=True)
    assert rules_in(reviewed(report(tmp_path / "仓库" / "报告"))) == [["figure/rate-mismatch"]]


@pytest.mark.parametrize("name", [".jixiao.yml", "jixiao.yaml"])
def test_a_file_that_is_named_otherwise_is_pointed_out(tmp_path: Path, name: str) -> None:
    config(tmp_path, "ignore: figure\n", name)
    run = reviewed(report(tmp_path))
    assert rules_in(run) == [["figure/rate-mismatch"]] and run.configs == ()
    assert [(notice.code, name in notice.place) for notice in run.notices] == [("config-misnamed", True)]


def test_the_command_line_goes_before_the_file(tmp_path: Path) -> None:
    config(tmp_path, "select: structure\nfail-on: never\n")
    a = report(tmp_path)
    assert rules_in(reviewed(a)) == [[]]
    assert rules_in(reviewed(a, given=Given(select=("figure",)))) == [["figure/rate-mismatch"]]
    assert rules_in(reviewed(a, given=Given(no_config=True))) == [["figure/rate-mismatch"]]
    other = config(tmp_path / "别处", "ignore: structure\n", "严格.yaml")
    [item] = reviewed(a, given=Given(config=str(other))).submissions
    assert item.fails and item.config == str(other)
    assert [item.fails for item in reviewed(a, given=Given(select=("figure",), fail_on="error")).submissions] == [True]


def test_an_ignore_on_the_command_line_is_added_to_that_of_the_file(tmp_path: Path) -> None:
    config(tmp_path, "select: figure\n")
    assert rules_in(reviewed(report(tmp_path), given=Given(ignore=("figure/rate-mismatch",)))) == [[]]


def test_a_severity_changes_for_a_family_and_first_for_a_rule(tmp_path: Path) -> None:
    config(tmp_path, "severity: {figure/rate-mismatch: info, figure: warning}\n")
    [review] = reviewed(report(tmp_path)).reviews
    assert [finding.severity for finding in review.findings] == ["info"] and review.verdict == "pass"


def test_a_later_override_goes_before_an_earlier_one(tmp_path: Path) -> None:
    config(
        tmp_path,
        """overrides:
  - files: 一般/**
    fail-on: warning
    ignore: figure
  - files: ["*.md"]
    fail-on: never
    select: figure
""",
    )
    run = reviewed(report(tmp_path, "一般/a.md"), report(tmp_path, "一般/b.txt"), report(tmp_path, "c.txt"))
    assert [item.fail_on for item in run.submissions] == ["never", "warning", "error"]
    assert rules_in(run)[0] == ["figure/rate-mismatch"] and "figure/rate-mismatch" not in rules_in(run)[1]


def test_an_override_can_ask_for_the_kind_and_the_year_of_a_report(tmp_path: Path) -> None:
    config(
        tmp_path,
        """overrides:
  - kind: table
    ignore: figure
  - year: [2022]
    kind: narrative
    fail-on: never
""",
    )
    form, this, last = (
        report(tmp_path, "表.md", FORM),
        report(tmp_path),
        report(tmp_path, "b.md", WRONG_RATE.replace("2022", "2021")),
    )
    run = reviewed(form, this, last)
    kinds = [review.report.identity.kind for review in run.reviews]
    assert kinds[0] == "table" and "table" not in kinds[1:]
    assert not [rule for rule in rules_in(run)[0] if rule.startswith("figure/")]
    narrative = [item.fail_on for item, kind in zip(run.submissions, kinds, strict=True) if kind == "narrative"]
    assert narrative in ([], ["never", "error"])


def own_pack(folder: Path) -> None:
    """A pack of one rule beside the settings."""
    (folder / "规则").mkdir(parents=True)
    write(folder / "规则", "pack.yaml", 'id: own\nversion: "1"\ntitle: 自己的规则\n')
    rule = """rules:
  - id: content/no-canteen
    check: forbid
    severity: warning
    title: 不得提食堂
    about: 报告不提食堂。
    why: 测试用。
    basis: 无
    message: 出现“食堂”
    suggestion: 请删去
    patterns: [{name: 食堂, pattern: 食堂}]
"""
    write(folder / "规则", "rules.yaml", rule)


def test_a_pack_is_found_from_the_file_and_may_be_chosen_by_the_kind_of_report(tmp_path: Path) -> None:
    own_pack(tmp_path)
    config(tmp_path / "下", "overrides:\n  - kind: [narrative, combined]\n    pack: ../规则\n")
    run = reviewed(report(tmp_path / "下"), report(tmp_path / "下", "表.md", FORM))
    assert [review.pack.id for review in run.reviews] == ["own", "mof-2020-10"]
    assert set(rules_in(run)[0]) == {"content/no-canteen"}
    assert {pack.id for pack in run.packs} == {"own", "mof-2020-10"}


def test_a_document_names_its_pack_and_its_settings_where_they_are_its_own(tmp_path: Path) -> None:
    own_pack(tmp_path)
    config(tmp_path / "下", "pack: ../规则\n")
    report(tmp_path, "a.md"), report(tmp_path, "b.md"), report(tmp_path / "下", "c.md")
    done = run("check", ".", "--format", "json", cwd=tmp_path)
    data: dict[str, Any] = json.loads(done.stdout)
    assert data["pack"]["id"] == "mof-2020-10"
    assert [(each["pack"] or {}).get("id") for each in data["documents"]] == [None, None, "own"]
    assert [each["config"] for each in data["documents"]] == [None, None, "下/.jixiao.yaml"]
    assert [(use["path"], use["documents"]) for use in data["configs"]] == [("下/.jixiao.yaml", 1)]
    assert "passed_over" in data and not [each for each in data["passed_over"] if "jixiao" in each["path"]]


def test_every_mistake_is_said_at_once_with_its_place_and_the_nearest_name(tmp_path: Path) -> None:
    text = """fail_on: error
ignore: [figure/conflit]
severity: {scor: info, score: warn}
overrides:
  - files: a/
  - ignore: structure
  - kind: tabel
    fail-on: never
waivers:
  - rule: figure
    reason: 已与财政部门核对
  - rule: figure/conflict
    until: 2026-13-01
    reason: 好
  - rule: figure/conflict
"""
    said = mistakes_of(tmp_path, text)
    places = ["1:1", "2:10", "3:12", "3:31", "5:5", "6:5", "7:11", "10:11", "13:12", "14:13", "15:5"]
    assert [":".join(line.split(":")[:2]) for line in said] == places
    for line, words in zip(said, ("fail-on", "figure/conflict", "score", "warning"), strict=False):
        assert f"是否想写“{words}”" in line
    assert "2026-12-31" in said[8] and "至少写4个字" in said[9] and "缺少“reason”" in said[10]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pack: mof-2020-1\n", "1:7: 没有找到规则包“mof-2020-1”，是否想写“mof-2020-10”？"),
        ("- a\n", "1:1: 文件的内容应为"),
        ("ignore: [figure\n", "方括号"),
        ("ignore: figure\nignore: score\n", "2:1: “ignore”重复"),
        ("", "1:1: 文件是空的"),
        (
            "overrides: [{files: '/srv/报告', fail-on: never}]\n",
            "1:21: “/srv/报告”应写与.jixiao.yaml所在文件夹的相对路径",
        ),
        ("waivers: [{rule: figure/conflict, reason: '已核对无误', fingerprint: abc}]\n", "写法不对"),
        ("ignore:\n", "“ignore”没有值"),
        ("x: &a [*a, *a]\n", "没有在前面定义"),
        ("fail-on: [" * 60, "嵌套超过"),
    ],
)
def test_a_broken_file_is_refused_at_its_place(tmp_path: Path, text: str, said: str) -> None:
    assert said in "\n".join(mistakes_of(tmp_path, text))


def test_a_run_without_settings_does_not_pay_for_them(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    a = report(tmp_path)
    assert "checker.config" not in modules_after("check", str(a))
    config(tmp_path, "fail-on: never\n")
    assert "checker.config" in modules_after("check", str(a))


def test_a_broken_file_ends_the_run_with_status_2_before_any_report_is_read(tmp_path: Path) -> None:
    report(tmp_path)
    config(tmp_path, "ignores: figure\n")
    done = run("check", "a.md", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and "Traceback" not in done.stderr
    assert ".jixiao.yaml:1:1: 未知的项“ignores”，是否想写“ignore”？" in done.stderr


def test_settings_that_are_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="不存在"):
        reviewed(report(tmp_path), given=Given(config=str(tmp_path / "没有.yaml")))
    with pytest.raises(ReadError, match="是文件夹"):
        reviewed(report(tmp_path), given=Given(config=str(tmp_path)))
    done = run("check", "a.md", "--config", "a.yaml", "--no-config", cwd=tmp_path)
    assert done.returncode == 2 and "只能用一个" in done.stderr


def test_the_terminal_says_which_settings_were_used_and_every_command_takes_them(tmp_path: Path) -> None:
    report(tmp_path), report(tmp_path, "b.md", SOUND)
    config(tmp_path, "ignore: figure/rate-mismatch\n")
    done = run("check", "a.md", cwd=tmp_path)
    assert done.returncode == 0 and "设置：.jixiao.yaml（用于1份）" in done.stdout
    assert "设置：" not in run("check", "a.md", "--no-config", cwd=tmp_path).stdout
    assert "新出现（0）" in run("diff", "b.md", "a.md", cwd=tmp_path).stdout
    assert "新出现（1）" in run("diff", "b.md", "a.md", "--no-config", cwd=tmp_path).stdout
    config(tmp_path, "pack: 没有这个\n")
    assert run("show", "a.md", cwd=tmp_path).returncode == 2
    assert run("show", "a.md", "--no-config", cwd=tmp_path).returncode == 0


def test_a_pattern_that_fits_no_report_is_said_when_the_whole_folder_is_checked(tmp_path: Path) -> None:
    config(tmp_path, "overrides:\n  - files: 转移支付/**\n    fail-on: never\n")
    a = report(tmp_path)
    assert reviewed(a).notices == ()
    [notice] = reviewed(a, covered=tmp_path).notices
    assert notice.code == "files-unmatched" and "转移支付/**" in notice.message and notice.place.endswith(":2")


def test_pages_of_several_reports_are_refused_a_screen_before_the_review(tmp_path: Path) -> None:
    report(tmp_path), report(tmp_path, "b.md")
    config(tmp_path, "")
    (tmp_path / ".jixiao.yaml").unlink()
    done = run("check", ".", "--format", "html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and "--output" in done.stderr


@pytest.mark.parametrize(
    ("pattern", "path", "fitting"),
    [
        ("*.docx", "甲/乙/a.DOCX", True),
        ("*.docx", "a.docx.txt", False),
        ("甲", "甲/乙/a.md", True),
        ("甲/", "甲/a.md", True),
        ("乙/*.md", "甲/乙/a.md", False),
        ("**/乙/*.md", "甲/乙/a.md", True),
        ("甲/**/a.md", "甲/a.md", True),
        ("甲/*", "乙/甲/a.md", False),
        ("[公开]*.md", "[公开]甲.md", True),
        ("[公开]*.md", "公.md", False),
        (r"第?稿.md", "第二稿.md", True),
        (r"甲\a.md", "甲/a.md", True),
    ],
)
def test_patterns_fit_names_at_any_depth_and_paths_from_the_top(pattern: str, path: str, fitting: bool) -> None:
    assert fits(pattern, path) is fitting


@given(st.lists(st.text("甲aB[]", min_size=1, max_size=5), min_size=1, max_size=6))
def test_a_path_fits_itself_its_name_and_every_folder_above_it(parts: list[str]) -> None:
    path = "/".join(parts)
    folders = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    assert all(fits(pattern, path) for pattern in (path, parts[-1], "**", "*", *folders))


def test_a_pattern_full_of_stars_takes_no_time() -> None:
    assert not fits("*a" * 500 + "b", "a" * 5000)
    assert fits("**/*a" * 100, "/".join(["ba"] * 300))
