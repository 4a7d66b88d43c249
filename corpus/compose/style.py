"""How a file looks: its format, punctuation, numbering, cover, encoding."""

from __future__ import annotations

from random import Random

from corpus.compose.headings import SCHEMES, Scheme
from corpus.plan import Format, Kind, Style

_REPORTS: tuple[Format, ...] = ("docx", "docx", "docx", "html", "txt", "md", "pdf")
_TABLES: tuple[Format, ...] = ("docx", "docx", "xlsx", "xlsx", "xlsx", "html", "pdf", "md")


def draw_style(rng: Random, kind: Kind) -> tuple[Style, Scheme]:
    """A style and its scheme of numbers; headings have none only where the format shows what they are."""
    format = rng.choice(_TABLES if kind == "table" else _REPORTS)
    scheme = rng.choice(SCHEMES)
    headings = rng.choice(("styles", "styles", "bold", "plain"))
    tags = rng.random() < 0.5
    if not scheme.levels[0] and not (
        (format == "docx" and headings == "styles") or (format == "html" and tags) or format == "md"
    ):
        scheme = SCHEMES[0]
    style = Style(
        format=format,
        wide=rng.random() < 0.75,
        numbering=scheme.levels,
        automatic=format == "docx" and headings == "styles" and bool(scheme.levels[0]) and rng.random() < 0.4,
        headings=headings,  # type: ignore[arg-type]
        contents=format in ("docx", "pdf") and rng.random() < 0.5,
        header="",
        font=rng.choice(("仿宋", "宋体", "仿宋_GB2312")),
        size=rng.choice((16, 14, 12)),
        table_size=rng.choice((9, 10.5)),
        encoding=rng.choice(("utf-8", "utf-8", "gb18030")),
        html_tags=tags,
        number_cells=rng.random() < 0.7,
    )
    return style, scheme
