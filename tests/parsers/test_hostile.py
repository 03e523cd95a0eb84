"""Files made to take the program down: each gets a named reason in the cage, and the paper beside it is still read."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from hostile_files import pdf, png, tiff

from parsers.catalogue import Catalogue
from parsers.dossier import parse_dossier
from parsers.problems import MIB, Limits

PLAIN = pdf(1, b"BT /F 12 Tf 100 700 Td (KE HOACH) Tj ET")
LIMITS = Limits(seconds=120.0, scan_seconds=120.0)

HOSTILE = {
    "a picture of 30,000 by 30,000 pixels": ("a.png", lambda: png(30_000, 30_000, rows=10), "too-large"),
    "a picture that ends early": ("a.png", lambda: png(2_000, 2_000, rows=10), "scan"),
    "a picture 30,000 pixels high": ("a.png", lambda: png(300, 30_000, rows=30_000), "scan"),
    "a picture 12 pixels high": ("a.png", lambda: png(9_000, 12, rows=12), "scan"),
    "10,000 frames": ("a.tif", lambda: tiff(10_000), "limit"),
    "10,000 pages": ("a.pdf", lambda: pdf(10_000, b"BT /F 12 Tf 100 700 Td (a) Tj ET"), "limit"),
    "2,000 scanned pages": ("a.pdf", lambda: pdf(2_000, picture=True), "limit"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_named_and_the_rest_read(tmp_path: Path, what: str) -> None:
    name, make, code = HOSTILE[what]
    (tmp_path / name).write_bytes(make())
    (tmp_path / "z.pdf").write_bytes(PLAIN)
    dossier = parse_dossier(tmp_path, Catalogue(), limits=LIMITS)
    assert {(problem.path, problem.code) for problem in dossier.problems} == {(name, code)}
    assert [document.page_count.value for document in dossier.documents if document.files[0].path == "z.pdf"] == [1]


def test_a_page_that_inflates_without_end_costs_itself_only(tmp_path: Path) -> None:
    """300 MiB of drawing in 300 KiB, and a worker that may not have as much."""
    (tmp_path / "a.pdf").write_bytes(pdf(1, b"0 0 m " * (50 * MIB)))
    (tmp_path / "z.pdf").write_bytes(PLAIN)
    dossier = parse_dossier(tmp_path, Catalogue(), limits=Limits(seconds=120.0, memory=700 * MIB))
    codes = {problem.path: problem.code for problem in dossier.problems}
    assert codes.get("a.pdf") in {None, "limit", "damaged"}  # it may also be drawn: nothing stands on the page
    assert "z.pdf" not in codes
    assert {document.files[0].path for document in dossier.documents} == {"a.pdf", "z.pdf"}
