"""The titles of sections, how they are numbered, and which are merged or split."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

TITLES: dict[str, tuple[str, ...]] = {
    "basic": ("基本情况", "项目基本情况", "项目概况", "项目基本概况"),
    "basic.overview": ("项目概况", "项目立项情况", "项目基本概况", "项目背景及主要内容", "项目实施内容"),
    "basic.background": ("项目背景", "项目立项背景", "立项依据和背景"),
    "basic.content": ("项目主要内容", "项目实施情况", "主要内容及实施情况", "项目计划实施内容"),
    "basic.money": ("资金投入和使用情况", "项目资金安排和使用情况", "资金安排情况", "项目预算及执行情况"),
    "basic.targets": ("项目绩效目标", "绩效目标", "年度绩效目标", "绩效目标设定情况", "项目绩效目标情况"),
    "work": (
        "绩效评价工作开展情况",
        "绩效评价工作情况",
        "自评工作开展情况",
        "绩效自评工作开展情况",
        "评价工作组织开展情况",
    ),
    "work.scope": ("绩效评价目的、对象和范围", "评价目的、对象和范围", "评价目的和范围", "绩效评价的目的、对象及范围"),
    "work.method": (
        "绩效评价原则、评价指标体系、评价方法、评价标准",
        "评价原则、指标体系、评价方法和评价标准",
        "评价原则和方法",
        "绩效评价原则、评价指标体系、评价方法、评价标准等",
    ),
    "work.process": ("绩效评价工作过程", "评价工作过程", "评价实施过程", "自评工作过程"),
    "conclusion": ("综合评价情况及评价结论", "综合评价结论", "评价结论", "自评结论", "综合评价情况及结论"),
    "analysis": ("绩效评价指标分析", "绩效评价分析", "项目绩效分析", "绩效分析", "指标完成情况分析"),
    "analysis.decision": ("项目决策情况", "决策情况", "项目决策", "项目决策情况分析"),
    "analysis.process": ("项目过程情况", "项目管理情况", "项目实施及管理情况", "过程情况"),
    "analysis.output": ("项目产出情况", "产出情况", "产出指标完成情况", "项目产出"),
    "analysis.benefit": ("项目效益情况", "效益情况", "效益指标完成情况", "项目效益"),
    "analysis.satisfaction": ("满意度情况", "服务对象满意度", "满意度指标完成情况"),
    "experience": ("主要经验及做法", "主要经验", "主要做法", "经验做法"),
    "problems": ("存在的问题及原因分析", "存在的问题和原因分析", "存在的主要问题", "存在问题及原因", "发现的主要问题"),
    "suggestions": ("有关建议", "改进措施", "建议和改进措施", "下一步改进措施", "相关措施及建议"),
    "other": ("其他需要说明的问题", "其他需要说明的事项", "其他事项说明"),
}
MERGED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("work.scope", "work.method"): ("评价目的、范围、原则和方法", "绩效评价目的、对象、范围及评价方法"),
    ("analysis.decision", "analysis.process"): ("项目决策和过程情况", "项目决策与管理情况"),
    ("analysis.output", "analysis.benefit"): ("项目产出和效益情况", "产出及效益指标完成情况"),
    ("experience", "problems"): ("主要经验及做法、存在的问题及原因分析", "主要经验和存在的问题及原因分析"),
    ("problems", "suggestions"): ("存在的问题、原因分析及改进建议", "存在的问题及改进措施", "问题、原因及有关建议"),
}
ATTACHED = ("（附相关评分表）", "（评分表附后）", "")
"""What may follow the conclusion's title where the file has a scoring table."""

_HAN = "一二三四五六七八九十"
_RINGS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True)
class Scheme:
    """How headings of three levels are numbered, and the items of lists under them."""

    levels: tuple[str, str, str]
    items: tuple[str, ...] = ("1.", "（1）", "①", "1、", "一是", "第一，", "")


SCHEMES = (
    Scheme(("一、", "（一）", "1.")),
    Scheme(("一、", "（一）", "1.")),
    Scheme(("一、", "（一）", "1.")),
    Scheme(("一、", "（一）", "1、")),
    Scheme(("一、", "（一）", "1．")),
    Scheme(("第一部分　", "一、", "（一）")),
    Scheme(("第一章　", "一、", "（一）")),
    Scheme(("一、", "1.", "（1）"), ("（1）", "①", "一是", "")),
    Scheme(("1　", "1.1　", "1.1.1　"), ("（1）", "①", "一是", "")),
    Scheme(("", "", ""), ("一是", "第一，", "")),
)


def numbered(form: str, path: tuple[int, ...]) -> str:
    """A number as its form prints it: （一） with 3 is （三）; 1.1 takes the numbers above it."""
    if not form:
        return ""
    ordinal = path[-1]
    if form.startswith("1.1"):
        return ".".join(map(str, path)) + form.lstrip("1.")
    if "①" in form:
        return _RINGS[ordinal - 1]
    return form.replace("一", han(ordinal)).replace("1", str(ordinal))


def han(number: int) -> str:
    """1–99 in Han numerals."""
    if number <= 10:
        return _HAN[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _HAN[tens - 1]) + "十" + (_HAN[ones - 1] if ones else "")


def title(rng: Random, *nodes: str) -> str:
    """A title for a section that covers these nodes."""
    return rng.choice(TITLES[nodes[0]] if len(nodes) == 1 else MERGED[nodes])
