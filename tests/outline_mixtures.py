"""Reports put together at random from the titles and the styles of numbers that real reports use."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

HAN = "一二三四五六七八九十"

TITLES: dict[str, list[str]] = {
    "basic": ["基本情况", "项目基本情况", "项目概况", "概况", "项目基本概况", "项目简介", "部门基本情况"],
    "basic.overview": [
        "项目概况", "项目立项背景", "项目基本情况", "项目提出的理由", "项目主要内容", "资金投入和使用情况",
        "资金安排情况",
    ],
    "basic.targets": [
        "项目绩效目标", "绩效目标", "绩效目标设定情况", "年度绩效目标", "项目预算绩效目标", "项目绩效目标情况",
    ],
    "work": [
        "绩效评价工作开展情况", "绩效评价工作情况", "自评工作开展情况", "绩效自评工作情况", "评价的组织与方法",
        "绩效评价工作概述", "评价工作组织实施情况",
    ],
    "work.scope": [
        "绩效评价目的、对象和范围", "评价目的", "评价对象和范围", "自评目的、范围", "绩效评价的目的",
    ],
    "work.method": [
        "绩效评价原则、评价指标体系、评价方法、评价标准等", "评价原则和方法", "绩效评价指标体系", "评价方法",
        "自评原则、方法与标准", "评价标准和方法",
    ],
    "work.process": [
        "绩效评价工作过程", "评价过程", "评价工作步骤", "自评程序", "评价实施过程", "绩效评价工作流程",
        "评价工作组织与步骤",
    ],
    "conclusion": [
        "综合评价情况及评价结论", "综合评价结论", "评价结论", "自评结论", "自评得分", "总体评价结论", "绩效自评结果",
    ],
    "analysis": [
        "绩效评价指标分析", "绩效评价分析", "项目绩效分析", "绩效分析", "绩效目标完成情况分析", "具体绩效分析",
        "绩效评价指标完成情况",
    ],
    "analysis.decision": ["项目决策情况", "项目决策", "决策指标分析", "决策类指标"],
    "analysis.process": ["项目过程情况", "项目管理情况", "项目实施及管理情况", "过程指标分析", "资金投入情况分析"],
    "analysis.output": ["项目产出情况", "产出指标完成情况", "项目产出", "项目绩效完成情况", "产出类指标"],
    "analysis.benefit": ["项目效益情况", "效益指标完成情况", "项目效果", "效益分析", "项目效益及满意度"],
    "experience": ["主要经验及做法", "主要经验", "主要做法", "经验做法", "典型经验"],
    "problems": [
        "存在的问题及原因分析", "存在问题", "存在的主要问题", "发现的主要问题", "问题及原因分析", "存在的问题和不足",
    ],
    "suggestions": [
        "有关建议", "改进措施", "下一步改进措施", "建议和改进措施", "相关建议", "下一步工作打算", "意见建议",
    ],
}  # fmt: skip

# Titles of a chapter that name one of its parts: the part is there under them.
NAMING = {"basic.overview": ["项目概况", "概况", "项目基本概况", "项目简介"], "work.method": ["评价的组织与方法"]}

CHAPTERS = ["basic", "work", "conclusion", "analysis", "experience", "problems", "suggestions"]
BODIES = [
    "本年度按照要求开展了相关工作，完成情况较好。",
    "2022年安排资金160万元，执行160万元，执行率100%。",
    "一是加强组织领导；二是严格资金管理。",
    "按方案实施，程序规范，资料齐全。",
]

Outer = Callable[[int], str]
Inner = Callable[[int, int], str]
STYLES: list[tuple[Outer, list[Inner]]] = [
    (
        lambda i: f"{HAN[i]}、",
        [
            lambda i, j: f"（{HAN[j]}）",
            lambda i, j: f"{j + 1}.",
            lambda i, j: f"（{HAN[j]}）、",
            lambda i, j: f"{j + 1}、",
        ],
    ),
    (
        lambda i: f"{i + 1}.",
        [lambda i, j: f"{i + 1}.{j + 1} ", lambda i, j: f"（{j + 1}）", lambda i, j: f"（{HAN[j]}）"],
    ),
    (lambda i: f"第{HAN[i]}部分 ", [lambda i, j: f"{HAN[j]}、", lambda i, j: f"（{HAN[j]}）"]),
    (lambda i: f"第{HAN[i]}章　", [lambda i, j: f"第{HAN[j]}节 ", lambda i, j: f"{HAN[j]}、"]),
    (lambda i: f"{i + 1}、", [lambda i, j: f"（{j + 1}）"]),
]


def mixture(random: Random, without: str = "") -> str:
    """A report with every part but `without`, its numbers counted on over the gap."""
    outer, inners = random.choice(STYLES)
    inner, ending = random.choice(inners), random.choice(["", "。", "："])
    lines, used = ["2022年度社区食堂项目支出绩效评价报告"], set(NAMING.get(without, ()))

    def title(part: str) -> str:
        words = random.choice([words for words in TITLES[part] if words not in used])
        used.add(words)
        return words

    for i, chapter in enumerate(part for part in CHAPTERS if part != without):
        parts = [part for part in TITLES if part.startswith(chapter + ".") and part != without]
        lines.append(outer(i) + title(chapter) + ending)
        if not parts:
            lines.append(random.choice(BODIES))
        for j, part in enumerate(parts):
            heading = inner(i, j) + title(part)
            if random.random() < 0.25:
                lines.append(heading + random.choice("。：") + random.choice(BODIES))
                continue
            lines.append(heading + ending)
            if random.random() < 0.3 and not heading[0].isdigit():
                lines += ["1.资金到位及时。", "2.管理规范有序。"]
            lines.append(random.choice(BODIES))
    return "\n".join(lines)
