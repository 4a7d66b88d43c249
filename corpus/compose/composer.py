"""Composes a plan by seed: the truth first, then the words that say it, then the look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

from corpus.compose.draw import Drawer, chinese
from corpus.compose.facts import draw_project, lose_something
from corpus.compose.figures import Figures
from corpus.compose.forms import FormWriter, layout_for, scoring_table
from corpus.compose.held_out import OtherFigures, OtherMoneyWords, OtherNarrative, cover_lines, restyle
from corpus.compose.lexicon import Lexicon, Subject, lexicon
from corpus.compose.money_words import MoneyWords
from corpus.compose.narrative import Narrative
from corpus.compose.style import draw_style
from corpus.plan import Attachment, Cover, Form, Kind, Paragraph, Plan, Project

Change = Callable[[Project], None]

_KINDS: tuple[tuple[Kind, str], ...] = (
    ("narrative", "table"),
    ("narrative", "table"),
    ("combined", "form"),
    ("combined", "form"),
    ("table", "form"),
    ("table", "several"),
)
_TITLES = (
    "{year}年度{project}项目支出绩效评价报告",
    "{year}年度{project}项目绩效自评报告",
    "{project}项目支出绩效自评报告",
    "{place}{year}年度{project}项目绩效评价自评报告",
    "{year}年度{project}项目支出绩效单位自评报告",
    "{year}年{project}项目绩效自评总结报告",
    "{department}{year}年度{project}项目支出绩效评价报告",
)


def compose(
    seed: int, parts: str | Path = "tuned", *, kind: str = "", change: Change | None = None, honest: bool = True
) -> Plan:
    """The plan of a faultless report.

    seed    the same seed, parts and change give the same plan
    parts   the words: "tuned", "held-out", "unseen", or a folder of one's own
    kind    "narrative", "combined", "table" or "several" (自评表 of several projects); "" leaves it to the seed
    change  alters each project's truth before it is scored and written
    honest  False lets full marks stand beside problems, and a score far ahead of execution, as a change made them
    """
    words = lexicon(parts)
    look = Random(f"{seed} look")
    drawn = look.choice(_KINDS)
    wanted = {"narrative": _KINDS[0], "combined": _KINDS[2], "table": _KINDS[4], "several": _KINDS[5]}
    kind_of_file, scheme = wanted[kind] if kind else drawn
    style, numbering = draw_style(look, kind_of_file)
    if words.headings:
        numbering = restyle(look, style, numbering)
    year = look.choice((2021, 2022, 2023, 2023, 2024))
    projects: list[Project] = []
    for number in range(look.randint(2, 3) if scheme == "several" else 1):
        truth = Random(f"{seed} truth {number}")
        taken = [p.subject for p in projects]
        project = draw_project(truth, words, scheme="table" if scheme == "table" else "form", year=year, taken=taken)
        if projects:
            (_same_place if words.headings else _same_office)(project, projects[0])
        if change:
            change(project)
        named = kind_of_file != "table" or (bool(words.headings) and _names_problems(seed, words))
        _score(truth, words, project, named=honest and named, form=honest and scheme != "table")
        projects.append(project)
    plan = Plan(
        seed, str(parts), kind_of_file, style, projects, "", "", None, [], [], [], None, [], [], [],
    )  # fmt: skip
    if kind_of_file == "table":
        _tables(plan, words)
    else:
        _report(plan, words, numbering, look)
    return plan


def subject_of(words: Lexicon, project: Project) -> Subject:
    return next(s for s in words.subjects if s.id == project.subject)


def _score(rng: Random, words: Lexicon, project: Project, *, named: bool, form: bool) -> None:
    """Scores; no full marks where problems are named, no score far ahead of execution in a form."""
    project.rescore()
    if named and project.score == 100:
        lose_something(rng, words, project, subject_of(words, project))
        project.rescore()
    if form:
        points = project.score - project.rate_score
        if points > 0 and (points / 90 - project.rate_score / 10) / (points / 90) > Decimal("0.045"):
            _spend(project)
            project.rescore()


def _spend(project: Project) -> None:
    """Everything spent: the score cannot run ahead of execution any more."""
    money = project.money
    money.executed, money.low_reason = money.budget, ""
    for part in (*money.sources, *money.items, *money.lines):
        part.executed = part.budget


def _same_office(project: Project, first: Project) -> None:
    """Several projects in a file are one department's."""
    who, theirs = project.identity, first.identity
    who.place, who.department, who.unit, who.date = theirs.place, theirs.department, theirs.unit, theirs.date


def _same_place(project: Project, first: Project) -> None:
    """Several projects in a file are one place's, of a department each."""
    who, theirs = project.identity, first.identity
    own, unit = who.department.removeprefix(who.place), who.unit.removeprefix(who.place)
    who.place, who.department, who.unit, who.date = theirs.place, theirs.place + own, theirs.place + unit, theirs.date


