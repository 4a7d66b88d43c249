"""The entity stage: with the official model, without it, and with what only bears its name."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from checker import entities
from checker.entities import Backend, ModelRefusedError, Recogniser, open_recogniser
from checker.finding import Severity
from checker.review import Review, review
from checker.understand.report import Report
from tests.models import change_meta, describe, install, make_model, trained_model
from tests.reviewing import default_pack, document_of

ROOT = Path(__file__).parent.parent
TEXT = (
    "江州市民政局\n2022年度困难群众救助项目支出绩效评价报告\n二、评价工作\n"
    "2023年1月，望川慈善总会成立绩效自评工作小组。\n项目实施单位为望川区水利局。\n"
)
NAMES = [("ORG", "望川慈善总会"), ("GPE", "江州市")]


@pytest.fixture(autouse=True)
def forget_opened_models() -> Iterator[None]:
    entities._opened.cache_clear()
    yield
    entities._opened.cache_clear()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of packages that Python looks into first."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def _review(recogniser: Recogniser, text: str = TEXT) -> Review:
    report = Report(document_of(text), default_pack().vocabulary, recogniser=recogniser)
    return review(report, default_pack(), wanted=lambda rule: rule == "content/name-mismatch")


def test_without_the_model_the_patterns_find_units_and_what_they_cannot_see_is_said() -> None:
    recogniser = open_recogniser("auto")
    assert (recogniser.backend.name, recogniser.backend.version) == ("pattern", None)
    assert recogniser.backend.reason == "没有安装实体模型zh_core_web_sm"
    result = _review(recogniser)
    assert [finding.data["found"] for finding in result.findings] == ["望川区水利局"]
    [unchecked] = result.not_checked
    assert "望川慈善总会" in unchecked.reason and recogniser.backend.reason in unchecked.reason


def test_the_installed_model_is_used_and_leaves_nothing_unseen(site: Path, tmp_path: Path) -> None:
    install(site, make_model(tmp_path / "model", NAMES))
    recogniser = open_recogniser("auto")
    assert (recogniser.backend.name, recogniser.backend.version) == ("zh_core_web_sm", "3.8.0")
    result = _review(recogniser)
    assert result.not_checked == ()
    assert [finding.data["found"] for finding in result.findings] == ["望川区水利局"]
    found = recogniser.find("江州市的望川慈善总会", default_pack().vocabulary.entities)
    assert [(entity.label, entity.span.start, entity.span.end) for entity in found] == [("PLACE", 0, 3), ("ORG", 4, 10)]


def test_a_unit_that_only_the_model_knows_is_compared_too(site: Path, tmp_path: Path) -> None:
    install(site, make_model(tmp_path / "model", [("ORG", "望川发改委")]))
    text = TEXT.replace("望川慈善总会", "望川发改委").replace("项目实施单位为望川区水利局。\n", "")
    [finding] = _review(open_recogniser("auto"), text).findings
    assert (finding.data["found"], finding.severity) == ("望川发改委", Severity.WARNING)
    assert _review(Recogniser(Backend("pattern", None, "")), text).findings == ()


def test_a_trained_model_is_joined_by_offsets_of_the_text(tmp_path: Path) -> None:
    recogniser = open_recogniser(str(trained_model(tmp_path / "trained")))
    found = recogniser.find("江州慈善总会成立绩效自评小组", ())
    assert [(entity.label, entity.source) for entity in found] == [("ORG", "model")]


def test_off_finds_nothing_and_says_so() -> None:
    recogniser = open_recogniser("off")
    assert recogniser.find("望川区水利局", default_pack().vocabulary.entities) == ()
    result = _review(recogniser)
    assert result.findings == ()
    assert "off" in result.not_checked[0].reason


REFUSED = ["3.7.0", "999.9.9", "3.8.0.post1", "3.9.0"]


@pytest.mark.parametrize("version", REFUSED)
def test_a_package_of_another_version_is_refused_with_the_reason(version: str, site: Path, tmp_path: Path) -> None:
    install(site, make_model(tmp_path / "model", NAMES, version=version), version=version)
    recogniser = open_recogniser("auto")
    assert recogniser.backend.name == "pattern"
    assert version in recogniser.backend.reason
    with pytest.raises(ModelRefusedError, match=version):
        open_recogniser("zh_core_web_sm")


def test_an_impostor_is_refused_and_none_of_its_code_is_run(site: Path) -> None:
    package = site / "zh_core_web_sm"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    describe(site, "3.8.0")
    assert "不是spaCy的模型" in open_recogniser("auto").backend.reason
    with pytest.raises(ModelRefusedError, match="不是spaCy的模型"):
        open_recogniser("zh_core_web_sm")


def test_a_genuine_packages_own_code_is_not_run_either(site: Path, tmp_path: Path) -> None:
    install(site, make_model(tmp_path / "model", NAMES), code="raise SystemExit('run')\n")
    assert open_recogniser("zh_core_web_sm").backend.version == "3.8.0"


def test_data_of_another_model_under_the_official_name_are_refused(site: Path, tmp_path: Path) -> None:
    install(site, change_meta(make_model(tmp_path / "model", NAMES), name="other"))
    assert "与其说明文件不符" in open_recogniser("auto").backend.reason


def test_a_bare_folder_of_that_name_is_no_package(site: Path) -> None:
    (site / "zh_core_web_sm").mkdir()
    (site / "zh_core_web_sm" / "__init__.py").write_text("", encoding="utf-8")
    assert "不是安装的软件包" in open_recogniser("auto").backend.reason


def test_damaged_data_are_found_when_a_text_is_looked_at_and_the_patterns_go_on(site: Path, tmp_path: Path) -> None:
    model = make_model(tmp_path / "model", NAMES)
    (model / "config.cfg").write_text("[nlp]\nlang = 7\n", encoding="utf-8")
    install(site, model)
    recogniser = open_recogniser("auto")
    result = _review(recogniser)
    assert (recogniser.backend.name, len(result.findings), len(result.not_checked)) == ("pattern", 1, 1)
    assert "无法加载" in recogniser.backend.reason
    entities._opened.cache_clear()
    with pytest.raises(ModelRefusedError, match="无法加载"):
        open_recogniser("zh_core_web_sm")


def test_a_folder_is_accepted_and_one_that_holds_no_chinese_model_refused(tmp_path: Path) -> None:
    model = make_model(tmp_path / "model", NAMES)
    assert open_recogniser(str(model)).backend == Backend(str(model), "3.8.0", "使用spaCy模型和规则包中的名称")
    (tmp_path / "empty").mkdir()
    for name in (str(tmp_path / "empty"), str(tmp_path / "nowhere"), "no_such_model"):
        with pytest.raises(ModelRefusedError):
            open_recogniser(name)
    with pytest.raises(ModelRefusedError, match="不是中文模型"):
        open_recogniser(str(change_meta(make_model(tmp_path / "english", NAMES), lang="en")))
    with pytest.raises(ModelRefusedError, match="模型要求spaCy"):
        open_recogniser(str(change_meta(make_model(tmp_path / "old", NAMES), spacy_version=">=3.5.0,<3.6.0")))


def test_a_review_can_go_to_another_process_without_the_model(tmp_path: Path) -> None:
    recogniser = open_recogniser(str(make_model(tmp_path / "model", NAMES)))
    recogniser.find("江州市民政局", default_pack().vocabulary.entities)
    data = pickle.dumps(_review(recogniser).report)
    assert len(data) < 200_000
    assert pickle.loads(data).recogniser.backend == recogniser.backend


def test_verdicts_of_a_report_without_such_places_do_not_depend_on_the_model(tmp_path: Path) -> None:
    text = "江州市民政局\n2022年度困难群众救助项目支出绩效评价报告\n一、概况\n望川慈善总会参与。"
    with_model = open_recogniser(str(make_model(tmp_path / "model", NAMES)))
    assert _review(with_model, text).findings == _review(open_recogniser("off"), text).findings == ()


def _run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print('spacy' in sys.modules, file=sys.stderr))\n"
        f"import cli; cli.main({list(arguments)!r})"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, timeout=120, env=environment
    )


def test_the_command_line_says_which_backend_was_used(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(TEXT, encoding="utf-8")
    done = _run("check", str(report), "--format", "json", "--fail-on", "never")
    assert json.loads(done.stdout)["entities"] == {
        "backend": "pattern", "version": None, "reason": "没有安装实体模型zh_core_web_sm"
    }  # fmt: skip
    assert done.stderr.strip().endswith("False")
    model = make_model(tmp_path / "model", NAMES)
    done = _run("check", str(report), "--entities", str(model), "--fail-on", "never")
    assert f"单位名称识别：{model}" in "".join(done.stdout.split("\n")).replace(" ", "")
    assert done.stderr.strip().endswith("True")


def test_a_model_that_is_not_there_is_a_mistake_in_the_call(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(TEXT, encoding="utf-8")
    done = _run("check", str(report), "--entities", "no_such_model")
    assert done.returncode == 2
    assert "没有安装实体模型no_such_model" in done.stderr
