"""Review the mutants of each sample and say which changes were noticed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from checker.document import Document, Span
from checker.finding import Finding, Severity
from checker.pack import RulePack, load_pack
from checker.read import read_here
from checker.review import Review, review
from checker.understand.report import Report
from corpus.mutate.changes import Change, changes_of, edited


@dataclass(frozen=True, slots=True)
class Outcome:
    """A change and the rules whose new errors and warnings noticed it.

    `advised` says that there is new advice (info) only; `quote` is the text around the change, that between 【】.
    """

    file: str
    kind: str
    checkable: bool
    rules: tuple[str, ...]
    advised: bool
    old: str
    new: str
    quote: str

    @property
    def noticed(self) -> bool:
        return bool(self.rules)


@cache
def _pack() -> RulePack:
    return load_pack()


def reviewed(document: Document) -> Review:
    pack = _pack()
    return review(Report(document, pack.vocabulary), pack)


def outcomes(path: Path) -> list[Outcome]:
    """What became of every change of one file."""
    document = read_here(path)
    original = reviewed(document)
    before = Counter(_identity(finding) for finding in original.findings)
    found = []
    for change in changes_of(original.report):
        mutant = reviewed(edited(document, change.edits))
        new = [finding for finding in _new(mutant, before) if _concerns(finding, change)]
        rules = tuple(sorted({finding.rule for finding in new if finding.severity is not Severity.INFO}))
        quote = "【删去】" if change.kind == "section" else ""
        found.append(
            Outcome(
                path.name, change.kind, change.checkable, rules, bool(new) and not rules, change.old, change.new,
                quote or _around(original.report, change),
            )
        )  # fmt: skip
    return found


def of_files(paths: Sequence[Path], jobs: int = 1) -> Iterator[Outcome]:
    """The outcomes of many files, in their order."""
    if jobs == 1:
        for path in paths:
            yield from outcomes(path)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for found in pool.map(outcomes, paths):
            yield from found


def _identity(finding: Finding) -> tuple[str, ...]:
    """What makes two findings the same while everything else in the text moves."""
    words = ["".join(location.text.split()) for location in finding.locations]
    return (finding.rule, *words, *(f"{key}={value}" for key, value in sorted(finding.data.items())))


def _new(mutant: Review, before: Counter[tuple[str, ...]]) -> Iterator[Finding]:
    left = before.copy()
    for finding in mutant.findings:
        identity = _identity(finding)
        if left[identity]:
            left[identity] -= 1
        else:
            yield finding


def _concerns(finding: Finding, change: Change) -> bool:
    """Whether a new finding is about the change: it lies in its paragraph or table, or names the new number.

    After a section is gone every new finding comes of that.
    """
    if change.kind == "section":
        return True
    grown = len(change.new) - len(change.old)
    area = Span(change.block.start, change.block.end + grown)
    if any(location.span.overlaps(area) for location in finding.locations):
        return True
    return any(change.new in value for value in finding.data.values())


def _around(report: Report, change: Change) -> str:
    """The sentence or the row of a change, shortened, the changed words between 【 and 】."""
    text, span = report.text, change.span
    start = max([change.area.start, *(text.rfind(mark, change.area.start, span.start) + 1 for mark in "。；")])
    ends = [at for mark in "。；" if (at := text.find(mark, span.end, change.area.end)) >= 0]
    end = min(ends, default=change.area.end)
    left = " ".join(text[max(start, span.start - 40) : span.start].split())
    right = " ".join(text[span.end : min(end, span.end + 30)].split())
    return f"{left}【{change.old}→{change.new}】{right}"
