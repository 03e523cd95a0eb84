"""Processes that do the work of the page: nothing that comes from a file is opened in the server's own process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from parsers.cage import Cage
from parsers.problems import FileProblem, Limits


class Busy(Exception):
    """The work could not be done in time, or its process died."""


class Desk:
    """One process with one kind of work, started when first needed; a job that kills it costs itself only."""

    def __init__(self, target: str, limits: Limits, setup: object = None) -> None:
        self._cage = Cage(setup, limits, target)
        self._lock = threading.Lock()
        self._closed = False

    def run(self, *job: object) -> Any:
        """Do one job; raises Busy where the process died or was late."""
        with self._lock:
            if self._closed:
                raise Busy("closed")
            try:
                return self._cage.run(job)
            except FileProblem as problem:
                if problem.code == "limit":
                    self._cage.close()  # a late process is still at it
                raise Busy(f"{problem.code}: {problem.detail}") from None

    def close(self) -> None:
        """Stop the process."""
        self._closed = True
        self._cage.close()


class Readers:
    """Fresh processes for reading, one for each dossier, the next one started ahead.

    No process reads the files of two people: a hostile file sees nothing but its own dossier.
    """

    def __init__(self, setup: Callable[[], object], limits: Limits, count: int) -> None:
        self._setup, self._limits, self._count = setup, limits, count
        self._ahead: list[tuple[object, Cage]] = []
        self._lock = threading.Lock()
        self._closed = False

    def warm(self) -> None:
        """Start the processes of the next dossiers."""
        setup = self._setup()
        with self._lock:
            if not self._closed and len(self._ahead) < self._count:
                self._ahead.append((setup, Cage(setup, self._limits).__enter__()))

    @contextmanager
    def reader(self) -> Iterator[Cage]:
        """Give a process to read one dossier with; it ends with the dossier."""
        cage = self._take()
        try:
            yield cage
        finally:
            cage.close()
            self.warm()

    def close(self) -> None:
        """Stop the processes that wait."""
        with self._lock:
            self._closed = True
            waiting, self._ahead = self._ahead, []
        for _, cage in waiting:
            cage.close()

    def _take(self) -> Cage:
        setup = self._setup()
        with self._lock:
            waiting, self._ahead = self._ahead, []
        fitting = [cage for own, cage in waiting if own is setup]
        for own, cage in waiting:
            if own is not setup:  # the rules have changed since
                cage.close()
        with self._lock:
            self._ahead += [(setup, cage) for cage in fitting[1:]]
        return fitting[0] if fitting else Cage(setup, self._limits)
