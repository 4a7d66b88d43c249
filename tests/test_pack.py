"""A broken pack is refused with every mistake in it, each at its place and with what would be right."""

from __future__ import annotations

import pickle
from itertools import pairwise
from pathlib import Path

import pytest

from checker.errors import PackError
from checker.pack import load_pack, pack_mistakes, shipped_packs

ABOUT = 'id: mine\nversion: "1"\ntitle: 我的规则包\n'
RULE = """\
rules:
  - id: content/banned
    check: forbid
    title: 禁用语
    severity: error
    about: 关于
    why: 原因
    basis: 依据
    message: 写有{found}
    suggestion: 删去
    patterns:
      - {name: 禁用语, words: [圆满]}
"""


def pack_of(folder: Path, **files: str) -> Path:
    """A pack folder with pack.yaml and the files given (names without .yaml)."""
    for name, text in ({"pack": ABOUT} | files).items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def told(folder: Path, **files: str) -> list[str]:
    """The mistakes of a pack as `file:line:column: message`."""
    pack_of(folder, **files)
    return [str(mistake).replace(f"{folder}/", "") for mistake in pack_mistakes(folder)]


def test_a_right_pack_loads_and_says_where_its_rules_are_defined(tmp_path: Path) -> None:
    pack = load_pack(pack_of(tmp_path, rules=RULE, words="facets:\n  - {id: a, name: 甲, words: [甲]}\n"))
    assert (pack.id, pack.version, pack.title) == ("mine", "1", "我的规则包")
    assert pack.sources["content/banned"] == f"{tmp_path / 'rules.yaml'}:2"
    assert pack.rule("content/banned") is pack.rules[0]
    assert pickle.loads(pickle.dumps(pack)) == pack


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    first = load_pack(pack_of(tmp_path, rules=RULE)).digest
    assert load_pack(tmp_path).digest == first
    assert load_pack(pack_of(tmp_path, rules=RULE + "# 注\n")).digest != first


def test_lists_of_several_files_are_joined(tmp_path: Path) -> None:
    files = {"a": "scopes: [中央资金]\n", "b": "scopes: [省级资金]\n"}
    assert load_pack(pack_of(tmp_path, **files)).vocabulary.scopes == ("中央资金", "省级资金")


@pytest.mark.parametrize(
    ("wrong", "right", "mistake"),
    [
        (
            "severity: error",
            "severity: eror",
            "5:15: “eror”不是允许的值，是否想写“error”？（可写：error错误、warning需核实、info提示）",
        ),
        ("check: forbid", "check: forbiden", "3:12: 没有名为“forbiden”的检查，是否想写“forbid”？"),
        ("    title: 禁用语", "    titel: 禁用语", "4:5: 未知的项“titel”，是否想写“title”？"),
        ("{found}", "{fuond}", "9:16: 本类检查不提供“{fuond}”，是否想写“found”？"),
        ("{found}", "{found", "9:16: “{”没有对应的“}”（要写花括号本身请写两个）"),
        ("id: content/banned", "id: Content", "2:9: 规则编号“Content”的写法不对"),
        ("words: [圆满]", "wrods: [圆满]", "12:21: 未知的项“wrods”，是否想写“words”？"),
        ("words: [圆满]", "pattern: '圆(满'", "12:32: 正则表达式有误：“(”没有对应的“)”"),
        ("words: [圆满]", r"pattern: '圆满\b'", r"12:33: 汉字之间没有\b所指的词边界"),
        ("words: [圆满]", r"pattern: '\b(?:圆满|完成)'", r"12:30: 汉字之间没有\b所指的词边界"),
        ("words: [圆满]", "pattern: '满*'", "12:9: 没有文字的地方也会被它匹配"),
        ("words: [圆满]", "words: 圆满", "12:28: 应为列表"),
        ("words: [圆满]", "words: [2022]", "12:29: 应为文字，现为数2022：请加引号"),
        ("    why: 原因", "    why:", "7:9: “why”没有值：应为文字"),
        ("    why: 原因\n", "", "2:5: 缺少“why”"),
        ("    why: 原因", "    why: 原因\n    why: 又", "8:5: “why”重复，已写在第7行"),
        ("    patterns:", "    sections: [nowhere]\n    patterns:", "11:16: 没有定义名为“nowhere”的要点（facets）"),
        ("    patterns:", "    limit: 0\n    patterns:", "11:12: 应不小于1，现为“0”"),
        ("    patterns:", "    limit: 2.5\n    patterns:", "11:12: 应为整数，现为“2.5”"),
        ("    patterns:", "    area: table\n    patterns:", "11:11: “table”不是允许的值，是否想写“tables”？"),
    ],
)
def test_a_mistake_in_a_rule_is_told_at_its_place(tmp_path: Path, wrong: str, right: str, mistake: str) -> None:
    assert wrong in RULE
    assert any(line.startswith(f"rules.yaml:{mistake}") for line in told(tmp_path, rules=RULE.replace(wrong, right, 1)))


