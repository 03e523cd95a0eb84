import io
import stat
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.archive import entry_name, list_entries, read_entry, safe_name
from parsers.problems import FileProblem, Limits


def archive_of(*entries: tuple[str | zipfile.ZipInfo, bytes], packed: bool = False) -> bytes:
    buffer = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def stored_name(raw: bytes) -> zipfile.ZipInfo:
    """An entry whose name came without the UTF-8 flag, as zipfile shows it."""
    return zipfile.ZipInfo(raw.decode("cp437"))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1258"])
def test_names_of_old_archives(encoding: str) -> None:
    name = "Biên bản họp chi bộ.docx"
    # cp1258 holds the tone marks apart from their letters
    raw = (name if encoding == "utf-8" else _apart(name)).encode(encoding)
    assert entry_name(stored_name(raw)) == name


def _apart(name: str) -> str:
    """Write Vietnamese the way cp1258 can: circumflex and horn on the letter, the tone behind it."""
    pieces = []
    for letter in name:
        marks = unicodedata.normalize("NFD", letter)
        tones = [m for m in marks[1:] if m in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(m for m in marks if m not in tones))
        pieces.append(base + "".join(tones))
    return "".join(pieces)


def test_a_name_in_no_known_code_stays_as_it_is() -> None:
    assert entry_name(stored_name(b"\xff\xd2\xfe.pdf"))


@given(st.text(max_size=60))
def test_a_cleaned_name_never_leaves_its_folder(name: str) -> None:
    clean, _ = safe_name(name)
    parts = PurePosixPath(clean).parts
    assert clean
    assert ".." not in parts
    assert not PurePosixPath(clean).is_absolute()
    assert "\\" not in clean
    assert "\x00" not in clean


@pytest.mark.parametrize("name", ["../x.pdf", "/etc/x.pdf", "C:\\x.pdf", "a/../../x.pdf", "..\\x.pdf"])
def test_names_that_climb_are_told(name: str) -> None:
    clean, odd = safe_name(name)
    assert odd
    assert clean.endswith("x.pdf")


def test_an_ordinary_name_is_not_odd() -> None:
    assert safe_name("Hồ sơ/01. KH.pdf") == ("Hồ sơ/01. KH.pdf", False)


def test_entries_are_read_back() -> None:
    data = archive_of(("a.txt", b"mot"), ("b/", b""), ("b/c.txt", b"hai"))
    entries = list_entries(data)
    assert [entry.name for entry in entries] == ["a.txt", "b/c.txt"]
    assert [read_entry(data, entry.index) for entry in entries] == [b"mot", b"hai"]


def test_a_bomb_is_known_by_its_directory() -> None:
    data = archive_of(("a.pdf", b" " * (6 << 20)), packed=True)
    (entry,) = list_entries(data)
    assert entry.code == "zip-bomb"
    with pytest.raises(FileProblem) as caught:
        read_entry(data, entry.index)
    assert caught.value.code == "zip-bomb"


def test_limits_of_the_whole_archive() -> None:
    data = archive_of(("a", b"1234"), ("b", b"1234"))
    for limits in (Limits(files=1), Limits(unpacked=7)):
        with pytest.raises(FileProblem) as caught:
            list_entries(data, limits)
        assert caught.value.code == "zip-bomb"


def test_an_entry_over_the_limit() -> None:
    (entry,) = list_entries(archive_of(("a", b"12345")), Limits(file_size=4))
    assert entry.code == "too-large"


def test_a_directory_that_lies_about_the_size() -> None:
    data = bytearray(archive_of(("a.txt", b"x" * 1000)))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(FileProblem) as caught:
        read_entry(bytes(data), 0)
    assert caught.value.code in {"damaged", "zip-bomb"}


def test_links_are_not_followed() -> None:
    link = zipfile.ZipInfo("KH.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    (entry,) = list_entries(archive_of((link, b"/etc/passwd")))
    assert entry.code == "not-a-file"


def test_an_encrypted_entry_is_named() -> None:
    data = bytearray(archive_of(("KH.pdf", b"%PDF-1.4")))
    for magic, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(magic) + offset] |= 1
    (entry,) = list_entries(bytes(data))
    assert (entry.name, entry.code) == ("KH.pdf", "encrypted")


@given(st.data())
def test_a_damaged_archive_is_a_problem_not_a_crash(data: st.DataObject) -> None:
    good = archive_of(("a.txt", b"abc" * 50), ("b.txt", b"def" * 50), packed=True)
    at = data.draw(st.integers(0, len(good) - 1))
    bad = good[:at] + bytes([data.draw(st.integers(0, 255))]) + good[at + 1 :]
    for candidate in (bad, good[:at]):
        try:
            for entry in list_entries(candidate):
                read_entry(candidate, entry.index)
        except FileProblem as problem:
            assert problem.code in {"damaged", "zip-bomb", "encrypted", "unsupported", "not-a-file", "too-large"}


def test_an_archive_on_disk(tmp_path: Path) -> None:
    file = tmp_path / "hs.zip"
    file.write_bytes(archive_of(("a.txt", b"abc")))
    assert read_entry(file, list_entries(file)[0].index) == b"abc"
