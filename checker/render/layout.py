"""Laying text out for a terminal: Han characters are two columns wide, and colour is only for those who want it."""

from __future__ import annotations

import unicodedata

_CLOSING = frozenset("，。；：？！、）》”’】〉%‰")
_ENDS = ("\n", "\t", "。", "\N{FULLWIDTH SEMICOLON}", ";")
_CODES = {"bold": "1", "dim": "2", "underline": "4", "red": "31", "green": "32", "yellow": "33", "blue": "34"}


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, columns: int) -> list[str]:
    """A text in lines of at most so many columns; closing punctuation never begins a line, Latin words stay whole."""
    lines: list[str] = []
    line, taken = "", 0
    for word in _words(text):
        wide = width(word)
        if line and taken + wide > columns and word not in _CLOSING:
            lines.append(line.rstrip())
            line, taken = "", 0
            word, wide = word.lstrip(), width(word.lstrip())
        while wide > columns and len(word) > 1:
            lines.append(word[:columns])
            word = word[columns:]
            wide = width(word)
        line, taken = line + word, taken + wide
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _words(text: str) -> list[str]:
    """Runs of Latin letters and digits as they are, every other character for itself."""
    words: list[str] = []
    latin = False
    for character in text:
        part = character.isascii() and not character.isspace()
        if part and latin:
            words[-1] += character
        else:
            words.append(character)
        latin = part
    return words


def excerpt(text: str, start: int, end: int, columns: int) -> tuple[str, int, int] | None:
    """The sentence around a range of a text, cut to fit on one line of so many columns.

    Returns the line, and the columns at which the range begins and how many it takes; None when the range itself goes
    over several lines or does not fit.
    """
    words = text[start:end]
    if not words.strip() or any(mark in words for mark in "\n\t") or width(words) > columns - 8:
        return None
    first = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    ends = [at for mark in _ENDS if (at := text.find(mark, end)) >= 0]
    last = min(ends, default=len(text))
    if last < len(text) and text[last] not in "\n\t":
        last += 1
    before, after = text[first:start].lstrip(), text[end:last].rstrip()
    room = columns - width(words)
    before, cut = _last_columns(before, max(room // 2, room - width(after)))
    head = "…" + before if cut else before
    after, cut = _first_columns(after, room - width(head))
    return head + words + after + ("…" if cut else ""), width(head), width(words)


def _first_columns(text: str, columns: int) -> tuple[str, bool]:
    if width(text) <= columns:
        return text, False
    kept = ""
    for character in text:
        if width(kept + character) > columns - 2:
            break
        kept += character
    return kept, True


def _last_columns(text: str, columns: int) -> tuple[str, bool]:
    kept, cut = _first_columns(text[::-1], columns)
    return kept[::-1], cut


def plain(name: str) -> str:
    """A file's name with a mark for what would steer a terminal: a hostile name must not repaint the screen."""
    return "".join("\ufffd" if unicodedata.category(character) in ("Cc", "Cf") else character for character in name)


class Paint:
    """Colours a text, or leaves it as it is."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, text: str, *styles: str) -> str:
        if not self._colour or not styles or not text:
            return text
        return f"\x1b[{';'.join(_CODES[style] for style in styles)}m{text}\x1b[0m"
