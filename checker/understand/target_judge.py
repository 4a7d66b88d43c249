"""One promise of prose after another, held against what the report says elsewhere and judged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from checker.document import Span
from checker.understand.comparisons import NOT
from checker.understand.quantity import Quantity
from checker.understand.target_claims import Claim
from checker.understand.target_left import Promise
from checker.understand.target_links import bare_name
from checker.understand.target_measures import alike, beyond, comparable, promised, reach, undirected
from checker.understand.target_reasons import classify, gives_cause
from checker.understand.target_shortfall import LEFT, MENTIONED, reason_of, says_why
from checker.understand.targets import Completion, Status, Target

if TYPE_CHECKING:
    from checker.understand.report import Report
    from checker.understand.target_matching import Match, Matcher
    from checker.understand.target_pool import Pool

_CLOSE: Final = 0.12
_SURE: Final = 0.75
_LIKELY: Final = 0.4
"""The only hint at a target speaks for it from here on, if its figure reaches what was promised."""
_ONLY: Final = 0.5
"""From here on it speaks for it even if it falls short."""
_LONG: Final = 4
"""So many characters name a rate of its own: 群众满意度, not 满意度."""
_TELLING: Final = 3
"""More Chinese characters than these name what is promised."""
_SET_LOW: Final = re.compile(
    r"(?:目标|指标)值?[^,。;]{0,6}(?:保守|偏低|过低|较低)|(?:缺[少乏]|没有)[^,。;]{0,4}(?:历史|往年)数据"
)
"""Why more was done than was promised: it was set low."""
_ANOTHER: Final = re.compile(rf"{LEFT.pattern}|其他|其它")

# What bounds a figure is no part of the name of what is promised.
_BOUND: Final = re.compile(
    rf"\s|{NOT}(?:少|低|超|高|多|大|小)[于过]|(?:达到|等于)或(?:超过|[高大多]于)"
    r"|控制在|以[上内下]|达到|突破|[达为在应](?=$)"
)


class Judge:
    """Judges the promises of one report."""

    def __init__(self, report: Report, pool: Pool, matcher: Matcher, problems: Matcher) -> None:
        from checker.understand.target_derived import Derived
        from checker.understand.target_evidence import Evidence
        from checker.understand.target_implied import Implied
        from checker.understand.target_left import Leftovers

        self.report, self.pool, self.matcher, self.problems = report, pool, matcher, problems
        self.evidence = Evidence(pool, matcher, report.folded, report.vocabulary)
        self.open: list[Promise] = []
        self.leftovers = Leftovers(matcher, self.evidence, report.folded, report.vocabulary)
        self.unsolved = Leftovers(problems, self.evidence, report.folded, report.vocabulary)
        self.implied = Implied(pool, matcher, report.folded)
        self.derived = Derived(matcher, report.folded, report.vocabulary, pool.targets)

    def target(self, claim: Claim) -> Target:
        """A promise with its completions and its status; `possible` is only what the first look says."""
        before, after = _around(claim)
        name = _BOUND.sub("", before + after).strip(r",、:;")
        target = Target(claim.span, claim.quantity, "qualitative", (), name)
        if claim.quantity is None:
            found = self.matcher.find(before, after, None)
            target = replace(target, completions=_completions(found[:3]))
            none = self.implied.no_incident(target.name, before, after)
            return replace(target, status="met", completions=_said(none[0])) if none else target
        found = self.matcher.find(before, after, claim.quantity)
        return self._quantified(target, claim.quantity, before, after, found)

    def _quantified(self, target: Target, wanted: Quantity, before: str, after: str, found: Sequence[Match]) -> Target:
        from checker.understand.target_matching import MATCHED

        if wanted.kind == "percent":
            found = _literal(target.name, found)
        if any(match.score >= MATCHED and match.claim.span not in self.pool.background for match in found):
            # Where the project is presented, its size is: 在14个乡镇建设运动场.
            found = [match for match in found if match.claim.span not in self.pool.background]
        best = found[0].score if found else 0.0
        # Where the name stands in full, another's figure does not speak for it.
        near = MATCHED if best >= 0.9 else best - 0.25
        if wanted.kind == "percent" and best >= 0.9:
            near = best - _CLOSE  # 残疾人亲属满意度 is not 残疾人满意度
        named = any(match.same and match.score >= 0.9 for match in found)
        reaching = [
            match
            for match in found
            if match.score >= near and self._reach(wanted, match) != "short" and (match.same or not named)
            if not beyond(wanted, match.claim.quantity)
        ]
        sure = [match for match in found if match.score >= MATCHED and match.score >= found[0].score - _CLOSE]
        good = [match for match in sure if match in reaching]
        if good and good[0].score < _SURE and not any(self._reach(wanted, each) == "reached" for each in good):
            # 可分配公租房5120套 is no more than its like where 372套 and the 28套 left are what was promised.
            rest = self.leftovers.with_rest(Promise(before, after, wanted))
            good = [] if rest is not None else good
        if good:
            # 23.6万亩 of all farmland stands beside 2.04万亩 built: what comes nearest to the promise is meant.
            good.sort(key=lambda match: (match.part, self._reach(wanted, match) == "exceeded"))
            exceeded = self._reach(wanted, good[0]) == "exceeded" and not good[0].part
            met = replace(target, status="exceeded" if exceeded else "met", completions=_completions(good))
            if not exceeded:
                return met
            reason = self._excess(target, good[0].claim)
            return met if reason is None else replace(met, reason=reason, reason_kind="given")
        whole = [match for match in sure if not match.part and match.same and _alike(wanted, match)]
        stated = wanted.kind == "percent" and bool(whole)
        worked = None if stated else self.derived.find(before, after, wanted)
        if worked is not None and self._reach(wanted, worked) != "short":
            return replace(target, status="met", completions=_completions([worked]))
        if whole and whole[0].score >= 0.75 and not reaching and self._whole(wanted, whole[0], sure):
            return self._short(target, whole)
        implied = [] if wanted.kind == "percent" else self.implied.done_once(wanted, before, after)
        if wanted.kind == "percent":
            implied = self.implied.of_rate(before, after, worked.claim if worked else None)
            if not implied and not stated and worked is None:
                implied = self.implied.of_rate_alone(target.name, before, after)
            if implied and wanted.value <= 100 and self.implied.all_of(implied, before, after):
                return replace(target, status="met", completions=_said(implied[0]))
        if none := self.implied.none_of(wanted, target.name, before, after):
            return replace(target, status="met", completions=_said(none[0]))
        if implied and wanted.kind == "count" and implied[0].score >= MATCHED:
            return replace(target, status="met", completions=_said(implied[0]))
        if whole and not reaching and not implied and self._whole(wanted, whole[0], sure):
            return self._short(target, whole)
        if worked is not None and not implied and (wanted.kind in ("percent", "money") or wanted.unit == "百分点"):
            return self._short(target, [worked])
        return replace(target, status="possible")

    def beside(self, target: Target, done: Claim) -> Target:
        """A target whose completion stands beside it."""
        from checker.understand.target_matching import Match

        match = Match(done, 1.0, same=True)
        if target.quantity is None or done.quantity is None:
            return replace(target, completions=_completions([match]))
        outcome = self._reach(target.quantity, match)
        if outcome == "short":
            return self._short(target, [match])
        if outcome == "exceeded" and (reason := self._excess(target, done)) is not None:
            return replace(target, status="met", completions=_completions([match]), reason=reason, reason_kind="given")
        status: Status = "exceeded" if outcome == "exceeded" else "met"
        return replace(target, status=status, completions=_completions([match]))

    def leave_open(self, claim: Claim) -> None:
        """Note a promise that the first look left open: what may be one's completion may be another's."""
        if claim.quantity is not None:
            self.open.append(Promise(*_around(claim), claim.quantity))

    def settled(self, claim: Claim, target: Target) -> Target:
        """A target left open, when it is known which claims belong to others: possible, explained or unreported."""
        from checker.understand.target_evidence import undecidable

        if target.quantity is None or not target.name:
            return target  # without a name nothing could be looked for
        before, after = _around(claim)
        promise = Promise(before, after, target.quantity)
        if (problem := self._short_of(target, target.quantity, before, after)) is not None:
            return problem
        hints = self._hints(before, after, target.quantity)
        tail = before.rpartition(",")[2]
        if not hints and len(re.findall(r"[一-鿿]", tail)) > _TELLING:
            hints = self._hints(tail, after, target.quantity)  # 健全…制度,满意度不低于90%: two promises, one figure
        if (only := self._only(target.quantity, hints)) is not None:
            if reach(target.quantity, only.claim.quantity or target.quantity) == "short":
                return self._taken(self._short(target, [only]))
            return self._taken(replace(target, status="met", completions=_completions([only])))
        if (left := self.leftovers.find(promise, [each for each in self.open if each != promise])) is not None:
            if self._reach(target.quantity, left) == "short":
                return self._taken(self._with_rest(self._short(target, [left]), left))
            return self._taken(replace(target, status="met", completions=_completions([left])))
        found = self.unsolved.find(promise, [])
        if (
            found is not None
            and self._reach(target.quantity, found) == "short"
            and self.unsolved.says_behind(found.claim)
        ):
            return self._short(target, [found])
        if hints := hints or self.leftovers.hints(promise):
            return replace(target, completions=_completions(hints))
        if (problem := self._among_problems(target)) is not None:
            return problem
        if (
            undecidable(target.quantity, target.name, after)
            or self.report.document.incomplete
            or not self.pool.completions
        ):
            return target
        return replace(target, status="unreported")

    def _taken(self, target: Target) -> Target:
        """A target, its completion noted as its own."""
        self.evidence.take(target)
        return target

    def _with_rest(self, target: Target, match: Match) -> Target:
        """A target that falls short, explained by what is said of what is left: 2个待宽带线路接入后安装."""
        if target.status != "unmet" or match.rest is None:
            return target
        said = match.rest.cut(self.report.folded)
        if not says_why(said) or classify(said, target.name, self.report.vocabulary) != "given":
            return target
        return replace(target, status="explained", reason=match.rest, reason_kind="given")

    def _hints(self, before: str, after: str, wanted: Quantity) -> list[Match]:
        return self.evidence.hints(before, after, wanted, self.matcher.find(before, after, wanted))

    def _only(self, wanted: Quantity, hints: Sequence[Match]) -> Match | None:
        """The one hint that can be compared, if it is close to the promise and nothing else comes near: 新建粮仓5座.

        What falls short must count the same thing, be more than a small part of it, and not add up with others.
        """
        measures = self.report.vocabulary.measures
        fit = [each for each in hints if each.claim.quantity and comparable(wanted, each.claim.quantity, measures)]
        if not fit or wanted.kind == "date":
            return None
        best, done = fit[0], fit[0].claim.quantity
        if done is None or best.part or best.other or best.score < _LIKELY or self.matcher.no_report(best.claim):
            return None
        if best.claim.span in self.pool.background or any(best.score - each.score <= _CLOSE for each in fit[1:]):
            return None
        outcome = reach(wanted, done)
        if outcome == "reached":
            return best
        sure = best.same and best.score >= _ONLY and alike(wanted, done) and wanted.kind != "percent"
        return best if outcome == "short" and sure and self._whole(wanted, best, fit) else None

    def _short_of(self, target: Target, wanted: Quantity, before: str, after: str) -> Target | None:
        """A target whose completion stands among the problems only, and falls short there: 准确率仅为78.3%."""
        from checker.understand.target_matching import MATCHED

        found = self.problems.find(before, after, wanted)
        sure = [each for each in found if each.score >= MATCHED and each.same and not each.part and not each.other]
        if not sure or any(self._reach(wanted, each) != "short" for each in found if each.score >= _LIKELY):
            return None
        return self._short(target, sure[:1]) if self._whole(wanted, sure[0], sure) else None

    def _among_problems(self, target: Target) -> Target | None:
        """A target that only the problems name: what they say of it explains it, or leaves it open."""
        from checker.understand.target_matching import MATCHED

        named = [
            match
            for match in self.problems.find(target.name, "", None)
            if match.score >= MENTIONED and self.problems.names_head(target.name, match.claim)
        ]
        if not named:
            return None
        sentence = named[0].claim.sentence
        words = sentence.cut(self.report.folded)
        sure = named[0].score >= MATCHED
        short = sure and bool(LEFT.search(words)) and gives_cause(words, self.report.vocabulary)
        completions = (Completion(sentence, None, round(named[0].score, 3)),)
        if not short:
            return replace(target, status="possible", completions=completions)
        return replace(target, status="explained", completions=completions, reason=sentence, reason_kind="given")

    def _reach(self, wanted: Quantity, match: Match) -> str:
        assert match.claim.quantity is not None
        return reach(wanted, match.claim.quantity)

    def _whole(self, wanted: Quantity, match: Match, sure: Sequence[Match]) -> bool:
        """Whether a figure may be all that was done: a small one is rather a part, and several may add up."""
        done = match.claim.quantity
        small = done is not None and wanted.kind in ("count", "measure", "money") and done.value < wanted.value * 3 / 10
        if promised(wanted) in ("<", "<="):
            small = False
        return not small and not self._adds_up(wanted, sure)

    def _adds_up(self, wanted: Quantity, matches: Sequence[Match]) -> bool:
        """Whether several figures together reach the promise: they may be its parts."""
        done = [match.claim for match in matches if match.same and not _ANOTHER.search(match.claim.words)]
        values = [claim.quantity for claim in done if claim.quantity is not None]
        if wanted.kind not in ("count", "measure", "money") or len(values) < 2:
            return False
        return len({value.value for value in values}) > 1 and sum(value.value for value in values) >= wanted.value

    def _short(self, target: Target, matches: Sequence[Match]) -> Target:
        told = self.leftovers.says_behind(matches[0].claim)
        if target.quantity is not None and undirected(target.quantity, target.name) and not told:
            return replace(target, status="possible", completions=_completions(matches))
        reason, kind = reason_of(self.report, self.matcher, self.problems, target, matches[0].claim)
        status: Status = "explained" if kind in ("given", "vague") else "unmet"
        return replace(target, status=status, completions=_completions(matches), reason=reason, reason_kind=kind)

    def _excess(self, target: Target, claim: Claim) -> Span | None:
        """Where an excess is explained: behind the figure or in the sentence after it, which says why."""
        folded = self.report.folded
        figure = claim.quantity.span.end if claim.quantity is not None else claim.span.end
        end = folded.find("\n", claim.sentence.end)
        line = Span(claim.sentence.end, end if end >= 0 else len(folded))
        after = re.compile(r"[。;]?\s*([^。;\n]+)").match(folded, line.start, line.end)
        spans = [Span(figure, claim.sentence.end)]
        if after and not re.match(r"[一二三四五六七八九十]是|[①-⑳(0-9]", after[1]):
            spans.append(Span(*after.span(1)))
        for span in spans:
            said = span.cut(folded)
            why = gives_cause(said, self.report.vocabulary) or _SET_LOW.search(said) or "主要是" in said
            if len(span) > 3 and why and classify(said, target.name, self.report.vocabulary) == "given":
                return span
        from checker.understand.target_reasons import excess_said

        said_of = (claim.sentence for claim in (*self.pool.completions, *self.pool.problems))
        return excess_said(said_of, target.name, folded, self.report.vocabulary)


def _around(claim: Claim) -> tuple[str, str]:
    """The words before and after a promise's quantity that name what is promised."""
    before, after = claim.before or claim.words, claim.after
    if claim.quantity is not None and len(re.findall(r"[一-鿿]", before + after)) < 3:
        before = claim.context  # 85%以上 at the end of a list: the sentence says what of
    tail = before.rpartition(",")[2]
    if claim.quantity is not None and claim.quantity.kind == "percent" and len(re.findall(r"[一-鿿]", tail)) > _TELLING:
        before = tail  # 健全…制度,满意度不低于90%: two promises, one figure
    return before, after


def _literal(name: str, found: Sequence[Match]) -> Sequence[Match]:
    """The claims of a rate under its very name, where there are any: 村民满意度 is not 供水区居民满意度."""
    called = bare_name(name)
    if len(called) < _LONG:
        return found
    return [match for match in found if called in match.claim.words] or found


def _alike(wanted: Quantity, match: Match) -> bool:
    return match.claim.quantity is None or alike(wanted, match.claim.quantity)


def _said(match: Match) -> tuple[Completion, ...]:
    """A sentence that says of all or of none what was done; a figure in it is another's."""
    return (Completion(match.claim.span, None, round(match.score, 3)),)


def _completions(matches: Sequence[Match]) -> tuple[Completion, ...]:
    return tuple(Completion(match.claim.span, match.claim.quantity, round(match.score, 3)) for match in matches)
