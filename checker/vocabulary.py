"""The words that a rule pack teaches: the outline and its facets, the labels of figures, the columns of forms.

These are models of the pack's YAML (see rules/mof-2020-10/outline.yaml and vocabulary.yaml). Words are matched in
folded text (checker/folding.py) from which spaces are taken out, so both widths of punctuation are one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property, wraps
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from checker.folding import fold
from checker.nearest import meant, nearest
from checker.patterns import compiled


class MisplacedError(ValueError):
    """What is wrong in a text, and at which of its characters: a pack's loader points there."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset


# A Han character, or a bracket, class or alternation that begins or ends with one, next to a boundary. The look-behind
# leaves an escaped backslash (\\\\b) alone.
_BOUNDARY = re.compile(r"(?<!\\)(?:\\\\)*\\b")
_HAN_AFTER = re.compile(r"(?:\((?:\?[:=!]|\?<[=!]|\?P<\w+>)?|\[)*[一-鿿]")
_HAN_BEFORE = re.compile(r"[一-鿿](?:\)|\]|[*+?]|\{\d*,?\d*\})*$")

_REGEX_ERRORS = (
    ("unterminated character set", r"“[”没有对应的“]”"),
    ("unterminated subpattern", r"“(”没有对应的“)”"),
    ("unbalanced parenthesis", r"“)”没有对应的“(”"),
    ("nothing to repeat", "重复符号（* + ? {}）前面没有内容"),
    ("multiple repeat", "重复符号（* + ? {}）不能连用"),
    ("bad escape", "不认识的转义符号"),
    ("bad character range", "字符范围的起止颠倒"),
    ("fixed-width", r"(?<=…)和(?<!…)里的内容长度必须固定"),
    ("unknown extension", r"不认识的(?…)写法"),
    ("unknown group name", "引用了没有定义的分组"),
    ("invalid group reference", "引用了没有定义的分组"),
)


def _compiles(pattern: str) -> str:
    """A regular expression as a pack may state one; raises MisplacedError with a Chinese sentence."""
    try:
        compiled(fold(pattern))
    except re.error as error:
        said = next((chinese for english, chinese in _REGEX_ERRORS if english in error.msg), error.msg)
        raise MisplacedError(f"正则表达式有误：{said}", error.pos or 0) from error
    for boundary in _BOUNDARY.finditer(pattern):
        if _HAN_AFTER.match(pattern, boundary.end()) or _HAN_BEFORE.search(pattern, 0, boundary.end() - 2):
            raise MisplacedError(
                r"汉字之间没有\b所指的词边界，汉字旁边的\b会使规则从不触发，请删去", boundary.end() - 2
            )
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


def _known(kind: str) -> Callable[[str, ValidationInfo], str]:
    """A validator of a name that the pack must define elsewhere; without a pack at hand every name passes."""

    def check(name: str, info: ValidationInfo) -> str:
        known: Collection[str] | None = (info.context or {}).get(kind)
        if known is not None and name not in known:
            raise ValueError(f"没有定义名为“{name}”的{_REFERENCES[kind]}{_perhaps(name, known)}")
        return name

    return check


def _perhaps(name: str, known: Collection[str]) -> str:
    """The one that was meant, else those that there are.

    `known` may be a mapping of ids to the name and the words of each: whoever writes 存在问题 where an id belongs is
    told the id, and each id is listed with its name.
    """
    if not isinstance(known, Mapping):
        return meant(name, known)
    asked = fold(name)
    for id, said in known.items():
        if asked in map(fold, said):
            return f"，是否想写“{id}”？"
    if near := nearest(name, known):
        return f"，是否想写“{near}”？"
    names = {said[0]: id for id, said in known.items() if said}
    if near := nearest(name, names):
        return f"，是否想写“{names[near]}”（{near}）？"
    listed = "；".join(id if id == called else f"{id}{called}" for called, id in names.items())
    return f"（可用的有：{listed}）" if listed else ""


_REFERENCES = {
    "facets": "要点（facets）",
    "outline": "提纲节点（outline）",
    "facts": "数据（facts）",
    "columns": "列（columns）",
}
FacetId = Annotated[str, AfterValidator(_known("facets"))]
NodeId = Annotated[str, AfterValidator(_known("outline"))]
FactName = Annotated[str, AfterValidator(_known("facts"))]
ColumnName = Annotated[str, AfterValidator(_known("columns"))]
"""Names that a pack must define; its loader refuses others and offers the nearest."""


