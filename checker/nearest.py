"""The nearest of the valid names to one that is not valid."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, names: Iterable[str], least: float = 0.55) -> str | None:
    """The name that was most likely meant, or None where none is near; `least` is how alike it must be, of 1."""
    from difflib import SequenceMatcher

    best, score = None, 0.0
    for name in names:
        ratio = SequenceMatcher(None, word.lower(), name.lower(), autojunk=False).ratio()
        if name and (word.startswith(name) or name.startswith(word)) and word:
            ratio = max(ratio, 0.6)
        if ratio > score:
            best, score = name, ratio
    return best if score >= least else None


def meant(word: str, names: Iterable[str]) -> str:
    """A clause for the end of a message: the nearest name, else twelve of them at most; "" when there are none."""
    known = list(dict.fromkeys(names))
    near = nearest(word, known)
    if near is not None:
        return f"，是否想写“{near}”？"
    if not known:
        return ""
    shown = "、".join(known[:12])
    return f"（可用的有：{shown}{'……' if len(known) > 12 else ''}）"
