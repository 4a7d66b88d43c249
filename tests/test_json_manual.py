"""docs/json.md is held to what the report is: every field of it is named there, and nothing that it has not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from checker.batch.run import run_files
from checker.batch.settings import Given, Plans
from checker.render import render
from checker.render.json import ReportJson
from tests.test_cli import ROOT, write
from tests.test_waivers import WAIVER, WRONG_RATE

MANUAL = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z_0-9]+)`", MANUAL))


def keys_of(value: Any) -> Iterator[str]:
    """The keys of a report; those of `data` are each rule's own."""
    if isinstance(value, list):
        for item in value:
            yield from keys_of(item)
    elif isinstance(value, dict):
        for key, below in value.items():
            yield key
            if key != "data":
                yield from keys_of(below)


def fields_of(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from fields_of(part)


def test_every_key_of_real_reports_is_in_the_manual(tmp_path: Path) -> None:
    write(
        tmp_path,
        ".jixiao.yaml",
        WAIVER.replace("2026-12-31", "2020-01-01") + "  - {rule: figure/conflict, reason: 已核对无误}\n",
    )
    (tmp_path / "下").mkdir()
    write(tmp_path / "下", ".jixiao.yaml", WAIVER.replace("2026-12-31", "2999-12-31"))
    files = [
        write(tmp_path, "a.md", WRONG_RATE),
        write(tmp_path / "下", "a.md", WRONG_RATE),
        write(tmp_path, "b.pdf", "坏"),
    ]
    samples = [str(path) for path in sorted((ROOT / "corpus" / "samples").glob("*.xlsx"))[:1]]
    run = run_files([*files, *samples], Plans([*files, *samples], Given()), passed_over=[("c.zip", "不是报告的格式")])
    data = json.loads(render(run, "json"))
    keys = set(keys_of(data))
    for key in ("waiver", "notices", "place", "remedy", "completions", "ref", "passed_over", "fingerprint"):
        assert key in keys  # the reports at hand have what the manual is held to
    assert keys - NAMED == set()


def test_every_field_that_a_report_may_have_is_in_the_manual() -> None:
    assert set(fields_of(ReportJson)) - NAMED == set()


def test_the_manual_names_no_field_that_a_report_has_not() -> None:
    rows = [line.split("|")[1] for line in MANUAL.split("\n") if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`([a-z_0-9]+)`", row)}
    assert named - set(fields_of(ReportJson)) == set()
