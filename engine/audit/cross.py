"""What no dossier shows alone: one number used twice, numbers against dates, one team in two places at one time.

Numbers are compared only where the branch's file gives the dates of its term, and only of papers whose head names one
and the same body; the same paper filed in two dossiers is one paper, also where one copy was read less well.
"""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from engine.audit import tables as t
from engine.audit.branches import Branch
from engine.audit.store import DONE, Run, Store
from engine.locale.words import N_, NOTHING, Said, day_said, joined, said
from engine.rulebook.book import Rulebook
from parsers.vietnamese import fold

TWICE, AGAINST_DATES, RESTARTED, TWO_PLACES = (
    "number-used-twice",
    "numbers-against-dates",
    "numbers-restarted",
    "team-in-two-places",
)
CHECKS = {TWICE: "FMT-N06", AGAINST_DATES: "FMT-N07", RESTARTED: "FMT-N08", TWO_PLACES: "PRC-O09"}
_SEVERITY = {TWICE: "error", AGAINST_DATES: "warning", RESTARTED: "note", TWO_PLACES: "note"}
_SOURCES = ("36-hd-vptw", "05-hd-vptw")  # numbers run by body, kind and term: FMT 2.1, «running number», read-2nd
_FEW = 12  # ordinals named in one message
_ALIKE = 0.6  # two readings of one subject, and not two subjects


@dataclass(slots=True)
class Paper:
    """One paper, in all dossiers it is filed in."""

    branch: str
    kind: str
    kind_title: Said
    body: str  # the body with its superior, folded
    number: int
    symbol: str
    date: dt.date
    subject: str
    ordinals: list[int] = field(default_factory=list)

    @property
    def series(self) -> tuple[str, str]:
        """Numbers run by body and kind of paper, which the symbol tells: «KH/CB»."""
        return self.body, self.symbol

    def is_same(self, other: Paper) -> bool:
        """True for another copy: one number on one day, and nothing in the subjects against it."""
        if (self.number, self.date) != (other.number, other.date):
            return False
        one, two = self.subject, other.subject
        return not one or not two or difflib.SequenceMatcher(None, one, two).ratio() >= _ALIKE

    @property
    def words(self) -> Said:
        """The paper as people name it."""
        number = f"{self.number:02d}-{self.symbol.upper()}"
        return said("{kind} số {number}, ngày {day}", kind=self.kind_title, number=number, day=day_said(self.date))


@dataclass(frozen=True, slots=True)
class _Look:
    """One look across the dossiers of a run."""

    connection: sa.Connection
    run: int
    book: Rulebook


def look_across(store: Store, run: Run, book: Rulebook) -> None:
    """Find what concerns several dossiers by the rules of the run, and write it to the run."""
    branches = store.branches(run.id)
    with store.engine.begin() as connection:
        connection.execute(t.crossings.delete().where(t.crossings.c.run == run.id))
        look = _Look(connection, run.id, book)
        rows = [row for branch in branches.values() for row in _of_branch(look, branch)]
        if rows:
            connection.execute(t.crossings.insert(), [{"run": run.id, "n": n, **row} for n, row in enumerate(rows, 1)])


def _of_branch(look: _Look, branch: Branch) -> Iterator[dict[str, Any]]:
    if branch.term_start and branch.term_end:
        series: dict[tuple[str, str], list[Paper]] = defaultdict(list)
        for paper in _papers(look, branch):
            series[paper.series].append(paper)
        for same in series.values():
            yield from _twice(look, same)
            yield from _against_dates(look, same)
    yield from _two_places(look, branch)


def _papers(look: _Look, branch: Branch) -> list[Paper]:
    d = t.documents.c
    query = (
        sa.select(t.items.c.ordinal, d.kind, d.kind_title, d.issuer, d.number, d.symbol, d.date, d.subject)
        .join(t.documents, d.result == t.items.c.result)
        .where(t.items.c.run == look.run, t.items.c.branch == branch.path, t.items.c.status == DONE)
        .where(d.number.is_not(None), d.symbol.is_not(None), d.kind.is_not(None), d.issuer.is_not(None))
        .where(d.date.between(branch.term_start, branch.term_end))
        .order_by(t.items.c.ordinal, d.doc)
    )
    kinds = look.book.kinds
    known: dict[tuple[Any, ...], list[Paper]] = defaultdict(list)
    for row in look.connection.execute(query):
        own = kinds[row.kind].symbols if row.kind in kinds else []
        if not re.fullmatch(r"\d{1,5}", row.number) or row.symbol.partition("/")[0] not in own:
            continue  # with the symbol of another kind nobody knows which numbers it belongs to
        number, symbol, subject = int(row.number), fold(row.symbol), fold(row.subject or "")
        made = Paper(branch.path, row.kind, row.kind_title, fold(row.issuer), number, symbol, row.date, subject)
        copies = known[made.series, number, row.date]
        paper = next((item for item in copies if item.is_same(made)), None)
        if paper is None:
            copies.append(paper := made)
        paper.subject = paper.subject or subject
        paper.ordinals.append(row.ordinal)
    return [paper for copies in known.values() for paper in copies]


