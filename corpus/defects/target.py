"""Defects of targets: not stated, not reported, missed without a reason, contradicted, copied, immeasurable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from corpus.defects.base import Spoilt, defect, follows
from corpus.defects.edits import add, drop, misprint, prose, remade, row_of, rows, set_all, shuffled, tables
from corpus.plan import Indicator, IndicatorRow, Paragraph, Plan, Project, Stated, Statement


def _targets_section(plan: Plan) -> list[Paragraph] | None:
    """The paragraphs of the target section, if it is alone and holds no other matter."""
    section = next((each for each in plan.walk() if each.covers == ("basic.targets",)), None)
    return None if section is None or section.children else section.paragraphs


@defect("target/none-stated", "目标一节有文字而没有目标")
def none_stated(plan: Plan, random: Random) -> Spoilt | None:
    held = _targets_section(plan)
    if held is None or plan.form:
        return None
    words = random.choice(
        (
            "项目绩效目标由实施单位申报，经主管部门审核、财政部门批复后随预算一并下达。",
            "本项目在编报预算时同步填报了绩效目标申报表，手续齐全，程序规范。",
            "绩效目标的编制遵循指向明确、细化量化、合理可行、相应匹配的要求。",
        )
    )
    held[:] = [Paragraph([Statement("filler", words)])]
    return Spoilt(plan)


@defect("target/unquantified", "目标都没有数字")
def unquantified(plan: Plan, random: Random) -> Spoilt | None:
    held = _targets_section(plan)
    if held is None or plan.form:
        return None
    words = random.choice(
        (
            "通过项目实施，进一步提高服务水平，改善群众生产生活条件，提升群众的获得感。",
            "年度目标：完善工作机制，提高服务质量，扩大受益范围，让群众更加满意。",
            "按时完成年度建设任务，确保工程质量，显著改善区域环境，推动事业健康发展。",
        )
    )
    held[:] = [Paragraph([Statement("target", words)])]
    return Spoilt(plan)


# target/unreported


def _silence(plan: Plan, key: str) -> None:
    """Take out every sentence that reports on an indicator."""
    drop(plan, lambda each: each.about == key and each.kind in ("completion", "reason", "benefit"))


@defect("target/unreported", "正文承诺的目标没有写完成情况")
def unreported_in_prose(plan: Plan, random: Random) -> Spoilt | None:
    if plan.form:
        return None
    for indicator in shuffled(random, plan.project.indicators):
        told = list(plan.statements("completion", indicator.key))
        promised = prose(plan, "target", indicator.key)
        if not told or not promised or indicator.target is None or indicator.reason:
            continue
        if any(len({f.scope for f in each.figures.values() if f.role == "actual"}) > 1 for each in told):
            continue
        _silence(plan, indicator.key)
        # A promise that stood beside its completion went with it.
        promised = prose(plan, "target", indicator.key)
        if prose(plan, "actual", indicator.key) or not promised:
            return None
        if any(not each.paragraphs and not each.children and not each.table for each in plan.walk()):
            return None  # a heading without a word would be a defect of its own
        return Spoilt(plan, tuple(figure.text for figure in promised))
    return None


@defect("target/unreported", "自评表的实际完成值空着")
def unreported_in_form(plan: Plan, random: Random) -> Spoilt | None:
    for row in shuffled(random, rows(plan)):
        if isinstance(row.target, Stated) and isinstance(row.actual, Stated) and not row.reason:
            if prose(plan, "actual", row.key) or any(plan.statements("completion", row.key)):
                continue
            row.actual = random.choice(("", "", "—", "/"))
            return Spoilt(plan, (row.name, row.target.text))
    return None


# Shortfalls


def _numbered(plan: Plan, comparison: tuple[str, ...] = (">=", "=")) -> Iterator[Indicator]:
    """Indicators with a number that the composer met: those that the project names as a problem are left alone."""
    problems = {problem.about for problem in plan.project.problems}
    for indicator in plan.project.indicators:
        met = indicator.actual is not None and indicator.target is not None and indicator.met
        if met and indicator.comparison in comparison and not indicator.reason and indicator.key not in problems:
            yield indicator


def _missed(indicator: Indicator, share: Decimal) -> Decimal:
    """A completion of a share of the target, in the indicator's own decimals and at least one unit short."""
    assert indicator.target is not None
    step = Decimal(1).scaleb(-indicator.places)
    value = (indicator.target * share).quantize(step, ROUND_HALF_UP)
    over = indicator.comparison == "<="
    return max(value, indicator.target + step) if over else min(value, indicator.target - step)


