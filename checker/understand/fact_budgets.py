"""The budget of the start of a year and the adjusted one: in one sentence under one label, or said to be the same."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from checker.understand.fact_binding import Bound
from checker.understand.fact_text import Clause, Label, Labels, Passage

_NEAR: Final = 240
_CHANGED_BY: Final = re.compile(r"(?:调增|调减|追加|核减|压减|增加|减少)[^,。;]{0,8}[0-9]")
_START_OF_YEAR: Final = r"年初(?:批复|安排|下达|核定|申报|编制|预算)*(?:的)?(?:预算)?(?:数|额|金额|水平)?"
_UNADJUSTED: Final = re.compile(
    r"(?:年中|当年|年内|全年|年度|执行(?:过程)?中|期间|年末|年底|[其此]后|预算|资金|规模|额度|批复后)(?:预算|资金|财政|指标|金额|均|也|并|再|又|仍|一直|始终|对)*"
    r"(?:无|没有?|未|不)(?:再|曾|有|予|作|做|进行|发生|涉及|存在|对|预算|资金|任何|其)*(?:调[整增减剂]|追加|变[动化更]|增减|[核压]减)"
    rf"|(?:全年|调整后|年末|最终)(?:的)?(?:部门|项目)?预算(?:数|额|金额|总额)?(?:与|同|和|跟|即为?|等于|就是|就按|仍[为是]|仍按|也[为是]|亦[为即]|维持|保持|沿用|按){_START_OF_YEAR}"
    r"|年初预算(?:数|额|金额)?(?:与|同|和|即为?|等于|就是|也是|亦为)(?:全年|调整后|年末)预算|预算(?:数|额|规模|安排)?(?:全年)?(?:维持|保持)(?:年初|原)?[^,。;0-9]{0,6}不变"
)
# 项目预算由年初的100万元增加20万元,调整为120万元: two budgets under one label.
_FROM_START: Final = re.compile(
    r"预算(?:数|资金|金额|总额)?[由从](?:年初|原|最初)(?:批复|安排|预算)?(?:来|的|数)*$"
    r"|(?:^|(?<=项目)|(?<=全年)|(?<=年度)|(?<=[,。;]))预算(?:数|总额)?[由从](?:原来)?的?$"
)
_RESULT: Final = re.compile(
    r"(?:调整|调增|调减|增加|减少|追加|压减|核减|变更|提高|降低|[,、])(?:到|至|为|后为)$|[增减升降调压](?:加|少)?[至到]$"
)


def two_budgets(labels: Labels, passage: Passage, text: str, sentence: Clause, done: Container[int]) -> list[Bound]:
    """Both budgets of a sentence that states them under one label, [] where it does not; `done` figures are taken."""
    terms = labels.terms
    if "年初预算数" not in terms or "全年预算数" not in terms:
        return []
    found: list[Bound] = []
    for mention in passage.mentions_in(sentence.start, sentence.end):
        start = max(sentence.start, mention.start - _NEAR)
        name, words = ("全年预算数", _RESULT) if found else ("年初预算数", _FROM_START)
        label = words.search(text, start, mention.start)
        if mention.quantity.kind == "money" and label is not None and mention.start not in done:
            found.append(Bound(Label(label.start(), label.end(), terms[name], "firm"), mention, "firm"))
            if len(found) == 2:
                return found
    return []


def kept(words: str) -> bool:
    """Whether a text says that the year's budget is the one of its start (年中无调整), and names no change."""
    return _UNADJUSTED.search(words) is not None and not _CHANGED_BY.search(words)
