"""The store: its tables and migrations, what it says when it cannot be used, PostgreSQL."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from audit_rows import BRANCH, DAY, RESULT, begun, done

from engine.audit import store_open
from engine.audit import tables as t
from engine.audit.discover import Aside, Found
from engine.audit.job import Done
from engine.audit.store import Recorder, Store, path_text, text_path
from engine.audit.store_open import REVISION, masked, url_of
from engine.audit.summary import dossiers
from engine.errors import SystemFault, UsageError


def test_migrations_make_the_tables_the_program_writes(tmp_path: Path) -> None:
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store, store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), t.META) == []
    config = Config()
    config.set_main_option("script_location", str(Path(store_open.__file__).with_name("migrations")))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_a_lot_is_written_once_however_often_it_comes(tmp_path: Path) -> None:
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store:
        run = begun(store)
        recorder = Recorder(store, run)
        recorder.record([done(1, "k"), done(2, "k"), done(3)])
        recorder.record([done(1, "k"), done(3)])
        with store.engine.connect() as connection:
            count = {
                name: connection.scalar(sa.select(sa.func.count()).select_from(table))
                for name, table in t.META.tables.items()
            }
    assert (count["items"], count["results"], count["facts"], count["findings"]) == (3, 2, 1, 2)


@pytest.mark.parametrize("ordinal", [1, 2])
def test_a_lot_is_written_whole_or_not_at_all(tmp_path: Path, ordinal: int) -> None:
    broken = Done(ordinal, "done", result=RESULT | {"verdict": None})
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store:
        run = begun(store)
        with pytest.raises(sa.exc.IntegrityError):
            Recorder(store, run).record([done(3, "k"), broken])
        assert store.count(run, "waiting") == 3
        assert store.results_of(["k"]) == {}


def test_what_lies_beside_dossiers_is_kept_as_aside(tmp_path: Path) -> None:
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store:
        run = store.begin("scope", "root", DAY, "digest", "0")
        store.list_items(run, [Aside("x.pdf", "loose-paper"), Found(Path("/x/1"), "a/1", BRANCH)])
        assert [row.status for row in dossiers(store, run.id)] == ["aside", "waiting"]
        assert store.branches(run.id) == {"a": BRANCH}


@pytest.mark.parametrize("raw", [b"/a/plain", "/a/hồ sơ".encode(), b"/a/\xff\xfe %41", b"bytes:/x"])
def test_paths_of_any_bytes_are_kept(raw: bytes) -> None:
    text = path_text(os.fsdecode(raw))
    text.encode()
    assert os.fsencode(text_path(text)) == raw


def test_old_runs_expire_with_what_only_they_speak_of(tmp_path: Path) -> None:
    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store:
        old, new = begun(store), begun(store)
        Recorder(store, old).record([done(1, "old"), done(2, "both")])
        Recorder(store, new).record([done(1, "both")])
        long_ago = dt.datetime(2020, 1, 1)  # noqa: DTZ001 - the store keeps UTC without saying so
        with store.engine.begin() as connection:
            connection.execute(t.runs.update().where(t.runs.c.id == old.id).values(started=long_ago))
            for table in (t.results, t.facts):
                connection.execute(table.update().values(made=long_ago))
        store.expire()
        assert list(store.results_of(["old", "both"])) == ["both"]
        assert store.facts_of("facts-old") is None
        assert store.facts_of("facts-both") == b"body"
        assert list(dossiers(store, old.id)) == []


# ---------------------------------------------------------------- what it says


def test_a_store_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    with Store.opened(url_of(str(file))):
        pass
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(SystemFault, match="phiên bản mới hơn") as told, Store.opened(url_of(str(file))):
        pass
    assert "Cập nhật" in told.value.advice
    assert file.read_bytes() == before


def test_a_store_somebody_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_open, "_BUSY_MS", 100)
    file = tmp_path / "s.sqlite"
    with (
        Store.opened(url_of(str(file))),
        pytest.raises(SystemFault, match="lần rà soát khác"),
        Store.opened(url_of(str(file))),
    ):
        pass
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(SystemFault, match="chương trình khác giữ") as told, Store.opened(url_of(str(file))) as store:
        store.begin("scope", "root", DAY, "digest", "0")
    holder.close()
    assert "--resume" in told.value.advice


def test_a_full_disk_is_told_and_what_was_written_stays(tmp_path: Path) -> None:
    file = tmp_path / "s.sqlite"
    with pytest.raises(SystemFault, match="hết chỗ") as told, Store.opened(url_of(str(file))) as store:
        run = begun(store, 50)
        Recorder(store, run).record([done(1, "k")])
        store.engine.dispose()

        @sa.event.listens_for(store.engine, "connect")
        def _small(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA max_page_count=1")  # SQLite takes the present size where this is less

        Recorder(store, run).record([Done(n, "done", "", f"f{n}", b"x" * 90_000, f"k{n}", RESULT) for n in range(2, 9)])
    assert "--resume" in told.value.advice
    with Store.opened(url_of(str(file))) as store:
        run = store.unfinished("scope")
        assert run is not None
        assert store.count(run, "done") == 1
        assert store.count(run, "waiting") == 49


def test_files_that_are_no_store_are_told(tmp_path: Path) -> None:
    (tmp_path / "s.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(SystemFault, match="không phải kho kết quả"), Store.opened(url_of(str(tmp_path / "s.sqlite"))):
        pass
    with pytest.raises(SystemFault, match="Không tạo hoặc không mở được"), Store.opened(url_of(str(tmp_path))):
        pass


@pytest.mark.parametrize("address", ["mysql://x/y", "postgresql://[::1", "://", "http://x"])
def test_addresses_that_are_none_are_told(address: str) -> None:
    with pytest.raises(UsageError, match="--store"):
        url_of(address)


def test_passwords_come_from_the_environment_and_never_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store_open.PASSWORD, "bí-mật-1")
    assert url_of("postgresql://me@db.example/x").password == "bí-mật-1"
    for address in ("postgresql://me@db.example/x", "postgresql://me:bi-mat-2@db.example/x"):
        assert "mật-1" not in masked(url_of(address))
        assert "bi-mat-2" not in masked(url_of(address))
        told = store_open._in_words("connection refused", url_of(address))
        assert "mat-2" not in told.message + told.advice


def test_a_server_elsewhere_is_spoken_to_encrypted() -> None:
    assert url_of("postgresql://me@db.example/x").query["sslmode"] == "require"
    assert "sslmode" not in url_of("postgresql://me@localhost/x").query
    assert url_of("postgresql://me@db.example/x?sslmode=verify-full").query["sslmode"] == "verify-full"
