"""The label of the recipients, the type of who signs, and appendices."""

import pytest

from parsers.appendices import appendix_styles
from parsers.end_styles import end_styles
from parsers.facts import Box, Location, SignatureBlock, unreadable
from parsers.raw import RawFile, RawLine, RawPage

LABEL = Box(85, 600, 140, 616)


def pdf(*lines, rules=()):
    return RawFile("pdf", pages=(RawPage(1, 595, 842, 400, tuple(lines), rules=rules),))


def label(**look):
    return RawLine("Nơi nhận:", 1, LABEL, **look)


def of_label(raw):
    return [item.ok for item in end_styles(raw, raw.all_lines, ()) if item.aspect == "recipients-label"]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (pdf(label(italic=False), rules=(Box(85, 613, 136, 614),)), [True]),
        (pdf(label(italic=False), rules=()), [False]),
        (pdf(label(italic=False), rules=(Box(300, 613, 400, 614),)), [False]),
        (pdf(label(bold=True, italic=True), rules=None), [False]),
        (pdf(label(italic=False), rules=None), []),
        (RawFile("docx", lines=(RawLine("Nơi nhận:", paragraph=9, underlined=True),)), [True]),
        (RawFile("docx", lines=(RawLine("Nơi nhận:", paragraph=9, underlined=False),)), [False]),
        (RawFile("docx", lines=(RawLine("Nơi nhận:", paragraph=9, underlined=True, italic=True),)), [False]),
        (RawFile("rtf", lines=(RawLine("Nơi nhận:", paragraph=9),)), []),
        (RawFile("docx", lines=(RawLine("Nơi nhận: như trên", paragraph=9),)), []),
    ],
)
def test_the_label_of_the_recipients(raw, found):
    assert of_label(raw) == found


def block(authority, title, location):
    return SignatureBlock(
        authority, title, "Trần Văn B", "bi-thu", unreadable("no-image"), unreadable("grey"), location
    )


def of_signer(lines, blocks):
    raw = RawFile("docx", lines=tuple(lines))
    return [item.ok for item in end_styles(raw, (), blocks)]


def signed(first, second, third=None):
    lines = [RawLine("T/M CHI BỘ", paragraph=8, bold=first), RawLine("BÍ THƯ", paragraph=9, bold=second)]
    return [*lines, RawLine("Trần Văn B", paragraph=13, bold=third)]


HERE = Location(paragraph=8)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (signed(True, False, True), [True]),
        (signed(True, True), [False]),
        (signed(False, False), [False]),
        (signed(None, True), []),  # the file does not tell
        ([RawLine("T/M CHI BỘ", paragraph=8, bold=True), RawLine("BÍ THƯ", paragraph=8, bold=True)], []),
        ([RawLine("T/M CHI BỘ BÍ THƯ", paragraph=8, bold=True)], []),
    ],
)
def test_authority_bold_title_not(lines, found):
    assert of_signer(lines, [block("T/M CHI BỘ", "BÍ THƯ", HERE)]) == found


def test_who_signs_without_authority_is_left_alone():
    assert of_signer([RawLine("CHỦ TRÌ", paragraph=8, bold=True)], [block(None, "CHỦ TRÌ", HERE)]) == []


def test_the_signer_of_a_pdf_is_found_beside_the_recipients():
    lines = [label(bold=False), RawLine("T/M ĐẢNG ỦY", 1, Box(350, 600, 470, 616), bold=True)]
    lines.append(RawLine("PHÓ BÍ THƯ", 1, Box(360, 618, 450, 634), bold=True))
    where = Location(1, Box(350, 600, 470, 616))
    found = end_styles(pdf(*lines, rules=None), (), [block("T/M ĐẢNG ỦY", "PHÓ BÍ THƯ", where)])
    assert [(item.aspect, item.ok) for item in found] == [("signer-type", False)]


# ---------------------------------------------------------------- appendices


def paper(text, *titles):
    first = RawPage(1, 595, 842, 400, (RawLine(text, 1, Box(85, 100, 500, 116)),))
    more = [
        RawPage(
            n, 595, 842, 400, (RawLine(title, n, Box(250, 60, 340, 76)), RawLine("Nội dung", n, Box(85, 90, 200, 106)))
        )
        for n, title in enumerate(titles, 2)
    ]
    return RawFile("pdf", pages=(first, *more))


def of_appendices(raw):
    return {item.aspect: item.ok for item in appendix_styles(raw)}


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (paper("Nội dung kiểm tra."), {}),
        (paper("Nội dung (có phụ lục kèm theo).", "PHỤ LỤC"), {"appendix-announced": True}),
        (paper("Danh sách đính kèm Kế hoạch này.", "PHỤ LỤC"), {"appendix-announced": True}),
        (paper("Nội dung kiểm tra.", "PHỤ LỤC"), {"appendix-announced": False}),
        (
            paper("Xem các phụ lục.", "PHỤ LỤC 1", "Phụ lục số 2", "PHỤ LỤC III"),
            {"appendix-announced": True, "appendix-numbered": True},
        ),
        (paper("Xem các phụ lục.", "PHỤ LỤC", "PHỤ LỤC"), {"appendix-announced": True, "appendix-numbered": False}),
        (paper("Xem phụ lục.", "PHỤ LỤC", "PHỤ LỤC (tiếp theo)"), {"appendix-announced": True}),
    ],
)
def test_appendices(raw, found):
    assert of_appendices(raw) == found


def test_appendices_of_a_word_file_stand_below_its_signer():
    texts = ["Phụ lục là một phần của Kế hoạch.", "T/M CHI BỘ", "BÍ THƯ", "PHỤ LỤC", "Danh mục", "PHỤ LỤC 2"]
    raw = RawFile("docx", lines=tuple(RawLine(text, paragraph=n) for n, text in enumerate(texts, 1)))
    assert of_appendices(raw) == {"appendix-announced": True, "appendix-numbered": False}
