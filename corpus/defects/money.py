"""Defects of the money: figures missing, contradicting each other, in the wrong unit, not adding up."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from corpus.defects.base import Spoilt, defect, follows
from corpus.defects.edits import (
    add,
    disagree,
    drop,
    interval,
    misprint,
    paragraphs,
    prose,
    remade,
    section_of,
    set_all,
    shuffled,
    statement_of,
    states,
    tables,
)
from corpus.plan import FundsRow, Plan, Project, Stated, Statement

BUDGET = ("budget", "initial", "adjustment", "arrived", "arrival-rate", "balance", "rate")
EXECUTED = ("executed", "rate", "balance")


# figure/missing


def _unstated(plan: Plan, roles: tuple[str, ...], kept: str, words: str) -> Spoilt | None:
    """A narrative that says nothing of the budget, or of the execution; the other figure stays in a sentence."""
    if plan.kind != "narrative":
        return None
    left = prose(plan, kept, "")
    # Where the money stood, so that no heading is left without a word.
    home = section_of(plan, statement_of(plan, left[0])) if left else None
    if home is None:
        return None
    drop(plan, lambda each: states(each, *roles) or each.kind in ("money", "money-reason"))
    for figure in tables(plan, ""):
        if figure.role in roles:
            return None
    statement = add(home, words, "money", figure=left[0])
    return Spoilt(plan, data={"fact": "执行数" if kept == "budget" else "全年预算数"}) if statement else None


@defect("figure/missing", "通篇没有写执行数")
def executed_missing(plan: Plan, random: Random) -> Spoilt | None:
    words = random.choice(("项目全年预算数为{figure}。", "市财政预算安排项目资金{figure}。", "年度预算批复{figure}。"))
    return _unstated(plan, EXECUTED, "budget", words)


@defect("figure/missing", "通篇没有写预算数")
def budget_missing(plan: Plan, random: Random) -> Spoilt | None:
    words = random.choice(("项目全年执行数为{figure}。", "全年实际支出{figure}。", "截至年末资金支付{figure}。"))
    return _unstated(plan, BUDGET, "executed", words)


@defect("figure/missing", "自评表的执行数一栏空着")
def executed_blank(plan: Plan, random: Random) -> Spoilt | None:
    if plan.kind != "table" or len(plan.forms) != 1:
        return None
    for row in plan.forms[0].funds:
        if "executed" not in row.cells:
            return None
        row.cells["executed"] = None
        row.cells["rate"] = None
        if "balance" in row.cells:
            row.cells["balance"] = None
    return Spoilt(plan, data={"fact": "执行数"})


# figure/rate-mismatch


def _wrong_rate(plan: Plan, random: Random) -> Stated | None:
    """Give every statement of the rate the same wrong value, none of 100 % or more; the first of them."""
    rates = list(plan.stated("rate", ""))
    money = plan.project.money
    if not rates or len(plan.forms) > 1:
        return None
    fine = max(rates, key=lambda figure: figure.places)
    low = 80 if money.rate >= 80 else 50  # below 80 % a reason would be asked for besides
    if not misprint(fine, random, lambda value: low < value < 100 and abs(value - money.rate) > 1):
        return None
    set_all(rates, fine.value)
    for figure in rates:
        figure.cut = False
    return rates[0]


# The score that was right by the amounts is wrong by the stated rate: reviewers may check it against either.
_BY_RATE = follows("score/execution-rate")


@defect("figure/rate-mismatch", "正文的执行率算错")
def rate_in_prose(plan: Plan, random: Random) -> Spoilt | None:
    if plan.form or (wrong := _wrong_rate(plan, random)) is None:
        return None
    return Spoilt(plan, (wrong.number,), also=_BY_RATE)


@defect("figure/rate-mismatch", "正文写作支付率、完成预算的")
def rate_under_another_name(plan: Plan, random: Random) -> Spoilt | None:
    if plan.form or (wrong := _wrong_rate(plan, random)) is None:
        return None
    name = random.choice(("资金支付率", "支出进度", "预算执行进度"))
    renamed = False
    for figure in prose(plan, "rate", ""):
        statement = statement_of(plan, figure)
        for known in ("资金执行率", "预算执行率", "实际执行率", "项目执行率", "执行率"):
            if known in statement.words:
                statement.words = statement.words.replace(known, name)
                renamed = True
                break
    return Spoilt(plan, (wrong.number,), also=_BY_RATE) if renamed else None


@defect("figure/rate-mismatch", "自评表的执行率算错")
def rate_in_form(plan: Plan, random: Random) -> Spoilt | None:
    if not plan.form or (wrong := _wrong_rate(plan, random)) is None:
        return None
    if not tables(plan, "rate", ""):
        return None
    return Spoilt(plan, (wrong.number,), also=_BY_RATE)


# figure/conflict


def _contradicted(plan: Plan, random: Random, role: str) -> Stated | None:
    """Misprint one statement of a figure that is stated elsewhere too; the wrong one."""
    every = list(plan.stated(role, ""))
    if len(every) < 2 or len(plan.forms) > 1:
        return None
    for figure in shuffled(random, prose(plan, role, "")):
        others = [other for other in every if other is not figure]
        before = figure.value, figure.cut
        if misprint(figure, random) and any(disagree(figure, other) for other in others):
            return figure
        figure.value, figure.cut = before
    return None


def _parts_beside(plan: Plan, figure: Stated) -> frozenset[str]:
    """Where the sentence of a total names its parts, they add up to the right one, and their shares are of it."""
    statement = statement_of(plan, figure)
    parts = [other for other in statement.figures.values() if other.role == figure.role and other.scope]
    shares = [other for other in statement.figures.values() if other.role == "share"]
    rules = [*(["figure/sum-mismatch"] if parts else []), *(["figure/ratio-mismatch"] if shares else [])]
    return follows(*rules) if rules else frozenset()


@defect("figure/conflict", "正文的执行数与另一处不一致")
def executed_conflict(plan: Plan, random: Random) -> Spoilt | None:
    wrong = _contradicted(plan, random, "executed")
    return None if wrong is None else Spoilt(plan, (wrong.number,), also=_parts_beside(plan, wrong))


@defect("figure/conflict", "正文的预算数与另一处不一致")
def budget_conflict(plan: Plan, random: Random) -> Spoilt | None:
    if plan.project.money.initial != plan.project.money.budget:
        return None
    wrong = _contradicted(plan, random, "budget")
    return None if wrong is None else Spoilt(plan, (wrong.number,), also=_parts_beside(plan, wrong))


@defect("figure/conflict", "正文的自评得分与表中不一致")
def score_conflict(plan: Plan, random: Random) -> Spoilt | None:
    every = list(plan.stated("score.total"))
    inside = prose(plan, "score.total")
    if len(every) < 2 or not inside or len(plan.forms) > 1:
        return None
    wrong = random.choice(inside)
    low = next(bound for bound in (90, 80, 60, 0) if plan.project.score >= bound)
    high = {90: 100, 80: 90, 60: 80, 0: 60}[low]
    if not misprint(wrong, random, lambda value: low <= value < high and value < 100):
        return None
    # The parts that the text names still add up to the right total.
    parts = any(True for _ in plan.stated("score.dimension"))
    sums = follows("figure/sum-mismatch") | follows("score/sum-mismatch")
    return Spoilt(plan, (wrong.number,), also=sums if parts else frozenset())


# figure/unit-slip


def _slipped(plan: Plan, random: Random, unit: str, factor: Decimal, written: str) -> Spoilt | None:
    """State a figure in `unit` a factor off, in words of the unit `written`; another place has it exactly."""
    for role in shuffled(random, ("executed", "budget")):
        every = list(plan.stated(role, ""))
        if len(every) < 2 or len(plan.forms) > 1:
            continue
        for figure in shuffled(random, prose(plan, role, "")):
            exact = [other for other in every if other is not figure and other.printed == figure.printed]
            beside = [f for f in statement_of(plan, figure).figures.values() if f.role == role and f.scope]
            if figure.unit == unit and exact and not beside:
                figure.value, figure.unit = figure.value * factor, written
                return Spoilt(plan, (figure.text,))
    return None


@defect("figure/unit-slip", "以元计的数写成万元")
def digits_of_another_unit(plan: Plan, random: Random) -> Spoilt | None:
    """4,186,000.00万元 for 418.60万元: the digits are those of 元."""
    return _slipped(plan, random, "万元", Decimal(10_000), "万元")


@defect("figure/unit-slip", "元写作万元")
def ten_thousand(plan: Plan, random: Random) -> Spoilt | None:
    return _slipped(plan, random, "元", Decimal(10_000), "万元")


@defect("figure/unit-slip", "万元写作元")
def a_ten_thousandth(plan: Plan, random: Random) -> Spoilt | None:
    return _slipped(plan, random, "万元", Decimal(1) / 10_000, "元")


@defect("figure/unit-slip", "元写作亿元")
def hundred_million(plan: Plan, random: Random) -> Spoilt | None:
    return _slipped(plan, random, "元", Decimal(100_000_000), "亿元")


# figure/unit-missing


def _unitless(plan: Plan, random: Random, rest: str) -> Spoilt | None:
    for role in shuffled(random, ("executed", "budget")):
        if len(list(plan.stated(role, ""))) < 2:
            continue
        for figure in shuffled(random, prose(plan, role, "")):
            if figure.unit == "万元":
                figure.scale, figure.unit, figure.suffix = Decimal(10_000), "", rest + figure.suffix
                return Spoilt(plan, (figure.number,))
    return None


@defect("figure/unit-missing", "金额没有写单位")
def unit_missing(plan: Plan, random: Random) -> Spoilt | None:
    return _unitless(plan, random, "")


@defect("figure/unit-missing", "万元写作万")
def unit_cut_short(plan: Plan, random: Random) -> Spoilt | None:
    return _unitless(plan, random, "万")


@defect("figure/unit-missing", "自评表没有写金额单位")
def form_without_unit(plan: Plan, random: Random) -> Spoilt | None:
    form = plan.form
    if plan.kind != "table" or form is None or len(plan.forms) > 1:
        return None
    told = [*form.headings.values(), *(name for name, _ in form.header), *(row.name for row in form.funds)]
    if not form.unit_line or any("元" in words for words in told) or any(f.unit for f in tables(plan, "budget")):
        return None
    form.unit_line = ""
    return Spoilt(plan)


# figure/sum-mismatch


@defect("figure/sum-mismatch", "自评表的资金来源与总额不符")
def fund_rows(plan: Plan, random: Random) -> Spoilt | None:
    if plan.kind != "table" or len(plan.forms) != 1:
        return None
    funds = plan.forms[0].funds
    parts = [row for row in funds if not row.total]
    column = random.choice(("budget", "executed"))
    for row in shuffled(random, parts):
        figure = row.cells.get(column)
        if figure is not None and figure.value > 0 and misprint(figure, random):
            total = next(each for each in funds if each.total).cells.get(column)
            return Spoilt(plan, (figure.number, total.number if total else ""), also=_over(row))
    return None


def _over(row: FundsRow) -> frozenset[str]:
    """A part's own rate and balance, where the form states them, no longer fit the part's misprinted amount."""
    rules = [("rate", "figure/rate-mismatch"), ("balance", "figure/balance-mismatch")]
    return follows(*(rule for column, rule in rules if row.cells.get(column)))


@defect("figure/sum-mismatch", "正文的各级资金之和与总额不符")
def sources_in_prose(plan: Plan, random: Random) -> Spoilt | None:
    for statement in shuffled(random, plan.statements("money")):
        figures = list(statement.figures.values())
        totals = [f for f in figures if f.role in ("budget", "executed", "arrived") and not f.scope]
        for total in totals:
            parts = [f for f in figures if f.role == total.role and f.scope]
            once = [f for f in parts if len(list(plan.stated(f.role, f.scope))) == 1]
            if len(parts) < 2 or not once:
                continue
            wrong = random.choice(once)
            # 包括 names some parts, perhaps not all: only that they exceed the whole is wrong for certain.
            some = "，包括" in statement.words
            if misprint(wrong, random, lambda value, right=wrong.value, some=some: not some or value > right):
                # Its share, where one stands beside it, was of the right amount.
                shared = any(f.role == "share" and f.scope == wrong.scope for f in figures)
                also = follows("figure/ratio-mismatch") if shared else frozenset[str]()
                return Spoilt(plan, (wrong.number, total.number), also=also)
    return None


@defect("figure/sum-mismatch", "共若干个与其中各若干个不符")
def counts(plan: Plan, random: Random) -> Spoilt | None:
    """共15个 against 8个 and 8个 (B5 no. 12)."""
    section = next((each for each in plan.walk() if "analysis.process" in each.covers and each.paragraphs), None)
    if section is None:
        return None
    one, other = random.randint(5, 30), random.randint(5, 30)
    wrong = one + other + random.choice((-2, -1, 1, 2))
    # A year has two halves and nothing is a third; contracts may be of other kinds: only fewer than named are wrong.
    fewer = one + other - random.choice((1, 2))
    words = random.choice(
        (
            f"全年共签订合同{fewer}份，其中：采购合同{one}份、服务合同{other}份。",
            f"全年开展现场检查共{wrong}次，其中上半年{one}次，下半年{other}次。",
            f"当年共安排实施点位{wrong}个，其中年初{one}个，年中增加{other}个。",
        )
    )
    add(section, words)
    return Spoilt(plan, (str(fewer if "合同" in words else wrong),))


# figure/balance-mismatch


@defect("figure/balance-mismatch", "结余与预算减执行不符")
def balance(plan: Plan, random: Random) -> Spoilt | None:
    every = list(plan.stated("balance", ""))
    if not every or len(plan.forms) > 1:
        return None
    fine = max(every, key=lambda figure: figure.places)
    right = fine.value
    # The coarsest statements of budget, arrived and executed leave room that is no contradiction.
    beside = [f for role in ("budget", "initial", "arrived", "executed") for f in plan.stated(role, "")]
    room = sum(sorted((interval(f).high - interval(f).low for f in beside), reverse=True)[:2], Decimal(0))
    if right == 0 or not misprint(fine, random, lambda value: abs(value - right) > room):
        return None
    if interval(fine).low - room <= right <= interval(fine).high + room:
        return None  # zeros that are not printed leave more room
    set_all(every, fine.value)
    # The rows of a form's sources still add up to the right balance.
    rows = [row for form in plan.forms for row in form.funds if not row.total and row.cells.get("balance")]
    return Spoilt(plan, (every[0].number,), also=follows("figure/sum-mismatch") if rows else frozenset())


@defect("figure/balance-mismatch", "有结余却写结余0万元")
def no_balance(plan: Plan, random: Random) -> Spoilt | None:
    money = plan.project.money
    if money.balance <= money.budget / 500 or list(plan.stated("balance")) or money.short_reason:
        return None
    executed = prose(plan, "executed", "")
    beside = [f for role in ("budget", "initial", "executed") for f in plan.stated(role, "")]
    room = sum(sorted((interval(f).high - interval(f).low for f in beside), reverse=True)[:2], Decimal(5000))
    if not executed or money.balance <= room:
        return None
    place = statement_of(plan, executed[0])
    for held in paragraphs(plan):
        for paragraph in held:
            if any(each is place for each in paragraph.statements):
                at = next(n for n, each in enumerate(paragraph.statements) if each is place)
                left = {"left": Stated("balance", Decimal(0), "万元")}
                paragraph.statements.insert(at + 1, Statement("money", "年末结余{left}。", left))
    return Spoilt(plan, ("0万元",))


# figure/ratio-mismatch


def _wrong_ratio(plan: Plan, random: Random, roles: tuple[str, ...]) -> Spoilt | None:
    for figure in shuffled(random, [f for role in roles for f in prose(plan, role)]):
        if len(list(plan.stated(figure.role, figure.scope))) > 1:
            continue
        right, room = figure.value, _room(plan, figure)
        if room is None:
            continue
        if right >= 100:
            wrong = Decimal(random.choice(("93.5", "96.4", "88.2")))
            if right - wrong <= room:
                continue
            figure.value, figure.places = wrong, 1
            return Spoilt(plan, (figure.number,))
        # Off by more than what rounding to the places that are printed leaves open.
        off = Decimal("0.5") + room
        if misprint(figure, random, lambda value, right=right, off=off: value < 100 and abs(value - right) > off):
            return Spoilt(plan, (figure.number,))
    return None


def _room(plan: Plan, figure: Stated) -> Decimal | None:
    """How far a rate of completion may be off by the rounding of its figures; None where no target is stated."""
    if figure.role != "completion-rate":
        return Decimal(0)
    sides = [list(plan.stated(role, figure.scope)) for role in ("target", "actual")]
    if not all(sides):
        return None
    widths = [max((interval(f).high - interval(f).low) / f.value for f in stated if f.value) for stated in sides]
    return figure.value * sum(widths, Decimal(0))


@defect("figure/ratio-mismatch", "占比算错")
def wrong_share(plan: Plan, random: Random) -> Spoilt | None:
    return _wrong_ratio(plan, random, ("share",))


@defect("figure/ratio-mismatch", "与上年相比的增减比例算错")
def wrong_change(plan: Plan, random: Random) -> Spoilt | None:
    return _wrong_ratio(plan, random, ("change",))


@defect("figure/ratio-mismatch", "资金到位率算错")
def wrong_arrival(plan: Plan, random: Random) -> Spoilt | None:
    return _wrong_ratio(plan, random, ("arrival-rate",))


@defect("figure/ratio-mismatch", "完成率算错")
def wrong_completion(plan: Plan, random: Random) -> Spoilt | None:
    return _wrong_ratio(plan, random, ("completion-rate",))


# Figures that ask for a reason


def spent(project: Project, share: Decimal) -> None:
    """Spend another share of the budget: what is more or less is the first part's."""
    money = project.money
    grain = Decimal(100) if money.budget % 100 == 0 else Decimal("0.01")
    executed = (money.budget * share / grain).to_integral_value() * grain
    for parts in (money.sources, money.items, money.lines):
        left = executed - money.executed
        for part in sorted(parts, key=lambda part: -part.budget):
            step = max(left, -part.executed)
            part.executed += step
            left -= step
            if not left:
                break
    money.executed = executed
    money.arrived = max(money.arrived, executed) if share <= 1 else money.arrived


