"""pdfplumber's own reading of a page, for the pages that pdfium cannot read faithfully.

About twelve times slower than pdf_page.py, so it serves only pages whose fonts are not embedded and pages that pdfium
refuses to load.
"""

from __future__ import annotations

import io
import logging
import unicodedata
from typing import Any

from checker.errors import ReadError
from checker.read.pdf_content import MAX_CHARS, MAX_SEGMENTS, THICK, Char, Edge, PageContent
from checker.read.pdf_page import is_bold_name


class Plumber:
    """A PDF opened by pdfplumber when the first page is asked for; close it afterwards."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: Any = None

    def count(self) -> int:
        """The number of pages; raises ReadError (encrypted, damaged)."""
        from pdfplumber.utils.exceptions import PdfminerException

        try:
            return len(self._opened().pages)
        except PdfminerException as error:
            if any("Password" in type(cause).__name__ for cause in error.args):
                raise encrypted() from error
            raise damaged() from error
        except Exception as error:  # as in `page`
            raise damaged() from error

    def page(self, number: int) -> PageContent | None:
        """Page `number` (from 1), or None when pdfplumber cannot read it either."""
        try:
            page = self._opened().pages[number - 1]
            content = _content(page, number)
            page.close()
        except Exception:
            # pdfminer has no base class for what a broken file makes it raise (KeyError, TypeError, struct.error …);
            # None makes the reader say that the page is missing.
            return None
        return content

    def _opened(self) -> Any:
        if self._pdf is None:
            import pdfplumber

            # pdfminer reports every oddity of a file on the log, which would end on the user's terminal.
            logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
            self._pdf = pdfplumber.open(io.BytesIO(self._data))
        return self._pdf

    def close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None


def encrypted() -> ReadError:
    """The error for a file that only a password opens."""
    return ReadError("encrypted", "文件设置了打开密码", "请解除密码后再提交")


def damaged() -> ReadError:
    """The error for a file that is no PDF any more."""
    return ReadError("damaged", "PDF文件已损坏或不完整", "请重新导出PDF后提交")


def _content(page: Any, number: int) -> PageContent:
    content = PageContent(number, float(page.width), float(page.height))
    chars = page.chars
    content.capped = len(chars) > MAX_CHARS or len(page.rects) + len(page.lines) > MAX_SEGMENTS
    for char in chars[:MAX_CHARS]:
        text = char["text"]
        if text.startswith("(cid:") or (len(text) == 1 and unicodedata.category(text) == "Cc"):
            content.hidden += 1
            continue
        a, b = abs(char["matrix"][0]), abs(char["matrix"][1])
        if min(a, b) < 0.08 * max(a, b):  # the others are watermarks written at an angle
            box = (float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"]))
            content.chars.append(Char(text, *box, is_bold_name(str(char.get("fontname", "")))))
    content.edges = _edges(page)
    content.curves = len(page.curves)
    size = max(content.width * content.height, 1.0)
    content.image_share = min(max((i["width"] * i["height"] / size for i in page.images), default=0.0), 1.0)
    return content


def _edges(page: Any) -> list[Edge]:
    from pdfplumber.utils.geometry import obj_to_edges

    found: set[Edge] = set()
    for item in [*page.lines, *page.rects][:MAX_SEGMENTS]:
        thick = item["width"] > THICK and item["height"] > THICK
        if thick and (item["object_type"] == "line" or (item.get("fill") and not item.get("stroke"))):
            continue  # a slanted line, or shading
        for edge in obj_to_edges(item):
            x0, x1 = float(edge["x0"]), float(edge["x1"])
            top, bottom = float(edge["top"]), float(edge["bottom"])
            if edge["orientation"] == "h":
                found.add(Edge(round(x0, 2), round(top, 2), round(x1, 2), round(top, 2)))
            else:
                found.add(Edge(round(x0, 2), round(top, 2), round(x0, 2), round(bottom, 2)))
    return sorted(found)
