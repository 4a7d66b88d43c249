"""What a file really is: by its content first, by its name only where contents look alike (txt, md).

A file whose name says one thing and whose content another is refused with the way to mend it: guessing would read an
error page of a download site as a report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from checker.errors import ReadError
from checker.read import ole
from checker.read.source import Source


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that can be recognised. `format` is the reader's name, or None where none reads it."""

    title: str
    suffixes: tuple[str, ...]
    format: str | None = None
    remedy: str = ""


_TO_DOCX = "请用Word或WPS打开，另存为.docx格式后再提交"
_TO_XLSX = "请用Excel或WPS打开，另存为.xlsx格式后再提交"
_TO_PDF = "请在原软件中打开，另存为.docx或带文字层的.pdf后再提交"
_UNPACK = "请解压后提交其中的报告文件"
_TYPED = "请提交可复制文字的文件，如.docx或带文字层的.pdf"

# .wps and .et are what WPS Office calls its files; its newer versions write Office Open XML under these names.
KINDS: dict[str, Kind] = {
    "docx": Kind("Word文档（.docx）", (".docx", ".docm", ".dotx", ".dotm", ".wps", ".wpt"), "docx"),
    "xlsx": Kind("Excel工作簿（.xlsx）", (".xlsx", ".xlsm", ".xltx", ".xltm", ".et", ".ett"), "xlsx"),
    "pdf": Kind("PDF文件", (".pdf",), "pdf"),
    "html": Kind("网页（HTML）", (".html", ".htm", ".xhtml", ".shtml"), "html"),
    "md": Kind("Markdown文本", (".md", ".markdown", ".mdown"), "md"),
    "txt": Kind("纯文本", (".txt", ".text"), "txt"),
    "mht": Kind("单个文件网页（.mht）", (".mht", ".mhtml"), "html"),
    "doc": Kind("旧版Word文档（.doc）", (".doc", ".dot"), None, _TO_DOCX),
    "wps": Kind("WPS文字文档（.wps）", (".wps", ".wpt"), None, _TO_DOCX),
    "xls": Kind("旧版Excel工作簿（.xls）", (".xls", ".xlt"), None, _TO_XLSX),
    "et": Kind("WPS表格（.et）", (".et", ".ett"), None, _TO_XLSX),
    "xlsb": Kind("Excel二进制工作簿（.xlsb）", (".xlsb",), None, _TO_XLSX),
    "ppt": Kind("演示文稿", (".ppt", ".pptx", ".pps", ".ppsx", ".dps"), None, "请把报告正文另存为.docx或.pdf后再提交"),
    "ole": Kind("旧版办公软件文件", (".doc", ".xls", ".wps", ".et", ".ppt", ".dps", ".msg"), None, _TO_PDF),
    "rtf": Kind("RTF文档", (".rtf",), None, _TO_DOCX),
    "wordml": Kind("Word 2003 XML文档", (".xml",), None, _TO_DOCX),
    "excelml": Kind("Excel 2003 XML表格", (".xml",), None, _TO_XLSX),
    "uof": Kind("UOF文档", (".uof", ".uot", ".uos", ".uop"), None, _TO_PDF),
    "odt": Kind("OpenDocument文本（.odt）", (".odt", ".ott"), None, _TO_DOCX),
    "ods": Kind("OpenDocument表格（.ods）", (".ods", ".ots"), None, _TO_XLSX),
    "odf": Kind("OpenDocument文件", (".odp", ".odg", ".odf"), None, _TO_PDF),
    "ofd": Kind("OFD版式文件", (".ofd",), None, "请转换为带文字层的.pdf，或提交原.docx文件"),
    "epub": Kind("电子书（EPUB）", (".epub",), None, _TO_PDF),
    "iwork": Kind("苹果iWork文件", (".pages", ".numbers", ".key"), None, _TO_PDF),
    "caj": Kind("CAJ文件", (".caj",), None, _TO_PDF),
    "ps": Kind("PostScript文件", (".ps", ".eps"), None, _TO_PDF),
    "image": Kind(
        "图片", (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".heic", ".jfif"), None, _TYPED
    ),
    "zip": Kind("压缩包（ZIP）", (".zip",), None, _UNPACK),
    "archive": Kind("压缩包", (".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"), None, _UNPACK),
    "program": Kind("可执行程序", (".exe", ".dll", ".com"), None, "请核实文件来源，提交报告文件本身"),
    "mac": Kind("苹果系统的附属文件", (), None, "请提交不以“._”开头的同名文件"),
    "owner": Kind("Office打开文件时产生的临时文件", (), None, "请提交不以“~$”开头的同名文件"),
    "data": Kind(
        "数据文件",
        (".csv", ".tsv", ".json", ".xml", ".yaml", ".yml"),
        None,
        "请把表格另存为.xlsx、文字另存为.docx后再提交",
    ),
}

