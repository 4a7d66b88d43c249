"""The units and measure words of reports: what each is called here, its factor, and what only looks like one.

Canonical units: 元 for money, % for percentages, 分 for scores, 米, 亩 (公顷 is 15; 平方米 is apart, since
亩 is no finite decimal of it), 立方米, 升, 公斤. Times are kept apart (小时, 天, 月 …). Counts keep their measure word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from checker.folding import fold
from checker.understand.quantity import Kind


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written: its canonical name, what it measures, and how many canonical units it is."""

    canonical: str
    kind: Kind
    factor: Decimal


# Canonical unit: "spelling" or "spelling*factor".
_MEASURES = {
    "米": "米 m 公里*1000 千米*1000 km*1000 KM*1000 Km*1000 厘米*0.01 公分*0.01 cm*0.01 CM*0.01 "
    "海里*1852 毫米*0.001 mm*0.001 MM*0.001 延米 延长米",
    "平方米": "平方米 平米 平方 ㎡ m² m2 M2 m^2 ㎡ 平方公里*1000000 平方千米*1000000 km²*1000000 km2*1000000",
    "亩": "亩 公顷*15 hm²*15 hm2*15 亩地",
    "立方米": "立方米 立方 m³ m3 M3 ㎥ 方",
    "升": "升 L 毫升*0.001 ml*0.001 mL*0.001 ML*0.001",
    "公斤": "公斤 千克 kg*1 KG Kg 吨*1000 t*1000 克*0.001 g*0.001 毫克*0.000001 "
    "mg*0.000001 微克*0.000000001 斤*0.5 市斤*0.5",
    "小时": "小时 个小时 h",
    "分钟": "分钟 min",
    "秒": "秒 秒钟 s",
    "天": "天 自然日 日历天 日",
    "工作日": "工作日 个工作日",
    "周": "周 个周 个星期 星期",
    "月": "个月",
    "季度": "个季度 季度",
    "年": "年 个年度 周年 个学年",
    "学期": "学期 个学期",
    "千瓦": "千瓦 kW KW kw 兆瓦*1000 MW*1000",
    "千瓦时": "千瓦时 kWh KWH kwh 度电",
    "度": "度",
    "千伏": "千伏 kV KV kv",
    "千伏安": "千伏安 kVA KVA",
    "TB": "TB PB*1024",
    "GB": "GB",
    "MB": "MB",
    "Mbps": "Mbps Mb/s",
    "兆": "兆",
    "℃": "℃ 摄氏度",
    "分贝": "分贝 dB",
    "百分点": "个百分点 百分点",
    "倍": "倍",
    "里": "华里",
    "人·月": "人·月 人月",
    "人·天": "人·天 人天",
}
# 人员 and 人口 are how 人 is written after a figure; the others are what is counted, each by its own measure word.
_COUNT_WORDS = (
    "个 人 名 位 户 家 处 座 所 间 栋 幢 套 台 件 条 项 次 场 期 批 份 本 册 卷 篇 "
    "部 张 幅 块 片 段 根 棵 株 盏 辆 艘 架 列 只 头 匹 尾 羽 口 眼 孔 门 扇 樘 笔 "
    "宗 起 例 具 盒 箱 瓶 包 袋 桶 罐 床 节 课 堂 班 轮 种 类 组 支 把 层 面 对 双 "
    "副 顶 盘 颗 粒 束 枚 尊 则 首 曲 集 档 款 样 路 端 环 遍 趟 餐 步 串 封 杆 塘 "
    "池 垄 坛 亭 棚 窝 人次 人份 户次 场次 批次 班次 车次 架次 航次 频次 台次 剂次 例次 "
    "件次 项次 轮次 期次 课时 学时 学分 床位 床日 标段 点位 站点 台套 台件 人户 字 单 "
    "点次 处次 村次 校次 家次 店次 船次 所次 条次 桥次 路次 "
    "剂 卷宗 车位 泊位 站次 组次 班级 工日 工时 席位 机位 桩 页 版 层级 闸次 治疗量 "
)
_ALIASES = {
    "人员": "人", "人口": "人", "口人": "人", "个人": "人", "台/套": "台套", r"台(套)": "台套",
    r"套(台)": "台套", r"人(次)": "人次", "人/次": "人次", r"场(次)": "场次", "架/次": "架次", "种类": "种",
    "类别": "类", "口井": "口", "眼井": "眼", "张床位": "床位", "个床位": "床位", "所学校": "所",
    "名学生": "名", "间房": "间",
}  # fmt: skip

