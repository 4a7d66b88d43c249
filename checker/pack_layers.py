"""The files of a pack and of the packs that it extends, as one tree of marked YAML values.

A pack is a layer over those that its `extends` names. A layer changes an earlier one item by item: an item of a list
whose items have names (an id, a name) changes the item of that name, or removes it (`off: true`), or stands for the
whole of it (`replace: true`). In a changed rule each stated field stands for the earlier one, and so does each entry
of its `params`, `values` and `reason`: what is not stated stays. In a changed item of words lists are added to. What
is new is added, and so are lists of plain words. Each value keeps its file and line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from checker.nearest import meant
from checker.pack_files import Layer, Reading
from checker.yaml_marks import List, Map, Mistake, Node, Scalar, find, plain

NAMES: Final[Mapping[str, str]] = {
    "rules": "id", "facets": "id", "outline": "id", "elsewhere": "pack",
    "facts": "name", "columns": "name", "dimensions": "name", "verbs": "name", "entities": "name",
}  # fmt: skip
"""The lists whose items have names, and the key of the name."""

_BY_ENTRY: Final = frozenset(("params", "values", "reason"))
"""The mappings of a rule that a layer changes entry by entry."""

_MARKS: Final = ("off", "replace", "under", "after")
_SIDES: Final = {"under": "下面", "after": "后面"}


Place = tuple[str, int, int]
"""File, line and column, from 1."""


@dataclass(slots=True)
class Layers:
    """A pack and those that it extends, the first base first.

    `lists` holds the effective items of each list; `digest` identifies the content of all files (SHA-256). `added` has
    the items that are new above a base, by their place: the name, and the names that the bases have.
    """

    layers: list[Layer]
    lists: dict[str, list[Node]]
    odd: dict[str, Node]
    mistakes: list[Mistake]
    digest: str
    added: dict[Place, tuple[str, list[str]]]
    _values: dict[int, Any]

    @property
    def top(self) -> Layer:
        return self.layers[-1]

    def value(self, node: Node) -> Any:
        """The value of an effective item, as the models take it."""
        known = self._values.get(id(node), self)
        return plain(node, []) if known is self else known


def read_layers(folder: Path, shipped: Mapping[str, Path], about: Collection[str]) -> Layers:
    """The layers of a pack; `shipped` are the folders of the packs that a name alone may mean.

    `about` names what pack.yaml says of a pack itself.
    """
    reading = Reading(shipped, about)
    reading.read(folder, ())
    done = Layers(reading.layers, {}, {}, reading.mistakes, reading.digest.hexdigest(), {}, {})
    values: dict[int, Any] = done._values
    for layer in reading.layers:
        # Each item as it was written, so that keys repeated in it are told whatever becomes of it.
        values |= {id(item): plain(item, reading.mistakes) for items in layer.lists.values() for item in items}
        _Merge(layer, done, bases=layer is not reading.layers[0]).run()
        done.odd |= layer.odd
    if len(reading.layers) > 1:  # what was laid below an outline node is not in the value that it was written with
        _twice(done.lists.get("outline", []), reading.mistakes)
        for node in done.lists.get("outline", ()):
            values.pop(id(node), None)
    return done


def _twice(outline: list[Node], mistakes: list[Mistake]) -> None:
    """A part of the outline that a layer puts in a second place."""
    first: dict[str, Node] = {}
    for node in all_nodes(outline):
        name = text_of(node, "id")
        before = first.setdefault(name, node) if name is not None else node
        if before is not node and before.source.file != node.source.file:
            said = f"提纲里已有“{name}”这个部分（{before.source.file}第{before.line + 1}行），不能再放在另一处"
            mistakes.append(node.mistake(said))


def text_of(node: Node, key: str) -> str | None:
    """The text that a mapping has under a key."""
    pair = node.get(key) if isinstance(node, Map) else None
    value = pair[1] if pair else None
    return value.text if isinstance(value, Scalar) and isinstance(value.value, str) else None


class _Merge:
    """Lays one layer over what the layers below it have come to."""

    def __init__(self, layer: Layer, below: Layers, *, bases: bool) -> None:
        self.layer, self.below, self.mistakes, self.bases = layer, below, below.mistakes, bases

    def run(self) -> None:
        for key in self._replaced():
            self.below.lists.pop(key, None)
        for key, items in self.layer.lists.items():
            merged = self.below.lists.setdefault(key, [])
            once = self._once(key, items) if key in NAMES else items
            if key not in NAMES or not (self.bases or any(self._marks(item) for item in once)):
                merged.extend(once)
            elif key == "outline":
                _Outline(self, merged).run(once)
            else:
                self._items(key, once, merged)
        for item in self.layer.lists.get("rules", ()):
            if (name := text_of(item, "id")) is not None:
                self.layer.own.setdefault(name, item)

    def _marks(self, item: Node) -> bool:
        """Whether an item says that it is for one of a base."""
        value = self.below.value(item)
        return isinstance(value, dict) and any(mark in value for mark in _MARKS)

    def _replaced(self) -> Iterator[str]:
        """The keys that pack.yaml's `replace` starts from nothing; wrong names are refused with its other keys."""
        pair = self.layer.main.get("replace") if self.layer.main else None
        for node in (pair[1].items or ()) if pair and isinstance(pair[1], List) else ():
            if isinstance(node, Scalar):
                yield node.text

    def _once(self, key: str, items: list[Node]) -> list[Node]:
        """The items without those whose name another of this layer has, which is a mistake."""
        first: dict[str, Node] = {}
        again: set[int] = set()
        for item in all_nodes(items) if key == "outline" else items:
            name = text_of(item, NAMES[key])
            if name is None:
                continue
            if name in first:
                before = find(first[name], (NAMES[key],))[0]
                said = f"{NAMES[key]}“{name}”重复，已写在{before.source.file}第{before.line + 1}行"
                self.mistakes.append(find(item, (NAMES[key],))[0].mistake(said))
                again.add(id(item))
            first.setdefault(name, item)
        return [item for item in items if id(item) not in again] if again and self.bases else items

    def _items(self, key: str, items: list[Node], merged: list[Node]) -> None:
        """Lay the items of a list over those of the bases; what is left keeps its place."""
        at = {text_of(node, NAMES[key]): index for index, node in enumerate(merged)}
        gone: set[int] = set()
        names = [name for name in at if name]
        for item in items:
            name = text_of(item, NAMES[key])
            index = at.get(name) if name is not None else None
            if index is None:
                self.new(key, item, name, names, merged)
                continue
            assert isinstance(item, Map)
            if self.marked(item, "off"):
                self.only_off(item, NAMES[key])
                gone.add(index)
            elif self.marked(item, "replace"):
                merged[index] = without(item, "off", "replace")
            elif not self._other_kind(key, item, merged[index]):
                merged[index] = changed(merged[index], without(item, "off", "replace"), add=key != "rules")
        merged[:] = [node for index, node in enumerate(merged) if index not in gone]

    def new(self, key: str, item: Node, name: str | None, names: list[str], merged: list[Node]) -> None:
        """Add an item that no layer below has; `names` are those that they have."""
        if name is None:
            merged.append(item)  # what lacks its name is refused with what else it lacks
            return
        for mark in ("off", "replace"):
            if isinstance(item, Map) and (pair := item.get(mark)) is not None:
                what = "停用" if mark == "off" else "替换"
                self.mistakes.append(pair[0].mistake(f"被扩展的规则包里没有“{name}”，无从{what}{meant(name, names)}"))
                return
        if key == "rules" and self.bases and isinstance(item, Map) and item.get("check") is None:
            at = item.get("id")
            said = f"被扩展的规则包里没有规则“{name}”{meant(name, names)}；新规则要写明check和其他各项"
            self.mistakes.append((at[1] if at else item).mistake(said))
            return
        if self.bases:
            self.below.added[(item.source.file, item.line + 1, item.column + 1)] = (name, names)
        merged.append(item)

    def marked(self, item: Map, mark: str) -> bool:
        """Whether an item says `off: true` or `replace: true`."""
        pair = item.get(mark)
        if pair is None:
            return False
        value = pair[1].value if isinstance(pair[1], Scalar) else None
        if not isinstance(value, bool):
            self.mistakes.append(pair[1].mistake(f"“{mark}”应为true或false"))
        return value is True

    def only_off(self, item: Map, name: str) -> None:
        """What stands beside `off: true` would be without effect."""
        for key, _ in item.pairs or ():
            if isinstance(key, Scalar) and key.text not in (name, "off"):
                self.mistakes.append(key.mistake(f"已写“off: true”，“{key.text}”不会起作用，请删去其中一个"))

    def _other_kind(self, key: str, item: Map, base: Node) -> bool:
        """Whether a changed rule names another check kind, which is a mistake."""
        pair = item.get("check")
        if key != "rules" or pair is None or text_of(item, "check") == text_of(base, "check"):
            return False
        said = (
            f"这条规则的检查方式是{text_of(base, 'check')}，不能改；要整条换掉请加“replace: true”，要另立规则请换编号"
        )
        self.mistakes.append(pair[1].mistake(said))
        return True


