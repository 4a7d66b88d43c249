"""A report's plan: everything that a rule can be about, as a field of its own.

`corpus.build.compose(seed)` makes a plan, `render(plan, format)` writes it. A plan has two halves:

* the truth: a `Project` with its `Money` and `Indicator`s, exact and free of contradictions;
* what the report says of it: titles, `Section`s of `Statement`s, a `Form`, a `ScoringTable`, attachments. Each
  statement of a figure is an object of its own (`Stated`), so that one may be changed and the others left.

A defect takes `plan.copy()` and changes the second half in one place, or changes the truth and has the report
written anew: `compose(seed, change=lambda project: …)` calls the change on each project after its truth is drawn and
before it is scored (`project.rescore()`) and written. Each part draws from a random stream of its own, so that the
rest stays as it was.

Plans are drafts, so these dataclasses are mutable, unlike the checker's.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

Kind = Literal["narrative", "combined", "table"]
"""What a file is: a report (with its scoring table), a report with its 自评表, or 自评表 alone, one or several."""

Format = Literal["docx", "pdf", "xlsx", "html", "txt", "md"]

MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
"""Units of money and their worth in 元."""


# ── Figures ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Stated:
    """One statement of a figure.

    role     what it states; ROLES lists them
    value    exact: money in 元, a percentage as 98.6 for 98.6 %, anything else in `unit`
    unit     as printed: 元, 万元, 亿元, %, ‰, 分, 个, 公里, …; "" prints none (a table that states its unit)
    scale    worth of the printed unit in 元 where `unit` is "" and the value is money; else None
    places   decimals printed
    scope    whose figure: "" the project's, else a source's or sub-item's name, an indicator's key, a dimension's name
    grouped  thousands separators
    cut      the digits behind `places` are cut off instead of rounded, as many offices do with rates
    trim     zeros at the end of the decimals are not printed
    prefix, suffix  words that belong to the figure: ≥, 约, 以上
    """

    role: str
    value: Decimal
    unit: str
    places: int = 0
    scope: str = ""
    scale: Decimal | None = None
    grouped: bool = False
    cut: bool = False
    trim: bool = False
    prefix: str = ""
    suffix: str = ""

    @property
    def number(self) -> str:
        """The digits as printed, without unit."""
        worth = self.scale or MONEY.get(self.unit, Decimal(1))
        digits = (self.value / worth).quantize(
            Decimal(1).scaleb(-self.places), ROUND_DOWN if self.cut else ROUND_HALF_UP
        )
        words = f"{digits:,f}" if self.grouped else f"{digits:f}"
        if self.trim and "." in words:
            words = words.rstrip("0").rstrip(".")
        return words

    @property
    def printed(self) -> Decimal:
        """What a reader takes the figure for: the printed digits, money in 元."""
        return Decimal(self.number.replace(",", "")) * (self.scale or MONEY.get(self.unit, Decimal(1)))

    @property
    def text(self) -> str:
        return f"{self.prefix}{self.number}{self.unit}{self.suffix}"

    def __str__(self) -> str:
        return self.text


ROLES = {
    "initial": "年初预算数",
    "adjustment": "年中调整（调增为正）",
    "budget": "全年预算数；scope：资金来源或子项",
    "arrived": "到位数",
    "executed": "执行数",
    "rate": "执行率",
    "arrival-rate": "到位率",
    "balance": "结余数",
    "share": "占比；scope：哪一部分",
    "change": "与上年相比的增减比例",
    "cumulative": "累计投入（跨年度，另一口径）",
    "last.budget": "上年预算数",
    "last.executed": "上年执行数",
    "last.rate": "上年执行率",
    "last.actual": "上年完成值；scope：指标",
    "target": "指标值；scope：指标",
    "actual": "完成值；scope：指标",
    "completion-rate": "完成率；scope：指标",
    "score.total": "自评总分",
    "score.dimension": "一级指标得分；scope：一级指标",
    "weight.dimension": "一级指标分值；scope：一级指标",
    "score.item": "指标得分；scope：指标",
    "weight.item": "指标分值；scope：指标",
    "weight.total": "分值合计",
    "deduction": "扣分；scope：指标或一级指标",
    "count": "另外的数（户数、份数、批次……），与规则无关",
    "count.total": "共若干；scope：哪一句",
    "count.part": "其中若干；scope：哪一句",
    "price": "单价、标准",
}
"""The roles of figures and their meaning."""


# ── The truth ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Identity:
    """Who reports on what and when: project, 实施单位, 主管部门, place, the year evaluated, the report's date."""

    project: str
    unit: str
    department: str
    place: str
    year: int
    date: tuple[int, int, int]


