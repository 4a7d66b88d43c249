"""The truth of a project: its identity, money, indicators and problems, free of contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from corpus.compose.draw import chinese, day, nice, rounded
from corpus.compose.lexicon import Lexicon, Measure, Subject
from corpus.compose.money import draw_money
from corpus.compose.weights import spread
from corpus.plan import Dimension, Identity, Indicator, Problem, Project

_PLACES = (
    "青云",
    "临江",
    "望川",
    "松岭",
    "澄湖",
    "河阳",
    "石桥",
    "南屏",
    "白沙",
    "东陵",
    "云湖",
    "清源",
    "凤台",
    "金溪",
)
_KINDS = ("县", "县", "区", "市")
FAR_EXCEEDED = "（超额完成）"
"""Stands for the reason of a far exceeded target until all indicators are drawn, so that no two have the same."""

_SCHEMES: tuple[dict[Dimension, int], ...] = (
    {"产出": 50, "效益": 30, "满意度": 10},
    {"产出": 40, "成本": 20, "效益": 20, "满意度": 10},
)
_TABLES: tuple[dict[Dimension, int], ...] = (
    {"决策": 15, "过程": 20, "产出": 35, "效益": 30},
    {"决策": 20, "过程": 20, "产出": 30, "效益": 30},
    {"决策": 10, "过程": 20, "产出": 40, "效益": 30},
    {"决策": 15, "过程": 25, "产出": 40, "效益": 20},
)
_GENERAL: dict[str, tuple[tuple[str, str, str], ...]] = {
    "决策": (
        ("项目立项", "立项依据充分性", "立项依据中的一份文件已经更新，未及时补充"),
        ("项目立项", "立项程序规范性", "可行性研究的论证深度不够，次年补充专家意见"),
        ("绩效目标", "绩效目标合理性", "效益目标与产出目标的对应关系不够清楚，次年修订"),
        ("绩效目标", "绩效指标明确性", "一项效益指标没有设置数值，编制次年目标时细化"),
        ("资金投入", "预算编制科学性", "测算没有考虑价格变化，次年增加询价环节"),
        ("资金投入", "资金分配合理性", "分配时没有考虑上年结余，次年改为先清后拨"),
    ),
    "过程": (
        ("资金管理", "资金到位率", ""),
        ("资金管理", "资金使用合规性", "三张票据附件不全，已补齐"),
        ("组织实施", "管理制度健全性", "档案管理办法尚未印发，已完成起草"),
        ("组织实施", "制度执行有效性", "两次检查记录缺少签字，已责令补正"),
    ),
}


def draw_project(rng: Random, words: Lexicon, *, scheme: str, year: int, taken: Sequence[str] = ()) -> Project:
    """A project's truth; `scheme` is form (预算执行率 and 产出 … 满意度) or table (决策 过程 产出 效益)."""
    subject = rng.choice([s for s in words.subjects if s.id not in taken] or list(words.subjects))
    place = rng.choice(words.pool("places", _PLACES)) + rng.choice(words.pool("kinds", _KINDS))
    department = place + subject.department
    unit = place + subject.unit if rng.random() < 0.55 else department
    date = day(rng, year + 1, 20, 115)
    identity = Identity(rng.choice(subject.projects), unit, department, place, year, (date.year, date.month, date.day))
    money = draw_money(rng, words, subject, place, year, form=scheme == "form")
    project = Project(identity, subject.id, money, [], [], score_places=rng.choice((2, 2, 2, 1)))
    project.methods = rng.sample(words.phrases["methods"], rng.randint(1, 3))
    if scheme == "form":
        _form_indicators(rng, words, project, subject)
    else:
        _table_indicators(rng, words, project, subject)
    exceeded = [i for i in project.indicators if i.reason == FAR_EXCEEDED]
    reasons = rng.sample(words.phrases["extra_reason"], len(words.phrases["extra_reason"]))
    for entry, reason in zip(exceeded, reasons, strict=False):
        entry.reason = reason.replace("<next>", str(year + 1))
    project.problems = [Problem(*fields) for fields in rng.sample(subject.problems, rng.randint(2, 3))]
    return project


def _form_indicators(rng: Random, words: Lexicon, project: Project, subject: Subject) -> None:
    scheme = _SCHEMES[rng.random() < 0.35]
    project.rate_weight = Decimal(10)
    measures = _measures(rng, subject, rich=rng.random() < 0.6)
    for dimension, points in scheme.items():
        chosen = [m for m in measures if _dimension(m, "成本" in scheme) == dimension]
        _weigh(rng, words, project, dimension, points, chosen)


