"""Runs jobs on any `concurrent.futures` executor: own processes, or a Dask cluster. Nothing lost, nothing twice."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any

from engine.audit.job import Done, Job, Question, work
from engine.errors import SystemFault, UsageError

Opener = Callable[[], AbstractContextManager[Executor]]
_ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^\s/]+:\d{1,5}")
_AHEAD = 4  # jobs handed out for each worker, so that none waits for the parent


def local(workers: int) -> Opener:
    """Return what starts processes on this machine."""

    @contextmanager
    def start() -> Iterator[Executor]:
        pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_settle_in)
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    return start


def _settle_in() -> None:
    """In a worker: Ctrl+C is the parent's matter, and a parent that was killed takes its workers along."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def cluster(address: str) -> Opener:
    """Return what connects to the Dask scheduler the user named. Raises UsageError for what is no address."""
    if not _ADDRESS.fullmatch(address):
        raise UsageError(
            f"«{address}» không phải địa chỉ cụm máy.",
            "Ghi dạng tcp://máy-chủ:8786, hoặc tls://máy-chủ:8786 khi cụm dùng chứng chỉ.",
            en=f"«{address}» is no address of a cluster.",
            advice_en="Write tcp://server:8786, or tls://server:8786 where the cluster uses certificates.",
        )

    @contextmanager
    def start() -> Iterator[Executor]:
        client = _client(address)
        try:
            yield Remote(client)
        finally:
            client.close()

    return start


class Remote(Executor):
    """A cluster as an executor that knows how many dossiers it can work on at once."""

    def __init__(self, client: Any) -> None:
        self._pool = client.get_executor(pure=False, retries=2)
        self.threads = sum(client.nthreads().values())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand out a job."""
        future: Future[Any] = self._pool.submit(fn, *args, **kwargs)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of what is out; the cluster itself stays."""
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


def _client(address: str) -> Any:
    try:
        from distributed import Client, Security  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SystemFault(
            "Thiếu thư viện Dask để dùng --cluster.",
            "Cài: pip install 'hoso[cluster]'.",
            en="The library Dask for --cluster is missing.",
            advice_en="Install it: pip install 'hoso[cluster]'.",
        ) from error
    named = {name: os.environ.get(f"HOSO_TLS_{name.upper()}") for name in ("ca", "cert", "key")}
    files = {f"tls_{'ca_file' if name == 'ca' else f'client_{name}'}": file for name, file in named.items() if file}
    encrypted = address.startswith(("tls://", "wss://"))
    security = Security(require_encryption=True, **files) if encrypted else None  # type: ignore[no-untyped-call]
    try:
        return Client(address, security=security, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise SystemFault(
            f"Không nối được với cụm máy «{address}» ({type(error).__name__}).",
            "Kiểm tra địa chỉ, chứng chỉ TLS và đường mạng; hoặc bỏ --cluster để chạy trên máy này.",
            en=f"The cluster «{address}» cannot be reached ({type(error).__name__}).",
            advice_en="See to address, TLS certificates and network; or leave --cluster out to run on this machine.",
        ) from None


class Crew:
    """Hands out jobs, collects what comes of them, and goes on when workers die.

    A pool of processes breaks as a whole when one dies, and nobody knows on which dossier: those that were out are
    done again one by one, on plain Python, and one that kills its worker again is given up.
    """

    def __init__(self, start: Opener, question: Question, workers: int) -> None:
        self._start = start
        self._question = question
        self._workers = max(1, workers)

    def run(self, jobs: Iterator[Job]) -> Generator[Done, None, None]:
        """Yield what came of each job, in the order it gets done."""
        todo = _Ahead(jobs)
        while todo:
            suspects: list[Job] = []
            with self._start() as pool:
                yield from self._until_broken(pool, todo, suspects)
            yield from self._one_by_one(suspects)

    def _until_broken(self, pool: Executor, todo: _Ahead, suspects: list[Job]) -> Iterator[Done]:
        """Work until there are no more jobs, or the pool is broken and gave back what it had."""
        out: dict[Future[Done], Job] = {}
        width = _AHEAD * max(self._workers, pool.threads if isinstance(pool, Remote) else 0)
        while (todo and not suspects) or out:
            while todo and not suspects and len(out) < width:
                job = todo.take()
                try:
                    out[pool.submit(work, self._question, job)] = job
                except BrokenProcessPool:
                    suspects.append(job)
            for future in wait(out, return_when=FIRST_COMPLETED).done:
                job = out.pop(future)
                done = _outcome(future)
                if done is None:
                    suspects.append(job)
                else:
                    yield done if done.ordinal else replace(done, ordinal=job.ordinal)

    def _one_by_one(self, suspects: list[Job]) -> Iterator[Done]:
        """Do each alone, so that one that kills its worker is known by it; a pool serves until it breaks."""
        while suspects:
            with self._start() as pool:
                while suspects:
                    job = suspects[0]
                    plain = replace(job, options=replace(job.options, engine="python"))
                    try:
                        future = pool.submit(work, self._question, plain)
                    except BrokenProcessPool:  # it broke while idle, on nobody's dossier
                        break
                    del suspects[0]
                    done = _outcome(future)
                    yield replace(done or _LOST, ordinal=job.ordinal)
                    if done is None:
                        break


class _Ahead:
    """The jobs still to be handed out; true while there is one."""

    def __init__(self, jobs: Iterator[Job]) -> None:
        self._jobs = jobs
        self._next = next(jobs, None)

    def __bool__(self) -> bool:
        return self._next is not None

    def take(self) -> Job:
        job = self._next
        assert job is not None
        self._next = next(self._jobs, None)
        return job


_LOST = Done(0, "failed", "worker-lost")


def _outcome(future: Future[Done]) -> Done | None:
    """Return what came of a job; None where its worker died and the job must be done again."""
    try:
        return future.result()
    except BrokenProcessPool:
        return None
    except CancelledError:
        raise _gone() from None
    except Exception as error:
        if type(error).__name__ == "KilledWorker":
            return _LOST
        if type(error).__name__ in {"FutureCancelledError", "CommClosedError", "FuturesCancelledError"}:
            raise _gone() from None
        raise


def _gone() -> SystemFault:
    return SystemFault(
        "Mất kết nối với cụm máy giữa chừng.",
        "Kiểm tra cụm máy rồi chạy lại lệnh cũ với --resume: những hồ sơ đã xong không phải làm lại.",
        en="The cluster has gone in the middle of the run.",
        advice_en="See to the cluster and run the same command again with --resume: what was done is kept.",
    )
