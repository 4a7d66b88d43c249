"""Whether a report gives a reason for something that would have to be explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field

from checker.document import Paragraph, Span
from checker.folding import fold
from checker.understand.causes import BACK, CAUSE
from checker.understand.form import Form
from checker.understand.report import Report
from checker.vocabulary import ColumnName, FacetId, Model, Pattern

_SENTENCE: Final = re.compile(r"[^。;!?\n]+")
# A shorter cell is a label (偏差原因分析) and explains nothing.
_LABEL: Final = 12
# A longer one is no label of a row.
_NAME: Final = 24
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?分?|[0-9.]+%")
# A sentence after the figures' own goes on about them if it begins with the cause (主要原因是…).
_NEAR: Final = 12
_STOP: Final = re.compile(r"[。;,]")
_NO_REASON: Final = re.compile(r"(?:无|没有|暂无|不存在|不涉及)?(?:偏差|原因|问题)?[-—/\\。.]*")


class Reason(Model):
    """What counts as a reason: a sentence on `topic` with a cause, one in the figures' own sentence, or in the next
    at its beginning or anywhere in it where it refers back (差额…); what the sections of `facets` say of it (in the
    words of `said`, or on the topic); or anything in the `columns` of the form's lines. A cause is what says why in
    any text (由于, 系…所致) and what `cause` adds. What `besides` matches is about something else and passed over."""

    topic: Annotated[Pattern, Field(description="说的是什么事")]
    cause: Annotated[Pattern, Field(description="“由于”“受……影响”等以外，说明原因的词语")]
    besides: Annotated[Pattern | None, Field(description="说的是别的事，不算说明原因的文字")] = None
    facets: Annotated[tuple[FacetId, ...], Field(description="这些部分谈到此事就算说明")] = ()
    said: Annotated[Pattern | None, Field(description="这些部分怎样说才算谈到此事，不写则与topic相同")] = None
    columns: Annotated[tuple[ColumnName, ...], Field(description="自评表的这些栏里写了就算说明")] = ()

    def given(self, report: Report, spans: tuple[Span, ...], form: Form | None = None) -> bool:
        """Whether a reason is given near the figures at `spans` or anywhere in the report."""
        topic, cause = re.compile(fold(self.topic)), re.compile(fold(self.cause))
        besides = re.compile(fold(self.besides)) if self.besides else None
        folded = report.folded
        for passage, row in _passages(report):
            own = False
            if row and not topic.search(row):
                continue
            for match in _SENTENCE.finditer(passage.cut(folded)):
                words = besides.sub("", match[0]) if besides else match[0]
                found = CAUSE.search(words) or cause.search(words)
                near = found is not None and (found.start() <= _NEAR or BACK.match(words) is not None)
                follows = own and near
                start, end = passage.start + match.start(), passage.start + match.end()
                own = any(start <= span.start < end for span in spans)
                if found is not None and (own or follows or topic.search(words)):
                    return True
        return self._in_facets(report, besides) or any(self._in_columns(one) for one in report.forms)

    def _in_facets(self, report: Report, besides: re.Pattern[str] | None) -> bool:
        said, folded = re.compile(fold(self.said or self.topic)), report.folded
        # A table at the end of the last section is no part of what it says, nor are its title and who signed.
        spans = [block.span for block in report.document.blocks if isinstance(block, Paragraph)]
        texts = [(span.start, words) for span in spans if _STOP.search(words := span.cut(folded))]
        if besides:
            texts = [(start, besides.sub("", words)) for start, words in texts]
        for facet in self.facets:
            for section in report.outline.covering(facet):
                body = Span(section.heading.end, section.body.end) if not section.run_in else section.body
                if any(body.start <= start < body.end and said.search(words) for start, words in texts):
                    return True
        return False

    def _in_columns(self, form: Form) -> bool:
        lines = [line.cells for line in form.funds]
        rate = form.execution_rate_indicator
        lines += [rate.cells] if rate is not None else []
        for cells in lines:
            for column in self.columns:
                cell = cells.get(column)
                if cell is not None and not form.blank(cell) and not _NO_REASON.fullmatch(form.text(cell)):
                    return True
        return False


def _passages(report: Report) -> Iterator[tuple[Span, str]]:
    """Paragraphs that are no headings, and cells that hold more than a label, with the words of their row's labels.

    Only rows with figures have such words: there a remark is about what the row is about.
    """
    headings = {section.heading.start: section for section in report.outline.sections}
    for block in report.document.blocks:
        if isinstance(block, Paragraph):
            section = headings.get(block.span.start)
            if block.role != "toc" and (section is None or section.run_in):
                yield block.span, ""
        else:
            for row in block.grid:
                cells = [cell for cell in dict.fromkeys(row) if cell is not None]
                words = [re.sub(r"\s", "", cell.span.cut(report.folded)) for cell in cells]
                scored = sum(_NUMBER.fullmatch(each) is not None for each in words) > 1
                labels = "|".join(each for each in words if 0 < len(each) <= _NAME) if scored else ""
                yield from ((cell.span, labels) for cell in cells if len(cell.span) > _LABEL)
