"""Which figure a label states: the next of its kind in its clause, and the orders in which reports put the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from checker.understand.fact import Strength
from checker.understand.fact_carried import carried
from checker.understand.fact_scope import core_of
from checker.understand.fact_text import REACH, Clause, Label, Labels, Mention, Passage
from checker.understand.reading import Reading
from checker.understand.units import unit_factor

# What may stand between a label and its figure without a doubt that the two belong together. Possessive, so that no
# text can be taken apart in many ways; the longer words stand before the shorter ones that they begin with.
_FILL: Final = re.compile(
    r"(?:情况|指标(?=[0-9])|总额|总数|总计|总|共计|共|合计|计|累计|达到了?|达|为|是|到|约|近|将近|有|了|已|均|都|人民币|金额|资金|经费"
    r"|数额|数|额|财政|专项|项目|补助|奖补|的|实际|只有|仅|也|则|就|高|实现|完成|较好|:|\"|\([^()]*\)|\(|-|—"
    r"|(?:核定|审定|确定|批复|批准|安排|下达|测算|编列|控制)(?=[为是到至达:])"
    r"|(?:调整|调增|调减|追加|压减|压缩|核减|核增|增加|减少|提高|降低|[调增减升降])后?[为到至成]"
    r"|(?:19|20)[0-9]{2}年(?:度)?(?=[为是共达])|[0-9一二三四五六七八九十]+个(?:子)?项目|[A-Z])*+"
)
_SCORE_FILL: Final = re.compile(
    r"(?:总计|总分|总体|合计|结果|最终|综合|情况|为|是|达到?|共|计|均|:|\"|\([^()]*\)|的|得分|得|了|评定|确定|分值|分数|,)*+"
)
_LOOSE_STOP: Final = re.compile(
    r"[=/÷×≥≤<>]|(?<![供相响适反对])应(?!急|用)|须|未|低于|高于|[比较]|增加|减少|增长|下降|降低|提高|目标|指标|标准|扣|其中|占|率"
    r"|每|结余|结转|缺口|超|[由从]$|:[^0-9]{4}"
)
_TITLE: Final = re.compile(r"《[^《》]*》(?:\(\0*\))?[和及、]?")
# 下达经费指标96万元: the right to spend it, no target.
_QUOTA: Final = re.compile(r"(?:经费|资金|预算)指标$")
_LONGEST_GAP: Final = 34
_SHARED: Final = re.compile(r"均|都|皆|同|一致|分别")
_JOIN: Final = re.compile(r"[、和与及,]|以及")
_SAME: Final = re.compile(r"(?:[、和与及,][^,。;0-9]{2,10})?(?:均|都|皆|同|一致)(?:为|是|达到?)?:?")
_COUNTED: Final = re.compile(r"[两三四五][项者个](?:数|金额)?(?=分别)")
_EACH: Final = re.compile(r"(?:情况)?分别(?:为|是|达到?)?:?")
_RESPECTIVELY: Final = re.compile(r"分别(?:为|是|达到?)?:?")
_TO_EACH: Final = re.compile(r"(?:情况|数|额|金额|资金|各)*")
_AND: Final = re.compile(r"[、和与及]")
_HAS_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}年")
_DONE: Final = re.compile(
    r"的?(?:项目|专项|财政|补助|奖补){0,3}(?:资金|经费|预算|款项)?(?:现?已经?|均已?|也已)?(?:按[^,]{2,8})?(?:全部|全额|足额|均)"
    r"(?:执行|支付|支出|使用|拨付使用|发放|兑付|兑现|列支)"
)
_ARRIVED: Final = re.compile(
    r"的?(?:项目|专项|财政|补助|奖补){0,3}(?:资金|经费|款项)?(?:现?已经?|均已?|也已)?(?:于[^,]{2,16}?)?已?(?:全部|全额|足额|均|按时)*(?:(?:拨付|下达)?到位|到账)"
)
# 在255万元的年度预算中,已支出252万元
_WITHIN: Final = re.compile(r"的?(?:年度|全年|全部|当年|项目)+(?:总)?预算(?:资金|总额|额度|规模|盘子)?[中里内]")
# 按生均定额安排,共计239万元
_ALTOGETHER: Final = re.compile(r"(?:安排|下达|拨付)(?:资金|经费)?,(?:共计|合计|总计|共)$")
_ADJUSTED: Final = re.compile(
    r"(?:调整|调减|调增|追加|压减|压缩|核减|核增|增加|减少|提高|降低|[调增减升降])后?(?:为|至|到|成)(?:了)?$"
)
_YEARS: Final = re.compile(
    r"(?:(?:19|20)[0-9]{2}年?(?:度)?[、和及与,]){1,9}(?:19|20)[0-9]{2}年(?:度)?[^,。;0-9]{0,12}分别"
)
_FULL_MARKS: Final = re.compile(
    r"(?:满分|总分值|(?<!自评)分值|权重|标准分|基准分|设定|设置|扣|扣除|扣减)(?:为|共计?|了|:|是)?$"
)
_UNIT: Final = re.compile(r"\((?:单位:?|人民币)?([十百千万亿]{0,2}元)\)")
# What is paid out; 支出 alone may be a noun (财政支出资金).
_PAYS: Final = re.compile(r"(?:支付|发放|兑付|兑现|列支|报销)$")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_FUND: Final = re.compile(r"(?:资金|拨款|补助|经费|金额|投入|[补救扶][助]金|公益金)$")


@dataclass(frozen=True, slots=True)
class Bound:
    """A label with its figure; `strength` is the label's, or weak where unknown words stand between the two."""

    label: Label
    mention: Mention
    strength: Strength

    @property
    def start(self) -> int:
        return min(self.label.start, self.mention.start)

    @property
    def end(self) -> int:
        return max(self.label.end, self.mention.end)


