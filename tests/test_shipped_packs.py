"""Every pack that ships is right, and proves it: its rules' own tests pass, each rule both firing and silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker.pack import load_pack, shipped_packs
from checker.pack_lint import lint
from checker.rule_test_run import run_pack_tests
from tests.reviewing import both_widths, default_pack

REGIONAL = [pack.id for pack in shipped_packs() if pack.id != "mof-2020-10"]


def test_the_packs_of_the_regions_and_of_other_kinds_of_report_are_there() -> None:
    assert sorted(REGIONAL) == ["department", "hubei", "sichuan", "transfer", "yunnan"]


@pytest.mark.parametrize("name", REGIONAL)
def test_a_pack_is_without_mistakes_and_advice_and_its_tests_show_each_of_its_rules(name: str) -> None:
    assert lint([name]) == ((), ())
    pack = load_pack(name)
    run = run_pack_tests(pack, pack.folders[-1], coverage=True)
    assert [str(outcome) for outcome in run.outcomes if not outcome.passed] == []
    assert not run.uncovered


@pytest.mark.parametrize("name", REGIONAL)
def test_a_pack_of_yaml_alone_keeps_the_catalogues_rules(name: str) -> None:
    """A region may switch rules off and add its own, and never uses an id of the catalogue for something else."""
    base = {rule.id: rule.check for rule in default_pack().rules}
    pack = load_pack(name)
    assert all(rule.check == base[rule.id] for rule in pack.rules if rule.id in base)
    assert all(rule.family == name for rule in pack.rules if rule.id not in base)
    folder = next(each.folder for each in shipped_packs() if each.id == name)
    assert {path.suffix for path in Path(folder).rglob("*") if path.is_file()} == {".yaml"}


@pytest.mark.parametrize("name", REGIONAL)
def test_what_rests_on_no_document_at_hand_says_so(name: str) -> None:
    pack = load_pack(name)
    own = [rule for rule in pack.rules if rule.id in pack.own_rules and rule.basis != default_rule_basis(rule.id)]
    assert own and all("待核实" in rule.basis for rule in own)
    assert all(rule.severity != "error" for rule in own if rule.family in (name, "structure"))


def default_rule_basis(id: str) -> str:
    rule = default_pack().rule(id)
    return "" if rule is None else rule.basis


def test_both_widths_of_punctuation_are_read_alike_by_a_regions_outline() -> None:
    from checker.document import DocumentBuilder
    from checker.review import review
    from checker.understand.report import Report

    pack = load_pack("transfer")
    text = "一、绩效目标分解下达情况\n省级下达资金600万元,年度目标为:治理河流8公里。\n"
    text += "四、绩效自评结果拟应用和公开情况\n作为安排预算的依据。"
    found = []
    for width in both_widths(text):
        builder = DocumentBuilder("a.txt", "txt", "0" * 64)
        builder.paragraph(width)
        result = review(Report(builder.build(), pack.vocabulary), pack, wanted=lambda rule: rule == "transfer/results")
        found.append([finding.message for finding in result.findings])
    assert found == [["自评结果部分没有写明公开"]] * 2
