"""What changed since the last run: faults (a dossier and a fingerprint) that are new, still there, mended."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from engine.audit import tables as t
from engine.audit.store import DONE, FAILED, Run, Store


def compare(store: Store, run: Run) -> dict[str, int] | None:
    """Return the numbers of the run; None for the first."""
    found = by_branch(store, run.id)
    if found is None:
        return None
    return {f"faults_{word}": sum(numbers[word] for numbers in found.values()) for word in ("new", "still", "mended")}


def by_branch(store: Store, run: int) -> dict[str, dict[str, int]] | None:
    """Return new, still and mended for each branch; None where there is nothing to compare with.

    A fault is mended when its dossier was checked again and neither fails nor is open or set aside there. The database
    compares: two runs over a million dossiers hold more faults than a parent should keep in memory.
    """
    with store.engine.connect() as connection:
        previous = connection.scalar(sa.select(t.runs.c.previous).where(t.runs.c.id == run))
        if previous is None:
            return None
        numbers: dict[str, dict[str, int]] = {}
        for query in (_new_and_still(run, previous), _mended(run, previous)):
            for row in connection.execute(query):
                known = numbers.setdefault(row.branch, {"new": 0, "still": 0, "mended": 0})
                known.update({word: int(row._mapping[word]) for word in row._fields if word != "branch"})
    return numbers


def _new_and_still(run: int, previous: int) -> sa.Select[Any]:
    """Of what could not be checked before nobody knows whether its faults are new: they are not counted."""
    now, before = _faults(run, _FAULT).cte("now"), _faults(previous, _FAULT).cte("before")
    unknown = _dossiers(previous, FAILED).cte("unknown")
    was = before.c.fingerprint.is_not(None)
    joined = now.outerjoin(before, _same(now, before)).outerjoin(unknown, unknown.c.shown == now.c.shown)
    return (
        sa.select(now.c.branch, _count(was, "still"), _count(~was & unknown.c.shown.is_(None), "new"))
        .select_from(joined)
        .group_by(now.c.branch)
    )


def _mended(run: int, previous: int) -> sa.Select[Any]:
    before, now = _faults(previous, _FAULT).cte("before"), _faults(run, sa.true()).cte("now")
    checked = _dossiers(run, DONE).cte("checked")
    joined = before.join(checked, checked.c.shown == before.c.shown).outerjoin(now, _same(now, before))
    gone = now.c.fingerprint.is_(None)
    return sa.select(before.c.branch, _count(gone, "mended")).select_from(joined).group_by(before.c.branch)


_FAULT = (t.findings.c.outcome == "fail") & t.findings.c.dismissed.is_(None)


def _faults(run: int, which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The findings of a run, each once for its dossier and fingerprint."""
    return (
        sa.select(t.items.c.branch, t.items.c.shown, t.findings.c.fingerprint)
        .join(t.findings, t.findings.c.result == t.items.c.result)
        .where(t.items.c.run == run, which)
        .distinct()
    )


def _dossiers(run: int, status: str) -> sa.Select[Any]:
    return sa.select(t.items.c.shown).where(t.items.c.run == run, t.items.c.status == status)


def _same(one: sa.CTE, other: sa.CTE) -> sa.ColumnElement[bool]:
    return (one.c.shown == other.c.shown) & (one.c.fingerprint == other.c.fingerprint)


def _count(which: sa.ColumnElement[bool], name: str) -> sa.Label[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((which, 1), else_=0)), 0).label(name)


def trend(store: Store, run: int, most: int = 12) -> list[Any]:
    """Return the last finished runs of the same scope up to this one: day, dossiers, faults; oldest first."""
    scope = sa.select(t.runs.c.scope).where(t.runs.c.id == run).scalar_subquery()
    query = (
        sa.select(
            t.runs.c.id,
            t.runs.c.on_day,
            sa.func.count(t.items.c.ordinal).label("dossiers"),
            sa.func.coalesce(sa.func.sum(t.results.c.errors), 0).label("errors"),
            sa.func.coalesce(sa.func.sum(t.results.c.warnings), 0).label("warnings"),
            t.runs.c.faults_new,
            t.runs.c.faults_still,
            t.runs.c.faults_mended,
        )
        .join(t.items, t.items.c.run == t.runs.c.id)
        .outerjoin(t.results, t.results.c.id == t.items.c.result)
        .where(t.runs.c.scope == scope, t.runs.c.id <= run, t.runs.c.finished.is_not(None), t.items.c.status == DONE)
        .group_by(t.runs.c.id)
        .order_by(t.runs.c.id.desc())
        .limit(most)
    )
    with store.engine.connect() as connection:
        return list(reversed(connection.execute(query).all()))