def _table_indicators(rng: Random, words: Lexicon, project: Project, subject: Subject) -> None:
    scheme = rng.choice(_TABLES)
    for dimension in ("决策", "过程"):
        rows = words.pool("general", _GENERAL)[dimension]
        picked = sorted(rng.sample(range(len(rows)), rng.randint(2, len(rows))))
        weights = spread(rng, scheme[dimension] - (5 if dimension == "过程" else 0), len(picked))
        for number, weight in zip(picked, weights, strict=True):
            sub, name, cause = rows[number]
            lost = Decimal(0)
            if cause and rng.random() < 0.3:
                lost = min(weight / 2, rng.choice((Decimal("0.5"), Decimal(1))))
            entry = Indicator(f"{dimension}{number}", dimension, sub, name, "", 0, "", None, None, kind="general")
            entry.weight, entry.score, entry.reason = weight, weight - lost, cause if lost else ""
            project.indicators.append(entry)
    project.rate_weight = Decimal(5)
    measures = _measures(rng, subject, rich=rng.random() < 0.4)
    for dimension in ("产出", "效益"):
        wanted = {"产出": ("产出", "成本"), "效益": ("效益", "满意度")}[dimension]
        chosen = [m for m in measures if _dimension(m, True) in wanted]
        _weigh(rng, words, project, dimension, scheme[dimension], chosen)


def _measures(rng: Random, subject: Subject, *, rich: bool) -> list[Measure]:
    """The indicators of a project in the order of the forms: at least one of each dimension."""
    few, many = (2, 4) if rich else (1, 2)
    rates = [m for m in subject.rates if m.sub == "质量"]
    times = [m for m in subject.rates if m.sub == "时效"] + list(subject.dates)
    chosen = rng.sample(subject.quantity, min(len(subject.quantity), rng.randint(few, many)))
    chosen += rng.sample(rates, min(len(rates), rng.randint(1, 2)))
    chosen += rng.sample(times, min(len(times), rng.randint(1, 2) if rich else 1))
    chosen += rng.sample(subject.cost, rng.randint(1, len(subject.cost)) if rich else 1)
    order = ("经济效益", "社会效益", "生态效益", "可持续影响")
    benefit = rng.sample(subject.benefit, rng.randint(1, len(subject.benefit)))
    benefit += rng.sample(subject.qualitative, rng.randint(0 if benefit else 1, len(subject.qualitative)))
    chosen += sorted(benefit, key=lambda m: order.index(m.sub))
    return chosen + list(rng.sample(subject.satisfaction, rng.randint(1, 2)))


def _dimension(measure: Measure, cost: bool) -> Dimension:
    """一级指标; 成本 is a part of 产出 unless it is a dimension of its own."""
    match measure.sub:
        case "成本":
            return "成本" if cost else "产出"
        case "数量" | "质量" | "时效":
            return "产出"
        case "服务对象满意度":
            return "满意度"
    return "效益"


def _weigh(
    rng: Random, words: Lexicon, project: Project, dimension: Dimension, points: int, chosen: list[Measure]
) -> None:
    for measure, weight in zip(chosen, spread(rng, points, len(chosen)), strict=True):
        key = f"{dimension}{len(project.indicators)}"
        indicator = _indicator(rng, words, measure, key, dimension, project.identity.year)
        indicator.weight = indicator.score = weight
        if indicator.qualitative:
            _grade(rng, words, indicator, measure)
            indicator.reason = indicator.reason.replace("次年", f"{project.identity.year + 1}年")
        elif measure.kind == "date" and indicator.reason:
            indicator.score = rounded(weight * Decimal("0.9"), 1)
        project.indicators.append(indicator)


