"""Defects of content: text of a template, another year's, another project's, nothing said, said twice, misspelt."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

from corpus.defects.base import Spoilt, defect, follows
from corpus.defects.edits import add, drop, leaves, shuffled
from corpus.plan import Paragraph, Plan, Section, Statement

_PLAIN = ("filler", "process", "experience", "purpose", "principle", "scope")


def _plain(plan: Plan, random: Random, kinds: tuple[str, ...] = _PLAIN) -> list[Statement]:
    """Sentences that no rule is about, in random order."""
    return shuffled(random, [s for s in plan.statements() if s.kind in kinds and not s.about])


# content/placeholder


def _blanked(plan: Plan, random: Random, blank: str) -> Spoilt | None:
    """A number of a sentence that no rule is about, left as the template has it."""
    for statement in _plain(plan, random):
        slots = [name for name, figure in statement.figures.items() if figure.role == "count"]
        if slots:
            slot = random.choice(slots)
            unit = statement.figures.pop(slot).unit
            statement.words = statement.words.replace("{" + slot + "}", blank + unit)
            return Spoilt(plan, (blank,))
    return None


@defect("content/placeholder", "数字写作XX")
def letters(plan: Plan, random: Random) -> Spoilt | None:
    return _blanked(plan, random, random.choice(("XX", "XXX", "xx")))


@defect("content/placeholder", "数字写作××")
def crosses(plan: Plan, random: Random) -> Spoilt | None:
    return _blanked(plan, random, "××")


@defect("content/placeholder", "数字写作**")
def stars(plan: Plan, random: Random) -> Spoilt | None:
    # Markdown reads stars as emphasis.
    return None if plan.style.format == "md" else _blanked(plan, random, "**")


@defect("content/placeholder", "数字处是下划线")
def strokes(plan: Plan, random: Random) -> Spoilt | None:
    return None if plan.style.format == "md" else _blanked(plan, random, "____")


@defect("content/placeholder", "年份写作20xx年")
def year_of_a_template(plan: Plan, random: Random) -> Spoilt | None:
    blank = random.choice(("20xx", "20XX", "20××"))
    for statement in _plain(plan, random, (*_PLAIN, "other")):
        for name, words in statement.names.items():
            if name in ("year", "last", "next") and re.fullmatch(r"20\d\d", words):
                statement.names[name] = blank
                return Spoilt(plan, (blank,))
    return None


@defect("content/placeholder", "填写说明没有删去")
def instruction(plan: Plan, random: Random) -> Spoilt | None:
    words = random.choice(("（请填写）", "（请简要说明）", "（100字以内）", "（不超过200字）"))
    form = plan.form
    if plan.kind == "table" and form and form.texts:
        at = random.randrange(len(form.texts))
        form.texts[at] = (form.texts[at][0], form.texts[at][1] + words)
        return Spoilt(plan, (words,))
    for section in shuffled(random, leaves(plan)):
        if section.paragraphs and not section.run_in:
            section.paragraphs[-1].statements.append(Statement("filler", words))
            return Spoilt(plan, (words,))
    return None


@defect("content/placeholder", "单位写作某某")
def somebody(plan: Plan, random: Random) -> Spoilt | None:
    for section in shuffled(random, leaves(plan)):
        if {"work.process", "analysis.process"} & set(section.covers):
            words = random.choice(("抽查情况由某某单位书面确认。", "现场核查由某某科室牵头。", "资料由某某公司整理。"))
            add(section, words)
            return Spoilt(plan, ("某某",))
    return None


@defect("content/placeholder", "Word的出错文字")
def word_error(plan: Plan, random: Random) -> Spoilt | None:
    for section in shuffled(random, leaves(plan)):
        if {"work.process", "analysis.process", "analysis.decision"} & set(section.covers):
            words = random.choice(("错误！未定义书签。", "错误！未找到引用源。"))
            section.paragraphs.append(Paragraph([Statement("filler", "核查记录见" + words)]))
            return Spoilt(plan, (words[:-1],))
    return None


@defect("content/placeholder", "自评表的指标值还是模板的**")
def stars_in_form(plan: Plan, random: Random) -> Spoilt | None:
    """≥**平方米 (B5 no. 28), in the cell of 年度总体目标."""
    goals = [goal for form in plan.forms for goal in form.goals]
    if not goals:
        return None
    goals[0].expected.words = "完成改造**处，" + goals[0].expected.words
    return None if plan.style.format == "md" else Spoilt(plan, ("**",))


# content/year-mismatch


@defect("content/year-mismatch", "评价时段是上年的")
def period_of_last_year(plan: Plan, random: Random) -> Spoilt | None:
    year = str(plan.project.identity.year)
    last = str(int(year) - 1)
    for statement in plan.statements("period"):
        if statement.names.get("year") == year:
            statement.names["year"] = last
            return Spoilt(plan, (last,))
    return None


@defect("content/year-mismatch", "自评表的年度是上年的")
def form_of_last_year(plan: Plan, random: Random) -> Spoilt | None:
    """In a combined report, whose title and text have the right year."""
    form = plan.form
    year = str(plan.project.identity.year)
    if form is None or plan.kind != "combined" or year not in form.year_line or year not in plan.title:
        return None
    form.year_line = form.year_line.replace(year, str(int(year) - 1))
    return Spoilt(plan, (str(int(year) - 1),))


@defect("content/year-mismatch", "全年预算数写的是上年")
def budget_of_last_year(plan: Plan, random: Random) -> Spoilt | None:
    year = str(plan.project.identity.year)
    last = str(int(year) - 1)
    for statement in plan.statements("money"):
        words = statement.words
        named = re.match(r"(?:本项目)?\{year\}年(?:度)?(?:全年预算数|财政批复本项目预算)", words)
        if named and statement.names.get("year") == year and "budget" in statement.figures:
            statement.names["year"] = last
            # Figures of another year are no statement of this year's: what is left may be nothing.
            return Spoilt(plan, (last,), also=follows("figure/missing"))
    return None


# content/name-mismatch

_PROJECTS = (
    "农村危房改造",
    "城市公厕提升改造",
    "残疾人托养服务",
    "义务教育学校课桌椅更新",
    "古树名木保护",
    "气象灾害预警信息发布",
)
_UNITS = ("市场监督管理局", "退役军人事务局", "自然资源局", "气象局", "档案馆", "供销合作社联合社")


def _other(random: Random, names: tuple[str, ...], own: str) -> str:
    return random.choice([name for name in names if name[:2] not in own and name[-3:] not in own])


@defect("content/name-mismatch", "自评表里是另一个项目的名称")
def project_in_form(plan: Plan, random: Random) -> Spoilt | None:
    """In a combined report, whose title names its own project."""
    form, own = plan.form, plan.project.identity.project
    if form is None or plan.kind != "combined" or own not in plan.title:
        return None
    for number, (label, words) in enumerate(form.header):
        if "项目名称" in label.replace(" ", "") and own in words:
            other = _other(random, _PROJECTS, own)
            form.header[number] = (label, other)
            return Spoilt(plan, (other,))
    return None


@defect("content/name-mismatch", "评价对象写了另一个项目的名称")
def project_in_scope(plan: Plan, random: Random) -> Spoilt | None:
    own = plan.project.identity.project
    for statement in plan.statements("scope"):
        if statement.names.get("project") == own and own in plan.title and "对象" in statement.words:
            other = _other(random, _PROJECTS, own)
            statement.names["project"] = other
            return Spoilt(plan, (other,))
    return None


@defect("content/name-mismatch", "落款是另一个单位")
def signed_by_another(plan: Plan, random: Random) -> Spoilt | None:
    identity = plan.project.identity
    for number, words in enumerate(plan.signature):
        if words.strip() in (identity.unit, identity.department) and words.strip() in plan.unit_line + str(plan.cover):
            other = identity.place + _other(random, _UNITS, identity.unit + identity.department)
            plan.signature[number] = other
            return Spoilt(plan, (other,))
    return None


@defect("content/name-mismatch", "自评表的实施单位是另一个单位")
def unit_in_form(plan: Plan, random: Random) -> Spoilt | None:
    form, identity = plan.form, plan.project.identity
    if form is None or plan.kind != "combined":
        return None
    # Who signs need not be who carries it out: the text must say in so many words who does.
    said = [each for each in plan.statements() if each.names.get("unit") == identity.unit]
    if not any(re.search(r"实施单位为\{unit\}|由?\{unit\}(?:具体承担|组织实施)", each.words) for each in said):
        return None
    for number, (label, words) in enumerate(form.header):
        if "实施单位" in label.replace(" ", "") and words == identity.unit:
            other = identity.place + _other(random, _UNITS, identity.unit + identity.department)
            form.header[number] = (label, other)
            return Spoilt(plan, (other,))
    return None


# content/date


@defect("content/date", "落款日期早于所评年度结束")
def dated_early(plan: Plan, random: Random) -> Spoilt | None:
    """Last year's date left under the report, or one before December's end."""
    year = plan.project.identity.year
    when = (year, random.choice((3, 6, 9, 11, 12)), random.randint(1, 28))
    early = f"{when[0]}年{when[1]}月{when[2]}日"
    full = re.compile(rf"{year + 1}年\d{{1,2}}月\d{{1,2}}日")
    changed = False
    for number, words in enumerate(plan.signature):
        if full.search(words):
            plan.signature[number] = full.sub(early, words)
            changed = True
    if plan.kind == "table":
        for form in plan.forms:
            for number, note in enumerate(form.notes):
                if full.search(note):
                    form.notes[number] = full.sub(early, note)
                    changed = True
    elif plan.cover:
        plan.cover.lines = [(label, full.sub(early, words)) for label, words in plan.cover.lines]
    return Spoilt(plan, (early,)) if changed else None


@defect("content/date", "评价工作在年度结束之前已经开始打分")
def evaluated_early(plan: Plan, random: Random) -> Spoilt | None:
    year = plan.project.identity.year
    for section in plan.walk():
        if section.covers == ("work.process",) and section.paragraphs:
            words = f"{year}年{random.randint(5, 10)}月{random.randint(1, 28)}日完成现场评价和打分，形成评价报告。"
            add(section, words)
            return Spoilt(plan, (words[:7],))
    return None


# content/no-problems


def _answered(plan: Plan, random: Random, node: str, answers: tuple[str, ...]) -> Spoilt | None:
    section = next((each for each in plan.walk() if each.covers == (node,)), None)
    if section is None or section.run_in:
        return None
    answer = random.choice(answers)
    section.children = []
    section.paragraphs = [Paragraph([Statement("filler", answer)])]
    return Spoilt(plan, (answer.rstrip("。"),))


@defect("content/no-problems", "存在的问题写“无”")
def no_problems(plan: Plan, random: Random) -> Spoilt | None:
    return _answered(plan, random, "problems", ("无。", "暂无。", "无", "暂未发现问题。", "项目实施过程中不存在问题。"))


@defect("content/no-problems", "有关建议写“无”")
def no_suggestions(plan: Plan, random: Random) -> Spoilt | None:
    return _answered(plan, random, "suggestions", ("无。", "暂无。", "无", "暂无建议。"))


@defect("content/no-problems", "自评表的存在问题写“无”")
def no_problems_in_form(plan: Plan, random: Random) -> Spoilt | None:
    form = plan.form
    if form is None or plan.kind != "table" or len(plan.forms) > 1:
        return None
    for number, (label, _) in enumerate(form.texts):
        if "问题" in label or "改进措施" in label:
            form.texts[number] = (label, random.choice(("无", "暂无", "无。")))
            return Spoilt(plan, (form.texts[number][1].rstrip("。"),))
    return None


# content/duplicate


def _repeated(plan: Plan, statement: Statement, section: Section) -> Spoilt:
    add(section, statement.words, statement.kind).names.update(statement.names)
    return Spoilt(plan, (statement.text.rstrip("。"),))


@defect("content/duplicate", "总体目标抄作项目效益")
def goal_as_benefit(plan: Plan, random: Random) -> Spoilt | None:
    section = next((each for each in plan.walk() if "analysis.benefit" in each.covers and each.paragraphs), None)
    goals = [each for each in plan.statements("goal") if len(each.text) >= 20 and not each.figures]
    return _repeated(plan, random.choice(goals), section) if goals and section else None


@defect("content/duplicate", "同一句话在两章里各写一遍")
def sentence_twice(plan: Plan, random: Random) -> Spoilt | None:
    for statement in _plain(plan, random, ("filler", "experience", "process")):
        long = len(statement.text) >= 20 and not statement.figures and "。" in statement.words
        home = next((s for s in plan.walk() if any(statement in p.statements for p in s.paragraphs)), None)
        others = [s for s in leaves(plan) if home and s.covers and home.covers and s is not home]
        far = [s for s in others if s.covers[0].split(".")[0] != (home.covers[0].split(".")[0] if home else "")]
        far = [s for s in far if {"analysis", "experience"} & {s.covers[0].split(".")[0]}]
        if long and far:
            return _repeated(plan, statement, random.choice(far))
    return None


# Advice


@defect("content/method", "没有写明评价方法")
def method(plan: Plan, random: Random) -> Spoilt | None:
    if not drop(plan, lambda each: each.kind == "method"):
        return None
    section = next((each for each in plan.walk() if "work.method" in each.covers), None)
    if section is None:
        return None
    if not section.paragraphs and not section.children:
        add(section, "评价坚持科学规范、公正公开的要求，采用定量与定性相结合的方式。")
    return None if any("法" in s.text for s in plan.statements("principle")) else Spoilt(plan, (section.heading,))


@defect("content/typo", "词语重复")
def doubled_word(plan: Plan, random: Random) -> Spoilt | None:
    for statement in _plain(plan, random, ("filler", "experience", "process", "problem", "suggestion")):
        found = list(re.finditer("资金|食品|群众|设施|制度|任务|材料|质量", statement.words))
        if found:
            word = random.choice(found)
            statement.words = statement.words[: word.end()] + word[0] + statement.words[word.end() :]
            return Spoilt(plan, (word[0] * 2,))
    return None


@defect("content/typo", "两句之间漏了句号")
def missing_stop(plan: Plan, random: Random) -> Spoilt | None:
    """有待提升村民自治制度不健全 (B5 no. 54): here before a word that opens a sentence."""
    for section in shuffled(random, plan.walk()):
        for paragraph in section.paragraphs:
            for one, other in pairwise(paragraph.statements):
                opens = re.match(r"[一二三四五]是|第[一二三四五]，|同时，|其次，|此外，", other.text)
                if one.words.endswith("。") and opens:
                    one.words = one.words[:-1]
                    return Spoilt(plan, (one.text[-2:] + other.text[:2],))
    return None


@defect("content/typo", "常见的错字")
def known_slip(plan: Plan, random: Random) -> Spoilt | None:
    """Entries of the pack's small list: no other wrong word is to be reported."""
    for statement in _plain(plan, random, (*_PLAIN, "problem", "suggestion")):
        for right, wrong in shuffled(random, _SLIPS):
            if right in statement.words and wrong not in statement.words:
                statement.words = statement.words.replace(right, wrong, 1)
                return Spoilt(plan, (wrong, wrong[:1] if wrong == "。，" else wrong))
    return None


