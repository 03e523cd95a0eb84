"""All that one running server holds, and the work it has done by its processes."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.check.answers import Answers
from engine.check.options import CheckOptions
from engine.check.reading import read_dossier
from engine.errors import HosoError, UsageError
from engine.findings import Report
from engine.locale.words import N_, tr
from engine.report.formats import Office
from engine.rulebook.book import Rulebook
from engine.rulebook.files import signature
from engine.web.case import SCANS, Case
from engine.web.jobs import book_of
from engine.web.limits import DESK, DRAWING, PLAYING, READING, WebLimits
from engine.web.reading import NOTHING_SAID, read_again, read_first
from engine.web.refusals import Missing, Refused
from engine.web.said import answers_text
from engine.web.sessions import Sessions
from engine.web.storage import Storage
from engine.web.workers import Busy, Desk, Readers
from parsers.facts import Dossier
from parsers.reading import Setup

_WORK = "engine.web.jobs:work"
_BUSY = (
    N_("Máy chưa làm xong việc này."),
    N_("Chờ một lát rồi thử lại; nếu vẫn vậy, hãy tắt và mở lại chương trình."),
)


@dataclass(frozen=True, slots=True)
class OfficeStore:
    """Where the office's settings are kept; given by the command line, which owns the file."""

    load: Callable[[], Mapping[str, str | None]] = dict
    save: Callable[[Mapping[str, str | None]], object] | None = None  # None: may be seen, not changed


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server was asked to run."""

    hosts: frozenset[str] = frozenset({"127.0.0.1", "localhost", "::1"})
    port: int = 8765
    any_address: bool = False
    secure: bool = False
    code: str | None = None  # access code of a server on the local network
    rules_dirs: tuple[Path, ...] = ()
    office: OfficeStore = field(default_factory=OfficeStore)
    limits: WebLimits = field(default_factory=WebLimits)
    readers: int = 2
    folder: Path | None = None  # parent of the private folder
    openapi: bool = False  # for tests of the API only
    lang: str = "vi"


class Site:
    """One running server."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.limits = settings, settings.limits
        self.lang, self.tr = settings.lang, tr(settings.lang)
        self.storage = Storage(settings.folder)
        self.sessions = Sessions(self.storage, settings.limits)
        self.readers = Readers(self._setup, READING, settings.readers)
        self.desk, self.drawer = Desk(_WORK, DESK), Desk(_WORK, DRAWING)
        self.player = Desk(_WORK, PLAYING)
        self.pool = ThreadPoolExecutor(settings.readers, thread_name_prefix="reader")
        self.turns = threading.BoundedSemaphore(settings.readers)
        self.waiting = 0
        self._lock = threading.Lock()
        self._made: tuple[object, Setup] | None = None

    def book(self) -> Rulebook:
        """Return the rule book as the files stand now."""
        return book_of(self.settings.rules_dirs)

    def today(self) -> dt.date:
        """Return the day of this machine."""
        return dt.datetime.now().astimezone().date()

    def office(self) -> Mapping[str, str | None]:
        """Return the office's settings."""
        return self.settings.office.load()

    def letterhead(self) -> Office:
        """Return what is printed at the head of a report."""
        stored = self.office()
        return Office(*(stored.get(name) or "" for name in ("office", "superior", "place")))

    def refused(self, error: HosoError, status: int = 400) -> Refused:
        """Return an error of the program in words of the page's language."""
        english = self.lang == "en"
        return Refused(*((error.en, error.advice_en) if english else (error.message, error.advice)), status)

    def close(self) -> None:
        """Stop all work and delete everything; may be called twice."""
        self.sessions.close()
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.readers.close()
        for desk in (self.desk, self.drawer, self.player):
            desk.close()
        self.storage.close()

    # ------------------------------------------------------------ reading

    def begin(self, case: Case) -> None:
        """Put a dossier in line for reading. Raises Refused where the line is too long."""
        self._queue()
        self.pool.submit(self._in_turn, read_first, case)

    def begin_again(self, case: Case, answers: Answers) -> None:
        """Put a dossier in line once more, with what a person said of its files and pages. Raises Refused."""
        self._queue()
        case.progress, case.state = type(case.progress)(), "waiting"
        self.pool.submit(self._in_turn, read_again, case, answers)

    def _in_turn(self, work: Callable[..., None], *arguments: object) -> None:
        try:
            with self.turns:
                work(self, *arguments)
        finally:
            self._leave()

    def _queue(self) -> None:
        with self._lock:
            if self.waiting >= self.limits.waiting:
                raise Refused(N_("Máy đang đọc nhiều hồ sơ."), N_("Chờ vài phút rồi gửi lại."), 503)
            self.waiting += 1

    def _leave(self) -> None:
        with self._lock:
            self.waiting -= 1

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Wait in line for a place to read at, in the caller's own thread. Raises Refused where it is too long."""
        self._queue()
        try:
            with self.turns:
                yield
        finally:
            self._leave()

    def parse(
        self,
        path: Path,
        progress: Callable[[int, int, str], None] | None = None,
        answers: Answers | None = None,
    ) -> Dossier:
        """Read the files of a dossier in a process of its own; what was read of scans is kept beside them.

        `answers`: what a person said on the page of files and pages, else the dossier's own hoso.yaml counts. Raises
        Refused where that does not fit the files.
        """
        setup = self._setup()
        with self.readers.reader() as cage:
            try:
                return read_dossier(
                    path,
                    setup.catalogue,
                    answers=lambda text: self._own_answers(text) if answers is None else answers,
                    limits=READING,
                    progress=progress,
                    cage=cage,
                    cache=path.parent / SCANS,
                )
            except UsageError as error:
                raise self.refused(error, 422) from None

    def _own_answers(self, text: str | None) -> Answers:
        """Return what the dossier's own hoso.yaml says; what cannot be used is told where it is taken over."""
        try:
            said = self.ask("answers", text, "hoso.yaml") if text else NOTHING_SAID
        except Refused:
            return NOTHING_SAID
        assert isinstance(said, Answers)
        return said

    def _setup(self) -> Setup:
        """Return what reading needs; the same object as long as the rules do not change."""
        now = signature(self.settings.rules_dirs)
        if self._made is None or self._made[0] != now:
            self._made = now, Setup(self.book().catalogue(), READING)
        return self._made[1]

    # ------------------------------------------------------------ judging

    def judge(self, case: Case) -> None:
        """Make the report anew from what was read and what was said. Raises Refused; then nothing has changed."""
        if case.dossier is None:
            raise Missing(N_("Hồ sơ này không còn nữa."), N_("Chọn lại các tệp của hồ sơ."))
        text = answers_text(case.answers)
        dossier = replace(case.dossier, answers_text=text, answers_path="hoso.yaml")
        options = CheckOptions(rules_dirs=self.settings.rules_dirs, on=case.on or self.today(), lang=self.lang)
        case.report = self.report_of(dossier, options)
        case.version += 1

    def report_of(self, dossier: Dossier, options: CheckOptions) -> Report:
        """Judge a dossier. Raises Refused."""
        report = self.ask("check", dossier, options)
        assert isinstance(report, Report)
        return report

    def ask(self, *job: object) -> Any:
        """Have the desk do a job; raises Refused with its words, or with ours where it died."""
        return self._told(self.desk, *job)

    def render(self, case: Case, form: str) -> bytes:
        """Return a report in one of the download formats. Raises Refused."""
        desk = self.drawer if form == "html" else self.desk
        return self._rendered(desk, case.report, form, case.dossier, case.path)

    def render_html(self, report: Report, dossier: Dossier | None, path: Path | None) -> bytes:
        """Return a report that is not of a session as a page of its own. Raises Refused."""
        return self._rendered(self.drawer, report, "html", dossier, path)

    def _rendered(
        self, desk: Desk, report: Report | None, form: str, dossier: Dossier | None, path: Path | None
    ) -> bytes:
        data = self._told(desk, "render", report, form, dossier, path, self.letterhead(), self.lang)
        assert isinstance(data, bytes)
        return data

    def _told(self, desk: Desk, *job: object) -> Any:
        try:
            kind, *values = desk.run(*job)
        except Busy:
            raise Refused(*_BUSY, 503) from None
        if kind == "words":
            raise Refused(*values[self.lang == "en"])
        return values[0]

    def draw(self, case: Case, *job: object) -> bytes | None:
        """Return a picture, or None where there is none."""
        try:
            found = self.drawer.run("draw", case.path, *job)
        except Busy:
            return None
        return found[1] if found else None


def played(site: Site, *job: object) -> Any:
    """Run a job of the playground. Raises Refused where it took too long or too much."""
    try:
        return site.player.run(*job)[1]
    except Busy:
        raise Refused(
            N_("Không chạy thử được quy tắc này trong giới hạn cho phép."),
            N_("Rút gọn quy tắc hoặc hồ sơ nhỏ rồi thử lại."),
        ) from None
