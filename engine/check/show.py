"""Documents and their facts as the report shows them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import Enum
from typing import Any

from engine.check.places import Scene, as_place
from engine.findings import DocumentShown, FactShown, PageFileShown
from parsers.facts import Box, Document, Fact, Location

_LEFT_OUT = frozenset({"page_count"})


def show_document(document: Document, scene: Scene, *, facts: bool = True) -> DocumentShown:
    """Return the document's row of the report, with all that was read of it where that is wanted."""
    return DocumentShown(
        id=document.id,
        path=document.path,
        files=[source.path for source in document.files],
        first_page=document.first_page,
        page_files=[PageFileShown(path=each.path, page=each.page) for each in document.page_files],
        parted=sum(other.path == document.path for other in scene.documents.values()) > 1,
        pages=document.page_count.value,
        kind=document.kind.value,
        kind_title=scene.title_of(document),
        number=document.number.value,
        symbol=document.symbol.value,
        date=document.date.value,
        issuer=document.issuer.value,
        signed=_signed(document),
        facts={name: show_fact(fact, document) for name, fact in document.facts() if facts and name not in _LEFT_OUT},
    )


def _signed(document: Document) -> bool | None:
    """True when every place is signed, False when one was seen empty, None where nobody knows."""
    facts = [block.signed for block in document.signatures.value or ()]
    if any(fact.is_read and not fact.value for fact in facts):
        return False
    return True if facts and all(fact.is_read for fact in facts) else None


def show_fact(fact: Fact[Any], document: Document) -> FactShown:
    """Return a fact with plain values only."""
    located = fact.location != Location()
    return FactShown(
        status=fact.status.value,
        value=plain(fact.value),
        shown=fact.shown,
        confidence=round(fact.confidence, 3),
        how=fact.how,
        why=fact.why,
        place=as_place(document, fact.location) if located else None,
    )


def plain(value: Any) -> Any:
    """Return `value` in terms of JSON: dates as ISO text, dataclasses as objects, boxes as four numbers."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Box):
        return [round(part, 1) for part in (value.x0, value.top, value.x1, value.bottom)]
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    return value
