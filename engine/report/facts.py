"""The facts of a dossier for people and as JSON: value, place, confidence, and why not where there is none."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Mapping
from enum import Enum
from io import StringIO
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from engine.locale.reasons import fact_name, part_name, why
from engine.locale.words import day, tr
from engine.report.clean import clean
from engine.report.text import WIDEST, console_to, secret_words
from parsers.facts import Document, Dossier, Fact, Status

_LONGEST = 200
# read off the file itself, whatever stands on the paper
_OF_THE_FILE = frozenset({"position", "page_faults", "page_count"})

Titles = Mapping[str, Mapping[str, str]]  # fact -> code -> title


def is_known(document: Document) -> bool:
    """True where anything was read of the paper: its place in the dossier is nothing read."""
    return any(fact.is_read for name, fact in document.facts() if name not in {"position", "page_faults"})


def _is_seen(document: Document) -> bool:
    return any(not fact.is_unreadable for name, fact in document.facts() if name not in _OF_THE_FILE)


def facts_data(dossier: Dossier) -> dict[str, Any]:
    """Return the dossier in terms of JSON; the text of the papers is left out."""
    return {
        "schema_version": "1.0",
        "dossier": clean(dossier.name),
        "stamped_secret": dossier.stamped_secret,
        "order_from": dossier.order_from,
        "documents": [_document(item) for item in dossier.documents],
        "problems": [_plain(item) for item in dossier.problems],
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "path": clean(document.path),
        "files": [_plain(item) for item in document.files],
        "medium": document.medium,
        "first_page": document.first_page,
        "candidates": list(document.candidates),
        "notes": list(document.notes),
        "facts": {name: _fact(fact) for name, fact in document.facts()},
    }


def _fact(fact: Fact[Any]) -> dict[str, Any]:
    known = {"status": fact.status.value, "value": _plain(fact.value), "shown": _plain(fact.shown), "why": fact.why}
    place = {name: value for name, value in _plain(fact.location).items() if value is not None}
    entry = {name: value for name, value in known.items() if value is not None}
    return entry | {"confidence": round(fact.confidence, 3), "how": fact.how} | ({"place": place} if place else {})


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    return value


def facts_text(
    dossier: Dossier, lang: str, *, width: int = WIDEST, colour: bool = False, titles: Titles | None = None
) -> str:
    """Set the facts as text; `titles` gives the words for codes of kinds and bodies."""
    stream = StringIO()
    console = console_to(stream, width, colour=colour)
    if dossier.stamped_secret:
        console.print(Text(secret_words(tr(lang))))
    for document in dossier.documents:
        console.print(Text(f"{document.id}  {clean(document.path)}", style="bold"))
        body = _table(document, lang, titles or {}) if _is_seen(document) else Text(_unseen(document, dossier, lang))
        console.print(Padding(body, (0, 0, 1, 2)))
    if not dossier.documents and not dossier.problems:
        console.print(
            Text(tr(lang)("Không có văn bản nào để đọc. Chỉ đúng thư mục hồ sơ; hồ sơ cần có tệp PDF hoặc Word."))
        )
    told = {document.path for document in dossier.documents if not _is_seen(document)}
    for problem in (item for item in dossier.problems if item.path not in told):
        console.print(Text(f"{clean(problem.path)}: {why(problem.code, lang)}"))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _unseen(document: Document, dossier: Dossier, lang: str) -> str:
    """One line for a paper of which nothing was read: why, and how many pages it has."""
    _ = tr(lang)
    whys = Counter(fact.why for name, fact in document.facts() if name not in _OF_THE_FILE and fact.why)
    codes = [item.code for item in dossier.problems if item.path == document.path] or [
        code for code, _n in whys.most_common(1)
    ]
    said = _("chưa đọc được: {reason}").format(reason=why(codes[0] if codes else "not-understood", lang))
    pages = document.page_count.value
    return said + (_("; {count} trang").format(count=pages) if pages else "")


def _table(document: Document, lang: str, titles: Titles) -> Table:
    _ = tr(lang)
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold", ratio=1)
    table.add_column(no_wrap=True, style="dim")
    for name, fact in document.facts():
        table.add_row(fact_name(name, lang), Text(_said(fact, lang, titles.get(name, {}))), _where(fact, lang))
    return table


def _said(fact: Fact[Any], lang: str, titles: Mapping[str, str]) -> str:
    _ = tr(lang)
    if fact.is_absent:
        return _("không có")
    if fact.is_unreadable:
        reason = why(fact.why or "not-understood", lang)
        return _("chưa đọc được: {reason}").format(reason=reason)
    return clean(titles.get(str(fact.value)) or _value(fact, lang))[:_LONGEST]


def _value(fact: Fact[Any], lang: str) -> str:
    value = fact.value
    if isinstance(value, str):
        return fact.shown or value
    if isinstance(value, bool):
        return tr(lang)("có") if value else tr(lang)("không")
    if isinstance(value, dt.date):
        return _moment(value, lang)
    if isinstance(value, tuple):
        return tr(lang)("{count} mục").format(count=len(value)) + _listed(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value, lang)
    return str(value)


def _moment(value: dt.date, lang: str) -> str:
    return f"{value:%H:%M} {day(value, lang)}" if isinstance(value, dt.datetime) else day(value, lang)


def _listed(items: tuple[Any, ...]) -> str:
    shown = [
        item
        if isinstance(item, str)
        else getattr(item, "shown", None) or getattr(item, "title", None) or getattr(item, "form", None)
        for item in items
    ]
    words = "; ".join(str(item) for item in shown if item)
    return f": {words}" if words else ""


def _fields(value: Any, lang: str) -> str:
    parts = []
    for item in dataclasses.fields(value):
        part = getattr(value, item.name)
        fact = part if isinstance(part, Fact) else Fact(Status.READ, part)
        if fact.is_read and fact.value is not None and item.name != "location":
            parts.append(f"{part_name(item.name, lang)} {part_name(_value(fact, lang), lang)}")
    return "; ".join(parts)


def _where(fact: Fact[Any], lang: str) -> str:
    _ = tr(lang)
    place = fact.location
    if place.page is not None:
        where = _("trang {number}").format(number=place.page)
    else:
        where = _("đoạn {number}").format(number=place.paragraph) if place.paragraph is not None else ""
    sure = f"{fact.confidence:.0%}" if fact.is_read and fact.confidence < 1 else ""
    return " ".join(part for part in (where, sure) if part)
