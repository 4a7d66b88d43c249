"""What a run may keep for the next one of the same user: never a word of a document, and nothing that must be there.

A file that is missing, cut off, of another version or not the user's own is as good as none, and a folder that cannot
be written to costs nothing but time. JIXIAO_CACHE names another folder, or is "off".
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

_MAX_BYTES = 32 * 1024 * 1024


def keeps() -> bool:
    """Whether anything is kept at all: where nothing is, nothing need be got ready for it."""
    return _folder() is not None


def load(name: str, version: str) -> Any:
    """What was kept under a name by the same version of everything that it depends on; None where there is nothing."""
    folder = _folder()
    if folder is None:
        return None
    try:
        data = _own_bytes(folder / name)
    except OSError:
        return None
    seal, body = data[:32], data[32:]
    return marshal.loads(body) if seal == _seal(version, body) else None  # whole, and written by nobody but the user


def save(name: str, version: str, value: Any) -> None:
    """Keep a value of plain types (marshal's) under a name, in place of what was there."""
    folder = _folder()
    if folder is None:
        return
    with suppress(OSError, ValueError):  # ValueError: what marshal cannot write
        body = marshal.dumps(value)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=folder, prefix=f".{name}-")  # readable by nobody else
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_seal(version, body) + body)
            Path(made).replace(folder / name)
        except BaseException:
            Path(made).unlink(missing_ok=True)
            raise


def _folder() -> Path | None:
    wanted = os.environ.get("JIXIAO_CACHE", "")
    if wanted.lower() == "off":
        return None
    if wanted:
        return Path(wanted)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "jixiao"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "jixiao"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "jixiao"


def _own_bytes(path: Path) -> bytes:
    """The bytes of a file that the user alone may write to; raises OSError for any other."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_size > _MAX_BYTES:
            raise OSError("not a file of ours")
        if sys.platform != "win32" and (about.st_uid != os.geteuid() or about.st_mode & 0o022):
            raise OSError("somebody else may have written it")
        return file.read()


def _seal(version: str, body: bytes) -> bytes:
    """What tells that a value is whole and of this version, on this Python: marshal's format is its own."""
    return sha256(f"{sys.version}\0{version}\0".encode() + body).digest()
