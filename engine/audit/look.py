"""A store as a page shows it: its runs, the pages of one run, the report of one dossier with what its pictures need."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa

from engine.audit import facts_json, kept_reports, keys
from engine.audit import tables as t
from engine.audit.blind import blind
from engine.audit.dashboard import write_dashboard
from engine.audit.places import is_url
from engine.audit.store import Store, text_path
from engine.audit.store_open import default_store, url_of
from engine.audit.summary import summary_of
from engine.audit.words import dossier_words
from engine.findings import Report
from engine.locale.words import tr
from engine.rulebook.book import Rulebook
from parsers.facts import Dossier

MOST_RUNS = 50


@dataclass(frozen=True, slots=True)
class RunSeen:
    """One run in a line."""

    id: int
    on: dt.date
    finished: bool
    dossiers: int
    new: int | None
    still: int | None
    mended: int | None


@dataclass(frozen=True, slots=True)
class DossierSeen:
    """The report of a dossier; with its facts and its place where its files are still here, byte for byte."""

    report: Report
    dossier: Dossier | None = None
    path: Path | None = None


def own_store() -> Path | None:
    """Return the store of this machine's user, where there is one."""
    file = default_store()
    return file if file.is_file() else None


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[Store]:
    with Store.opened(url_of(str(file)), writing=False) as store:
        yield store


def runs_seen(file: Path) -> list[RunSeen]:
    """Return the last runs, the newest first. Raises HosoError where the store cannot be read."""
    counted = sa.select(sa.func.count()).where(t.items.c.run == t.runs.c.id, t.items.c.status != "aside")
    query = sa.select(t.runs, counted.scalar_subquery().label("dossiers")).order_by(t.runs.c.id.desc())
    with _opened(file) as store, store.engine.connect() as connection:
        return [
            RunSeen(
                row.id, row.on_day, row.finished is not None, row.dossiers,
                row.faults_new, row.faults_still, row.faults_mended,
            )
            for row in connection.execute(query.limit(MOST_RUNS))
        ]  # fmt: skip


def draw_run(file: Path, run: int, folder: Path, lang: str) -> None:
    """Write overview and branches of a run into `folder`. Raises HosoError."""
    with _opened(file) as store:
        write_dashboard(folder, store, summary_of(store, run), lang, None, show=False, reports=False)


def dossier_seen(file: Path, run: int, ordinal: int, book: Rulebook, lang: str) -> DossierSeen | None:
    """Return one dossier of a run, of tố cáo without what can name the accuser; None where there is no result."""
    query = (
        sa.select(t.items.c.path, t.items.c.shown, t.results.c.private, t.results.c.report, t.results.c.facts)
        .join(t.results, t.results.c.id == t.items.c.result)
        .where(t.items.c.run == run, t.items.c.ordinal == ordinal)
    )
    with _opened(file) as store:
        with store.engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        report = kept_reports.unpack(row.report, lang)
        if row.private:
            name = dossier_words(row.shown, ordinal, row.private, tr(lang))
            return DossierSeen(blind(report).model_copy(update={"dossier": name}))
        body = store.facts_of(row.facts) if row.facts else None
    path = _unchanged(row.path, row.facts, book)
    if path is None or body is None:
        return DossierSeen(report)
    return DossierSeen(report, replace(facts_json.unpack(body), name=report.dossier), path)


def _unchanged(stored: str | None, facts: str | None, book: Rulebook) -> Path | None:
    """Return where the dossier lies, as long as its bytes are those the report speaks of."""
    if stored is None or facts is None or is_url(stored):
        return None
    path = Path(text_path(stored))
    try:
        known = keys.facts_key(keys.content_key(path), keys.readers_key(book.catalogue()))
    except OSError:
        return None
    return path if known == facts else None
