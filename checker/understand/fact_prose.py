"""Facts of running text: a label and its figure in one clause, and what the words around say about the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from checker.interval import Interval
from checker.understand import fact_context as context
from checker.understand.fact import PROJECT, START_OF_YEAR, Fact, Strength
from checker.understand.fact_scope import Sources, core_of, is_named, lead_of, resembles, subject_of
from checker.understand.amounts import Reading
from checker.understand.fact_text import Clause, Label, Labels, Mention, Passage
from checker.understand.units import unit_factor

# What may stand between a label and its figure without a doubt that the two belong together.
_FILL: Final = re.compile(
    r"(?:情况|指标(?=[0-9])|总额|总数|总计|共计|合计|共|总|计|累计|为|是|达到了?|达|到|约|近|将近|有|了|已|均|都|人民币|金额|资金|经费|数额|数|额|财政|专项|项目|补助|奖补|的|实际|只有|仅|也|"
    r"则|就|高|实现|完成|较好|:|\"|\([^()]*\)|-|—|[0-9一二三四五六七八九十]+个(?:子)?项目|[A-Z])*"
)
_SCORE_FILL: Final = re.compile(
    r"(?:总计|总分|合计|结果|最终|综合|情况|为|是|达到?|共|计|总体|均|:|\"|\([^()]*\)|的|得|得分|了|评定|确定|分值|分数|,)*"
)
_LOOSE_STOP: Final = re.compile(
    r"[=/÷×≥≤<>]|(?<![供相响适反])应(?!急|用)|须|未|低于|高于|[比较]|增加|减少|增长|下降|降低|提高|目标|指标|标准|扣|其中|占|率|每|结余|结转|缺口|超|[由从]$"
)
_LOOSE_REACH: Final = 34
_JOIN: Final = re.compile(r"[、和与及]|以及|,")
_SAME: Final = re.compile(r"(?:[、和与及,][^,。;0-9]{2,10})?(?:均|都|皆|同|同为|一致)(?:为|是|达到?)?:?")
_EACH: Final = re.compile(r"(?:情况)?分别(?:为|是|达到?|达)?:?")
# 290万元资金已全部支付: the figure stands before what was done with it.
_DONE: Final = re.compile(
    r"(?:的)?(?:项目|专项|财政|补助|奖补)*(?:资金|经费|预算|款项)?(?:现?已经?|均已?|也已)?(?:按[^,]{2,8})?(?:全部|全额|足额|均)(?:执行|支付|支出|使用|拨付使用|发放|兑付|兑现|列支)"
)
_DIMENSION: Final = re.compile(
    r"(?:决策|过程|产出|效益|满意度?|成本|数量|质量|时效|执行率?|管理|投入|产出指标|资金|指标|单项|一级|二级|三级|平均|部分|方面|类|权重|本项|该项)"
    r"(?:类|方面|部分|情况|指标|维度|项|的|实际|、|和|及)*$"
)
_SCORE_AFTER: Final = re.compile(
    r"^(?:\([^()]*\))?(?:以上|以下|以内|-|~|至|的|为(?:优|良|中|差|合格)|\(含)|^[^,。;]*(?:权重|分值)"
)
_FULL_MARKS: Final = re.compile(r"(?:满分|总分值|分值|权重|标准分|基准分|设定|设置|扣|扣除|扣减)(?:为|共计?|了|:|是)?$")
_PROMISE: Final = re.compile(r"[^:,。]{0,12}目标[0-9一二三四五六七八九十]?:")
_AUTHORITY: Final = re.compile(r"(?:局|厅|委|部|办|政府|财政|人大)$")
_UNIT: Final = re.compile(r"\((?:单位:?|人民币)?([十百千万亿]{0,2}元)\)")
_YEARS: Final = re.compile(r"(?:(?:19|20)[0-9]{2}年?(?:度)?[、和及与,])+(?:19|20)[0-9]{2}年(?:度)?[^,。;0-9]{0,12}分别")
_FUND: Final = re.compile(r"(?:资金|拨款|补助|经费|金额|投入)$")
# 满分20分: what follows is the score of an indicator.
_OUT_OF: Final = re.compile(r"(?:满分|分值|权重分?|标准分)(?:为|是|:|共)?([0-9]+(?:\.[0-9]+)?)分?")
_QI_ZHONG: Final = re.compile(r"其中(?:,|:|的|为|,)?")
_PART_ADVANCE: Final = re.compile(r"(?:上年|以前年度|历年|往年|上一年)(?:度)?(?:结转|结余)")


@dataclass
class _Sentence:
    """What a sentence has said so far."""

    year: int | None
    year_stated: bool = False
    cumulative: bool = False
    period: str = ""
    department: str = ""
    subject: str = ""
    among: bool = False  # 其中 has been said
    parent: str = ""  # the figure whose parts are being named
    total: Interval | None = None
    parts: Interval | None = None
    run: int = 0  # sources named one after the other
    source: str = ""
    since: bool = False  # another figure has been stated of the last source
    start: int = 0  # where the sentence begins

    @property
    def complete(self) -> bool:
        """Whether the parts named so far make up the figure that they are parts of."""
        return self.total is not None and self.parts is not None and self.parts.overlaps(self.total)

    def name_source(self, source: str) -> None:
        self.run = 1 if self.since else self.run + 1
        self.source, self.subject, self.since = source, "", False

    def leave_parts(self) -> None:
        self.among, self.run, self.source, self.parts, self.since = False, 0, "", None, False


@dataclass(frozen=True, slots=True)
class Reader:
    """What is the same for all passages of a report: labels, sources, its year and its own names."""

    labels: Labels
    sources: Sources
    year: int | None
    names: str
    departmental: bool = False


def read_passage(reader: Reader, passage: Passage, project: str = "", *, inferred: bool = False) -> list[Fact]:
    """The facts of one paragraph or cell; `project` is the one that it speaks of where a report holds several."""
    found: list[Fact] = []
    foreign = False
    for sentence in passage.sentences():
        state = _Sentence(reader.year, start=sentence.start)
        facts = list(_read(reader, passage, passage.masked, sentence, state, project))
        for bracket in passage.brackets:
            if sentence.start <= bracket.start < sentence.end:
                inner = replace(state, among=True, run=0, source="", parts=None)
                last = [f for f in facts if f.span.end <= passage.span(bracket.start, bracket.end).start]
                if last and last[-1].quantity.kind == "money":
                    inner.parent, inner.total = last[-1].name, last[-1].quantity.interval
                    facts += _read(reader, passage, passage.words, bracket, inner, project)
        if foreign and not state.year_stated:
            facts = [replace(fact, inferred=True) for fact in facts]
        if state.year_stated:
            foreign = any(fact.year != reader.year for fact in facts)
        found += [replace(fact, sentence=passage.span(sentence.start, sentence.end)) for fact in facts]
    if inferred:
        found = [replace(fact, inferred=True) for fact in found]
    return found


def _read(
    reader: Reader, passage: Passage, text: str, sentence: Clause, state: _Sentence, project: str
) -> Iterator[Fact]:
    done: set[int] = set()
    joined = list(_joined(reader, passage, text, sentence))
    by_label = {label.start: (label, mention) for label, mention in joined}
    done |= {mention.start for _, mention in joined}
    for mention, fact in _by_years(reader, passage, text, sentence, project):
        done.add(mention.start)
        yield fact
    for clause in passage.clauses(text, sentence):
        yield from _read_clause(reader, passage, text, clause, state, project, by_label, done)


def _read_clause(
    reader: Reader,
    passage: Passage,
    text: str,
    clause: Clause,
    state: _Sentence,
    project: str,
    by_label: dict[int, tuple[Label, Mention]],
    done: set[int],
) -> Iterator[Fact]:
    labels = reader.labels.find(text, clause.start, clause.end)
    if state.among or _QI_ZHONG.search(text, clause.start, clause.end):
        # 其中:中央财政资金800万元 names a part of the figure before, not a figure of its own.
        labels = [label for label in labels if not (label.strength == "weak" and _FUND.search(text[: label.end]))]
    labels = _without_objects(passage, labels)
    bound: list[tuple[Label, Mention, Strength]] = []
    for index, label in enumerate(labels):
        if label.start in by_label:
            bound.append((label, by_label[label.start][1], label.strength))
            continue
        stop = labels[index + 1].start if index + 1 < len(labels) else clause.end
        pair = _figure_of(passage, text, label, stop)
        if pair is not None and pair[0].start not in done:
            bound.append((label, *pair))
            done.add(pair[0].start)
    stated = {(label.term.name, mention.start) for label, mention, _ in bound}
    bound += [
        pair
        for pair in _figures_first(reader, passage, text, clause)
        if (pair[0].term.name, pair[1].start) not in stated
    ]
    bound.sort(key=lambda item: min(item[0].start, item[1].start))
    first = min((max(label.end, mention.start) for label, mention, _ in bound), default=clause.end)
    _advance(state, text[clause.start : first], reader.year)
    if not reader.departmental and context.department_in(text[clause.start : first], "money"):
        state.department = "部门整体"
    yield from _parts(reader, passage, text, clause, state, bound, project)
    for label, mention, strength in bound:
        fact = _fact(reader, passage, text, clause, state, label, mention, strength, project)
        if fact is not None:
            yield fact
    if not bound and (lead := lead_of(text[clause.start : clause.end])) and not resembles(lead, reader.names):
        state.subject = lead


def _without_objects(passage: Passage, labels: list[Label]) -> list[Label]:
    """Labels without those that are only what was received: 收到上级下拨补助资金6.44万元 states what arrived."""
    kept: list[Label] = []
    for label in labels:
        last = kept[-1] if kept else None
        if last is not None and last.strength == label.strength == "weak" and last.term.kind == label.term.kind:
            if last.end == label.start and last.term.name != "到位数":
                # 财政拨款支出, 支出预算: the head comes last.
                kept[-1] = replace(label, start=last.start)
                continue
            if label.term.kind == "money" and not passage.mentions_in(last.end, label.start):
                continue
        kept.append(label)
    return kept


def _advance(state: _Sentence, clause: str, default: int | None) -> None:
    """What a clause says about time and whom, for itself and for what follows it in its sentence."""
    stated, year = context.year_in(clause, default)
    if stated and not (year is not None and default is not None and year > default):
        state.year, state.year_stated, state.period = year, True, ""
        state.cumulative = False
    period, until = context.period_in(clause, default)
    if period:
        state.period = period
    elif until is not None and not stated:
        state.year = until
    if context.cumulative_in(clause):
        state.cumulative = True


def _figure_of(passage: Passage, text: str, label: Label, stop: int) -> tuple[Mention, Strength] | None:
    """The figure of a label in its clause, and how firmly the two are bound."""
    kind = label.term.kind
    for mention in passage.mentions:
        if mention.start < label.end or text[mention.start] == "\0":
            continue
        if mention.end > stop and mention.start >= stop:
            break
        quantity = mention.quantity
        gap = text[label.end : mention.start]
        if kind == "money" and quantity.kind == "number" and _FILL.fullmatch(gap):
            return _in_unit(passage, label, mention), label.strength
        if not _suits(kind, text, mention):
            if quantity.kind in ("money", "percent") and kind in ("money", "percent"):
                # 执行率…290万元: another figure is in between only where it is of the label's own kind.
                continue
            if quantity.kind == "score" and _FULL_MARKS.search(gap):
                continue
            continue
        if kind == "score":
            if _FULL_MARKS.search(text[: mention.start]) or _FULL_MARKS.search(gap):
                continue
            return (mention, label.strength) if _SCORE_FILL.fullmatch(gap) else None
        if _FILL.fullmatch(gap):
            return mention, label.strength
        if kind == "percent":
            return None
        if len(gap) <= _LOOSE_REACH and not _LOOSE_STOP.search(gap) and not (label.term.name == "执行数" and "预算" in gap):
            return mention, "weak"
        return None
    return None


def _in_unit(passage: Passage, label: Label, mention: Mention) -> Mention:
    """A number in the unit that its label states (全年预算数(万元):300); without one it stays a bare number."""
    stated = _UNIT.search(passage.words, label.start, mention.start)
    factor = unit_factor(stated[1]) if stated else None
    if factor is None or passage.words[mention.end - 1] in "万亿":
        return mention
    found = mention.quantity
    reading = Reading(found.span.start, found.span.end, found.value, found.step, found.value, found.step)
    return Mention(mention.start, mention.end, reading.quantity(factor[0], factor[1], "元", scaled=True))


def _suits(kind: str, text: str, mention: Mention) -> bool:
    """Whether a quantity is of a label's kind; 29.6万 may be money, a bare number up to 120 a score."""
    found = mention.quantity
    if kind == "money":
        return found.kind == "money" or (found.kind == "number" and text[mention.end - 1 : mention.end] in ("万", "亿"))
    if kind == "score":
        ranged = found.interval.low == found.value and found.interval.high > found.value
        bare = (
            found.kind == "number"
            and 0 <= found.value <= 120
            and not text[mention.end : mention.end + 1].startswith("%")
        )
        return (found.kind == "score" or bare) and not ranged
    return found.kind == kind


