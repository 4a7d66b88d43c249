"""Source → plain text and Markdown."""

from __future__ import annotations

import re

from corpus.parts.source import Grid, Source


def text(source: Source) -> str:
    """Plain text: a paragraph a line with a two-character indent, tables in pipes."""
    lines: list[str] = []
    for block in source.blocks:
        if isinstance(block, Grid):
            lines += ["|" + "|".join(row) + "|" for row in block.texts]
        elif block.kind in ("题头", "落款头"):
            lines += [getattr(source, "title" if block.kind == "题头" else "unit"), ""]
        elif block.kind in ("右", "中", "左", "表", "单位", "注", "行"):
            lines.append(block.text)
        else:
            lines.append("　　" + block.text)
    return "\n".join(lines) + "\n"


def markdown(source: Source) -> str:
    """Markdown: # headings and pipe tables."""
    lines: list[str] = []
    for block in source.blocks:
        if isinstance(block, Grid):
            rows = ["| " + " | ".join(row) + " |" for row in block.texts]
            lines += [rows[0], "|" + " --- |" * block.columns, *rows[1:], ""]
        elif block.kind in ("题头", "落款头"):
            lines += ["# " + source.title if block.kind == "题头" else source.unit, ""]
        elif re.fullmatch(r"h\d", block.kind):
            lines += ["#" * (int(block.kind[1]) + 1) + " " + block.text, ""]
        elif block.kind == "表":
            lines += [f"**{block.text}**", ""]
        elif block.kind == "行":
            lines.append(block.text)
        else:
            lines += [block.text, ""]
    return "\n".join(lines)
