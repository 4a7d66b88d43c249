"""Whose a labelled figure is: the whole project's, a source's or a part's, by what its clause and its sentence say."""

from __future__ import annotations

import re
from typing import Final

from checker.understand import fact_context as context
from checker.understand.fact import PROJECT
from checker.understand.fact_binding import Bound
from checker.understand.fact_said import Reader, Said
from checker.understand.fact_scope import core_of, is_named, resembles, subject_of, without_lead
from checker.understand.fact_text import Clause

QI_ZHONG: Final = re.compile(r"其中(?:的|为|[:,])?|(?<=元)中[,:]")
# 资金来源为当年财政拨款228万元,其他资金46万元 behind a figure names its parts, as 其中 does.
SOURCES: Final = re.compile(
    r"(?:资金来源|经费来源|资金构成|来源构成)(?:渠道|构成)?(?:主要|分别)*(?:为|是|包括|:)+|按(?:资金)?来源(?:渠道)?(?:划分|分|看)*(?:分别)?(?:为|是|,|:)+"
    r"|(?:^|(?<=[,(]))(?:(?:主要)?包括|分别[为是]):?(?=(?:当年|本年|上年|上级|中央|自治区|[省市州县区镇乡]级?|财政|其他)[^,。;]{0,10}(?:拨款|资金|补助|经费))"
)
WHOLE_YEAR: Final = re.compile(r"全年|调整后|年度|项目")
# 支出明细为:装备购置支出146万元: what is listed are items, be their names like the project's.
_LISTED: Final = re.compile(
    r"(?:支出|资金|经费)?(?:明细|构成)(?:为|是|:|看)|[按分](?:支出|资金)?(?:内容|用途|方向|类别|项目?)(?:看|划分|分)|分项(?:看|来看)"
)
_WHOLE_BEFORE: Final = re.compile(r"(?:总体?|整体|合计|(?<!公)共计?)$")
_WHOLE_LABEL: Final = re.compile(r"总|整体|合计|共|全部")
_EXPENDITURE: Final = re.compile(r"基本支出|项目支出|人员经费|公用经费")
_PURSE: Final = re.compile(r"(?:一般公共|政府性基金|国有资本经营)$")
_OTHER_LEVELS: Final = re.compile(r"中央(?:和|及|、|与)|省级|市级|县级|地方财政|配套")
_WORKS: Final = re.compile(r"工程|治理项目|建设项目")
_AUTHORITY: Final = re.compile(r"(?:局|厅|委|部|办|政府|财政|人大)$")
# Who spends it is no part, unless the report tells of several.
_PAYER: Final = re.compile(r"(?:局|厅|委|办|办公室|政府|中心|大队|支队|站|所)$")
# 各县区自行安排配套资金63万元
_MATCHED: Final = re.compile(r"配套(?:资金|经费)")
# 各乡镇实际支出538万元: what all of them spent.
_ALL_OF_THEM: Final = re.compile(r"各(?!自)[^各级]{1,6}")
# 市应急管理局安全生产专项资金
_UNIT_BEFORE: Final = re.compile(r"^[^局厅委办]{1,12}(?:局|厅|委员会|委|办公室|办)(?=.{3})")
_THIS_PROJECT: Final = re.compile(r".*[本该](?:项目|专项)")
# Words that may name a part although they end in none of the usual nouns (桥涵, 路灯): no verb, no particle.
_MAY_NAME: Final = re.compile(
    r"(?!.*[后经据按了的因为以被使将并审核批收拨付计达定准均已未尚只仅在比较于得较好])[\u4e00-\u9fffA-Za-z]{2,12}"
)


# 中央下达137万元,自治区下达10万元,地方匹配86万元
_LEVEL: Final = re.compile(
    r"(?:^|[,;、。]|收到|争取)(?P<level>中央|国家|自治区|上级|本级|地方|[省市州县区](?:本?级)?)(?:财政)?(?:[^,;。]{0,24}?(?:下达|安排|补助|配套|匹配|拨付|投入|承担|资金))[^,;、。0-9]{0,16}[0-9]"
)


