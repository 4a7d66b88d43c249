"""What was counted, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.score.run import Scored

LEAST_PRECISION, LEAST_RECALL = 0.95, 0.90


@dataclass(frozen=True, slots=True)
class Row:
    """A rule's counts: defects put in, found and missed, and its findings where nothing of the kind was.

    `clean` are the documents in which it must say nothing: those with another defect or none, without those whose
    defect brings a finding of this rule with it.
    """

    rule: str
    injected: int
    found: int
    false: int
    clean: int

    @property
    def missed(self) -> int:
        return self.injected - self.found

    @property
    def precision(self) -> float | None:
        """The share of its findings that were right; None where it had none."""
        return self.found / (self.found + self.false) if self.found + self.false else None

    @property
    def recall(self) -> float | None:
        return self.found / self.injected if self.injected else None

    @property
    def weak(self) -> bool:
        """Whether a rule is below what it must reach."""
        low_precision = self.precision is not None and self.precision < LEAST_PRECISION
        return low_precision or (self.recall is not None and self.recall < LEAST_RECALL)


def count(scored: Sequence[Scored], rules: Sequence[str]) -> list[Row]:
    """A row for each rule, in the order given."""
    injected = Counter(each.rule for each in scored if each.rule)
    found = Counter(each.rule for each in scored if each.verdict.found)
    false = Counter(finding.rule for each in scored for finding in each.verdict.false)
    also = Counter(rule for each in scored if each.rule for rule in each.verdict.also - {each.rule})
    return [
        Row(rule, injected[rule], found[rule], false[rule], len(scored) - injected[rule] - also[rule]) for rule in rules
    ]


def total(rows: Sequence[Row]) -> Row:
    counts = [sum(getattr(row, name) for row in rows) for name in ("injected", "found", "false")]
    return Row("合计", *counts, 0)  # every document is there once for each rule


def clean(scored: Sequence[Scored]) -> tuple[int, int]:
    """How many faultless documents there were, and how many of them had no error and no warning."""
    faultless = [each for each in scored if not each.rule]
    return len(faultless), sum(not each.verdict.false and not each.error for each in faultless)


def markdown(scored: Sequence[Scored], rules: Sequence[str], advisory: frozenset[str], seconds: float) -> str:
    """The tables in Markdown, in Chinese: rules that report, then rules that advise."""
    rows = count(scored, rules)
    firm = [row for row in rows if row.rule not in advisory]
    soft = [row for row in rows if row.rule in advisory]
    documents, good = clean(scored)
    formats = Counter(each.format for each in scored)
    told = "、".join(f"{name}{number}份" for name, number in sorted(formats.items()))
    lines = [
        f"共{len(scored)}份（{told}），用时{seconds:.0f}秒。其中没有缺陷的{documents}份，没有给出错误和需核实的{good}份。",
        "",
        "| 规则 | 植入 | 发现 | 漏报 | 不应有 | 误报 | 查准率 | 查全率 |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
        *(_line(row) for row in [*firm, total(firm)]),
        "",
        "只给提示的规则（其他文档中给出的提示不一定有错，不算误报，单列）：",
        "",
        "| 规则 | 植入 | 发现 | 漏报 | 查全率 | 其他文档 | 在其他文档中给出 |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    advice = Counter(rule for each in scored for rule in each.verdict.advice)
    for row in soft:
        numbers = (row.injected, row.found, row.missed, _ratio(row.recall), row.clean, advice[row.rule])
        lines.append("| " + " | ".join(map(str, (row.rule, *numbers))) + " |")
    return "\n".join(lines)


def _line(row: Row) -> str:
    name = f"**{row.rule}**" if row.rule == "合计" else f"{row.rule}{' ⚠' if row.weak else ''}"
    clean = "" if row.rule == "合计" else row.clean
    numbers = (row.injected, row.found, row.missed, clean, row.false, _ratio(row.precision), _ratio(row.recall))
    return "| " + " | ".join(map(str, (name, *numbers))) + " |"


def _ratio(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def missed(scored: Sequence[Scored]) -> list[str]:
    """The defects that were not found, a line each, by rule."""
    lines = []
    for each in sorted(scored, key=lambda each: (each.rule, each.name, each.case.seed)):
        if each.verdict.found is False:
            why = f"（{each.error}）" if each.error else ""
            lines.append(f"{each.rule}  {each.name}  {_where(each)}  应指出：{each.verdict.missing}{why}")
    return lines


def false_alarms(scored: Sequence[Scored]) -> list[str]:
    """The findings that were wrong, a line each, by rule."""
    lines = []
    for each in scored:
        for finding in each.verdict.false:
            quote = finding.locations[0].text.replace("\n", " ")[:60] if finding.locations else ""
            defect = f"植入的是{each.rule} {each.name}" if each.rule else "没有缺陷"
            lines.append(f"{finding.rule}  {_where(each)}  {finding.message}  “{quote}”  （{defect}）")
    return sorted(lines)


def _where(each: Scored) -> str:
    return f"{each.case.name} {each.format} {each.kind}"
