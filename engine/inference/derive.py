"""A dossier as rows: what was read, in numbers and plain words, with nothing judged.

Knows kinds of documents, bodies and regulations by their data only; no procedure, no rule. A scalar fact `f` stands as
`f` when read, `f_no` when absent, `f_un` when nobody knows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.inference.calendar import WorkingDays
from engine.inference.derive_decided import answered, claims, decided
from engine.inference.derive_digital import digital_flags
from engine.inference.derive_index import counted, listed
from engine.inference.derive_objects import object_of
from engine.inference.derive_paper import scan_totals, sheet_fields
from engine.inference.derive_parts import parts_of
from engine.inference.derive_quotes import Quotes
from engine.inference.derive_sheets import last_sheet, of_document, of_dossier
from engine.inference.derive_team import team
from engine.inference.tree import FactRow
from engine.rulebook.models import DocumentKind, Regulation, Vocabulary
from parsers.facts import Document, Dossier, Fact
from parsers.number_date import number_style
from parsers.vietnamese import fold

_LISTS = (
    "styles",
    "sections",
    "quotes",
    "signatures",
    "blanks",
    "page_faults",
    "sheet_faults",
    "sheet_steps",
    "recipients",
    "addressees",
    "index_rows",
    "cover",
    "digital",
)
_GROUPS = ("meeting", "votes", "closing", "person", "period")
_OTHER_EYES = "\u00d0\u00f0"  # the Icelandic eth, which looks like Đ
_ANY = "*"


def rows(  # noqa: PLR0913 - everything a run is about
    dossier: Dossier,
    *,
    kinds: Mapping[str, DocumentKind],
    vocabulary: Vocabulary | None,
    regulations: Mapping[str, Regulation],
    procedure: str | None,
    level: str | None,
    pack: str | None,
    stage: str,
    on: dt.date,
    days: WorkingDays | None = None,
    electronic: bool | None = None,
    answers: Mapping[str, bool] | None = None,
) -> list[FactRow]:
    """Return the working memory of one dossier."""
    scene = _Scene(kinds, vocabulary or Vocabulary(bodies=[], roles=[], types=[]), on, days or WorkingDays())
    papers = [
        scene.document(number, document)
        | answered(document, dossier.documents, kinds)
        | team(document, dossier.documents, kinds)
        for number, document in enumerate(dossier.documents, 1)
    ]
    for paper, document in zip(papers, dossier.documents, strict=True):
        paper.update(digital_flags(document, electronic) | listed(document, dossier, kinds))
    said = {"procedure": procedure, "level": level, "pack": pack, "stage": stage}
    first = _dossier_row(dossier, papers, {name: value for name, value in said.items() if value is not None}, on)
    first |= {} if electronic is None else {"electronic": int(electronic)}
    first |= {f"answer_{name}": int(value) for name, value in (answers or {}).items()}
    quotes = Quotes(kinds, scene.vocabulary, regulations, dossier.documents)
    pages = counted(dossier, kinds)
    made = [first, *papers]
    for number, document in enumerate(dossier.documents, 1):
        made += parts_of(number, document, papers, pages, last_sheet(dossier))
        made += quotes.of(document)
        made += _form_claims(papers[number - 1], scene.vocabulary)
    named = [document.kind.value for document in dossier.documents if document.kind.value]
    return [*made, *quotes.register(), *form_rows(named, kinds), *_perhaps(dossier), *_tallies(named)]


def _dossier_row(dossier: Dossier, papers: list[FactRow], said: Mapping[str, str], on: dt.date) -> FactRow:
    row: FactRow = {"k": "dossier", "id": "dossier", **said, "on": on.toordinal(), "documents": len(papers)}
    row |= scan_totals(dossier)
    row["unread"] = sum(_unread(document) for document in dossier.documents)
    row |= of_dossier(dossier)
    if dossier.order_from != "none":
        row["order_known"] = 1
    own = [paper for paper in papers if "kind" in paper and paper.get("header_rule") != "state"]
    dates = [date for paper in own if isinstance(date := paper.get("date"), int)]
    if dates:
        row["date"] = min(dates)
    return row | {f"has_{name[3:]}": 1 for paper in papers for name in paper if name.startswith("is_")}


def _unread(document: Document) -> bool:
    return document.kind.is_unreadable and _ANY in document.candidates


# ---------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True)
class _Scene:
    kinds: Mapping[str, DocumentKind]
    vocabulary: Vocabulary
    on: dt.date
    days: WorkingDays

    def document(self, number: int, document: Document) -> FactRow:
        """Return the row of one document."""
        row: FactRow = {"k": "doc", "id": document.id, "n": number, "medium": document.medium}
        row |= _stated("kind", document.kind)
        row |= kind_fields(self.kinds.get(document.kind.value or ""))
        row |= self._header(document)
        row |= self._numbering(document)
        row |= self._dating(document.date, document.numeric_date_style)
        row |= _stated("place", document.place, fold) | _stated("top_stamp", document.top_stamp, int)
        row |= of_document(document) | _stated("pages", document.page_count) | _stated("pos", document.position)
        row |= _who_and_when(document) | decided(document, self.vocabulary.discipline)
        for name in _LISTS:
            row |= _group(name, getattr(document, name))
        for name in _GROUPS:
            row |= _group(name, getattr(document, name))
        row |= {"tracked": 1} if document.tracked_changes else {}
        row |= sheet_fields(document)
        return row

    def _header(self, document: Document) -> FactRow:
        row = _stated("body", document.issuer_body) | _stated("header", document.header)
        row |= _stated("superior", document.superior, fold) | _stated("issuer", document.issuer, fold)
        levels = {body.id: body.level for body in self.vocabulary.bodies}
        row |= _stated("body_level", document.issuer_body, lambda body: levels.get(body, "other"))
        row |= _stated("type", document.type_name, fold) | _stated("subject", document.subject, fold)
        written = f"{document.type_name.shown or ''}{document.subject.shown or ''}"
        return row | ({"title_eth": 1} if any(letter in written for letter in _OTHER_EYES) else {})

    def _numbering(self, document: Document) -> FactRow:
        row = _stated("number", document.number, str) | _stated("symbol", document.symbol, fold)
        row |= _stated("number_style", document.number_line, number_style)
        parts = [fold(part) for part in re.split(r"[/-]", document.symbol.value or "") if part]
        type_part, body_part = (parts[0], self._body_part(parts[1:])) if len(parts) > 1 else ("", "")
        row |= _piece("type_abbr", document.symbol, type_part) | _piece("body_abbr", document.symbol, body_part)
        return row | self._fits(document, type_part, body_part)

    def _body_part(self, parts: list[str]) -> str:
        """«UBKT-ĐU» is «UBKTĐU» with a hyphen inside; of any other pair the last names the body."""
        known = {fold(text) for body in self.vocabulary.bodies for text in body.abbreviations}
        return whole if (whole := "".join(parts)) in known else parts[-1]

    def _fits(self, document: Document, type_part: str, body_part: str) -> FactRow:
        """Whether the symbol goes with the printed type and issuer; nothing to judge where a part is not known."""
        types = [entry for entry in self.vocabulary.types if fold(entry.abbreviation) == type_part]
        printed = {fold(name) for entry in types for name in entry.names}
        named = fold(document.type_name.value or "")
        known_type = any(named == fold(name) for entry in self.vocabulary.types for name in entry.names)
        body = next((entry for entry in self.vocabulary.bodies if entry.id == document.issuer_body.value), None)
        known_bodies = {fold(text): entry.id for entry in self.vocabulary.bodies for text in entry.abbreviations}
        return _fit("type_fits", document.symbol, document.type_name, types and known_type, named in printed) | _fit(
            "body_fits",
            document.symbol,
            document.issuer_body,
            body is not None and bool(body.abbreviations) and body_part in known_bodies,
            body is not None and body_part in {fold(text) for text in body.abbreviations},
        )

    def _dating(self, date: Fact[dt.date], style: Fact[str]) -> FactRow:
        row = _stated("date", date, dt.date.toordinal)
        row |= _stated("wd", date, self.days.wd) | _stated("year", date, lambda day: day.year)
        row |= _stated("date_style", style)
        row |= {"future": 1} if date.value and date.value > self.on else {}
        row |= {"rest_day": 1} if date.value and not self.days.is_working(date.value) else {}
        return row | ({"impossible": 1} if date.value is None and _impossible(date.shown or "") else {})


def kind_fields(kind: DocumentKind | None) -> FactRow:
    """Return what a paper's kind says of it."""
    if kind is None:
        return {}
    row: FactRow = {f"is_{group}": 1 for group in kind.groups}
    row |= {"numbered": kind.numbered, "dated": kind.dated, "recipients_rule": kind.recipients}
    flags = {"paged": kind.paged, "form": kind.form, "minute": kind.minute, "ballot": kind.ballot_count}
    return row | {"header_rule": kind.header} | {name: 1 for name, value in flags.items() if value}