class Owner:
    """Says whose the figures of one sentence are, and keeps in what it has `said` of whom it speaks."""

    def __init__(self, reader: Reader, said: Said) -> None:
        self._reader, self._said = reader, said

    def of(self, before: str, words: str, gap: str, bound: Bound, so_far: str) -> tuple[str, bool]:
        """The scope of a labelled figure, and whether it had to be concluded.

        `before` are the words before the label in its clause, `words` the label, `gap` what stands between it and
        its figure, `so_far` the sentence up to it.
        """
        said, reader, label = self._said, self._reader, bound.label
        before = behind(self._said, before)
        core, whole = subject_of(before)
        listed = bool(core) and bound.strength == "weak" and _LISTED.search(so_far) is not None
        own = (
            bool(core)
            and not listed
            and (resembles(core, reader.names) or resembles(_UNIT_BEFORE.sub("", core), reader.names))
        )
        if reader.departmental and (part := _EXPENDITURE.search(before + words)):
            said.subject = part[0]
            return part[0], False
        if _WHOLE_BEFORE.search(before) or _WHOLE_LABEL.match(words) or _of_this_project(before, words):
            return said.the_whole()
        if _PURSE.search(before) and "预算" in words:
            said.name_source("一般公共预算")
            return "一般公共预算", False
        fund = re.match(r"(?:财政|资金|专项|补助)*", words)
        source = reader.sources.at_start(without_lead(before) + (fund[0] if fund else ""), among=said.levels)
        if not source and bound.strength == "weak":
            source = reader.sources.at_start(gap) or (reader.sources.at_start(words, among=True) if said.levels else "")
        if (
            source
            and not own
            and not self._proper(before + words + gap, source)
            and not self._entitled(before + words + gap, source)
        ):
            said.name_source(source)
            said.told.add(label.term.name)
            return source, False
        if _MATCHED.search(gap) or _MATCHED.search(words):
            said.name_source("配套资金")
            return "配套资金", False
        if whole or own:
            return said.the_whole()
        if _ALL_OF_THEM.fullmatch(core):
            return said.the_whole(inferred=True)
        if said.among and not said.run and label.term.kind == "money" and label.term.name == said.parent:
            # 全年预算数300万元,其中当年预算250万元: a part of the same figure; 其中2022年下达186万元: a year's own.
            timed = context.year_in(before, None)[0] or context.period_in(before, None)[0] != ""
            return (PROJECT, False) if timed else (core + words if core else core_of(gap) or words, True)
        if listed:
            said.subject, said.doubtful = core, ""
            return core, False
        if core:
            return self._of_subject(core, bound)
        return self._of_context(words, bound)

    def _proper(self, before: str, source: str) -> bool:
        """Whether a source only begins the name of the project's own funds (中央支持地方文化项目资金), or of works."""
        _, found, rest = before.partition(source)
        core = core_of(rest)
        return (
            bool(found) and len(core) >= 6 and (resembles(core, self._reader.names) or _WORKS.search(core) is not None)
        )

    def _entitled(self, before: str, source: str) -> bool:
        """Whether the report's title names the giver of its funds, and this is all of them."""
        names = self._reader.names
        rest = core_of(before.partition(source)[2])
        return (
            source.startswith("中央")
            and (not rest or resembles(rest, names))
            and "中央" in names
            and not self._said.among
            and not self._said.run
            and not _OTHER_LEVELS.search(names)
        )

    def _of_subject(self, core: str, bound: Bound) -> tuple[str, bool]:
        """The scope of a figure before whose label a subject stands that is not the project."""
        if bound.label.strength == "weak" and _AUTHORITY.search(core):
            return PROJECT, False
        if is_named(core) and not _PAYER.search(core):
            self._said.subject, self._said.doubtful = core, ""
            self._said.told = {bound.label.term.name}
            return core, False
        if self._said.among or (bound.label.term.kind == "percent" and len(core) <= 8):
            return core, True
        self._said.doubtful = core if _MAY_NAME.fullmatch(core) or _PAYER.search(core) else ""
        return PROJECT, True

    def _of_context(self, words: str, bound: Bound) -> tuple[str, bool]:
        """The scope of a figure whose clause names nobody: that of the clauses before it."""
        said = self._said
        if said.among and not said.run and not said.subject:
            if bound.label.term.name == "执行率" and said.parent == "执行数" and not said.sure:
                return PROJECT, False  # 支出285万元(执行率98.28%)
            # 其中 opens parts that were not understood: what follows may be of one of them.
            return PROJECT if WHOLE_YEAR.match(words) else "其中", True
        if bound.label.term.name in said.told and (said.subject or said.run == 1) and not said.among:
            # 县财政承担部分到位50万元,…,实际到位资金320万元: a part has one figure of a name.
            return said.the_whole(inferred=True)
        said.told.add(bound.label.term.name)
        if said.run > 1 and not said.among and (WHOLE_YEAR.match(words) or words.startswith("实际")):
            return said.the_whole()
        if said.run == 1:
            if said.complete:
                return said.the_whole()
            amount = bound.mention.quantity
            if said.parts is not None and amount.kind == "money" and amount.interval.low > said.parts.high:
                # 资金下达300万元,区级配套100万元,到位400万元: more than the source gave is not the source's.
                return said.the_whole(inferred=True)
            said.since = True
            return said.source, True
        if said.run > 1:
            return said.the_whole(inferred=not said.complete)
        return (said.subject or PROJECT), bool(said.doubtful and not said.subject)


def behind(said: Said, before: str) -> str:
    """The words before a figure, those before 其中 aside."""
    words = QI_ZHONG.split(before)[-1]
    return SOURCES.split(words)[-1] if said.among else words


def _of_this_project(before: str, words: str) -> bool:
    """Whether 本项目 stands before a label, alone or with neutral words after it."""
    named = _THIS_PROJECT.match(before + words[:2])
    return named is not None and not core_of(before[named.end() :])


def several_levels(text: str, sentence: Clause) -> bool:
    """Whether a sentence says clause by clause what each of several levels of government gave."""
    return len({match["level"][0] for match in _LEVEL.finditer(text, sentence.start, sentence.end)}) > 1
