"""Two forms side by side on one sheet, with a blank column between them: a table each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from checker.document import RawCell

_LEAST = 4  # labels that both sides have in the same rows: two forms, and not one with a gap in it
_GAPS = 12  # blank columns that are looked at
_WORDS = re.compile(r"[一-鿿]{2}")


def sides(cells: Sequence[RawCell]) -> list[list[RawCell]]:
    """The cells of a sheet's table as those of one or of several tables from left to right, columns from 0 in each.

    A table is parted at a column that is blank from top to bottom where what stands on its two sides has the same
    labels in the same rows; columns that only part a form's blocks stay.
    """
    filled = [cell for cell in cells if cell.text.strip()]
    taken = {column for cell in filled for column in range(cell.column, cell.column + cell.column_span)}
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    gaps = [column for column in range(1, width - 1) if column not in taken]
    starts = [0]
    for column in gaps[:_GAPS]:
        if _repeats(filled, starts[-1], column, width):
            starts.append(column + 1)
    if len(starts) == 1:
        return [list(cells)]
    return [
        [
            replace(cell, column=cell.column - start, column_span=min(cell.column_span, end - cell.column))
            for cell in cells
            if start <= cell.column < end
        ]
        for start, end in zip(starts, [*(start - 1 for start in starts[1:]), width], strict=True)
    ]


def _repeats(cells: Sequence[RawCell], start: int, gap: int, width: int) -> bool:
    """Whether the labels between a start and a gap stand again behind the gap, in the same rows."""
    left = {(cell.row, _bare(cell.text)) for cell in cells if start <= cell.column < gap}
    right = {(cell.row, _bare(cell.text)) for cell in cells if gap < cell.column < width}
    return len([place for place in left & right if _WORDS.search(place[1])]) >= _LEAST


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
