"""Page numbers of Word files: fields in headers and footers, section by section."""

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from word_files import W, saved

from parsers.raw import WordNumbering
from parsers.word import read_docx


def page_number(paragraph, simple: bool = False) -> None:
    if simple:
        paragraph._p.append(parse_xml(f'<w:fldSimple {W} w:instr=" PAGE \\* MERGEFORMAT "/>'))
        return
    for xml in (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> PA</w:instrText>",
        "<w:instrText>GE </w:instrText>",
    ):
        paragraph._p.append(parse_xml(f"<w:r {W}>{xml}</w:r>"))
    paragraph._p.append(parse_xml(f'<w:r {W}><w:fldChar w:fldCharType="end"/></w:r>'))


def numbering(document) -> WordNumbering:
    found = read_docx(saved(document)).word_numbering
    assert found is not None
    return found


@pytest.mark.parametrize("simple", [True, False])
def test_a_number_in_the_middle_of_the_header_from_page_two(simple: bool) -> None:
    document = Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    page_number(paragraph, simple)
    assert numbering(document) == WordNumbering(
        field="header",
        column="c",
        first_page_differs=True,
        on_first_page=False,
        sections=1,
        restarts=0,
        every_section=True,
    )


def test_a_number_at_the_foot_of_every_page() -> None:
    document = Document()
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    page_number(paragraph)
    found = numbering(document)
    assert (found.field, found.column, found.on_first_page) == ("footer", "r", True)


def test_a_number_behind_a_tab_stands_in_the_middle() -> None:
    document = Document()
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.add_run("\t")
    page_number(paragraph)
    assert numbering(document).column == "c"


def test_no_number_at_all() -> None:
    found = numbering(Document())
    assert (found.field, found.every_section, found.on_first_page) == (None, False, False)


def test_numpages_alone_is_no_page_number() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0]._p.append(parse_xml(f'<w:fldSimple {W} w:instr="NUMPAGES"/>'))
    assert numbering(document).field is None


def test_a_later_section_without_number_and_one_that_restarts() -> None:
    document = Document()
    page_number(document.sections[0].header.paragraphs[0])
    inherits = document.add_section()
    inherits._sectPr.append(parse_xml(f'<w:pgNumType {W} w:start="1"/>'))
    found = numbering(document)
    assert (found.sections, found.restarts, found.every_section) == (2, 1, True)
    bare = document.add_section()
    bare.header.is_linked_to_previous = False
    assert not numbering(document).every_section


def test_odd_and_even_pages_both_count() -> None:
    document = Document()
    document.settings.odd_and_even_pages_header_footer = True
    page_number(document.sections[0].header.paragraphs[0])
    assert not numbering(document).every_section
    page_number(document.sections[0].even_page_header.paragraphs[0])
    assert numbering(document).every_section
