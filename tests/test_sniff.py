from pathlib import Path

import pytest

from checker.errors import ReadError
from checker.read import FORMATS, REPORT_SUFFIXES, SUFFIXES, read_here
from checker.read.ole import MAGIC, top_names
from checker.read.sniff import KINDS, sniff
from checker.read.source import Source
from tests.files import error_of, word, workbook, zipped

PAGE = "<!DOCTYPE html><html><body><p>一、项目概况</p></body></html>".encode()
WORD = word("<w:p><w:r><w:t>一、项目概况</w:t></w:r></w:p>")
BOOK = workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
PDF = b"%PDF-1.7\n1 0 obj"


def compound(*names: str) -> bytes:
    """An OLE2 file: a root and streams of these names, siblings of one another, all of them empty."""

    def entry(name: str, kind: int, right: int, child: int) -> bytes:
        raw = name.encode("utf-16-le")
        head = raw.ljust(64, b"\0") + (len(raw) + 2).to_bytes(2, "little") + bytes([kind, 1])
        links = b"".join(n.to_bytes(4, "little") for n in (0xFFFFFFFF, right, child))
        return (head + links).ljust(128, b"\0")

    count = len(names)
    entries = entry("Root Entry", 5, 0xFFFFFFFF, 1)
    for i, name in enumerate(names, 1):
        entries += entry(name, 2, i + 1 if i < count else 0xFFFFFFFF, 0xFFFFFFFF)
    sectors = -(-len(entries) // 512)
    end, free = (0xFFFFFFFE).to_bytes(4, "little"), b"\xff" * 4
    fat = b"\xfd\xff\xff\xff" + b"".join((i + 2).to_bytes(4, "little") for i in range(sectors - 1)) + end
    header = MAGIC + b"\0" * 16 + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + b"\0" * 10
    header += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + b"\0" * 8 + end + b"\0" * 4 + end + b"\0" * 4
    header += (0).to_bytes(4, "little") + free * 108
    return header.ljust(512, b"\0") + fat.ljust(512, b"\xff") + entries.ljust(sectors * 512, b"\0")


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.docx", WORD, "docx"),
        ("a.DOCX", WORD, "docx"),
        ("a.docm", WORD, "docx"),
        ("a.wps", WORD, "docx"),
        ("a.et", BOOK, "xlsx"),
        ("a.xlsx", BOOK, "xlsx"),
        ("a", WORD, "docx"),
        ("2022年度.自评报告", WORD, "docx"),
        ("a.pdf", PDF, "pdf"),
        ("a.pdf", b"HTTP/1.1 200 OK\r\n\r\n" + PDF, "pdf"),
        ("a.html", PAGE, "html"),
        ("a.HTM", "<p>只有一段</p>".encode("gbk"), "html"),
        ("a.html", PAGE.decode().encode("utf-16"), "html"),
        ("a.txt", "一、项目概况<80%".encode("gbk"), "txt"),
        ("a.txt", "# 一、项目概况".encode(), "txt"),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x", "html"),
        ("a.md", "# 一、项目概况".encode(), "md"),
        ("a.md", "<div align='center'>\n\n# 报告".encode(), "md"),
        ("README", "一、项目概况".encode(), "txt"),
    ],
)
def test_a_file_is_read_by_what_it_holds(name: str, data: bytes, format: str) -> None:
    assert sniff(Source(name, data)) == format


@pytest.mark.parametrize(
    ("name", "data", "truth", "remedy"),
    [
        ("a.docx", compound("WordDocument", "1Table"), "旧版Word文档", "另存为.docx"),
        ("a.xlsx", compound("Workbook"), "旧版Excel工作簿", "另存为.xlsx"),
        ("a.xls", PAGE, "网页", "另存为.xlsx"),
        ("a.doc", PAGE, "网页", "另存为.docx"),
        ("a.docx", PAGE, "网页", "重新下载"),
        ("a.txt", PAGE, "网页", ".html"),
        ("a.docx", BOOK, "Excel工作簿", "扩展名改为.xlsx"),
        ("a.xlsx", WORD, "Word文档", "扩展名改为.docx"),
        ("a.doc", WORD, "Word文档", "扩展名改为.docx"),
        ("a.docx", PDF, "PDF", "扩展名改为.pdf"),
        ("a.pdf", WORD, "Word文档", "扩展名改为.docx"),
        ("a.docx", "一、项目概况".encode(), "纯文本", "扩展名改为.txt"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n\0\0", "图片", "可复制文字"),
        ("a.doc", b"{\\rtf1\\ansi a}", "RTF", "另存为.docx"),
        ("a.docx", zipped({"a/b.jpg": b"1"}), "压缩包", "解压"),
        ("a.docx", zipped({"OFD.xml": b"<a/>"}), "OFD", ".pdf"),
        (
            "a.doc",
            b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument/>',
            "2003",
            ".docx",
        ),
    ],
)
def test_a_misnamed_file_is_told_what_it_is_and_how_to_mend_it(
    tmp_path: Path, name: str, data: bytes, truth: str, remedy: str
) -> None:
    error = error_of(tmp_path, name, data)
    assert error.code == "misnamed"
    assert truth in error.message and Path(name).suffix in error.message
    assert remedy in error.remedy


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("a.doc", compound("WordDocument"), "旧版Word文档"),
        ("a.wps", compound("WordDocument"), "WPS文字"),
        ("a.xls", compound("Workbook"), "旧版Excel"),
        ("a.et", compound("Workbook"), "WPS表格"),
        ("a.ppt", compound("PowerPoint Document"), "演示文稿"),
        ("a.rtf", b"{\\rtf1 a}", "RTF"),
        ("a.ofd", zipped({"OFD.xml": b"<a/>"}), "OFD"),
        ("a.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument文本"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "图片"),
        ("a.zip", zipped({"a.txt": b"1"}), "压缩包"),
        ("a.rar", b"Rar!\x1a\x07\x01\0", "压缩包"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\x04", "压缩包"),
        ("a.csv", r"指标,目标值".encode("gbk"), "数据文件"),
    ],
)
def test_a_known_kind_that_cannot_be_read_yet_has_a_remedy(tmp_path: Path, name: str, data: bytes, title: str) -> None:
    error = error_of(tmp_path, name, data)
    assert error.code == "unsupported" and title in error.message and error.remedy


