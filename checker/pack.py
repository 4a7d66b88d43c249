"""YAML → RulePack: a vocabulary and rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from checker.checks.base import Rule
from checker.vocabulary import Vocabulary

DEFAULT_PACK = "mof-2020-10"


@dataclass(frozen=True, slots=True)
class RulePack:
    """A rule pack that has been loaded and found right. `digest` identifies its content."""

    id: str
    version: str
    title: str
    vocabulary: Vocabulary
    rules: tuple[Rule, ...]
    digest: str


def load_pack(name: str | Path = DEFAULT_PACK) -> RulePack:
    """A pack by the name of a shipped one, or by its folder; raises PackError with every mistake in it."""
    import yaml

    from checker.checks import CHECKS

    folder = Path(name) if Path(name).is_dir() else packs_folder() / str(name)
    kinds = {check.model_fields["check"].default: check for check in CHECKS}
    about: dict[str, str] = {}
    words: dict[str, object] = {}
    rules: list[Rule] = []
    for file in sorted(folder.glob("*.yaml")):
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}
        if file.name == "pack.yaml":
            about = data
        for rule in data.get("rules", ()):
            rules.append(kinds[rule["check"]](**rule))
        if file.name != "pack.yaml":
            words |= {key: value for key, value in data.items() if key != "rules"}
    return RulePack(about["id"], about["version"], about["title"], Vocabulary(**words), tuple(rules), "")


def packs_folder() -> Path:
    """Where the shipped packs are: inside the installed package, or rules/ of a checkout."""
    here = Path(__file__).parent
    return here / "packs" if (here / "packs").is_dir() else here.parent / "rules"
