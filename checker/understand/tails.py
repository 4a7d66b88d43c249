"""What stands behind a number: 多, a scale (万), a unit (元), what it is divided by (/人·月), 余."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from checker.understand.units import PER_REGEX, SCALE_REGEX, UNIT_REGEX

_POST: Final = re.compile(r"多(?![种样元层次方媒])|余(?![额款])")


@dataclass(slots=True)
class Tail:
    """The parts behind a number, None where there is none, and where they begin and end.

    `pre` is 余, 多 or 来 before the unit (300余人), `mid` between scale and unit (3万多人), `post` after it; `bare_end`
    is where the scale, with its `mid`, ends.
    """

    start: int
    end: int
    scale: str | None = None
    unit: str | None = None
    per: str | None = None
    pre: str | None = None
    mid: str | None = None
    post: str | None = None
    bare_end: int = 0


def read_tail(text: str, at: int) -> Tail | None:
    """The tail of a number that ends at `at`; None where neither scale nor unit stands there."""
    start = at
    pre = text[at] if text[at : at + 1] in ("余", "多", "来") else None
    at += 1 if pre else 0
    spaces = 0
    while spaces < 2 and text[at : at + 1] == " ":
        at, spaces = at + 1, spaces + 1
    unit = UNIT_REGEX.match(text, at)
    scale = mid = None
    bare_end = 0
    if unit is None:
        found = SCALE_REGEX.match(text, at)
        if found is None:
            return None
        scale, at = found[0], found.end()
        if text[at : at + 1] in ("余", "多"):
            mid, at = text[at], at + 1
        bare_end = at
        space = text[at : at + 1] == " "
        unit = UNIT_REGEX.match(text, at + space)
        at += space
    if unit is not None:
        at = unit.end()
    per = PER_REGEX.match(text, at)
    at = per.end() if per else at
    post = _POST.match(text, at)
    at = post.end() if post else at
    return Tail(
        start,
        at,
        scale,
        unit[0] if unit else None,
        per[0] if per else None,
        pre,
        mid,
        post[0] if post else None,
        bare_end,
    )