def test_an_encrypted_office_file_is_told_from_an_old_one(tmp_path: Path) -> None:
    data = compound("EncryptedPackage", "EncryptionInfo", "DataSpaces")
    for name in ("a.docx", "a.xlsx", "a.doc"):
        assert error_of(tmp_path, name, data).code == "encrypted"


def test_streams_of_embedded_objects_do_not_decide() -> None:
    inner = compound("Workbook")
    assert top_names(compound("WordDocument", "1Table", "Data", "CompObj", "ObjectPool") + inner) == {
        "WordDocument",
        "1Table",
        "Data",
        "CompObj",
        "ObjectPool",
    }


def test_a_compound_file_of_nothing_but_zeros_is_refused_as_any_other(tmp_path: Path) -> None:
    assert top_names(MAGIC + bytes(3000)) == frozenset()
    assert error_of(tmp_path, "a.docx", MAGIC + bytes(3000)).remedy


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf", "a.txt", "a.html", "a.md"])
def test_bytes_that_are_nothing_are_damaged_under_any_name(tmp_path: Path, name: str) -> None:
    noise = bytes((i * i * 7 + i // 3) % 256 for i in range(3000))
    error = error_of(tmp_path, name, noise)
    assert error.code == "damaged" and error.remedy


@pytest.mark.parametrize("data", [WORD, BOOK])
def test_a_truncated_office_file_is_damaged(tmp_path: Path, data: bytes) -> None:
    name = "a.docx" if data is WORD else "a.xlsx"
    for size in (30, len(data) // 2, len(data) - 10):
        assert error_of(tmp_path, name, data[:size]).code == "damaged"


def test_every_format_has_a_reader_and_every_other_kind_a_remedy() -> None:
    assert {kind.format for kind in KINDS.values() if kind.format} == set(FORMATS)
    assert all(kind.remedy for kind in KINDS.values() if kind.format is None)
    assert SUFFIXES <= REPORT_SUFFIXES and ".doc" in REPORT_SUFFIXES - SUFFIXES and ".exe" not in REPORT_SUFFIXES


def test_error_sentences_have_no_full_stop_and_full_width_punctuation() -> None:
    for kind in KINDS.values():
        assert not kind.remedy.endswith("。") and "," not in kind.remedy and ":" not in kind.remedy


@pytest.mark.parametrize(
    ("path", "code"),
    [("没有.docx", "missing"), ("folder", "unsupported"), ("link.docx", "missing"), ("a\0b", "missing")],
)
def test_paths_that_lead_to_no_file(tmp_path: Path, path: str, code: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.docx").symlink_to(tmp_path / "gone.docx")
    with pytest.raises(ReadError) as caught:
        read_here(str(tmp_path / path))
    assert caught.value.code == code and caught.value.remedy


@pytest.mark.parametrize(
    "name", ["报告 （终稿）#1%20.txt", "a'b\"c;$(x).txt", "\u202e倒.txt", "emoji😀.txt", "-rf.txt", "a\nb.txt"]
)
def test_names_with_odd_characters_are_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("一、项目概况", encoding="utf-8")
    assert read_here(tmp_path / name).path.endswith(name)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\0" * 4096, b" \r\n\t"])
def test_an_empty_file_is_empty(tmp_path: Path, data: bytes) -> None:
    assert error_of(tmp_path, "a.docx", data).code == "empty"


def test_a_file_above_the_limit_is_not_loaded(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("一".encode() * 1000)
    with pytest.raises(ReadError) as caught:
        read_here(file, max_bytes=2000)
    assert caught.value.code == "too-large" and "MB" in caught.value.message
