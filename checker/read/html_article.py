"""The article of a web page, without the site around it.

The page is pruned, never cut out: first the element that holds most of the page's own words is found, then everything
beside the way to it is kept or dropped by what it is. An article in several parts loses none of them that way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.folding import fold
from checker.read.html_blocks import BLOCKS
from checker.read.html_tables import is_data, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN_NAMES = (
    "script style noscript template head iframe frame frameset object embed applet svg canvas audio video map "
    "select option datalist textarea button input rt rp del link meta"
)
_NEVER_SHOWN = _UNSEEN_NAMES.split()
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt)?\s*(?:;|$)"
    r"|mso-element\s*:\s*(?:comment-list|comment\b|header|footer)",
    re.I,
)
_ATTACHED = re.compile(r"\.(?:docx?|xlsx?|wps|et|pdf|ofd|zip|rar|7z|pptx?|csv|txt|jpe?g|png)(?:[?#]|$)", re.I)

# Names of classes and ids. A strong one names nothing that could be an article; a weak one may also hold one.
_STRONG = re.compile(
    r"(?:^|[\s_-])(?:nav|navs|navbar|navigation|menu|menus|footer|foot|copyright|breadcrumbs?|crumbs?|dqwz|weizhi|sidebar|related"
    r"|relation|recommend|share|bdshare\w*|jiathis\w*|social|print|fontsize|font-size|qrcode|ewm|erweima|friendlink\w*"
    r"|pagination|pager|prevnext|comments?|advert\w*|ads?|topbar|toolbar|sitemap|search|login)(?:$|[\s_-]|\d)",
    re.I,
)
_WEAK = re.compile(
    r"(?:^|[\s_-])(?:header|head|top|logo|banner|location|position|aside|links?|tools?|pages?|prev|next|hot|rank|popup"
    r"|modal|dialog|float|lang|left|right|info|meta|source|property|xxgk\w*|bottom)(?:$|[\s_-]|\d)",
    re.I,
)
_IMPRINT = re.compile(
    r"版权所有|ICP备|公网安备|网站标识码|网站地图|(?:主办|承办|技术支持|主管)(?:单位)?\s*:"
    r"|copyright|all rights reserved|©",
    re.I,
)
_CATALOGUE = re.compile(
    r"(?:索引号|公开方式|公开时限|主题分类|信息分类|体裁分类|主题词|公开范围|发布机构|发文机关|成文日期|发布日期|生成日期|发文日期|文\s*号|发文字号|有效性|时效性|公开目录)\s*:?$"
)
_TITLE = re.compile(r"title|(?:^|[\s_-])(?:tit|bt|biaoti|headline)(?:$|[\s_-]|\d)", re.I)
SITE_NAME = re.compile(r"(?:网站?|政府|门户|频道|栏目|公告|公开|动态|首页|平台|专栏|信息)$")
_SENTENCE = re.compile(r"[。;,!]")


@dataclass(slots=True)
class _Weight:
    """Characters below an element: all, those of links that lead away, and the number of those links."""

    text: int = 0
    linked: int = 0
    links: int = 0

    @property
    def own(self) -> int:
        return self.text - self.linked

    @property
    def dense(self) -> bool:
        """Whether most of it is links."""
        return self.linked * 2 > self.text


def prune(body: _Element) -> bool:
    """Drop from a page what is not its article, in place; true when hidden text had to be taken for the article."""
    drop_unseen(body)
    revealed = _drop_hidden(body)
    weights = _weigh(body)
    core, way = _core(body, weights)
    # Frames around the core alone (a cell in its row, a box in a box) count as the core itself.
    frame = next((parent for parent in way[::-1] if weights[parent].text > weights[core].text), None)
    near = False
    for parent in way:
        near = near or parent is frame
        before = True
        for child in list(parent):
            if child is core or child in way:
                before = False
            elif not _belongs(child, weights, near=near):
                title = _title_in(child, weights) if before else None
                if title is None:
                    _remove(child)
                elif title is not child:
                    title.tail = child.tail
                    parent.replace(child, title)
        _drop_loose(parent)
    _drop_furniture(core, weights)
    return revealed


def frames_of(root: _Element) -> int:
    """How many frames of a page show another file."""
    shown = 0
    for element in root.iter("iframe", "frame", "object", "embed"):
        source = (element.get("src") or element.get("data") or "").strip().lower()
        if source and not source.startswith(("about:", "javascript:", "data:")) and not _is_hidden(element):
            shown += 1
    return shown


def is_paged(body: _Element) -> bool:
    """Whether the page is one of several that its article is spread over."""
    return any(words_of(link).strip(" [【】]>»›") in {"下一页", "下页"} and leads_away(link) for link in body.iter("a"))


def drop_unseen(body: _Element) -> None:
    """Drop, in place, the elements of which a browser never shows a word, whatever a style says."""
    from lxml import etree

    etree.strip_elements(body, *_NEVER_SHOWN, with_tail=False)


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _drop_hidden(body: _Element) -> bool:
    """Drop what a browser does not show, unless it is most of the page: then a script was to reveal the article."""
    hidden = [element for element in body.iterdescendants() if _is_hidden(element)]
    if not hidden:
        return False
    weights = _weigh(body)
    revealed = False
    for element in hidden:
        if element.getparent() is None:
            continue
        if weights[element].own * 2 > weights[body].text and "mso-" not in (element.get("style") or ""):
            revealed = True
        else:
            _remove(element)
    return revealed


def _weigh(body: _Element) -> dict[_Element, _Weight]:
    weights: dict[_Element, _Weight] = {}
    for element in list(body.iter())[::-1]:  # children before their parents
        weight = _Weight(_size(element.text))
        for child in element:
            below = weights.get(child)
            if below is not None:
                weight.text += below.text
                weight.linked += below.linked
                weight.links += below.links
            weight.text += _size(child.tail)
        if element.tag == "a" and leads_away(element):
            weight.linked, weight.links = weight.text, 1
        weights[element] = weight
    return weights


def _core(body: _Element, weights: dict[_Element, _Weight]) -> tuple[_Element, list[_Element]]:
    """The element that holds most of the page's words and is no single paragraph, and its ancestors from the body."""
    way: list[_Element] = []
    node = body
    while not (node.tag == "table" and is_data(node)):
        best = max(node, key=lambda child: weights[child].own, default=None)
        if best is None or weights[best].own * 2 < weights[node].own or weights[best].own == 0:
            break
        if best.tag != "table" and not any(
            child.tag in BLOCKS or child.tag == "br" for child in best.iterdescendants()
        ):
            break
        if best.tag in {"p", "li", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}:
            break
        way.append(node)
        node = best
    return node, way


