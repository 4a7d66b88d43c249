"""What to know about the settings of a run: waivers that expired or were not needed, patterns that fit nothing.

A run over a few files says nothing of what is meant for others; one over the whole folder of the settings does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from checker.batch.settings import Plans, relative_to
from checker.review import Notice, Submission
from checker.waivers import Waiver

if TYPE_CHECKING:
    from checker.config import LoadedConfig


def notices(done: Sequence[Submission], plans: Plans, covered: Iterable[str]) -> tuple[Notice, ...]:
    """The notices of a run, in the order of the files that they are about."""
    found = list(plans.notices)
    folders = [Path(folder).absolute() for folder in covered]
    for config in plans.configs.values():
        whole = any(config.folder.is_relative_to(folder) for folder in folders)
        files = {item.path: relative_to(config, item.path) for item in done if item.config == config.path}
        items = [item for item in done if item.path in files]
        found += _patterns(config, list(files.values())) if whole else ()
        for waiver in config.waivers:
            inside = [item for item in items if waiver.in_scope(files[item.path])]
            found += _waiver(waiver, inside, whole, plans)
    return tuple(found)


def _patterns(config: LoadedConfig, files: list[str]) -> Iterator[Notice]:
    for number, override in enumerate(config.config.overrides, 1):
        if not any(override.is_for(file) for file in files):
            said = f"第{number}项overrides的files（{'，'.join(override.files)}）没有对应的报告"
            yield Notice("files-unmatched", said, config.places[number - 1])


def _waiver(waiver: Waiver, inside: list[Submission], whole: bool, plans: Plans) -> Iterator[Notice]:
    """`inside` are the submissions that the waiver's files fit."""
    reviews = [item.review for item in inside if item.review is not None]
    if waiver.expired(plans.today):
        count = sum(lapsed.waiver == waiver for review in reviews for lapsed in review.lapsed)
        if not (inside or whole):
            return
        said = f"本次有{count}条意见因此重新计入" if count else "本次没有对应的意见，可以删去"
        assert waiver.until is not None
        text = f"{waiver.rule}的豁免已于{waiver.until.isoformat()}到期，{said}"
        yield Notice("waiver-expired", text, waiver.place)
    elif not inside:
        if whole:
            files = "，".join(waiver.files)
            yield Notice("waiver-unused", f"{waiver.rule}的豁免所写的files（{files}）没有对应的报告", waiver.place)
    elif len(reviews) == len(inside) and any(waiver.rule in review.rules for review in reviews):
        # where a file could not be read, or the rule was not applied, nothing can be said of it
        used = any(waived.waiver == waiver for review in reviews for waived in review.waived)
        if not used:
            said = f"{waiver.rule}的豁免在本次没有对应的意见，若已改正可以删去"
            yield Notice("waiver-unused", said, waiver.place)
