"""The store: runs, what was found of each dossier, facts and results by their keys."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Self
from urllib.parse import quote_from_bytes, unquote_to_bytes

import sqlalchemy as sa
from sqlalchemy.engine import URL

from engine.audit import tables as t
from engine.audit.branches import Branch
from engine.audit.discover import Aside, Found
from engine.audit.job import Done
from engine.audit.store_open import alone, bring_up_to_date, connect, told
from engine.locale.words import same

WAITING, DONE, FAILED, SECRET, ASIDE = "waiting", "done", "failed", "secret", "aside"
_PAGE = 500
_RAW = "bytes:"


def now() -> dt.datetime:
    """Return the time in UTC, as the store keeps it."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


def path_text(path: str) -> str:
    """Return a path as text any database takes: names that are no Unicode are written by their bytes."""
    try:
        path.encode()
        plain = not path.startswith(_RAW)
    except UnicodeEncodeError:
        plain = False
    return path if plain else _RAW + quote_from_bytes(os.fsencode(path), safe="/")


def text_path(text: str) -> str:
    """Return the path of `path_text`."""
    return os.fsdecode(unquote_to_bytes(text.removeprefix(_RAW))) if text.startswith(_RAW) else text


@dataclass(frozen=True, slots=True)
class Run:
    """One run over a tree."""

    id: int
    on: dt.date
    listed: bool


