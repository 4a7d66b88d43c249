"""A check that fails costs its own rule, never the document: what a rule yields, with its exceptions as outcomes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import TypeVar

from checker.checks.base import NotChecked, Problem, Rule
from checker.checks.plugins import package_of
from checker.errors import JixiaoError
from checker.understand.report import Report

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Crashed(NotChecked):
    """A check that raised an exception: what it had found until then stands, what it had not is unknown."""


def outcomes_of(rule: Rule, report: Report, finish: Callable[[Problem], _T]) -> Iterator[_T | NotChecked]:
    """What a rule yields for a report, each problem `finish`ed; an exception ends it with Crashed.

    Expected failures (JixiaoError) and an exhausted memory are not the rule's and pass through; with JIXIAO_DEBUG set
    everything does.
    """
    try:
        for outcome in rule.run(report):
            if isinstance(outcome, NotChecked):
                yield outcome
            elif isinstance(outcome, Problem):
                yield finish(outcome)
            else:
                raise TypeError(f"a check yielded {type(outcome).__name__}")
    except (JixiaoError, MemoryError):
        raise
    except Exception as error:
        if os.environ.get("JIXIAO_DEBUG"):
            raise
        yield Crashed(_told(rule, error))


def _told(rule: Rule, error: Exception) -> str:
    place = extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__}，{Path(place.filename).name}第{place.lineno}行"
    package = package_of(type(rule))
    whom = f"请把这句话反馈给插件包“{package}”的作者" if package else "这是工具的缺陷，请把这句话反馈给维护人员"
    return f"规则执行出错（{where}），本条规则的结果不完整，{whom}"
