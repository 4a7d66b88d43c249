"""The forms of the samples are the same in Word, on a web page and typed, with blanks for merged cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from checker.document import Cell
from checker.read import read_here
from checker.read.number_format import show
from checker.understand.form import Form
from checker.understand.report import Report
from corpus.make_samples import WRITERS, source_of
from corpus.parts import plain
from corpus.parts.source import Block, Grid, Source, cell_value
from corpus.parts.web import page
from corpus.parts.word import Look, WordWriter
from tests.reviewing import default_pack

# Tracked changes, hidden rows and tables that nobody can rebuild are of one format only; a list of projects is no form.
LEFT_OUT = {"06-人社-就业培训", "08-公安-交通设施", "27-教体-校车补贴", "28-文物-石窟保护", "31-自然资源-项目汇总"}
FORMS = [
    name
    for name in WRITERS
    if name not in LEFT_OUT and any(isinstance(block, Grid) for block in source_of(name).blocks)
]
WRITE = {
    "docx": lambda source: WordWriter(source, Look("plain", table_size=9)).data,
    "html": lambda source: page(
        source, charset="utf-8", site="某县人民政府", number="1", published="2024-03-01", tags=False
    ),
    "txt": lambda source: plain.text(source).encode(),
}


def _printed(name: str) -> Source:
    """A source with the figures of its workbook as they are shown, and its sheets' names left out."""
    source = source_of(name)
    blocks: list[Block | Grid] = []
    for block in source.blocks:
        if isinstance(block, Grid):
            blocks.append(replace(block, cells=tuple(replace(cell, text=_shown(cell.text)) for cell in block.cells)))
        elif block.kind != "表页":
            blocks.append(block)
    return replace(source, blocks=tuple(blocks))


def _shown(text: str) -> str:
    number = cell_value(text)
    return text if number is None else show(number[1], number[2])


def _told(form: Form) -> list[object]:
    """All that a form says, cell by cell."""

    def words(cells: dict[str, Cell]) -> dict[str, str]:
        return {name: text for name, cell in sorted(cells.items()) if (text := form.text(cell))}

    return [
        form.kind,
        form.doubt,
        [(item.name, "".join(item.value.cut(form.folded).split())) for item in form.header],
        [(line.name, line.total, words(line.cells), sorted(line.units.items())) for line in form.funds],
        [(form.text(goal.expected), form.text(goal.actual)) for goal in form.goals],
        [(item.dimension, [form.text(cell) for cell in item.levels], words(item.cells)) for item in form.indicators],
        [(group.level, group.name, group.indicators) for group in form.groups],
        [form.text(cell) for cell in (form.total_weight, form.total_score, form.grade)],
        words(form.texts),
    ]


@pytest.mark.parametrize("name", FORMS)
def test_a_samples_forms_are_the_same_in_word_on_a_page_and_typed(name: str, tmp_path: Path) -> None:
    told = {}
    for format, write in WRITE.items():
        path = tmp_path / f"report.{format}"
        path.write_bytes(write(_printed(name)))
        told[format] = [_told(form) for form in Report(read_here(path), default_pack().vocabulary).all_forms]
    assert told["docx"]
    assert told["html"] == told["docx"]
    assert told["txt"] == told["docx"]
