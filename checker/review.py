"""The loop that makes a Review of a Report and a RulePack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Literal

from checker.checks.base import NotChecked, Problem, Rule
from checker.checks.guard import Crashed, outcomes_of
from checker.errors import ReadError
from checker.finding import Finding, Severity
from checker.pack import RulePack
from checker.understand.report import Report

Verdict = Literal["pass", "review", "return"]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that was not applied, and why (Chinese, without a full stop); `crashed` when its own code failed."""

    rule: str
    reason: str
    crashed: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """What a pack's rules say about one report.

    `not_checked` holds the rules that could not be applied, `not_applicable` those that this kind of document is not
    asked for. `rules` are the ids of all rules that were to be applied.
    """

    report: Report
    findings: tuple[Finding, ...]
    not_checked: tuple[Unchecked, ...]
    not_applicable: tuple[Unchecked, ...]
    rules: tuple[str, ...]

    @property
    def crashed(self) -> tuple[Unchecked, ...]:
        """The rules whose own code failed: the review is not complete."""
        return tuple(item for item in self.not_checked if item.crashed)

    @property
    def verdict(self) -> Verdict:
        """return (退回修改) with an error, review (需核实) with a warning, else pass (通过)."""
        worst = max((finding.severity.rank for finding in self.findings), default=0)
        if self.crashed:
            worst = max(worst, 2)  # what a rule that failed would have said is unknown
        return "return" if worst == 3 else "review" if worst == 2 else "pass"


_KIND_NAMES = {"narrative": "文字报告", "table": "自评表", "combined": "附有自评表的文字报告"}


def review(report: Report, pack: RulePack, *, wanted: Callable[[str], bool] = lambda rule: True) -> Review:
    """Apply a pack's rules to a report; `wanted` says which rule ids to apply.

    Findings are in reading order, then by rule; the same report and pack give the same review.
    """
    findings: list[Finding] = []
    not_checked: list[Unchecked] = []
    not_applicable: list[Unchecked] = []
    applied = [rule for rule in pack.rules if wanted(rule.id)]
    for rule in applied:
        if report.identity.kind not in rule.kinds:
            not_applicable.append(Unchecked(rule.id, f"{_KIND_NAMES[report.identity.kind]}不适用本规则"))
            continue
        finish = partial(_finding, rule, report=report)
        for outcome in outcomes_of(rule, report, finish):
            if isinstance(outcome, NotChecked):
                not_checked.append(Unchecked(rule.id, outcome.reason, isinstance(outcome, Crashed)))
            else:
                findings.append(outcome)
    findings.sort(key=lambda finding: (finding.locations[0].span.start if finding.locations else -1, finding.rule))
    return Review(
        report,
        _with_fingerprints(findings),
        tuple(dict.fromkeys(not_checked)),
        tuple(not_applicable),
        tuple(rule.id for rule in applied),
    )


def _finding(rule: Rule, problem: Problem, report: Report) -> Finding:
    message = rule.message.format_map(problem.data)
    if problem.remark:
        message += f"（{problem.remark}）"
    return Finding(
        rule.id,
        problem.severity or rule.severity,
        message,
        rule.suggestion.format_map(problem.data),
        rule.basis,
        tuple(report.locate(span) for span in problem.spans),
        dict(problem.data),
    )


def _with_fingerprints(findings: list[Finding]) -> tuple[Finding, ...]:
    """Each finding with a name made of its rule and its own words; like findings are told apart by their order."""
    from dataclasses import replace

    seen: Counter[str] = Counter()
    result = []
    for finding in findings:
        words = ["".join(location.text.split()) for location in finding.locations]
        own = "\0".join([finding.rule, *words, *(f"{k}={v}" for k, v in sorted(finding.data.items()))])
        seen[own] += 1
        digest = sha256(f"{own}\0{seen[own]}".encode()).hexdigest()[:16]
        result.append(replace(finding, fingerprint=digest))
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Submission:
    """A file that was to be reviewed: it has a review, or the error that kept it from being read."""

    path: str
    review: Review | None = None
    error: ReadError | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that one run came to, in the order of its files.

    `passed_over` are files that are no submissions (temporary, hidden, of a format that is not read), each with the
    reason in Chinese.
    """

    pack: RulePack
    submissions: tuple[Submission, ...]
    passed_over: tuple[tuple[str, str], ...] = ()

    @property
    def reviews(self) -> tuple[Review, ...]:
        return tuple(item.review for item in self.submissions if item.review is not None)

    @property
    def crashed(self) -> tuple[tuple[str, Unchecked], ...]:
        """The rules whose own code failed, each with the path of the document that it failed on."""
        return tuple(
            (item.path, rule) for item in self.submissions if item.review is not None for rule in item.review.crashed
        )

    @property
    def failed(self) -> tuple[Submission, ...]:
        return tuple(item for item in self.submissions if item.review is None)

    def count(self, severity: Severity) -> int:
        """The findings of one severity in all documents."""
        return sum(finding.severity is severity for review in self.reviews for finding in review.findings)

    @property
    def verdict(self) -> Verdict:
        """The worst verdict of the run; a document that could not be read has to be handed in again."""
        verdicts = {review.verdict for review in self.reviews} | ({"return"} if self.failed else set())
        return "return" if "return" in verdicts else "review" if "review" in verdicts else "pass"
