"""Defects of the scoring: totals, weights, proportions, bands and grades that are not what the rules make them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from corpus.defects.base import Spoilt, defect, follows
from corpus.defects.edits import drop, prose, remade, rows, set_all, shuffled, states
from corpus.plan import Form, Indicator, IndicatorRow, Plan, Project, Stated

TENTH = Decimal("0.1")


def _one_form(plan: Plan) -> Form | None:
    """The form of a report on one project."""
    return plan.forms[0] if len(plan.forms) == 1 else None


def _full(row: IndicatorRow) -> bool:
    """Whether a row has all of its points, and no reason."""
    return bool(row.weight and row.score and row.weight.value == row.score.value and not row.reason)


def _moved(plan: Plan, by: Decimal, dimension: str = "") -> bool:
    """Let every statement of the total, and of the dimension that an item belongs to, follow a change of the item.

    False where prose states what cannot follow, or the total would leave 0 to 100.
    """
    if prose(plan, "score.item") or (not dimension and prose(plan, "score.dimension")):
        return False
    for part in plan.stated("score.dimension", dimension) if dimension else ():
        part.value += by
        part.places = max(part.places, _places(by))
    for total in plan.stated("score.total"):
        old = total.number
        total.value += by
        total.places = max(total.places, _places(by))
        if not 0 < total.value <= 100:
            return False
        for form in plan.forms:
            form.texts = [(label, words.replace(old, total.number)) for label, words in form.texts]
    return True


def _places(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _same_grade(plan: Plan, by: Decimal) -> bool:
    """Whether a total that moves stays in its grade."""
    total = plan.project.score
    return all((total >= bound) == (total + by >= bound) for bound in (90, 80, 60)) and total + by < 100


@defect("score/missing", "通篇没有写自评总分")
def missing(plan: Plan, random: Random) -> Spoilt | None:
    """Only the grade is told; the form's total is left blank."""
    form = _one_form(plan)
    if plan.scoring or (plan.forms and form is None):
        return None
    grade = plan.project.grade
    told = [each for each in plan.statements() if states(each, "score.total", "score.dimension")]
    for statement in told[:1]:
        statement.words = random.choice(("经综合评价，评价等级为“{grade}”。", "项目绩效评价等级为{grade}。"))
        statement.figures, statement.names = {}, {"grade": grade}
    drop(plan, lambda each: states(each, "score.total", "score.dimension"))
    if form:
        form.total_score = None
        told_score = r"[^，。；]*(?:得分?|总分)[\d.]+分[，；]?"
        form.texts = [(label, re.sub(told_score, "", words)) for label, words in form.texts]
    return Spoilt(plan) if told or form else None


@defect("score/conclusion", "评价结论没有写得分和等级")
def conclusion(plan: Plan, random: Random) -> Spoilt | None:
    if not (plan.form or plan.scoring) or plan.kind == "table":
        return None
    section = next((each for each in plan.walk() if "conclusion" in each.covers), None)
    if section is None or section.table:
        return None
    held = {id(s) for each in section.walk() for p in each.paragraphs for s in p.statements}
    drop(plan, lambda each: id(each) in held and (each.kind in ("score", "dimension") or states(each, "score.total")))
    left = "".join(p.text for each in section.walk() for p in each.paragraphs)
    if not left:
        from corpus.defects.edits import add

        add(section, "项目立项依据充分，资金使用规范，任务完成较好，达到了预期的效果。")
    return Spoilt(plan, (section.heading,))


# score/weight-sum


@defect("score/weight-sum", "分值合计写错")
def weight_total(plan: Plan, random: Random) -> Spoilt | None:
    table = plan.scoring or _one_form(plan)
    if table is None or table.total_weight is None or table.total_weight.value != 100:
        return None
    table.total_weight.value += random.choice((-10, -5, 5, 10))
    return Spoilt(plan, (table.total_weight.number,))


@defect("score/weight-sum", "各项分值相加不是100分")
def weights_do_not_add_up(plan: Plan, random: Random) -> Spoilt | None:
    form = _one_form(plan)
    for row in shuffled(random, rows(plan)):
        # A row that has lost points with a reason: one point more of weight changes nothing else of it.
        if form is None or row.weight is None or row.score is None or not row.reason or isinstance(row.actual, Stated):
            continue
        share = row.score.value / (row.weight.value + 1)
        low = Decimal("0.8") if row.actual.startswith(("达成", "全部达成")) else Decimal("0.6")
        if not low <= share < low + Decimal("0.2"):
            continue
        row.weight.value += 1
        # The level-1 weights are then none of the schemes.
        return Spoilt(plan, also=follows("score/weight-scheme"))
    return None


