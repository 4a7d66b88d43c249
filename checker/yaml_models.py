"""A value of a YAML file → a pydantic model, or each mistake in it at its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from checker.pack_errors import in_chinese
from checker.yaml_marks import Map, Mistake, Node, Source, YamlError, find, offset_in, parse


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


_M = TypeVar("_M", bound=BaseModel)
MAX_FILE_SIZE = 4_000_000


@dataclass(frozen=True, slots=True)
class Stated:
    """A value of a file, where it stands, and the lines of the file."""

    file: str
    node: Node
    value: Any
    lines: Sequence[str]

    def at(self, *path: int | str) -> Node:
        """The node below this one at a path, or the last one on the way that is there."""
        return find(self.node, path)[0]

    def key(self, name: str) -> Node:
        """The key of this mapping, where the mapping has it."""
        pair = self.node.get(name) if isinstance(self.node, Map) else None
        return pair[0] if pair else self.node

    def mistake(self, node: Node, message: str) -> Mistake:
        return Mistake(self.file, node.line + 1, node.column + 1, message)


def read_tree(path: Path, mistakes: list[Mistake], digest: _Digest | None = None) -> tuple[Node | None, list[str]]:
    """The tree of a YAML file and its lines; None where it could not be read, with the reason in `mistakes`.

    `digest`, a hash of hashlib, is fed with the file's name, length and bytes.
    """
    file = str(path)
    try:
        data = path.read_bytes()
        if digest is not None:
            digest.update(f"{path.name}\0{len(data)}\0".encode() + data)
        text = data.decode("utf-8-sig")
        if len(data) > MAX_FILE_SIZE:
            mistakes.append(Mistake(file, 1, 1, f"文件超过{MAX_FILE_SIZE // 1_000_000}MB"))
            return None, []
        lines = text.split("\n")
        root = parse(text, Source(file, lines))
    except OSError as error:
        mistakes.append(Mistake(file, 1, 1, f"无法读取（{error.strerror}）"))
        return None, []
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        mistakes.append(Mistake(file, before.count(b"\n") + 1, column, "不是UTF-8编码，请另存为UTF-8"))
        return None, []
    except YamlError as error:
        mistakes.append(Mistake(file, error.line + 1, error.column + 1, error.message))
        return None, []
    if root is None:
        mistakes.append(Mistake(file, 1, 1, "文件是空的"))
    return root, lines


def validated(
    model: type[_M], stated: Stated, mistakes: list[Mistake], context: Mapping[str, Any] | None = None
) -> _M | None:
    """The model of a value; None where it has mistakes, which are added to `mistakes`."""
    try:
        return model.model_validate(stated.value, context=dict(context or {}))
    except ValidationError as failure:
        for error in own_errors(failure):
            mistakes.append(placed(error, stated, model))
        return None


def placed(error: ErrorDetails, stated: Stated, model: type[BaseModel]) -> Mistake:
    """One of pydantic's errors at the place of what it is about."""
    message, path = in_chinese(error, model), error["loc"]
    if error["type"] == "extra_forbidden":
        parent = stated.at(*path[:-1])
        pair = parent.get(str(path[-1])) if isinstance(parent, Map) else None
        return stated.mistake(pair[0] if pair else parent, message)
    node, there = find(stated.node, path)
    offset = getattr(error.get("ctx", {}).get("error"), "offset", 0) if there else 0
    line, column = offset_in(node, offset)
    return Mistake(stated.file, line + 1, column + 1, message)


def own_errors(failure: ValidationError) -> Iterator[ErrorDetails]:
    """The errors of a failure without those that only follow: a list is "too short" when its items are refused."""
    errors = failure.errors(include_url=False)
    for error in errors:
        place = error["loc"]
        below = any(other["loc"][: len(place)] == place and other["loc"] != place for other in errors)
        if error["type"] != "too_short" or not below:
            yield error
