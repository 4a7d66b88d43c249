"""The JSON Schema of a pack: it ships up to date, every shipped file is valid by it, and a slip of the pen is not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel

from checker.checks import CHECKS
from checker.checks.base import Rule
from checker.pack import About, packs_folder
from checker.rule_tests import CaseFile
from checker.schema import DIALECT, FILE_NAME, SETTINGS_NAME, parameters, schema_text, settings_schema_text
from checker.vocabulary import Vocabulary
from checker.yaml_marks import parse, plain

FILES = sorted(packs_folder().rglob("*.yaml"))
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@cache
def validator() -> Any:
    schema = json.loads((packs_folder() / FILE_NAME).read_text(encoding="utf-8"))
    assert schema["$schema"] == DIALECT
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def content(path: Path) -> Any:
    root = parse(path.read_text(encoding="utf-8"))
    assert root is not None
    return plain(root, [])


def valid(data: Any) -> bool:
    return bool(validator().is_valid(data))


def test_the_schema_that_ships_is_that_of_the_models() -> None:
    shipped = (packs_folder() / FILE_NAME).read_text(encoding="utf-8")
    assert shipped == schema_text(), "jixiao rules schema --output rules/schema.json"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(packs_folder())))
def test_every_shipped_file_leads_an_editor_to_the_schema_and_is_valid_by_it(path: Path) -> None:
    line = MODELINE.match(path.read_text(encoding="utf-8"))
    assert line is not None and (path.parent / line[1]).resolve() == (packs_folder() / FILE_NAME).resolve()
    assert [f"{error.json_path}: {error.message}" for error in validator().iter_errors(content(path))] == []


RULE = {
    "id": "local/words", "check": "forbid", "title": "甲", "severity": "error", "about": "甲", "why": "甲",
    "basis": "甲", "message": "甲", "suggestion": "甲", "patterns": [{"name": "甲", "words": ["乙"]}],
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"titel": "甲"},
        {"severity": "eror"},
        {"check": "forbiden"},
        {"patterns": []},
        {"patterns": [{"name": "甲", "wrods": ["乙"]}]},
        {"kinds": ["tabel"]},
        {"id": "Words"},
        {"limit": 0},
        {"title": 5},
        {"threshold": 30},
    ],
    ids=str,
)
def test_a_slip_in_a_rule_is_seen(change: dict[str, Any]) -> None:
    assert valid({"rules": [RULE]})
    assert not valid({"rules": [deepcopy(RULE) | change]})


@pytest.mark.parametrize("missing", ["id", "title", "severity", "patterns"])
def test_what_a_rule_lacks_is_seen(missing: str) -> None:
    assert not valid({"rules": [{key: value for key, value in RULE.items() if key != missing}]})


def test_a_pack_may_change_switch_off_and_replace_what_it_extends() -> None:
    assert valid({"id": "mine", "version": "1", "title": "甲", "extends": ["mof-2020-10"], "replace": ["outline"]})
    assert valid(
        {"rules": [{"id": "figure/adjusted", "params": {"上限": "20%"}}, {"id": "content/vague", "off": True}]}
    )
    assert valid({"facts": [{"name": "全年预算数", "words": ["甲"]}], "columns": [{"name": "得分", "off": True}]})
    assert valid({"outline": [{"id": "local", "title": "甲", "under": "basic", "after": "basic.overview"}]})
    assert not valid({"rules": [{"id": "figure/adjusted", "parms": {}}]})
    assert not valid({"rules": [{"off": True}]})
    assert not valid({"facts": [{"words": ["甲"]}]})


def test_files_of_packs_and_of_tests_have_keys_of_their_own() -> None:
    case = {"rule": "a/b", "name": "甲", "text": "乙", "finds": [{"data": {"count": 6}}]}
    assert valid({"tests": [case, {"rule": "a/b", "name": "甲", "table": [["甲", 6, None]]}]})
    assert not valid({"tests": [case | {"text": None}]})
    assert not valid({"tests": [case], "rules": []})
    assert not valid({"tests": [case | {"find": []}]})
    assert not valid({"id": "mine", "title": "甲"})
    assert not valid({"rulez": []})


def _undescribed(model: type[BaseModel], seen: set[type]) -> Iterator[str]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        if name != "check" and not re.search("[一-鿿]", field.description or ""):
            yield f"{model.__name__}.{name}"
        yield from _below(field.annotation, seen)


def _below(annotation: Any, seen: set[type]) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _undescribed(annotation, seen)
    for part in getattr(annotation, "__args__", ()):
        yield from _below(part, seen)


def test_everything_that_yaml_may_state_has_a_chinese_sentence() -> None:
    seen: set[type] = set()
    models: tuple[type[BaseModel], ...] = (About, Vocabulary, CaseFile, Rule, *CHECKS)
    assert [name for model in models for name in _undescribed(model, seen)] == []
    assert [kind.__name__ for kind in CHECKS if not kind.ABOUT] == []
    assert parameters(CHECKS[0])["that"].startswith("应当成立的算式")


def test_what_editors_show_speaks_no_english() -> None:
    def descriptions(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            if isinstance(schema.get("description"), str):
                yield schema["description"]
            for each in schema.values():
                yield from descriptions(each)
        elif isinstance(schema, list):
            for each in schema:
                yield from descriptions(each)

    found = list(descriptions(json.loads(schema_text())))
    assert len(found) > 200
    assert [text for text in found if not re.search("[一-鿿]", text)] == []


def settings_are_valid(text: str) -> bool:
    schema = json.loads((packs_folder() / SETTINGS_NAME).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    root = parse(text)
    assert root is not None
    return bool(jsonschema.Draft202012Validator(schema).is_valid(plain(root, [])))


def test_the_schema_of_settings_that_ships_is_that_of_the_models() -> None:
    shipped = (packs_folder() / SETTINGS_NAME).read_text(encoding="utf-8")
    assert shipped == settings_schema_text(), "jixiao rules schema --settings --output rules/settings.schema.json"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_settings_of_the_readme_are_valid_by_their_schema(name: str) -> None:
    readme = (packs_folder().parent / name).read_text(encoding="utf-8")
    [settings] = [block for block in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL) if "waivers:" in block]
    assert settings_are_valid(settings)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("ignore: figure", True),
        ("ignore: [figure, score/missing]", True),
        ("ignore: []", False),
        ("fail_on: error", False),
        ("fail-on: errors", False),
        ("waivers: [{rule: figure/missing, reason: 已核对批复, until: 2026年12月31日}]", True),
        ("waivers: [{rule: figure/missing}]", False),
        ("overrides: [{kind: table, year: 2021, fail-on: never}]", True),
        ("overrides: [{kind: form, fail-on: never}]", False),
    ],
)
def test_an_editor_is_told_what_settings_may_say(text: str, valid: bool) -> None:
    assert settings_are_valid(text) is valid
