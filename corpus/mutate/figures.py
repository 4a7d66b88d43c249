"""The numbers of a document and what each is, found without the tool's own reading of quantities.

What the tool cannot read as a number is changed here all the same: that is the point of asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from checker.document import Document, Paragraph, Span, Table
from checker.folding import fold

Kind = Literal["money", "rate", "count", "target", "completion", "weight", "score"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it stands: `value` as written, `places` its decimals, `unit` the words after it ("" in a bare cell).

    `base` is the value in 元 for money, else the value. `area` is the paragraph or table row that holds it, `block`
    the index of its block, `row` and `column` its place in a table. `limit` says that a target is an upper bound.
    """

    span: Span
    kind: Kind
    value: Decimal
    places: int
    unit: str
    base: Decimal
    area: Span
    block: int
    row: int | None = None
    column: int | None = None
    limit: bool = False

    @property
    def step(self) -> Decimal:
        """The worth of the last written digit, in the unit of `base`."""
        return Decimal(1).scaleb(-self.places) * (self.base / self.value if self.value else 1)


_NUMBER: Final = re.compile(
    r"(?<![0-9A-Za-z,\-_/#])(?<![0-9]\.(?!\d{2}岁))[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9A-Za-z])"
)
# What no reader calls a figure: dates and times, numbers of documents, of annexes, of items and of telephones.
_NO_FIGURE: Final = re.compile(
    r"(?:19|20|XX)\d{2}\s?(?:年|-|/|\.)(?:\s?\d{1,2}\s?(?:月|-|/|\.))?(?:\s?\d{1,2}\s?日?)?"
    r"|\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?|\d{1,2}\s?日(?!均)|\d{1,2}:\d{2}(?::\d{2})?"
    r"|[\[(](?:19|20)\d{2}[\])]\s?第?\s?\d+\s?号?|(?:19|20)\d{2}(?=[,)、和至~-])|第\s?\d+|\d+\s?号"
    r"|(?:附表|附件|附录|表|图|指标|目标)\s?\d+(?![\d.%])|0\d{2,3}-\d{7,8}|(?:GB|DB)\S+"
    r"|(?:19|20)\d{2}(?=\s*$)|(?:索引号|电话)\S*"
)
_ITEM: Final = re.compile(r"(?:^\s*|[。;:]\s?)(?:\d{1,2}[.、](?=[^\d\s]|\d{2}岁)|[(]\d{1,2}[)])")
_CONTENTS: Final = re.compile(r"[^。;,]{2,40}[\s.…]\s*\d{1,3}")
_MONEY: Final = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
_UNIT: Final = re.compile(r"\s?(%|万元|亿元|元(?!旦)|[万亿]?(?:平方米|立方米|平方公里|公里|人次|[一-龥]))")
_LIMIT: Final = re.compile(r"(?:≤|<=|不超过|不高于|不大于|控制在|(?<!不)低于)\s?$")
_LONG_CELL: Final = 10
_GRADES: Final = re.compile(r"\s?分?\s?(?:\((?:不)?含\))?\s?(?:及?以[上下]|至|-|~|不满|\(含\))")


def find_figures(document: Document, targets: tuple[Span, ...]) -> list[Figure]:
    """Every figure in reading order; `targets` are the parts of the text in which the report states its targets."""
    text = fold(document.text)
    found: list[Figure] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            found += _of_table(text, index, block)
        elif block.role != "toc" and not _CONTENTS.fullmatch(block.span.cut(text)):
            found += _of_paragraph(text, index, block, targets)
    return found


def _unit(after: str) -> str:
    """The unit that begins the words after a number: 万元, %, 人次, 万人; 分钟 is none of 分."""
    match = _UNIT.match(after)
    return "" if match is None else "分钟" if after.lstrip().startswith("分钟") else match[1]