def _joined(reader: Reader, passage: Passage, text: str, sentence: Clause) -> Iterator[tuple[Label, Mention]]:
    """全年预算数、执行数均为290万元, and 分别为290万元和286万元: one figure for all labels, or one for each."""
    labels = reader.labels.find(text, sentence.start, sentence.end)
    at = 0
    while at < len(labels):
        group = [labels[at]]
        while at + 1 < len(labels) and _JOIN.fullmatch(text[labels[at].end : labels[at + 1].start]):
            at += 1
            group.append(labels[at])
        at += 1
        rest = text[group[-1].end : sentence.end]
        following = [m for m in passage.mentions if m.start >= group[-1].end and m.end <= sentence.end]
        if not following:
            continue
        gap = text[group[-1].end : following[0].start]
        if _SAME.fullmatch(gap):
            for label in group:
                if _suits(label.term.kind, text, following[0]):
                    yield label, following[0]
        elif len(group) > 1 and _EACH.fullmatch(gap) and rest:
            for label, mention in zip(group, following, strict=False):
                if _suits(label.term.kind, text, mention):
                    yield label, mention


def _by_years(
    reader: Reader, passage: Passage, text: str, sentence: Clause, project: str
) -> Iterator[tuple[Mention, Fact]]:
    """2020年、2021年分别安排预算200万元、250万元: a figure for each of the years."""
    for match in _YEARS.finditer(text, sentence.start, sentence.end):
        years = [int(year) for year in re.findall(r"(?:19|20)[0-9]{2}", match[0])]
        figures = [m for m in passage.mentions_in(match.end(), sentence.end) if m.quantity.kind in ("money", "percent")]
        figures = figures[: len(years)]
        if len(figures) < len(years):
            continue
        labels = reader.labels.find(text, match.end() - 2, figures[0].start)
        label = next((found for found in reversed(labels) if _suits(found.term.kind, text, figures[0])), None)
        if label is None:
            continue
        for year, mention in zip(years, figures, strict=True):
            yield (
                mention,
                Fact(
                    label.term.name,
                    mention.quantity,
                    passage.span(label.start, mention.end),
                    passage.span(label.start, label.end),
                    scope=_scope(project, PROJECT),
                    year=year,
                    strength=label.strength,
                ),
            )


