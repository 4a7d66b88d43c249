"""The command line as its users meet it: what it prints, where, and with which exit status."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from checker.batch.run import review_files
from checker.pack import load_pack
from tests.punctuation import widen

ROOT = Path(__file__).parent.parent
SOUND = """2022年度社区食堂补贴项目支出绩效评价报告
一、基本情况
（一）项目概况
2022年安排预算资金290万元，全年执行数为290万元，预算执行率100%。
（二）项目绩效目标
新建社区食堂6个。
二、绩效评价工作开展情况
（一）绩效评价目的、对象和范围
评价对象为社区食堂补贴资金。
（二）绩效评价原则、评价指标体系、评价方法、评价标准
采用比较法和公众评判法。
（三）绩效评价工作过程
评价小组查阅资料并走访社区。
三、综合评价情况及评价结论
自评得分为97分，等级为优。评分表如下。
| 一级指标 | 分值 | 得分 |
| --- | --- | --- |
| 决策 | 20 | 20 |
| 过程 | 20 | 19 |
| 产出 | 30 | 30 |
| 效益 | 30 | 28 |
| 合计 | 100 | 97 |

四、绩效评价指标分析
（一）项目决策情况
立项依据充分。
（二）项目过程情况
资金管理规范。
（三）项目产出情况
全年新建社区食堂6个。
（四）项目效益情况
老年人就餐更加方便，服务对象满意度92%。
五、主要经验及做法
引入社会力量共同运营。
六、存在的问题及原因分析
个别食堂菜品单一，原因是供应商较少。
七、有关建议
扩大供应商名录。
"""


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, cwd=cwd)


def test_a_sound_report_passes_with_status_0(tmp_path: Path) -> None:
    done = run("check", write(tmp_path, "a.md", SOUND))
    assert done.returncode == 0, done.stdout
    assert "通过" in done.stdout and "\x1b" not in done.stdout


def test_a_contradiction_is_quoted_with_its_place_basis_and_remedy_and_ends_with_status_1(tmp_path: Path) -> None:
    done = run("check", write(tmp_path, "a.md", SOUND.replace("执行率100%", "执行率90%")))
    assert done.returncode == 1
    assert "figure/rate-mismatch" in done.stdout
    for word in ("位置", "原文", "依据", "建议", "一、基本情况 / （一）项目概况", "90%"):
        assert word in done.stdout, word


def test_what_people_read_has_full_width_punctuation(tmp_path: Path) -> None:
    narrow = SOUND.translate({code + 0xFEE0: code for code in map(ord, ",;:?!()")})
    done = run("check", write(tmp_path, "a.md", narrow.replace("执行率100%", "执行率90%")))
    said = [
        line for line in done.stdout.split("\n") if "原文" not in line and "位置" not in line and "对照" not in line
    ]
    assert [line for line in said if "a.md" not in line and widen(line) != line] == []


def test_the_bar_for_failing_can_be_moved(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", SOUND.replace("执行率100%", "执行率90%"))
    assert run("check", path, "--fail-on", "never").returncode == 0
    assert run("check", path, "--ignore", "figure/rate-mismatch").returncode == 0
    assert run("check", path, "--select", "structure").returncode == 0
    assert run("check", path, "--select", "figure/rate-mismatch,score").returncode == 1


def test_several_formats_go_to_several_files_and_one_to_the_screen(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", SOUND)
    target = tmp_path / "out.json"
    done = run("check", path, "--format", "json", "--output", str(target), "--format", "terminal")
    report = json.loads(target.read_text(encoding="utf-8"))
    assert report["schema_version"] == "1" and report["summary"]["documents"] == 1
    assert report["documents"][0]["verdict"] == "pass"
    assert "通过" in done.stdout
    done = run("check", path, "--output", str(target))
    assert done.stdout == "" and "共检查1份" in done.stderr


def test_the_json_report_quotes_its_places_out_of_the_canonical_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", SOUND.replace("执行率100%", "执行率90%"))
    report = json.loads(run("check", path, "--format", "json").stdout)
    text = run("show", path, "--text").stdout
    [document] = report["documents"]
    places = [*(x for f in document["findings"] for x in f["locations"]), *(f["location"] for f in document["facts"])]
    assert places
    assert [p for p in places if text[p["start"] : p["end"]] != p["text"]] == []
    names = {fact["name"]: fact for fact in document["facts"]}
    assert names["执行率"]["value"] == "90" and names["执行率"]["unit"] == "%"
    assert names["全年预算数"]["low"] == "2895000" and names["全年预算数"]["year"] == 2022


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", SOUND.replace("执行率100%", "执行率90%"))
    first, second = (run("check", path, "--format", "json").stdout for _ in range(2))
    assert first == second != ""


def test_a_fingerprint_stays_while_text_elsewhere_changes(tmp_path: Path) -> None:
    wrong = SOUND.replace("执行率100%", "执行率90%")

    def prints(text: str) -> set[str]:
        report = json.loads(run("check", write(tmp_path, "a.md", text), "--format", "json").stdout)
        return {f["fingerprint"] for d in report["documents"] for f in d["findings"]}

    assert prints(wrong) == prints(wrong.replace("资金管理规范。", "资金管理规范，专款专用。")) != set()


def test_a_folder_is_read_in_a_stable_order_and_what_is_passed_over_is_said(tmp_path: Path) -> None:
    (tmp_path / "下级").mkdir()
    write(tmp_path / "下级", "乙.md", SOUND)
    write(tmp_path, "甲.md", SOUND)
    write(tmp_path, "~$甲.docx", "x")
    write(tmp_path, ".隐藏.txt", "x")
    write(tmp_path, "照片说明.csv", "x")
    done = run("check", str(tmp_path))
    assert done.returncode == 0
    assert done.stdout.index("甲.md") < done.stdout.index("乙.md")
    for name in ("~$甲.docx", ".隐藏.txt", "照片说明.csv"):
        assert re.search(re.escape(name) + "：", done.stdout), name
    report = json.loads(run("check", str(tmp_path), "--format", "json").stdout)
    assert len(report["documents"]) == 2 and len(report["passed_over"]) == 3


def test_a_file_that_cannot_be_read_fails_alone_and_the_run_ends_with_status_2(tmp_path: Path) -> None:
    write(tmp_path, "好.md", SOUND)
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (tmp_path / "空.pdf").write_bytes(b"")
    done = run("check", str(tmp_path), "--format", "json")
    assert done.returncode == 2
    documents = {Path(d["path"]).name: d for d in json.loads(done.stdout)["documents"]}
    assert documents["好.md"]["status"] == "checked"
    assert documents["空.pdf"]["error"]["code"] == "empty"
    assert documents["坏.docx"]["status"] == "failed" and documents["坏.docx"]["findings"] == []
    shown = run("check", str(tmp_path)).stdout
    assert "未能读取" in shown and "Traceback" not in shown


def test_a_mistake_of_ours_costs_one_file_and_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("checker.batch.run.review", broken)
    monkeypatch.delenv("JIXIAO_DEBUG", raising=False)
    [submission] = review_files([write(tmp_path, "a.md", SOUND)], load_pack())
    assert submission.review is None and submission.error is not None
    assert submission.error.code == "internal" and "ZeroDivisionError" in submission.error.message


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "是否想用“check”"),
        (["check"], "缺少参数"),
        (["check", "没有这个文件.docx"], "不存在"),
        (["check", "corpus", "--fail-on", "fatal"], "error、warning、info、never"),
        (["check", "corpus", "--formt", "json"], "是否想用“--format”"),
        (["check", "corpus", "--year", "去年"], "整数"),
        (["check", "corpus", "--select", "figure/conflit"], "是否想用“figure/conflict”"),
        (["check", "corpus", "--pack", "没有这个规则包"], "规则包"),
        (["check", "corpus", "--output", "a.json", "--output", "a.json"], "同一个文件"),
        (["check", "corpus", "--format", "json", "--format", "terminal"], "只能有一种格式输出到屏幕"),
        (["check", "corpus", "--output", "没有/a.json"], "不存在"),
        (["explain", "figure/conflit"], "是否想用“figure/conflict”"),
    ],
)
def test_a_wrong_call_is_answered_in_one_chinese_sentence_with_status_2(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr and done.stderr.startswith("错误：") and "Traceback" not in done.stderr


def test_the_input_is_never_written_to(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", SOUND)
    done = run("check", path, "--output", path)
    assert done.returncode == 2 and "就是要检查的文件" in done.stderr
    assert Path(path).read_text(encoding="utf-8") == SOUND


def test_a_folder_without_reports_is_no_success(tmp_path: Path) -> None:
    done = run("check", str(tmp_path))
    assert done.returncode == 2 and "没有找到" in done.stderr


def test_help_and_version_are_chinese_and_short() -> None:
    assert run("--version").stdout.startswith("jixiao ")
    shown = run("check", "--help").stdout
    assert (
        shown.startswith("用法：jixiao check") and "选项：" in shown and "Options" not in shown and "Usage" not in shown
    )
    for command in (["rules"], ["rules", "manual"], ["rules", "test"], ["explain"]):
        shown = run(*command, "--help").stdout
        assert shown.startswith("用法：jixiao ") and "required" not in shown and "Show this" not in shown, command


def test_show_says_what_was_understood(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", SOUND)
    shown = run("show", path).stdout
    for word in ("社区食堂补贴项目", "2022", "（一）项目概况", "全年预算数", "表1（"):
        assert word in shown, word
    for view in ("text", "outline", "tables", "facts", "targets", "identity"):
        assert json.loads(run("show", path, f"--{view}", "--json").stdout)[view], view


def test_every_rule_is_listed_and_explained() -> None:
    listed = run("rules", "list").stdout
    ids = re.findall(r"^  ([a-z]+/[a-z-]+)", listed, re.M)
    assert "figure/rate-mismatch" in ids and len(ids) == len(set(ids))
    for id in ids:
        page = run("explain", id).stdout
        for heading in ("查什么", "为什么", "依据", "修改建议", "不通过的例子", "通过的例子"):
            assert heading in page, (id, heading)


def test_year_and_kind_go_before_what_is_detected(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", SOUND)
    report = json.loads(run("check", path, "--year", "2021", "--kind", "table", "--format", "json").stdout)
    [document] = report["documents"]
    assert document["year"] == 2021 and document["kind"] == "table"
    assert "structure/section-missing" in {item["rule"] for item in document["not_applicable"]}