def _impossible(shown: str) -> bool:
    """«31/02/2026»: all three numbers are there, and no such day exists."""
    found = re.search(r"(\d{1,2})\D{1,12}?(\d{1,2})\D{1,10}?(\d{4})", shown)
    if found is None:
        return False
    try:
        dt.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return True
    return False


def _stated(name: str, fact: Fact[Any], as_value: Any = None) -> FactRow:
    if fact.is_read and fact.value is not None:
        return {name: as_value(fact.value) if as_value else fact.value}
    return {f"{name}_{'no' if fact.is_absent else 'un'}": 1}


def _piece(name: str, whole: Fact[str], part: str) -> FactRow:
    """A part of a symbol: absent where the symbol was read and has no such part."""
    return {name: part} if part else {f"{name}_{'un' if whole.is_unreadable else 'no'}": 1}


def _fit(name: str, symbol: Fact[str], other: Fact[str], known: object, fits: bool) -> FactRow:
    if symbol.is_read and other.is_read and known:
        return {name: int(fits)}
    return {f"{name}_{'un' if symbol.is_unreadable or other.is_unreadable else 'no'}": 1}


def _group(name: str, fact: Fact[Any]) -> FactRow:
    if not fact.is_read:
        return {f"{name}_{'no' if fact.is_absent else 'un'}": 1}
    return {f"{name}_is": 1, f"{name}_n": len(fact.value) if isinstance(fact.value, tuple) else 1}


