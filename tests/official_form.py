"""A form of the official layout that is right in every figure, and the ways to make it wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Rows = list[list[str]]

FUNDS = [
    ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", "<"],
    ["^", "年度资金总额", "300.00", "290.00", "286.00", "10", "98.62%", "9.86", "<"],
    ["^", "其中：当年财政拨款", "300.00", "290.00", "286.00", "—", "98.62%", "—", "<"],
    ["^", "其他资金", "0.00", "0.00", "0.00", "—", "—", "—", "<"],
]
HEAD = ["一级指标", "二级指标", "三级指标", "<", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
# level 1, level 2, name, target, actual, weight, score, reason
INDICATORS: list[list[str]] = [
    ["产出指标", "数量指标", "新建养老服务站", "≥12个", "12个", "15", "15", ""],
    ["^", "^", "培训护理员", "≥200人次", "180人次", "10", "9", "两期培训因场地维修推迟到次年1月，已排定计划"],
    ["^", "质量指标", "验收合格率", "=100%", "100%", "10", "10", ""],
    ["^", "时效指标", "完成时限", "2023年12月底", "2023年11月30日", "5", "5", ""],
    ["^", "成本指标", "项目总成本", "≤290万元", "286万元", "10", "10", ""],
    ["效益指标", "社会效益指标", "服务老年人", "≥5000人", "5200人", "15", "15", ""],
    [
        "^",
        "可持续影响指标",
        "长效机制健全程度",
        "健全",
        "达成年度指标",
        "15",
        "14",
        "运营补贴办法尚在修订，2024年6月前印发",
    ],
    ["满意度指标", "服务对象满意度指标", "老年人满意度", "≥90%", "93.5%", "10", "10", ""],
]
TOTAL = ["总分", "<", "<", "<", "<", "<", "100", "97.86", ""]


def form_rows(
    changes: Mapping[tuple[str, int], str] | None = None,
    *,
    funds: Mapping[tuple[int, int], str] | None = None,
    total: Mapping[int, str] | None = None,
) -> Rows:
    """The form's rows; `changes` maps an indicator's name and its column (0–7 of INDICATORS) to another text."""
    rows: Rows = [["项目支出绩效自评表", *["<"] * 8], ["（2023年度）", *["<"] * 8]]
    rows.append(["项目名称", "养老服务体系建设", *["<"] * 7])
    rows.append(["主管部门", "市民政局", "<", "<", "实施单位", "<", "市养老服务中心", "<", "<"])
    for number, line in enumerate(FUNDS):
        rows.append([(funds or {}).get((number, column), cell) for column, cell in enumerate(line)])
    rows.append(list(HEAD))
    for indicator in INDICATORS:
        one, two, name, wanted, done, weight, score, reason = (
            (changes or {}).get((indicator[2], column), cell) for column, cell in enumerate(indicator)
        )
        rows.append([one, two, name, "<", wanted, done, weight, score, reason])
    rows.append([(total or {}).get(column, cell) for column, cell in enumerate(TOTAL)])
    return rows


def scoring_rows(rows: Sequence[Sequence[str]]) -> Rows:
    """A scoring table of a 评价报告 with level-1 rows and a total."""
    return [["一级指标", "分值", "得分"], *[list(row) for row in rows]]
