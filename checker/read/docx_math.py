"""A Word formula (m:oMath) as one line of text: 286/290, not the 286290 that its bare characters would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checker.read.ooxml import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAX_DEPTH = 40
_SIGNS = set("+-−*×÷/=±<>≤≥·")


def math_text(element: _Element, depth: int = 0) -> str:
    """Fractions as a/b, powers as x^2, roots as √(x), brackets as they stand; everything else in order."""
    if depth > _MAX_DEPTH:
        return ""
    name = local_name(element)

    def part(wanted: str) -> str:
        return "".join(math_text(child, depth + 1) for child in element if local_name(child) == wanted)

    if name == "t":
        return element.text or ""
    if name == "f":
        return f"{_whole(part('num'))}/{_whole(part('den'))}"
    if name == "sSup":
        return f"{_whole(part('e'))}^{_whole(part('sup'))}"
    if name == "rad":
        return f"{part('deg')}√({part('e')})"
    if name == "nary":
        return f"{_property(element, 'chr', '∫')}{part('sub')}{part('sup')}{part('e')}"
    if name == "d":
        inner = _property(element, "sepChr", "|").join(
            math_text(child, depth + 1) for child in element if local_name(child) == "e"
        )
        return _property(element, "begChr", "(") + inner + _property(element, "endChr", ")")
    if name.endswith("Pr") or name in {"del", "moveFrom"}:
        return ""
    return "".join(math_text(child, depth + 1) for child in element)


def _whole(text: str) -> str:
    """An operand, in brackets when it is more than one term."""
    return f"({text})" if any(sign in _SIGNS for sign in text[1:]) else text


def _property(element: _Element, name: str, default: str) -> str:
    for properties in element:
        if local_name(properties).endswith("Pr"):
            for child in properties:
                if local_name(child) == name:
                    return next((str(v) for k, v in child.attrib.items() if str(k).endswith("}val")), default)
    return default
