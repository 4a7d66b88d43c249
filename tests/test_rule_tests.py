"""`jixiao rules test`: what a case may say, how its mistakes are told, and how a failing case is shown."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.pack import RulePack, load_pack
from checker.render.rule_tests import as_json, as_junit, as_text
from checker.rule_test_run import RuleTestRun, run_pack_tests, same
from checker.rule_tests import load_tests, test_mistakes

ROOT = Path(__file__).parent.parent
PACK = """\
id: mine
version: "1"
title: 我的规则包
"""
RULES = """\
facts:
  - {name: 全年预算数, kind: money, words: [全年预算数]}
  - {name: 执行数, kind: money, words: [执行数]}
rules:
  - id: local/words
    check: forbid
    title: 空话
    severity: warning
    about: 关于
    why: 原因
    basis: 依据
    message: 写有{found}
    suggestion: 删去
    patterns:
      - {name: 空话, words: [圆满, 高度重视]}
  - id: local/spent
    check: assert
    title: 超支
    severity: error
    about: 关于
    why: 原因
    basis: 依据
    message: 执行数{执行数}超过全年预算数{全年预算数}
    suggestion: 核对
    each: report
    that: 执行数 <= 全年预算数
  - id: local/narrative
    check: forbid
    title: 文字报告里的空话
    severity: info
    about: 关于
    why: 原因
    basis: 依据
    message: 写有{found}
    suggestion: 删去
    kinds: [narrative]
    patterns:
      - {name: 空话, words: [再创佳绩]}
