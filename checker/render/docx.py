"""The review letter (审核意见书) as a Word document: a letter for each report, each on a page of its own.

Layout after GB/T 9704: A4, margins of an official document, title 二号小标宋, body 三号仿宋, lines of 28 points.
A template of the bureau's own takes its place with --letter-template: a .docx with Jinja variables (docxtpl). They are
the fields of checker.render.letter.Letter: {{ title }} {{ unit }} {{ report }} {{ project }} {{ year }} {{ file }}
{{ verdict }} {{ opening }} {{ closing }} {{ bureau }} {{ date }} {{ counts }}, and `parts` (each with heading and
opinions: number, severity, message, places, requirement, basis, rule), `unchecked` and `waived` (sentences) to loop
over; `letters` is the list of all letters, which a template for several reports has to loop over.
"""

from __future__ import annotations

import io
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from checker.errors import JixiaoError
from checker.render.letter import Letter, letters
from checker.render.package import save, undated
from checker.review import Run

_TITLE, _BODY, _HEADING, _EMPHASIS = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
# What Word takes where a face is not installed (an office PC has these).
_INSTEAD = {_TITLE: "宋体", _BODY: "仿宋", _EMPHASIS: "楷体"}
_CREATED = datetime(2020, 1, 1)  # fixed, so that the same run gives the same bytes
_SIZE, _LINE = 16, 28  # points: 三号, and the line spacing


def write(run: Run, path: Path, *, template: Path | None = None) -> None:
    """Write the letters, whole or not at all; raises JixiaoError (template) where a template cannot be used."""
    found = letters(run)
    save(path, undated(_own(found) if template is None else _from_template(found, template)))


def _own(found: tuple[Letter, ...]) -> bytes:
    import docx

    document = docx.Document()
    _prepare(document)
    for index, letter in enumerate(found):
        if index:
            document.add_section()  # on a new page; each letter counts its own pages
        _Page(document).letter(letter)
    if not found:
        _Page(document).paragraph("没有审核任何报告。")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _prepare(document: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    core = document.core_properties
    core.title, core.author, core.comments, core.revision = "绩效自评审核意见书", "", "", 1
    core.created = core.modified = _CREATED
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    pages = OxmlElement("w:pgNumType")
    pages.set(_w("start"), "1")
    section._sectPr.find(_w("pgMar")).addnext(pages)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(_SIZE)
    _face(style.element.get_or_add_rPr(), _BODY)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = Pt(_LINE)
    footer = section.footer.paragraphs[0]
    footer.alignment = 1
    for words in ("— ", None, " —"):
        run = footer.add_run(words or "")
        run.font.size = Pt(14)
        _face(run._r.get_or_add_rPr(), "宋体")
        if words is None:
            for kind, text in (("begin", ""), (None, " PAGE "), ("separate", ""), ("t", "1"), ("end", "")):
                element = OxmlElement({None: "w:instrText", "t": "w:t"}.get(kind, "w:fldChar"))
                if kind in (None, "t"):
                    element.text = text
                else:
                    element.set(_w("fldCharType"), kind)
                run._r.append(element)
    for part in document.part.package.iter_parts():
        if str(part.partname).endswith("/fontTable.xml"):
            part._blob = _font_table()


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _INSTEAD.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    result: str = qn(f"w:{name}")
    return result


def _face(properties: Any, name: str) -> None:
    """The face of Chinese characters; Latin ones keep theirs."""
    fonts = properties.get_or_add_rFonts()
    fonts.set(_w("eastAsia"), name)
    fonts.set(_w("hint"), "eastAsia")  # quotation marks are Chinese ones here
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_w(theme), None)


