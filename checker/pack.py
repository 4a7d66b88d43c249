"""YAML → RulePack: a vocabulary and rules, or every mistake in them.

A pack is a folder. pack.yaml says what it is; it and every other *.yaml hold words (facets, outline, facts, columns, …)
and `rules`. The same key may stand in several files: lists are joined in the order of the files' names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from checker.checks.base import Rule, template_mistakes
from checker.errors import PackError
from checker.nearest import meant, nearest
from checker.pack_errors import in_chinese, unknown_key
from checker.vocabulary import Model, Vocabulary
from checker.yaml_marks import List, Map, Mistake, Node, YamlError, find, offset_in, parse, plain

_M = TypeVar("_M", bound=BaseModel)

DEFAULT_PACK = "mof-2020-10"
MAX_FILE_SIZE = 4_000_000


@dataclass(frozen=True, slots=True)
class RulePack:
    """A rule pack that has been loaded and found right.

    `digest` identifies its content (SHA-256 of its files). `sources` says where each rule is defined, as file:line.
    """

    id: str
    version: str
    title: str
    vocabulary: Vocabulary
    rules: tuple[Rule, ...]
    digest: str
    sources: Mapping[str, str] = field(default_factory=dict)

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


def load_pack(name: str | Path = DEFAULT_PACK) -> RulePack:
    """A pack by the name of a shipped one, or by its folder; raises PackError with every mistake in it.

    A shipped pack's name goes before a folder of that name in the working directory (write ./name for that).
    """
    loading = _Loading(_folder(name))
    pack = loading.run()
    mistakes = loading.sorted_mistakes()
    if pack is None or mistakes:
        lines = "\n".join(map(str, mistakes))
        raise PackError("pack-invalid", f"规则包“{name}”有{len(mistakes)}处错误，请逐一改正：\n{lines}")
    return pack


def pack_mistakes(name: str | Path) -> tuple[Mistake, ...]:
    """Every mistake in a pack, by file, line and column; raises PackError where there is no such pack."""
    loading = _Loading(_folder(name))
    loading.run()
    return tuple(loading.sorted_mistakes())


def packs_folder() -> Path:
    """Where the shipped packs are: inside the installed package, or rules/ of a checkout."""
    here = Path(__file__).parent
    return here / "packs" if (here / "packs").is_dir() else here.parent / "rules"


def shipped_packs() -> tuple[ShippedPack, ...]:
    """The packs that come with jixiao, by name."""
    packs = []
    for file in sorted(packs_folder().glob("*/pack.yaml")):
        try:
            about = plain(parse(file.read_text(encoding="utf-8")) or Map(0, 0), str(file), [])
        except (YamlError, UnicodeDecodeError):
            about = {}
        title = about.get("title") if isinstance(about, dict) else None
        packs.append(ShippedPack(file.parent.name, str(title or file.parent.name), file.parent))
    return tuple(packs)


def _folder(name: str | Path) -> Path:
    shipped = {pack.id: pack.folder for pack in shipped_packs()}
    if isinstance(name, str) and name in shipped:
        return shipped[name]
    path = Path(name)
    if path.is_dir():
        return path
    remedy = f"可用的规则包：{'、'.join(shipped)}；也可以给出自己的规则包文件夹" if shipped else "请重新安装jixiao"
    if path.is_file():
        raise PackError("pack-missing", f"规则包应是文件夹，“{name}”是文件", f"请给出它所在的文件夹“{path.parent}”")
    near = nearest(str(name), shipped)
    raise PackError("pack-missing", f"没有找到规则包“{name}”" + (f"，最接近的是“{near}”" if near else ""), remedy)


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, type[Rule]]:
    """The check kinds by the name that `check:` gives them."""
    from checker.checks import CHECKS
    from checker.checks.plugins import Kinds

    return Kinds({check.model_fields["check"].default: check for check in CHECKS})


@dataclass(frozen=True, slots=True)
class _Origin:
    """A value of a pack, where it comes from, and the lines of its file."""

    file: str
    node: Node
    value: Any
    lines: list[str]


class _Loading:
    """One loading of a pack: collects the mistakes of all its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mistakes: list[Mistake] = []
        self.about: _Origin | None = None
        self.lists: dict[str, list[_Origin]] = {}  # the items of each key that holds a list, of all files
        self.singles: dict[str, _Origin] = {}  # the value of each other key
        self.digest = sha256()

    def sorted_mistakes(self) -> list[Mistake]:
        """The mistakes by place, each once; what is missing at one place in one line."""
        missing: dict[tuple[str, int, int], list[str]] = {}
        others = set()
        for mistake in self.mistakes:
            name = mistake.message.removeprefix("缺少")
            if name != mistake.message and name.startswith("“") and name.endswith("”"):
                missing.setdefault((mistake.file, mistake.line, mistake.column), []).append(name)
            else:
                others.add(mistake)
        merged = {Mistake(*place, "缺少" + "、".join(dict.fromkeys(names))) for place, names in missing.items()}
        return sorted(others | merged)

    def run(self) -> RulePack | None:
        """The pack; None when there are mistakes."""
        for path in sorted(self.folder.iterdir()):
            if path.suffix.lower() == ".yml":
                self._mistake(str(path), None, "文件名应以.yaml结尾，否则不会被读取")
            elif path.suffix == ".yaml" and path.is_file() and not path.name.startswith("."):
                self._read(path)
        about = None
        if self.about is not None:
            about = self._validate(About, self.about, {})
        elif not (self.folder / "pack.yaml").is_file():
            self._mistake(str(self.folder / "pack.yaml"), None, "缺少这个文件，它应写明id、version和title")
        names = self._names()
        vocabulary = self._vocabulary(names)
        rules = list(self._rules(names))
        if about is None or vocabulary is None or self.mistakes:
            return None
        return RulePack(
            about.id,
            about.version,
            about.title,
            vocabulary,
            tuple(rule for rule, _ in rules),
            self.digest.hexdigest(),
            {rule.id: rf"{origin.file}:{origin.node.line + 1}" for rule, origin in rules},
        )

    def _mistake(self, file: str, node: Node | None, message: str) -> None:
        line, column = (node.line + 1, node.column + 1) if node is not None else (1, 1)
        self.mistakes.append(Mistake(file, line, column, message))

    def _read(self, path: Path) -> None:
        """Read one file and sort its keys into what they are about."""
        file = str(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            self._mistake(file, None, f"无法读取（{error.strerror}）")
            return
        self.digest.update(f"{path.name}\0{len(data)}\0".encode() + data)
        if len(data) > MAX_FILE_SIZE:
            self._mistake(file, None, f"文件超过{MAX_FILE_SIZE // 1_000_000}MB")
            return
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = data[: error.start]
            column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
            message = "不是UTF-8编码，请另存为UTF-8"
            self.mistakes.append(Mistake(file, before.count(b"\n") + 1, column, message))
            return
        try:
            root = parse(text)
        except YamlError as error:
            self.mistakes.append(Mistake(file, error.line + 1, error.column + 1, error.message))
            return
        if root is None:
            self._mistake(file, None, "文件是空的")
        elif not isinstance(root, Map):
            self._mistake(file, root, r"文件的内容应为“项: 值”的组合（冒号用半角，后面有空格）")
        else:
            self._sort(path.name == "pack.yaml", file, root, text.split("\n"))

    def _sort(self, main: bool, file: str, root: Map, lines: list[str]) -> None:
        """Put each top-level value where it belongs; unknown and repeated keys are mistakes."""
        values = plain(root, file, self.mistakes)
        allowed = [*(About.model_fields if main else ()), *Vocabulary.model_fields, "rules"]
        if main:
            about = {key: value for key, value in values.items() if key in About.model_fields}
            self.about = _Origin(file, root, about, lines)
        for key, value in values.items():
            name, node = root.get(key) or (root, root)
            if main and key in About.model_fields:
                continue
            if key not in allowed:
                moved = f"“{key}”应写在pack.yaml里" if key in About.model_fields else unknown_key(key, allowed)
                self._mistake(file, name, moved)
            elif key in self.singles or (key in self.lists and not isinstance(node, List)):
                self._mistake(file, name, f"“{key}”已写在另一个文件里，只有列表可以分写在几个文件里")
            elif isinstance(node, List):
                items = (_Origin(file, n, v, lines) for n, v in zip(node.items or (), value, strict=True))
                self.lists.setdefault(key, []).extend(items)
            elif key == "rules":
                self._mistake(file, node, "“rules”应为列表：每条规则以“- ”开头")
            else:
                self.singles[key] = _Origin(file, node, value, lines)

    def _names(self) -> dict[str, list[str]]:
        """The names that the pack defines, by kind, for the references to them; names given twice are mistakes."""
        outline = [node for item in self.lists.get("outline", ()) for node in _nodes(item)]
        kinds = {key: (self.lists.get(key, []), "name") for key in ("facts", "columns", "dimensions")}
        kinds |= {"facets": (self.lists.get("facets", []), "id"), "outline": (outline, "id")}
        names: dict[str, list[str]] = {}
        for kind, (origins, key) in kinds.items():
            names[kind] = list(self._once(origins, key))
        return names

    def _once(self, origins: list[_Origin], key: str) -> dict[str, _Origin]:
        """The first item of each name; the later ones are mistakes."""
        first: dict[str, _Origin] = {}
        for origin in origins:
            name = origin.value.get(key) if isinstance(origin.value, dict) else None
            if not isinstance(name, str):
                continue
            if name in first:
                before = first[name]
                at, _ = find(origin.node, (key,))
                line = find(before.node, (key,))[0].line + 1
                self._mistake(origin.file, at, f"{key}“{name}”重复，已写在{before.file}第{line}行")
            first.setdefault(name, origin)
        return first

    def _vocabulary(self, names: Mapping[str, list[str]]) -> Vocabulary | None:
        """Validate all words together; each error is led back to the file that it comes from."""
        merged: dict[str, Any] = {key: origin.value for key, origin in self.singles.items()}
        merged |= {key: [o.value for o in items] for key, items in self.lists.items() if key != "rules"}
        try:
            return Vocabulary.model_validate(merged, context=names)
        except ValidationError as failure:
            for error in _own(failure):
                key, *rest = error["loc"]
                if key in self.lists and rest and isinstance(rest[0], int):
                    self._place(self.lists[str(key)][rest[0]], tuple(rest[1:]), error, Vocabulary)
                elif key in self.singles:
                    self._place(self.singles[str(key)], tuple(rest), error, Vocabulary)
                else:
                    self._place(self.lists[str(key)][0], (), error, Vocabulary)
            return None

    def _rules(self, names: Mapping[str, list[str]]) -> Iterator[tuple[Rule, _Origin]]:
        """Validate each rule by the check kind that it names."""
        origins = self.lists.get("rules", [])
        self._once(origins, "id")
        for origin in origins:
            if not isinstance(origin.value, dict):
                self._mistake(origin.file, origin.node, r"规则应为“项: 值”的组合")
                continue
            kind = self._kind(origin)
            if kind is None:  # the check kind is unknown: what every rule has can be looked at still
                known = {key: value for key, value in origin.value.items() if key in Rule.model_fields}
                shared = _Origin(origin.file, origin.node, known | {"check": ""}, origin.lines)
                self._validate(Rule, shared, names)
                continue
            for key in ("message", "suggestion"):
                template = origin.value.get(key)
                if isinstance(template, str):
                    at, _ = find(origin.node, (key,))
                    for offset, message in template_mistakes(template, kind.template_names(origin.value)):
                        line, column = offset_in(at, offset, origin.lines)
                        self.mistakes.append(Mistake(origin.file, line + 1, column + 1, message))
            rule = self._validate(kind, origin, names)
            if rule is not None:
                yield rule, origin

    def _kind(self, origin: _Origin) -> type[Rule] | None:
        kinds = _kinds()
        name = origin.value.get("check")
        at, there = find(origin.node, ("check",))
        if not there:
            self._mistake(origin.file, origin.node, f"缺少“check”（可写：{'、'.join(kinds)}）")
        elif name not in kinds:
            self._mistake(origin.file, at, f"没有名为“{name}”的检查{meant(str(name), kinds)}")
        return kinds.get(name) if isinstance(name, str) else None

    def _validate(self, model: type[_M], origin: _Origin, names: Mapping[str, list[str]]) -> _M | None:
        try:
            return model.model_validate(origin.value, context=names)
        except ValidationError as failure:
            for error in _own(failure):
                self._place(origin, error["loc"], error, model)
            return None

    def _place(self, origin: _Origin, path: tuple[int | str, ...], error: ErrorDetails, model: type[BaseModel]) -> None:
        """Add one of pydantic's errors at the place of what it is about."""
        message = in_chinese(error, model)
        if error["type"] == "extra_forbidden":
            at, _ = find(origin.node, path[:-1])
            pair = at.get(str(path[-1])) if isinstance(at, Map) else None
            self._mistake(origin.file, pair[0] if pair else at, message)
            return
        at, there = find(origin.node, path)
        offset = getattr(error.get("ctx", {}).get("error"), "offset", 0) if there else 0
        line, column = offset_in(at, offset, origin.lines)
        self.mistakes.append(Mistake(origin.file, line + 1, column + 1, message))


def _own(failure: ValidationError) -> Iterator[ErrorDetails]:
    """The errors of a failure without those that only follow: a list is "too short" when its items are refused."""
    errors = failure.errors(include_url=False)
    for error in errors:
        place = error["loc"]
        below = any(other["loc"][: len(place)] == place and other["loc"] != place for other in errors)
        if error["type"] != "too_short" or not below:
            yield error


def _nodes(origin: _Origin) -> Iterator[_Origin]:
    """An outline node and all below it, as far as they are well formed."""
    yield origin
    children = origin.value.get("children") if isinstance(origin.value, dict) else None
    if isinstance(children, list):
        for index, child in enumerate(children):
            at, _ = find(origin.node, ("children", index))
            yield from _nodes(_Origin(origin.file, at, child, origin.lines))
