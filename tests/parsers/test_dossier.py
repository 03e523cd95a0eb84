import io
import os
import socket
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from parsers.cage import Cage
from parsers.catalogue import Catalogue
from parsers.dossier import parse_dossier
from parsers.facts import Dossier
from parsers.listing import list_files, natural_key, read_listed
from parsers.problems import FileProblem, Limits
from parsers.reading import Setup

SHARED = Path(__file__).parents[3] / "shared"
CATALOGUE = Catalogue()


def pdf(*lines: str, encrypt: StandardEncryption | None = None) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=encrypt)
    for n, line in enumerate(lines or ("Chi bo",)):
        canvas.drawString(80, 780 - 20 * n, line)
    canvas.save()
    return buffer.getvalue()


def word(*lines: str) -> bytes:
    document = WordDocument()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def picture(kind: str = "PNG", frames: int = 1) -> bytes:
    buffer = io.BytesIO()
    pages = [Image.new("RGB", (30, 40), (n, 0, 0)) for n in range(frames)]
    more = {"save_all": True, "append_images": pages[1:]} if frames > 1 else {}
    pages[0].save(buffer, kind, **more)
    return buffer.getvalue()


def zipped(**entries: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def folder(root: Path, **files: bytes) -> Path:
    for name, data in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def parsed(path: Path, **options) -> Dossier:
    return parse_dossier(path, CATALOGUE, in_process=True, **options)


def codes(dossier: Dossier) -> dict[str, str]:
    return {problem.path: problem.code for problem in dossier.problems}


def paths(dossier: Dossier) -> list[str]:
    return [document.path for document in dossier.documents]


PAPERS = {"1. KH.pdf": pdf("Ke hoach"), "2. BB.docx": word("Biên bản"), "10. TB.pdf": pdf("Thong bao")}


def test_a_folder_in_natural_order(tmp_path: Path) -> None:
    dossier = parsed(folder(tmp_path / "Hồ sơ A", **PAPERS))
    assert dossier.name == "Hồ sơ A"
    assert paths(dossier) == ["1. KH.pdf", "2. BB.docx", "10. TB.pdf"]
    assert [document.id for document in dossier.documents] == ["d01", "d02", "d03"]
    assert dossier.problems == ()
    assert all(len(document.files[0].sha256) == 64 for document in dossier.documents)


def test_a_zip_gives_what_its_folder_gives(tmp_path: Path) -> None:
    of_folder = parsed(folder(tmp_path / "f", **PAPERS))
    file = tmp_path / "hs.zip"
    file.write_bytes(zipped(**PAPERS))
    of_zip = parsed(file)
    assert of_zip.documents == of_folder.documents
    assert of_zip.name == "hs.zip"


def test_the_cage_gives_what_this_process_gives(tmp_path: Path) -> None:
    root = folder(tmp_path / "f", **PAPERS, **{"x.pdf": b"rubbish"})
    assert parse_dossier(root, CATALOGUE) == parsed(root)


def test_a_cage_serves_many_dossiers(tmp_path: Path) -> None:
    one, two = folder(tmp_path / "1", **{"a.pdf": pdf()}), folder(tmp_path / "2", **{"b.pdf": pdf()})
    with Cage(Setup(CATALOGUE)) as cage:
        assert [paths(parse_dossier(root, CATALOGUE, cage=cage)) for root in (one, two)] == [["a.pdf"], ["b.pdf"]]


def test_a_single_file(tmp_path: Path) -> None:
    dossier = parsed(folder(tmp_path, **{"KH.pdf": pdf()}) / "KH.pdf")
    assert (paths(dossier), dossier.order_from) == (["KH.pdf"], "single-file")
    assert dossier.documents[0].position.value == 1


def test_folders_and_archives_inside(tmp_path: Path) -> None:
    inner = zipped(**{"b.pdf": pdf("hai"), "sau.zip": zipped(**{"c.pdf": pdf("ba")})})
    root = folder(tmp_path, **{"I__a.pdf": pdf("mot"), "II.zip": inner})
    assert paths(parsed(root)) == ["I/a.pdf", "II.zip/b.pdf", "II.zip/sau.zip/c.pdf"]
    dossier = parsed(root, limits=Limits(archive_depth=1))
    assert codes(dossier) == {"II.zip/sau.zip": "limit"}
    assert dossier.documents[-1].candidates == ("*",)


def test_files_of_systems_and_programs_are_left_aside(tmp_path: Path) -> None:
    junk = {"Thumbs.db": b"x", "desktop.ini": b"x", ".DS_Store": b"x", ".git__config": b"x", "__MACOSX__._a.pdf": b"x"}
    files = {**junk, "~$KH.docx": b"x" * 162, "KH.docx": word("Kế hoạch")}
    file = tmp_path / "hs.zip"
    file.write_bytes(zipped(**files))
    for dossier in (parsed(folder(tmp_path / "f", **files)), parsed(file)):
        assert paths(dossier) == ["KH.docx"]
        assert [(p.code, p.path, p.fatal) for p in dossier.problems] == [("lock-file", "~$KH.docx", False)]


BAD = {
    "1 rong.pdf": (b"", "empty-file"),
    "2 cut.pdf": (pdf()[:300], "damaged"),
    "3 khoa.pdf": (pdf(encrypt=StandardEncryption("x")), "encrypted"),
    "4 khoa.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "5 cu.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "damaged"),
    "6.rtf": (b"{\\rtf1}", "damaged"),
    "7 cut.docx": (word("x")[:900], "damaged"),
    "8 anh.png": (picture(), "scan"),
    "9 nen.rar": (b"Rar!\x1a\x07\x00", "unsupported"),
    "10 anh.heic": (b"\0\0\0\x18ftypheic", "unsupported"),
    "11 rac.pdf": (b"\x01\x02\x03", "damaged"),
}


