"""The targets of the unseen sets are found; how well they are judged is a benchmark's matter, not a test's."""

from __future__ import annotations

import pytest

from benchmarks.targets import pairs
from tests.target_pairs import Labelled
from tests.target_pairs_fourth import FOURTH
from tests.target_pairs_fresh import FRESH
from tests.target_pairs_seventh import SEVENTH
from tests.target_pairs_sixth import SIXTH


@pytest.mark.parametrize("document", FRESH + FOURTH + SIXTH + SEVENTH, ids=lambda document: document.name)
def test_every_labelled_target_of_the_unseen_sets_is_found(document: Labelled) -> None:
    assert [row for row in pairs((document,)) if row[3] == "lost"] == []
