"""`.jixiao.yaml`: the settings of a folder of reports, or every mistake in them.

The models say what may be written there. Names of rules are looked up in the packs that the file names, so that a
mistyped one is a mistake rather than a setting that never applies.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from checker.errors import PackError
from checker.finding import Severity
from checker.nearest import meant
from checker.pack import DEFAULT_PACK, RulePack, shipped_packs
from checker.path_patterns import fits
from checker.understand.identity import Kind
from checker.vocabulary import Model
from checker.waivers import Waiver
from checker.yaml_marks import Map, Mistake, plain
from checker.yaml_models import Stated, read_tree, validated

NAME = ".jixiao.yaml"
"""The file's name."""

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})年(\d{1,2})月(\d{1,2})日")
_SHORTEST_REASON = 4

Level = Literal["error", "warning", "info", "never"]


def _as_list(value: object) -> object:
    """One name may be written without the list's brackets."""
    return [value] if isinstance(value, str | int) and not isinstance(value, bool) else value


def _as_date(value: object) -> object:
    found = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        return date(*(int(part) for part in found.groups() if part)) if found else _no_date(value)
    except ValueError as error:
        raise ValueError(f"没有“{value}”这一天，日期应写作2026-12-31") from error


def _no_date(value: object) -> date:
    raise ValueError(r"应为日期，如2026-12-31" + (f"，现为“{value}”" if isinstance(value, str | int) else ""))


def _a_reason(words: str) -> str:
    if len("".join(words.split())) < _SHORTEST_REASON:
        raise ValueError(f"理由至少写{_SHORTEST_REASON}个字，说明为什么可以不改")
    return words.strip()


def _relative(pattern: str) -> str:
    if not pattern.strip(" /\\."):
        raise ValueError("文件的写法是空的，应形如“转移支付/**”或“*.docx”")
    if re.match(r"/|[A-Za-z]:[\\/]|~", pattern):
        raise ValueError(f"“{pattern}”应写与{NAME}所在文件夹的相对路径")
    return pattern.removeprefix("./")


Pattern = Annotated[str, AfterValidator(_relative)]
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_as_list), Field(min_length=1)]
RuleNames = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
Reason = Annotated[str, AfterValidator(_a_reason)]
Day = Annotated[date, BeforeValidator(_as_date)]


class Layer(Model):
    """What a file may set for all reports, and an override for some."""

    pack: Annotated[str | None, Field(min_length=1, description="规则包的名称，或规则包文件夹的相对路径")] = None
    fail_on: Annotated[
        Level | None, Field(alias="fail-on", description="有这一级或更重的意见时退出码为1：error、warning、info、never")
    ] = None
    select: Annotated[
        RuleNames, Field(min_length=1, description="只用这些规则：规则号或类别；它之前的select和ignore不再起作用")
    ] = ()
    ignore: Annotated[RuleNames, Field(min_length=1, description="不用这些规则：规则号或类别")] = ()
    severity: Annotated[
        Mapping[str, Severity],
        Field(min_length=1, description=r"改变规则的级别：“规则号或类别: error、warning或info”；规则号先于类别"),
    ] = {}


class Override(Layer):
    """Settings for the reports that meet all its conditions; a later override goes before an earlier one."""

    files: Annotated[
        Patterns, Field(description="哪些文件：与本文件的相对路径，*代表任意文字，**代表任意几层文件夹")
    ] = ()
    kind: Annotated[
        tuple[Kind, ...],
        BeforeValidator(_as_list),
        Field(min_length=1, description="哪些文种：narrative文字报告、table自评表、combined文字报告附自评表"),
    ] = ()
    year: Annotated[
        tuple[Annotated[int, Field(ge=1990, le=2100)], ...],
        BeforeValidator(_as_list),
        Field(min_length=1, description="报告所评的哪些年度"),
    ] = ()

    @model_validator(mode="after")
    def _has_a_condition_and_a_setting(self) -> Override:
        if not (self.files or self.kind or self.year):
            raise ValueError("没有写明对哪些报告适用：请写files、kind或year；对所有报告适用的设置应写在overrides外面")
        if not (self.pack or self.fail_on or self.select or self.ignore or self.severity):
            raise ValueError("没有写明改变什么：请写pack、select、ignore、severity或fail-on")
        return self

    @property
    def asks_the_report(self) -> bool:
        """Whether the report has to be understood before it is known that this is for it."""
        return bool(self.kind or self.year)

    def is_for(self, path: str) -> bool:
        """Whether its `files` fit a path relative to the settings' folder."""
        return not self.files or any(fits(pattern, path) for pattern in self.files)


class WaiverEntry(Model):
    """A finding that may stand, and why."""

    rule: Annotated[str, Field(description="规则号")]
    reason: Annotated[Reason, Field(description="理由：为什么可以不改")]
    files: Annotated[Patterns, Field(description="只对这些文件；不写则对所有文件")] = ()
    text: Annotated[str, Field(min_length=2, description="只对引用这些文字的意见")] = ""
    fingerprint: Annotated[
        str, Field(pattern=r"^[0-9a-f]{16}$", description="只对这一条意见：JSON结果里的fingerprint")
    ] = ""
    by: Annotated[str, Field(min_length=1, description="谁决定的")] = ""
    until: Annotated[Day | None, Field(description="到哪一天为止（含这一天），如2026-12-31")] = None


