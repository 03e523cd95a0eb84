"""Every command keeps what it read of scans: whoever comes next does not read the same bytes again."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from audit_trees import run
from scan_corpus import Artist, as_pdf

from engine.audit import job as jobs
from engine.check import CheckOptions, check_path
from engine.check.reading import read_dossier
from engine.rulebook.cache import clear
from engine.rulebook.loader import load_rulebook
from engine.web.case import SCANS, Case
from engine.web.site import Settings, Site
from parsers.ocr import recogniser
from parsers.problems import DEFAULT_LIMITS
from parsers.reading import Setup, read_one


class Open:
    """Stands in for a worker process, so that calls can be counted."""

    limits = DEFAULT_LIMITS

    def __init__(self, setup: Setup) -> None:
        self._setup = setup

    def run(self, job: object, _seconds: float | None = None) -> object:
        return read_one(job, self._setup)

    def close(self) -> None:
        """Nothing to stop."""

    def __enter__(self) -> "Open":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


@pytest.fixture
def reads(monkeypatch, tmp_path):
    monkeypatch.setenv("HOSO_CACHE", str(tmp_path / "cache"))
    calls: list[object] = []
    kind = type(recogniser())
    words = kind.words
    monkeypatch.setattr(kind, "words", lambda self, *job: calls.append(1) or words(self, *job))
    monkeypatch.setattr(jobs, "Cage", lambda setup, _limits: Open(setup))
    return calls


@pytest.fixture
def scan(tmp_path) -> Path:
    folder = tmp_path / "tree" / "Chi bo 1" / "ho so A"
    folder.mkdir(parents=True)
    (folder / "scan.pdf").write_bytes(as_pdf([Artist(7).paper(pages=1).pages[0].reduce(2)]))
    return folder


def test_check_facts_and_audit_share_what_was_read(scan, reads, tmp_path) -> None:
    jobs.close()  # no worker of an earlier test
    store, first = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert len(reads) > 3
    reads.clear()
    check_path(scan, CheckOptions(in_process=True))
    read_dossier(scan, load_rulebook().catalogue(), in_process=True)
    assert reads == []
    (scan / "them.docx").write_bytes(_word())  # other bytes of the dossier, the same scan
    _, second = run(tmp_path / "s.sqlite", tmp_path / "tree")
    assert second != first
    assert reads == []
    jobs.close()
    assert clear() > 0
    check_path(scan, CheckOptions(in_process=True))
    assert reads
    del store


def _word() -> bytes:
    samples = Path(__file__).parents[2] / "samples" / "dossiers" / "chi-bo-kiem-tra-word-and-pdf"
    return next(samples.glob("*.docx")).read_bytes()


@pytest.fixture
def site(tmp_path, monkeypatch):
    (tmp_path / "page").mkdir()
    made = Site(Settings(folder=tmp_path / "page", readers=1))
    monkeypatch.setattr(made.readers, "reader", lambda: Open(made._setup()))
    yield made
    made.close()


def test_the_page_keeps_what_it_read_for_the_session_and_no_other(scan, reads, site) -> None:
    def visit() -> Case:
        path = site.storage.folder() / "1.pdf"
        path.write_bytes((scan / "scan.pdf").read_bytes())
        return Case(path, "hồ sơ")

    mine, theirs = visit(), visit()
    site.parse(mine.path)
    assert reads
    reads.clear()
    site.parse(mine.path)
    assert reads == []
    assert list((mine.path.parent / SCANS).iterdir())
    site.parse(theirs.path)  # another session: read anew, kept apart
    assert reads
    mine.forget()
    assert list(mine.path.parent.iterdir()) == []
    assert list((theirs.path.parent / SCANS).iterdir())
