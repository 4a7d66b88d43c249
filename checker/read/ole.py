"""The directory of an OLE2 compound file: what old office programs and encrypted new ones write.

Only names are read, to tell what a file is ([MS-CFB] 2.2 and 2.6).
"""

from __future__ import annotations

import struct

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_END = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_MAX_SECTORS = 4096  # of a directory: sixteen thousand entries, far beyond any document


def top_names(data: bytes) -> frozenset[str]:
    """Names of the streams and storages right under the root; empty when the directory cannot be followed."""
    try:
        entries = _entries(data)
    except (struct.error, IndexError, ValueError):
        return frozenset()
    names: set[str] = set()
    seen: set[int] = set()
    pending = [_link(entries, 0, 76)] if entries else []
    while pending:
        number = pending.pop()
        if number in seen or not 0 <= number < len(entries):
            continue
        seen.add(number)
        entry = entries[number]
        length = max(0, min(struct.unpack_from("<H", entry, 64)[0], 64) - 2)
        names.add(entry[:length].decode("utf-16-le", "replace"))
        pending += [_link(entries, number, 68), _link(entries, number, 72)]  # its siblings, left and right
    return frozenset(names)


def _link(entries: list[bytes], number: int, offset: int) -> int:
    return int(struct.unpack_from("<I", entries[number], offset)[0])


def _entries(data: bytes) -> list[bytes]:
    size = 1 << min(int(struct.unpack_from("<H", data, 30)[0]), 16)

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    per_sector = size // 4
    fat_sectors = [n for n in struct.unpack_from("<109I", data, 76) if n < _END]
    more = int(struct.unpack_from("<I", data, 68)[0])
    for _ in range(_MAX_SECTORS):  # the table of table sectors goes on in a chain of its own in files over 7 MB
        if more >= _END:
            break
        *numbers, more = struct.unpack_from(f"<{per_sector}I", sector(more))
        fat_sectors += [n for n in numbers if n < _END]
    entries: list[bytes] = []
    at = int(struct.unpack_from("<I", data, 48)[0])
    for _ in range(_MAX_SECTORS):
        if at >= _END:
            break
        part = sector(at)
        entries += [part[i : i + 128] for i in range(0, len(part) - 127, 128)]
        at = int(struct.unpack_from("<I", sector(fat_sectors[at // per_sector]), 4 * (at % per_sector))[0])
    return entries
