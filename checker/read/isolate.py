"""Reading in a child process: a file that hangs, crashes or eats memory costs an error, never the program.

A child reads one file after another, so that libraries are loaded once, and is replaced as soon as anything goes
wrong, or when it has grown. On Linux it is forked, which costs a few milliseconds and nothing on the child's own start;
a process with threads must not fork, and Windows and macOS cannot do it safely: there the child is an interpreter of
its own.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import struct
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, NoReturn

from checker.document import Document
from checker.errors import JixiaoError, ReadError

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY = 1536 * 1024 * 1024  # bytes of address space that reading may add
_GROWTH = 384 * 1024 * 1024  # a child that keeps more than this is replaced
_LIFETIME = 200  # documents
_IDLE = 4  # children kept for threads that read side by side
_HEADER = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class _Request:
    path: str
    max_bytes: int
    memory: int
    seconds: int  # of processor time, when the parent is not there to stop the child
    formats: dict[str, str]  # the parent's registry: a program may have added to it
    engine: str | None = None
    folder: str = ""  # what a relative path is relative to: the program may have changed its folder since


@dataclass(frozen=True, slots=True)
class _Preparation:
    module: str  # to be loaded; nothing is answered


@dataclass(frozen=True, slots=True)
class _Reply:
    document: Document | None
    error: JixiaoError | None
    spent: bool  # the child is not to be used again


def read(path: str | Path, *, timeout: float, max_bytes: int) -> Document:
    """Read a file in a child process, with what `checker.read.read` promises."""
    from checker.read import FORMATS, crashed

    request = _Request(str(path), max_bytes, MEMORY, int(timeout) + 5, dict(FORMATS), folder=_here())
    child = _take()
    used = child.served > 0
    reply = _ask(child, request, timeout)
    if used and (reply is None or (reply.spent and reply.document is None)):
        # What earlier files left behind in the child must not decide on this one.
        reply = _ask(_Child.start(), request, timeout)
    if reply is None:
        # pdfium is known to abort on files that the slower reader survives.
        reply = _ask(_Child.start(), replace(request, engine="pdfplumber"), timeout)
    if reply is None:
        raise crashed()
    if reply.error is not None:
        raise reply.error
    assert reply.document is not None
    return reply.document


def prepare(path: str = "") -> None:
    """Start a child now, so that it is ready when the first file comes; one for `path` loads its reader meanwhile."""
    from checker.read import FORMATS
    from checker.read.sniff import format_named

    child = _take()
    if module := FORMATS.get(format_named(path)):
        child.prepare(module)
    _give_back(child)


def close() -> None:
    """End the children that wait for work; the next `read` starts new ones."""
    while True:
        with _lock:
            if not _waiting:
                return
            child = _waiting.pop()
        child.end()


def _ask(child: _Child, request: _Request, timeout: float) -> _Reply | None:
    """The child's answer, or None when it has died; raises ReadError (timeout)."""
    try:
        reply = child.ask(request, timeout)
    except TimeoutError as error:
        child.end()
        raise ReadError(
            "timeout", f"读取超过{timeout:g}秒，已停止", "请用办公软件打开并重新另存，或拆分后再提交"
        ) from error
    except BaseException:  # the user's Ctrl-C above all: the child must not go on reading
        child.end()
        raise
    if reply is None or reply.spent or child.served >= _LIFETIME:
        child.end()
    else:
        _give_back(child)
    return reply


_lock = threading.Lock()
_waiting: list[_Child] = []


def _take() -> _Child:
    with _lock:
        if _waiting:
            return _waiting.pop()
    return _Child.start()


def _give_back(child: _Child) -> None:
    with _lock:
        if len(_waiting) < _IDLE:
            _waiting.append(child)
            return
    child.end()


