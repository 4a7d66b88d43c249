"""What is kept between runs is never trusted blindly, never needed, and changes nothing but the time."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from checker import language, store
from checker.patterns import compiled, remembered

ROOT = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JIXIAO_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def _compiled() -> list[re.Pattern[str] | re.Pattern[bytes]]:
    re.purge()
    with remembered():
        return [
            re.compile(r"(?P<number>[0-9]+)(?:万|亿)?元"),
            compiled("".join(("[一-鿿]{2,4}", "(?=率)"))),
            re.compile(r"^(?P<word>\w+)\s(?P=word)$", re.MULTILINE | re.IGNORECASE),
            re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE),
        ]


class TestWhatIsKept:
    def test_comes_back_to_the_same_version_only(self, folder: Path) -> None:
        store.save("words", "1", {"预算": 3})
        assert store.load("words", "1") == {"预算": 3}
        assert store.load("words", "2") is None

    def test_is_for_the_users_own_eyes(self, folder: Path) -> None:
        store.save("words", "1", {})
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "words").stat().st_mode) == 0o600
        assert [file.name for file in folder.iterdir()] == ["words"]

    def test_counts_for_nothing_once_it_is_damaged(self, folder: Path) -> None:
        store.save("words", "1", {"预算": 3})
        whole = (folder / "words").read_bytes()
        for broken in (b"", whole[:40], whole[:-1], whole[:-1] + b"\0", b"\0" + whole[1:]):
            (folder / "words").write_bytes(broken)
            assert store.load("words", "1") is None

    def test_counts_for_nothing_where_others_may_write(self, folder: Path) -> None:
        store.save("words", "1", {"预算": 3})
        (folder / "words").chmod(0o622)
        assert store.load("words", "1") is None

    def test_is_not_read_through_a_link(self, folder: Path) -> None:
        store.save("words", "1", {"预算": 3})
        (folder / "words").rename(folder / "other")
        (folder / "words").symlink_to(folder / "other")
        assert store.load("words", "1") is None

    def test_may_be_nothing_at_all(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder.write_text("a file where the folder should be")
        store.save("words", "1", {"预算": 3})
        assert store.load("words", "1") is None
        monkeypatch.setenv("JIXIAO_CACHE", "off")
        store.save("words", "1", {"预算": 3})
        assert store.load("words", "1") is None


class TestExpressions:
    def test_taken_from_the_store_are_those_that_were_compiled(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = _compiled()

        def refuse(*_: object) -> None:
            raise AssertionError("compiled anew")

        monkeypatch.setattr("re._compiler._code", refuse)
        again = _compiled()
        for one, other in zip(first, again, strict=True):
            assert (one.pattern, one.flags, one.groups) == (other.pattern, other.flags, other.groups)
            assert dict(one.groupindex) == dict(other.groupindex)
        text = "完成率 完成率\n安排290万元，执行率98%，ab AB\nab AB"
        for one, other in zip(first[:3], again[:3], strict=True):
            assert [match.span() for match in one.finditer(text)] == [match.span() for match in other.finditer(text)]

    def test_that_are_wrong_raise_what_they_always_raised(self, folder: Path) -> None:
        with remembered(), pytest.raises(re.error, match="unterminated"):
            re.compile("(unterminated")

    def test_of_a_document_are_not_kept(self, folder: Path) -> None:
        words = "".join(("某县", "民政局"))
        with remembered():
            for match in re.finditer(rf"(?:{words})(?:的|之)", "某县民政局的一个词"):
                assert re.search(match[0], "某县民政局的一个词")
            assert re.search("一个词|两个词", "某县民政局的一个词")
        kept = (folder / "patterns").read_bytes()
        assert "两个词".encode() in kept
        assert "民政局".encode() not in kept

    def test_are_compiled_where_python_keeps_them_elsewhere(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delattr("re._compiler._sre")
        with remembered():
            pass
        assert not folder.exists()


def test_jiebas_words_are_the_same_from_the_store(folder: Path) -> None:
    language._dictionary.cache_clear()
    read = language._dictionary()
    language._dictionary.cache_clear()
    assert language._dictionary() == read
    assert (folder / "words").stat().st_size < 1_000_000
    language._dictionary.cache_clear()


def test_a_review_is_the_same_without_the_store_with_a_new_one_and_with_a_full_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for kept in ("off", str(tmp_path / "kept"), str(tmp_path / "kept")):
        monkeypatch.setenv("JIXIAO_CACHE", kept)
        command = [sys.executable, "cli.py", "check", "corpus/samples/01-民政-养老服务.docx"]
        said.append(subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120).stdout)
    assert said[0] == said[1] == said[2]
    assert {file.name for file in (tmp_path / "kept").iterdir()} == {"patterns", "words"}
    kept = (tmp_path / "kept" / "patterns").read_bytes()
    assert "自评".encode() in kept
    assert "云湖".encode() not in kept  # of the document's own names too there are expressions