def bind(
    labels: Labels, passage: Passage, text: str, clause: Clause, joined: dict[int, Mention], done: set[int], among: bool
) -> list[Bound]:
    """The labels of a clause with their figures, in order; `done` holds the starts of figures that are taken.

    `joined` are figures that labels share with others of the sentence; `among` says that parts are being listed.
    """
    taken = frozenset(done)
    found = _near_figures(labels, passage, text, clause)
    if among:
        # 其中:中央财政资金800万元 names a part of the figure before, not a figure of its own.
        found = [one for one in found if not (one.strength == "weak" and _FUND.search(text[one.start : one.end]))]
    found = _heads(passage, found)
    bound: list[Bound] = []
    for index, label in enumerate(found):
        if label.start in joined:
            bound.append(Bound(label, joined[label.start], label.strength))
            continue
        stop = found[index + 1].start if index + 1 < len(found) else clause.end
        one = _figure_of(passage, text, label, stop)
        if one is not None and one.mention.start not in done:
            bound.append(one)
            done.add(one.mention.start)
    stated = {(one.label.term.name, one.mention.start) for one in bound}
    first = _figures_first(labels, passage, text, clause)
    bound += [
        one
        for one in first
        if (one.label.term.name, one.mention.start) not in stated and one.mention.start not in taken
    ]
    if not bound and (one := _carried(labels, passage, text, clause)) and one.mention.start not in done:
        bound.append(one)
        done.add(one.mention.start)
    return sorted(bound, key=lambda one: one.start)


def _carried(labels: Labels, passage: Passage, text: str, clause: Clause) -> Bound | None:
    """The first amount or rate of a clause under the label of a clause before it."""
    figures = [m for m in passage.mentions_in(clause.start, clause.end) if m.quantity.kind in ("money", "percent")]
    if not figures or text[figures[0].start] == "\0":
        return None
    label = carried(labels, text, clause, figures[0])
    return Bound(label, figures[0], label.strength) if label is not None else None


def _near_figures(labels: Labels, passage: Passage, text: str, clause: Clause) -> list[Label]:
    """The labels of a clause that stand near enough to one of its figures."""
    found: list[Label] = []
    start = clause.start
    for mention in passage.mentions_in(clause.start, clause.end):
        begin = max(start, mention.start - REACH)
        found += [
            one
            for one in labels.find(text, begin, mention.start)
            if (not found or one.start >= found[-1].end)
            and not _in_title(text, clause, one)
            # 公益金共计120万元: 共计 is no score here, and does not part the figure from its label.
            and not (one.term.kind == "score" and one.end == mention.start and _other_kind(text, one, mention))
        ]
        if mention.quantity.kind not in ("year", "date"):
            start = mention.end
    return found


def _other_kind(text: str, label: Label, mention: Mention) -> bool:
    return mention.quantity.kind in ("money", "percent", "count") and not suits(label.term.kind, text, mention)


def _in_title(text: str, clause: Clause, label: Label) -> bool:
    """Whether a label stands in the title of a document (《关于下达2023年预算的通知》下达资金100万元)."""
    opens = text.rfind("《", max(clause.start, label.start - REACH), label.start)
    return opens >= 0 and "》" not in text[opens : label.start] and "》" in text[label.end : label.end + REACH]


def _heads(passage: Passage, labels: list[Label]) -> list[Label]:
    """Labels without those that are only the object of the one before them.

    收到上级下拨补助资金6.44万元 states what arrived; in 财政拨款支出 and 支出预算 the head comes last. In 支出明细为:
    装备购置支出6.44万元 the first announces a list and has no figure.
    """
    kept: list[Label] = []
    for label in labels:
        last = kept[-1] if kept else None
        if last is not None and _has_object(passage, last, label):
            kept[-1] = replace(last, end=label.end)
            continue
        if last is not None and last.strength == label.strength == "weak" and last.term.kind == label.term.kind:
            if last.end == label.start and last.term.name != "到位数":
                kept[-1] = replace(label, start=last.start)
                continue
            between = passage.words[last.end : label.start]
            if label.term.kind == "money" and ":" not in between and not passage.mentions_in(last.end, label.start):
                continue
        kept.append(label)
    return kept


