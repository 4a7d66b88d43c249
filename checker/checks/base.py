"""What every check kind shares: the fields of a rule in YAML, and what a check may yield."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import Field

from checker.document import Span
from checker.finding import Severity
from checker.nearest import meant
from checker.understand.identity import Kind
from checker.understand.report import Report
from checker.vocabulary import Model


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found; the first span is the place to go to. `data` fills the rule's message.

    `severity` is given only where the evidence is weaker than the rule's own severity asks for; `remark` is then a
    Chinese sentence without a full stop that says what is ambiguous.
    """

    spans: tuple[Span, ...]
    data: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class NotChecked:
    """Why a check could not be applied: Chinese, without a full stop."""

    reason: str


Outcome = Problem | NotChecked


def template_mistakes(template: str, names: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    """What is wrong in a message's template, each with its offset: broken braces, and names that the check lacks."""
    at = 0
    while at < len(template):
        character = template[at]
        if template[at : at + 2] in ("{{", "}}"):
            at += 2
            continue
        if character == "}":
            yield at, "多了一个“}”（要写花括号本身请写两个）"
        elif character == "{":
            end = template.find("}", at)
            if end < 0:
                yield at, "“{”没有对应的“}”（要写花括号本身请写两个）"
                return
            name = template[at + 1 : end]
            if name not in names:
                yield at, f"本类检查不提供“{{{name}}}”{meant(name, names)}"
            at = end
        at += 1


class Rule(Model):
    """A rule as YAML states it. A check kind is a subclass: its further fields are its parameters.

    `run` yields problems and says what it could not check; it knows nothing of severities, selection or output.
    """

    ABOUT: ClassVar[str] = ""
    """What the check kind looks at, in a few Chinese words without a full stop."""

    DATA: ClassVar[Mapping[str, str]] = {}
    """The names that `message` may use, each with its meaning in Chinese."""

    check: str
    id: Annotated[
        str,
        Field(
            pattern=r"^[a-z]+/[a-z]+(-[a-z]+)*$",
            description="规则的编号：类别/名称，小写字母，如figure/rate-mismatch；定下后不再改作他用",
        ),
    ]
    title: Annotated[str, Field(description="规则的名称，几个字说明有什么问题")]
    severity: Annotated[Severity, Field(description="级别：error错误（退回修改）、warning需核实、info提示")]
    about: Annotated[str, Field(description="查什么：在什么情况下给出意见")]
    why: Annotated[str, Field(description="为什么要查")]
    basis: Annotated[str, Field(description="依据的文件和条款")]
    message: Annotated[str, Field(description="意见的写法，可以用花括号写数据的名称")]
    suggestion: Annotated[str, Field(description="修改建议，可以用花括号写数据的名称")]
    kinds: Annotated[
        tuple[Kind, ...],
        Field(description="适用的文种：narrative文字报告、table自评表、combined文字报告附自评表；不写则都适用"),
    ] = ("narrative", "table", "combined")

    @classmethod
    def template_names(cls, stated: Mapping[str, object]) -> Mapping[str, str]:
        """The names that a rule's message and suggestion may use; `stated` is the rule as YAML has it, unvalidated.

        DATA, unless a check kind lets its parameters add names (a formula's operands).
        """
        return cls.DATA

    @property
    def family(self) -> str:
        return self.id.partition("/")[0]

    def run(self, report: Report) -> Iterator[Outcome]:
        raise NotImplementedError
