"""A pack to start from, and a rule to start from: working examples with a comment on every line that needs one.

The texts are in example_pack/. A check kind without an example there is shown by the first shipped rule that uses it.
Nothing that exists is ever written over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from checker.checks.base import Rule
from checker.errors import JixiaoError
from checker.nearest import nearest
from checker.pack import DEFAULT_PACK, RulePack, load_pack
from checker.pack_errors import id_form
from checker.rule_test_run import examples
from checker.rule_tests import FOLDER, Case, load_tests, pack_folder
from checker.schema import FILE_NAME, installed_kinds, parameters, schema_text
from checker.yaml_marks import List, Map, Mistake, find, plain
from checker.yaml_models import read_tree

_EXAMPLES: Final = Path(__file__).parent / "example_pack"
_RULE_ID: Final = re.compile(r"[a-z]+/[a-z]+(?:-[a-z]+)*")
_MODELINE: Final = "# yaml-language-server: $schema="
_FIRST: Final = ("id", "check", "title", "severity", "about", "why", "basis", "message", "suggestion")


def new_pack(folder: Path, extends: str | None = None) -> list[Path]:
    """Start a pack in a folder that does not exist or is empty; the files written, in order.

    `extends` is the name or folder of the pack whose rules it takes over; the pack then has changes to it too.
    Raises JixiaoError where there is something already, or no such pack.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise JixiaoError("exists", f"“{folder}”已经有内容，不能在其中新建规则包", "请给出一个新的文件夹")
    base = load_pack(extends) if extends is not None else None
    about = _template("pack.yaml", folder)
    if base is not None:
        about += f"extends: [{_reference(str(extends), folder)}]   # 继承这个规则包的全部规则和词语\n"
    files = {
        FILE_NAME: schema_text(installed_kinds()),
        "pack.yaml": about,
        "rules.yaml": _template("rules.yaml", folder),
        f"{FOLDER}/rules.yaml": _template("tests/rules.yaml", folder),
    }
    if base is not None and {"figure/low-execution", "content/vague"} <= {rule.id for rule in base.rules}:
        files["changes.yaml"] = _template("changes/changes.yaml", folder)
        files[f"{FOLDER}/changes.yaml"] = _template("changes/tests.yaml", folder)
    return _write(folder, files)


def new_rule(folder: Path, id: str, kind: str) -> list[Path]:
    """Add a rule of a check kind to a pack: a file for the rule and one for its tests; the files written.

    Raises JixiaoError where the folder holds no pack, the id or the kind will not do, or the rule or a file is there.
    """
    if not (folder / "pack.yaml").is_file():
        raise JixiaoError(
            "pack-missing", f"“{folder}”不是规则包（没有pack.yaml）", f"请先用“jixiao rules new {folder}”新建"
        )
    if not _RULE_ID.fullmatch(id):
        raise JixiaoError("rule-id", f"规则编号“{id}”的写法不对", f"应形如local/empty-words：{id_form(id)}")
    kinds = {each.model_fields["check"].default: each for each in installed_kinds()}
    if kind not in kinds:
        near = nearest(kind, kinds)
        remedy = f"最接近的是“{near}”" if near else f"可用的有：{'、'.join(kinds)}"
        raise JixiaoError("kind", f"没有名为“{kind}”的检查", remedy)
    if place := _defined(folder).get(id):
        raise JixiaoError("exists", f"规则{id}已写在{place}", "请换一个编号，或直接修改那条规则")
    rule, tests = _example(id, kind, kinds[kind])
    name = id.replace("/", "-") + ".yaml"
    return _write(folder, {name: rule, f"{FOLDER}/{name}": tests})


def _template(name: str, folder: Path) -> str:
    text = (_EXAMPLES / name).read_text(encoding="utf-8")
    words = "-".join(re.findall(r"[a-z0-9]+", folder.resolve().name.lower())) or "my-pack"
    return text.replace("FOLDER", folder.name).replace("ID", words)


def _reference(name: str, folder: Path) -> str:
    """A pack as another one in a folder names it: a shipped one by its id, else the way from there."""
    import os

    path = pack_folder(name)
    return name if path != Path(name) else Path(os.path.relpath(path, folder)).as_posix()


