"""The rules of a pack as people read them: the list, and a page for each rule."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from checker.checks.base import Rule
from checker.pack import RulePack
from checker.render.layout import width, wrap
from checker.render.words import KINDS, SEVERITIES
from checker.rule_test_run import examples
from checker.rule_tests import Case

_COLUMNS = 100
_FAMILIES = {
    "structure": "结构：该有的部分是否都有",
    "figure": "数字：金额和比率是否一致",
    "target": "目标：承诺的是否兑现并报告",
    "score": "评分：得分是否符合规则",
    "content": "内容：是否写完、写的是不是本项目",
    "batch": "批量：各份报告之间",
}


def list_rules(pack: RulePack) -> str:
    """Every rule of a pack by family: id, severity and title."""
    lines = [f"{pack.title}（{pack.id}，第{pack.version}版，{len(pack.rules)}条规则）"]
    longest = max((width(rule.id) for rule in pack.rules), default=0)
    for family, rules in groupby(in_order(pack), key=lambda rule: rule.family):
        lines += ["", family_title(family)]
        for rule in rules:
            severity = SEVERITIES[rule.severity]
            lines.append(f"  {rule.id:<{longest}}  {severity}{' ' * (6 - width(severity))}  {rule.title}")
    return "\n".join([*lines, "", "用“jixiao explain 规则号”查看一条规则的说明。"]) + "\n"


def in_order(pack: RulePack) -> list[Rule]:
    """The rules of a pack by family, the catalogue's families first."""
    families = list(_FAMILIES)
    return sorted(
        pack.rules,
        key=lambda rule: (families.index(rule.family) if rule.family in families else len(families), rule.family),
    )


def family_title(family: str) -> str:
    """What a family of rules asks, in Chinese; its own name where it is none of the catalogue's."""
    return _FAMILIES.get(family, family)


def explain_rule(rule: Rule, pack: RulePack, cases: Iterable[Case] = ()) -> str:
    """A rule's page: what it checks, why, its basis, its parameters, an example that fails and one that passes.

    The examples are the first of the rule's tests that makes it fire and the first that holds it silent.
    """
    lines = [f"{rule.id}  {rule.title}", f"级别：{SEVERITIES[rule.severity]}，规则包：{pack.id}"]
    kinds = "、".join(KINDS[kind] for kind in rule.kinds)
    lines += [f"适用：{kinds}", ""]
    sections = [
        ("查什么", rule.about),
        ("为什么", rule.why),
        ("依据", rule.basis),
        ("意见的写法", rule.message),
        ("修改建议", rule.suggestion),
    ]
    for heading, words in sections:
        lines += _section(heading, words)
    parameters = yaml_lines(rule)
    if parameters:
        lines.append("参数（规则包的YAML里可以修改）")
        lines += ["  " + line for line in parameters] + [""]
    fires, silent = examples(cases, rule.id)
    if fires is not None:
        lines += _example("不通过的例子", fires)
    if silent is not None:
        lines += _example("通过的例子", silent)
    return "\n".join(lines).rstrip() + "\n"


def _section(heading: str, words: str) -> list[str]:
    body = [line for part in words.strip().split("\n") for line in wrap(part, _COLUMNS - 2)]
    return [heading, *("  " + line for line in body), ""]


def _example(heading: str, case: Case) -> list[str]:
    """A case's report; the lines of a table are not wrapped, for their columns are what is to be seen."""
    test = case.test
    lines = [f"{heading}：{test.name}"]
    if test.table is not None:
        lines += ["  | " + " | ".join(row) + " |" for row in test.table]
    elif test.file is not None:
        lines.append(f"  见{case.folder / test.file}")
    for line in (test.text or "").strip().split("\n") if test.text is not None else ():
        lines += ["  " + line] if line.startswith("|") else ["  " + part for part in wrap(line, _COLUMNS - 2)]
    return [*lines, ""]


def yaml_lines(rule: Rule) -> list[str]:
    """The check kind's own fields that are stated or have a value, as YAML writes them, each under its sentence."""
    import yaml

    lines = [f"check: {rule.check}" + (f"   # {rule.ABOUT}" if rule.ABOUT else "")]
    for name, field in type(rule).model_fields.items():
        value = getattr(rule, name)
        if name in Rule.model_fields or value in (None, (), {}):
            continue
        text = yaml.safe_dump({name: _plain(value)}, allow_unicode=True, sort_keys=False, width=_COLUMNS)
        lines += [f"# {field.description}"] * bool(field.description) + text.rstrip("\n").split("\n")
    return lines


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return {
            name: _plain(getattr(value, name)) for name in type(value).model_fields if name in value.model_fields_set
        }
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)
