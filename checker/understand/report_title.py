"""The title of a report: the line or lines that name its kind, and the project that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from checker.document import Paragraph, Span

if TYPE_CHECKING:
    from checker.understand.report import Report

_TITLE: Final = re.compile(
    r"(?:绩效|自评|评价).*(?:报告书?(?:摘要)?|自评表|评价表|评分表|情况表|自评情况|总结|综述|说明|(?:报告|情况)的函)(?:\((?!.*\d{2}月)[^()]*\))?$"
)
_NO_TITLE: Final = re.compile(r"关于印发|通知|办法|^附[件表录:]|目录|[。;]|^(?:发布|来源|信息|索引|当前位置|首页)")
_TITLE_LENGTH: Final = 90
COVER: Final = 16
"""Paragraphs in which a title and the lines around it stand."""
_IN_BRACKETS: Final = re.compile(r"\s*\((?P<name>[^()\n:]{2,30}(?:项目|经费|资金|补助|补贴))\)\s*")
_PROJECT_IN_TITLE: Final = re.compile(
    r"^(?:.*?(?:(?:19|20)[0-9]{2}|二零[零一二三四五六七八九]{2})年度?|.{2,20}?关于|关于)?(?P<name>.+?)(?P<tail>项目|资金)?(?:财政)?(?:支出|资金)?(?:单位|部门|财政|重点)?(?:整体(?:支出)?)?"
    r"(?:绩效|自评|评价).*$"
)
# 某项目2021年度绩效自评报告: the year stands behind the name.
_YEAR_BEHIND: Final = re.compile(
    r"^(?:关于)?(?P<name>.+?)(?P<tail>项目|资金|经费|工程|补助|补贴)(?:19|20)[0-9]{2}年度?(?:项目|财政|资金)?(?:支出)?(?:绩效|自评|评价).*$"
)
_SAYS_NOTHING: Final = re.compile(r"项目|支出|部门|单位|财政|资金|绩效|整体|年度|[0-9]")
_ANNEX_MARK: Final = re.compile(r"附[件表录]?[0-9一二三四五六七八九十]{0,2}[:.、]*(?:[0-9]{1,2}[.、])?")
_TITLE_LABEL: Final = re.compile(r"\s*(?:名\s*称|标\s*题|题\s*名|(?:文件|公文|报告)名称)\s*:\s*")
_BROKEN_OFF: Final = 12  # characters of a title's last line that names nothing by itself: 自评情况, 绩效评价报告
TITLE_UNIT: Final = re.compile(
    r"[\u4e00-\u9fff]{1,8}(?:省|市|区|县|旗|州)[\u4e00-\u9fff]{1,16}?(?:局|委员会|(?<!大)厅)(?![\u4e00-\u9fff]{0,3}(?:支队|大队|分局|中心))"
)
OFFICE: Final = re.compile(
    r"[\u4e00-\u9fff()]{2,22}(?:局|委员会|委|厅|办公室|中心|学校|中学|小学|幼儿园|医院|大学|学院|政府|办事处|馆|站|所|队|处|部|联合会"
    r"|协会|公司|银行|法院|检察院|党校|联社|联合社|园|院)"
)
YEAR: Final = re.compile(r"(?<![0-9\[])((?:19|20)[0-9]{2})\s*(?:年度?(?!\s?[0-9]{1,2}\s?月)|-(?=(?:19|20)[0-9]{2}))")
"""A year that is named as the one of something; no date, no number of a document."""


def find_title(report: Report) -> Span | None:
    """The line that names the kind of report, with the lines before it where the title goes over several."""
    folded = report.folded
    blocks = report.document.blocks
    opening = [b for b in blocks[:COVER] if isinstance(b, Paragraph) and b.role in ("body", "textbox")]
    for index, paragraph in enumerate(opening):
        start, end = paragraph.span.start, paragraph.span.end
        if label := _TITLE_LABEL.match(folded, start, end):
            start = label.end()
        line = squeezed(folded, Span(start, end))
        if len(line) > _TITLE_LENGTH:
            continue
        if not _TITLE.search(line) and index + 1 < len(opening) and _is_broken_off(line):
            last = squeezed(folded, opening[index + 1].span)
            if len(last) <= _BROKEN_OFF and not _TITLE.search(last):
                line, end = line + last, opening[index + 1].span.end
        if len(line) > _TITLE_LENGTH or not _TITLE.search(line) or _NO_TITLE.search(line):
            continue
        while index and (not _names_something(line) or _is_begun(opening[index - 1], line, folded)):
            index -= 1
            before = squeezed(folded, opening[index].span)
            if len(before) > 40 or _NO_TITLE.search(before) or re.search(r"[:。;]", before):
                break
            start, line = opening[index].span.start, before + line
        return Span(start, end)
    return _title_in_table(report)


def _is_broken_off(line: str) -> bool:
    """Whether a line may be the beginning of a title that the next line ends: 某县2023年度救灾专项资金绩效."""
    return re.search(r"(?:绩效|支出|资金|项目)$", line) is not None and not re.search(r"[,:。;]|^[一二三(]", line)


def _is_begun(before: Paragraph, title: str, folded: str) -> bool:
    """Whether the line before a title that names no year is its beginning: 某县2023年度农村公路 above 养护项目….

    A date, a line in brackets and a number of a document are none, nor is a title of its own.
    """
    line = squeezed(folded, before.span)
    if YEAR.search(title) or len(line) > 30 or _TITLE.search(line) or re.search(r"[()\[\]:。,;]|日$|月$", line):
        return False
    if YEAR.fullmatch(line):
        return False  # the year alone, above the title
    return YEAR.search(line) is not None


def _names_something(title: str) -> bool:
    """Whether a title says more than that it is a report: 项目支出绩效评价报告 names no project."""
    match = _PROJECT_IN_TITLE.match(title)
    return match is not None and len(_SAYS_NOTHING.sub("", match["name"])) >= 2


def _title_in_table(report: Report) -> Span | None:
    """The title that a spreadsheet or a form typed into one table has in its first rows."""
    for table in report.document.tables[:2]:
        for cell in table.cells:
            if cell.row > 3:
                break
            line = squeezed(report.folded, cell.span)
            if len(line) <= _TITLE_LENGTH and _TITLE.search(line) and not _NO_TITLE.search(line):
                return cell.span
    return None


def project_in_title(folded: str, title: Span) -> Span | None:
    """The part of a title that names the project; None where it names none. Blanks in the title are passed over."""
    places = [at for at in range(title.start, title.end) if not folded[at].isspace()]
    line = "".join(folded[at] for at in places)
    match = _YEAR_BEHIND.match(line) or _PROJECT_IN_TITLE.match(line)
    if match is None or not (match.re is _YEAR_BEHIND or _names_something(line)):
        return None
    start, end = match.start("name"), match.end("tail") if match["tail"] else match.end("name")
    if annex := _ANNEX_MARK.match(line, start, end):
        start = annex.end()
    if unit := TITLE_UNIT.match(line, start, end - 4):
        start = unit.end()
    while start < end and line[start] == "的":
        start += 1
    while start < end and line[end - 1] == "的":
        end -= 1
    if line[start] in '"《' and line[end - 1] in '"》' and line[start + 1 : end - 1].count(line[end - 1]) == 0:
        start, end = start + 1, end - 1
    return Span(places[start], places[end - 1] + 1) if _is_a_project(line[start:end]) else None


def _is_a_project(name: str) -> bool:
    """Whether what a title has before 绩效 is a project's name: not a unit's alone, not 预算执行情况, not 附件1."""
    if len(_SAYS_NOTHING.sub("", name)) < 2 or name.endswith("情况"):
        return False
    return re.fullmatch(rf"{OFFICE.pattern}(?:(?:19|20)[0-9]{{2}}(?:年度?)?)?", name) is None


def project_beneath(report: Report, title: Span) -> Span | None:
    """The project that a line of its own in brackets names right beneath a title: （路灯养护经费项目）."""
    beneath = next((p for p in report.document.paragraphs if p.span.start >= title.end), None)
    match = _IN_BRACKETS.fullmatch(report.folded, beneath.span.start, beneath.span.end) if beneath else None
    return Span(*match.span("name")) if match else None


def squeezed(folded: str, span: Span) -> str:
    """A span's words without blanks and line breaks."""
    return "".join(span.cut(folded).split())
