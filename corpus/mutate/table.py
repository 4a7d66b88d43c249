"""The table of the mutations, as text and for docs/accuracy.md."""

from __future__ import annotations

from collections.abc import Sequence

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


def rows(outcomes: Sequence[Outcome]) -> list[tuple[str, str, int, int, int, int]]:
    """For each kind: its name, how it is changed, made, noticed, and both again for what could be noticed at all."""
    found = []
    for kind, name in NAMES.items():
        mine = [outcome for outcome in outcomes if outcome.kind == kind]
        if mine:
            found.append((name, HOW[kind], *_counts(mine)))
    return [*found, ("合计", "", *_counts(outcomes))]


def _counts(outcomes: Sequence[Outcome]) -> tuple[int, int, int, int]:
    """Made, noticed, checkable, and noticed of the checkable: what was noticed could be, whatever arithmetic said."""
    possible = [outcome for outcome in outcomes if outcome.checkable or outcome.noticed]
    noticed = sum(outcome.noticed for outcome in outcomes)
    return len(outcomes), noticed, len(possible), noticed


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def markdown(outcomes: Sequence[Outcome]) -> str:
    """The table in Markdown, in Chinese."""
    lines = [
        "| 改动的内容 | 改法 | 改动次数 | 发现 | 占全部改动 | 有据可查的改动 | 占有据可查的改动 |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for name, how, made, noticed, possible, noticed_possible in rows(outcomes):
        first, second = share(noticed, made), share(noticed_possible, possible)
        lines.append(f"| {name} | {how} | {made} | {noticed} | {first} | {possible} | {second} |")
    return "\n".join(lines)


def listing(outcomes: Sequence[Outcome]) -> str:
    """The changes that nobody noticed, those first that something in the report speaks against."""
    lines = []
    for title, checkable in (("有据可查而未发现", True), ("只出现一次、与其他内容没有关系", False)):
        left = [outcome for outcome in outcomes if not outcome.noticed and outcome.checkable is checkable]
        lines.append(f"{title}：{len(left)}处")
        for outcome in left:
            words = f"【删去】{outcome.old}" if outcome.kind == "section" else outcome.quote
            lines.append(f"  {outcome.file}  {NAMES[outcome.kind]}  {words}")
    return "\n".join(lines)
