"""Who is who: one session for each browser, with its own folder and its own dossiers, deleted after its end."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path

from engine.web.case import Case
from engine.web.limits import WebLimits
from engine.web.storage import Storage


class Full(Exception):
    """More visitors than the server takes."""


class Session:
    """What one browser brought; nobody else's requests reach it."""

    def __init__(self, key: str, folder: Path, *, admitted: bool) -> None:
        self.key, self.folder, self.admitted = key, folder, admitted
        self.cases: dict[str, Case] = {}
        self.seen = time.monotonic()

    def case(self, name: str) -> Case | None:
        """Return one of this session's own dossiers."""
        return self.cases.get(name)


class Sessions:
    """All sessions of one server. The token itself is kept by the browser only, here is its digest."""

    def __init__(self, storage: Storage, limits: WebLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self.storage, self.limits, self.clock = storage, limits, clock
        self._all: dict[str, Session] = {}
        self._lock = threading.Lock()

    def start(self, *, admitted: bool = False) -> tuple[str, Session]:
        """Open a session; return the token for the browser and the session.

        Raises Full where there are too many.
        """
        self.sweep()
        token = secrets.token_urlsafe(32)
        with self._lock:
            if len(self._all) >= self.limits.sessions:
                raise Full
            session = Session(_digest(token), self.storage.folder(), admitted=admitted)
            session.seen = self.clock()
            self._all[session.key] = session
        return token, session

    def find(self, token: str | None) -> Session | None:
        """Return the session of a browser's token, if it is still alive."""
        session = self._all.get(_digest(token)) if token else None
        if session is None or self._is_over(session):
            return None
        session.seen = self.clock()
        return session

    def end(self, session: Session) -> None:
        """Delete everything of a session."""
        with self._lock:
            self._all.pop(session.key, None)
        for case in list(session.cases.values()):
            case.stop()
        session.cases.clear()
        self.storage.forget(session.folder)

    def sweep(self) -> int:
        """End the sessions nobody uses any more; return how many."""
        over = [session for session in list(self._all.values()) if self._is_over(session)]
        for session in over:
            self.end(session)
        return len(over)

    def close(self) -> None:
        """End all."""
        for session in list(self._all.values()):
            self.end(session)

    def _is_over(self, session: Session) -> bool:
        return self.clock() - session.seen > self.limits.idle

    def __len__(self) -> int:
        return len(self._all)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