# What may follow a measure word only when the two make another word: 3项目 is no 3项, 3项目标 is.
_STOPS = {
    "个": r"别(?!墅)|性|体(?=户|工商|经济|经营)|税|案|半(?=月|小时|学期|工作日)",
    "个人": "账户|所得|信息|贷款|档案|业务|项目|工作|荣誉|先进",
    "人": "民|大代表|数|工智能|居环境|社局|事部|为因素|文",
    "名": r"称|录|单|牌|师(?!生|傅)|优|村|镇|义|誉",
    "位": "于|置|数|次|列|居",
    "户": r"籍|口|外|型|主(?!动)|厕(?!所)",
    "家": r"庭|长|属|具|电(?!商|力|子|影|信)|园(?!区|林)|政(?!府)|禽|畜|乡",
    "处": "理|置|罚|长|级|室|方",
    "座": "谈|位|椅|机",
    "所": "有|需|属|在|得|以|谓|示|述|列|长|获|产|花|用|占|涉|欠|做",
    "间": "隔|接|歇|断",
    "套": r"餐(?!具|桌|厅)|路|用|取",
    "台": "账|风|阶|湾|词|县|商",
    "件": "均",
    "条": r"例|件|款|线路?图",
    "项": r"目(?!标)|下",
    "次": "数|年|日|要|月|生|之",
    "场": r"所|地(?!质|震)|馆|景|面|合",
    "期": "间|末|初|限|望|刊|满|货|内",
    "批": "复|准|量|示|评|发|改",
    "份": "额|量",
    "本": "级|年|项|科|次|地|市|县|区|省|辖|单位|部门|金|来|身|轮|期|月|着|报告|办法",
    "部": "门|分|署|级|队|长|委|位|件|属|省",
    "张": "家|贴|某|店",
    "幅": "度",
    "片": "面|段",
    "段": "落|时",
    "根": "据|本|治|除",
    "株": "洲",
    "架": "构|设",
    "列": "入|车|支|为|出|示",
    "只": "有|能|要|是|限|需|为|对|占|完成",
    "头": "部|等|脑|号",
    "口": "径|头|岸|罩|腔|号|碑|述|味|粮",
    "眼": "科|镜|前|下|光|界",
    "门": "户|诊|店|槛|票|禁|窗",
    "笔": "记|试|者",
    "宗": "旨|教",
    "起": "到|步|点|始|草|来|至|止|源|诉|施行|实施|执行|开展|征收",
    "例": "如|会|行|外",
    "具": "体|有|备",
    "盒": "饭",
    "箱": "变|涵",
    "包": "括|含|装|干|保|村|联|抓|容|工",
    "床": "上",
    "节": "约|目|能|点|余|省|日|假|水|流|支",
    "课": "题|程|外|堂|后|本",
    "堂": "食",
    "班": "子|主任|长|组",
    "轮": "训|换|胎|岗|流|候",
    "种": r"植(?!物|被)|子|养|苗|质|业|群|田|粮",
    "类": "似|推|比",
    "组": "织|长|成|建|合|员|团",
    "支": r"出|付|持|撑|援|部|行|队(?!伍)|教|农|线|流|配|局|柱",
    "把": "握|关|手",
    "层": "级|面|次",
    "面": "积|向|临|对|试|板|广|貌|源|上",
    "对": "象|于|应|接|口|标|比|照|外|内|策|全|项|各|该|本|口|社|农|困|企",
    "双": "方|向|重|减|创|月|休|随|碳|语|千|高",
    "副": "局|主|书记|县|市|院|校|乡|镇|处|科|部|总|职|高|食|产",
    "顶": "层|岗|替",
    "盘": "活|点|锦",
    "首": "次|先|批|位|个|要|问|府|都",
    "集": "中|体|团|合|镇|约|聚|市|资|贸|散",
    "档": "案|次",
    "款": "项|式",
    "样": "本|板|式|品|机|化",
    "路": r"灯|线(?!路)|段|口|面|径|网|基|桥",
    "端": "口|正|午",
    "环": "境|保|节|卫|比|评",
    "圈": "层|内",
    "番": "茄",
    "餐": "饮|厅|具|桌",
    "步": "骤|行|伐|入",
    "封": "闭|面|山|育",
    "字": "样|典|号",
    "单": "位|项|价|独|元|列|一|户|次|个|县",
    "剂": "量",
    "方": "面|案|式|法|便|向|针|可|位|能|机构|米|案|阵|言",
    "米": "粉|面|饭|粮|线",
    "升": "级|学|高|至|温|旗",
    "度": "假|汛|过|电",
    "周": "边|期|围|年|一|二|三|四|五|六|日|末|转",
    "天": "津|然|气|台|网|河|长|目|水",
    "年": r"级|龄|均(?=收入)|货|检|报|终|产",
    "小时": "候",
    "倍": "增|受",
    "克": "服|拉|州|隆|难|制",
    "平方": "根",
    "池": "州|塘",
    "页": "码|面|岩",
    "版": "本|权|面",
}
_MONEY_STOP = r"(?!旦|素|宵|首|老(?!板)|帅|组(?!成|织|建)|宇|气|件|区|里桥|谋|月[份底初0-9]|年)"
# 分 is a score only where it is no part of 分钟, 分之, 分别, 分解, 分三批 …
_SCORE_STOP = (
    r"(?!钟|之(?!间|内|外|后|前|中|上|下)|解|配|批|类|期|布|管|析|公司|行|局|院|步|开|数|项|支|成|部|级|散|区|享|包|红|担|发"
    r"|流|工|段|会|店|校|站|队|离|摊|别|歧|辨|米|贝|[一二三四五六七八九十两\d])"
)


