"""Which rules, steps and values differ between two dates, in words («từ 11/4/2026 …»)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from engine.locale.words import day as day_words
from engine.rulebook.book import Rulebook
from engine.rulebook.models import InForce, Parameter, Regulation

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One change: the first day it counts, what it is about, and the sentence."""

    day: dt.date
    subject: str
    vi: str
    en: str


def changes(book: Rulebook, start: dt.date, end: dt.date) -> list[Change]:
    """Return what changes after `start` and up to `end`, by day."""
    found = [*_regulations(book), *_values(book), *_local_values(book), *_rules(book)]
    return sorted({change for change in found if start < change.day <= end})


def _regulations(book: Rulebook) -> Iterator[Change]:
    for regulation in book.regulations.values():
        name = regulation_name(regulation)
        begun, ended = regulation.in_force.start, regulation.in_force.end
        old = ", ".join(regulation_name(book.regulations[i]) for i in regulation.replaces if i in book.regulations)
        if begun:
            instead = (f", thay {old}", f", replacing {old}") if old else ("", "")
            yield Change(
                begun,
                regulation.id,
                f"từ {day_words(begun)}: {name} có hiệu lực{instead[0]}",
                f"from {day_words(begun, 'en')}: {name} is in force{instead[1]}",
            )
        if ended and not any(
            book.regulations[i].in_force.start for i in regulation.replaced_by if i in book.regulations
        ):
            day = ended + _DAY
            yield Change(
                day,
                regulation.id,
                f"từ {day_words(day)}: {name} hết hiệu lực",
                f"from {day_words(day, 'en')}: {name} has ended",
            )


def regulation_name(regulation: Regulation) -> str:
    """Return «Quy định 21-QĐ/TW», or the title where there is no number."""
    return f"{regulation.kind} {regulation.number}" if regulation.number else regulation.title.vi


def _values(book: Rulebook) -> Iterator[Change]:
    for parameter in book.parameters().values():
        for value in parameter.values:
            if value.start:
                before = _before(parameter, value.start)
                yield _value(parameter, value.start, before, value.value)


def _local_values(book: Rulebook) -> Iterator[Change]:
    """What an office's own pack sets: said with the name of the pack."""
    parameters = book.parameters()
    for pack in book.packs.values():
        for value in pack.values:
            if value.start and value.parameter in parameters:
                change = _value(parameters[value.parameter], value.start, None, value.value)
                vi, en = f" (gói «{pack.title.vi}»)", f" (pack «{pack.title.text('en')}»)"
                yield Change(change.day, change.subject, change.vi + vi, change.en + en)


def _before(parameter: Parameter, day: dt.date) -> int | None:
    older = [v for v in parameter.values if (v.start or dt.date.min) < day <= (v.end or day) + _DAY]
    return older[-1].value if older else None


_UNITS = {
    "days": ("ngày", "days"),
    "working-days": ("ngày làm việc", "working days"),
    "months": ("tháng", "months"),
    "years": ("năm", "years"),
    "people": ("người", "people"),
    "percent": ("%", "%"),
    "pages": ("trang", "pages"),
}


def _value(parameter: Parameter, day: dt.date, before: int | None, after: int | None) -> Change:
    vi, en = _UNITS.get(parameter.unit, ("", ""))
    was = (f", trước đó {before} {vi}", f", before that {before} {en}") if before is not None else ("", "")
    if before == after:  # another regulation gives the same number
        was = (", không đổi (theo văn bản mới)", ", unchanged (by the new regulation)")
    new = (
        (f"{after} {vi}".strip(), f"{after} {en}".strip())
        if after is not None
        else ("không còn giá trị", "no value any more")
    )
    return Change(
        day,
        parameter.id,
        f"từ {day_words(day)}: {parameter.title.vi} là {new[0]}{was[0]}",
        f"from {day_words(day, 'en')}: {parameter.title.text('en')} is {new[1]}{was[1]}",
    )


def _rules(book: Rulebook) -> Iterator[Change]:
    for requirement in book.requirements.values():
        yield from _span(requirement.id, requirement.in_force, requirement.title.vi, requirement.title.text("en"))
    for procedure in book.procedures.values():
        yield from _span(procedure.id, procedure.in_force, procedure.title.vi, procedure.title.text("en"))
    for pack in book.packs.values():
        yield from _span(pack.id, pack.in_force, f"gói {pack.title.vi}", f"pack {pack.title.text('en')}")


def _span(subject: str, span: InForce, vi: str, en: str) -> Iterator[Change]:
    if span.start:
        vi_day, en_day = day_words(span.start), day_words(span.start, "en")
        yield Change(span.start, subject, f"từ {vi_day}: áp dụng «{vi}»", f"from {en_day}: «{en}» applies")
    if span.end:
        day = span.end + _DAY
        yield Change(
            day,
            subject,
            f"từ {day_words(day)}: thôi áp dụng «{vi}»",
            f"from {day_words(day, 'en')}: «{en}» no longer applies",
        )