def _has_object(passage: Passage, verb: Label, label: Label) -> bool:
    """Whether a label is the object of the one before it: 已到位中央和省级补助资金300万元, 发放补助资金为300万元."""
    text = passage.words
    if label.strength != "weak" or label.term.name == verb.term.name or not _FUND.search(text[label.start : label.end]):
        return False
    pays = verb.term.name == "执行数" and _PAYS.search(text[verb.start : verb.end]) is not None
    if not pays and verb.term.name not in ("到位数", "结余数"):
        return False
    between = text[verb.end : label.start]
    return len(between) <= 16 and not re.search(r"[,:、]", between) and not passage.mentions_in(verb.end, label.start)


def _figure_of(passage: Passage, text: str, label: Label, stop: int) -> Bound | None:
    """The next figure of a label's kind before `stop`, None where something else stands in between."""
    kind = label.term.kind
    for mention in passage.mentions_in(label.end, stop):
        if text[mention.start] == "\0":
            continue
        gap = _QUOTA.sub("", _TITLE.sub("", text[label.end : mention.start]))
        if len(gap) > _LONGEST_GAP:
            return None
        if kind == "money" and mention.quantity.kind == "number" and _FILL.fullmatch(gap):
            interval = mention.quantity.interval
            if _HAN.match(text, mention.end) or interval.low == mention.quantity.value < interval.high:
                # 下拨1-4级护理费3.89万元: a number before other words is none of money.
                continue
            return Bound(label, _in_unit(passage, label, mention), label.strength)
        if not suits(kind, text, mention):
            continue
        if kind == "score":
            if _FULL_MARKS.search(text[max(0, mention.start - 8) : mention.start]):
                continue
            return Bound(label, mention, label.strength) if _SCORE_FILL.fullmatch(gap) else None
        if label.term.name == "年初预算数" and _ADJUSTED.search(gap):
            return None  # 年初预算调整为290万元: that is the budget of the whole year
        if _FILL.fullmatch(gap):
            return Bound(label, mention, label.strength)
        if kind == "percent" or _LOOSE_STOP.search(gap) or (label.term.name == "执行数" and "预算" in gap):
            return None
        return Bound(label, mention, "weak")
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


def suits(kind: str, text: str, mention: Mention) -> bool:
    """Whether a quantity is of a label's kind; 29.6万 may be money, a bare number up to 120 a score."""
    found = mention.quantity
    if kind == "money":
        return found.kind == "money" or (found.kind == "number" and text[mention.end - 1] in "万亿")
    if kind == "score":
        ranged = found.interval.low == found.value and found.interval.high > found.value
        bare = found.kind == "number" and 0 <= found.value <= 120 and not text.startswith("%", mention.end)
        return (found.kind == "score" or bare) and not ranged
    return found.kind == kind


def joined_in(labels: Labels, passage: Passage, text: str, sentence: Clause) -> dict[int, Mention]:
    """Figures by the starts of labels that share them (均为290万元) or that each have one (分别为290万元和286万元)."""
    result: dict[int, Mention] = {}
    found: list[Label] = []
    start = sentence.start
    for word in _SHARED.finditer(text, sentence.start, sentence.end):
        found += labels.find(text, max(start, word.start() - REACH), word.start())
        start = word.end()
    at = 0
    while at < len(found):
        group = [found[at]]
        while at + 1 < len(found) and _JOIN.fullmatch(text[found[at].end : found[at + 1].start]):
            at += 1
            group.append(found[at])
        at += 1
        counted = _COUNTED.match(text, group[-1].end, sentence.end)  # 预算、到位、支出三项分别为…
        following = passage.mentions_in(counted.end() if counted else group[-1].end, sentence.end)
        if not following:
            continue
        gap = text[counted.end() if counted else group[-1].end : following[0].start]
        if _SAME.fullmatch(gap):
            pairs = [(label, following[0]) for label in group]
        elif len(group) > 1 and _EACH.fullmatch(gap):
            pairs = list(zip(group, following, strict=False))
        else:
            continue
        result |= {label.start: mention for label, mention in pairs if suits(label.term.kind, text, mention)}
    return result