"""
FIRES = "  - {rule: local/words, name: 报, text: 项目圆满完成。, finds: [{text: 圆满, data: {name: 空话}}]}\n"
SILENT = "  - {rule: local/words, name: 不报, text: 项目完成。}\n"


def folder_of(folder: Path, cases: str, **files: str) -> Path:
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    (folder / "tests").mkdir(exist_ok=True)
    for name, text in ({"cases.yaml": "tests:\n" + cases if cases else ""} | files).items():
        if text:
            (folder / "tests" / name).write_text(text, encoding="utf-8")
    return folder


def ran(folder: Path, cases: str, *, coverage: bool = False, **files: str) -> RuleTestRun:
    folder_of(folder, cases, **files)
    return run_pack_tests(load_pack(folder), folder, coverage=coverage)


def shown(run: RuleTestRun, folder: Path) -> str:
    return as_text(run).replace(f"{folder}/tests/", "")


def test_cases_that_hold_pass(tmp_path: Path) -> None:
    run = ran(tmp_path, FIRES + SILENT)
    assert (run.exit_code, run.failed) == (0, [])
    assert as_text(run) == "规则包mine：运行1条规则的2个用例，全部通过。\n"


def test_a_finding_that_is_missing_is_told_with_what_was_expected(tmp_path: Path) -> None:
    run = ran(tmp_path, FIRES.replace("圆满完成", "完成"))
    assert run.exit_code == 1
    assert shown(run, tmp_path) == (
        "失败  local/words：报\n"
        "      cases.yaml:2\n"
        "      - 缺少意见 local/words：引用“圆满”，name: 空话\n"
        "\n"
        "规则包mine：运行1条规则的1个用例，失败1个。\n"
    )


def test_a_finding_that_nobody_expects_is_told_with_its_words(tmp_path: Path) -> None:
    text = shown(ran(tmp_path, SILENT.replace("项目完成", "项目圆满完成")), tmp_path)
    assert "      + 多出意见 local/words：引用“圆满”\n          写有圆满\n" in text


def test_each_field_that_is_not_as_expected_is_told(tmp_path: Path) -> None:
    wrong = "finds: [{text: 圆滿, also: [乙], data: {name: 套话}, severity: error}]"
    text = shown(ran(tmp_path, FIRES.replace("finds: [{text: 圆满, data: {name: 空话}}]", wrong)), tmp_path)
    assert [line.strip() for line in text.split("\n")[2:7]] == [
        "~ 意见与预期不同 local/words",
        "引用：预期“圆滿”，实际“圆满”",
        "另引：预期“乙”，实际没有",
        "name：预期“套话”，实际“空话”",
        "级别：预期“错误”，实际“需核实”",
    ]


def test_a_vague_expectation_does_not_take_the_finding_of_a_precise_one(tmp_path: Path) -> None:
    case = "  - {rule: local/words, name: 报, text: 领导高度重视。项目圆满完成。, finds: [{data: {name: 空话}}, %s]}\n"
    assert ran(tmp_path, case % "{text: 高度重视}").exit_code == 0
    run = ran(tmp_path, case % "{text: 再接再厉}")
    assert [wrong.found for [difference] in [run.failed[0].differences] for wrong in difference.wrong] == ["圆满"]


def test_quoted_words_are_compared_whole_whatever_their_blanks_and_widths(tmp_path: Path) -> None:
    text = "全年预算数为290万元，执行数（实际）为 300万元。"
    case = f"  - {{rule: local/spent, name: 报, text: '{text}', finds: [{{text: '%s'}}]}}\n"
    assert ran(tmp_path, case % "执行数(实际)为300万元").exit_code == 0
    assert ran(tmp_path, case % "执行数…300万元").exit_code == 0
    assert ran(tmp_path, case % "300万元").exit_code == 1


@given(st.lists(st.text("甲乙 ,（", max_size=4), min_size=1, max_size=5), st.data())
def test_words_left_out_stand_for_any_words(pieces: list[str], data: st.DataObject) -> None:
    pieces = [*pieces, "甲"]  # what follows a last gap would be left out too
    gaps = [data.draw(st.text("甲乙丙", max_size=3)) for _ in pieces[1:]]
    whole = "".join(piece + gap for piece, gap in zip(pieces, [*gaps, ""], strict=True))
    assert same("…".join(pieces), whole)
    assert not same("…".join(pieces), whole + "丁")
    assert not same("…".join(["丁", *pieces]), whole)


def test_a_case_may_have_a_table_with_merged_cells(tmp_path: Path) -> None:
    rows = "      - [资金（万元）, '<', '<']\n      - [全年预算数, 执行数, 备注]\n      - [290, 300, null]\n"
    head = "  - rule: local/spent\n    name: 表\n    kind: table\n    table:\n"
    run = ran(tmp_path, head + rows + "    finds: [{text: 300, also: [290]}]\n")
    assert (run.exit_code, as_text(run)) == (0, "规则包mine：运行1条规则的1个用例，全部通过。\n")


def test_a_case_may_have_a_file_in_any_format_beside_it(tmp_path: Path) -> None:
    case = "  - {rule: local/words, name: 文件, file: 报告.html, finds: [{text: 圆满}]}\n"
    page = "<html><body><p>项目圆满完成。</p></body></html>"
    assert ran(tmp_path, case, **{"报告.html": page}).exit_code == 0


def test_a_pipe_table_in_a_text_is_a_table(tmp_path: Path) -> None:
    text = "      | 全年预算数（万元） | 执行数（万元） |\n      | --- | --- |\n      | 290 | 300 |\n"
    case = "  - rule: local/spent\n    name: 表\n    text: |\n" + text + "    finds: [{text: 300}]\n"
    assert ran(tmp_path, case).exit_code == 0


def test_another_rule_may_be_expected_and_others_held_silent(tmp_path: Path) -> None:
    text = "全年预算数290万元，执行数300万元，圆满。"
    case = f"  - {{rule: local/words, name: 两条, text: '{text}', finds: [{{text: 圆满}}, {{rule: local/spent}}]}}\n"
    assert ran(tmp_path, case).exit_code == 0
    case = f"  - {{rule: local/words, name: 一条, text: '{text}', finds: [{{text: 圆满}}], silent: [%s]}}\n"
    assert ran(tmp_path, case % "local/narrative").exit_code == 0
    for silent in ("local/spent", "local"):
        assert "多出意见 local/spent" in shown(ran(tmp_path, case % silent), tmp_path)


def test_a_rule_that_must_say_why_it_was_not_checked(tmp_path: Path) -> None:
    case = "  - {rule: local/spent, name: 没有数, text: 项目完成。, not_checked: %s}\n"
    assert ran(tmp_path, case % "执行数").exit_code == 0
    assert "应列入“未检查”，理由含“到位数”，实际：" in shown(ran(tmp_path, case % "到位数"), tmp_path)


def test_a_finding_that_is_missing_because_nothing_was_checked_is_told_so(tmp_path: Path) -> None:
    case = "  - {rule: local/spent, name: 没有数, text: 项目完成。, finds: [{data: {执行数: 3万元}}]}\n"
    text = shown(ran(tmp_path, case), tmp_path)
    assert "缺少意见 local/spent" in text and "规则列入“未检查”：" in text


def test_one_broken_case_hides_no_other(tmp_path: Path) -> None:
    broken = "  - {rule: local/words, name: 坏文件, file: 坏.docx}\n  - {rule: local/wrods, name: 错, text: 甲}\n"
    run = ran(tmp_path, broken + FIRES + SILENT.replace("项目完成", "圆满"), **{"坏.docx": "PK\x03\x04坏"})
    assert run.exit_code == 2
    assert [outcome.passed for outcome in run.outcomes] == [False, True, False]
    text = shown(run, tmp_path)
    assert "未能运行：" in text and "多出意见" in text and "是否想写“local/words”？" in text
    assert text.endswith("规则包mine：运行1条规则的3个用例，失败2个，用例有1处写错。\n")


def test_a_check_that_fails_costs_its_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from checker.checks.assertion import Assert

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Assert, "run", fail)
    case = "  - {rule: local/spent, name: 坏, text: 执行数300万元。}\n"
    run = ran(tmp_path, case + FIRES)
    assert run.exit_code == 2
    assert ["ZeroDivisionError" in outcome.trouble for outcome in run.outcomes] == [True, False]
    assert run.outcomes[1].passed


def test_coverage_names_the_rules_that_are_not_shown_from_both_sides(tmp_path: Path) -> None:
    unchecked = "  - {rule: local/spent, name: 没有数, text: 项目完成。}\n"
    run = ran(tmp_path, FIRES + SILENT + unchecked, coverage=True)
    assert run.exit_code == 1
    assert [(item.rule, item.never_fires, item.never_silent) for item in run.uncovered or ()] == [
        ("local/spent", True, True),  # its silence was for want of figures
        ("local/narrative", True, True),
    ]
    assert "local/spent：没有使它给出意见的用例，也没有它作了判断而不给出意见的用例" in as_text(run)
    assert ran(tmp_path, FIRES + SILENT).exit_code == 0


def test_a_rule_is_applied_as_to_a_report_that_it_is_for(tmp_path: Path) -> None:
    form = "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分"
    case = f'  - {{rule: local/narrative, name: 报, text: "| {form} |\\n|{" --- |" * 7}\\n| 再创佳绩 |", %s}}\n'
    assert ran(tmp_path, case % "finds: [{text: 再创佳绩}]").exit_code == 0
    assert ran(tmp_path, case % "kind: table").exit_code == 0


MISTAKES = [
    ("  - {rule: local/wrods, name: 甲, text: 乙}", "2:12: 规则包里没有规则“local/wrods”，是否想写“local/words”？"),
    ("  - {rule: city/balance, name: 甲, text: 乙}", "2:12: 规则包里没有规则“city/balance”：规则已删去？"),
    ("  - {rule: local/words, nmae: 甲, text: 乙}", "2:25: 未知的项“nmae”，是否想写“name”？"),
    ("  - {rule: local/words, name: 甲}", "2:5: 缺少报告：“text”、“table”、“file”应写一个"),
    ("  - {rule: local/words, name: 甲, text: 乙, table: [[丙]]}", "2:43: “text”和“table”只能写一个"),
    ("  - {rule: local/words, name: 甲, file: 报告.docx}", "2:40: 没有找到文件“报告.docx”"),
    ("  - {rule: local/words, name: 甲, file: /etc/hosts}", "2:40: “/etc/hosts”应写与tests文件夹的相对路径"),
    ("  - {rule: local/words, name: 甲, text: ''}", "2:40: “text”里没有文字"),
    ("  - {rule: local/words, name: 甲, table: [['', ' ']]}", "2:41: “table”里没有文字"),
    ("  - {rule: local/words, name: 甲, text: 乙, kind: tabel}", "2:49: “tabel”不是允许的值，是否想写“table”？"),
    ("  - {rule: local/words, name: 甲, text: 乙, year: 22}", "2:49: 应不小于1990，现为“22”"),
    ("  - {rule: local/words, name: 甲, text: 乙, finds: [{txet: 丙}]}", "2:52: 未知的项“txet”，是否想写“text”？"),
    (
        "  - {rule: local/words, name: 甲, text: 乙, finds: [{data: {fuond: 丙}}]}",
        "2:59: local/words的意见里没有数据“fuond”，是否想写“found”？",
    ),
    ("  - {rule: local/words, name: 甲, text: 乙, silent: [locla]}", "2:52: 规则包里没有规则或类别“locla”"),
    ("  - {rule: local/words, name: 甲, text: 乙, finds: [{}], not_checked: 丙}", "2:56: 写了“finds”就不能再写"),
    ("  - {rule: local/words, name: 甲, text: 乙}\n  - {rule: local/words, name: 甲, text: 丙}", "3:31: local/words的"),
    ("  - 甲", "2:5: 应为"),
    ("  甲: 乙", "2:3: “tests”应为列表"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "told"), MISTAKES, ids=[told for _, told in MISTAKES])
def test_a_mistake_in_a_case_is_told_at_its_place(tmp_path: Path, case: str, told: str) -> None:
    folder_of(tmp_path, case + "\n")
    mistakes = [str(mistake) for mistake in test_mistakes(tmp_path, load_pack(tmp_path))]
    assert any(mistake.startswith(f"{tmp_path}/tests/cases.yaml:{told}") for mistake in mistakes)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "文件是空的"),
        ("tests: [1\n", "方括号里的各项"),
        ("test: []\n", "未知的项“test”，是否想写“tests”？"),
        ("- 甲\n", "文件的内容应为"),
        ("tests: []\n甲: 1\n", "未知的项“甲”"),
    ],
)
def test_a_file_that_holds_no_cases_is_told(tmp_path: Path, text: str, told: str) -> None:
    folder_of(tmp_path, "")
    (tmp_path / "tests" / "cases.yaml").write_text(text or "# 空\n", encoding="utf-8")
    messages = [mistake.message for mistake in test_mistakes(tmp_path, load_pack(tmp_path))]
    assert any(message.startswith(told) for message in messages)


def test_in_a_broken_pack_the_names_of_rules_are_not_looked_at(tmp_path: Path) -> None:
    folder_of(tmp_path, "  - {rule: local/nothing, name: 甲, text: 乙, nmae: 丙}\n")
    (tmp_path / "rules.yaml").write_text("rules: 1\n", encoding="utf-8")
    assert [mistake.message for mistake in test_mistakes(tmp_path)] == ["未知的项“nmae”，是否想写“name”？"]


def test_a_file_with_the_wrong_ending_is_told(tmp_path: Path) -> None:
    folder_of(tmp_path, FIRES)
    (tmp_path / "tests" / "more.yml").write_text("tests: []\n", encoding="utf-8")
    [mistake] = test_mistakes(tmp_path)
    assert mistake.message == "文件名应以.yaml结尾，否则不会被读取"


def test_a_pack_without_tests_is_no_success(tmp_path: Path) -> None:
    run = ran(tmp_path, "")
    assert run.exit_code == 2
    assert as_text(run).startswith("规则包mine没有可以运行的用例")


def test_the_place_of_a_case_is_its_file_and_line(tmp_path: Path) -> None:
    folder_of(tmp_path, FIRES + SILENT)
    cases, _ = load_tests(tmp_path, load_pack(tmp_path))
    assert [case.place for case in cases] == [f"{tmp_path}/tests/cases.yaml:{line}" for line in (2, 3)]


def test_build_servers_read_failures_errors_and_what_is_not_covered(tmp_path: Path) -> None:
    broken = "  - {rule: local/words, name: 坏文件, file: 坏.docx}\n"
    run = ran(tmp_path, broken + FIRES.replace("圆满完成", "完成") + SILENT, coverage=True, **{"坏.docx": "坏"})
    root = ET.fromstring(as_junit(run))
    suites = {suite.get("name"): suite for suite in root}
    assert [suites["local/words"].get(key) for key in ("tests", "failures", "errors")] == ["3", "1", "1"]
    assert len(suites["mine"]) == 3
    data = json.loads(as_json(run))
    assert data["summary"] == {"cases": 3, "failed": 2, "mistakes": 0}
    assert [case["passed"] for case in data["tests"]] == [False, False, True]
    assert data["tests"][1]["differences"][0]["expected"] == {"text": "圆满", "data": {"name": "空话"}}
    assert [item["rule"] for item in data["uncovered"]] == ["local/words", "local/spent", "local/narrative"]


def jixiao(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), "rules", "test", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)


def test_the_command_narrows_to_a_rule_and_tells_by_its_exit_status(tmp_path: Path) -> None:
    other = "  - {rule: local/spent, name: 报, text: '全年预算数290万元，执行数280万元。', finds: [{}]}\n"
    folder = str(folder_of(tmp_path, FIRES + SILENT + other))
    assert jixiao(folder).returncode == 1
    done = jixiao(folder, "--rule", "local/words", "--coverage", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["uncovered"]) == (0, [])
    refused = jixiao(folder, "--rule", "local/wrods")
    assert refused.returncode == 2 and "是否想用“local/words”？" in refused.stderr


def test_findings_of_a_rule_are_explained_by_its_own_tests(tmp_path: Path) -> None:
    from checker.render.rules import explain_rule
    from checker.rule_tests import tests_of

    folder_of(tmp_path, SILENT + FIRES)
    pack: RulePack = load_pack(tmp_path)
    rule = pack.rules[0]
    page = explain_rule(rule, pack, tests_of(rule, pack))
    assert page.endswith("不通过的例子：报\n  项目圆满完成。\n\n通过的例子：不报\n  项目完成。\n")
