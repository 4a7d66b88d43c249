"""Mistakes in a base that a layer above it has made are told in that layer, not in files that are right by themselves.

A facet that is switched off may still be named by the base's outline, and a changed parameter may be what a formula of
the base asks for. The place in the base is then quoted, and the statement of the layer above is what has to be mended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from checker.pack_files import Layer
from checker.pack_layers import NAMES, all_nodes, text_of
from checker.yaml_marks import List, Map, Mistake, Node

_QUOTED: Final = re.compile(r"没有(?:定义)?名为“([^”]+)”")
_SHOWN: Final = 3


def told_where_made(
    layers: Sequence[Layer],
    mistakes: Collection[Mistake],
    within: Mapping[Mistake, str],
    alone: Callable[[Path], Collection[Mistake]],
) -> list[Mistake]:
    """The mistakes of a pack, those in a base that is right by itself moved to the layer that made them.

    `within` has the name of the item in which a mistake of values stands (others are always where they were made);
    `alone` gives the mistakes of a folder as a pack.
    """
    told = [each for each in mistakes if Path(each.file).parent == layers[-1].folder]
    unused: dict[tuple[str, int, int], tuple[str, list[Mistake]]] = {}
    for index, layer in enumerate(layers[:-1]):
        here = [each for each in mistakes if Path(each.file).parent == layer.folder]
        own = set(map(_place, alone(layer.folder))) if here else set()
        for mistake in here:
            if mistake not in within or _place(mistake) in own:
                told.append(mistake)
                continue
            quoted = _QUOTED.match(mistake.message)
            node, off = _statement(layers[index + 1 :], quoted[1] if quoted else "", within.get(mistake, ""))
            if node is None:
                told.append(mistake)
            elif off and quoted:
                at = node.mistake("")
                unused.setdefault(_place(at), (quoted[1], []))[1].append(mistake)
            else:
                where = f"{mistake.file}第{mistake.line}行"
                told.append(node.mistake(f"这样改以后，{where}不再成立：{mistake.message}"))
    told += _used(unused)
    known = {Path(each.folder) for each in layers}
    return [*told, *(each for each in mistakes if Path(each.file).parent not in known)]


def _place(mistake: Mistake) -> tuple[str, int, int]:
    return mistake.file, mistake.line, mistake.column


def _used(unused: Mapping[tuple[str, int, int], tuple[str, list[Mistake]]]) -> Iterator[Mistake]:
    for place, (name, uses) in unused.items():
        where = "、".join(f"{each.file}第{each.line}行" for each in uses[:_SHOWN])
        more = f"等{len(uses)}处" if len(uses) > _SHOWN else ""
        yield Mistake(*place, f"停用了“{name}”，但{where}{more}还用到它，请一并修改或停用")


def _statement(above: Sequence[Layer], name: str, item: str) -> tuple[Node | None, bool]:
    """What a layer above says that may have made a mistake, the uppermost first; whether it switches `name` off."""
    for layer in reversed(above):
        for node, called in _named(layer):
            if called == name and node.get("off") is not None:
                return node, True
    for layer in reversed(above):
        for node, called in _named(layer):
            if called == item and item:
                return node, False
        for key in ("replace", "extends"):
            pair = layer.main.get(key) if layer.main else None
            if pair is not None and isinstance(pair[1], List) and (key == "replace" or layer is above[-1]):
                return pair[1], False
    return None, False


def _named(layer: Layer) -> Iterator[tuple[Map, str]]:
    """The items of a layer that have names, with their names."""
    for key, items in layer.lists.items():
        for node in all_nodes(items) if key == "outline" else items:
            name = text_of(node, NAMES.get(key, ""))
            if isinstance(node, Map) and name is not None:
                yield node, name