def _fallen(plan: Plan, random: Random, reason: str, *, over: bool = False) -> tuple[Plan, Indicator] | None:
    """The report in which one indicator misses its target, scored in proportion; with a reason or without."""
    if len(plan.projects) > 1:
        return None
    chosen = shuffled(random, _numbered(plan, ("<=",) if over else (">=", "=")))
    if not chosen:
        return None
    key = chosen[0].key
    share = Decimal(random.choice(("1.08", "1.25", "1.6") if over else ("0.62", "0.8", "0.87", "0.93")))

    def change(project: Project) -> None:
        indicator = project.indicator(key)
        indicator.actual = _missed(indicator, share)
        indicator.reason = reason

    spoilt = remade(plan, change)
    indicator = spoilt.project.indicator(key)
    if not _both(spoilt, key):
        return None
    return spoilt, indicator


def _both(plan: Plan, key: str) -> bool:
    """Whether a report states what was promised and what was done: a reader needs both to see a shortfall."""
    return any(plan.stated("actual", key)) and any(plan.stated("target", key))


def _quotes(plan: Plan, key: str) -> tuple[str, ...]:
    """The words of an indicator that a finding may quote: its figures, and its name in the form."""
    figures = [*plan.stated("actual", key), *plan.stated("target", key)]
    row = row_of(plan, key)
    return tuple(dict.fromkeys([*(figure.number for figure in figures), *([row.name] if row else [])]))


@defect("target/unexplained", "没有完成目标，没有说明原因")
def unexplained(plan: Plan, random: Random) -> Spoilt | None:
    fallen = _fallen(plan, random, "")
    return None if fallen is None else Spoilt(fallen[0], _quotes(fallen[0], fallen[1].key))


@defect("target/unexplained", "超过了上限，没有说明原因")
def limit_exceeded(plan: Plan, random: Random) -> Spoilt | None:
    fallen = _fallen(plan, random, "", over=True)
    return None if fallen is None else Spoilt(fallen[0], _quotes(fallen[0], fallen[1].key))


@defect("target/unexplained", "定性指标部分达成，没有说明原因")
def partly_reached(plan: Plan, random: Random) -> Spoilt | None:
    if len(plan.projects) > 1 or plan.kind != "table":
        return None
    for row in shuffled(random, rows(plan)):
        if isinstance(row.actual, str) and row.weight and row.score:
            if row.reason or not row.actual.startswith("达成") or row.weight.value != row.score.value:
                continue
            row.actual = random.choice(("部分达成年度指标并具有一定效果", "部分达成年度指标"))
            _rescored(plan, row, (row.weight.value * Decimal("0.7")).quantize(Decimal("0.1")))
            # Points are lost without a reason, which is a finding of its own for a qualitative indicator.
            return Spoilt(plan, (row.name, row.actual), also=follows("score/unexplained"))
    return None


def _rescored(plan: Plan, row: IndicatorRow, score: Decimal) -> None:
    """Another score for a row, and totals that follow."""
    assert row.score
    change = score - row.score.value
    row.score.value, row.score.places = score, max(row.score.places, 1)
    for total in plan.stated("score.total"):
        total.value += change
        total.places = max(total.places, 1)


