"""What a report's page says, apart from how it looks: the template's variables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup

from checker.document import Note, Span
from checker.finding import Finding, Severity
from checker.pack import RulePack
from checker.render.html_document import Mark, lay_out
from checker.render.html_figures import KeyFigure, execution_rate, figure_words, key_figures
from checker.render.html_pictures import Share, execution_bar, plain_number, stacked_bar, target_shares
from checker.render.words import FAMILIES, KINDS, SEVERITIES, STATUSES, VERDICTS, place_words, quoted, waiver_words
from checker.review import Review, Submission, Unchecked
from checker.understand.targets import Target
from checker.waivers import Waived

_NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Quote:
    """A place that a finding or a target quotes; `mark` is its id in the text, "" where it has no place there."""

    where: str
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of the filter: what it stands for, its name and how many findings it holds."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """A finding; `number` is the one that stands beside its mark in the text."""

    number: int
    severity: str
    severity_words: str
    family: str
    rule: str
    title: str
    message: str
    asked: str
    basis: str
    suggestion: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class FigureView:
    """A key figure: its statements, each with its mark; `torn` where they differ, `several` for several projects."""

    label: str
    quotes: tuple[Quote, ...]
    torn: bool
    several: bool


@dataclass(frozen=True, slots=True)
class TargetView:
    kind: str
    status: str
    target: Quote
    completions: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class WaivedView:
    """A finding that may stand, and why."""

    severity_words: str
    rule: str
    message: str
    quotes: tuple[Quote, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A report's page; for a file that could not be read only `verdict`, `verdict_words` and `trouble` are set."""

    verdict: str
    verdict_words: str
    heading: str = ""
    identity: tuple[tuple[str, str], ...] = ()
    trouble: str = ""
    counts: tuple[Choice, ...] = ()
    families: tuple[Choice, ...] = ()
    cards: tuple[Card, ...] = ()
    figures: tuple[FigureView, ...] = ()
    execution: Markup = _NOTHING
    execution_words: str = ""
    targets_bar: Markup = _NOTHING
    shares: tuple[Share, ...] = ()
    targets: tuple[TargetView, ...] = ()
    unchecked: tuple[tuple[str, tuple[str, ...]], ...] = ()
    not_applicable: tuple[tuple[str, tuple[str, ...]], ...] = ()
    passed: int = 0
    waived: tuple[WaivedView, ...] = ()
    notes: tuple[Note, ...] = ()
    document: Markup = _NOTHING


def failed_view(item: Submission) -> ReviewView:
    """The page of a file that could not be read."""
    return ReviewView("failed", "未能读取", heading="未能读取", trouble=str(item.error or "文件未能读取"))


def review_view(review: Review, pack: RulePack) -> ReviewView:
    """The page of a report."""
    report, figures = review.report, key_figures(review)
    marks = [
        *_finding_marks(review.findings),
        *(
            Mark(f"k{number}-{index}", fact.span)
            for number, figure in enumerate(figures)
            for index, fact in enumerate(figure.facts)
        ),
        *_target_marks(report.targets),
    ]
    layout = lay_out(report, marks)
    rate = execution_rate(figures)
    shares = target_shares(target.status for target in report.targets)
    titles = {rule.id: rule.title for rule in pack.rules}
    quiet = {finding.rule for finding in review.findings}
    quiet |= {item.rule for item in (*review.not_checked, *review.not_applicable)}
    identity = report.identity
    return ReviewView(
        review.verdict,
        VERDICTS[review.verdict],
        heading=" ".join((identity.title or identity.project or "").split()),
        identity=tuple(
            (label, " ".join(value.split()))
            for label, value in (
                ("单位", identity.unit),
                ("主管部门", identity.department),
                ("项目", identity.project),
                ("年度", f"{identity.year}年度" if identity.year else "未写明"),
                ("文种", KINDS[identity.kind]),
            )
            if value
        ),
        counts=tuple(Choice(s.value, words, _count(review.findings, s)) for s, words in SEVERITIES.items()),
        families=_families(review.findings),
        cards=tuple(_card(number, f, pack, layout.placed) for number, f in enumerate(review.findings, 1)),
        figures=tuple(_figure(number, figure, review, layout.placed) for number, figure in enumerate(figures)),
        execution=Markup() if rate is None else execution_bar(rate),
        execution_words="" if rate is None else _rate_words(figures, plain_number(rate)),
        targets_bar=stacked_bar(shares),
        shares=shares,
        targets=tuple(_target(n, target, review, layout.placed) for n, target in enumerate(report.targets)),
        unchecked=_by_reason(review.not_checked, titles),
        not_applicable=_by_reason(review.not_applicable, titles),
        passed=sum(rule not in quiet for rule in review.rules),
        waived=tuple(_waived(item) for item in review.waived),
        notes=report.document.notes,
        document=layout.html,
    )