class Model(BaseModel):
    """What every model of a pack's YAML shares: nothing unknown is accepted, nothing is changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


def any_of(words: Iterable[str], pattern: str | None = None) -> re.Pattern[str]:
    """An expression for any of some words, the longest first, or a pattern; for nothing where neither is given."""
    parts = [re.escape(fold(word)) for word in sorted(words, key=len, reverse=True)]
    if pattern and not parts:
        return compiled(fold(pattern))  # as it was compiled when it was looked at: re remembers it
    parts += [f"(?:{fold(pattern)})"] if pattern else []
    return compiled("|".join(parts) if parts else r"(?!)")


class Words(Model):
    """Literal words, or a regular expression where words do not suffice, and what must not be there."""

    words: Annotated[tuple[str, ...], Field(description="词语，照字面匹配")] = ()
    pattern: Annotated[Pattern | None, Field(description="词语不够用时的正则表达式")] = None
    unless: Annotated[Pattern | None, Field(description="出现这些时不算（正则表达式）")] = None

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Matches any of the words or the pattern; never matches when nothing is listed."""
        return any_of(self.words, self.pattern)

    @cached_property
    def exclusion(self) -> re.Pattern[str]:
        return compiled(fold(self.unless) if self.unless else r"(?!)")

    def found_in(self, folded: str) -> re.Match[str] | None:
        """The first occurrence in folded text, None when an exclusion is there too."""
        match = self.regex.search(folded)
        return None if match is None or self.exclusion.search(folded) else match


class Facet(Words):
    """A matter that a report treats under some heading: 项目概况, 存在的问题. `name` is what people call it.

    `words` are usual titles, the commonest first. What `unless` matches is taken out of a title before the facet is
    looked for, so that 存在问题及其他需要说明的问题 still covers 存在的问题. A facet counts only below a heading
    that covers one of `inside` (if any are named), and not below one that covers one of
    `outside` and not this facet as well.
    """

    id: Annotated[str, Field(description="要点的编号")]
    name: Annotated[str, Field(description="要点的名称")]
    inside: Annotated[tuple[FacetId, ...], Field(description="只在写这些要点的标题之下才算")] = ()
    outside: Annotated[tuple[FacetId, ...], Field(description="在写这些要点的标题之下不算")] = ()


class OutlineNode(Model):
    """A part of the outline. It is there when a heading covers any of its facets, or when all its children are.

    Text that stands directly below the parent's heading counts as an `opening` part.
    """

    id: Annotated[str, Field(description="提纲部分的编号")]
    title: Annotated[str, Field(description="提纲里的标题")]
    required: Annotated[bool, Field(description="是否必须有")] = True
    opening: Annotated[bool, Field(description="上一级标题下的第一段话可以算作这一部分")] = False
    facets: Annotated[tuple[FacetId, ...], Field(description="写了其中任何一个要点，就算有这一部分")] = ()
    children: Annotated[tuple[OutlineNode, ...], Field(description="下级部分")] = ()


FactKind = Literal["money", "percent", "score"]


class OtherOutline(Words):
    """Reports of another kind, whose outline another pack has: headings and titles that only such reports have.

    A report is of that kind when `least` different ones of the words stand in its headings, one fewer where its title
    matches `titled`, and no heading matches `unless`. Then the pack's `rules` about its own outline are not applied,
    and the reader is told of the other pack. A pack whose own outline has such headings is that other pack.
    """

    pack: Annotated[str, Field(description="审核这类报告的规则包的编号，如transfer")]
    name: Annotated[str, Field(description="这类报告的名称")]
    titled: Annotated[Pattern | None, Field(description="这类报告的标题（正则表达式），相符时少要一个章节标题")] = None
    least: Annotated[int, Field(description="至少要有几个不同的章节标题", ge=1)] = 2
    rules: Annotated[tuple[str, ...], Field(description="对这类报告不适用、列为未检查的规则")]


class FactTerm(Words):
    """The labels under which one figure is stated, in prose or as a column's or row's heading.

    `words` and `pattern` name the figure beyond doubt (全年预算数); `plain` labels name it without saying which of its
    kind it is (预算数: of the start of the year, or adjusted); `weak` labels (预算安排) stand for the figure only where
    no better label of it is found. `headers` are words that mean the figure only as a whole cell of a table.
    """

    name: Annotated[str, Field(description="数据的名称")]
    kind: Annotated[FactKind, Field(description="数据的种类：money金额、percent比率、score得分")]
    plain: Annotated[tuple[str, ...], Field(description="没有说明口径的说法，按这个数看待")] = ()
    plain_pattern: Annotated[Pattern | None, Field(description="没有说明口径的说法（正则表达式）")] = None
    weak: Annotated[tuple[str, ...], Field(description="文中没有更明确的说法时才算这个数的说法")] = ()
    weak_pattern: Annotated[
        Pattern | None, Field(description="文中没有更明确的说法时才算这个数的说法（正则表达式）")
    ] = None
    headers: Annotated[tuple[str, ...], Field(description="只有作为表格的表头才算这个数的说法")] = ()

    @cached_property
    def plain_regex(self) -> re.Pattern[str]:
        return any_of(self.plain, self.plain_pattern)

    @cached_property
    def weak_regex(self) -> re.Pattern[str]:
        return any_of(self.weak, self.weak_pattern)

    @cached_property
    def header_regex(self) -> re.Pattern[str]:
        return any_of(self.headers)


