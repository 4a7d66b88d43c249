"""Writes corpus/samples/ from corpus/sources/: `python -m corpus.make_samples [FOLDER]`.

The same sources and libraries give the same bytes. The PDF that LibreOffice makes is written only where LibreOffice
is installed; its committed result stays otherwise.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from corpus.parts import plain
from corpus.parts.excel import excel
from corpus.parts.paper import office_pdf, plain_pdf
from corpus.parts.source import Source, read_source
from corpus.parts.web import page
from corpus.parts.word import Look, WordWriter

SOURCES = Path(__file__).parent / "sources"
SAMPLES = Path(__file__).parent / "samples"

Writer = Callable[[Source], bytes]


def _word(look: Look) -> Writer:
    return lambda source: WordWriter(source, look).data


def _text(encoding: str, newline: str = "\n") -> Writer:
    return lambda source: plain.text(source).replace("\n", newline).encode(encoding)


_EMBEDDED = Look("bold", "Droid Sans Fallback", ("Droid Sans Fallback", "Droid Sans Fallback"), 14, 9)

NARROW = frozenset({"07-卫健-公共卫生", "11-应急-救援装备"})
"""The samples with ASCII punctuation; all others have full-width punctuation."""

WRITERS: dict[str, tuple[str, Writer]] = {
    "01-民政-养老服务": ("docx", _word(Look("automatic"))),
    "02-教育-营养改善": ("docx", _word(Look("bold", table_size=9))),
    "03-水利-水库养护": ("pdf", lambda source: office_pdf(WordWriter(source, _EMBEDDED).data)),
    "04-农业农村-高标准农田": ("txt", _text("utf-8")),
    "05-文旅-免费开放": (
        "html",
        lambda source: page(
            source,
            charset="utf-8",
            site="临江市文化广电和旅游局网站",
            number="000014349/2023-00107",
            published="2023-06-08 10:26",
            tags=False,
        ),
    ),
    "06-人社-就业培训": ("xlsx", excel),
    "07-卫健-公共卫生": ("md", lambda source: plain.markdown(source).encode()),
    "08-公安-交通设施": ("docx", _word(Look("plain", "宋体", size=14, table_size=9))),
    "09-交通-农村公路": ("docx", _word(Look("styles"))),
    "10-住建-小区改造": ("docx", _word(Look("plain", "宋体", size=14, table_size=9))),
    "11-应急-救援装备": ("txt", _text("gb18030", "\r\n")),
    "12-生态-水源保护": ("pdf", plain_pdf),
    "13-体育-全民健身": (
        "html",
        lambda source: page(
            source,
            charset="gb2312",
            site="河阳市人民政府",
            number="000022871/2024-00063",
            published="2024-05-15",
            tags=True,
        ),
    ),
    "14-残联-辅具适配": ("xlsx", excel),
    "15-林业-防火巡护": ("docx", _word(Look("plain", "宋体", size=14, table_size=9))),
    "16-科技-创新券": ("md", lambda source: plain.markdown(source).encode()),
    "17-水务-饮水提升": (
        "html",
        lambda source: page(
            source,
            charset="utf-8",
            site="云台县人民政府",
            number="000031177/2024-00019",
            published="2024-03-08",
            tags=False,
        ),
    ),
    "18-教育-食堂设备": ("xlsx", excel),
    "19-城管-公厕改造": ("docx", _word(Look("plain", "宋体", size=14, table_size=9))),
    "20-园林-绿化养护": ("xlsx", excel),
    "21-司法-执法装备": ("docx", _word(Look("plain", "宋体", size=14, table_size=9, landscape=True))),
    "22-经信-技改补助": ("xlsx", excel),
    "23-广电-应急广播": ("pdf", lambda source: office_pdf(WordWriter(source, replace(_EMBEDDED, landscape=True)).data)),
    "24-城运-网格服务": ("docx", _word(Look("bold", "仿宋", table_size=9))),
    "25-科协-科普活动": ("xlsx", excel),
    "26-河务-河道保洁": (
        "html",
        lambda source: page(
            source,
            charset="utf-8",
            site="安平县水利局网站",
            number="000051208/2024-00026",
            published="2024-03-20",
            tags=False,
        ),
    ),
    "27-教体-校车补贴": ("md", lambda source: plain.markdown(source).encode()),
    "28-文物-石窟保护": ("txt", _text("utf-8")),
    "29-粮储-仓房维修": ("docx", _word(Look("plain", "宋体", size=14, table_size=9))),
    "30-统计-普查经费": ("txt", _text("utf-8")),
    "31-自然资源-项目汇总": ("docx", _word(Look("automatic", table_size=9))),
}
OFFICE_PDF = frozenset({"03-水利-水库养护", "23-广电-应急广播"})
"""The samples that only LibreOffice writes."""


def source_of(name: str) -> Source:
    """A sample's source in the punctuation that the sample has."""
    return read_source(SOURCES / f"{name}.txt", narrow=name in NARROW)


def make(name: str) -> bytes:
    """A sample's bytes."""
    return WRITERS[name][1](source_of(name))


def samples() -> Iterator[tuple[str, str]]:
    """Each sample's name and file name."""
    for name, (extension, _) in WRITERS.items():
        yield name, f"{name}.{extension}"


def main(folder: Path = SAMPLES) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, file in samples():
        if name in OFFICE_PDF and shutil.which("soffice") is None:
            print(f"{file}: LibreOffice is not installed, left as it is")
            continue
        (folder / file).write_bytes(make(name))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
