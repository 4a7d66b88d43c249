"""Web pages, and documents that office programs saved as web pages → Document. Nothing is ever fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from checker.document import Document, DocumentBuilder
from checker.errors import ReadError
from checker.folding import fold
from checker.read.encoding import decode, note_broken
from checker.read.source import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

    from checker.read.html_blocks import Block, Line

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})", re.I)
_FEW = 200  # characters: an article of a page has more, so what it shows otherwise counts

# Lines of a page that are the site's. Whole lines only, and always with one of the words that no report writes so.
_WIDGET = re.compile(
    r"打印(?:本页|本文|正文|文章|页面|此页)?|关闭(?:本页|窗口|页面)|返回(?:顶部|列表|首页|上一页)|分享(?:到|至)|收藏(?:本页|本文)|字体|字号"
    r"|浏览(?:次数|量|数)|点击(?:次数|率|数|量)|阅读(?:次数|量|数)|访问(?:次数|量)|扫一扫|扫码|朗读|语音播报|视力保护色|复制链接"
)
_WIDGET_REST = re.compile(
    r"微信好友|朋友圈|微信|新浪微博|腾讯微博|微博|QQ空间|QQ好友|QQ|空间|在手机(?:上)?(?:打开|查看|浏览|观看)当前页(?:面)?|分享|关闭|默认|超大|特大|加大"
    r"|大|中|小|A[+-]|人次|次|更多|保护视力|手机(?:端|版)|二维码|到"
)
_ABOUT = re.compile(
    r"(?:发布|更新|录入|上传|成文|发文|公开|生成|添加)(?:时间|日期)|(?:信息|文章|稿件|内容)?来源|作者|(?:责任|文字|网站)?编辑|"
    r"发布(?:机构|单位|部门|人)|信息提供|发文(?:机关|单位|字号)|索引号|主题分类|公开(?:方式|范围|时限)|有效性|审核(?:人)?|责编|撰稿"
)
_CLOCK = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d{2}(?::\d{2})?"
_FIELD = re.compile(rf"(?:{_ABOUT.pattern})\s*:\s*(?:{_CLOCK}|[^\s:]{{0,40}})|(?:时间|日期)\s*:\s*{_CLOCK}")
_BARE = re.compile(r"[\d\s\[\](){}【】<>|/:,.;_·—\-+年月日]*")
_CRUMBS = re.compile(r"(?:[您你])?(?:现在|当前|目前)?(?:所在)?(?:的)?位置\s*:.*|(?:网站)?首页\s*(?:[>»›/→-]+.*)?")
_AFTER = re.compile(
    r"(?:上|下)一(?:篇|条|页)\s*(?::.*)?|(?:没有了|暂无)|相关(?:链接|阅读|新闻|文章|文档|信息|推荐|稿件|解读|内容)\s*:?"
    r"|(?:责任)?编辑\s*:.{0,20}"
    r"|.*(?:版权所有|ICP备|公网安备|网站标识码|网站地图|All Rights Reserved).*"
    r"|(?:主办|承办|技术支持)(?:单位)?\s*:.*|联系我们|热门.{0,4}|推荐阅读",
    re.I,
)


def read(source: Source) -> Document:
    """The article of a page with its tables; raises ReadError (damaged, hostile, no-text, scanned)."""
    from checker.read.html_article import frames_of, is_paged, prune
    from checker.read.html_blocks import Line, blocks_of
    from checker.read.html_title import heading_of, plain, titles_of

    data, declared = _page(source.data)
    text = decode(data, declared)
    root = _parse(text)
    builder = DocumentBuilder(source.path, "html", source.sha256)
    note_broken(builder, text)
    frames = frames_of(root)
    body = root.find("body")
    blocks: list[Block] = []
    images = 0
    if body is not None:
        heading, level = heading_of(body, titles_of(root))
        if is_paged(body):
            builder.note("paged", "网页正文分成多页，本文件只有其中一页", incomplete=True)
        if prune(body):
            builder.note("hidden-text", "正文在网页中设为隐藏，要由脚本显示，已按正文读取")
        blocks, images = blocks_of(body)
        blocks = _without_site(blocks)
        words = [plain(block.text) for block in blocks if isinstance(block, Line)]
        if heading and blocks and plain(heading) not in words and plain(heading) not in "".join(words[:8]):
            blocks.insert(0, Line(heading, level or 1, True, True))
    length = _lay(builder, blocks)
    _note_missing(builder, length, frames, images)
    if not length:
        _refuse(text, frames, images)
    return builder.build()


def blocks_of_fragment(text: str) -> list[Block]:
    """The lines and tables of a piece of HTML, such as a table inside Markdown."""
    from checker.read.html_article import drop_unseen
    from checker.read.html_blocks import blocks_of

    body = _parse(f"<body>{text}").find("body")
    if body is None:
        return []
    drop_unseen(body)
    return blocks_of(body)[0]


def _page(data: bytes) -> tuple[bytes, str | None]:
    """The page's bytes and the encoding that it declares; a single-file page (.mht) is unpacked."""
    if re.match(rb"\s*[A-Za-z-]+:[^\n]*\n", data) and re.search(
        rb"^content-type:\s*multipart/", data[:8192], re.I | re.M
    ):
        import email

        for part in email.message_from_bytes(data).walk():
            if part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes) and payload.strip():
                    return payload, part.get_content_charset() or _declared(payload)
        raise ReadError("damaged", "网页文件里没有网页正文", "请用浏览器打开原网页并重新另存后提交")
    return data, _declared(data)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:8192])
    return match[1].decode("ascii") if match else None


