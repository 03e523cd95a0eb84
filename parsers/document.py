"""Puts a Document together: asks every reader of head and body for its facts, and knows what cannot be known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from parsers.blanks import find_blanks
from parsers.catalogue import Catalogue, KindHint
from parsers.cover import read_cover
from parsers.decided import read_discipline, read_effective, read_extension
from parsers.digital_blocks import digital_of, digitally_signed
from parsers.doubts import as_seen, repaired
from parsers.facts import (
    Document,
    Fact,
    Line,
    Location,
    Meeting,
    Quote,
    SourceFile,
    absent,
    read,
    unreadable,
)
from parsers.field_texts import named_source
from parsers.head import Cell, head_cells, is_scan
from parsers.header import Header, read_header
from parsers.index import read_closing, read_index
from parsers.layout import some_hidden, text_lines
from parsers.legacy_text import NOTE as LEGACY
from parsers.meeting import read_meeting
from parsers.number_date import Dating, Numbering, read_date, read_number
from parsers.page_judging import page_faults
from parsers.page_numbers import label_pages
from parsers.paper_marks import paper_marks
from parsers.period import read_period
from parsers.person import read_person
from parsers.quotes import find_quotes
from parsers.raw import RawFile, RawLine
from parsers.recipients import read_addressees, read_recipients
from parsers.recognise import ANY_KIND, candidates_by_name, recognise
from parsers.sections import find_sections
from parsers.segment import parts_of
from parsers.signatures import find_signatures
from parsers.styles import read_styles
from parsers.team import read_team
from parsers.title import Title, read_title
from parsers.top_stamp import read_top_stamp
from parsers.vietnamese import fold, looks_legacy
from parsers.votes import read_votes

TAIL_LINES = 25
WORD_FORMATS = frozenset({"docx", "doc"})
EXTRACT = "trich"
MINUTE = "biên bản"
DECISION = "quyết định"
EXTENDS = "gia hạn"
TEAM_HEAD = "tổ trưởng"  # may sign the minutes of a team in the place of the chair
LETTER = "công văn"  # a letter prints no type name


@dataclass(frozen=True, slots=True)
class _Head:
    """All that the head of a paper says."""

    title: Title
    header: Header
    numbering: Numbering
    dating: Dating


def understand(
    raw: RawFile, source: SourceFile, catalogue: Catalogue, starts: Sequence[int] | None = None
) -> tuple[Document, ...]:
    """Read all facts of the papers of a file; what cannot be seen is said to be unreadable, with the reason.

    `starts`: indexes of the pages a paper begins on, where a person has said so.
    """
    parts = parts_of(raw, catalogue, starts)
    return tuple(read_paper(part, source, catalogue, first + 1) for first, part in parts)


def kind_of(raw: RawFile, source: SourceFile, catalogue: Catalogue) -> str | None:
    """Name the kind of a paper by its head alone."""
    cells, text = head_cells(raw), text_lines(raw)
    return _kind(_read_head(raw, cells, text, catalogue), text, source, catalogue)[0].value if text else None


def read_paper(raw: RawFile, source: SourceFile, catalogue: Catalogue, first_page: int = 1) -> Document:
    """Read all facts of one paper, whose pages are those of `raw`; `first_page`: where it begins in its file."""
    document = _frame(raw, source, first_page)
    if raw.format == "sheet":
        return _attachment(document, source, catalogue)
    if document.medium == "scan" and not any(page.scan and page.text_length for page in raw.pages):
        return _all_unreadable(document, "scan", source, catalogue)
    text = text_lines(raw)
    if looks_legacy(" ".join(line.text for line in text)):
        return _all_unreadable(document, "not-understood", source, catalogue)
    cells = head_cells(raw)
    head = _read_head(raw, cells, text, catalogue)
    kind, candidates = _kind(head, text, source, catalogue)
    document = _from_fields(_with_head(document, head, kind, candidates), raw)
    hint = next((k for k in catalogue.kinds if k.id == kind.value), None)
    document = as_seen(document, raw)
    body = _body(document, raw, _after_head(cells, head, text), catalogue, hint)
    styles = read_styles(raw, cells, head.title, body["signatures"].value or ())
    document = replace(document, styles=styles, **body, **paper_marks(raw))
    return repaired(document) if LEGACY in raw.notes else document


def _attachment(document: Document, source: SourceFile, catalogue: Catalogue) -> Document:
    """A table of figures is shown, not judged; it may still be the paper its name says."""
    unknown = _all_unreadable(document, "unsupported", source, catalogue)
    return replace(unknown, page_faults=unreadable("unsupported"), candidates=_named(unknown.candidates))


def _named(candidates: tuple[str, ...]) -> tuple[str, ...]:
    return () if candidates == ANY_KIND else candidates


# ---------------------------------------------------------------- frame


def _frame(raw: RawFile, source: SourceFile, first_page: int) -> Document:
    pages = label_pages(raw) if raw.pages else ()
    return Document(
        id="d00",
        path=source.path,
        files=(source,),
        medium=_medium(raw),
        first_page=first_page,
        page_count=_page_count(raw),
        pages=pages,
        lines=tuple(_line(line) for line in raw.all_lines),
        page_faults=page_faults(raw, pages),
        digital=digital_of(raw),
        tracked_changes=raw.tracked_changes,
        notes=_notes(raw),
    )


def _medium(raw: RawFile) -> str:
    if raw.format in WORD_FORMATS:
        return "word"
    if raw.format != "pdf":
        return "other"
    shown = [page for page in raw.pages if page.text_length or page.images]
    if not shown and any(page.scan for page in raw.pages):
        return "scan"
    return "scan" if shown and all(page.scan or is_scan(page) for page in shown) else "text-pdf"


def _page_count(raw: RawFile) -> Fact[int]:
    if raw.format == "pdf":
        return read(len(raw.pages))
    return unreadable("no-layout", shown=str(raw.page_hint) if raw.page_hint else None)


def _line(line: RawLine) -> Line:
    place = Location(line.page, line.box, line.paragraph)
    return Line(line.text, place, line.bold, line.centred, line.table is not None)


def _notes(raw: RawFile) -> tuple[str, ...]:
    extra = {
        "tracked-changes": raw.tracked_changes > 0,
        "no-layout": raw.format in WORD_FORMATS,
        "digital-signature": raw.signature_fields > 0,
    }
    return (*raw.notes, *(note for note, holds in extra.items() if holds))


def _all_unreadable(document: Document, why: str, source: SourceFile, catalogue: Catalogue) -> Document:
    """Say of every fact but the pages that nobody knows."""
    known = {"page_count", "page_faults", "position", "digital"}
    unknown: dict[str, Any] = {name: unreadable(why) for name, _ in document.facts() if name not in known}
    return replace(document, candidates=candidates_by_name(_name(source), catalogue), **unknown)


def _name(source: SourceFile) -> str:
    return PurePosixPath(source.path).stem


# ---------------------------------------------------------------- head


def _read_head(raw: RawFile, cells: Sequence[Cell], text: Sequence[RawLine], catalogue: Catalogue) -> _Head:
    title = read_title(cells, catalogue)
    above = cells[: title.ends_head]
    numbering = read_number(raw, above)
    header = read_header(raw, above, catalogue, numbering.symbol.value)
    return _Head(title, header, numbering, read_date(raw, above, text[-TAIL_LINES:]))


def _kind(
    head: _Head, text: Sequence[RawLine], source: SourceFile, catalogue: Catalogue
) -> tuple[Fact[str], tuple[str, ...]]:
    title = head.title
    type_name = LETTER if title.letter else title.type_name.value
    return recognise(
        f"trích {type_name}" if type_name and title.extract else type_name,
        title.subject.value,
        head.header.issuer_body.value,
        head.numbering.symbol.value,
        [line.text for line in text],
        _name(source),
        catalogue,
        side=head.header.header.value,
    )


def _with_head(document: Document, head: _Head, kind: Fact[str], candidates: tuple[str, ...]) -> Document:
    return replace(
        document,
        kind=kind,
        candidates=candidates,
        variant=EXTRACT if head.title.extract else None,
        header=head.header.header,
        superior=head.header.superior,
        issuer=head.header.issuer,
        issuer_body=head.header.issuer_body,
        number=head.numbering.number,
        symbol=head.numbering.symbol,
        number_line=head.numbering.line,
        place=head.dating.place,
        date=head.dating.date,
        numeric_date_style=head.dating.style,
        type_name=head.title.type_name,
        subject=head.title.subject,
    )


def _from_fields(document: Document, raw: RawFile) -> Document:
    """Say which facts of the head were printed by signature fields."""
    if not raw.field_lines:
        return document
    day = str(document.date.value.day) if document.date.value else ""
    number = named_source(document.number, document.number.value or "", raw.field_lines)
    return replace(document, number=number, date=named_source(document.date, day, raw.field_lines))


def _after_head(cells: Sequence[Cell], head: _Head, text: Sequence[RawLine]) -> Sequence[RawLine]:
    """Give the text below the head: a paper does not quote its own number line."""
    if head.title.ends_head >= len(cells):
        return text
    first = cells[head.title.ends_head].line
    start = next((i for i, line in enumerate(text) if line is first), 0)
    return text[start:]


# ---------------------------------------------------------------- body


def _body(
    document: Document, raw: RawFile, below: Sequence[RawLine], catalogue: Catalogue, kind: KindHint | None
) -> dict[str, Any]:
    """Read what stands below the head, by the name of the fact."""
    of_team = kind is not None and any(r.id in kind.roles and TEAM_HEAD in r.titles for r in catalogue.roles)
    meeting = read_meeting(raw, of_team=of_team) if _may_be(document, kind, "minute") else absent()
    return {
        "sections": find_sections(raw, kind),
        "signatures": digitally_signed(find_signatures(raw, catalogue, kind), document.digital),
        "quotes": _quotes(raw, below, catalogue),
        "meeting": meeting,
        "date": _dated_by_meeting(document, meeting),
        "votes": read_votes(raw) if _may_be(document, kind, "ballot_count") else absent(),
        "blanks": find_blanks(raw, kind),
        "person": read_person(raw, kind),
        "team": read_team(raw, document.type_name.value),
        "period": read_period(raw),
        "index_rows": read_index(raw),
        "closing": read_closing(raw),
        "cover": read_cover(raw),
        "recipients": read_recipients(raw),
        "top_stamp": read_top_stamp(raw),
        "addressees": read_addressees(raw),
        **_decided(document, raw, catalogue),
    }


def _decided(document: Document, raw: RawFile, catalogue: Catalogue) -> dict[str, Any]:
    """Read what only decisions say; a paper of another type decides nothing."""
    decides = document.type_name.is_unreadable or fold(document.type_name.value or "").startswith(DECISION)
    nothing: Fact[Any] = absent()
    return {
        "discipline": read_discipline(raw, catalogue) if decides else nothing,
        "effective": read_effective(raw) if decides else nothing,
        "extension": read_extension(raw) if EXTENDS in fold(document.subject.value or "") else nothing,
    }


def _quotes(raw: RawFile, below: Sequence[RawLine], catalogue: Catalogue) -> Fact[tuple[Quote, ...]]:
    quotes = find_quotes(below, catalogue)
    if quotes:
        return read(quotes, quotes[0].location)
    return unreadable("scan") if some_hidden(raw) else absent()


def _may_be(document: Document, kind: KindHint | None, trait: str) -> bool:
    """Tell whether a paper has a trait of its kind, or could have where the kind is open and it is headed a minute."""
    if kind is not None:
        return bool(getattr(kind, trait))
    return fold(document.type_name.value or MINUTE).startswith(MINUTE)


def _dated_by_meeting(document: Document, meeting: Fact[Meeting]) -> Fact[dt.date]:
    """Date a minute without a date line by the day its meeting began."""
    start = meeting.value.start if meeting.value else None
    if not document.date.is_absent or document.date.shown or start is None or start.value is None:
        return document.date
    return read(start.value.date(), start.location, confidence=0.95, shown=start.shown)
