"""Make, read and review the documents of many cases."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from checker.errors import ReadError
from checker.finding import Severity
from checker.pack import RulePack, load_pack
from checker.read import read_here
from checker.review import Review, review
from checker.understand.report import Report
from corpus.build import render
from corpus.defects import DEFECTS
from corpus.score.cases import Case, composed, spoil
from corpus.score.judge import Verdict, judge


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with its verdict; `error` says why the document could not be read."""

    case: Case
    rule: str
    name: str
    format: str
    kind: str
    verdict: Verdict
    error: str = ""


@cache
def pack() -> RulePack:
    return load_pack()


@cache
def advisory() -> frozenset[str]:
    """The rules that give advice only."""
    return frozenset(rule.id for rule in pack().rules if rule.severity is Severity.INFO)


def document(case: Case) -> tuple[bytes, str]:
    """A case's file: its bytes and its format."""
    plan = composed(case.seed, case.parts, case.format)
    if case.defect is not None:
        spoilt = spoil(plan, case.defect)
        assert spoilt is not None, case
        plan = spoilt.plan
    return render(plan, plan.style.format), plan.style.format


def reviewed(case: Case) -> tuple[Review, Verdict]:
    """A case's review and the verdict on it; raises ReadError."""
    plan = composed(case.seed, case.parts, case.format)
    spoilt = None if case.defect is None else spoil(plan, case.defect)
    made = plan if spoilt is None else spoilt.plan
    found = _review(render(made, made.style.format), made.style.format)
    rule = "" if case.defect is None else DEFECTS[case.defect].rule
    return found, judge(found.findings, spoilt, rule, advisory=rule in advisory())


def score(case: Case) -> Scored:
    """Make a case's document, review it and judge the review."""
    plan = composed(case.seed, case.parts, case.format)
    rule, name = ("", "") if case.defect is None else (DEFECTS[case.defect].rule, DEFECTS[case.defect].name)
    try:
        _, verdict = reviewed(case)
        error = ""
    except ReadError as problem:
        verdict, error = Verdict(None if case.defect is None else False, (), ()), problem.message
    return Scored(case, rule, name, plan.style.format, plan.kind, verdict, error)


def _review(data: bytes, format: str) -> Review:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report.{format}"
        path.write_bytes(data)
        text = read_here(path)
    return review(Report(text, pack().vocabulary), pack())


def score_all(cases: Iterable[Case], jobs: int = 1) -> Iterator[Scored]:
    """The scores of many cases, in their order."""
    if jobs == 1:
        yield from map(score, cases)
        return
    cases = iter(cases)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        while batch := list(islice(cases, 64)):
            yield from pool.map(score, batch, chunksize=4)
