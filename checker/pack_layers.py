"""The files of a pack and of the packs that it extends, as one tree of marked YAML values.

A pack is a layer over those that its `extends` names. A layer changes an earlier one item by item: an item of a list
whose items have names (an id, a name) changes the item of that name, or removes it (`off: true`), or stands for the
whole of it (`replace: true`). In a changed rule each stated field stands for the earlier one; in a changed item of
words lists are added to. What is new is added, and so are lists of plain words. Each value keeps its file and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from os.path import normpath
from pathlib import Path
from typing import Any, Final

from checker.nearest import meant
from checker.pack_errors import unknown_key
from checker.vocabulary import Vocabulary
from checker.yaml_marks import List, Map, Mistake, Node, Scalar, find, plain
from checker.yaml_models import read_tree

NAMES: Final[Mapping[str, str]] = {
    "rules": "id", "facets": "id", "outline": "id",
    "facts": "name", "columns": "name", "dimensions": "name", "verbs": "name", "entities": "name",
}  # fmt: skip
"""The lists whose items have names, and the key of the name."""

TESTS: Final = "tests"
_MARKS: Final = ("off", "replace", "under", "after")
_MAIN: Final = "pack.yaml"
_DEEPEST: Final = 8


@dataclass(slots=True)
class Layer:
    """One pack folder: the tree of its pack.yaml, and the items of each of its lists in the order of its files.

    `odd` holds the values of keys that should be lists and are none.
    """

    folder: Path
    main: Map | None = None
    lists: dict[str, list[Node]] = field(default_factory=dict)
    odd: dict[str, Node] = field(default_factory=dict)
    own: dict[str, Node] = field(default_factory=dict)  # the rules that it defines or changes, by id

    def holds(self, node: Node) -> bool:
        """Whether a value stands in this layer's own files."""
        return Path(node.source.file).parent == self.folder


@dataclass(slots=True)
class Layers:
    """A pack and those that it extends, the first base first.

    `lists` holds the effective items of each list; `digest` identifies the content of all files (SHA-256).
    """

    layers: list[Layer]
    lists: dict[str, list[Node]]
    odd: dict[str, Node]
    mistakes: list[Mistake]
    digest: str
    _values: dict[int, Any]

    @property
    def top(self) -> Layer:
        return self.layers[-1]

    def value(self, node: Node) -> Any:
        """The value of an effective item, as the models take it."""
        known = self._values.get(id(node), self)
        return plain(node, []) if known is self else known


def read_layers(folder: Path, shipped: Mapping[str, Path]) -> Layers:
    """The layers of a pack; `shipped` are the folders of the packs that a name alone may mean."""
    reading = _Reading(shipped)
    reading.read(folder, ())
    merged: dict[str, list[Node]] = {}
    odd: dict[str, Node] = {}
    values: dict[int, Any] = {}
    for layer in reading.layers:
        # Each item as it was written, so that keys repeated in it are told whatever becomes of it.
        values |= {id(item): plain(item, reading.mistakes) for items in layer.lists.values() for item in items}
        _Merge(layer, merged, reading.mistakes, bases=layer is not reading.layers[0]).run()
        odd |= layer.odd
    _twice(merged.get("outline", []), reading.mistakes)
    if len(reading.layers) > 1:  # what was laid below an outline node is not in the value that it was written with
        for node in merged.get("outline", ()):
            values.pop(id(node), None)
    return Layers(reading.layers, merged, odd, reading.mistakes, reading.digest.hexdigest(), values)


def _twice(outline: list[Node], mistakes: list[Mistake]) -> None:
    """A part of the outline that a layer puts in a second place."""
    first: dict[str, Node] = {}
    for node in all_nodes(outline):
        name = text_of(node, "id")
        before = first.setdefault(name, node) if name is not None else node
        if before is not node and before.source.file != node.source.file:
            said = f"提纲里已有“{name}”这个部分（{before.source.file}第{before.line + 1}行），不能再放在另一处"
            mistakes.append(node.mistake(said))


