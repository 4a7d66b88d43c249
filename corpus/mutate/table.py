"""The table of the mutations, as text and for docs/accuracy.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.mutate.run import Outcome

NAMES = {
    "money": "金额",
    "rate": "比率",
    "count": "其他数量",
    "target": "绩效目标",
    "completion": "完成值（表中）",
    "weight": "分值",
    "score": "得分",
    "section": "章节（删去后重新编号）",
}
HOW = {
    "money": "改大17%",
    "rate": "减少7个百分点",
    "count": "改为61%",
    "target": "提高到161%；比率向100%靠拢九成；上限减半或改为61%",
    "completion": "改为61%；比率减少7个百分点；上限类指标改为161%",
    "weight": "加3分",
    "score": "减1分",
    "section": "连同正文删去，后面的同级标题重新编号",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of change: how many were made and noticed, how many had advice only, how many could be noticed at all."""

    name: str
    how: str
    made: int
    noticed: int
    advised: int
    checkable: int


def rows(outcomes: Sequence[Outcome]) -> list[Row]:
    """A row for each kind that occurs, then one for all."""
    found = []
    for kind, name in NAMES.items():
        mine = [outcome for outcome in outcomes if outcome.kind == kind]
        if mine:
            found.append(_row(name, HOW[kind], mine))
    return [*found, _row("合计", "", outcomes)]


def _row(name: str, how: str, outcomes: Sequence[Outcome]) -> Row:
    # What was noticed could be noticed, whatever arithmetic said of it.
    checkable = sum(outcome.checkable or outcome.noticed for outcome in outcomes)
    noticed = sum(outcome.noticed for outcome in outcomes)
    return Row(name, how, len(outcomes), noticed, sum(outcome.advised for outcome in outcomes), checkable)


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def markdown(outcomes: Sequence[Outcome]) -> str:
    """The table in Markdown, in Chinese."""
    lines = [
        "| 改动的内容 | 改法 | 改动 | 发现 | 占全部改动 | 有据可查的改动 | 占有据可查的改动 | 另有只给提示的 |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows(outcomes):
        of_all, of_checkable = share(row.noticed, row.made), share(row.noticed, row.checkable)
        cells = (row.name, row.how, row.made, row.noticed, of_all, row.checkable, of_checkable, row.advised)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def listing(outcomes: Sequence[Outcome]) -> str:
    """The changes that nobody noticed, those first that something in the report speaks against."""
    lines = []
    for title, checkable in (("有据可查而未发现", True), ("只出现一次、与其他内容没有关系", False)):
        left = [outcome for outcome in outcomes if not outcome.noticed and outcome.checkable is checkable]
        lines.append(f"{title}：{len(left)}处")
        for outcome in left:
            words = f"【删去】{outcome.old}" if outcome.kind == "section" else outcome.quote
            advice = "（给了提示）" if outcome.advised else ""
            lines.append(f"  {outcome.file}  {NAMES[outcome.kind]}  {words}{advice}")
    return "\n".join(lines)
