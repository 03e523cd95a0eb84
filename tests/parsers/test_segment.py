"""One long scan to its papers, on the drawn sample dossiers turned into pictures."""

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from engine.check import CheckOptions, check_path
from engine.findings import Outcome
from engine.rulebook.loader import load_rulebook
from parsers.dossier import parse_dossier
from parsers.facts import Box, Dossier
from parsers.raw import RawFile, RawLine, RawPage
from parsers.segment import starts_of

SAMPLES = Path(__file__).parents[2] / "samples" / "dossiers" / "chi-bo-kiem-tra-clean"
PAPERS = ("01", "04", "08", "10")  # plan, minutes with two signers, minutes of the meeting, conclusion
KINDS = ["ke-hoach-kiem-tra", "bien-ban-trien-khai", "bien-ban-hoi-nghi", "thong-bao-ket-luan-kiem-tra"]


def papers() -> list[list[pdfium.PdfPage]]:
    files = [next(SAMPLES.glob(f"{number}. *.pdf")) for number in PAPERS]
    return [list(pdfium.PdfDocument(file)) for file in files]


def first_pages(dossier: Dossier) -> list[int]:
    return [document.first_page for document in dossier.documents]


@pytest.fixture(scope="module")
def begins() -> list[int]:
    counts = [len(pages) for pages in papers()]
    return [1 + sum(counts[:i]) for i in range(len(counts))]


@pytest.fixture(scope="module")
def scan(tmp_path_factory) -> Path:
    pictures = [
        page.render(scale=150 / 72).to_pil().convert("L").point(lambda value: 255 * (value > 150)).convert("1")
        for pages in papers()
        for page in pages
    ]
    folder = tmp_path_factory.mktemp("scan")
    pictures[0].save(folder / "ho so.pdf", "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return folder


def test_a_bound_scan_is_parted_and_nothing_is_called_missing_wrongly(scan, begins, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HOSO_CACHE", str(tmp_path))
    checked = check_path(scan, CheckOptions(in_process=True, pack="an-phu-2026", stage="dang-tien-hanh"))
    assert first_pages(checked.dossier) == begins
    assert [document.kind.value for document in checked.dossier.documents] == KINDS
    present = {kind for finding in checked.report.findings for kind in finding.documents}
    wrong = [f.rule for f in checked.report.findings if f.outcome is Outcome.FAIL and f.documents]
    assert present
    assert wrong == []


def test_a_bound_text_pdf_is_parted(begins, tmp_path) -> None:
    bound = pdfium.PdfDocument.new()
    for number in PAPERS:
        bound.import_pages(pdfium.PdfDocument(next(SAMPLES.glob(f"{number}. *.pdf"))))
    data = io.BytesIO()
    bound.save(data)
    (tmp_path / "ho so.pdf").write_bytes(data.getvalue())
    dossier = parse_dossier(tmp_path, load_rulebook(()).catalogue(), in_process=True)
    assert first_pages(dossier) == begins
    assert [document.kind.value for document in dossier.documents] == KINDS
    assert dossier.order_from == "single-file"


def numbered_page(page: int, number: str, *texts: str) -> RawPage:
    """A page with a printed number at the upper edge and `texts` in its head."""
    lines = [RawLine(number, page, Box(290, 30, 305, 40))] if number else []
    lines += [RawLine(text, page, Box(60, 70 + 16 * n, 300, 82 + 16 * n)) for n, text in enumerate(texts)]
    return RawPage(page, 595, 842, 400, tuple(lines))


TITLED = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "KẾ HOẠCH ĐÀO TẠO")


@pytest.mark.parametrize(
    ("before", "number", "after", "more", "begins"),
    [
        ("2", "49", "", (), False),  # a sheet out of the middle of another paper
        ("2", "", "", (), True),
        ("2", "1", "", (), True),
        ("2", "3", "", (), True),  # the file is numbered through
        ("48", "49", "", (), True),  # and so is the one it was cut out of
        ("", "49", "50", (), True),
        ("2", "49", "", ("Số 12/KH-SYT",), True),
        ("2", "49", "", ("Cần Thơ, ngày 07 tháng 11 năm 2017",), True),
    ],
)
def test_a_title_on_a_page_out_of_another_paper_begins_none(before, number, after, more, begins) -> None:
    pages = (
        numbered_page(1, "", "ĐẢNG CỘNG SẢN VIỆT NAM", "Số 01-KH/CB", "KẾ HOẠCH"),
        numbered_page(2, before, "nội dung"),
        numbered_page(3, number, *TITLED, *more),
        numbered_page(4, after, "nội dung"),
    )
    assert starts_of(RawFile("pdf", pages), load_rulebook(()).catalogue()) == ([0, 2] if begins else [0])
