"""Mutation and the scorer: what they count is what they say that they count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checker.understand.report import Report
from corpus.make_samples import SAMPLES
from corpus.mutate.changes import changed, changes_of, edited
from corpus.mutate.figures import Figure, find_figures
from corpus.mutate.run import Outcome, outcomes
from corpus.mutate.table import markdown, rows
from corpus.score.cases import Case
from corpus.score.judge import Verdict
from corpus.score.run import Scored
from corpus.score.samples import SampleRow, count_samples, markdown_samples
from corpus.score.table import count
from corpus.truth import truth
from tests.reviewing import default_pack, document_of

PROSE = """一、基本情况
（一）项目概况
2023年全年预算数为290万元，其中：中央资金200万元，省级资金90万元；执行数为286万元，执行率98.6%。
（二）项目绩效目标
改造卫生厕所不少于500户。
二、有关建议
走访12户。"""


def _report(text: str = PROSE) -> Report:
    return Report(document_of(text), default_pack().vocabulary)


def _figures(text: str) -> list[Figure]:
    report = _report(text)
    return find_figures(report.document, tuple(part.body for part in report.outline.covering("targets")))


def test_every_figure_is_changed_once_and_dates_and_numbers_of_items_are_none() -> None:
    kinds = [(figure.kind, str(figure.value), figure.unit) for figure in _figures(PROSE)]
    assert kinds == [
        ("money", "290", "万元"),
        ("money", "200", "万元"),
        ("money", "90", "万元"),
        ("money", "286", "万元"),
        ("rate", "98.6", "%"),
        ("target", "500", "户"),
        ("count", "12", "户"),
    ]


def test_a_figure_without_any_relation_is_told_from_one_that_could_be_checked() -> None:
    checkable = {change.old: change.checkable for change in changes_of(_report()) if change.kind != "section"}
    assert checkable == {"290": True, "200": True, "90": True, "286": True, "98.6": True, "500": True, "12": False}


@pytest.mark.parametrize(("text", "old"), [(PROSE, figure.value) for figure in _figures(PROSE)])
def test_a_changed_figure_is_off_by_more_than_rounding_and_by_no_power_of_ten(text: str, old: Decimal) -> None:
    figure = next(figure for figure in _figures(text) if figure.value == old)
    new = Decimal(changed(figure))
    assert abs(new - old) > Decimal(1).scaleb(-figure.places)
    assert new / old not in {Decimal(10) ** power for power in range(-8, 9)}


def test_a_mutant_differs_from_its_original_in_one_place_only() -> None:
    report = _report()
    change = next(change for change in changes_of(report) if change.old == "286")
    assert edited(report.document, change.edits).text == report.text.replace("286万元", f"{change.new}万元")


def test_a_removed_section_leaves_no_gap_in_the_numbers() -> None:
    report = _report()
    change = next(change for change in changes_of(report) if change.old.startswith("（一）"))
    assert edited(report.document, change.edits).text == PROSE.split("\n", 3)[0] + "\n（一）" + PROSE.split("（二）")[1]


def test_a_sample_is_changed_everywhere_and_what_its_table_contradicts_is_noticed() -> None:
    found = outcomes(SAMPLES / "14-残联-辅具适配.xlsx")
    noticed = {(each.kind, each.old): each.rules for each in found}
    assert "score/sum-mismatch" in noticed["score", "25.00"]
    assert "target/unexplained" in noticed["completion", "1264"]
    assert {each.kind for each in found} >= {"money", "rate", "target", "completion", "weight", "score"}


def test_the_table_gives_both_shares() -> None:
    found = [
        Outcome("a", "money", True, ("figure/conflict",), False, "1", "2", ""),
        Outcome("a", "money", True, (), True, "1", "2", ""),
        Outcome("a", "money", False, (), False, "1", "2", ""),
        Outcome("a", "score", False, ("score/sum-mismatch",), False, "1", "2", ""),
    ]
    money, score, total = rows(found)
    assert (money.made, money.noticed, money.checkable, money.advised) == (3, 1, 2, 1)
    assert (score.made, score.noticed, score.checkable) == (1, 1, 1)
    assert (total.made, total.noticed, total.checkable) == (4, 2, 3)
    assert "| 3 | 1 | 33.3% | 2 | 50.0% | 1 |" in markdown(found)


def _scored(rule: str, found: bool | None, also: str = "") -> Scored:
    verdict = Verdict(found, (), (), also=frozenset([also]) if also else frozenset())
    return Scored(Case(1, "tuned", "md", None), rule, rule, "md", "narrative", verdict)


def test_a_rule_must_be_silent_in_every_document_but_those_whose_defect_brings_it_with_it() -> None:
    scored = [_scored("", None), _scored("score/missing", True), _scored("score/conclusion", True, "score/missing")]
    missing, conclusion = count(scored, ["score/missing", "score/conclusion"])
    assert (missing.injected, missing.found, missing.clean) == (1, 1, 1)
    assert (conclusion.injected, conclusion.found, conclusion.clean) == (1, 1, 2)


def test_the_samples_are_counted_by_rule() -> None:
    (row,) = count_samples(default_pack(), ["score/weight-scheme"])
    assert row == SampleRow("score/weight-scheme", must=row.right, right=row.must, must_not=row.must_not, wrong=0)
    assert row.must >= 2 and row.must + row.must_not == len(truth())
    assert f"| score/weight-scheme | {row.must} | {row.must} | {row.must_not} | 0 |" in markdown_samples([row])