def test_what_cannot_be_read_is_named_and_may_be_any_paper(tmp_path: Path) -> None:
    dossier = parsed(folder(tmp_path, **{name: data for name, (data, _) in BAD.items()}))
    assert codes(dossier) == {name: code for name, (_, code) in BAD.items()}
    assert sorted(paths(dossier)) == sorted(BAD)
    for document in dossier.documents:
        assert document.kind.is_unreadable
        assert document.candidates == ("*",)
        assert not any(fact.is_absent for _, fact in document.facts())


def test_what_is_no_paper_makes_no_document(tmp_path: Path) -> None:
    dossier = parsed(folder(tmp_path, **{"bang.csv": b"a,b", "README.md": b"# x"}))
    assert dossier.documents == ()
    assert codes(dossier) == {"bang.csv": "unsupported", "README.md": "unsupported"}


def test_pictures_are_papers_with_pages(tmp_path: Path) -> None:
    root = folder(tmp_path, **{"a.jpg": picture("JPEG"), "b.tif": picture("TIFF", 3), "c.png": b"\x89PNG\r\n\x1a\n"})
    dossier = parsed(root)
    assert [document.page_count.value for document in dossier.documents] == [1, 3, None]  # the last one is cut off
    assert {document.medium for document in dossier.documents} == {"scan"}
    assert [document.kind.why for document in dossier.documents] == ["scan", "scan", "damaged"]


def test_a_wrong_name_is_told_and_the_content_read(tmp_path: Path) -> None:
    dossier = parsed(folder(tmp_path, **{"a.docx": pdf(), "b.pdf": word("x"), "c.doc": b"<html><body>y"}))
    assert [(p.code, p.path, p.fatal) for p in dossier.problems if p.code == "mislabelled"] == [
        ("mislabelled", "a.docx", False),
        ("mislabelled", "b.pdf", False),
        ("mislabelled", "c.doc", False),
    ]
    assert [document.files[0].format for document in dossier.documents] == ["pdf", "docx", "text"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_links_pipes_and_sockets_are_not_followed(tmp_path: Path) -> None:
    outside = folder(tmp_path / "ngoai", **{"mat.pdf": pdf("ngoai")})
    root = folder(tmp_path / "hs", **{"1.pdf": pdf()})
    (root / "2.pdf").symlink_to(outside / "mat.pdf")
    (root / "vong").symlink_to(root)
    os.mkfifo(root / "3.pdf")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(root / "o"))
        dossier = parsed(root)
    assert codes(dossier) == {"2.pdf": "not-a-file", "3.pdf": "not-a-file", "vong": "not-a-file", "o": "not-a-file"}
    assert paths(dossier) == ["1.pdf", "2.pdf", "3.pdf"]


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    assert [problem.code for problem in parsed(tmp_path / "khong").problems] == ["no-access"]


def test_an_empty_folder(tmp_path: Path) -> None:
    assert parsed(tmp_path) == Dossier(tmp_path.name, order_from="none")


def test_hostile_names_in_a_zip_are_data(tmp_path: Path) -> None:
    file = tmp_path / "hs.zip"
    file.write_bytes(zipped(**{"../../x.pdf": pdf("mot"), "/y.pdf": pdf("hai"), "C:\\z.pdf": pdf("ba")}))
    dossier = parsed(file)
    assert sorted(paths(dossier)) == ["x.pdf", "y.pdf", "z.pdf"]
    assert {problem.code for problem in dossier.problems} == {"zip-traversal"}
    assert not any(problem.fatal for problem in dossier.problems)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["hs.zip"]