def _parse(text: str) -> _Element:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True, recover=True
    )
    # The parser stops at a NUL and takes U+FEFF for the end of the head.
    data = text.replace("\0", " ").replace("\ufeff", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError("damaged", "网页内容已损坏", "请用浏览器打开原网页并重新另存后提交") from error
    if root is None:
        raise ReadError("no-text", "网页里没有文字", "请提交有内容的报告")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        # What stands below is lost without any other sign.
        raise ReadError("hostile", "网页的标签嵌套过深，已停止读取", "请用浏览器打开，把正文另存为.docx后再提交")
    return root


def _without_site(blocks: list[Block]) -> list[Block]:
    """Without the site's own lines before the first sentence and after the last, and its widgets anywhere."""
    from checker.read.html_blocks import Line

    said = [i for i, block in enumerate(blocks) if not isinstance(block, Line) or _is_sentence(block)]
    first, last = (said[0], said[-1]) if said else (len(blocks), -1)
    kept = []
    for i, block in enumerate(blocks):
        if isinstance(block, Line):
            line = fold(block.text).strip()
            site = _is_widget(line)
            site = site or (i < first and (_is_about(line) or bool(_CRUMBS.fullmatch(line))))
            site = site or (i > last and bool(_AFTER.fullmatch(line)))
            if site:
                continue
        kept.append(block)
    return kept


def _is_sentence(line: Line) -> bool:
    return len(line.text) >= 40 and ("。" in line.text or "；" in line.text or ";" in line.text)


def _is_widget(line: str) -> bool:
    """Whether a folded line is made of what a site sets beside an article, such as 打印 and 字体."""
    if len(line) > 200 or not _WIDGET.search(line):
        return False
    rest = _FIELD.sub("", re.sub(r"(?:[一-鿿]{2})?(?:时间|日期)\s*:\s*[\d/年月日.-]+", "", line))
    return bool(_BARE.fullmatch(_WIDGET_REST.sub("", _WIDGET.sub("", rest))))


def _is_about(line: str) -> bool:
    """Whether a folded line over an article says only who published it and when."""
    return len(line) < 300 and bool(_FIELD.search(line)) and bool(_BARE.fullmatch(_FIELD.sub("", line)))


def _lay(builder: DocumentBuilder, blocks: list[Block]) -> int:
    from checker.read.html_blocks import Line

    for block in blocks:
        if isinstance(block, Line):
            builder.paragraph(
                block.text,
                level=block.level,
                bold=block.bold,
                centred=block.centred,
                size=block.size,
                role=block.role,
                generated=block.generated,
            )
        else:
            builder.table(block.cells, doubt=block.doubt)
    return builder.length


def _note_missing(builder: DocumentBuilder, length: int, frames: int, images: int) -> None:
    if frames:
        message = f"网页中嵌有{frames}个其他页面，其内容不在本文件中，未能读取"
        builder.note("frames", message, incomplete=length < _FEW)
    if images:
        # Photographs go with many reports; a page of pictures and little text is a scan.
        builder.note("images", f"文中有{images}张图片，图片中的文字未读取", incomplete=length < _FEW * images)


def _refuse(text: str, frames: int, images: int) -> None:
    if images:
        raise ReadError("scanned", "网页里只有图片，没有文字", "请提交可复制文字的文件")
    if frames:
        raise ReadError("no-text", "网页正文在另外的文件里（框架页）", "请在浏览器中打开正文页，另存后再提交")
    if "<script" in text.lower():
        raise ReadError("no-text", "网页里没有文字，正文可能要联网加载", "请在浏览器中打开，把正文另存为.docx后再提交")
    raise ReadError("no-text", "网页里没有文字", "请提交有内容的报告")
