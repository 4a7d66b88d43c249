"""The grammar of formulas: text → tree, with the place of every mistake; formula.py says what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from checker.folding import fold
from checker.interval import Interval
from checker.nearest import meant
from checker.vocabulary import MisplacedError

# Brackets and chains are walked by recursion: these bounds keep Python's stack out of reach.
MAX_LENGTH = 500
MAX_DEPTH = 25


class FormulaError(MisplacedError):
    """A formula that cannot be read: a Chinese sentence without a full stop, and the character (from 0) it is about."""


@dataclass(frozen=True, slots=True)
class Constant:
    value: Interval
    source: str


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text in single quotes: what a name that stands for words is compared with."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    sign: str
    left: Node
    right: Node
    source: str


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Compare:
    sign: str
    left: Node
    right: Node
    source: str


@dataclass(frozen=True, slots=True)
class Logic:
    word: str
    parts: tuple[Node, ...]
    source: str


Node = Constant | Name | Words | Arithmetic | Call | Compare | Logic

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[=!]=|<=|>=|<>|[-+*×/÷=<>≤≥≠(),%‰])"
    r"|['‘’](?P<text>[^'‘’]*)['‘’]"
    r'|"(?P<quoted>[^"]*)"|(?P<word>[^\W\d]\w*(?:[.·]\w+)*)|(?P<other>.)'
)
_COMPARISONS = {"==": "==", "=": "==", "!=": "!=", "≠": "!=", "<>": "!=", "<=": "<=", "≤": "<=", ">=": ">=", "≥": ">="}
_COMPARISONS |= {"<": "<", ">": ">", "含": "in", "包含": "in", "contains": "in"}
_LOGIC = {"或": "or", "或者": "or", "or": "or", "且": "and", "并且": "and", "and": "and", "非": "not", "not": "not"}
_FUNCTIONS = {"min": "min", "max": "max", "sum": "sum", "count": "count", "abs": "abs"}
_FUNCTIONS |= {"最小值": "min", "最大值": "max", "求和": "sum", "计数": "count", "绝对值": "abs"}
_UNITS = {"%": "0.01", "‰": "0.001", "元": "1", "分": "1", "千元": "1000", "万元": "10000", "亿元": "100000000"}
_UNITS |= {"万": "10000", "亿": "100000000"}
_OWN = frozenset((*_LOGIC, *_FUNCTIONS, *_UNITS, *_COMPARISONS))


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind` is number, sign, word, quoted (a name), text (words) or end; `at` and `end` are offsets into the text."""

    kind: str
    text: str
    at: int
    end: int


