import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import checker.read
from checker.document import Document
from checker.errors import ReadError
from checker.read import isolate, read, read_here
from tests.files import word

Reading = Callable[..., Document]


@pytest.fixture(autouse=True)
def _no_child_before_or_after() -> Iterator[None]:
    isolate.close()
    yield
    isolate.close()


@pytest.fixture
def reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Reads a file that says what its reader is to do."""
    monkeypatch.setitem(checker.read.FORMATS, "txt", "tests.misbehaving")

    def reading(words: str, *, timeout: float = 60) -> Document:
        file = tmp_path / "a.txt"
        file.write_text(words)
        return read(file, timeout=timeout)

    return reading


def _refusal(reading: Reading, words: str, **options: Any) -> ReadError:
    with pytest.raises(ReadError) as caught:
        reading(words, **options)
    error = caught.value
    assert error.remedy and "Traceback" not in str(error) and not error.message.endswith("。")
    return error


def _children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.fixture(params=["as it comes", "spawned"])
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A library that other tests loaded may have threads, and then this process spawns in any case."""
    if request.param == "spawned":
        monkeypatch.setattr(isolate, "_may_fork", lambda: False)
    return str(request.param)


def test_a_child_gives_the_same_document_as_this_process(tmp_path: Path, start: str) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(word("<w:p><w:r><w:t>一、项目概况</w:t></w:r></w:p><w:tbl><w:tr><w:tc/><w:tc/></w:tr></w:tbl>"))
    assert read(file) == read_here(file) == read(str(file), isolated=False)


def test_expected_errors_come_back_as_they_are(tmp_path: Path, start: str) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes("一、项目概况".encode())
    with pytest.raises(ReadError) as caught:
        read(file)
    with pytest.raises(ReadError) as here:
        read(file, isolated=False)
    assert caught.value.args == here.value.args


def test_the_limit_of_bytes_holds_in_the_child(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"a" * 300)
    with pytest.raises(ReadError) as caught:
        read(file, max_bytes=200)
    assert caught.value.code == "too-large"


def test_one_child_reads_many_files(reading: Reading) -> None:
    assert reading("who").text == reading("who").text != str(os.getpid())


def test_a_child_that_aborts_is_an_error_and_the_next_file_is_read(reading: Reading) -> None:
    assert reading("一").text == "一"
    assert _refusal(reading, "abort").code == "crashed"
    assert reading("二").text == "二"


def test_a_child_that_leaves_is_an_error(reading: Reading) -> None:
    assert _refusal(reading, "leave").code == "crashed"


def test_an_endless_reader_is_stopped_and_gone(reading: Reading) -> None:
    assert _refusal(reading, "hang", timeout=0.3).code == "timeout"
    assert not _children()
    assert reading("二").text == "二"


def test_a_reader_that_eats_memory_is_stopped(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolate, "MEMORY", 300 * 1024 * 1024)
    error = _refusal(reading, "eat")
    assert error.code == "hostile" and "内存" in error.message
    assert reading("二").text == "二"


def test_endless_recursion_is_hostile(reading: Reading) -> None:
    assert _refusal(reading, "recurse").code == "hostile"


def test_an_unexpected_exception_is_told_by_its_name_alone(reading: Reading) -> None:
    error = _refusal(reading, "odd")
    assert error.code == "damaged" and "OddError" in error.message


def test_an_expected_error_comes_back_whatever_caused_it(reading: Reading) -> None:
    assert _refusal(reading, "expected").code == "no-text"


def test_a_text_beyond_all_reports_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker.read, "MAX_CHARACTERS", 1_000)
    (tmp_path / "a.txt").write_text("一" * 1_001, encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_here(tmp_path / "a.txt")
    assert caught.value.code == "too-large"


def test_nothing_that_a_child_writes_reaches_the_terminal(reading: Reading, capfd: pytest.CaptureFixture[str]) -> None:
    assert reading("print").text == "print"
    _refusal(reading, "abort")
    assert capfd.readouterr() == ("", "")


def test_a_child_that_died_while_it_waited_is_replaced(reading: Reading) -> None:
    os.kill(int(reading("who").text), signal.SIGKILL)
    assert reading("二").text == "二"


def test_a_crash_is_retried_with_the_second_engine_of_the_reader(reading: Reading) -> None:
    assert reading("second").text == "pdfplumber"


def test_a_reader_without_a_second_engine_has_crashed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("一", encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read_here(tmp_path / "a.txt", engine="pdfplumber")
    assert caught.value.code == "crashed"


def test_ctrl_c_ends_the_child(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    isolate.prepare()
    monkeypatch.setattr(isolate, "_receive", interrupted)
    with pytest.raises(KeyboardInterrupt):
        reading("hang")
    assert not _children()


def test_ctrl_c_in_the_terminal_does_not_reach_the_child(reading: Reading) -> None:
    pid = reading("who").text
    os.kill(int(pid), signal.SIGINT)
    assert reading("who").text == pid


def test_a_spawned_child_that_is_too_slow_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolate, "_may_fork", lambda: False)
    (tmp_path / "a.txt").write_text("一")
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "a.txt", timeout=0.001)
    assert caught.value.code == "timeout"
    assert not _children()


def test_a_process_with_threads_never_forks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise AssertionError("forked")

    monkeypatch.setattr(os, "fork", fork)
    texts = ["一", "二", "三", "四"]
    for words in texts:
        (tmp_path / f"{words}.txt").write_text(words, encoding="utf-8")
    with ThreadPoolExecutor(2) as pool:
        documents = list(pool.map(read, [tmp_path / f"{words}.txt" for words in texts]))
    assert [document.text for document in documents] == texts


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_never_fork(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert not isolate._may_fork()


def test_a_child_that_cannot_be_started_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> int:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(isolate, "_may_fork", lambda: True)
    monkeypatch.setattr(os, "fork", fork)
    (tmp_path / "a.txt").write_text("一")
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "a.txt")
    assert caught.value.code == "crashed"


ALONE = """
import os, sys
from checker.read import FORMATS, isolate, read
FORMATS["txt"] = "tests.misbehaving"
forks, fork = [], os.fork
os.fork = lambda: forks.append(fork()) or forks[-1]
pid = read(sys.argv[1]).text
other = fork()
if other == 0:
    os._exit(len(isolate._waiting))
left = os.waitstatus_to_exitcode(os.waitpid(other, 0)[1])
print(forks == [int(pid)], read(sys.argv[1]).text == pid, left)
"""


def test_a_program_without_threads_forks_and_its_own_forks_leave_the_child_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("who")
    done = subprocess.run(
        [sys.executable, "-c", ALONE, tmp_path / "a.txt"], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.split(), done.stderr) == (["True", "True", "0"], "")


def test_a_relative_path_is_read_from_the_folder_that_the_program_is_in_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"{name}的报告", encoding="utf-8")
        monkeypatch.chdir(tmp_path / name)
        assert read(f"{name}.txt").text.strip() == f"{name}的报告"


def test_a_child_that_is_prepared_for_a_file_has_its_reader_loaded(tmp_path: Path) -> None:
    code = (
        "import sys; from checker.read import isolate, read\n"
        f"isolate.prepare({str(tmp_path / 'a.docx')!r})\n"
        "before, = isolate._waiting\n"
        "assert before.served == 0\n"
        f"print(read({str(tmp_path / 'a.txt')!r}).text, isolate._waiting == [before], 'lxml' in sys.modules)"
    )
    (tmp_path / "a.txt").write_text("一", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parent.parent, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["一", "True", "False"], done.stderr