def _figures_first(
    reader: Reader, passage: Passage, text: str, clause: Clause
) -> Iterator[tuple[Label, Mention, Strength]]:
    """290万元资金已全部支付 and 预算由300万元调整为290万元."""
    terms = reader.labels.terms
    for mention in passage.mentions_in(clause.start, clause.end):
        if mention.quantity.kind != "money" or text[mention.start] == "\0":
            continue
        if (match := _DONE.match(text, mention.end)) and match.end() <= clause.end and "执行数" in terms:
            yield Label(mention.end, match.end(), terms["执行数"], "weak"), mention, "weak"
        adjusted = re.compile(r"(?:调整|调减|调增|追加)(?:后)?(?:为|至|到|成)$").search(
            text, clause.start, mention.start
        )
        if adjusted and "预算" in text[clause.start : adjusted.start()] and "全年预算数" in terms:
            yield Label(adjusted.start(), adjusted.end(), terms["全年预算数"], "firm"), mention, "firm"


def _parts(
    reader: Reader,
    passage: Passage,
    text: str,
    clause: Clause,
    state: _Sentence,
    bound: list[tuple[Label, Mention, Strength]],
    project: str,
) -> Iterator[Fact]:
    """Sources and items without a label of their own: 中央资金800万元 after 其中 is a part of the figure before."""
    taken = {mention.start for _, mention, _ in bound}
    words = text[clause.start : clause.end]
    if match := _QI_ZHONG.search(words):
        state.leave_parts()
        state.among = True
    start = clause.start
    for mention in passage.mentions_in(clause.start, clause.end):
        before = text[start : mention.start]
        start = mention.end
        if mention.quantity.kind != "money" or mention.start in taken or text[mention.start] == "\0":
            continue
        before = _QI_ZHONG.split(before)[-1]
        if re.search(r"追加|调减|调增|增加|减少|核减|压减|结转", before) and not state.among:
            continue
        source = reader.sources.at_start(before, among=state.among)
        item = source or (core_of(before) if state.among else "")
        if not item or len(item) > 24:
            continue
        state.name_source(item)
        state.parts = mention.quantity.interval + state.parts if state.parts else mention.quantity.interval
        term = reader.labels.terms.get(state.parent)
        if state.among and source and term is not None and mention.quantity.comparison == "=":
            yield Fact(
                state.parent,
                mention.quantity,
                passage.span(mention.start - len(before), mention.end),
                passage.span(mention.start - len(before), mention.start),
                scope=_scope(project, item),
                year=state.year,
                cumulative=state.cumulative,
                inferred=True,
                strength="weak",
            )


