"""How text is set: typeface by name, line spacing and margins of Word, measured margins of a PDF."""

import io

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from parsers.facts import Box
from parsers.fonts import font_style, is_times
from parsers.raw import RawFile, RawLine, RawPage
from parsers.type_styles import MM, type_styles
from parsers.word import read_docx

TEXT = "Chi bộ kiểm tra đảng viên chấp hành theo kế hoạch đã được thông qua tại hội nghị."


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("TimesNewRomanPSMT", True),
        ("ABCDEF+TimesNewRomanPS-BoldMT", True),
        ("TimesNewRoman,Bold", True),
        ("Times New Roman", True),
        ("Times-Roman", True),
        ("BAAAAA+LiberationSerif-Bold", True),
        ("NimbusRomNo9L-Regu", True),
        ("Tinos", True),
        ("ArialMT", False),
        ("ABCDEF+Arial-BoldMT", False),
        ("Calibri Light", False),
        ("Cambria", False),
        ("Courier New", False),
        ("CIDFont+F1", None),  # a printer's own name
        ("DejaVuSans", None),  # what a converter takes for any font it lacks
        ("Serif-Regular", None),
        (".VnTime", None),  # another rule speaks of old fonts
        ("VNI-Times", None),
        ("", None),
        (None, None),
    ],
)
def test_a_font_by_its_name(name, times):
    assert is_times(name) is times


def test_most_of_the_letters_decide():
    arial, times, unknown = (RawLine(TEXT, font=name) for name in ("ArialMT", "TimesNewRomanPSMT", "F1"))
    assert font_style([arial, arial, times]).ok is False
    assert font_style([arial, times, times]).ok is True
    assert font_style([arial, times]) is None
    assert font_style([arial, unknown, unknown]) is None
    assert font_style([]) is None


# ---------------------------------------------------------------- Word


def word(arrange):
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.paragraph_format.line_spacing = Pt(19)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    for _ in range(3):
        document.add_paragraph(TEXT)
    arrange(document)
    out = io.BytesIO()
    document.save(out)
    return read_docx(out.getvalue())


def judged(raw):
    return {item.aspect: (item.ok, item.shown) for item in type_styles(raw, raw.all_lines)}


def wrong(raw):
    return sorted(aspect for aspect, (ok, _) in judged(raw).items() if not ok)


def nothing(document):
    pass


def themed(document):
    style = document.styles["Normal"].element.rPr.rFonts
    for name in ("w:ascii", "w:hAnsi"):
        style.attrib.pop(qn(name), None)
        style.set(qn(f"{name}Theme"), "minorHAnsi")


def by_run(document):
    for paragraph in document.paragraphs:
        paragraph.runs[0].font.name = "Arial"


def by_character_style(document):
    document.styles.add_style("Chu khac", 2).font.name = "Tahoma"
    for paragraph in document.paragraphs:
        paragraph.runs[0].style = "Chu khac"


def by_based_on(document):
    base = document.styles.add_style("Noi dung", 1)
    base.base_style, base.font.name = document.styles["Normal"], "Verdana"
    document.styles.add_style("Noi dung 2", 1).base_style = base
    for paragraph in document.paragraphs:
        paragraph.style = "Noi dung 2"


def spaced(amount, rule=None):
    def arrange(document):
        form = document.styles["Normal"].paragraph_format
        form.line_spacing = amount
        if rule is not None:
            form.line_spacing_rule = rule

    return arrange


def margins(top, bottom, left, right):
    def arrange(document):
        section = document.sections[0]
        section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
        section.left_margin, section.right_margin = Mm(left), Mm(right)

    return arrange


def landscape_first(document):
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(10)


def gutter(document):
    section = document.sections[0]
    section.left_margin, section.gutter = Mm(20), Mm(10)


def landscape_table_behind(document):
    section = document.add_section()
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(10)
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Danh sách"


def small_table(document):
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = TEXT * 9
    cell.paragraphs[0].runs[0].font.name = "Arial"
    cell.paragraphs[0].paragraph_format.line_spacing = 1


@pytest.mark.parametrize(
    ("arrange", "faults"),
    [
        (nothing, []),
        (landscape_table_behind, []),
        (small_table, []),
        (landscape_first, []),
        (gutter, []),
        (margins(20, 20, 30, 20), []),  # within the tolerance
        (margins(25, 25, 35, 15), ["margins-new"]),
        (margins(20, 20, 20, 15), ["margins"]),
        (margins(25.4, 25.4, 31.7, 31.7), ["margins"]),  # what an English Word begins with
        (themed, ["font"]),
        (by_run, ["font"]),
        (by_character_style, ["font"]),
        (by_based_on, ["font"]),
        (spaced(Pt(18), WD_LINE_SPACING.EXACTLY), []),
        (spaced(Pt(22), WD_LINE_SPACING.EXACTLY), []),
        (spaced(1.2), []),
        (spaced(Pt(18), WD_LINE_SPACING.AT_LEAST), []),
        (spaced(1.0), ["line-spacing-least"]),
        (spaced(1.5), ["line-spacing-most"]),
    ],
)
def test_a_word_file(arrange, faults):
    assert wrong(word(arrange)) == faults


def test_lines_on_a_grid_do_not_tell_their_spacing():
    def on_grid(document):
        spaced(1.0)(document)
        document.sections[0]._sectPr.find(qn("w:docGrid")).set(qn("w:type"), "lines")

    assert "line-spacing-least" not in judged(word(on_grid))


def test_what_is_shown_is_what_is_set():
    found = judged(word(margins(20, 20, 20, 10)))
    assert found["margins"] == (False, "20/20/20/10 mm")
    assert found["line-spacing-least"] == (True, "19")
    assert found["font"] == (True, "Times New Roman")


# ---------------------------------------------------------------- PDF


def page(left, right, number=1, indent=0.0, lines=20, width=210.0, height=297.0):
    boxes = [Box((left + indent) * MM, 60 + 20 * n, (width - right) * MM, 75 + 20 * n) for n in range(lines)]
    boxes.append(Box(left * MM, 500, (left + 50) * MM, 515))  # the short end of a paragraph
    rows = tuple(RawLine(TEXT, number, box, size=14.0) for box in boxes)
    return RawPage(number, width * MM, height * MM, 2000, rows)


@pytest.mark.parametrize(
    ("pages", "fits"),
    [
        ([page(30, 15)], True),
        ([page(30, 15, indent=10)], True),  # paragraphs of one line each
        ([page(30, 15), page(15, 30, 2)], True),  # printed on both sides
        ([page(34, 19)], True),  # printed a little smaller
        ([page(20, 15)], False),
        ([page(30, 5)], False),
        ([page(25.4, 25.4)], False),
        ([page(20, 15), page(30, 15, 2)], True),  # one odd page does not make a fault
        ([page(20, 15, lines=7)], None),  # too little to measure by
        ([page(10, 10, width=297, height=210)], None),  # a wide table lying
        ([], None),
    ],
)
def test_measured_margins(pages, fits):
    raw = RawFile("pdf", pages=tuple(pages))
    found = {item.aspect: item.ok for item in type_styles(raw, raw.all_lines)}
    assert found.get("margins") is fits
    assert "margins-new" not in found