@defect("figure/over-budget", "执行数超过全年预算数")
def over_budget(plan: Plan, random: Random) -> Spoilt | None:
    share = Decimal(random.choice(("1.012", "1.05", "1.08", "1.143")))
    if plan.project.money.short_reason or len(plan.projects) > 1:
        return None
    spoilt = remade(plan, lambda project: spent(project, share))
    # A balance below nothing is a statement of its own, and how a report would put it is open.
    drop(spoilt, lambda each: states(each, "balance"))
    if any(figure.value < 0 for figure in spoilt.stated("balance")):
        return None
    return Spoilt(spoilt, _numbers(spoilt, "executed"))


def _numbers(plan: Plan, role: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(figure.number for figure in plan.stated(role, "")))


@defect("figure/low-execution", "执行率低于80%而没有说明原因")
def low_execution(plan: Plan, random: Random) -> Spoilt | None:
    share = Decimal(random.choice(("0.553", "0.681", "0.7203", "0.764", "0.791")))

    def change(project: Project) -> None:
        spent(project, share)
        project.money.low_reason = ""

    if len(plan.projects) > 1:
        return None
    spoilt = remade(plan, change, honest=False)
    # What a balance is kept for, and why the rate lost points, are reasons too.
    drop(spoilt, lambda each: states(each, "balance"))
    for row in spoilt.scoring.rows if spoilt.scoring else []:
        if "执行率" in row.name:
            row.reason = ""
    # The indicators' score runs ahead of so low a rate by the platform's own formula.
    also = follows("score/inflated") if spoilt.form else frozenset[str]()
    return Spoilt(spoilt, (*_numbers(spoilt, "rate"), *_numbers(spoilt, "executed")), also=also)


