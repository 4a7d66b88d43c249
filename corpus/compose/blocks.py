"""A plan as blocks: headings, paragraphs and tables in reading order, in the punctuation of the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpus.compose.headings import numbered
from corpus.compose.tables import FormGrid, scoring_grid
from corpus.parts.source import Block, Grid, Source
from corpus.plan import Form, Paragraph, Plan, Section

_NARROW = {code + 0xFEE0: code for code in map(ord, ",;:?!()")}


def source(plan: Plan) -> Source:
    """The plan's words and tables, for any writer."""
    writer = BlockWriter(plan)
    blocks = list(writer.blocks())
    if not plan.style.wide:
        blocks = [_narrow(block) for block in blocks]
    title = plan.title if plan.style.wide else plan.title.translate(_NARROW)
    date = plan.signature[-1] if plan.signature else ""
    return Source(title, plan.unit_line or plan.project.identity.unit, date, plan.style.header, tuple(blocks))


def _narrow(block: Block | Grid) -> Block | Grid:
    if isinstance(block, Block):
        return Block(block.kind, block.text.translate(_NARROW))
    cells = tuple(replace(c, text=c.text if c.text.startswith("{") else c.text.translate(_NARROW)) for c in block.cells)
    return replace(block, cells=cells)


class BlockWriter:
    """Walks a plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.automatic = plan.style.automatic and _consecutive(plan.sections)
        self.sheets = plan.style.format == "xlsx"

    def blocks(self) -> Iterator[Block | Grid]:
        plan = self.plan
        if plan.kind == "table":
            yield from self._tables_alone()
            return
        if plan.cover:
            yield Block("封面", plan.title)
            for label, words in plan.cover.lines:
                yield Block("封面行", f"{label}：{words}")
            yield Block("分页")
        if plan.style.contents:
            yield Block("目录")
            yield Block("分页")
        yield Block("题头", plan.title)
        if plan.unit_line:
            yield Block("中", plan.unit_line)
        for paragraph in plan.preface:
            yield from self._paragraph(paragraph)
        for section in plan.sections:
            yield from self._section(section, ())
        for line in plan.signature:
            yield Block("右", line)
        for attachment in plan.attachments:
            yield Block("分页")
            yield Block("左", attachment.label)
            yield Block("表", attachment.title)
            for paragraph in attachment.paragraphs:
                yield from self._paragraph(paragraph)
        used = {section.table for section in plan.walk()}
        if plan.scoring and "scoring" not in used:
            yield Block("分页")
            yield from self._scoring()
        if "form" not in used:
            for form in plan.forms:
                yield Block("分页")
                yield from self._form(form)

    def _tables_alone(self) -> Iterator[Block | Grid]:
        plan = self.plan
        names = plan.sheets if self.sheets else [""] * len(plan.forms)
        for number, form in enumerate(plan.forms):
            if self.sheets and (number == 0 or names[number] != names[number - 1]):
                yield Block("表页", names[number])
            elif number and not self.sheets:
                yield Block("分页")
            yield from self._form(form)

    def _form(self, form: Form) -> Iterator[Block | Grid]:
        yield Block("表", form.caption)
        if form.year_line:
            yield Block("中", form.year_line)
        if form.unit_line:
            yield Block("单位", form.unit_line)
        yield FormGrid(form, numbers=self.sheets and self.plan.style.number_cells).grid()
        for note in form.notes:
            yield Block("注", note)

    def _scoring(self) -> Iterator[Block | Grid]:
        assert self.plan.scoring
        yield Block("表", self.plan.scoring.caption)
        yield scoring_grid(self.plan.scoring)

    def _section(self, section: Section, above: tuple[int, ...]) -> Iterator[Block | Grid]:
        path = (*above, section.ordinal) if section.ordinal else above
        number = ""
        if section.ordinal and not self.automatic and section.level <= len(self.plan.style.numbering):
            number = numbered(self.plan.style.numbering[section.level - 1], path)
        paragraphs = list(section.paragraphs)
        if section.run_in and paragraphs:
            first = paragraphs.pop(0)
            yield Block("text", f"{number}{section.heading}。{first.text}")
        else:
            yield Block(f"h{section.level}", number + section.heading)
        for paragraph in paragraphs:
            yield from self._paragraph(paragraph)
        for child in section.children:
            yield from self._section(child, path)
        if section.table == "scoring":
            yield from self._scoring()
        elif section.table == "form":
            for form in self.plan.forms:
                yield from self._form(form)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Block]:
        if paragraph.statements:
            yield Block("text", paragraph.text)


def _consecutive(sections: list[Section]) -> bool:
    """Whether Word's own counting gives the plan's numbers."""
    return all(
        section.ordinal == number and _consecutive(section.children) for number, section in enumerate(sections, 1)
    )
