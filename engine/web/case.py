"""One dossier of a session: its files, what was read of them, what the person said, and the report."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import shutil
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from engine.check.answers import Answers
from engine.findings import Finding, Report
from parsers.facts import Document, Dossier

SCANS = "scans"  # folder beside the files of a session: what was read of its scans, of no other's
State = Literal["waiting", "reading", "ready", "secret", "failed"]


class Stopped(Exception):
    """The person left or deleted the dossier while it was being read."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading has come."""

    done: int = 0
    total: int = 0
    name: str = ""


@dataclass(slots=True)
class Case:
    """A dossier from upload to result. `lock` guards every change after reading."""

    path: Path
    name: str
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    state: State = "waiting"
    progress: Progress = field(default_factory=Progress)
    dossier: Dossier | None = None
    answers: Answers = field(default_factory=lambda: Answers.model_validate({}))
    complaint: str = ""  # what was wrong with the hoso.yaml that came with the dossier, or with the last answer
    failure: str = ""
    report: Report | None = None
    confirmed: bool = False
    on: dt.date | None = None
    version: int = 0
    pictures: dict[object, bytes] = field(default_factory=dict)  # of this session only, gone with it
    lock: threading.RLock = field(default_factory=threading.RLock)
    stopped: threading.Event = field(default_factory=threading.Event)

    def saw(self, done: int, total: int, name: str) -> None:
        """Take note of progress; raises Stopped where nobody waits for it any more."""
        self.must_go_on()
        self.progress = Progress(done, total, name)

    def must_go_on(self) -> None:
        """Raise Stopped where nobody waits any more."""
        if self.stopped.is_set():
            raise Stopped

    def stop(self) -> None:
        """Give up reading and forget what was read."""
        self.stopped.set()
        self.forget()

    def forget(self) -> None:
        """Let go of everything read, and delete the files."""
        self.dossier = self.report = None
        self.pictures.clear()
        self.answers = Answers.model_validate({})
        with contextlib.suppress(OSError):  # Windows keeps a file that is being read; its folder goes with the session
            self.path.unlink(missing_ok=True)
        shutil.rmtree(self.path.parent / SCANS, ignore_errors=True)

    def finding(self, fingerprint: str) -> Finding | None:
        """Return a finding of the current report."""
        findings = self.report.findings if self.report else []
        return next((item for item in findings if item.fingerprint == fingerprint), None)

    def document(self, name: str) -> Document | None:
        """Return a document by its id."""
        documents = self.dossier.documents if self.dossier else ()
        return next((item for item in documents if item.id == name), None)
