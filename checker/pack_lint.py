"""What may be amiss in a pack that loads: words listed twice, words of two facets, facets that nothing asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from checker.folding import fold
from checker.pack_layers import NAMES, Layers, all_nodes, text_of
from checker.yaml_marks import List, Map, Mistake, Node, Scalar

_WORDS: Final = ("words", "plain", "weak", "headers")


def lint(names: Iterable[str | Path]) -> tuple[tuple[Mistake, ...], tuple[Mistake, ...]]:
    """The mistakes in packs and in their tests, and advice on those that have none; raises PackError for no pack."""
    from checker.pack import effective_pack, pack_mistakes
    from checker.rule_tests import pack_folder, test_mistakes

    mistakes: list[Mistake] = []
    hints: list[Mistake] = []
    for name in names:
        own = pack_mistakes(name)
        mistakes += [*own, *test_mistakes(pack_folder(name))]
        hints += () if own else advice(effective_pack(name))
    return tuple(mistakes), tuple(hints)


def advice(layers: Layers) -> tuple[Mistake, ...]:
    """Advice on the values of a pack's own files, by place; nothing of it keeps a pack from loading."""
    found = [*_twice(layers), *_shared(layers), *_unused(layers)]
    return tuple(sorted({each for each in found if Path(each.file).parent == layers.top.folder}))


def _twice(layers: Layers) -> Iterator[Mistake]:
    """A word that one list holds twice."""
    for key, items in layers.lists.items():
        if key in NAMES:
            lists = [pair[1] for item in items for name in _WORDS if isinstance(item, Map) and (pair := item.get(name))]
        else:
            lists = [List(0, 0, 1, items[0].source, items)] if items else []
            lists += [item for item in items if isinstance(item, List)]
        for words in lists:
            seen: dict[str, Node] = {}
            for node in (words.items or ()) if isinstance(words, List) else ():
                if not isinstance(node, Scalar):
                    continue
                first = seen.setdefault(fold(node.text), node)
                if first is not node:
                    yield node.mistake(
                        f"“{node.text}”已写在{Path(first.source.file).name}第{first.line + 1}行，这里可以删去"
                    )


def _shared(layers: Layers) -> Iterator[Mistake]:
    """A word that two facets, or two figures, have: which is meant cannot be told."""
    for key in ("facets", "facts"):
        seen: dict[str, tuple[str, Node]] = {}
        for item in layers.lists.get(key, ()):
            name = text_of(item, NAMES[key]) or ""
            pair = item.get("words") if isinstance(item, Map) else None
            for node in (pair[1].items or ()) if pair and isinstance(pair[1], List) else ():
                if not isinstance(node, Scalar):
                    continue
                other, _ = seen.setdefault(fold(node.text), (name, node))
                # Facets that count in different places only may share a title.
                if other != name and not (isinstance(item, Map) and (item.get("inside") or item.get("outside"))):
                    yield node.mistake(f"“{node.text}”也是“{other}”的说法，遇到它时分不清是哪一个")


def _unused(layers: Layers) -> Iterator[Mistake]:
    """A facet that no part of the outline, no other facet and no rule asks for."""
    used: set[str] = set()
    for node in all_nodes(layers.lists.get("outline", [])):
        used |= set(_texts(layers, node))
    for key in ("facets", "rules"):
        for item in layers.lists.get(key, ()):
            value = layers.value(item)
            used |= set(
                _strings({k: v for k, v in value.items() if k != NAMES[key]} if isinstance(value, dict) else value)
            )
    for item in layers.lists.get("facets", ()):
        name = text_of(item, "id")
        if name is not None and name not in used:
            yield item.mistake(f"要点“{name}”没有被任何提纲部分或规则用到")


def _texts(layers: Layers, node: Node) -> Iterator[str]:
    value = layers.value(node)
    yield from (value or {}).get("facets", ()) if isinstance(value, dict) else ()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def as_json(mistakes: tuple[Mistake, ...], hints: tuple[Mistake, ...]) -> str:
    """Mistakes and advice as a JSON list of {file, line, column, level, message}; level is error or advice."""
    rows = [
        {"file": each.file, "line": each.line, "column": each.column, "level": level, "message": each.message}
        for level, group in (("error", mistakes), ("advice", hints))
        for each in group
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
