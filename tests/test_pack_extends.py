"""A pack laid over another: what it changes, adds and takes away, and where its mistakes are told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.errors import PackError
from checker.finding import Severity
from checker.pack import RulePack, load_pack, pack_mistakes
from tests.test_pack import RULE

BASE = {
    "pack": 'id: base\nversion: "1"\ntitle: 底包\n',
    "rules": RULE,
    "words": (
        "facets:\n"
        "  - {id: basic, name: '基本情况', words: [基本情况]}\n"
        "  - {id: problems, name: '存在的问题', words: [存在的问题]}\n"
        "outline:\n"
        "  - id: one\n"
        "    title: 基本情况\n"
        "    facets: [basic]\n"
        "    children:\n"
        "      - {id: one.part, title: '概况', facets: [basic]}\n"
        "  - {id: two, title: '存在的问题', facets: [problems]}\n"
        "facts:\n"
        "  - {name: '执行数', kind: money, words: [执行数]}\n"
        "scopes: [中央资金]\n"
    ),
}
FORMULA = """\
rules:
  - id: figure/less
    check: assert
    title: 甲
    severity: error
    about: 甲
    why: 甲
    basis: 甲
    message: 甲
    suggestion: 甲
    that: 少的 <= 100
    each: scope
    values: {少的: [执行数]}
    unless: 年度 == 2020
