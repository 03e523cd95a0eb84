"""From a bound fact row back to the paper: its document, its place and the words that messages may name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from engine.check.details import claimed, minute_gaps
from engine.findings import Place
from engine.inference.tree import FactRow
from engine.locale.words import day
from engine.rulebook.book import Rulebook
from parsers.facts import CoverItem, Document, Location, SignatureBlock

# kind of row -> attribute of Document that holds the tuple the row's position points into
_TUPLES = {
    "section": "sections",
    "sig": "signatures",
    "page_fault": "page_faults",
    "sheet_fault": "sheet_faults",
    "sheet_step": "sheet_steps",
    "blank": "blanks",
    "quote": "quotes",
    "index_row": "index_rows",
    "cover_item": "cover",
    "style": "styles",
}
_FACTS = {"vote": "votes", "meeting": "meeting", "closing": "closing"}
_TOPICS = {"object-name": "person", "object-born": "person", "period": "period", "discipline-form": "discipline"}
_DATES = frozenset({"date", "from", "to", "period_start", "period_end", "start_day", "end_day", "effective"})


@dataclass(frozen=True, slots=True)
class Scene:
    """The documents and rows of one run, by id."""

    book: Rulebook
    documents: Mapping[str, Document]
    rows: Mapping[str, FactRow]
    lang: str

    def document_of(self, row_id: str) -> Document | None:
        """Return the paper a row belongs to."""
        row = self.rows.get(row_id, {})
        return self.documents.get(str(row.get("doc", row_id)))

    def documents_in(self, bound: Mapping[str, str]) -> list[str]:
        """The ids of the papers among the rows a result is about, the judged one first."""
        order = sorted(bound.items(), key=lambda item: (item[0] != "document", item[0]))
        found = [document.id for _, row in order if (document := self.document_of(row))]
        return list(dict.fromkeys(found))

    def places_in(self, bound: Mapping[str, str]) -> list[Place]:
        """The narrowest places first: those of a sub-fact before that of its paper."""
        order = sorted(bound.items(), key=lambda item: item[0] not in ("fact", "candidate"))
        places = [place for _, row in order if (place := self.place_of(row))]
        precise = [place for place in places if place.page or place.paragraph]
        return list(_each_once(precise or places[:1]))

    def places_to_look_at(self, bound: Mapping[str, str]) -> list[Place]:
        """Return the places of an open result: beside those that are known the head of every other paper it is about.

        What could not be read has no place, and it is what a person has to look for.
        """
        places = self.places_in(bound)
        seen = {place.document for place in places}
        if not any(place.page for place in places):
            return places
        others = (self.documents[name] for name in self.documents_in(bound) if name not in seen)
        heads = (Place(document=paper.id, page=paper.first_page) for paper in others if paper.medium != "word")
        return [*places, *heads]

    def place_of(self, row_id: str) -> Place | None:
        """Return the narrowest place known of a row."""
        document = self.document_of(row_id)
        if document is None:
            return None
        return as_place(document, _location(document, self.rows[row_id]))

    def words_of(self, row_id: str) -> dict[str, Any]:
        """Return the values a message may name: those of the row, with those of its paper."""
        row = self.rows.get(row_id, {})
        words: dict[str, Any] = {name: _shown(name, value, self.lang) for name, value in row.items()}
        document = self.document_of(row_id)
        if document is not None:  # a narrower row speaks with the words of its paper, its own first
            words = words | self._paper(document) if row.get("k") == "doc" else self._paper(document) | words
            words |= {"value": claimed(document, row, self.lang)} if row.get("k") == "claim" else {}
        location = _location(document, row) if document else Location()
        return words | {"place": self._place_words(location, row)}

    def _place_words(self, location: Location, row: FactRow) -> str:
        page, paragraph = location.page or row.get("page") or 0, location.paragraph
        if page:
            return f"page {page}" if self.lang == "en" else f"trang {page}"
        if paragraph:
            return f"paragraph {paragraph}" if self.lang == "en" else f"đoạn {paragraph}"
        return ""

    def _paper(self, document: Document) -> dict[str, Any]:
        return {
            "title": self.title_of(document, short=True),
            "gaps": minute_gaps(document, self.lang),
            "number": number_of(document),
            "date": day(document.date.value, self.lang) if document.date.value else "",
            "path": document.path,
            "symbol": document.symbol.value or "",
            "type": document.type_name.shown or document.type_name.value or "",
            "issuer": document.issuer.value or "",
            "number_line": document.number_line.shown or document.number_line.value or "",
            "person": document.person.value.name if document.person.value else "",
            "page_count": document.page_count.value or "",
        }

    def block_of(self, row_id: str) -> SignatureBlock | None:
        """Return the place to sign a row stands for."""
        document = self.document_of(row_id)
        if document is None or self.rows[row_id].get("k") != "sig":
            return None
        blocks = document.signatures.value or ()
        index = int(row_id.rsplit(".", 1)[-1])
        return blocks[index] if index < len(blocks) else None

    def title_of(self, document: Document, *, short: bool = False) -> str:
        """Return the kind's title (the short one inside sentences), else the printed title, else the file's name."""
        kind = self.book.kinds.get(document.kind.value or "")
        title = (kind.short if short and kind.short else kind.title) if kind else None
        return title.text(self.lang) if title else (document.type_name.shown or document.path)


def number_of(document: Document) -> str:
    """Return «05-KH/CB», or the number alone, or nothing."""
    number = (document.number.value or "").rjust(2, "0") if document.number.value else ""
    return f"{number}-{document.symbol.value}" if number and document.symbol.value else number


def as_place(document: Document, location: Location) -> Place:
    """Return a location as the report's place."""
    box = location.box
    return Place(
        document=document.id,
        page=location.page,
        box=(round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1)) if box else None,
        paragraph=location.paragraph,
    )


