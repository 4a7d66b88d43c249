"""Which project a place in a report speaks of, where a report holds several.

A project is named by a heading (一、道路养护项目), by the beginning of a list's item (1.道路养护项目:) or of a
paragraph (道路养护项目绩效自评综述:), and in a form by its 项目名称. One name alone is the report's own project and no
scope.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from checker.document import Cell, Document, Paragraph, Table

_NUMBERS: Final = (
    r"第[一二三四五六七八九十]+(?:部分|章|节)",
    r"[一二三四五六七八九十]+、",
    r"\([一二三四五六七八九十]+\)、?",
    r"[0-9]{1,2}[.、](?![0-9])",
    r"\([0-9]{1,2}\)|[0-9]{1,2}\)",
    r"[①-⑳]",
    r"[一二三四五六七八九十]是",
)
_NUMBER: Final = re.compile("|".join(f"(?P<n{rank}>{pattern})" for rank, pattern in enumerate(_NUMBERS)))
_TITLE: Final = re.compile(
    r"(?P<name>[^,。;:]{2,40}?(?:项目|工程|经费|资金|补助|补贴|专项|行动|奖补))(?P<rest>(?:支出)?(?:绩效)?(?:单位)?(?:自我)?(?:自评|评价)?(?:自评)?"
    r"(?:综述|情况|报告|结果|得分|表)?(?:\([^()]{0,20}\))?)(?P<end>[:。]|$)"
)
_ITEM: Final = re.compile(r"(?P<name>[^,。;:]{2,30}?(?:项目|工程|行动))(?P<rest>)(?P<end>[:,])")
_INNER: Final = re.compile(r"[。;:]\s*(?=[0-9(①-⑳一二三四五六七八九十])")
_GENERIC: Final = re.compile(
    r"[0-9]{4}(?:年度?)?|项目|子项目|工程|经费|专项|资金|补助|补贴|支出|绩效|预算|财政|中央|省级?|市级?|县级?|区级?|本级|上级|自筹|配套|社会|其他|年度|当年|全年|投入|使用|管理|安排|情况|执行|"
    r"主要|重点|本|该|各|实施|建设|单位|自评|评价|及|和|的|与|到位|落实|结转|结余|一般公共|转移支付|总体|全部|部门|整体|报告|具体|相关|有关|完成|关于|对|《|》|奖补|行动|组织|立项|背景|申报|概况|介绍"
)


@dataclass(frozen=True, slots=True)
class _Lead:
    """A place at which a project is named, and where it ends to speak of it."""

    start: int
    end: int
    name: str
    titled: bool


class Projects:
    """The projects of a report; `at(offset)` names the one that a place speaks of, "" for the whole report."""

    def __init__(self, leads: Iterable[_Lead]) -> None:
        self._leads = sorted(leads, key=lambda lead: (lead.start, -lead.end))
        self._starts = [lead.start for lead in self._leads]

    def at(self, offset: int) -> str:
        for lead in reversed(self._leads[: bisect_right(self._starts, offset)]):
            if lead.end > offset:
                return lead.name
        return ""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(lead.name for lead in self._leads)


def read_projects(document: Document, folded: str) -> Projects:
    """The projects of a report, none where it is about a single one."""
    leads = _headings(document, folded)
    tables = _tables(document, folded)
    titled = {_key(lead.name) for lead in leads if lead.titled}
    inner = [lead for lead in leads if not lead.titled]
    kept = [lead for lead in leads if lead.titled] if len(titled) > 1 else []
    named = _distinct(lead.name for lead in inner)
    if len(named) > 1:
        kept += inner
    if len(_distinct(lead.name for lead in tables)) > 1 or any(
        _key(lead.name) in {_key(other.name) for other in kept} for lead in tables
    ):
        kept += tables
    return Projects(_renamed(kept))


def _renamed(leads: list[_Lead]) -> list[_Lead]:
    """Leads of one project under one name: the first under which it goes."""
    names: list[str] = []
    result = []
    for lead in sorted(leads, key=lambda lead: lead.start):
        own = next((name for name in names if _same(name, lead.name)), None)
        if own is None:
            own = lead.name
            names.append(own)
        result.append(_Lead(lead.start, lead.end, own, lead.titled))
    return result


def _distinct(names: Iterable[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        if not any(_same(name, other) for other in found):
            found.append(name)
    return found


def _key(name: str) -> str:
    return re.sub(r"[0-9]{4}年度?|[\"'《》()]|项目|支出|年度", "", name)


def _same(one: str, other: str) -> bool:
    a, b = _key(one), _key(other)
    return a == b or (len(min(a, b, key=len)) >= 4 and (a in b or b in a))


def _is_name(name: str) -> bool:
    rest = _GENERIC.sub("", name)
    return len(re.findall(r"[\u4e00-\u9fff]", rest)) >= 2 and not name.startswith(("根据", "为", "由于", "通过", "对"))


def _headings(document: Document, folded: str) -> list[_Lead]:
    """Leads in paragraphs, each with the range up to the next number of its own or a higher rank."""
    open_: list[tuple[int, int, str, bool]] = []  # rank, start, name, titled
    found: list[_Lead] = []

    def close(rank: int, at: int) -> None:
        while open_ and open_[-1][0] >= rank:
            _, start, name, titled = open_.pop()
            found.append(_Lead(start, at, name, titled))

    for block in document.blocks:
        if not isinstance(block, Paragraph) or block.role == "toc":
            continue
        at, end = block.span.start, block.span.end
        for start in _sentence_starts(folded, at, end):
            words = folded[start:end].replace(" ", "")[:60]
            number = _NUMBER.match(words)
            rank = -1 if number is None else int((number.lastgroup or "n0")[1:])
            title = words[number.end() :] if number else words
            match = _TITLE.match(title) or (_ITEM.match(title) if number and rank >= 3 else None)
            name = match["name"] if match else ""
            named = match is not None and _is_name(name)
            if number is not None:
                close(rank, start)
                if named:
                    open_.append((rank, start, name, False))
            elif named and match is not None and start == at:
                whole = match["end"] == "" and len(words) == len(folded[at:end].replace(" ", ""))
                if whole and "绩效" in match["rest"]:
                    close(-1, start)
                    open_.append((-1, start, name, True))
                elif match["end"] == ":":
                    found.append(_Lead(start, end, name, False))
    close(-1, len(folded))
    return found


def _sentence_starts(folded: str, start: int, end: int) -> list[int]:
    """Where a paragraph and, with a number, a sentence in it begins."""
    starts = [start]
    for match in _INNER.finditer(folded, start, end):
        if _NUMBER.match(folded, match.end()):
            starts.append(match.end())
    return starts


# 项目名称, 自评项目名称, 被评价项目名称:
_NAME_LABEL: Final = re.compile(r"(?:自评|被?评价|申报|预算|绩效|支出|一级|二级)?项目(?:支出)?名称:?")
_FUNDS_ROW: Final = re.compile(r"(?:年度|项目)?资金总额:?")


def _tables(document: Document, folded: str) -> list[_Lead]:
    """The 项目名称 of forms; each counts up to the next form, be that one named or not."""
    found: list[tuple[int, str]] = []

    def start_of(table: Table, cell: Cell) -> int:
        """Where a form begins: with its table, or in one of several forms under each other with the row of its name."""
        inside = any(start >= table.span.start for start, _ in found)
        return min(c.span.start for c in table.cells if c.row == cell.row) if inside else table.span.start

    for number, table in enumerate(document.tables, 1):
        names, funds = len(found), False
        for cell in table.cells:
            words = folded[cell.span.start : cell.span.end].replace(" ", "").replace("\n", "")
            if _NAME_LABEL.fullmatch(words):
                right = _value(table, cell, folded)
                name = folded[right.span.start : right.span.end].replace(" ", "") if right else ""
                # A heading of a column of names is no form's own name.
                below = table.at(cell.row + cell.row_span, cell.column)
                if name and not (below and right and _looks_like_header(table, cell.row, folded)):
                    found.append((start_of(table, cell), name))
            elif (label := _NAME_LABEL.match(words)) and label[0].endswith(":") and len(words) > label.end() + 1:
                found.append((start_of(table, cell), words[label.end() :]))
            elif _FUNDS_ROW.fullmatch(words):
                funds = True
        if names and len(found) == names and funds and "执行" in table.span.cut(folded):
            found.append((table.span.start, rf"第{number}张表"))
    leads = []
    for index, (start, name) in enumerate(found):
        end = found[index + 1][0] if index + 1 < len(found) else document.tables[-1].span.end + 1
        leads.append(_Lead(start, end, name, False))
    return leads


def _value(table: Table, label: Cell, folded: str) -> Cell | None:
    """The first cell with words to the right of a label: where a table is typed, merged cells are empty ones."""
    beside = (table.at(label.row, column) for column in range(label.column + label.column_span, table.columns))
    return next((cell for cell in beside if cell and folded[cell.span.start : cell.span.end].strip()), None)


def _looks_like_header(table: Table, row: int, folded: str) -> bool:
    words = [
        folded[cell.span.start : cell.span.end].replace(" ", "") for cell in dict.fromkeys(table.grid[row]) if cell
    ]
    return sum(1 for word in words if re.search(r"预算数?|执行数|执行率|得分|金额|支出", word) and len(word) < 14) >= 2
