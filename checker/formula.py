"""Formulas in the language of the forms, evaluated over intervals: 执行率 == 执行数 / 预算数.

A formula is parsed once and never handed to Python. Names are the pack's; numbers may carry %, ‰, 分, 元, 万元, 亿元:
amounts are in 元 and percentages are fractions (80% is 0.8). A comparison is true or false only where it is so for
every number that the statements may stand for, else undecided: a rule built on it fires on what is certainly wrong.

    或 or · 且 and · 非 not · == = != ≠ <= ≤ >= ≥ < > · + - * × / ÷
    min max sum count abs (最小值 最大值 求和 计数 绝对值) · 含 contains

A name with other characters stands in quotes: “执行率（%）” >= 80%. A text stands in single quotes and is compared with
a name that stands for words, spaces and the width of punctuation aside: 等级 == '优秀', 三级指标 含 '满意度'.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from checker.folding import fold
from checker.formula_syntax import Arithmetic, Call, Compare, Constant, FormulaError, Logic, Name, Node, Parser, Words
from checker.interval import Interval

__all__ = ["Formula", "FormulaError", "Kind", "Result", "Values", "parse"]

Values = Mapping[str, Interval | tuple[Interval, ...] | str | None]
Kind = Literal["condition", "number"]


@dataclass(frozen=True, slots=True)
class Result:
    """What a formula comes to.

    `holds` is True or False where that is certain, None where it is undecided, where operands are `missing`, or where
    `reason` (Chinese, without a full stop) says why it has no value. `left` and `right` are the two sides of the
    comparison that decided. `value` is the number that a formula without a comparison comes to.
    """

    holds: bool | None = None
    missing: tuple[str, ...] = ()
    left: Interval | None = None
    right: Interval | None = None
    reason: str = ""
    value: Interval | None = None

    @property
    def applicable(self) -> bool:
        """Whether every operand that mattered had a value."""
        return not self.missing and not self.reason

    @property
    def difference(self) -> Interval | None:
        """By how much the left side exceeds the right."""
        return None if self.left is None or self.right is None else self.left - self.right


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that has been read. `names` are its operands in order; `kind` says whether it is true or a number.

    `text` is what was read, with spaces between words that were written together (预算数且执行数): it can be read
    again without knowing the names.
    """

    text: str
    names: tuple[str, ...]
    kind: Kind
    root: Node

    def evaluate(self, values: Values) -> Result:
        """What it comes to with the values of its names; a name without a value, or with None, is missing."""
        if self.kind == "condition":
            return _judge(self.root, values)
        number = _number(self.root, values)
        if isinstance(number, Interval):
            return Result(value=number)
        return Result(missing=number.missing, reason=number.reason)


def parse(
    text: str, names: Collection[str] | None = None, *, kind: Kind | None = None, words: Collection[str] = ()
) -> Formula:
    """Read a formula; raises FormulaError.

    `names` are those that it may use (any, when None), `words` those of them that stand for words instead of numbers;
    `kind` says what it must be.
    """
    parser = Parser(text, names, words)
    root = parser.whole()
    found: Kind = "condition" if isinstance(root, Compare | Logic) else "number"
    if kind == "condition" and found != kind:
        raise FormulaError("这里应写一个条件，如：执行数 <= 预算数", 0)
    if kind == "number" and found != kind:
        raise FormulaError("这里应写一个算式，不能有比较", 0)
    for at in reversed(parser.splits):
        text = f"{text[:at]} {text[at:]}"
    return Formula(text, tuple(dict.fromkeys(parser.used)), found, root)


@dataclass(frozen=True, slots=True)
class _Absent:
    """A number that has no value, because of missing operands or for a reason."""

    missing: tuple[str, ...] = ()
    reason: str = ""


def _merged(*parts: object) -> _Absent | None:
    """Everything that keeps a number from having a value, None when nothing does."""
    absent = [part for part in parts if isinstance(part, _Absent)]
    if not absent:
        return None
    missing = dict.fromkeys(name for part in absent for name in part.missing)
    return _Absent(tuple(missing), next((part.reason for part in absent if part.reason), ""))


def _number(node: Node, values: Values) -> Interval | _Absent:
    """The interval of a number's true values."""
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Name):
        found = _several(node, values)
        if isinstance(found, _Absent):
            return found
        if len(found) == 1:
            return found[0]
        return _Absent(reason=f"“{node.name}”有{len(found)}个值") if found else _Absent((node.name,))
    if isinstance(node, Call):
        return _call(node, values)
    if isinstance(node, Words):
        return _Absent(reason=f"“{node.text}”是文字，不是数")
    assert isinstance(node, Arithmetic)
    left, right = _number(node.left, values), _number(node.right, values)
    absent = _merged(left, right)
    if absent is not None or isinstance(left, _Absent) or isinstance(right, _Absent):
        return absent or _Absent()
    if node.sign == "+":
        return left + right
    if node.sign == "-":
        return left - right
    if node.sign == "*":
        return left * right
    try:
        return left / right
    except ZeroDivisionError:
        certain = "" if right.exact else "可能"
        return _Absent(reason=f"除数“{node.right.source}”{certain}为零")


