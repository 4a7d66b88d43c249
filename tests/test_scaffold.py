"""`jixiao rules new`: what it writes is right at once, and it never writes over anything."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from checker.checks import CHECKS
from checker.errors import JixiaoError
from checker.pack import load_pack, packs_folder
from checker.rule_test_run import run_pack_tests
from checker.rule_tests import test_mistakes
from checker.scaffold import new_pack, new_rule
from checker.schema import pack_schema
from checker.yaml_marks import parse, plain

ROOT = Path(__file__).parent.parent
KINDS = [kind.model_fields["check"].default for kind in CHECKS]
WORDS = ("outline", "vocabulary", "forms", "names", "synonyms")


def assert_right(folder: Path) -> None:
    """The pack loads, its tests are well formed, pass and cover it, and its files are valid by the schema."""
    pack = load_pack(folder)
    assert test_mistakes(folder, pack) == ()
    run = run_pack_tests(pack, folder, coverage=True)
    assert [(outcome.case.test.rule, outcome.differences, outcome.told) for outcome in run.failed] == []
    assert (run.exit_code, run.uncovered) == (0, ())
    validator = jsonschema.Draft202012Validator(pack_schema())
    for path in folder.rglob("*.yaml"):
        root = parse(path.read_text(encoding="utf-8"))
        assert root is not None
        assert [error.message for error in validator.iter_errors(plain(root, []))] == []


def test_a_new_pack_is_right_at_once(tmp_path: Path) -> None:
    written = new_pack(tmp_path / "Anqing 2024")
    assert [str(path.relative_to(tmp_path / "Anqing 2024")) for path in written] == [
        "schema.json", "pack.yaml", "rules.yaml", "tests/rules.yaml",
    ]  # fmt: skip
    assert load_pack(tmp_path / "Anqing 2024").id == "anqing-2024"
    assert_right(tmp_path / "Anqing 2024")
    assert (tmp_path / "Anqing 2024" / "tests" / "rules.yaml").read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=../schema.json\n"
    )  # fmt: skip


def test_a_pack_in_a_folder_with_a_chinese_name_has_an_id_too(tmp_path: Path) -> None:
    new_pack(tmp_path / "安庆")
    assert load_pack(tmp_path / "安庆").id == "my-pack"


def test_a_new_rule_of_any_kind_is_right_at_once_where_the_words_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    new_pack(folder)
    for file in WORDS:
        shutil.copy(packs_folder() / "mof-2020-10" / f"{file}.yaml", folder)
    for kind in KINDS:
        new_rule(folder, f"local/{kind}", kind)
    assert {rule.id for rule in load_pack(folder).rules} >= {f"local/{kind}" for kind in KINDS}
    assert_right(folder)


def test_a_new_rule_tells_what_its_kind_may_state(tmp_path: Path) -> None:
    new_pack(tmp_path / "mine")
    rule, tests = new_rule(tmp_path / "mine", "local/sections", "section")
    text = rule.read_text(encoding="utf-8")
    assert "#   longest  至多多少字" in text and "#   {title}  部分的名称" in text
    assert (rule.name, tests.name, tests.parent.name) == ("local-sections.yaml", "local-sections.yaml", "tests")


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def refused(folder: Path, *arguments: str) -> str:
    """What is said when a new rule, or a new pack, is refused; nothing may have changed."""
    before = content_of(folder.parent)
    with pytest.raises(JixiaoError) as caught:
        new_rule(folder, *arguments) if arguments else new_pack(folder)
    assert content_of(folder.parent) == before
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_nothing_is_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    new_pack(folder)
    assert "已经有内容" in refused(folder)
    assert "规则local/evaluators已写在" in refused(folder, "local/evaluators", "forbid")
    (folder / "tests" / "local-words.yaml").write_text("tests: []\n", encoding="utf-8")
    assert "文件已经存在" in refused(folder, "local/words", "forbid")
    (tmp_path / "file").write_text("甲", encoding="utf-8")
    assert "已经有内容" in refused(tmp_path / "file")


def test_what_is_asked_for_wrongly_is_told_with_what_would_be_right(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert "请先用“jixiao rules new" in refused(folder, "local/words", "forbid")
    new_pack(folder)
    assert "应形如local/empty-words" in refused(folder, "空话", "forbid")
    assert "最接近的是“forbid”" in refused(folder, "local/words", "forbidd")
    (folder / "rules.yaml").write_text("rules: [\n", encoding="utf-8")
    assert len(new_rule(folder, "local/words", "forbid")) == 2  # a pack may be half written


def jixiao(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), "rules", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=120)


def test_the_commands_that_a_new_author_types(tmp_path: Path) -> None:
    assert jixiao(tmp_path, "new", "mine").returncode == 0
    added = jixiao(tmp_path, "new", "mine", "--rule", "local/words", "--check", "forbid")
    assert added.returncode == 0 and "已写出：mine/local-words.yaml" in added.stdout
    tested = jixiao(tmp_path, "test", "mine", "--coverage")
    assert (tested.returncode, tested.stderr) == (0, "")
    assert jixiao(tmp_path, "new", "mine", "--rule", "local/other").returncode == 2
    assert jixiao(tmp_path, "schema", "--output", "mine/schema.json").returncode == 0


def test_a_new_pack_that_extends_the_shipped_one_is_right_at_once(tmp_path: Path) -> None:
    new_pack(tmp_path / "mine", "mof-2020-10")
    assert_right(tmp_path / "mine")