class _Outline:
    """Lays a layer's outline nodes over the tree below: nodes are found by their id at any depth."""

    def __init__(self, merge: _Merge, tree: list[Node]) -> None:
        self.merge, self.tree = merge, tree

    def run(self, items: list[Node]) -> None:
        for item in items:
            self._lay(item, None)

    def _lay(self, item: Node, parent: str | None) -> None:
        name = text_of(item, "id")
        found = self._find(name, self.tree) if name is not None else None
        if found is None or name is None or not isinstance(item, Map):
            self._add(item, name, parent)
            return
        siblings, at = found
        if self.merge.layer.holds(siblings[at]):
            return
        if self.merge.marked(item, "off"):
            self.merge.only_off(item, "id")
            del siblings[at]
            return
        if self.merge.marked(item, "replace"):
            siblings[at] = without(item, *_MARKS)
        else:
            siblings[at] = changed(siblings[at], without(item, *_MARKS, "children"), add=True)
            self._lay_children(item, name)
        if item.get("under") or item.get("after"):
            self._move(item, name, siblings)
        elif parent is not None and siblings is not self._below(parent):
            before = f"{siblings[at].source.file}第{siblings[at].line + 1}行"
            said = f"提纲里已有“{name}”这个部分（{before}），要移到这里请写“under: {parent}”"
            self.merge.mistakes.append(item.mistake(said))

    def _lay_children(self, item: Map, name: str) -> None:
        pair = item.get("children")
        if pair is not None and not isinstance(pair[1], List):
            self.merge.mistakes.append(pair[1].mistake("应为列表：每项一行并以“- ”开头，或写在方括号里"))
        for child in _children(item):
            self._lay(child, name)

    def _move(self, item: Map, name: str, siblings: list[Node]) -> None:
        """Put a part that a base has where `under` and `after` say."""
        at = next(index for index, node in enumerate(siblings) if text_of(node, "id") == name)
        node = siblings.pop(at)
        within = {text_of(each, "id") for each in all_nodes([node])}
        for key in ("under", "after"):
            if text_of(item, key) in within:
                pair = item.get(key)
                self.merge.mistakes.append(
                    (pair[1] if pair else item).mistake(f"“{name}”不能移到它自己的{_SIDES[key]}")
                )
                siblings.insert(at, node)
                return
        place = self._place(item, None, siblings)
        if place is None:
            siblings.insert(at, node)
        else:
            place[0].insert(place[1], node)

    def _add(self, item: Node, name: str | None, parent: str | None) -> None:
        place = self._place(item, parent, self.tree)
        if place is None:
            return
        new: list[Node] = []
        names = [text_of(node, "id") or "" for node in all_nodes(self.tree)]
        self.merge.new("outline", without(item, "under", "after"), name, names, new)
        place[0][place[1] : place[1]] = new

    def _place(self, item: Node, parent: str | None, default: list[Node]) -> tuple[list[Node], int] | None:
        """Where a part goes: the end of what `under` names, or behind what `after` names. None after a mistake."""
        wanted: dict[str, str] = {}
        for key in ("under", "after"):
            pair = item.get(key) if isinstance(item, Map) else None
            if pair is None:
                continue
            name = text_of(item, key)
            if name is None or self._find(name, self.tree) is None:
                ids = [text_of(node, "id") or "" for node in all_nodes(self.tree)]
                shown = name if name is not None else pair[1].text if isinstance(pair[1], Scalar) else ""
                self.merge.mistakes.append(pair[1].mistake(f"提纲里没有“{shown}”这个部分{meant(shown, ids)}"))
                return None
            wanted[key] = name
        under = wanted.get("under", parent)
        place = self._below(under) if under is not None else default
        if "after" not in wanted:
            return place, len(place)
        found = self._find(wanted["after"], self.tree)
        assert found is not None
        if under is not None and found[0] is not place:
            pair = item.get("after") if isinstance(item, Map) else None
            self.merge.mistakes.append((pair[1] if pair else item).mistake(f"“{wanted['after']}”不在“{under}”之下"))
            return None
        return found[0], found[1] + 1

    def _below(self, name: str) -> list[Node]:
        found = self._find(name, self.tree)
        return _own_children(found[0][found[1]]) if found is not None else []

    def _find(self, name: str, nodes: list[Node]) -> tuple[list[Node], int] | None:
        for index, node in enumerate(nodes):
            if text_of(node, "id") == name:
                return nodes, index
            if (found := self._find(name, _children(node))) is not None:
                return found
        return None


