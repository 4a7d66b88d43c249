"""Office files as archives: read whole, and written so that the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

_CREATED = (2020, 1, 1, 0, 0, 0)  # fixed: an archive states a time for each part


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """An archive with some parts replaced or added; every other part keeps its bytes, its place and its date."""
    out, left = io.BytesIO(), dict(parts)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = left.pop(entry.filename) if entry.filename in left else old.read(entry)
            new.writestr(entry, part, compress_type=entry.compress_type)
        for name, part in left.items():
            new.writestr(zipfile.ZipInfo(name, _CREATED), part, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def undated(data: bytes) -> bytes:
    """The same archive with every part's date fixed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _CREATED), old.read(entry), compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises OSError."""
    draft = path.with_name(f".{path.name}.tmp")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