@defect("figure/adjusted", "预算调整超过30%而没有说明原因")
def adjusted(plan: Plan, random: Random) -> Spoilt | None:
    share = Decimal(random.choice(("0.55", "0.64", "0.7", "1.45", "1.6")))

    def change(project: Project) -> None:
        money = project.money
        money.initial = (money.budget * share / 10_000).to_integral_value() * 10_000
        money.adjusted_reason = ""
        if money.lines:
            first = max(money.lines, key=lambda part: part.budget)
            first.initial = money.initial - sum((p.initial for p in money.lines if p is not first), Decimal(0))

    if len(plan.projects) > 1:
        return None
    spoilt = remade(plan, change)
    if not list(spoilt.stated("initial", "")):
        return None
    return Spoilt(spoilt, (*_numbers(spoilt, "initial"), *_numbers(spoilt, "budget")))


@defect("figure/funds-short", "资金没有足额到位而没有说明原因")
def funds_short(plan: Plan, random: Random) -> Spoilt | None:
    def change(project: Project) -> None:
        money = project.money
        money.arrived = money.executed
        money.short_reason = ""

    money = plan.project.money
    if len(plan.projects) > 1 or money.balance < money.budget / 200:
        return None
    spoilt = remade(plan, change)
    if not list(spoilt.stated("arrived", "")):
        return None
    return Spoilt(spoilt, _numbers(spoilt, "arrived"))