@defect("score/weight-sum", "一级指标写明的分值与各三级指标不符")
def parent_weight(plan: Plan, random: Random) -> Spoilt | None:
    form = _one_form(plan)
    if form is None or not form.weights:
        return None
    dimension = random.choice(sorted(form.weights))
    figure = form.weights[dimension]
    figure.value += random.choice((5, 10, -5))
    # By what the headings state the level-1 weights are none of the schemes.
    return Spoilt(plan, (figure.number,), also=follows("score/weight-scheme"))


# score/sum-mismatch


@defect("score/sum-mismatch", "总分与各项得分之和不符")
def total_score(plan: Plan, random: Random) -> Spoilt | None:
    table = plan.scoring or _one_form(plan)
    if table is None or table.total_score is None or len(plan.forms) > 1:
        return None
    by = Decimal(random.choice(("0.5", "-0.5", "1", "-1", "-1.6", "0.9")))
    if not _same_grade(plan, by) or not _moved(plan, by):
        return None
    return Spoilt(plan, (table.total_score.number,))


@defect("score/sum-mismatch", "一项得分写错，总分没有错")
def item_score(plan: Plan, random: Random) -> Spoilt | None:
    """In a scoring table, where no formula says what an item's score must be."""
    table = plan.scoring
    if table is None or plan.form or not table.detail:
        return None
    found = [row for row in table.rows if row.reason and row.score.value > 1 and row.dimension in ("决策", "过程")]
    found = [row for row in found if not prose(plan, "deduction", row.key)]
    if not found or prose(plan, "score.item"):
        return None
    row = random.choice(found)
    row.score.value -= Decimal("0.5")
    row.score.places = max(row.score.places, 1)
    # The score that prose gives the dimension no longer is the sum of its rows: the same rule, of the same mistake.
    beside = [f.number for f in prose(plan, "score.dimension", row.dimension)]
    return Spoilt(plan, (table.total_score.number, *beside))


@defect("score/exceeds-weight", "得分超过分值")
def exceeds(plan: Plan, random: Random) -> Spoilt | None:
    by = Decimal(random.choice(("0.5", "1", "2")))
    if _one_form(plan) is None or not _same_grade(plan, by):
        return None
    for row in shuffled(random, rows(plan)):
        if _full(row) and row.score and isinstance(row.target, Stated):
            row.score.value += by
            row.score.places = max(row.score.places, _places(by))
            return Spoilt(plan, (row.score.number,)) if _moved(plan, by, row.dimension) else None
    return None


@defect("score/exceeds-weight", "评分表里得分超过分值")
def exceeds_in_scoring_table(plan: Plan, random: Random) -> Spoilt | None:
    table, by = plan.scoring, Decimal(1)
    if table is None or not table.detail or plan.form or not _same_grade(plan, by):
        return None
    full = [row for row in table.rows if row.weight.value == row.score.value and not row.reason]
    if not full:
        return None
    row = random.choice(full)
    if not _moved(plan, by, row.dimension):
        return None
    row.score.value += by
    return Spoilt(plan, (row.score.number,))


@defect("score/double-scored", "其中一行也写了分值和得分")
def double_scored(plan: Plan, random: Random) -> Spoilt | None:
    form = _one_form(plan)
    if form is None:
        return None
    total = next((row for row in form.funds if row.total), None)
    parts = [row for row in form.funds if not row.total and "score" in row.cells]
    if total is None or not parts or total.cells.get("score") is None or total.cells.get("weight") is None:
        return None
    row = next((each for each in parts if (f := each.cells.get("executed")) and f.value), parts[0])
    row.cells["weight"], row.cells["score"] = _again(total.cells["weight"]), _again(total.cells["score"])
    score = row.cells["score"]
    assert score is not None
    return Spoilt(plan, (score.number,))


def _again(figure: Stated | None) -> Stated:
    """The same figure once more, for another cell."""
    from copy import copy

    assert figure is not None
    return copy(figure)


@defect("score/execution-rate", "执行率没有满，得分却是满分")
def full_rate_score(plan: Plan, random: Random) -> Spoilt | None:
    return _rate_score(plan, lambda weight, score: weight)


@defect("score/execution-rate", "执行率得分算错")
def wrong_rate_score(plan: Plan, random: Random) -> Spoilt | None:
    by = Decimal(random.choice(("-0.15", "-0.2", "-0.3", "0.15")))
    return _rate_score(plan, lambda weight, score: min(weight, score + by))


