"""What the tests of annotated originals share: a file, the words that opinions are about, the file that comes back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from checker.document import Span
from checker.finding import Finding, Severity
from checker.read import read_here
from checker.render.annotate import annotate
from checker.review import Review, review
from checker.understand.report import Report
from tests.reviewing import default_pack

_OFFICE = "application/vnd.openxmlformats-officedocument"
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
}
_OVERRIDES = {
    "/word/document.xml": f"{_OFFICE}.wordprocessingml.document.main+xml",
    "/word/styles.xml": f"{_OFFICE}.wordprocessingml.styles+xml",
    "/xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet.main+xml",
    "/xl/worksheets/sheet0.xml": f"{_OFFICE}.spreadsheetml.worksheet+xml",
    "/xl/styles.xml": f"{_OFFICE}.spreadsheetml.styles+xml",
}


def typed(data: bytes, **parts: str) -> bytes:
    """An office file with the part of content types that its makers in tests leave out, and with further parts."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out) as archive:
        held = {f"/{name}" for name in archive.namelist()}
    types = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in _DEFAULTS.items())
    types += "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _OVERRIDES.items() if part in held
    )
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>'
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {"[Content_Types].xml": types, **parts}.items():
            archive.writestr(name, text)
    return out.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def reviewed(path: Path, *quotes: str | Sequence[str]) -> Review:
    """A review with an opinion about each quotation: the first place where the text has it ("" for none); several
    quotations in one opinion contradict each other."""
    report = Report(read_here(path), default_pack().vocabulary)
    findings = []
    for number, quote in enumerate(quotes):
        words = [quote] if isinstance(quote, str) else list(quote)
        spans = [Span(at := report.text.index(word), at + len(word)) for word in words if word]
        severity = (Severity.ERROR, Severity.WARNING, Severity.INFO)[number % 3]
        locations = tuple(report.locate(span) for span in spans)
        findings.append(Finding("figure/conflict", severity, f"意见{number}", "改正", "第十条", locations))
    empty = review(report, default_pack(), wanted=lambda rule: False)
    return replace(empty, findings=tuple(findings))


def annotated(tmp_path: Path, name: str, data: bytes, *quotes: str | Sequence[str]) -> bytes:
    """The file that comes back; that the file sent in keeps its bytes is held on the way."""
    path = tmp_path / name
    path.write_bytes(data)
    result = annotate(path, reviewed(path, *quotes))
    assert path.read_bytes() == data
    return result
