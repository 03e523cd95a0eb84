"""The narrower rows of a document: sections, signatures, page faults, blanks, votes, meeting, index, claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from engine.inference.derive_digital import digital_rows
from engine.inference.derive_index import Counted, closing_row, cover_rows, index_rows
from engine.inference.derive_objects import is_object
from engine.inference.derive_paper import signature_row
from engine.inference.tree import FactRow
from parsers.facts import Document, Fact, Meeting, Style, VoteOption, Votes
from parsers.vietnamese import fold

_MINUTES_A_DAY = 1440
_COMMITTEE = ("ubkt", "ủy ban kiểm tra")


def parts_of(
    number: int, document: Document, papers: Sequence[FactRow], counted: Counted | None, last_sheet: FactRow
) -> Iterator[FactRow]:
    """Yield all narrower rows of one document but its quotes; ids end with the place in the document's own list."""
    kind: FactRow = {"kind": document.kind.value} if document.kind.value else {}
    for name, found in _lists(document, papers):
        for place, fields in enumerate(found):
            yield {"k": name, "id": f"{document.id}.{name}.{place}", "doc": document.id, **kind, **fields}
    for name, fields in _singles(number, document, counted, last_sheet):
        yield {"k": name, "id": f"{document.id}.{name}", "doc": document.id, **kind, **fields}
    yield from _claims(number, document, kind)


def _lists(document: Document, papers: Sequence[FactRow]) -> Iterator[tuple[str, Iterable[FactRow]]]:
    yield "section", ({"name": item.name, "shown": item.shown} for item in document.sections.value or ())
    yield "sig", (signature_row(n, block, document) for n, block in enumerate(document.signatures.value or (), 1))
    yield "esig", digital_rows(document)
    yield "page_fault", (_page_fault(fault) for fault in document.page_faults.value or ())
    yield "sheet_fault", (_page_fault(fault) for fault in document.sheet_faults.value or ())
    yield "sheet_step", (_page_fault(fault) for fault in document.sheet_steps.value or ())
    yield (
        "blank",
        (
            {"page": blank.location.page or 0, "n": n, "shown": blank.shown}
            for n, blank in enumerate(document.blanks.value or (), 1)
        ),
    )
    yield "option", (_option(option, document.votes.value) for option in _options(document.votes.value))
    yield "index_row", index_rows(document, papers)
    yield "cover_item", cover_rows(document)
    yield "style", ({"aspect": item.aspect, "ok": int(item.ok), "shown": item.shown} for item in _styles(document))
    yield "recipient", (_recipient(n, who, document) for n, who in enumerate(document.recipients.value or (), 1))


def _styles(document: Document) -> Sequence[Style]:
    return document.styles.value or ()


def _singles(
    number: int, document: Document, counted: Counted | None, last_sheet: FactRow
) -> Iterator[tuple[str, FactRow]]:
    if document.votes.value:
        yield "vote", _votes(document.votes.value)
    if document.meeting.value:
        yield "meeting", _meeting(document.meeting.value) | {"n": number}
    if document.closing.value:
        yield "closing", closing_row(document.closing.value, counted) | last_sheet


def _page_fault(fault: Any) -> FactRow:
    row: FactRow = {"fault": fault.kind}
    found = {"page": fault.location.page, "expected": fault.expected, "found": fault.found}
    return row | {name: value for name, value in found.items() if value is not None}


def _yes_or_no(name: str, fact: Fact[bool]) -> FactRow:
    """A place that was seen and is empty is a «no»."""
    return {f"{name}_un": 1} if fact.is_unreadable else {name: int(bool(fact.value))}


def _stated(name: str, fact: Fact[Any]) -> FactRow:
    if fact.is_read and fact.value is not None:
        return {name: int(fact.value) if isinstance(fact.value, bool) else fact.value}
    return {f"{name}_{'no' if fact.is_absent else 'un'}": 1}


# ---------------------------------------------------------------- votes, meeting, recipients


def _options(votes: Votes | None) -> Sequence[VoteOption]:
    return votes.options if votes else ()


def _option(option: VoteOption, votes: Votes | None) -> FactRow:
    row: FactRow = {"form": option.form, "votes": option.votes}
    if option.percent is not None:
        row["percent100"] = round(option.percent * 100)
    if votes and votes.official.value:
        row["share100"] = round(option.votes * 10000 / votes.official.value)
    return row


def _votes(votes: Votes) -> FactRow:
    row: FactRow = {"options_n": len(votes.options), "options_sum": sum(option.votes for option in votes.options)}
    for name in ("official", "present", "issued", "collected", "valid", "invalid"):
        row |= _stated(name, getattr(votes, name))
    if votes.options:
        row["max_votes"] = max(option.votes for option in votes.options)
    if votes.valid.value is not None and votes.invalid.value is not None:
        row["valid_plus_invalid"] = votes.valid.value + votes.invalid.value
    return row


def _meeting(meeting: Meeting) -> FactRow:
    row: FactRow = {}
    for name in ("place", "attendance", "chair", "secretary"):
        row |= _stated(name, getattr(meeting, name))
    row |= _stated("present", meeting.present) | _stated("total", meeting.total)
    row |= _yes_or_no("read_back", meeting.read_back) if not meeting.read_back.is_absent else {"read_back_no": 1}
    return row | _moment("start", meeting.start) | _moment("end", meeting.end)


def _moment(name: str, fact: Fact[dt.datetime]) -> FactRow:
    if fact.value is None:
        state = "no" if fact.is_absent else "un"
        return {f"{name}_{state}": 1, f"{name}_day_{state}": 1}
    day = fact.value.toordinal()
    return {name: day * _MINUTES_A_DAY + fact.value.hour * 60 + fact.value.minute, f"{name}_day": day}


def _recipient(number: int, who: str, document: Document) -> FactRow:
    """One line of «Nơi nhận»; the copy that is filed goes to nobody."""
    text = fold(who)
    row: FactRow = {"n": number, "who": text}
    if text.lstrip("- ").startswith("lưu"):
        return row | {"archive": 1}
    row |= {"ubkt": 1} if any(word in text for word in _COMMITTEE) else {}
    return row | ({"object": 1} if is_object(who, document) else {})


# ---------------------------------------------------------------- claims


def _claims(number: int, document: Document, kind: FactRow) -> Iterator[FactRow]:
    """What the document says of the matters all papers must agree on."""
    for topic, value in _said(document):
        row: FactRow = {"k": "claim", "id": f"{document.id}.claim.{topic}", "doc": document.id, "n": number, **kind}
        yield row | {"topic": topic, "value": value}


def _said(document: Document) -> Iterator[tuple[str, str]]:
    person, period = document.person.value, document.period.value
    if person:
        yield "object-name", fold(person.name)
    if person and person.born:
        yield "object-birth-year", person.born[-4:]
        if len(person.born) > len("yyyy"):  # «1980» does not contradict «05/03/1980»
            yield "object-born", person.born
    if period:
        yield "period", f"{period.start:%d/%m/%Y} - {period.end:%d/%m/%Y}"
