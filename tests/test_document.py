from hypothesis import given
from hypothesis import strategies as st

from checker.document import DocumentBuilder, RawCell, Span


@given(st.lists(st.text(max_size=30), max_size=8))
def test_every_paragraph_cuts_its_own_words_out_of_the_text(texts: list[str]) -> None:
    builder = DocumentBuilder("a", "txt", "")
    for text in texts:
        builder.paragraph(text)
    document = builder.build()
    words = [p.span.cut(document.text) for p in document.paragraphs]
    assert all(w and w == w.strip() and "\n" not in w for w in words)
    assert "\n".join(words) == document.text


def test_a_merged_cell_stands_once_in_the_text_and_covers_its_places() -> None:
    builder = DocumentBuilder("a", "xlsx", "")
    builder.paragraph("标题")
    builder.table([RawCell(0, 0, "产出", row_span=2), RawCell(0, 1, "6个", ref="B1"), RawCell(1, 1, "8个", ref="B2")])
    document = builder.build()
    table = document.tables[0]
    assert document.text == "标题\n产出\t6个\n8个"
    assert table.at(1, 0) is table.at(0, 0)
    place = document.locate(Span(document.text.index("8"), len(document.text)))
    assert (place.table, place.row, place.column, place.ref) == (0, 1, 1, "B2")


def test_a_paragraph_over_a_page_break_gives_the_page_of_each_word() -> None:
    builder = DocumentBuilder("a", "pdf", "")
    builder.paragraph("前页后页", page=3, breaks=[2])
    document = builder.build()
    assert [document.locate(Span(i, i + 1)).page for i in range(4)] == [3, 3, 4, 4]
