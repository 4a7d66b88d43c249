"""Adding parts to an office file: parsing that keeps everything, relationships, and content types."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from checker.errors import ReadError
from checker.read.archive import Archive
from checker.render.package import with_parts

if TYPE_CHECKING:
    from lxml.etree import _Element

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"


@dataclass
class Package:
    """An office file whose parts can be changed; what is not changed keeps its bytes."""

    data: bytes
    changed: dict[str, _Element | bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.archive = Archive(self.data)

    def tree(self, name: str) -> _Element:
        """A part's tree, to be changed in place; raises ReadError (damaged) when there is none."""
        name = self.actual(name)
        part = self.changed.get(name)
        if part is None or isinstance(part, bytes):
            data = part or self.archive.read(name)
            if data is None:
                raise ReadError("damaged", "文件缺少必要的部分", "请用办公软件打开并重新另存后提交")
            part = self.changed[name] = parse(data)
        return part

    def add(self, name: str, part: _Element | bytes) -> None:
        self.changed[name] = part

    def actual(self, name: str) -> str:
        """A part's name as the archive spells it."""
        if name in self.archive.names:
            return name
        return next((member for member in self.archive.names if member.lower() == name.lower()), name)

    def fresh(self, pattern: str) -> str:
        """A part's name that is not taken: `pattern` has a place for a number."""
        taken = {name.lower() for name in (*self.archive.names, *self.changed)}
        return next(n for n in map(pattern.format, range(1, 100_000)) if n.lower() not in taken)

    def relate(self, part: str, kind: str, target: str, *, strict: bool = False) -> str:
        """Relate a part to a new one of a kind (comments, vmlDrawing); gives the relationship's id."""
        folder, base = posixpath.split(part)
        name = self.actual(posixpath.join(folder, "_rels", base + ".rels"))
        if name not in self.archive.names and name not in self.changed:
            self.changed[name] = parse(f'<Relationships xmlns="{_RELATIONS}"/>'.encode())
        root = self.tree(name)
        taken = {relation.get("Id") for relation in root}
        id = next(f"rIdJx{n}" for n in range(1, 100_000) if f"rIdJx{n}" not in taken)
        space = _STRICT if strict else TRANSITIONAL
        values = {"Id": id, "Type": f"{space}/{kind}", "Target": posixpath.relpath(target, folder or ".")}
        root.append(root.makeelement(f"{{{_RELATIONS}}}Relationship", values))
        return id

    def declare(self, part: str, content_type: str) -> None:
        """State a new part's content type."""
        root = self.tree("[Content_Types].xml")
        values = {"PartName": f"/{part}", "ContentType": content_type}
        root.append(root.makeelement(f"{{{_TYPES}}}Override", values))

    def build(self) -> bytes:
        parts = {name: part if isinstance(part, bytes) else serialized(part) for name, part in self.changed.items()}
        return with_parts(self.data, parts)


def parse(data: bytes) -> _Element:
    """A part's tree with its comments and instructions; nothing is resolved or fetched. The reader has refused document
    types already."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def serialized(root: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
