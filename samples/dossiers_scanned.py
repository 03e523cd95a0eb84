"""Sample dossiers of paper: one long scan that holds several papers, and photographs of pages beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dossier import Sample
from dossiers_chi_bo import NOVEMBER, QD_21, STEPS, absent_steps, until
from draw_pdf import pdf_of
from paper import Case
from PIL import Image
from scans import Sheets, as_pdf, as_photo
from sheets import Filed, closing_sheet, index_sheet

SCAN, PHOTO = "1. Ho so quet.pdf", "2. Anh chup/IMG_{:04d}.jpg"
INSPECTED = "ĐẢNG VIÊN ĐƯỢC KIỂM TRA"
_FIRST_PHOTO = 98  # so that the names pass from two figures to three


@dataclass
class Scanned(Sample):
    """A dossier of pictures: the papers up to `last` in one scan, the rest photographed page by page."""

    last: str = ""
    sheets: Sheets = field(default_factory=Sheets)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file with its name."""
        self._places: dict[str, tuple[str, int]] = {}  # step -> the file a paper begins in, and the page
        scan: list[Image.Image] = []
        photos: list[Image.Image] = []
        is_photo = False
        for paper in self.papers:
            place = (PHOTO.format(_FIRST_PHOTO + len(photos)), 1) if is_photo else (SCAN, len(scan) + 1)
            self._places[paper.step] = place
            (photos if is_photo else scan).extend(self.sheets.scan(pdf_of(paper)[0]))
            is_photo = is_photo or paper.step == self.last
        if self.index != "none":
            scan += self._closing()
        yield SCAN, as_pdf(scan)
        for number, page in enumerate(photos):
            yield PHOTO.format(_FIRST_PHOTO + number), as_photo(page, lying=number % 2 == 1)

    def _closing(self) -> list[Image.Image]:
        """Draw index and closing sheet, which bear no sheet numbers."""
        filed, place = [], 1
        for paper in self.papers:
            filed.append(Filed(paper, place, pdf_of(paper)[1]))
            place += filed[-1].pages
        index, pages = pdf_of(index_sheet(self.case, filed))
        closing, _ = pdf_of(closing_sheet(self.case, place - 1, pages))
        self.sheets.plain |= set(range(place, place + pages + 1))
        return [*self.sheets.scan(index), *self.sheets.scan(closing)]

    def sheet(self, step: str, page: int) -> int:
        """Return the place of a page of a paper among all sheets."""
        steps = [paper.step for paper in self.papers]
        return sum(pdf_of(paper)[1] for paper in self.papers[: steps.index(step)]) + page

    def _named(self, item: dict[str, Any]) -> dict[str, Any]:
        step = item["document"]
        if step is None or self.steps.get(step) == "missing":
            return item | {"document": None}
        file, page = self._places[step]
        return item | {"document": file, "first_page": page}


def _inspection(name: str, last: str = "", **dates: dt.date) -> Scanned:
    data = Case.load("may", dates=dates, quy_dinh_chung=QD_21, quy_dinh_ket_luan=QD_21)
    steps = absent_steps(STEPS)
    sample = Scanned(name, data, "chi-bo-kiem-tra-chuyen-de", "an-phu-2026", "chi-bo", steps, last=last)
    for signer in (signer for paper in sample.papers for signer in paper.signers if signer.title == INSPECTED):
        signer.title = INSPECTED.replace(" ĐƯỢC", "\nĐƯỢC")  # side by side on paper, titles do not run into each other
    return sample


def _running(name: str, last: str, upto: str) -> Scanned:
    sample = _inspection(name, last, **NOVEMBER)
    until(sample, upto)
    return sample


def scanned_finished() -> Scanned:
    """A finished case with index and closing sheet in one scan of 26 pages; nothing is wrong. Too large to be kept."""
    return _inspection("chi-bo-kiem-tra-scanned-finished")


def scanned_clean() -> Scanned:
    """A running case of four papers; nothing is wrong, and nothing left for a person to see."""
    return _running("chi-bo-kiem-tra-scanned-clean", "ke-hoach-chi-tiet", "trien-khai")


def scanned_faulty() -> Scanned:
    """A missing step, an empty place to sign, a sheet without its number, a page on its head."""
    sample = _running("chi-bo-kiem-tra-scanned-faulty", "trien-khai", "bao-cao-tu-kiem-tra")
    sample.leave_out("ke-hoach-chi-tiet")
    sample.unsigned("trien-khai", sample.paper("trien-khai").signers[1].title)
    sample.sheets.plain = {sample.sheet("trien-khai", 1)}  # a front: a back would bear no number anyway
    sample.fail("sheet-without-number", "trien-khai", page=1)
    sample.sheets.over = {sample.sheet("ke-hoach", 3)}
    sample.fail("page-upside-down", "ke-hoach", page=3)
    return sample


DOSSIERS = (scanned_clean, scanned_faulty)
