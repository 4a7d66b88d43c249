"""The check kind `signature`: a report names the people who answer for it, each with a signature or a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from checker.checks.base import NotChecked, Outcome, Problem, Rule
from checker.document import Span
from checker.folding import fold
from checker.understand.report import Report

_NAME = r"[一-鿿·]+(?![一-鿿·]*\s*:)"  # the next label, 负责人：, is no name


class Signature(Rule):
    """Each of `roles` stands in the report with a name behind it: 填表人：张明.

    A class of parameters and one generator: the fields are what a rule may state in YAML, each with a sentence that
    the manual and the editors show; `run` yields what is wrong, and why something could not be checked.
    """

    ABOUT: ClassVar[str] = "应签名的人"
    """What the kind looks at, in a few words."""

    DATA: ClassVar[Mapping[str, str]] = {"role": "没有签名的人，如填表人"}
    """The names that a rule's message may use in braces."""

    check: Literal["signature"] = "signature"
    """The kind's name: the same as that of the entry point."""

    roles: Annotated[tuple[str, ...], Field(description="应签名的人，如填表人、负责人", min_length=1)]

    def run(self, report: Report) -> Iterator[Outcome]:
        if report.document.incomplete:
            yield NotChecked("文件中有读不出的内容（如没有文字层的扫描页），不能断定是否签名")
            return
        for role in self.roles:
            # `folded` is the text with one width of punctuation; its offsets are those of the document.
            signed = re.compile(rf"{re.escape(fold(role))}(?:\(签[名字章]\))?\s*:?[ \t]*(?P<name>{_NAME})?")
            places = list(signed.finditer(report.folded))
            if not places:
                yield NotChecked(f"文中没有“{role}”一栏")
            elif not any(place["name"] for place in places):
                first = places[0]
                yield Problem((Span(first.start(), first.start() + len(role)),), {"role": role})