def _names_problems(seed: int, words: Lexicon) -> bool:
    """Whether the layout of a form has a row for problems."""
    return "存在问题" in layout_for(Random(f"{seed} layout"), words).texts


def _names(project: Project) -> dict[str, str]:
    who = project.identity
    return {
        "project": who.project,
        "unit": who.unit,
        "department": who.department,
        "place": who.place,
        "local": who.place[-1],
        "year": str(who.year),
        "last": str(who.year - 1),
        "next": str(who.year + 1),
    }


def _form(plan: Plan, words: Lexicon, number: int, *, filled_by: bool) -> Form:
    project = plan.projects[number]
    rng = Random(f"{plan.seed} form {number}")
    # Several forms of one file share their layout, as a department's do.
    layout = layout_for(Random(f"{plan.seed} layout"), words)
    figures = (OtherFigures if words.headings else Figures)(Random(f"{plan.seed} figures {number}"), project.money)
    return FormWriter(Drawer(rng, _names(project)), words, figures, project, layout).form(filled_by=filled_by)


def _tables(plan: Plan, words: Lexicon) -> None:
    rng = Random(f"{plan.seed} tables")
    plan.forms = [_form(plan, words, number, filled_by=rng.random() < 0.6) for number in range(len(plan.projects))]
    plan.title = plan.forms[0].caption
    if len(plan.projects) > 1 and rng.random() < 0.5:
        plan.sheets = [p.identity.project[:20] for p in plan.projects]
    elif len(plan.projects) > 1:
        plan.sheets = [f"自评表{number + 1}" for number in range(len(plan.projects))]
    else:
        plan.sheets = [rng.choice(("自评表", "Sheet1", "附件1"))]


def _report(plan: Plan, words: Lexicon, numbering, look: Random) -> None:  # type: ignore[no-untyped-def]
    project = plan.project
    rng = Random(f"{plan.seed} words")
    names = _names(project)
    draw = Drawer(rng, names)
    figures = (OtherFigures if words.headings else Figures)(Random(f"{plan.seed} figures 0"), project.money)
    plan.title = rng.choice(words.pool("titles", _TITLES)).format(**names)
    subject = subject_of(words, project)
    combined = plan.kind == "combined"
    run_in = rng.random() < 0.15 and not plan.style.automatic and not plan.style.contents and bool(numbering.levels[1])
    money = (OtherMoneyWords if words.headings else MoneyWords)(draw, words, figures, project)
    writer = OtherNarrative if words.headings else Narrative
    plan.sections = writer(
        draw, words, subject, figures, project, numbering, money=money, form=combined, run_in=run_in
    ).sections()
    if rng.random() < 0.3:
        preface = draw.phrase("preface", words.phrases["preface"])
        plan.preface = [Paragraph([draw.say("filler", preface, None, "", "：" if "现" in preface[-14:] else "。")])]
    date = chinese(dt.date(*project.identity.date))
    who = rng.choice((project.identity.unit, project.identity.department))
    if rng.random() < 0.35:
        plan.unit_line = who
    if rng.random() < 0.8:
        plan.signature = [who, date]
    if rng.random() < 0.3:
        plan.style.header = plan.title if rng.random() < 0.5 else who
    if plan.style.format in ("docx", "pdf") and rng.random() < 0.3:
        lines = cover_lines(rng, project, who, date) if words.headings else [("项目单位", who), ("报告日期", date)]
        plan.cover = Cover(lines)
    # A contents page stands behind a cover; without one the title comes first.
    plan.style.contents = plan.style.contents and plan.cover is not None
    if combined:
        plan.forms = [_form(plan, words, 0, filled_by=rng.random() < 0.3)]
    else:
        plan.scoring = scoring_table(rng, words, project)
    if rng.random() < 0.2:
        _attach(plan, words, draw)


def _attach(plan: Plan, words: Lexicon, draw: Drawer) -> None:
    """An annex, and the sentence that points to it."""
    section = plan.section("work.process")
    if section is None or not section.paragraphs:
        return
    label = draw.rng.choice(("附件1", "附件"))
    words_of_it = draw.phrase("attachment", words.phrases["attachment"])
    pointer = draw.say("pointer", words_of_it, label=label)
    section.paragraphs[-1].statements.append(pointer)
    body = draw.several("attachment_body", words.phrases["attachment_body"], 1, 2)
    title = words_of_it.split("见")[0].removesuffix("详")
    paragraphs = [Paragraph([draw.say("filler", line)]) for line in body]
    plan.attachments = [Attachment(label, title, paragraphs)]
