"""A project's truth as a 自评表 in one of the layouts, and as a 评分表."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import TypeVar

from corpus.compose.draw import Drawer, chinese
from corpus.compose.figures import GLYPHS, Figures
from corpus.compose.layouts import FUNDS, HEADINGS, LAYOUTS, OTHER_LAYOUTS, Layout
from corpus.compose.lexicon import Lexicon
from corpus.plan import (
    MONEY,
    Form,
    FundsRow,
    Goal,
    Indicator,
    IndicatorRow,
    Part,
    Project,
    ScoringRow,
    ScoringTable,
    Stated,
)

T = TypeVar("T")

_METHODS = {
    ">=": "达到指标值得满分，未达到的按完成值与指标值的比例计分",
    "<=": "不超过指标值得满分，超过的按比例扣分",
    "=": "完成得满分，未完成的按比例计分",
    "date": "按期完成得满分，逾期酌情扣分",
    "qualitative": "按达成程度分三档计分",
}
_NOTES = (
    "注：1.定量指标按完成值与指标值的比例计分，最高不超过该项分值。2.定性指标按达成、部分达成、未达成三档计分。",
    "注：执行率＝全年执行数÷全年预算数×100%，执行率得分＝分值×执行率。",
    "注：其他资金包括社会投入、单位自有资金等。",
    "说明：带★的为核心指标。",
)
_CAPTIONS = ("项目支出绩效自评表", "项目支出绩效自评表", "项目绩效自评表", "{year}年度项目支出绩效自评表")
_UNIT_LINES = ("单位：{unit}", "金额单位：{unit}")
_LABELS = (("项目名称", "主管部门", "实施单位", "项目负责人"),)
_TOTAL = ("年度资金总额",)
_RATE_REASONS = ("当年资金没有全部支出，余款结转下年", "尾款和待结算款项未在当年支付")
_CONCLUSION = ("自评得分{score}分，等级为{grade}，任务按计划推进。",)
_NOTHING = ("各项指标均已完成。",)
_SCORING_COLUMNS = {
    "level1": ("一级指标",),
    "level2": ("二级指标",),
    "name": ("三级指标",),
    "weight": ("分值", "权重"),
    "score": ("得分", "自评得分", "评价得分"),
    "reason": ("扣分说明", "扣分原因", "得分说明", "备注"),
}
_SCORING_CAPTIONS = (
    "{project}项目绩效评价评分表",
    "项目支出绩效评价评分表",
    "绩效评价指标得分表",
    "{year}年度项目绩效评价评分表",
)
_SURNAMES, _GIVEN = "白江石林沈陆贺秦", ("露", "涛", "磊", "敏", "志远", "晓岚", "明")


class FormWriter:
    """Writes one project's form."""

    def __init__(self, draw: Drawer, words: Lexicon, figures: Figures, project: Project, layout: Layout) -> None:
        self.draw, self.words, self.figures, self.project, self.layout = draw, words, figures, project, layout
        self.rng = draw.rng
        self.unit = layout.unit or figures.unit
        self.padded = self.rng.random() < 0.5
        self.in_names = self.rng.random() < 0.25
        self.suffix = self.rng.random() < 0.7
        self.stars = self.rng.random() < 0.15
        self.split = "unit" in layout.columns
        self.unit_in_actual = self.rng.random() < 0.5
        self.glyph = {
            ">=": self.rng.choice(GLYPHS[">="][:4] if self.split else GLYPHS[">="]),
            "<=": self.rng.choice(GLYPHS["<="][:4] if self.split else GLYPHS["<="]),
            "=": "=" if self.split else self.rng.choice(GLYPHS["="]),
        }

    def form(self, *, filled_by: bool) -> Form:
        year = self.project.identity.year
        spread = self.rng.random() < 0.25
        above = self.rng.random() < 0.7
        form = Form(
            layout=self.layout.name,
            caption=self.rng.choice(self.words.pool("captions", _CAPTIONS)).format(year=year),
            year_line=f"（{year}年度）",
            unit_line=self._unit_line() if above else "",
            header=self._header(),
            headings=self._headings(),
            funds=self._funds(),
            goals=self._goals(),
            rows=[self._row(i) for i in self.project.indicators],
            dimensions={},
            weights={},
            total_weight=self._points("weight.total", Decimal(100)),
            total_score=self._points("score.total", self.project.score),
            dash=self.rng.choice(("—", "—", "/", "-")),
            spread=spread,
            filler_rows=self.rng.random() < 0.06,
        )
        form.headings |= {key: self.rng.choice(found) for key, found in self.words.pool("form_words", {}).items()}
        if str(year) in form.caption:
            form.year_line = ""
        if not above:
            form.headings["funds"] = f"{form.headings.get('funds', '项目资金')}（{self.unit}）"
        self._dimension_names(form)
        form.texts = self._texts()
        notes = self.words.pool("notes", _NOTES)
        form.notes = self.rng.sample(notes[:3], self.rng.choice((0, 0, 1, 2)))
        if any(row.star for row in form.rows):
            form.notes.append(notes[3])
        money = self.project.money
        if money.adjusted_reason and "其他说明" not in dict(form.texts):
            form.notes.append(self._adjusted_note())
        if filled_by:
            form.notes.append(self._filled_by())
        return form

    def _unit_line(self) -> str:
        return self.rng.choice(self.words.pool("unit_lines", _UNIT_LINES)).format(unit=self.unit)

    def _adjusted_note(self) -> str:
        up = self.project.money.budget > self.project.money.initial
        reason = self.project.money.adjusted_reason.replace("<local>", self.draw.names["local"])
        return f"注：{reason}，年中{'追加' if up else '调减'}预算。"

    def _header(self) -> list[tuple[str, str]]:
        who = self.project.identity
        labels = self._one_of("labels", _LABELS)
        rows = list(zip(labels, (who.project, who.department, who.unit), strict=False))
        if self.rng.random() < 0.3:
            person = self.rng.choice(_SURNAMES) + self.rng.choice(_GIVEN)
            rows += [(labels[3], person), ("联系电话", f"0000-{self.rng.randint(2000000, 8999999)}")]
        return rows

    def _headings(self) -> dict[str, str]:
        columns, funds = self.words.pool("columns", HEADINGS), self.words.pool("funds", FUNDS)
        headings = {key: self.rng.choice(columns[key]) for key in self.layout.columns}
        headings |= {f"funds.{key}": self.rng.choice(funds[key]) for key in self.layout.funds}
        if "（B）" in headings["actual"] and "（A）" not in headings["target"]:
            headings["actual"] = headings["actual"].replace("（B）", "")
        if "initial" not in self.layout.funds and headings["funds.budget"].startswith("调整"):
            headings["funds.budget"] = "全年预算数"
        for key, words in self.layout.headings.items():
            if key in self.layout.columns:
                headings[key] = words
            if f"funds.{key}" in headings and key not in ("weight", "score"):
                headings[f"funds.{key}"] = words
        if "unit" in headings and headings["unit"] == headings.get("comparison"):
            headings["unit"] = "计量单位"
        return headings

    # 项目资金

    def _funds(self) -> list[FundsRow]:
        money = self.project.money
        total = Part(self._one_of("funds_total", _TOTAL), money.budget, money.executed, money.initial)
        rows = [self._funds_row(total, True)]
        lines = money.lines
        if self.layout.sources and len(money.sources) > 1 and not (money.lines[1].budget or money.lines[2].budget):
            lines = [*money.sources, Part("其他资金", Decimal(0), Decimal(0))]
        first = self.rng.choice(("其中：", "其中:", "其中：", ""))
        for number, part in enumerate(lines):
            row = self._funds_row(part, False)
            row.name = (first if number == 0 else "") + row.name
            rows.append(row)
        return rows

    def _one_of(self, name: str, usual: Sequence[T]) -> T:
        """One of a list; nothing is drawn where there is no choice."""
        found = self.words.pool(name, usual)
        return found[0] if len(found) == 1 else self.rng.choice(found)

    def _funds_row(self, part: Part, total: bool) -> FundsRow:
        scope = "" if total else part.name
        values = {
            "initial": part.initial,
            "budget": part.budget,
            "arrived": self.project.money.arrived if total else part.budget - self._short_of(part),
            "executed": part.executed,
            "balance": part.budget - part.executed,
        }
        cells: dict[str, Stated | None] = {}
        for key in self.layout.funds:
            match key:
                case "weight":
                    cells[key] = self._points("weight.item", self.project.rate_weight, "rate") if total else None
                case "score":
                    cells[key] = self._points("score.item", self.project.rate_score, "rate") if total else None
                case "rate":
                    shown = total or (part.budget and self._sometimes())
                    cells[key] = self.figures.rate("rate", part.executed, part.budget, scope) if shown else None
                case _:
                    cells[key] = self._amount(key, values[key], scope)
        return FundsRow(part.name, total, cells)

    def _short_of(self, part: Part) -> Decimal:
        """What did not arrive of a part: the largest of its kind bears all of it."""
        money = self.project.money
        for held in (money.lines, money.sources):
            if any(part is each for each in held):
                return money.budget - money.arrived if part is max(held, key=lambda each: each.budget) else Decimal(0)
        return Decimal(0)

    def _sometimes(self) -> bool:
        if not hasattr(self, "_part_rates"):
            self._part_rates = self.rng.random() < 0.3
        return self._part_rates

    def _amount(self, role: str, value: Decimal, scope: str) -> Stated:
        places = 0 if value == 0 else 2 if self.unit == "元" else self.figures.places
        return Stated(role, value, "", places, scope, scale=MONEY[self.unit], grouped=self.figures.grouped)

    def _points(self, role: str, value: Decimal, scope: str = "") -> Stated:
        places = self.project.score_places if role.startswith("score") else 1
        return Stated(role, value, "", places, scope, trim=role.startswith("weight") or not self.padded)

    # 年度总体目标

    def _goals(self) -> list[Goal]:
        counted = [i for i in self.project.indicators if i.verb and i.target is not None]
        goals = []
        for _ in range(self.layout.goals):
            expected = self.draw.say("goal", self.draw.phrase("goal", self.words.phrases["goal"]))
            expected.words = expected.words.removeprefix("总体目标：").removeprefix("总体目标是")
            expected.words = expected.words.removeprefix("项目总体目标：")
            actual = self.draw.say("goal", self.draw.phrase("goal_done", self.words.phrases["goal_done"]))
            if counted and self.rng.random() < 0.6:
                entry = counted.pop(0)
                assert entry.actual is not None and entry.target is not None
                figure = self.figures.of("actual", entry, entry.actual)
                words = f"全年{entry.verb}{entry.object}{{a}}；" + actual.words
                actual = type(actual)("goal", words, {**actual.figures, "a": figure}, actual.names, entry.key)
                if self.words.headings and self.rng.random() < 0.5:
                    expected.figures["t"] = self.figures.of("target", entry, entry.target)
                    least = "不少于" if entry.comparison == ">=" else "达到"
                    expected.words = f"全年{entry.verb}{entry.object}{least}{{t}}；" + expected.words
            goals.append(Goal(expected, actual))
        return goals

    # 绩效指标

    def _row(self, entry: Indicator) -> IndicatorRow:
        words = entry.kind in ("qualitative", "date")
        target: Stated | str = entry.target_words
        actual: Stated | str = entry.actual_words
        if not words:
            assert entry.target is not None and entry.actual is not None
            target = self._value("target", entry, entry.target, bare=self.split)
            actual = self._value("actual", entry, entry.actual, bare=self.split and not self.unit_in_actual)
        return IndicatorRow(
            key=entry.key,
            dimension=entry.dimension,
            sub=entry.sub,
            name=entry.name,
            comparison=self.glyph.get(entry.comparison, ""),
            target=target,
            actual=actual,
            unit="" if words else entry.unit,
            weight=self._points("weight.item", entry.weight, entry.key),
            score=self._points("score.item", entry.score, entry.key),
            reason=self._filled(entry.reason) if self.layout.reasons == "column" else "",
            method=self._method(entry.kind if words else entry.comparison),
            star=self.stars and self.rng.random() < 0.3,
        )

    def _method(self, kind: str) -> str:
        return self.words.pool("scored", _METHODS)[kind] if "method" in self.layout.columns else ""

    def _value(self, role: str, entry: Indicator, value: Decimal, *, bare: bool) -> Stated:
        figure = self.figures.of(role, entry, value, measure=False)
        if bare:
            figure.scale, figure.unit = MONEY.get(figure.unit), ""
        return figure

    def _dimension_names(self, form: Form) -> None:
        for row in form.rows:
            name = row.dimension + ("指标" if self.suffix else "")
            form.dimensions[row.dimension] = name
            if self.in_names and row.dimension not in form.weights:
                total = sum((i.weight for i in self.project.indicators if i.dimension == row.dimension), Decimal(0))
                form.weights[row.dimension] = Stated("weight.dimension", total, "分", 1, row.dimension, trim=True)

    def _texts(self) -> list[tuple[str, str]]:
        texts = []
        for label in self.layout.texts:
            match label:
                case "自评等级":
                    texts.append((label, self.project.grade))
                case "评价结论":
                    score = self._points("score.total", self.project.score)
                    words = self._one_of("form_conclusion", _CONCLUSION)
                    texts.append((label, words.format(score=score.number, grade=self.project.grade)))
                case "存在问题":
                    texts.append((label, "；".join(p.text for p in self.project.problems) + "。"))
                case "改进措施":
                    texts.append((label, "；".join(self._filled(p.suggestion) for p in self.project.problems) + "。"))
                case _:
                    said = [f"{i.name}：{self._filled(i.reason)}" for i in self.project.indicators if i.reason]
                    texts.append((label, "；".join(said) + "。" if said else self._one_of("form_nothing", _NOTHING)))
        return texts

    def _filled(self, words: str) -> str:
        for name, value in self.draw.names.items():
            words = words.replace(f"<{name}>", value)
        return words

    def _filled_by(self) -> str:
        date = dt.date(*self.project.identity.date)
        person = self.rng.choice(_SURNAMES) + self.rng.choice(_GIVEN)
        return f"填报人：{person}　　填报日期：{chinese(date)}"


