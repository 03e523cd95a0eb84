"""Sheet numbers over a whole dossier: which sheets lack one, where the run breaks, what closing sheets excuse."""

from dataclasses import replace

from parsers.facts import Box, ClosingSheet, Document, Dossier, Fact, Location, Page, absent, read, unreadable
from parsers.sheet_runs import with_sheet_runs

CORNER = Box(500, 20, 530, 40)


def votes(text: str) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(91 if figure == str(digit) else 1 for digit in range(10)) for figure in text)


def sheet(number: int, says: str | None, **more: object) -> Page:
    state: Fact[str] = absent() if says is None else read("?", Location(number, CORNER), confidence=0.8, how="image")
    state = unreadable("scan") if says == "?" else state
    known: dict[str, object] = {"text_length": 900, "images": 0, "blank": False, "scanned": True}
    known |= {"sheet": state, "sheet_votes": votes(says) if says and says != "?" else ()}
    return Page(number, 595, 842, **(known | more))  # type: ignore[arg-type]


def paper(*numbers: str | None, kind: str = "bien-ban-hoi-nghi", path: str = "a.pdf", **more: object) -> Document:
    pages = tuple(sheet(place, says) for place, says in enumerate(numbers, 1))
    return Document("d01", path, medium="scan", pages=pages, kind=read(kind), digital=absent(), **more)  # type: ignore[arg-type]


def judged(*papers: Document, order: str = "single-file") -> Dossier:
    return with_sheet_runs(Dossier("h", papers, order_from=order), ["muc-luc", "chung-tu-ket-thuc"])


def steps(dossier: Dossier) -> list[tuple[str, int | None, int | None, int | None]]:
    faults = [fault for paper in dossier.documents for fault in paper.sheet_steps.value or ()]
    return [(fault.kind, fault.location.page, fault.expected, fault.found) for fault in faults]


def test_a_run_over_several_papers_is_read() -> None:
    dossier = judged(paper("01", "02"), paper("03", "04", "05"), paper("06", "07", "08", "09", "10"))
    assert [page.sheet.value for paper in dossier.documents for page in paper.pages] == [str(n) for n in range(1, 11)]
    assert dossier.sheets.value is not None
    assert (dossier.sheets.value.numbered, dossier.sheets.value.last) == (10, 10)
    assert dossier.sheets.value.closed  # several papers bound in one scan
    assert all(paper.sheet_faults.value == () for paper in dossier.documents)
    assert steps(dossier) == []


def test_no_numbers_at_all_is_said_of_the_dossier() -> None:
    dossier = judged(paper(None, None), paper(None, None, None))
    assert dossier.sheets.value is not None
    assert (dossier.sheets.value.numbered, dossier.sheets.value.bare) == (0, 5)
    assert all(paper.sheet_faults.is_absent and paper.sheet_steps.is_absent for paper in dossier.documents)


def test_a_forgotten_sheet_is_named_with_its_page() -> None:
    dossier = judged(paper("01", "02"), paper("03", None, None, "04"), paper("05", "06", "07", "08"))
    assert [fault.location.page for fault in dossier.documents[1].sheet_faults.value or ()] == [2, 3]
    assert dossier.documents[0].sheet_faults.value == ()


def test_backs_without_numbers_are_no_fault() -> None:
    dossier = judged(paper("01", None, "02", None), paper("03", None, "04"), paper("05"), paper("06", "07", "08"))
    assert all(paper.sheet_faults.value == () for paper in dossier.documents)
    assert steps(dossier) == []


def test_a_forgotten_second_page_is_told_from_a_back_by_the_next_number() -> None:
    rest = paper("04", "05"), paper("06", "07"), paper("08", "09")
    forgotten = judged(paper("01", None, "03"), *rest)
    assert [fault.location.page for fault in forgotten.documents[0].sheet_faults.value or ()] == [2]
    last = judged(paper("01", "02"), paper("03", None), paper("05", "06"), paper("07", "08"))
    assert [fault.location.page for fault in last.documents[1].sheet_faults.value or ()] == [2]
    back = judged(paper("01", None, "02"), paper("03", "04"), paper("05", "06"), paper("07", "08"))
    assert back.documents[0].sheet_faults.value == ()
    fronts = judged(paper("01", None, "03", None, "05"), paper("07", None, "09"), paper("11", None, "13"))
    assert all(paper.sheet_faults.value == () for paper in fronts.documents)


