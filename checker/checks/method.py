"""The section on methods that names none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.understand.report import Report
from checker.vocabulary import FacetId, Pattern


class MethodUnnamed(Rule):
    """No section on methods names one: it covers one of `sections`, and its title says so (`headed`).

    `named` is a method by any name, where a report is asked for it; `certain` one of the regulation's methods, which
    counts wherever a section that covers one of `around` describes the evaluation.
    """

    DATA: ClassVar[Mapping[str, str]] = {"title": "报告中的标题"}

    check: Literal["method-unnamed"] = "method-unnamed"
    sections: tuple[FacetId, ...]
    headed: Pattern
    around: tuple[FacetId, ...] = ()
    named: Pattern
    certain: Pattern

    def run(self, report: Report) -> Iterator[Outcome]:
        wanted = set(self.sections)
        sections = [s for s in report.outline.sections if s.facets & wanted and re.search(self.headed, s.title)]
        if not sections:
            yield NotChecked("没有找到说明评价方法的部分")
            return
        texts = ["".join(section.body.cut(report.folded).split()) for section in sections]
        if not any(texts) or any(re.search(self.named, text) for text in texts):
            return
        around = [s.body.cut(report.folded) for s in report.outline.sections if s.facets & set(self.around)]
        if not any(re.search(self.certain, "".join(text.split())) for text in [*around, *texts]):
            heading = sections[0].heading
            yield Problem((heading,), {"title": " ".join(heading.cut(report.text).split())})
