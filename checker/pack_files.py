"""The files of a pack and of the packs that it extends → layers of marked YAML values, the first base first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from os.path import normpath
from pathlib import Path
from typing import Final

from checker.nearest import meant
from checker.pack_errors import unknown_key
from checker.vocabulary import Vocabulary
from checker.yaml_marks import List, Map, Mistake, Node, Scalar, plain
from checker.yaml_models import read_tree

TESTS: Final = "tests"
"""The only sub-folder of a pack: its tests, which loading does not read."""

_MAIN: Final = "pack.yaml"
_DEEPEST: Final = 8
_NO_MAP: Final = r"文件的内容应为“项: 值”的组合（冒号用半角，后面有空格）"


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


class Reading:
    """Reads the folders of a pack and of its bases, each once."""

    def __init__(self, shipped: Mapping[str, Path], about: Collection[str]) -> None:
        """`shipped` are the packs that a name alone may mean; `about` is what pack.yaml says of a pack."""
        self.shipped, self.about = shipped, about
        self.layers: list[Layer] = []
        self.real: list[Path] = []  # the folders of the layers, without links
        self.mistakes: list[Mistake] = []
        self.digest = sha256()

    def read(self, folder: Path, above: tuple[Path, ...]) -> None:
        layer = Layer(folder)
        # The bases come first, so pack.yaml is looked at before anything else of the folder.
        main = folder / _MAIN
        if main.is_file():
            root = read_tree(main, self.mistakes, self.digest)
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
            root = read_tree(path, self.mistakes, self.digest)
            if isinstance(root, Map):
                self._sort(layer, root, main=False)
            elif root is not None:
                self.mistakes.append(root.mistake(_NO_MAP))
        # The items stand in the order of the files' names, pack.yaml among them.
        for items in layer.lists.values():
            items.sort(key=lambda node: node.source.file)
        self.layers.append(layer)
        self.real.append(folder.resolve())

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
            real = real_folder(base)
            if real is None:
                said = f"没有找到要扩展的规则包“{shortened(item.value)}”{meant(item.value[:80], self.shipped)}"
                self.mistakes.append(item.mistake(said + "；自己的规则包请写与本文件夹的相对路径"))
            elif real in above:
                self.mistakes.append(item.mistake(f"规则包“{item.value}”绕了一圈又扩展到自己，请删去"))
            elif not (real / _MAIN).is_file():
                self.mistakes.append(item.mistake(f"“{item.value}”不是规则包（没有{_MAIN}）"))
            elif len(above) >= _DEEPEST:
                self.mistakes.append(item.mistake(f"规则包层层扩展超过{_DEEPEST}层"))
            elif real not in self.real:
                self.read(base, above)

    def _sort(self, layer: Layer, root: Map, *, main: bool) -> None:
        """Put each top-level value where it belongs; unknown and repeated keys are mistakes."""
        allowed = [*(self.about if main else ()), *Vocabulary.model_fields, "rules"]
        seen: set[str] = set()
        for key, node in root.pairs or ():
            name = key.text if isinstance(key, Scalar) else ""
            if not name or name in seen or (main and name in self.about):
                continue  # what is repeated or no text is reported with the values
            seen.add(name)
            if name not in allowed:
                moved = f"“{name}”应写在{_MAIN}里" if name in self.about else unknown_key(name, allowed)
                self.mistakes.append(key.mistake(moved))
            elif isinstance(node, List):
                layer.lists.setdefault(name, []).extend(node.items or ())
            elif name == "rules":
                self.mistakes.append(node.mistake("“rules”应为列表：每条规则以“- ”开头"))
            else:
                layer.odd[name] = node
        plain(_keys_only(root), self.mistakes)


def _keys_only(root: Map) -> Map:
    """A mapping with its keys and no values: repeated keys are looked for once."""
    empty = Scalar(root.line, root.column, 1, root.source)
    return Map(root.line, root.column, 1, root.source, [(key, empty) for key, _ in root.pairs or ()])


def real_folder(folder: Path) -> Path | None:
    """A folder without the links on the way to it; None where there is none, or no system would take the name."""
    try:
        return folder.resolve() if folder.is_dir() else None
    except (OSError, ValueError, RuntimeError):
        return None


def shortened(name: str) -> str:
    """A name as a message may quote it."""
    shown = "".join(character if character.isprintable() else "?" for character in name)
    return shown if len(shown) <= 60 else shown[:59] + "…"
