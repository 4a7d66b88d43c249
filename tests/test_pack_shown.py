"""A pack as it takes effect can be shown, and loads again; what may be amiss in it is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checker.pack import load_pack, shipped_packs
from checker.pack_lint import as_json, lint
from checker.render.pack import names_in, show_pack
from checker.scaffold import new_pack
from tests.test_pack import ABOUT as PACK
from tests.test_pack_extends import ABOUT, over, write


@pytest.mark.parametrize("name", [pack.id for pack in shipped_packs()])
def test_what_is_shown_of_a_pack_loads_to_the_same_pack(tmp_path: Path, name: str) -> None:
    shown = show_pack(name)
    again = load_pack(write(tmp_path / "again", {"pack": shown}))
    pack = load_pack(name)
    assert (again.id, again.version, again.title) == (pack.id, pack.version, pack.title)
    assert again.vocabulary == pack.vocabulary
    assert again.rules == pack.rules


AWKWARD = """\
rules:
  - id: content/banned
    check: forbid
    title: "true"
    severity: error
    about: |
      第一行
        缩进 # 不是注释

      第三行
    why: >
      折叠
      行
    basis: '依据：''引号''"x"'
    message: '写有{found}'
    suggestion: "制表\\t符和\\\\ # 甲 \\u2028乙\\u0085 \\U0001F600"
    limit: 3
    patterns:
      - {name: "null", words: ["1.50", 'yes', '~', ' 空', "a#b", "- x", "{x}", "@a", "%a", "０１"]}
