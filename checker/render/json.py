"""The JSON report: the machine interface, whose shape is fixed by `schema_version`.

Offsets are those of the document's canonical text (`jixiao show --text`). Amounts are decimal strings in 元.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict

import checker
from checker.document import Span
from checker.errors import ReadError
from checker.finding import Finding, Location, Severity
from checker.pack import RulePack
from checker.review import Run, Submission, Unchecked
from checker.understand.facts import Fact
from checker.understand.quantity import Quantity
from checker.understand.report import Report
from checker.understand.targets import Completion, Target
from checker.waivers import Waived


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CellJson(_Model):
    """A table cell, counted from 0; spreadsheets add the sheet and the cell's own name."""

    table: int
    row: int
    column: int
    sheet: str | None = None
    ref: str | None = None


class LocationJson(_Model):
    text: str
    section: str
    page: int | None
    start: int
    end: int
    cell: CellJson | None


class FactJson(_Model):
    name: str
    raw: str
    value: str
    unit: str
    low: str
    high: str
    scope: str
    year: int | None
    cumulative: bool
    inferred: bool
    location: LocationJson


class CompletionJson(_Model):
    text: str
    value: str | None
    unit: str | None
    location: LocationJson


class TargetJson(_Model):
    text: str
    value: str | None
    unit: str | None
    comparison: str | None
    status: str
    location: LocationJson
    completions: list[CompletionJson]


class UncheckedJson(_Model):
    rule: str
    reason: str
    crashed: bool = False


class FindingJson(_Model):
    rule: str
    severity: str
    message: str
    suggestion: str
    basis: str
    locations: list[LocationJson]
    data: dict[str, str]
    fingerprint: str


class WaiverJson(_Model):
    """Why a finding may stand; `place` is where that is written, as file:line."""

    reason: str
    by: str | None
    until: str | None
    place: str


class WaivedJson(FindingJson):
    """A finding that does not count."""

    waiver: WaiverJson


class ErrorJson(_Model):
    code: str
    message: str
    remedy: str


class NoteJson(_Model):
    code: str
    message: str
    incomplete: bool


class PackJson(_Model):
    id: str
    version: str
    title: str
    digest: str


class DocumentJson(_Model):
    """`pack` is named where it is not the run's; `config` is the settings file that applied."""

    path: str
    sha256: str | None = None
    status: str
    error: ErrorJson | None = None
    format: str | None = None
    kind: str | None = None
    title: str | None = None
    year: int | None = None
    project: str | None = None
    unit: str | None = None
    department: str | None = None
    verdict: str | None = None
    pack: PackJson | None = None
    config: str | None = None
    notes: list[NoteJson] = []
    facts: list[FactJson] = []
    targets: list[TargetJson] = []
    not_checked: list[UncheckedJson] = []
    not_applicable: list[UncheckedJson] = []
    findings: list[FindingJson] = []
    waived: list[WaivedJson] = []


class ToolJson(_Model):
    name: str
    version: str


class EntitiesJson(_Model):
    """What found the names of units: a spaCy model, the pack's patterns (pattern), or nothing (off), and why."""

    backend: str
    version: str | None
    reason: str


class SummaryJson(_Model):
    documents: int
    failed: int
    error: int
    warning: int
    info: int
    waived: int
    verdict: str


class ConfigJson(_Model):
    """A settings file, and to how many documents it applied."""

    path: str
    sha256: str
    documents: int


class NoticeJson(_Model):
    code: str
    message: str
    place: str


class PassedOverJson(_Model):
    path: str
    reason: str


class ReportJson(_Model):
    schema_version: str
    tool: ToolJson
    pack: PackJson
    configs: list[ConfigJson]
    notices: list[NoticeJson]
    entities: EntitiesJson | None = None
    summary: SummaryJson
    passed_over: list[PassedOverJson]
    documents: list[DocumentJson]


def render(run: Run) -> str:
    """The whole run as one JSON object, in UTF-8 text that ends with a line feed."""
    return report_json(run).model_dump_json(indent=2) + "\n"


def report_json(run: Run) -> ReportJson:
    return ReportJson(
        schema_version="1",
        tool=ToolJson(name="jixiao", version=checker.__version__),
        pack=_pack(run.pack),
        configs=[ConfigJson(path=c.path, sha256=c.sha256, documents=c.documents) for c in run.configs],
        notices=[NoticeJson(code=n.code, message=n.message, place=n.place) for n in run.notices],
        entities=_entities(run),
        summary=SummaryJson(
            documents=len(run.submissions),
            failed=len(run.failed),
            error=run.count(Severity.ERROR),
            warning=run.count(Severity.WARNING),
            info=run.count(Severity.INFO),
            waived=run.waived,
            verdict=run.verdict,
        ),
        passed_over=[PassedOverJson(path=path, reason=reason) for path, reason in run.passed_over],
        documents=[_document(item, run.pack) for item in run.submissions],
    )


