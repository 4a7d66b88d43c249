"""Runs the tests of rules: what each case must give against what it gives, and which rules no case shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker.document import Document, DocumentBuilder, RawCell
from checker.errors import JixiaoError
from checker.finding import Finding
from checker.folding import fold
from checker.pack import RulePack
from checker.review import Review, review
from checker.rule_tests import Case, Expected, RuleTest, load_tests
from checker.understand.report import Report
from checker.yaml_marks import Mistake


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field of a finding that is not as the case expects it; the names are those of the YAML."""

    field: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which a case's findings differ from what it expects.

    Only `expected`: the finding is missing. Only `found`: nobody expects it. Both: it is the nearest one, and `wrong`
    says what is not as expected.
    """

    rule: str
    expected: Expected | None = None
    found: Finding | None = None
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case.

    `trouble` is why it could not be run, `told` a Chinese sentence about an expectation other than a finding.
    `checked` says that its rule was applied and came to a judgement: only then does its silence show anything.
    """

    case: Case
    differences: tuple[Difference, ...] = ()
    told: str = ""
    trouble: str = ""
    checked: bool = True

    @property
    def passed(self) -> bool:
        return not (self.differences or self.told or self.trouble)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A rule that no passing case makes fire, or that none holds silent after it was applied."""

    rule: str
    never_fires: bool
    never_silent: bool


@dataclass(frozen=True, slots=True)
class RuleTestRun:
    """A run of a pack's tests. `uncovered` is None where coverage was not asked for."""

    pack: RulePack
    outcomes: Sequence[Outcome]
    mistakes: Sequence[Mistake] = ()
    uncovered: Sequence[Uncovered] | None = None

    @property
    def failed(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if not outcome.passed]

    @property
    def exit_code(self) -> int:
        """0 all right; 1 a case fails or a rule is not covered; 2 a test is broken, or there is none."""
        if self.mistakes or not self.outcomes or any(outcome.trouble for outcome in self.outcomes):
            return 2
        return int(bool(self.failed or self.uncovered))


def run_pack_tests(
    pack: RulePack,
    folder: str | Path,
    *,
    wanted: Callable[[str], bool] = lambda rule: True,
    coverage: bool = False,
) -> RuleTestRun:
    """Run the tests in a pack's folder. `wanted` narrows them, and what must be covered, to some rules.

    A pack that extends others has to cover the rules of its own and those that it changes.
    """
    cases, mistakes = load_tests(folder, pack)
    outcomes = run_tests([case for case in cases if wanted(case.test.rule)], pack)
    rules = [rule for rule in pack.own_rules if wanted(rule)]
    return RuleTestRun(pack, outcomes, mistakes, uncovered(outcomes, rules) if coverage else None)


def run_tests(cases: Iterable[Case], pack: RulePack) -> tuple[Outcome, ...]:
    """Run the cases one by one; what goes wrong in one is its own outcome."""
    files = cache(_read)
    return tuple(_run(case, pack, files) for case in cases)


def uncovered(outcomes: Sequence[Outcome], rules: Iterable[str]) -> tuple[Uncovered, ...]:
    """Those of the rules that the cases do not show from both sides."""
    passed = [outcome for outcome in outcomes if outcome.passed]
    fire = {expected.rule or outcome.case.test.rule for outcome in passed for expected in outcome.case.test.finds}
    silent = {outcome.case.test.rule for outcome in passed if not outcome.case.fires and outcome.checked}
    found = (Uncovered(rule, rule not in fire, rule not in silent) for rule in rules)
    return tuple(item for item in found if item.never_fires or item.never_silent)


def examples(cases: Iterable[Case], rule: str) -> tuple[Case | None, Case | None]:
    """The first case that makes a rule fire, and the first that holds it silent, for people to read."""
    own = [case for case in cases if case.test.rule == rule]
    silent = (case for case in own if not case.fires and case.test.not_checked is None)
    return next((case for case in own if case.fires), None), next(silent, None)


def findings_of(case: Case, pack: RulePack) -> tuple[Finding, ...]:
    """What a pack's rules say of a case's report, those that the case asks for."""
    test = case.test
    document = _read(str(case.folder / test.file)) if test.file is not None else _document(test)
    return _review(document, test, pack).findings


def _run(case: Case, pack: RulePack, files: Callable[[str], Document]) -> Outcome:
    test = case.test
    try:
        document = files(str(case.folder / test.file)) if test.file is not None else _document(test)
        result = _review(document, test, pack)
    except JixiaoError as error:
        return Outcome(case, trouble=str(error), checked=False)
    except Exception as error:  # a check of someone's own may do anything: the other cases go on
        place = f"，{error}" if str(error) else ""
        return Outcome(case, trouble=f"检查程序出错（{type(error).__name__}{place}）", checked=False)
    crashed = [item.reason for item in result.not_checked if item.crashed]
    if crashed:
        return Outcome(case, trouble=crashed[0], checked=False)
    reasons = [item.reason for item in result.not_checked if item.rule == test.rule]
    passed_over = [item.reason for item in result.not_applicable if item.rule == test.rule]
    told = ""
    if test.not_checked is not None and not any(fold(test.not_checked) in fold(reason) for reason in reasons):
        shown = "；".join(reasons) or "规则作了判断"
        told = f"应列入“未检查”，理由含“{test.not_checked}”，实际：{shown}"
    elif passed_over and test.kind is None:
        told = f"规则没有应用：{passed_over[0]}；请写明kind"
    differences = _compare(test, result)
    if not told and any(each.found is None and each.rule == test.rule for each in differences):
        told = _why_silent(reasons, passed_over)
    return Outcome(case, differences, told, checked=not reasons and not passed_over)