_GOOD = (
    "一处实施点位的场地在下半年移交，进场推迟，剩余部分已列入次年一季度计划",
    "年中政策调整后符合条件的对象减少，已重新核定对象名册并下调次年任务",
    "原中标单位退出，重新招标用去两个月，已与新的承接单位签订补充协议赶工",
)
_EMPTY = ("受客观因素影响", "受疫情影响", "由于各种客观原因", "因主观和客观原因", "工作推进滞后")


@defect("target/unmet", "没有完成目标，说明了原因")
def unmet(plan: Plan, random: Random) -> Spoilt | None:
    fallen = _fallen(plan, random, random.choice(_GOOD))
    return None if fallen is None else Spoilt(fallen[0], _quotes(fallen[0], fallen[1].key))


@defect("target/vague-reason", "没有完成目标，原因说得空泛")
def vague_reason(plan: Plan, random: Random) -> Spoilt | None:
    reason = random.choice(_EMPTY)
    fallen = _fallen(plan, random, reason)
    if fallen is None:
        return None
    # A reason that names nothing is a reason still: target/unmet is given beside it.
    return Spoilt(fallen[0], (reason, *_quotes(fallen[0], fallen[1].key)), also=follows("target/unmet"))


# target/overclaimed


def _claimed(plan: Plan, random: Random, words: tuple[str, ...]) -> str | None:
    section = next((s for s in plan.walk() if "conclusion" in s.covers and s.paragraphs), None)
    section = section or next((s for s in plan.walk() if "analysis.output" in s.covers and s.paragraphs), None)
    if section is None:
        return None
    claim = random.choice(words)
    add(section, claim + "。")
    return claim


@defect("target/overclaimed", "有目标没有完成，却说目标全部完成")
def all_reached(plan: Plan, random: Random) -> Spoilt | None:
    fallen = _fallen(plan, random, random.choice(_GOOD))
    if fallen is None or not fallen[0].sections:
        return None
    words = ("各项绩效目标全部完成", "年度绩效目标圆满完成", "已按照计划完成各项目标", "年初设定的目标已全部实现")
    claim = _claimed(fallen[0], random, words)
    # The shortfall itself is given as advice.
    return None if claim is None else Spoilt(fallen[0], (claim,), also=follows("target/unmet"))


@defect("target/overclaimed", "没有支付完，却说资金全部拨付")
def all_spent(plan: Plan, random: Random) -> Spoilt | None:
    money = plan.project.money
    if money.balance < money.budget / 50 or not plan.sections:
        return None
    words = ("项目资金已全部支付完毕", "资金目前已全部拨付", "项目资金足额支付到位", "预算资金全部执行完毕")
    claim = _claimed(plan, random, words)
    return None if claim is None else Spoilt(plan, (claim,))


# target/conflict


@defect("target/conflict", "正文与自评表的指标值不一致")
def target_conflict(plan: Plan, random: Random) -> Spoilt | None:
    for indicator in shuffled(random, plan.project.indicators):
        inside, outside = prose(plan, "target", indicator.key), tables(plan, "target", indicator.key)
        if not inside or not outside or indicator.target is None or indicator.actual is None:
            continue
        wrong = random.choice(inside)
        over = indicator.comparison == "<="
        actual = indicator.actual

        def harmless(value: Decimal, actual: Decimal = actual, over: bool = over) -> bool:
            """Still met, and not exceeded by so much that this were the finding."""
            return actual <= value if over else actual / Decimal("1.25") <= value <= actual

        if indicator.met and misprint(wrong, random, harmless):
            return Spoilt(plan, (wrong.number,))
    return None


@defect("target/conflict", "正文与自评表的完成值不一致")
def completion_conflict(plan: Plan, random: Random) -> Spoilt | None:
    for indicator in shuffled(random, plan.project.indicators):
        inside, outside = prose(plan, "actual", indicator.key), tables(plan, "actual", indicator.key)
        if not inside or not outside or not indicator.met or indicator.target is None:
            continue
        wrong, target, over = inside[0], indicator.target, indicator.comparison == "<="
        ratios = [f for s in plan.statements() for f in s.figures.values() if f.role == "completion-rate"]
        if any(f.scope == indicator.key for f in ratios):
            continue

        low, high = (target / 2, target) if over else (target, target * Decimal("1.25"))
        high = min(high, Decimal(100)) if wrong.unit == "%" else high
        if misprint(wrong, random, lambda value, low=low, high=high: low <= value <= high):
            set_all(inside, wrong.value)
            return Spoilt(plan, (wrong.number,))
    return None


