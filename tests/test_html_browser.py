"""The pages in a real browser: marks, clicks, filters, keys, printing; no complaint, and no request for anything else.

Run with `pytest -m browser`: a browser is a system package, which the plain test run does not ask for.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from checker.errors import ReadError
from checker.render import write
from checker.review import Run, Submission
from tests.browser import Browser
from tests.html_pages import HOSTILE, HOSTILE_NAME, REPORT, run_of
from tests.reviewing import default_pack, review_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Browser]:
    """The page of REPORT, which neither complains nor asks for anything but itself."""
    yield from opened(browser, run_of(REPORT), tmp_path)


@pytest.fixture
def index(browser: Browser, tmp_path: Path) -> Iterator[Browser]:
    """The index of a report with errors, of one without a figure, and of a file that was not read."""
    bare = review_of("2021年度图书馆开放项目绩效自评报告\n项目单位：白山县文化局\n自评得分88分。")
    yield from opened(browser, run_of(REPORT, bare, ReadError("encrypted", "文件有密码", "请去掉密码")), tmp_path)


def opened(browser: Browser, run: Run, tmp_path: Path) -> Iterator[Browser]:
    path = tmp_path / "结果.html"
    write(run, "html", path)
    browser.open(path)
    yield browser
    browser.run("1")
    assert browser.complaints == []
    assert [url for url in browser.requests if not url.startswith("file:")] == []
    assert len(browser.requests) == 1


def number_of(rule: str) -> int:
    """The number of a rule's finding of REPORT."""
    return [finding.rule for finding in review_of(REPORT).findings].index(rule) + 1


def chosen(page: Browser) -> object:
    return page.run(
        "(document.querySelector('.card.on') || {getAttribute: function () { return null }}).getAttribute('data-n')"
    )


def lit(page: Browser, name: str = "on") -> object:
    return page.run(
        f"[].map.call(document.querySelectorAll('.paper .{name}'), function (e) {{ return e.textContent }})"
    )


def shown(page: Browser, selector: str) -> object:
    return page.run(
        f"[].filter.call(document.querySelectorAll({selector!r}), function (e) {{ return e.offsetParent }}).length"
    )


def test_marks_have_the_colour_of_their_severity_and_are_seen(page: Browser) -> None:
    colour = "getComputedStyle(document.querySelector('mark.{}:not(.side)')).backgroundColor"
    assert page.run(colour.format("error")) == "rgb(251, 217, 213)"
    assert page.run("document.querySelectorAll('.paper mark').length") > 3
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


def test_a_click_on_a_card_leads_to_its_words_and_lights_every_side(page: Browser) -> None:
    number = number_of("figure/rate-mismatch")
    page.click(f"#o{number} .message")
    assert chosen(page) == str(number)
    assert "执行率100%" in "".join(lit(page))  # type: ignore[arg-type]
    assert (
        len({*page.run("[].map.call(document.querySelectorAll('mark.on'), function (e) { return e.dataset.m })")}) >= 2
    )
    assert page.run("document.querySelector('mark.on').getBoundingClientRect().top >= 0")


def test_a_click_on_marked_words_leads_to_the_card(page: Browser) -> None:
    number = number_of("content/placeholder")
    page.click(f"mark[data-m~='f{number}-0']")
    assert chosen(page) == str(number)
    assert page.run(
        "(function(c,l){return c.top>=l.top-1&&c.top<l.bottom})"
        "(document.querySelector('.card.on').getBoundingClientRect(),"
        "document.querySelector('.cards').getBoundingClientRect())"
    )


def test_one_click_after_the_other_shows_each_finding_on_the_same_words(browser: Browser, tmp_path: Path) -> None:
    from dataclasses import replace

    review = review_of(REPORT)
    [first] = [finding for finding in review.findings if finding.rule == "figure/rate-mismatch"]
    twice = replace(review, findings=(first, replace(first, message="另一条")))
    for page in opened(browser, Run(default_pack(), (Submission("a.docx", twice),)), tmp_path):
        seen = []
        for _ in range(3):
            page.click("mark[data-m~='f1-0']")
            seen.append(chosen(page))
        assert seen == ["1", "2", "1"]


def test_the_other_side_of_a_contradiction_is_one_click_away(page: Browser) -> None:
    number = number_of("figure/conflict")
    page.click(f"a.across[data-to='f{number}-1']")
    assert chosen(page) == str(number)
    assert "268万元" in "".join(lit(page, "flash"))  # type: ignore[arg-type]


