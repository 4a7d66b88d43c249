"""The level-1 dimensions that a self-evaluation form must have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.checks.section import INCOMPLETE
from checker.document import Span
from checker.folding import fold
from checker.understand.forms import Form
from checker.understand.report import Report
from checker.vocabulary import Pattern, Words

_UNCALCULATED: Final = "uncalculated"


class Exemption(Words):
    """A dimension that is not asked for where the form says one of these words (人员类项目 have no 满意度).

    `project` matches the project's name, where that alone tells what the project is (工资性支出, a code with R in it).
    """

    dimension: Annotated[str, Field(description="可以没有的一级指标类别")]
    project: Annotated[Pattern | None, Field(description="项目名称（连同代码）是这样的也算（正则表达式）")] = None

    def applies(self, report: Report, form: Form) -> bool:
        """Whether a form need not have the dimension."""
        if any(self.found_in(table.span.cut(report.folded)) for table in form.tables):
            return True
        named = form.value_of("项目名称")
        name = named.cut(report.folded) if named is not None else fold(report.identity.project or "")
        return self.project is not None and re.search(fold(self.project), "".join(name.split())) is not None


class IndicatorMissing(Rule):
    """A self-evaluation form has no indicator of a dimension that the pack requires."""

    ABOUT: ClassVar[str] = "自评表有没有各类一级指标"

    DATA: ClassVar[Mapping[str, str]] = {"dimension": "缺少的一级指标"}

    check: Literal["indicator-missing"] = "indicator-missing"
    exempt: Annotated[tuple[Exemption, ...], Field(description="可以没有某类指标的情形")] = ()

    def run(self, report: Report) -> Iterator[Outcome]:
        forms = [form for form in report.forms if form.kind == "self-evaluation"]
        if not forms:
            yield NotChecked("文中没有自评表")
        for form in forms:
            yield from self._form(report, form)

    def _form(self, report: Report, form: Form) -> Iterator[Outcome]:
        required = [each for each in report.vocabulary.dimensions if each.required]
        missing = [each.name for each in required if each.name not in form.dimensions]
        if not missing:
            return
        if form.doubt:
            yield NotChecked(form.doubt)
            return
        if self._unread(report, form):
            yield INCOMPLETE
            return
        if not form.indicators:
            yield NotChecked("自评表中没有认出绩效指标")
            return
        for name in missing:
            if not any(each.dimension == name and each.applies(report, form) for each in self.exempt):
                yield Problem((_place(form),), {"dimension": name})

    def _unread(self, report: Report, form: Form) -> bool:
        """Whether what could not be read may be the dimension: a formula without its result only where a name is."""
        lost = {note.code for note in report.document.notes if note.incomplete}
        if lost != {_UNCALCULATED}:
            return bool(lost)
        columns = {item.levels[0].column for item in form.indicators if item.levels[0] is not None}
        places = [(item.table, item.row, column) for item in form.indicators for column in columns]
        return not columns or any(table is None or form.blank(table.at(row, at)) for table, row, at in places)


def _place(form: Form) -> Span:
    """The level-1 cell of the first indicator, else its name."""
    first = form.indicators[0]
    level = first.levels[0]
    return level.span if level is not None and len(level.span) else first.name
