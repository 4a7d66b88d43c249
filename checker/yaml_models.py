"""A value of a YAML file → a pydantic model, or each mistake in it at its line and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    """A value of a file and where it stands."""

    node: Node
    value: Any

    @property
    def file(self) -> str:
        return self.node.source.file

    def at(self, *path: int | str) -> Node:
        """The node below this one at a path, or the last one on the way that is there."""
        return find(self.node, path)[0]

    def key(self, name: str) -> Node:
        """The key of this mapping, where the mapping has it."""
        pair = self.node.get(name) if isinstance(self.node, Map) else None
        return pair[0] if pair else self.node


def read_tree(path: Path, mistakes: list[Mistake], digest: _Digest | None = None) -> Node | None:
    """The tree of a YAML file; None where it could not be read, with the reason in `mistakes`.

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
            return None
        root = parse(text, Source(file, text.split("\n")))
    except OSError as error:
        mistakes.append(Mistake(file, 1, 1, f"无法读取（{error.strerror}）"))
        return None
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        mistakes.append(Mistake(file, before.count(b"\n") + 1, column, "不是UTF-8编码，请另存为UTF-8"))
        return None
    except YamlError as error:
        mistakes.append(Mistake(file, error.line + 1, error.column + 1, error.message))
        return None
    if root is None:
        mistakes.append(Mistake(file, 1, 1, "文件是空的"))
    return root


def validated(
    model: type[_M], stated: Stated, mistakes: list[Mistake], context: Mapping[str, Any] | None = None
) -> _M | None:
    """The model of a value; None where it has mistakes, which are added to `mistakes`."""
    try:
        return model.model_validate(stated.value, context=dict(context or {}))
    except ValidationError as failure:
        for error in own_errors(failure):
            mistakes.append(placed(error, stated.node, model))
        return None


def placed(error: ErrorDetails, node: Node, model: type[BaseModel]) -> Mistake:
    """One of pydantic's errors about the value at `node`, at the place of what it is about."""
    message, path = in_chinese(error, model), error["loc"]
    if error["type"] == "extra_forbidden":
        parent, _ = find(node, path[:-1])
        pair = parent.get(str(path[-1])) if isinstance(parent, Map) else None
        return (pair[0] if pair else parent).mistake(message)
    at, there = find(node, path)
    return mistake_in(at, getattr(error.get("ctx", {}).get("error"), "offset", 0) if there else 0, message)


def mistake_in(node: Node, offset: int, message: str) -> Mistake:
    """A mistake at one of the characters of a text."""
    line, column = offset_in(node, offset)
    return Mistake(node.source.file, line + 1, column + 1, message)


def own_errors(failure: ValidationError) -> Iterator[ErrorDetails]:
    """The errors of a failure without those that only follow: a list is "too short" when its items are refused."""
    errors = failure.errors(include_url=False)
    for error in errors:
        place = error["loc"]
        below = any(other["loc"][: len(place)] == place and other["loc"] != place for other in errors)
        if error["type"] != "too_short" or not below:
            yield error
