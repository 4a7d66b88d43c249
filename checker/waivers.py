"""Waivers: findings that someone has looked at and lets stand, with a reason; they are shown apart and do not count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from checker.finding import Finding, Location
from checker.folding import fold
from checker.path_patterns import fits


@dataclass(frozen=True, slots=True)
class Waiver:
    """One entry of `waivers:`; `place` is where it is written, as file:line.

    It is for a rule, and narrowed to files (patterns relative to the settings' folder), to findings that quote `text`,
    or to one fingerprint. It waives up to and including the day `until`.
    """

    rule: str
    reason: str
    place: str
    files: tuple[str, ...] = ()
    text: str = ""
    fingerprint: str = ""
    by: str = ""
    until: date | None = None

    def expired(self, today: date) -> bool:
        return self.until is not None and today > self.until

    def in_scope(self, path: str) -> bool:
        """Whether it is for a file, whose path is relative to the settings' folder."""
        return not self.files or any(fits(pattern, path) for pattern in self.files)

    def matches(self, finding: Finding, text: str) -> bool:
        """Whether it is for a finding of a document with this text."""
        if finding.rule != self.rule or (self.fingerprint and finding.fingerprint != self.fingerprint):
            return False
        if not self.text:
            return True
        words = _squeezed(self.text)
        if not finding.locations:  # it is about something that is missing, and quotes nothing
            return words in _squeezed(finding.message)
        return any(_quotes(location, words, text) for location in finding.locations)


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding and the waiver that is for it."""

    finding: Finding
    waiver: Waiver


def part(
    findings: Iterable[Finding], waivers: Sequence[Waiver], text: str, today: date
) -> tuple[tuple[Finding, ...], tuple[Waived, ...], tuple[Waived, ...]]:
    """The findings that count, those that are waived, and those among the first whose waiver has expired.

    Of several waivers for a finding the first that has not expired is named.
    """
    counted, waived, lapsed = [], [], []
    for finding in findings:
        fitting = [waiver for waiver in waivers if waiver.matches(finding, text)]
        valid = next((waiver for waiver in fitting if not waiver.expired(today)), None)
        if valid is not None:
            waived.append(Waived(finding, valid))
            continue
        counted.append(finding)
        lapsed += [Waived(finding, waiver) for waiver in fitting]
    return tuple(counted), tuple(waived), tuple(lapsed)


def _quotes(location: Location, words: str, text: str) -> bool:
    """Whether a place quotes words, or stands within them: people copy the whole clause."""
    quoted = _squeezed(location.text)
    if words in quoted:
        return True
    reach = 3 * len(words) + 40
    start, end = location.span.start, location.span.end
    before, after = _squeezed(text[max(start - reach, 0) : start]), _squeezed(text[end : end + reach])
    around = before + quoted + after
    at = around.find(words)
    while quoted and at >= 0:
        if at <= len(before) and at + len(words) >= len(before) + len(quoted):
            return True
        at = around.find(words, at + 1)
    return False


def _squeezed(text: str) -> str:
    """A text in which neither spaces nor the width of punctuation matter."""
    return "".join(fold(text).split())
