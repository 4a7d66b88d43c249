"""docs/check-kinds.md: every example loads as it stands there, and every parameter is written about."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from checker.checks.base import Rule
from checker.pack import _kinds, pack_mistakes, packs_folder
from checker.vocabulary import Words

PAGE = (Path(__file__).parent.parent / "docs" / "check-kinds.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## ([a-z]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
ABOUT = "severity: error\ntitle: x\nabout: x\nwhy: x\nbasis: x\nsuggestion: x\n"


def test_every_example_of_the_page_loads(tmp_path: Path) -> None:
    rules = []
    for example in EXAMPLES:
        if "check:" in example:
            rules.append(example)
        else:  # lines of which each is a way to write one parameter
            said = [line for line in example.splitlines() if line]
            rules += [f"check: require\nmessage: x\npatterns: [{{name: x, words: [y]}}]\n{line}" for line in said]
    for file in ("outline", "vocabulary", "forms", "names", "synonyms"):
        shutil.copy(packs_folder() / "mof-2020-10" / f"{file}.yaml", tmp_path)
    facet = "facets:\n  - {id: evidence, name: 佐证材料, words: [佐证材料]}\nrules:\n"
    items = [
        "  - " + f"id: local/rule-{'abcdefghijklmnopqrstuvwxyz'[index]}\n{ABOUT}{rule}".replace("\n", "\n    ").rstrip()
        for index, rule in enumerate(rules)
    ]
    (tmp_path / "pack.yaml").write_text('id: local\nversion: "1"\ntitle: x\n', encoding="utf-8")
    (tmp_path / "local.yaml").write_text(facet + "\n".join(items) + "\n", encoding="utf-8")
    assert [str(mistake) for mistake in pack_mistakes(tmp_path)] == []
    used = {yaml.safe_load(example)["check"] for example in EXAMPLES if "check:" in example}
    assert used == set(SECTIONS)


@pytest.mark.parametrize("kind", sorted(SECTIONS))
def test_every_parameter_of_a_kind_is_written_about(kind: str) -> None:
    shared = {*Rule.model_fields, *Words.model_fields}
    written = set(re.findall(r"`(\w+)[:`]", SECTIONS[kind])) | set(re.findall(r"\b([a-z_]+):", SECTIONS[kind]))
    assert set(_parameters(_kinds()[kind])) - shared - written == set()


def _parameters(model: type[BaseModel]) -> Iterator[str]:
    """The parameters of a kind and of the items in its lists; what `near` and `reason` hold is written about once."""
    for name, field in model.model_fields.items():
        yield name
        if name not in ("near", "passage", "reason"):
            for inner in _models(field.annotation):
                yield from _parameters(inner)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models(part)
