"""Held-out and unseen reports: words of their own, no contradiction, a place for every defect.

The tool never reads them here: a failure must not show what it makes of an unseen report.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import pytest

from corpus.build import compose, formats, render
from corpus.compose.held_out import places_of
from corpus.compose.lexicon import lexicon
from corpus.defects import DEFECTS
from corpus.defects.edits import disagree
from corpus.plan import Plan
from corpus.score.cases import spoil

SEEDS = range(1, 61)
MORE = range(1, 161)


OTHERS = {"held-out": ("tuned",), "unseen": ("tuned", "held-out")}
"""The parts, and those that were written before them."""


@cache
def _plan(parts: str, seed: int) -> Plan:
    return compose(seed, parts)


@cache
def _plans(parts: str) -> tuple[Plan, ...]:
    return tuple(_plan(parts, seed) for seed in SEEDS)


@pytest.fixture(params=OTHERS)
def parts(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_twelve_subjects_and_more_are_of_departments_that_earlier_reports_do_not_have(parts: str) -> None:
    earlier = {subject.department for other in OTHERS[parts] for subject in lexicon(other).subjects}
    own = {subject.department for subject in lexicon(parts).subjects} - earlier
    assert len(own) >= 12


def test_sixty_kinds_of_phrasing_and_more_are_said_in_other_words(parts: str) -> None:
    own = lexicon(parts).phrases
    for other in OTHERS[parts]:
        said = lexicon(other).phrases
        assert sum(len(set(own[kind]) - set(said[kind])) >= len(own[kind]) / 2 for kind in said) >= 60, other


def test_no_sentence_of_a_subject_stands_in_earlier_parts(parts: str) -> None:
    def sentences(parts: str) -> set[str]:
        subjects = lexicon(parts).subjects
        told = {line for subject in subjects for lines in subject.sentences.values() for line in lines}
        return told | {line for subject in subjects for problem in subject.problems for line in problem}

    assert not any(sentences(other) & sentences(parts) for other in OTHERS[parts])


def test_nothing_is_left_unfilled_or_punctuated_twice(parts: str) -> None:
    for plan in _plans(parts):
        text = render(plan, "txt").decode(plan.style.encoding)
        assert not re.search(r"[{}]|<[a-z]|None|[，。；：、,;][，。；：、,;]|（）|\(\)", text), plan.seed


def test_every_statement_of_a_figure_agrees_with_every_other_and_amounts_are_printed_in_full(parts: str) -> None:
    for plan in filter(lambda plan: len(plan.projects) == 1, _plans(parts)):
        money = plan.project.money
        truth = {"initial": money.initial, "budget": money.budget, "executed": money.executed, "balance": money.balance}
        for role in (*truth, "arrived", "rate", "score.total"):
            stated = list(plan.stated(role, ""))
            assert not any(disagree(one, other) for one in stated for other in stated), (plan.seed, role)
            assert all(figure.printed == truth[role] for figure in stated if role in truth), (plan.seed, role)


def test_what_is_promised_is_reported_and_what_falls_short_is_explained(parts: str) -> None:
    for plan in _plans(parts):
        told = {each.about for each in plan.statements("completion")} | {r.key for f in plan.forms for r in f.rows}
        for project in plan.projects:
            assert all(i.key in told for i in project.indicators if i.promised), plan.seed
            assert all(i.reason for i in project.indicators if not i.met or i.score < i.weight), plan.seed
            assert sum((i.weight for i in project.indicators), project.rate_weight) == 100, plan.seed
            assert project.money.executed <= project.money.arrived <= project.money.budget, plan.seed


def test_no_long_sentence_stands_in_two_sections(parts: str) -> None:
    for plan in _plans(parts):
        seen: dict[str, int] = {}
        for number, section in enumerate(plan.walk()):
            for paragraph in section.paragraphs:
                for sentence in re.split("[。；]", "".join(each.text for each in paragraph.statements)):
                    if len(sentence) >= 16:
                        assert seen.setdefault(sentence, number) == number, (plan.seed, sentence)


def test_every_defect_has_a_place_in_some_report(parts: str) -> None:
    missing = [n for n in range(len(DEFECTS)) if not any(spoil(_plan(parts, seed), n) is not None for seed in MORE)]
    assert [f"{DEFECTS[n].rule} {DEFECTS[n].name}" for n in missing] == []


def test_every_report_is_written_in_every_format_that_its_kind_allows(parts: str) -> None:
    assert all(render(plan, format) for plan in _plans(parts)[:6] for format in formats(plan))


@pytest.mark.parametrize(
    ("amounts", "places"), [(("2900000",), 0), (("2900000", "2896700"), 2), (("2896701",), 4), (("2896701.05",), 6)]
)
def test_amounts_have_as_many_decimals_as_they_need(amounts: tuple[str, ...], places: int) -> None:
    assert places_of([Decimal(amount) for amount in amounts]) == places