def _who_and_when(document: Document) -> FactRow:
    person, period = document.person, document.period
    row = _stated("person", person, lambda each: fold(each.name)) | _stated("object", object_of(document))
    if person.is_read and person.value and person.value.born:
        row["born"] = person.value.born
    else:
        row[f"born_{'un' if person.is_unreadable else 'no'}"] = 1
    row |= _stated("period_start", period, lambda span: span.start.toordinal())
    return row | _stated("period_end", period, lambda span: span.end.toordinal())


# ---------------------------------------------------------------- beside the documents


def _form_claims(paper: FactRow, vocabulary: Vocabulary) -> Iterable[FactRow]:
    kind: FactRow = {name: paper[name] for name in ("kind", "body") if name in paper}
    for topic, value in claims(paper, vocabulary.discipline):
        row: FactRow = {"k": "claim", "id": f"{paper['id']}.claim.{topic}", "doc": paper["id"], "n": paper["n"]}
        yield row | kind | {"topic": topic, "value": value}


def form_rows(named: Iterable[str], kinds: Mapping[str, DocumentKind]) -> Iterable[FactRow]:
    """Yield the sections the kinds at hand should have."""
    for name in sorted(set(named) & kinds.keys()):
        for section in kinds[name].sections:
            row: FactRow = {"k": "form", "id": f"form.{name}.{section.id}", "kind": name, "name": section.id}
            row["title"] = section.title.vi
            yield row | ({"required": 1} if section.required else {})


def _perhaps(dossier: Dossier) -> Iterable[FactRow]:
    """Papers whose kind is not known, under every kind they could be."""
    for document in dossier.documents:
        if not document.kind.is_unreadable:
            continue
        if _ANY in document.candidates:
            yield {"k": "unread", "id": f"{document.id}.unread", "doc": document.id}
        for name in sorted({*document.candidates} - {_ANY}):
            yield {"k": "cand", "id": f"{document.id}.cand.{name}", "doc": document.id, "kind": name}


def _tallies(named: Iterable[str]) -> Iterable[FactRow]:
    for name, number in sorted(Counter(named).items()):
        yield {"k": "agg", "id": f"agg.{name}", "name": f"count:{name}", "value": number}
