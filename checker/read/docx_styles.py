"""Word's styles, each resolved along the styles that it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
OFF = frozenset(("0", "false", "off", "none"))
_DEPTH = 16  # styles based on styles; Word itself stops at 11


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph or run takes from its style; None where no style of the chain says anything.

    `level` is the outline level from 0 (9: body text), `size` in points, `list_style` the style that named the list.
    """

    name: str = ""
    level: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    list_style: str | None = None
    bold: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    alignment: str | None = None


class Styles:
    """The styles part of a document; `w` is its namespace in braces."""

    def __init__(self, root: _Element | None, w: str) -> None:
        self._w = w
        self._raw: dict[str, _Element] = {}
        self._resolved: dict[str, Style] = {}
        self._defaults: dict[str, str] = {}
        self._paragraphs: dict[str | None, Style] = {}
        base = Style()
        for element in [] if root is None else root:
            if element.tag == w + "style":
                style_id = element.get(w + "styleId", "")
                self._raw[style_id] = element
                if element.get(w + "default") in {"1", "true", "on"}:
                    self._defaults[element.get(w + "type", "")] = style_id
            elif element.tag == w + "docDefaults":
                run = element.find(f"{w}rPrDefault/{w}rPr")
                base = Style(size=points(value(run, w, "sz")), bold=switch(run, w, "b"))
        self.base = base

    def paragraph(self, style_id: str | None) -> Style:
        """A paragraph style; that of Normal for none, or for one that the file does not have."""
        known = self._paragraphs.get(style_id)
        if known is None:
            stated = style_id if style_id in self._raw else None
            known = self._resolve(self._defaults.get("paragraph", "") if stated is None else stated, 0)
            self._paragraphs[style_id] = known
        return known

    def run(self, style_id: str) -> Style:
        """A character style: what it says itself, without the document's defaults."""
        return self._resolve(style_id, 0) if style_id in self._raw else Style()

    def _resolve(self, style_id: str, depth: int) -> Style:
        known = self._resolved.get(style_id)
        if known is not None:
            return known
        element = self._raw.get(style_id)
        if element is None or depth > _DEPTH:
            return self.base
        w = self._w
        parent = value(element, w, "basedOn")
        of_runs = element.get(w + "type") == "character"
        above = self._resolve(parent, depth + 1) if parent in self._raw else Style() if of_runs else self.base
        own = self._read(element, style_id)
        resolved = replace(
            above, **{name: found for name in Style.__slots__ if (found := getattr(own, name)) not in (None, "")}
        )
        if own.list_id is None and own.list_level is not None and above.list_id is not None:
            resolved = replace(resolved, list_style=style_id)
        self._resolved[style_id] = resolved
        return resolved

    def _read(self, element: _Element, style_id: str) -> Style:
        w = self._w
        properties, run = element.find(w + "pPr"), element.find(w + "rPr")
        listed = None if properties is None else properties.find(w + "numPr")
        name = value(element, w, "name") or ""
        level = integer(value(properties, w, "outlineLvl"), None, 9)
        if level is None and (heading := _HEADING.fullmatch(name)):
            level = int(heading[1]) - 1  # programs that write no outline level still name the built-in style
        list_id = value(listed, w, "numId")
        return Style(
            name=name,
            level=level,
            list_id=list_id,
            list_level=integer(value(listed, w, "ilvl"), None, 8),
            list_style=None if list_id is None else style_id,
            bold=switch(run, w, "b"),
            hidden=switch(run, w, "vanish"),
            size=points(value(run, w, "sz")),
            alignment=value(properties, w, "jc"),
        )


def without_table_styles(data: bytes) -> bytes:
    """A styles part without its table styles and its list of latent ones.

    They say nothing of text and may be nine tenths of it. Cut out as bytes, since parsing them is what costs; a part
    that is written in another way comes back whole.
    """
    kept: list[bytes] = []
    at = 0
    latent = data.find(b"<w:latentStyles ")
    if latent >= 0 and (end := data.find(b"</w:latentStyles>", latent)) >= 0:
        at = end + len(b"</w:latentStyles>")
        if b"<w:style " in data[latent:at]:
            return data
        kept.append(data[:latent])
    while (mark := data.find(b'w:type="table"', at)) >= 0:
        start, end = data.rfind(b"<w:style ", at, mark), data.find(b"</w:style>", mark)
        if start < 0 or end < 0 or b">" in data[start:mark] or data[data.find(b">", mark) - 1] == 0x2F:
            return data
        kept.append(data[at:start])
        at = end + len(b"</w:style>")
    kept.append(data[at:])
    return b"".join(kept)


def value(parent: _Element | None, w: str, name: str) -> str | None:
    """The w:val of a child element, or None where there is none."""
    child = None if parent is None else parent.find(w + name)
    return None if child is None else child.get(w + "val")


def switch(properties: _Element | None, w: str, name: str) -> bool | None:
    """A property that is on, off, or not stated."""
    child = None if properties is None else properties.find(w + name)
    return None if child is None else child.get(w + "val") not in OFF


def points(half_points: str | None) -> float | None:
    """A font size in points; Word states it in halves."""
    try:
        size = float(half_points or "") / 2
    except ValueError:
        return None
    return size if 0 < size <= 1638 else None


def integer(text: str | None, default: int | None, cap: int) -> int | None:
    """A number between 0 and a cap; the default where there is none."""
    try:
        return max(0, min(int(text), cap)) if text is not None else default
    except ValueError:
        return default
