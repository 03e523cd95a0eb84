"""What no dossier shows alone: one number used twice, numbers against dates, one team in two places at one time.

Numbers are compared only where the branch's file gives the dates of its term; the same paper filed in two dossiers is
one paper.
"""

from __future__ import annotations

import datetime as dt
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
from engine.locale.words import day
from parsers.vietnamese import fold

TWICE, AGAINST_DATES, RESTARTED, TWO_PLACES = (
    "number-used-twice",
    "numbers-against-dates",
    "numbers-restarted",
    "team-in-two-places",
)
CHECKS = {TWICE: "FMT-N06", AGAINST_DATES: "FMT-N07", RESTARTED: "FMT-N08", TWO_PLACES: "PRC-O09"}
_SEVERITY = {TWICE: "error", AGAINST_DATES: "warning", RESTARTED: "note", TWO_PLACES: "note"}
_FEW = 12  # ordinals named in one message


@dataclass(slots=True)
class Paper:
    """One paper, in all dossiers it is filed in."""

    branch: str
    kind: str
    kind_title: str
    body: str
    number: int
    symbol: str
    date: dt.date
    subject: str
    ordinals: list[int] = field(default_factory=list)

    @property
    def series(self) -> tuple[str, str, str]:
        """Numbers run by body and kind of paper: «KH/CB» is both."""
        return self.branch, self.body, self.symbol

    @property
    def words(self) -> str:
        """The paper as people name it."""
        return f"{self.kind_title} số {self.number:02d}-{self.symbol.upper()}, ngày {day(self.date)}"


def look_across(store: Store, run: Run) -> None:
    """Find what concerns several dossiers and write it to the run."""
    branches = store.branches(run.id)
    with store.engine.begin() as connection:
        connection.execute(t.crossings.delete().where(t.crossings.c.run == run.id))
        rows: list[dict[str, Any]] = []
        for branch in branches.values():
            rows += _of_branch(connection, run.id, branch)
        if rows:
            connection.execute(t.crossings.insert(), [{"run": run.id, "n": n, **row} for n, row in enumerate(rows, 1)])


def _of_branch(connection: sa.Connection, run: int, branch: Branch) -> Iterator[dict[str, Any]]:
    if branch.term_start and branch.term_end:
        papers = _papers(connection, run, branch)
        yield from _twice(papers)
        yield from _series(papers)
    yield from _two_places(connection, run, branch)


def _papers(connection: sa.Connection, run: int, branch: Branch) -> list[Paper]:
    d = t.documents.c
    query = (
        sa.select(t.items.c.ordinal, d.kind, d.kind_title, d.body, d.number, d.symbol, d.date, d.subject)
        .join(t.documents, d.result == t.items.c.result)
        .where(t.items.c.run == run, t.items.c.branch == branch.path, t.items.c.status == DONE)
        .where(d.number.is_not(None), d.symbol.is_not(None), d.kind.is_not(None), d.body.is_not(None))
        .where(d.date.between(branch.term_start, branch.term_end))
        .order_by(t.items.c.ordinal)
    )
    known: dict[tuple[Any, ...], Paper] = {}
    for row in connection.execute(query):
        if re.fullmatch(r"\d{1,5}", row.number):
            made = Paper(
                branch.path,
                row.kind,
                row.kind_title,
                row.body,
                int(row.number),
                fold(row.symbol),
                row.date,
                fold(row.subject or ""),
            )
            key = (made.series, made.kind, made.number, made.date, made.subject)
            known.setdefault(key, made).ordinals.append(row.ordinal)
    return list(known.values())


def _twice(papers: Sequence[Paper]) -> Iterator[dict[str, Any]]:
    """FMT-N06: two different papers with one number."""
    by_number: dict[tuple[Any, ...], list[Paper]] = defaultdict(list)
    for paper in papers:
        by_number[paper.series, paper.number].append(paper)
    for same in by_number.values():
        if len(same) > 1:
            yield _crossing(TWICE, same, f"Một số dùng cho nhiều văn bản: {'; '.join(paper.words for paper in same)}.")


def _series(papers: Sequence[Paper]) -> Iterator[dict[str, Any]]:
    """FMT-N07, FMT-N08: the order of numbers against the order of dates."""
    series: dict[tuple[str, str, str], list[Paper]] = defaultdict(list)
    for paper in papers:
        series[paper.series].append(paper)
    for same in series.values():
        same.sort(key=lambda paper: (paper.date, paper.number))
        for earlier, later in pairwise(same):
            if later.number >= earlier.number:
                continue
            if later.date.year > earlier.date.year and later.number <= 2:
                message = f"Đánh lại số từ đầu năm giữa nhiệm kỳ: {earlier.words}; {later.words}."
                yield _crossing(RESTARTED, [earlier, later], message)
            else:
                message = f"Số nhỏ hơn lại có ngày muộn hơn: {earlier.words}; {later.words}."
                yield _crossing(AGAINST_DATES, [earlier, later], message)


def _two_places(connection: sa.Connection, run: int, branch: Branch) -> Iterator[dict[str, Any]]:
    """PRC-O09: two minutes with the same people at the same time in different places."""
    d = t.documents.c
    query = (
        sa.select(t.items.c.ordinal, d.kind_title, d.sha256, d.people, d.meets_from, d.meets_to, d.meets_at)
        .join(t.documents, d.result == t.items.c.result)
        .where(t.items.c.run == run, t.items.c.branch == branch.path, t.items.c.status == DONE, d.people != "")
        .where(d.meets_from.is_not(None), d.meets_to.is_not(None), d.meets_at.is_not(None))
        .order_by(d.meets_from, t.items.c.ordinal)
    )
    going: list[Any] = []
    for row in connection.execute(query):
        going = [item for item in going if item.meets_to > row.meets_from]
        for other in going:
            if _same_team(other, row):
                yield _meeting_crossing(branch.path, other, row)
        going.append(row)


def _same_team(one: Any, other: Any) -> bool:
    people = {fold(name) for name in one.people.split("|")} & {fold(name) for name in other.people.split("|")}
    return bool(people) and one.sha256 != other.sha256 and not _same_place(one.meets_at, other.meets_at)


def _same_place(one: str, other: str) -> bool:
    first, second = fold(one), fold(other)
    return first in second or second in first


def _meeting_crossing(branch: str, one: Any, other: Any) -> dict[str, Any]:
    times = [
        f"{item.kind_title} tại {item.meets_at}, {item.meets_from:%H:%M}–{item.meets_to:%H:%M}" for item in (one, other)
    ]
    message = f"Cùng người, cùng lúc ngày {day(one.meets_from.date())}, hai nơi: {'; '.join(times)}."
    return _row(TWO_PLACES, branch, message, [one.ordinal, other.ordinal])


def _crossing(rule: str, papers: Sequence[Paper], message: str) -> dict[str, Any]:
    return _row(rule, papers[0].branch, message, [ordinal for paper in papers for ordinal in paper.ordinals])


def _row(rule: str, branch: str, message: str, ordinals: Iterable[int]) -> dict[str, Any]:
    print_of = hashlib.sha256(f"{rule}|{branch}|{message}".encode()).hexdigest()[:16]
    named = sorted(set(ordinals))[:_FEW]
    return {
        "branch": branch,
        "rule": rule,
        "severity": _SEVERITY[rule],
        "fingerprint": print_of,
        "message": message,
        "ordinals": ",".join(map(str, named)),
    }