def _numbers(text: str, span: Span) -> Iterator[Span]:
    words = span.cut(text)
    taken = [match.span() for match in _NO_FIGURE.finditer(words)]
    taken += [match.span() for match in _ITEM.finditer(words)]
    for match in _NUMBER.finditer(words):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield Span(span.start + match.start(), span.start + match.end())


def _of_paragraph(text: str, index: int, block: Paragraph, targets: tuple[Span, ...]) -> Iterator[Figure]:
    for span in _numbers(text, block.span):
        before, after = text[max(block.span.start, span.start - 6) : span.start], text[span.end : block.span.end]
        unit = _unit(after)
        promised = any(part.covers(span) for part in targets)
        kind: Kind = "target" if promised else "money" if unit in _MONEY else "rate" if unit == "%" else "count"
        if unit == "分" and not promised:
            bound = _GRADES.match(after.removeprefix("分")) or re.search(r"(?:至|-|~|不满|总分|满分)\s?$", before)
            kind = "count" if bound else "weight" if re.search(r"(?:分值|权重|满分)\D{0,2}$", before) else "score"
        yield _figure(text, span, kind, unit, block.span, index, limit=bool(_LIMIT.search(before)))


_COLUMNS: Final[tuple[tuple[str, Kind], ...]] = (
    (r"得分|评分|自评分", "score"),
    (r"分值|权重", "weight"),
    (r"完成值|实际(?:完成)?|完成情况", "completion"),
    (r"指标值|目标值|预期|年度目标", "target"),
    (r"执行率|到位率|完成率|占比|比例", "rate"),
    (r"预算|执行数|到位|资金|金额|支出|结余", "money"),
)


def _of_table(text: str, index: int, table: Table) -> Iterator[Figure]:
    caption = text[max(0, table.span.start - 80) : table.span.start] + table.span.cut(text)
    factor = _MONEY["万元"] if "万元" in caption else Decimal(1)
    for cell in table.cells:
        numbers = list(_numbers(text, cell.span))
        if not numbers:
            continue
        long = len(re.findall(r"[一-龥]", cell.span.cut(text))) > _LONG_CELL
        kind = None if long else _column(text, table, cell.row, cell.column)
        if kind is None and not re.search(r"[%元]|\d\s?[一-龥]", cell.span.cut(text)):
            continue
        row = [each.span for each in table.cells if each.row == cell.row]
        area = Span(row[0].start, row[-1].end)
        limit = bool(re.search(r"≤|不超过|不高于|<", area.cut(text)))
        for span in numbers:
            unit = _unit(text[span.end : cell.span.end])
            this: Kind = kind or ("money" if unit in _MONEY else "rate" if unit == "%" else "count")
            if this in ("score", "weight") and unit not in ("", "分"):
                continue
            figure = _figure(text, span, this, unit, area, index, cell.row, cell.column, limit=limit)
            bare = this == "money" and not unit
            yield figure if not bare else _scaled(figure, factor)


def _column(text: str, table: Table, row: int, column: int) -> Kind | None:
    """What the nearest header above a cell says of its column."""
    for above in range(row - 1, -1, -1):
        cell = table.at(above, column)
        words = "" if cell is None or cell.column_span > 2 else "".join(cell.span.cut(text).split())
        if words and not re.match(r"[\d≥≤=—-]", words):
            for pattern, kind in _COLUMNS:
                if len(words) <= 20 and re.search(pattern, words):
                    return kind
    return None


def _figure(
    text: str,
    span: Span,
    kind: Kind,
    unit: str,
    area: Span,
    block: int,
    row: int | None = None,
    column: int | None = None,
    *,
    limit: bool,
) -> Figure:
    digits = span.cut(text).replace(",", "")
    value = Decimal(digits)
    base = value * _MONEY.get(unit, Decimal(1))
    return Figure(span, kind, value, len(digits.partition(".")[2]), unit, base, area, block, row, column, limit)


def _scaled(figure: Figure, factor: Decimal) -> Figure:
    from dataclasses import replace

    return replace(figure, base=figure.value * factor)
