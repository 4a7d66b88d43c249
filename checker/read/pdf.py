"""PDF files with a text layer → Document.

pdfium gives characters and ruling lines, pdfplumber's table logic the cells; a page that pdfium would read wrongly goes
through pdfplumber as a whole. Pages without text are said to be scans, never passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from checker.document import Document, DocumentBuilder
from checker.errors import ReadError
from checker.read.pdf_content import PageContent
from checker.read.pdf_continued import LongTable, extend, goes_on
from checker.read.pdf_furniture import PageLines, body_size, without_furniture
from checker.read.pdf_glyphs import unreadable_share
from checker.read.pdf_lines import Line, lines_of
from checker.read.pdf_objects import UnembeddedFontError
from checker.read.pdf_page import load_page
from checker.read.pdf_paragraphs import Paragraphs, TextArea, text_area
from checker.read.pdf_plumber import Plumber, damaged, encrypted
from checker.read.pdf_tables import PageTable, split_page
from checker.read.source import Source

MAX_PAGES = 1_000
MAX_TOTAL_CHARS = 2_000_000
_REMEDY = "请提交由办公软件直接导出的PDF，或提交Word版本"
_SCAN_CHARS = 30
_TITLE = 22.0  # points of line height
_OUTLINED = 200  # curves on a page without characters: its text was turned into drawings
_GIBBERISH = 0.3  # a page with a larger share of characters without a meaning gives no words worth reading


def read(source: Source, engine: Literal["pdfplumber"] | None = None) -> Document:
    """The text and tables of a PDF; raises ReadError (encrypted, damaged, scanned, no-text).

    `engine` is given when pdfium has brought a process down with this file: then pdfplumber reads all of it.
    """
    plumber = Plumber(source.data)
    pdf = None
    try:
        if engine is None:
            pdf = _open(source.data)
        builder = DocumentBuilder(source.path, "pdf", source.sha256)
        count = plumber.count() if pdf is None else len(pdf)
        pages = _read_pages(pdf, plumber, count, builder)
    finally:
        plumber.close()
        if pdf is not None:
            pdf.close()
    _lay_out(pages, builder)
    if not builder.length:
        raise ReadError("no-text", "文件里没有可以读出的文字", _REMEDY)
    return builder.build(page_count=count)


def _open(data: bytes) -> Any:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise encrypted() from error
        raise damaged() from error


@dataclass(slots=True)
class _Page:
    """A page taken apart: tables from the top down, and the lines that stand outside them."""

    number: int
    width: float
    height: float
    tables: list[PageTable]
    lines: list[Line]


def _read_pages(pdf: Any, plumber: Plumber, count: int, builder: DocumentBuilder) -> list[_Page]:
    """Every page that has text, with a note on each that has some that cannot be read."""
    pages: list[_Page] = []
    scanned: list[int] = []
    lost: list[int] = []
    unreadable: list[int] = []
    capped: list[int] = []
    before: list[Any] = []
    total = 0
    for number in range(1, count + 1):
        if number > MAX_PAGES or total > MAX_TOTAL_CHARS:
            builder.note("page-limit", f"文件过长，只读了前{number - 1}页", incomplete=True)
            break
        content = _content(pdf, plumber, number, before)
        if content is None:
            lost.append(number)
            continue
        total += len(content.chars)
        if _is_scan(content):
            scanned.append(number)
        share = unreadable_share([char[0] for char in content.chars], content.hidden)
        if share > 0.05:
            unreadable.append(number)
        if share > _GIBBERISH:
            continue
        tables, rest = split_page(content)
        pages.append(_Page(number, content.width, content.height, tables, lines_of(rest, number)))
        if content.capped:
            capped.append(number)
    if scanned and not any(page.lines or page.tables for page in pages if page.number not in scanned):
        raise ReadError("scanned", "文件是扫描件，没有文字层", _REMEDY)
    if unreadable and not any(page.lines or page.tables for page in pages):
        raise ReadError("no-text", "文件的字体缺少文字编码信息，读出的只有乱码", _REMEDY)
    for code, numbers, message in (
        ("scanned-page", scanned, "{}是扫描图像，没有文字层，其中的内容没有读到"),
        ("damaged-page", lost, "{}已损坏，没有读到"),
        ("unreadable-text", unreadable, "{}的字体缺少文字编码信息，其中的文字没有完整读到"),
        ("page-limit", capped, "{}的内容异常繁多，只读了一部分"),
    ):
        if numbers:
            builder.note(code, message.format(_page_list(numbers)), incomplete=True)
    return pages


def _content(pdf: Any, plumber: Plumber, number: int, before: list[Any]) -> PageContent | None:
    """A page by pdfium, or by pdfplumber where pdfium fails or would lose characters; None where both fail.

    `before` holds the page of pdfium's that was read last.
    """
    if pdf is None:
        return plumber.page(number)
    import pypdfium2

    try:
        return load_page(pdf, number, before)
    except (UnembeddedFontError, pypdfium2.PdfiumError):
        return plumber.page(number)


def _is_scan(content: PageContent) -> bool:
    """Whether a page is an image, or drawn, and its text cannot be read.

    A scan may carry a page number or the mark of the program that made it; a cover on a coloured ground has large
    words.
    """
    if content.image_share <= 0.5 and content.curves <= _OUTLINED:
        return False
    words = [char for char in content.chars if not char.text.isspace()]
    if content.image_share > 0.5:
        return len(words) < 5 or (len(words) < _SCAN_CHARS and all(c.bottom - c.top < _TITLE for c in words))
    return len(words) < 5


def _page_list(numbers: Sequence[int]) -> str:
    """第2、4—6页."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "第" + "、".join(str(a) if a == b else f"{a}—{b}" for a, b in runs) + "页"


