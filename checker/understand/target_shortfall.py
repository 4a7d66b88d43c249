"""Why a promise of prose was missed: what the report says behind the figure, before it, or among its problems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.document import Span
from checker.understand.target_claims import Claim
from checker.understand.target_evidence import rate_stem
from checker.understand.target_reasons import Reason, classify, gives_cause
from checker.understand.targets import Target

if TYPE_CHECKING:
    from checker.understand.report import Report
    from checker.understand.target_matching import Matcher

# What goes on about the figure before: 其余3公里因…, 未完成的2座…
_GOES_ON: Final = re.compile(
    r"\s*(?:[,(]|其余|剩余|其中|另|还有|尚|未|没有|差|较|比|低于|原因|主要|之所以|[与和同较对][^,。;]{0,4}(?:指标|目标|计划|任务)|因|由于|受|系|这|该|上述|此|偏差|偏离|不足|缺口)"
)
# 受连续降雨影响,治理工程至11月17日完工: a cause of what follows it, unless what follows is the rest.
_OWN_CAUSE: Final = re.compile(
    r"\s*(?:受|因|由于)(?!此)[^,。;]*,(?!(?:其余|剩余|另|还|尚|余|有|未|仍))[^。;]{0,12}?[一-鿿]{2}[^。;]{0,12}[0-9]"
)
LEFT: Final = re.compile(r"取消|推迟|未|剩余|其余|尚|拆迁|退出|暂缓")
"""Words that say that something was left undone."""
# What a problem says that explains a shortfall, and not only something that is wrong with what was done.
_BEHIND: Final = re.compile(
    rf"{LEFT.pattern}|滞后|缓慢|缺口|[偏较]低|[偏较]少|不到|低于|少于|延期|没有|困难|不足|不够|受阻|搁置|暂停|停工|仍需"
)
_REST: Final = re.compile(
    r"(?:(?:其余|剩余|余下|另有?|还有)(?:的)?[0-9一二三四五六七八九十两]|第[0-9一二三四五六七八九十]+[个座处所期栋台条项])[^。;]*"
)
_EMPTY: Final = re.compile(
    r"其余|剩余|余下|另有?|还有|[0-9.一二三四五六七八九十两]|[万亿]?[个座处台套户名人家公里米亩件项次场条间辆艘部张株]|"
    r"暂?尚?未能?|没有|完成|实施|建设|施工|开工|目标|任务|计划|的|了|仍|待|将|已|,"
)
MENTIONED: Final = 0.5
"""A problem must name this much of a target to be about it."""


def reason_of(
    report: Report, matcher: Matcher, problems: Matcher, target: Target, claim: Claim
) -> tuple[Span | None, Reason]:
    """Where a shortfall is explained: in its paragraph after it, or among the problems under its name."""
    folded, vocabulary = report.folded, report.vocabulary
    end = folded.find("\n", claim.sentence.end)
    figure = claim.quantity.span.end if claim.quantity is not None else claim.span.end
    near = Span(figure, end if end >= 0 else len(folded))
    for part in re.finditer(r"[^,。;\n]+[^。;\n]*", near.cut(folded)):
        span = Span(near.start + part.start(), near.start + part.end())
        later = re.search(r"[。;]", folded[near.start : span.start]) is not None
        if later and re.search(r"[0-9]", part[0]) and (not _GOES_ON.match(part[0]) or _OWN_CAUSE.match(part[0])):
            break  # a sentence with a figure of its own speaks of that
        said = span.cut(folded)
        if len(span) > 3 and (gives_cause(said, vocabulary) or "主要是" in said or _says_of_rest(said)):
            kind = classify(span.cut(folded), target.name, vocabulary)
            if kind in ("given", "vague"):
                return span, kind
    lead = Span(claim.sentence.start, claim.quantity.span.start if claim.quantity is not None else claim.span.start)
    if gives_cause(lead.cut(folded), vocabulary) and classify(lead.cut(folded), target.name, vocabulary) == "given":
        return lead, "given"
    stem = rate_stem(target.name, "", matcher.plain)
    for match in problems.find(target.name, "", None):
        if match.score < MENTIONED or (stem and stem not in matcher.plain(match.claim.sentence.cut(folded))):
            continue
        around = match.claim.sentence
        after = folded[around.start : around.end + 60]
        if _BEHIND.search(around.cut(folded)) and gives_cause(after, vocabulary):
            return around, "given"
    return None, "none"


def _says_of_rest(text: str) -> bool:
    """Whether it is said what became of the rest: 剩余3公里与市政道路工程交叉,暂未施工."""
    rest = _REST.search(text)
    return rest is not None and says_why(rest[0])


def says_why(text: str) -> bool:
    """Whether words about what is left say more than that it is left."""
    return len("".join(re.findall(r"[一-鿿]", _EMPTY.sub("", text)))) > 3