class _Child:
    """A process that reads files, and the two pipes to it. `served` counts the files that it was asked for."""

    def __init__(
        self, requests: IO[bytes], replies: IO[bytes], kill: Callable[[], None], wait: Callable[[], None]
    ) -> None:
        self._requests, self._replies = requests, replies
        self.kill, self._wait = kill, wait
        self.served = 0
        self._stopped = False

    @classmethod
    def start(cls) -> _Child:
        try:
            return cls._fork() if _may_fork() else cls._spawn()
        except OSError as error:
            raise ReadError(
                "crashed", f"无法启动读取进程（{error.strerror or type(error).__name__}）", "请关闭其他程序后重试"
            ) from error

    @classmethod
    def _fork(cls) -> _Child:
        assert sys.platform != "win32"
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(ours_out)
                os.close(ours_in)
                _serve(theirs_in, theirs_out)
            finally:
                os._exit(1)  # whatever happens: never back into the program's own code
        os.close(theirs_in)
        os.close(theirs_out)

        def kill() -> None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

        def wait() -> None:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)

        return cls(os.fdopen(ours_out, "wb"), os.fdopen(ours_in, "rb"), kill, wait)

    @classmethod
    def _spawn(cls) -> _Child:
        import subprocess

        code = "import sys; sys.path[:] = sys.argv[1:]; from checker.read.isolate import main; main()"
        process = subprocess.Popen(
            [sys.executable, "-c", code, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert process.stdin is not None
        assert process.stdout is not None

        def wait() -> None:
            process.wait()

        return cls(process.stdin, process.stdout, process.kill, wait)

    def prepare(self, module: str) -> None:
        """Let the process load a reader; a process that has died is found out when it is asked."""
        with suppress(OSError):
            _send(self._requests, _Preparation(module))

    def ask(self, request: _Request, timeout: float) -> _Reply | None:
        """The answer, or None when the process has died; TimeoutError when it takes longer than `timeout` seconds."""
        self.served += 1
        # On Windows nobody can wait for a pipe with a limit: there a thread ends the process in time. Elsewhere a
        # thread would keep this process from forking the next child.
        timer = threading.Timer(timeout, self._stop) if sys.platform == "win32" else None
        if timer is not None:
            timer.daemon = True
            timer.start()
        try:
            _send(self._requests, request)
            reply = _receive(self._replies, time.monotonic() + timeout)
        except TimeoutError:
            raise
        except (OSError, EOFError):
            if self._stopped:
                raise TimeoutError from None
            return None
        finally:
            if timer is not None:
                timer.cancel()
                timer.join()
        return reply if isinstance(reply, _Reply) and not self._stopped else None

    def _stop(self) -> None:
        self._stopped = True
        self.kill()

    def end(self) -> None:
        """Kill the process, wait for it and close the pipes."""
        self.kill()
        self._wait()
        self.drop()

    def drop(self) -> None:
        """Close the pipes only."""
        for pipe in (self._requests, self._replies):
            with suppress(OSError):
                pipe.close()


def _may_fork() -> bool:
    """Whether this process is single-threaded and on a system where its fork is sound."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1  # threads of libraries count as well
    except OSError:
        return False


def _forget() -> None:
    """After a fork by anybody, in the child: the waiting readers belong to the parent."""
    global _lock
    _lock = threading.Lock()
    for child in _waiting:
        child.drop()
    _waiting.clear()


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


# What follows runs in the child.


def main() -> None:
    """Serve a parent over standard input and output."""
    requests, replies = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        for pipe in (requests, replies):
            msvcrt.setmode(pipe, os.O_BINARY)
    _serve(requests, replies)


def _serve(requests: int, replies: int) -> NoReturn:
    """Answer requests until the parent is gone."""
    _quiet()
    base = _mapped()
    _no_core_dump()
    with os.fdopen(requests, "rb") as questions, os.fdopen(replies, "wb") as answers:
        while True:
            try:
                request = _receive(questions)
            except (OSError, EOFError):
                break
            if isinstance(request, _Preparation):
                with suppress(Exception):  # what is wrong with it shows when it is needed
                    import_module(request.module)
                continue
            if not isinstance(request, _Request):
                break
            _limit_memory(base + request.memory)
            _limit_time(request.seconds)
            reply = _answer(request, base)
            try:
                _send(answers, reply)
            except MemoryError:
                error = ReadError("hostile", "读取时占用的内存过多，已停止读取", "请拆分或重新另存后再提交")
                _send(answers, _Reply(None, error, True))
            except OSError:
                break
            del request, reply
        os._exit(0)


def _here() -> str:
    """The working folder, empty where it has been deleted."""
    try:
        return str(Path.cwd())
    except OSError:
        return ""


def _answer(request: _Request, base: int) -> _Reply:
    from checker.read import FORMATS, read_here

    FORMATS.update(request.formats)
    if request.folder:
        with suppress(OSError):
            os.chdir(request.folder)
    try:
        document = read_here(request.path, max_bytes=request.max_bytes, engine=request.engine)
    except JixiaoError as error:
        # Its cause may be of a class that cannot be pickled, and a traceback is of no use to the parent.
        plain = type(error)(error.code, error.message, error.remedy)
        exhausted = isinstance(error.__cause__, MemoryError | RecursionError)
        return _Reply(None, plain, exhausted or _mapped() - base > _GROWTH)
    return _Reply(document, None, _mapped() - base > _GROWTH)


def _quiet() -> None:
    """No word of the child on the user's terminal, no Ctrl-C of its own, no handlers of the parent."""
    import faulthandler

    faulthandler.disable()
    if sys.platform != "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    # Whoever called may have put other objects in these places, with descriptors of their own.
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = sys.stderr = os.fdopen(1, "w", encoding="utf-8", closefd=False)


def _mapped() -> int:
    """Bytes of address space in use, 0 where the system does not say."""
    if sys.platform == "linux":
        with suppress(OSError):
            return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _no_core_dump() -> None:
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_memory(wanted: int) -> None:
    """Address space in bytes; Windows has no such limit, and macOS does not hold to it."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))


def _limit_time(seconds: int) -> None:
    """Processor time for one file: ends a child whose parent was killed and cannot stop it."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        usage = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        wanted = int(usage.ru_utime + usage.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard < 0 else min(wanted, hard), hard))


def _send(pipe: IO[bytes], message: _Preparation | _Request | _Reply) -> None:
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(_HEADER.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes], deadline: float | None = None) -> object:
    (length,) = _HEADER.unpack(_exactly(pipe, _HEADER.size, deadline))
    return pickle.loads(_exactly(pipe, length, deadline))


def _exactly(pipe: IO[bytes], size: int, deadline: float | None) -> bytes:
    """So many bytes of a pipe; raises EOFError, and TimeoutError when they have not come by the deadline."""
    if deadline is None or sys.platform == "win32":
        data = pipe.read(size)
        if len(data) < size:
            raise EOFError
        return data
    import select

    poll = select.poll()
    poll.register(pipe, select.POLLIN)
    pieces = []
    while size:
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise TimeoutError
        piece = os.read(pipe.fileno(), min(size, 1 << 20))
        if not piece:
            raise EOFError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