def _fact(
    reader: Reader,
    passage: Passage,
    text: str,
    clause: Clause,
    state: _Sentence,
    label: Label,
    mention: Mention,
    strength: Strength,
    project: str,
) -> Fact | None:
    term, quantity = label.term, mention.quantity
    first, last = min(label.start, mention.start), max(label.end, mention.end)
    before, after = text[clause.start : first], text[last : clause.end]
    if quantity.comparison in (">=", "<=", "<") or (quantity.comparison == ">" and term.kind != "money"):
        return None
    if context.no_fact(term.kind, before, after, planned=term.name.endswith("预算数")):
        return None
    if term.kind == "percent" and _PROMISE.match(passage.words[state.start : first]):
        return None
    gap = text[label.end : mention.start] if label.end <= mention.start else ""
    if term.kind == "money" and context.is_delta(before):
        return None
    if term.kind == "score":
        return _score(reader, passage, text, clause, state, label, mention, strength, project)
    if term.name == "结余数" and re.search(r"(?:上年|以前年度|历年|往年|年初)(?:度)?$", before[-6:]):
        return None
    stated, year = context.year_in(text[clause.start : label.end], reader.year)
    scope, inferred = _whose(reader, text, state, before, gap, label, strength)
    if strength == "weak" and label.strength == "weak" and scope is None:
        scope, inferred = PROJECT, True
    if label.strength == "weak" and label.term.name == "执行率":
        if state.parent != "执行数":
            return None
    if term.kind == "percent" and re.search(r"年初(?:批复|安排)?的?$", before) or "年初" in text[label.start : label.end]:
        if term.kind == "percent" and scope == PROJECT:
            scope = START_OF_YEAR
    department = context.department_in(before + text[label.start : label.end], term.kind)
    if department and not reader.departmental:
        state.department = "部门整体"
    elif scope == PROJECT and state.subject == "" and "项目" in before:
        state.department = ""
    everyone = context.everyone_in(before)
    name = scope or PROJECT
    if state.department:
        name = state.department
    elif everyone and name == PROJECT and strength == "weak":
        name = everyone
    elif period := _period_of(state, text[clause.start : first], text[label.start : label.end]):
        name = period if name == PROJECT else f"{name}/{period}"
    if _PART_ADVANCE.search(text, clause.start, clause.end) and term.name == "全年预算数":
        return None
    cumulative = state.cumulative or bool(re.search(r"总投资|投资概算|计划投资", text[label.start : label.end]))
    if term.kind == "money":
        if not state.among or scope == PROJECT:
            state.parent, state.total = term.name, quantity.interval
            state.parts = None
    if term.name == "全年预算数" and "调整" not in text[label.start : label.end]:
        strength = "weak" if re.match(r"(?:本年|当年)", text[label.start : label.end]) and "结转" in text else strength
    return Fact(
        term.name,
        quantity,
        passage.span(first, last),
        passage.span(label.start, label.end),
        scope=_scope(project, name),
        year=year if stated else state.year,
        cumulative=cumulative,
        inferred=inferred or (name != scope and scope is None),
        strength=strength,
    )


