"""The samples of corpus/samples, counted by rule: where it must fire, where it must not, and what it did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from checker.pack import RulePack
from checker.read import read_here
from checker.review import review
from checker.understand.report import Report
from corpus.make_samples import SAMPLES
from corpus.truth import compare, expected, truth


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A rule's samples: those in which it must fire and all its findings are given, and those in which it must not.

    `wrong` are the samples of either kind in which it says something that it must not say.
    """

    rule: str
    must: int
    right: int
    must_not: int
    wrong: int


def count_samples(pack: RulePack, rules: Sequence[str]) -> list[SampleRow]:
    """A row for each rule, in the order given; every sample is reviewed by the pack."""
    must: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for name in truth():
        found = review(Report(read_here(SAMPLES / name), pack.vocabulary), pack).findings
        wanted = expected(name, [rule.id for rule in pack.rules])
        missed, rest = compare(found, wanted)
        asked = {each.rule for each in wanted}
        must.update(asked)
        right.update(asked - {each.rule for each in missed})
        wrong.update({finding.rule for finding in rest})
    samples = len(truth())
    return [SampleRow(rule, must[rule], right[rule], samples - must[rule], wrong[rule]) for rule in rules]


def markdown_samples(rows: Sequence[SampleRow]) -> str:
    """The table in Markdown, in Chinese."""
    samples = rows[0].must + rows[0].must_not if rows else 0
    lines = [
        f"corpus/samples的{samples}份样本（意见逐条写在corpus/truth.yaml里，提示也算）：",
        "",
        "| 规则 | 应有（份） | 如数给出 | 不应有（份） | 误报（份） |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [f"| {row.rule} | {row.must} | {row.right} | {row.must_not} | {row.wrong} |" for row in rows]
    return "\n".join(lines)