def _why_silent(reasons: Sequence[str], passed_over: Sequence[str]) -> str:
    """Why a rule that ought to have found something made no judgement; "" where it made one."""
    if reasons:
        return f"规则列入“未检查”：{'；'.join(reasons)}"
    return f"规则没有应用：{passed_over[0]}" if passed_over else ""


def _read(path: str) -> Document:
    from checker.read import read

    return read(path)


def _document(test: RuleTest) -> Document:
    """The report that a case writes out."""
    if test.text is not None:
        from checker.read.md import read
        from checker.read.source import Source

        return read(Source("用例.md", test.text.encode()))
    builder = DocumentBuilder("用例", "docx", "0" * 64)
    rows = test.table or ()
    cells = []
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if words in ("<", "^"):
                continue
            width = next((n for n in range(1, len(row) - c) if row[c + n] != "<"), len(row) - c)
            below = rows[r + 1 :]
            height = 1 + next((n for n, other in enumerate(below) if c >= len(other) or other[c] != "^"), len(below))
            cells.append(RawCell(r, c, words, height, width))
    builder.table(cells)
    return builder.build()


def _review(document: Document, test: RuleTest, pack: RulePack) -> Review:
    wanted = {test.rule, *(expected.rule for expected in test.finds if expected.rule)}

    def applied(rule: str) -> bool:
        return rule in wanted or rule in test.silent or rule.partition("/")[0] in test.silent

    report = Report(document, pack.vocabulary, stated_year=test.year, stated_kind=test.kind)
    rule = pack.rule(test.rule)
    if test.kind is None and rule is not None and report.identity.kind not in rule.kinds:
        # A few lines of a report are seldom taken for the kind of report that they come from.
        report = Report(document, pack.vocabulary, stated_year=test.year, stated_kind=rule.kinds[0])
    return review(report, pack, wanted=applied)


def _compare(test: RuleTest, result: Review) -> tuple[Difference, ...]:
    """What is missing, wrong or unexpected; findings that match an expectation in full are nobody else's."""
    found = list(result.findings)
    pairs = _matching(test, found)
    missing = [expected for index, expected in enumerate(test.finds) if index not in pairs]
    extra = [finding for index, finding in enumerate(found) if index not in pairs.values()]
    differences = []
    for expected in missing:
        rule = expected.rule or test.rule
        near = [finding for finding in extra if finding.rule == rule]
        if not near:
            differences.append(Difference(rule, expected))
            continue
        nearest = min(near, key=lambda finding: len(_wrong(expected, finding)))
        extra.remove(nearest)
        differences.append(Difference(rule, expected, nearest, _wrong(expected, nearest)))
    return (*differences, *(Difference(finding.rule, found=finding) for finding in extra))


def _matching(test: RuleTest, found: Sequence[Finding]) -> dict[int, int]:
    """Expectation → finding, as many pairs as can be: a vague expectation must not take a precise one's finding."""
    fits = [
        [
            at
            for at, finding in enumerate(found)
            if finding.rule == (expected.rule or test.rule) and not _wrong(expected, finding)
        ]
        for expected in test.finds
    ]
    taken: dict[int, int] = {}  # finding → expectation

    def place(expected: int, tried: set[int]) -> bool:
        for at in fits[expected]:
            if at not in tried:
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = expected
                    return True
        return False

    for index in range(len(test.finds)):
        place(index, set())
    return {expected: at for at, expected in taken.items()}


def _wrong(expected: Expected, finding: Finding) -> tuple[Wrong, ...]:
    quoted = [location.text for location in finding.locations]
    wrong = []
    if expected.text is not None and not (quoted and same(expected.text, quoted[0])):
        wrong.append(Wrong("text", expected.text, quoted[0] if quoted else ""))
    for text in expected.also:
        if not any(same(text, other) for other in quoted[1:]):
            wrong.append(Wrong("also", text, "、".join(quoted[1:])))
    for name, value in expected.data.items():
        actual = finding.data.get(name)
        if actual is None or not same(value, actual):
            wrong.append(Wrong(f"data.{name}", value, actual or ""))
    if expected.severity not in (None, finding.severity):
        wrong.append(Wrong("severity", str(expected.severity), str(finding.severity)))
    return tuple(wrong)


def same(wanted: str, actual: str) -> bool:
    """Whether two texts are one, whatever their blanks and the width of their punctuation; … stands for anything."""
    left, right = ("".join(fold(text).split()) for text in (wanted, actual))
    first, *rest = re.split(r"…+|\.{3,}", left)
    if not rest:
        return left == right
    *middle, last = rest
    if not right.startswith(first) or not right.endswith(last):
        return False
    at = len(first)
    for piece in middle:  # each as early as it can be: no other choice could leave more room for the next
        found = right.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return at + len(last) <= len(right)