def by_years(labels: Labels, passage: Passage, text: str, sentence: Clause) -> Iterator[tuple[int, Bound]]:
    """2020年、2021年分别安排预算200万元、250万元: a figure for each of the years."""
    for match in _YEARS.finditer(text, sentence.start, sentence.end):
        years = [int(year) for year in re.findall(r"(?:19|20)[0-9]{2}", match[0])]
        figures = [m for m in passage.mentions_in(match.end(), sentence.end) if m.quantity.kind in ("money", "percent")]
        if len(figures) < len(years):
            continue
        between = labels.find(text, match.start(), figures[0].start)
        label = next((one for one in reversed(between) if suits(one.term.kind, text, figures[0])), None)
        if label is not None:
            for year, mention in zip(years, figures, strict=False):
                yield year, Bound(label, mention, label.strength)


@dataclass(frozen=True, slots=True)
class Listed:
    """Figures that parts have under one label (东风街道、西山街道支出分别为100万元、80万元), from `start` on.

    `label` is None where it cannot be said which figure is whose.
    """

    start: int
    label: Label | None
    parts: tuple[str, ...]
    figures: tuple[Mention, ...]


def by_parts(
    labels: Labels, passage: Passage, text: str, sentence: Clause, joined: dict[int, Mention]
) -> Iterator[Listed]:
    """The figures that several parts have under one label before or behind 分别; years and labels are no parts."""
    taken = {mention.start for mention in joined.values()}
    for word in _RESPECTIVELY.finditer(text, sentence.start, sentence.end):
        start = max((text.rfind(mark, sentence.start, word.start()) for mark in ",;:"), default=-1) + 1
        start = max(start, sentence.start, word.start() - REACH)
        figures = _run_of_figures(passage, text, word.end(), sentence.end)
        if len(figures) < 2 or figures[0].start in taken:
            continue
        before = [
            one for one in labels.find(text, start, word.start()) if _TO_EACH.fullmatch(text[one.end : word.start()])
        ]
        after = labels.find(text, word.end(), figures[0].start)
        label = before[-1] if before else after[-1] if after else None
        if label is None or not suits(label.term.kind, text, figures[0]):
            continue
        names = text[start : min(label.start, word.start())]
        parts = tuple(part for part in _AND.split(names) if part)
        if len(parts) < 2 or _HAS_YEAR.search(names) or any(labels.find(part, 0, len(part)) for part in parts[:-1]):
            continue
        sure = len(parts) == len(figures) and all(len(part) <= 24 for part in parts)
        yield Listed(start, label if sure else None, parts, tuple(figures))


def _run_of_figures(passage: Passage, text: str, start: int, end: int) -> list[Mention]:
    """The figures of one kind that are listed one after the other from `start` on."""
    found: list[Mention] = []
    for mention in passage.mentions_in(start, end):
        if found and (
            mention.quantity.kind != found[0].quantity.kind or not _JOIN.fullmatch(text[found[-1].end : mention.start])
        ):
            break
        if not found and mention.start - start > 12:
            break
        found.append(mention)
    return found


def _of_the_budget(text: str, clause: Clause, at: int) -> bool:
    """Whether what is changed before a place is a budget, named in its clause, or before where it names nothing."""
    if "预算" in text[clause.start : at]:
        return True
    start = max((text.rfind(mark, 0, clause.start) for mark in r"。;"), default=-1) + 1
    before = text[max(start, clause.start - REACH) : clause.start]
    return "年初" in before and "预算" in before and not core_of(text[clause.start : at].lstrip(","))


def _figures_first(labels: Labels, passage: Passage, text: str, clause: Clause) -> Iterator[Bound]:
    """290万元资金已全部支付, 预算由300万元调整为290万元: the words after or right before a figure say what it is."""
    spent, budget, arrived = (labels.terms.get(name) for name in ("执行数", "全年预算数", "到位数"))
    for mention in passage.mentions_in(clause.start, clause.end):
        if mention.quantity.kind != "money" or text[mention.start] == "\0":
            continue
        if spent and (match := _DONE.match(text, mention.end, clause.end)):
            yield Bound(Label(mention.end, match.end(), spent, "weak"), mention, "weak")
        if arrived and (match := _ARRIVED.match(text, mention.end, clause.end)):
            yield Bound(Label(mention.end, match.end(), arrived, "weak"), mention, "weak")
        if budget and (match := _ALTOGETHER.search(text, max(0, mention.start - 16), mention.start)):
            yield Bound(Label(match.start(), match.end(), budget, "weak"), mention, "weak")
        if budget and (match := _WITHIN.match(text, mention.end, clause.end)):
            yield Bound(Label(mention.end, match.end(), budget, "firm"), mention, "firm")
        start = max(clause.start, mention.start - 12)
        adjusted = _ADJUSTED.search(text[start : mention.start])
        if budget and adjusted and _of_the_budget(text, clause, start + adjusted.start()):
            yield Bound(Label(start + adjusted.start(), mention.start, budget, "firm"), mention, "firm")
