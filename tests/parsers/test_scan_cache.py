"""What was read of scans is kept by content: never read twice, never shared wrongly, nothing of a stamped dossier."""

import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from scan_corpus import Artist, as_pdf

from engine.rulebook.loader import load_rulebook
from parsers import scan_cache, scan_files
from parsers.bundles import jobs_of
from parsers.catalogue import Catalogue
from parsers.dossier import parse_dossier
from parsers.listing import list_files
from parsers.ocr import recogniser
from parsers.problems import DEFAULT_LIMITS
from parsers.raw import RawLine, RawPage
from parsers.reading import Setup, read_one
from parsers.scan_cache import BoundCache, ScanCache, clear, forget

DIGEST = "0123456789abcdef" * 4


def page(number: int, text: str = "Chi bộ") -> RawPage:
    line = RawLine(text, page=number)
    return RawPage(number, 595.0, 842.0, len(text), (line,), (line,), (), 1.0)


@pytest.fixture
def reads(monkeypatch):
    """Every call of the recogniser, whoever made it."""
    calls: list[object] = []
    kind = type(recogniser())
    words = kind.words
    monkeypatch.setattr(kind, "words", lambda self, *job: calls.append(1) or words(self, *job))
    return calls


def test_the_same_bytes_are_read_once_whatever_they_are_called(tmp_path, reads) -> None:
    catalogue = load_rulebook(()).catalogue()
    plain = Artist(7).paper(pages=1).pages[0].reduce(2)
    cache = tmp_path / "cache"
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.pdf").write_bytes(as_pdf([plain]))
    first = parse_dossier(tmp_path / "a", catalogue, in_process=True, cache=cache)
    assert reads
    reads.clear()
    again = parse_dossier(tmp_path / "b", catalogue, in_process=True, cache=cache)
    assert reads == []
    ours, theirs = first.documents[0], again.documents[0]
    assert ours.lines == theirs.lines
    assert ours.signatures == theirs.signatures
    other = replace(catalogue, type_names={})  # other known words repair other misreadings
    parse_dossier(tmp_path / "b", other, in_process=True, cache=cache)
    assert reads


def test_pages_of_a_bundle_are_kept_by_their_own_file(tmp_path) -> None:
    def bound(*digests: str) -> BoundCache:
        return BoundCache([ScanCache(tmp_path, each, "w") for each in digests], lambda index: (index, 0))

    one, two = DIGEST, DIGEST[::-1]
    kept = bound(one, two)
    kept.put("zones", 0, page(1))
    kept.put("zones", 1, page(2, "Kế hoạch"))
    kept.save()
    again = bound(one, two)
    assert again.is_known
    assert again.get("zones", 1) == page(2, "Kế hoạch")
    turned = bound(two, one)  # the page that began the bundle was read as one that begins a paper
    assert turned.get("zones", 1) is None
    assert turned.get("zones", 0) is None
    longer = bound(one, DIGEST.replace("0", "9"), two)
    assert not longer.is_known
    known = longer.get("zones", 2)
    assert known is not None
    assert (known.number, known.lines[0].page) == (3, 3)


def test_another_reader_or_other_words_are_not_served_what_was_kept(tmp_path, monkeypatch) -> None:
    kept = ScanCache(tmp_path, DIGEST, "words")
    kept.put("zones", 0, page(1))
    kept.save()
    assert ScanCache(tmp_path, DIGEST, "words").is_known
    assert not ScanCache(tmp_path, DIGEST, "other words").is_known
    monkeypatch.setattr(scan_cache, "reader_key", lambda: "another reader")
    assert not ScanCache(tmp_path, DIGEST, "words").is_known
    forget(tmp_path, DIGEST)
    assert not list(tmp_path.iterdir())


def test_another_version_of_the_program_that_reads_is_another_reader(tmp_path, monkeypatch) -> None:
    program = tmp_path / "tesseract"
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    keys = []
    for version in ("5.3.0", "5.5.0"):
        program.write_text(f"#!/bin/sh\n[ $1 = --version ] && echo tesseract {version} || echo vie\n")
        program.chmod(0o700)
        recogniser.cache_clear()
        scan_cache.reader_key.cache_clear()
        assert recogniser().name == f"tesseract {version}"
        keys.append(scan_cache.reader_key())
    recogniser.cache_clear()
    scan_cache.reader_key.cache_clear()
    assert keys[0] != keys[1]