def layout_for(rng: Random, words: Lexicon) -> Layout:
    """One of the layouts, the official one more often than the others; words with own headings have some more."""
    layouts = (*LAYOUTS, *OTHER_LAYOUTS) if words.headings else LAYOUTS
    return LAYOUTS[0] if rng.random() < 0.25 else rng.choice(layouts)


def scoring_table(rng: Random, words: Lexicon, project: Project) -> ScoringTable:
    """The 评分表 of a report with 决策/过程/产出/效益."""
    places = project.score_places
    trim = rng.random() < 0.5

    def score(role: str, value: Decimal, scope: str = "") -> Stated:
        return Stated(role, value, "", places, scope, trim=trim)

    def weight(role: str, value: Decimal, scope: str = "") -> Stated:
        return Stated(role, value, "", 1, scope, trim=True)

    names = {"项目资金": "", "数量": "产出数量", "质量": "产出质量", "时效": "产出时效", "成本": "产出成本"}
    rows: list[ScoringRow] = []
    rate_put = False
    usual, low = words.pool("rate_reasons", _RATE_REASONS)
    rate_reason = usual if project.rate_score < project.rate_weight else ""
    if project.money.low_reason:
        rate_reason = low

    def rate_row() -> ScoringRow:
        return ScoringRow(
            "rate",
            "过程",
            "资金管理",
            "预算执行率",
            weight("weight.item", project.rate_weight, "rate"),
            score("score.item", project.rate_score, "rate"),
            rate_reason,
        )

    for entry in project.indicators:
        if not rate_put and (
            entry.dimension in ("产出", "效益") or (entry.dimension == "过程" and entry.sub == "组织实施")
        ):
            rows.append(rate_row())
            rate_put = True
        sub = names.get(entry.sub, entry.sub) if entry.dimension != "效益" else entry.sub.replace("服务对象", "")
        rows.append(
            ScoringRow(
                entry.key,
                entry.dimension,
                sub,
                entry.name,
                weight("weight.item", entry.weight, entry.key),
                score("score.item", entry.score, entry.key),
                entry.reason,
            )
        )
    columns = words.pool("scoring_columns", _SCORING_COLUMNS)
    headings = {key: pool[0] if len(pool) == 1 else rng.choice(pool) for key, pool in columns.items()}
    caption = rng.choice(words.pool("scoring_captions", _SCORING_CAPTIONS))
    caption = caption.format(project=project.identity.project, year=project.identity.year)
    total_weight = weight("weight.total", Decimal(100))
    return ScoringTable(caption, headings, rows, total_weight, score("score.total", project.score), rng.random() < 0.9)
