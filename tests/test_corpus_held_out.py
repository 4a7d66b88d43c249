"""Held-out reports: words of their own, no contradiction, a place for every defect. The tool never reads them here."""

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


@cache
def _plan(seed: int) -> Plan:
    return compose(seed, "held-out")


def test_ten_subjects_and_more_are_of_departments_that_tuned_reports_do_not_have() -> None:
    tuned = {subject.department for subject in lexicon("tuned").subjects}
    own = {subject.department for subject in lexicon("held-out").subjects} - tuned
    assert len(own) >= 14


def test_sixty_kinds_of_phrasing_and_more_are_said_in_other_words() -> None:
    tuned, own = lexicon("tuned").phrases, lexicon("held-out").phrases
    assert sum(len(set(own[kind]) - set(tuned[kind])) >= len(own[kind]) / 2 for kind in tuned) >= 60


def test_no_sentence_of_a_subject_stands_in_both_parts() -> None:
    def sentences(parts: str) -> set[str]:
        subjects = lexicon(parts).subjects
        told = {line for subject in subjects for lines in subject.sentences.values() for line in lines}
        return told | {line for subject in subjects for problem in subject.problems for line in problem}

    assert not sentences("tuned") & sentences("held-out")


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_left_unfilled_or_punctuated_twice(seed: int) -> None:
    text = render(_plan(seed), "txt").decode(_plan(seed).style.encoding)
    assert not re.search(r"[{}]|<[a-z]|None|[，。；：、,;][，。；：、,;]|（）|\(\)", text)


def test_every_statement_of_a_figure_agrees_with_every_other_and_amounts_are_printed_in_full() -> None:
    for plan in filter(lambda plan: len(plan.projects) == 1, map(_plan, SEEDS)):
        money = plan.project.money
        truth = {"initial": money.initial, "budget": money.budget, "executed": money.executed, "balance": money.balance}
        for role in (*truth, "arrived", "rate", "score.total"):
            stated = list(plan.stated(role, ""))
            assert not any(disagree(one, other) for one in stated for other in stated), (plan.seed, role)
            assert all(figure.printed == truth[role] for figure in stated if role in truth), (plan.seed, role)


def test_what_is_promised_is_reported_and_what_falls_short_is_explained() -> None:
    for plan in map(_plan, SEEDS):
        told = {each.about for each in plan.statements("completion")} | {r.key for f in plan.forms for r in f.rows}
        for project in plan.projects:
            assert all(i.key in told for i in project.indicators if i.promised), plan.seed
            assert all(i.reason for i in project.indicators if not i.met or i.score < i.weight), plan.seed
            assert sum((i.weight for i in project.indicators), project.rate_weight) == 100, plan.seed
            assert project.money.executed <= project.money.arrived <= project.money.budget, plan.seed


def test_no_long_sentence_stands_in_two_sections() -> None:
    for plan in map(_plan, SEEDS):
        seen: dict[str, int] = {}
        for number, section in enumerate(plan.walk()):
            for paragraph in section.paragraphs:
                for sentence in re.split("[。；]", "".join(each.text for each in paragraph.statements)):
                    if len(sentence) >= 16:
                        assert seen.setdefault(sentence, number) == number, (plan.seed, sentence)


def test_every_defect_has_a_place_in_some_held_out_report() -> None:
    missing = [n for n in range(len(DEFECTS)) if not any(spoil(_plan(seed), n) is not None for seed in MORE)]
    assert [f"{DEFECTS[n].rule} {DEFECTS[n].name}" for n in missing] == []


def test_every_held_out_report_is_written_in_every_format_that_its_kind_allows() -> None:
    assert all(render(_plan(seed), format) for seed in SEEDS[:6] for format in formats(_plan(seed)))


@pytest.mark.parametrize(
    ("amounts", "places"), [(("2900000",), 0), (("2900000", "2896700"), 2), (("2896701",), 4), (("2896701.05",), 6)]
)
def test_amounts_have_as_many_decimals_as_they_need(amounts: tuple[str, ...], places: int) -> None:
    assert places_of([Decimal(amount) for amount in amounts]) == places
