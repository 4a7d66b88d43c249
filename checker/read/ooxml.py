"""How the parts of an office file hang together: found by relationship and content type, never by file name.

Transitional and strict files name their relationship types differently; the last word of the type is the same.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from checker.read.archive import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship to a part of the same file: `kind` is its type's last word (worksheet, styles, drawing)."""

    id: str
    kind: str
    target: str


def relations(archive: Archive, part: str) -> list[Relation]:
    """The internal relationships of a part ("" for the file itself), in file order."""
    folder, base = posixpath.split(part)
    root = archive.xml(_actual(archive, posixpath.join(folder, "_rels", base + ".rels")))
    found = []
    for relation in [] if root is None else root:
        target = relation.get("Target", "")
        if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External" or not target:
            continue
        name = target.lstrip("/") if target[0] == "/" else posixpath.normpath(posixpath.join(folder, target))
        kind = relation.get("Type", "").rpartition("/")[2]
        found.append(Relation(relation.get("Id", ""), kind, _actual(archive, name)))
    return found


def main_part(archive: Archive, content: str) -> str | None:
    """The part that the file is about; `content` is a word of its content type (document, sheet) for files whose
    relationships are lost."""
    for relation in relations(archive, ""):
        if relation.kind == "officeDocument" and relation.target in archive.names:
            return relation.target
    types = archive.xml("[Content_Types].xml")
    for override in [] if types is None else types:
        kind = override.get("ContentType", "")
        if kind.endswith("main+xml") and content in kind:
            name = _actual(archive, override.get("PartName", "").lstrip("/"))
            return name if name in archive.names else None
    return None


children_of: Callable[[_Element], list[_Element]] = itemgetter(slice(None))
"""An element's children, all at once: a loop over the element itself costs four times as much."""


class Names(dict[object, str]):
    """Element tags → names without their namespace, remembered: `names[element.tag]`, "" for comments and the like."""

    def __missing__(self, tag: object) -> str:
        self[tag] = name = tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""
        return name


def local_name(element: _Element) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def relation_id(element: _Element) -> str:
    """The relationship that an element names (r:id or r:embed, whichever namespace the file uses)."""
    for name, value in element.attrib.items():
        if str(name).endswith(("}id", "}embed")):
            return str(value)
    return ""


def _actual(archive: Archive, name: str) -> str:
    """A part's name as the archive spells it: part names are equal without regard to case, and may be escaped."""
    if name in archive.names:
        return name
    wanted = unquote(name).lower()
    return next((member for member in archive.names if member.lower() == wanted), name)
