"""docs/accuracy.md: its tables are written by the programs that measured them, between two comments."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "accuracy.md"


def put(name: str, text: str, page: Path = PAGE) -> None:
    """Replace what stands between `<!-- NAME -->` and `<!-- /NAME -->`; ValueError where the page has no such place."""
    words = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    if words.count(begin) != 1 or words.count(end) != 1:
        raise ValueError(f"{page}: {begin} … {end} must stand there once")
    before, rest = words.split(begin)
    page.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{rest.split(end)[1]}", encoding="utf-8")
