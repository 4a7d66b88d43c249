"""An installed wheel works from any folder: its rule packs come with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel of a clean copy of the checkout was unpacked, as pip would install it."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "source"
    for name in ("checker", "rules"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("cli.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", str(folder), "."]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    [wheel] = folder.glob("jixiao-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def _run(installed: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    code = "import sys, cli; assert cli.__file__.startswith(sys.argv.pop(1)); cli.main(sys.argv[1:])"
    command = [sys.executable, "-c", code, str(installed), *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", env=environment, timeout=120
    )


def test_every_module_every_pack_and_every_template_of_the_checkout_is_in_the_wheel(installed: Path) -> None:
    modules = {p.relative_to(ROOT) for p in (ROOT / "checker").rglob("*.py")}
    packs = {Path("checker/packs") / p.relative_to(ROOT / "rules") for p in (ROOT / "rules").rglob("*") if p.is_file()}
    parts = {p.relative_to(ROOT) for p in (ROOT / "checker" / "render" / "templates").iterdir()}
    parts |= {p.relative_to(ROOT) for p in (ROOT / "checker" / "example_pack").rglob("*.yaml")}
    assert packs and parts
    assert {path for path in modules | packs | parts if not (installed / path).is_file()} == set()


def test_an_installed_wheel_reviews_a_report_in_another_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text("一、基本情况\n全年预算数290万元，执行数为290万元。\n", encoding="utf-8")
    done = _run(installed, "check", "报告.txt", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "structure/section-missing" in done.stdout


def test_an_installed_wheel_writes_a_page(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text("一、基本情况\n全年预算数290万元，执行数为290万元。\n", encoding="utf-8")
    done = _run(installed, "check", "报告.txt", "--output", "结果.html", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "全年预算数290万元" in (tmp_path / "结果.html").read_text(encoding="utf-8")


def test_an_installed_wheel_lists_its_rules(installed: Path, tmp_path: Path) -> None:
    done = _run(installed, "rules", "list", cwd=tmp_path)
    assert done.returncode == 0 and "figure/conflict" in done.stdout


def test_a_pack_of_ones_own_extends_one_that_an_installed_wheel_brings(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "本市").mkdir()
    about = 'id: mine\nversion: "1"\ntitle: 本市\nextends: [yunnan]\nrules:\n  - {id: content/typo, off: true}\n'
    (tmp_path / "本市" / "pack.yaml").write_text(about, encoding="utf-8")
    done = _run(installed, "rules", "show", "--pack", "本市", "content", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "id: content/date  # mof-2020-10/content.yaml:" in done.stdout and "content/typo" not in done.stdout
