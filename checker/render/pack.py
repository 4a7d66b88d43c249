"""A pack as it takes effect after inheritance: YAML that loads again, each setting with where it comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from checker.pack import effective_pack, shipped_packs
from checker.pack_layers import NAMES, Layers, all_nodes, text_of
from checker.yaml_marks import List, Map, Node, Scalar

# What needs no quotes wherever it stands: Chinese punctuation means nothing in YAML.
_SIMPLE = re.compile(r"[\w（《“][\w%/.+，。、；：？！（）《》“”÷×＝≥≤-]*")


def show_pack(name: str | Path, names: Collection[str] = ()) -> str:
    """The effective pack as YAML with a comment of the file and line behind each item and each setting of another file.

    `names` narrows it to keys (facets, rules, …), names of items, rule ids and families; unknown ones are passed over.
    Raises PackError where the pack has mistakes.
    """
    layers, wanted = effective_pack(name), set(names)
    places = _Places(layers)
    lines: list[str] = []
    if not wanted:
        main = layers.top.main
        for key in ("id", "version", "title"):
            pair = main.get(key) if main is not None else None
            if pair is not None:
                lines.append(f"{key}: {_scalar(pair[1])}{places.comment(pair[1])}")
    for key, items in layers.lists.items():
        chosen = [item for item in items if not wanted or key in wanted or wanted & set(_called(key, item))]
        if not chosen:
            continue
        lines += ["", f"{key}:"]
        for item in chosen:
            lines += _item(item, places, "  ")
    return "\n".join(lines).lstrip("\n") + "\n"


def names_in(name: str | Path) -> list[str]:
    """What `show_pack` can be asked for: the keys, the names of items and the rule ids."""
    layers = effective_pack(name)
    named = (each for key, items in layers.lists.items() for item in items for each in _called(key, item))
    return list(dict.fromkeys([*layers.lists, *named]))


def _called(key: str, item: Node) -> Iterator[str]:
    """The names by which an item can be asked for: its own, a rule's family, and those of the parts below it."""
    for node in all_nodes([item]) if key == "outline" else [item]:
        name = text_of(node, NAMES.get(key, ""))
        if name is not None:
            yield name
            if key == "rules" and "/" in name:
                yield name.partition("/")[0]


class _Places:
    """Where values come from, as people name it: mof-2020-10/figure.yaml:12, or the path of a pack of one's own."""

    def __init__(self, layers: Layers) -> None:
        shipped = {pack.folder.resolve(): pack.id for pack in shipped_packs()}
        self._names = {str(layer.folder): shipped.get(layer.folder.resolve()) for layer in layers.layers}

    def comment(self, node: Node) -> str:
        path = Path(node.source.file)
        shipped = self._names.get(str(path.parent))
        file = f"{shipped}/{path.name}" if shipped else path.as_posix()
        return rf"  # {file}:{node.line + 1}"


def _item(item: Node, places: _Places, indent: str) -> Iterator[str]:
    """An item of a list: its first line begins with a dash and ends with where it comes from."""
    if isinstance(item, Map):
        lines = list(_pairs(item, places, indent + "  "))
        first = lines[0] if lines else indent + "  {}"
        yield f"{indent}- {first[len(indent) + 2 :]}" + ("" if "  # " in first else places.comment(item))
        yield from lines[1:]
    elif isinstance(item, List) and not _is_flat(item):
        yield f"{indent}-{places.comment(item)}"
        for each in item.items or ():
            yield from _item(each, places, indent + "  ")
    else:
        yield f"{indent}- {_flow(item)}{places.comment(item)}"


def _pairs(node: Map, places: _Places, indent: str) -> Iterator[str]:
    """The settings of a mapping; one that stands in another file than the mapping says where."""
    for key, value in node.pairs or ():
        mark = "" if value.source is node.source else places.comment(value)
        name = f"{indent}{_flow(key)}:"
        if isinstance(value, Map) and value.pairs:
            yield name + mark
            yield from _pairs(value, places, indent + "  ")
        elif isinstance(value, List) and not _is_flat(value):
            yield name + mark
            for each in value.items or ():
                yield from _plain_item(each, places, indent + "  ", node)
        else:
            yield f"{name} {_flow(value)}{mark}"


def _plain_item(item: Node, places: _Places, indent: str, within: Node) -> Iterator[str]:
    """An item of a list within an item: its place is said only where it is another file's."""
    lines = list(_item(item, places, indent))
    if item.source is within.source and lines and lines[0].endswith(own := places.comment(item)):
        lines[0] = lines[0].removesuffix(own)
    yield from lines


def _is_flat(node: List) -> bool:
    return all(isinstance(item, Scalar) or (isinstance(item, List) and _is_flat(item)) for item in node.items or ())


def _flow(node: Node) -> str:
    """A value on one line."""
    if isinstance(node, List):
        return "[" + ", ".join(_flow(item) for item in node.items or ()) + "]"
    if isinstance(node, Map):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(value)}" for key, value in node.pairs or ()) + "}"
    return _scalar(node)


def _scalar(node: Node) -> str:
    """A scalar that reads as the same value wherever it stands."""
    assert isinstance(node, Scalar)
    if node.plain and (node.value is None or not isinstance(node.value, str)):
        return node.text or "null"
    text = node.text
    if isinstance(node.value, str) and _SIMPLE.fullmatch(text) and Scalar(0, 0, text=text).value == text:
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    escaped = (each if each.isprintable() else rf"\U{ord(each):08X}" for each in json.dumps(text, ensure_ascii=False))
    return "".join(escaped)
