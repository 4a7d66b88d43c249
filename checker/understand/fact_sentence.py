"""The facts of one sentence, read clause by clause: whose a figure is depends on what was said before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from checker.understand import fact_context as context
from checker.understand.fact import PROJECT, START_OF_YEAR, Fact
from checker.understand.fact_binding import Bound, bind, by_parts, by_years, joined_in
from checker.understand.fact_budgets import kept, two_budgets
from checker.understand.fact_said import Reader, Said
from checker.understand.fact_scope import core_of, lead_of, numbered, resembles, without_lead
from checker.understand.fact_score import is_total
from checker.understand.fact_text import Clause, Mention, Passage
from checker.understand.fact_whose import QI_ZHONG, SOURCES, WHOLE_YEAR, Owner, behind, several_levels
from checker.vocabulary import FactTerm

DEPARTMENT: Final = "部门整体"
REVIEWED: Final = "复核"

_NEAR: Final = 240
_NEXT: Final = 40
_NO_FIGURES: Final = re.compile(r"[^0-9]*")
_FUNDS: Final = re.compile(r"(?:资金|经费|补助金?|补贴)(?:为|是|共计?|合计|\()*$")
_NOT_GIVEN: Final = re.compile(r"结转|结余|剩余|缺口|节约|支出|支付|使用|执行|发放|撬动|带动|每|标准")
_CHANGED: Final = re.compile(r"追加|调减|调增|增加|减少|核减|压减|结转")
_SUM: Final = re.compile(r"(?:以上|各级|各项|资金|[两三四五六]项)?(?:共计|合计|总计|共)(?:资金)?")
_CARRIED_OVER: Final = re.compile(r"(?:上年|以前年度|历年|往年|上一年)(?:度)?(?:结转|结余)")
_LAST_YEARS: Final = re.compile(r"(?:上年|以前年度|历年|往年|年初)(?:度)?$")
# 通过集中采购节约资金12万元 is one saving, not what is left of the budget.
_SAVED_BY: Final = re.compile(r"通过|采购|招标|招投标|竞价|评审|优化|压减|压缩|每年|累计|审减")
# 批复我局项目支出160万元 is what was granted.
# 截至9月底,890万元全部到账: nothing is left for the rest of the year.
_IN_FULL: Final = re.compile(r"全部|全额|足额")
_GRANTED: Final = re.compile(r"(?:批复|下达|核定|安排)[^,。;:0-9]{0,10}$")
# 带动企业研发投入4567万元 is others' money.
_OTHERS: Final = re.compile(r"带动|拉动|撬动|吸引")
_PROMISE: Final = re.compile(r"[^:,。]{0,12}目标[0-9一二三四五六七八九十]?:")
_START: Final = re.compile(r"年初(?:批复|安排)?的?$")
_THIS_YEARS: Final = re.compile(r"(?:当年|本年度?|年度|全年)$")
_SEVERAL_YEARS: Final = re.compile(r"总投资|投资概算|计划投资")
# 截至年末累计支出90万元,占全年预算的90%: what the year's budget is compared with is the year's own.
_OF_THE_YEAR: Final = re.compile(
    r"累计(?:实际|完成|已)*(?:支出|支付|执行|使用)(?:[^,;]|(?<=[0-9]),(?=[0-9])){1,30},(?:占|完成|为)(?:了)?(?:全年|年度|当年|本年度?|调整后)(?:的|调整后|项目)*预算"
)


class SentenceReader:
    """Reads one sentence, or what stands in a bracket; in `text` what does not belong to it is masked."""

    def __init__(self, reader: Reader, passage: Passage, text: str, sentence: Clause, said: Said, project: str) -> None:
        self._reader, self._passage, self._text = reader, passage, text
        self._sentence, self._said, self._project = sentence, said, project
        self._owner = Owner(reader, said)
        self._done: set[int] = set()

    def read(self) -> Iterator[Fact]:
        labels, passage, text = self._reader.labels, self._passage, self._text
        self._said.levels = several_levels(text, self._sentence)
        joined = joined_in(labels, passage, text, self._sentence)
        self._done |= {mention.start for mention in joined.values()}
        for year, bound in by_years(labels, passage, text, self._sentence):
            self._done.add(bound.mention.start)
            yield self._made(bound, PROJECT, year=year)
        for listed in by_parts(labels, passage, text, self._sentence, joined):
            self._done |= {mention.start for mention in listed.figures}
            if listed.label is not None:
                self._hear(text[self._sentence.start : listed.start])
                for part, mention in zip(listed.parts, listed.figures, strict=True):
                    name = self._reader.sources.at_start(part, among=True) or core_of(part)
                    yield self._made(
                        Bound(listed.label, mention, listed.label.strength), name or part, year=self._said.year
                    )
        adjusted = two_budgets(labels, passage, text, self._sentence, self._done)
        self._done |= {one.mention.start for one in adjusted}
        for clause in passage.clauses(text, self._sentence):
            held = [one for one in adjusted if clause.start <= one.mention.start < clause.end]
            if held:
                self._hear(text[clause.start : held[0].label.start])
            for one in held:
                self._said.parent, self._said.total = one.label.term.name, one.mention.quantity.interval
                yield self._made(one, PROJECT, year=self._said.year)
            for fact in self._clause(clause, joined):
                yield fact
                if fact.name == "年初预算数" and fact.scope == scoped(self._project, PROJECT) and self._kept():
                    yield replace(fact, name="全年预算数")

    def _kept(self) -> bool:
        """Whether the sentence, or the next as it begins, says that the year's budget is the one of its start."""
        words = self._passage.words[self._sentence.start : self._sentence.end]
        after = _NO_FIGURES.match(self._passage.words[self._sentence.end : self._sentence.end + _NEXT])
        return "全年预算数" in self._reader.labels.terms and (kept(words) or (after is not None and kept(after[0])))

    def _clause(self, clause: Clause, joined: dict[int, Mention]) -> Iterator[Fact]:
        said, text = self._said, self._text
        words = text[clause.start : clause.end]
        among = said.among or self._opens(clause)
        bound = bind(self._reader.labels, self._passage, text, clause, joined, self._done, among)
        first = min((max(one.label.end, one.mention.start) for one in bound), default=clause.end)
        self._hear(text[clause.start : first])
        yield from self._parts(clause, {one.mention.start for one in bound})
        start = clause.start
        for one in bound:
            fact = self._fact(Clause(start, clause.end), one)
            # 预算数、执行数均为290万元: the first of the two labels is no subject of the second.
            start = one.label.end if one.label.start in joined and one.label.end < one.mention.start else start
            if fact is not None:
                yield fact
        if not bound and (lead := lead_of(words)) and not resembles(lead, self._reader.names):
            said.subject, said.doubtful = lead, ""
        elif not bound and not said.among and (item := self._item(clause)):
            said.subject, said.doubtful = item, ""

    def _hear(self, words: str) -> None:
        """What words before a figure say about time and whom, for it and for what follows it in its sentence."""
        said, default = self._said, self._reader.year
        stated, year = context.year_in(words, default)
        if stated and not (year is not None and default is not None and year > default):
            said.year, said.year_stated, said.period, said.cumulative = year, True, "", False
        period, until = context.period_in(words, default)
        if period or "全年" in words:
            said.period = period
        elif until is not None and not stated:
            said.year = until
        if context.cumulative_in(words) and not _OF_THE_YEAR.search(
            self._text, self._sentence.start, self._sentence.end
        ):
            said.cumulative = True
        if not self._reader.departmental and context.department_in(words, "money"):
            said.department = DEPARTMENT

    def _item(self, clause: Clause) -> str:
        """The item whose amount a numbered sentence states without a label (1.购置器材619元,支出进度100%), or ""."""
        figures = self._passage.mentions_in(clause.start, clause.end)
        start = self._sentence.start
        if not figures or figures[0].quantity.kind != "money" or not numbered(self._text[start : start + 8]):
            return ""
        return core_of(without_lead(self._text[clause.start : figures[0].start]))[-16:]

    def _opens(self, clause: Clause) -> bool:
        """Whether a clause begins to name the parts of the figure before it."""
        start = self._sentence.start
        if opens := QI_ZHONG.search(self._text, clause.start, clause.end):
            # 资金到位情况,其中专项资金20万元 has no figure of which this would be a part.
            figures = self._passage.mentions_in(start, opens.start())
            return bool(self._said.parent or opens.start() == start or any(f.quantity.kind == "money" for f in figures))
        sources = SOURCES.search(self._text, clause.start, clause.end)
        if sources is not None and not self._said.parent:
            if "来源" not in sources[0] or "全年预算数" not in self._reader.labels.terms:
                return False
            self._said.parent = "全年预算数"  # 经费来源为:中央补助30万元,省级补助12万元: of a budget that is not stated
        return sources is not None and any(
            one.quantity.kind == "money" for one in self._passage.mentions_in(sources.end(), clause.end)
        )

    def _parts(self, clause: Clause, taken: set[int]) -> Iterator[Fact]:
        """Sources and items without a label of their own: 中央资金800万元 after 其中 is a part of the figure before."""
        said, text = self._said, self._text
        if self._opens(clause):
            said.leave_parts()
            said.among = True
        start = clause.start
        for mention in self._passage.mentions_in(clause.start, clause.end):
            before, start = text[start : mention.start], mention.end
            if mention.quantity.kind != "money" or mention.start in taken | self._done or text[mention.start] == "\0":
                continue
            before = behind(said, before)
            if _SUM.fullmatch(before) and ((said.run > 1 and said.parent) or said.come_to(mention.quantity.value)):
                yield self._sum(mention, len(before))
                continue
            if _CHANGED.search(before) and not said.among:
                continue
            if not (said.parent or said.among or said.amounts) and self._own_funds(before):
                said.parent, said.total = "全年预算数", mention.quantity.interval
                yield self._part(mention, len(before), said.parent, PROJECT)
                continue
            source = self._reader.sources.at_start(before, among=said.among)
            item = source or (core_of(before) if said.among else "")
            if not item or len(item) > 24:
                continue
            said.name_source(item)
            said.parts = mention.quantity.interval + said.parts if said.parts else mention.quantity.interval
            if said.among and not source and resembles(item, self._reader.names):
                # 批复项目支出160万元,其中包含本项目经费10万元: the report's own project among others.
                name = said.parent if said.parent.endswith("预算数") else "全年预算数"
                yield self._part(mention, len(before), name, PROJECT)
            if (said.among or said.levels) and source and said.parent and mention.quantity.comparison == "=":
                yield self._part(mention, len(before), said.parent, item)

    def _own_funds(self, before: str) -> bool:
        """Whether words before a figure are the project's name and 资金: 道路养护行动资金800万元 is its budget."""
        if not _FUNDS.search(before) or _NOT_GIVEN.search(before) or "全年预算数" not in self._reader.labels.terms:
            return False
        return resembles(core_of(before), self._reader.names)

    def _part(self, mention: Mention, words: int, name: str, scope: str) -> Fact:
        """An amount that a source or an item has of the figure before it."""
        return Fact(
            name,
            mention.quantity,
            self._passage.span(mention.start - words, mention.end),
            self._passage.span(mention.start - words, mention.start),
            scope=scoped(self._project, scope),
            year=self._said.year,
            cumulative=self._said.cumulative,
            inferred=True,
            strength="weak",
        )

    def _sum(self, mention: Mention, words: int) -> Fact:
        """中央资金100万元,省级资金50万元,共计150万元: the sum of the sources is the figure that they are of."""
        said, passage = self._said, self._passage
        said.leave_parts()
        return Fact(
            said.parent,
            mention.quantity,
            passage.span(mention.start - words, mention.end),
            passage.span(mention.start - words, mention.start),
            scope=scoped(self._project, PROJECT),
            year=said.year,
            cumulative=said.cumulative,
            strength="weak",
        )

    def _fact(self, clause: Clause, bound: Bound) -> Fact | None:
        """The fact of a label and its figure, None where the words around say that it is none."""
        said, text, term, quantity = self._said, self._text, bound.label.term, bound.mention.quantity
        # A hostile clause may go on for pages: what is said of a figure stands near it.
        clause = Clause(max(clause.start, bound.start - _NEAR), min(clause.end, bound.end + _NEAR))
        # 预算2021年为80万元,2022年为90万元: the label of the second figure stands in a clause before its own.
        carried = bound.label.end <= clause.start
        until = bound.mention.start if carried else bound.start
        before, after = text[clause.start : until], text[bound.end : clause.end]
        before = before.rpartition(":")[2] if carried else before
        # 执行率达九成以上 states a bound of what was reached; 不低于90% is what was asked for.
        reached = term.name == "执行率" and quantity.comparison == ">=" and after.startswith("以上")
        if reached:
            after = after.removeprefix("以上")
        elif quantity.comparison in (">=", "<=", "<") or (quantity.comparison == ">" and term.kind != "money"):
            return None
        if text.startswith("执行数", bound.label.start):
            # 全年应执行数 is a heading's 全年执行数 mistyped, nothing that is still to be done.
            before = before.removesuffix("应")
        if context.no_fact(term.kind, before, after, planned=term.name.endswith("预算数")):
            return None
        if term.kind == "score":
            return self._score(clause, bound)
        if not self._counts(clause, bound, before):
            return None
        words = text[bound.label.start : bound.label.end]
        gap = "" if carried else text[bound.label.end : bound.mention.start]
        scope, inferred = self._owner.of(before, words, gap, bound, self._said_so_far(bound))
        if reached:
            bound, inferred = replace(bound, strength="weak"), True
        elif term.kind == "percent" and bound.strength == "weak" and said.sure and scope == PROJECT:
            # 累计支出90万元,占全年预算的90%: the share is the rate of the execution before it.
            bound = replace(bound, strength="plain")
        stated, year = context.year_in(before if carried else text[clause.start : bound.label.end], self._reader.year)
        if term.kind == "money" and (not said.among or scope == PROJECT):
            said.parent, said.total, said.parts = term.name, quantity.interval, None
            said.amounts.append((term.name, quantity.value))
            said.sure = bound.strength != "weak"
        if term.name == "全年预算数" and scope == PROJECT and bound.strength == "firm":
            said.budget = quantity.interval
        # 全年预算290万元,累计支付190万元: what is within the year's budget is counted from the year's beginning.
        within = said.budget is not None and quantity.kind == "money" and quantity.interval.low <= said.budget.high
        rated = said.budget is not None and quantity.kind == "percent"
        cumulative = said.cumulative and not (
            (within or rated) and not context.years_in(text[self._sentence.start : bound.mention.start])
        )
        if term.name == "全年预算数" and re.match(r"本年|当年", words) and "结转" in self._said_so_far(bound):
            bound = replace(bound, strength="weak")
        return self._made(
            bound,
            self._named(scope, before, "" if carried else words, gap, bound),
            year=year if stated else said.year,
            cumulative=cumulative
            or (_SEVERAL_YEARS.search(words) is not None and not carried and not _THIS_YEARS.search(before)),
            inferred=inferred,
        )

    def _counts(self, clause: Clause, bound: Bound, before: str) -> bool:
        """Whether an amount or a rate is one of the year's own: no change, no carry-over, no promise, no mere share."""
        term, text = bound.label.term, self._text
        if term.kind == "percent":
            share = bound.label.strength == "weak" and self._said.parent != "执行数"
            return not share and not _PROMISE.match(self._said_so_far(bound))
        if context.is_delta(before) or _OTHERS.search(before) or _PROMISE.match(self._said_so_far(bound)):
            return False
        if term.name == "执行数" and bound.strength == "weak" and _GRANTED.search(before):
            return False
        if term.name == "结余数":
            saved = text.startswith("节约", bound.label.start) and _SAVED_BY.search(before)
            return not saved and not _LAST_YEARS.search(before[-6:])
        return term.name != "全年预算数" or not _CARRIED_OVER.search(text, clause.start, clause.end)

    def _said_so_far(self, bound: Bound) -> str:
        return self._passage.words[self._sentence.start : bound.start]

    def _named(self, scope: str, before: str, words: str, gap: str, bound: Bound) -> str:
        """The name of a figure's scope with the department, the region or the part of a year that it is of."""
        said = self._said
        if bound.label.term.kind == "percent" and scope == PROJECT and (_START.search(before) or "年初" in words):
            scope = START_OF_YEAR
        if context.department_in(before + words, bound.label.term.kind) and not self._reader.departmental:
            said.department = DEPARTMENT
        elif (
            scope == PROJECT
            and not said.subject
            and ("项目" in before or "本项目" in before + words or resembles(core_of(before), self._reader.names))
        ):
            said.department = ""
        if said.department:
            return said.department
        if scope == PROJECT and bound.strength == "weak" and (everyone := context.everyone_in(before)):
            return everyone
        period = said.period
        if (
            WHOLE_YEAR.match(words)
            or _IN_FULL.search(words)
            or (period.endswith(("批", "期", "笔")) and period not in before + words + gap)
        ):
            # A batch goes no further than its clause, and 全年 is the whole year.
            period = ""
        if not period:
            return scope
        return period if scope == PROJECT else f"{scope}/{period}"

    def _score(self, clause: Clause, bound: Bound) -> Fact | None:
        """A total score, None where it is an indicator's, the full marks, or a bound of a grade."""
        text, words = self._text, self._text[bound.label.start : bound.label.end]
        before, after = text[clause.start : bound.label.start], text[bound.mention.end : clause.end]
        sentence = self._passage.words[self._sentence.start : bound.mention.start]
        if bound.mention.quantity.comparison != "=" or not is_total(before, words, after, sentence):
            return None
        scope = PROJECT
        if context.reviewer_in(before + words):
            scope = REVIEWED
        elif context.department_in(before, "score") and not self._reader.departmental:
            scope = DEPARTMENT
        stated, year = context.year_in(text[clause.start : bound.label.end], self._reader.year)
        return self._made(bound, scope, year=year if stated else self._said.year)

    def _made(
        self, bound: Bound, scope: str, *, year: int | None, cumulative: bool = False, inferred: bool = False
    ) -> Fact:
        term: FactTerm = bound.label.term
        return Fact(
            term.name,
            bound.mention.quantity,
            self._passage.span(bound.start, bound.end),
            self._passage.span(bound.label.start, bound.label.end),
            scope=scoped(self._project, scope),
            year=year,
            cumulative=cumulative,
            inferred=inferred,
            strength=bound.strength,
            subject=self._said.doubtful if inferred and scope == PROJECT else "",
        )


def scoped(project: str, own: str) -> str:
    """A scope's name: the project's where a report holds several, then its part's."""
    if not project:
        return own
    return project if own == PROJECT else f"{project}/{own}"
