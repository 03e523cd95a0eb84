"""Details that messages name: what a paper claims, what a minute leaves out, why a basis does not count."""

from __future__ import annotations

import datetime as dt

from engine.inference.tree import FactRow
from engine.locale.words import day
from engine.rulebook.book import Rulebook
from parsers.facts import Document

NOT_YET = "not-yet"
_PARTS = {
    "start": ("giờ bắt đầu", "when it began"),
    "end": ("giờ kết thúc", "when it ended"),
    "attendance": ("thành phần dự", "who was present"),
}


def claimed(document: Document, row: FactRow, lang: str) -> object:
    """Return a claim as the paper writes it: names with their capitals, a period in words."""
    person, period = document.person.value, document.period.value
    if row.get("topic") == "object-name" and person:
        return person.name
    if row.get("topic") == "period" and period:
        words = ("from {} to {}" if lang == "en" else "từ {} đến {}").format
        return words(day(period.start, lang), day(period.end, lang))
    return row.get("value")


def minute_gaps(document: Document, lang: str) -> str:
    """Name the parts a minute does not state: «giờ kết thúc và thành phần dự»."""
    meeting = document.meeting.value
    if meeting is None and not document.meeting.is_absent:
        return ""
    gone = [words[lang == "en"] for name, words in _PARTS.items() if not meeting or getattr(meeting, name).is_absent]
    last = " and " if lang == "en" else " và "
    return last.join([", ".join(gone[:-1]), gone[-1]]) if len(gone) > 1 else "".join(gone)


def standing(book: Rulebook, row: FactRow, note: str, lang: str) -> str:
    """Say why a regulation does not count on a day: ended, since when and replaced by what, or not yet begun."""
    start, end = row.get("from"), row.get("to")
    if note == NOT_YET and isinstance(start, int):
        begun = day(dt.date.fromordinal(start), lang)
        return f"took effect only on {begun}" if lang == "en" else f"đến ngày {begun} mới có hiệu lực"
    if not isinstance(end, int):
        return "was not in force on that day" if lang == "en" else "không có hiệu lực vào ngày đó"
    since = day(dt.date.fromordinal(end + 1), lang)
    new = _successors(book, str(row["id"]), lang)
    if lang == "en":
        return f"ceased to be in force on {since}" + (f", replaced by {new}" if new else "")
    return f"đã hết hiệu lực từ ngày {since}" + (f", được thay bằng {new}" if new else "")


def _successors(book: Rulebook, name: str, lang: str) -> str:
    old = book.regulations.get(name)
    known = [book.regulations[item] for item in (old.replaced_by if old else []) if item in book.regulations]
    return ", ".join(f"{item.kind} {item.number}" if item.number else item.title.text(lang) for item in known)
