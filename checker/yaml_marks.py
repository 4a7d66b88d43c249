"""YAML with the place of every value, so that any later mistake can point to its line and column.

The tree is built from the parser's events: PyYAML's own composer overflows the C stack on deep nesting, keeps the last
of two equal keys without a word, and would follow aliases that multiply. Scalars mean what YAML 1.2 says: true and
false are truth values, yes, 012, 1:30 and 2020-10-01 are text. Decimal fractions become Decimal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from checker.yaml_slips import CLOSE_COLON, TAB, WIDE_COLON

MAX_DEPTH = 40
MAX_NODES = 200_000


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """What is wrong at a place of a file; line and column count from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return rf"{self.file}:{self.line}:{self.column}: {self.message}"


class YamlError(Exception):
    """A file that is no YAML of ours; line and column count from 0."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The file that a value stands in, and its lines."""

    file: str
    lines: Sequence[str] = ()


@dataclass(slots=True)
class Node:
    """A value and its place (from 0). `size` counts the nodes in it, those that aliases repeat included."""

    line: int
    column: int
    size: int = 1
    source: Source = Source("")

    def mistake(self, message: str) -> Mistake:
        """A mistake at this place."""
        return Mistake(self.source.file, self.line + 1, self.column + 1, message)


@dataclass(slots=True)
class Scalar(Node):
    text: str = ""
    plain: bool = True
    quoted: bool = False

    @property
    def value(self) -> str | int | bool | Decimal | None:
        if not self.plain:
            return self.text
        if self.text in _CONSTANTS:
            return _CONSTANTS[self.text]
        if _INTEGER.fullmatch(self.text):
            return int(self.text)
        return Decimal(self.text) if _FRACTION.fullmatch(self.text) else self.text


@dataclass(slots=True)
class List(Node):
    items: list[Node] | None = None


@dataclass(slots=True)
class Map(Node):
    pairs: list[tuple[Node, Node]] | None = None

    def get(self, key: str) -> tuple[Node, Node] | None:
        """The first pair of a key."""
        return next((p for p in self.pairs or () if isinstance(p[0], Scalar) and p[0].text == key), None)


_CONSTANTS: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_CONSTANTS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FRACTION = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,30}")


def parse(text: str, source: Source = Source("")) -> Node | None:
    """The tree of a file's only document, None when there is nothing in it; raises YamlError.

    `source` is what its nodes say of where they come from.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        events = loader(text)
        try:
            return _tree(events, yaml, source)
        finally:
            events.dispose()
    except yaml.reader.ReaderError as error:
        before = text[: error.position] if isinstance(error.position, int) else ""
        raise YamlError("有YAML不允许的控制字符", before.count("\n"), len(before) - before.rfind("\n") - 1) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark is not None else (0, 0)
        first = error.context_mark.line if error.context_mark is not None else line
        raise _in_chinese(error.problem or "", text, min(first, line), line, column) from error


def _tree(events: Any, yaml: Any, source: Source) -> Node | None:
    """Build the tree without recursion."""
    root: Node | None = None
    documents = nodes = 0
    open_nodes: list[tuple[List | Map, str | None]] = []
    waiting: list[Node | None] = []  # the key of each open mapping that still lacks its value
    anchors: dict[str, Node] = {}
    while True:
        event = events.get_event()
        if event is None or isinstance(event, yaml.StreamEndEvent):
            return root
        mark = event.start_mark
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise YamlError("一个文件只能有一份YAML内容，请删去多余的“---”", mark.line, mark.column)
            continue
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            _refuse_tag(event.tag, mark)
            quoted = event.style in ("'", '"')
            plain = event.implicit[0] and not event.style
            node = Scalar(mark.line, mark.column, 1, source, event.value, plain, quoted)
            if event.anchor:
                anchors[event.anchor] = node
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in anchors:
                raise YamlError(f"引用“*{event.anchor}”没有在前面定义，或引用了它自己", mark.line, mark.column)
            node = anchors[event.anchor]
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            _refuse_tag(event.tag, mark)
            if len(open_nodes) >= MAX_DEPTH:
                raise YamlError(f"嵌套超过{MAX_DEPTH}层", mark.line, mark.column)
            opened: List | Map
            if isinstance(event, yaml.SequenceStartEvent):
                opened = List(mark.line, mark.column, 1, source, [])
            else:
                opened = Map(mark.line, mark.column, 1, source, [])
            open_nodes.append((opened, event.anchor))
            waiting.append(None)
            continue
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            node, anchor = open_nodes.pop()
            waiting.pop()
            if anchor:
                anchors[anchor] = node
        else:
            continue
        nodes += 1
        if nodes > MAX_NODES or node.size > MAX_NODES:
            raise YamlError("内容过多，或引用（&、*）层层重复", mark.line, mark.column)
        if not open_nodes:
            root = node
            continue
        parent = open_nodes[-1][0]
        parent.size += node.size
        if parent.size > MAX_NODES:
            raise YamlError("内容过多，或引用（&、*）层层重复", mark.line, mark.column)
        if isinstance(parent, List):
            assert parent.items is not None
            parent.items.append(node)
            continue
        key = waiting[-1]
        if key is None:
            waiting[-1] = node
        else:
            assert parent.pairs is not None
            parent.pairs.append((key, node))
            waiting[-1] = None


def plain(node: Node, mistakes: list[Mistake]) -> Any:
    """The value that a tree stands for; repeated keys and keys that are no text are added to `mistakes`."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, List):
        return [plain(item, mistakes) for item in node.items or ()]
    assert isinstance(node, Map)
    result: dict[str, Any] = {}
    first: dict[str, Node] = {}
    for key, value in node.pairs or ():
        if not isinstance(key, Scalar):
            mistakes.append(key.mistake("项的名称应为文字"))
            continue
        if key.text == "<<" and key.plain:
            mistakes.append(key.mistake("不支持合并键“<<”，请把各项写全"))
            continue
        if key.text in first:
            mistakes.append(key.mistake(f"“{key.text}”重复，已写在第{first[key.text].line + 1}行"))
            continue
        first[key.text] = key
        result[key.text] = plain(value, mistakes)
    return result


