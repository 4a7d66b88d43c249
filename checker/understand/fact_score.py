"""Whether a score in a sentence is the total: not an indicator's, not the full marks, no bound of a grade."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

# 满分20分: what follows is the score of an indicator.
_OUT_OF: Final = re.compile(
    r"(?:满分|分值|权重分?|标准分|设分|应得分?|赋分|基准分|设定)(?:为|是|:|共)?([0-9]{1,4}(?:\.[0-9]{1,4})?)分?"
)
# 指标值≥90%,实际完成值≥90%,自评得分20分 is an indicator's score.
_OF_INDICATOR: Final = re.compile(r"指标值|完成值|目标值|完成比例|完成率(?:为|达|[0-9])")
_DIMENSION: Final = re.compile(
    r"(?:决策|过程|产出|效益|满意度?|成本|数量|质量|时效|执行率?|管理|投入|(?<!项目)(?<!专项)资金|指标|单项|一级|二级|三级|平均|部分|方面|类|权重|本项|该项)"
    r"(?:类|方面|部分|情况|指标|维度|项|的|实际|、|和|及){0,4}$"
)
_NAME: Final = re.compile(r"[一-鿿]{6}$")
_SCORE_AFTER: Final = re.compile(
    r"(?:\([^()]*\))?(?:以上|以下|以内|-|~|至|的|为(?:优|良|中|差|合格)|\(含)|[^,。;]*(?:权重|分值)"
)
_NOT_A_SCORE: Final = re.compile(r"指标|体系|设|分值|权重|满分")


def is_total(before: str, label: str, after: str, sentence: str) -> bool:
    """Whether a score is the report's total; `sentence` is what stands before the figure in its sentence."""
    # 人民防空建设与管理项目最终得分: the project's own name may end as a dimension's does.
    named = label.startswith("项目") and _NAME.search(before) is not None
    if (_DIMENSION.search(before[-24:]) and not named) or _SCORE_AFTER.match(after) or _OF_INDICATOR.search(sentence):
        return False
    if label.endswith("总分") and "自评" not in label and _NOT_A_SCORE.search(before + after):
        return False
    return all(Decimal(points) == 100 for points in _OUT_OF.findall(sentence))
