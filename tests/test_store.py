"""What is kept between runs is never trusted blindly, never needed, and changes nothing but the time."""

from __future__ import annotations

import dataclasses
import re
import stat
import subprocess
import sys
from dataclasses import FrozenInstanceError, dataclass
from pathlib import Path
from typing import Any

import pytest

from checker import language, store
from checker.errors import PackError
from checker.methods import remembered_methods
from checker.pack import _Loading, load_pack, shipped_packs
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


def _point() -> Any:
    """A class that dataclasses has written the methods of."""

    @dataclass(frozen=True, slots=True)
    class Point:
        """A place."""

        x: int
        y: int = 0

    return Point


class TestMethods:
    def test_taken_from_the_store_do_what_they_did(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with remembered_methods():
            _point()

        def refuse(*_: object) -> None:
            raise AssertionError("compiled anew")

        monkeypatch.setattr("checker.methods.compile", refuse, raising=False)
        with remembered_methods():
            point = _point()
        assert (point(1), hash(point(1))) == (point(x=1, y=0), hash(point(1, 0)))
        assert point(1) != point(1, 2)
        assert repr(point(3)).endswith("Point(x=3, y=0)")
        with pytest.raises(FrozenInstanceError):
            point(1).x = 2
        with pytest.raises(TypeError, match="missing 1 required"):
            point()

    def test_are_written_as_ever_afterwards(self, folder: Path) -> None:
        with remembered_methods():
            pass
        assert not hasattr(dataclasses, "exec")
        assert _point()(1).y == 0


class TestPacks:
    @pytest.fixture
    def pack(self, tmp_path: Path) -> Path:
        """A small pack of the user's own, above a shipped one."""
        made = tmp_path / "county"
        made.mkdir()
        (made / "pack.yaml").write_text(
            'id: county\nversion: "1"\ntitle: 本县的规则\nextends: [hubei]\n', encoding="utf-8"
        )
        (made / "rules.yaml").write_text("rules:\n  - id: score/missing\n    severity: info\n", encoding="utf-8")
        return made

    @pytest.fixture
    def reads(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The packs that were read from their files."""
        read: list[str] = []
        init = _Loading.__init__

        def told(self: _Loading, folder: Path) -> None:
            read.append(folder.name)
            init(self, folder)

        monkeypatch.setattr(_Loading, "__init__", told)
        return read

    @pytest.mark.parametrize("name", [shipped.id for shipped in shipped_packs()])
    def test_come_back_as_they_were(self, folder: Path, reads: list[str], name: str) -> None:
        read, kept = load_pack(name), load_pack(name)
        assert reads == [name]
        assert kept == read
        assert list(map(type, kept.rules)) == list(map(type, read.rules))
        assert [rule.model_fields_set for rule in kept.rules] == [rule.model_fields_set for rule in read.rules]
        assert kept.vocabulary.outline[0].model_fields_set == read.vocabulary.outline[0].model_fields_set

    def test_are_read_again_once_a_file_of_theirs_or_of_a_base_has_changed(
        self, folder: Path, reads: list[str], pack: Path
    ) -> None:
        assert load_pack(pack).rule("score/missing").severity == "info"
        file = pack / "rules.yaml"
        file.write_text(file.read_text("utf-8").replace("info", "warning"), encoding="utf-8")
        assert load_pack(pack).rule("score/missing").severity == "warning"
        base = pack.parent / "base"
        base.mkdir()
        (base / "pack.yaml").write_text((pack / "pack.yaml").read_text("utf-8"), encoding="utf-8")
        (pack / "pack.yaml").write_text(
            (pack / "pack.yaml").read_text("utf-8").replace("hubei", "../base"), encoding="utf-8"
        )
        load_pack(pack)
        (base / "words.yaml").write_text("scopes: [彩票公益金]\n", encoding="utf-8")
        assert "彩票公益金" in load_pack(pack).vocabulary.scopes
        assert reads == ["county"] * 4

    def test_say_their_mistakes_each_time(self, folder: Path, pack: Path) -> None:
        load_pack(pack)
        for wrong in ("more.yml", "more/more.yaml"):
            (pack / wrong).parent.mkdir(exist_ok=True)
            (pack / wrong).write_text("rules: []\n", encoding="utf-8")
            for _ in range(2):
                with pytest.raises(PackError, match="有1处错误"):
                    load_pack(pack)
            (pack / wrong).unlink()

    def test_of_another_state_of_the_program_count_for_nothing(
        self, folder: Path, reads: list[str], pack: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        load_pack(pack)
        monkeypatch.setattr("pydantic.VERSION", "another")
        load_pack(pack)
        assert reads == ["county"] * 2


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
    names = sorted(file.name for file in (tmp_path / "kept").iterdir())
    assert re.fullmatch("methods pack-[0-9a-f] patterns words", " ".join(names))
    kept = (tmp_path / "kept" / "patterns").read_bytes()
    assert "自评".encode() in kept
    assert "云湖".encode() not in kept  # of the document's own names too there are expressions