def _entities(run: Run) -> EntitiesJson | None:
    if not (reviews := run.reviews):
        return None
    used = reviews[-1].report.recogniser.backend
    return EntitiesJson(backend=used.name, version=used.version, reason=used.reason)


def _pack(pack: RulePack) -> PackJson:
    return PackJson(id=pack.id, version=pack.version, title=pack.title, digest=pack.digest)


def _waived(waived: Waived) -> WaivedJson:
    waiver = waived.waiver
    until = None if waiver.until is None else waiver.until.isoformat()
    said = WaiverJson(reason=waiver.reason, by=waiver.by or None, until=until, place=waiver.place)
    return WaivedJson(**dict(_finding(waived.finding)), waiver=said)


def _document(item: Submission, pack: RulePack) -> DocumentJson:
    if item.review is None:
        error = item.error or ReadError("damaged", "文件未能读取")
        return DocumentJson(
            path=item.path,
            status="failed",
            config=item.config,
            error=ErrorJson(code=error.code, message=error.message, remedy=error.remedy),
        )
    review = item.review
    report, identity = review.report, review.report.identity
    return DocumentJson(
        path=item.path,
        sha256=report.document.sha256,
        status="checked",
        format=report.document.format,
        kind=identity.kind,
        title=identity.title,
        year=identity.year,
        project=identity.project,
        unit=identity.unit,
        department=identity.department,
        verdict=review.verdict,
        pack=None if review.pack.digest == pack.digest else _pack(review.pack),
        config=item.config,
        notes=[NoteJson(code=n.code, message=n.message, incomplete=n.incomplete) for n in report.document.notes],
        facts=[fact_json(fact, report) for fact in report.facts],
        targets=[target_json(target, report) for target in report.targets],
        not_checked=_unchecked(review.not_checked),
        not_applicable=_unchecked(review.not_applicable),
        findings=[_finding(finding) for finding in review.findings],
        waived=[_waived(waived) for waived in review.waived],
    )


def _unchecked(items: tuple[Unchecked, ...]) -> list[UncheckedJson]:
    return [UncheckedJson(rule=item.rule, reason=item.reason, crashed=item.crashed) for item in items]


def _finding(finding: Finding) -> FindingJson:
    return FindingJson(
        rule=finding.rule,
        severity=finding.severity.value,
        message=finding.message,
        suggestion=finding.suggestion,
        basis=finding.basis,
        locations=[_location(location) for location in finding.locations],
        data=dict(finding.data),
        fingerprint=finding.fingerprint,
    )


def finding_json(finding: Finding) -> dict[str, Any]:
    """A finding in the shape that it has in the report."""
    return _finding(finding).model_dump()


def waived_json(waived: Waived) -> dict[str, Any]:
    """A waived finding in the shape that it has in the report."""
    return _waived(waived).model_dump()


def report_json_text(data: dict[str, Any]) -> str:
    """Plain data as the JSON text that every output of ours is."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _location(location: Location) -> LocationJson:
    place = location.place
    cell = None
    if place.table is not None and place.row is not None and place.column is not None:
        cell = CellJson(table=place.table, row=place.row, column=place.column, sheet=place.sheet, ref=place.ref)
    return LocationJson(
        text=location.text,
        section=location.section,
        page=place.page,
        start=location.span.start,
        end=location.span.end,
        cell=cell,
    )


def location_json(span: Span, report: Report) -> LocationJson:
    """A span of a report's text as JSON gives places."""
    return _location(report.locate(span))


def fact_json(fact: Fact, report: Report) -> FactJson:
    quantity = fact.quantity
    return FactJson(
        name=fact.name,
        raw=quantity.span.cut(report.text),
        value=decimal_text(quantity.value),
        unit=quantity.unit,
        low=decimal_text(quantity.interval.low),
        high=decimal_text(quantity.interval.high),
        scope=fact.scope,
        year=fact.year,
        cumulative=fact.cumulative,
        inferred=fact.inferred,
        location=location_json(fact.span, report),
    )


def target_json(target: Target, report: Report) -> TargetJson:
    value, unit = _measure(target.quantity)
    return TargetJson(
        text=target.span.cut(report.text),
        value=value,
        unit=unit,
        comparison=None if target.quantity is None else target.quantity.comparison,
        status=target.status,
        location=location_json(target.span, report),
        completions=[_completion(item, report) for item in target.completions],
    )


def _completion(item: Completion, report: Report) -> CompletionJson:
    value, unit = _measure(item.quantity)
    return CompletionJson(
        text=item.span.cut(report.text), value=value, unit=unit, location=location_json(item.span, report)
    )


def _measure(quantity: Quantity | None) -> tuple[str | None, str | None]:
    return (None, None) if quantity is None else (decimal_text(quantity.value), quantity.unit)


def decimal_text(value: Decimal) -> str:
    """A decimal without exponent and without zeros that say nothing: 2900000, 98.6."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
