"""The rows of the dossier's own sheets: index, closing sheet, cover, held against the papers that are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.inference.derive_sheets import beside_index
from engine.inference.tree import FactRow
from engine.rulebook.models import DocumentKind
from parsers.facts import ClosingSheet, Document, Dossier, Fact, IndexRow
from parsers.vietnamese import fold

HOUSEKEEPING = "ho-so"  # the group of cover, index and closing sheet: not counted among the pages
LEAVES = "tờ"


# ---------------------------------------------------------------- index


def index_rows(document: Document, papers: Sequence[FactRow]) -> Iterator[FactRow]:
    """Yield one row for every row of a mục lục; the first that is unclear speaks for all that are."""
    asked = False
    for number, row in enumerate(document.index_rows.value or (), 1):
        found = _index_row(number, row, papers)
        speaks = "matched_un" not in found or not asked
        asked = asked or "matched_un" in found
        yield found | ({"judged": 1} if speaks else {})


def _index_row(number: int, row: IndexRow, papers: Sequence[FactRow]) -> FactRow:
    found: FactRow = {"n": number, "shown": row.title}
    symbol = fold(row.symbol) if row.symbol else None
    values = {"num": row.number, "symbol": symbol, "date": row.date.toordinal() if row.date else None}
    found |= {name: value for name, value in values.items() if value is not None}
    return found | _match(row, found, papers)


def _match(row: IndexRow, found: FactRow, papers: Sequence[FactRow]) -> FactRow:
    if row.unclear:
        return {"matched_un": 1}
    if row.number is None:
        return {"matched_no": 1}
    named = [paper for paper in papers if paper.get("number") == row.number and _is_symbol(row, paper)]
    same = [paper for paper in named if found.get("date", paper.get("date")) == paper.get("date")]
    if same:
        return {"matched": 1} | beside_index(row, same[0])
    unclear = any(_may_bear_number(paper) or ("date_un" in paper and paper in named) for paper in papers)
    if row.scanned:  # one of the two may be misread
        unclear = unclear or bool(named) or any(paper.get("date") == found.get("date", -1) for paper in papers)
    return {"matched_un": 1} if unclear else {"matched": 0}


def _may_bear_number(paper: FactRow) -> bool:
    """Tell a paper whose number nobody could read from one that need not bear any."""
    return "number_un" in paper and paper.get("numbered", "must") == "must"


def _is_symbol(row: IndexRow, paper: FactRow) -> bool:
    """Tell whether a row's symbol is that of a paper; of one read from a picture the type is enough."""
    wanted = fold(row.symbol or "")
    symbol = str(paper.get("symbol", wanted))
    return symbol.split("/", maxsplit=1)[0] == wanted.split("/")[0] if row.scanned else symbol == wanted


def listed(document: Document, dossier: Dossier, kinds: Mapping[str, DocumentKind]) -> FactRow:
    """Say whether a numbered paper stands in the dossier's index, where that is certain.

    An index with rows that could not be read, or read from a picture, may hold any paper; papers later than the
    index are none of it.
    """
    if not _belongs(document, kinds) or not document.number.value or document.date.value is None:
        return {}
    indexes = [other for other in dossier.documents if other.index_rows.value and _is_sheet(other, kinds)]
    if not indexes or any(other.date.value and other.date.value < document.date.value for other in indexes):
        return {}
    rows = [row for other in indexes for row in other.index_rows.value or ()]
    if any(_names(row, document) for row in rows):
        return {"listable": 1, "listed": 1}
    return {} if any(row.scanned or row.unclear for row in rows) else {"listable": 1, "listed_no": 1}


def _names(row: IndexRow, document: Document) -> bool:
    """Tell whether a row may mean a paper: by its number, or by its day where it gives no number."""
    if row.number is None:
        return row.date is None or row.date == document.date.value
    return row.number == document.number.value or row.date == document.date.value


def _belongs(document: Document, kinds: Mapping[str, DocumentKind]) -> bool:
    return document.kind.value in kinds and not _is_sheet(document, kinds)


def _is_sheet(document: Document, kinds: Mapping[str, DocumentKind]) -> bool:
    kind = kinds.get(document.kind.value or "")
    return kind is not None and HOUSEKEEPING in kind.groups


# ---------------------------------------------------------------- closing sheet


def closing_row(sheet: ClosingSheet, counted: Counted | None) -> FactRow:
    """Return what the closing sheet says beside what was counted."""
    row = _stated("pages", sheet.pages) | _stated("pages_in_words", sheet.pages_in_words)
    row |= _stated("index_pages", sheet.index_pages) | _stated("last", sheet.last) | {"unit": sheet.unit}
    found = counted.beside(sheet) if counted else None
    return row | ({"counted_un": 1} if found is None else {"counted": found})


class Counted:
    """The pages of the papers of a dossier, and how many sheets of paper they may be."""

    def __init__(self, papers: Sequence[Document]) -> None:
        self._pages = [paper.page_count.value or 0 for paper in papers]
        self._written = sum(sum(not page.blank for page in paper.pages) or n for paper, n in self._each(papers))
        self._on_paper = any(paper.medium == "scan" for paper in papers)

    def _each(self, papers: Sequence[Document]) -> Iterator[tuple[Document, int]]:
        yield from zip(papers, self._pages, strict=True)

    def beside(self, sheet: ClosingSheet) -> int | None:
        """Return the count to hold against a closing sheet; None where sheets and backs leave it open."""
        total, said = sum(self._pages), sheet.pages.value
        if not self._on_paper and sheet.unit != LEAVES:
            return total
        if said in (total, self._written):
            return said
        fewest = sum((pages + 1) // 2 for pages in self._pages)  # both sides of every sheet
        return None if said is not None and fewest <= said <= total else total


def counted(dossier: Dossier, kinds: Mapping[str, DocumentKind]) -> Counted | None:
    """Count the pages of a dossier without cover, index and closing sheet; None where one cannot be counted."""
    papers = [document for document in dossier.documents if not _is_sheet(document, kinds)]
    known = all(document.kind.value in kinds and document.page_count.value is not None for document in papers)
    return Counted(papers) if known else None


# ---------------------------------------------------------------- cover


def cover_rows(document: Document) -> Iterator[FactRow]:
    """Yield one row for every item of a cover."""
    for item in document.cover.value or ():
        state = {"filled": 1} if item.filled.value else {f"filled_{'un' if item.filled.is_unreadable else 'no'}": 1}
        yield {"item": item.name, "shown": item.shown, **state}


def _stated(name: str, fact: Fact[int]) -> FactRow:
    if fact.is_read and fact.value is not None:
        return {name: fact.value}
    return {f"{name}_{'no' if fact.is_absent else 'un'}": 1}
