"""The rows of paper and scan: sheets, copies, pens and seals, and how the papers of a dossier were scanned."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.inference.tree import FactRow
from parsers.facts import Document, Dossier, Fact, ScanQuality, SignatureBlock
from parsers.vietnamese import fold

LEAST_DPI = 200  # what a scan is counted against: TT 05/2025/TT-BNV, Điều 8
_NAMED = 5


def sheet_fields(document: Document) -> FactRow:
    """Return what a paper's own row says of its sheets."""
    row: FactRow = {"written_pages": sum(not page.blank for page in document.pages)}
    for name in ("joint_seal", "photocopy", "copy_mark", "archive_seal"):
        row |= _stated(name, getattr(document, name))
    return row


def signature_row(number: int, block: SignatureBlock, document: Document) -> FactRow:
    """Return the row of a place to sign; the pen and the place of the seal only where they were seen."""
    row: FactRow = {"n": number}
    row |= {"role": block.role} if block.role else {"role_un": 1}
    row |= {name: fold(text) for name, text in (("authority", block.authority), ("title", block.title)) if text}
    row |= _yes_or_no("signed", block.signed) | _yes_or_no("seal", block.seal)
    row |= {"pen": block.pen.value} if block.pen.value else {}
    row |= {"seal_place": block.seal_place.value} if block.seal_place.value else {}
    row |= {"printed": 1} if block.title or block.authority else {}
    if block.name or block.name_damaged:
        return row | {"name": 1}
    return row | {f"name_{'un' if _on_scan(block, document) else 'no'}": 1}


def _on_scan(block: SignatureBlock, document: Document) -> bool:
    """Tell whether a seal or a pen may hide what is printed at a place to sign."""
    if document.medium == "scan":
        return True
    return any(page.scanned for page in document.pages if page.number == block.location.page)


def scan_totals(dossier: Dossier) -> FactRow:
    """Return how many papers were scanned too coarsely, without colour, or not as an archive wants them, and which."""
    scanned = [(document, quality) for document in dossier.documents if (quality := document.scan_quality.value)]
    row: FactRow = {"scans": len(scanned)}
    row |= _counted("coarse", ((d.path, q) for d, q in scanned if q.dpi is not None and q.dpi < LEAST_DPI))
    row |= _counted("uncoloured", ((d.path, q) for d, q in scanned if q.depth in ("grey", "line")))
    return row | _counted("unarchival", ((d.path, q) for d, q in scanned if not (q.searchable and q.archival)))


def _counted(name: str, found: Iterable[tuple[str, ScanQuality]]) -> FactRow:
    paths = list(dict.fromkeys(path for path, _ in found))
    shown = "», «".join(paths[:_NAMED]) + ("», …" if len(paths) > _NAMED else "»")
    return {f"{name}_scans": len(paths), f"{name}_names": f"«{shown}"}


def _yes_or_no(name: str, fact: Fact[bool]) -> FactRow:
    """A place that was seen and is empty is a «no»."""
    return {f"{name}_un": 1} if fact.is_unreadable else {name: int(bool(fact.value))}


def _stated(name: str, fact: Fact[Any]) -> FactRow:
    if fact.is_read and fact.value is not None:
        return {name: int(fact.value)}
    return {f"{name}_{'no' if fact.is_absent else 'un'}": 1}
