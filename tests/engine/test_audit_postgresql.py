"""PostgreSQL as a store, against a real server from Debian's package that the tests start."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from audit_rows import begun, done
from audit_trees import CHECK, run, serial, small, state

from engine.audit import store_open
from engine.audit import tables as t
from engine.audit.history import by_branch, compare
from engine.audit.run import AuditOptions, audit
from engine.audit.store import Recorder, Store
from engine.audit.store_open import url_of
from engine.audit.summary import dossiers, summary_of
from engine.errors import SystemFault

PASSWORD = "kín-đáo"


def bin_folder() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert found, "the Debian package postgresql is needed"
    return found[-1].parent


class Server:
    """A server of its own in a temporary folder, on a free port of this machine."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._data = folder, str(folder / "data")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"postgresql://hoso@127.0.0.1:{self._port}/postgres"
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        (folder / "password").chmod(0o644)
        secured = ("-U", "hoso", "-A", "scram-sha-256", "--pwfile", str(folder / "password"))
        self._do("initdb", "-D", self._data, *secured, "-N", "-E", "UTF8")

    def start(self) -> None:
        settings = (
            f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self._folder} -c fsync=off"
        )
        self._do("pg_ctl", "-D", self._data, "-o", settings, "-l", str(self._folder / "log"), "-w", "start")

    def stop(self) -> None:
        """Go at once, without a word to those who are connected."""
        self._do("pg_ctl", "-D", self._data, "stop", "-m", "immediate")

    def running(self) -> bool:
        return (self._folder / "data/postmaster.pid").exists()

    def _do(self, tool: str, *arguments: str) -> None:
        """Run as nobody of importance: the server refuses to be started by root."""
        plain = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.getuid() == 0 else []
        command = [*plain, str(bin_folder() / tool), *arguments]
        subprocess.run(command, cwd=self._folder, check=True, capture_output=True, timeout=60)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv(store_open.PASSWORD, PASSWORD)
    folder = Path(tempfile.mkdtemp(prefix="hoso-tests-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    made = Server(folder)
    made.start()
    try:
        yield made
    finally:
        if made.running():
            made.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_postgresql_keeps_a_run(server: Server) -> None:
    url = url_of(server.address)
    with Store.opened(url) as store:
        with store.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), t.META) == []
        run = begun(store)
        recorder = Recorder(store, run)
        recorder.record([done(1, "k"), done(2, "k")])
        recorder.reuse([(3, store.results_of(["k"])["k"])])
        store.finish(run, compare(store, run))
        assert summary_of(store, run.id).totals.errors == 3
        assert [row.reused for row in dossiers(store, run.id)] == [False, False, True]
        assert store.facts_of("facts-k") == b"body"
        second = begun(store)
        recorder = Recorder(store, second)
        recorder.record([done(1, "other"), done(2, "k")])
        assert by_branch(store, second.id) == {"a": {"new": 0, "still": 2, "mended": 0}}
        with pytest.raises(SystemFault, match="lần rà soát khác"), Store.opened(url):
            pass


def test_a_wrong_password_is_told_and_not_shown(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store_open.PASSWORD, "sai")
    with pytest.raises(SystemFault, match="tên hoặc mật khẩu") as told, Store.opened(url_of(server.address)):
        pass
    assert "sai" not in told.value.message.partition(":")[0]


def test_a_server_that_goes_in_the_middle_costs_nothing_that_was_written(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.audit.run._LOT", 1)
    for number in range(6):
        small(tmp_path / f"tree/b{number % 2}/{number}", f"{number + 1:02d}", "08")
    asked = AuditOptions(CHECK, start=serial, progress=lambda done, _total, _name: server.stop() if done == 3 else None)
    with pytest.raises(SystemFault, match="máy chủ") as told, Store.opened(url_of(server.address)) as store:
        audit(store, [str(tmp_path / "tree")], asked)
    assert "--resume" in told.value.advice
    with pytest.raises(SystemFault, match="máy chủ"), Store.opened(url_of(server.address)):
        pass
    server.start()
    resumed: list[int] = []
    again = AuditOptions(CHECK, start=serial, resume=True, progress=lambda done, _total, _name: resumed.append(done))
    with Store.opened(url_of(server.address)) as store:
        number = audit(store, [str(tmp_path / "tree")], again)
        found = state(store, number)
    undisturbed, whole = run(tmp_path / "fresh.sqlite", tmp_path / "tree")
    assert found == state(undisturbed, whole)
    assert (number, resumed) == (1, [3, 4, 5, 6])  # two were written before it went