def _period_of(state: _Sentence, before: str, label: str) -> str:
    """The part of the year that a figure is of; a batch goes no further than its clause, and 全年 is the whole year."""
    if re.match(r"全年|调整后|年度", label) or (state.period.endswith("批") and state.period not in before + label):
        return ""
    return state.period


def _whose(
    reader: Reader, text: str, state: _Sentence, before: str, gap: str, label: Label, strength: Strength
) -> tuple[str | None, bool]:
    """The scope of a labelled figure, and whether it had to be concluded."""
    before = _QI_ZHONG.split(before)[-1]
    fund = re.match(r"(?:财政|资金|专项|补助)*", text[label.start : label.end])
    source = reader.sources.at_start(_bare(before) + (fund[0] if fund else "")) or (
        reader.sources.at_start(gap) if strength == "weak" else ""
    )
    core, whole = subject_of(before)
    words = text[label.start : label.end]
    if reader.departmental and (kind := re.search(r"基本支出|项目支出|人员经费|公用经费", before + words)):
        state.subject = kind[0]
        return kind[0], False
    if re.search(r"总体?$|整体$|合计$|(?<!公)共计?$", before) or re.match(r"总|整体|合计|共", words):
        state.subject = ""
        state.leave_parts()
        return PROJECT, False
    if source and not resembles(core, reader.names):
        state.name_source(source)
        return source, False
    if whole:
        state.subject = ""
        state.leave_parts()
        return PROJECT, False
    if core and resembles(core, reader.names):
        state.subject = ""
        return PROJECT, False
    if state.among and state.run == 0 and label.term.kind == "money" and label.term.name == state.parent:
        # 全年预算数300万元,其中当年预算250万元: a part of the same figure.
        return core + words, True
    if label.strength == "weak" and _AUTHORITY.search(core):
        return PROJECT, False
    if len(core) > 1 and is_named(core):
        state.subject = core
        return core, False
    if core and (state.among or (label.term.kind == "percent" and len(core) <= 8)):
        return core, True
    if core:
        return PROJECT, True
    if state.among and not state.run and not state.subject:
        # 其中 opens parts that were not understood: what follows may be of one of them.
        return PROJECT if re.match(r"全年|调整后|年度|项目", words) else "其中", True
    if state.run and not state.among and re.match(r"全年|调整后|年度|项目|实际", words):
        state.leave_parts()
        return PROJECT, False
    if state.run == 1 and state.source:
        if state.complete:
            state.leave_parts()
            return PROJECT, False
        state.since = True
        return state.source, True
    if state.run > 1:
        complete = state.complete
        state.leave_parts()
        return PROJECT, not complete
    if state.subject:
        return state.subject, False
    return PROJECT, False