_SLIPS = (
    ("已经", "己经"),
    ("项目", "项日"),
    ("不断完善", "断完善"),
    ("绩效", "绩郊"),
    ("统筹", "统畴"),
    ("。", "。，"),
)


@defect("content/vague", "成效只有笼统的说法")
def vague(plan: Plan, random: Random) -> Spoilt | None:
    section = _benefit(plan)
    if section is None:
        return None
    words = random.choice(_VAGUE)
    section.paragraphs.append(Paragraph([Statement("filler", words)]))
    return Spoilt(plan, (words.rstrip("。"),))


@defect("content/vague", "项目效益通篇没有数字")
def vague_throughout(plan: Plan, random: Random) -> Spoilt | None:
    """In a combined report, whose form has the figures."""
    section = _benefit(plan)
    if section is None or section.covers != ("analysis.benefit",) or plan.kind != "combined":
        return None
    words = random.choice(_VAGUE)
    section.paragraphs = [Paragraph([Statement("filler", words)])]
    return Spoilt(plan, (words.rstrip("。"),))


def _benefit(plan: Plan) -> Section | None:
    section = next((each for each in plan.walk() if "analysis.benefit" in each.covers), None)
    return None if section is None or section.run_in or section.children else section


_VAGUE = (
    "项目的实施有效提升了群众的获得感、幸福感和安全感，社会反响良好。",
    "通过项目实施，服务水平得到显著提高，取得了良好的社会效益。",
    "项目实施后，人居环境明显改善，受到广大群众的一致好评。",
)
