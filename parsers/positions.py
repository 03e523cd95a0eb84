"""Finds the place of every document in its dossier: the single file, the index, or numbers before the file names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.facts import Document, Fact, IndexRow, absent, read, unreadable
from parsers.file_series import PICTURES, is_machine_named
from parsers.sniff import suffix_of

_PREFIX = re.compile(r"(\d{1,3})(?=[\s._)\-–])")


def set_positions(documents: Sequence[Document]) -> tuple[tuple[Document, ...], str]:
    """Give the documents with their positions, and where the order comes from; attachments go last, without one."""
    papers = [document for document in documents if not _is_attachment(document)]
    if papers and len(papers) < len(documents):
        placed, source = set_positions(papers)
        return (
            *placed,
            *(replace(d, position=unreadable("ambiguous")) for d in documents if _is_attachment(d)),
        ), source
    if documents and len({document.bundle or document.path for document in documents}) == 1:
        ordered = sorted(documents, key=lambda document: (document.bundle_page, document.first_page))
        return _numbered(ordered), "single-file"
    by_index = _from_index(documents)
    if by_index is not None:
        return _with(documents, by_index), "index"
    order = _from_prefixes(documents)
    if order is not None:
        return _numbered(order), "prefixes"
    return _with(documents, [unreadable("ambiguous")] * len(documents)), "none"


def set_ids(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Name the documents d01, d02 … in their order."""
    names = (f"d{n:02}" for n in range(1, len(documents) + 1))
    return tuple(d if d.id == name else replace(d, id=name) for d, name in zip(documents, names, strict=True))


def _is_attachment(document: Document) -> bool:
    """True for a workbook whose name gives it no place among the papers."""
    name = document.path.rpartition("/")[2]
    return {file.format for file in document.files} == {"sheet"} and _PREFIX.match(name) is None


def _numbered(documents: Sequence[Document]) -> tuple[Document, ...]:
    return _with(documents, [read(n, how="layout") for n in range(1, len(documents) + 1)])


def _with(documents: Sequence[Document], positions: Sequence[Fact[int]]) -> tuple[Document, ...]:
    return tuple(replace(d, position=position) for d, position in zip(documents, positions, strict=True))


def _from_index(documents: Sequence[Document]) -> list[Fact[int]] | None:
    """Match the rows of the mục lục to documents by number and symbol; a row that fits two fits none."""
    indexes = [document for document in documents if document.index_rows.value]
    if len(indexes) != 1:
        return None
    rows = indexes[0].index_rows.value or ()
    found: dict[int, int] = {}
    for place, row in enumerate(rows, 1):
        fitting = [i for i, document in enumerate(documents) if _fits(row, document)]
        if len(fitting) == 1:
            found.setdefault(fitting[0], place)
    if not found:
        return None
    nowhere: list[Fact[int]] = [
        absent() if document is indexes[0] else unreadable("ambiguous") for document in documents
    ]
    return [read(found[i], how="layout") if i in found else nowhere[i] for i in range(len(documents))]


def _fits(row: IndexRow, document: Document) -> bool:
    if row.number is None or not document.number.is_read or document.number.value != row.number:
        return False
    symbols = (row.symbol, document.symbol.value)
    if all(symbols):
        return _plain(symbols[0]) == _plain(symbols[1])
    return row.date is not None and row.date == document.date.value


def _plain(symbol: str | None) -> str:
    return re.sub(r"[\s–—-]+", "-", (symbol or "").casefold()).strip("-").replace("ð", "đ")


def _from_prefixes(documents: Sequence[Document]) -> list[Document] | None:
    """Order by the numbers before the names, where all have one and they look like a count, not like symbols.

    Papers of one file, or of files read as one long scan, stand as their pages do.
    """
    depth = _shared_depth(documents)
    homes = [document.bundle or document.path for document in documents]
    keys = {home: _prefixes(home, depth) for home in homes}
    if len(documents) < 2 or None in keys.values() or len(set(keys.values())) != len(keys):
        return None
    last = [(keys[home] or (0,))[-1] for home in homes]
    if max(last) > len(documents) + max(2, len(documents) // 3) or _are_document_numbers(documents, last):
        return None
    places = [(keys[home] or (), d.bundle_page, d.first_page) for d, home in zip(documents, homes, strict=True)]
    if len(set(places)) != len(places):
        return None
    return [documents[i] for _, i in sorted(zip(places, range(len(documents)), strict=True))]


def _shared_depth(documents: Sequence[Document]) -> int:
    folders = [document.path.split("/")[:-1] for document in documents]
    depth = 0
    while all(len(f) > depth for f in folders) and len({f[depth] for f in folders}) == 1:
        depth += 1
    return depth


def _prefixes(path: str, depth: int) -> tuple[int, ...] | None:
    """Give the numbers before the names of folders and file; a picture may have none in a folder that has one."""
    parts = path.split("/")[depth:]
    if len(parts) > 1 and suffix_of(path) in PICTURES and is_machine_named(path) and not _PREFIX.match(parts[-1]):
        parts.pop()
    found = [_PREFIX.match(part) for part in parts]
    return None if None in found else tuple(int(m.group(1)) for m in found if m)


def _are_document_numbers(documents: Sequence[Document], prefixes: Sequence[int]) -> bool:
    """«05-KH-CB.pdf» may carry the number of the paper, not its place."""
    numbered = [(d.number.value, n) for d, n in zip(documents, prefixes, strict=True) if d.number.is_read]
    same = sum(value == str(n) for value, n in numbered)
    return same >= 2 and same * 2 > len(numbered)
