"""Scans from picture to facts, on pages drawn here: nothing is invented, nothing seen is called missing."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scan_corpus import Artist, as_pdf

from parsers import scan_cache
from parsers.bundles import Binding
from parsers.dossier import parse_dossier
from parsers.facts import Document, Dossier, SignatureBlock


@pytest.fixture
def parse(tmp_path, catalogue):
    def parsed(data: bytes, name: str = "scan.pdf", **options) -> Dossier:
        (tmp_path / name).write_bytes(data)
        return parse_dossier(tmp_path / name, catalogue, in_process=True, **options)

    return parsed


def only(dossier: Dossier) -> Document:
    assert dossier.problems == ()
    (document,) = dossier.documents
    return document


def blocks_of(document: Document) -> tuple[SignatureBlock, ...]:
    """The blocks that were seen; one without a role stands for what a seal may hide."""
    return tuple(block for block in document.signatures.value or () if block.role)


def test_a_printed_paper_is_read(parse) -> None:
    made = Artist(5).paper()
    document = only(parse(as_pdf(made.pages)))
    assert document.medium == "scan"
    assert document.number.value == made.number == "136"
    assert document.symbol.value == "BC/CB"
    assert document.date.value is not None
    assert (document.date.value.year, document.date.value.month, document.date.value.day) == made.date
    assert document.issuer_body.value == "chi-bo"
    assert document.kind.value == "bao-cao-ket-qua-kiem-tra"
    assert all(fact.confidence < 1 for _, fact in document.facts() if fact.is_read and fact.how == "image")
    block = blocks_of(document)[0]
    assert (block.title, block.signed.value, block.seal.value) == ("TỔ TRƯỞNG", True, False)


def test_what_is_written_by_hand_stays_open(parse) -> None:
    made = Artist(4).paper()
    assert made.hand
    document = only(parse(as_pdf(made.pages)))
    assert document.number.why == "handwriting"
    assert document.date.why == "handwriting"
    assert document.kind.is_read
    block = blocks_of(document)[0]
    assert block.signed.value is False
    assert block.signed.confidence < 1


def test_grey_scans_tell_nothing_of_seals(parse) -> None:
    made = Artist(2).paper()
    assert not made.colour
    block = blocks_of(only(parse(as_pdf(made.pages))))[0]
    assert block.seal.why == "grey"


def test_page_numbers_are_read_and_missing_ones_seen(parse) -> None:
    numbered = only(parse(as_pdf(Artist(9).paper().pages)))
    assert [page.label.value.value if page.label.value else None for page in numbered.pages] == [None, 2, 3]
    assert numbered.page_faults.value == ()
    bare = only(parse(as_pdf(Artist(15).paper().pages)))  # with sheet numbers, which are no page numbers
    assert [fault.kind for fault in bare.page_faults.value or ()] == ["unnumbered", "unnumbered"]


def test_one_scan_of_two_papers_is_parted(parse) -> None:
    first, second = Artist(5).paper(), Artist(7).paper()
    back = Artist(1).blank_back(first.pages[-1])
    dossier = parse(as_pdf([*first.pages, back, *second.pages]))
    assert [document.first_page for document in dossier.documents] == [1, 3]
    assert dossier.documents[0].kind.value == "bao-cao-ket-qua-kiem-tra"
    assert dossier.documents[0].pages[-1].blank
    assert not any(fault.kind == "unnumbered" for fault in dossier.documents[0].page_faults.value or ())


def test_a_person_may_say_where_papers_begin(parse) -> None:
    pages = Artist(9).paper().pages
    dossier = parse(as_pdf(pages), bindings=lambda _: (Binding(("scan.pdf",), (0, 2)),))
    assert [document.first_page for document in dossier.documents] == [1, 3]


@pytest.mark.parametrize("red", [True, False])
def test_a_stamp_late_in_a_long_scan_stops_everything(parse, tmp_path, caplog, red) -> None:
    artist = Artist(7)
    plain = artist.paper(pages=1).pages[0]
    stamped = artist.stamp(plain.convert("RGB"), "TỐI MẬT", red=red)
    cache = tmp_path / "cache"
    pages = [plain.reduce(2)] * 5 + [stamped] + [plain.reduce(2)]
    dossier = parse(as_pdf(pages), "quyết định 12.pdf", cache=cache)
    assert dossier.stamped_secret
    assert dossier.documents == ()
    assert [(problem.code, problem.path) for problem in dossier.problems] == [("secret", "1")]
    assert not cache.exists()
    assert "quyết" not in caplog.text


def test_a_stamp_in_one_file_keeps_the_others_out_of_the_cache(tmp_path, catalogue) -> None:
    folder, cache = tmp_path / "ho-so", tmp_path / "cache"
    folder.mkdir()
    artist = Artist(7)
    plain = artist.paper(pages=1).pages[0]
    (folder / "1.pdf").write_bytes(as_pdf([plain]))
    (folder / "2.pdf").write_bytes(as_pdf([artist.stamp(plain.convert("RGB"))]))
    dossier = parse_dossier(folder, catalogue, in_process=True, cache=cache)
    assert dossier.stamped_secret
    assert not cache.exists()


def test_what_was_read_once_is_kept(parse, tmp_path, monkeypatch) -> None:
    data, cache = as_pdf(Artist(5).paper().pages), tmp_path / "cache"
    first = only(parse(data, cache=cache))
    (kept,) = cache.iterdir()
    assert kept.stat().st_mode & 0o077 == 0
    monkeypatch.setattr("parsers.scan.read_words", lambda *_, **__: pytest.fail("read twice"))
    again = only(parse(data, cache=cache))
    assert replace(again, id="") == replace(first, id="")
    assert scan_cache.clear(cache) == 1
    assert not list(cache.iterdir())


def test_without_a_recogniser_all_is_open_and_said_once(parse, monkeypatch) -> None:
    monkeypatch.setattr("parsers.scan_files.is_available", lambda: False)
    dossier = parse(as_pdf(Artist(5).paper().pages))
    (document,) = dossier.documents
    assert [problem.code for problem in dossier.problems] == ["scan"]
    assert document.kind.why == document.number.why == "scan"
    assert document.page_count.is_read
