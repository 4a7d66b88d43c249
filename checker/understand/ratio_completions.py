"""Rates of completion: of a plan in the same sentence, or of the target that the completion was matched to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from checker.understand.quantity import Quantity
from checker.understand.ratio_claims import Claim, Line, Side, alike, exact
from checker.understand.report import Report
from checker.understand.target_matching import MATCHED
from checker.understand.target_measures import same_measure
from checker.understand.targets import Target

_PLANNED: Final = re.compile(r"(?:计划|目标|任务|应(?!急|用|对|届|邀|诉|援)|预计|年初设定|指标值|总量)[^,;№¤]{0,12}$")
_DONE: Final = re.compile(r"(?:实际|已|完成|发放|实施|建成|培训)[^,;№¤]{0,12}$")
_THEN_PLANNED: Final = re.compile(r"[,(](?:年初|年度|全年)?(?:计划|目标|指标|任务)(?:值|数|量)?(?:为|是|:)*$")
_FILL: Final = r"(?:已|均|为|是|达到?|了|:)*"
_GOAL: Final = r"(?:年初|年度|全年|当年|本年度?|既定|预定|绩效|任务|工作)*(?:目标|任务|计划|指标)(?:值|数|量|任务)?"
_IS: Final = r"(?:完成|占|达到?|实现)了?|为|是|相当于|等于|合"
_RATE: Final = re.compile(
    rf"[^,;№¤]{{0,8}}(?:完成率|实现率|实施率|发放率|覆盖率){_FILL}|(?:任务|目标|计划)?(?:完成|实现)(?:进度|程度|比例|比率){_FILL}"
    rf"|(?:仅|已|约)?(?:{_IS}){_GOAL}的{_FILL}"
)
# The same where no plan stands in the sentence: 共服务老年人600名,完成年度目标的88.2%.
_OF_TARGET: Final = re.compile(
    rf"(?P<done>[№¤])[^,;№¤٪⌚□()]{{0,16}}[,(](?:仅|已|占|约)?(?:(?:{_IS}){_GOAL}的|(?:{_GOAL})?(?:任务)?(?:完成|实现)(?:率|比例|进度|程度)){_FILL}(?P<rate>٪)"
)
_PERSONS: Final = frozenset(("人", "名", "位"))
_SURE: Final = ("met", "exceeded", "unmet", "explained")
_OPEN: Final = ("possible", "unreported")


def read_completions(line: Line, report: Report) -> Iterator[Claim]:
    """The rates of completion of a sentence."""
    yield from _of_plans(line)
    for match in _OF_TARGET.finditer(line.text):
        done, rate = line.at(match.start("done")), line.at(match.start("rate"))
        planned = _PLANNED.search(line.text[: match.start()]) or re.search(
            "计划|目标|指标值", line.text[: match.start()]
        )
        if exact(done, rate) and not planned:
            yield from _of_target(line, done, rate, report)


def _of_plans(line: Line) -> Iterator[Claim]:
    """A plan, what was done, and the rate, in either order of the first two."""
    useful = [(at, figure) for at, figure in line.figures() if figure.kind not in ("year", "date")]
    for (a, one), (b, two), (c, rate) in zip(useful, useful[1:], useful[2:], strict=False):
        if rate.kind != "percent" or not alike(one, two) or one.kind not in ("count", "measure", "money"):
            continue
        before = re.split(r"[;,、]", line.text[:a])[-1]
        middle, last = line.text[a + 1 : b], line.text[b + 1 : c]
        if ";" in middle + last or last.count(",") > 1 or not _RATE.fullmatch(re.split("[,)]", last)[-1]):
            continue
        first = bool(_PLANNED.search(before) and _DONE.search(middle))
        second = bool(not _PLANNED.search(before) and _THEN_PLANNED.search(middle))
        if not (first or second) or re.search("上年|去年|累计", before + middle):
            continue
        planned, done = (one, two) if first else (two, one)
        if exact(done, rate) and planned.comparison in ("=", ">="):
            yield Claim("完成率", rate, line.side(done), line.side(planned))


def _of_target(line: Line, done: Quantity, rate: Quantity, report: Report) -> Iterator[Claim]:
    """A rate of the target that a completion was matched to; any other that it may be of as well counts for it."""
    comparable = [
        target
        for target in report.targets
        if target.quantity is not None
        and _comparable(target.quantity, done, report)
        and target.quantity.value > 0
        and target.quantity.comparison in ("=", ">=", ">")
    ]
    meant, weak = [target for target in comparable if _reports(target, done, line)], ""
    if not meant:
        # A target for which nothing else was found, if it is about what the sentence is about and as large.
        clause = line.clause_before(done)
        meant = [target for target in comparable if target.status in _OPEN and _common(target.name, clause)]
        meant = [target for target in meant if target.quantity and _near(done.value, target.quantity.value)]
        meant = meant if len(meant) == 1 else []
        weak = "目标与完成情况是按文字对应的，需核实是否为同一件事"
    if not meant:
        return
    sides = [_side(target, line) for target in comparable]
    first = _side(meant[0], line)
    yield Claim(
        "完成率", rate, line.side(done), first, others=tuple(side for side in sides if side != first), weak=weak
    )


def _reports(target: Target, done: Quantity, line: Line) -> bool:
    """Whether a figure is surely the completion of a target."""
    for completion in target.completions:
        if completion.quantity is None:
            continue
        if completion.quantity.span.overlaps(done.span):
            return target.status in _SURE and completion.score >= MATCHED
        # The row of a form says the same number of the same thing.
        same = completion.quantity.kind == done.kind and completion.quantity.value == done.value
        if target.indicator is not None and same and _common(target.name, line.text):
            return True
    return False


def _comparable(one: Quantity, other: Quantity, report: Report) -> bool:
    """Whether two figures are in one unit; 名 and 人, 场 and 场次 are one."""
    if one.kind != other.kind:
        return False
    return {one.unit, other.unit} <= _PERSONS or same_measure(one.unit, other.unit, report.vocabulary.measures)


def _near(done: Decimal, wanted: Decimal) -> bool:
    return wanted / 2 <= done <= wanted * 2


def _common(name: str, words: str) -> bool:
    """Whether a name and a sentence have two characters in a row in common."""
    return any(name[at : at + 2] in words for at in range(len(name) - 1))


def _side(target: Target, line: Line) -> Side:
    assert target.quantity is not None
    return line.side(target.quantity, "指标值")
