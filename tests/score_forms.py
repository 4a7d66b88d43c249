"""Forms for the tests of scores: the ministry's form with rows of one's own, its sums kept right unless told."""

from __future__ import annotations

from decimal import Decimal

from checker.finding import Finding
from tests.reviewing import review_of

FILLER: dict[str, int] = {"产出": 50, "效益": 30, "满意度": 10}


def form(
    *rows: str,
    funds: str = "100 | 100 | 100 | 10 | 100% | 10",
    parts: tuple[str, ...] = (),
    total: str | None = None,
    weights: str | None = None,
    fill: bool = True,
) -> list[list[str]]:
    """A form of the ministry's layout. A row:
    `level 1 | level 2 | name | target | completion | weight | score | reason`.

    What the rows leave of 50, 30 and 10 is filled up with indicators that are met, so that each form is whole.
    """
    lines = [[cell.strip() for cell in (row + " |" * 8).split("|")[:8]] for row in rows]
    if fill:
        for name, whole in FILLER.items():
            left = whole - sum((Decimal(line[5]) for line in lines if line[0].startswith(name)), Decimal(0))
            if left > 0:
                level2 = {"产出": "数量指标", "效益": "社会效益指标", "满意度": "服务对象满意度指标"}[name]
                lines.append([name + "指标", level2, f"其余{name}任务", "≥4项", "4项", f"{left:f}", f"{left:f}", ""])
        lines.sort(key=lambda line: list(FILLER).index(next(k for k in FILLER if line[0].startswith(k))))
    money = [cell.strip() for cell in funds.split("|")]
    grid = [
        ["项目名称", "村级道路养护", *"<<<<<<<"],
        ["主管部门", "县交通局", "<", "<", "实施单位", "<", "县公路站", "<", "<"],
        ["项目资金（万元）", "", "<", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["^", "年度资金总额", "<", *money],
    ]
    for part in parts:
        grid.append(["^", *[cell.strip() for cell in part.split("|")]])
        grid[-1].insert(2, "<")
    grid.append(["年度总体目标", "预期目标", "<", "<", "<", "实际完成情况", "<", "<", "<"])
    grid.append(["^", "养护村道。", "<", "<", "<", "村道已养护。", "<", "<", "<"])
    grid.append(["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
                 "偏差原因分析及改进措施"])  # fmt: skip
    grid += [["^", *line] for line in lines]
    if total is None:
        scores = [line[6] for line in lines] + [money[5]]
        total = f"{sum((Decimal(score) for score in scores if score), Decimal(0)):f}"
    if weights is None:
        weights = f"{sum((Decimal(line[5]) for line in lines), Decimal(money[3]) if money[3] else Decimal(0)):f}"
    grid.append(["总分", "<", "<", "<", "<", "<", weights, total, ""])
    return grid


def found(rows: list[list[str]], text: str = "项目支出绩效自评表\n（2022年度）") -> list[Finding]:
    return list(review_of(text, rows, rules="score").findings)


def rules(rows: list[list[str]], text: str = "项目支出绩效自评表\n（2022年度）") -> list[str]:
    return [f.rule.removeprefix("score/") for f in found(rows, text)]
