"""Pieces of a Word paper in the Party's layout: A4 20/20/30/15, Times New Roman 14, page numbers from page 2 on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from engine.report.formats import Office

FONT = "Times New Roman"
_DOTS = "…………………"
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def set_page(paper: Any) -> None:
    """Set A4, the margins and the page number from page 2 on."""
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = _CENTRE
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        number.add_run()._r.append(_field(kind, words))


def _field(kind: str | None, words: str | None) -> Any:
    if kind is None:
        node = OxmlElement("w:instrText")
        node.text = words
        return node
    node = OxmlElement("w:fldChar")
    node.set(qn("w:fldCharType"), kind)
    return node


def set_style(paper: Any) -> None:
    """Set letters and lines."""
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    form = normal.paragraph_format
    form.space_before, form.space_after = Pt(0), Pt(6)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)


def party_header(paper: Any, on: dt.date, office: Office) -> None:
    """Two columns: superior, body and star at left; the Party's title, place and date at right."""
    table = paper.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    left, right = table.rows[0].cells
    set_widths(table, (70, 95))
    centred(left.paragraphs[0], (office.superior or _DOTS).upper())
    centred(left.add_paragraph(), (office.name or _DOTS).upper(), bold=True)
    centred(left.add_paragraph(), "*")
    centred(right.paragraphs[0], "ĐẢNG CỘNG SẢN VIỆT NAM", bold=True, size=15, underline=True)
    day = f"{on.day:02d}"
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    where = office.place or "………"
    centred(right.add_paragraph(), f"{where}, ngày {day} tháng {month} năm {on.year}", italic=True)


def centred(
    paragraph: Any, words: str, *, bold: bool = False, italic: bool = False, underline: bool = False, size: int = 14
) -> None:
    """Fill a paragraph with one centred line."""
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(words)
    run.bold, run.italic, run.underline, run.font.size = bold, italic, underline, Pt(size)


def add_heading(paper: Any, words: str) -> None:
    """Add a heading that stays with what follows."""
    added = paragraph(paper, words, bold=True)
    added.paragraph_format.keep_with_next = True
    added.paragraph_format.space_before = Pt(6)


def paragraph(paper: Any, words: str, *, bold: bool = False, italic: bool = False, indent: bool = True) -> Any:
    """Add a paragraph and return it."""
    added = paper.add_paragraph()
    added.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent:
        added.paragraph_format.first_line_indent = Mm(10)
    run = added.add_run(words)
    run.bold, run.italic = bold, italic
    return added


def grid(paper: Any, rows: Iterable[tuple[str, ...]], widths: tuple[int, ...]) -> None:
    """Add a table; its first row is the heading, widths are in millimetres."""
    rows = list(rows)
    table = paper.add_table(rows=len(rows), cols=len(widths), style="Table Grid")
    table.autofit = False
    set_widths(table, widths)
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            _cell(table.rows[number].cells[column].paragraphs[0], words, bold=number == 0)
        _row_rule(table.rows[number], "w:cantSplit")
    _row_rule(table.rows[0], "w:tblHeader")
    paper.add_paragraph().paragraph_format.space_after = Pt(0)


def _cell(paragraph: Any, words: str, *, bold: bool) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.bold = Pt(12), bold
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = Pt(15)


def _row_rule(row: Any, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def set_widths(table: Any, widths: tuple[int, ...]) -> None:
    """Set widths on columns and cells: Word follows the cells, other programs the columns."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