def _finding_marks(findings: Iterable[Finding]) -> Iterable[Mark]:
    for number, finding in enumerate(findings, 1):
        sides = len(finding.locations)
        for side, location in enumerate(finding.locations):
            yield Mark(f"f{number}-{side}", location.span, number, finding.severity, side, sides)


def _target_marks(targets: Iterable[Target]) -> Iterable[Mark]:
    for number, target in enumerate(targets):
        yield Mark(f"t{number}-0", target.span)
        for index, completion in enumerate(target.completions, 1):
            yield Mark(f"t{number}-{index}", completion.span)


def _families(findings: Iterable[Finding]) -> tuple[Choice, ...]:
    found = [finding.rule.partition("/")[0] for finding in findings]
    order = [*FAMILIES, *sorted(set(found) - set(FAMILIES))]
    return tuple(Choice(key, FAMILIES.get(key, key), found.count(key)) for key in order if key in found)


def _count(findings: Iterable[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in findings)


def _card(number: int, finding: Finding, pack: RulePack, placed: set[str]) -> Card:
    rule = pack.rule(finding.rule)
    quotes = (
        Quote(place_words(at), quoted(at.text, 240), mark if (mark := f"f{number}-{side}") in placed else "")
        for side, at in enumerate(finding.locations)
    )
    return Card(
        number=number,
        severity=finding.severity.value,
        severity_words=SEVERITIES[finding.severity],
        family=finding.rule.partition("/")[0],
        rule=finding.rule,
        title=rule.title if rule else finding.rule,
        message=finding.message,
        asked=" ".join(rule.about.split()) if rule else "",
        basis=finding.basis,
        suggestion=finding.suggestion,
        quotes=tuple(quotes),
    )


def _waived(item: Waived) -> WaivedView:
    finding = item.finding
    quotes = tuple(Quote(place_words(at), quoted(at.text, 240), "") for at in finding.locations)
    words = SEVERITIES[finding.severity]
    return WaivedView(words, finding.rule, finding.message, quotes, waiver_words(item.waiver))


def _figure(number: int, figure: KeyFigure, review: Review, placed: set[str]) -> FigureView:
    quotes = []
    for index, fact in enumerate(figure.facts):
        place = _quote(review, fact.quantity.span, f"k{number}-{index}", placed)
        words = figure_words(fact, review.report.text)
        quotes.append(replace(place, text=f"{fact.scope}：{words}" if figure.several else words))
    return FigureView(figure.label, tuple(quotes), figure.torn, figure.several)


def _target(number: int, target: Target, review: Review, placed: set[str]) -> TargetView:
    [share] = target_shares([target.status])
    completions = (_quote(review, c.span, f"t{number}-{n}", placed) for n, c in enumerate(target.completions, 1))
    promise = _quote(review, target.span, f"t{number}-0", placed)
    return TargetView(share.kind, STATUSES[target.status], promise, tuple(completions))


def _quote(review: Review, span: Span, mark: str, placed: set[str]) -> Quote:
    location = review.report.locate(span)
    return Quote(place_words(location), quoted(location.text), mark if mark in placed else "")


def _rate_words(figures: tuple[KeyFigure, ...], rate: str) -> str:
    both = all(figure.value is not None for figure in figures if figure.name in ("全年预算数", "执行数"))
    return f"执行数÷预算数＝{rate}%" if both else f"报告写明{rate}%"


def _by_reason(items: Iterable[Unchecked], titles: dict[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    reasons: dict[str, list[str]] = {}
    for item in items:
        reasons.setdefault(item.reason, []).append(f"{titles.get(item.rule, '')}（{item.rule}）")
    return tuple((reason, tuple(rules)) for reason, rules in reasons.items())
