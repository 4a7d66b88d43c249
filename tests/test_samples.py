"""The sample reports: the tool is held to what corpus/truth.yaml says of each, and the samples to what they promise."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from checker.finding import Finding
from checker.folding import fold
from checker.pack import RulePack, load_pack
from checker.read import read, read_here
from checker.review import Review, review
from checker.understand.report import Report
from corpus.make_samples import NARROW, SAMPLES, SOURCES, WRITERS, make, samples, source_of
from corpus.parts.source import Block, Grid, accepted, cell_value
from corpus.truth import bare, compare, expected, truth
from tests.punctuation import widen
from tests.reviewing import default_pack

TRUTH = truth()
FAULTLESS = [name for name, entry in TRUTH.items() if not entry["findings"]]
FIRST_RULES = {
    *(f"structure/{rule}" for rule in ("section-missing", "section-empty", "section-order", "numbering")),
    *(f"structure/{rule}" for rule in ("table-missing", "attachment-missing", "indicator-missing")),
    *(f"figure/{rule}" for rule in ("missing", "rate-mismatch", "conflict", "unit-slip")),
    "score/missing",
    "content/placeholder",
}


@cache
def _pack(name: str) -> RulePack:
    return load_pack(name) if name else default_pack()


@cache
def _review(name: str, pack: str = "") -> Review:
    return review(Report(read(SAMPLES / name), _pack(pack).vocabulary), _pack(pack))


def _told(finding: Finding) -> str:
    return f"{finding.rule}: {finding.message} {[location.text[:40] for location in finding.locations]}"


@pytest.mark.parametrize(
    ("name", "pack"), [(name, pack) for name in TRUTH for pack in ("", *TRUTH[name].get("packs", ()))]
)
def test_a_sample_gives_the_findings_that_its_truth_names_and_no_others(name: str, pack: str) -> None:
    wanted = expected(name, [rule.id for rule in default_pack().rules], pack)
    missed, found = compare(_review(name, pack).findings, wanted)
    assert (missed, [_told(finding) for finding in found]) == ([], [])


@pytest.mark.parametrize("name", TRUTH)
def test_a_sample_is_recognised_for_what_it_is(name: str) -> None:
    entry, identity = TRUTH[name], _review(name).report.identity
    assert (identity.kind, identity.year) == (entry["kind"], entry["year"])
    for key in ("title", "project", "unit", "department"):
        if key in entry:
            said = getattr(identity, key) or ""
            assert bare(said).removesuffix("项目") == bare(entry[key]), key


@pytest.mark.parametrize("name", [name for name in TRUTH if not TRUTH[name].get("unread")])
def test_no_rule_is_left_unchecked_for_want_of_understanding_a_sample(name: str) -> None:
    first = [unchecked for unchecked in _review(name).not_checked if unchecked.rule in FIRST_RULES]
    assert not first


@pytest.mark.parametrize("name", [name for name in TRUTH if TRUTH[name].get("unread")])
def test_the_rules_about_a_form_that_cannot_be_rebuilt_are_not_checked(name: str) -> None:
    unchecked = {each.rule for each in _review(name).not_checked}
    assert unchecked >= {"figure/missing", "score/missing", "score/weight-sum", "score/sum-mismatch", "target/unmet"}
    assert _review(name).mostly_unchecked and _review(name).verdict == "review"  # nobody is told that it passes


def test_every_sample_has_its_truth_and_every_truth_its_sample() -> None:
    assert sorted(TRUTH) == sorted(file for _, file in samples()) == sorted(file.name for file in SAMPLES.iterdir())


def test_at_least_six_samples_are_faultless_and_the_others_break_every_rule_at_least_once() -> None:
    broken = Counter(entry["rule"] for told in TRUTH.values() for entry in told["findings"])
    assert len(FAULTLESS) >= 6
    assert set(broken) >= FIRST_RULES


def test_every_rule_of_figures_and_scores_must_fire_in_some_sample_and_be_silent_in_the_others() -> None:
    families = [rule.id for rule in default_pack().rules if rule.id.startswith(("figure/", "score/"))]
    broken = {entry["rule"] for told in TRUTH.values() for entry in told["findings"] + told.get("later", [])}
    assert [rule for rule in families if rule not in broken] == []


def test_samples_are_small() -> None:
    assert [file.name for file in SAMPLES.iterdir() if file.stat().st_size > 150_000] == []


@pytest.mark.parametrize("name", [name for name, file in samples() if not file.endswith(".pdf")])
def test_a_sample_is_made_twice_with_the_same_bytes(name: str) -> None:
    assert make(name) == make(name)


@pytest.mark.parametrize(("name", "file"), [pair for pair in samples() if pair[1].endswith((".txt", ".md", ".html"))])
def test_a_text_sample_is_what_its_source_makes(name: str, file: str) -> None:
    assert (SAMPLES / file).read_bytes() == make(name)


@pytest.mark.parametrize(("name", "file"), [pair for pair in samples() if pair[1].endswith((".docx", ".xlsx"))])
def test_an_office_sample_reads_as_what_its_source_makes(name: str, file: str, tmp_path: Path) -> None:
    (tmp_path / file).write_bytes(make(name))
    assert read_here(tmp_path / file).text == read_here(SAMPLES / file).text


def _scores(grid: Grid) -> list[tuple[Decimal, Decimal, bool]]:
    """Each row's weight and score (an empty score counts as none), and whether it is the total."""
    columns, rows = (0, 0), []
    for row in ([accepted(cell) for cell in texts] for texts in grid.texts):
        words = [re.sub(r"权重|自评|（[0-9]+）", "", cell) for cell in row]
        if "分值" in words and "得分" in words:
            columns = (words.index("分值"), words.index("得分"))
            continue
        weight, score = ((cell_value(row[c]) or ("", row[c], ""))[1] for c in columns)
        if columns != (0, 0) and re.fullmatch(r"[\d.]+", weight):
            rows.append((Decimal(weight), Decimal(score or 0), row[0] in ("总分", "合计")))
    return rows


