"""Which settings apply to which file: the command line before .jixiao.yaml, and what neither says as it always was.

A run without a .jixiao.yaml pays for this with the looking: checker/config.py is imported when there is one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from checker.errors import JixiaoError, ReadError
from checker.finding import Severity
from checker.nearest import meant
from checker.pack import DEFAULT_PACK, RulePack, load_pack
from checker.review import Notice
from checker.understand.identity import Identity
from checker.waivers import Waiver
from checker.yaml_marks import Mistake

if TYPE_CHECKING:
    from checker.config import Layer, LoadedConfig, Override

CONFIG_NAME = ".jixiao.yaml"
_MISNAMED = (".jixiao.yml", "jixiao.yaml", "jixiao.yml", ".jixiao.json", ".jixiao.toml")


@dataclass(frozen=True, slots=True)
class Settings:
    """What applies to one report."""

    pack: RulePack
    wanted: Callable[[str], bool] = lambda rule: True
    severities: Mapping[str, Severity] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    fail_on: str = "error"
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The settings for a file: `first`, those with which it is read, and `then`, those that its content asks for."""

    first: Settings
    then: Callable[[Identity], Settings] | None = None
    config: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says; it goes before every file.

    A `select` takes the place of the files' select and ignore, an `ignore` is added to theirs.
    """

    pack: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    config: str | None = None
    no_config: bool = False


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A pack, the ids of its rules that are to be applied, and the severities that are changed."""

    pack: RulePack
    rules: frozenset[str]
    severities: dict[str, Severity]