# What a report is handed in as: a folder's files with other endings are none of jixiao's business.
REPORT_SUFFIXES: frozenset[str] = frozenset(
    suffix
    for name, kind in KINDS.items()
    if name not in {"program", "data", "epub", "ps", "mac", "owner", "odf"}
    for suffix in kind.suffixes
)
_NAMED: dict[str, str] = {}  # ending → the first kind that bears it
for _name in KINDS:
    for _suffix in KINDS[_name].suffixes:
        _NAMED.setdefault(_suffix, _name)

_MAGICS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"),
    (0, b"{\\rtf", "rtf"),
    (0, b"\x89PNG\r\n", "image"),
    (0, b"\xff\xd8\xff", "image"),
    (0, b"GIF8", "image"),
    (0, b"II*\0", "image"),
    (0, b"MM\0*", "image"),
    (8, b"WEBP", "image"),
    (4, b"ftyphei", "image"),
    (4, b"ftypmif1", "image"),
    (0, b"Rar!\x1a\x07", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"\x1f\x8b\x08", "archive"),
    (0, b"BZh", "archive"),
    (0, b"\xfd7zXZ\0", "archive"),
    (257, b"ustar", "archive"),
    (0, b"%!PS", "ps"),
    (0, b"CAJ", "caj"),
    (0, b"\x7fELF", "program"),
    (0, b"\0\x05\x16\x07", "mac"),
)
_HEAD = 8192

_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|(?:html|head|body|meta|title|table|div)[\s>/])",
    re.I | re.S,
)
_HTML_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.I | re.S)
_TAG = re.compile(r"<(?:[a-z][a-z0-9]*[\s>/]|/[a-z]|!--|!doctype)", re.I)
_MIME = re.compile(
    r"\s*(?:[A-Za-z-]+:[^\n]*\n|[ \t]+\S[^\n]*\n)*?content-type:\s*multipart/(?:related|alternative)", re.I
)


def format_named(path: str) -> str:
    """The format that a file's name promises; "" where none does. Its content may be another."""
    kind = KINDS.get(_NAMED.get(Path(path).suffix.lower(), ""))
    return (kind.format if kind else None) or ""


def sniff(source: Source) -> str:
    """The name of the format whose reader reads this file.

    Raises ReadError: misnamed (the content is another kind of file than the name says), unsupported (known, but no
    reader), encrypted, damaged.
    """
    suffix = source.suffix
    named = _NAMED.get(suffix)
    found = _kind(source.data, suffix)
    if found is None:
        if named is None:
            raise ReadError("unsupported", "无法识别的文件格式", "请提交.docx、.pdf、.xlsx、.html、.txt或.md格式的报告")
        raise ReadError(
            "damaged", f"文件已损坏，内容不是{KINDS[named].title}", "请打开原文件核对，重新另存或重新拷贝后再提交"
        )
    kind = KINDS[found]
    if suffix in kind.suffixes or named is None:
        if kind.format is None:
            raise ReadError("unsupported", f"这是{kind.title}，暂不能读取", kind.remedy)
        return kind.format
    remedy = kind.remedy or f"请把扩展名改为{kind.suffixes[0]}后再提交"
    if found == "html":
        remedy = "请用浏览器或办公软件打开核对：是报告的，另存为" + (
            ".xlsx" if KINDS[named].suffixes[0].startswith((".xls", ".et")) else ".docx"
        )
        remedy += "或把扩展名改为.html；是下载出错的网页的，请重新下载原文件"
    raise ReadError("misnamed", f"扩展名是{suffix}，内容其实是{kind.title}", remedy)


def _kind(data: bytes, suffix: str) -> str | None:
    head = data[:_HEAD]
    for offset, magic, name in _MAGICS:
        if head.startswith(magic, offset):
            return name
    if head.startswith(b"BM") and len(head) > 14 and head[6:10] == b"\0\0\0\0":
        return "image"
    if head.startswith(b"MZ") and b"\0" in head[:64]:
        return "program"
    if b"E-SafeNet" in head[:512]:
        raise ReadError("encrypted", "文件被单位的文档加密系统加密", "请在加密系统中解密后再提交")
    if head.startswith(ole.MAGIC):
        return _ole_kind(data, suffix)
    if head.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08PK")):
        return _zip_kind(data, suffix)
    if b"%PDF-" in head[:1024] and (suffix == ".pdf" or b"\0" in head):
        return "pdf"
    return _text_kind(data, suffix)