def find(node: Node, path: Sequence[int | str]) -> tuple[Node, bool]:
    """The node at a path, and whether the whole path was there; parts that name no child are passed over."""
    whole = True
    for part in path:
        child: Node | None = None
        if isinstance(node, Map) and isinstance(part, str):
            pair = node.get(part)
            child = pair[1] if pair else None
        elif isinstance(node, List) and isinstance(part, int) and 0 <= part < len(node.items or ()):
            child = (node.items or [])[part]
        if child is None:
            whole = False
        else:
            node = child
    return node, whole


def offset_in(node: Node, offset: int) -> tuple[int, int]:
    """Where the `offset`-th character of a scalar stands, from 0; its beginning where that cannot be told."""
    lines = node.source.lines
    if isinstance(node, Scalar) and offset and node.line < len(lines):
        column = node.column + (1 if node.quoted else 0)
        if lines[node.line].startswith(node.text, column):
            return node.line, column + offset
    return node.line, node.column


def _refuse_tag(tag: str | None, mark: Any) -> None:
    if tag is not None and tag not in ("!", "tag:yaml.org,2002:str"):
        shown = tag.replace("tag:yaml.org,2002:", "!!")
        raise YamlError(f"不允许使用标签“{shown}”", mark.line, mark.column)


_PROBLEMS = (
    ("exceeded maximum nesting depth", f"嵌套超过{MAX_DEPTH}层"),
    ("cannot start any token", "此处的字符不能作为开头：缩进请用空格，不用制表符；以特殊符号开头的文字请加引号"),
    ("mapping values are not allowed", r"此处不应有冒号：检查缩进，文字里含“: ”时请给整个值加引号"),
    ("could not find expected ':'", "缺少冒号"),
    ("did not find expected key", r"此处应为“项: 值”：检查缩进，以及引号后面有没有多余的文字"),
    ("did not find expected '-' indicator", "此处应以“- ”开头：检查缩进"),
    ("did not find expected ',' or ']'", "方括号里的各项应以逗号分隔，并以“]”结束"),
    ("did not find expected ',' or '}'", "花括号里的各项应以逗号分隔，并以“}”结束"),
    ("unexpected end of stream", "引号没有成对"),
    ("unexpected document indicator", "引号没有成对"),
    ("unknown escape character", "双引号里的反斜杠有特殊含义：正则表达式请用单引号"),
    ("invalid leading UTF-8", "不是UTF-8编码"),
    ("invalid indentation", "缩进不对"),
    ("did not find expected node content", "此处缺少内容"),
)


def _in_chinese(problem: str, text: str, first: int, line: int, column: int) -> YamlError:
    """The error of the parser at a line and column (from 0), at the slip that led to it where one is to be seen.

    `first` is where the parser began to read what it could not end.
    """
    said = next((chinese for english, chinese in _PROBLEMS if english in problem), f"YAML语法有误（{problem}）")
    lines = text.split("\n")
    near = [each for each in (line, line - 1) if 0 <= each < len(lines)]
    for each in near:
        if tab := TAB.match(lines[each]):
            return YamlError("不能用制表符（Tab键）缩进，请用空格", each, tab.start("tab"))
    for each in near:
        if WIDE_COLON.match(lines[each]):
            return YamlError(f"{said}；第{each + 1}行用了全角冒号，应为半角冒号加空格", line, column)
    # A line without the blank goes on into the next ones as one long text: the parser stops at the end of that.
    for each in range(min(line, len(lines) - 1), max(min(first, line - 3), 0) - 1, -1):
        if close := CLOSE_COLON.match(lines[each]):
            return YamlError("冒号后要空一格", each, close.end("colon"))
    return YamlError(said, line, column)