def _rate_score(plan: Plan, new: object) -> Spoilt | None:
    form = _one_form(plan)
    total = next((row for row in form.funds if row.total), None) if form else None
    if total is None or plan.project.money.rate > 98:
        return None
    weight, score = total.cells.get("weight"), total.cells.get("score")
    if weight is None or score is None or not callable(new):
        return None
    value = Decimal(new(weight.value, score.value))
    by = value - score.value
    points = plan.project.score - score.value
    # A rate's score far below the indicators' would be score/inflated besides.
    if points <= 0 or (points / 90 - value / 10) / (points / 90) > Decimal("0.048"):
        return None
    if abs(by) < Decimal("0.1") or not _same_grade(plan, by) or not _moved(plan, by, "预算执行率"):
        return None
    score.value, score.places = value, max(score.places, _places(by))
    return Spoilt(plan, (score.number,))


# score/quantitative


def _short(plan: Plan, random: Random, score: object, reason: str) -> Spoilt | None:
    """An indicator that misses its target, with a reason, scored by something else than the proportion."""
    from corpus.defects.target import _fallen

    if _one_form(plan) is None or not callable(score):
        return None
    fallen = _fallen(plan, random, reason)
    if fallen is None:
        return None
    spoilt, indicator = fallen
    row = next((each for each in rows(spoilt) if each.key == indicator.key), None)
    if row is None or row.score is None or row.weight is None:
        return None
    value = Decimal(score(row.weight.value, row.score.value)).quantize(TENTH, ROUND_HALF_UP)
    by = value - row.score.value
    if (
        by < Decimal("0.3")
        or value > row.weight.value
        or not _same_grade(spoilt, by)
        or not _moved(spoilt, by, row.dimension)
    ):
        return None
    row.score.value = value
    # The shortfall and its reason are given as advice.
    return Spoilt(spoilt, (row.name, row.score.number), also=follows("target/unmet"))


_WHY = "一处点位因雨季停工，剩余部分已列入次年一季度计划，并增派施工力量"


@defect("score/quantitative", "没有完成指标值却得满分")
def full_marks_for_a_shortfall(plan: Plan, random: Random) -> Spoilt | None:
    return _short(plan, random, lambda weight, score: weight, _WHY)


@defect("score/quantitative", "没有按完成比例计分")
def more_than_the_proportion(plan: Plan, random: Random) -> Spoilt | None:
    return _short(plan, random, lambda weight, score: (weight + score) / 2, _WHY)


@defect("score/unexplained", "完成了指标值却扣分，没有说明原因")
def lost_without_reason(plan: Plan, random: Random) -> Spoilt | None:
    by = Decimal(random.choice(("-0.5", "-1")))
    return _lost(plan, random, by, measured=True)


@defect("score/unexplained", "定性指标扣分，没有说明原因")
def qualitative_without_reason(plan: Plan, random: Random) -> Spoilt | None:
    return _lost(plan, random, Decimal("-0.5"), measured=False)


def _lost(plan: Plan, random: Random, by: Decimal, *, measured: bool) -> Spoilt | None:
    if _one_form(plan) is None or not _same_grade(plan, by):
        return None
    for row in shuffled(random, rows(plan)):
        if not _full(row) or row.score is None or row.weight is None or isinstance(row.actual, Stated) is not measured:
            continue
        if not measured and (row.weight.value < 4 or not str(row.actual).startswith("达成")):
            continue
        row.score.value += by
        row.score.places = max(row.score.places, 1)
        return Spoilt(plan, (row.name, row.score.number)) if _moved(plan, by, row.dimension) else None
    return None


# score/qualitative


def _banded(plan: Plan, random: Random, level: str, share: str, reason: str) -> Spoilt | None:
    if _one_form(plan) is None:
        return None
    for row in shuffled(random, rows(plan)):
        plain = isinstance(row.actual, str) and row.actual.startswith("达成") and isinstance(row.target, str)
        if not plain or row.score is None or row.weight is None or row.weight.value < 3:
            continue
        value = (row.weight.value * Decimal(share)).quantize(TENTH, ROUND_HALF_UP)
        by = value - row.score.value
        if not _same_grade(plan, by) or not _moved(plan, by, row.dimension):
            return None
        row.actual = level or row.actual
        row.score.value, row.score.places = value, max(row.score.places, 1)
        if not row.reason:
            row.reason = reason
            _boxed(plan, row)
        return Spoilt(plan, (row.name, row.score.number))
    return None


def _boxed(plan: Plan, row: IndicatorRow) -> None:
    """Put a row's reason into the one box of reasons that some forms have in place of a column."""
    for form in plan.forms:
        for number, (label, words) in enumerate(form.texts):
            if "原因" in label:
                kept = "" if "均已完成" in words else words.rstrip("。；") + "；"
                form.texts[number] = (label, f"{kept}{row.name}：{row.reason}。")


