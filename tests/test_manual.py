"""The generated manual is up to date, and what the tutorial says works to the letter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from checker.pack import load_pack
from checker.render.manual import manual, page_name
from cli import app
from tests.reviewing import default_pack

DOCS = Path(__file__).parent.parent / "docs"
TUTORIAL = (DOCS / "writing-rules.md").read_text(encoding="utf-8")


def test_the_manual_is_what_the_pack_and_its_tests_say_now() -> None:
    pages = manual(default_pack())
    there = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "rules").glob("*.md")}
    stale = sorted(name for name in pages.keys() | there.keys() if pages.get(name) != there.get(name))
    assert stale == [], "jixiao rules manual --output docs/rules"


def test_every_rule_has_a_page_with_an_example_that_fails_and_one_that_passes() -> None:
    pages = manual(default_pack())
    for rule in default_pack().rules:
        page = pages[page_name(rule.id)]
        assert rule.title in page and "## 不通过的例子" in page and "## 通过的例子" in page, rule.id
        assert re.search(r"意见：\n\n- (?:错误|需核实|提示)：", page), rule.id


def test_the_tutorial_works_to_the_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are written and its commands are run, in the order in which they stand."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "报告").mkdir()
    (tmp_path / "报告" / "a.txt").write_text(
        "2023年全年预算数为200万元，执行数为160万元，结余40万元。", encoding="utf-8"
    )
    ran = 0
    for kind, block in re.findall(r"```(yaml|console)\n(.*?)```", TUTORIAL, re.DOTALL):
        if kind == "yaml":
            name = re.match(r"# (\S+)\n", block)
            assert name is not None, block
            (tmp_path / name[1]).write_text(block, encoding="utf-8")
            continue
        for command in block.strip().split("\n"):
            words = command.removeprefix("$ jixiao ").split()
            run = CliRunner().invoke(app, words)
            ran += 1
            assert run.exit_code == (1 if words[0] == "check" else 0), (command, run.output)
    assert ran == 7
    pack = load_pack(tmp_path / "本市")
    assert {"city/team", "city/balance"} <= set(pack.own_rules) and pack.rule("content/method") is None
    assert CliRunner().invoke(app, ["check", "报告"]).exit_code == 1


def test_the_tutorial_names_only_commands_and_pages_that_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TUTORIAL):
        assert (DOCS / target).exists(), target


def test_a_manual_of_another_pack_names_that_pack_and_links_only_to_its_own_pages(tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["rules", "manual", "transfer", "--output", str(tmp_path / "手册")])
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "手册").glob("*.md")}
    assert run.exit_code == 0 and len(pages) == len(load_pack("transfer").rules) + 1
    for page in pages.values():
        assert set(re.findall(r"\]\(([^()\s]+\.md)\)", page)) <= pages.keys()
        assert "extends: [mof-2020-10]" not in page