@dataclass(slots=True)
class Part:
    """A part of the money by source (中央资金, 县级资金) or by sub-item: amounts in 元."""

    name: str
    budget: Decimal
    executed: Decimal
    initial: Decimal = Decimal(0)


@dataclass(slots=True)
class Money:
    """The project's money, in 元. `sources` add up to `budget` and `executed`; so do `items`, unless empty.

    `lines` are the rows of the form (当年财政拨款, 上年结转资金, 其他资金), with their part of the initial budget.

    The reasons say why the budget was adjusted, why little was spent, why funds fell short; "" with nothing to explain.
    """

    initial: Decimal
    budget: Decimal
    arrived: Decimal
    executed: Decimal
    sources: list[Part]
    items: list[Part]
    lines: list[Part] = field(default_factory=list)
    last_budget: Decimal | None = None
    last_executed: Decimal | None = None
    cumulative: Decimal | None = None
    adjusted_reason: str = ""
    low_reason: str = ""
    short_reason: str = ""

    @property
    def balance(self) -> Decimal:
        return self.budget - self.executed

    @property
    def rate(self) -> Decimal:
        """执行率, 98.6 for 98.6 %."""
        return self.executed / self.budget * 100


Dimension = Literal["决策", "过程", "产出", "成本", "效益", "满意度"]


@dataclass(slots=True)
class Indicator:
    """One indicator, its target and its completion.

    key         unique in the project; statements and cells about it carry it as scope or about
    dimension   一级指标: 产出 成本 效益 满意度 (and 决策 过程 in a scoring table)
    sub         二级指标: 数量 质量 时效 成本 社会效益 …
    name        三级指标's name
    comparison  ">=", "<=" or "="; "" for qualitative ones and dates
    target, actual  numbers in `unit` (percentages as 98.6), or None
    target_words, actual_words  of qualitative ones and dates: 建立健全 → 达成年度指标, 11月底前 → 10月25日
    weight, score   in points
    reason      why it falls short, loses points or is far exceeded, and what will be done; "" with nothing to explain
    promised    it is stated in the target section
    reported    the outline section that reports its completion in prose ("" if only the form does)
    verb, object, measure   how prose says it: 建设 · 家庭养老床位 · 张; done: what was done, of a qualitative one
    kind        number, date, qualitative; general are those of 决策 and 过程, which have no target
    """

    key: str
    dimension: Dimension
    sub: str
    name: str
    unit: str
    places: int
    comparison: Literal[">=", "<=", "=", ""]
    target: Decimal | None
    actual: Decimal | None
    target_words: str = ""
    actual_words: str = ""
    weight: Decimal = Decimal(0)
    score: Decimal = Decimal(0)
    reason: str = ""
    promised: bool = False
    reported: str = ""
    verb: str = ""
    object: str = ""
    measure: str = ""
    done: str = ""
    kind: Literal["number", "date", "qualitative", "general"] = "number"

    @property
    def qualitative(self) -> bool:
        return self.kind == "qualitative"

    @property
    def met(self) -> bool:
        """Whether a number meets its target; qualitative ones count as met unless they say 部分 or 未."""
        if self.target is None or self.actual is None:
            return not self.actual_words.startswith(("部分", "未"))
        return self.actual <= self.target if self.comparison == "<=" else self.actual >= self.target


@dataclass(slots=True)
class Problem:
    """A problem that the report names, its cause and the suggestion for it; `about` is an indicator's key or ""."""

    text: str
    cause: str
    suggestion: str
    about: str = ""


@dataclass(slots=True)
class Project:
    """One project's truth."""

    identity: Identity
    subject: str
    money: Money
    indicators: list[Indicator]
    problems: list[Problem]
    rate_weight: Decimal = Decimal(10)
    rate_score: Decimal = Decimal(0)
    score_places: int = 2
    methods: list[str] = field(default_factory=list)

    @property
    def score(self) -> Decimal:
        """自评总分: the scores of all indicators and of 预算执行率."""
        return self.rate_score + sum((i.score for i in self.indicators), Decimal(0))

    @property
    def grade(self) -> str:
        """优 良 中 差 by 90/80/60, the bound belonging to the better one."""
        return next((g for g, low in (("优", 90), ("良", 80), ("中", 60)) if self.score >= low), "差")

    def rescore(self) -> None:
        """Scores from completions: 执行率 and numbers in proportion, as 第十六条 has it; others keep theirs.

        An indicator that falls short and has no reason is scored all the same: reasons are the writer's affair.
        """
        cent = Decimal(1).scaleb(-self.score_places)
        self.rate_score = min(
            self.rate_weight, (self.rate_weight * self.money.rate / 100).quantize(cent, ROUND_HALF_UP)
        )
        for indicator in self.indicators:
            target, actual = indicator.target, indicator.actual
            if target is None or actual is None or indicator.met:
                continue
            share = target / actual if indicator.comparison == "<=" else actual / target
            indicator.score = (indicator.weight * share).quantize(cent, ROUND_HALF_UP)

    def indicator(self, key: str) -> Indicator:
        return next(i for i in self.indicators if i.key == key)