class _Reading:
    """Reads the folders of a pack and of its bases, each once."""

    def __init__(self, shipped: Mapping[str, Path]) -> None:
        self.shipped = shipped
        self.layers: list[Layer] = []
        self.mistakes: list[Mistake] = []
        self.digest = sha256()

    def read(self, folder: Path, above: tuple[Path, ...]) -> None:
        layer = Layer(folder)
        # The bases come first, so pack.yaml is looked at before anything else of the folder.
        main = folder / _MAIN
        if main.is_file():
            root, _ = read_tree(main, self.mistakes, self.digest)
            layer.main = root if isinstance(root, Map) else None
            if isinstance(root, Map):
                self._bases(root, folder, (*above, folder.resolve()))
            elif root is not None:
                self.mistakes.append(root.mistake(_NO_MAP))
        else:
            self.mistakes.append(Mistake(str(main), 1, 1, "缺少这个文件，它应写明id、version和title"))
        if layer.main is not None:
            self._sort(layer, layer.main, main=True)
        for path in self._files(folder):
            root, _ = read_tree(path, self.mistakes, self.digest)
            if isinstance(root, Map):
                self._sort(layer, root, main=False)
            elif root is not None:
                self.mistakes.append(root.mistake(_NO_MAP))
        # The items stand in the order of the files' names, pack.yaml among them.
        for items in layer.lists.values():
            items.sort(key=lambda node: node.source.file)
        self.layers.append(layer)

    def _files(self, folder: Path) -> Iterator[Path]:
        """The YAML files besides pack.yaml; what would be passed over without a word is a mistake."""
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            self.mistakes.append(Mistake(str(folder), 1, 1, f"文件夹无法读取（{error.strerror}）"))
            return
        for path in paths:
            if path.name.startswith(".") or path.name == _MAIN:
                continue
            if path.is_dir() and path.name != TESTS and any(path.glob("*.y*ml")):
                said = f"规则包里只有{TESTS}文件夹会被读取，请把其中的文件移到上一级"
                self.mistakes.append(Mistake(str(path), 1, 1, said))
            elif path.suffix.lower() == ".yml":
                self.mistakes.append(Mistake(str(path), 1, 1, "文件名应以.yaml结尾，否则不会被读取"))
            elif path.suffix == ".yaml" and path.is_file():
                yield path

    def _bases(self, root: Map, folder: Path, above: tuple[Path, ...]) -> None:
        pair = root.get("extends")
        if pair is None or not isinstance(pair[1], List):  # another value is refused with pack.yaml's other keys
            return
        for item in pair[1].items or ():
            if not isinstance(item, Scalar) or not isinstance(item.value, str):
                continue
            base = self.shipped.get(item.value) or Path(normpath(folder / item.value))
            if base.resolve() in above:
                self.mistakes.append(item.mistake(f"规则包“{item.value}”绕了一圈又扩展到自己，请删去"))
            elif not base.is_dir():
                said = f"没有找到要扩展的规则包“{item.value}”{meant(item.value, self.shipped)}"
                self.mistakes.append(item.mistake(said + "；自己的规则包请写与本文件夹的相对路径"))
            elif len(above) >= _DEEPEST:
                self.mistakes.append(item.mistake(f"规则包层层扩展超过{_DEEPEST}层"))
            elif all(layer.folder.resolve() != base.resolve() for layer in self.layers):
                self.read(base, above)

    def _sort(self, layer: Layer, root: Map, *, main: bool) -> None:
        """Put each top-level value where it belongs; unknown and repeated keys are mistakes."""
        from checker.pack import About

        allowed = [*(About.model_fields if main else ()), *Vocabulary.model_fields, "rules"]
        seen: set[str] = set()
        for key, node in root.pairs or ():
            name = key.text if isinstance(key, Scalar) else ""
            if not name or name in seen or (main and name in About.model_fields):
                continue  # what is repeated or no text is reported with the values
            seen.add(name)
            if name not in allowed:
                moved = f"“{name}”应写在{_MAIN}里" if name in About.model_fields else unknown_key(name, allowed)
                self.mistakes.append(key.mistake(moved))
            elif isinstance(node, List):
                layer.lists.setdefault(name, []).extend(node.items or ())
            elif name == "rules":
                self.mistakes.append(node.mistake("“rules”应为列表：每条规则以“- ”开头"))
            else:
                layer.odd[name] = node
        plain(_keys_only(root), self.mistakes)


_NO_MAP: Final = r"文件的内容应为“项: 值”的组合（冒号用半角，后面有空格）"


def _keys_only(root: Map) -> Map:
    """A mapping with its keys and no values: repeated keys are looked for once."""
    empty = Scalar(root.line, root.column, 1, root.source)
    return Map(root.line, root.column, 1, root.source, [(key, empty) for key, _ in root.pairs or ()])


def text_of(node: Node, key: str) -> str | None:
    """The text that a mapping has under a key."""
    pair = node.get(key) if isinstance(node, Map) else None
    value = pair[1] if pair else None
    return value.text if isinstance(value, Scalar) and isinstance(value.value, str) else None


