"""Composed reports: the same seed gives the same file, every format can be read, a faultless report is left alone."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

from checker.finding import Severity
from checker.folding import fold
from checker.read import read_here
from checker.review import Review, review
from checker.understand.report import Report
from corpus.build import compose, formats, main, render
from corpus.compose.lexicon import WORDS, lexicon
from corpus.plan import Plan, Stated
from tests.reviewing import default_pack

SEEDS = range(1, 41)
KINDS = ("narrative", "combined", "table", "several")

# Faultless documents that the tool still reads wrongly, with what misleads it. An entry goes when the tool is mended.
MISREAD: dict[int, str] = {}


def _plain(words: str) -> str:
    return re.sub(r"\s", "", fold(words))


@cache
def _plan(seed: int) -> Plan:
    return compose(seed)


def _review(plan: Plan, folder: Path) -> Review:
    file = folder / f"{plan.seed}.{plan.style.format}"
    file.write_bytes(render(plan, plan.style.format))
    return review(Report(read_here(file), default_pack().vocabulary), default_pack())


def test_the_same_seed_gives_the_same_bytes_in_every_format() -> None:
    for seed in SEEDS[:8]:
        once, again = compose(seed), compose(seed)
        assert once == again
        for format in formats(once):
            assert render(once, format) == render(again, format), (seed, format)


def test_another_seed_gives_another_document() -> None:
    texts = [render(_plan(seed), "txt") for seed in SEEDS]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("kind", KINDS)
def test_every_format_says_what_the_plan_says(kind: str, tmp_path: Path) -> None:
    plan = compose(3, kind=kind)
    for format in formats(plan):
        file = tmp_path / f"report.{format}"
        file.write_bytes(render(plan, format))
        text = _plain(read_here(file).text)
        for project in plan.projects:
            assert _plain(project.identity.project) in text, format
            for indicator in project.indicators:
                assert _plain(indicator.name) in text or plan.scoring, (format, indicator.name)
        for statement in plan.statements("score"):
            assert _plain(statement.text) in text, format


def test_a_spreadsheet_of_a_narrative_is_refused() -> None:
    with pytest.raises(ValueError, match="xlsx"):
        render(compose(1, kind="narrative"), "xlsx")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_faultless_report_gives_no_error_and_no_warning(seed: int, tmp_path: Path) -> None:
    result = _review(_plan(seed), tmp_path)
    wrong = [f"{f.rule} {f.message}" for f in result.findings if f.severity in (Severity.ERROR, Severity.WARNING)]
    assert bool(wrong) == (seed in MISREAD), wrong


def test_most_documents_of_the_range_are_left_alone() -> None:
    assert len(SEEDS) - len(MISREAD) >= 38


def test_the_kinds_and_formats_of_the_range_are_mixed() -> None:
    plans = [_plan(seed) for seed in SEEDS]
    assert {plan.kind for plan in plans} == {"narrative", "combined", "table"}
    assert {plan.style.format for plan in plans} == {"docx", "pdf", "xlsx", "html", "txt", "md"}
    assert any(len(plan.projects) > 1 for plan in plans)
    assert {plan.style.wide for plan in plans} == {True, False}


def test_there_are_twenty_five_subjects_of_different_departments() -> None:
    subjects = lexicon("tuned").subjects
    assert len(subjects) >= 25
    assert len({subject.department for subject in subjects}) == len(subjects)


def test_the_truth_adds_up() -> None:
    for seed in range(1, 200):
        for project in _plan(seed).projects:
            money = project.money
            for parts in (money.sources, money.items, money.lines):
                if parts:
                    assert sum(p.budget for p in parts) == money.budget, seed
                    assert sum(p.executed for p in parts) == money.executed, seed
            assert sum((i.weight for i in project.indicators), project.rate_weight) == 100, seed
            assert all(0 <= i.score <= i.weight for i in project.indicators), seed
            assert all(i.reason for i in project.indicators if not i.met), seed
            assert money.executed <= money.arrived <= money.budget, seed


def test_each_statement_of_a_figure_can_be_changed_alone() -> None:
    plans = (compose(seed, kind="narrative") for seed in SEEDS)
    plan = next(plan for plan in plans if len(list(plan.stated("executed", ""))) >= 2)
    stated = list(plan.stated("executed", ""))
    spoilt = plan.copy()
    first = next(spoilt.stated("executed", ""))
    first.value += 990_000
    assert [f.value for f in plan.stated("executed", "")] == [f.value for f in stated]
    before, after = render(plan, "txt").decode(plan.style.encoding), render(spoilt, "txt").decode(plan.style.encoding)
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert len(changed) == 1


def test_a_change_of_the_truth_is_scored_and_written_everywhere() -> None:
    def spend_less(project) -> None:  # type: ignore[no-untyped-def]
        project.money.executed = project.money.budget * Decimal("0.97")
        project.money.items, project.money.sources = [], []

    changed = compose(1, kind="narrative", change=spend_less)
    assert changed.project.rate_score == Decimal("4.85")
    assert {figure.value for figure in changed.stated("executed", "")} == {changed.project.money.executed}


def test_a_figure_is_printed_as_its_statement_says() -> None:
    amount = Stated("budget", Decimal("12345678.9"), "万元", 2, grouped=True)
    assert amount.text == "1,234.57万元"
    assert amount.printed == Decimal("12345700")
    rate = Stated("rate", Decimal("98.679"), "%", 2, cut=True)
    assert rate.text == "98.67%"
    assert replace(rate, cut=False).text == "98.68%"
    assert Stated("score.total", Decimal("97.50"), "分", 2, trim=True).text == "97.5分"


def test_held_out_parts_are_used_alone_with_the_tuned_phrasings_they_lack(tmp_path: Path) -> None:
    tuned = yaml.safe_load((WORDS / "tuned" / "subjects-1.yaml").read_text(encoding="utf-8"))["subjects"][0]
    tuned |= {"id": "weather", "department": "气象局", "projects": ["人工影响天气作业"]}
    words = {"subjects": [tuned], "phrases": {"budget": ["该项目年内核定经费<budget>"]}}
    (tmp_path / "words.yaml").write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    plan = compose(4, tmp_path, kind="narrative")
    assert plan.project.identity.project == "人工影响天气作业"
    assert lexicon(tmp_path).phrases["budget"] == ("该项目年内核定经费<budget>",)
    assert lexicon(tmp_path).phrases["score"] == lexicon("tuned").phrases["score"]
    assert render(plan, "docx")


def test_parts_without_subjects_are_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="subjects"):
        lexicon(tmp_path)


def test_the_program_writes_as_many_files_as_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--documents", "3", "--seed", "5", "--output", str(tmp_path / "out")]) == 0
    assert [file.name[:6] for file in sorted((tmp_path / "out").iterdir())] == ["000005", "000006", "000007"]
    assert "3份" in capsys.readouterr().out
