"""What a page of a PDF holds, whoever read it: characters with their boxes, ruling lines, and how much of it is image.

Coordinates are points of the page as it is viewed (rotation applied), from its top left corner.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

MAX_CHARS = 60_000  # a page of the smallest print holds some 10 000
MAX_SEGMENTS = 60_000  # straight pieces of drawn lines
THICK = 3.0  # points: a filled rectangle thicker than this both ways is shading, a thinner one is a ruling line


class Char(NamedTuple):
    """A character and its loose box (the font's line height, not the ink: 一 has hardly any ink)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    bold: bool = False


class Edge(NamedTuple):
    """A horizontal or vertical ruling line, or one side of a drawn rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.bottom - self.top < self.x1 - self.x0


@dataclass(slots=True)
class PageContent:
    """What a page holds. `image_share` is the part of the page that images cover; `hidden` counts characters for
    which the font gives no code at all; `curves` counts drawn shapes that are no straight lines; `capped` says that
    reading stopped at a limit."""

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    image_share: float = 0.0
    hidden: int = 0
    curves: int = 0
    capped: bool = False
