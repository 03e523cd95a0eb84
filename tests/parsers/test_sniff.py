import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.sniff import format_of, is_lock_file, is_mislabelled, is_system_file, may_be_paper, sniff


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x00" * 700 + b"%PDF-1.4", "pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (zipped("a.pdf"), "zip"),
        (zipped("%PDF-1.4 in front.pdf"), "zip"),
        (zipped("mimetype", "content.xml"), "odt"),
        (b"PK\x03\x04 cut short", "damaged-zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted-office"),
        (OLE, "ole"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"II*\x00....", "tiff"),
        (b"\x00\x00\x00\x18ftypheic....", "heic"),
        (b"RIFF\x00\x00\x00\x00WEBP", "webp"),
        (b"{\\rtf1\\ansi}", "rtf"),
        (b"<!DOCTYPE html><html><body>", "html"),
        (b"\xff\xfe<\x00h\x00t\x00m\x00l\x00>\x00", "html"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        ("Kế hoạch".encode(), "text"),
        (b"\x01\x02\x03\x04", "unknown"),
    ],
)
def test_content_decides(data: bytes, kind: str) -> None:
    assert sniff(io.BytesIO(data)) == kind


@given(st.binary(max_size=300))
def test_any_bytes_have_a_type(data: bytes) -> None:
    kind = sniff(io.BytesIO(data))
    assert kind
    assert format_of(kind) in {"pdf", "docx", "doc", "image", "sheet", "text", "unknown"}


@pytest.mark.parametrize(
    ("kind", "name", "wrong"),
    [
        ("docx", "KH.pdf", True),
        ("html", "KH.doc", True),
        ("png", "anh.jpg", False),
        ("pdf", "KH.PDF", False),
        ("docx", "KH.doc", True),
        ("pdf", "không đuôi", False),
        ("encrypted-office", "KH.docx", False),
    ],
)
def test_a_name_that_promises_another_type(kind: str, name: str, wrong: bool) -> None:
    assert is_mislabelled(kind, name) is wrong


def test_what_could_be_a_paper() -> None:
    assert may_be_paper("01. KH.pdf")
    assert may_be_paper("scan", "jpeg")
    assert may_be_paper("cả hồ sơ", "rar")
    assert not may_be_paper("bảng.xlsx", "xlsx")
    assert not may_be_paper("README.md", "text")


def test_files_of_programs_and_systems() -> None:
    assert is_lock_file("~$KH.docx")
    assert is_lock_file(".~lock.KH.docx#")
    assert is_system_file("Thumbs.db")
    assert is_system_file(".DS_Store")
    assert not is_system_file("Biên bản.docx")
