"""YAML → RulePack: a vocabulary and rules, or every mistake in them.

A pack is a folder. pack.yaml says what it is, and which packs it extends; it and every other *.yaml hold words (facets,
outline, facts, columns, …) and `rules`. The same key may stand in several files: lists are joined in the order of the
files' names, and laid over those of the packs that it extends (checker/pack_layers.py).
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from checker import pack_kept
from checker.checks.base import Rule, template_mistakes
from checker.errors import PackError
from checker.nearest import meant, nearest
from checker.pack_blame import told_where_made
from checker.pack_files import real_folder, shortened
from checker.pack_layers import NAMES, Layers, all_nodes, read_layers, text_of
from checker.vocabulary import Model, Vocabulary
from checker.yaml_marks import List, Map, Mistake, Node, Scalar, YamlError, find, parse, plain
from checker.yaml_models import mistake_in, own_errors, placed

_M = TypeVar("_M", bound=BaseModel)

DEFAULT_PACK = "mof-2020-10"
_MISSING = re.compile(r"缺少(“[^“”]+”(?:（.*）)?)")


@dataclass(frozen=True, slots=True)
class RulePack:
    """A rule pack that has been loaded and found right.

    `digest` identifies its content (SHA-256 of its files and those of the packs that it extends). `sources` says where
    each rule is defined, or last changed, as file:line. `folders` are those of its layers, the pack's own last;
    `own_rules` are the ids of the rules that the pack itself defines or changes.
    """

    id: str
    version: str
    title: str
    vocabulary: Vocabulary
    rules: tuple[Rule, ...]
    digest: str
    sources: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    own_rules: tuple[str, ...] = ()

    def rule(self, id: str) -> Rule | None:
        """The rule of an id, or None where the pack has none of that id."""
        return next((rule for rule in self.rules if rule.id == id), None)


@dataclass(frozen=True, slots=True)
class ShippedPack:
    """A pack that comes with jixiao."""

    id: str
    title: str
    folder: Path


class About(Model):
    """What pack.yaml says of a pack."""

    id: Annotated[
        str,
        Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="规则包的编号：小写字母、数字和连字符，如mof-2020-10"),
    ]
    version: Annotated[str, Field(description="规则包的版本，加引号")]
    title: Annotated[str, Field(description="规则包的名称")]
    extends: Annotated[
        tuple[str, ...],
        Field(description="在哪些规则包的基础上增改：随附规则包的编号，或与本文件夹的相对路径；后面的覆盖前面的"),
    ] = ()
    replace: Annotated[
        tuple[Literal[*Vocabulary.model_fields, "rules"], ...],  # type: ignore[valid-type]  # names of lists
        Field(description="这些项不沿用被扩展的规则包，从头写起，如[outline, dimensions]"),
    ] = ()


def load_pack(name: str | Path = DEFAULT_PACK) -> RulePack:
    """A pack by the name of a shipped one, or by its folder; raises PackError with every mistake in it.

    A shipped pack's name goes before a folder of that name in the working directory (write ./name for that).
    """
    folder = _folder(name)
    if (kept := pack_kept.load(folder)) is not None:
        return RulePack(**kept)
    loading = _Loading(folder)
    pack = loading.run()
    mistakes = loading.sorted_mistakes()
    if pack is None or mistakes:
        lines = "\n".join(map(str, mistakes))
        raise PackError("pack-invalid", f"规则包“{name}”有{len(mistakes)}处错误，请逐一改正：\n{lines}")
    pack_kept.save(folder, {each.name: getattr(pack, each.name) for each in fields(pack)})
    return pack


def pack_mistakes(name: str | Path) -> tuple[Mistake, ...]:
    """Every mistake in a pack, by file, line and column; raises PackError where there is no such pack."""
    loading = _Loading(_folder(name))
    loading.run()
    return tuple(loading.sorted_mistakes())


def effective_pack(name: str | Path) -> Layers:
    """The files of a pack laid over those that it extends; raises PackError where it has mistakes."""
    load_pack(name)
    return read_layers(_folder(name), _shipped(), About.model_fields)


def packs_folder() -> Path:
    """Where the shipped packs are: inside the installed package, or rules/ of a checkout."""
    here = Path(__file__).parent
    return here / "packs" if (here / "packs").is_dir() else here.parent / "rules"


def shipped_packs() -> tuple[ShippedPack, ...]:
    """The packs that come with jixiao, by name."""
    packs = []
    for id, folder in _shipped().items():
        try:
            about = plain(parse((folder / "pack.yaml").read_text(encoding="utf-8")) or Map(0, 0), [])
        except (YamlError, UnicodeDecodeError):
            about = {}
        title = about.get("title") if isinstance(about, dict) else None
        packs.append(ShippedPack(id, str(title or id), folder))
    return tuple(packs)


def _shipped() -> dict[str, Path]:
    """The folders of the packs that come with jixiao, by name, without reading any."""
    return {file.parent.name: file.parent for file in sorted(packs_folder().glob("*/pack.yaml"))}


def _folder(name: str | Path) -> Path:
    shipped = _shipped()
    if isinstance(name, str) and name in shipped:
        return shipped[name]
    path = Path(name)
    if real_folder(path) is not None:
        return path
    remedy = f"可用的规则包：{'、'.join(shipped)}；也可以给出自己的规则包文件夹" if shipped else "请重新安装jixiao"
    if os.path.isfile(path):  # noqa: PTH113  # a name that no system would take is no file, and no error
        raise PackError("pack-missing", f"规则包应是文件夹，“{name}”是文件", f"请给出它所在的文件夹“{path.parent}”")
    near = nearest(str(name)[:80], shipped)
    raise PackError(
        "pack-missing", f"没有找到规则包“{shortened(str(name))}”" + (f"，最接近的是“{near}”" if near else ""), remedy
    )


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, type[Rule]]:
    """The check kinds by the name that `check:` gives them."""
    from checker.checks import CHECKS
    from checker.checks.plugins import Kinds

    return Kinds({check.model_fields["check"].default: check for check in CHECKS})


def _alone(folder: Path) -> list[Mistake]:
    """The mistakes of a base as a pack of its own."""
    loading = _Loading(folder)
    loading.run()
    return loading.mistakes


class _Loading:
    """One loading of a pack: collects the mistakes of all its files."""

    def __init__(self, folder: Path) -> None:
        self.layers = read_layers(folder, _shipped(), About.model_fields)
        self.mistakes = self.layers.mistakes
        self.within: dict[Mistake, str] = {}  # the name of the item in which a mistake stands

    def sorted_mistakes(self) -> list[Mistake]:
        """The mistakes by place, each once and where it was made; what is missing at one place in one line."""
        missing: dict[tuple[str, int, int], list[str]] = {}
        others = set()
        mistakes: Sequence[Mistake] = self.mistakes
        if mistakes and len(self.layers.layers) > 1:
            mistakes = told_where_made(self.layers.layers, mistakes, self.within, _alone)
        for mistake in mistakes:
            if match := _MISSING.fullmatch(mistake.message):
                missing.setdefault((mistake.file, mistake.line, mistake.column), []).append(match[1])
            else:
                others.add(mistake)
        merged = {
            Mistake(*place, "缺少" + "、".join(dict.fromkeys(names)) + self._perhaps(place))
            for place, names in missing.items()
        }
        return sorted(others | merged)

    def _perhaps(self, place: tuple[str, int, int]) -> str:
        """For an item that lacks something: the one of a base that it may have been meant to change."""
        name, names = self.layers.added.get(place, ("", []))
        near = nearest(name, names)
        return f"（被扩展的规则包里没有“{name}”，是否想改“{near}”？）" if near else ""

    def run(self) -> RulePack | None:
        """The pack; None when there are mistakes."""
        abouts = [self._about(layer.main) for layer in self.layers.layers]
        names = self._names()
        vocabulary = self._vocabulary(names)
        rules = list(self._rules(names))
        about = abouts[-1]
        if about is None or vocabulary is None or self.mistakes:
            return None
        own = self.layers.top.own
        at = {rule.id: own.get(rule.id, node) for rule, node in rules}
        return RulePack(
            about.id,
            about.version,
            about.title,
            vocabulary,
            tuple(rule for rule, _ in rules),
            self.layers.digest,
            {id: rf"{node.source.file}:{node.line + 1}" for id, node in at.items()},
            tuple(layer.folder for layer in self.layers.layers),
            tuple(rule.id for rule, _ in rules if rule.id in own),
        )

    def _about(self, main: Map | None) -> About | None:
        """What a layer's pack.yaml says of it."""
        if main is None:
            return None
        values = plain(main, self.mistakes)
        return self._validate(About, main, {key: value for key, value in values.items() if key in About.model_fields})

    def _names(self) -> dict[str, Collection[str]]:
        """The names that the pack defines, by kind, for the references to them; facets' with what they are called."""
        names = {
            kind: [text_of(item, NAMES[kind]) for item in self.layers.lists.get(kind, ())]
            for kind in ("facts", "columns", "dimensions")
        }
        names["outline"] = [text_of(node, "id") for node in all_nodes(self.layers.lists.get("outline", []))]
        known: dict[str, Collection[str]] = {
            kind: [name for name in found if name is not None] for kind, found in names.items()
        }
        facets: dict[str, tuple[str, ...]] = {}
        for item in self.layers.lists.get("facets", ()):
            words = find(item, ("words",))[0]
            said = (
                [each.text for each in words.items or () if isinstance(each, Scalar)] if isinstance(words, List) else []
            )
            if (id := text_of(item, "id")) is not None:
                facets[id] = (text_of(item, "name") or id, *said)
        return known | {"facets": facets}

    def _vocabulary(self, names: Mapping[str, Collection[str]]) -> Vocabulary | None:
        """Validate all words together; each error is led back to the file that it comes from."""
        lists = {key: items for key, items in self.layers.lists.items() if key != "rules"}
        merged: dict[str, Any] = {key: plain(node, self.mistakes) for key, node in self.layers.odd.items()}
        merged |= {key: [self.layers.value(item) for item in items] for key, items in lists.items()}
        try:
            return Vocabulary.model_validate(merged, context=names)
        except ValidationError as failure:
            for error in own_errors(failure):
                key, *rest = error["loc"]
                if key in lists and rest and isinstance(rest[0], int):
                    self._place(lists[str(key)][rest[0]], tuple(rest[1:]), error, Vocabulary)
                elif key in self.layers.odd:
                    self._place(self.layers.odd[str(key)], tuple(rest), error, Vocabulary)
                else:
                    self._place(lists[str(key)][0], (), error, Vocabulary)
            return None

    def _rules(self, names: Mapping[str, Collection[str]]) -> Iterator[tuple[Rule, Node]]:
        """Validate each rule by the check kind that it names."""
        for node in self.layers.lists.get("rules", []):
            value = self.layers.value(node)
            if not isinstance(value, dict):
                self.mistakes.append(node.mistake(r"规则应为“项: 值”的组合"))
                continue
            kind = self._kind(node, value)
            if kind is None:  # the check kind is unknown: what every rule has can be looked at still
                known = {key: given for key, given in value.items() if key in Rule.model_fields}
                self._validate(Rule, node, known | {"check": ""}, names)
                continue
            for key in ("message", "suggestion"):
                template = value.get(key)
                if isinstance(template, str):
                    at, _ = find(node, (key,))
                    for offset, message in template_mistakes(template, kind.template_names(value)):
                        self._told(mistake_in(at, offset, message), text_of(node, "id") or "")
            rule = self._validate(kind, node, value, names)
            if rule is not None:
                yield rule, node

    def _kind(self, node: Node, value: Mapping[str, Any]) -> type[Rule] | None:
        kinds = _kinds()
        name = value.get("check")
        at, there = find(node, ("check",))
        if not there:
            self.mistakes.append(node.mistake(f"缺少“check”（可写：{'、'.join(kinds)}）"))
        elif name not in kinds:
            self.mistakes.append(at.mistake(f"没有名为“{name}”的检查{meant(str(name), kinds)}"))
        return kinds.get(name) if isinstance(name, str) else None

    def _validate(
        self, model: type[_M], node: Node, value: object, names: Mapping[str, Collection[str]] | None = None
    ) -> _M | None:
        try:
            return model.model_validate(value, context=names or {})
        except ValidationError as failure:
            for error in own_errors(failure):
                self._place(node, error["loc"], error, model)
            return None

    def _place(self, node: Node, path: tuple[int | str, ...], error: ErrorDetails, model: type[BaseModel]) -> None:
        """Add one of pydantic's errors at the place of what it is about."""
        self._told(placed(error, node, model), text_of(node, "id") or text_of(node, "name") or "")

    def _told(self, mistake: Mistake, item: str) -> None:
        """Note a mistake and the item that it is in."""
        self.within[mistake] = item
        self.mistakes.append(mistake)
