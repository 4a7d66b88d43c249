"""A plan as the bytes of a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from corpus.compose.blocks import BlockWriter, source
from corpus.compose.docx import docx
from corpus.compose.pdf import pdf
from corpus.parts import plain
from corpus.parts.excel import excel
from corpus.parts.source import Block, Grid, Source
from corpus.parts.web import page
from corpus.plan import Format, Plan

SHEET_ONLY_TABLES = "xlsx只用来写自评表，报告请用docx、pdf、html、txt或md"


def render(plan: Plan, format: Format) -> bytes:
    """The plan's file in a format, whichever it was composed for.

    Raises ValueError for a spreadsheet of a narrative.
    """
    if format == "xlsx" and plan.kind != "table":
        raise ValueError(SHEET_ONLY_TABLES)
    if format != plan.style.format:
        plan = replace(
            plan, style=replace(plan.style, format=format, automatic=format == "docx" and plan.style.automatic)
        )
    return _WRITERS[format](plan)


def formats(plan: Plan) -> tuple[Format, ...]:
    """The formats that a plan can be written in."""
    return ("docx", "pdf", "html", "txt", "md") + (("xlsx",) if plan.kind == "table" else ())


def _docx(plan: Plan) -> bytes:
    return docx(source(plan), plan.style, automatic=BlockWriter(plan).automatic)


def _pdf(plan: Plan) -> bytes:
    return pdf(source(plan), plan.style)


def _html(plan: Plan) -> bytes:
    """The page states the title itself, as sites do."""
    who = plan.project.identity
    text = _renamed(source(plan), {"中": "表", "题头": "", "封面": "", "封面行": "", "目录": "", "分页": ""})
    charset = "utf-8" if plan.style.encoding == "utf-8" else "gb2312"
    number = f"0000{plan.seed % 90000 + 10000}/{who.year + 1}-{plan.seed % 900 + 100:05d}"
    published = "{}-{:02d}-{:02d}".format(*who.date)
    site = f"{who.place}人民政府"
    return page(text, charset=charset, site=site, number=number, published=published, tags=plan.style.html_tags)


def _txt(plan: Plan) -> bytes:
    text = plain.text(_renamed(source(plan), {"封面": "", "封面行": "", "目录": "", "分页": ""}))
    return (text if plan.style.encoding == "utf-8" else text.replace("\n", "\r\n")).encode(plan.style.encoding)


def _md(plan: Plan) -> bytes:
    names = {"封面": "", "封面行": "", "目录": "", "分页": ""}
    return plain.markdown(_renamed(source(plan), names)).encode()


def _xlsx(plan: Plan) -> bytes:
    return excel(source(plan))


def _renamed(source: Source, names: dict[str, str]) -> Source:
    """The source with blocks of other kinds, and without those whose kind becomes ''."""
    blocks: list[Block | Grid] = []
    for block in source.blocks:
        if isinstance(block, Block):
            kind = names.get(block.kind, block.kind)
            if kind:
                blocks.append(Block(kind, block.text))
        else:
            blocks.append(block)
    return replace(source, blocks=tuple(blocks))


_WRITERS: dict[str, Callable[[Plan], bytes]] = {
    "docx": _docx,
    "pdf": _pdf,
    "html": _html,
    "txt": _txt,
    "md": _md,
    "xlsx": _xlsx,
}
