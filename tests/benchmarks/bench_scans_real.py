"""Measures the reading of real scans against their labels; they are no part of the project and may not be here."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scan_table import Row, Table, Tally, add, judged, row_of

from parsers.catalogue import Catalogue
from parsers.dossier import parse_dossier
from parsers.facts import Document, Page
from parsers.vietnamese import bare

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "realdocs"
COLOURS = {"red round seal, scanned": True, "NONE (signed, not sealed: true positive)": False}
HOLDS = {
    "kind": (None, 0.0), "number": (None, 0.03), "date": (None, 0.03), "signed": (None, 0.0),
    "seal, colour": (0.95, None), "seal, grey, called unreadable": (0.95, 0.0), "one paper a file": (None, None),
    "sheet without a number": (None, 0.0), "page number": (0.95, None),
}  # fmt: skip


def real_tally(catalogue: Catalogue) -> Tally:
    """Read the real scans, if they are here, and count what was found on each."""
    tally = Tally()
    if not (FOLDER / "labels.jsonl").is_file():
        return tally
    for label in map(json.loads, (FOLDER / "labels.jsonl").read_text("utf-8").splitlines()):
        if label["kind"].startswith("scan"):
            table: Table = defaultdict(Counter)
            _compare(label, catalogue, table)
            tally.take(label["file"], table)
    return tally


def real_rows(tally: Tally) -> Iterator[Row]:
    """What was found on the real scans beside what must hold."""
    if not tally.table:
        yield "real scans", "not here", "-", True
        return
    for name, (right, wrong) in HOLDS.items():
        yield row_of(f"real: {name}", tally.table[name], right, wrong)


def _compare(label: dict[str, Any], catalogue: Catalogue, table: Table) -> None:
    documents = parse_dossier(FOLDER / label["file"], catalogue, in_process=True).documents
    document = documents[0]
    number, date = label["number_symbol"].split("/")[0], _date(label["date_printed"])
    add(table, "one paper a file", "right" if len(documents) == 1 else "wrong")
    add(table, "kind", _kind(document, label["doc_type"]))
    add(table, "number", judged(document.number, number.lstrip("0") if document.number.value else None))
    add(table, "date", judged(document.date, date))
    add(table, "signed", _signed(document))
    for page in (page for paper in documents for page in paper.pages if not page.blank):  # none of them bears one
        add(table, "sheet without a number", judged(page.sheet, None))
    for page in (page for paper in documents for page in paper.pages[1:] if not page.blank):
        add(table, "page number", judged(page.label, page.label.value if _is_numbered_so(page, label) else ()))
    if label["seal"] in COLOURS:
        add(table, "seal, colour", _seal(document, sealed=COLOURS[label["seal"]]))
    else:
        grey = all(block.seal.is_unreadable for block in document.signatures.value or ())
        add(table, "seal, grey, called unreadable", "right" if grey else "wrong")


def _is_numbered_so(page: Page, label: dict[str, Any]) -> bool:
    """Compare the number of a page, from the second on, with what the label says of all of them."""
    said, number = label["page_numbers"], page.label.value.value if page.label.value else None
    odd = re.search(rf'page {page.number} shows "(\d+)"', said)
    if odd:
        return number == int(odd[1])
    return number == (page.number if re.match("(top centre|bottom right) (from|on) page", said) else None)


def _kind(document: Document, type_name: str) -> str:
    if document.kind.is_unreadable:
        return "open"
    return "right" if str(document.kind.value).endswith(bare(type_name).replace(" ", "-")) else "wrong"


def _date(printed: str) -> dt.date:
    day, month, year = map(int, printed.split("/"))
    return dt.date(year, month, day)


def _signed(document: Document) -> str:
    """All of them are signed: a place called unsigned is wrong, even beside one that is signed."""
    found = [block.signed.value for block in document.signatures.value or () if block.signed.is_read]
    return "open" if not found else "right" if all(found) else "wrong"


def _seal(document: Document, *, sealed: bool) -> str:
    found = [block.seal.value for block in document.signatures.value or () if block.seal.is_read]
    return "open" if not found else "right" if any(found) == sealed else "wrong"
