"""How plans are spoilt: statements dropped, figures misprinted, sections renumbered, a report written anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import TypeVar

from checker.interval import Interval
from corpus.plan import MONEY, IndicatorRow, Paragraph, Plan, Project, Section, Stated, Statement

Where = Callable[[Statement], bool]
Item = TypeVar("Item")


def remade(plan: Plan, change: Callable[[Project], object], *, honest: bool = True) -> Plan:
    """The report of another truth, written with the same words: `change` is called on the first project only.

    `honest` False lets full marks stand beside problems, and a score far ahead of execution.
    """
    from corpus.build import compose

    projects: list[Project] = []

    def once(project: Project) -> None:
        projects.append(project)
        if len(projects) == 1:
            change(project)

    return tidied(compose(plan.seed, plan.parts, change=once, honest=honest))


def tidied(plan: Plan) -> Plan:
    """The plan without the commas that stood around a reason that is no longer given."""
    for statement in plan.statements():
        words = re.sub(r"，+(?=[，。；])|(?<=[。；：])，|^，", "", statement.words)
        statement.words = re.sub(r"；+。?$", "。", words) if statement.kind == "money" else words
    return plan


# Statements


def paragraphs(plan: Plan) -> Iterator[list[Paragraph]]:
    """Every list of paragraphs that a plan has, to be changed in place."""
    yield plan.preface
    for section in plan.walk():
        yield section.paragraphs
    for attachment in plan.attachments:
        yield attachment.paragraphs


def drop(plan: Plan, where: Where) -> int:
    """Take statements out, and paragraphs that are left without any; how many statements were taken."""
    taken = 0
    for held in paragraphs(plan):
        for paragraph in held:
            left = [statement for statement in paragraph.statements if not where(statement)]
            taken += len(paragraph.statements) - len(left)
            paragraph.statements = left
        held[:] = [paragraph for paragraph in held if paragraph.statements]
    return taken


def states(statement: Statement, *roles: str) -> bool:
    """Whether a statement states a figure of one of the roles."""
    return any(figure.role in roles for figure in statement.figures.values())


def prose(plan: Plan, role: str, scope: str | None = None) -> list[Stated]:
    """The narrative's statements of a figure."""
    return [
        figure
        for statement in plan.statements()
        for figure in statement.figures.values()
        if figure.role == role and scope in (None, figure.scope)
    ]


def tables(plan: Plan, role: str, scope: str | None = None) -> list[Stated]:
    """The statements of a figure in forms and in the scoring table."""
    told = {id(figure) for figure in prose(plan, role, scope)}
    return [figure for figure in plan.stated(role, scope) if id(figure) not in told]


def statement_of(plan: Plan, figure: Stated) -> Statement:
    return next(each for each in plan.statements() if any(f is figure for f in each.figures.values()))


def section_of(plan: Plan, statement: Statement) -> Section | None:
    """The section in which a statement stands; None in the preface or an annex."""
    for section in plan.walk():
        if any(each is statement for paragraph in section.paragraphs for each in paragraph.statements):
            return section
    return None


def add(section: Section, words: str, kind: str = "filler", **figures: Stated) -> Statement:
    """A sentence more at the end of a section's own text."""
    statement = Statement(kind, words, dict(figures))
    if section.paragraphs and not section.paragraphs[-1].marker:
        section.paragraphs[-1].statements.append(statement)
    else:
        section.paragraphs.append(Paragraph([statement]))
    return statement


def leaves(plan: Plan) -> list[Section]:
    """The sections that have text of their own and no section below."""
    return [section for section in plan.walk() if section.paragraphs and not section.children]


# Sections


def siblings(plan: Plan, section: Section) -> list[Section]:
    """The list in which a section stands."""
    if any(each is section for each in plan.sections):
        return plan.sections
    return next(above.children for above in plan.walk() if any(each is section for each in above.children))


def renumber(sections: Sequence[Section]) -> None:
    """Count numbered headings from 1."""
    number = 0
    for section in sections:
        if section.ordinal is not None:
            number += 1
            section.ordinal = number


# Figures


def interval(figure: Stated) -> Interval:
    """What a printed figure stands for: its value ± half a unit of the last digit, a whole one where it was cut."""
    worth = figure.scale or MONEY.get(figure.unit, Decimal(1))
    step = worth.scaleb(-len(figure.number.partition(".")[2]))
    if figure.cut:
        return Interval(figure.printed - step, figure.printed + step)
    return Interval.around(figure.printed, step)


def disagree(one: Stated, other: Stated) -> bool:
    return not interval(one).overlaps(interval(other))


def misprint(figure: Stated, random: Random, accept: Callable[[Decimal], bool] = lambda value: True) -> bool:
    """Swap two digits or change one, as typists do: beyond rounding, by no power of ten. False where none will do.

    `accept` gets the new value, in the unit of `Stated.value`.
    """
    number = figure.number.replace(",", "")
    worth = figure.scale or MONEY.get(figure.unit, Decimal(1))
    old = Decimal(number)
    found: list[Decimal] = []
    spots = [i for i, character in enumerate(number) if character.isdigit()]
    for i, j in pairwise(spots):
        if number[i] != number[j]:
            swapped = list(number)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            found.append(Decimal("".join(swapped)))
    for i in spots:
        for digit in "1234567890":
            if digit != number[i]:
                found.append(Decimal(number[:i] + digit + number[i + 1 :]))
    random.shuffle(found)
    least = max(Decimal(3).scaleb(-figure.places), old * Decimal("0.004"))
    for value in found:
        if len(f"{value:f}") != len(number) or value <= 0 or abs(value - old) < least:
            continue  # another length: a zero has come to the front
        if value / old in (Decimal(10), Decimal("0.1")) or not accept(value * worth):
            continue
        figure.value, figure.cut = value * worth, False
        return True
    return False


def set_all(figures: Iterable[Stated], value: Decimal) -> None:
    """Give every statement of a figure the same value."""
    for figure in figures:
        figure.value = value


def row_of(plan: Plan, key: str) -> IndicatorRow | None:
    """The form's row of an indicator."""
    return next((row for form in plan.forms for row in form.rows if row.key == key), None)


def rows(plan: Plan) -> list[IndicatorRow]:
    """The rows of the first form."""
    return plan.form.rows if plan.form else []


def shuffled(random: Random, items: Iterable[Item]) -> list[Item]:
    """The items in random order."""
    found = list(items)
    random.shuffle(found)
    return found
