"""The manual of a pack: a page for each rule in Markdown, made from the pack and from the tests of its rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic.fields import FieldInfo

from checker.checks.base import Rule
from checker.pack import RulePack
from checker.render.rules import family_title, in_order, yaml_lines
from checker.render.words import KINDS, SEVERITIES
from checker.rule_test_run import examples, findings_of
from checker.rule_tests import Case, tests_of
from checker.schema import parameters

_MADE = "<!-- 本页由jixiao rules manual生成，请勿直接修改：改规则包或它的用例，然后重新生成。 -->"


def manual(pack: RulePack) -> dict[str, str]:
    """The pages of the manual by their file names: README.md lists the rules, each rule has FAMILY-NAME.md."""
    pages = {"README.md": "\n".join(_index(pack)) + "\n"}
    for rule in pack.rules:
        pages[page_name(rule.id)] = "\n".join(_page(rule, pack)).rstrip() + "\n"
    return pages


def page_name(rule: str) -> str:
    """The file name of a rule's page."""
    return rule.replace("/", "-") + ".md"


def _index(pack: RulePack) -> Iterator[str]:
    yield from (_MADE, "", f"# 规则手册：{pack.title}", "")
    yield f"规则包`{pack.id}`，第{pack.version}版，共{len(pack.rules)}条规则。"
    family = ""
    for rule in in_order(pack):
        if rule.family != family:
            family = rule.family
            yield from ("", f"## {family_title(family)}", "", "| 规则 | 级别 | 名称 |", "|---|---|---|")
        yield f"| [`{rule.id}`]({page_name(rule.id)}) | {SEVERITIES[rule.severity]} | {rule.title} |"


def _page(rule: Rule, pack: RulePack) -> Iterator[str]:
    kinds = "、".join(KINDS[kind] for kind in rule.kinds)
    yield from (_MADE, "", f"# `{rule.id}` {rule.title}", "")
    yield from (f"级别：{SEVERITIES[rule.severity]}。适用：{kinds}。", "")
    for heading, words in (
        ("查什么", rule.about),
        ("为什么", rule.why),
        ("依据", rule.basis),
        ("怎样改", rule.suggestion),
    ):
        yield from (f"## {heading}", "", _literal(_named(words.strip(), rule)), "")
    yield from _examples(rule, pack)
    yield from _settings(rule, pack)
    yield from ("[全部规则](README.md)", "")


def _named(words: str, rule: Rule) -> str:
    """A template with the meanings of its names in their places: {rate} is 〔比率的名称〕."""
    names = type(rule).DATA
    return re.sub(r"\{(\w+)\}", lambda match: f"〔{names.get(match[1], match[1])}〕", words)


def _literal(words: str) -> str:
    """Words of a rule as Markdown shows them: 20xx年, ____ and ** are no emphasis."""
    for mark in "\\*_<":
        words = words.replace(mark, f"\\{mark}")
    return words


def _examples(rule: Rule, pack: RulePack) -> Iterator[str]:
    fires, silent = examples(tests_of(rule, pack), rule.id)
    if fires is not None:
        yield from ("## 不通过的例子", "", f"{_literal(fires.test.name)}。", "", *_report(fires), "", "意见：", "")
        for finding in findings_of(fires, pack):
            if finding.rule == rule.id:
                yield f"- {SEVERITIES[finding.severity]}：{_literal(finding.message)}。"
        yield ""
    if silent is not None:
        yield from ("## 通过的例子", "", f"{_literal(silent.test.name)}。", "", *_report(silent), "")


def _report(case: Case) -> Iterator[str]:
    """The report of a case: its text as it was written, or its table."""
    test = case.test
    if test.table is not None:
        width = max(len(row) for row in test.table)
        for index, row in enumerate(test.table):
            yield "| " + " | ".join([*(_literal(cell) for cell in row), *[""] * (width - len(row))]) + " |"
            if index == 0:
                yield "|" + "---|" * width
    elif test.file is not None:
        yield f"见规则包的{case.folder.name}/{test.file}。"
    else:
        yield from ("```markdown", *(test.text or "").strip().split("\n"), "```")


def _unwritten(field: FieldInfo) -> str:
    """What holds for a parameter that YAML does not state."""
    value = field.default
    if field.is_required():
        return "必须写"
    if value in (None, (), ""):
        return "—"
    if isinstance(value, tuple):
        return "、".join(f"`{each}`" for each in value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return "`{}`".format(text.replace("|", "\\|"))


def _settings(rule: Rule, pack: RulePack) -> Iterator[str]:
    """What the rule's YAML states beyond what every rule has, each with its sentence, and how to change it."""
    meanings: Mapping[str, str] = parameters(type(rule))
    yield from ("## 参数", "", f"检查的类别：`{rule.check}`。{_literal(rule.ABOUT)}。" if rule.ABOUT else "", "")
    if meanings:
        yield from ("| 参数 | 意思 | 不写时 |", "|---|---|---|")
        for name, meaning in meanings.items():
            yield f"| `{name}` | {_literal(meaning)} | {_unwritten(type(rule).model_fields[name])} |"
        yield ""
    yield from ("规则包里的写法：", "", "```yaml", *yaml_lines(rule), "```", "")
    yield from (f"在扩展它的规则包（`extends: [{pack.id}]`）里停用，或只改级别：", "")
    yield from ("```yaml", "rules:", f"  - {{id: {rule.id}, off: true}}", "```", "")
    other = "info" if rule.severity != "info" else "warning"
    yield from ("```yaml", "rules:", f"  - {{id: {rule.id}, severity: {other}}}", "```", "")
