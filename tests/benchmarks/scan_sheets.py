"""Measures sheet numbers: whether a page bears one, and what a run of them says, read without the text of the pages."""

from __future__ import annotations

from scan_corpus import Artist, as_pdf
from scan_table import Table, add

from parsers.catalogue import Catalogue
from parsers.facts import Page
from parsers.figures import votes_of
from parsers.scan import ScanReader
from parsers.scan_pictures import pdf_pictures
from parsers.sheet_fit import Seen, fit_run
from parsers.sheet_numbers import find_sheet_number

PAGES = 14  # of a paper whose numbers are read as a run
A4 = (595.3, 841.9)


def add_sheet(page: Page, text: str | None, table: Table) -> None:
    """Count whether a sheet number was seen where one is, and none where none is."""
    found = "open" if page.sheet.is_unreadable else "right" if page.sheet.is_read == (text is not None) else "wrong"
    add(table, "sheet numbered or not", found)
    add(table, "sheet with a number" if text else "sheet without one", found)


def add_run(seed: int, table: Table) -> None:
    """Draw a long paper with sheet numbers and no fault in them, and read them as a run."""
    artist = Artist(seed)
    made = artist.paper(pages=PAGES, sheets=True)
    with pdf_pictures(as_pdf(made.pages), [A4] * PAGES) as pictures:
        reader = ScanReader(pictures, Catalogue())
        found = [find_sheet_number(reader.sheet(page).look) for page in range(PAGES)]
    seen = [(place, votes_of(number.figures)) for place, number in enumerate(found) if number.state == "seen"]
    run = fit_run([Seen(votes, place) for place, votes in seen])
    breaks = [number for number in run.numbers if number.fault] if run else []
    add(table, "run of sheets unbroken", "open" if run is None else "wrong" if breaks else "right")
    for (place, _), number in zip(seen, run.numbers if run else [None] * len(seen), strict=True):
        truth = (made.sheet_numbers[place] or "").lstrip("0")
        known = number is not None and number.sure
        add(table, "value of a sheet number", "open" if not known else "right" if number.text == truth else "wrong")
