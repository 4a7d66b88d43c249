"""The narrative of a report: its sections, merged and split in one of many ways, and what stands in them."""

from __future__ import annotations

import datetime as dt

from corpus.compose.draw import Drawer, chinese, listed
from corpus.compose.figures import Figures
from corpus.compose.headings import ATTACHED, Scheme, numbered, title
from corpus.compose.lexicon import Lexicon, Subject
from corpus.compose.money_words import MoneyWords
from corpus.compose.target_words import TargetWords
from corpus.plan import Indicator, Paragraph, Project, Section, Stated, Statement

OUTPUT = ("数量", "质量", "时效", "成本")


class Narrative:
    """Writes one report's sections; `sections` is the result."""

    def __init__(
        self,
        draw: Drawer,
        words: Lexicon,
        subject: Subject,
        figures: Figures,
        project: Project,
        scheme: Scheme,
        *,
        money: MoneyWords,
        form: bool,
        run_in: bool,
    ) -> None:
        self.draw, self.words, self.subject, self.figures, self.project = draw, words, subject, figures, project
        self.scheme, self.form, self.run_in = scheme, form, run_in
        self.rng = draw.rng
        self.money = money
        self.targets = TargetWords(draw, words, figures, project)
        self.table_inside = not form and self.rng.random() < 0.25
        self._promise()

    def sections(self) -> list[Section]:
        tail = self.rng.choice((("experience", "problems"), ("experience",), ("experience",), ("experience",)))
        parts = [self._basic(), self._work(), self._conclusion(), self._analysis()]
        if tail == ("experience", "problems"):
            parts += [self._joined("experience", "problems"), self._suggestions()]
        else:
            parts.append(self._experience())
            if self.rng.random() < 0.25:
                parts.append(self._joined("problems", "suggestions"))
            else:
                parts += [self._problems(), self._suggestions()]
        if self.rng.random() < 0.35:
            parts.append(self._section(("other",), [self._text(self._some("other", "other", 1, 2))]))
        number_all(parts, 1)
        if self.run_in:
            for part in parts:
                for child in part.children:
                    child.run_in = bool(child.paragraphs) and not child.children
        return parts

    # 一、基本情况

    def _basic(self) -> Section:
        part = self._section(("basic",))
        background = self._sentences("background", 1, 3)
        content = self._sentences("content", 1, 2)
        opening = [self._one("filler", "overview_open"), *self._some("filler", "overview_more", 0, 2)]
        money = [self._text(self.money.main())]
        if past := self.money.past():
            money.append(self._text(past))
        if self.rng.random() < 0.3:
            first = self._section(("basic.overview",), [self._text(background + opening)], named="basic.background")
            second = self._section(("basic.overview",), [self._text(content)], named="basic.content")
            third = self._section(("basic.overview",), money, named="basic.money")
            part.children = [first, second, third]
        else:
            texts = [self._text(background), self._text(opening + content)]
            if self.rng.random() < 0.4:
                texts = [self._text(opening + background + content)]
            overview = self._section(("basic.overview",), texts + money)
            if self.rng.random() < 0.25 and self.scheme.levels[2]:
                names = ("basic.background", "basic.money")
                overview.paragraphs = []
                overview.children = [
                    self._section(("basic.overview",), body, named=name)
                    for name, body in zip(names, (texts, money), strict=True)
                ]
            part.children = [overview]
        part.children.append(self._targets())
        return part

    def _targets(self) -> Section:
        promised = [i for i in self.project.indicators if i.promised]
        section = self._section(("basic.targets",))
        if self.rng.random() < 0.7:
            section.paragraphs.append(self._text([self.targets.goal()]))
        style = self.rng.random()
        if style < 0.55:
            opening = self._one("filler", "targets_open")
            section.paragraphs.append(self._text([opening]))
            section.paragraphs += self._items([[self.targets.promise(i, "；")] for i in promised])
            last = section.paragraphs[-1].statements[-1]
            last.words = last.words.removesuffix("；") + "。"
        else:
            stop = "；" if style < 0.8 else "，"
            said = [self.targets.promise(i, stop) for i in promised]
            said[-1].words = said[-1].words.removesuffix(stop) + "。"
            section.paragraphs.append(self._text([self._one("filler", "targets_open"), *said]))
        return section

    # 二、绩效评价工作开展情况

    def _work(self) -> Section:
        part = self._section(("work",))
        scope = [self._one("purpose", "purpose"), self._one("scope", "scope")]
        if self.rng.random() < 0.6:
            scope.append(self._one("period", "period"))
        rows = str(len(self.project.indicators) + (0 if self.form else 1))
        method = self._some("principle", "principle", 1, 2)
        method.append(self._say("principle", "index_form" if self.form else "index", n_rows=rows))
        method.append(self._say("method", "method", methods=self._methods()))
        method += self._some("principle", "standard", 1, 2)
        process = self._section(("work.process",), [self._text(self._process())])
        if self.rng.random() < 0.15:
            texts = [self._text(scope), self._text(method)]
            part.children = [self._section(("work.scope", "work.method"), texts), process]
        else:
            texts = (
                [self._text(method)] if self.rng.random() < 0.6 else [self._text(method[:2]), self._text(method[2:])]
            )
            part.children = [
                self._section(("work.scope",), [self._text(scope)]),
                self._section(("work.method",), texts),
                process,
            ]
        return part

    def _methods(self) -> str:
        methods = self.project.methods
        return methods[0] if len(methods) == 1 else "、".join(methods[:-1]) + "和" + methods[-1]

    def _process(self) -> list[Statement]:
        end = dt.date(*self.project.identity.date)
        start = max(dt.date(end.year, 1, 4), end - dt.timedelta(days=self.rng.randint(30, 60)))
        span = (end - start).days
        dates = [start + dt.timedelta(days=span * n // 10) for n in (0, 5, 8)] + [end]
        names = {f"date{n}": chinese(day, year=n == 1) for n, day in enumerate(dates, 1)}
        said = [self._say("process", "process_open", **names)]
        fields = self.draw.several("process_field", self.words.phrases["process_field"], 1, 3)
        said += [self.draw.say("process", words, **names) for words in fields]
        return [*said, self._say("process", "process_end", **names)]

    # 三、综合评价情况及评价结论

    def _conclusion(self) -> Section:
        section = self._section(("conclusion",))
        if not self.form:
            section.heading += self.rng.choice(ATTACHED)
        said = [
            self._say("score", "score", {"score": self._total()}, grade=self._grade()),
            self._dimensions(),
            *self._some("filler", "conclusion_open", 1, 2),
        ]
        weak = self._weak()
        if weak:
            said.append(self._say("filler", "conclusion_more", weak=weak))
        if self.rng.random() < 0.35:
            said = [said[2], said[0], said[1], *said[3:]]
        section.paragraphs = [self._text(said)]
        if self.table_inside:
            section.table = "scoring"
        return section

    def _total(self) -> Stated:
        return self.figures.points("score.total", self.project.score, places=self.project.score_places)

    def _grade(self) -> str:
        grade = self.project.grade
        longer = {"优": "优秀", "良": "良好", "中": "中", "差": "差"}
        return longer[grade] if self.rng.random() < 0.3 else grade

    def _dimensions(self) -> Statement:
        figures, words = {}, []
        for number, (name, score) in enumerate(dimension_scores(self.project, self.form).items()):
            figures[f"d{number}"] = self.figures.points(
                "score.dimension", score, name, places=self.project.score_places
            )
            suffix = "" if name == "预算执行率" else "指标" if self.form else "类"
            words.append(f"{name}{suffix}<d{number}>")
        phrase = self.draw.phrase("dimension_list", self.words.phrases["dimension_list"])
        return self.draw.say("dimension", phrase.replace("<list>", listed(words)), figures)

    def _weak(self) -> str:
        names = [i.name for i in self.project.indicators if i.score < i.weight]
        if self.project.rate_score < self.project.rate_weight:
            names.append("预算执行率")
        return "、".join(names[:3]) + ("等方面" if len(names) > 3 else "")

    # 四、绩效评价指标分析

    def _analysis(self) -> Section:
        part = self._section(("analysis",))
        decision = [self._text(self._half("决策") + self._some("filler", "decision", 1, 2) + self._own("decision"))]
        process = [self._text(self._half("过程") + self._own("process"))]
        process.append(self._text([self.money.again(), *self._some("filler", "process", 1, 3)]))
        output = self._reported(lambda i: i.sub in OUTPUT)
        benefit = self._reported(lambda i: i.dimension not in ("决策", "过程") and i.sub not in OUTPUT)
        benefit[-1].statements += self._sentences("benefits", 1, 2, kind="benefit")
        for name, paragraphs in (("产出", output), ("效益", benefit)):
            said = self._dimension(name)
            if said and paragraphs[0].marker:
                paragraphs.insert(0, self._text(said))
            else:
                paragraphs[0].statements[:0] = said
        if self.rng.random() < 0.12:
            first = [self._section(("analysis.decision", "analysis.process"), decision + process)]
        else:
            first = [
                self._section(("analysis.decision",), decision),
                self._section(("analysis.process",), process),
            ]
        if self.rng.random() < 0.12:
            last = [self._section(("analysis.output", "analysis.benefit"), output + benefit)]
        else:
            last = [self._section(("analysis.output",), output), self._section(("analysis.benefit",), benefit)]
        part.children = first + last
        return part

    def _dimension(self, name: str) -> list[Statement]:
        """The score of a 一级指标, where a scoring table has one of this name."""
        if self.form or self.rng.random() < 0.35:
            return []
        weight = sum((i.weight for i in self.project.indicators if i.dimension == name), start=_zero())
        if name == "过程":
            weight += self.project.rate_weight
        score = dimension_scores(self.project, self.form)[name]
        figures = {
            "weight": self.figures.points("weight.dimension", weight, name),
            "score": self.figures.points("score.dimension", score, name, places=self.project.score_places),
        }
        return [self._say("dimension", "dimension", figures, dimension=name)]

    def _half(self, name: str) -> list[Statement]:
        said = self._dimension(name)
        for entry in self.project.indicators:
            if entry.dimension == name and entry.reason:
                figures = {"deduction": self.figures.points("deduction", entry.weight - entry.score, entry.key)}
                words = self.draw.phrase("lost", self.words.phrases["lost"]).replace("<cause>", entry.reason)
                said.append(self.draw.say("reason", f"{entry.name}方面，{words}", figures, entry.key))
        return said

    def _reported(self, wanted) -> list[Paragraph]:  # type: ignore[no-untyped-def]
        """The completion of the indicators, in one paragraph or one for each sub-dimension, or as a list."""
        entries: list[Indicator] = [i for i in self.project.indicators if wanted(i)]
        listing = self.rng.random()
        if listing < 0.25 and len(entries) > 2:
            return self._items([self.targets.completion(i) for i in entries])
        seen: set[str] = set()
        paragraphs: list[Paragraph] = []
        for entry in entries:
            new = entry.sub not in seen
            lead = self.targets.lead(entry, seen) if listing < 0.8 else ""
            said = self.targets.completion(entry)
            if lead and not said[0].words.startswith(("从", lead[:2])):
                said[0].words = lead + said[0].words
            if not paragraphs or (new and listing > 0.6):
                paragraphs.append(self._text([]))
            paragraphs[-1].statements += said
        return paragraphs

    # 五、六、七

    def _experience(self) -> Section:
        return self._section(("experience",), self._experience_body())

    def _experience_body(self) -> list[Paragraph]:
        lines = self.draw.several("experience", self.subject.sentences["experience"], 2, 3)
        return self._points("experience_open", [[self.draw.say("experience", line)] for line in lines])

    def _problems_body(self) -> list[Paragraph]:
        said = []
        for problem in self.project.problems:
            words = self.draw.phrase("problem", self.words.phrases["problem"])
            words = words.replace("<problem>", problem.text).replace("<cause>", problem.cause)
            said.append([self.draw.say("problem", words, None, problem.about)])
        return self._points("problems_open", said)

    def _suggestions_body(self) -> list[Paragraph]:
        said = [[self.draw.say("suggestion", p.suggestion, None, p.about)] for p in self.project.problems]
        return self._points("suggestions_open", said)

    def _problems(self) -> Section:
        return self._section(("problems",), self._problems_body())

    def _suggestions(self) -> Section:
        return self._section(("suggestions",), self._suggestions_body())

    def _joined(self, first: str, second: str) -> Section:
        bodies = {
            "experience": self._experience_body,
            "problems": self._problems_body,
            "suggestions": self._suggestions_body,
        }
        if self.rng.random() < 0.6 and self.scheme.levels[1]:
            section = self._section((first, second))
            section.children = [self._section((node,), bodies[node]()) for node in (first, second)]
            return section
        return self._section((first, second), bodies[first]() + bodies[second]())

    def _points(self, opening: str, said: list[list[Statement]]) -> list[Paragraph]:
        """Points one by one: as a list of paragraphs, or 一是…二是… in one."""
        if self.rng.random() < 0.45:
            statements = [statement for group in said for statement in group]
            for number, statement in enumerate(statements):
                statement.words = f"{'一二三四五六'[number]}是{statement.words}"
            return [self._text([self._opened(opening), *statements])]
        paragraphs = self._items(said)
        if self.rng.random() < 0.5:
            paragraphs.insert(0, self._text([self._opened(opening)]))
        return paragraphs

    def _opened(self, opening: str) -> Statement:
        words = self.draw.phrase(opening, self.words.phrases[opening])
        return self.draw.say("filler", words, None, "", "：" if self.rng.random() < 0.6 else "。")

    # the bricks

    def _promise(self) -> None:
        """Which indicators the target section states, and where each is reported."""
        entries = [i for i in self.project.indicators if i.kind != "general"]
        counted = [i for i in entries if i.kind == "number"]
        many = self.rng.choice((len(entries), len(entries), max(3, len(entries) // 2), 2))
        chosen = self.rng.sample(entries, min(many, len(entries)))
        if not any(i in counted for i in chosen):
            chosen.append(counted[0])
        for entry in entries:
            entry.promised = any(entry is other for other in chosen)
            entry.reported = "analysis.output" if entry.sub in OUTPUT else "analysis.benefit"

    def _items(self, said: list[list[Statement]]) -> list[Paragraph]:
        form = self.rng.choice(self.scheme.items)
        forms = [form if form else ""] * len(said)
        return [
            Paragraph(group, numbered(form, (number,)) if "第" not in form else numbered("第一，", (number,)))
            for number, (group, form) in enumerate(zip(said, forms, strict=True), 1)
        ]

    def _section(
        self, nodes: tuple[str, ...], paragraphs: list[Paragraph] | None = None, *, named: str = ""
    ) -> Section:
        heading = title(self.rng, named) if named else title(self.rng, *nodes)
        return Section(nodes, heading, 1, None, paragraphs or [])

    def _text(self, statements: list[Statement]) -> Paragraph:
        return Paragraph(list(statements))

    def _say(self, kind: str, pool: str, figures: dict[str, Stated] | None = None, **names: str) -> Statement:
        return self.draw.say(kind, self.draw.phrase(pool, self.words.phrases[pool]), figures, **names)

    def _one(self, kind: str, pool: str) -> Statement:
        return self._say(kind, pool)

    def _some(self, kind: str, pool: str, low: int, high: int) -> list[Statement]:
        return [self.draw.say(kind, words) for words in self.draw.several(pool, self.words.phrases[pool], low, high)]

    def _sentences(self, pool: str, low: int, high: int, kind: str = "filler") -> list[Statement]:
        lines = self.subject.sentences[pool]
        return [self.draw.say(kind, words) for words in self.draw.several(f"own {pool}", lines, low, high)]

    def _own(self, pool: str) -> list[Statement]:
        return self._sentences(pool, 1, 2)


def _zero():  # type: ignore[no-untyped-def]
    from decimal import Decimal

    return Decimal(0)


def number_all(sections: list[Section], level: int) -> None:
    for ordinal, section in enumerate(sections, 1):
        section.level, section.ordinal = level, ordinal
        number_all(section.children, level + 1)


def dimension_scores(project: Project, form: bool):  # type: ignore[no-untyped-def]
    """The score of each 一级指标 in the order of the table; 预算执行率 is a dimension of the form, an item of 过程."""
    scores = {"预算执行率": project.rate_score} if form else {}
    for entry in project.indicators:
        scores[entry.dimension] = scores.get(entry.dimension, _zero()) + entry.score
    if not form:
        scores["过程"] = scores.get("过程", _zero()) + project.rate_score
    return scores
