"""Tables that stand beside forms: a list of projects with their scores, and reasons in a table of their own."""

from __future__ import annotations

from dataclasses import replace

from checker.document import Table
from checker.understand.form_columns import is_funds_header, is_indicator_header
from checker.understand.form_draft import Draft
from checker.understand.form_funds import is_pair_row
from checker.understand.form_labels import Labels, row_cells


def lists_projects(table: Table, labels: Labels) -> bool:
    """Whether a table gives each of several projects a row with its budget, its execution and its score."""
    for row in range(min(table.rows, 4)):
        if not is_funds_header(table, row, labels) or is_pair_row(table, row, labels):
            continue
        named = [cell for cell in row_cells(table, row) if labels.term(cell, "header") == "项目名称"]
        if len(named) == 1 and not any(is_indicator_header(table, at, labels) for at in range(row, table.rows)):
            below = {labels.text(table.at(at, named[0].column)) for at in range(row + 1, table.rows)}
            return len(below - {""}) >= 2
    return False


def read_reasons(draft: Draft, table: Table) -> bool:
    """Take in a table of reasons behind a form: 指标名称 | 偏差情况 | 偏差原因; False where it is none of its own."""
    labels = draft.labels
    heads = {labels.term(cell, "indicators"): cell for cell in row_cells(table, 0)}
    names, why = heads.get("三级指标") or heads.get("指标"), heads.get("偏差原因")
    if names is None or why is None or heads.keys() & {"分值", "得分", "指标值"}:
        return False
    said = {
        labels.text(name): reason
        for row in range(1, table.rows)
        if (name := table.at(row, names.column)) is not None and (reason := table.at(row, why.column)) is not None
    }
    known = [labels.text(item.levels[2] or item.levels[1]) for item in draft.indicators]
    if not set(said) & set(known):
        return False
    draft.indicators = [
        replace(item, cells=item.cells | {"偏差原因": said[name]})
        if name in said and labels.blank(item.cells.get("偏差原因"))
        else item
        for item, name in zip(draft.indicators, known, strict=True)
    ]
    draft.heads.setdefault("偏差原因", why)
    draft.add_table(table)
    return True