class Plans:
    """The settings for the files of a run. `today` is the day on which waivers expire or not."""

    def __init__(self, files: Iterable[str], given: Given, *, today: date | None = None) -> None:
        """Find and load every settings file; raises JixiaoError with all their mistakes, before any report is read."""
        self._given = given
        self.today = today or date.today()
        self._packs: dict[str, RulePack] = {}
        self._folders: dict[Path, Path | None] = {}
        self.notices: list[Notice] = []
        self._chosen = None if given.pack is None else self._open(given.pack)
        self.configs: dict[str, LoadedConfig] = {}
        self._of_file: dict[str, LoadedConfig] = {}
        self._resolved: dict[tuple[str | None, tuple[int, ...]], _Resolved] = {}
        if not given.no_config:
            self._find(list(files))
        self._check_names()

    @cached_property
    def default_pack(self) -> RulePack:
        """The pack where no file says another."""
        return self._chosen or self._open(DEFAULT_PACK)

    @property
    def usual_pack(self) -> RulePack:
        """The pack to name where no report was reviewed: that of the first settings file that was found."""
        if self._chosen is None and self.configs:
            first = next(iter(self.configs.values()))
            return first.packs.get(first.config.pack) or self.default_pack
        return self.default_pack

    def plan(self, path: str) -> Plan:
        """The settings for a file."""
        config = self._of_file.get(path)
        if config is None:
            return Plan(self._for(None, (), path))
        relative = relative_to(config, path)
        fitting = [(n, item) for n, item in enumerate(config.config.overrides) if item.is_for(relative)]
        first = self._for(config, [(n, item) for n, item in fitting if not item.asks_the_report], path)
        if not any(item.asks_the_report for _, item in fitting):
            return Plan(first, config=config.path)

        def then(identity: Identity) -> Settings:
            return self._for(config, [(n, item) for n, item in fitting if _met(item, identity)], path)

        return Plan(first, then, config.path)

    def config_of(self, path: str) -> LoadedConfig | None:
        """The settings file that applies to a file."""
        return self._of_file.get(path)

    def _for(self, config: LoadedConfig | None, overrides: Sequence[tuple[int, Override]], path: str) -> Settings:
        key = (config.path if config else None, tuple(number for number, _ in overrides))
        layers: list[Layer] = [] if config is None else [config.config, *(item for _, item in overrides)]
        if key not in self._resolved:
            self._resolved[key] = self._resolve(config, layers)
        found = self._resolved[key]
        stated = [layer.fail_on for layer in layers if layer.fail_on]
        waivers = () if config is None else config.waivers
        return Settings(
            found.pack,
            found.rules.__contains__,
            found.severities,
            tuple(waiver for waiver in waivers if config and waiver.in_scope(relative_to(config, path))),
            self._given.fail_on or (stated[-1] if stated else "error"),
            self.today,
        )

    def _resolve(self, config: LoadedConfig | None, layers: Sequence[Layer]) -> _Resolved:
        """What layers come to together, later ones going before earlier ones."""
        given = self._given
        named = [layer.pack for layer in layers if layer.pack]
        if self._chosen is not None or config is None:
            pack = self.default_pack
        else:
            pack = config.packs[named[-1] if named else None]
        ids = [rule.id for rule in pack.rules]
        chosen = set(expand(given.select, ids)) if given.select else set(ids)
        severities: dict[str, Severity] = {}
        for layer in layers:
            if not given.select:
                chosen = set(expand(layer.select, ids)) if layer.select else chosen
                chosen -= expand(layer.ignore, ids)
            for name in sorted(layer.severity, key=lambda name: "/" in name):
                severities |= dict.fromkeys(expand([name], ids), layer.severity[name])
        return _Resolved(pack, frozenset(chosen - expand(given.ignore, ids)), severities)

    def _open(self, name: str | Path) -> RulePack:
        key = str(name)
        if key not in self._packs:
            self._packs[key] = load_pack(name)
        return self._packs[key]

    def _find(self, files: list[str]) -> None:
        if self._given.config is not None:
            path = Path(self._given.config)
            if not path.is_file():
                said = "是文件夹" if path.is_dir() else "不存在"
                raise ReadError("missing", f"设置文件“{path}”{said}", f"--config要给出一个{CONFIG_NAME}文件")
            found = dict.fromkeys(files, path)
        else:
            found = {file: place for file in files if (place := self._above(Path(file).absolute().parent))}
        mistakes: list[Mistake] = []
        for path in dict.fromkeys(found.values()):
            from checker.config import load_config

            loaded = load_config(path, self._open, mistakes, self._chosen)
            if loaded is not None:
                self.configs[str(path)] = loaded
        if mistakes:
            lines = "\n".join(map(str, mistakes))
            raise JixiaoError("config-invalid", f"设置文件有{len(mistakes)}处错误，请逐一改正：\n{lines}")
        self._of_file = {file: self.configs[str(path)] for file, path in found.items()}

    def _above(self, folder: Path) -> Path | None:
        """The settings file nearest above, as it is shown; the search ends at the top of a repository."""
        if folder not in self._folders:
            for name in _MISNAMED:
                if (folder / name).is_file():
                    said = f"“{name}”不会被读取：设置文件应命名为{CONFIG_NAME}"
                    self.notices.append(Notice("config-misnamed", said, shown(folder / name)))
            if (folder / CONFIG_NAME).is_file():
                self._folders[folder] = Path(shown(folder / CONFIG_NAME))
            elif folder.parent == folder or (folder / ".git").exists():
                self._folders[folder] = None
            else:
                self._folders[folder] = self._above(folder.parent)
        return self._folders[folder]

    def _check_names(self) -> None:
        """Every name that the command line gives is a rule's or a family's of a pack that is used."""
        if not (self._given.select or self._given.ignore):
            return
        packs = [self._chosen] if self._chosen else [pack for c in self.configs.values() for pack in c.packs.values()]
        packs = packs or [self.default_pack]
        ids = list(dict.fromkeys(rule.id for pack in packs for rule in pack.rules))
        known = [*ids, *dict.fromkeys(id.partition("/")[0] for id in ids)]
        for name in names_in((*self._given.select, *self._given.ignore)):
            if name not in known:
                where = "、".join(dict.fromkeys(pack.id for pack in packs))
                near = meant(name, known).replace("是否想写", "是否想用")
                raise JixiaoError("no-rule", f"规则包{where}里没有规则或类别“{name}”{near}")


def names_in(given: Iterable[str]) -> list[str]:
    """The names of --select and --ignore, which may hold several with commas between."""
    return [part.strip() for item in given for part in item.replace("，", ",").split(",") if part.strip()]


def expand(given: Iterable[str], ids: Collection[str]) -> frozenset[str]:
    """The rules that names of rules and families stand for; those of another pack stand for none."""
    names = names_in(given)
    return frozenset(id for id in ids if id in names or id.partition("/")[0] in names)


def shown(path: Path) -> str:
    """A path as a user knows it: relative to the working directory, or to one above it, else whole."""
    here = Path.cwd()
    if path.is_relative_to(here):
        return path.relative_to(here).as_posix()
    if here.is_relative_to(path.parent):
        return "../" * len(here.relative_to(path.parent).parts) + path.name
    return path.as_posix()


def relative_to(config: LoadedConfig, path: str) -> str:
    """A file's path relative to the folder of its settings, with forward slashes; whole on another drive."""
    try:
        return Path(os.path.relpath(path, config.folder)).as_posix()
    except ValueError:
        return Path(path).as_posix()


def _met(override: Override, identity: Identity) -> bool:
    """Whether a report meets the conditions of an override whose files fit."""
    if override.kind and identity.kind not in override.kind:
        return False
    return not override.year or identity.year in override.year
