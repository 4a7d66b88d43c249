"""What every match of an expression holds is told for sure or not at all: a text passed over must hold no match."""

from __future__ import annotations

import re

import pytest

from checker.literals import holding_any, literals
from checker.understand.fact_text import Clause, labels_of
from tests.reviewing import default_pack
from tests.target_pairs import TUNED


@pytest.mark.parametrize(
    "pattern, held",
    [
        ("资金", {"资金"}),
        ("(?:全年|年度)*预算(?:数|总额)?(?!执行)", {"预算", "预算数", "预算总额"}),
        ("支(?:出|付)率", {"支出率", "支付率"}),
        ("到位|(?:共|已)收到[^,]{0,4}", {"到位", "共收到", "已收到"}),
        ("(?:共|已)?(?:支出)+(?=率)", {"支出"}),
        ("(?<=年)结[余转]", {"结余", "结转"}),
        ("(?P<who>财政)(?=局)拨付", {"财政拨付"}),
    ],
)
def test_what_each_match_holds_is_the_longest_that_it_must_hold(pattern: str, held: set[str]) -> None:
    assert literals(pattern) == held


@pytest.mark.parametrize(
    "pattern", ["", "(?:预算)?", "[0-9]+", "预算|[一-鿿]", "预算|", "(?i)ab", "(?i:ab)", "(", r"(.)\1"]
)
def test_nothing_is_told_of_an_expression_that_may_match_without_it(pattern: str) -> None:
    assert literals(pattern) is None


def test_one_expression_that_nothing_is_told_of_leaves_nothing_to_look_for() -> None:
    assert holding_any(["预算", "[0-9]+"]) is None


def test_a_hint_is_the_shortest_of_what_is_held() -> None:
    hint = holding_any(["预算总额", "预算", "到位"])
    assert hint is not None and hint.pattern == "到位|预算"


def test_no_label_stands_where_none_may_stand() -> None:
    labels = labels_of(default_pack().vocabulary)
    passed_over = 0
    for document in TUNED:
        text = document.text
        for sentence in re.finditer(r"[^。\n]+", text):
            for end in range(sentence.start() + 1, sentence.end() + 1):
                within = Clause(sentence.start(), end)
                if not labels.may_stand_in(text, within.start, within.end):
                    passed_over += 1
                    assert not any(
                        regex.search(text, within.start, within.end)
                        for term in labels.terms.values()
                        for regex in (term.regex, term.plain_regex, term.weak_regex)
                    )
    assert passed_over