class Config(Layer):
    """The whole file."""

    overrides: Annotated[tuple[Override, ...], Field(description="对一部分报告的设置，写在后面的优先")] = ()
    waivers: Annotated[tuple[WaiverEntry, ...], Field(description="经核实可以不改的意见：不计数，另行列出")] = ()


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """A file that was found right. `path` is how it is shown, `folder` what its patterns and packs are relative to.

    `packs` has the pack of every name that stands in it, and the default pack under None where it is used; `places`
    are those of its overrides, as file:line.
    """

    path: str
    folder: Path
    sha256: str
    config: Config
    waivers: tuple[Waiver, ...]
    packs: Mapping[str | None, RulePack]
    places: tuple[str, ...] = ()


def load_config(
    path: Path, open_pack: Callable[[str | Path], RulePack], mistakes: list[Mistake], chosen: RulePack | None = None
) -> LoadedConfig | None:
    """Load a file; None where it has mistakes, which are added to `mistakes`.

    `open_pack` gives the pack of a name or folder; `chosen` is the pack that goes before those of the file. Raises
    PackError where a pack that it names is broken.
    """
    own: list[Mistake] = []
    root = read_tree(path, own)
    if root is None:
        mistakes += own
        return None
    file = str(path)
    stated = Stated(root, plain(root, own))
    if not isinstance(root, Map):
        mistakes += [*own, root.mistake(r"文件的内容应为“项: 值”的组合（冒号用半角，后面有空格）")]
        return None
    folder = path.absolute().parent
    before = len(own)
    packs = _packs(stated, folder, open_pack, own, chosen)
    if len(own) == before:  # else a rule may be one of the pack that was not found
        _look_up_rules(stated, list(packs.values()), own)
    config = validated(Config, stated, own)
    if config is None or own:
        mistakes += sorted(set(own))
        return None
    places = tuple(_place(stated, "overrides", index) for index in range(len(config.overrides)))
    digest = sha256("\n".join(root.source.lines).encode()).hexdigest()
    return LoadedConfig(file, folder, digest, config, tuple(_waivers(config, stated)), packs, places)


def _packs(
    stated: Stated,
    folder: Path,
    open_pack: Callable[[str | Path], RulePack],
    mistakes: list[Mistake],
    chosen: RulePack | None,
) -> dict[str | None, RulePack]:
    """The packs that the file names, and the one that is used where it names none."""
    packs: dict[str | None, RulePack] = {}
    shipped = [pack.id for pack in shipped_packs()]
    for at, name in _pack_names(stated.value):
        try:
            packs[name] = open_pack(name if name in shipped else Path(os.path.normpath(folder / name)))
        except PackError as error:
            if error.code != "pack-missing":
                raise
            there = (folder / name).exists()
            said = (
                str(error) if there else f"没有找到规则包“{name}”{meant(name, shipped)}；也可以写规则包文件夹的相对路径"
            )
            mistakes.append(stated.at(*at).mistake(said))
    if chosen is not None:
        packs[None] = chosen
    elif not isinstance(stated.value.get("pack"), str):
        packs[None] = open_pack(DEFAULT_PACK)
    return packs


def _layers(value: Mapping[str, Any]) -> Iterator[tuple[tuple[int | str, ...], Mapping[str, Any]]]:
    """The mappings of a file that may hold settings, as they were written, each with its path."""
    yield (), value
    overrides = value.get("overrides")
    for index, override in enumerate(overrides if isinstance(overrides, list) else ()):
        if isinstance(override, dict):
            yield ("overrides", index), override


def _pack_names(value: Mapping[str, Any]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for path, layer in _layers(value):
        if isinstance(name := layer.get("pack"), str) and name:
            yield (*path, "pack"), name


def _look_up_rules(stated: Stated, packs: list[RulePack], mistakes: list[Mistake]) -> None:
    """Every name of a rule or family that no pack of the file has is a mistake."""
    ids = list(dict.fromkeys(rule.id for pack in packs for rule in pack.rules))
    names = [*ids, *dict.fromkeys(id.partition("/")[0] for id in ids)]
    where = "、".join(dict.fromkeys(pack.id for pack in packs))
    for path, layer in _layers(stated.value):
        for key in ("select", "ignore"):
            given = _as_list(layer.get(key))
            for index, name in enumerate(given if isinstance(given, list) else ()):
                if isinstance(name, str) and name not in names:
                    said = f"规则包{where}里没有规则或类别“{name}”{meant(name, names)}"
                    mistakes.append(stated.at(*path, key, index).mistake(said))
        severity = layer.get("severity")
        for name in severity if isinstance(severity, dict) else ():
            if name not in names:
                said = f"规则包{where}里没有规则或类别“{name}”{meant(name, names)}"
                below = Stated(stated.at(*path, "severity"), None)
                mistakes.append(below.key(name).mistake(said))
    waivers = stated.value.get("waivers")
    for index, entry in enumerate(waivers if isinstance(waivers, list) else ()):
        name = entry.get("rule") if isinstance(entry, dict) else None
        if isinstance(name, str) and name not in ids:
            at = stated.at("waivers", index, "rule")
            family = "豁免要写到具体的规则，不能写类别" if name in names else f"规则包{where}里没有规则“{name}”"
            mistakes.append(at.mistake(family + meant(name, ids)))


def _waivers(config: Config, stated: Stated) -> Iterator[Waiver]:
    for index, entry in enumerate(config.waivers):
        fields = {name: getattr(entry, name) for name in WaiverEntry.model_fields}
        yield Waiver(place=_place(stated, "waivers", index), **fields)


def _place(stated: Stated, key: str, index: int) -> str:
    return rf"{stated.file}:{stated.at(key, index).line + 1}"
