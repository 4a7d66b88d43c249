"""The run over many files: one file's failure is its own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from checker.batch.notices import notices
from checker.batch.settings import Plan, Plans, Settings
from checker.errors import JixiaoError, ReadError
from checker.pack import RulePack
from checker.review import ConfigUse, Run, Submission, review
from checker.understand.identity import Kind
from checker.understand.report import Report


def run_files(
    paths: Iterable[str],
    plans: Plans,
    *,
    passed_over: Iterable[tuple[str, str]] = (),
    covered: Iterable[str] = (),
    year: int | None = None,
    kind: Kind | None = None,
    entities: str = "auto",
    advance: Callable[[str], None] = lambda path: None,
) -> Run:
    """Review each file by its plan, in turn; `advance` is told of each one that is done.

    `covered` are the folders of which all reports are among the paths: what a settings file there says of files that
    are not found is said, while a run over one file says nothing of the others. `entities` is the choice for
    checker/entities.py: auto, off, or a model's name or folder.
    """
    done = []
    for path in paths:
        done.append(review_planned(path, plans.plan(path), year=year, kind=kind, entities=entities))
        advance(path)
    used = Counter(item.config for item in done if item.config is not None)
    packs = {item.review.pack.digest: item.review.pack for item in done if item.review is not None}
    often = Counter(item.review.pack.digest for item in done if item.review is not None).most_common(1)
    return Run(
        packs[often[0][0]] if often else plans.usual_pack,
        tuple(done),
        tuple(passed_over),
        tuple(ConfigUse(path, plans.configs[path].sha256, count) for path, count in sorted(used.items())),
        notices(done, plans, covered),
    )


def review_files(
    paths: Iterable[str],
    pack: RulePack,
    *,
    wanted: Callable[[str], bool] = lambda rule: True,
    year: int | None = None,
    kind: Kind | None = None,
    entities: str = "auto",
) -> tuple[Submission, ...]:
    """Review each file in turn by one pack, whatever settings lie beside it."""
    return tuple(review_file(path, pack, wanted=wanted, year=year, kind=kind, entities=entities) for path in paths)


def review_file(
    path: str,
    pack: RulePack,
    *,
    wanted: Callable[[str], bool] = lambda rule: True,
    year: int | None = None,
    kind: Kind | None = None,
    entities: str = "auto",
) -> Submission:
    """Read one file and apply a pack's rules to it; what goes wrong is the submission's error."""
    return review_planned(path, Plan(Settings(pack, wanted)), year=year, kind=kind, entities=entities)


def review_planned(
    path: str, plan: Plan, *, year: int | None = None, kind: Kind | None = None, entities: str = "auto"
) -> Submission:
    """Read one file and review it by its plan; what goes wrong is the submission's error."""
    from checker.entities import open_recogniser
    from checker.read import read

    try:
        document = read(path)
    except ReadError as error:
        return Submission(path, error=error, config=plan.config)
    try:
        recogniser = open_recogniser(entities)
        settings = plan.first
        report = Report(document, settings.pack.vocabulary, stated_year=year, stated_kind=kind, recogniser=recogniser)
        if plan.then is not None:
            settings = plan.then(report.identity)
            if settings.pack.vocabulary is not report.vocabulary:
                report = Report(
                    document, settings.pack.vocabulary, stated_year=year, stated_kind=kind, recogniser=recogniser
                )
        result = review(
            report,
            settings.pack,
            wanted=settings.wanted,
            severities=settings.severities,
            waivers=settings.waivers,
            today=settings.today,
        )
        return Submission(path, result, config=plan.config, fail_on=settings.fail_on)
    except JixiaoError:
        raise
    except Exception as error:
        # A mistake of ours costs the one file and is said with its name, so that it can be reported; never the run.
        if os.environ.get("JIXIAO_DEBUG"):
            raise
        return Submission(path, error=_internal(error), config=plan.config)


def _internal(error: Exception) -> ReadError:
    from traceback import extract_tb

    place = extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}第{place.lineno}行"
    return ReadError(
        "internal",
        f"检查时程序出错（{type(error).__name__}，{where}）",
        "这是工具的缺陷，请把文件名和这句话反馈给维护人员；设置环境变量JIXIAO_DEBUG=1可显示详情",
    )
