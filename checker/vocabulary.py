"""The words that a rule pack teaches: the outline and its facets, the labels of figures, the columns of forms.

These are models of the pack's YAML (see rules/mof-2020-10/outline.yaml and vocabulary.yaml). Words are matched in
folded text (checker/folding.py) from which spaces are taken out, so both widths of punctuation are one.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from checker.folding import fold


def _compiles(pattern: str) -> str:
    """A regular expression as a pack may state one; raises ValueError with a Chinese sentence."""
    try:
        re.compile(fold(pattern))
    except re.error as error:
        raise ValueError(f"正则表达式有误（{error}）") from error
    if re.search(r"\\b(?=[一-鿿])|(?<=[一-鿿])\\b", pattern):
        raise ValueError(r"汉字旁边的\b永远不会匹配，请删去")
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class Model(BaseModel):
    """What every model of a pack's YAML shares: nothing unknown is accepted, nothing is changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Words(Model):
    """Literal words, or a regular expression where words do not suffice, and what must not be there."""

    words: tuple[str, ...] = ()
    pattern: Pattern | None = None
    unless: Pattern | None = None

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Matches any of the words, the longest first; never matches when nothing is listed."""
        parts = [re.escape(fold(word)) for word in sorted(self.words, key=len, reverse=True)]
        parts += [f"(?:{fold(self.pattern)})"] if self.pattern else []
        return re.compile("|".join(parts) if parts else r"(?!)")

    @cached_property
    def exclusion(self) -> re.Pattern[str]:
        return re.compile(fold(self.unless) if self.unless else r"(?!)")

    def found_in(self, folded: str) -> re.Match[str] | None:
        """The first occurrence in folded text, None when an exclusion is there too."""
        match = self.regex.search(folded)
        return None if match is None or self.exclusion.search(folded) else match


class Facet(Words):
    """A matter that a report treats under some heading: 项目概况, 存在的问题. `name` is what people call it."""

    id: str
    name: str


class OutlineNode(Model):
    """A part of the outline. It is there when a heading covers any of its facets, or when all its children are."""

    id: str
    title: str
    required: bool = True
    facets: tuple[str, ...] = ()
    children: tuple[OutlineNode, ...] = ()


FactKind = Literal["money", "percent", "score"]


class FactTerm(Words):
    """The labels under which one figure is stated, in prose or as a column's or row's heading.

    `weak` labels (预算安排) stand for the figure only where no document-wide label of it is found.
    """

    name: str
    kind: FactKind
    weak: tuple[str, ...] = ()

    @cached_property
    def weak_regex(self) -> re.Pattern[str]:
        parts = [re.escape(fold(word)) for word in sorted(self.weak, key=len, reverse=True)]
        return re.compile("|".join(parts) if parts else r"(?!)")


class ColumnTerm(Words):
    """A column of a form by its header labels: 一级指标, 三级指标, 指标值, 完成值, 分值, 得分, 偏差原因."""

    name: str


class Dimension(Words):
    """A level-1 dimension of the form: 产出, 效益, 满意度, 成本."""

    name: str
    required: bool = True


class Vocabulary(Model):
    """All the words of a pack."""

    facets: tuple[Facet, ...] = ()
    outline: tuple[OutlineNode, ...] = ()
    facts: tuple[FactTerm, ...] = ()
    columns: tuple[ColumnTerm, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    scopes: tuple[str, ...] = Field(default=(), description="资金来源的说法：中央资金、省级资金、自筹资金……")
