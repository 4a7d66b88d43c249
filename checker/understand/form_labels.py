"""The labels of forms: a cell's text as a label, and what the pack says that it means."""

from __future__ import annotations

import re
from typing import Final

from checker.document import Cell, Span, Table
from checker.folding import fold
from checker.vocabulary import ColumnTerm, FormPart, Vocabulary, made_once

LONGEST: Final = 48
"""So many characters a label has at most; with all that is left out of one, four times as many."""
_MARKS: Final = re.compile(r"^[★☆*▲△●◆◇■□√#※]+")
_NUMBERING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十0-9]+\)|[0-9]+[.、](?=\D)|[①-⑳])"
)
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_UNCLOSED: Final = re.compile(r"[(\[【].*$")
# 执行率E=D/C, 调整后预算C=A+B
_LETTERS: Final = re.compile(r"(?<=[一-鿿)])[A-K](?:=[A-K0-9+\-*/×÷%()]+)?$")
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})年度?(?=[一-鿿])")
_NOTHING: Final = re.compile(r"[\s\-/—\\.…*_·、]*")


def squeeze(text: str) -> str:
    """Folded text without spaces and line feeds: 绩 效 指 标 → 绩效指标."""
    return "".join(text.split())


def is_nothing(text: str) -> bool:
    """Whether a cell is empty or says that there is nothing: —, /, ……."""
    return _NOTHING.fullmatch(text) is not None


def label_key(text: str) -> str:
    """A cell's folded text as a label: without spaces, marks, numbering, bracketed additions, closing punctuation."""
    key = _LETTERS.sub("", _NUMBERING.sub("", _MARKS.sub("", squeeze(text))))
    before = ""
    while before != key:
        before, key = key, _BRACKETS.sub("", key)
    return _MARKS.sub("", _UNCLOSED.sub("", key)).strip(r":;,。、*★☆")


@made_once
def _terms(vocabulary: Vocabulary) -> tuple[dict[tuple[str, FormPart], str], dict[FormPart, list[ColumnTerm]]]:
    """The names of the terms by their words in a part of a form, and the terms with a pattern of each part."""
    words: dict[tuple[str, FormPart], str] = {}
    patterns: dict[FormPart, list[ColumnTerm]] = {}
    for term in vocabulary.columns:
        for part in term.parts:
            for word in term.words:
                words.setdefault((fold(word), part), term.name)
            if term.pattern:
                patterns.setdefault(part, []).append(term)
    return words, patterns


class Labels:
    """The labels of one document, each read once."""

    def __init__(self, folded: str, vocabulary: Vocabulary) -> None:
        self.folded = folded
        self._words, self._patterns = _terms(vocabulary)
        self.dimensions = vocabulary.dimensions
        self._keys: dict[Span, str] = {}
        self._found: dict[tuple[str, FormPart], str | None] = {}

    def text(self, cell: Cell | None) -> str:
        """A cell's text without spaces."""
        return "" if cell is None else squeeze(cell.span.cut(self.folded))

    def key(self, cell: Cell) -> str:
        # By the whole span: 填报单位 may be asked for as the first part of 填报单位：县水利局.
        key = self._keys.get(cell.span)
        if key is None:
            key = label_key(cell.span.cut(self.folded)) if len(cell.span) <= 4 * LONGEST else ""
            self._keys[cell.span] = key
        return key

    def term(self, cell: Cell | None, part: FormPart) -> str | None:
        """The pack's name for what a cell says as a label in a part of a form; None where it is no label there."""
        if cell is None:
            return None
        key = self.key(cell)
        return self.name_of(_YEAR.sub("", key, count=1) if part == "funds" else key, part)

    def year(self, cell: Cell) -> int | None:
        """The year that a label begins with: 2022年执行数."""
        match = _YEAR.match(self.key(cell))
        return int(match[1]) if match else None

    def name_of(self, key: str, part: FormPart) -> str | None:
        """The pack's name for a label that `label_key` made."""
        if not key or len(key) > LONGEST:
            return None
        if (key, part) not in self._found:
            self._found[key, part] = self._look_up(key, part)
        return self._found[key, part]

    def _look_up(self, key: str, part: FormPart) -> str | None:
        if (name := self._words.get((key, part))) is not None:
            return name
        for term in self._patterns.get(part, ()):
            if term.regex.fullmatch(key) and not term.exclusion.search(key):
                return term.name
        return None

    def blank(self, cell: Cell | None) -> bool:
        return cell is None or is_nothing(cell.span.cut(self.folded))

    def empty(self, cell: Cell | None) -> bool:
        """Whether a cell holds no text at all: a dash is text."""
        return cell is None or not cell.span.cut(self.folded).strip()

    def dimensions_in(self, text: str) -> tuple[str, ...]:
        """The names of the dimensions that a level's name speaks of, in the pack's order."""
        return tuple(item.name for item in self.dimensions if item.found_in(text))


def row_cells(table: Table, row: int) -> list[Cell]:
    """The distinct cells that cover a row, from left to right."""
    cells: list[Cell] = []
    for cell in table.grid[row]:
        if cell is not None and not (cells and cells[-1] is cell):
            cells.append(cell)
    return cells


def overlap(cell: Cell, start: int, end: int) -> float:
    """How much of a cell's columns and of a range of columns is common, from 0 to 1 (common ÷ together)."""
    first, last = cell.column, cell.column + cell.column_span
    common = min(last, end) - max(first, start)
    return 0.0 if common <= 0 else common / (max(last, end) - min(first, start))
