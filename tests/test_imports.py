"""Starting up stays cheap: what a run may import, and that imports only run downward."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_HEAVY = {"pydantic", "yaml", "lxml", "pypdfium2", "pdfplumber", "jieba", "spacy", "numpy", "rapidfuzz", "xlrd"}


def _modules_after(*arguments: str) -> set[str]:
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('\\n'.join(sorted(sys.modules)), file=sys.stderr))\n"
        f"import cli; cli.main({list(arguments)!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    return set(done.stderr.split("\n"))


def test_the_version_is_told_without_loading_anything_but_click_and_our_own_errors() -> None:
    modules = _modules_after("--version")
    assert {name for name in modules if name.split(".")[0] in ("checker", "cli")} == {
        "checker",
        "checker.chinese_click",
        "checker.commands",
        "checker.commands.rules",
        "checker.commands.shared",
        "checker.errors",
        "checker.render",
        "cli",
    }
    assert not modules & _HEAVY


def test_reviewing_a_text_loads_neither_spacy_nor_jieba_nor_the_readers_of_other_formats(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text("一、基本情况\n预算数290万元。\n", encoding="utf-8")
    modules = _modules_after("check", str(report))
    assert "checker.review" in modules
    assert not modules & {"jieba", "spacy", "numpy", "pypdfium2", "pdfplumber", "lxml", "openpyxl"}


def test_the_tokenizer_is_loaded_only_where_targets_are_stated(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    lines = ("一、基本情况", "（一）项目绩效目标", "改造厕所500户。", "二、绩效分析", "改造厕所512户。")
    report.write_text("\n".join(lines), encoding="utf-8")
    assert "jieba" in _modules_after("check", str(report))


def test_no_import_runs_upward() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