# ── What the report says ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Statement:
    """A sentence of prose: words with places for figures and names.

    kind    what it says (STATEMENTS lists them)
    words   a template with its full stop: {budget} and the like stand for `figures`, {year} {project} for `names`
    about   the key of the indicator, the name of the part, or ""
    """

    kind: str
    words: str
    figures: dict[str, Stated] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    about: str = ""

    @property
    def text(self) -> str:
        return self.words.format(**self.names, **self.figures)


STATEMENTS = {
    "money": "预算、到位、执行、结余等（figures里的role说明是哪个数）",
    "money-reason": "调整、执行率低、没有足额到位的原因",
    "goal": "总体目标（定性的话）",
    "target": "一个或几个绩效目标",
    "pointer": "见附表一类的话",
    "completion": "指标的完成情况",
    "reason": "没有完成、扣分或大幅超过的原因",
    "score": "得分和等级；names里的grade是等级",
    "dimension": "一级指标的得分",
    "period": "评价时段、评价年度；names里的year",
    "scope": "评价对象和范围",
    "purpose": "评价目的",
    "principle": "评价原则、指标体系、评价标准",
    "method": "评价方法；names里的methods",
    "process": "评价工作过程；names里的日期",
    "problem": "存在的问题（about：指标的key）",
    "suggestion": "建议和改进措施",
    "experience": "经验做法",
    "benefit": "效益，用数字说明",
    "filler": "其他的话，没有与规则有关的内容",
    "other": "其他需要说明的问题",
}
"""The kinds of statements."""


@dataclass(slots=True)
class Paragraph:
    """Statements that stand in one paragraph; `marker` is printed before them: 1. （1） ① 一是."""

    statements: list[Statement]
    marker: str = ""

    @property
    def text(self) -> str:
        return self.marker + "".join(statement.text for statement in self.statements)


@dataclass(slots=True)
class Section:
    """A section under its heading.

    covers    the outline nodes that it answers; a merged section has several, the parts of a split one share their node
    heading   its words without number
    ordinal   its number among its siblings, None for an unnumbered heading; a faultless report counts 1, 2, 3
    run_in    the heading and the first paragraph are one line: （一）项目概况。…
    """

    covers: tuple[str, ...]
    heading: str
    level: int
    ordinal: int | None
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)
    run_in: bool = False
    table: Literal["", "scoring", "form"] = ""
    """A table of the plan that stands at the end of the section instead of at the end of the file."""

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class FundsRow:
    """A row of 项目资金: the total (年度资金总额) or a part; figures by column, None prints the form's dash.

    cells: initial, budget, arrived, executed, weight, rate, score, balance, as far as the layout has them
    """

    name: str
    total: bool
    cells: dict[str, Stated | None]
    reason: str = ""


@dataclass(slots=True)
class Goal:
    """年度总体目标: what was expected and what came of it, and the figures in both."""

    expected: Statement
    actual: Statement


@dataclass(slots=True)
class IndicatorRow:
    """A row of indicators: texts and figures that the layout's columns pick from.

    comparison  as printed before the target: ≥ ≤ = 不少于 >=, or "" (layouts may give it a column of its own)
    unit        as printed (in both cells, or in a column of its own)
    target, actual  figures (their own unit is "" where the layout has a column of units) or words
    """

    key: str
    dimension: str
    sub: str
    name: str
    comparison: str
    target: Stated | str
    actual: Stated | str
    unit: str
    weight: Stated | None
    score: Stated | None
    reason: str = ""
    method: str = ""
    star: bool = False


@dataclass(slots=True)
class Form:
    """A 项目支出绩效自评表.

    layout      the name of its layout (corpus.compose.layouts)
    headings    the words of its columns, by the columns' keys (budget, executed, target, score, reason, …)
    header      项目名称, 主管部门, 实施单位 … as printed, in order
    caption     the line above it; year_line （2023年度）
    unit_line   单位：万元 and the like; "" where the layout says it elsewhere
    dimensions  printed names of 一级指标 by the rows' dimension, e.g. 产出指标（50分）; `weights` the figures in them
    texts       rows of words under the indicators: 自评等级, 存在问题, 改进措施
    notes       paragraphs under the table
    """

    layout: str
    caption: str
    year_line: str
    unit_line: str
    header: list[tuple[str, str]]
    headings: dict[str, str]
    funds: list[FundsRow]
    goals: list[Goal]
    rows: list[IndicatorRow]
    dimensions: dict[str, str]
    weights: dict[str, Stated]
    total_weight: Stated | None
    total_score: Stated | None
    texts: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dash: str = "—"
    spread: bool = False
    filler_rows: bool = False


