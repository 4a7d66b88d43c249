"""Small spaCy pipelines made on the spot, as folders and as installed packages: what the official model would be."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def make_model(folder: Path, names: Iterable[tuple[str, str]], *, version: str = "3.8.0") -> Path:
    """A Chinese pipeline that knows a few names (label, name), written to a folder; deterministic and quick."""
    import spacy

    nlp: Any = spacy.blank("zh", meta={"name": "core_web_sm", "version": version})
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": label, "pattern": name} for label, name in names])
    nlp.to_disk(folder)
    return folder


def install(site: Path, model: Path, *, version: str = "3.8.0", code: str = "") -> None:
    """Lay a model out in a folder of packages as pip would: the package, its data and its dist-info."""
    package = site / "zh_core_web_sm"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(code, encoding="utf-8")
    shutil.copytree(model, package / f"zh_core_web_sm-{version}")
    describe(site, version)


def describe(site: Path, version: str) -> None:
    """Only what pip knows of a package: its name and version."""
    info = site / f"zh_core_web_sm-{version}.dist-info"
    info.mkdir(parents=True)
    text = f"Metadata-Version: 2.1\nName: zh-core-web-sm\nVersion: {version}\n"
    (info / "METADATA").write_text(text, encoding="utf-8")


def change_meta(model: Path, **changes: object) -> Path:
    """The model with other entries in its meta.json."""
    path = model / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(meta), encoding="utf-8")
    return model


def trained_model(folder: Path) -> Path:
    """A statistical pipeline that has learnt four sentences by heart: like the official one, it may err."""
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed

    fix_random_seed(0)
    nlp: Any = spacy.blank("zh", meta={"name": "core_web_sm", "version": "3.8.0"})
    recogniser = nlp.add_pipe("ner")
    recogniser.add_label("ORG")
    sentences = [
        ("江州慈善总会成立绩效自评小组", (0, 6)),
        ("望川慈善总会成立绩效自评小组", (0, 6)),
        ("青石慈善总会开展绩效自评", (0, 6)),
        ("项目进展顺利", None),
    ]
    examples = [
        Example.from_dict(nlp.make_doc(text), {"entities": [(*span, "ORG")] if span else []})
        for text, span in sentences
    ]
    nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, drop=0.0)
    nlp.to_disk(folder)
    return folder