def _indicator(rng: Random, words: Lexicon, m: Measure, key: str, dimension: Dimension, year: int) -> Indicator:
    entry = Indicator(key, dimension, m.sub, m.name, m.unit, m.places, "", None, None, verb=m.verb, object=m.object)
    entry.measure = m.measure
    entry.kind = {"date": "date", "qualitative": "qualitative"}.get(m.kind, "number")  # type: ignore[assignment]
    short = rng.random() < 0.09 and bool(m.causes)
    cause = rng.choice(m.causes).replace("次年", f"{year + 1}年") if short else ""
    match m.kind:
        case "quantity":
            _count(rng, words, entry, m, short)
        case "rate":
            _percent(rng, entry, m, short)
        case "cost":
            entry.comparison, entry.target = "<=", nice(rng, m.low, m.high, m.places)
            share = rng.uniform(1.01, 1.08) if short else rng.uniform(0.88, 1)
            entry.actual = rounded(
                float(entry.target) * share, max(m.places, rng.choice((0, 2)) if m.high > 100 else 2)
            )
            if entry.met:
                cause = ""
        case "date":
            month = rng.randint(6, 11)
            entry.target_words = rng.choice((f"{year}年{month}月底前", f"{year}年{month + 1}月15日前"))
            first = 30 * month
            late = day(rng, year, first + 22, first + 30) if short else day(rng, year, first - 60, first - 8)
            entry.actual_words = chinese(late)
        case "qualitative":
            entry.target_words, entry.done = m.target, m.done
            cause = ""
    if cause:
        entry.reason = cause
    return entry


def _count(rng: Random, words: Lexicon, entry: Indicator, m: Measure, short: bool) -> None:
    entry.comparison = ">=" if rng.random() < 0.9 else "="
    target = entry.target = nice(rng, m.low, m.high, m.places)
    chance = rng.random()
    if short:
        actual = min(rounded(float(target) * rng.uniform(0.8, 0.97), m.places), target - Decimal(1).scaleb(-m.places))
    elif chance < 0.3 or entry.comparison == "=":
        actual = target
    elif chance < 0.96:
        actual = rounded(float(target) * rng.uniform(1, 1.22), m.places)
        actual = actual if actual <= target * Decimal("1.29") else target
    else:
        actual = rounded(float(target) * rng.uniform(1.35, 1.6), m.places)
        if actual > target * Decimal("1.3"):
            entry.reason = FAR_EXCEEDED
    entry.actual = actual


def _percent(rng: Random, entry: Indicator, m: Measure, short: bool) -> None:
    places = rng.choice((1, 1, 2))
    if (m.low, m.high) == (90, 100):
        target = Decimal(rng.choice((90, 92, 95, 95, 96, 98, 98, 100, 100, 100)))
    else:
        target = Decimal(rng.randint(int(m.low), int(m.high)))
    entry.target, entry.comparison, entry.places = target, ">=" if target < 100 else "=", places
    room = min(Decimal(100) - target, target * Decimal("0.25"), Decimal(9))
    if short:
        actual = rounded(float(target) * rng.uniform(0.93, 0.99), places)
    elif rng.random() < 0.12 and target > 80:
        actual = Decimal(100)
    else:
        actual = target + rounded(float(room) * rng.random(), places)
    entry.actual = actual


def _grade(rng: Random, words: Lexicon, entry: Indicator, m: Measure) -> None:
    """A qualitative indicator's level and score (第十六条: 100–80, 80–60, 60–0 %)."""
    chance, weight = rng.random(), entry.weight
    if chance < 0.6:
        entry.actual_words = rng.choice(words.phrases["full_words"])
        return
    entry.reason = rng.choice(m.causes)
    if chance < 0.9:
        entry.actual_words = rng.choice(words.phrases["full_words"])
        share = Decimal(rng.choice((85, 90, 95)))
    else:
        entry.actual_words = rng.choice(words.phrases["partial_words"])
        share = Decimal(rng.choice((65, 70, 75)))
    entry.score = rounded(weight * share / 100, 1)
    if not (Decimal("0.8") if chance < 0.9 else Decimal("0.6")) * weight <= entry.score < weight:
        entry.score, entry.actual_words, entry.reason = weight, words.phrases["full_words"][0], ""


def lose_something(rng: Random, words: Lexicon, project: Project, subject: Subject) -> None:
    """Takes a point where a report that names its problems would give itself full marks."""
    measures = {m.name: m for m in (*subject.qualitative, *subject.rates, *subject.quantity)}
    ranked = sorted(project.indicators, key=lambda i: (not i.qualitative, i.name not in measures))
    for entry in ranked:
        measure = measures.get(entry.name)
        if measure is None or entry.kind == "date" or not measure.causes:
            continue
        entry.reason = rng.choice(measure.causes).replace("次年", f"{project.identity.year + 1}年")
        if measure.kind == "qualitative":
            entry.actual_words, entry.score = words.phrases["full_words"][0], rounded(entry.weight * Decimal("0.9"), 1)
        elif entry.target is not None:
            step = Decimal(1).scaleb(-entry.places)
            entry.actual = min(rounded(entry.target * Decimal("0.95"), entry.places), entry.target - step)
        if entry.score < entry.weight or not entry.met:
            return
