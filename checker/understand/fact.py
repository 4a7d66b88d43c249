"""A fact: a quantity with a label, a scope and a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from checker.document import Span
from checker.understand.quantity import Quantity

PROJECT = "项目"
# The scope of a rate of the budget of the start of the year (完成年初预算的147%), beside one of the adjusted budget.
START_OF_YEAR = "年初预算"

Strength = Literal["firm", "plain", "weak"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled figure of the report.

    `name` is the pack's (全年预算数, 执行数, 执行率, 自评得分, …). `span` goes from the label to the figure: it is what
    a finding quotes; `label` is the label's own place. `scope` is PROJECT for the whole project, else the name of the
    sub-project or funding source; `year` is None where it is unknown. `cumulative` figures run over several years.
    `inferred` says that the scope was not stated but concluded: then a contradiction is no more than a warning.
    `strength` is that of the label (see FactTerm): a weak one stands for the figure only where no other states it.
    `sentence` is the sentence that holds the fact, None for tables. `subject` are the words before the label that may
    name a part of the project, where no more is known of the scope ("" elsewhere).
    """

    name: str
    quantity: Quantity
    span: Span
    label: Span
    scope: str = PROJECT
    year: int | None = None
    cumulative: bool = False
    inferred: bool = False
    strength: Strength = "firm"
    sentence: Span | None = None
    subject: str = ""