class _Page:
    """Writes one letter at the end of a document."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def letter(self, letter: Letter) -> None:
        title = self.paragraph(letter.title, face=_TITLE, size=22, indent=False, align=1)
        title.paragraph_format.space_after = self._points(_LINE)
        title.paragraph_format.line_spacing = self._points(35)
        self.paragraph(f"{letter.unit}：", indent=False)
        self.paragraph(letter.opening)
        for part in letter.parts:
            self.heading(part.heading)
            for opinion in part.opinions:
                self.paragraph(f"{opinion.number}．{opinion.message}。", face=_EMPHASIS, bold=True, with_next=True)
                for index, (place, quote) in enumerate(opinion.places):
                    label = "位置" if index == 0 else "对照"
                    self.labelled(label, f"{place}。" + (f"原文：“{quote}”" if quote else ""))
                self.labelled("要求", f"{opinion.requirement}。")
                self.labelled("依据", f"{opinion.basis}。")
        if letter.unchecked:
            self.heading(letter.unchecked_heading)
            self.paragraph("以下事项本次未能审核，不视为通过：" + "；".join(letter.unchecked) + "。")
        if letter.waived:
            self.heading(letter.waived_heading)
            for index, words in enumerate(letter.waived, 1):
                self.paragraph(f"{index}．{words}。")
        self.paragraph(letter.closing)
        bureau = self.paragraph(letter.bureau, indent=False, align=2, with_next=True)
        bureau.paragraph_format.space_before = self._points(2 * _LINE)
        bureau.paragraph_format.right_indent = self._points(4 * _SIZE)
        date = self.paragraph(letter.date, indent=False, align=2)
        date.paragraph_format.right_indent = self._points(4 * _SIZE)

    def heading(self, words: str) -> None:
        self.paragraph(words, face=_HEADING, with_next=True)

    def labelled(self, label: str, words: str) -> None:
        paragraph = self.paragraph(f"{label}：", face=_HEADING)
        self._run(paragraph, words, _BODY, _SIZE, False)

    def paragraph(
        self,
        words: str,
        *,
        face: str = _BODY,
        size: int = _SIZE,
        bold: bool = False,
        indent: bool = True,
        align: int | None = None,
        with_next: bool = False,
    ) -> Any:
        """A paragraph, its first line set in by two characters; `align` is Word's: 1 centred, 2 right."""
        paragraph = self.document.add_paragraph()
        layout = paragraph.paragraph_format
        if indent:
            layout.first_line_indent = self._points(2 * size)
        if align is not None:
            layout.alignment = align
        layout.keep_with_next = with_next or None
        layout.widow_control = True
        self._run(paragraph, words, face, size, bold)
        return paragraph

    def _run(self, paragraph: Any, words: str, face: str, size: int, bold: bool) -> None:
        run = paragraph.add_run(words)
        run.font.size, run.font.bold = self._points(size), bold or None
        _face(run._r.get_or_add_rPr(), face)

    def _points(self, value: int) -> Any:
        from docx.shared import Pt

        return Pt(value)


def _from_template(found: tuple[Letter, ...], template: Path) -> bytes:
    """The letters set into a bureau's own document."""
    import docxtpl
    import jinja2

    try:
        if not template.is_file():
            raise JixiaoError("template", f"找不到意见书模板“{template}”", "请核对--letter-template给出的路径")
        # A sandbox: a template comes by mail like any other file, and must not reach into the program.
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
        document = docxtpl.DocxTemplate(str(template))
        if len(found) != 1 and "letters" not in document.get_undeclared_template_variables(environment):
            raise JixiaoError(
                "template",
                "这个意见书模板一次只能写一份报告",
                "请逐份审核，或在模板中用{% for letter in letters %}写出每一份",
            )
        document = docxtpl.DocxTemplate(str(template))
        values: dict[str, Any] = {"letters": found}
        if len(found) == 1:
            values |= {item.name: getattr(found[0], item.name) for item in fields(Letter)}
        document.render(values, environment, autoescape=True)
        out = io.BytesIO()
        document.save(out)
    except jinja2.TemplateError as error:
        raise JixiaoError("template", f"意见书模板有误（{error}）", "请核对模板中的变量名和标记") from error
    except JixiaoError:
        raise
    except Exception as error:  # python-docx raises its own errors, and KeyError and ValueError, on broken files
        name = type(error).__name__
        raise JixiaoError("template", f"意见书模板无法使用（{name}）", "请用Word或WPS打开并另存为.docx") from error
    return out.getvalue()
