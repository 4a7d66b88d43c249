"""Bytes of a text file → text. Submissions are UTF-8 or one of the GB family; what a page declares is often wrong."""

from __future__ import annotations

import codecs

from checker.document import DocumentBuilder
from checker.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A declaration is followed only where it names a family that strict UTF-8 and GB18030 would not read: everything that
# calls itself gb2312 or gbk is GB18030, and what calls itself utf-8 or iso-8859-1 and is not UTF-8 is GB18030 as well.
_DECLARABLE = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "euc-tw": "big5hkscs"}
_BROKEN = "\N{REPLACEMENT CHARACTER}"
_CUT = 3  # bytes: a file that was cut off ends in at most so many bytes of an unfinished character


def decode(data: bytes, declared: str | None = None) -> str:
    """The text: by byte order mark, else strict UTF-8, else as declared (Big5 only), else GB18030.

    A text with a few broken bytes, or one that was cut off inside a character, keeps its encoding and has U+FFFD in
    their places (see `note_broken`); raises ReadError (damaged) when it is no text in any of these encodings.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _tolerantly(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if b"\0" in data[:4096] and (wide := _wide_encoding(data)):
        return _tolerantly(data, wide)
    # UTF-8 cut off inside a character is often valid GB18030, and all of it nonsense: so this comes first. Text in a
    # GB encoding is never mistaken for it: nearly every one of its characters is broken UTF-8.
    loose = data.decode("utf-8", "replace")
    if _few(loose) and sum(character > "\u0800" for character in loose) > 10 * loose.count(_BROKEN):
        return loose
    named = _DECLARABLE.get((declared or "").strip().lower())
    if named:
        try:
            return data.decode(named)
        except UnicodeDecodeError:
            pass
    return _tolerantly(data, "gb18030")


def note_broken(builder: DocumentBuilder, text: str) -> None:
    """Say so when characters of a decoded text are broken."""
    if broken := text.count(_BROKEN):
        builder.note("broken-text", f"文中有{broken}处文字因编码损坏无法识别")


def _tolerantly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        loose = data.decode(encoding, "replace")
        if _few(loose) or (error.start >= len(data) - _CUT and len(loose) > 1):
            return loose
        raise ReadError("damaged", "文字编码无法识别，文件可能已损坏", "请另存为UTF-8编码后再提交") from error


def _few(text: str) -> bool:
    """Whether broken characters are rare enough for the encoding to be the right one."""
    broken = text.count(_BROKEN)
    return broken * 200 <= len(text)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without its byte order mark, by where the zero bytes of its ASCII characters stand."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 8 or min(even, odd) * 8 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"
