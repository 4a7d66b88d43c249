"""What was understood of a document, for those who ask why a rule did or did not fire."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from checker.document import Table
from checker.render.json import fact_json, location_json, target_json
from checker.render.layout import width
from checker.render.words import KINDS, STATUSES, place_words, quoted
from checker.understand.report import Report

_CELL = 24  # columns of a cell in the picture of a table


def show_text(report: Report, views: Iterable[str]) -> str:
    """The wanted views (text, identity, outline, tables, facts, targets), each under its heading."""
    parts = []
    wanted = list(dict.fromkeys(views))
    for view in wanted:
        body = _VIEWS[view](report)
        heading = f"【{_NAMES[view]}】\n" if len(wanted) > 1 else ""
        parts.append(heading + "".join(f"{line}\n" for line in body or ["（没有）"]))
    if wanted != ["text"]:
        parts += [f"说明：{note.message}。\n" for note in report.document.notes]
    return "\n".join(parts)


def show_json(report: Report, views: Iterable[str]) -> str:
    """The wanted views as one JSON object with a key each; offsets are those of the canonical text."""
    data = {view: _JSON[view](report) for view in dict.fromkeys(views)}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _text(report: Report) -> list[str]:
    return report.text.split("\n")


def _identity(report: Report) -> list[str]:
    identity = report.identity
    rows = (
        ("文种", KINDS[identity.kind]),
        ("标题", identity.title),
        ("年度", None if identity.year is None else str(identity.year)),
        ("项目", identity.project),
        ("单位", identity.unit),
        ("主管部门", identity.department),
    )
    return [f"{name}：{value or '（未写明）'}" for name, value in rows]


def _outline(report: Report) -> list[str]:
    names = {facet.id: facet.name for facet in report.vocabulary.facets}
    lines = []
    for section in report.outline.sections:
        facets = "、".join(names[facet] for facet in sorted(section.facets, key=list(names).index))
        place = report.document.locate(section.heading)
        page = f"（第{place.page}页）" if place.page is not None else ""
        heading = quoted(section.heading.cut(report.text), 60)
        lines.append("  " * (section.depth - 1) + heading + page + (f"  → {facets}" if facets else ""))
    return lines


def _tables(report: Report) -> list[str]:
    lines: list[str] = []
    for table in report.document.tables:
        where = f"，工作表“{table.sheet}”" if table.sheet else f"，第{table.page}页" if table.page else ""
        lines.append(f"表{table.index + 1}（{table.rows}行{table.columns}列{where}）")
        if table.doubt:
            lines.append(f"  存疑：{table.doubt}")
        lines += _picture(table, report.text)
    for number, form in enumerate(report.forms, 1):
        kind = "自评表" if form.kind == "self-evaluation" else "评分表" if form.kind == "scoring" else form.kind
        tables = "、".join(f"表{table.index + 1}" for table in form.tables)
        lines.append(f"第{number}张{kind}：{tables}，指标{len(form.indicators)}行")
        if form.doubt:
            lines.append(f"  存疑：{form.doubt}")
    return lines


def _picture(table: Table, text: str) -> list[str]:
    """The grid with a bar between cells; ← and ↑ stand where a merged cell goes on."""
    rows = []
    for row in range(table.rows):
        words = []
        for column in range(table.columns):
            cell = table.at(row, column)
            if cell is None:
                words.append("")
            elif (cell.row, cell.column) == (row, column):
                words.append(quoted(cell.span.cut(text), _CELL // 2 - 2))
            else:
                words.append("←" if cell.row == row else "↑")
        rows.append(words)
    widths = [max(width(row[column]) for row in rows) for column in range(table.columns)]
    return ["  " + " | ".join(w + " " * (n - width(w)) for w, n in zip(row, widths, strict=True)) for row in rows]


def _facts(report: Report) -> list[str]:
    lines = []
    for fact in report.facts:
        marks = [fact.scope, f"{fact.year}年" if fact.year else "年度不明"]
        marks += ["累计"] if fact.cumulative else []
        marks += ["口径为推断"] if fact.inferred else []
        place = place_words(report.locate(fact.span))
        words = quoted(fact.span.cut(report.text), 60)
        lines.append(f"{fact.name} {fact.quantity.span.cut(report.text)}（{'，'.join(marks)}）  {place}：“{words}”")
    return lines


def _targets(report: Report) -> list[str]:
    lines = []
    for target in report.targets:
        lines.append(f"[{STATUSES[target.status]}] {quoted(target.span.cut(report.text), 80)}")
        lines += [
            f"    ← {place_words(report.locate(item.span))}：“{quoted(item.span.cut(report.text), 80)}”"
            for item in target.completions
        ]
    return lines


_VIEWS: dict[str, Callable[[Report], list[str]]] = {
    "text": _text,
    "identity": _identity,
    "outline": _outline,
    "tables": _tables,
    "facts": _facts,
    "targets": _targets,
}
_NAMES = {
    "text": "正文",
    "identity": "文种、项目、单位、年度",
    "outline": "提纲",
    "tables": "表格",
    "facts": "数字",
    "targets": "绩效目标",
}


def _identity_json(report: Report) -> dict[str, Any]:
    identity = report.identity
    names = ("kind", "title", "year", "project", "unit", "department")
    return {name: getattr(identity, name) for name in names}


def _outline_json(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "heading": section.heading.cut(report.text),
            "title": section.title,
            "depth": section.depth,
            "facets": sorted(section.facets),
            "parent": section.parent,
            "body": {"start": section.body.start, "end": section.body.end},
            "location": location_json(section.heading, report).model_dump(),
        }
        for section in report.outline.sections
    ]


def _tables_json(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "table": table.index,
            "sheet": table.sheet,
            "page": table.page,
            "rows": table.rows,
            "columns": table.columns,
            "doubt": table.doubt,
            "cells": [
                {
                    "row": cell.row,
                    "column": cell.column,
                    "row_span": cell.row_span,
                    "column_span": cell.column_span,
                    "ref": cell.ref,
                    "text": cell.span.cut(report.text),
                    "start": cell.span.start,
                    "end": cell.span.end,
                }
                for cell in table.cells
            ],
        }
        for table in report.document.tables
    ]


_JSON: dict[str, Callable[[Report], Any]] = {
    "text": lambda report: report.text,
    "identity": _identity_json,
    "outline": _outline_json,
    "tables": _tables_json,
    "facts": lambda report: [fact_json(fact, report).model_dump() for fact in report.facts],
    "targets": lambda report: [target_json(target, report).model_dump() for target in report.targets],
}