@dataclass(slots=True)
class ScoringRow:
    """A row of a 评分表: 决策/过程/产出/效益."""

    key: str
    dimension: str
    sub: str
    name: str
    weight: Stated
    score: Stated
    reason: str = ""


@dataclass(slots=True)
class ScoringTable:
    """A 绩效评价评分表; `detail` False prints level-1 rows only."""

    caption: str
    headings: dict[str, str]
    rows: list[ScoringRow]
    total_weight: Stated
    total_score: Stated
    detail: bool = True


@dataclass(slots=True)
class Attachment:
    """An annex: its label (附件2), its title, its paragraphs; `pointer` statements of the report name it by label."""

    label: str
    title: str
    paragraphs: list[Paragraph]


@dataclass(slots=True)
class Cover:
    """A cover page, each line as printed (label, text)."""

    lines: list[tuple[str, str]]


@dataclass(slots=True)
class Style:
    """How a file looks; no rule is about it, but readers are.

    numbering   how the number of each level prints: "一、" "（一）" "1." "（1）" or "第一部分" …
    automatic   Word numbers the headings; the numbers are not in the text
    """

    format: Format
    wide: bool
    numbering: tuple[str, ...]
    automatic: bool
    headings: Literal["styles", "bold", "plain"]
    contents: bool
    header: str
    font: str
    size: float
    table_size: float
    encoding: str = "utf-8"
    html_tags: bool = True
    number_cells: bool = True
    """Spreadsheets hold numbers with formats; False: words."""


@dataclass(slots=True)
class Plan:
    """A whole file.

    title, unit_line, signature, cover  each place that names the project, the unit or a date, as printed
    sections   of the narrative, [] for a table alone
    forms      one for each project of a table alone; at most one in a report
    sheets     names of a spreadsheet's sheets, one for each form, or one for all
    preface    paragraphs between title and first heading (摘要, 引言)
    """

    seed: int
    parts: str
    kind: Kind
    style: Style
    projects: list[Project]
    title: str
    unit_line: str
    cover: Cover | None
    preface: list[Paragraph]
    sections: list[Section]
    forms: list[Form]
    scoring: ScoringTable | None
    attachments: list[Attachment]
    signature: list[str]
    sheets: list[str]

    @property
    def project(self) -> Project:
        """The (first) project."""
        return self.projects[0]

    @property
    def form(self) -> Form | None:
        """The (first) 自评表."""
        return self.forms[0] if self.forms else None

    def copy(self) -> Plan:
        """A plan of its own, to be spoilt."""
        return copy.deepcopy(self)

    def walk(self) -> Iterator[Section]:
        """All sections in reading order."""
        for section in self.sections:
            yield from section.walk()

    def section(self, node: str) -> Section | None:
        """The first section that covers an outline node (alone or among others)."""
        return next((s for s in self.walk() if node in s.covers), None)

    def statements(self, kind: str = "", about: str | None = None) -> Iterator[Statement]:
        """The statements of the narrative in reading order: of one kind, about one thing."""
        paragraphs = [*self.preface, *(p for s in self.walk() for p in s.paragraphs)]
        paragraphs += [p for attachment in self.attachments for p in attachment.paragraphs]
        for paragraph in paragraphs:
            for statement in paragraph.statements:
                if kind in ("", statement.kind) and about in (None, statement.about):
                    yield statement

    def stated(self, role: str = "", scope: str | None = None) -> Iterator[Stated]:
        """Every statement of a figure, in the narrative, the forms and the scoring table: of one role, of one scope."""
        for figure in self._all_stated():
            if role in ("", figure.role) and scope in (None, figure.scope):
                yield figure

    def _all_stated(self) -> Iterator[Stated]:
        for statement in self.statements():
            yield from statement.figures.values()
        for form in self.forms:
            yield from form_figures(form)
        if self.scoring:
            for row in self.scoring.rows:
                yield row.weight
                yield row.score
            yield self.scoring.total_weight
            yield self.scoring.total_score


def form_figures(form: Form) -> Iterator[Stated]:
    """Every figure of a form, by rows."""
    for funds in form.funds:
        yield from (figure for figure in funds.cells.values() if figure is not None)
    for goal in form.goals:
        yield from goal.expected.figures.values()
        yield from goal.actual.figures.values()
    for row in form.rows:
        yield from (f for f in (row.target, row.actual, row.weight, row.score) if isinstance(f, Stated))
    yield from form.weights.values()
    yield from (f for f in (form.total_weight, form.total_score) if f is not None)
