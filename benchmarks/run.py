"""Times jixiao against its aims and against the libraries that others would read with: `python -m benchmarks.run`.

Every figure is a median; cold starts are whole processes. The comparison reads the same files in turn, the sample
reports and one long report of each format: text and tables of every page by pdfplumber, paragraphs and cells by
python-docx and openpyxl.
"""

from __future__ import annotations

import copy
import gc
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_COMPILED, _KEPT = tempfile.TemporaryDirectory(), tempfile.TemporaryDirectory()
ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "corpus" / "samples"


def median_of(call: Callable[[], object], runs: int = 5) -> float:
    """The median seconds of a call, after one call that warms up."""
    call()
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        call()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def medians_of(one: Callable[[], object], other: Callable[[], object], runs: int) -> tuple[float, float]:
    """The median seconds of two calls made in turn, so that a busy moment of the machine slows both.

    What one leaves behind is cleared away before the other begins: Python's collector would do it on the other's time.
    """
    one(), other()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for call, taken in zip((one, other), times, strict=True):
            gc.collect()
            begin = time.perf_counter()
            call()
            taken.append(time.perf_counter() - begin)
    return statistics.median(times[0]), statistics.median(times[1])


def process(*arguments: str, kept: str = _KEPT.name) -> Callable[[], object]:
    """A call that runs jixiao in a fresh process, with its modules compiled, as pip leaves them when it installs.

    `kept` is where it keeps what later runs need not compute (checker/store.py), or "off".
    """
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": _COMPILED.name, "JIXIAO_CACHE": kept}
    return lambda: subprocess.run(command, capture_output=True, check=False, timeout=120, env=environment)


def twenty_pages(folder: Path) -> Path:
    """A 20-page PDF made of the pages of the sample PDFs, as often as it takes."""
    import pypdfium2

    target = pypdfium2.PdfDocument.new()
    sources = [pypdfium2.PdfDocument(path) for path in embedded_pdfs()]
    while len(target) < 20:
        for source in sources:
            target.import_pages(source, list(range(min(len(source), 20 - len(target)))))
    path = folder / "twenty.pdf"
    target.save(path)
    return path


def embedded_pdfs() -> list[Path]:
    """The samples whose fonts are embedded, as nearly all that office programs write are."""
    return [path for path in sorted(SAMPLES.glob("*.pdf")) if b"/FontFile" in path.read_bytes()]


def long_docx(folder: Path) -> Path:
    """A Word report of 6,000 characters and more, with a form, made of the largest Word sample repeated."""
    import docx

    source = max(SAMPLES.glob("*.docx"), key=lambda path: path.stat().st_size)
    document = docx.Document(str(source))
    texts = [p.text for p in document.paragraphs if p.text.strip()]
    while sum(map(len, texts)) < 6_000:
        texts += texts
    for text in texts[len(document.paragraphs) :]:
        document.add_paragraph(text)
    path = folder / "long.docx"
    document.save(str(path))
    return path


def ten_forms_docx(folder: Path) -> Path:
    """A Word report of some sixty pages with ten forms: the largest Word sample, ten times."""
    import docx

    document = docx.Document(str(max(SAMPLES.glob("*.docx"), key=lambda path: path.stat().st_size)))
    body = document.element.body
    blocks = [block for block in body if not block.tag.endswith("}sectPr")]
    for _ in range(9):
        for block in blocks:
            body.insert(len(body) - 1, copy.deepcopy(block))
    path = folder / "ten-forms.docx"
    document.save(str(path))
    return path


def ten_forms_xlsx(folder: Path) -> Path:
    """A workbook of ten forms: the sheets of the largest workbook among the samples, copied."""
    import openpyxl

    workbook = openpyxl.load_workbook(max(SAMPLES.glob("*.xlsx"), key=lambda path: path.stat().st_size))
    form = max(workbook.worksheets, key=lambda sheet: sheet.max_row * sheet.max_column)
    while len(workbook.worksheets) < 10:
        workbook.copy_worksheet(form)
    path = folder / "ten-forms.xlsx"
    workbook.save(path)
    return path


def cold_starts(folder: Path) -> Iterable[tuple[str, float, str]]:
    docx, pdf = long_docx(folder), twenty_pages(folder)
    yield "jixiao --version", median_of(process("--version"), 9), "≤ 0.25 s"
    yield "one docx of 6,000 characters, cold", median_of(process("check", str(docx)), 9), "≤ 0.6 s"
    yield "the same with nothing kept of former runs", median_of(process("check", str(docx), kept="off"), 9), ""
    yield "one PDF of 20 pages, cold", median_of(process("check", str(pdf)), 5), ""


def throughput() -> tuple[int, float]:
    """How many samples there are, and the seconds that reviewing all of them takes in a warm process."""
    from checker.batch.discover import discover
    from checker.batch.run import review_files
    from checker.pack import load_pack

    pack = load_pack()
    files = discover([str(SAMPLES)])[0]
    return len(files), median_of(lambda: review_files(files, pack), 3)


def by_pdfplumber(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()


def by_python_docx(path: Path) -> None:
    import docx

    for block in docx.Document(str(path)).iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                for cell in row.cells:
                    _ = cell.text
        else:
            _ = block.text


def by_openpyxl(path: Path) -> None:
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                _ = cell.value


def readings(folder: Path) -> Iterable[tuple[str, float, float, str]]:
    """Label, our seconds, theirs, and the aim for each format, reading alone and in one process."""
    from checker.read import docx, pdf, xlsx
    from checker.read.source import Source

    docxs, xlsxs = sorted(SAMPLES.glob("*.docx")), sorted(SAMPLES.glob("*.xlsx"))
    for label, reader, other, files, runs, aim in (
        ("PDF, the samples, pdfplumber", pdf.read, by_pdfplumber, embedded_pdfs(), 9, "≥ 8 ×"),
        ("PDF, 20 pages, pdfplumber", pdf.read, by_pdfplumber, [twenty_pages(folder)], 5, "≥ 8 ×"),
        ("DOCX, the samples, python-docx", docx.read, by_python_docx, docxs, 15, "≥ 4 ×"),
        ("DOCX, ten forms, python-docx", docx.read, by_python_docx, [ten_forms_docx(folder)], 9, "≥ 4 ×"),
        ("XLSX, the samples, openpyxl", xlsx.read, by_openpyxl, xlsxs, 15, "≥ 8 ×"),
        ("XLSX, ten forms, openpyxl", xlsx.read, by_openpyxl, [ten_forms_xlsx(folder)], 9, "≥ 8 ×"),
    ):
        ours, theirs = medians_of(
            lambda r=reader, f=files: [r(Source.load(path)) for path in f],
            lambda o=other, f=files: [o(path) for path in f],
            runs,
        )
        yield label, ours, theirs, aim


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("| whole process | median s | aim |\n|---|---|---|")
        for label, seconds, aim in cold_starts(folder):
            print(f"| {label} | {seconds:.3f} | {aim} |", flush=True)
        count, seconds = throughput()
        print(f"\n{count} samples, warm, one process each for reading: {count / seconds:.1f} documents/s\n")
        print("| reading alone | ours, s | theirs, s | ratio | aim |\n|---|---|---|---|---|")
        for label, ours, theirs, aim in readings(folder):
            print(f"| {label} | {ours:.4f} | {theirs:.4f} | {theirs / ours:.1f} × | {aim} |", flush=True)


if __name__ == "__main__":
    main()
