"""Tests of rules: short reports, written in YAML beside a pack's rules, with the findings that each must give.

They stand in the sub-folder tests/ of a pack, in *.yaml files with the one key `tests`. Loading a pack does not read
them; `jixiao rules test` runs them (checker/rule_test_run.py), and `jixiao explain` and the manual show them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema

from checker.checks.base import Rule
from checker.errors import PackError
from checker.finding import Severity
from checker.nearest import meant, nearest
from checker.pack import RulePack, load_pack, shipped_packs
from checker.pack_errors import unknown_key
from checker.understand.identity import Kind
from checker.vocabulary import Model
from checker.yaml_marks import List, Map, Mistake, plain
from checker.yaml_models import Stated, read_tree, validated

FOLDER = "tests"
"""The sub-folder of a pack that holds its tests."""

_CLOSE = 0.75
"""How alike two ids are where one is a slip of the pen for the other; two rules of a family are often half alike."""


def _as_text(value: object) -> object:
    """A number that YAML read out of a text is that text again: `fraction: 98.60` means the words 98.60."""
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def _as_cell(value: object) -> object:
    return "" if value is None else _as_text(value)


def _rule_of_pack(name: str, info: ValidationInfo) -> str:
    known: Collection[str] | None = (info.context or {}).get("rules")
    if known is not None and name not in known:
        near = nearest(name, known, _CLOSE)
        said = f"，是否想写“{near}”？" if near else "：规则已删去？请同时删去用例；规则改了编号的，用例里也要改"
        raise ValueError(f"规则包里没有规则“{name}”{said}")
    return name


def _rule_or_family(name: str, info: ValidationInfo) -> str:
    known: Collection[str] | None = (info.context or {}).get("rules")
    if known is None:
        return name
    names = [*known, *dict.fromkeys(id.partition("/")[0] for id in known)]
    if name not in names:
        raise ValueError(f"规则包里没有规则或类别“{name}”{meant(name, names)}")
    return name


Text = Annotated[str, BeforeValidator(_as_text), WithJsonSchema({"type": ["string", "number"]})]
Cell = Annotated[str, BeforeValidator(_as_cell), WithJsonSchema({"type": ["string", "number", "null"]})]
RuleId = Annotated[str, AfterValidator(_rule_of_pack)]
RuleOrFamily = Annotated[str, AfterValidator(_rule_or_family)]


class Expected(Model):
    """A finding that a case must give. What is not stated here may be anything."""

    text: Annotated[
        Text | None, Field(description="意见所引用的第一处原文，写全（空格和全角半角不论）；“…”代表省略的文字")
    ] = None
    also: Annotated[tuple[Text, ...], Field(description="同一条意见另外引用的原文，不分次序")] = ()
    data: Annotated[Mapping[str, Text], Field(description="意见里的数据，只写要核对的几项")] = {}
    severity: Annotated[Severity | None, Field(description="意见的级别，不写则不核对")] = None
    rule: Annotated[RuleId | None, Field(description="给出这条意见的规则，不写就是用例的规则")] = None


class RuleTest(Model):
    """A case: a short report, and what the rule must find in it. Without `finds` the rule must be silent."""

    rule: Annotated[RuleId, Field(description="测试哪条规则")]
    name: Annotated[str, Field(min_length=1, description="用例的名称，一句话说明应当怎样")]
    text: Annotated[Text | None, Field(description="报告的文字，按Markdown读入，竖线表格读作表格")] = None
    table: Annotated[
        tuple[tuple[Cell, ...], ...] | None,
        Field(description="只有一张表的报告：逐行写各格；“<”表示并入左边一格，“^”表示并入上面一格"),
    ] = None
    file: Annotated[str | None, Field(min_length=1, description="报告文件，写与tests文件夹的相对路径")] = None
    kind: Annotated[
        Kind | None,
        Field(description="文种：narrative文字报告、table自评表、combined文字报告附自评表；不写则按内容判断"),
    ] = None
    year: Annotated[int | None, Field(ge=1990, le=2100, description="所评年度，不写则按内容判断")] = None
    finds: Annotated[tuple[Expected, ...], Field(description="应当给出的意见，不多不少；不写表示不应有意见")] = ()
    silent: Annotated[tuple[RuleOrFamily, ...], Field(description="另外还不应给出意见的规则或类别")] = ()
    not_checked: Annotated[
        str | None, Field(min_length=1, description="规则应当列入“未检查”，这里写所述理由中的几个字")
    ] = None


class CaseFile(Model):
    """A file of cases."""

    tests: Annotated[tuple[RuleTest, ...], Field(description="规则的测试用例")]


@dataclass(frozen=True, slots=True)
class Case:
    """A test of a rule and where it is written; `folder` is that to which its `file` is relative."""

    test: RuleTest
    file: str
    line: int
    folder: Path

    @property
    def place(self) -> str:
        """The file and line of the case."""
        return rf"{self.file}:{self.line}"

    @property
    def fires(self) -> bool:
        """Whether the rule of the case must give a finding."""
        return any(expected.rule in (None, self.test.rule) for expected in self.test.finds)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no system would take
        return False


def pack_folder(name: str | Path) -> Path:
    """The folder of a pack that has been loaded by this name."""
    return next((pack.folder for pack in shipped_packs() if pack.id == name), Path(name))


def load_tests(folder: str | Path, pack: RulePack) -> tuple[tuple[Case, ...], tuple[Mistake, ...]]:
    """The tests of a pack's folder in the order of their files, and every mistake in them.

    A case with a mistake is left out, the others are there. A pack without tests has neither.
    """
    loading = _Loading(Path(folder), {rule.id: rule for rule in pack.rules})
    return tuple(loading.run()), tuple(sorted(set(loading.mistakes)))


def tests_of(rule: Rule, pack: RulePack) -> tuple[Case, ...]:
    """The tests of one rule, of the last layer of its pack that has any; those with mistakes in them are left out."""
    for folder in reversed(pack.folders):
        cases, _ = load_tests(folder, pack)
        if own := tuple(case for case in cases if case.test.rule == rule.id):
            return own
    return ()


def test_mistakes(folder: str | Path, pack: RulePack | None = None) -> tuple[Mistake, ...]:
    """Every mistake in the tests of a pack, by file, line and column.

    Where the pack itself is broken, and `pack` not given, the names of rules are not looked at.
    """
    if pack is None:
        try:
            pack = load_pack(folder)
        except PackError:
            pack = None
    loading = _Loading(Path(folder), None if pack is None else {rule.id: rule for rule in pack.rules})
    loading.run()
    return tuple(sorted(set(loading.mistakes)))


test_mistakes.__test__ = False  # type: ignore[attr-defined]  # pytest takes names that begin so for tests


class _Loading:
    """One loading of a folder's tests: collects the mistakes of all its files."""

    def __init__(self, folder: Path, rules: Mapping[str, Rule] | None) -> None:
        self.folder = folder / FOLDER
        self.rules = rules
        self.mistakes: list[Mistake] = []
        self.named: dict[tuple[str, str], str] = {}

    def run(self) -> list[Case]:
        cases: list[Case] = []
        if not self.folder.is_dir():
            return cases
        try:
            paths = sorted(self.folder.iterdir())
        except OSError as error:
            self.mistakes.append(Mistake(str(self.folder), 1, 1, f"文件夹无法读取（{error.strerror}）"))
            return cases
        for path in paths:
            if path.suffix.lower() == ".yml":
                self.mistakes.append(Mistake(str(path), 1, 1, "文件名应以.yaml结尾，否则不会被读取"))
            elif path.suffix == ".yaml" and path.is_file() and not path.name.startswith("."):
                cases += self._file(path)
        return cases

    def _file(self, path: Path) -> list[Case]:
        root = read_tree(path, self.mistakes)
        if root is None:
            return []
        stated = Stated(root, plain(root, self.mistakes))
        if not isinstance(root, Map):
            self.mistakes.append(root.mistake(r"文件的内容应为“tests: ”和其下的用例"))
            return []
        for key in stated.value:
            if key not in CaseFile.model_fields:
                self.mistakes.append(stated.key(key).mistake(unknown_key(key, CaseFile.model_fields)))
        pair = root.get("tests")
        if pair is None:
            self.mistakes.append(root.mistake("缺少“tests”"))
            return []
        if not isinstance(pair[1], List):
            self.mistakes.append(pair[1].mistake(r"“tests”应为列表：每个用例以“- ”开头"))
            return []
        values = zip(pair[1].items or (), stated.value["tests"], strict=True)
        cases = [self._case(Stated(node, value)) for node, value in values]
        return [case for case in cases if case is not None]

    def _case(self, stated: Stated) -> Case | None:
        before = len(self.mistakes)
        context: dict[str, Any] = {} if self.rules is None else {"rules": list(self.rules)}
        test = validated(RuleTest, stated, self.mistakes, context)
        if test is None:
            return None
        self._one_report(test, stated)
        self._data(test, stated)
        self._name(test, stated)
        if test.finds and test.not_checked:
            self.mistakes.append(stated.key("not_checked").mistake("写了“finds”就不能再写“not_checked”"))
        if len(self.mistakes) > before:
            return None
        return Case(test, stated.file, stated.node.line + 1, self.folder)

    def _one_report(self, test: RuleTest, stated: Stated) -> None:
        """A case has one report: a text, a table or a file that is there."""
        given = [key for key in ("text", "table", "file") if getattr(test, key) is not None]
        if not given:
            self.mistakes.append(stated.node.mistake("缺少报告：“text”、“table”、“file”应写一个"))
        for key in given[1:]:
            message = f"“{given[0]}”和“{key}”只能写一个"
            self.mistakes.append(stated.key(key).mistake(message))
        if test.text is not None and not test.text.strip():
            self.mistakes.append(stated.at("text").mistake("“text”里没有文字"))
        if test.table is not None and not any(cell.strip() for row in test.table for cell in row):
            self.mistakes.append(stated.at("table").mistake("“table”里没有文字"))
        if test.file is not None:
            self._there(test.file, stated)

    def _there(self, name: str, stated: Stated) -> None:
        path = Path(name)
        if path.is_absolute():
            said = f"“{name}”应写与{self.folder.name}文件夹的相对路径"
        elif not _is_file(self.folder / path):
            near = [other.name for other in self.folder.iterdir() if other.is_file() and other.suffix != ".yaml"]
            said = f"没有找到文件“{name}”{meant(name, near)}"
        else:
            return
        self.mistakes.append(stated.at("file").mistake(said))

    def _data(self, test: RuleTest, stated: Stated) -> None:
        """The names in `data` are those that a message of the rule may use."""
        for index, expected in enumerate(test.finds):
            rule = (self.rules or {}).get(expected.rule or test.rule)
            if rule is None:
                continue
            known = rule.template_names(rule.model_dump())
            for name in expected.data:
                if name not in known:
                    node = stated.at("finds", index, "data")
                    pair = node.get(name) if isinstance(node, Map) else None
                    message = f"{rule.id}的意见里没有数据“{name}”{meant(name, known)}"
                    self.mistakes.append((pair[0] if pair else node).mistake(message))

    def _name(self, test: RuleTest, stated: Stated) -> None:
        """Two cases of a rule have two names: a name is how a failure is found again."""
        key = (test.rule, test.name)
        here = rf"{stated.file}第{stated.at('name').line + 1}行"
        if key in self.named:
            message = f"{test.rule}的用例“{test.name}”重复，已写在{self.named[key]}"
            self.mistakes.append(stated.at("name").mistake(message))
        self.named.setdefault(key, here)
