"""Watches an audit from beside: CPU seconds and memory of this process, its workers and their cages, all along the run.

Sampled from a thread, since workers are processes that come and go; a process that lives less than one sample is lost.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import psutil

_EVERY = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """One moment: seconds since the start, dossiers done, CPU seconds so far, memory in MiB."""

    seconds: float
    done: int
    cpu: float
    parent: float
    worker: float  # the largest worker, cage or not
    all_workers: float


@dataclass
class Meter:
    """Used as the progress of an audit and as a context around it."""

    log: Path | None = None  # progress lines for whoever waits
    samples: list[Sample] = field(default_factory=list)
    _done: int = 0
    _total: int = 0
    _spent: dict[tuple[int, float], float] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._me = psutil.Process()
        self._cpu_before = _cpu(self._me)
        self._start = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()
        self._take()

    def __call__(self, done: int, total: int, _name: str) -> None:
        """Take note of how far the audit is."""
        self._done, self._total = done, total

    @property
    def cpu(self) -> float:
        """CPU seconds of the whole run."""
        return self.samples[-1].cpu

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.samples[-1].seconds

    def _watch(self) -> None:
        told = 0.0
        while not self._stop.wait(_EVERY):
            self._take()
            if self.log is not None and self.samples[-1].seconds - told >= 15:
                told = self.samples[-1].seconds
                _tell(self.log, self.samples[-1], self._total)

    def _take(self) -> None:
        sizes = []
        for process in self._me.children(recursive=True):
            try:
                with process.oneshot():
                    self._spent[process.pid, process.create_time()] = _cpu(process)
                    sizes.append(process.memory_info().rss / 2**20)
            except psutil.Error:
                continue
        spent = _cpu(self._me) - self._cpu_before + sum(self._spent.values())
        parent = self._me.memory_info().rss / 2**20
        self.samples.append(
            Sample(time.monotonic() - self._start, self._done, spent, parent, max(sizes, default=0.0), sum(sizes))
        )

    def at(self, dossiers: int) -> Sample:
        """Return the first moment at which so many dossiers were done."""
        return next((item for item in self.samples if item.done >= dossiers), self.samples[-1])


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _tell(log: Path, now: Sample, total: int) -> None:
    if not now.done:
        return  # the rules are being read and the workers started
    left = (total - now.done) * now.seconds / now.done / 60
    with log.open("a", encoding="utf-8") as stream:
        stream.write(
            f"{now.done:6d} / {total} dossiers, {now.seconds / 60:6.1f} min, about {left:.0f} min left; "
            f"{1000 * now.cpu / now.done:.0f} CPU ms a dossier; parent {now.parent:.0f} MiB, "
            f"largest worker {now.worker:.0f} MiB\n"
        )
