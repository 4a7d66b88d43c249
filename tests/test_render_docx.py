"""The review letter: addressed to the unit, opinions numbered by severity, closed by verdict, dated by the bureau."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION

from checker.errors import JixiaoError, ReadError
from checker.finding import Severity
from checker.render import write
from checker.review import Run, Submission
from tests.reviewing import default_pack, review_of
from tests.test_render_xlsx import REPORT


def run_of(*submissions: Submission) -> Run:
    return Run(default_pack(), submissions)


def letter(tmp_path: Path, *submissions: Submission) -> Document:
    write(run_of(*submissions), "docx", tmp_path / "意见书.docx")
    return docx.Document(str(tmp_path / "意见书.docx"))


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_the_letter_says_to_whom_about_what_and_with_which_result(tmp_path: Path) -> None:
    text = lines(letter(tmp_path, Submission("送审/道路.docx", review_of(REPORT))))
    assert text[0] == "绩效自评审核意见书"
    assert text[1] == "清溪县交通运输局："
    assert "《2022年度农村道路养护项目绩效自评报告》（文件“道路.docx”）" in text[2]
    assert "审核结论为：退回修改" in text[2]
    assert text[-2:] == ["（审核单位名称）", "　　　　年　　月　　日"]
    assert "重新报送" in text[-3]


def test_opinions_are_numbered_through_by_severity_with_place_quote_requirement_and_basis(tmp_path: Path) -> None:
    review = review_of(REPORT)
    text = lines(letter(tmp_path, Submission("a.docx", review)))
    ordered = sorted(review.findings, key=lambda finding: -finding.severity.rank)
    numbered = [line for line in text if line.partition("．")[0].isdecimal()]
    assert numbered == [f"{number}．{finding.message}。" for number, finding in enumerate(ordered, 1)]
    assert text.index("一、须修改的问题") < text.index(numbered[0])
    rate = next(f for f in ordered if f.rule == "figure/rate-mismatch")
    at = text.index(next(line for line in numbered if rate.message in line))
    assert text[at + 1].startswith("位置：") and f"原文：“{rate.locations[0].text}”" in text[at + 1]
    assert f"要求：{rate.suggestion}。" in text[at:] and f"依据：{rate.basis}。" in text[at:]


@pytest.mark.parametrize(
    ("kept", "words"), [(Severity.WARNING, "逐条核实"), (Severity.INFO, "予以通过"), (None, "予以通过")]
)
def test_the_closing_paragraph_follows_the_verdict(tmp_path: Path, kept: Severity | None, words: str) -> None:
    from dataclasses import replace

    review = review_of(REPORT)
    findings = () if kept is None else (replace(review.findings[0], severity=kept),)
    assert words in lines(letter(tmp_path, Submission("a.docx", replace(review, findings=findings))))[-3]


def test_what_could_not_be_checked_is_said_and_does_not_count_as_passed(tmp_path: Path) -> None:
    review = review_of(REPORT)
    assert review.not_checked
    line = next(line for line in lines(letter(tmp_path, Submission("a.docx", review))) if "不视为通过" in line)
    assert all(item.reason in line for item in review.not_checked)


def test_each_report_has_a_letter_on_a_page_of_its_own_and_an_unreadable_one_too(tmp_path: Path) -> None:
    broken = Submission("b.pdf", error=ReadError("scanned", "文件是扫描件", "请提交Word版本"))
    document = letter(tmp_path, Submission("a.docx", review_of(REPORT)), broken)
    assert lines(document).count("绩效自评审核意见书") == len(document.sections) == 2
    assert [section.start_type for section in document.sections] == [WD_SECTION.NEW_PAGE] * 2
    assert all('w:pgNumType w:start="1"' in section._sectPr.xml for section in document.sections)
    assert any("文件是扫描件；请提交Word版本" in line for line in lines(document))


def test_the_layout_is_that_of_an_official_letter(tmp_path: Path) -> None:
    document = letter(tmp_path, Submission("a.docx", review_of(REPORT)))
    title, body = document.paragraphs[0], document.paragraphs[2]
    assert 'w:eastAsia="方正小标宋简体"' in title._p.xml and title.runs[0].font.size.pt == 22
    assert 'w:eastAsia="仿宋_GB2312"' in body._p.xml and body.runs[0].font.size.pt == 16
    assert body.paragraph_format.first_line_indent.pt == 32
    assert document.styles["Normal"].paragraph_format.line_spacing.pt == 28
    assert [round(side.mm) for side in (document.sections[0].top_margin, document.sections[0].left_margin)] == [37, 28]


def template(tmp_path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    document.save(str(tmp_path / "模板.docx"))
    return tmp_path / "模板.docx"


def from_template(tmp_path: Path, file: Path, *submissions: Submission) -> list[str]:
    write(run_of(*submissions), "docx", tmp_path / "意见书.docx", template=file)
    return lines(docx.Document(str(tmp_path / "意见书.docx")))


def test_a_bureaus_own_template_takes_the_letters_place(tmp_path: Path) -> None:
    review = review_of(REPORT.replace("清溪县", "<清溪&县>"))
    file = template(
        tmp_path,
        "致{{ unit }}",
        "{%p for part in parts %}",
        "{{ part.heading }}：{{ part.opinions|length }}",
        "{%p endfor %}",
    )
    text = from_template(tmp_path, file, Submission("a.docx", review))
    unit = review.report.identity.unit or "（单位名称）"
    assert text[0] == f"致{unit}"
    assert text[1].startswith("一、须修改的问题：")


def test_a_template_for_many_reports_loops_over_the_letters(tmp_path: Path) -> None:
    both = (Submission("a.docx", review_of(REPORT)), Submission("b.docx", review_of(REPORT)))
    file = template(tmp_path, "{%p for letter in letters %}", "{{ letter.file }}", "{%p endfor %}")
    assert from_template(tmp_path, file, *both) == ["a.docx", "b.docx"]
    with pytest.raises(JixiaoError, match="一次只能写一份"):
        from_template(tmp_path, template(tmp_path, "{{ unit }}"), *both)


@pytest.mark.parametrize(
    "words", ["{{ nothing }}", "{% if %}", "{{ unit.__class__.__mro__ }}", "{{ ''.__class__.__subclasses__() }}"]
)
def test_a_wrong_or_hostile_template_is_refused_in_a_sentence(tmp_path: Path, words: str) -> None:
    with pytest.raises(JixiaoError, match="模板"):
        from_template(tmp_path, template(tmp_path, words), Submission("a.docx", review_of(REPORT)))


def test_a_template_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "模板.docx").write_text("不是Word文件", encoding="utf-8")
    for name in ("模板.docx", "没有.docx"):
        with pytest.raises(JixiaoError, match="模板"):
            from_template(tmp_path, tmp_path / name, Submission("a.docx", review_of(REPORT)))


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    run = run_of(Submission("a.docx", review_of(REPORT)))
    for name in ("a.docx", "b.docx"):
        write(run, "docx", tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
