"""The dossiers of a run as the programme sees them: whose, of what form, about whom, and when they began."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import sqlalchemy as sa

from engine.audit import facts_json
from engine.audit import tables as t
from engine.audit.programme_file import GIAM_SAT, KIEM_TRA, MEMBER, ORGANISATION, Item
from engine.audit.store import ASIDE, DONE, Store
from engine.audit.words import dossier_words
from engine.locale.words import Tr
from engine.rulebook.book import Rulebook
from parsers.vietnamese import bare, fold

_UNPLANNED = ("dau-hieu", "to-cao", "khieu-nai", "ky-luat", "chuong-trinh")
_YEARLY = "chuong-trinh"  # group of the kinds that are programmes themselves
_KINDS = {"member": MEMBER, "organisation": ORGANISATION}
_SUDDEN = "đột xuất"
_EMPTY = frozenset({"số", "so", "đồng", "dong", "chí", "đ", "c"})  # «Chi bộ số 1», «đồng chí», «đ/c»


@dataclass(slots=True)
class Case:
    """What the programme needs to know of a dossier."""

    ordinal: int
    name: str
    branch: str
    pack: str | None
    level: str | None
    procedure: str
    form: str  # kiem-tra | giam-sat | "" for others
    object_kind: str | None
    facts: str | None = None
    day: dt.date | None = None
    people: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)

    @property
    def planned(self) -> bool:
        """True for what a programme plans; tố cáo, signs of faults and discipline come as they come."""
        return bool(self.form) and not any(word in self.procedure for word in _UNPLANNED)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A dossier nobody knows the procedure of: it may be what a finding says is not there."""

    branch: str | None  # of a dossier with a secrecy stamp not even this is known


def cases_of(connection: sa.Connection, run: int, book: Rulebook, _: Tr) -> list[Case]:
    """Return the dossiers whose procedure is known, in their order."""
    r = t.results.c
    query = (
        sa.select(t.items.c.ordinal, t.items.c.shown, t.branches.c.name, r.private, r.procedure, r.pack, r.level)
        .add_columns(r.first_day, r.facts)
        .join(t.results, r.id == t.items.c.result)
        .join(t.branches, (t.branches.c.run == t.items.c.run) & (t.branches.c.path == t.items.c.branch))
        .where(t.items.c.run == run, t.items.c.status == DONE, r.procedure.is_not(None))
        .order_by(t.items.c.ordinal)
    )
    found: dict[int, Case] = {}
    for row in connection.execute(query):
        form = KIEM_TRA if KIEM_TRA in row.procedure else GIAM_SAT if GIAM_SAT in row.procedure else ""
        rules = book.procedures.get(row.procedure)
        kind = _KINDS.get(rules.subject) if rules else None
        name = dossier_words(row.shown, row.ordinal, row.private, _)
        about = (row.ordinal, name, row.name, row.pack, row.level, row.procedure, form, kind)
        found[row.ordinal] = Case(*about, facts=row.facts, day=row.first_day)
    _add_papers(connection, run, book, found)
    return list(found.values())


def _add_papers(connection: sa.Connection, run: int, book: Rulebook, found: dict[int, Case]) -> None:
    """Add people, subjects, and the day the case began: programmes of the year before, evidence, old papers do not."""
    d = t.documents.c
    query = (
        sa.select(t.items.c.ordinal, d.person, d.subject, d.kind, d.date)
        .join(t.documents, d.result == t.items.c.result)
        .where(t.items.c.run == run)
    )
    begun: dict[int, dt.date] = {}
    kinds = {name: _kinds(book, name) for name in {case.procedure for case in found.values()}}
    for row in connection.execute(query):
        case = found.get(row.ordinal)
        if case is None:
            continue
        case.people |= {fold(row.person)} if row.person else set()
        case.subjects |= {fold(row.subject)} if row.subject else set()
        if row.date is not None and row.kind in kinds[case.procedure]:
            begun[row.ordinal] = min(row.date, begun.get(row.ordinal, row.date))
    for case in found.values():
        case.day = begun.get(case.ordinal, case.day)
        case.object_kind = case.object_kind or (MEMBER if case.people else None)


def _kinds(book: Rulebook, procedure: str) -> set[str]:
    """The kinds a dossier of this procedure is made of."""
    rules = book.procedures.get(procedure)
    steps = rules.steps if rules else []
    named = {kind for step in steps if step.in_dossier == "filed" for kind in step.kinds}
    return {kind for kind in named if kind in book.kinds and _YEARLY not in book.kinds[kind].groups}


def unclear_of(connection: sa.Connection, run: int) -> list[Unclear]:
    """Return the dossiers that could not be checked, and those nobody knows the procedure of."""
    query = (
        sa.select(t.branches.c.name)
        .select_from(t.items)
        .outerjoin(t.results, t.results.c.id == t.items.c.result)
        .outerjoin(t.branches, (t.branches.c.run == t.items.c.run) & (t.branches.c.path == t.items.c.branch))
        .where(t.items.c.run == run, t.items.c.status != ASIDE, t.results.c.procedure.is_(None))
    )
    return [Unclear(name) for name in connection.scalars(query)]


def is_sudden(store: Store, case: Case) -> bool | None:
    """True where a paper of the dossier says «đột xuất»; None where not all of its words could be read."""
    if any(_SUDDEN in subject for subject in case.subjects):
        return True
    body = store.facts_of(case.facts) if case.facts else None
    if body is None:
        return None
    dossier = facts_json.unpack(body)
    if any(_SUDDEN in fold(line.text) for paper in dossier.documents for line in paper.lines):
        return True
    whole = not dossier.problems and all(paper.medium in ("text-pdf", "word") for paper in dossier.documents)
    return False if whole else None


# ---------------------------------------------------------------- names


def holds(part: str, whole: str) -> bool:
    """True when all words of `part` stand in `whole` one after the other: «chi bộ 1» is not in «chi bộ 10»."""
    # folders are often named without marks; where both sides have them, Hoa is not Hòa
    plain = bare if fold(part) == bare(part) or fold(whole) == bare(whole) else fold
    wanted, words = _words(plain(part)), _words(plain(whole))
    return bool(wanted) and any(words[n : n + len(wanted)] == wanted for n in range(len(words) - len(wanted) + 1))


def _words(text: str) -> list[str]:
    parts = (part for part in re.split(r"\W+", text) if part and part not in _EMPTY)
    return [part.lstrip("0") or "0" if part.isdecimal() else part for part in parts]


def same_unit(one: str, other: str) -> bool:
    """True where one name is the other, or a longer form of it."""
    return holds(one, other) or holds(other, one)


def match(items: Iterable[Item], cases: Iterable[Case]) -> dict[int, Case]:
    """Give each planned item its dossier: by the object's name, then by unit and form where no name is planned."""
    free = {case.ordinal: case for case in cases}
    matched: dict[int, Case] = {}
    planned = list(enumerate(items))
    for named in (True, False):
        for number, item in planned:
            if number in matched or bool(item.object) is not named:
                continue
            fitting = next((case for case in free.values() if _fits(item, case)), None)
            if fitting is not None:
                matched[number] = free.pop(fitting.ordinal)
    return matched


def _fits(item: Item, case: Case) -> bool:
    if item.form != case.form or (item.unit and not same_unit(item.unit, case.branch)):
        return False
    if item.object:
        return any(same_unit(item.object, name) for name in case.people) or any(
            holds(item.object, subject) for subject in case.subjects
        )
    return bool(item.unit) and case.object_kind in (None, item.object_kind)