class Store:
    """An open store. Every method raises StoreLost, in words, where the database refuses."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.engine = connect(url)

    @classmethod
    @contextmanager
    def opened(cls, url: URL, *, writing: bool = True) -> Iterator[Self]:
        """Open a store; for writing it is held alone."""
        store = cls(url)
        try:
            with told(url):
                if writing:
                    with alone(store.engine, url):
                        bring_up_to_date(store.engine, url)
                        yield store
                        store._tidy()
                else:
                    bring_up_to_date(store.engine, url)
                    yield store
        finally:
            store.engine.dispose()

    def _tidy(self) -> None:
        """Move what SQLite keeps in its journal into the file, so that nothing erased lingers there."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    # ------------------------------------------------------------ runs

    def begin(self, scope: str, roots: str, on: dt.date, rules_digest: str, program: str) -> Run:
        """Start a run."""
        previous = self.last_finished(scope)
        values = {
            "started": now(),
            "listed": False,
            "on_day": on,
            "scope": scope,
            "roots": roots,
            "rules_digest": rules_digest,
            "program": program,
            "previous": previous,
        }
        with self.engine.begin() as connection:
            made = connection.execute(t.runs.insert().values(values)).inserted_primary_key
        assert made is not None
        return Run(made[0], on, listed=False)

    def unfinished(self, scope: str) -> Run | None:
        """Return the last run of the scope where it was not finished."""
        query = sa.select(t.runs).where(t.runs.c.scope == scope).order_by(t.runs.c.id.desc()).limit(1)
        with self.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return Run(row.id, row.on_day, row.listed) if row is not None and row.finished is None else None

    def last_finished(self, scope: str) -> int | None:
        """Return the id of the last finished run of the scope."""
        query = sa.select(sa.func.max(t.runs.c.id)).where(t.runs.c.scope == scope, t.runs.c.finished.is_not(None))
        with self.engine.connect() as connection:
            found: int | None = connection.scalar(query)
        return found

    def finish(self, run: Run, history: Mapping[str, int] | None) -> None:
        """Mark a run as finished."""
        values = {"finished": now()} | dict(history or {})
        with self.engine.begin() as connection:
            connection.execute(t.runs.update().where(t.runs.c.id == run.id).values(values))

    def discard(self, run: Run) -> None:
        """Let go of a run that found nothing: nobody should go on with it."""
        with self.engine.begin() as connection:
            connection.execute(t.runs.delete().where(t.runs.c.id == run.id))

    def expire(self, days: int = 730) -> None:
        """Let go of runs older than `days`, and of results and facts no run speaks of any more."""
        limit = now() - dt.timedelta(days=days)
        used = sa.select(t.items.c.result).where(t.items.c.result.is_not(None))
        known = sa.select(t.results.c.facts).where(t.results.c.facts.is_not(None))
        with self.engine.begin() as connection:
            connection.execute(t.runs.delete().where(t.runs.c.started < limit))
            connection.execute(t.results.delete().where(t.results.c.made < limit, t.results.c.id.not_in(used)))
            connection.execute(t.facts.delete().where(t.facts.c.made < limit, t.facts.c.key.not_in(known)))

    def list_items(self, run: Run, found: Iterable[Found | Aside]) -> None:
        """Write the dossiers of the tree as waiting, in their order: all of them or none."""
        seen: dict[str, Branch] = {}
        with self.engine.begin() as connection:
            batch: list[dict[str, Any]] = []
            for ordinal, item in enumerate(found, 1):
                if isinstance(item, Found):
                    seen.setdefault(item.branch.path, item.branch)
                batch.append({"run": run.id, "ordinal": ordinal, **_item(item)})
                if len(batch) == _PAGE:
                    connection.execute(t.items.insert(), batch)
                    batch = []
            if batch:
                connection.execute(t.items.insert(), batch)
            if seen:
                connection.execute(t.branches.insert(), [{"run": run.id, **asdict(item)} for item in seen.values()])
            connection.execute(t.runs.update().where(t.runs.c.id == run.id).values(listed=True))

    def branches(self, run: int) -> dict[str, Branch]:
        """Return the branches of a run by path."""
        names = [column for column in t.branches.c if column.name != "run"]
        query = sa.select(*names).where(t.branches.c.run == run)
        with self.engine.connect() as connection:
            return {row.path: Branch(**row._mapping) for row in connection.execute(query)}

    def waiting(self, run: Run) -> Iterator[Sequence[Any]]:
        """Yield the waiting dossiers of a run, page by page."""
        after = 0
        while True:
            query = (
                sa.select(t.items.c.ordinal, t.items.c.branch, t.items.c.path, t.items.c.shown)
                .where(t.items.c.run == run.id, t.items.c.status == WAITING, t.items.c.ordinal > after)
                .order_by(t.items.c.ordinal)
                .limit(_PAGE)
            )
            with self.engine.connect() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield rows
            after = rows[-1].ordinal

    def count(self, run: Run, *status: str) -> int:
        """Count the dossiers of a run with one of the states."""
        query = sa.select(sa.func.count()).where(t.items.c.run == run.id, t.items.c.status.in_(status))
        with self.engine.connect() as connection:
            return connection.scalar(query) or 0

    def wait_again(self, run: Run, dossiers: Iterable[str]) -> None:
        """Let dossiers that are done wait once more."""
        done = (t.items.c.run == run.id) & t.items.c.status.in_((DONE, FAILED))
        with self.engine.begin() as connection:
            for shown in dossiers:
                mine = done & (t.items.c.shown == shown)
                connection.execute(t.items.update().where(mine).values(status=WAITING, result=None, reason=None))

    # ------------------------------------------------------------ what is known by its key

    def has_facts(self) -> bool:
        """True when any dossier was ever read."""
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(t.facts.c.key).limit(1)) is not None

    def results_of(self, wanted: Iterable[str]) -> dict[str, int]:
        """Return the known results by key."""
        query = sa.select(t.results.c.key, t.results.c.id).where(t.results.c.key.in_(list(wanted)))
        with self.engine.connect() as connection:
            return {row.key: row.id for row in connection.execute(query)}

    def facts_of(self, key: str) -> bytes | None:
        """Return the facts of a key."""
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(t.facts.c.body).where(t.facts.c.key == key))

    def answers_of(self, place: str) -> dict[str, str]:
        """Return the committee's own answers by dossier."""
        query = sa.select(t.answers.c.path, t.answers.c.text).where(t.answers.c.scope == place)
        with self.engine.connect() as connection:
            return {row.path: row.text for row in connection.execute(query)}

    def answer(self, place: str, shown: str, text: str) -> None:
        """Keep the committee's answers for a dossier: the text of a hoso.yaml; runs follow it. Empty: taken back."""
        mine = (t.answers.c.scope == place) & (t.answers.c.path == shown)
        values = {"scope": place, "path": shown, "text": text, "made": now()}
        with told(self.url), self.engine.begin() as connection:
            connection.execute(t.answers.delete().where(mine))
            if text:
                connection.execute(t.answers.insert().values(values))


def _item(item: Found | Aside) -> dict[str, Any]:
    if isinstance(item, Aside):
        reason = same(f"{item.code}: ") + item.detail if item.detail else same(item.code)
        return {
            "branch": None,
            "path": None,
            "shown": item.shown,
            "status": ASIDE,
            "reason": reason,
            "reused": False,
        }
    return {
        "branch": item.branch.path,
        "path": path_text(str(item.path)),
        "shown": item.shown,
        "status": WAITING,
        "reason": None,
        "reused": False,
    }