def test_the_key_of_words_is_that_of_their_content() -> None:
    assert scan_cache.words_key(Catalogue()) == scan_cache.words_key(Catalogue())
    assert scan_cache.words_key(Catalogue()) != scan_cache.words_key(Catalogue(type_names={"BB": ("biên bản",)}))


def test_what_is_kept_is_private_expires_and_is_limited(tmp_path, monkeypatch) -> None:
    def put(digest: str) -> Path:
        kept = ScanCache(tmp_path / "c", digest, "w")
        kept.put("zones", 0, page(1))
        kept.save()
        (file,) = (tmp_path / "c").glob(f"scan-{digest[:24]}-*")
        return file

    old, mine = put(DIGEST), put(DIGEST[::-1])
    assert all(file.stat().st_mode & 0o077 == 0 for file in (old, mine))
    assert (tmp_path / "c").stat().st_mode & 0o077 == 0
    long_ago = time.time() - (scan_cache.DAYS + 1) * 86_400
    os.utime(old, (long_ago, long_ago))
    assert not ScanCache(tmp_path / "c", DIGEST, "w").is_known
    half = tmp_path / "c" / "scan-new-left"
    half.write_bytes(b"half a page")
    os.utime(half, (time.time() - 7_200,) * 2)
    put(DIGEST.replace("0", "7"))
    assert not old.exists()
    assert not half.exists()
    assert mine.exists()
    monkeypatch.setattr(scan_cache, "MOST", mine.stat().st_size)
    newest = put(DIGEST.replace("0", "8"))
    assert list((tmp_path / "c").iterdir()) == [newest]
    assert clear(tmp_path / "c") == 1


def test_a_damaged_file_is_as_good_as_none(tmp_path) -> None:
    kept = ScanCache(tmp_path, DIGEST, "w")
    kept.put("zones", 0, page(1))
    kept.save()
    (file,) = tmp_path.iterdir()
    for rubbish in (b"", b"x" * 100, file.read_bytes()[:-9], b"\x78\x9c\x03\x00\x00\x00\x00\x01"):
        file.write_bytes(rubbish)
        assert not ScanCache(tmp_path, DIGEST, "w").is_known


def test_many_writers_at_once_leave_whole_files(tmp_path) -> None:
    broken: list[str] = []

    def work(number: int) -> None:
        for turn in range(20):
            kept = ScanCache(tmp_path, DIGEST if turn % 2 else f"{number:064d}", "w")
            for index in range(4):
                kept.put("zones", index, page(index + 1, f"trang {index}"))
            kept.save()
            seen = ScanCache(tmp_path, DIGEST, "w")
            if seen.is_known and seen.get("zones", 3) != page(4, "trang 3"):
                broken.append("torn")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []
    assert ScanCache(tmp_path, DIGEST, "w").get("zones", 0) == page(1, "trang 0")
    assert not list(tmp_path.glob("scan-new-*"))


def test_a_stamp_found_later_takes_away_what_an_earlier_run_kept(tmp_path) -> None:
    catalogue = Catalogue()
    artist, cache, folder = Artist(7), tmp_path / "cache", tmp_path / "ho-so"
    folder.mkdir()
    plain = artist.paper(pages=1).pages[0]
    (folder / "1.pdf").write_bytes(as_pdf([plain.reduce(2)]))
    assert not parse_dossier(folder, catalogue, in_process=True, cache=cache).stamped_secret
    assert list(cache.iterdir())
    (folder / "2.pdf").write_bytes(as_pdf([artist.stamp(plain.convert("RGB"))]))
    assert parse_dossier(folder, catalogue, in_process=True, cache=cache).stamped_secret
    assert not list(cache.iterdir())


def test_a_stamp_seen_in_the_text_alone_is_never_written_and_its_file_is_named(tmp_path, monkeypatch) -> None:
    artist, cache, folder = Artist(7), tmp_path / "cache", tmp_path / "ho-so"
    folder.mkdir()
    plain = artist.paper(pages=1).pages[0].convert("RGB")
    plain.reduce(2).save(folder / "IMG_001.jpg")
    artist.stamp(plain).reduce(2).save(folder / "IMG_002.jpg")
    monkeypatch.setattr(scan_files, "is_stamped", lambda look: False)  # its picture was not recognised
    monkeypatch.setattr("parsers.scan.may_begin_paper", lambda look: True)
    (job,) = jobs_of(list_files(folder, DEFAULT_LIMITS).files)
    outcome = read_one(replace(job, step="scan", cache=cache), Setup(load_rulebook(()).catalogue()))
    assert outcome.secret
    assert outcome.at == 1
    assert not outcome.documents
    assert not cache.exists()
