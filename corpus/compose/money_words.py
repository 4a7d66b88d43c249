"""What a report says of its money: one statement for each figure, in one of many orders."""

from __future__ import annotations

from corpus.compose.draw import Drawer
from corpus.compose.figures import Figures
from corpus.compose.lexicon import Lexicon
from corpus.plan import Part, Project, Stated, Statement


class MoneyWords:
    """The sentences about money of one report."""

    def __init__(self, draw: Drawer, words: Lexicon, figures: Figures, project: Project) -> None:
        self.draw, self.words, self.figures, self.project = draw, words, figures, project
        self.rng = draw.rng

    def main(self) -> list[Statement]:
        """The paragraph on 资金投入和使用情况."""
        money = self.project.money
        shown: list[Statement] = []
        joined = self.rng.random() < 0.2 and money.initial == money.budget and not money.low_reason
        if joined:
            shown.append(
                self._say("budget_executed", budget=self._budget(), executed=self._executed(), rate=self._rate())
            )
        else:
            shown.append(self._budget_sentence())
        if money.arrived < money.budget:
            short = self._filled(money.short_reason)
            rate = self.figures.rate("arrival-rate", money.arrived, money.budget)
            shown.append(self._say("arrived_short", short, arrived=self._arrived(), arrival_rate=rate))
        elif self.rng.random() < 0.55:
            rate = self.figures.rate("arrival-rate", money.arrived, money.budget)
            shown.append(self._say("arrived", arrived=self._arrived(), arrival_rate=rate))
        if not joined:
            shown.append(self._executed_sentence())
        if money.items and self.rng.random() < 0.8:
            shown.append(self._items())
        if money.balance and not money.low_reason and money.arrived == money.budget and self.rng.random() < 0.6:
            shown.append(self._say("balance", balance=self.figures.amount("balance", money.balance)))
        return shown

    def past(self) -> list[Statement]:
        """Last year's figures and the years' sum, where the report compares."""
        money, shown = self.project.money, []
        if money.last_budget is not None and money.last_executed is not None:
            change = money.budget - money.last_budget
            shown.append(
                self._say(
                    "last_year",
                    up_down="增长" if change >= 0 else "减少",
                    last_budget=self.figures.amount("last.budget", money.last_budget, "上年"),
                    last_executed=self.figures.amount("last.executed", money.last_executed, "上年"),
                    last_rate=self.figures.rate("last.rate", money.last_executed, money.last_budget, "上年"),
                    change=Stated("change", abs(change) / money.last_budget * 100, "%", 2, trim=True),
                )
            )
        if money.cumulative is not None:
            start = str(self.project.identity.year - 2)
            cumulative = self.figures.amount("cumulative", money.cumulative)
            shown.append(self._say("cumulative", start=start, cumulative=cumulative))
        return shown

    def again(self) -> Statement:
        """The execution once more, where management is described."""
        return self._say("executed_again", executed=self._executed(), rate=self._rate())

    def _budget_sentence(self) -> Statement:
        money = self.project.money
        initial = self.figures.amount("initial", money.initial)
        if money.initial == money.budget:
            kind = self.rng.choice(("budget", "budget", "budget_same"))
            return self._say(kind, initial=initial, budget=self._budget(), breakdown=self._sources())
        change = money.budget - money.initial
        kind = "budget_up" if change > 0 else "budget_down"
        return self._say(
            kind,
            self._filled(money.adjusted_reason),
            initial=initial,
            budget=self._budget(),
            adjustment=self.figures.amount("adjustment", abs(change)),
            breakdown=self._sources(),
        )

    def _executed_sentence(self) -> Statement:
        low = self.project.money.low_reason
        kind = "executed_low" if low else "executed"
        return self._say(kind, self._filled(low), executed=self._executed(), rate=self._rate())

    def _items(self) -> Statement:
        words, figures = self._listed(self.project.money.items, "executed", "支出")
        return self.draw.say("money", self._phrase("items").replace("<list>", words), figures)

    def _sources(self) -> tuple[str, dict[str, Stated]]:
        sources = self.project.money.sources
        if not sources or self.rng.random() < 0.15:
            return "", {}
        words, figures = self._listed(sources, "budget", "")
        return self._phrase("sources").replace("<list>", words), figures

    def _listed(self, parts: list[Part], role: str, verb: str) -> tuple[str, dict[str, Stated]]:
        """A breakdown: the amounts of its parts, at times with their share of the whole."""
        shares = role == "budget" and self.rng.random() < 0.15
        mark = "、" if not shares and self.rng.random() < 0.4 else "，"
        words, figures = [], {}
        for number, part in enumerate(parts):
            value = part.budget if role == "budget" else part.executed
            figures[f"p{number}"] = self.figures.amount(role, value, part.name, plain=True)
            text = f"{part.name}{verb}<p{number}>"
            if shares:
                figures[f"q{number}"] = self.figures.rate("share", value, self.project.money.budget, part.name)
                text += f"，占<q{number}>"
            words.append(text)
        return ("；" if shares else mark).join(words), figures

    def _budget(self) -> Stated:
        return self.figures.amount("budget", self.project.money.budget)

    def _arrived(self) -> Stated:
        return self.figures.amount("arrived", self.project.money.arrived)

    def _executed(self) -> Stated:
        return self.figures.amount("executed", self.project.money.executed)

    def _rate(self) -> Stated:
        return self.figures.rate("rate", self.project.money.executed, self.project.money.budget)

    def _filled(self, words: str) -> str:
        for name, value in self.draw.names.items():
            words = words.replace(f"<{name}>", value)
        return words

    def _phrase(self, pool: str) -> str:
        return self.draw.phrase(pool, self.words.phrases[pool])

    def _say(
        self,
        pool: str,
        reason: str = "",
        breakdown: tuple[str, dict[str, Stated]] = ("", {}),
        up_down: str = "",
        start: str = "",
        **figures: Stated,
    ) -> Statement:
        words = self._phrase(pool)
        if not breakdown[0]:
            words = words.replace("<sources>", "")
        words = words.replace("<sources>", breakdown[0]).replace("<reason>", reason)
        names = {"up_down": up_down, "start": start, "month": str(self.rng.randint(3, 6))}
        return self.draw.say("money", words, {**figures, **breakdown[1]}, **names)