def _lay_out(pages: Sequence[_Page], builder: DocumentBuilder) -> None:
    """Paragraphs and tables in reading order, joined over page breaks."""
    size = body_size(
        [line for page in pages for line in page.lines],
        [line for page in pages for table in page.tables for cell in table.cells for line in cell.lines],
    )
    own = without_furniture(
        [
            PageLines(page.number, page.height, page.lines, [(table.box[1], table.box[3]) for table in page.tables])
            for page in pages
        ],
        size,
    )
    for page, lines in zip(pages, own, strict=True):
        page.lines = lines
    areas = _areas(pages)
    depth = _depths(pages)
    paragraphs = Paragraphs(builder, areas, size)
    long: LongTable | None = None

    def finish() -> None:
        nonlocal long
        if long is not None:
            builder.table(long.raw_cells(), page=long.head.page, doubt=long.doubt)
            long = None

    for at, page in enumerate(pages):
        blocks: list[PageTable | Line] = sorted([*page.tables, *page.lines], key=_place)
        if not blocks or (at and page.number != pages[at - 1].number + 1):
            paragraphs.end()  # what stands between could not be read
        for block in blocks:
            if isinstance(block, Line):
                finish()
                paragraphs.line(block)
                continue
            room = depth[round(page.width)] - long.last.box[3] if long is not None else 0.0
            if long is not None and block is blocks[0] and goes_on(long, block, room):
                extend(long, block)
                continue
            paragraphs.end()
            finish()
            long = LongTable.begin(block)
    paragraphs.end()
    finish()


def _place(block: PageTable | Line) -> tuple[float, float]:
    return (block.middle, block.x0) if isinstance(block, Line) else (block.box[1], block.box[0])


def _areas(pages: Sequence[_Page]) -> dict[int, TextArea]:
    """The text area of each page, measured over all the pages of its width."""
    widths: dict[int, list[_Page]] = {}
    for page in pages:
        widths.setdefault(round(page.width), []).append(page)
    areas: dict[int, TextArea] = {}
    for alike in widths.values():
        boxes = [table.box for page in alike for table in page.tables]
        area = text_area([page.lines for page in alike], alike[0].width, [(box[0], box[2]) for box in boxes])
        areas |= {page.number: area for page in alike}
    return areas


def _depths(pages: Sequence[_Page]) -> dict[int, float]:
    """How far down the text and tables of pages of each width reach."""
    depths: dict[int, float] = {}
    for page in pages:
        ends = [line.bottom for line in page.lines] + [table.box[3] for table in page.tables]
        depths[round(page.width)] = max([depths.get(round(page.width), 0.0), *ends])
    return depths
