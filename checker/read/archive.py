"""Office files are zip archives of XML: this is the one safe way into them.

Caps are checked against the archive's own directory before anything is unpacked, and every part is read under its
cap, since a directory may lie. A part with a document type declaration is refused: no office program writes one, and
entity expansion and external entities need one.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from functools import cache, cached_property
from typing import TYPE_CHECKING

from checker.errors import ReadError

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

MAX_MEMBERS = 5_000
MAX_MEMBER_BYTES = 128 * 1024 * 1024
MAX_TOTAL_BYTES = 256 * 1024 * 1024
MAX_RATIO = 300
MAX_DIRECTORY_BYTES = 4 * 1024 * 1024  # of the archive's own directory, which zipfile turns into objects
_RATIO_FLOOR = 4 * 1024 * 1024  # a small part may compress as well as it likes
_MOST_INFLATED = 1_032  # no byte of a deflate stream stands for more

_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Archive:
    """A zip archive of XML parts; every method raises ReadError (damaged, hostile, encrypted)."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._zip = open_zip(data)
        members = self._zip.infolist()
        total = sum(member.file_size for member in members)
        if (
            len(members) > MAX_MEMBERS
            or total > MAX_TOTAL_BYTES
            or any(
                member.file_size > MAX_MEMBER_BYTES
                or (member.file_size > _RATIO_FLOOR and member.file_size > MAX_RATIO * max(member.compress_size, 1))
                for member in members
            )
        ):
            raise _hostile("解压后的体积异常")
        if any(member.flag_bits & 0x1 for member in members):
            raise ReadError("encrypted", "文件设置了密码", "请解除密码后再提交")

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    @cached_property
    def _members(self) -> dict[str, str]:
        return {_part_key(name): name for name in self._zip.namelist()}

    def read(self, name: str) -> bytes | None:
        """A part's bytes, or None when the archive has no such part; names are compared as ECMA-376 part 2 does."""
        member = self._members.get(_part_key(name))
        if member is None:
            return None
        quick = _unpack(self._data, self._zip.getinfo(member))
        if quick is not None:
            return quick
        try:
            with self._zip.open(member) as part:
                data = part.read(MAX_MEMBER_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise ReadError("damaged", "文件已损坏或不完整", "请用办公软件打开并重新另存后提交") from error
        if len(data) > MAX_MEMBER_BYTES:
            raise _hostile("解压后的体积异常")
        return data

    def xml(self, name: str) -> _Element | None:
        """A part parsed as XML (nothing is resolved or fetched), or None when there is no such part."""
        data = self.read(name)
        return None if data is None else parse_xml(data)

    def relations(self, name: str) -> dict[str, str]:
        """Relationship id → the target part's name, for the internal relationships of a part."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        if root is None:
            return {}
        return {
            relation.get("Id", ""): posixpath.normpath(posixpath.join(folder, target))
            if target[0] != "/"
            else target[1:]
            for relation in root
            if isinstance(relation.tag, str)
            and relation.get("TargetMode") != "External"
            and (target := relation.get("Target", ""))
        }


def open_zip(data: bytes) -> zipfile.ZipFile:
    """A zip archive's directory, under a cap; raises ReadError (damaged, hostile)."""
    try:
        if _directory_bytes(data) > MAX_DIRECTORY_BYTES:
            raise _hostile("包含的成员过多")
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, struct.error) as error:
        raise ReadError("damaged", "文件已损坏或不完整", "请用办公软件打开并重新另存后提交") from error


def _unpack(data: bytes, member: zipfile.ZipInfo) -> bytes | None:
    """A whole and ordinary member in one go; None for any other, of which zipfile says what is wrong.

    zipfile reads in pieces of 4 KB, which takes longer than parsing what they hold.
    """
    at = member.header_offset
    if member.flag_bits & ~0x080E or data[at : at + 4] != b"PK\3\4" or len(data) < at + 30:
        return None  # encrypted, patched or cut off (APPNOTE 4.4.4: 0x0008 sizes come after, 0x0800 the name is UTF-8)
    name, extra = struct.unpack_from("<HH", data, at + 26)
    if data[at + 30 : at + 30 + name] != member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437"):
        return None
    begin = at + 30 + name + extra
    packed = data[begin : begin + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        found = packed
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        try:
            found = _inflate(packed, member.file_size)
        except zlib.error:
            return None
    else:
        return None
    return found if len(found) == member.file_size and zlib.crc32(found) == member.CRC else None


def _inflate(packed: bytes, size: int) -> bytes:
    """What a member unpacks to; one that may grow too large under a false `size` is followed piece by piece."""
    if len(packed) * _MOST_INFLATED <= MAX_MEMBER_BYTES:
        return zlib.decompress(packed, -zlib.MAX_WBITS, size)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    pieces: list[bytes] = []
    while packed and size >= 0:
        pieces.append(inflater.decompress(packed, 65_536))
        size -= len(pieces[-1])
        packed = inflater.unconsumed_tail
    return b"".join(pieces)


def _directory_bytes(data: bytes) -> int:
    """What the archive's end record says of the size of its directory (APPNOTE 4.3.14 to 4.3.16)."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - 65_557))
    if end < 0:
        return 0
    size = int(struct.unpack_from("<I", data, end + 12)[0])
    if size == 0xFFFFFFFF and data.startswith(b"PK\6\7", max(0, end - 20)):
        record = int(struct.unpack_from("<Q", data, end - 12)[0])
        size = int(struct.unpack_from("<Q", data, record + 40)[0])
    return size


def _part_key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def parse_xml(data: bytes) -> _Element:
    """Parse one part; refuses any document type declaration, whatever encoding hides it."""
    from lxml import etree

    plain = data if b"\0" not in data[:200] else data.replace(b"\0", b"")  # UTF-16 and UTF-32 pad ASCII with NULs
    if b"<!" in plain and _DTD.search(plain):
        raise _hostile("含有文档类型定义（DTD）")
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise _hostile("嵌套层数异常") from error
        raise ReadError("damaged", "文件内容已损坏", "请用办公软件打开并重新另存后提交") from error
    if (
        root.getroottree().docinfo.internalDTD is not None
    ):  # written in an encoding that the search above does not see through
        raise _hostile("含有文档类型定义（DTD）")
    return root


@cache
def _parser() -> XMLParser:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _hostile(what: str) -> ReadError:
    return ReadError("hostile", f"文件{what}，可能有危险，已拒绝读取", "请核实来源，用办公软件重新另存后提交")