class Parser:
    """Recursive descent, one method for each rank of operators; every node keeps its own words for messages."""

    def __init__(self, text: str, names: Collection[str] | None, words: Collection[str] = ()) -> None:
        if len(text) > MAX_LENGTH:
            raise FormulaError(f"公式超过{MAX_LENGTH}个字", MAX_LENGTH)
        self.text = text
        self.known = None if names is None else {fold(name): name for name in names}
        self.words = frozenset(words)
        self.used: list[str] = []
        self.splits: list[int] = []
        self.tokens = list(self._tokens())
        self.at = 0
        self.depth = 0

    def _tokens(self) -> Iterator[_Token]:
        for match in _TOKEN.finditer(fold(self.text).replace("\n", " ")):
            kind, at, end = str(match.lastgroup), match.start(), match.end()
            if kind == "other":
                raise FormulaError(f"公式里不能有“{match[0]}”", at)
            if kind == "word":
                yield from self._words(match[0], at)
            elif kind != "space":
                yield _Token(kind, match[kind], at, end)
        yield _Token("end", "", len(self.text), len(self.text))

    def _words(self, word: str, at: int) -> Iterator[_Token]:
        """A word, or its parts where it is known names written together with 且, 或, 非."""
        if self.known is not None and word not in self.known:
            for index, part in enumerate(self._parts(word, self.known)):
                if index:
                    self.splits.append(at)
                yield _Token("word", part, at, at + len(part))
                at += len(part)
        else:
            yield _Token("word", word, at, at + len(word))

    def _parts(self, word: str, known: Collection[str]) -> list[str]:
        """The known names and words of the language that make up a word, the longest first; [word] if it is not so."""
        ways: list[list[str] | None] = [None] * len(word) + [[]]
        for start in range(len(word) - 1, -1, -1):
            for end in range(len(word), start, -1):
                part, rest = word[start:end], ways[end]
                if rest is not None and (part in known or part in _OWN):
                    ways[start] = [part, *rest]
                    break
        return ways[0] or [word]

    @property
    def token(self) -> _Token:
        return self.tokens[self.at]

    def _take(self, *signs: str) -> _Token | None:
        """The token, passed, when it is one of these signs or words."""
        token = self.token
        if token.kind in ("sign", "word") and token.text in signs and not self._names(token):
            self.at += 1
            return token
        return None

    def _names(self, token: _Token) -> bool:
        """Whether a word that could be an operator is a name of the pack's (a column may be called 非)."""
        return token.kind == "word" and self.known is not None and token.text in self.known

    def _source(self, start: int) -> str:
        """The formula's own words from a token to the one before this."""
        return self.text[self.tokens[start].at : self.tokens[self.at - 1].end]

    def whole(self) -> Node:
        if self.token.kind == "end":
            raise FormulaError("公式是空的", 0)
        root = self._any_of()
        if self.token.kind != "end":
            found = self.token
            message = r"多了一个“)”" if found.text == ")" else f"“{found.text}”前面缺少运算符"
            raise FormulaError(message, found.at)
        return root

    def _any_of(self) -> Node:
        return self._logic("or", self._all_of)

    def _all_of(self) -> Node:
        return self._logic("and", self._negation)

    def _logic(self, word: str, part: Callable[[], Node]) -> Node:
        start = self.at
        words = [written for written, meaning in _LOGIC.items() if meaning == word]
        parts = [part()]
        while taken := self._take(*words):
            first = self.tokens[start]
            self._need(parts[-1], first, condition=True)
            following = self.token
            parts.append(part())
            self._need(parts[-1], following if following.kind != "end" else taken, condition=True)
        return parts[0] if len(parts) == 1 else Logic(word, tuple(parts), self._source(start))

    def _negation(self) -> Node:
        start = self.at
        if self._take("非", "not"):
            following = self.token
            with self._deeper():
                inner = self._negation()
            self._need(inner, following, condition=True)
            return Logic("not", (inner,), self._source(start))
        return self._comparison()

    def _comparison(self) -> Node:
        start, first = self.at, self.token
        left = self._sum()
        pairs: list[Node] = []
        while sign := self._take(*_COMPARISONS):
            self._need(left, first, condition=False, words=True)
            begin, following = self.at, self.token
            right = self._sum()
            self._need(right, following, condition=False, words=True)
            self._same_kind(sign, left, first, right, following)
            source = self._source(start)
            pairs.append(Compare(_COMPARISONS[sign.text], left, right, source))
            left, start, first = right, begin, following
        if not pairs and self._worded(left):
            raise FormulaError("文字要与另一个文字比较，如：等级 == '优秀'", first.at)
        if not pairs:
            return left
        return pairs[0] if len(pairs) == 1 else Logic("and", tuple(pairs), pairs[-1].source)

    def _worded(self, node: Node) -> bool:
        return isinstance(node, Words) or (isinstance(node, Name) and node.name in self.words)

    def _same_kind(self, sign: _Token, left: Node, first: _Token, right: Node, following: _Token) -> None:
        """Refuse a comparison of words with a number, and one by size of words."""
        worded = [self._worded(side) for side in (left, right)]
        if self.known is not None and worded[0] != worded[1]:
            number, place = (right, following) if worded[0] else (left, first)
            named = f"“{number.source}”是数" if isinstance(number, Name | Constant) else "这里是数"
            raise FormulaError(f"{named}，不能与文字比较", place.at)
        meaning = _COMPARISONS[sign.text]
        if any(worded) and meaning not in ("==", "!=", "in"):
            raise FormulaError(f"文字不能用“{sign.text}”比较（可写：==、！=、含）", sign.at)
        if meaning == "in" and self.known is not None and not all(worded):
            raise FormulaError("“含”的两边应是文字，如：名称 含 '培训'", sign.at)

    def _sum(self) -> Node:
        return self._arithmetic(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._arithmetic(("*", "×", "/", "÷"), self._signed)

    def _arithmetic(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        start, first = self.at, self.token
        left = part()
        while sign := self._take(*signs):
            self._need(left, first, condition=False)
            following = self.token
            right = part()
            self._need(right, following, condition=False)
            left = Arithmetic({"×": "*", "÷": "/"}.get(sign.text, sign.text), left, right, self._source(start))
        return left

    def _signed(self) -> Node:
        start = self.at
        sign = self._take("-", "+")
        if sign is None:
            return self._primary()
        following = self.token
        with self._deeper():
            inner = self._signed()
        self._need(inner, following, condition=False)
        zero = Constant(Interval.point(0), "0")
        return inner if sign.text == "+" else Arithmetic("-", zero, inner, self._source(start))

    def _primary(self) -> Node:
        start, token = self.at, self.token
        if token.kind == "end":
            raise FormulaError("公式没有写完", token.at)
        self.at += 1
        if token.kind == "number":
            return self._constant(start, token)
        if token.kind == "quoted":
            return self._name(token, token.at + 1)
        if token.kind == "text":
            if not token.text.strip():
                raise FormulaError("引号里没有文字", token.at)
            return Words(token.text, self._source(start))
        if token.kind == "word":
            if self.token.text == "(" and self.token.kind == "sign" and not self._names(token):
                return self._call(start, token)
            if token.text in _LOGIC and not self._names(token):
                raise FormulaError(f"“{token.text}”前面缺少内容", token.at)
            return self._name(token, token.at)
        if token.text == "(":
            with self._deeper():
                inner = self._any_of()
            if not self._take(")"):
                raise FormulaError(r"“(”没有对应的“)”", token.at)
            return inner
        raise FormulaError(f"“{token.text}”前面缺少内容", token.at)

    def _constant(self, start: int, token: _Token) -> Node:
        value = Decimal(token.text)
        unit = self.token
        if unit.at == token.end and unit.kind in ("word", "sign") and unit.text in _UNITS:
            self.at += 1
            value *= Decimal(_UNITS[unit.text])
        elif unit.kind == "word" and unit.at == token.end and unit.text not in _LOGIC:
            raise FormulaError(f"不认识的单位“{unit.text}”{meant(unit.text, _UNITS)}", unit.at)
        return Constant(Interval.point(value), self._source(start))

    def _name(self, token: _Token, at: int) -> Node:
        if self.known is not None and token.text not in self.known:
            raise FormulaError(f"没有名为“{token.text}”的数据{meant(token.text, self.known.values())}", at)
        name = token.text if self.known is None else self.known[token.text]
        self.used.append(name)
        return Name(name, name)

    def _call(self, start: int, token: _Token) -> Node:
        if token.text not in _FUNCTIONS:
            raise FormulaError(f"没有名为“{token.text}”的函数{meant(token.text, _FUNCTIONS)}", token.at)
        function = _FUNCTIONS[token.text]
        bracket = self.token
        self.at += 1
        arguments: list[Node] = []
        with self._deeper():
            while not arguments or self._take(","):
                following = self.token
                arguments.append(self._any_of())
                self._need(arguments[-1], following, condition=False)
        if not self._take(")"):
            raise FormulaError(r"“(”没有对应的“)”", bracket.at)
        if function == "abs" and len(arguments) != 1:
            raise FormulaError(f"“{token.text}”只能有一个参数", token.at)
        return Call(function, tuple(arguments), self._source(start))

    def _need(self, node: Node, first: _Token, *, condition: bool, words: bool = False) -> None:
        """Refuse a number where a condition is needed, and the other way round; words too unless `words`."""
        if not words and self._worded(node):
            source = node.source if isinstance(node, Name | Words) else ""
            raise FormulaError(f"“{source}”是文字，不能计算" if not condition else "这里应是一个条件", first.at)
        if isinstance(node, Compare | Logic) != condition:
            wanted = "一个条件，如：执行数 <= 预算数" if condition else "一个数，不能是条件（条件请加括号）"
            raise FormulaError(f"这里应是{wanted}", first.at)

    def _deeper(self) -> _Deeper:
        return _Deeper(self)


class _Deeper:
    """Counts how deep the parser is, so that brackets without end are refused before Python's stack is."""

    def __init__(self, parser: Parser) -> None:
        self.parser = parser

    def __enter__(self) -> None:
        self.parser.depth += 1
        if self.parser.depth > MAX_DEPTH:
            raise FormulaError(f"嵌套超过{MAX_DEPTH}层", self.parser.token.at)

    def __exit__(self, *_: object) -> None:
        self.parser.depth -= 1