def test_the_filters_hide_cards_and_marks_and_say_how_many_are_left(page: Browser) -> None:
    review = review_of(REPORT)
    structure = sum(finding.rule.startswith("structure/") for finding in review.findings)
    marks = shown(page, "mark:not(.off)")
    page.click("[data-family='structure']")
    assert shown(page, ".card") == len(review.findings) - structure
    assert (
        page.run("document.getElementById('shown').textContent")
        == f"{len(review.findings) - structure}／{len(review.findings)}"
    )
    page.click("[data-severity='error']")
    assert shown(page, ".card.error") == 0
    assert shown(page, "mark.error:not(.off)") == 0
    page.click("[data-severity='error']")
    page.click("[data-family='structure']")
    assert (shown(page, ".card"), shown(page, "mark:not(.off)")) == (len(review.findings), marks)


def test_the_keys_go_through_the_findings_and_their_places(page: Browser) -> None:
    count = page.run("document.querySelectorAll('.card').length")
    page.press("n")
    page.press("j")
    assert chosen(page) == "2"
    page.press("k")
    page.press("p")
    assert chosen(page) == str(count)
    page.press("Escape")
    assert chosen(page) is None
    number = number_of("figure/conflict")
    for _ in range(number):
        page.press("n")
    first = lit(page, "flash")
    page.press("Enter")
    assert first != lit(page, "flash") != []


def test_a_key_figure_leads_to_the_words_that_state_it(page: Browser) -> None:
    page.click(".figure a.value")
    assert "".join(lit(page, "flash")) == "全年预算数290万元"  # type: ignore[arg-type]


def test_printing_gives_the_opinions_and_the_whole_text_and_no_buttons(page: Browser) -> None:
    pdf = pypdfium2.PdfDocument(io.BytesIO(page.printed()))
    text = "".join(each.get_textpage().get_text_range() for each in pdf)
    flat = "".join(text.split())
    assert "执行率写作100%" in flat and "三、绩效评价指标分析" in flat
    assert "没有检查的内容" in flat
    assert "看原文各处" not in flat and "⇄" not in flat
    assert len(pdf) <= 6
    pdf.close()


def test_a_report_that_contains_code_shows_it_as_text(browser: Browser, tmp_path: Path) -> None:
    run = Run(default_pack(), (Submission(HOSTILE_NAME, review_of(HOSTILE)),) * 2)
    path = tmp_path / "结果.html"
    write(run, "html", path)
    pages = sorted((tmp_path / "结果_files").iterdir())
    assert len(pages) == 2
    for page in (path, *pages):
        browser.open(page)
        assert browser.run("window.hacked === undefined && document.scripts.length === 1")
        assert browser.complaints == [] and len(browser.requests) == 1
    assert "</script><script>window.hacked=1</script>" in browser.run("document.querySelector('.paper').innerText")


def test_the_index_sorts_by_a_click_on_a_head_with_empty_cells_last(index: Browser) -> None:
    rows = "document.querySelectorAll('#reports tbody tr')"
    names = f"[].map.call({rows}, function (r) {{ return r.querySelector('.file').textContent }})"
    head = "#reports th:nth-child({}) button"
    index.click(head.format(8))
    assert index.run(names) == ["报告1.docx", "报告2.docx", "报告3.docx"]
    index.click(head.format(8))
    assert index.run(names) == ["报告2.docx", "报告1.docx", "报告3.docx"]
    assert index.run("document.querySelectorAll('th')[7].getAttribute('aria-sort')") == "ascending"
    index.click(head.format(1))
    assert index.run(names)[0] == "报告3.docx"


def test_a_printed_index_repeats_the_head_of_its_table_on_every_page(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "结果.html"
    write(run_of(*["2021年度图书馆项目绩效自评报告"] * 90), "html", path)
    browser.open(path)
    pdf = pypdfium2.PdfDocument(io.BytesIO(browser.printed()))
    pages = ["".join(each.get_textpage().get_text_range().split()) for each in pdf]
    pdf.close()
    with_rows = [page for page in pages if ".docx" in page]
    assert len(with_rows) > 2 and all("执行率得分" in page for page in with_rows)


def test_the_index_filters_by_words_verdict_rule_and_unit(index: Browser) -> None:
    rows = "#reports tbody tr"
    index.run(
        "(function(e){e.value='白山 图书馆';e.dispatchEvent(new Event('input'))})(document.getElementById('words'))"
    )
    assert shown(index, rows) == 1
    index.click("#clear")
    assert shown(index, rows) == 3
    index.click(".tools [data-verdict='return']")
    assert shown(index, rows) == 1
    index.click("#clear")
    index.click("[data-by='rule'][data-key='figure/rate-mismatch']")
    assert shown(index, rows) == 1
    assert index.run("document.getElementById('shown').textContent") == "显示1份，共3份"
    index.click("[data-by='unit'][data-key='白山县文化局']")
    left = "[].filter.call(document.querySelectorAll('#reports tbody tr'), function (r) { return !r.hidden })"
    assert index.run(f"{left}.map(function (r) {{ return r.dataset.unit }})") == ["白山县文化局"]