def _several(node: Node, values: Values) -> tuple[Interval, ...] | _Absent:
    """The numbers that an argument stands for: all of a name's, one of anything else."""
    if isinstance(node, Name):
        found = values.get(node.name)
        if found is None:
            return _Absent((node.name,))
        if isinstance(found, str):
            return _Absent(reason=f"“{node.name}”是文字，不是数")
        return found if isinstance(found, tuple) else (found,)
    number = _number(node, values)
    return number if isinstance(number, _Absent) else (number,)


def _call(node: Call, values: Values) -> Interval | _Absent:
    groups = [_several(argument, values) for argument in node.arguments]
    absent = _merged(*groups)
    if absent is not None:
        return absent
    numbers = [number for group in groups if not isinstance(group, _Absent) for number in group]
    if node.function == "count":
        return Interval.point(len(numbers))
    if not numbers:
        return _Absent(tuple(a.name for a in node.arguments if isinstance(a, Name)))
    if node.function == "abs":
        if len(numbers) > 1:
            return _Absent(reason=f"“{node.arguments[0].source}”有{len(numbers)}个值")
        return abs(numbers[0])
    if node.function == "min":
        return Interval(min(n.low for n in numbers), min(n.high for n in numbers))
    if node.function == "max":
        return Interval(max(n.low for n in numbers), max(n.high for n in numbers))
    return sum(numbers[1:], start=numbers[0])


def _judge(node: Node, values: Values) -> Result:
    """Kleene's three-valued logic: a part that decides makes what the others lack irrelevant."""
    if isinstance(node, Compare):
        return _compare(node, values)
    assert isinstance(node, Logic)
    results = [_judge(part, values) for part in node.parts]
    if node.word == "not":
        [inner] = results
        holds = None if inner.holds is None else not inner.holds
        return Result(holds, inner.missing, inner.left, inner.right, inner.reason)
    decisive = node.word == "or"
    for result in results:
        if result.holds is decisive:
            return result
    undecided = [result for result in results if result.holds is None]
    if not undecided:
        return results[0]
    missing = dict.fromkeys(name for result in undecided for name in result.missing)
    reason = next((result.reason for result in undecided if result.reason), "")
    shown = next((result for result in undecided if result.left is not None), undecided[0])
    return Result(None, tuple(missing), shown.left, shown.right, reason)


def _compare(node: Compare, values: Values) -> Result:
    if node.sign == "in" or any(_is_words(side, values) for side in (node.left, node.right)):
        return _compare_words(node, values)
    left, right = _number(node.left, values), _number(node.right, values)
    absent = _merged(left, right)
    if absent is not None or isinstance(left, _Absent) or isinstance(right, _Absent):
        absent = absent or _Absent()
        shown = [side if isinstance(side, Interval) else None for side in (left, right)]
        return Result(None, absent.missing, shown[0], shown[1], absent.reason)
    return Result(_holds(node.sign, left, right), (), left, right)


def _is_words(node: Node, values: Values) -> bool:
    return isinstance(node, Words) or (isinstance(node, Name) and isinstance(values.get(node.name), str))


def _compare_words(node: Compare, values: Values) -> Result:
    sides: list[str] = []
    for side in (node.left, node.right):
        text = side.text if isinstance(side, Words) else values.get(side.name) if isinstance(side, Name) else None
        if text is None and isinstance(side, Name):
            return Result(missing=(side.name,))
        if not isinstance(text, str):
            return Result(reason=f"“{node.source}”是文字与数的比较")
        sides.append("".join(fold(text).split()))
    left, right = sides
    return Result(right in left if node.sign == "in" else (left == right) == (node.sign == "=="))


def _holds(sign: str, left: Interval, right: Interval) -> bool | None:
    """True or False where it is so for all numbers of both intervals."""
    if sign in (">", ">="):
        return _holds({">": "<", ">=": "<="}[sign], right, left)
    if sign == "<":
        return True if left.high < right.low else False if left.low >= right.high else None
    if sign == "<=":
        return True if left.high <= right.low else False if left.low > right.high else None
    equal = False if not left.overlaps(right) else True if left.exact and right.exact else None
    return equal if sign == "==" or equal is None else not equal
