"""Word documents: the page, the fonts and the words of an office's paper."""

import io
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from reception.documents.word import Paper, numeral

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)


def opened(paper):
    """Return the document as Word would open it."""
    return Document(io.BytesIO(paper.data()))


@pytest.fixture
def paper():
    """Return an empty paper."""
    return Paper("方案", "接待办", AT)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")],
)
def test_headings_count_in_chinese(number, text):
    assert numeral(number) == text


@pytest.mark.parametrize("number", [0, 100, -1])
def test_other_numbers_are_refused(number):
    with pytest.raises(ValueError, match=str(number)):
        numeral(number)


def test_no_two_numerals_are_alike():
    assert len({numeral(each) for each in range(1, 100)}) == 99


def test_the_page_is_that_of_the_standard(paper):
    page = opened(paper).sections[0]
    sides = ("top_margin", "left_margin", "right_margin", "bottom_margin")
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert [round(getattr(page, side).mm) for side in sides] == [37, 28, 26, 35]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Normal", "仿宋", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
    ],
)
def test_fonts_are_named_and_none_is_embedded(paper, style, font, size):
    document = opened(paper)
    found = document.styles[style]
    fonts = found.element.rPr.find(qn("w:rFonts"))
    assert (fonts.get(qn("w:eastAsia")), found.font.size) == (font, Pt(size))
    names = [str(part.partname) for part in document.part.package.iter_parts()]
    assert not [name for name in names if name.endswith((".odttf", ".ttf"))]


def test_a_paragraph_begins_two_characters_in(paper):
    paper.paragraph("正文")
    line = opened(paper).paragraphs[-1]
    assert line._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert line.style.paragraph_format.line_spacing == Pt(28)


def test_what_is_written_stands_in_order(paper):
    paper.title("标题")
    paper.heading("一、总体要求")
    paper.paragraph("正文")
    paper.table(["甲", "乙"], [["1", "2"]])
    paper.signature("接待办", "2026年3月1日")
    document = opened(paper)
    said = [line.text for line in document.paragraphs if line.text]
    assert said == ["标题", "一、总体要求", "正文", "接待办", "2026年3月1日"]
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["甲", "乙"],
        ["1", "2"],
    ]


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_no_text_breaks_the_document(text):
    paper = Paper(text, text, AT)
    paper.title(text)
    paper.paragraph(text)
    paper.table([text], [[text]])
    assert opened(paper).paragraphs


@pytest.mark.parametrize(
    ("unit", "day", "ends"),
    [
        pytest.param("接待办", "2026年3月1日", (700, 200), id="the day is longer"),
        pytest.param(
            "鹤壁市机关事务管理局接待办", "2026年3月1日", (200, 700), id="the unit"
        ),
    ],
)
def test_who_signs_stands_two_characters_left_of_the_day(paper, unit, day, ends):
    paper.signature(unit, day)
    lines = opened(paper).paragraphs[-2:]
    assert tuple(int(line._p.pPr.ind.get(qn("w:rightChars"))) for line in lines) == ends
