"""Pages for a browser, read as text: what stands in them, where the marks lie, and that nothing of a report is code."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.batch.discover import discover
from checker.document import Span
from checker.errors import JixiaoError, ReadError
from checker.finding import Finding, Severity
from checker.render import format_of, render, write
from checker.render.html import page_name
from checker.render.html_document import Mark, lay_out
from checker.review import Run, Submission
from tests.html_pages import FORM, HOSTILE, HOSTILE_NAME, REPORT, run_of
from tests.reviewing import default_pack, report_of, review_of


def page_of(tmp_path: Path, run: Run) -> lxml.html.HtmlElement:
    path = tmp_path / "结果.html"
    write(run, "html", path)
    return lxml.html.fromstring(path.read_text(encoding="utf-8"))


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def text_of_paper(html: str) -> str:
    """The words of the laid-out document without the numbers of findings."""
    paper = lxml.html.fromstring(f"<main>{html}</main>")
    for tag in paper.xpath('.//a | .//p[@class="page"] | .//*[contains(@class, "pin")]'):
        tag.drop_tree()
    return "".join(paper.text_content().split())


def test_a_report_is_one_file_with_the_verdict_the_figures_and_a_card_for_each_finding(tmp_path: Path) -> None:
    review = review_of(REPORT)
    page = page_of(tmp_path, Run(default_pack(), (Submission("报告.docx", review),)))
    assert [path.name for path in tmp_path.iterdir()] == ["结果.html"]
    assert words(page.find_class("verdict")[0]).startswith("退回修改")
    figures = [words(figure) for figure in page.find_class("figure")]
    assert figures == ["预算数 290万元", "执行数 286万元 268万元 前后不一", "执行率 100%", "得分 95分"]
    assert [words(card.find_class("message")[0]) for card in page.find_class("card")] == [
        " ".join(f"{finding.message}。".split()) for finding in review.findings
    ]
    card = next(card for card in page.find_class("card") if "figure/rate-mismatch" in words(card))
    for said in ("原文", "对照", "建议", "要求", "依据", "执行率100%", "应为98.6%"):
        assert said in words(card)


def test_the_words_that_a_finding_quotes_are_marked_in_the_colour_of_its_severity(tmp_path: Path) -> None:
    review = review_of(REPORT)
    page = page_of(tmp_path, Run(default_pack(), (Submission("报告.docx", review),)))
    for number, finding in enumerate(review.findings, 1):
        for side, location in enumerate(finding.locations):
            id = f"f{number}-{side}"
            pieces = [e for e in page.xpath("//*[@data-m]") if id in e.get("data-m").split()]
            assert "".join(piece.text_content() for piece in pieces) == location.text
            assert page.get_element_by_id(id) is not None
    mark = next(mark for mark in page.iter("mark") if mark.text_content() == "20xx")
    assert "error" in mark.get("class").split()


def test_what_could_not_be_checked_stands_at_the_top_with_its_reason(tmp_path: Path) -> None:
    review = review_of(REPORT)
    assert review.not_checked
    page = page_of(tmp_path, Run(default_pack(), (Submission("报告.docx", review),)))
    [fold] = page.find_class("unchecked")
    for entry in review.not_checked:
        assert entry.reason in words(fold) and entry.rule in words(fold)


def test_merged_cells_of_a_table_keep_their_shape() -> None:
    layout = lay_out(report_of("自评表", FORM), [])
    page = lxml.html.fromstring(f"<main>{layout.html}</main>")
    rows = [[(td.text_content(), td.get("rowspan"), td.get("colspan")) for td in tr] for tr in page.iter("tr")]
    assert rows[0] == [("项目名称", None, None), ("道路养护", None, "2")]
    assert rows[2][0] == ("产出指标", "2", None)
    assert [cell[0] for cell in rows[3]] == ["合格率", "10"]


def test_findings_that_overlap_all_have_their_words() -> None:
    report = report_of("全年预算数290万元，执行数286万元。")
    spans = [(0, 16), (5, 9), (7, 12), (5, 9), (15, 18)]
    marks = [Mark(f"f{n}-0", Span(*span), n, list(Severity)[n % 3]) for n, span in enumerate(spans, 1)]
    layout = lay_out(report, marks)
    page = lxml.html.fromstring(f"<main>{layout.html}</main>")
    for mark in marks:
        pieces = [e for e in page.iter("mark") if mark.id in e.get("data-m").split()]
        assert "".join(e.text_content() for e in pieces) == mark.span.cut(report.text)
    assert not page.xpath("//mark//mark")
    assert layout.placed == {mark.id for mark in marks}
    assert [e.text for e in page.find_class("number")] == ["2", "4", "3", "1", "5"]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=8))
def test_however_the_marks_lie_the_text_of_the_document_is_whole(spans: list[tuple[int, int]]) -> None:
    report = report_of("一、概况\n预算<290>万元&执行数286万元。\n完成里程12公里，合格率99%。", FORM)
    length = len(report.text)
    marks = [
        Mark(f"f{n}-0", Span(min(at, length), min(at + size, length)), n, Severity.ERROR)
        for n, (at, size) in enumerate(spans, 1)
    ]
    layout = lay_out(report, marks)
    assert text_of_paper(layout.html) == "".join(report.text.split())
    page = lxml.html.fromstring(f"<main>{layout.html}</main>")
    for mark in marks:
        pieces = "".join(e.text_content() for e in page.iter("mark") if mark.id in e.get("data-m").split())
        assert "".join(pieces.split()) == "".join(mark.span.cut(report.text).split())
        assert mark.id in layout.placed or not mark.span.cut(report.text).strip()


def test_a_finding_without_a_place_says_that_it_is_about_the_whole_text(tmp_path: Path) -> None:
    page = page_of(tmp_path, run_of("没有写得分。"))
    card = next(card for card in page.find_class("card") if "score/missing" in words(card))
    assert not card.xpath(".//*[@data-to]")


def test_nothing_that_a_report_says_is_code_or_an_address(tmp_path: Path) -> None:
    review = review_of(HOSTILE)
    finding = Finding("figure/<i>", Severity.ERROR, "<u>", "</article>", "'\"", review.findings[0].locations)
    run = Run(default_pack(), (Submission(HOSTILE_NAME, replace(review, findings=(*review.findings, finding))),))
    page = page_of(tmp_path, run)
    assert len(page.xpath("//script")) == 1
    assert not page.xpath(
        "//img | //iframe | //link | //object | //b[text()='养护'] | //u | //*[@onload] | //*[@onerror]"
    )
    assert not page.xpath("//*[@src] | //*[@style]")
    assert all(href.startswith("#") for href in page.xpath("//@href"))
    assert '<script src="https://example.com/a.js"></script>' in page.find_class("paper")[0].text_content()
    assert HOSTILE_NAME in words(page.find_class("identity")[0])


def test_the_pages_policy_allows_its_own_style_and_script_and_nothing_else(tmp_path: Path) -> None:
    for run in (run_of(REPORT), run_of(REPORT, REPORT)):
        page = page_of(tmp_path, run)
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        for kind in ("style", "script"):
            [element] = page.xpath(f"//{kind}")
            digest = b64encode(sha256(element.text.encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{digest}'" in policy
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy


def test_marks_that_turn_the_direction_of_writing_do_not_reach_the_page(tmp_path: Path) -> None:
    write(run_of("得分\u202e59\u202c分。"), "html", tmp_path / "a.html")
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", (tmp_path / "a.html").read_text(encoding="utf-8"))


def test_several_reports_are_an_index_and_a_page_for_each_in_the_folder_beside_it(tmp_path: Path) -> None:
    run = run_of(REPORT, "空。", ReadError("encrypted", "文件有密码", "请去掉密码"))
    page = page_of(tmp_path, run)
    names = sorted(path.name for path in (tmp_path / "结果_files").iterdir())
    assert names == ["0001-报告1.html", "0002-报告2.html", "0003-报告3.html"]
    rows = page.xpath("//table[@id='reports']/tbody/tr")
    assert [row.get("data-verdict") for row in rows] == ["return", "return", "failed"]
    assert "文件有密码" in words(rows[2])
    hrefs = {row.xpath(".//a/@href")[0] for row in rows}
    assert len(hrefs) == 3 and all(lxml.html.parse(str(tmp_path / unquote(href))) is not None for href in hrefs)
    failed = lxml.html.parse(str(tmp_path / "结果_files" / names[2])).getroot()
    assert "文件有密码" in words(failed) and failed.xpath("//nav/a/@href")[0].startswith("../")


def test_the_index_counts_findings_by_rule_and_by_unit(tmp_path: Path) -> None:
    run = run_of(REPORT, REPORT, "空。")
    page = page_of(tmp_path, run)
    fired = [finding.rule for review in run.reviews for finding in review.findings]
    bars = {e.get("data-key"): e for e in page.xpath("//button[@data-by='rule']")}
    assert {key: int(bar.find_class("n")[0].text) for key, bar in bars.items()} == {r: fired.count(r) for r in fired}
    assert all(bar.xpath("./svg/rect") for bar in bars.values())
    units = [e.get("data-key") for e in page.xpath("//button[@data-by='unit']")]
    assert set(units) == {"清溪县交通运输局", "未写明单位"}


def test_a_run_of_no_report_is_an_index_that_says_so(tmp_path: Path) -> None:
    page = page_of(tmp_path, Run(default_pack(), (), (("a.zip", "不是报告的格式"),)))
    assert "a.zip：不是报告的格式" in words(page)
    assert page.get_element_by_id("nothing").get("hidden") is None
    assert not (tmp_path / "结果_files").exists()


def test_pages_of_an_earlier_run_go_and_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    page_of(tmp_path, run_of(REPORT, REPORT, REPORT))
    own = tmp_path / "结果_files" / "0009-我的.html"
    own.write_text("<p>不是本程序写的</p>", encoding="utf-8")
    page_of(tmp_path, run_of(REPORT, REPORT))
    assert sorted(p.name for p in own.parent.iterdir()) == ["0001-报告1.html", "0002-报告2.html", "0009-我的.html"]


def test_a_page_is_never_written_over_an_input(tmp_path: Path) -> None:
    folder = tmp_path / "结果_files"
    folder.mkdir()
    report = folder / "0001-b.html"
    report.write_text(REPORT, encoding="utf-8")
    items = (Submission("b.txt", review_of(REPORT)), Submission(str(report), review_of(REPORT)))
    with pytest.raises(JixiaoError, match="不能写入"):
        write(Run(default_pack(), items), "html", tmp_path / "结果.html")
    assert report.read_text(encoding="utf-8") == REPORT


def test_pages_that_we_wrote_into_a_folder_of_reports_are_passed_over_when_it_is_checked_again(tmp_path: Path) -> None:
    (tmp_path / "报告.html").write_text(REPORT, encoding="utf-8")
    page_of(tmp_path, run_of(REPORT, REPORT))
    found, passed = discover([str(tmp_path)])
    assert [Path(path).name for path in found] == ["报告.html"]
    assert {reason for _, reason in passed} == {"这是本程序写的审核结果"} and len(passed) == 3


def test_names_of_pages_are_ones_that_every_system_takes() -> None:
    assert page_name(0, "a/2022 年 #1 <报告>?.docx") == "0001-2022_年_1_报告.html"
    assert page_name(9, "b/???.pdf") == "0010-报告.html"
    assert len(page_name(1, "长" * 300)) < 60


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write(run_of(REPORT), "html", tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_format_is_told_from_the_endings_that_pages_have() -> None:
    assert format_of("a.html") == format_of("A.HTM") == "html"


def test_a_bare_figure_of_a_table_has_the_unit_of_its_table(tmp_path: Path) -> None:
    rows = (
        ("项目名称", "道路养护", "<", "<", "<", "<"),
        ("项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "执行率"),
        ("^", "年度资金总额", "326.00", "326.00", "318.24", "97.62%"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "得分"),
        ("产出指标", "数量指标", "养护里程", "20公里", "20公里", "90"),
    )
    page = page_of(tmp_path, run_of(review_of("2022年度项目支出绩效自评表", rows)))
    assert [words(figure) for figure in page.find_class("figure")][:2] == ["预算数 326.00万元", "执行数 318.24万元"]


def test_one_report_can_go_to_standard_output_and_several_need_a_file(tmp_path: Path) -> None:
    pack, item = default_pack(), Submission("a.txt", review_of(REPORT))
    write(Run(pack, (item,)), "html", tmp_path / "a.html")
    assert render(Run(pack, (item,)), "html") == (tmp_path / "a.html").read_text(encoding="utf-8")
    with pytest.raises(JixiaoError, match="请用--output写入文件"):
        render(Run(pack, (item, item)), "html")
