"""What the index of several reports says: a row for each, and how often each rule fired and at which unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from checker.finding import Severity
from checker.render.html_figures import figure_words, key_figures
from checker.render.html_pictures import Share, plain_number, stacked_bar
from checker.render.words import SEVERITIES, VERDICTS
from checker.review import Run, Submission

_BARS = 20  # of a chart; what is beyond is said in words
UNKNOWN_UNIT = "未写明单位"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table: what it shows, and by what it is sorted ("" after everything else)."""

    text: str
    order: str


@dataclass(frozen=True, slots=True)
class Row:
    """A report in the table; `rules` are those that fired."""

    name: str
    path: str
    href: str
    verdict: str
    verdict_words: str
    verdict_order: int
    unit: str
    project: str
    year: str
    figures: tuple[Cell, ...]
    counts: tuple[int, ...]
    unchecked: int
    rules: tuple[str, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart; `key` is what a click on it asks of the table."""

    key: str
    label: str
    count: int
    picture: Markup


@dataclass(frozen=True, slots=True)
class Chart:
    bars: tuple[Bar, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class IndexView:
    verdict: str
    verdict_words: str
    verdicts: tuple[tuple[str, str, int], ...]
    counts: tuple[tuple[str, str, int], ...]
    rows: tuple[Row, ...]
    by_rule: Chart
    by_unit: Chart
    verdict_bar: Markup


def index_view(run: Run, hrefs: Mapping[int, str]) -> IndexView:
    """The index of a run; `hrefs` lead from it to the page of each submission."""
    rows = tuple(_row(item, hrefs[number]) for number, item in enumerate(run.submissions))
    kinds = {**VERDICTS, "failed": "未能读取"}
    verdicts = tuple((key, words, sum(row.verdict == key for row in rows)) for key, words in kinds.items())
    return IndexView(
        run.verdict,
        VERDICTS[run.verdict] if rows else "没有报告",
        verdicts,
        tuple((severity.value, words, run.count(severity)) for severity, words in SEVERITIES.items()),
        rows,
        _by_rule(run),
        _by_unit(run),
        stacked_bar(Share(key, words, count) for key, words, count in verdicts),
    )


def _row(item: Submission, href: str) -> Row:
    name = Path(item.path).name
    if item.review is None:
        empty = (Cell("", ""),) * 4
        trouble = str(item.error or "文件未能读取")
        return Row(name, item.path, href, "failed", "未能读取", 4, "", "", "", empty, (0, 0, 0), 0, (), trouble)
    review, identity = item.review, item.review.report.identity
    text = review.report.text
    figures = []
    for figure in key_figures(review):
        words = "\n".join(figure_words(fact, text) for fact in figure.facts)
        figures.append(Cell(words, "" if figure.value is None else plain_number(figure.value)))
    return Row(
        name,
        item.path,
        href,
        review.verdict,
        VERDICTS[review.verdict],
        {"return": 3, "review": 2, "pass": 1}[review.verdict],
        _line(identity.unit),
        _line(identity.project or identity.title),
        str(identity.year or ""),
        tuple(figures),
        tuple(sum(finding.severity is severity for finding in review.findings) for severity in Severity),
        len({entry.rule for entry in review.not_checked}),
        tuple(dict.fromkeys(finding.rule for finding in review.findings)),
    )


def _by_rule(run: Run) -> Chart:
    counts = Counter(finding.rule for review in run.reviews for finding in review.findings)
    severities = {finding.rule: finding.severity for review in run.reviews for finding in review.findings}
    titles = {rule.id: rule.title for pack in reversed(run.packs) for rule in pack.rules}
    most = max(counts.values(), default=1)
    bars = [
        Bar(rule, titles.get(rule, rule), count, stacked_bar([Share(severities[rule].value, "意见", count)], of=most))
        for rule, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]
    return Chart(tuple(bars[:_BARS]), max(len(bars) - _BARS, 0))


def _by_unit(run: Run) -> Chart:
    units: dict[str, Counter[Severity]] = {}
    for review in run.reviews:
        unit = _line(review.report.identity.unit) or UNKNOWN_UNIT
        units.setdefault(unit, Counter()).update(finding.severity for finding in review.findings)
    most = max((found.total() for found in units.values()), default=0) or 1
    ordered = sorted(units.items(), key=lambda each: (-each[1].total(), each[0]))
    bars = [
        Bar(
            unit,
            unit,
            found.total(),
            stacked_bar([Share(s.value, w, found[s]) for s, w in SEVERITIES.items()], of=most),
        )
        for unit, found in ordered
        if found.total()
    ]
    return Chart(tuple(bars[:_BARS]), max(len(bars) - _BARS, 0))


def _line(words: str | None) -> str:
    return " ".join((words or "").split())
