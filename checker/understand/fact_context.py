"""What the words around a figure say about it: its year, the time it runs over, and whether it is a fact at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# What is required, planned, calculated or scored states nothing that is.
_NO_FACT: Final = re.compile(
    r"(?:^|[,;:(])若|若(?!区|县|市|尔|羌|干)(?=未|无|有|不|超|低|为|是|因|按|达|能)|如果|如未|假如|不应|(?<![供相响适反对感效])应(?!执行数)(?![急用对付届邀税聘诉收变激征])|须|必需|必须|需要|需在|不得|原则上|力争|确保(?!了)|预计|拟(?!定|合)|"
    r"指标值|目标值|标准值|计划值|计算公式|公式|评分标准|赋分|满分|扣(?!除|减|缴)|每(?![年月季日户人个亩名台套辆])|以确保|争取(?!到)|按要求|超过.{0,6}的$"
)
_NO_RATE: Final = re.compile(r"平均|目标(?!任务|管理)|标准|要求|计划|指标(?!体系)|控制|低于|未达|达不到|超过|高于")
_AFTER: Final = re.compile(
    r"^(?:及|或)?(?:以上|以下|以内)|^的(?:$|目标|要求|标准|计划|指标|项目|单位|资金$|,)|^(?:为目标|目标|标准)|满分|得[0-9.]+分的|扣(?!除[0-9]|减[0-9]+(?:\.[0-9]+)?[万亿]?元)|^的?分值|^的?权重"
)
# 按标准应安排资金360万元: what ought to be given is no budget.
_DUE: Final = re.compile(r"(?:(?<![供相响适反对感效])应|所?需)$")
_DELTA: Final = re.compile(
    r"(?:追加|调减|调增|核减|新增|增加|减少|压减|追减|增拨|盘活|收回|核增|超)(?:了)?(?:项目|财政)?$"
)
_UNIT_PRICE: Final = re.compile(r"(?:每|[人户亩生次件日月]均|单价|标准(?!化|厂房|农田))[^,。;]{0,8}$")

_YEAR: Final = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年(?!以来|起|底前|开始|立项)(?:度)?")
# A year for which money is meant, or into which it goes, is not the year of the figure.
_ELSEWHERE: Final = re.compile(r"(?:用于|结转|提前|列入|纳入|预计|计划于|拟于|待|转入)[^,。;]{0,6}$")
# 与上年相比 names no year of the figure behind it, 与上年预算352万元相比 does.
_SHORT_YEAR: Final = re.compile(
    r"(?P<last>(?<![较比与同于因])(?<!由于)(?<!鉴于)(?:上一?年度?|去年|上年度)(?!结转|结余|末|底|度?同期|部分|未|遗留|尾|欠)"
    r"|(?:上一?年度?|去年)(?=(?:的|项目|全年|年初|实际|批复)*(?:预算|执行|支出|决算|到位|下达)(?:数|金额|资金|安排|批复)*[为是]?$))|(?P<this>今年|本年度?)|(?P<next>明年|下一?年度?)"
)
_TITLE: Final = re.compile(r"《[^》]*》?|\[[0-9]{4}\]")
_SPAN: Final = re.compile(r"(?:19|20)[0-9]{2}年?(?:度)?(?:起|开始)?(?:-|~|至|到|—)+(?:19|20)?[0-9]{2}年")
_CUMULATIVE: Final = re.compile(
    r"(?<!年)(?<!年度)(?<!年内)累计|总投资|投资概算|历年|[两三四五六七八九十]年(?:来|间|共|累计|合计|汇总|总|期|\()|(?:19|20)[0-9]{2}年(?:以来|起)[^,]{0,6}(?:累计|合计|共|总计)|项目(?:实施|建设)(?:周)?期内|自(?:19|20)?[0-9]{2}年[^,]{0,10}以来|建设期"
)
_AS_OF: Final = re.compile(
    r"(?:截[至止]到?|到|至)(?P<label>(?:(?P<year>(?:19|20)[0-9]{2})年)?(?:(?P<month>[0-9]{1,2})月|(?P<end>年?[底末]))(?:[0-9]{1,2}日|底|末|份)?)"
)
_PERIOD: Final = re.compile(
    r"上半年|下半年|[前第]?[一二三四1234]季度|(?<![0-9年])[0-9]{1,2}月份|(?<![0-9])[0-9]{1,2}[、和][0-9]{1,2}月|前[一二三四五六七八九十]+个月|第[一二三四五六七八九十]+[批笔]|首[批笔]|当月|本月|每月|每季|(?<![0-9至到止年])(?:[1-9]|1[01])月[末底](?!前)"
)
_DEPARTMENT: Final = re.compile(
    r"[我本](?:局|委|厅|院|校|中心|单位|部门)[^,。;]{0,10}[0-9]{1,3}个(?:预算)?项目|部门整体|整体支出|部门预算(?!项目|批复|的?(?:通知|要求|文件|编制)|中?(?:列支|安排|编列)[^,。;]{0,4}(?:该|本)?项目)|(?:本|我)?(?:部门|单位)(?:全年|年度|当年)?(?:总)?(?:收入|支出)(?:合计|总计|总额)?(?=[0-9为是共总])|"
    r"(?:部门|单位)一般公共预算|三公|基本支出|(?:本|我)(?:局|委|厅|院|校|中心)(?:全年|年度)?(?:总)?(?:收入|支出)|收入(?:总计|合计)|支出(?:总计|合计)|财政支出总额"
)
# A project stands in its department's budget: the figures are its own.
_BUDGETED: Final = re.compile(
    r"(?:列入|纳入|编入|随)[^,。;]{0,12}部门预算|年初部门预算(?=安排|批复|下达|核定)|.*(?:本|该)(?:项目|专项)(?!支出(?:合计|总计))"
)
_DEPARTMENT_SCORE: Final = re.compile(r"部门整体|整体支出|部门支出")
_REVIEWER: Final = re.compile(
    r"复核|复评|第三方|专家|财政(?:局|厅|部门)?(?:重点)?评价|部门评价|主管部门|抽评|抽查|再评价"
)
_EVERYONE: Final = re.compile(r"(?:全市|全省|全县|全区|全国|全州|全镇|全系统)(?:共|累计|合计|总)?")


@dataclass(frozen=True, slots=True)
class Time:
    """The year of a figure (None: the report's own), whether it runs over several, and a part of a year by name."""

    year: int | None
    cumulative: bool
    period: str


def year_in(text: str, default: int | None) -> tuple[bool, int | None]:
    """Whether the words before a figure state a year, and which: the last stated counts.

    Years of documents (《…2021年…》, 〔2021〕) and of dates up to which is counted (截至2022年底) are none.
    """
    text = _TITLE.sub(lambda m: "\0" * len(m[0]), text)
    text = _AS_OF.sub(lambda m: "\0" * len(m[0]), text)
    best, found, year = -1, False, default
    for match in _YEAR.finditer(text):
        if _ELSEWHERE.search(text[max(0, match.start() - 10) : match.start()]):
            continue
        best, found, year = match.start(), True, int(match["year"])
    for match in _SHORT_YEAR.finditer(text):
        if match.start() > best:
            best, found = match.start(), True
            shift = -1 if match["last"] else 1 if match["next"] else 0
            year = None if default is None else default + shift
            if default is None and shift:
                year = shift
    return found, year


def cumulative_in(text: str) -> bool:
    """Whether the words run over several years."""
    plain = _TITLE.sub("", text)
    return bool(_CUMULATIVE.search(plain) or _SPAN.search(plain))


def years_in(text: str) -> bool:
    """Whether the words name several years (2019年至2022年, 三年来), beyond 累计, which may be the year's own."""
    plain = _TITLE.sub("", text).replace("累计", "")
    return bool(_CUMULATIVE.search(plain) or _SPAN.search(plain))


def period_in(text: str, default: int | None) -> tuple[str, int | None]:
    """The part of a year that the words name ("" for the whole), and the year up to whose end they count."""
    plain = _TITLE.sub("", text)
    if match := _PERIOD.search(plain):
        return match[0], None
    year: int | None = None
    for match in _AS_OF.finditer(plain):
        year = int(match["year"]) if match["year"] else None
        whole = match["end"] is not None or match["month"] == "12"
        if not whole or (year is not None and default is not None and year != default):
            return "截至" + match["label"], None
    return "", year


def no_fact(kind: str, before: str, after: str, *, planned: bool) -> bool:
    """Whether its clause says that a figure is required, planned or calculated; `planned` allows 计划, 拟."""
    said = (
        _NO_FACT.sub("", before)
        if planned and not re.search(r"(?:^|[,;:(])若|如果|公式|每|满分|扣", before)
        else before
    )
    if planned and _DUE.search(before):
        return True
    if _NO_FACT.search(said) or _AFTER.search(after):
        return True
    if kind == "percent" and _NO_RATE.search(before):
        return True
    return kind == "money" and bool(_UNIT_PRICE.search(before))


def is_delta(before: str) -> bool:
    """Whether the words right before a label make its figure a change of the figure (追加预算)."""
    return _DELTA.search(before) is not None


def department_in(text: str, kind: str) -> bool:
    """Whether the words speak of the whole department and not of the project."""
    return bool((_DEPARTMENT_SCORE if kind == "score" else _DEPARTMENT).search(_BUDGETED.sub("", text)))


def reviewer_in(text: str) -> bool:
    """Whether another than the unit itself gave the score."""
    return _REVIEWER.search(text) is not None


def everyone_in(text: str) -> str:
    """全市, 全省 and the like, or ""."""
    match = _EVERYONE.search(text)
    return match[0] if match else ""
