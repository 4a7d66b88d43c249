"""Which figures a careful reader could check against something else in the same report.

A figure that is stated once and stands in no relation to any other cannot be noticed when it changes, by anyone. It
is counted apart, never left out. A relation is one of these, looked for by plain arithmetic, not by the tool:

- the same value is stated somewhere else, of the same thing;
- it is the sum of figures beside it, or one of the parts of such a sum (in a paragraph, a row or a column), or points
  that rows of a table add up to;
- it is the share that two other figures make, or one of the two;
- it is a target, or the completion of one: a form's row, or a clause that shares its words with a target.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise, permutations

from corpus.mutate.figures import Figure

_CLAUSE = (";", ",", "。")
_MOST = 14  # figures of one unit in one place; beyond that sums of neighbours are looked for only


def related(figures: Sequence[Figure], text: str) -> frozenset[int]:
    """The indexes of the figures that stand in a relation; `text` is the document's folded text."""
    found = {i for i, figure in enumerate(figures) if figure.kind in ("target", "completion")}
    found |= _repeated(figures, text)
    for group in _places(figures):
        found |= _sums(group, figures)
    for group in _places(figures, whole=True):
        found |= _shares(group, figures)
    found |= _reports(figures, text) | _points(figures)
    return frozenset(found)


def _family(figure: Figure) -> str:
    """Figures of one family may be compared: money, percentages, points, and counts of the same thing."""
    if figure.kind in ("score", "weight"):
        return figure.kind
    if figure.kind == "money" or "元" in figure.unit:
        return "money"
    return figure.unit or "bare"


def _close(a: Figure, value: Decimal, slack: Decimal) -> bool:
    return abs(a.base - value) <= slack


def _noun(figure: Figure, text: str) -> str:
    """The four characters after a figure: 2684名失能 and 2684名失能 speak of the same."""
    return "".join(re.findall(r"[一-龥]", text[figure.span.end : figure.span.end + 8]))[:4]


def _repeated(figures: Sequence[Figure], text: str) -> set[int]:
    found: set[int] = set()
    for i, one in enumerate(figures):
        for j in range(i + 1, len(figures)):
            other = figures[j]
            if _family(one) != _family(other) or (one.area == other.area and one.row is not None):
                continue
            if not _close(one, other.base, (one.step + other.step) / 2) or not one.base:
                continue
            telling = min(len(str(each.value).replace(".", "").strip("0")) for each in (one, other)) >= 3
            if telling or (_noun(one, text) and _noun(one, text) == _noun(other, text)):
                found |= {i, j}
    return found


def _places(figures: Sequence[Figure], *, whole: bool = False) -> Iterable[list[int]]:
    """The figures of one paragraph, of one row and of one column; `whole` adds the money of the whole report."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for i, figure in enumerate(figures):
        if figure.row is None:
            places["paragraph", figure.block].append(i)
        else:
            places["row", figure.block, figure.row].append(i)
            places["column", figure.block, figure.column].append(i)
    if whole:
        seen: dict[Decimal, int] = {}
        for i, figure in enumerate(figures):
            if _family(figure) == "money":
                seen.setdefault(figure.base, i)
        for i, figure in enumerate(figures):
            if figure.kind == "rate":
                places["share of the report's money", i] = [i, *list(seen.values())[:_MOST]]
    return places.values()


def _sums(group: list[int], figures: Sequence[Figure]) -> set[int]:
    found: set[int] = set()
    families: dict[str, list[int]] = defaultdict(list)
    for i in group:
        families[_family(figures[i])].append(i)
    for members in families.values():
        for start in range(len(members)):
            total, slack, run = Decimal(0), Decimal(0), []
            for i in members[start:]:
                run.append(i)
                total += figures[i].base
                slack += figures[i].step / 2
                if len(run) < 2 or not total:
                    continue
                for j in members:
                    if j not in run and _close(figures[j], total, slack + figures[j].step / 2) and figures[j].value > 9:
                        found |= {j, *run}
        if len(members) <= _MOST:  # a − b = c need not stand side by side
            for a, b, c in permutations(members, 3):
                x, y, z = figures[a], figures[b], figures[c]
                if b < c and x.value > 9 and _close(x, y.base + z.base, (x.step + y.step + z.step) / 2):
                    found |= {a, b, c}
    return found


def _shares(group: list[int], figures: Sequence[Figure]) -> set[int]:
    found: set[int] = set()
    for i in group:
        rate = figures[i]
        if (rate.unit != "%" and rate.kind != "rate") or not rate.value or rate.value == 100:
            continue
        others = [j for j in group if j != i and figures[j].unit != "%" and figures[j].base > 0]
        for a, b in permutations(others[: _MOST + 6], 2):
            part, whole = figures[a], figures[b]
            if (_family(part) == "money") != (_family(whole) == "money"):
                continue
            if _family(part) != _family(whole) and not rate.places:  # 281户 of 320名: not by chance to a tenth only
                continue
            percent = part.base / whole.base * 100
            slack = rate.step + percent * (part.step / part.base + whole.step / whole.base) / 2
            if slack < 2 and (_close(rate, percent, slack) or _close(rate, abs(percent - 100), slack)):
                found |= {i, a, b}
    return found


def _reports(figures: Sequence[Figure], text: str) -> set[int]:
    """Figures in prose whose clause shares two pairs of characters with a target of the same unit."""
    targets = [(figure.unit, _pairs(figure, text)) for figure in figures if figure.kind == "target"]
    found = set()
    for i, figure in enumerate(figures):
        if figure.row is None and figure.kind in ("count", "rate", "money"):
            words = _pairs(figure, text)
            if any(unit == figure.unit and len(words & other) >= 2 for unit, other in targets):
                found.add(i)
    return found


def _points(figures: Sequence[Figure]) -> set[int]:
    """Weights and scores in prose that rows one below the other in a table add up to (该类指标分值15分，得14.50分)."""
    totals: dict[str, set[Decimal]] = defaultdict(set)
    columns: dict[Hashable, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.row is not None and figure.kind in ("weight", "score"):
            columns[figure.kind, figure.block, figure.column].append(figure)
    for members in columns.values():
        for start in range(len(members)):
            total = Decimal(0)
            for figure in members[start:]:
                total += figure.value
                totals[figure.kind].add(total)
    return {
        i
        for i, figure in enumerate(figures)
        if figure.row is None and figure.kind in totals and figure.value > 1 and figure.value in totals[figure.kind]
    }


def _pairs(figure: Figure, text: str) -> set[str]:
    """The pairs of Han characters of a figure's clause, or of its row's names."""
    area = figure.area
    if figure.row is None:
        start = max((text.rfind(mark, area.start, figure.span.start) for mark in _CLAUSE), default=-1) + 1
        ends = [at for mark in _CLAUSE if (at := text.find(mark, figure.span.end, area.end)) >= 0]
        words = text[max(start, area.start) : min(ends, default=area.end)]
    else:
        words = area.cut(text)
    return {pair for run in re.findall(r"[一-龥]+", words) for pair in map("".join, pairwise(run))}