# Others


@defect("target/over-achieved", "完成值超过目标30%以上而没有说明")
def over_achieved(plan: Plan, random: Random) -> Spoilt | None:
    if len(plan.projects) > 1:
        return None
    found = [i for i in _numbered(plan, (">=",)) if i.unit != "%"]
    if not found:
        return None
    key = random.choice(found).key
    share = Decimal(random.choice(("1.38", "1.52", "2.3", "4.6")))

    def change(project: Project) -> None:
        indicator = project.indicator(key)
        assert indicator.target is not None
        step = Decimal(1).scaleb(-indicator.places)
        indicator.actual = (indicator.target * share).quantize(step, ROUND_HALF_UP) + step

    spoilt = remade(plan, change)
    return Spoilt(spoilt, _quotes(spoilt, key)) if _both(spoilt, key) else None


@defect("target/copied", "实际完成值连同≥照抄指标值")
def copied_with_sign(plan: Plan, random: Random) -> Spoilt | None:
    for row in shuffled(random, rows(plan)):
        target = row.target
        if not isinstance(target, Stated) or not isinstance(row.actual, Stated) or row.reason:
            continue
        sign = target.prefix or row.comparison
        if sign not in ("≥", ">=", "≤", "<=", "不少于", "不低于") or prose(plan, "actual", row.key):
            continue
        row.actual = f"{sign}{target.number}{target.unit or row.unit}{target.suffix}"
        return Spoilt(plan, (row.actual,))
    return None


@defect("target/copied", "总体目标的实际完成情况照抄预期目标")
def goal_copied(plan: Plan, random: Random) -> Spoilt | None:
    goals = [goal for form in plan.forms for goal in form.goals]
    if len(goals) != 1 or len(goals[0].expected.text) < 10:
        return None
    goals[0].actual = goals[0].expected
    return Spoilt(plan, (goals[0].expected.text,))


_OTHERS = {"个": "%", "人": "%", "户": "公里", "人次": "%", "公里": "个", "亩": "%", "%": "次", "件": "%", "场": "万元"}


@defect("target/unit-mismatch", "指标值与完成值的单位不能比较")
def unit_mismatch(plan: Plan, random: Random) -> Spoilt | None:
    for row in shuffled(random, rows(plan)):
        if not isinstance(row.target, Stated) or not isinstance(row.actual, Stated) or prose(plan, "actual", row.key):
            continue
        unit = row.target.unit
        if unit not in _OTHERS or row.actual.unit != unit or row.reason:
            continue
        row.actual.unit = _OTHERS[unit]
        if row.actual.unit == "%":
            row.actual.value = Decimal(random.choice((98, 99, 100)))
        return Spoilt(plan, (row.name, row.actual.text))
    return None


@defect("target/impossible", "比率指标要求100%以上")
def impossible(plan: Plan, random: Random) -> Spoilt | None:
    for row in shuffled(random, rows(plan)):
        target, actual = row.target, row.actual
        if not isinstance(target, Stated) or not isinstance(actual, Stated) or "%" not in (target.unit, row.unit):
            continue
        if "≥" not in (target.prefix, row.comparison) or row.reason or prose(plan, "target", row.key):
            continue
        if re.search(r"增长|增幅|增加|提高|提升|上升", row.name):
            continue  # a growth may well be more than a hundred percent
        if prose(plan, "actual", row.key) or row.weight is None or row.score is None:
            continue
        target.value, target.places = Decimal(100), 0
        actual.value, actual.places = Decimal(100), 0
        if row.weight.value != row.score.value:
            continue
        return Spoilt(plan, (target.text, row.name))
    return None