class Recorder:
    """Writes what came of dossiers, some at a time, each lot whole or not at all."""

    def __init__(self, store: Store, run: Run) -> None:
        self._engine = store.engine
        self._run = run.id

    def reuse(self, results: Sequence[tuple[int, int]]) -> None:
        """Give waiting dossiers (ordinal, result) results that are known."""
        if not results:
            return
        update = (
            t.items.update()
            .where(t.items.c.run == self._run, t.items.c.ordinal == sa.bindparam("o"), t.items.c.status == WAITING)
            .values(status=DONE, result=sa.bindparam("r"), reused=True)
        )
        with self._engine.begin() as connection:
            connection.execute(update, [{"o": ordinal, "r": result} for ordinal, result in results])

    def record(self, lot: Sequence[Done]) -> None:
        """Write a lot; a dossier that is not waiting any more is left as it is."""
        with self._engine.begin() as connection:
            open_ones = set(
                connection.scalars(
                    sa.select(t.items.c.ordinal).where(
                        t.items.c.run == self._run,
                        t.items.c.status == WAITING,
                        t.items.c.ordinal.in_([done.ordinal for done in lot]),
                    )
                )
            )
            for done in lot:
                if done.ordinal in open_ones:
                    self._one(connection, done)

    def _one(self, connection: sa.Connection, done: Done) -> None:
        if done.status == SECRET:
            self._forget(connection, done.ordinal)
            return
        result = self._result(connection, done) if done.status == DONE else None
        self._set(connection, done.ordinal, status=done.status, reason=done.reason or None, result=result)

    def _set(self, connection: sa.Connection, ordinal: int, **values: Any) -> None:
        mine = (t.items.c.run == self._run) & (t.items.c.ordinal == ordinal)
        connection.execute(t.items.update().where(mine).values(values))

    def _result(self, connection: sa.Connection, done: Done) -> int:
        if done.result_key:
            query = sa.select(t.results.c.id).where(t.results.c.key == done.result_key)
            known: int | None = connection.scalar(query)
            if known is not None:
                return known
        self._facts(connection, done)
        values = {"key": done.result_key, "facts": done.facts_key, "made": now(), **done.result}
        key = connection.execute(t.results.insert().values(values)).inserted_primary_key
        assert key is not None
        for table, rows in ((t.findings, done.findings), (t.documents, done.documents), (t.incidents, done.incidents)):
            if rows:
                connection.execute(table.insert(), [{"result": key[0], **row} for row in rows])
        return int(key[0])

    def _facts(self, connection: sa.Connection, done: Done) -> None:
        if done.facts is None:
            return
        if connection.scalar(sa.select(t.facts.c.key).where(t.facts.c.key == done.facts_key)) is None:
            values = {"key": done.facts_key, "body": done.facts, "made": now()}
            connection.execute(t.facts.insert().values(values))

    def _forget(self, connection: sa.Connection, ordinal: int) -> None:
        """After a secrecy stamp only the ordinal stays, in this run and in those before."""
        mine = (t.items.c.run == self._run) & (t.items.c.ordinal == ordinal)
        path = connection.scalar(sa.select(t.items.c.path).where(mine))
        same = t.items.c.path == path
        results = [item for item in connection.scalars(sa.select(t.items.c.result).where(same)) if item]
        nothing = {"branch": None, "path": None, "shown": None, "reason": None, "result": None}
        connection.execute(t.items.update().where(same).values(status=SECRET, **nothing))
        drop_results(connection, results)


def drop_results(connection: sa.Connection, results: Sequence[int]) -> None:
    """Delete results no run speaks of, with the facts they came from."""
    for result in results:
        if connection.scalar(sa.select(t.items.c.ordinal).where(t.items.c.result == result).limit(1)) is None:
            facts = connection.scalar(sa.select(t.results.c.facts).where(t.results.c.id == result))
            connection.execute(t.results.delete().where(t.results.c.id == result))
            used = sa.select(t.results.c.id).where(t.results.c.facts == facts).limit(1)
            if facts and connection.scalar(used) is None:
                connection.execute(t.facts.delete().where(t.facts.c.key == facts))
