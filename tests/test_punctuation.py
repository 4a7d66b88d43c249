"""What people read has full-width punctuation, whatever an editor made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.punctuation import mend, widen

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    [ROOT / "cli.py", ROOT / "README.zh-CN.md", *(ROOT / "checker").rglob("*.py"), *(ROOT / "rules").rglob("*.yaml")]
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_texts_for_people_have_full_width_punctuation(path: Path) -> None:
    source, mended = mend(path)
    assert [line for line in source.split("\n") if line not in mended.split("\n")] == []


def test_widening_leaves_numbers_and_latin_text_alone() -> None:
    assert widen("预算1,234.5万元,执行率98%(见附表)") == "预算1,234.5万元，执行率98%（见附表）"
    assert widen("a, b (c): d") == "a, b (c): d"