def test_a_bomb_is_named_and_the_rest_read(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.pdf", pdf())
        archive.writestr("b.pdf", b" " * (6 << 20))
    file = tmp_path / "hs.zip"
    file.write_bytes(buffer.getvalue())
    dossier = parsed(file)
    assert codes(dossier) == {"b.pdf": "zip-bomb"}
    assert paths(dossier) == ["a.pdf", "b.pdf"]
    whole = parsed(file, limits=Limits(unpacked=1000))
    assert codes(whole) == {"hs.zip": "zip-bomb"}
    assert whole.documents[0].candidates == ("*",)


def test_two_entries_of_one_name(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.pdf", pdf("mot"))
        archive.writestr("a.pdf", pdf("hai"))
    file = tmp_path / "hs.zip"
    file.write_bytes(buffer.getvalue())
    assert codes(parsed(file)) == {"a.pdf": "duplicate-name"}


def test_too_many_files_are_told(tmp_path: Path) -> None:
    root = folder(tmp_path, **{f"{n}.pdf": pdf(str(n)) for n in range(4)})
    dossier = parsed(root, limits=Limits(files=2))
    assert len(dossier.documents) == 2
    assert codes(dossier) == {"": "limit"}


@pytest.mark.parametrize("place", ["hoso.yaml", "Hồ sơ__hoso.yaml"])
def test_answers_are_taken_along_unread(tmp_path: Path, place: str) -> None:
    file = tmp_path / "hs.zip"
    file.write_bytes(zipped(**{place: "\ufeffstage: soan-thao\n".encode(), "Hồ sơ__KH.pdf": pdf()}))
    dossier = parsed(file)
    assert dossier.answers_text == "stage: soan-thao\n"
    assert dossier.answers_path == place.replace("__", "/")
    assert paths(dossier) == ["Hồ sơ/KH.pdf"]


def test_answers_that_are_no_text(tmp_path: Path) -> None:
    for data, code in ((b"\xff\xfe\x00", "damaged"), (b" " * 200, "too-large")):
        dossier = parsed(folder(tmp_path, **{"hoso.yaml": data}), limits=Limits(answers_size=100))
        assert dossier.answers_text is None
        assert codes(dossier) == {"hoso.yaml": code}


def test_a_secrecy_stamp_stops_everything(tmp_path: Path) -> None:
    stamped = word("TỐI MẬT", "ĐẢNG BỘ XÃ TÂN PHÚ", "CHI BỘ 3")
    root = folder(tmp_path / "hs", **{"1 KH.pdf": pdf(), "2 ten mat.docx": stamped, "3.pdf": b"", "hoso.yaml": b"x: 1"})
    for dossier in (parsed(root), parse_dossier(root, CATALOGUE)):
        assert dossier.stamped_secret
        assert (dossier.documents, dossier.answers_text) == ((), None)
        assert [(problem.code, problem.path) for problem in dossier.problems] == [("secret", "2")]
        assert "mat" not in repr(replace(dossier, name=""))


def test_progress_is_told(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    parsed(folder(tmp_path, **{"a.pdf": pdf(), "b.pdf": pdf()}), progress=lambda *step: seen.append(step))
    assert seen == [(0, 2, "a.pdf"), (1, 2, "b.pdf"), (2, 2, "")]


def test_a_listed_file_can_be_read_again(tmp_path: Path) -> None:
    data = pdf()
    root = folder(tmp_path, **{"a.zip": zipped(**{"b__c.pdf": data}), "d.pdf": data})
    assert read_listed(root, "a.zip/b/c.pdf") == read_listed(root, "d.pdf") == data
    with pytest.raises(FileProblem):
        read_listed(root, "../x.pdf")


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes there only")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"K\xff.pdf")).write_bytes(pdf())
    assert paths(parsed(tmp_path)) == ["K\ufffd.pdf"]


@given(st.lists(st.text(st.sampled_from("aB0123456789²٣./ "), max_size=8), max_size=8))
def test_natural_order_is_an_order(names: list[str]) -> None:
    ordered = sorted(names, key=natural_key)
    keys = [natural_key(name) for name in ordered]
    assert keys == sorted(keys)
    assert sorted(ordered) == sorted(names)


def test_numbers_sort_by_value(tmp_path: Path) -> None:
    folder(tmp_path, **dict.fromkeys(("10. c", "2. b", "1. a", "02__z"), b"x"))
    assert [found.path for found in list_files(tmp_path).files] == ["1. a", "02/z", "2. b", "10. c"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="shared files are not here")
@pytest.mark.parametrize("name", ["oddfiles", "realdocs"])
def test_odd_and_real_files_give_clear_results(name: str) -> None:
    root = SHARED / name
    dossier = parse_dossier(root, CATALOGUE)
    files = {path.name for path in root.iterdir() if not path.name.startswith(".")}
    known = {file.path for document in dossier.documents for file in document.files} | set(codes(dossier))
    assert known == files
    assert not [problem for problem in dossier.problems if problem.code in {"incident", "limit"}]
    papers = {path for path in files if path.endswith((".pdf", ".docx", ".doc"))}
    assert papers <= {file.path for document in dossier.documents for file in document.files}
