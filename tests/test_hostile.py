"""Files that were made to harm their reader: each is refused, in time and without a traceback."""

from __future__ import annotations

import io
import os
import struct
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checker.errors import ReadError
from checker.read import isolate, read, read_here
from tests.files import error_of, word, workbook, zipped

LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


@pytest.fixture(autouse=True)
def _no_child_afterwards() -> Iterator[None]:
    yield
    isolate.close()


def _code(tmp_path: Path, name: str, data: bytes) -> str:
    """The code of the error that reading in a child gives."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read(tmp_path / name)
    assert caught.value.remedy and not str(caught.value).endswith("。")
    return caught.value.code


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(140):
            part.write(b" " * 1024 * 1024)
    assert _code(tmp_path, "a.docx", data.getvalue()) == "hostile"


def test_an_archive_of_a_million_members_is_refused_before_they_are_listed(tmp_path: Path) -> None:
    entry = b"PK\1\2" + b"\0" * 24 + struct.pack("<H", 1) + b"\0" * 16 + b"a"
    directory = entry * 150_000
    end = b"PK\5\6" + b"\0" * 4 + struct.pack("<HHII", 0xFFFF, 0xFFFF, len(directory), 4) + b"\0\0"
    assert _code(tmp_path, "a.docx", b"PK\3\4" + directory + end) == "hostile"


def test_a_size_that_lies_is_damage(tmp_path: Path) -> None:
    data = bytearray(word("<w:p><w:r><w:t>" + "一" * 9000 + "</w:t></w:r></w:p>"))
    at = data.rindex(b"PK\1\2")
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    assert _code(tmp_path, "a.docx", bytes(data)) == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-7"])
@pytest.mark.parametrize("make", [word, workbook])
def test_entities_are_refused_whatever_encoding_hides_them(tmp_path: Path, make: object, encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-le")}"?>'
    assert callable(make)
    if make is word:
        data = make("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", prolog=declared + LAUGHS, encoding=encoding)
    else:
        row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&i;</t></is></c></row>'
        data = make(row, prolog=declared + LAUGHS, encoding=encoding)
    refused = {"hostile", "damaged"} if encoding == "utf-7" else {"hostile"}  # no office program reads that one
    assert _code(tmp_path, "a.docx" if make is word else "a.xlsx", data) in refused


def test_a_file_of_this_machine_is_never_drawn_in(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密")
    prolog = f'<!DOCTYPE a [<!ENTITY s SYSTEM "file://{tmp_path}/secret">]>'
    assert _code(tmp_path, "a.docx", word("<w:p><w:r><w:t>&s;</w:t></w:r></w:p>", prolog=prolog)) == "hostile"
    (tmp_path / "a.html").write_text(f"<!DOCTYPE html [<!ENTITY s SYSTEM 'file://{tmp_path}/secret'>]><p>正文&s;</p>")
    assert "秘密" not in read(tmp_path / "a.html").text


def test_nothing_is_fetched_whatever_a_page_asks_for(tmp_path: Path) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        here = f"http://127.0.0.1:{server.server_port}"
        (tmp_path / "a.html").write_text(
            f'<!DOCTYPE html PUBLIC "a" "{here}/dtd"><html><head><base href="{here}/"><link rel=stylesheet href=a.css>'
            f'<meta http-equiv=refresh content="0;url={here}/r"><script src="{here}/s.js"></script></head><body>'
            f'<p>正文<img src="{here}/i.png"></p><iframe src="{here}/f"></iframe>'
            f'<object data="{here}/o"></object></body></html>'
        )
        (tmp_path / "a.md").write_text(f"正文 ![图]({here}/i.png)\n[a]: {here}/m")
        texts = [read_here(tmp_path / name).text for name in ("a.html", "a.md")]
        server.shutdown()
        thread.join()
    assert texts == ["正文", "正文"] and asked == []


def test_tables_three_thousand_deep_are_refused(tmp_path: Path) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000
    assert _code(tmp_path, "a.docx", word(deep)) == "hostile"


def test_two_hundred_thousand_boxes_are_no_empty_page(tmp_path: Path) -> None:
    page = "<html><body>" + "<div>" * 200_000 + "一、项目概况" + "</div>" * 200_000
    assert _code(tmp_path, "a.html", page.encode()) == "hostile"


def test_a_page_with_boxes_that_nobody_closed_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<div><font>" * 400 + "一、项目概况")
    assert read(tmp_path / "a.html").text == "一、项目概况"


def test_a_cell_of_a_hundred_million_columns_is_one_cell(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        "<table border=1><tr><td colspan=100000000>甲</td></tr>"
        "<tr><td rowspan=100000000>乙</td><td>丙</td></tr></table>"
    )
    (table,) = read(tmp_path / "a.html").tables
    assert (table.rows, table.columns) == (2, 2)


def test_a_table_of_overlapping_giants_ends(tmp_path: Path) -> None:
    rows = "<tr><td rowspan=9999 colspan=999>甲</td></tr>" * 3000
    (tmp_path / "a.html").write_text(f"<table border=1><tr><td>乙</td><td>丙</td></tr>{rows}</table>")
    assert read(tmp_path / "a.html").tables[0].doubt


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
def test_patterns_do_not_run_away(tmp_path: Path, name: str) -> None:
    pieces = [
        "*a ",
        "[a](",
        "<a ",
        "<!--",
        "| ",
        "`",
        "_a",
        "首页 > ",
        r"来源:",
        "&a",
        "<p>",
        "<table><tr><td>a",
        "第一 ",
    ]
    (tmp_path / name).write_text("<p>正文</p>" + "".join(piece * 3000 + "\n" for piece in pieces))
    try:
        text = read(tmp_path / name).text
    except ReadError as error:
        assert error.code in {"hostile", "misnamed"}
    else:
        assert "正文" in text


@given(
    st.binary(min_size=1, max_size=400), st.sampled_from(["a.docx", "a.xlsx", "a.pdf", "a.html", "a.txt", "a.md", "a"])
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_a_document_or_one_clear_error(tmp_path: Path, data: bytes, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    try:
        document = read(file)
    except ReadError as error:
        assert error.code in {
            "empty",
            "damaged",
            "unsupported",
            "misnamed",
            "no-text",
            "hostile",
            "encrypted",
            "scanned",
        }
        assert error.remedy
    else:
        assert document.text


@pytest.mark.parametrize(
    "head", [b"PK\3\4", b"%PDF-1.7\n", bytes.fromhex("D0CF11E0A1B11AE1"), b"<html>", b"{\\rtf", b"PK\5\6", b"Rar!"]
)
@given(tail=st.binary(max_size=600))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_after_a_known_beginning_are_a_document_or_an_error(tmp_path: Path, head: bytes, tail: bytes) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(head + tail)
    with pytest.raises(ReadError) as caught:
        read(file)
    assert caught.value.remedy


def test_an_unreadable_file_is_told_from_a_broken_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("一")
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(ReadError) as caught:
        read_here(tmp_path / "a.txt")
    assert caught.value.code == "permission"


def test_a_pipe_and_a_loop_of_links_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    for name, code in (("pipe.txt", "unsupported"), ("loop.txt", {"missing", "damaged"})):
        with pytest.raises(ReadError) as caught:
            read(tmp_path / name)
        assert caught.value.code in code


def test_an_archive_with_a_password_is_encrypted(tmp_path: Path) -> None:
    data = bytearray(word("<w:p/>"))
    at = data.rindex(b"PK\1\2")
    data[at + 8] |= 1
    assert error_of(tmp_path, "a.docx", bytes(data)).code == "encrypted"


def test_an_old_archive_name_with_backslashes_is_the_same_part(tmp_path: Path) -> None:
    parts = {"word\\Document.xml": word("").decode("latin-1") and _document_part()}
    (tmp_path / "a.docx").write_bytes(zipped(parts))
    assert read_here(tmp_path / "a.docx").text == "一"


def _document_part() -> bytes:
    with zipfile.ZipFile(io.BytesIO(word("<w:p><w:r><w:t>一</w:t></w:r></w:p>"))) as archive:
        return archive.read("word/document.xml")