@defect("score/qualitative", "达成年度指标，得分不到八成")
def too_low_for_reached(plan: Plan, random: Random) -> Spoilt | None:
    return _banded(plan, random, "", "0.7", "两个点位的记录不完整，已补正并纳入按季抽查")


@defect("score/qualitative", "部分达成，得分超过八成")
def too_high_for_partly(plan: Plan, random: Random) -> Spoilt | None:
    spoilt = _banded(plan, random, "部分达成年度指标并具有一定效果", "0.9", "两个点位的机制尚未建立，已列入次年计划")
    # 部分达成 with a reason is advice.
    return None if spoilt is None else Spoilt(spoilt.plan, spoilt.texts, also=follows("target/unmet"))


# score/rating


@defect("score/rating", "等级与得分不符")
def rating(plan: Plan, random: Random) -> Spoilt | None:
    found = [s for s in plan.statements("score") if s.names.get("grade") and states(s, "score.total")]
    if not found or len(found) > 1 or plan.project.grade != found[0].names["grade"][:1]:
        return None
    others = [grade for grade in ("优", "良", "中", "差") if grade != plan.project.grade]
    found[0].names["grade"] = random.choice(others)
    if any("等级" in name or "等次" in name for form in plan.forms for name, _ in form.texts):
        return None
    return Spoilt(plan, (found[0].names["grade"],))


@defect("score/rating", "自评表中的等级与得分不符")
def rating_in_form(plan: Plan, random: Random) -> Spoilt | None:
    form = _one_form(plan)
    if form is None or plan.kind != "table":
        return None
    for number, (name, words) in enumerate(form.texts):
        if ("等级" in name or "等次" in name) and words[:1] == plan.project.grade:
            wrong = random.choice([grade for grade in ("优", "良", "中") if grade != plan.project.grade])
            form.texts[number] = (name, wrong)
            return Spoilt(plan, (wrong,))
    return None


@defect("score/weight-scheme", "一级指标的分值不合规定")
def scheme(plan: Plan, random: Random) -> Spoilt | None:
    """Points moved from one dimension's rows to another's, all of them full: everything still adds up."""
    form = _one_form(plan)
    if form is None:
        return None
    points = Decimal(random.choice((5, 10)))
    full = [row for row in form.rows if _full(row) and row.weight and row.score]
    givers = [row for row in full if row.weight and row.weight.value > points + 1]
    for giver in shuffled(random, givers):
        takers = [row for row in full if row.dimension != giver.dimension and row.dimension != "满意度"]
        if not takers or any(prose(plan, role) for role in ("weight.dimension", "score.dimension", "weight.item")):
            continue
        taker = random.choice(takers)
        for row, by in ((giver, -points), (taker, points)):
            assert row.weight and row.score
            row.weight.value += by
            row.score.value += by
            if stated := form.weights.get(row.dimension):
                set_all([stated], stated.value + by)
        return Spoilt(plan)
    return None


def _far_exceeded(indicator: Indicator) -> bool:
    """Whether a completion is so far above its target that it wants a reason, full marks or not."""
    if indicator.target is None or indicator.actual is None or indicator.comparison != ">=":
        return False
    return indicator.actual > indicator.target * Decimal("1.3")


@defect("score/full-marks", "写了问题却自评满分")
def full_marks(plan: Plan, random: Random) -> Spoilt | None:
    if len(plan.projects) > 1 or plan.kind == "table":
        return None

    def change(project: Project) -> None:
        from corpus.defects.money import spent

        spent(project, Decimal(1))
        project.money.low_reason = project.money.short_reason = ""
        project.money.arrived = project.money.budget
        for indicator in project.indicators:
            if indicator.target is not None and not indicator.met:
                indicator.actual = indicator.target
            if indicator.qualitative and indicator.actual_words.startswith("部分"):
                indicator.actual_words = "达成年度指标"
            indicator.score = indicator.weight
            if not _far_exceeded(indicator):
                indicator.reason = ""

    spoilt = remade(plan, change, honest=False)
    if spoilt.project.score != 100 or not any(spoilt.statements("problem")):
        return None
    return Spoilt(spoilt, ("100",))


@defect("score/inflated", "得分比预算执行进度高出很多")
def inflated(plan: Plan, random: Random) -> Spoilt | None:
    """A rate of 81–88 % under an indicator score near the full 90: beyond the platform's red line of 5 %."""
    from corpus.defects.money import spent

    if len(plan.projects) > 1 or not plan.form or not any(row.total for row in plan.form.funds):
        return None
    share = Decimal(random.choice(("0.812", "0.846", "0.87", "0.883")))
    spoilt = remade(plan, lambda project: spent(project, share), honest=False)
    if not spoilt.form or spoilt.project.score - spoilt.project.rate_score < 86:
        return None
    return Spoilt(spoilt)
