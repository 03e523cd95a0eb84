"""How the letters of a Word file were typed: with one code each, or with marks apart."""

import io
import unicodedata

import pytest
from docx import Document

from parsers.letters import DECOMPOSED
from parsers.word import read_docx

TEXT = "Thực hiện chương trình kiểm tra năm 2026, Chi bộ xây dựng kế hoạch kiểm tra chuyên đề đối với đảng viên"


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def windows(text: str) -> str:
    """Give a text as keyboards of Windows put it down: «ê» is one code, its tone another."""
    return "".join(
        unicodedata.normalize("NFC", "".join(c for c in apart(letter) if c not in "\u0300\u0301\u0303\u0309\u0323"))
        + "".join(c for c in apart(letter) if c in "\u0300\u0301\u0303\u0309\u0323")
        for letter in text
    )


def notes(*paragraphs: str) -> set[str]:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return {note for note in read_docx(out.getvalue()).notes if note.startswith("letters")}


@pytest.mark.parametrize("typed", [apart, windows])
def test_a_text_typed_with_marks_apart(typed) -> None:
    assert notes(*[typed(TEXT)] * 5) == {DECOMPOSED}


@pytest.mark.parametrize(
    "paragraphs", [[TEXT] * 3, [TEXT, TEXT, TEXT, apart(TEXT), apart(TEXT)], [apart("Kế hoạch")], [""]]
)
def test_composed_texts_and_a_few_pasted_words(paragraphs) -> None:
    assert notes(*paragraphs) == set()
