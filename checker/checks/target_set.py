"""What targets a report must state: how many, of which kinds, and with numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field, model_validator

from checker.checks.base import NotChecked, Outcome, Problem
from checker.checks.condition import Circumstances, Conditional
from checker.checks.section import INCOMPLETE
from checker.checks.target_outcome import name_of
from checker.document import Span
from checker.understand.coverage import title_line
from checker.understand.form import Form, Indicator
from checker.understand.form_labels import squeeze
from checker.understand.report import Report
from checker.understand.targets import Target
from checker.vocabulary import Words

_NUMBER: Final = re.compile(r"[0-9]|[一二三四五六七八九十百千万两](?:个|次|人|户|项|处|件|成|家|场|期|名)")


class Class(Words):
    """Targets of one kind, found by the names of their level 1, 2 or 3 (数量指标, 成本), and how many there must be."""

    name: Annotated[str, Field(description="这类指标叫什么，审核意见里用它")]
    level: Annotated[
        Literal[1, 2, 3] | None, Field(description="在哪一级指标的名称里找；不写则在一级、二级名称里找")
    ] = None
    at_least: Annotated[int, Field(description="至少几个", ge=1)] = 1

    @model_validator(mode="after")
    def _looks_for_something(self) -> Class:
        if not self.words and not self.pattern:
            raise ValueError("应写明“words”或“pattern”")
        return self

    def holds(self, form: Form, indicator: Indicator) -> bool:
        """Whether an indicator is of the kind."""
        names = [form.text(cell) for cell in indicator.levels]
        names[2] = squeeze(indicator.name.cut(form.folded))
        wanted = names[:2] if self.level is None else [names[self.level - 1]]
        return any(self.found_in(name) for name in wanted)


class TargetSet(Conditional):
    """A report states `at_least` targets, some of each of `classes`, and so many of them with a number.

    `of` says what counts: the indicators of its forms, the targets of its text, or both. A form that could not be
    rebuilt with certainty is not judged.
    """

    ABOUT: ClassVar[str] = "目标和指标应有的数量和写法"

    DATA: ClassVar[Mapping[str, str]] = {
        "problem": "哪里不符合，一句话",
        "name": "缺少的一类指标，或没有数字的目标",
        "count": "实际的个数",
        "limit": "要求的个数或百分比",
    }

    check: Literal["target"] = "target"
    of: Annotated[
        Literal["all", "form", "prose"], Field(description="查哪里的目标：all全部、form自评表的指标、prose文字")
    ] = "all"
    at_least: Annotated[int | None, Field(description="至少几个目标（自评表里为三级指标）", ge=1)] = None
    classes: Annotated[tuple[Class, ...], Field(description="自评表里每类指标至少几个")] = ()
    numbers: Annotated[
        Decimal | None, Field(description="写有数字的目标应占百分之几；100为每个都要有", gt=0, le=100)
    ] = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> TargetSet:
        if self.at_least is None and not self.classes and self.numbers is None:
            raise ValueError("应写明“at_least”、“classes”或“numbers”")
        if self.classes and self.of == "prose":
            raise ValueError("“classes”是自评表里指标的分类，“of”不能是prose")
        return self

    def judge(self, report: Report, why: Circumstances) -> Iterator[Outcome]:
        # A table of scores by level-1 dimension states no indicators.
        forms = [form for form in report.forms if form.kind != "scoring"]
        forms = forms or [
            form for form in report.forms if len(form.indicators) > len({item.dimension for item in form.indicators})
        ]
        if self.of != "prose":
            doubt = next((form.doubt for form in forms if form.doubt), None)
            if doubt:
                yield NotChecked(doubt)
                return
            if not forms and (self.of == "form" or self.classes):
                yield NotChecked("文中没有自评表")
                if self.of == "form":
                    return
        targets = [
            target
            for target in report.targets
            if not target.goal
            and not target.beside
            and (self.of == "all" or (target.indicator is not None) == (self.of == "form"))
        ]
        if not targets and not any(form.indicators for form in forms) and not (self.classes and not forms):
            yield from self._none(report)
            return
        if self.at_least is not None:
            yield from self._counted(targets, forms, report)
        if forms:
            yield from self._classes(forms, report)
        if self.numbers is not None:
            yield from self._numbered(targets, report)

    def _none(self, report: Report) -> Iterator[Outcome]:
        if report.document.incomplete:
            yield INCOMPLETE
        elif self.at_least is None:
            yield NotChecked("文中没有认出绩效目标")
        else:
            anchor = title_line(report)
            told = f"没有写明绩效目标，至少应有{self.at_least}个"
            data = {"problem": told, "name": "", "count": "0", "limit": str(self.at_least)}
            yield Problem((anchor,) if anchor else (), data)

    def _counted(self, targets: list[Target], forms: list[Form], report: Report) -> Iterator[Outcome]:
        rows = sum(len(form.indicators) for form in forms) if self.of != "prose" else 0
        count = max(rows, sum(target.indicator is not None for target in targets))
        # What a report's text promises its form repeats: the larger of the two is what there is.
        count = max(count, sum(target.indicator is None for target in targets))
        if self.at_least is None or count >= self.at_least:
            return
        if report.document.incomplete:
            yield INCOMPLETE
            return
        what = "三级指标" if self.of == "form" else "绩效目标"
        told = f"只有{count}个{what}，至少应有{self.at_least}个"
        spans = (targets[0].span,) if targets else tuple(form.indicators[0].name for form in forms if form.indicators)
        yield Problem(spans[:1], {"problem": told, "name": what, "count": str(count), "limit": str(self.at_least)})

    def _classes(self, forms: list[Form], report: Report) -> Iterator[Outcome]:
        for wanted in self.classes:
            held = [(form, item) for form in forms for item in form.indicators if wanted.holds(form, item)]
            if len(held) >= wanted.at_least:
                continue
            if report.document.incomplete:
                yield INCOMPLETE
                return
            told = f"没有{wanted.name}" if not held else f"{wanted.name}只有{len(held)}个，至少应有{wanted.at_least}个"
            data = {"problem": told, "name": wanted.name, "count": str(len(held)), "limit": str(wanted.at_least)}
            yield Problem((held[0][1].name,) if held else _first(forms), data)

    def _numbered(self, targets: list[Target], report: Report) -> Iterator[Outcome]:
        bare = [each for each in targets if each.quantity is None and not _NUMBER.search(each.span.cut(report.folded))]
        share = Decimal(100) * (len(targets) - len(bare)) / len(targets) if targets else Decimal(100)
        if self.numbers is None or share >= self.numbers:
            return
        limit = f"{self.numbers.normalize():f}%"
        if self.numbers == 100:
            for target in bare:
                told = f"目标“{name_of(report, target)}”没有写数字"
                data = {"problem": told, "name": name_of(report, target), "count": str(len(bare)), "limit": limit}
                yield Problem((target.span,), data)
            return
        told = f"{len(targets)}个目标中只有{len(targets) - len(bare)}个写有数字，不到{limit}"
        data = {
            "problem": told,
            "name": name_of(report, bare[0]),
            "count": str(len(targets) - len(bare)),
            "limit": limit,
        }
        yield Problem((bare[0].span,), data)


def _first(forms: list[Form]) -> tuple[Span, ...]:
    """Where the indicators begin: the level-1 cell of the first, else its name."""
    for form in forms:
        for item in form.indicators:
            level = item.levels[0]
            return (level.span if level is not None and len(level.span) else item.name,)
    return ()