"""
BOUNDED = (
    FORMULA.replace("figure/less", "figure/bounded")
    .replace("that: 少的 <= 100", "that: [支出 >= 1 * 下限, 支出 <= 1 * 上限]")
    .replace("values: {少的: [执行数]}", "values: {支出: [执行数]}\n    params: {下限: 80%, 上限: 120%}")
    + "    reason: {topic: 执行, cause: 因为}\n"
)
ABOUT = 'id: mine\nversion: "1"\ntitle: 我的\nextends: [../base]\n'


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def over(tmp_path: Path, changes: str, about: str = ABOUT) -> Path:
    """A pack that lays `changes` over the base."""
    write(tmp_path / "base", BASE)
    return write(tmp_path / "mine", {"pack": about, "changes": changes})


def loaded(tmp_path: Path, changes: str, about: str = ABOUT) -> RulePack:
    return load_pack(over(tmp_path, changes, about))


def told(tmp_path: Path, changes: str, about: str = ABOUT) -> list[str]:
    return [str(each).replace(f"{tmp_path}/", "") for each in pack_mistakes(over(tmp_path, changes, about))]


def test_extending_without_changes_changes_nothing(tmp_path: Path) -> None:
    pack = loaded(tmp_path, "scopes: []\n")
    base = load_pack(tmp_path / "base")
    assert (pack.rules, pack.vocabulary) == (base.rules, base.vocabulary)
    assert pack.own_rules == () and pack.id == "mine" and pack.digest != base.digest
    assert [folder.name for folder in pack.folders] == ["base", "mine"]


def test_a_changed_rule_keeps_what_is_not_stated_and_says_where_it_was_changed(tmp_path: Path) -> None:
    pack = loaded(
        tmp_path, "rules:\n  - {id: content/banned, severity: info, patterns: [{name: '套话', words: [高度重视]}]}\n"
    )
    rule = pack.rule("content/banned")
    assert rule is not None and rule.severity == "info" and rule.title == "禁用语"
    assert [pattern.name for pattern in rule.patterns] == ["套话"]  # type: ignore[attr-defined]
    assert pack.own_rules == ("content/banned",)
    assert pack.sources["content/banned"] == f"{tmp_path}/mine/changes.yaml:2"


def test_a_rule_can_be_switched_off_and_another_added(tmp_path: Path) -> None:
    new = RULE.replace("content/banned", "content/other")
    pack = loaded(tmp_path, new + "  - {id: content/banned, off: true}\n")
    assert [rule.id for rule in pack.rules] == ["content/other"] == list(pack.own_rules)


def test_words_are_added_and_scalars_replaced(tmp_path: Path) -> None:
    changes = "facts:\n  - {name: '执行数', words: [支付数]}\n"
    changes += "facets:\n  - {id: basic, name: '概况', words: [概况]}\nscopes: [省级资金]\n"
    words = loaded(tmp_path, changes).vocabulary
    assert words.facts[0].words == ("执行数", "支付数") and words.facts[0].kind == "money"
    assert words.facets[0].name == "概况" and words.facets[0].words == ("基本情况", "概况")
    assert words.scopes == ("中央资金", "省级资金")


def test_an_item_can_stand_for_the_whole_of_its_like(tmp_path: Path) -> None:
    words = loaded(tmp_path, "facts:\n  - {name: '执行数', kind: money, words: [支付数], replace: true}\n").vocabulary
    assert words.facts[0].words == ("支付数",)


def test_outline_parts_are_found_at_any_depth_added_in_place_and_taken_away(tmp_path: Path) -> None:
    changes = (
        "outline:\n"
        "  - {id: one.part, required: false}\n"
        "  - {id: one.new, title: '新的', facets: [basic], under: one, after: one.part}\n"
        "  - {id: between, title: '中间', facets: [basic], after: one}\n"
        "  - {id: two, off: true}\n"
    )
    outline = loaded(tmp_path, changes).vocabulary.outline
    assert [node.id for node in outline] == ["one", "between"]
    assert [(node.id, node.required) for node in outline[0].children] == [("one.part", False), ("one.new", True)]


def test_children_stated_below_a_changed_part_are_laid_over_its_own(tmp_path: Path) -> None:
    changes = (
        "outline:\n  - id: one\n    title: 另名\n    children:\n      - {id: one.new, title: '新的', facets: [basic]}\n"
    )
    (one, _) = loaded(tmp_path, changes).vocabulary.outline
    assert one.title == "另名" and [node.id for node in one.children] == ["one.part", "one.new"]


@pytest.mark.parametrize(
    ("change", "top", "below"),
    [
        ("{id: two, under: one}", ["one"], ["one.part", "two"]),
        ("{id: one, after: two}", ["two", "one"], ["one.part"]),
        ("{id: one.part, after: two}", ["one", "two", "one.part"], []),
        ("{id: two, after: one.part, required: false}", ["one"], ["one.part", "two"]),
        ("{id: x, title: '新', facets: [basic], after: one.part}", ["one", "two"], ["one.part", "x"]),
    ],
)
def test_a_part_of_the_outline_can_be_moved(tmp_path: Path, change: str, top: list[str], below: list[str]) -> None:
    outline = loaded(tmp_path, f"outline:\n  - {change}\n").vocabulary.outline
    assert [node.id for node in outline] == top
    (one,) = (node for node in outline if node.id == "one")
    assert [node.id for node in one.children] == below


def test_a_key_can_start_from_nothing(tmp_path: Path) -> None:
    pack = loaded(
        tmp_path, "outline:\n  - {id: only, title: '唯一', facets: [basic]}\n", ABOUT + "replace: [outline, scopes]\n"
    )
    assert [node.id for node in pack.vocabulary.outline] == ["only"] and pack.vocabulary.scopes == ()


def test_of_several_bases_the_later_goes_before(tmp_path: Path) -> None:
    write(tmp_path / "region", {
        "pack": 'id: region\nversion: "1"\ntitle: 地区\nextends: [../base]\n',
        "changes": "rules:\n  - {id: content/banned, severity: warning, title: 地区的}\n",
    })  # fmt: skip
    pack = loaded(tmp_path, "rules:\n  - {id: content/banned, severity: info}\n", ABOUT.replace("[", "[../region, "))
    rule = pack.rule("content/banned")
    assert rule is not None and (rule.severity, rule.title) == ("info", "地区的")
    assert [folder.name for folder in pack.folders] == ["base", "region", "mine"]


def test_a_shipped_pack_is_extended_by_its_name(tmp_path: Path) -> None:
    pack = loaded(tmp_path, "rules:\n  - {id: content/typo, off: true}\n", ABOUT.replace("../base", "mof-2020-10"))
    assert pack.rule("content/typo") is None and len(pack.rules) == len(load_pack().rules) - 1


_CHANGED = "rules:\n  - {id: content/banned, "
_MISSED = "rules:\n  - {id: content/baned, "


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        (_MISSED + "off: true}\n", "mine/changes.yaml:2:25: 被扩展的规则包里没有“content/baned”，无从停用"),
        (_MISSED + "severity: info}\n", "mine/changes.yaml:2:10: 被扩展的规则包里没有规则“content/baned”"),
        (_CHANGED + "severity: bad}\n", "mine/changes.yaml:2:36: “bad”不是允许的值"),
        (_CHANGED + "severty: info}\n", "mine/changes.yaml:2:26: 未知的项“severty”"),
        (_CHANGED + "check: assert}\n", "mine/changes.yaml:2:33: 这条规则的检查方式是forbid，不能改"),
        (_CHANGED + "off: maybe}\n", "mine/changes.yaml:2:31: “off”应为true或false"),
        (_CHANGED + "off: true, title: 题}\n", "mine/changes.yaml:2:37: 已写“off: true”，“title”不会起作用"),
        (_CHANGED + "title: 一}\n" + _CHANGED[7:] + "title: 二}\n", "mine/changes.yaml:3:10: id“content/banned”重复"),
        (_CHANGED + "title: '一', title: 二}\n", "mine/changes.yaml:2:38: “title”重复"),
        ("outline:\n  - {id: x, title: '新', under: noe}\n", "mine/changes.yaml:2:32: 提纲里没有“noe”这个部分"),
        (
            "outline:\n  - {id: x, title: 甲, under: two, after: one.part}\n",
            "mine/changes.yaml:2:42: “one.part”不在“two”之下",
        ),
        ("outline:\n  - {id: x, title: '新', after: 5}\n", "mine/changes.yaml:2:32: 提纲里没有“5”这个部分"),
        ("outline:\n  - {id: one, under: one.part}\n", "mine/changes.yaml:2:22: “one”不能移到它自己的下面"),
        ("outline:\n  - {id: one, after: one}\n", "mine/changes.yaml:2:22: “one”不能移到它自己的后面"),
        ("outline:\n  - {id: one, children: 5}\n", "mine/changes.yaml:2:25: 应为列表"),
        ("outline:\n  - {id: one, children: [{id: two}]}\n", "mine/changes.yaml:2:26: 提纲里已有“two”这个部分"),
        ("facts:\n  - {name: x, kind: money, replace: true}\n", "mine/changes.yaml:2:28: 被扩展的规则包里没有“x”"),
    ],
    ids=lambda value: value[:44].strip(),
)  # fmt: skip
def test_what_a_layer_does_wrong_is_told_at_its_place(tmp_path: Path, changes: str, mistake: str) -> None:
    assert any(line.startswith(mistake) for line in told(tmp_path, changes)), told(tmp_path, changes)


def test_the_nearest_name_is_offered(tmp_path: Path) -> None:
    (line,) = told(tmp_path, "rules:\n  - {id: content/baned, off: true}\n")
    assert "是否想写“content/banned”" in line


def test_a_mistake_in_the_base_points_to_the_base(tmp_path: Path) -> None:
    folder = over(tmp_path, "scopes: []\n")
    (tmp_path / "base" / "rules.yaml").write_text(RULE.replace("severity: error", "severity: bad"), encoding="utf-8")
    (mistake,) = pack_mistakes(folder)
    assert mistake.file.endswith("base/rules.yaml") and mistake.line == 5


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        (
            "facets:\n  - {id: problems, off: true}\n",
            "mine/changes.yaml:2:5: 停用了“problems”，但base/words.yaml第10行还用到它，请一并修改或停用",
        ),
        (
            "facets:\n  - {id: basic, off: true}\n",
            "mine/changes.yaml:2:5: 停用了“basic”，但base/words.yaml第7行、base/words.yaml第9行还用到它",
        ),
        (
            "rules:\n  - {id: content/banned, message: '写有{fuond}'}\n",
            "mine/changes.yaml:2:38: 本类检查不提供“{fuond}”，是否想写“found”？",
        ),
        (
            "rules:\n  - {id: figure/less, each: funds}\n",
            "mine/changes.yaml:2:5: 这样改以后，base/formula.yaml第14行不再成立：没有名为“年度”的数据",
        ),
        (
            "facets:\n  - {id: problem, words: [不足]}\n",
            "mine/changes.yaml:2:5: 缺少“name”（被扩展的规则包里没有“problem”，是否想改“problems”？）",
        ),
    ],
    ids=lambda value: value[:44].strip(),
)  # fmt: skip
def test_what_a_layer_makes_wrong_in_its_base_is_told_in_the_layer(tmp_path: Path, changes: str, mistake: str) -> None:
    write(tmp_path / "base", {"formula": FORMULA})
    (line,) = told(tmp_path, changes)
    assert line.startswith(mistake)


def test_a_key_started_from_nothing_answers_for_what_the_base_misses(tmp_path: Path) -> None:
    facets = "facets:\n  - {id: basic, name: '基本情况', words: [基本情况]}\n"
    (line,) = told(tmp_path, facets, ABOUT + "replace: [facets]\n")
    assert line.startswith("mine/pack.yaml:5:10: 这样改以后，base/words.yaml第10行不再成立：没有定义名为“problems”")


def test_packs_that_extend_each_other_are_told_where_the_circle_closes(tmp_path: Path) -> None:
    write(tmp_path / "base", BASE | {"pack": BASE["pack"] + "extends: [../other]\n"})
    write(tmp_path / "other", {"pack": ABOUT})
    mistakes = [str(each).replace(f"{tmp_path}/", "") for each in pack_mistakes(tmp_path / "other")]
    assert mistakes == ["base/pack.yaml:4:11: 规则包“../other”绕了一圈又扩展到自己，请删去"]


SEVERITIES = st.sampled_from(["error", "warning", "info"])


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_laws_of_layers(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Any rules may go or be changed: exactly those do; the last layer decides; saying what is so changes nothing."""
    tmp_path = tmp_path_factory.mktemp("laws")
    shipped = load_pack()
    ids = [rule.id for rule in shipped.rules]
    gone = data.draw(st.sets(st.sampled_from(ids), max_size=5))
    first, second = (data.draw(st.dictionaries(st.sampled_from(ids), SEVERITIES, max_size=5)) for _ in range(2))
    second = {id: severity for id, severity in second.items() if id not in gone}

    def rules(items: Iterable[str]) -> str:
        return "rules:\n" + "".join(f"  - {{id: {item}}}\n" for item in items) if items else "scopes: []\n"

    one = rules([f"{id}, severity: {severity}" for id, severity in first.items()])
    two = rules([f"{id}, severity: {s}" for id, s in second.items()] + [f"{id}, off: true" for id in gone])
    about = ABOUT.replace("../base", "mof-2020-10")
    write(tmp_path / "one", {"pack": about, "changes": one})
    pack = load_pack(write(tmp_path / "two", {"pack": ABOUT.replace("../base", "../one"), "changes": two}))
    assert [rule.id for rule in pack.rules] == [id for id in ids if id not in gone]
    assert set(pack.own_rules) == set(second)
    assert pack.vocabulary == shipped.vocabulary
    for rule in pack.rules:
        before = shipped.rule(rule.id)
        assert before is not None
        severity = second.get(rule.id) or first.get(rule.id) or before.severity
        assert rule == before.model_copy(update={"severity": Severity(severity)})


