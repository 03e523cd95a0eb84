"""What a report says nobody looked at: revocation, where there are digital signatures; files that were not read."""

from types import SimpleNamespace
from typing import Any

import pytest

from engine.check.not_checked import not_checked, words_of
from parsers.facts import DigitalSignature, Document, Dossier, Problem, absent, read

CHOICE: Any = SimpleNamespace(procedure=object(), shown=None)
SIGNED = DigitalSignature("f1", "Trần Văn B", "Ban Cơ yếu", read(True), read(False), absent())


def said(lang, **facts):
    dossier = Dossier("x", (Document(id="d01", path="a.pdf", **facts),), order_from="single-file")
    return [item.what for item in not_checked(dossier, CHOICE, (), lang)]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("vi", "Chứng thư số có bị thu hồi không"), ("en", "Revocation of the certificates")],
)
def test_revocation_is_said_to_be_unasked_where_something_is_signed(lang, words):
    assert words in said(lang, digital=read((SIGNED,)))
    assert words not in said(lang, digital=absent())
    assert words not in said(lang)


@pytest.mark.parametrize(("lang", "why", "way"), [("vi", "dấu chỉ độ mật", "5.000"), ("en", "secrecy stamp", "5000")])
def test_of_a_file_with_too_many_pages_it_is_said_why_none_was_read(lang, why, way):
    what, advice = words_of(Problem("limit", "a.pdf", "pages"), lang)
    assert why in what
    assert way in advice
    assert why not in words_of(Problem("limit", "a.pdf", "time"), lang)[0]
