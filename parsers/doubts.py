"""Takes back what is less certain than it was read: under a picture, over one, and in a converted text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from parsers.facts import Document, Fact, Status, unreadable
from parsers.head import first_page, has_text_over_picture, is_pasted_head, is_scan
from parsers.legacy_text import CONFIDENCE as REPAIRED_CONFIDENCE
from parsers.raw import RawFile

OCR_CONFIDENCE = 0.7

T = TypeVar("T")

_HEAD_FACTS = (
    "kind", "header", "superior", "issuer", "issuer_body", "number", "symbol", "number_line", "place", "date",
    "numeric_date_style", "type_name", "subject",
)  # fmt: skip


def as_seen(document: Document, raw: RawFile) -> Document:
    """Take back what a picture may hide: nothing of the head is certainly absent then, and OCR may be wrong."""
    page = first_page(raw)
    if page is None:
        return document
    doubtful = is_scan(page) or has_text_over_picture(page)
    if not doubtful and not is_pasted_head(page):
        return document
    seen: dict[str, Any] = {name: _doubted(getattr(document, name), ocr=doubtful) for name in _HEAD_FACTS}
    return replace(document, **seen)


def _doubted(fact: Fact[T], *, ocr: bool) -> Fact[T]:
    if fact.status is Status.UNREADABLE:
        return fact
    if fact.status is Status.ABSENT:
        return unreadable("scan", fact.location, shown=fact.shown)
    return replace(fact, confidence=min(fact.confidence, OCR_CONFIDENCE), how="image") if ocr else fact


def repaired(document: Document) -> Document:
    """Say of all that was read in a converted text that it was."""
    changed: dict[str, Any] = {
        name: replace(fact, how="repaired", confidence=min(fact.confidence, REPAIRED_CONFIDENCE))
        for name, fact in document.facts()
        if fact.is_read and fact.how == "text"
    }
    return replace(document, **changed)
