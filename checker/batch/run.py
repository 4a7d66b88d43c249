"""The run over many files: one file's failure is its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from checker.errors import JixiaoError, ReadError
from checker.pack import RulePack
from checker.review import Submission, review
from checker.understand.identity import Kind
from checker.understand.report import Report


def review_files(
    paths: Iterable[str],
    pack: RulePack,
    *,
    wanted: Callable[[str], bool] = lambda rule: True,
    year: int | None = None,
    kind: Kind | None = None,
    entities: str = "auto",
    advance: Callable[[str], None] = lambda path: None,
) -> tuple[Submission, ...]:
    """Review each file in turn; `advance` is told of each one that is done.

    `entities` is the choice for checker/entities.py: auto, off, or a model's name or folder.
    """
    done = []
    for path in paths:
        done.append(review_file(path, pack, wanted=wanted, year=year, kind=kind, entities=entities))
        advance(path)
    return tuple(done)


def review_file(
    path: str,
    pack: RulePack,
    *,
    wanted: Callable[[str], bool] = lambda rule: True,
    year: int | None = None,
    kind: Kind | None = None,
    entities: str = "auto",
) -> Submission:
    """Read one file and apply the pack's rules to it; what goes wrong is the submission's error."""
    from checker.entities import open_recogniser
    from checker.read import read

    try:
        document = read(path)
    except ReadError as error:
        return Submission(path, error=error)
    try:
        recogniser = open_recogniser(entities)
        report = Report(document, pack.vocabulary, stated_year=year, stated_kind=kind, recogniser=recogniser)
        return Submission(path, review(report, pack, wanted=wanted))
    except JixiaoError:
        raise
    except Exception as error:
        # A mistake of ours costs the one file and is said with its name, so that it can be reported; never the run.
        if os.environ.get("JIXIAO_DEBUG"):
            raise
        return Submission(path, error=_internal(error))


def _internal(error: Exception) -> ReadError:
    from traceback import extract_tb

    place = extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}第{place.lineno}行"
    return ReadError(
        "internal",
        f"检查时程序出错（{type(error).__name__}，{where}）",
        "这是工具的缺陷，请把文件名和这句话反馈给维护人员；设置环境变量JIXIAO_DEBUG=1可显示详情",
    )
