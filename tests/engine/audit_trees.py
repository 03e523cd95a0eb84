"""Small trees of dossiers, audited in this process, and what came of it: for the tests of the audit."""

from __future__ import annotations

import datetime as dt
import importlib.util
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from engine.audit import job as jobs
from engine.audit import summary as figures
from engine.audit import tables as t
from engine.audit.run import AuditOptions, audit
from engine.audit.store import Store
from engine.audit.store_open import url_of
from engine.check import CheckOptions
from parsers.facts import Dossier

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "dossiers"
FAULTY = SAMPLES / "chi-bo-kiem-tra-faulty"
CHECK = CheckOptions(on=dt.date(2026, 11, 20))


class Serial(Executor):
    """Does each job at once, in this process: the same code without the start of processes."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


@contextmanager
def serial() -> Iterator[Executor]:
    yield Serial()


def maker() -> Any:
    spec = importlib.util.spec_from_file_location("make_tree", ROOT / "tests/benchmarks/make_tree.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def small(folder: Path, *numbers: str, source: Path = FAULTY) -> Path:
    """A dossier of a few papers of a sample."""
    folder.mkdir(parents=True)
    for file in source.iterdir():
        if file.name[:2] in (numbers or ("01", "08")):
            shutil.copy(file, folder)
    return folder


def run(store: Path, root: Path, **options: Any) -> tuple[Store, int]:
    with Store.opened(url_of(str(store))) as opened:
        number = audit(opened, [str(root)], AuditOptions(options.pop("check", CHECK), start=serial, **options))
    return opened, number


def state(store: Store, number: int) -> dict[Any, Any]:
    """What a run found: of each dossier its state and its findings, independent of ids."""
    found: dict[Any, Any] = {
        (row.shown, row.status, row.verdict): Counter[str]() for row in figures.dossiers(store, number)
    }
    names = {row.ordinal: (row.shown, row.status, row.verdict) for row in figures.dossiers(store, number)}
    for row in figures.findings(store, number):
        found[names[row.ordinal]][f"{row.fingerprint}:{row.outcome}"] += 1
    return found


def everything(store: Path) -> bytes:
    return b"".join(file.read_bytes() for file in store.parent.glob(f"{store.name}*"))


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Count the dossiers whose files are read."""
    parsed: list[Path] = []
    parse = jobs.read_dossier

    def parse_and_count(path: Path, *args: Any, **kwargs: Any) -> Dossier:
        parsed.append(path)
        return parse(path, *args, **kwargs)

    monkeypatch.setattr(jobs, "read_dossier", parse_and_count)
    return parsed


def written(store: Path) -> int:
    if not store.exists() or not store.stat().st_size:
        return 0
    engine = sa.create_engine(f"sqlite:///file:{store}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.count()).where(t.items.c.status == "done")) or 0
    except sa.exc.OperationalError:
        return 0
    finally:
        engine.dispose()