@pytest.mark.parametrize(
    ("extends", "mistake"),
    [
        ("[mof-2020-1]", "mine/pack.yaml:4:11: 没有找到要扩展的规则包“mof-2020-1”，是否想写“mof-2020-10”"),
        ("[../nowhere]", "mine/pack.yaml:4:11: 没有找到要扩展的规则包“../nowhere”"),
        ("[../mine]", "mine/pack.yaml:4:11: 规则包“../mine”绕了一圈又扩展到自己"),
        ("mof-2020-10", "mine/pack.yaml:4:10: 应为列表"),
        ("[../base]\nreplace: [outlin]", "mine/pack.yaml:5:11: “outlin”不是允许的值，是否想写“outline”？"),
    ],
)
def test_a_base_that_is_not_there_is_told(tmp_path: Path, extends: str, mistake: str) -> None:
    lines = told(tmp_path, "scopes: []\n", ABOUT.replace("[../base]", extends))
    assert any(line.startswith(mistake) for line in lines), lines


def test_a_base_that_no_system_could_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("a\\0b", "x" * 5000, "../loop", "../mine/pack.yaml"):
        (line,) = told(tmp_path, "scopes: []\n", ABOUT.replace("../base", f'"{name}"'))
        assert line.startswith("mine/pack.yaml:4:11: 没有找到要扩展的规则包") and len(line) < 300
    (line,) = told(tmp_path, "scopes: []\n", ABOUT.replace("../base", ".."))
    assert line == "mine/pack.yaml:4:11: “..”不是规则包（没有pack.yaml）"
    with pytest.raises(PackError, match="没有找到规则包"):
        load_pack("长" * 400)


