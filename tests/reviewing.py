"""What tests share: a short text or a few tables reviewed with the shipped pack."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from checker.document import Document, DocumentBuilder, RawCell
from checker.pack import RulePack, load_pack
from checker.review import Review, review
from checker.understand.identity import Kind
from checker.understand.report import Report
from tests.punctuation import widen


@cache
def default_pack() -> RulePack:
    return load_pack()


def document_of(text: str, *tables: Iterable[Iterable[str]], format: str = "txt") -> Document:
    """A paragraph a line, then each table given as rows of cells ("<" merges with the cell on the left, "^" above)."""
    builder = DocumentBuilder("report.txt", format, "0" * 64)
    builder.paragraph(text)
    for rows in tables:
        grid = [list(row) for row in rows]
        cells = []
        for r, row in enumerate(grid):
            for c, words in enumerate(row):
                if words in ("<", "^"):
                    continue
                width = 1
                while c + width < len(row) and row[c + width] == "<":
                    width += 1
                height = 1
                while r + height < len(grid) and c < len(grid[r + height]) and grid[r + height][c] == "^":
                    height += 1
                cells.append(RawCell(r, c, words, height, width))
        builder.table(cells)
    return builder.build()


def report_of(text: str, *tables: Iterable[Iterable[str]], year: int | None = None, kind: Kind | None = None) -> Report:
    """The report that a text and tables make, with the shipped pack's vocabulary."""
    return Report(document_of(text, *tables), default_pack().vocabulary, stated_year=year, stated_kind=kind)


def review_of(
    text: str, *tables: Iterable[Iterable[str]], rules: str = "", year: int | None = None, kind: Kind | None = None
) -> Review:
    """The review of a text and tables; `rules` narrows it to an id or a family."""
    wanted = (lambda rule: rule == rules or rule.startswith(rules + "/")) if rules else (lambda rule: True)
    return review(report_of(text, *tables, year=year, kind=kind), default_pack(), wanted=wanted)


def both_widths(text: str) -> tuple[str, str]:
    """A text with ASCII punctuation and with full-width punctuation."""
    narrow = text.translate({code + 0xFEE0: code for code in map(ord, ",;:?!()")})
    return narrow, widen(narrow)
