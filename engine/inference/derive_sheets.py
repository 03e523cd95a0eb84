"""Rows about sheet numbers: of the whole dossier, of each paper, and beside index and closing sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.inference.tree import FactRow
from parsers.facts import Document, Dossier, IndexRow

FEWEST = 3  # sheets of a dossier that is judged
UNCLEAR = 0.25  # for one without a number: so many corners nobody could judge leave it open
_FIRST = re.compile(r"\d{1,4}")


def of_dossier(dossier: Dossier) -> FactRow:
    """Say whether the sheets of a dossier on paper bear numbers, and whether it was put together yet."""
    run = dossier.sheets.value
    if run is None or run.numbered + run.bare + run.unclear < FEWEST:
        return {"sheets_no": 1}
    row: FactRow = {"sheets_of": "closed" if run.closed else "loose"}
    if not run.numbered and run.unclear > UNCLEAR * run.bare:
        return row | {"sheets_un": 1}
    return row | {"sheets": "numbered" if run.numbered else "bare"}


def of_document(document: Document) -> FactRow:
    """Say which questions about sheet numbers a paper raises, and the number of its first sheet, where a run tells."""
    asked = {"sheets_seen": document.sheet_faults, "sheets_run": document.sheet_steps}
    return {name: 1 for name, fact in asked.items() if not fact.is_absent} | _first_sheet(document)


def _first_sheet(document: Document) -> FactRow:
    sheet = document.pages[0].sheet if document.pages else None
    if sheet is None or document.medium != "scan" or sheet.is_absent:
        return {"first_sheet_no": 1}
    known = sheet.value is not None and sheet.value.isdecimal()
    return {"first_sheet": int(sheet.value or 0)} if known else {"first_sheet_un": 1}


def last_sheet(dossier: Dossier) -> FactRow:
    """Give the last sheet number of the dossier, to be compared with the closing sheet."""
    run = dossier.sheets.value
    if run is not None and run.last is not None:
        return {"last_sheet": run.last}
    return {"last_sheet_un": 1} if run is not None and run.numbered else {"last_sheet_no": 1}


def beside_index(row: IndexRow, paper: Mapping[str, object]) -> FactRow:
    """Give where the index says a paper begins, and where its sheets say so; nothing where one of them is silent."""
    said = _FIRST.search(row.pages or "")
    found = paper.get("first_sheet")
    return {"from_sheet": int(said.group()), "sheet": found} if said and isinstance(found, int) else {}
