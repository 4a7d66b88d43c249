"""Markdown → Document: a paragraph a line, headings with their level, pipe tables; marks of emphasis are taken off.

Reports in Markdown have one paragraph a line, so lines are not joined: a hard-wrapped file reads as short paragraphs.
"""

from __future__ import annotations

import html
import re

from checker.document import Document, DocumentBuilder
from checker.errors import ReadError
from checker.read.encoding import decode, note_broken
from checker.read.pipes import DELIMITERS, add_table, begins_table
from checker.read.source import Source

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*$")
# Chinese authors leave out the space after the mark; "#1机组" and "#XX" are no headings.
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t\u3000\xa0]+(.*?)|([(（【一-鿿].*?))[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:(=+)|-{3,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|_{3}|_[ \t]+_[ \t]+_[ \t]*)$")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S+[ \t]*(?:[\"'(].*)?$")
_BULLET = re.compile(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
_FRONT = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|$)")

_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_IMAGE = re.compile(r"!\[([^\]]{0,500})\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\]]{1,500})\]\((?:<[^>]*>|[^()\s]*(?:\([^()]*\)[^()\s]*)*)(?:[ \t]+\"[^\"]*\")?\)")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^>\s]+)>", re.I)
_COMMENT = re.compile(r"<!--.{0,20000}?-->", re.S)
_BREAK = re.compile(r"<br[ \t]*/?>", re.I)
_TAG = re.compile(
    r"</?(?:p|div|span|font|center|u|b|i|em|strong|sup|sub|a|small|big|mark|ins|kbd|details|summary|h[1-6])(?:\s[^<>]*)?/?>",
    re.I,
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
# Stars are also blanks that nobody filled in, and those must stay: **年**月, 投入**万元. So one Han character between
# marks is no emphasis, nor is what begins with a unit. A star between digits multiplies.
_STARS = re.compile(
    r"(?<!\*)(?!(?<=\d)\*\d)(\*{1,3})(?![\s*])(?![一-鿿]\1)(?!万元|亿元|元|年(?![度初末终均])|月(?![度报均])|[日号%])"
    r"(?![一-鿿][,;:)\uFF0C\uFF1B\uFF1A\uFF09。、])"
    r"((?:[^*]|\*(?!\*)){0,999}?[^\s*])\1(?!\*)"
)
_BARS = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_]*?[^\s_])\1(?![\w_])")
_STRUCK = re.compile(r"~~(?=\S)(.{1,999}?)(?<=\S)~~")


def read(source: Source) -> Document:
    """Paragraphs, headings and tables in order; raises ReadError (damaged, no-text)."""
    builder = DocumentBuilder(source.path, "md", source.sha256)
    text = decode(source.data)
    note_broken(builder, text)
    text = _COMMENT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if (front := _FRONT.match(text)) and re.search(r"^[\w-]+[ \t]*:", front[0], re.M):
        text = text[front.end() :]
    _Reader(builder).read(text.split("\n"))
    if not builder.length:
        raise ReadError("no-text", "文件里没有文字", "请提交有内容的报告")
    return builder.build()


class _Reader:
    def __init__(self, builder: DocumentBuilder) -> None:
        self.builder = builder
        self.images = 0

    def read(self, lines: list[str]) -> None:
        at = 0
        while at < len(lines):
            at += self._block(lines, at)
        if self.images:
            self.builder.note("images", f"文中有{self.images}张图片，图片中的文字未读取")

    def _block(self, lines: list[str], at: int) -> int:
        """Read the block that begins at a line; how many lines it has."""
        line = re.sub(r"^(?: {0,3}>[ \t]?)+", "", lines[at])
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if not line.strip() or _DEFINITION.match(line):
            return 1
        if fence := _FENCE.match(line):
            return self._fenced(lines, at, fence[1])
        if re.match(r"\s*<table[\s>]", line, re.I):
            return self._html_table(lines, at)
        if heading := _HEADING.match(line):
            self._line(heading[2] or heading[3] or "", level=len(heading[1]))
            return 1
        if "|" in line and DELIMITERS.match(following) and ("|" in following or "|" not in line.strip().strip("|")):
            return self._table(lines, at, 1)
        if begins_table(line, following):
            return self._table(lines, at, 0)
        if _RULE.match(line):
            return 1
        underline = _UNDERLINE.match(following)
        # A rule right under a sentence is what the author meant, whatever the syntax says.
        if underline and (underline[1] or (len(line.strip()) <= 40 and not line.rstrip().endswith(("。", "；", ";")))):
            self._line(line, level=1 if underline[1] else 2)
            return 2
        self._line(_BULLET.sub("", line, count=1))
        return 1

    def _line(self, line: str, *, level: int | None = None) -> None:
        words, bold = self._plain(line.strip())
        self.builder.paragraph(words, level=level, bold=bold)

    def _fenced(self, lines: list[str], at: int, fence: str) -> int:
        end = at + 1
        closing = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
        while end < len(lines) and not closing.match(lines[end]):
            self.builder.paragraph(lines[end])
            end += 1
        return end + 1 - at

    def _html_table(self, lines: list[str], at: int) -> int:
        from checker.read.html import blocks_of_fragment
        from checker.read.html_blocks import Line

        end = at
        depth = 0
        while end < len(lines):
            depth += len(re.findall(r"<table[\s>]", lines[end], re.I)) - len(
                re.findall(r"</table\s*>", lines[end], re.I)
            )
            end += 1
            if depth <= 0:
                break
        for block in blocks_of_fragment("\n".join(lines[at:end])):
            if isinstance(block, Line):
                self.builder.paragraph(block.text, level=block.level, bold=block.bold, centred=block.centred)
            else:
                self.builder.table(block.cells, doubt=block.doubt)
        return end - at

    def _table(self, lines: list[str], at: int, delimiters: int) -> int:
        end = at + 1 + delimiters
        while end < len(lines) and "|" in lines[end] and lines[end].strip():
            end += 1
        add_table(self.builder, lines[at:end], lambda text: self._plain(text)[0])
        return end - at

    def _plain(self, text: str) -> tuple[str, bool]:
        """The words that are shown, and whether all of them are bold."""
        kept: list[str] = []

        def keep(words: str) -> str:
            kept.append(words)
            return f"\x00{len(kept) - 1}\x00"

        text = text.replace("\x00", " ")
        text = _CODE.sub(lambda match: keep(match[2].strip()), text)
        text = _ESCAPE.sub(lambda match: keep(match[1]), text.removesuffix("\\"))
        self.images += len(_IMAGE.findall(text))
        text = _IMAGE.sub("", text)
        text = _LINK.sub(r"\1", text)
        text = _AUTOLINK.sub(r"\1", text)
        text = _TAG.sub("", _BREAK.sub("\n", text))
        words = text.strip()
        bold = bool(re.fullmatch(r"(\*\*|__)(?![\s*_])[^*_]*(?<!\s)\1", words))
        for _ in range(3):  # emphasis inside emphasis
            text = _STARS.sub(r"\2", text)
        text = _STRUCK.sub(r"\1", _BARS.sub(r"\2", text))
        text = html.unescape(text)
        return re.sub("\x00([0-9]+)\x00", lambda match: kept[int(match[1])], text), bold
