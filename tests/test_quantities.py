"""What the reader of quantities finds in the phrases of reports, and what it must leave alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checker.folding import fold
from checker.understand.quantities import find_quantities
from checker.understand.quantity import Malformed
from tests.quantity_phrases import FIRST

_WIDE = {ord(a): ord(a) + 0xFEE0 for a in ",;:?!()%0123456789"}


def stated(text: str) -> list[str]:
    """The quantities of a text in the words of the table of phrases."""
    found = []
    for item in find_quantities(fold(text)):
        words = fold(item.span.cut(text))
        if isinstance(item, Malformed):
            found.append("!" + words)
            continue
        line = f"{words} {item.kind} {plain(item.value)} {item.unit or '-'} {item.comparison}"
        found.append(line.removesuffix(" ="))
    return found


def plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@pytest.mark.parametrize("phrase", FIRST, ids=lambda phrase: phrase[0][:24])
@pytest.mark.parametrize("wide", [False, True], ids=["narrow", "wide"])
def test_phrases_give_exactly_the_quantities_that_a_reader_finds(phrase: tuple[str, ...], wide: bool) -> None:
    text, *expected = phrase
    assert stated(text.translate(_WIDE) if wide else text) == [fold(line) for line in expected]
