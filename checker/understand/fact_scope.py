"""Whose figure it is: the words before a label that name a source of funds or a part of the project."""

from __future__ import annotations

import re
from typing import Final

from checker.folding import fold
from checker.vocabulary import Vocabulary, made_once

# Words that name nobody in particular; taken away from both ends of what stands before a label.
_NEUTRAL_WORDS: Final = (
    r"其中|包[括含]|指标|截[至止]到?|[0-9]{4}年(?:度|底|末|初)?|[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:底|末|份)?|年(?:底|末|度|终|中|初)|全年(?:度)?|近[一二三四五两]年|当年|本年度?|今年|上一?年度?|去年|"
    r"目前|当前|截止目前|现有?|即|第[一二三四五六七八九十]+[批期笔]|首[批期笔]|已经?|共计?|合计|总计|总共|累计|实际|均|全部|全额|总体|整体|综合|最终|最后|本次|本|该|此|这|我|其|各级|上级|同级|财政|预算|项目|资金|经费|专项|"
    r"支出|绩效|自评|评价|自我|综述|情况|方面|数据|结果|支持|主要|有关|相关|审核|批复|批准|下达|核定|核算|审计|统计|测算|决算|安排|拨付|完成|使用|投入|收到|申请|落实|到位|"
    r"执行|分配|单位|部门|单位自评|共安排|共投入|来源|根据|按照|依据|经过|通过|同时|此外|另外|因此|其中|另|从|由|经|按|将|把|在|于|对|为|是|了|的|和|与|及|并|且|而|后|"
    r"至|到|以|所|年|度|:|\"|'|一般公共|政府性基金|转移支付|奖补|补助|配套|直达|总|[()\[\]]|\0|-|—|[.,、]|市委|市政府|县委|县政府|人民政府|政府|"
    r"市财政局|县财政局|区财政局|财政局|财政部门|市财政|县财政|区财政|省财政|省财政厅|主管部门|我局|我委|我镇|我市|我县|我区|本局|本单位|本部门|该项|[0-9]+个|其它|"
    r"随部门预算|年度部门预算|部门预算|严格|足额|及时|有效|顺利|圆满|已全部|现已|已实际|所有|公开|公示|项目组|实施单位|项目单位|用款|会计|账面|显示|反映|调整后|较好地?|按时|如期|按期|按照|根据|依据|经统计|统计"
)
# One word at a time, so that no text can be taken apart in many ways.
_START: Final = re.compile(_NEUTRAL_WORDS)
_END: Final = re.compile(rf"(?:{_NEUTRAL_WORDS})$")
_LONGEST: Final = 80
_NAMED: Final = re.compile(
    r"(?:项目|子项目|工程|街道|办事处|乡|镇|村|社区|县|区|市|州|局|委|厅|中心|学校|小学|中学|幼儿园|大学|学院|医院|卫生院|公司|站|所|队|院|馆|场|费|费用|经费|补助|补贴|购置|"
    r"采购|建设|改造|维修|维护|养护|培训|宣传|治理|服务|活动|奖励|资金|贷款|支出|工作|奖补|救助|整治|保障|开发|运行|设备|租赁|委托|劳务|印刷|差旅|会议|检测|监测|监理|设计)$"
)
_OPENING: Final = re.compile(
    r"^(?:[0-9]{4}年度?|[,:\"]|[一二三四五六七八九十]是|[0-9]{1,2}[.、]|\([0-9一二三四五六七八九十]{1,3}\))+"
)
_LEAD: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+[、是]|第[一二三四五六七八九十]+(?![批笔期])[、,是]?|[0-9]{1,2}[.、)]|\([一二三四五六七八九十0-9]{1,3}\)|[①-⑳]|\(\0+\))+"
)
# What an item may begin with besides a name.
_STATEMENT: Final = re.compile(r"目标|指标|情况|管理|及时|落实|规范|严格|加强|完善|合理|完成|提高|做到|确保|坚持|[0-9]")
_WHOLE: Final = re.compile(r"项目|共|合计|总计|总共|累计|全部|总体|整体|本次")
_DATE: Final = re.compile(r"^截[至止]到?(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日|底)?,?")
_BOTH: Final = re.compile(r"(?:和|及|与|、)(?:中央|自治区|[省市州县区]级?|地方|本级)")
_ACTOR: Final = re.compile(r"^(?:中央|省|市|县|区|州|镇|乡|自治区|本级|上级)?(?:级)?财政(?:局|厅|部)?$")
_SOURCE_TAIL: Final = (
    r"(?:级|本级)?(?:财政|政府)?(?:专项|补助|配套|衔接|直达|转移支付|预算内|统筹|奖补|自筹|下达|安排|预拨|提前下达){0,4}"
    r"(?:投资|拨款|资金|经费|补助|配套|部分|投入|贷款|债券|收入|捐赠|承担|财政|本)?"
)