def _ole_kind(data: bytes, suffix: str) -> str:
    names = ole.top_names(data)
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise ReadError("encrypted", "文件设置了打开密码", "请在办公软件中取消密码并保存后再提交")
    if "WordDocument" in names:
        return "wps" if suffix in KINDS["wps"].suffixes else "doc"
    if {"Workbook", "Book"} & names:
        return "et" if suffix in KINDS["et"].suffixes else "xls"
    if "PowerPoint Document" in names:
        return "ppt"
    if not names:
        raise ReadError("damaged", "文件已损坏或不完整", "请用办公软件打开并重新另存后提交")
    return "ole"


_MAIN_PARTS = (
    (re.compile(rb"ms-excel\.sheet\.binary\.macroEnabled\.main", re.I), "xlsb"),
    (
        re.compile(rb"(?:wordprocessingml\.(?:document|template)|ms-word\.\w+\.macroEnabled\w*)\.main\+xml", re.I),
        "docx",
    ),
    (re.compile(rb"(?:spreadsheetml\.(?:sheet|template)|ms-excel\.\w+\.macroEnabled)\.main\+xml", re.I), "xlsx"),
    (re.compile(rb"(?:presentationml\.\w+|ms-powerpoint\.\w+\.macroEnabled)\.main\+xml", re.I), "ppt"),
)
_MIMETYPES = (
    (b"application/epub+zip", "epub"),
    (b"application/vnd.oasis.opendocument.text", "odt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.", "odf"),
)


def _zip_kind(data: bytes, suffix: str) -> str:
    from checker.read.archive import Archive, open_zip

    with open_zip(data) as archive:
        names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    if "[content_types].xml" in names:
        # An office file, so its caps hold from here on.
        types = (Archive(data).read("[Content_Types].xml") or b"").replace(b"\0", b"")
        for pattern, name in _MAIN_PARTS:
            if pattern.search(types):
                return name
    for folder, name in (
        ("word/document", "docx"),
        ("xl/workbook.bin", "xlsb"),
        ("xl/workbook", "xlsx"),
        ("ppt/", "ppt"),
    ):
        if any(part.startswith(folder) for part in names):
            return name
    if "ofd.xml" in names:
        return "ofd"
    if "mimetype" in names:
        mimetype = Archive(data).read("mimetype") or b""
        for start, name in _MIMETYPES:
            if mimetype.startswith(start):
                return name
    if any(name.endswith(".iwa") for name in names):
        return "iwork"
    if suffix in KINDS["docx"].suffixes + KINDS["xlsx"].suffixes and not names:
        raise ReadError("damaged", "文件里没有任何内容", "请用办公软件打开并重新另存后提交")
    return "zip"


def _text_kind(data: bytes, suffix: str) -> str | None:
    from checker.read.encoding import decode

    head = data[:_HEAD]
    if len(head) < 512 and head[1:2].isalpha() and b" \0 \0" in head:  # a name padded with UTF-16 spaces
        return "owner"
    try:
        text = decode(head if len(data) > _HEAD else data)
    except ReadError:
        return None
    strange = sum(character < " " and character not in "\t\n\r\f\v\x1a" for character in text)
    strange += text.count("\N{REPLACEMENT CHARACTER}")
    if strange * 50 > len(text):
        return None
    text = text.lstrip("\ufeff")
    if _MIME.match(text):
        return "mht"
    if text.lstrip().startswith("<?xml") or re.match(r"\s*<\w+:\w+\s", text):
        kind = _xml_kind(text)
        if kind is not None:
            return kind
    if suffix in KINDS["md"].suffixes:
        return "html" if _HTML_PAGE.match(text) else "md"
    if _HTML_START.match(text) or (suffix in KINDS["html"].suffixes and _TAG.search(data.decode("latin-1"))):
        return "html"
    if text.lstrip().startswith("<?xml"):
        return "data"
    if suffix in KINDS["data"].suffixes:
        return "data"
    return "txt"


def _xml_kind(text: str) -> str | None:
    if re.search(r"progid=\"Word\.Document|<w:wordDocument|schemas\.microsoft\.com/office/word/2003", text):
        return "wordml"
    if (
        re.search(r"progid=\"Excel\.Sheet|urn:schemas-microsoft-com:office:spreadsheet", text)
        and "<html" not in text.lower()
    ):
        return "excelml"
    if "schemas.microsoft.com/office/2006/xmlPackage" in text:
        return "wordml"
    if re.search(r"<(?:uof|UOF|\S+:UOF)|schemas\.uof\.org", text):
        return "uof"
    return None