FormPart = Literal["header", "funds", "goals", "indicators", "total", "texts"]


class ColumnTerm(Words):
    """A column or label of a form: 一级指标, 三级指标, 指标值, 完成值, 分值, 得分, 偏差原因.

    A label's whole text must match, after spaces, marks, numbering and bracketed additions are taken out of it.
    `parts` are the parts of a form in which the label means this.
    """

    name: Annotated[str, Field(description="栏目的名称")]
    parts: Annotated[
        tuple[FormPart, ...],
        Field(
            description="在表的哪些部分里是这个栏目：header表头、funds资金、goals总体目标、indicators指标、total总分、texts文字栏"
        ),
    ] = ("indicators",)


class Dimension(Words):
    """A level-1 dimension of the form: 产出, 效益, 满意度, 成本."""

    name: Annotated[str, Field(description="一级指标类别的名称")]
    required: Annotated[bool, Field(description="自评表是否必须有这一类")] = True


class VerbClass(Model):
    """Verbs of one kind of doing: to check ten stations is not to build them.

    Verbs that are not `exclusive` (提供, 接待) go with any other.
    """

    name: Annotated[str, Field(description="一类动作的名称")]
    words: Annotated[tuple[str, ...], Field(description="这一类的动词")]
    exclusive: Annotated[bool, Field(description="与别类的动作是否不能混同")] = True


class EntityTerm(Words):
    """Names that stand in a text: words, or a pattern of what such names look like (…局, …中心)."""

    name: Annotated[str, Field(description="名称的种类")]
    label: Annotated[Literal["ORG", "PLACE"], Field(description="ORG机构、PLACE地名")]


class Vocabulary(Model):
    """All the words of a pack.

    Those of targets: each of `synonyms` is a group that says one thing (采购, 购置), its first word standing for all;
    `verbs` are classes of doing, `measures` groups of measure words that count the same things; `terms` are words that
    must not be cut; `fillers` say nothing of what a target is about. `reasons` say that a cause is given,
    `vague_reasons` that none really is.
    """

    facets: Annotated[tuple[Facet, ...], Field(description="要点：报告的标题写的是什么事")] = ()
    outline: Annotated[tuple[OutlineNode, ...], Field(description="提纲：报告应有哪些部分，次序如何")] = ()
    elsewhere: Annotated[
        tuple[OtherOutline, ...], Field(description="别的规则包的提纲：哪些报告的章节不按本规则包检查")
    ] = ()
    facts: Annotated[tuple[FactTerm, ...], Field(description="数据：预算数、执行数、自评得分等在各地的说法")] = ()
    columns: Annotated[tuple[ColumnTerm, ...], Field(description="自评表的栏目在各地的说法")] = ()
    dimensions: Annotated[tuple[Dimension, ...], Field(description="一级指标的类别")] = ()
    synonyms: Annotated[tuple[tuple[str, ...], ...], Field(description="同义词：一组说法是一个意思，以第一个为准")] = ()
    verbs: Annotated[tuple[VerbClass, ...], Field(description="动词的分类")] = ()
    measures: Annotated[tuple[tuple[str, ...], ...], Field(description="量词：一组量词数的是同样的东西")] = ()
    terms: Annotated[tuple[str, ...], Field(description="不应拆开的词")] = ()
    fillers: Annotated[tuple[str, ...], Field(description="不说明目标内容的词，比对时不看")] = ()
    reasons: Annotated[tuple[str, ...], Field(description="说明原因的词")] = ()
    vague_reasons: Annotated[tuple[str, ...], Field(description="等于没有说明原因的说法")] = ()
    entities: Annotated[tuple[EntityTerm, ...], Field(description="单位和地方的名称")] = ()
    scopes: tuple[str, ...] = Field(default=(), description="资金来源的说法：中央资金、省级资金、自筹资金……")


Made = TypeVar("Made")


def made_once(make: Callable[[Vocabulary], Made]) -> Callable[[Vocabulary], Made]:
    """A function that keeps what it makes of a vocabulary until it is called with another one."""
    last: tuple[Vocabulary, Made] | None = None

    @wraps(make)
    def of(vocabulary: Vocabulary) -> Made:
        nonlocal last
        known = last
        if known is None or known[0] is not vocabulary:
            last = known = (vocabulary, make(vocabulary))
        return known[1]

    return of
