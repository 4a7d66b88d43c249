"""Pages for a browser: the report with its findings marked in the text, and beside it the findings.

One report gives one self-contained file. Several give an index (the file itself) and a page for each report in the
folder NAME_files beside it, the name under which Windows keeps the two together when one is moved. No page loads
anything: style and script stand in it, and its policy allows these two alone, by their digests.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

import checker
from checker.errors import JixiaoError
from checker.render import PAGE_MARK
from checker.render.html_index import index_view
from checker.render.html_review import failed_view, review_view
from checker.render.words import recogniser_words
from checker.review import Run, Submission

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_LANDSCAPE = "@media print { @page { size: A4 landscape; margin: 12mm } }\n"  # the table of an index is wide
_PAGE = re.compile(r"\d{4,}-[^/\\]*\.html")
# What turns the direction of writing: a document must not make a page show its figures backwards.
_TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")


def render(run: Run) -> str:
    """The page of the one report; raises JixiaoError where there are several, whose pages need files."""
    if len(run.submissions) > 1:
        raise JixiaoError("output", "多份报告的网页不能显示在屏幕上", "请用--output写入文件")
    pages = _Pages()
    return pages.document(run, 0, pages={}, index="") if run.submissions else pages.index(run, {})


def write(run: Run, path: Path) -> None:
    """Write the page, or the index and the pages; raises OSError, and JixiaoError where an input stands in the way."""
    if len(run.submissions) == 1:
        _save(path, render(run))
        return
    pages = _Pages()
    folder = pages_folder(path)
    names = {number: page_name(number, item.path) for number, item in enumerate(run.submissions)}
    _spare_inputs(run, [folder / name for name in names.values()])
    if run.submissions:
        folder.mkdir(exist_ok=True)
    index = "../" + quote(path.name)
    hrefs = {number: quote(name) for number, name in names.items()}
    for number, name in names.items():
        _save(folder / name, pages.document(run, number, pages=hrefs, index=index))
    _save(path, pages.index(run, {number: f"{quote(folder.name)}/{href}" for number, href in hrefs.items()}))
    _remove_old(folder, set(names.values()))


def pages_folder(path: Path) -> Path:
    """The folder of the pages that belong to an index file."""
    return path.with_name(f"{path.stem}_files")


def page_name(number: int, path: str) -> str:
    """The file name of a report's page: its place in the run, and its own name as far as every system takes it."""
    stem = re.sub(r"[^\w（）()-]+", "_", Path(path).stem.encode("utf-8", "replace").decode())[:40].strip("_")
    return f"{number + 1:04}-{stem or '报告'}.html"


class _Pages:
    """The templates, and the style and scripts that stand in every page."""

    def __init__(self) -> None:
        self.environment = _environment()
        style = _part("page.css")
        self.styles = {"document": style, "index": style + _LANDSCAPE}
        self.scripts = {name: _part(f"{name}.js") for name in ("document", "index")}

    def document(self, run: Run, number: int, *, pages: dict[int, str], index: str) -> str:
        item = run.submissions[number]
        view = failed_view(item) if item.review is None else review_view(item.review, item.review.pack)
        turns = {"index": index, "before": pages.get(number - 1), "after": pages.get(number + 1)}
        name = Path(item.path).name
        return self._fill(
            "document", title=f"{name} 审核结果", view=view, item=_names(item), turns=turns, run=_about(run, item)
        )

    def index(self, run: Run, hrefs: dict[int, str]) -> str:
        return self._fill("index", title="绩效自评审核结果", view=index_view(run, hrefs), run=_about(run))

    def _fill(self, template: str, **values: object) -> str:
        style, script = self.styles[template], self.scripts[template]
        policy = "; ".join(
            (
                "default-src 'none'",
                f"style-src '{_digest(style)}'",
                f"script-src '{_digest(script)}'",
                "base-uri 'none'",
                "form-action 'none'",
            )
        )
        page = self.environment.get_template(f"{template}.html.jinja").render(
            **values, policy=policy, style=Markup(style), script=Markup(script), mark=Markup(PAGE_MARK)
        )
        # a file name may hold bytes that are no text; a policy's digest is that of what stands in the page
        return page.translate(_TURNS).encode("utf-8", "replace").decode()


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _part(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _names(item: Submission) -> dict[str, str]:
    return {"path": item.path, "name": Path(item.path).name}


def _about(run: Run, item: Submission | None = None) -> dict[str, object]:
    """What stands at the foot of a page: of the whole run, or of one submission."""
    packs = run.packs if item is None or item.review is None else (item.review.pack,)
    config = "，".join(use.path for use in run.configs) if item is None else item.config or ""
    return {
        "pack": "；".join(f"{pack.title}（{pack.id}，第{pack.version}版）" for pack in packs),
        "config": config,
        "notices": [f"{notice.message}（{notice.place}）" for notice in run.notices],
        "version": checker.__version__,
        "passed_over": run.passed_over,
        "names": recogniser_words(run.reviews[-1]) if run.reviews else "",
    }


def _save(path: Path, page: str) -> None:
    draft = path.with_name(f".{path.name}.tmp")
    try:
        draft.write_text(page, encoding="utf-8", newline="\n")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _spare_inputs(run: Run, pages: list[Path]) -> None:
    inputs = [Path(item.path) for item in run.submissions]
    for page in pages:
        if page.exists() and any(path.exists() and page.samefile(path) for path in inputs):
            raise JixiaoError("output", f"“{page}”是要检查的文件，不能写入", "请为--output另取一个文件名")


def _remove_old(folder: Path, kept: set[str]) -> None:
    """Remove the pages of an earlier run, which would pass for this one's; only those that we wrote."""
    if not folder.is_dir():
        return
    for page in folder.iterdir():
        if page.name not in kept and _PAGE.fullmatch(page.name) and page.is_file():
            with page.open(encoding="utf-8", errors="replace") as file:
                ours = PAGE_MARK in file.read(1000)
            if ours:
                page.unlink()