class Sources:
    """The sources of funds that a vocabulary names; `sources_of` makes them once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = sorted((fold(word) for word in vocabulary.scopes), key=len, reverse=True)
        self._regex = re.compile(rf"(?:{'|'.join(map(re.escape, words))}){_SOURCE_TAIL}" if words else r"(?!)")

    def at_start(self, text: str, *, among: bool = False) -> str:
        """The source that a text begins with ("" for none); an authority alone (市财政) only `among` parts."""
        core = re.sub(
            r"^(?:[我本][省市县区镇乡]|[\u4e00-\u9fff]{2,4}[省市县区州](?=中央|自治区|[省市县区州]级|地方))",
            "",
            _DATE.sub("", text.rsplit(":", 1)[-1].lstrip("\"'(")),
        )
        core = re.sub(
            r"^(?:来自|来源于|用于|包括|包含|使用|投入|安排|下达|收到|争取|获得|到位|拨付|申请|财政|共|由|为|是|各级)+",
            "",
            core,
        )
        match = self._regex.match(core)
        if match is not None and not among and match[0].startswith("上级"):
            return ""
        if match is not None and not among and _BOTH.match(core, match.end()):
            # 中央及省级资金 are not one source.
            return ""
        if match is None or len(match[0]) < 2 or re.match(r"[\u4e00-\u9fff]{1,4}(?:局|厅|委|办)", core[match.end() :]):
            return ""
        if match[0] in ("上级", "本级", "地方", "社会", "国家", "街道", "乡镇"):
            # 其中上级资金179万元,本级60万元: among parts a level alone is one of them.
            return match[0] if among and match.end() == len(core) else ""
        if not among and _ACTOR.fullmatch(match[0]):
            return ""
        return match[0]


@made_once
def sources_of(vocabulary: Vocabulary) -> Sources:
    return Sources(vocabulary)


def subject_of(before: str) -> tuple[str, bool]:
    """What the words before a label are about, and whether they say that it is the whole project.

    The name is "" where nothing but neutral words stand there.
    """
    text = _LEAD.sub("", before)
    head, colon, tail = text.rpartition(":")
    if colon:
        rest = core_of(tail)
        if rest:
            return rest, False
        lead = core_of(_LEAD.sub("", head.rsplit(":", 1)[-1]))
        if len(lead) <= 20 and _NAMED.search(lead):
            return lead, False
        return "", bool(_WHOLE.search(tail))
    core = core_of(text)
    return core, not core and bool(_WHOLE.search(text))


def lead_of(clause: str) -> str:
    """The part of a project that a numbered item begins with (（1）产业路建设,预算…), "" for none."""
    words = clause.rsplit(":", 1)[-1]
    lead = _LEAD.match(words)
    core = core_of(words[lead.end() :]) if lead else ""
    return core if 2 <= len(core) <= 16 and not _STATEMENT.search(core) else ""


def core_of(text: str) -> str:
    """A text without the neutral words at its ends (of a long one, the last part counts)."""
    text = text[-_LONGEST:]
    while (match := _START.match(text)) and match.end():
        text = text[match.end() :]
    while match := _END.search(text[-10:]):
        text = text[: len(text) - len(match[0])]
    return text


def numbered(words: str) -> bool:
    """Whether a sentence begins with the number of an item."""
    return _LEAD.match(words) is not None


def without_lead(before: str) -> str:
    """What stands before a label without an item's number and the year."""
    return _OPENING.sub("", before[-_LONGEST:])


def is_named(core: str) -> bool:
    """Whether a subject reads as the name of a part: 设备购置费, 东风街道."""
    return 2 <= len(core) <= 24 and _NAMED.search(core) is not None


_LEVELS: Final = re.compile(
    r"(?:中央|国家|自治区|[省市州县区镇乡]级?|地方|本级|上级|下级|其[他它]|自筹|财政|配套|拨款|[、,和及])+"
)


def resembles(core: str, names: str) -> bool:
    """Whether a subject is the report's own project under another form of its name."""
    stem = re.sub(r"项目|工程|专项|行动|资金|经费|补助|补贴|支出|[0-9]{4}年度?|年度|[\"'《》]", "", core)
    names = re.sub(r"[\"'《》]", "", names)
    # 中央 and 地方 stand in the title of a transfer's form (中央对地方…自评表) and name its sources, not the project.
    if not stem or not names or _LEVELS.fullmatch(stem):
        return False
    if stem in names:
        return True
    shared = sum(1 for character in stem if character in names)
    return shared >= 0.7 * len(stem) and any(stem[at : at + 4] in names for at in range(len(stem) - 3))