def _bare(before: str) -> str:
    return re.sub(
        r"^(?:[0-9]{4}年度?|,|:|\"|[一二三四五六七八九十]是|[0-9]{1,2}[.、]|\([0-9一二三四五六七八九十]+\))+",
        "",
        before,
    )


def _score(
    reader: Reader,
    passage: Passage,
    text: str,
    clause: Clause,
    state: _Sentence,
    label: Label,
    mention: Mention,
    strength: Strength,
    project: str,
) -> Fact | None:
    before, after = text[clause.start : label.start], text[mention.end : clause.end]
    if _DIMENSION.search(before) or _SCORE_AFTER.search(after) or mention.quantity.comparison != "=":
        return None
    words = text[label.start : label.end]
    if words.endswith("总分") and "自评" not in words and re.search(r"指标|体系|设|分值|权重|满分", before + after):
        return None
    if any(Decimal(points) != 100 for points in _OUT_OF.findall(passage.words[state.start : mention.start])):
        return None
    stated, year = context.year_in(text[clause.start : label.end], reader.year)
    scope = PROJECT
    if context.reviewer_in(before + words):
        scope = "复核"
    elif context.department_in(before, "score") and not reader.departmental:
        scope = "部门整体"
    return Fact(
        label.term.name,
        mention.quantity,
        passage.span(label.start, mention.end),
        passage.span(label.start, label.end),
        scope=_scope(project, scope),
        year=year if stated else state.year,
        strength=strength,
    )


def _scope(project: str, own: str) -> str:
    """A scope's name: the project's where a report holds several, then its part's."""
    if not project:
        return own
    return project if own == PROJECT else f"{project}/{own}"