def _belongs(element: _Element, weights: dict[_Element, _Weight], *, near: bool) -> bool:
    """Whether something beside the way to the core is part of the article; `near`: right beside the core."""
    if not isinstance(element.tag, str):
        return False
    weight = weights[element]
    if not weight.text:
        return near  # pictures, empty lines
    name = names_of(element)
    text = fold(words_of(element))
    if element.tag in {"nav", "footer", "aside", "menu"} or _STRONG.search(name):
        return weight.own > 400 and not weight.dense and len(_SENTENCE.findall(text)) > 10
    if weight.dense or (_IMPRINT.search(text) and weight.text < 600) or _is_catalogue(element):
        return False
    if weight.own >= 20 and any(is_data(table) for table in element.iter("table")):
        return True
    weak = element.tag == "header" or bool(_WEAK.search(name))
    if weight.own >= 40 and _SENTENCE.search(text):
        return not weak or weight.own >= 200
    return near and not weak and not weight.links


def _title_in(element: _Element, weights: dict[_Element, _Weight]) -> _Element | None:
    """The heading that stands in something over the article, beside the article's date, source and widgets."""
    if not isinstance(element.tag, str) or _STRONG.search(names_of(element)) or element.find(".//nav") is not None:
        return None
    if not weights[element].text or weights[element].text > 400:
        return None
    for inner in element.iter():
        if not isinstance(inner.tag, str) or not is_heading(inner) or weights[inner].links:
            continue
        if any(is_heading(below) and weights[below].text for below in inner.iterdescendants()):
            continue  # it is the frame of a title and something else
        if 6 <= weights[inner].text <= 120 and not SITE_NAME.search(words_of(inner).strip()):
            return inner
    return None


def is_heading(element: _Element) -> bool:
    """Whether an element says that it is a title, by its tag or by its class or id."""
    return element.tag in {"h1", "h2", "h3"} or bool(_TITLE.search(names_of(element)))


def names_of(element: _Element) -> str:
    """An element's class and id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def leads_away(link: _Element) -> bool:
    """Whether a link leads to another page: not within this one, not to an attachment."""
    target = link.get("href") or ""
    return bool(target) and target[0] != "#" and not _ATTACHED.search(target)


def _is_catalogue(element: _Element) -> bool:
    """Whether it is the table of 索引号, 公开方式, … that government sites put over a published document."""
    if len(list(element.iter())) > 200:
        return False
    labels = sum(
        bool(_CATALOGUE.match("".join(fold(str(text)).split()).strip("【】[]")))
        for text in element.itertext()
        if text.strip()
    )
    return labels >= 3


def _drop_loose(parent: _Element) -> None:
    """Words that stand directly beside the core's frame are kept only as sentences."""
    for text, holder in [(parent.text, None), *((child.tail, child) for child in parent)]:
        if text and len(text.split()) and not (len(text.strip()) >= 20 and _SENTENCE.search(fold(text))):
            if holder is None:
                parent.text = " "
            else:
                holder.tail = " "


def _drop_furniture(core: _Element, weights: dict[_Element, _Weight]) -> None:
    """What a site sets into the article itself: links to other pages, sharing, printing, its catalogue table."""
    pending = list(core)[::-1]
    if core.tag == "table" and is_data(core):
        return
    while pending:
        element = pending.pop()
        if not isinstance(element.tag, str) or (element.tag == "table" and is_data(element)):
            if element.tag == "table" and _is_catalogue(element):
                _remove(element)
            continue
        weight = weights[element]
        if not weight.text:
            continue
        name = names_of(element)
        named = element.tag in {"nav", "footer", "menu"} or bool(_STRONG.search(name))
        small = weight.own < 200 and weight.own * 5 < weights[core].own
        if element.tag in BLOCKS and small and not any(is_data(table) for table in element.iter("table")):
            text = fold(words_of(element))
            if (
                named
                or (weight.links >= 2 and weight.linked * 10 > weight.text * 6)
                or (
                    _IMPRINT.search(text) and element.tag in {"div", "footer", "section", "table"} and weight.text < 400
                )
                or _is_catalogue(element)
            ):
                _remove(element)
                continue
        pending += list(element)[::-1]


def _remove(element: _Element) -> None:
    """Take an element out and leave the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    previous = element.getprevious()
    parent.remove(element)
    if tail:
        if previous is None:
            parent.text = (parent.text or "") + tail
        else:
            previous.tail = (previous.tail or "") + tail


def _size(text: str | None) -> int:
    return len("".join(text.split())) if text else 0