def _location(document: Document, row: FactRow) -> Location:
    kind = str(row.get("k", ""))
    if kind in _TUPLES:
        items = getattr(document, _TUPLES[kind]).value or ()
        index = int(str(row["id"]).rsplit(".", 1)[-1])
        found = items[index] if index < len(items) else None
        return found.filled.location if isinstance(found, CoverItem) else found.location if found else Location()
    attribute = _FACTS.get(kind) or (_TOPICS.get(str(row.get("topic"))) if kind == "claim" else None)
    return getattr(document, attribute).location if attribute else Location()


def _shown(name: str, value: object, lang: str) -> object:
    return day(dt.date.fromordinal(value), lang) if name in _DATES and isinstance(value, int) else value


class _Lenient(Formatter):
    """Placeholders without a value become nothing: a message is never lost to a missing detail.

    Only words are looked up, never attributes of Python objects.
    """

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:  # noqa: ARG002 - the library's signature
        first, _, rest = field_name.partition(".")
        value = kwargs.get(first)
        if isinstance(value, Mapping):
            value = value.get(rest)
        elif rest:
            value = None
        return (_EMPTY if value in (None, "") else value), first


def fill(text: str, words: Mapping[str, Mapping[str, Any] | str]) -> str:
    """Put values into a message ({document.title}, {fact.place}, {due}) and close the gaps of empty ones."""
    return _tidy(_Lenient().format(text, **words))


_EMPTY = "\u0000"
_LEADS = re.compile(rf"(?:,? *(?:ngày|số|of|dated|no\.|trang|page))? *[«(]?{_EMPTY}[»)]?")
_BEFORE_MARK = re.compile(r" +([,.;:!?])")


def _tidy(text: str) -> str:
    """Take out what only led to an empty value («ngày …»), and the space before a mark."""
    return " ".join(_BEFORE_MARK.sub(r"\1", _LEADS.sub("", text)).split())


def _each_once(places: Iterable[Place]) -> Iterator[Place]:
    kept: list[Place] = []
    for place in places:
        if place not in kept:
            kept.append(place)
            yield place
