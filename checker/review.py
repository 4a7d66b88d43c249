"""The loop that makes a Review of a Report and a RulePack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from typing import Literal

from checker.checks.base import NotChecked, Problem, Rule
from checker.checks.elsewhere import asked_elsewhere
from checker.checks.guard import Crashed, outcomes_of
from checker.errors import ReadError
from checker.finding import Finding, Severity
from checker.pack import RulePack
from checker.understand.report import Report
from checker.waivers import Waived, Waiver, part

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
    asked for. `rules` are the ids of all rules that were to be applied. `waived` are findings that do not count, each
    with the waiver that says why; `lapsed` are those of `findings` whose waiver has expired.
    """

    report: Report
    findings: tuple[Finding, ...]
    not_checked: tuple[Unchecked, ...]
    not_applicable: tuple[Unchecked, ...]
    rules: tuple[str, ...]
    pack: RulePack
    waived: tuple[Waived, ...] = ()
    lapsed: tuple[Waived, ...] = ()

    @property
    def crashed(self) -> tuple[Unchecked, ...]:
        """The rules whose own code failed: the review is not complete."""
        return tuple(item for item in self.not_checked if item.crashed)

    @property
    def mostly_unchecked(self) -> bool:
        """Whether most of the rules that are for such a report could not be checked, as where its form is in pieces."""
        unchecked = {item.rule for item in self.not_checked}
        elsewhere = {item.rule for item in self.not_applicable}
        return 2 * len(unchecked) > len(set(self.rules) - elsewhere)

    @property
    def verdict(self) -> Verdict:
        """return (退回修改) with an error, review (需核实) with a warning, else pass (通过).

        A report of which most could not be checked does not pass: somebody has to look at it.
        """
        worst = max((finding.severity.rank for finding in self.findings), default=0)
        if self.crashed or self.mostly_unchecked:
            worst = max(worst, 2)  # what a rule would have said is unknown
        return "return" if worst == 3 else "review" if worst == 2 else "pass"


_KIND_NAMES = {"narrative": "文字报告", "table": "自评表", "combined": "附有自评表的文字报告"}


def review(
    report: Report,
    pack: RulePack,
    *,
    wanted: Callable[[str], bool] = lambda rule: True,
    severities: Mapping[str, Severity] | None = None,
    waivers: Sequence[Waiver] = (),
    today: date | None = None,
) -> Review:
    """Apply a pack's rules to a report; `wanted` says which rule ids to apply, `severities` has those to be changed.

    Findings are in reading order, then by rule; the same report and pack, and the same waivers on the same day, give
    the same review. `today` is by default the day on which this runs.
    """
    levels = severities or {}
    findings: list[Finding] = []
    not_checked: list[Unchecked] = []
    not_applicable: list[Unchecked] = []
    applied = [rule for rule in pack.rules if wanted(rule.id)]
    elsewhere = asked_elsewhere(report)
    for rule in applied:
        if report.identity.kind not in rule.kinds:
            not_applicable.append(Unchecked(rule.id, f"{_KIND_NAMES[report.identity.kind]}不适用本规则"))
            continue
        if rule.id in elsewhere:
            not_checked.append(Unchecked(rule.id, elsewhere[rule.id]))
            continue
        finish = partial(_finding, rule, report=report, changed=levels.get(rule.id))
        for outcome in outcomes_of(rule, report, finish):
            if isinstance(outcome, NotChecked):
                not_checked.append(Unchecked(rule.id, outcome.reason, isinstance(outcome, Crashed)))
            else:
                findings.append(outcome)
    findings.sort(key=lambda finding: (finding.locations[0].span.start if finding.locations else -1, finding.rule))
    counted, waived, lapsed = part(_with_fingerprints(findings), waivers, report.text, today or date.today())
    return Review(
        report,
        counted,
        tuple(dict.fromkeys(not_checked)),
        tuple(not_applicable),
        tuple(rule.id for rule in applied),
        pack,
        waived,
        lapsed,
    )


def _severity(rule: Rule, problem: Problem, changed: Severity | None) -> Severity:
    """A check's own severity for a doubtful problem stays where the rule is made more severe, and bends to a milder."""
    own = problem.severity or rule.severity
    if changed is None:
        return own
    doubtful = problem.severity is not None and problem.severity.rank < rule.severity.rank
    return min(own, changed, key=lambda severity: severity.rank) if doubtful else changed


def _finding(rule: Rule, problem: Problem, report: Report, changed: Severity | None) -> Finding:
    message = rule.message.format_map(problem.data)
    if problem.remark:
        message += f"（{problem.remark}）"
    return Finding(
        rule.id,
        _severity(rule, problem, changed),
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
    """A file that was to be reviewed: it has a review, or the error that kept it from being read.

    `config` is the settings file that applied to it, as it is shown; `fail_on` the severity from which on a finding
    makes the run fail, or never.
    """

    path: str
    review: Review | None = None
    error: ReadError | None = None
    config: str | None = None
    fail_on: str = "error"

    @property
    def fails(self) -> bool:
        """Whether a finding is at or above `fail_on`."""
        if self.review is None or self.fail_on == "never":
            return False
        bound = Severity(self.fail_on).rank
        return any(finding.severity.rank >= bound for finding in self.review.findings)


@dataclass(frozen=True, slots=True)
class ConfigUse:
    """A settings file (.jixiao.yaml) that applied to reports of a run: its path as shown, its content, how many."""

    path: str
    sha256: str
    documents: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What a user should know about the settings of a run, in Chinese without a full stop, and where it stands.

    Codes: config-misnamed, waiver-expired, waiver-unused, files-unmatched.
    """

    code: str
    message: str
    place: str


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that one run came to, in the order of its files.

    `pack` is the pack by which most of the reports were reviewed. `passed_over` are files that are no submissions
    (temporary, hidden, of a format that is not read), each with the reason in Chinese.
    """

    pack: RulePack
    submissions: tuple[Submission, ...]
    passed_over: tuple[tuple[str, str], ...] = ()
    configs: tuple[ConfigUse, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def reviews(self) -> tuple[Review, ...]:
        return tuple(item.review for item in self.submissions if item.review is not None)

    @property
    def packs(self) -> tuple[RulePack, ...]:
        """The packs by which the reports were reviewed, the run's own first."""
        used = {pack.digest: pack for pack in (self.pack, *(review.pack for review in self.reviews))}
        return tuple(used.values())

    @property
    def waived(self) -> int:
        """The waived findings in all documents."""
        return sum(len(review.waived) for review in self.reviews)

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
