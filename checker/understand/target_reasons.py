"""What counts as a reason for a shortfall."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal

from checker.document import Span
from checker.folding import fold
from checker.vocabulary import Vocabulary, any_of

Reason = Literal["none", "restated", "vague", "given"]

_NOTHING: Final = re.compile(
    r"[\s\-/—\\.…*、,;:。()]*(?:无|暂无|没有|无偏差|无原因|不适用|同上)?[\s\-/—\\.…*、,;:。()]*"
)
_HAN: Final = re.compile(r"[一-鿿A-Za-z]")
# What only says again that the figure is short.
_SHORTFALL: Final = re.compile(
    r"未能?|没有|尚未|剩余|其余|余下|完成|达到|达成|达标|实现|年度|年初|设定|指标|目标|任务|预期|计划|要求|标准|实际|情况|仅有?|只有?|"
    r"为|较|比|低于|少于|高于|超过|低|少|高|偏差|偏离|差距?|相差|不足|不到|全部|部分|已|了|的|与|和|个百分点|率|值|数|本|该|项目?|"
    r"[一二三四五六七八九十]|个|人|次|户|场|家|处|名|件|期|套|台|米|亩|公里|万|有|所|偏低|存在|完成率|但|均"
)
_LINKS: Final = re.compile(
    r"由于|因为|因|受|主要是?|原因是?|等|影响|导致|致使|所致|造成|存在|的|是|为|年度|项目|工作|本|该|系|及|和|与|实际|客观|一定|部分|"
    r"差额|主观|各种|多种|诸多|因素|指标|完成|未|目标|进度|较|大|有|所|下一步|将|进一步|加强|继续|努力|改进|今后|提高"
)


# 减少的人数系年中自然减员核减: 系 as a word of its own.
_IS_BECAUSE: Final = re.compile(r"(?<![关体联维派干])系(?!统|列|数|[^,。;]{0,4}(?:项目|工程)[。;])")


# 不足之处集中于…: where points were lost, not why.
_NAMED_ONLY: Final = re.compile(
    r"影响(?:得分|评分|分值)的[^。;]{0,6}(?:集中|在|是|为|有|包括)[^。;]*|"
    r"(?:不足|欠缺|薄弱)之处|(?:存在|主要)的?不足(?=[为是在集:])"
)

# 实际改造数超任务43%: more was done than was promised.
_BEYOND: Final = re.compile(
    r"([^,。;\n]*?)(?:超出?|超过|超额|大于|多于|高于)了?(?:完成)?(?:年初|年度|预期|计划|原定|设定)*(?:任务|目标|指标|计划)"
)
_RUNS: Final = re.compile(r"[一-鿿]+")
_ANYTHING: Final = frozenset(
    (
        "我市", "我县", "我区", "我局", "我省", "本项", "项目", "实际", "任务", "目标", "完成", "年度", "工作", "数量",
        "人数", "指标", "全市", "全县", "全区", "情况", "本年", "全年",
    )
)  # fmt: skip


@lru_cache(maxsize=8)
def _regex(words: tuple[str, ...]) -> re.Pattern[str]:
    return any_of(words)


def classify(text: str, name: str, vocabulary: Vocabulary) -> Reason:
    """What a cell or sentence that should give a reason gives; `name` is the indicator's, which is no reason."""
    words = re.sub(r"\s", "", fold(text))
    if _NOTHING.fullmatch(words):
        return "none"
    if name and len(name) > 2:
        words = words.replace(name, "")
    left = "".join(_HAN.findall(_SHORTFALL.sub("", words)))
    if len(left) < 2:
        return "restated"
    vague = _regex(vocabulary.vague_reasons)
    if vague.search(words):
        rest = "".join(_HAN.findall(_LINKS.sub("", _SHORTFALL.sub("", vague.sub("", words)))))
        if len(rest) < 4:
            return "vague"
    return "given"


def gives_cause(sentence: str, vocabulary: Vocabulary) -> bool:
    """Whether a sentence of prose says why (folded text)."""
    sentence = _NAMED_ONLY.sub("", sentence)
    return bool(_regex(vocabulary.reasons).search(sentence) or _IS_BECAUSE.search(sentence))


def excess_said(sentences: Iterable[Span], name: str, folded: str, vocabulary: Vocabulary) -> Span | None:
    """The sentence that says of a target, wherever it stands, why more was done: 因…,实际改造数超任务."""
    for span in dict.fromkeys(sentences):
        words = span.cut(folded)
        if (beyond := _BEYOND.search(words)) is None or not gives_cause(words, vocabulary):
            continue
        said, called = (
            {run[at : at + 2] for run in _RUNS.findall(text) for at in range(len(run) - 1)}
            for text in (beyond[1], name)
        )
        if (said & called) - _ANYTHING and classify(words, name, vocabulary) == "given":
            return span
    return None
