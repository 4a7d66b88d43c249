"""The layouts of 自评表 that are in use: which columns they have, in which order, and what these are called."""

from __future__ import annotations

from dataclasses import dataclass, field

HEADINGS: dict[str, tuple[str, ...]] = {
    "level1": ("一级指标", "一级指标", "一级"),
    "level2": ("二级指标", "二级指标", "二级"),
    "name": ("三级指标", "三级指标", "指标名称", "三级指标名称"),
    "comparison": ("指标性质", "符号", "运算符号"),
    "target": ("年度指标值", "指标值", "年初目标值", "目标值", "年度指标值（A）"),
    "unit": ("度量单位", "计量单位", "单位"),
    "actual": ("实际完成值", "全年实际值", "实际完成值（B）", "完成值", "实际完成情况"),
    "weight": ("分值", "分值", "指标分值", "权重"),
    "score": ("得分", "自评得分", "自评分", "得分"),
    "review": ("复核分", "财政复核分"),
    "method": ("评分标准", "得分计算方法", "评价标准及依据"),
    "reason": ("偏差原因分析及改进措施", "未完成原因分析", "未完成原因及拟采取的改进措施", "偏差原因", "扣分原因"),
}
"""What an indicator's columns are called."""

FUNDS: dict[str, tuple[str, ...]] = {
    "initial": ("年初预算数", "年初预算", "年初批复数"),
    "budget": ("全年预算数", "全年预算数（A）", "预算数（A）", "调整后预算数"),
    "arrived": ("资金到位情况", "到位资金"),
    "executed": ("全年执行数", "全年执行数（B）", "执行数（B）", "预算执行数"),
    "balance": ("结余", "资金结余"),
    "weight": ("分值",),
    "rate": ("执行率", "执行率（B/A）", "预算执行率"),
    "score": ("得分",),
}
"""What the columns of 项目资金 are called."""


@dataclass(frozen=True)
class Layout:
    """A layout: the keys of its columns in order.

    side     a leftmost column names the blocks: 项目资金, 年度总体目标, 绩效指标
    unit     of money
    goals    how many 年度总体目标 there are
    reasons  where deviations are explained: a column, or a row of words below the indicators
    sources  the rows of 项目资金 are 中央、省、县 instead of 财政拨款、结转、其他
    texts    rows of words below the indicators
    """

    name: str
    columns: tuple[str, ...]
    funds: tuple[str, ...]
    side: bool = True
    unit: str = ""
    goals: int = 1
    reasons: str = "column"
    sources: bool = False
    texts: tuple[str, ...] = ()
    headings: dict[str, str] = field(default_factory=dict)


_PLAIN = ("level1", "level2", "name", "target", "actual", "weight", "score", "reason")
_MOF = ("initial", "budget", "executed", "weight", "rate", "score")
_SHORT = ("budget", "executed", "weight", "rate", "score")

LAYOUTS = (
    Layout("L1", _PLAIN, _MOF),
    Layout("L1-bare", _PLAIN, _MOF, side=False),
    Layout(
        "L2",
        ("level1", "level2", "name", "weight", "target", "actual", "score", "reason"),
        _SHORT,
        sources=True,
    ),
    Layout(
        "L3",
        ("level1", "level2", "name", "comparison", "target", "unit", "actual", "weight", "score", "reason"),
        _MOF,
        side=False,
        unit="元",
        texts=("自评等级",),
        headings={"comparison": "指标性质", "unit": "度量单位", "target": "指标值"},
    ),
    Layout(
        "L4",
        ("level1", "level2", "name", "target", "actual", "weight", "score"),
        _SHORT,
        goals=2,
        reasons="text",
        texts=("偏差大或目标未完成原因分析",),
        headings={"target": "年初目标值（A）", "actual": "实际完成值（B）"},
    ),
    Layout(
        "L5",
        ("level1", "level2", "name", "target", "actual", "weight", "score", "reason"),
        _MOF,
        texts=("评价结论", "存在问题", "改进措施"),
        headings={
            "initial": "年初预算",
            "budget": "调整后预算数",
            "executed": "预算执行数",
            "weight": "权重",
            "actual": "完成值",
        },
    ),
    Layout(
        "L6",
        ("level1", "level2", "name", "comparison", "target", "unit", "actual", "weight", "score", "reason"),
        ("budget", "arrived", "executed", "weight", "rate", "score"),
        headings={
            "comparison": "符号",
            "unit": "单位",
            "budget": "预算安排情况（调整后）",
            "executed": "资金执行情况",
            "arrived": "资金到位情况",
        },
    ),
    Layout(
        "L7",
        ("level1", "level2", "name", "target", "weight", "actual", "score", "reason"),
        ("initial", "budget", "executed", "balance", "weight", "rate", "score"),
        side=False,
        headings={"name": "指标名称", "target": "目标值", "weight": "权重", "score": "自评分"},
    ),
    Layout(
        "L8",
        ("level1", "level2", "name", "target", "actual", "weight", "score", "review", "method", "reason"),
        _MOF,
        headings={"score": "自评分", "review": "复核分", "method": "评价标准及依据"},
    ),
    Layout(
        "L9",
        ("level1", "level2", "name", "target", "actual", "weight", "method", "score", "reason"),
        _MOF,
        headings={"method": "得分计算方法"},
    ),
)

OTHER_LAYOUTS = (
    Layout("M1", ("level1", "name", "weight", "target", "actual", "score", "reason"), _SHORT, side=False),
    Layout(
        "M2",
        ("level1", "level2", "name", "weight", "comparison", "target", "unit", "actual", "score", "reason"),
        ("initial", "budget", "arrived", "executed", "weight", "rate", "score"),
        headings={"comparison": "性质", "unit": "计量单位"},
    ),
    Layout(
        "M3",
        ("level1", "level2", "name", "target", "actual", "weight", "score"),
        ("budget", "executed", "balance", "weight", "rate", "score"),
        reasons="text",
        sources=True,
        texts=("未完成原因及扣分说明", "存在问题", "改进措施"),
    ),
)
"""Layouts of the reports whose words have headings of their own (held-out and unseen ones)."""
