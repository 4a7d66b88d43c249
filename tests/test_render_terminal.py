"""The terminal's page: aligned by the width of Han characters, and nothing in a document steers the terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checker.render.layout import excerpt, width, wrap
from checker.render.terminal import render
from checker.review import Run, Submission
from tests.reviewing import default_pack, review_of
from tests.test_cli import SOUND

_TEXT = st.text("预算数，。；(a1 %\n\t", max_size=60)


@given(_TEXT, st.integers(10, 60))
def test_wrapped_lines_hold_all_words_and_fit(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    # Closing punctuation may stand one character beyond the edge rather than begin a line; a Latin word is not parted.
    longest = max((width(word) for word in text.replace("\n", " ").replace("\t", " ").split()), default=0)
    assert all(width(line) <= max(columns, longest) + 2 * sum(map(line.count, "，。；")) for line in lines)


@given(_TEXT, st.integers(0, 60), st.integers(1, 20), st.integers(20, 80))
def test_an_excerpt_marks_exactly_the_words(text: str, start: int, length: int, columns: int) -> None:
    start = min(start, max(len(text) - 1, 0))
    end = min(start + length, len(text))
    around = excerpt(text, start, end, columns)
    if around is None:
        return
    line, at, wide = around
    assert width(line) <= columns
    positions = [sum(map(width, line[:index])) for index in range(len(line) + 1)]
    assert line[positions.index(at) : positions.index(at + wide)] == text[start:end]


def page_of(text: str, *, colour: bool = False, path: str = "报送/甲.md") -> str:
    run = Run(default_pack(), (Submission(path, review_of(text, rules="figure/rate-mismatch")),))
    return render(run, columns=80, colour=colour)


def test_the_words_in_question_are_marked_beneath_their_sentence() -> None:
    lines = page_of(SOUND.replace("执行率100%", "执行率90%")).split("\n")
    at = next(index for index, line in enumerate(lines) if line.lstrip().startswith("^"))
    before, marks = lines[at - 1], lines[at]
    start = width(marks) - width(marks.lstrip())
    positions = [width(before[:index]) for index in range(len(before) + 1)]
    assert before[positions.index(start) : positions.index(width(marks))].endswith("执行率90%")


def test_without_colour_there_is_no_escape_and_with_it_the_severity_is_seen() -> None:
    wrong = SOUND.replace("执行率100%", "执行率90%")
    assert "\x1b" not in page_of(wrong)
    assert "\x1b[31;1m" in page_of(wrong, colour=True)


def test_neither_a_text_nor_a_name_can_steer_the_terminal() -> None:
    page = page_of(SOUND.replace("执行率100%", "执行率90%\x1b[2J\u202e"), path="甲\x1b[2J\u202e.md")
    assert "\x1b" not in page and "\u202e" not in page
