"""Every rule has an example that fails and one that passes, and both do what `jixiao explain` says of them."""

from __future__ import annotations

import pytest

from checker.checks.base import Rule
from checker.read.md import read
from checker.read.source import Source
from checker.review import review
from checker.understand.report import Report
from tests.reviewing import default_pack

RULES = default_pack().rules


def fires(rule: Rule, text: str) -> bool:
    document = read(Source("example.md", text.encode()))
    kind = rule.kinds[0]
    report = Report(document, default_pack().vocabulary, stated_kind=kind)
    return bool(review(report, default_pack(), wanted=lambda id: id == rule.id).findings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_example_that_fails_fails_and_the_one_that_passes_passes(rule: Rule) -> None:
    assert rule.example is not None
    assert fires(rule, rule.example.fails)
    assert not fires(rule, rule.example.passes)