def test_a_folder_of_rules_that_would_not_be_read_is_told(tmp_path: Path) -> None:
    folder = over(tmp_path, "scopes: []\n")
    write(folder / "more", {"rules": RULE})
    write(folder / "tests", {"rules": "tests: []\n"})
    (mistake,) = pack_mistakes(folder)
    assert mistake.file == str(folder / "more") and "移到上一级" in mistake.message


def test_a_part_of_the_outline_cannot_be_put_in_a_second_place(tmp_path: Path) -> None:
    changes = (
        "outline:\n  - id: new\n    title: 新\n    children:\n      - {id: two, title: '又一处', facets: [problems]}\n"
    )
    (line,) = told(tmp_path, changes)
    assert line.startswith("mine/changes.yaml:5:") and "提纲里已有“two”这个部分" in line


def test_the_entries_of_params_values_and_reason_that_a_layer_does_not_state_stay(tmp_path: Path) -> None:
    write(tmp_path / "base", BASE | {"formula": BOUNDED})
    changes = (
        "rules:\n  - id: figure/bounded\n    params: {下限: 90%}\n"
        "    values: {收入: [执行数]}\n    reason: {cause: 由于}\n"
    )
    pack = load_pack(write(tmp_path / "mine", {"pack": ABOUT, "changes": changes}))
    rule = next(rule for rule in pack.rules if rule.id == "figure/bounded")
    assert dict(rule.params) == {"下限": "90%", "上限": "120%"}  # type: ignore[attr-defined]
    assert {name: tuple(each) for name, each in rule.values.items()} == {"支出": ("执行数",), "收入": ("执行数",)}  # type: ignore[attr-defined]
    assert (rule.reason.topic, rule.reason.cause) == ("执行", "由于")  # type: ignore[attr-defined]


def test_a_mistake_in_one_changed_entry_is_told_where_it_is_written(tmp_path: Path) -> None:
    write(tmp_path / "base", BASE | {"formula": BOUNDED})
    changes = "rules:\n  - id: figure/bounded\n    params: {下限: 很低}\n"
    mistakes = [str(each) for each in pack_mistakes(write(tmp_path / "mine", {"pack": ABOUT, "changes": changes}))]
    assert len(mistakes) == 1 and "changes.yaml:3" in mistakes[0]
