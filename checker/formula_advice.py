"""What is odd in a formula that can be read: a sum over a single number, points compared with a percentage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from checker.formula import FormulaError, parse
from checker.formula_syntax import Arithmetic, Call, Compare, Constant, Logic, Name, Node

# abs is of one number; of one number the others say nothing.
_OF_SEVERAL: Final = ("sum", "min", "max", "count")
_POINTS: Final = ("分值", "得分")
_ROWS: Final = {"indicator": "指标", "funds": "资金行", "dimension": "一级指标", "project": "项目", "scope": "范围"}


def formula_advice(text: str, each: str | None = None) -> Iterator[tuple[int, str]]:
    """Advice on a formula, in Chinese without a full stop, and the character that it is about.

    `each` is what the formula is applied to one by one (the rule's own word); every name is one number of that.
    """
    try:
        root = parse(text).root
    except FormulaError:
        return
    for node in _nodes(root):
        if isinstance(node, Call) and node.function in _OF_SEVERAL and len(node.arguments) == 1:
            yield max(text.find(node.source), 0), _single(node, each)
        elif isinstance(node, Compare):
            for points, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(points, Name) and points.name in _POINTS and _is_percent(other):
                    plain = other.source.rstrip("%％")
                    said = f"“{points.name}”按分计，不是百分数，要与{plain}分比较请写“{plain}”"
                    yield max(text.find(node.source), 0), said


def _single(call: Call, each: str | None) -> str:
    inner = call.arguments[0].source
    rows = _ROWS.get(each or "")
    told = f"这里每次只查一个{rows}，“{inner}”只是它自己的数" if rows else f"“{inner}”只有一个数"
    more = r"；要合计一级指标下的各项请写“each: dimension”" if each == "indicator" and call.function == "sum" else ""
    return f"{told}，“{call.source}”不会合计或比较其他各行的数{more}" if rows else f"{told}，“{call.source}”没有作用"


def _is_percent(node: Node) -> bool:
    return isinstance(node, Constant) and node.source.endswith(("%", "％"))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    inner: tuple[Node, ...] = ()
    if isinstance(node, Arithmetic | Compare):
        inner = (node.left, node.right)
    elif isinstance(node, Call):
        inner = node.arguments
    elif isinstance(node, Logic):
        inner = node.parts
    for each in inner:
        yield from _nodes(each)
