"""What the notes in an annotated original say: the same words in every format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checker.document import Place, Span
from checker.finding import Finding, Severity
from checker.render.words import SEVERITIES, place_words, quoted
from checker.review import Review

AUTHOR = "绩效审核"
DATE = "2020-01-01T00:00:00Z"  # fixed, where a format wants one: the same review gives the same bytes
COLOURS = {Severity.ERROR: "F8CBAD", Severity.WARNING: "FFE699", Severity.INFO: "BDD7EE"}
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Note:
    """One note: what it says, a paragraph a line, and where it belongs; `span` is None for the report as a whole."""

    lines: tuple[str, ...]
    severity: Severity
    span: Span | None
    place: Place
    quote: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def notes(review: Review) -> tuple[Note, ...]:
    """A note for each place of each finding, in the order of the findings: the whole opinion at the first place, at the
    others what they are compared with."""
    return tuple(note for number, finding in enumerate(review.findings, 1) for note in _of(finding, number))


def _of(finding: Finding, number: int) -> Iterator[Note]:
    head = f"〔{number}〕{SEVERITIES[finding.severity]}：{finding.message}。"
    others = [f"对照：{place_words(at)}，原文“{quoted(at.text, 60)}”。" for at in finding.locations[1:]]
    lines = [head, *others, f"要求：{finding.suggestion}。", f"依据：{finding.basis}。"]
    first = finding.locations[0] if finding.locations else None
    if first is None:
        yield Note(_clean(lines), finding.severity, None, Place())
        return
    seen = {first.span}
    yield Note(_clean(lines), finding.severity, first.span, first.place, first.text)
    for at in finding.locations[1:]:
        if at.span in seen:
            continue
        seen.add(at.span)
        words = [
            f"〔{number}〕与此处对照：{finding.message}。",
            f"见：{place_words(first)}，原文“{quoted(first.text, 60)}”。",
        ]
        yield Note(_clean(words), finding.severity, at.span, at.place, at.text)


def _clean(lines: list[str]) -> tuple[str, ...]:
    return tuple(" ".join(_UNWRITABLE.sub(" ", line).split()) for line in lines)
