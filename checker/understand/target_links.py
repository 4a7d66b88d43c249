"""One target stated in several places: a reason that is given for it in one of them holds in the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from checker.document import Cell
from checker.understand.form_labels import squeeze
from checker.understand.quantity import Quantity
from checker.understand.target_measures import comparable
from checker.understand.target_reasons import classify
from checker.understand.targets import Target

if TYPE_CHECKING:
    from checker.understand.report import Report

# What a promise puts around a name, and what an indicator's name has behind the thing that it counts.
_AROUND: Final = re.compile(
    r"\s|[★☆*※▲△,、:;≥≤<>=(){}\[\]]|的|了|年内|全年|年底|[0-9]+年|计划|力争|争取|确保|预计|累计|达到?|完成|实现|"
    r"数量|个数|次数|人数|户数|件数|套数|人次|场次|批次|户次|长度|面积|时间|在$"
)
# What asks for a figure behind the name of what is counted, or before it: …须在, …以为上限, 将…控制在.
_ASKING: Final = re.compile(
    r"(?:应该?当?|务?须|必须|需要?|要求?|不?能|不?得|不可|不|可|力[争求]|争取|确保|保证|保持|稳定|维持|控制|限定|限制|压[到降]?|降|提高|提升|定|设定|设为|核定|确定|突破|超[过出]?|大于|小于|低于|高于|少于|多于"
    r"|为|以|在|至|到|及|于|上限|下限|目标值?|指标值?|计划值|控制[数值]|标准值?|限[额值]|最[高低多少]|平均|约)+$"
)
_BEFORE: Final = re.compile(
    r"^(?:[其第][一二三四五六七八九十]+(?:是)?|[一二三四五六七八九十]是|[0-9]+[.)]|[①-⑳]|-+|并|将|把|使|要|保证|努力|力求|要求|做到|同时|按|需|应)+"
)
SAME: Final = 0.7
"""So much of the shorter name, by pairs of characters, makes two names one where the figures are not known to agree."""


def lend_reasons(report: Report, targets: Sequence[Target]) -> list[Target]:
    """The targets, each without a reason with the one that its like, or its row in a scoring table, is given."""
    given = [each for each in targets if each.reason_kind == "given" and each.completions]
    scored = _scored(report) if any(_wants(each) for each in targets) else []
    rows = [each for each in targets if each.indicator is not None and each.completions]
    targets = [_reported(report, each, rows) if each.status == "unreported" else each for each in targets]
    return [_lent(report, each, given, scored) if _wants(each) else each for each in targets]


def _reported(report: Report, target: Target, rows: Sequence[Target]) -> Target:
    """A promise of the text whose figure a row of the form promises too, in other words: the row reports on it."""
    for row in rows:
        alike = likeness(bare_name(target.name), bare_name(row.name)) > 0
        if target.indicator is None and alike and equal(report, target.quantity, row.quantity):
            status = row.status if row.status in ("met", "exceeded") else "possible"
            return replace(target, status=status, completions=row.completions, reason=row.reason, reason_kind="given")
    return target


def _wants(target: Target) -> bool:
    return target.reason_kind != "given" and target.status in ("unmet", "exceeded", "met") and bool(target.completions)


def _lent(report: Report, target: Target, given: Sequence[Target], scored: Sequence[tuple[str, Cell]]) -> Target:
    reason = next((each.reason for each in given if _one(report, target, each)), None)
    if reason is None and target.indicator is None:
        name = bare_name(target.name)
        reason = next((cell.span for row, cell in scored if likeness(name, row) >= SAME), None)
    if reason is None:
        return target
    status = "explained" if target.status == "unmet" else target.status
    return replace(target, status=status, reason=reason, reason_kind="given")


def _one(report: Report, one: Target, other: Target) -> bool:
    """Whether two targets are one: the same promise, the same completion, and names that have something in common."""
    if (one.indicator is None) == (other.indicator is None):
        return False
    if not equal(report, one.quantity, other.quantity):
        return False
    if not equal(report, one.completions[0].quantity, other.completions[0].quantity):
        return False
    return likeness(bare_name(one.name), bare_name(other.name)) > 0


def equal(report: Report, one: Quantity | None, other: Quantity | None) -> bool:
    """Whether two quantities are one and the same."""
    if one is None or other is None:
        return False
    # A column of units may stand apart from a bare figure.
    units = "" in (one.unit, other.unit) or comparable(one, other, report.vocabulary.measures)
    return units and one.value == other.value


def _scored(report: Report) -> list[tuple[str, Cell]]:
    """The named rows of scoring tables that say why points were lost, or why a target was far exceeded."""
    found = []
    for form in report.all_forms:
        if form.kind != "scoring":
            continue
        for indicator in form.indicators:
            name = squeeze(indicator.name.cut(report.folded))
            for cell in (indicator.cell("偏差原因"), indicator.cell("备注")):
                if cell is not None and classify(cell.span.cut(report.folded), name, report.vocabulary) == "given":
                    found.append((bare_name(name), cell))
                    break
    return found


@lru_cache(maxsize=1024)  # each target's name is held against those of all others
def bare_name(name: str) -> str:
    """What a target is called without the words of promising and measuring around it."""
    bare = _AROUND.sub("", name)
    asked = _BEFORE.sub("", _ASKING.sub("", bare))
    return asked if len(asked) > 1 else bare


def likeness(one: str, other: str) -> float:
    """The share of the shorter name's pairs of characters that the other has too."""
    first, second = ({name[at : at + 2] for at in range(len(name) - 1)} for name in (one, other))
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0