def _twice(look: _Look, papers: Sequence[Paper]) -> Iterator[dict[str, Any]]:
    """FMT-N06: two different papers with one number."""
    by_number: dict[int, list[Paper]] = defaultdict(list)
    for paper in papers:
        by_number[paper.number].append(paper)
    for same in by_number.values():
        if len(same) > 1:
            named = joined(paper.words for paper in same)
            yield _crossing(look, TWICE, same, said("Một số dùng cho nhiều văn bản: {papers}.", papers=named))


def _against_dates(look: _Look, papers: Sequence[Paper]) -> Iterator[dict[str, Any]]:
    """FMT-N07, FMT-N08: the order of numbers against the order of dates."""
    dated = sorted(papers, key=lambda paper: (paper.date, paper.number))
    for n, (earlier, later) in enumerate(pairwise(dated), 2):
        if later.number < earlier.number:
            rule = RESTARTED if _begins_again(earlier, later, dated[n : n + 1]) else AGAINST_DATES
            told = said(_ORDER[rule], earlier=earlier.words, later=later.words)
            yield _crossing(look, rule, [earlier, later], told)


def _begins_again(earlier: Paper, later: Paper, following: Sequence[Paper]) -> bool:
    """True where a new year goes on from its low number; where nothing follows, the lighter reading is taken."""
    year = later.date.year
    return year > earlier.date.year and all(x.number < earlier.number for x in following if x.date.year == year)


_ORDER = {
    RESTARTED: N_("Số của năm sau bắt đầu lại từ thấp trong cùng nhiệm kỳ: {earlier}; {later}."),
    AGAINST_DATES: N_("Số nhỏ hơn lại có ngày muộn hơn: {earlier}; {later}."),
}


def _two_places(look: _Look, branch: Branch) -> Iterator[dict[str, Any]]:
    """PRC-O09: two minutes with the same people at the same time in different places."""
    d = t.documents.c
    query = (
        sa.select(t.items.c.ordinal, d.doc, d.kind_title, d.sha256, d.people, d.meets_from, d.meets_to, d.meets_at)
        .join(t.documents, d.result == t.items.c.result)
        .where(t.items.c.run == look.run, t.items.c.branch == branch.path, t.items.c.status == DONE, d.people != "")
        .where(d.meets_from.is_not(None), d.meets_to.is_not(None), d.meets_at.is_not(None))
        .order_by(d.meets_from, t.items.c.ordinal, d.doc)
    )
    going: list[Any] = []
    for row in look.connection.execute(query):
        going = [item for item in going if item.meets_to > row.meets_from]
        for other in going:
            if other.ordinal != row.ordinal and _same_team(other, row):  # within one dossier: meetings-overlap
                yield _meetings(branch.path, other, row)
        going.append(row)


def _same_team(one: Any, other: Any) -> bool:
    people = {fold(name) for name in one.people.split("|")} & {fold(name) for name in other.people.split("|")}
    return bool(people) and one.sha256 != other.sha256 and not _same_place(one.meets_at, other.meets_at)


def _same_place(one: str, other: str) -> bool:
    first, second = fold(one), fold(other)
    return first in second or second in first


def _meetings(branch: str, one: Any, other: Any) -> dict[str, Any]:
    both = joined(
        said(
            "{kind} tại {place}, {start}–{end}",
            kind=each.kind_title,
            place=each.meets_at,
            start=f"{each.meets_from:%H:%M}",
            end=f"{each.meets_to:%H:%M}",
        )
        for each in (one, other)
    )
    message = said(
        "Cùng người, cùng lúc ngày {day}, hai nơi: {meetings}; cần xem có ghi nhầm giờ không.",
        day=day_said(one.meets_from.date()),
        meetings=both,
    )
    marks = [f"{x.meets_from}|{x.meets_to}|{fold(x.meets_at)}" for x in (one, other)]
    return _row(TWO_PLACES, branch, message, [one.ordinal, other.ordinal], marks)


def _crossing(look: _Look, rule: str, papers: Sequence[Paper], message: Said) -> dict[str, Any]:
    marks = [f"{paper.series}|{paper.number}|{paper.date}|{paper.subject}" for paper in papers]
    told = message + _source(look, max(paper.date for paper in papers))
    return _row(rule, papers[0].branch, told, [ordinal for paper in papers for ordinal in paper.ordinals], marks)


def _source(look: _Look, on: dt.date) -> Said:
    """Name the text on numbering that held that day; its words were seen second-hand only."""
    regulations = look.book.regulations
    held = [regulations[name] for name in _SOURCES if name in regulations and regulations[name].in_force.covers(on)]
    if not held:
        return NOTHING
    return said(
        " (Theo {source}: số lấy liên tục theo loại văn bản trong cả nhiệm kỳ; cần đối chiếu văn bản gốc.)",
        source=f"{held[-1].kind} {held[-1].number}",
    )


def _row(rule: str, branch: str, message: Said, ordinals: Iterable[int], marks: Iterable[str]) -> dict[str, Any]:
    print_of = hashlib.sha256("|".join((rule, branch, *sorted(marks))).encode()).hexdigest()[:16]
    every = sorted(set(ordinals))
    named = [*map(str, every[:_FEW]), *(["…"] if len(every) > _FEW else [])]
    return {
        "branch": branch,
        "rule": rule,
        "severity": _SEVERITY[rule],
        "fingerprint": print_of,
        "message": message,
        "ordinals": ",".join(named),
    }
