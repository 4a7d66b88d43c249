"""Whether a target's bare number says in which direction it counts."""

from __future__ import annotations

import re
from typing import Final

from checker.understand.report import Report
from checker.understand.targets import Target

_TIMES: Final = frozenset(("秒", "分钟", "小时", "天", "工作日", "周", "月", "季度", "年"))
_LESS: Final = re.compile(r"成本|费用|单价|造价|事故|投诉|故障|差错|死亡|违规|超支|损失|下降|降低|减少|控制")


def undirected(report: Report, target: Target) -> bool:
    """Whether nothing says if more or less than a target's bare number is better: 100万元 of cost, 3 accidents."""
    quantity = target.quantity
    if quantity is None or quantity.comparison != "=":
        return False
    if quantity.kind == "money" or quantity.unit.startswith("元") or quantity.unit in _TIMES:
        return True
    words = target.name if target.indicator is None else target.indicator.name.cut(report.folded)
    levels = target.indicator.levels if target.indicator is not None else ()
    return bool(_LESS.search(words + "".join(cell.span.cut(report.folded) for cell in levels if cell is not None)))
