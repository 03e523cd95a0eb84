"""Sheet numbers as rows: of the dossier, of its papers, beside index and closing sheet."""

import datetime as dt

import pytest

from engine.inference.derive_sheets import beside_index, last_sheet, of_document, of_dossier
from parsers.facts import Document, Dossier, IndexRow, Location, Page, SheetRun, absent, read, unreadable


def dossier(**run: object) -> Dossier:
    known: dict[str, object] = {"numbered": 0, "bare": 9, "unclear": 0, "last": None, "closed": True}
    return Dossier("h", sheets=read(SheetRun(**(known | run))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("run", "row"),
    [
        ({}, {"sheets": "bare", "sheets_of": "closed"}),
        ({"closed": False}, {"sheets": "bare", "sheets_of": "loose"}),
        ({"numbered": 9, "bare": 0}, {"sheets": "numbered", "sheets_of": "closed"}),
        ({"bare": 6, "unclear": 3}, {"sheets_un": 1, "sheets_of": "closed"}),
        ({"bare": 2}, {"sheets_no": 1}),
    ],
)
def test_the_dossier_row_says_bare_only_where_corners_were_seen(run, row) -> None:
    assert of_dossier(dossier(**run)) == row


def test_a_dossier_without_paper_has_no_sheets() -> None:
    assert of_dossier(Dossier("h")) == {"sheets_no": 1}
    assert last_sheet(Dossier("h")) == {"last_sheet_no": 1}


def test_the_last_number_is_known_unknown_or_not_there() -> None:
    assert last_sheet(dossier(numbered=45, last=45)) == {"last_sheet": 45}
    assert last_sheet(dossier(numbered=45)) == {"last_sheet_un": 1}
    assert last_sheet(dossier()) == {"last_sheet_no": 1}


def test_a_paper_names_its_first_sheet() -> None:
    def paper(sheet, **more) -> Document:
        page = Page(1, 595, 842, 900, 0, blank=False, scanned=True, sheet=sheet)
        return Document("d01", "a.pdf", medium="scan", pages=(page,), **more)

    assert of_document(paper(read("12"), sheet_faults=read(()))) == {"sheets_seen": 1, "first_sheet": 12}
    assert of_document(paper(read("?"), sheet_steps=unreadable("handwriting"))) == {
        "sheets_run": 1,
        "first_sheet_un": 1,
    }
    assert of_document(paper(absent())) == {"first_sheet_no": 1}
    assert of_document(Document("d01", "a.docx", medium="word")) == {"first_sheet_no": 1}


def test_the_index_is_compared_only_where_both_are_known() -> None:
    row = IndexRow(1, "5", "KH/CB", dt.date(2026, 3, 5), "Kế hoạch", None, "05-07", Location(1))
    assert beside_index(row, {"first_sheet": 7}) == {"from_sheet": 5, "sheet": 7}
    assert beside_index(row, {"first_sheet_un": 1}) == {}
