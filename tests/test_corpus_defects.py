"""Known defects: every rule has some, each is put into one place of a faultless report; the scorer counts rightly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

import pytest

from checker.finding import Finding, Severity
from corpus.build import formats, render
from corpus.defects import DEFECTS, Spoilt
from corpus.plan import Plan
from corpus.score.cases import Case, composed, named, spoil
from corpus.score.judge import Verdict, judge
from corpus.score.run import Scored, advisory, score
from corpus.score.table import clean, count, markdown, total
from tests.reviewing import default_pack

SEEDS = range(1, 161)
BATCH = {"batch/similar", "batch/not-submitted", "batch/submitted-twice"}


@cache
def _plan(seed: int) -> Plan:
    return composed(seed, "tuned", "docx")


def _cases(index: int) -> Iterator[Case]:
    """The reports of the seeds that have a place for a defect, from the first."""
    for seed in SEEDS:
        if spoil(_plan(seed), index) is not None:
            yield Case(seed, "tuned", "docx", index)


@cache
def _first(index: int) -> Case | None:
    return next(_cases(index), None)


def test_every_rule_of_the_pack_has_a_defect() -> None:
    assert {defect.rule for defect in DEFECTS} == {rule.id for rule in default_pack().rules} - BATCH


def test_every_defect_has_a_place_in_some_report() -> None:
    assert [f"{each.rule} {each.name}" for index, each in enumerate(DEFECTS) if _first(index) is None] == []


@pytest.mark.parametrize("index", range(len(DEFECTS)), ids=lambda index: f"{DEFECTS[index].rule}-{index}")
def test_a_defect_changes_the_report_and_leaves_the_plan_that_it_was_given(index: int) -> None:
    case = _first(index)
    assert case is not None
    plan = composed(case.seed, "tuned", "docx")
    before = render(plan, "txt")
    spoilt = spoil(plan, index)
    assert spoilt is not None
    assert render(plan, "txt") == before
    assert render(spoilt.plan, "docx") != render(plan, "docx")


def test_the_same_seed_and_defect_give_the_same_document() -> None:
    for index in range(0, len(DEFECTS), 9):
        case = _first(index)
        assert case is not None
        one, other = (spoil(composed(case.seed, "tuned", None), index) for _ in range(2))
        assert one is not None and other is not None
        assert render(one.plan, "txt") == render(other.plan, "txt")


MISSED: set[str] = set()
"""Rules none of whose defects is found in the first three reports that have a place for it."""


def test_a_defect_of_every_rule_is_found_but_of_those_that_are_known_not_to_be() -> None:
    found: dict[str, bool] = defaultdict(bool)
    for index, defect in enumerate(DEFECTS):
        tries = islice(_cases(index), 3)
        found[defect.rule] = found[defect.rule] or any(score(case).verdict.found for case in tries)
    assert {rule for rule, seen in found.items() if not seen} == MISSED


def test_a_cases_name_leads_back_to_it() -> None:
    for index in (0, 17, len(DEFECTS) - 1):
        case = Case(7, "tuned", "md", index)
        assert named(case.name, "tuned") == case
    assert named("7::", "tuned") == Case(7, "tuned", None, None)


def test_a_report_is_written_in_another_format_only_if_it_can_be() -> None:
    sheet = next(plan for plan in map(_plan, SEEDS) if plan.kind != "table")
    assert "xlsx" not in formats(sheet)
    assert composed(sheet.seed, "tuned", "xlsx").style.format != "xlsx"


# The verdict on a review


def _finding(rule: str, quoted: str, severity: Severity = Severity.ERROR, **data: str) -> Finding:
    from checker.document import Place, Span
    from checker.finding import Location

    location = Location(Span(0, len(quoted)), quoted, "", Place())
    return Finding(rule, severity, "", "", "", (location,), data)


def _spoilt(*texts: str, also: frozenset[str] = frozenset(), **data: str) -> Spoilt:
    return Spoilt(_plan(1), texts, data, also)


def test_a_finding_that_quotes_the_defect_in_either_punctuation_is_the_expected_one() -> None:
    verdict = judge([_finding("figure/conflict", "执行数 2,873.20万元")], _spoilt("2，873.20万元"), "figure/conflict")
    assert (verdict.found, verdict.false) == (True, ())


def test_a_finding_of_the_rule_about_something_else_is_a_false_alarm_and_the_defect_is_missed() -> None:
    other = _finding("figure/conflict", "预算数290万元")
    verdict = judge([other], _spoilt("2,873.20万元"), "figure/conflict")
    assert (verdict.found, verdict.false, verdict.missing) == (False, (other,), "2,873.20万元")


def test_data_must_be_given_where_it_is_expected() -> None:
    right = _finding("structure/section-missing", "六、有关建议", section="work")
    wrong = _finding("structure/section-missing", "六、有关建议", section="problems")
    spoilt = _spoilt(section="work")
    assert judge([right], spoilt, "structure/section-missing").found
    assert not judge([wrong], spoilt, "structure/section-missing").found


def test_what_follows_from_a_defect_is_no_false_alarm_and_anything_else_is() -> None:
    findings = [
        _finding("score/missing", ""),
        _finding("score/rating", "良"),
        _finding("content/typo", "", Severity.INFO),
    ]
    verdict = judge(findings, _spoilt(also=frozenset({"score/missing"})), "structure/section-missing")
    assert ([each.rule for each in verdict.false], verdict.advice) == (["score/rating"], ("content/typo",))


def test_advice_does_not_stand_for_an_error() -> None:
    advice = [_finding("figure/sum-mismatch", "290", Severity.INFO)]
    assert not judge(advice, _spoilt("290"), "figure/sum-mismatch").found
    assert judge(advice, _spoilt("290"), "content/typo").found is False
    assert judge([_finding("content/typo", "290", Severity.INFO)], _spoilt("290"), "content/typo", advisory=True).found


def test_every_finding_on_a_faultless_report_is_a_false_alarm() -> None:
    verdict = judge([_finding("score/rating", "良")], None)
    assert (verdict.found, len(verdict.false)) == (None, 1)


# The table


def _scored(rule: str, found: bool | None, *false: str, advice: tuple[str, ...] = ()) -> Scored:
    wrong = tuple(_finding(each, "") for each in false)
    return Scored(Case(1, "tuned", None, None), rule, "", "docx", "table", Verdict(found, wrong, advice))


def test_precision_and_recall_are_what_they_say() -> None:
    scored = [
        *[_scored("score/rating", True)] * 3,
        _scored("score/rating", False),
        _scored("", None, "score/rating"),
        _scored("", None),
        _scored("content/typo", True, advice=("target/unmet",)),
    ]
    rating, other = count(scored, ["score/rating", "score/missing"])
    assert (rating.injected, rating.found, rating.missed, rating.false) == (4, 3, 1, 1)
    assert (rating.precision, rating.recall, rating.weak) == (0.75, 0.75, True)
    assert (other.precision, other.recall, other.weak) == (None, None, False)
    assert clean(scored) == (2, 1)
    assert replace(total([rating, other]), rule="") == replace(rating, rule="", clean=0)
    page = markdown(scored, ["score/rating", "content/typo"], frozenset({"content/typo"}), 1)
    assert "| score/rating ⚠ | 4 | 3 | 1 | 3 | 1 | 0.750 | 0.750 |" in page
    assert "| content/typo | 1 | 1 | 0 | 1.000 | 6 | 0 |" in page


def test_rules_that_only_advise_are_those_of_the_severity_info() -> None:
    assert advisory() == {rule.id for rule in default_pack().rules if rule.severity is Severity.INFO}
