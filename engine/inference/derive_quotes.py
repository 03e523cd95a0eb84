"""Quoted papers as rows: the kind, body and regulation of the register they mean, where the words decide it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from engine.inference.tree import FactRow
from engine.rulebook.book import Rulebook
from engine.rulebook.models import DocumentKind, Regulation, Vocabulary
from parsers.catalogue import Catalogue, KindHint
from parsers.facts import Document, Quote
from parsers.number_date import split_number
from parsers.recognise import recognise
from parsers.vietnamese import fold


class Quotes:
    """Makes the quote rows of one dossier, and the register rows they need."""

    def __init__(
        self,
        kinds: Mapping[str, DocumentKind],
        vocabulary: Vocabulary,
        regulations: Mapping[str, Regulation],
        filed: Iterable[Document] = (),
    ) -> None:
        self.vocabulary, self.regulations = vocabulary, regulations
        self._kinds, self._hints = kinds, dict[str, list[KindHint]]()
        self._catalogue: Catalogue | None = None
        self._known = dict[tuple[str, str, str | None, str | None], str | None]()
        self._numbered = dict[tuple[str, str], list[Regulation]]()
        for regulation in regulations.values():
            number, symbol = split_number(regulation.number or "")
            if number and symbol:
                self._numbered.setdefault((number, fold(symbol)), []).append(regulation)
        self._filed = dict[tuple[str, str], list[Document]]()
        for document in filed:
            if document.number.value and document.symbol.value:
                self._filed.setdefault((document.number.value, fold(document.symbol.value)), []).append(document)
        self._bodies = {fold(text): body.id for body in vocabulary.bodies for text in body.abbreviations}
        self._met = dict[str, None]()

    def of(self, document: Document) -> Iterator[FactRow]:
        """Yield the rows of a document's quotes."""
        kind = {"kind": document.kind.value} if document.kind.value else {}
        for place, quote in enumerate(document.quotes.value or ()):
            row: FactRow = {"k": "quote", "id": f"{document.id}.quote.{place}", "doc": document.id, **kind}
            yield row | {"role": quote.role, "shown": quote.shown} | self._fields(quote)

    def register(self) -> Iterator[FactRow]:
        """Yield the regulations that were quoted."""
        for name in sorted(self._met):
            yield register_row(self.regulations[name], self.regulations)

    def _fields(self, quote: Quote) -> FactRow:
        symbol = fold(quote.symbol) if quote.symbol else None
        body = self._body(quote, symbol)
        regulation = self._regulation(quote, symbol)
        if regulation:
            self._met[regulation.id] = None
        found = {
            "num": quote.number,
            "symbol": symbol,
            "date": quote.date.toordinal() if quote.date else None,
            "qtype": fold(quote.type_name) if quote.type_name else None,
            "qbody": body,
            "qkind": None if regulation else self._kind(quote, body) or self._kind_filed(quote, symbol),
            "reg": regulation.id if regulation else None,
        }
        return {name: value for name, value in found.items() if value is not None}

    # ------------------------------------------------------------ what the words mean

    def _body(self, quote: Quote, symbol: str | None) -> str | None:
        part = re.split(r"[/-]", symbol)[-1] if symbol else ""
        if part in self._bodies:
            return self._bodies[part]
        text = fold(quote.issuer) if quote.issuer else ""
        hits = [
            (len(word), body.id) for body in self.vocabulary.bodies for word in map(fold, body.words) if word in text
        ]
        return max(hits)[1] if hits else None

    def _kind(self, quote: Quote, body: str | None) -> str | None:
        if not quote.type_name:
            return None
        key = (fold(quote.type_name), quote.kind_hint or "", body, quote.symbol)
        if key not in self._known:
            hints = Catalogue(kinds=tuple(self._of_type(key[0])))
            fact, _ = recognise(quote.type_name, quote.kind_hint, body, quote.symbol, (), "", hints)
            self._known[key] = fact.value
        return self._known[key]

    def _kind_filed(self, quote: Quote, symbol: str | None) -> str | None:
        """Where the words do not tell the kind: that of the paper filed under the same number and symbol.

        Numbers begin anew each term and every branch counts its own: the date must be the quoted one or look like a
        slip of it, and the issuer must not be another.
        """
        filed = self._filed.get((quote.number or "", symbol or ""), ())
        found = {document.kind.value for document in filed if _may_be(document, quote)}
        kind = found.pop() if len(found) == 1 else None
        types = self._of_type(fold(quote.type_name)) if quote.type_name else ()
        return kind if any(hint.id == kind for hint in types) else None

    def _of_type(self, name: str) -> list[KindHint]:
        if self._catalogue is None:
            book = Rulebook(digest="", vocabulary=self.vocabulary, kinds=dict(self._kinds))
            self._catalogue = book.catalogue()
        if name not in self._hints:
            fitting = (hint for hint in self._catalogue.kinds if any(name.startswith(fold(t)) for t in hint.types))
            self._hints[name] = list(fitting)
        return self._hints[name]

    def _regulation(self, quote: Quote, symbol: str | None) -> Regulation | None:
        """Numbers begin anew each term: without its date a number is decided only where the register has it once."""
        found = self._numbered.get((quote.number or "", symbol or ""), [])
        found = [each for each in found if not quote.type_name or fold(each.kind) == fold(quote.type_name)]
        if quote.date is None:
            return found[0] if len(found) == 1 else None
        exact = [each for each in found if each.signed == quote.date]
        slips = [each for each in found if each.signed and _slips(each.signed, quote.date)]
        return exact[0] if exact else (slips[0] if len(slips) == 1 else None)


def _may_be(document: Document, quote: Quote) -> bool:
    if quote.date is None or document.date.value is None or not _slips(document.date.value, quote.date):
        return False
    quoted, printed = fold(quote.issuer or ""), fold(document.issuer.value or "")
    return quoted in printed or printed in quoted


def _slips(one: dt.date, other: dt.date) -> bool:
    """The same year, or the same day of another year: a slip of the pen. Anything else is another paper."""
    return one.year == other.year or (one.month, one.day) == (other.month, other.day)


def register_row(regulation: Regulation, known: Mapping[str, Regulation]) -> FactRow:
    """Return a regulation as a row; one that was replaced ends the day before its successor begins."""
    row: FactRow = {"k": "reg", "id": regulation.id, "subject": regulation.subject}
    successors = [known[name].in_force.start for name in regulation.replaced_by if name in known]
    begun = [day.toordinal() for day in successors if day]
    end = regulation.in_force.end.toordinal() if regulation.in_force.end else (min(begun) - 1 if begun else None)
    start = regulation.in_force.start or regulation.signed
    row |= {"from": start.toordinal()} if start else {}
    row |= {"to": end} if end else {}
    row |= {"signed": regulation.signed.toordinal()} if regulation.signed else {}
    return row | ({"general": 1} if regulation.general else {})
