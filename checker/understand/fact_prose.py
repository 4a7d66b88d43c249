"""Facts of running text: sentence by sentence, with what stands in brackets as parts of the figure before them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from checker.understand.fact import Fact
from checker.understand.fact_said import Reader, Said
from checker.understand.fact_sentence import SentenceReader
from checker.understand.fact_text import Clause, Passage
from checker.understand.quantities import find_quantities

__all__ = ["Reader", "read_passage"]


# Every fact is a figure under a label, or an amount of money that others around it explain.
_MONEY: Final = re.compile(r"[元角块¥]")
_GOES_ON: Final = re.compile(r"[元角块¥]|其中")


def read_passage(reader: Reader, folded: str, start: int, end: int, project: str = "") -> list[Fact]:
    """The facts of one paragraph or cell; `project` is the one that it speaks of where a report holds several.

    A sentence without a year of its own after one about another year is not surely about the report's: its facts are
    inferred.
    """
    words = folded[start:end].replace(" ", "")
    if not (reader.labels.may_stand_in(words, 0, len(words)) or _MONEY.search(words)):
        return []
    passage = Passage(folded, start, end, find_quantities(folded, start, end, numbers=True))
    found: list[Fact] = []
    foreign = False
    said = Said(reader.year)
    brackets = iter(passage.brackets)
    bracket = next(brackets, None)
    for sentence in passage.sentences():
        said = _after(said, reader, passage, sentence)
        if not (foreign or said.parent or _tells(reader, passage, sentence)):
            continue
        facts = _over_years(list(SentenceReader(reader, passage, passage.masked, sentence, said, project).read()))
        outer = list(facts)
        while bracket is not None and bracket.start < sentence.end:
            opens = passage.span(bracket.start, bracket.end).start
            last = next((fact for fact in reversed(outer) if fact.span.end <= opens), None)
            if last is not None and last.quantity.kind == "money":
                inner = said.inside(last)
                facts += SentenceReader(reader, passage, passage.words, bracket, inner, project).read()
            bracket = next(brackets, None)
        if foreign and not said.year_stated:
            facts = [replace(fact, inferred=True) for fact in facts]
        if said.year_stated:
            foreign = any(fact.year != reader.year for fact in facts)
        found += [replace(fact, sentence=passage.span(sentence.start, sentence.end)) for fact in facts]
    return found


def _tells(reader: Reader, passage: Passage, sentence: Clause) -> bool:
    """Whether a sentence may state a fact, or open what the next one states."""
    within = passage.words, sentence.start, sentence.end
    return reader.labels.may_stand_in(*within) or _GOES_ON.search(*within) is not None


def _over_years(facts: list[Fact]) -> list[Fact]:
    """The facts of a sentence, a figure that is then divided by years cumulative: 总预算500万元,其中2021年200万元,…."""
    result = list(facts)
    for at, whole in enumerate(facts):
        years = [
            f for f in facts[at + 1 :] if f.label == whole.label and f.scope == whole.scope and f.name == whole.name
        ]
        apart = {f.year for f in years}
        summed = sum(f.quantity.value for f in years)
        if len(apart) > 1 and whole.year in apart and summed >= whole.quantity.value:
            result[at] = replace(whole, cumulative=True)
    return result


def _after(said: Said, reader: Reader, passage: Passage, sentence: Clause) -> Said:
    """What has been said where a sentence begins.

    A list of sources after 其中 goes on after a semicolon; 其中 at the beginning speaks of the figure before.
    """
    if said.parent and passage.words.startswith("其中", sentence.start):
        return replace(Said(reader.year), parent=said.parent, total=said.total, cumulative=said.cumulative)
    goes_on = said.among and passage.words[sentence.start - 1 : sentence.start] == ";"
    if goes_on and reader.sources.at_start(passage.words[sentence.start : sentence.start + 20], among=True):
        return replace(Said(reader.year), among=True, parent=said.parent)
    listed = passage.words[sentence.start - 1 : sentence.start] == ";"
    return Said(reader.year, amounts=said.amounts if listed else [])