def _children(node: Node) -> list[Node]:
    pair = node.get("children") if isinstance(node, Map) else None
    return (pair[1].items or []) if pair and isinstance(pair[1], List) else []


def _own_children(node: Node) -> list[Node]:
    """The list of a node's children, made where it has none."""
    assert isinstance(node, Map)
    pair = node.get("children")
    if pair is None or not isinstance(pair[1], List):
        key = Scalar(node.line, node.column, 1, node.source, "children")
        made = List(node.line, node.column, 1, node.source, [])
        node.pairs = [*(node.pairs or ()), (key, made)]
        pair = (key, made)
    assert isinstance(pair[1], List)
    if pair[1].items is None:
        pair[1].items = []
    return pair[1].items


def all_nodes(nodes: list[Node]) -> Iterator[Node]:
    """Outline nodes and all below them, in order."""
    for node in nodes:
        yield node
        yield from all_nodes(_children(node))


def without(node: Node, *keys: str) -> Node:
    """A mapping without some of its keys."""
    if not isinstance(node, Map) or all(node.get(key) is None for key in keys):
        return node
    pairs = [pair for pair in node.pairs or () if not (isinstance(pair[0], Scalar) and pair[0].text in keys)]
    return Map(node.line, node.column, node.size, node.source, pairs)


