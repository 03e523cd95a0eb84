"""Which files are read together: pictures by their names, files by a person's word."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from parsers.bundles import Binding, Misfit, jobs_of
from parsers.dossier import parse_dossier
from parsers.facts import PageFile
from parsers.file_series import is_machine_named, series_of
from parsers.listing import FoundFile, natural_key

CLEAN = Path(__file__).parents[2] / "samples" / "dossiers" / "chi-bo-kiem-tra-clean"
PLAN, MINUTES = (next(CLEAN.glob(f"{number}. *.pdf")) for number in ("01", "04"))


def series(*names: str) -> list[tuple[str, ...]]:
    return sorted(series_of(sorted(names, key=natural_key)))


@pytest.mark.parametrize(
    "names",
    [
        ("IMG_001.jpg", "IMG_9.jpg", "IMG_10.jpg"),
        ("IMG-20260114-WA0003.jpg", "IMG-20260114-WA0004.jpg"),
        ("20260114_093512.jpg", "20260114_093520.jpg"),
        ("scan0001.tif", "scan0002.TIF", "scan0010.tif"),
        ("z5012345678900_b1b2c3d4e5f60718293a4b5c.jpg", "z5012345678901_a1b2c3d4e5f60718293a4b5c.jpg"),
        ("photo_2026-01-14_09-35-12.jpg", "photo_2026-01-14_09-35-12 (2).jpg", "photo_2026-01-14_09-36-01.jpg"),
        ("Biên bản.jpg", "Biên bản (1).jpg", "Biên bản (2).jpg", "Biên bản (10).jpg"),
        ("01. Kế hoạch 1.jpg", "01. Kế hoạch 2.jpg"),
        ("05 Bao cao/1.jpg", "05 Bao cao/2.jpg", "05 Bao cao/11.png"),
        ("Tài liệu quét.png", "Tài liệu quét (1).png"),
    ],
)
def test_pages_of_one_scan_belong_together_in_natural_order(names) -> None:
    assert series(*reversed(names)) == [names]


@pytest.mark.parametrize(
    "names",
    [
        ("01 Kế hoạch.jpg", "02 Biên bản.jpg"),
        ("Biên bản 14-01-2026.jpg", "Biên bản 15-01-2026.jpg"),
        ("Kế hoạch số 05.jpg", "Kế hoạch số 06.jpg"),
        ("Phụ lục 1.jpg", "Phụ lục 2.jpg"),
        ("a/1.jpg", "b/2.jpg"),
        ("Báo cáo 2025.jpg", "Báo cáo 2026.jpg"),
        ("1.jpg", "IMG_2.jpg"),
    ],
)
def test_names_of_different_papers_stay_apart(names) -> None:
    assert series(*names) == sorted((name,) for name in names)


def test_other_files_are_no_pictures() -> None:
    assert series("1.pdf", "2.docx", "3.jpg") == [("3.jpg",)]
    assert is_machine_named("a/IMG_20260114.jpg")
    assert not is_machine_named("Biên bản (1).jpg")


def bundles(names: list[str], *said: Binding) -> list[tuple[list[str], tuple[int, ...] | None]]:
    files = [FoundFile(name, Path(name)) for name in sorted(names, key=natural_key)]
    return [([found.path for found in job.files], job.starts) for job in jobs_of(files, said)]


PICTURES = [f"{n}.jpg" for n in range(1, 7)]


def test_a_person_parts_and_joins_what_the_names_say() -> None:
    assert bundles([*PICTURES, "a.pdf"]) == [(PICTURES, None), (["a.pdf"], None)]
    assert bundles(PICTURES, Binding(("1.jpg",), (0, 3), series=True)) == [(PICTURES, (0, 3))]
    assert bundles(PICTURES, Binding(("4.jpg",), (0,), series=True)) == [(PICTURES[:3], None), (PICTURES[3:], (0,))]
    assert bundles(PICTURES, Binding(("3.jpg",))) == [(PICTURES[:2], None), (["3.jpg"], None), (PICTURES[3:], None)]
    taken = bundles([*PICTURES, "a.pdf"], Binding(("a.pdf", "2.jpg"), (0,)))
    assert taken == [(["1.jpg"], None), (PICTURES[2:], None), (["a.pdf", "2.jpg"], (0,))]


def test_a_binding_finds_the_file_however_it_is_spelled() -> None:
    assert bundles(["Biên bản/1.jpg"], Binding(("./Biên bản\\1.jpg",), (0,)))[0][1] == (0,)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([Binding(("7.jpg",))], "no-file"),
        ([Binding(("1.jpg", "x.pdf"), (0,))], "no-file"),
        ([Binding(("1.jpg",)), Binding(("2.jpg", "1.jpg"), (0,))], "twice"),
    ],
)
def test_what_does_not_fit_is_told(said, code) -> None:
    with pytest.raises(Misfit) as told:
        bundles(PICTURES, *said)
    assert told.value.code == code


def test_two_files_of_one_name_in_an_archive_are_both_read() -> None:
    files = [FoundFile("1.jpg", Path("a")), FoundFile("1.jpg", Path("b")), FoundFile("2.jpg", Path("c"))]
    jobs = jobs_of(files)
    assert sorted(found.file.name for job in jobs for found in job.files) == ["a", "b", "c"]


# ---------------------------------------------------------------- text PDFs, which need no recogniser


def single_pages(file: Path, folder: Path, name: str) -> list[str]:
    with pdfium.PdfDocument(file) as whole:
        for index in range(len(whole)):
            page = pdfium.PdfDocument.new()
            page.import_pages(whole, [index])
            data = io.BytesIO()
            page.save(data)
            (folder / f"{name} {index + 1}.pdf").write_bytes(data.getvalue())
        return [f"{name} {index + 1}.pdf" for index in range(len(whole))]


def test_files_said_to_be_one_paper_are_read_as_the_whole_one(tmp_path, catalogue) -> None:
    names = single_pages(MINUTES, tmp_path, "tr")
    assert len(names) > 1
    dossier = parse_dossier(tmp_path, catalogue, in_process=True, bindings=lambda _: (Binding(tuple(names), (0,)),))
    (joined,) = dossier.documents
    (whole,) = parse_dossier(MINUTES, catalogue, in_process=True).documents
    assert joined.kind.value == whole.kind.value == "bien-ban-trien-khai"
    assert joined.page_count.value == whole.page_count.value == len(names)
    assert joined.page_faults.value == whole.page_faults.value == ()
    assert [b.role for b in joined.signatures.value or ()] == [b.role for b in whole.signatures.value or ()]
    assert joined.page_files == tuple(PageFile(name, 1) for name in names)
    assert joined.page_file(2) == PageFile(names[1], 1)
    assert [file.path for file in joined.files] == names
    assert dossier.order_from == "single-file"


def test_bound_files_may_be_parted_at_pages_counted_through_them(tmp_path, catalogue) -> None:
    for name, file in (("a.pdf", PLAN), ("b.pdf", MINUTES)):
        (tmp_path / name).write_bytes(file.read_bytes())
    count = len(pdfium.PdfDocument(PLAN))
    said = (Binding(("a.pdf", "b.pdf"), (0, count - 1, count)),)
    first, middle, last = parse_dossier(tmp_path, catalogue, in_process=True, bindings=lambda _: said).documents
    assert [(d.path, d.first_page, d.bundle_page) for d in (first, middle, last)] == [
        ("a.pdf", 1, 1),
        ("a.pdf", count, count),
        ("b.pdf", 1, count + 1),
    ]
    assert {d.bundle for d in (first, middle, last)} == {"a.pdf"}
    assert (last.kind.value, last.page_files) == ("bien-ban-trien-khai", ())


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Binding(("a.pdf",), (0, 40)), ("no-page", "a.pdf")),
        (Binding(("a.docx",), (0, 1)), ("no-pages", "a.docx")),
        (Binding(("a.pdf", "a.docx"), (0,)), ("no-pages", "a.docx")),
        (Binding(("a.pdf", "b.pdf"), (0,)), ("unread", "b.pdf")),
    ],
)
@pytest.mark.parametrize("in_process", [True, False])
def test_a_word_that_no_page_fits_stops_before_anything_is_read(tmp_path, catalogue, said, told, in_process) -> None:
    word = next((CLEAN.parent / "chi-bo-kiem-tra-word-and-pdf").glob("*.docx"))
    (tmp_path / "a.pdf").write_bytes(PLAN.read_bytes())
    (tmp_path / "a.docx").write_bytes(word.read_bytes())
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 rubbish")
    with pytest.raises(Misfit) as misfit:
        parse_dossier(tmp_path, catalogue, in_process=in_process, bindings=lambda _: (said,))
    assert (misfit.value.code, misfit.value.file) == told
