"""The heading of a page: often it stands in the site's frame, outside the article that it belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checker.folding import fold
from checker.read.html_article import SITE_NAME, is_heading, leads_away
from checker.read.html_blocks import BLOCKS
from checker.read.html_tables import words_of

if TYPE_CHECKING:
    from lxml.etree import _Element


def titles_of(root: _Element) -> str:
    """What the page says it is about: its <title> and the ArticleTitle of government sites' common standard."""
    titles = [words_of(element) for element in root.iter("title")][:1]
    titles += [
        meta.get("content") or "" for meta in root.iter("meta") if (meta.get("name") or "").lower() == "articletitle"
    ][:1]
    return "\n".join(" ".join(title.split()) for title in titles)


def heading_of(body: _Element, titles: str) -> tuple[str, int | None]:
    """The text and level of the heading that the page's title repeats, else of its only h1; "" when there is none.

    To be asked before the page is pruned.
    """
    wanted = plain(titles)
    best, level = "", None
    for element in body.iter("h1", "h2", "h3", "h4", "div", "p", "span", "td", "strong"):
        if not (element.tag == "h4" or is_heading(element)):
            continue
        if len(element) > 8 or any(child.tag in BLOCKS for child in element.iterdescendants()):
            continue
        text = " ".join(words_of(element).split())
        if 4 <= len(text) <= 120 and len(text) > len(best) and plain(text) in wanted and not SITE_NAME.search(text):
            best, level = text, _level(element)
    if best:
        return best, level
    top = [element for element in body.iter("h1") if words_of(element).strip()]
    if len(top) == 1 and not any(leads_away(link) for link in (*top[0].iter("a"), *top[0].iterancestors("a"))):
        only = " ".join(words_of(top[0]).split())
        if 6 <= len(only) <= 120 and not SITE_NAME.search(only):
            return only, 1
    return "", None


def plain(text: str) -> str:
    """A text for comparison: folded, without spaces."""
    return "".join(fold(text).split())


def _level(element: _Element) -> int | None:
    return int(element.tag[1]) if re.fullmatch(r"h[1-6]", element.tag) else None