def changed(base: Node, item: Node, *, add: bool) -> Map:
    """A mapping with the values of another laid over it; with `add`, lists are added to instead of replaced.

    Without `add` (in a rule) the mappings of `_BY_ENTRY` are laid over each other in the same way.
    """
    assert isinstance(base, Map) and isinstance(item, Map)
    pairs = list(base.pairs or ())
    for key, value in item.pairs or ():
        name = key.text if isinstance(key, Scalar) else None
        at = next((i for i, (k, _) in enumerate(pairs) if isinstance(k, Scalar) and k.text == name), None)
        if at is None:
            pairs.append((key, value))
            continue
        before = pairs[at][1]
        if isinstance(before, Scalar) and isinstance(value, Scalar) and before.value == value.value:
            continue  # the name of the item, or what it says already
        if add and isinstance(before, List) and isinstance(value, List):
            both = [*(before.items or ()), *(value.items or ())]
            value = List(value.line, value.column, before.size + value.size, value.source, both)
        elif not add and name in _BY_ENTRY and isinstance(before, Map) and isinstance(value, Map):
            # What is wrong with the whole is told where the layer states its part.
            value = Map(value.line, value.column, value.size, value.source, changed(before, value, add=False).pairs)
        pairs[at] = (key, value)
    return Map(base.line, base.column, base.size + item.size, base.source, pairs)
