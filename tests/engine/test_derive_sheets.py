"""The dossier's own sheets and the sheets of paper as rows: what may be misread is never held against a paper."""

import datetime as dt

import pytest

from engine.inference.derive_index import closing_row, counted, index_rows, listed
from engine.inference.derive_paper import scan_totals, signature_row
from engine.rulebook.loader import load_rulebook
from parsers.facts import (
    NOWHERE,
    ClosingSheet,
    Document,
    Dossier,
    IndexRow,
    Page,
    ScanQuality,
    SignatureBlock,
    absent,
    read,
    unreadable,
)

KINDS = load_rulebook(()).kinds
DAY = dt.date(2026, 5, 6)


def paper(name="d01", kind="ke-hoach-kiem-tra", **facts):
    return Document(id=name, path=f"{name}.pdf", kind=read(kind), **facts)


def row(number="5", day: dt.date | None = DAY, symbol="KH/CB", **more):
    return IndexRow(1, number, symbol if number else None, day, "Kế hoạch", None, "01", NOWHERE, **more)


def state(found, name):
    return next((each for each in (name, f"{name}_no", f"{name}_un") if each in found), None), found.get(name)


# ---------------------------------------------------------------- index

PAPERS = [{"k": "doc", "id": "d01", "number": "5", "symbol": "kh/cb", "date": DAY.toordinal()}]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (row(), ("matched", 1)),
        (row("6"), ("matched", 0)),
        (row(None), ("matched_no", None)),
        (row(scanned=True), ("matched", 1)),
        (row("6", scanned=True), ("matched_un", None)),  # its day is that of a paper: the number may be misread
        (row("5", dt.date(2026, 5, 8), scanned=True), ("matched_un", None)),
        (row("6", dt.date(2026, 5, 8), scanned=True), ("matched", 0)),
        (row(symbol="KH/C8", scanned=True), ("matched", 1)),
        (row(None, None, scanned=True, unclear=True), ("matched_un", None)),
    ],
)
def test_rows_against_papers(entry, expected) -> None:
    (found,) = index_rows(paper(kind="muc-luc", index_rows=read((entry,))), PAPERS)
    assert state(found, "matched") == expected
    assert found["judged"] == 1


def test_one_unclear_row_speaks_for_all() -> None:
    entries = (row(), *(row(None, None, scanned=True, unclear=True) for _ in range(5)))
    found = list(index_rows(paper(kind="muc-luc", index_rows=read(entries)), PAPERS))
    assert [each.get("judged") for each in found] == [1, 1, None, None, None, None]


def dossier(*entries, day=dt.date(2026, 7, 1)):
    plan = paper(number=read("7"), symbol=read("KH/CB"), date=read(DAY))
    index = paper("d02", "muc-luc", index_rows=read(entries), date=read(day) if day else absent())
    return plan, Dossier("x", (plan, index))


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((row("7"),), {"listable": 1, "listed": 1}),
        ((row("5", dt.date(2026, 5, 1)),), {"listable": 1, "listed_no": 1}),
        ((row("5"),), {"listable": 1, "listed": 1}),  # the same day: a wrong number is said of the row
        ((row(None, DAY),), {"listable": 1, "listed": 1}),
        ((row("5", dt.date(2026, 5, 1), scanned=True),), {}),
    ],
)
def test_papers_against_rows(entries, expected) -> None:
    plan, whole = dossier(*entries)
    assert listed(plan, whole, KINDS) == expected


def test_a_paper_later_than_the_index_is_none_of_it() -> None:
    plan, whole = dossier(row("5", dt.date(2026, 5, 1)), day=dt.date(2026, 5, 2))
    assert listed(plan, whole, KINDS) == {}
    assert listed(plan, Dossier("x", (plan,)), KINDS) == {}


# ---------------------------------------------------------------- closing sheet


def pages(count: int, *blanks: int) -> tuple[Page, ...]:
    return tuple(Page(n, 595, 842, 0, 0, n in blanks, scanned=True) for n in range(1, count + 1))


def said(number: int, unit: str = "trang") -> ClosingSheet:
    return ClosingSheet(read(number), absent(), absent(), unit)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (said(6), ("counted", 6)),
        (said(5), ("counted", 5)),  # the blank back is no page
        (said(4), ("counted_un", None)),  # sheets printed on both sides, maybe
        (said(3, "tờ"), ("counted_un", None)),
        (said(9), ("counted", 6)),
        (said(2, "tờ"), ("counted", 6)),  # fewer than both sides of every sheet can make
    ],
)
def test_pages_of_a_scanned_dossier(sheet, expected) -> None:
    papers = (
        paper("d01", medium="scan", pages=pages(4, 2), page_count=read(4)),
        paper("d02", medium="scan", pages=pages(2), page_count=read(2)),
        paper("d03", "chung-tu-ket-thuc", medium="scan", page_count=read(1)),
    )
    found = closing_row(sheet, counted(Dossier("x", papers), KINDS))
    assert state(found, "counted") == expected


def test_pages_of_typed_papers_are_counted_as_they_are() -> None:
    papers = (paper(medium="text-pdf", page_count=read(6)),)
    assert closing_row(said(4), counted(Dossier("x", papers), KINDS))["counted"] == 6
    word = (paper(medium="word", page_count=unreadable("no-layout")),)
    assert closing_row(said(4), counted(Dossier("x", word), KINDS))["counted_un"] == 1


# ---------------------------------------------------------------- paper and scan


def block(name=None, **more):
    return SignatureBlock(None, "BÍ THƯ", name, "bi-thu", read(True), read(False), NOWHERE, **more)


def test_a_name_is_missing_only_where_nothing_can_hide_it() -> None:
    assert signature_row(1, block(), paper(medium="text-pdf"))["name_no"] == 1
    assert signature_row(1, block(), paper(medium="scan"))["name_un"] == 1
    assert signature_row(1, block("Nguyễn Văn An"), paper(medium="scan"))["name"] == 1
    nobody = SignatureBlock(None, None, None, None, unreadable("scan"), unreadable("scan"), NOWHERE)
    assert "printed" not in signature_row(2, nobody, paper(medium="scan"))


def test_pen_and_place_of_the_seal_only_where_seen() -> None:
    found = signature_row(1, block(pen=read("red"), seal_place=read("apart")), paper(medium="scan"))
    assert (found["pen"], found["seal_place"]) == ("red", "apart")
    assert not {"pen", "seal_place"} & signature_row(1, block(), paper(medium="scan")).keys()


def test_scans_are_counted_with_their_names() -> None:
    quality = {"d01": (150, "grey"), "d02": (200, "colour"), "d03": (None, None)}
    papers = [
        paper(name, scan_quality=read(ScanQuality(dpi, depth, searchable=False, archival=False)))
        for name, (dpi, depth) in quality.items()
    ]
    found = scan_totals(Dossier("x", (*papers, paper("d04", scan_quality=absent()))))
    assert (found["scans"], found["coarse_scans"], found["uncoloured_scans"], found["unarchival_scans"]) == (3, 1, 1, 3)
    assert found["coarse_names"] == found["uncoloured_names"] == "«d01.pdf»"


def test_a_paper_that_need_not_be_numbered_leaves_no_row_open() -> None:
    minute = {"k": "doc", "id": "d02", "number_un": 1, "numbered": "may"}
    unread = {"k": "doc", "id": "d03", "number_un": 1}
    entry = paper(kind="muc-luc", index_rows=read((row("6"),)))
    assert next(index_rows(entry, [*PAPERS, minute]))["matched"] == 0
    assert next(index_rows(entry, [*PAPERS, unread]))["matched_un"] == 1