@pytest.mark.parametrize(
    ("wrong", "right", "mistake"),
    [
        ("{name: 禁用语, words: [圆满]}", "圆满", "12:9: 应为“项: 值”的组合，如- {name: 圆满, words: [圆满]}"),
        ("    check: forbid", "    check:forbid", "冒号后要空一格"),
        ("content/banned", "content/banned-2", "不能有数字"),
        (
            "    basis: 依据",
            "    basis: 依据\n    sections: [存在问题]",
            "没有定义名为“存在问题”的要点（facets），是否想写“problems”？",
        ),
        (
            "    basis: 依据",
            "    basis: 依据\n    kinds: [文字报告]",
            "narrative文字报告、table自评表、combined文字报告附自评表",
        ),
    ],
)
def test_who_meets_the_rule_language_first_is_told_how_to_write_it(
    tmp_path: Path, wrong: str, right: str, mistake: str
) -> None:
    facets = "facets:\n  - {id: problems, name: 存在的问题, words: [存在问题, 主要问题]}\n"
    assert any(mistake in each for each in told(tmp_path, rules=RULE.replace(wrong, right), words=facets))


def test_one_mistake_is_one_line(tmp_path: Path) -> None:
    assert len(told(tmp_path, rules=RULE.replace("words: [圆满]", "words: [2022]"))) == 1
    assert len(told(tmp_path, rules=RULE.replace("severity: error", "severity: eror"))) == 1
    assert told(tmp_path, rules="rules:\n  - check: forbid\n    id: a/b\n") == [
        "rules.yaml:2:5: 缺少“title”、“severity”（级别，可写：error错误、warning需核实、info提示）、"
        "“about”、“why”、“basis”、“message”、“suggestion”、“patterns”"
    ]


def test_the_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    pack_of(tmp_path, pack="id: mine\nversion: 1\n", a="rulez: []\n", b="a: [1\n", c="scopes: 中央\n")
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path)
    assert caught.value.exit_code == 2
    assert [line.removeprefix(f"{tmp_path}/") for line in str(caught.value).split("\n")[1:]] == [
        "a.yaml:1:1: 未知的项“rulez”，是否想写“rules”？",
        "b.yaml:2:1: 方括号里的各项应以逗号分隔，并以“]”结束",
        "c.yaml:1:9: 应为列表：每项一行并以“- ”开头，或写在方括号里，现为“中央”",
        "pack.yaml:1:1: 缺少“title”",
        "pack.yaml:2:10: 应为文字，现为数1：请加引号",
    ]


def test_names_given_twice_are_told_with_the_first_place(tmp_path: Path) -> None:
    facet = "facets:\n  - {id: a, name: 甲, words: [甲]}\n"
    outline = "outline:\n  - {id: n, title: 甲, facets: [b], children: [{id: n, title: 乙, facets: [a]}]}\n"
    assert told(tmp_path, x=facet, y=facet + outline, z=RULE, zz=RULE) == [
        f"y.yaml:2:10: id“a”重复，已写在{tmp_path}/x.yaml第2行".replace(f"{tmp_path}/", ""),
        "y.yaml:4:32: 没有定义名为“b”的要点（facets）（可用的有：a甲）",
        "y.yaml:4:52: id“n”重复，已写在y.yaml第4行",
        "zz.yaml:2:9: id“content/banned”重复，已写在z.yaml第2行",
    ]


