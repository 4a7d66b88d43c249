"""Compare a review with the defect that was put into the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from checker.finding import Finding, Severity
from checker.folding import fold
from corpus.defects import Spoilt


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one document.

    `found` says whether the defect's finding was given (None where there was none to give). `false` are findings above
    advice that do not follow from the defect; `advice` the rules of the other findings of the severity info. `missing`
    says what was expected. `also` are the rules whose findings follow from the defect, and are neither right nor wrong.
    """

    found: bool | None
    false: tuple[Finding, ...]
    advice: tuple[str, ...]
    missing: str = ""
    also: frozenset[str] = frozenset()


def judge(findings: Sequence[Finding], spoilt: Spoilt | None, rule: str = "", *, advisory: bool = False) -> Verdict:
    """The verdict on a document's findings; `advisory` says that the defect's rule gives advice only.

    A finding is the expected one if it is of the defect's rule, is no advice where the rule gives more than advice, and
    quotes the defect in one of its locations or names it in its data. One of the defect's rule that is about something
    else is a false alarm like any other.
    """
    fitting = [each for each in findings if spoilt is not None and each.rule == rule and _fits(each, spoilt)]
    firm = [each for each in fitting if advisory or each.severity is not Severity.INFO]
    also = spoilt.also if spoilt is not None else frozenset[str]()
    rest = [each for each in findings if all(each is not other for other in fitting) and each.rule not in also]
    false = tuple(each for each in rest if each.severity is not Severity.INFO)
    advice = tuple(each.rule for each in rest if each.severity is Severity.INFO)
    missing = "" if spoilt is None or firm else _expected(spoilt)
    return Verdict(None if spoilt is None else bool(firm), false, advice, missing, also)


def _fits(finding: Finding, spoilt: Spoilt) -> bool:
    if not spoilt.data.items() <= finding.data.items():
        return False
    quoted = [_bare(location.text) for location in finding.locations] + [
        _bare(words) for words in finding.data.values()
    ]
    wanted = [_bare(text) for text in spoilt.texts if text]
    # A finding may quote less than the sentence that was put in, but no less than four characters of it.
    return not wanted or any(text in words or (len(words) > 3 and words in text) for text in wanted for words in quoted)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", fold(text))


def _expected(spoilt: Spoilt) -> str:
    words = " / ".join(text for text in spoilt.texts if text)
    data = "，".join(f"{key}={value}" for key, value in spoilt.data.items())
    return "；".join(part for part in (words, data) if part)