def _write(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write files that are not there yet, each YAML file with the line that leads an editor to the schema."""
    taken = [str(folder / name) for name in files if (folder / name).exists()]
    if taken:
        raise JixiaoError("exists", f"文件已经存在：{'、'.join(taken)}", "请先改名或移走")
    written = []
    try:
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            line = _modeline(folder, path) if path.suffix == ".yaml" else ""
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(line + text)
            written.append(path)
    except OSError as error:
        raise JixiaoError("not-written", f"“{error.filename or folder}”不能写入（{error.strerror}）") from error
    return written


def _modeline(folder: Path, path: Path) -> str:
    up = "../" * (len(path.relative_to(folder).parts) - 1)
    for more in ("", "../"):
        if (folder / more / FILE_NAME).is_file():
            return f"{_MODELINE}{up}{more}{FILE_NAME}\n"
    return ""


def _defined(folder: Path) -> dict[str, str]:
    """The ids of a pack's rules with their places, as far as the pack can be read: it may be half written."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        unread: list[Mistake] = []
        root = read_tree(path, unread)
        rules = find(root, ("rules",))[0] if isinstance(root, Map) else None
        for node in (rules.items or ()) if isinstance(rules, List) else ():
            value = plain(node, unread)
            if isinstance(value, dict) and isinstance(value.get("id"), str):
                found.setdefault(value["id"], f"{path}第{node.line + 1}行")
    return found


def _example(id: str, name: str, kind: type[Rule]) -> tuple[str, str]:
    """The texts of the two files of a new rule."""
    file = _EXAMPLES / "kinds" / f"{name}.yaml"
    if file.is_file():
        rule, _, tests = file.read_text(encoding="utf-8").replace("ID", id).partition("---\n")
    else:
        rule, tests = _shipped(id, name) or _blank(id, name, kind)
    said = [f"# {kind.ABOUT or name}（check: {name}）。下面是一个例子，请改成自己的规则。本类检查可以写的项："]
    said += [rf"#   {key}  {words}" for key, words in parameters(kind).items()]
    said += ["# 意见（message）和建议（suggestion）里可以用的数据："]
    said += [rf"#   {{{key}}}  {words}" for key, words in kind.DATA.items()]
    head = [rf"# 规则{id}的用例：一个应当报的，一个样子相像而不应当报的。请改成自己的。"]
    return "\n".join([*said, "rules:", rule]), "\n".join([*head, "tests:", tests])


def _shipped(id: str, kind: str) -> tuple[str, str] | None:
    """The first shipped rule of a check kind and two of its tests as they are written, under a new id."""
    pack = load_pack(DEFAULT_PACK)
    rule = next((rule for rule in pack.rules if rule.check == kind), None)
    if rule is None:
        return None
    own = (case for case in examples(_cases(pack), rule.id) if case is not None)
    cases = [_item(case.file, case.line).replace(rule.id, id, 1) for case in own]
    file, _, line = pack.sources[rule.id].rpartition(":")
    return _item(file, int(line)).replace(rule.id, id, 1), "\n".join(cases)


def _cases(pack: RulePack) -> Iterable[Case]:
    return load_tests(pack_folder(pack.id), pack)[0]


def _item(file: str, line: int) -> str:
    """The lines of an item of a list that begins at a line (from 1), without what stands between it and the next."""
    lines = Path(file).read_text(encoding="utf-8").split("\n")[line - 1 :]
    depth = len(lines[0]) - len(lines[0].lstrip())
    taken = [lines[0]]
    for text in lines[1:]:
        if text.strip() and len(text) - len(text.lstrip()) <= depth:
            break
        taken.append(text)
    return "\n".join(taken).rstrip() + "\n"


def _blank(id: str, name: str, kind: type[Rule]) -> tuple[str, str]:
    """A rule to be filled in, for a check kind of which there is no example."""
    needed = [key for key, field in kind.model_fields.items() if field.is_required() and key not in _FIRST]
    lines = [f"  - id: {id}", f"    check: {name}", "    title: （请填写）", "    severity: warning"]
    lines += [f"    {key}: （请填写）" for key in _FIRST[4:]]
    lines += [rf"    {key}: （请填写）" for key in needed]
    cases = [f"  - rule: {id}", "    name: （请填写）应当报", "    text: （请填写）", "    finds:", "      - {}", ""]
    cases += [f"  - rule: {id}", "    name: （请填写）不应当报", "    text: （请填写）", ""]
    return "\n".join([*lines, ""]), "\n".join(cases)