def test_nesting_without_end_is_refused_wherever_the_yaml_library_notices_it(tmp_path: Path) -> None:
    """PyYAML 6.0.4 stops at depths of its own, before ours is reached."""
    [mistake] = told(tmp_path, other="scopes: " + "[" * 100_000)
    assert mistake.startswith("other.yaml:1:") and mistake.endswith("嵌套超过40层")


_MULTIPLYING = "a: &a [x]\n" + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefgh"))


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "1:1: 文件是空的"),
        ("# 只有注释\n", "1:1: 文件是空的"),
        ("- a\n", "1:1: 文件的内容应为"),
        ("rules：\n  - id: a\n", "2:7: 此处不应有冒号"),
        ("rules:\n\t- a\n", "2:1: 不能用制表符（Tab键）缩进，请用空格"),
        ("rules: []\n---\nrules: []\n", "2:1: 一个文件只能有一份YAML内容"),
        ("scopes: !!python/object/apply:os.system [ls]\n", "1:9: 不允许使用标签"),
        ("scopes: &a [*a]\n", "1:13: 引用“*a”没有在前面定义，或引用了它自己"),
        ("scopes: *a\n", "1:9: 引用“*a”没有在前面定义"),
        (_MULTIPLYING, "7:"),
        ('scopes: ["\\d"]\n', "1:11: 双引号里的反斜杠有特殊含义"),
        ("scopes: [\x01]\n", "1:10: 有YAML不允许的控制字符"),
        ("scopes: {<<: {a: 1}}\n", "1:10: 不支持合并键"),
        ("rules: 1\n", "1:8: “rules”应为列表"),
        ("rules: [1]\n", "1:9: 规则应为"),
        ("version: '2'\n", "1:1: “version”应写在pack.yaml里"),
    ],
    ids=lambda value: value[:24],
)  # fmt: skip
def test_a_file_that_is_no_pack_yaml_is_told_and_costs_nothing(tmp_path: Path, text: str, mistake: str) -> None:
    assert any(line.startswith(f"other.yaml:{mistake}") for line in told(tmp_path, other=text))


def test_a_file_that_is_not_utf8_and_one_of_another_suffix_are_told(tmp_path: Path) -> None:
    pack_of(tmp_path)
    (tmp_path / "gbk.yaml").write_bytes("# 测试\nscopes: [中央]\n".encode("gb18030"))
    (tmp_path / "old.yml").write_text("scopes: []\n", encoding="utf-8")
    assert told(tmp_path) == [
        "gbk.yaml:1:3: 不是UTF-8编码，请另存为UTF-8",
        "old.yml:1:1: 文件名应以.yaml结尾，否则不会被读取",
    ]


def test_a_folder_without_pack_yaml_is_no_pack(tmp_path: Path) -> None:
    assert [mistake.message for mistake in pack_mistakes(tmp_path)] == ["缺少这个文件，它应写明id、version和title"]


def test_yaml_words_keep_their_meaning(tmp_path: Path) -> None:
    """yes, 012 and dates are text, as in YAML 1.2: a list of words must not turn into truth values and octals."""
    pack = load_pack(pack_of(tmp_path, a="scopes: [no, 012, 2020-10-01, '1', 1:30]\n"))
    assert pack.vocabulary.scopes == ("no", "012", "2020-10-01", "1", "1:30")


def test_a_pack_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(
        PackError, match=r"没有找到规则包“mof-2020-1”，最接近的是“mof-2020-10”；可用的规则包：.*mof-2020-10"
    ):
        load_pack("mof-2020-1")


def test_the_shipped_packs_are_listed_and_load() -> None:
    packs = shipped_packs()
    assert "mof-2020-10" in [pack.id for pack in packs]
    for pack in packs:
        loaded = load_pack(pack.id)
        assert (loaded.id, loaded.title) == (pack.id, pack.title)
        assert set(loaded.sources) == {rule.id for rule in loaded.rules}


def test_the_stages_can_be_called_by_their_names() -> None:
    import checker
    import checker.review as module

    assert checker.load_pack().id == "mof-2020-10"
    assert callable(checker.read) and callable(checker.review)
    assert module.Review.__module__ == "checker.review"
    with pytest.raises(AttributeError):
        _ = checker.nothing  # type: ignore[attr-defined]
