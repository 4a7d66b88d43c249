"""A pack that was found right, as plain data for the next run: neither YAML nor pydantic has to be asked again.

It is taken only when every file of the pack and of its bases is as it was, and so is this program. A pack with
mistakes is not kept, nor is one with check kinds of other packages.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from importlib import import_module
from os import scandir
from pathlib import Path
from typing import Any

import pydantic
from pydantic import BaseModel

from checker import store

_OWN = __name__.partition(".")[0]
_PLAIN = (str, int, bool, type(None))


def load(folder: Path) -> dict[str, Any] | None:
    """The fields of the RulePack that `save` was given for a folder; None where it is not what is there now."""
    if not store.keeps():
        return None
    try:
        kept = store.load(_place(folder), _version(folder))
        if kept is None or kept["state"] != _state(map(Path, kept["folders"])):
            return None
        classes = [getattr(import_module(module), name) for module, name in kept["classes"]]
    except (OSError, ImportError, AttributeError):
        return None
    fields: dict[str, Any] = _restored(kept["fields"], classes)
    return fields | {"folders": tuple(map(Path, kept["folders"]))}


def save(folder: Path, fields: dict[str, Any]) -> None:
    """Keep the fields of a RulePack that was loaded from a folder."""
    if not store.keeps():
        return
    folders = [str(each) for each in fields["folders"]]
    classes: dict[tuple[str, str], int] = {}
    try:
        plain = _taken_apart({name: value for name, value in fields.items() if name != "folders"}, classes)
        kept = {"folders": folders, "state": _state(fields["folders"]), "classes": list(classes), "fields": plain}
        store.save(_place(folder), _version(folder), kept)
    except (OSError, TypeError):
        return


def _place(folder: Path) -> str:
    """One of sixteen, by the folder's name: whoever tries many packs does not fill the disk with them."""
    return f"pack-{sha256(str(folder).encode()).hexdigest()[0]}"


def _version(folder: Path) -> str:
    """What a pack depends on besides its files: where it is, pydantic, and this program, whose files may be edited."""
    here = Path(__file__).parent
    sources = sorted(
        f"{file.name} {file.stat().st_size} {file.stat().st_mtime_ns}"
        for each in (here, here / "checks", here / "understand")
        for file in scandir(each)
        if file.name.endswith(".py")
    )
    return "\n".join((str(folder), str(folder.resolve()), pydantic.VERSION, *sources))


def _state(folders: Iterable[Path]) -> str:
    """A digest of what folders hold: the names in them, and the bytes of the files that a pack is read from."""
    digest = sha256()
    for folder in folders:
        digest.update(f"{folder}\0".encode())
        for path in sorted(folder.iterdir()):
            read = path.suffix == ".yaml" and path.is_file()
            within = [] if path.is_file() else sorted(each.name for each in path.iterdir())
            data = path.read_bytes() if read else "\0".join(within).encode()
            digest.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _taken_apart(value: Any, classes: dict[tuple[str, str], int]) -> Any:
    """A value of plain types. A list stands for an object: the number of its class, and what it is made of.

    Raises TypeError for what a pack of ours does not hold.
    """
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return tuple(_taken_apart(each, classes) for each in value)
    if kind is dict:
        return {key: _taken_apart(each, classes) for key, each in value.items()}
    module = kind.__module__
    if kind is not Decimal and module.partition(".")[0] != _OWN:
        raise TypeError(kind.__name__)
    number = classes.setdefault((module, kind.__name__), len(classes))
    if isinstance(value, BaseModel):
        stated = {name: getattr(value, name) for name in kind.model_fields}
        return [number, _taken_apart(stated, classes), tuple(sorted(value.model_fields_set))]
    if isinstance(value, Enum | Decimal):
        return [number, value.value if isinstance(value, Enum) else str(value)]
    raise TypeError(kind.__name__)


def _restored(value: Any, classes: list[Any]) -> Any:
    """The value that `_taken_apart` was given."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return tuple([_restored(each, classes) for each in value])
    if kind is dict:
        return {key: _restored(each, classes) for key, each in value.items()}
    made, content = classes[value[0]], value[1]
    if len(value) == 2:
        return made(content)
    # What was validated once is not validated again.
    return made.model_construct(set(value[2]), **_restored(content, classes))
