import importlib.util
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import old_word
from parsers.office import as_docx
from parsers.old_word import read_doc
from parsers.problems import FileProblem

_SPEC = importlib.util.spec_from_file_location("old_word_files", Path(__file__).with_name("old_word_files.py"))
assert _SPEC and _SPEC.loader
files = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(files)

REAL = Path(__file__).parents[3] / "shared" / "realdocs"


@pytest.fixture(autouse=True)
def _no_office(monkeypatch):
    monkeypatch.setattr(old_word, "as_docx", lambda *_: None)


def texts(data: bytes) -> list[str]:
    return [line.text for line in read_doc(data).lines]


def test_paragraphs_of_a_unicode_file() -> None:
    assert texts(files.doc("ĐẢNG BỘ XÃ TÂN MỸ\rSố 05-KH/CB\r")) == ["ĐẢNG BỘ XÃ TÂN MỸ", "Số 05-KH/CB"]


def test_paragraphs_of_a_narrow_file_keep_their_old_letters() -> None:
    assert texts(files.doc("§¶ng bé x· T©n Mü\r")) == ["§¶ng bé x· T©n Mü"]


def test_cells_of_a_table_have_their_place() -> None:
    raw = read_doc(files.doc("CHI BỘ THÔN 3\x07ĐẢNG CỘNG SẢN VIỆT NAM\x07\x07KẾ HOẠCH\r", cells=(0, 1), rows=(2,)))
    assert [(line.table, line.row, line.column) for line in raw.lines] == [(1, 1, 1), (1, 1, 2), (None, None, None)]
    assert raw.tables[0].rows == (("CHI BỘ THÔN 3", "ĐẢNG CỘNG SẢN VIỆT NAM"),)


def test_fields_show_their_result_and_deleted_text_is_not_printed() -> None:
    assert texts(files.doc("Trang \x13 PAGE \x142\x15 hết\r")) == ["Trang 2 hết"]
    raw = read_doc(files.doc("Số 05 cũ-KH/CB đ\r", deleted=(5, 8)))
    assert [line.text for line in raw.lines] == ["Số 05-KH/CB đ"]
    assert raw.tracked_changes == 1


def test_line_breaks_and_centred_paragraphs() -> None:
    raw = read_doc(files.doc("T/M CHI BỘ\x0bBÍ THƯ\rNguyễn Văn A\r", centred=(0,)))
    assert [(line.text, line.paragraph, line.centred) for line in raw.lines] == [
        ("T/M CHI BỘ", 1, True),
        ("BÍ THƯ", 2, True),
        ("Nguyễn Văn A", 3, None),
    ]
    assert raw.lines[0].bold


@pytest.mark.parametrize(
    ("made", "code"),
    [
        ({"flags": 0x0300}, "encrypted"),
        ({"mark": 0xA5DC, "version": 104}, "unsupported"),
        ({"version": 0x65}, "unsupported"),
        ({"mark": 0x1234}, "damaged"),
        ({"flags": 0}, "damaged"),  # names a table stream that is not there
    ],
)
def test_files_that_cannot_be_read_are_told_apart(made, code) -> None:
    with pytest.raises(FileProblem) as problem:
        read_doc(files.doc("Nội dung\r", **made))
    assert problem.value.code == code


def test_an_encrypted_package_and_rubbish() -> None:
    with pytest.raises(FileProblem) as problem:
        read_doc(files.ole({"EncryptedPackage": b"x", "WordDocument": b"x"}))
    assert problem.value.code == "encrypted"
    for data in (b"", b"rubbish" * 100, files.doc("Nội dung\r")[:3000]):
        with pytest.raises(FileProblem):
            read_doc(data)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12_000), st.integers(0, 255)), max_size=30))
def test_a_spoilt_file_gives_text_or_a_problem(changes) -> None:
    data = bytearray(files.doc("CHI BỘ THÔN 3\x07ĐẢNG\x07\x07KẾ HOẠCH\rT/M CHI BỘ\r", cells=(0, 1), rows=(2,)))
    for at, value in changes:
        data[at % len(data)] = value
    try:
        assert read_doc(bytes(data)).format == "doc"
    except FileProblem as problem:
        assert problem.code in {"damaged", "encrypted", "unsupported", "too-large"}


def test_office_is_asked_only_for_what_it_may_open(monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(old_word, "as_docx", lambda data, suffix, seconds: asked.append(suffix))
    for data in (files.doc("Nội dung\r", flags=0x0300), b"rubbish" * 100, files.doc("Nội dung\r", mark=0xA5DC)):
        with pytest.raises(FileProblem):
            read_doc(data)
    assert asked == [".doc"]


def test_without_office_there_is_no_conversion(monkeypatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert as_docx(b"x", ".doc", 1) is None


@pytest.mark.skipif(not REAL.is_dir(), reason="the real papers are not part of the project")
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("real20.doc", ("Số: 15/2010/QĐ-UBND", "Hà Nội, ngày 26 tháng 04 năm 2010", "Ngô Thị Thanh Hằng")),
        ("real21.doc", ("CHỈ THỊ", "- UBND các huyện, thị xã;\tNguyễn Văn Hiệp")),
        ("real22.doc", ("Số: 2442/2007/TT-TTCP", "Hà Nội, ngày 13 tháng 11 năm 2007", "THÔNG TƯ")),
    ],
)
def test_real_files(name, lines) -> None:
    found = {line.text for line in read_doc(REAL / name).lines}
    assert set(lines) <= found