class _Merge:
    """Lays one layer over what the layers below it have come to."""

    def __init__(self, layer: Layer, merged: dict[str, list[Node]], mistakes: list[Mistake], *, bases: bool) -> None:
        self.layer, self.merged, self.mistakes, self.bases = layer, merged, mistakes, bases

    def run(self) -> None:
        for key in self._replaced():
            self.merged.pop(key, None)
        for key, items in self.layer.lists.items():
            below = self.merged.setdefault(key, [])
            if key not in NAMES:
                below.extend(items)
                continue
            self._once(key, items)
            if key == "outline":
                _Outline(self, below).run(items)
                continue
            for item in items:
                self._item(key, item, below)
        for item in self.layer.lists.get("rules", ()):
            if (name := text_of(item, "id")) is not None:
                self.layer.own.setdefault(name, item)

    def _replaced(self) -> Iterator[str]:
        """The keys that pack.yaml's `replace` starts from nothing; wrong names are refused with its other keys."""
        pair = self.layer.main.get("replace") if self.layer.main else None
        for node in (pair[1].items or ()) if pair and isinstance(pair[1], List) else ():
            if isinstance(node, Scalar):
                yield node.text

    def _once(self, key: str, items: list[Node]) -> None:
        """Names given twice within one layer are mistakes."""
        first: dict[str, Node] = {}
        for item in all_nodes(items) if key == "outline" else items:
            name = text_of(item, NAMES[key])
            if name is None:
                continue
            at = find(item, (NAMES[key],))[0]
            if name in first:
                before = first[name]
                said = f"{NAMES[key]}“{name}”重复，已写在{before.source.file}第{before.line + 1}行"
                self.mistakes.append(at.mistake(said))
            first.setdefault(name, at)

    def _item(self, key: str, item: Node, below: list[Node]) -> None:
        name = text_of(item, NAMES[key])
        at = next((i for i, node in enumerate(below) if name is not None and text_of(node, NAMES[key]) == name), None)
        if at is None:
            self.new(key, item, name, (text_of(node, NAMES[key]) or "" for node in below), below)
            return
        assert isinstance(item, Map)
        if self.layer.holds(below[at]):
            return  # a name twice in one layer, which was reported
        if self.marked(item, "off"):
            self.only_off(item, NAMES[key])
            del below[at]
        elif self.marked(item, "replace"):
            below[at] = without(item, "replace")
        elif not self._other_kind(key, item, below[at]):
            below[at] = changed(below[at], without(item, "off", "replace"), add=key != "rules")

    def new(self, key: str, item: Node, name: str | None, known: Iterator[str], below: list[Node]) -> None:
        """Add an item that no layer below has."""
        names = [each for each in known if each]
        if name is None:
            below.append(item)  # what lacks its name is refused with what else it lacks
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
        below.append(item)

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
        if found is None or not isinstance(item, Map):
            self._add(item, name, parent)
            return
        siblings, at = found
        if self.merge.layer.holds(siblings[at]):
            return
        if self.merge.marked(item, "off"):
            self.merge.only_off(item, "id")
            del siblings[at]
        elif self.merge.marked(item, "replace"):
            siblings[at] = without(item, *_MARKS)
        else:
            siblings[at] = changed(siblings[at], without(item, *_MARKS, "children"), add=True)
            for child in _children(item):
                self._lay(child, name)

    def _add(self, item: Node, name: str | None, parent: str | None) -> None:
        place = self.tree
        under = text_of(item, "under") or parent
        if under is not None:
            found = self._find(under, self.tree)
            if found is None:
                self._unknown(item, "under", under)
                return
            place = _own_children(found[0][found[1]])
        after = text_of(item, "after")
        at = len(place)
        if after is not None:
            found = self._find(after, place)
            if found is None or found[0] is not place:
                self._unknown(item, "after", after)
                return
            at = found[1] + 1
        new: list[Node] = []
        names = iter([text_of(node, "id") or "" for node in all_nodes(self.tree)])
        self.merge.new("outline", without(item, "under", "after"), name, names, new)
        place[at:at] = new

    def _unknown(self, item: Node, key: str, name: str) -> None:
        pair = item.get(key) if isinstance(item, Map) else None
        ids = [text_of(node, "id") or "" for node in all_nodes(self.tree)]
        said = f"提纲里没有“{name}”这个部分{meant(name, ids)}"
        self.merge.mistakes.append((pair[1] if pair else item).mistake(said))

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


def changed(base: Node, item: Node, *, add: bool) -> Node:
    """A mapping with the values of another laid over it; with `add`, lists are added to instead of replaced."""
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
        pairs[at] = (key, value)
    return Map(base.line, base.column, base.size + item.size, base.source, pairs)
