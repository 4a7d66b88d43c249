"""Every rule of the shipped pack has tests that make it fire and tests that hold it silent, and all of them hold."""

from __future__ import annotations

from functools import cache

import pytest

from checker.rule_test_run import Outcome, run_tests, uncovered
from checker.rule_tests import load_tests, pack_folder
from tests.reviewing import default_pack

PACK = default_pack()
CASES, MISTAKES = load_tests(pack_folder(PACK.id), PACK)
NAMES = [f"{case.test.rule}: {case.test.name}" for case in CASES]


@cache
def outcome_of(number: int) -> Outcome:
    return run_tests([CASES[number]], PACK)[0]


def test_the_tests_of_the_rules_are_well_formed() -> None:
    assert MISTAKES == ()


@pytest.mark.parametrize("number", range(len(CASES)), ids=NAMES)
def test_a_case_gives_the_findings_that_it_must_and_no_others(number: int) -> None:
    outcome = outcome_of(number)
    assert (outcome.trouble, outcome.told, outcome.differences) == ("", "", ())


def test_every_rule_is_seen_to_fire_and_to_be_silent() -> None:
    outcomes = [outcome_of(number) for number in range(len(CASES))]
    assert uncovered(outcomes, [rule.id for rule in PACK.rules]) == ()


@pytest.mark.parametrize("rule", [rule.id for rule in PACK.rules])
def test_every_rule_has_variants_that_must_be_left_alone(rule: str) -> None:
    assert sum(case.test.rule == rule and not case.fires for case in CASES) >= 2
