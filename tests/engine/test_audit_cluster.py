"""An audit on a Dask cluster: a scheduler and two worker processes on loopback, one of them killed on the way."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.audit import crew
from engine.audit import summary as figures
from engine.audit.run import AuditOptions, audit
from engine.audit.store import Store
from engine.audit.store_open import url_of
from engine.check import CheckOptions
from engine.errors import SystemFault, UsageError

ROOT = Path(__file__).parents[2]
FAULTY = ROOT / "samples" / "dossiers" / "chi-bo-kiem-tra-faulty"
CHECK = CheckOptions(on=dt.date(2026, 11, 20))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def start(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    address = f"tcp://127.0.0.1:{free_port()}"
    port = address.rpartition(":")[2]
    scheduler = start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")
    worker = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [start(*worker, "--local-directory", str(tmp_path / f"w{n}")) for n in range(2)]
    try:
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def test_a_killed_worker_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    for number in range(16):
        folder = tmp_path / f"tree/b{number % 2}/{number:02d}"
        folder.mkdir(parents=True)
        shutil.copy(next(FAULTY.glob(f"{number % 12 + 1:02d}*")), folder)
    wait_for_workers(address, 2)
    told: list[int] = []
    with crew.cluster(address)() as pool:
        assert isinstance(pool, crew.Remote)
        assert pool.threads == 2

    def kill_one(done: int, _total: int, _name: str) -> None:
        told.append(done)
        if done == 3:
            os.kill(workers[0].pid, signal.SIGKILL)

    with Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store:
        number = audit(store, [str(tmp_path / "tree")], AuditOptions(CHECK, cluster=address, progress=kill_one))
        rows = list(figures.dossiers(store, number))
    assert workers[0].wait(10) == -signal.SIGKILL
    assert told == list(range(1, 17))
    assert Counter(row.status for row in rows) == {"done": 16}
    assert len({row.result for row in rows}) == 16


def wait_for_workers(address: str, wanted: int) -> None:
    from distributed import Client  # noqa: PLC0415 - slow to load, and only here

    limit = time.monotonic() + 60
    with Client(address, set_as_default=False, timeout=60) as client:
        client.wait_for_workers(wanted, timeout=max(1.0, limit - time.monotonic()))


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dask  # noqa: PLC0415

    (tmp_path / "tree/a").mkdir(parents=True)
    shutil.copy(next(FAULTY.glob("01*")), tmp_path / "tree/a")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "500ms"}),
        Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store,
        pytest.raises(SystemFault, match="Không nối được với cụm máy"),
    ):
        audit(store, [str(tmp_path / "tree")], AuditOptions(CHECK, cluster=f"tcp://127.0.0.1:{free_port()}"))


@pytest.mark.parametrize("address", ["nonsense", "tcp://host", "http://host:8786", "tcp://host:8786/x"])
def test_what_is_no_address_of_a_cluster_is_told_at_once(tmp_path: Path, address: str) -> None:
    with (
        Store.opened(url_of(str(tmp_path / "s.sqlite"))) as store,
        pytest.raises(UsageError, match="không phải địa chỉ cụm máy"),
    ):
        audit(store, [str(tmp_path)], AuditOptions(CHECK, cluster=address))
