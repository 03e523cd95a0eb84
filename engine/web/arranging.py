"""How the files and pages of a dossier lie: rows of pages that are read together, and where papers begin in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.facts import Document, Dossier, PageFile


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a row. `paper` and `page`: which paper it belongs to, and its page there; all pages from 1."""

    number: int
    lies: PageFile
    paper: str
    page: int
    begins: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Files that are read one after another, mostly one alone."""

    files: tuple[str, ...]
    sheets: tuple[Sheet, ...]


def has_pages(document: Document) -> bool:
    """True for a paper whose file can be parted or bound: PDF and pictures."""
    return document.medium in ("text-pdf", "scan") and _count(document) > 0


def row_of(dossier: Dossier, document: Document) -> Row:
    """Return the row of pages a paper lies in."""
    papers = sorted((item for item in dossier.documents if _row(item) == _row(document)), key=_begin)
    sheets = [sheet for paper in papers for sheet in _sheets(paper)]
    return Row(tuple(dict.fromkeys(sheet.lies.path for sheet in sheets)), tuple(sheets))


def rows_of(dossier: Dossier) -> list[Row]:
    """Return all rows of pages, in the order of the dossier."""
    first = {_row(item): item for item in reversed(dossier.documents) if has_pages(item)}
    ordered = sorted(first.values(), key=dossier.documents.index)
    return [row_of(dossier, item) for item in ordered]


def starts_of(chosen: Sequence[int], row: Row) -> list[int]:
    """Return the pages papers begin on, as a person chose them; the first page always does."""
    known = {sheet.number for sheet in row.sheets}
    return sorted({1, *(number for number in chosen if number in known)})


def _row(document: Document) -> tuple[str, bool]:
    return document.bundle or document.path, document.bundle is not None


def _begin(document: Document) -> int:
    return document.bundle_page if document.bundle else document.first_page


def _count(document: Document) -> int:
    return document.page_count.value or len(document.pages)


def _sheets(paper: Document) -> list[Sheet]:
    return [
        Sheet(_begin(paper) + page - 1, paper.page_file(page), paper.id, page, page == 1)
        for page in range(1, _count(paper) + 1)
    ]
