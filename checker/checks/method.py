"""The section on methods that names none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.understand.report import Report
from checker.vocabulary import FacetId, Pattern


class MethodUnnamed(Rule):
    """No section on methods names one: it covers one of `sections`, and its title says so (`headed`).

    `named` is a method by any name, where a report is asked for it; `certain` one of the regulation's methods, which
    counts wherever a section that covers one of `around` describes the evaluation.
    """

    ABOUT: ClassVar[str] = "有没有写明评价方法"

    DATA: ClassVar[Mapping[str, str]] = {"title": "报告中的标题"}

    check: Literal["method-unnamed"] = "method-unnamed"
    sections: Annotated[tuple[FacetId, ...], Field(description="应当写评价方法的部分（facets的id）")]
    headed: Annotated[Pattern, Field(description="标题里表明写的是方法的说法（正则表达式）")]
    around: Annotated[tuple[FacetId, ...], Field(description="没有单独一节时，在哪些部分里找（facets的id）")] = ()
    named: Annotated[Pattern, Field(description="写明了方法的说法（正则表达式）")]
    certain: Annotated[Pattern, Field(description="在哪里出现都算写明了方法的名称（正则表达式）")]

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
