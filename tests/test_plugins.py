"""Check kinds of other packages: the example works, a broken one is named, and one that fails costs its rule only."""

from __future__ import annotations

import itertools
import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from checker import pack as packs
from checker.checks.forbid import Forbid
from checker.errors import JixiaoError, PackError
from checker.pack import load_pack, pack_mistakes
from checker.review import Review, review
from checker.understand.report import Report
from cli import app
from tests.reviewing import both_widths, document_of

EXAMPLE = Path(__file__).parent.parent / "docs" / "plugin"
_number = itertools.count()  # a module's name must be new, or Python keeps the one before
SHARED = "title: 标题, severity: warning, about: 关于, why: 原因, basis: 依据, suggestion: 建议"

BODY = """
from typing import Literal
from checker.checks.base import NotChecked, Problem, Rule

class Kind(Rule):
    check: Literal["{kind}"] = "{kind}"
    def run(self, report):
        {run}
"""


@pytest.fixture(autouse=True)
def no_kinds_are_kept() -> Iterator[None]:
    packs._kinds.cache_clear()
    yield
    packs._kinds.cache_clear()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the example was installed from its pyproject.toml."""
    folder = tmp_path_factory.mktemp("site")
    source = folder / "source"
    shutil.copytree(EXAMPLE, source)
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "-q", "--no-warn-conflicts"]
    command += ["--disable-pip-version-check", "--target", str(folder / "installed"), "."]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "installed"


def pack_with(folder: Path, *rules: str) -> Path:
    """A pack of rules, each given as the fields that differ."""
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text('id: mine\nversion: "1"\ntitle: 我的规则包\n', encoding="utf-8")
    shared = SHARED.replace(", ", "\n    ")
    lines = "".join(f"  - id: {rule.strip()}\n    {shared}\n" for rule in rules)
    (folder / "rules.yaml").write_text("rules:\n" + lines, encoding="utf-8")
    return folder


def plugin(site: Path, package: str, kind: str, code: str, value: str = "Kind") -> None:
    """Install a package with one check kind, as pip would leave it."""
    module = package.replace("-", "_")
    (site / f"{module}.py").write_text(code, encoding="utf-8")
    info = site / f"{module}-2.1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 2.1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[jixiao.checks]\n{kind} = {module}:{value}\n", encoding="utf-8")


FORBIDDEN = "content/banned\n    check: forbid\n    message: x\n    patterns: [{name: 空话, words: [圆满]}]"
SIGNED = "local/signature\n    check: signature\n    message: '{role}没有签名'\n    roles: [填表人, 负责人]"


def reviewed(pack: Path, text: str) -> Review:
    loaded = load_pack(pack)
    return review(Report(document_of(text), loaded.vocabulary), loaded)


def test_the_example_of_the_manual_installs_and_adds_its_kind(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(str(site))
    pack = pack_with(tmp_path / "pack", SIGNED)
    for text in both_widths("填表人：    负责人：李华"):
        result = reviewed(pack, text)
        assert [finding.message for finding in result.findings] == ["填表人没有签名"]
        assert result.not_checked == ()
    for text in both_widths("填表人（签字）：张明    负责人：李华"):
        assert reviewed(pack, text).findings == ()
    assert [item.reason for item in reviewed(pack, "填表人：张明").not_checked] == ["文中没有“负责人”一栏"]
    assert pickle.loads(pickle.dumps(load_pack(pack))) == load_pack(pack)


def test_a_mistake_in_a_rule_of_a_plugin_has_its_place_and_its_names_are_offered(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.syspath_prepend(str(site))
    wrong = SIGNED.replace("roles:", "rolse:").replace("{role}", "{roll}")
    other = FORBIDDEN.replace("check: forbid", "check: signatur")
    told = [mistake.message for mistake in pack_mistakes(pack_with(tmp_path / "pack", wrong, other))]
    assert any("未知的项“rolse”，是否想写“roles”" in line for line in told)
    assert any("是否想写“role”" in line for line in told)
    assert any("没有名为“signatur”的检查，是否想写“signature”" in line for line in told)


def test_a_pack_of_built_in_kinds_looks_for_no_plugins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def looked(**options: object) -> None:
        raise AssertionError("entry points were looked up")

    monkeypatch.setattr("importlib.metadata.entry_points", looked)
    assert len(load_pack(pack_with(tmp_path / "pack", FORBIDDEN)).rules) == 1


def test_only_the_plugin_whose_kind_is_used_is_imported(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plugin(tmp_path, "broken-checks", "seal", "raise OSError('no')")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.syspath_prepend(str(tmp_path))
    assert len(load_pack(pack_with(tmp_path / "pack", SIGNED)).rules) == 1


@pytest.mark.parametrize(
    ("kind", "code", "value", "said"),
    [
        ("seal", "import a_module_that_is_missing", "Kind", "加载时出错（ModuleNotFoundError"),
        ("seal", "def Kind(:", "Kind", "加载时出错（SyntaxError"),
        ("seal", "raise SystemError('坏了')", "Kind", "加载时出错（SystemError：坏了）"),
        ("seal", "x = 1", "Kind", "加载时出错（AttributeError"),
        ("seal", "Kind = 1", "Kind", "不是Rule的子类"),
        ("seal", BODY.format(kind="stamp", run="yield"), "Kind", "check默认值是“stamp”，应与入口点的名称相同"),
        ("seal", "from checker.checks.base import Rule as Kind", "Kind", "应与入口点的名称相同"),
    ],
)
def test_a_broken_plugin_is_named_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, code: str, value: str, said: str
) -> None:
    package = f"broken-{next(_number)}"
    plugin(tmp_path, package, kind, code, value)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(PackError) as caught:
        load_pack(pack_with(tmp_path / "pack", f"local/seal\n    check: {kind}\n    message: x"))
    assert f"插件包“{package} 2.1”提供的检查“{kind}”不能使用" in str(caught.value)
    assert said in str(caught.value)
    assert caught.value.remedy


def test_a_plugin_cannot_take_the_name_of_a_built_in_kind_or_of_another_plugin(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pack = pack_with(tmp_path / "pack", SIGNED, FORBIDDEN)
    monkeypatch.syspath_prepend(str(site))
    for name, code in (("forbid", "与内置的检查同名"), ("signature", "与插件包“")):
        other = tmp_path / name
        other.mkdir()
        plugin(other, f"second-{name}", name, BODY.format(kind=name, run="yield"))
        packs._kinds.cache_clear()
        with monkeypatch.context() as patch:
            patch.syspath_prepend(str(other))
            with pytest.raises(PackError, match=code):
                load_pack(pack)


@pytest.mark.parametrize(
    ("run", "error"),
    [
        ("yield Problem((), {'x': 'y'}); raise ValueError('secret')", "ValueError"),
        ("return None", "TypeError"),
        ("yield 'text'", "TypeError"),
        ("yield Problem((), {'y': 'x'})", "KeyError"),
        ("yield Problem((5,), {'x': 'y'})", "AttributeError"),
        ("yield from self.run(report)", "RecursionError"),
    ],
)
def test_a_plugin_that_fails_costs_its_rule_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run: str, error: str
) -> None:
    package = f"failing-{next(_number)}"
    code = BODY.format(kind="seal", run=run).replace("    check:", "    DATA = {'x': 'x'}\n    check:")
    plugin(tmp_path, package, "seal", code)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("JIXIAO_DEBUG", raising=False)
    rule = "local/seal\n    check: seal\n    message: '{x}'"
    result = reviewed(pack_with(tmp_path / "pack", rule, FORBIDDEN), "任务圆满完成。")
    # What it found before stands, and so does every other rule.
    before = {"local/seal"} if "secret" in run else set()
    assert {finding.rule for finding in result.findings} == {"content/banned"} | before
    [crashed] = result.crashed
    assert crashed.rule == "local/seal"
    assert f"规则执行出错（{error}" in crashed.reason and f"插件包“{package} 2.1”" in crashed.reason
    assert "secret" not in crashed.reason


def test_a_built_in_check_that_fails_ends_the_command_with_status_2_and_every_format_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def failing(*arguments: object) -> Iterator[None]:
        raise ZeroDivisionError
        yield

    monkeypatch.setattr(Forbid, "judge", failing)
    monkeypatch.delenv("JIXIAO_DEBUG", raising=False)
    report = tmp_path / "报告.txt"
    report.write_text("任务圆满完成。\n", encoding="utf-8")
    pack = pack_with(tmp_path / "pack", FORBIDDEN)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["check", str(report), "--pack", str(pack), "--fail-on", "never", *arguments])
        assert done.exit_code == 2
        return done.stdout

    shown = run()
    assert "需核实" in shown and "content/banned执行出错" in "".join(shown.split())
    document = json.loads(run("--format", "json"))["documents"][0]
    assert document["status"] == "checked" and document["verdict"] == "review"
    assert document["not_checked"][0]["crashed"] is True and "这是工具的缺陷" in document["not_checked"][0]["reason"]
    invocation = json.loads(run("--format", "sarif"))["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert "ZeroDivisionError" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert 'errors="1"' in run("--format", "junit") and "rule-crashed" in run("--format", "junit")


def test_drafts_are_not_compared_and_no_comments_are_passed_off_as_all_when_a_check_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def failing(*arguments: object) -> None:
        raise ZeroDivisionError

    pack = str(pack_with(tmp_path / "pack", FORBIDDEN))
    draft, table = tmp_path / "报告.txt", tmp_path / "自评表.xlsx"
    draft.write_text("任务圆满完成。\n", encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.append(["项目名称", "道路养护"])
    book.save(table)
    monkeypatch.setattr(Forbid, "judge", failing)
    monkeypatch.delenv("JIXIAO_DEBUG", raising=False)
    with pytest.raises(JixiaoError, match="两稿不能比较"):
        CliRunner().invoke(app, ["diff", str(draft), str(draft), "--pack", pack], catch_exceptions=False)
    copy = str(tmp_path / "批注.xlsx")
    done = CliRunner().invoke(app, ["annotate", str(table), "--output", copy, "--pack", pack])
    assert done.exit_code == 2
    assert "content/banned：规则执行出错" in done.stderr


def test_with_debugging_on_the_exception_of_a_check_is_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def failing(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Forbid, "judge", failing)
    monkeypatch.setenv("JIXIAO_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        reviewed(pack_with(tmp_path / "pack", FORBIDDEN), "任务圆满完成。")
