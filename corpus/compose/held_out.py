"""How held-out and unseen reports are built: headings, orders and habits that tuned ones do not have.

A folder of words with headings of its own (`Lexicon.headings`) is written by these classes. Titles and words are the
folder's; here are the ways in which chapters are merged and split, and how its offices print money.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from corpus.compose.draw import listed
from corpus.compose.figures import Figures
from corpus.compose.headings import ATTACHED, Scheme, han
from corpus.compose.money_words import MoneyWords
from corpus.compose.narrative import OUTPUT, Narrative, dimension_scores, number_all
from corpus.plan import Money, Paragraph, Project, Section, Stated, Statement, Style

_ITEMS = ("1.", "（1）", "①", "1、", "其一，", "一是", "——", "")
SCHEMES = (
    Scheme(("一、", "（一）", "1."), _ITEMS),
    Scheme(("一、", "（一）", "1."), _ITEMS),
    Scheme(("一、", "（一）", "1、"), _ITEMS),
    Scheme(("一、", "（一）", "（1）"), ("①", "一是", "——", "")),
    Scheme(("第一章　", "第一节　", "一、"), _ITEMS),
    Scheme(("第一部分　", "（一）", "1."), _ITEMS),
    Scheme(("一、", "1、", "（1）"), ("①", "其一，", "")),
    Scheme(("1.", "1.1　", "1.1.1　"), ("（1）", "①", "——", "")),
    Scheme(("", "", ""), ("一是", "其一，", "")),
    Scheme(("", "", ""), ("——", "（1）", "")),
)
_SERIES = (
    ("一是", "二是", "三是", "四是"),
    ("其一，", "其二，", "其三，", "其四，"),
    ("首先，", "其次，", "此外，", "最后，"),
)


def restyle(rng: Random, style: Style, scheme: Scheme) -> Scheme:
    """Another scheme of numbers for a style; headings without numbers only where the style had some of the kind."""
    chosen = rng.choice([each for each in SCHEMES if bool(each.levels[0]) is bool(scheme.levels[0])])
    style.numbering = chosen.levels
    return chosen


def places_of(amounts: list[Decimal]) -> int:
    """The decimals with which 万元 states all of these amounts exactly: 0 to 6."""
    return next((n for n in range(6) if all(a % Decimal(10_000).scaleb(-n) == 0 for a in amounts)), 6)


class OtherFigures(Figures):
    """Amounts are printed in full, in 万元 or 元; rates have none to three decimals and are never cut off."""

    def __init__(self, rng: Random, money: Money) -> None:
        super().__init__(rng, money)
        amounts = [money.initial, money.budget, money.arrived, money.executed, money.last_budget, money.last_executed]
        amounts += [v for part in (*money.sources, *money.items, *money.lines) for v in (part.budget, part.executed)]
        exact = places_of([amount for amount in amounts if amount is not None])
        self.places = exact if rng.random() < 0.7 else max(exact, 2)
        self.unit = "元" if rng.random() < (0.5 if exact > 3 else 0.15) else "万元"
        self.trim, self.cents = rng.random() < 0.35, rng.random() < 0.5
        self.rate_places, self.rate_trim, self.cut = rng.choice((2, 2, 2, 1, 3, 0)), rng.random() < 0.4, False

    def amount(self, role: str, value: Decimal, scope: str = "", *, plain: bool = False) -> Stated:
        figure = super().amount(role, value, scope, plain=plain)
        if figure.unit == "元":
            figure.places = 2 if self.cents or value % 1 else 0
        else:
            least = self.places if self.unit == "万元" else 2
            figure.places = max(least, places_of([value]))
        return figure

    def rate(self, role: str, part: Decimal, whole: Decimal, scope: str = "") -> Stated:
        """No rate below 100 % is printed as 100 %, and no share as 0 %."""
        figure = super().rate(role, part, whole, scope)
        if figure.value != 100 and figure.printed in (0, 100):
            figure.places = 2
        return figure


class OtherMoneyWords(MoneyWords):
    """Budget, arrival and execution in one long sentence at times; what is left may stand before what was bought."""

    def main(self) -> list[Statement]:
        money = self.project.money
        plain = money.initial == money.budget == money.arrived and not money.low_reason
        if plain and self.rng.random() < 0.22:
            figures = {"budget": self._budget(), "arrived": self._arrived(), "executed": self._executed()}
            shown = [self._say("all_in_one", rate=self._rate(), **figures)]
            shown += [self._items()] if money.items else []
            if money.balance and self.rng.random() < 0.6:
                shown.append(self._say("balance", balance=self.figures.amount("balance", money.balance)))
            return shown
        shown = super().main()
        figures = [list(statement.figures.values()) for statement in shown]
        if figures[-1][0].role == "balance" and all(figure.scope for figure in figures[-2]) and self.rng.random() < 0.5:
            shown[-1], shown[-2] = shown[-2], shown[-1]
        return shown


class OtherNarrative(Narrative):
    """Chapters in other arrangements: 概况 and 目标 are two, 结论 and 分析 one, experience to suggestions one."""

    _always_open = False
    """Every point has its opening sentence: where no heading stands between experience and problems."""

    def sections(self) -> list[Section]:
        parts = [*self._first(), self._work(), *self._judged(), *self._tail()]
        if self.rng.random() < 0.35:
            parts.append(self._section(("other",), [self._text(self._some("other", "other", 1, 2))]))
        number_all(parts, 1)
        if self.run_in:
            for part in parts:
                for child in part.children:
                    child.run_in = bool(child.paragraphs) and not child.children
        return parts

    def _section(
        self, nodes: tuple[str, ...], paragraphs: list[Paragraph] | None = None, *, named: str = ""
    ) -> Section:
        pool = self.words.headings[(named,) if named else nodes]
        return Section(nodes, self.rng.choice(pool), 1, None, paragraphs or [])

    def _one(self, kind: str, pool: str) -> Statement:
        who = self.project.identity
        own = pool == "overview_open" and who.unit == who.department
        return super()._one(kind, "overview_own" if own else pool)

    # 基本情况

    def _first(self) -> list[Section]:
        basic = self._basic()
        if self.rng.random() >= 0.15:
            return [basic]
        overview, targets = basic.children[:-1], basic.children[-1]
        chapter = self._section(("basic.overview",))
        if len(overview) == 1:
            chapter.paragraphs, chapter.children = overview[0].paragraphs, overview[0].children
        else:
            chapter.children = overview
        return [chapter, targets]

    def _targets(self) -> Section:
        section = super()._targets()
        goal, *rest = section.paragraphs
        if goal.statements[0].kind == "goal" and rest and self.scheme.levels[2] and self.rng.random() < 0.3:
            section.paragraphs = []
            section.children = [
                self._section(("basic.targets",), [goal], named="basic.goal"),
                self._section(("basic.targets",), rest, named="basic.year"),
            ]
        return section

    # 评价工作

    def _work(self) -> Section:
        part = self._section(("work",))
        scope = [self._one("purpose", "purpose"), self._one("scope", "scope")]
        if self.rng.random() < 0.6:
            scope.append(self._one("period", "period"))
        if self.rng.random() < 0.3:
            scope = [*scope[1:], scope[0]]
        rows = str(len(self.project.indicators) + (0 if self.form else 1))
        method = self._some("principle", "principle", 1, 2)
        index = self._say("principle", "index_form" if self.form else "index", n_rows=rows)
        chosen = self._say("method", "method", methods=self._methods())
        method += [index, chosen] if self.rng.random() < 0.6 else [chosen, index]
        method += self._some("principle", "standard", 1, 2)
        process = [self._text(self._process())]
        bodies = {
            "work.scope": [self._text(scope)],
            "work.method": [self._text(method[:2]), self._text(method[2:])]
            if self.rng.random() < 0.5
            else [self._text(method)],
            "work.process": process,
        }
        nodes: tuple[tuple[str, ...], ...] = (("work.scope",), ("work.method",), ("work.process",))
        chance = self.rng.random()
        if chance < 0.18:
            nodes = (("work.scope", "work.method"), ("work.process",))
        elif chance < 0.34:
            nodes = (("work.scope",), ("work.method", "work.process"))
        part.children = [self._section(each, [p for node in each for p in bodies[node]]) for each in nodes]
        return part

    # 评价结论和指标分析

    def _judged(self) -> list[Section]:
        conclusion, analysis = self._conclusion(), self._analysis()
        if self.rng.random() >= 0.14 or not self.scheme.levels[1] or conclusion.table:
            return [conclusion, analysis]
        both = self._section(("conclusion", "analysis"))
        both.children = [conclusion, *analysis.children]
        return [both]

    def _conclusion(self) -> Section:
        section = self._section(("conclusion",))
        if not self.form:
            section.heading += self.rng.choice(self.words.pool("attached", ATTACHED))
        opening = self._some("filler", "conclusion_open", 1, 2)
        score = self._say("score", "score", {"score": self._total()}, grade=self._grade())
        said = [score, self._dimensions(), *opening]
        if self.rng.random() < 0.5:
            said = [*opening, score, self._dimensions()]
        if weak := self._weak():
            said.append(self._say("filler", "conclusion_more", weak=weak))
        section.paragraphs = [self._text(said)]
        if self.table_inside:
            section.table = "scoring"
        return section

    def _dimensions(self) -> Statement:
        figures, words = {}, []
        suffix = self.rng.choice(("指标", "部分", "方面", "指标得"))
        mark = self.rng.choice(("，", "、", "；"))
        for number, (name, score) in enumerate(dimension_scores(self.project, self.form).items()):
            figures[f"d{number}"] = self.figures.points(
                "score.dimension", score, name, places=self.project.score_places
            )
            said = suffix if name != "预算执行率" else "得" if suffix.endswith("得") else ""
            words.append(f"{name}{said}<d{number}>")
        phrase = self.draw.phrase("dimension_list", self.words.phrases["dimension_list"])
        return self.draw.say("dimension", phrase.replace("<list>", listed(words, mark)), figures)

    def _analysis(self) -> Section:
        part = self._section(("analysis",))
        decision = [self._text(self._half("决策") + self._some("filler", "decision", 1, 2) + self._own("decision"))]
        process = [self._text(self._half("过程") + self._own("process"))]
        process.append(self._text([self.money.again(), *self._some("filler", "process", 1, 3)]))
        output = self._reported(lambda i: i.sub in OUTPUT)
        content = self.rng.random() < 0.3
        benefit = self._reported(
            lambda i: i.dimension not in ("决策", "过程") and i.sub not in (*OUTPUT, *(("服务对象满意度",) * content))
        )
        benefit.append(self._text(self._sentences("benefits", 1, 2, kind="benefit")))
        for name, paragraphs in (("产出", output), ("效益", benefit)):
            said = self._dimension(name)
            if said and paragraphs[0].marker:
                paragraphs.insert(0, self._text(said))
            else:
                paragraphs[0].statements[:0] = said
        first = [(("analysis.decision",), decision), (("analysis.process",), process)]
        if self.rng.random() < 0.2:
            first = [(("analysis.decision", "analysis.process"), decision + process)]
        last = [(("analysis.output",), output), (("analysis.benefit",), benefit)]
        if not content and self.rng.random() < 0.2:
            last = [(("analysis.output", "analysis.benefit"), output + benefit)]
        part.children = [self._section(nodes, paragraphs) for nodes, paragraphs in first + last]
        if content:
            said = self._reported(lambda i: i.sub == "服务对象满意度")
            part.children.append(self._section(("analysis.benefit",), said, named="analysis.satisfaction"))
        return part

    # 经验、问题、建议

    def _tail(self) -> list[Section]:
        three, two = ("experience", "problems", "suggestions"), ("problems", "suggestions")
        chance = self.rng.random()
        if chance < 0.18:
            return [self._joined_all("experience", "problems"), self._suggestions()]
        if chance < 0.36:
            return [self._experience(), self._joined_all(*two)]
        if chance < 0.5 and self.scheme.levels[1]:
            return [self._joined_all(*three, apart=True)]
        return [self._experience(), self._problems(), self._suggestions()]

    def _joined_all(self, *nodes: str, apart: bool = False) -> Section:
        bodies = {
            "experience": self._experience_body,
            "problems": self._problems_body,
            "suggestions": self._suggestions_body,
        }
        section = self._section(nodes)
        if apart or (self.scheme.levels[1] and self.rng.random() < 0.6):
            section.children = [self._section((node,), bodies[node]()) for node in nodes]
        else:
            self._always_open = True
            section.paragraphs = [paragraph for node in nodes for paragraph in bodies[node]()]
        return section

    def _problems(self) -> Section:
        section = self._section(("problems",))
        if not self.scheme.levels[1] or self.rng.random() >= 0.2:
            section.paragraphs = self._problems_body()
            return section
        problems = self.project.problems
        named = [[self.draw.say("problem", p.text, None, p.about)] for p in problems]
        causes = [
            [self.draw.say("problem", f"第{han(n)}个问题的成因是{p.cause}", None, p.about)]
            for n, p in enumerate(problems, 1)
        ]
        section.children = [
            self._section(("problems",), self._points("problems_open", named), named="problems.named"),
            self._section(("problems",), [self._text([s for said in causes for s in said])], named="problems.causes"),
        ]
        return section

    def _points(self, opening: str, said: list[list[Statement]]) -> list[Paragraph]:
        """One by one: as a list of paragraphs, or in one: 一是…二是…, 首先…其次…."""
        if self.rng.random() >= 0.45:
            paragraphs = self._items(said)
            opened = self.rng.random() < 0.5 or self._always_open
            return [self._text([self._opened(opening)]), *paragraphs] if opened else paragraphs
        statements = [statement for group in said for statement in group]
        for word, statement in zip(self.rng.choice(_SERIES), statements, strict=False):
            statement.words = word + statement.words
        return [self._text([self._opened(opening), *statements])]


def cover_lines(rng: Random, project: Project, who: str, date: str) -> list[tuple[str, str]]:
    """The lines of a cover page."""
    name, office = project.identity.project, project.identity.department
    return rng.choice(
        (
            [("项目名称", name), ("填报单位", who), ("填报日期", date)],
            [("项目名称", name), ("主管部门", office), ("编制日期", date)],
            [("编报单位（盖章）", who), ("编报时间", date)],
            [("自评单位", who), ("报告时间", date)],
        )
    )