ADDED_WRONG = {
    Path(name).stem
    for name, entry in TRUTH.items()
    if {"score/weight-sum", "score/sum-mismatch"} & {each["rule"] for each in entry["findings"]}
}


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in ADDED_WRONG])
def test_the_weights_and_scores_of_a_samples_tables_add_up(name: str) -> None:
    for grid in source_of(name).blocks:
        if not isinstance(grid, Grid) or not (rows := _scores(grid)):
            continue
        *parts, total = rows
        assert total[2] and total[0] == sum(weight for weight, _, _ in parts) == 100
        assert total[1] in (0, sum(score for _, score, _ in parts))


def _words(name: str) -> list[str]:
    """A source's texts: titles, paragraphs and cells."""
    source = source_of(name)
    texts = [source.title]
    for block in source.blocks:
        texts += [cell.text for cell in block.cells] if isinstance(block, Grid) else [block.text]
    return texts


@pytest.mark.parametrize(("name", "file"), list(samples()))
def test_punctuation_is_full_width_but_where_a_sample_is_meant_to_have_ascii(name: str, file: str) -> None:
    if name in NARROW:
        assert not any(re.search("[\uff0c\uff1a\uff1b\uff1f\uff01\uff08\uff09]", words) for words in _words(name))
    else:
        assert [words for words in _words(name) if words != widen(words)] == []
        text = (SOURCES / f"{name}.txt").read_text(encoding="utf-8")
        assert text == widen(text)


@pytest.mark.parametrize("name", [Path(name).stem for name in TRUTH])
def test_no_sample_says_a_sentence_of_sixteen_characters_in_two_places(name: str) -> None:
    blocks = (block for block in source_of(name).blocks if isinstance(block, Block))
    paragraphs = [block.text for block in blocks if block.kind in ("text", "item")]
    sentences = [sentence for words in paragraphs for sentence in re.split(r"[。;!?]", fold(words))]
    assert [s for s, times in Counter(sentences).items() if times > 1 and len(s) >= 16] == []
