"""Labels that go on to a later clause: 全年预算数以批复为准,2022年为930万元; 预算2021年为80万元,2022年为90万元."""

from __future__ import annotations

import re
from typing import Final

from checker.understand.fact_text import REACH, Clause, Label, Labels, Mention

# What a clause begins with that says no more than of which year, batch or instalment a figure is.
_OF_TIME: Final = re.compile(
    r"(?:其中)?[:,]?(?:(?:19|20)[0-9]{2}年(?:度)?|第[一二三四五六七八九十]+[批期笔]|首[批期笔])(?:为|是|共|计|达到?|资金|经费|金额|指标|下达|:)*"
)
# What says that the figure is the one that was spoken of.
_OF_IT: Final = re.compile(
    r"(?:当年|本年度?|(?:19|20)[0-9]{2}年(?:度)?)?(?:即为?|共计|合计|总计|总额|数额|金额|[为是])+(?:人民币)?:?"
)
_SENTENCE_END: Final = re.compile(r"[。!?\n]")
# 预算执行率=执行数/预算数 and 按预算数的10%计 name a label only to reckon with it.
_NO_TOPIC: Final = re.compile(r"[=/÷×<>≥≤]|占|比例?|较|的$|每|若|如果|标准|满分|扣")
_LONGEST_GAP: Final = 24


def carried(labels: Labels, text: str, clause: Clause, mention: Mention) -> Label | None:
    """The label of a figure whose clause has none: the last one before, if the clause only goes on with it."""
    words = text[clause.start : mention.start].rpartition(":")[2]
    listed = _OF_TIME.fullmatch(words)
    if listed is None and not _OF_IT.fullmatch(words):
        return None
    start = max(0, clause.start - REACH)
    for end in _SENTENCE_END.finditer(text, start, clause.start):
        start = end.end()
    found = labels.find(text, start, mention.start - len(words))
    # 全年预算数与上级下达数一致,即100万元: what the figure is comes first, and is the surer label.
    label = next((one for one in reversed(found) if one.strength != "weak"), found[-1] if found else None)
    if label is None or label.term.kind != mention.quantity.kind or label.term.kind == "score":
        return None
    gap = text[label.end : mention.start - len(words)].rstrip(r",:、;")
    if listed is not None:
        return label if not _NO_TOPIC.search(re.sub(r"\0", "", gap)) else None
    if any(character.isdigit() or character == ";" for character in gap) or len(gap) > _LONGEST_GAP:
        return None
    return label if not _NO_TOPIC.search(gap) and (label.strength != "weak" or "计" in words) else None
