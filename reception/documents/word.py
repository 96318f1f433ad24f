"""Word documents as offices write them: page, title, headings, paragraphs, tables.

The measures are those of GB/T 9704-2012 (A4; margins 37, 28, 26 and 35 mm; body
3 hao, that is 16 pt, in 仿宋; title 2 hao, 22 pt, in 小标宋); the pitch of 28 pt,
which gives its 22 lines a page, is habit. Fonts are named, none is embedded.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, TITLE, HEADING, SUBHEADING, FOLIO = (
    "仿宋",
    "方正小标宋简体",
    "黑体",
    "楷体",
    "宋体",
)
BODY_SIZE, TITLE_SIZE, TABLE_SIZE, FOLIO_SIZE = Pt(16), Pt(22), Pt(12), Pt(14)
PITCH, TITLE_PITCH, TABLE_PITCH = Pt(28), Pt(36), Pt(18)
TEXT_WIDTH = 156  # mm between the margins
INDENT = 200  # hundredths of a character: two characters
DIGITS = "零一二三四五六七八九"
TEN = 10
MOST = 99  # numerals that ``numeral`` writes
# What XML cannot hold.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def numeral(number: int) -> str:
    """Return 1 to 99 in Chinese, as headings count: 一, 十, 十一, 二十.

    Raises:
        ValueError: the number is not one of those.
    """
    if not 1 <= number <= MOST:
        raise ValueError(number)
    tens, ones = divmod(number, TEN)
    head = "" if not tens else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return head + (DIGITS[ones] if ones else "")


def width(text: str) -> float:
    """Return how many characters wide ``text`` is; digits and letters are half wide."""
    return sum(0.5 if each.isascii() else 1 for each in text)


class Paper:
    """One document in the making, from top to bottom."""

    def __init__(self, name: str, author: str, at: datetime, *, numbered=True):
        self.document, self.numbered = Document(), numbered
        facts = self.document.core_properties
        facts.title, facts.author = CONTROLS.sub("", name), CONTROLS.sub("", author)
        facts.comments, facts.created, facts.modified = "", at, at
        self._speak_chinese()
        self._lay_out_page()
        self._style("Normal", BODY, BODY_SIZE, PITCH)
        self._style("Title", TITLE, TITLE_SIZE, TITLE_PITCH)
        self._style("Heading 1", HEADING, BODY_SIZE, PITCH)
        self._style("Heading 2", SUBHEADING, BODY_SIZE, PITCH)

    def title(self, text: str) -> None:
        """Write the title, centred, with an empty line below."""
        line = self._line(text, "Title")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._line("")

    def heading(self, text: str, level: int = 1) -> None:
        """Write a heading with its number: level 1 in 黑体, level 2 in 楷体."""
        _indented(self._line(text, f"Heading {level}"))

    def paragraph(self, text: str) -> None:
        """Write a paragraph of the body."""
        _indented(self._line(text))

    def new_page(self) -> None:
        """Go on overleaf."""
        self.document.add_page_break()

    def signature(self, unit: str, day: str) -> None:
        """Write who signs and the day, as in papers without a seal.

        The day begins two characters right of the unit; the longer of both ends two
        characters before the margin.
        """
        self._line("")
        below = max(2, width(unit) - width(day))
        above = below + width(day) + 2 - width(unit)
        for text, characters in ((unit, above), (day, below)):
            line = self._line(text)
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _indent(line, "right", int(characters * 100), characters * BODY_SIZE.pt)

    def table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[str]],
        shares: Sequence[int] = (),
    ) -> None:
        """Write a table whose headings are repeated on each page.

        ``shares`` says how wide the columns are beside one another; without it they
        are alike.
        """
        table = self.document.add_table(rows=1, cols=len(headings))
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        for cell, text in zip(table.rows[0].cells, headings, strict=True):
            _fill(cell, text, HEADING)
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                _fill(cell, text, BODY)
        for row in table.rows:  # no row goes on overleaf
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for column, share in zip(table.columns, shares, strict=False):
            column.width = Mm(TEXT_WIDTH * share / sum(shares))
            for cell in column.cells:
                cell.width = column.width

    def data(self) -> bytes:
        """Return the finished document."""
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    def _line(self, text: str, style: str = "Normal"):
        return self.document.add_paragraph(CONTROLS.sub("", text), style)

    def _speak_chinese(self) -> None:
        """Name the language, by which a machine without the fonts chooses others."""
        for tongue in self.document.styles.element.iter(qn("w:lang")):
            for name in ("w:val", "w:eastAsia"):
                tongue.set(qn(name), "zh-CN")

    def _lay_out_page(self) -> None:
        """Set paper and margins, and number the pages: odd right, even left."""
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.top_margin, page.bottom_margin = Mm(37), Mm(35)
        page.left_margin, page.right_margin = Mm(28), Mm(26)
        page.footer_distance = Mm(35 - 7 - 5)  # the folio stands 7 mm below the text
        if not self.numbered:  # each page is a paper of its own
            return
        self.document.settings.odd_and_even_pages_header_footer = True
        for footer, side in (
            (page.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            _folio(footer.paragraphs[0], side)

    def _style(self, name: str, font: str, size, pitch) -> None:
        """Give a style its font and pitch, and take away what the template gave it."""
        style = self.document.styles[name]
        for part in ("w:rPr", "w:pPr"):
            if (old := style.element.find(qn(part))) is not None:
                style.element.remove(old)
        _font(style, font, size)
        form = style.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
        form.space_before = form.space_after = Pt(0)
        if name.startswith("Heading"):
            form.keep_with_next = True


def _font(holder, font: str, size) -> None:
    """Name the font for Chinese and for everything else."""
    holder.font.name, holder.font.size, holder.font.bold = font, size, False
    holder.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _indented(line) -> None:
    """Indent the first line by two characters, and spread the text to both margins."""
    line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _indent(line, "firstLine", INDENT, 2 * BODY_SIZE.pt)


def _indent(line, side: str, characters: int, points: float) -> None:
    """Indent in characters; in twentieths of points for what cannot count those."""
    indent = line._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), str(characters))
    indent.set(qn(f"w:{side}"), str(int(points * 20)))


def _fill(cell, text: str, font: str) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.line_spacing = TABLE_PITCH
    _font(line.add_run(CONTROLS.sub("", text)), font, TABLE_SIZE)


def _folio(line, side) -> None:
    """Write the number of the page between dashes."""
    line.alignment = side
    _indent(line, "right" if side == WD_ALIGN_PARAGRAPH.RIGHT else "left", 100, 14)
    _font(line.add_run("— "), FOLIO, FOLIO_SIZE)
    number = line.add_run()
    _font(number, FOLIO, FOLIO_SIZE)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        number._r.append(part)
    _font(line.add_run(" —"), FOLIO, FOLIO_SIZE)