scopes: ["", '甲 #乙', 'a: b', "1", "01", 2020-10-01]
synonyms: &same [[甲, 乙], [丙, 丁]]
measures: *same
"""


def test_awkward_texts_are_shown_so_that_they_read_the_same(tmp_path: Path) -> None:
    pack = load_pack(write(tmp_path / "one", {"pack": PACK, "rules": AWKWARD}))
    again = load_pack(write(tmp_path / "two", {"pack": show_pack(tmp_path / "one")}))
    assert (again.rules, again.vocabulary) == (pack.rules, pack.vocabulary)
    assert pack.vocabulary.scopes[-2:] == ("01", "2020-10-01")


def test_a_family_and_a_part_within_the_outline_can_be_asked_for() -> None:
    shown = show_pack("mof-2020-10", ["figure", "basic.targets"])
    assert "  - id: figure/missing" in shown and "      - id: basic.targets" in shown
    assert "  - id: score/" not in shown and "facets:\n  - id:" not in shown


def test_each_setting_says_where_it_comes_from(tmp_path: Path) -> None:
    changes = "rules:\n  - id: content/banned\n    severity: info\nfacets:\n  - {id: basic, words: [概况]}\n"
    lines = show_pack(over(tmp_path, changes)).splitlines()
    assert any(line.startswith("  - id: content/banned  # ") and line.endswith("base/rules.yaml:2") for line in lines)
    assert any(line.startswith("    severity: info  # ") and line.endswith("mine/changes.yaml:3") for line in lines)
    (words,) = [line for line in lines if "概况]" in line]
    assert words.endswith("mine/changes.yaml:5")
    assert not any("off:" in line or "extends:" in line for line in lines)


def test_a_shipped_packs_places_are_named_by_its_id(tmp_path: Path) -> None:
    folder = over(tmp_path, "scopes: [镇级资金]\n", ABOUT.replace("../base", "mof-2020-10"))
    shown = show_pack(folder, ["figure/conflict"])
    assert shown.startswith("rules:\n  - id: figure/conflict  # mof-2020-10/figure.yaml:")
    assert "figure/unit-slip" not in shown and "figure/unit-slip" in names_in(folder)


def test_mistakes_in_rules_and_in_their_tests_are_told_together(tmp_path: Path) -> None:
    folder = over(tmp_path, "rules:\n  - {id: content/banned, severty: info}\n")
    write(folder / "tests", {"cases": "tests:\n  - {rule: content/banned, nme: x, text: 好}\n"})
    mistakes, hints = lint([folder])
    assert {Path(each.file).name for each in mistakes} == {"changes.yaml", "cases.yaml"} and hints == ()


def test_words_that_are_listed_twice_or_mean_two_things_are_advice(tmp_path: Path) -> None:
    changes = (
        "facets:\n"
        "  - {id: basic, words: ['概况', '概况']}\n"
        "  - {id: other, name: '另', words: [存在的问题]}\n"
        "scopes: ['省级资金', '省级资金']\n"
    )
    mistakes, hints = lint([over(tmp_path, changes)])
    told = [rf"{Path(each.file).name}:{each.line}:{each.column} {each.message}" for each in hints]
    assert mistakes == ()
    assert told == [
        "changes.yaml:2:31 “概况”已写在changes.yaml第2行，这里可以删去",
        "changes.yaml:3:5 要点“other”没有被任何提纲部分或规则用到",
        "changes.yaml:3:36 “存在的问题”也是“problems”的说法，遇到它时分不清是哪一个",
        "changes.yaml:4:18 “省级资金”已写在changes.yaml第4行，这里可以删去",
    ]
    assert json.loads(as_json(mistakes, hints))[0]["level"] == "advice"


def advised(tmp_path: Path, changes: str) -> list[str]:
    mistakes, hints = lint([over(tmp_path, changes, ABOUT.replace("../base", "mof-2020-10"))])
    assert mistakes == ()
    return [rf"{each.line}:{each.column} {each.message}" for each in hints]


def test_words_of_the_example_that_were_left_in_place_are_advice(tmp_path: Path) -> None:
    new_pack(tmp_path / "mine")
    mistakes, hints = lint([tmp_path / "mine"])
    assert mistakes == () and any("请写明依据" in hint.message for hint in hints)


def test_a_full_width_sign_that_a_pattern_takes_for_its_own_is_advice(tmp_path: Path) -> None:
    """（ in a pattern opens a group once it is folded, in a word it is a bracket."""
    facts = "facts:\n  - {name: 执行数, words: ['支付（元）'], pattern: '拨付（元）'}\n"
    assert advised(tmp_path, facts) == [
        "2:47 正则表达式里的“（”按半角“(”看待，有特殊含义；要匹配这个符号请写“\\(”",
        "2:49 正则表达式里的“）”按半角“)”看待，有特殊含义；要匹配这个符号请写“\\)”",
    ]
    vague = "rules:\n  - {id: content/duplicate, unless: '不含？'}\nfacets:\n  - {id: basic, unless: '甲？'}\n"
    assert [line[:4] for line in advised(tmp_path, vague)] == ["2:40", "4:27"]
    assert advised(tmp_path, "facts:\n  - {name: 执行数, pattern: '拨付(?:\\（元\\）|[（）])[，、]'}\n") == []


def test_a_word_with_a_space_never_matches_and_a_column_of_no_rule_is_unused(tmp_path: Path) -> None:
    assert advised(tmp_path, "facts:\n  - {name: 执行数, words: [支 付数]}\n") == [
        "2:25 “支 付数”里有空格，而比对时不看文中的空格，因此永远对不上，请去掉空格"
    ]
    columns = "columns:\n  - {name: 得分, words: [自己给的分]}\n  - {name: 闲栏, words: [闲栏]}\n"
    assert advised(tmp_path, columns) == ["3:5 栏目“闲栏”没有被任何规则用到"]


def test_the_shipped_packs_are_without_mistakes_and_need_no_advice() -> None:
    assert lint([pack.id for pack in shipped_packs()]) == ((), ())


def test_the_commands_say_what_is_wrong_and_exit_accordingly(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from cli import app

    folder = over(tmp_path, "rules:\n  - {id: content/banned, severty: info}\n")
    run = CliRunner().invoke(app, ["rules", "lint", str(folder), "mof-2020-10"])
    assert run.exit_code == 2 and run.output.endswith("1处错误，0条建议。\n")
    assert CliRunner().invoke(app, ["rules", "lint"]).exit_code == 0
    shown = CliRunner().invoke(app, ["rules", "show", "figure/conflict"])
    assert shown.exit_code == 0 and shown.output.startswith("rules:\n  - id: figure/conflict")
    assert CliRunner().invoke(app, ["rules", "show", "figure/conflct"]).exit_code == 2
    assert "mof-2020-10  " in CliRunner().invoke(app, ["rules", "packs"]).output
