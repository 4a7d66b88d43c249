"""What a report says of its targets and their completion."""

from __future__ import annotations

from corpus.compose.draw import Drawer
from corpus.compose.figures import Figures
from corpus.compose.lexicon import Lexicon
from corpus.plan import Indicator, Project, Stated, Statement

_SUBS = {"数量": "output_subs", "质量": "quality_subs", "时效": "time_subs", "成本": "cost_subs"}


class TargetWords:
    """The sentences about targets of one report."""

    def __init__(self, draw: Drawer, words: Lexicon, figures: Figures, project: Project) -> None:
        self.draw, self.words, self.figures, self.project = draw, words, figures, project
        self.rng = draw.rng

    def goal(self) -> Statement:
        return self.draw.say("goal", self._phrase("goal"))

    def promise(self, indicator: Indicator, stop: str) -> Statement:
        """One target."""
        figures = {}
        if indicator.kind == "qualitative":
            verb = indicator.target_words.startswith("建立")
            words = "<words><name>" if verb else "<name><words>"
        elif indicator.kind == "date":
            words = self._phrase("target_date")
        else:
            figures["t"] = self.target(indicator)
            words = self._phrase(self._pool(indicator))
        return self.draw.say("target", words, figures, indicator.key, stop, **self._names(indicator))

    def completion(self, indicator: Indicator) -> list[Statement]:
        """What came of it, and the reason where it fell short or lost points."""
        names, figures = self._names(indicator), {}
        if indicator.kind == "qualitative":
            words = indicator.done
        elif indicator.kind == "date":
            names["date"] = indicator.actual_words
            words = self._phrase("done_date")
        else:
            figures = {"t": self.target(indicator), "a": self.actual(indicator)}
            assert indicator.actual is not None and indicator.target is not None
            if "完成值" not in indicator.name:
                figures["p"] = self.figures.rate("completion-rate", indicator.actual, indicator.target, indicator.key)
            pool = "done_cost" if indicator.comparison == "<=" else "done_count" if indicator.verb else "done_rate"
            words = self._phrase("done_satisfaction" if "满意" in indicator.name else pool)
        shown = [self.draw.say("completion", words, figures, indicator.key, **names)]
        if indicator.reason:
            shown.append(self._reason(indicator))
        return shown

    def target(self, indicator: Indicator) -> Stated:
        assert indicator.target is not None
        return self.figures.of("target", indicator, indicator.target)

    def actual(self, indicator: Indicator) -> Stated:
        assert indicator.actual is not None
        return self.figures.of("actual", indicator, indicator.actual)

    def lead(self, indicator: Indicator, first: set[str]) -> str:
        """数量方面，… where a sub-dimension begins; nothing for the others."""
        if indicator.sub in first:
            return ""
        first.add(indicator.sub)
        pool = _SUBS.get(indicator.sub)
        if pool:
            return self._phrase(pool)
        return f"{indicator.sub.removesuffix('指标')}方面，" if self.rng.random() < 0.6 else ""

    def _reason(self, indicator: Indicator) -> Statement:
        lost = indicator.weight - indicator.score
        figures = {"deduction": self.figures.points("deduction", lost, indicator.key)}
        if (not indicator.met and indicator.kind == "number") or (indicator.kind == "date" and lost):
            words = self._phrase("short").replace("<cause>", indicator.reason)
        elif lost:
            words = self._phrase("lost").replace("<cause>", indicator.reason)
        else:
            words = indicator.reason
        return self.draw.say("reason", words, figures, indicator.key)

    def _pool(self, indicator: Indicator) -> str:
        if indicator.comparison == "<=":
            return "target_cost"
        if indicator.comparison == "=" and indicator.unit == "%":
            return "target_exact"
        if indicator.unit == "%":
            return "target_rate"
        if indicator.comparison == "=":
            return "target_exact"
        return "target_count" if self.rng.random() < 0.75 else "target_more"

    def _names(self, indicator: Indicator) -> dict[str, str]:
        return {
            "name": indicator.name,
            "verb": indicator.verb,
            "object": indicator.object,
            "words": indicator.target_words,
            "date": indicator.target_words,
        }

    def _phrase(self, pool: str) -> str:
        return self.draw.phrase(pool, self.words.phrases[pool])
