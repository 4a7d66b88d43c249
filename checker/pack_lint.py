"""What may be amiss in a pack that loads: words for two things, what never matches, what is unused."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from checker.folding import fold
from checker.formula_advice import formula_advice
from checker.pack_layers import NAMES, Layers, all_nodes, text_of
from checker.schema import installed_kinds, pattern_names
from checker.vocabulary import Vocabulary
from checker.yaml_marks import List, Map, Mistake, Node, Scalar, offset_in

_WORDS: Final = ("words", "plain", "weak", "headers")
_PLACEHOLDER: Final = re.compile(r"请写明依据[^）)]*|[（(]请填写[）)]|请改为自己的名称")
_FORMULAS: Final = ("that", "when", "unless")


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
    found = [
        *_twice(layers),
        *_shared(layers),
        *_unused(layers),
        *_spaced(layers),
        *_folded(layers),
        *_unwritten(layers),
    ]
    found += _odd_formulas(layers)
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
    """A facet that no part of the outline, no other facet and no rule asks for; a column that no rule asks for."""
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
    if any(text_of(item, "name") not in used for item in layers.lists.get("columns", ()) if layers.top.holds(item)):
        used |= _columns_of_the_default()  # the reading of forms asks for these itself
    for item in layers.lists.get("columns", ()):
        name = text_of(item, "name")
        if name is not None and name not in used:
            yield item.mistake(f"栏目“{name}”没有被任何规则用到")


def _columns_of_the_default() -> set[str]:
    from checker.pack import load_pack

    return {column.name for column in load_pack().vocabulary.columns}


def _spaced(layers: Layers) -> Iterator[Mistake]:
    """A word with a space in it: words are looked for where spaces have been taken out."""
    for key in ("facets", "facts", "columns", "dimensions"):
        for item in layers.lists.get(key, ()):
            for name in _WORDS:
                pair = item.get(name) if isinstance(item, Map) else None
                for node in (pair[1].items or ()) if pair and isinstance(pair[1], List) else ():
                    if isinstance(node, Scalar) and any(each.isspace() for each in node.text):
                        yield node.mistake(f"“{node.text}”里有空格，而比对时不看文中的空格，因此永远对不上，请去掉空格")


def _folded(layers: Layers) -> Iterator[Mistake]:
    """A full-width sign in a regular expression that means something there once it is folded: （ opens a group."""
    kinds = {kind.model_fields["check"].default: kind for kind in installed_kinds()}
    for key, items in layers.lists.items():
        for item in items:
            model = kinds[text_of(item, "check") or ""] if key == "rules" else Vocabulary
            for node in _patterns(item, pattern_names(model), None):
                for index, sign in _signs(node.text):
                    line, column = offset_in(node, index)
                    plain = fold(sign)
                    said = f"正则表达式里的“{sign}”按半角“{plain}”看待，有特殊含义；要匹配这个符号请写“\\{plain}”"
                    yield Mistake(node.source.file, line + 1, column + 1, said)


def _odd_formulas(layers: Layers) -> Iterator[Mistake]:
    """A formula of a rule that can be read and does not do what it seems to."""
    for item in layers.lists.get("rules", ()):
        for key in _FORMULAS if text_of(item, "check") == "assert" else ("when",):
            pair = item.get(key) if isinstance(item, Map) else None
            nodes = (pair[1].items or ()) if pair and isinstance(pair[1], List) else [pair[1]] if pair else ()
            for node in nodes:
                if isinstance(node, Scalar):
                    for index, said in formula_advice(node.text, text_of(item, "each")):
                        line, column = offset_in(node, index)
                        yield Mistake(node.source.file, line + 1, column + 1, said)


def _unwritten(layers: Layers) -> Iterator[Mistake]:
    """What the example that a pack or a rule began with asks its writer to put in place of it."""
    rules = [layers.top.own[name] for name in layers.top.own]
    for node in (*rules, *([layers.top.main] if layers.top.main else [])):
        for key, value in (node.pairs or ()) if isinstance(node, Map) else ():
            if isinstance(key, Scalar) and isinstance(value, Scalar) and (match := _PLACEHOLDER.search(value.text)):
                yield value.mistake(f"“{key.text}”里还留着例子的“{match[0]}”，请写成自己的内容")


def _signs(pattern: str) -> Iterator[tuple[int, str]]:
    """The full-width signs outside of [classes] and without a backslash that fold to signs of regular expressions."""
    within, index = False, 0
    while index < len(pattern):
        sign = pattern[index]
        if sign == "\\":
            index += 1
        elif within:
            within = sign != "]"
        elif sign == "[":
            within = True
            index += pattern[index + 1 : index + 2] == "]"
        elif fold(sign) != sign and fold(sign) in "()[]{}?*+|^$.":
            yield index, sign
        index += 1


def _patterns(node: Node, names: Collection[str], key: str | None) -> Iterator[Scalar]:
    if isinstance(node, Map):
        for name, value in node.pairs or ():
            yield from _patterns(value, names, name.text if isinstance(name, Scalar) else None)
    elif isinstance(node, List):
        for each in node.items or ():
            yield from _patterns(each, names, key)
    elif key in names and isinstance(node, Scalar):
        yield node


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