def _table() -> dict[str, Unit]:
    one = Decimal(1)
    table = {word: Unit(word, "count", one) for word in _COUNT_WORDS.split()}
    table |= {word: Unit(canonical, "count", one) for word, canonical in _ALIASES.items()}
    for canonical, spellings in _MEASURES.items():
        for spelling in spellings.split():
            name, _, factor = spelling.partition("*")
            table[name] = Unit(canonical, "measure", Decimal(factor or 1))
    table |= {
        "元": Unit("元", "money", one),
        "元人民币": Unit("元", "money", one),
        "块钱": Unit("元", "money", one),
        "角": Unit("元", "money", Decimal("0.1")),
        "%": Unit("%", "percent", one),
        "百分比": Unit("%", "percent", one),
        "‰": Unit("%", "percent", Decimal("0.1")),
        "分": Unit("分", "score", one),
    }
    return table


UNITS: Final = _table()
SCALES: Final = {
    "十": 10,
    "百": 100,
    "千": 1000,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
SCALE: Final = r"(?:[十百千万]亿|[十百千]万|[万亿]|[百千](?=[余多]?[元名人个户吨米亩]))(?!分之|一|户籍)"


def _pattern_of(word: str) -> str:
    """A unit's pattern with what must not follow it."""
    if word in ("元", "块钱"):
        return word + _MONEY_STOP
    if word == "日":
        return r"日(?=[以之]?内)"
    if word == "分":
        return word + _SCORE_STOP
    if word == "角":
        return r"角(?!度|星|落|色|逐|钢|膜)"
    if re.fullmatch(r"[A-Za-z/]+", word):
        return re.escape(word) + r"(?![A-Za-z])"
    stop = _STOPS.get(word)
    return re.escape(word) + (f"(?!{stop})" if stop else "")


# Longest first, so that 平方米 is read before 平方 and 人次 before 人.
UNIT: Final = "(?:" + "|".join(_pattern_of(word) for word in sorted(UNITS, key=lambda w: (-len(w), w))) + ")"

_PER = {
    "km": "公里",
    "KM": "公里",
    "㎡": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "m³": "立方米",
    "kg": "公斤",
    "t": "吨",
    "h": "小时",
}
_PER_WORDS = (
    "人次|人|生|学生|户|家|亩|公顷|公里|平方米|平方公里|立方米|米|吨|公斤|斤|度|千瓦时|村|社区|镇|乡|县|校|班|项目|项|个|套|台|辆|"
    "座|所|处|间|件|张|床日|床位|床|头|只|羽|株|棵|眼|口|场次|场|期|次|天|日|工日|周|月|季度|季|学期|学年|年度|年|小时|分钟|秒|份|名|"
    "盏|条|km|KM|㎡|m²|m2|m³|kg|t|h|s"
)
PER: Final = rf"\s?[/·]\s?(?:{_PER_WORDS})(?![A-Za-z])(?:[/·.*](?:{_PER_WORDS})(?![A-Za-z])){{0,2}}"
UNIT_REGEX: Final = re.compile(UNIT)
"""The dearest pattern of the program to compile: it is compiled here, once, and what is beside it is matched apart."""
PER_REGEX: Final = re.compile(PER)
SCALE_REGEX: Final = re.compile(SCALE)
_PER_PARTS = re.compile(rf"([/·.*])\s?({_PER_WORDS})")


def compound(base: str, tail: str) -> str:
    """The normalised name of a compound unit: base 元 and tail ".生/年" make 元/生·年 (人·月 stays 人·月)."""
    name, divided = base, False
    for mark, word in _PER_PARTS.findall(tail):
        name += ("·" if divided or mark != "/" else "/") + _PER.get(word, word)
        divided = divided or mark == "/"
    return name


@lru_cache(maxsize=512)
def unit_factor(stated: str) -> tuple[str, Decimal] | None:
    """Canonical unit and factor of a stated unit (万元, 单位:万元, 预算数(万元)), or None where none is stated.

    万元 gives ("元", 10000); a number times the factor is in the canonical unit. In 单位:元、% the first one counts.
    """
    text = fold(stated).strip()
    labelled = re.search(r"单位\s*[:(]?\s*(.*)", text)
    bracketed = re.findall(r"\(([^()]*)\)", text)
    # 处(座) is a unit with another word for it, 预算数(万元) a label with its unit.
    outside = re.sub(r"\([^()]*\)", "", text)
    for candidate in [labelled[1] if labelled else "", text, outside, *reversed(bracketed)]:
        words = re.sub(r"^(?:人民币|金额|:|\s|\()+", "", candidate)
        words = re.split(r"[,、;)\s]", words, maxsplit=1)[0]
        for scale in (*_LONGEST_SCALES, ""):
            if words.startswith(scale) and (alone := _unit_alone(words[len(scale) :])) is not None:
                unit, per = alone
                return (compound(unit.canonical, per) if per else unit.canonical), unit.factor * SCALES.get(scale, 1)
    return None


_LONGEST_SCALES: Final = tuple(sorted(SCALES, key=len, reverse=True))


def _unit_alone(words: str) -> tuple[Unit, str] | None:
    """The unit that the whole of a text is, and what it is divided by: 元 and /人·月."""
    if (unit := UNITS.get(words)) and UNIT_REGEX.fullmatch(words):
        return unit, ""
    divided = re.search(r"\s?[/·]", words)
    unit = UNITS.get(words[: divided.start()]) if divided else None
    if divided is None or unit is None or not PER_REGEX.fullmatch(words, divided.start()):
        return None
    return unit, words[divided.start() :]
