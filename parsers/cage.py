"""Runs readers in a worker process with limits: a file that kills, hangs or eats memory costs itself only."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from types import TracebackType
from typing import Any, Self

from parsers.problems import DEFAULT_LIMITS, FileProblem, Limits
from parsers.worker import receive, send

START_SECONDS = 60.0
# The search path is the parent's own; a fresh interpreter does not import the parent's main module.
_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from parsers.worker import serve; serve()"


class Cage:
    """One worker at a time, started ahead, recycled after some files, replaced when it dies or is late."""

    def __init__(
        self, setup: object, limits: Limits = DEFAULT_LIMITS, target: str = "parsers.reading:read_one"
    ) -> None:
        self._first = (target, setup, limits.memory)
        self.limits = limits
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        self._worker = _Worker(self._first)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, job: object, seconds: float | None = None) -> Any:
        """Run a job, in the usual time or that given; raises FileProblem where the worker died, was late or failed."""
        worker = self._fresh_worker()
        try:
            state, value = worker.ask(job, seconds or self.limits.seconds)
        except BaseException:
            self.close()
            raise
        if state == "failed":
            raise FileProblem("limit" if value == "memory" else "incident", str(value))
        return value

    def close(self) -> None:
        """Stop the worker, whatever it is doing."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _fresh_worker(self) -> _Worker:
        if self._worker is not None and self._worker.jobs >= self.limits.files_per_worker:
            self.close()
        if self._worker is None:
            self._worker = _Worker(self._first)
        return self._worker


class _Worker:
    """One process and the thread that waits for its answers (pipes cannot be polled on every system)."""

    def __init__(self, first: tuple[str, object, int]) -> None:
        self.jobs = 0
        self._ready = False
        self._answers: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        command = [sys.executable, "-c", _BOOT, json.dumps([path or "." for path in sys.path])]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **_apart(),
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._send(first)

    def ask(self, job: object, seconds: float) -> tuple[str, Any]:
        """Send a job and wait for its answer."""
        if not self._ready:
            if self._next(START_SECONDS)[0] != "ready":
                raise FileProblem("incident", "worker did not start")
            self._ready = True
        self.jobs += 1
        self._send(job)
        state, value = self._next(seconds)
        if state == "gone":
            raise FileProblem("limit", "worker died")
        if state == "late":
            raise FileProblem("limit", "time")
        return state, value

    def stop(self) -> None:
        """End the process and let go of its pipes."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _close_quietly(pipe)

    def _send(self, value: object) -> None:
        assert self._process.stdin is not None
        try:
            send(self._process.stdin, value)
        except (BrokenPipeError, OSError):
            return  # it is gone: the listener says so

    def _next(self, seconds: float) -> tuple[str, Any]:
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return "late", None

    def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            while True:
                self._answers.put(receive(self._process.stdout))
        except Exception:  # an answer cut short can break anywhere in it
            self._answers.put(("gone", None))


def _apart() -> dict[str, Any]:
    """Keep Ctrl+C away from the worker: the parent gets it and stops the worker itself."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"process_group": 0}


def _close_quietly(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return