def test_empty_backs_are_not_looked_at() -> None:
    first = paper("01", "02", "03", "04")
    back = sheet(5, None, blank=True, text_length=0)
    dossier = judged(replace(first, pages=(*first.pages, back)))
    assert dossier.documents[0].sheet_faults.value == ()


def test_a_corner_nobody_could_see_leaves_it_open() -> None:
    dossier = judged(paper("01", "02"), paper("03", "04"), paper("?", "06"), paper("07", "08"))
    assert dossier.documents[2].sheet_faults.is_unreadable
    assert dossier.documents[0].sheet_faults.value == ()
    assert steps(dossier) == []


def test_a_jump_is_found_and_named() -> None:
    dossier = judged(paper("01", "02", "03"), paper("04", "05", "06", "09", "10", "11"))
    assert steps(dossier) == [("sheet-gap", 4, 7, 9)]
    assert (dossier.documents[1].sheet_steps.value or ())[0].location.box == CORNER


def test_a_jump_over_a_sheet_that_was_not_read_is_not_claimed() -> None:
    dossier = judged(paper("01", "02", "03", "04", "05", "?", "07", "08", "09", "10"))
    assert steps(dossier) == []


def test_the_closing_sheet_excuses_what_it_notes() -> None:
    papers = paper("01", "02", "03"), paper("04", "05", "06", "09", "10", "11")
    noted = ClosingSheet(read(9), read(9), read(1), noted=(7, 8))
    closing = paper(None, kind="chung-tu-ket-thuc", closing=read(noted))
    assert steps(judged(*papers, closing)) == []
    silent = replace(closing, closing=read(replace(noted, noted=())))
    assert steps(judged(*papers, silent)) == [("sheet-gap", 4, 7, 9)]
    unread = replace(closing, closing=unreadable("scan"))
    assert judged(*papers, unread).documents[1].sheet_steps.is_unreadable


def test_index_and_closing_sheet_are_not_counted_and_close_the_dossier() -> None:
    dossier = judged(
        paper(None, kind="muc-luc", path="1.pdf"),
        paper("01", "02", "03", path="2.pdf"),
        paper("04", "05", path="3.pdf"),
        order="prefixes",
    )
    assert dossier.documents[0].sheet_faults.is_absent
    assert dossier.sheets.value is not None
    assert dossier.sheets.value.closed
    assert dossier.sheets.value.bare == 0


def test_papers_in_unknown_order_make_no_run() -> None:
    dossier = judged(paper("05", "06", path="b.pdf"), paper("01", "02", "03", "04", path="a.pdf"), order="none")
    assert dossier.documents[0].sheet_steps.is_absent
    assert dossier.documents[1].sheet_steps.value == ()  # a file has an order of its own
    assert [page.sheet.value for page in dossier.documents[0].pages] == ["?", "?"]
    assert dossier.sheets.value is not None
    assert dossier.sheets.value.last is None


def test_digitally_signed_and_printed_papers_have_no_sheets() -> None:
    signed = replace(paper(None, None, None), digital=read(("a signature",)))
    assert judged(signed).sheets.is_absent
    assert judged(replace(paper(None, None, None), medium="text-pdf")).sheets.is_absent


def test_scribbles_that_make_no_run_are_said_once() -> None:
    blots = tuple(sheet(n, "1", sheet_votes=((10,) * 10, (10,) * 10)) for n in range(1, 6))
    first = replace(paper("1"), pages=blots)
    dossier = judged(first, first)
    assert dossier.documents[0].sheet_steps.why == "handwriting"
    assert dossier.documents[1].sheet_steps.is_absent
