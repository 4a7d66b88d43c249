"""What a review letter (审核意见书) says, apart from how it is laid out: the same for ours and for a bureau's template.

The letter's words are the template's variables, under the names of the fields here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from checker.finding import Finding, Severity
from checker.render.words import SEVERITIES, VERDICTS, place_words, quoted
from checker.review import Review, Run, Submission

UNKNOWN_UNIT = "（单位名称）"
BUREAU = "（审核单位名称）"
DATE = "　　　　年　　月　　日"
_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEADINGS = {
    Severity.ERROR: "须修改的问题",
    Severity.WARNING: "需核实的问题",
    Severity.INFO: "供完善报告参考的提示",
}
_CLOSINGS = {
    "return": f"请你单位对照上述意见逐条核对修改，并于{DATE}前重新报送。对意见有异议的，请书面说明理由并附佐证材料。",
    "review": f"请你单位对照上述意见逐条核实：确属差错的，修改后重新报送；情况属实的，请书面说明。请于{DATE}前反馈。",
    "pass": "本次审核未发现须修改或者需核实的问题，对你单位报送的材料予以通过。",
    "failed": f"请你单位按上述要求处理后，于{DATE}前重新报送。",
}
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One numbered opinion; `places` are where and what is quoted, the first the one to be mended."""

    number: int
    severity: str
    message: str
    places: tuple[tuple[str, str], ...]
    requirement: str
    basis: str
    rule: str


@dataclass(frozen=True, slots=True)
class Part:
    """The opinions of one severity under a numbered heading (一、须修改的问题)."""

    heading: str
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter about one report."""

    title: str
    unit: str
    report: str
    project: str
    year: str
    file: str
    verdict: str
    opening: str
    parts: tuple[Part, ...] = ()
    unchecked_heading: str = ""
    unchecked: tuple[str, ...] = ()
    waived_heading: str = ""
    waived: tuple[str, ...] = ()
    closing: str = ""
    bureau: str = BUREAU
    date: str = DATE
    counts: dict[str, int] = field(default_factory=dict)


def letters(run: Run) -> tuple[Letter, ...]:
    """A letter for each submission, in their order; one that could not be read is sent back with the reason."""
    return tuple(_letter(item) for item in run.submissions)


def _letter(item: Submission) -> Letter:
    file = clean(Path(item.path).name)
    if item.review is None:
        reason = clean(str(item.error or "文件未能读取"))
        return Letter(
            title="绩效自评审核意见书",
            unit=UNKNOWN_UNIT,
            report=file,
            project="",
            year="",
            file=file,
            verdict="未能读取",
            opening=f"你单位报送的文件“{file}”收悉。该文件未能读取，无法审核：{reason}。",
            closing=_CLOSINGS["failed"],
        )
    return _reviewed(item.review, file)


def _reviewed(review: Review, file: str) -> Letter:
    identity = review.report.identity
    report = clean(" ".join((identity.title or identity.project or file).split()))
    verdict = VERDICTS[review.verdict]
    counted = {words: _of(review, severity) for severity, words in SEVERITIES.items()}
    if review.findings:
        found = "，".join(f"{_HEADINGS[s]}{len(_of(review, s))}项" for s in Severity if _of(review, s))
        result = f"审核结论为：{verdict}。其中{found}。现将审核意见反馈如下。"
    elif review.mostly_unchecked:
        result = rf"多数事项未能审核，审核结论为：{verdict}。"
    else:
        result = f"审核结论为：{verdict}。"
    parts = _parts(review)
    unchecked = _unchecked(review)
    waived = _waived(review)
    return Letter(
        title="绩效自评审核意见书",
        unit=clean(identity.unit or "") or UNKNOWN_UNIT,
        report=report,
        project=clean(identity.project or ""),
        year=str(identity.year or ""),
        file=file,
        verdict=verdict,
        opening=f"你单位报送的《{_inner(report)}》（文件“{file}”）收悉。依据{clean(review.pack.title)}进行了审核，{result}",
        parts=parts,
        unchecked_heading=f"{_NUMERALS[len(parts)]}、未能审核的事项" if unchecked else "",
        unchecked=unchecked,
        waived_heading=f"{_NUMERALS[len(parts) + bool(unchecked)]}、经核实不需修改的事项" if waived else "",
        waived=waived,
        closing=_CLOSINGS[review.verdict],
        counts={words: len(found) for words, found in counted.items()},
    )


def _of(review: Review, severity: Severity) -> list[Finding]:
    return [finding for finding in review.findings if finding.severity is severity]


def _parts(review: Review) -> tuple[Part, ...]:
    parts: list[Part] = []
    number = 0
    for severity, heading in _HEADINGS.items():
        opinions = []
        for finding in _of(review, severity):
            number += 1
            places = tuple((clean(place_words(at)), clean(quoted(at.text))) for at in finding.locations)
            message, requirement, basis = map(clean, (finding.message, finding.suggestion, finding.basis))
            opinions.append(Opinion(number, SEVERITIES[severity], message, places, requirement, basis, finding.rule))
        if opinions:
            parts.append(Part(f"{_NUMERALS[len(parts)]}、{heading}", tuple(opinions)))
    return tuple(parts)


def _unchecked(review: Review) -> tuple[str, ...]:
    """What could not be read or judged, each once, so that silence is not taken for consent."""
    said = [note.message for note in review.report.document.notes if note.incomplete]
    said += [item.reason for item in review.not_checked]
    return tuple(dict.fromkeys(clean(words) for words in said))


def _waived(review: Review) -> tuple[str, ...]:
    """Each waived finding in one sentence: where, what and why it may stand; who decided is the bureau's own."""
    said = []
    for item in review.waived:
        place = f"{place_words(item.finding.locations[0])}：" if item.finding.locations else ""
        said.append(clean(f"{place}{item.finding.message}（理由：{item.waiver.reason}）"))
    return tuple(said)


def _inner(title: str) -> str:
    """A title inside 《》: its own become 〈〉."""
    return title.replace("《", "〈").replace("》", "〉")


def clean(text: str) -> str:
    """A text without what XML cannot hold, on one line."""
    return " ".join(_UNWRITABLE.sub(" ", text).split())
