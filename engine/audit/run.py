"""The audit itself: find, take what is known, check the rest in parallel, compare, and say what came of it."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from engine.audit import keys
from engine.audit.branches import Branch
from engine.audit.crew import Crew, Opener, cluster, local
from engine.audit.cross import look_across
from engine.audit.discover import Aside, Found, discover
from engine.audit.history import compare
from engine.audit.job import Done, Job, Question
from engine.audit.places import is_url
from engine.audit.remote import discover_remote
from engine.audit.store import ASIDE, WAITING, Recorder, Run, Store, text_path
from engine.check import CheckOptions
from engine.errors import UsageError
from engine.report.sarif import program_version
from engine.rulebook.book import Rulebook
from engine.rulebook.loader import load_rulebook
from parsers.problems import DEFAULT_LIMITS, Limits

Progress = Callable[[int, int, str], None]  # done, of how many, name of the last
_LOT = 40  # dossiers written together …
_SECONDS = 1.0  # … and at least this often: what a kill can cost


def _workers() -> int:
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """What an audit is asked for."""

    check: CheckOptions
    workers: int = field(default_factory=_workers)
    cluster: str | None = None
    start: Opener | None = None  # any other executor
    resume: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)  # the committee's, by dossier: kept in the store
    verify: Fraction = Fraction(0)  # share of dossiers both evaluators run over
    limits: Limits = DEFAULT_LIMITS
    progress: Progress | None = None


def scope_of(roots: Sequence[str], check: CheckOptions) -> str:
    """Return what makes runs comparable: the same roots, asked the same."""
    return _hash(_named(roots), check.procedure, check.level, check.pack, check.stage, check.strict_sources)


def place_of(roots: Sequence[str]) -> str:
    """Return what the committee's answers belong to: the same roots, however they are asked."""
    return _hash(_named(roots))


def _named(roots: Sequence[str]) -> list[str]:
    return sorted(root if is_url(root) else str(Path(root).absolute()) for root in roots)


def _hash(*values: object) -> str:
    return hashlib.sha256(repr(values).encode("utf-8", "surrogateescape")).hexdigest()


def audit(store: Store, roots: Sequence[str], options: AuditOptions) -> int:
    """Audit the trees and return the id of the run.

    Raises UsageError where there is no dossier, SystemFault where the machine, the store or the cluster refuses; what
    was written until then is kept.
    """
    check = replace(options.check, trust_answers=False, progress=None)
    if options.cluster:
        options = replace(options, start=options.start or cluster(options.cluster))
    book = load_rulebook(check.rules_dirs)
    scope = scope_of(roots, check)
    run = (store.unfinished(scope) if options.resume else None) or store.begin(
        scope, "\n".join(roots), check.on, book.digest, program_version()
    )
    check = replace(check, on=run.on)  # a run that is gone on with keeps its day
    if not run.listed:
        store.list_items(run, _found(roots))
    if store.count(run, WAITING) == 0 == store.count(run, "done", "failed", "secret"):
        store.discard(run)
        raise _nothing(roots)
    _follow(store, run, place_of(roots), options.answers)
    _Work(store, run, book, replace(options, check=check), place_of(roots)).do()
    look_across(store, run, book)
    store.finish(run, compare(store, run))
    store.expire()
    return run.id


def _follow(store: Store, run: Run, place: str, answers: Mapping[str, str]) -> None:
    """Keep new answers; what a run that is gone on with has done by older ones is done again."""
    known = store.answers_of(place)
    changed = {shown: text for shown, text in answers.items() if known.get(shown, "") != text}
    for shown, text in changed.items():
        store.answer(place, shown, text)
    store.wait_again(run, changed)


def _found(roots: Sequence[str]) -> Iterator[Found | Aside]:
    """Of several roots each gives its name to what is below it."""
    for root in roots:
        found = discover_remote(root) if is_url(root) else discover(Path(root))
        if len(roots) == 1:
            yield from found
            continue
        name = root.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or root
        for item in found:
            if isinstance(item, Aside):
                yield replace(item, shown=f"{name}/{item.shown}")
            else:
                branch = replace(item.branch, path=f"{name}/{item.branch.path}".rstrip("/"))
                yield replace(item, shown=f"{name}/{item.shown}", branch=branch)


def _nothing(roots: Sequence[str]) -> UsageError:
    named = ", ".join(f"«{root}»" for root in roots)
    closed = [root for root in roots if not is_url(root) and not _can_be_read(Path(root))]
    if closed:
        named = ", ".join(f"«{root}»" for root in closed)
        return UsageError(
            f"Không có hoặc không mở được {named}.",
            "Kiểm tra đường dẫn, ổ đĩa (ổ mạng, USB đã cắm chưa) và quyền đọc; kho kết quả không bị thay đổi gì.",
            en=f"{named} is not there or cannot be opened.",
            advice_en="See to the path, the drive and your rights; the store was not changed.",
        )
    return UsageError(
        f"Không tìm thấy hồ sơ nào trong {named}.",
        "Chỉ vào thư mục chứa các thư mục hồ sơ (mỗi hồ sơ một thư mục có tệp PDF, Word, hoặc một tệp zip); kiểm tra "
        "quyền đọc thư mục.",
        en=f"No dossier was found in {named}.",
        advice_en="Name a folder of dossiers: each one a folder of PDF and Word files, or a zip.",
    )


def _can_be_read(root: Path) -> bool:
    try:
        with os.scandir(root):
            return True
    except NotADirectoryError:
        return True
    except OSError:
        return False


class _Work:
    """The middle part: every waiting dossier gets its result."""

    def __init__(self, store: Store, run: Run, book: Rulebook, options: AuditOptions, place: str) -> None:
        self._store, self._options = store, options
        self._run = run
        self._recorder = Recorder(store, run)
        self._branches = store.branches(run.id)
        self._answers = store.answers_of(place)
        self._question = Question(
            options.check, keys.rules_key(book), keys.readers_key(book.catalogue()), options.limits
        )
        self._names: dict[int, str] = {}
        self._total = store.count(run, WAITING, "done", "failed", "secret")
        self._done = self._total - store.count(run, WAITING)

    def do(self) -> None:
        start = self._options.start or local(self._options.workers)
        crew = Crew(start, self._question, self._options.workers)
        lot: list[Done] = []
        written = time.monotonic()
        with closing(crew.run(self._jobs())) as results:
            for done in results:
                lot.append(done)
                self._tell(self._names.pop(done.ordinal, "") if done.status != "secret" else "")
                if len(lot) >= _LOT or time.monotonic() - written > _SECONDS:
                    self._recorder.record(lot)
                    lot, written = [], time.monotonic()
        self._recorder.record(lot)

    def _tell(self, name: str, count: int = 1) -> None:
        self._done += count
        if self._options.progress is not None:
            self._options.progress(self._done, self._total, name)

    def _jobs(self) -> Iterator[Job]:
        """Yield what has to be worked on; results that are known are written on the way."""
        known = self._store.has_facts()
        for page in self._store.waiting(self._run):
            jobs = [self._job(row, known=known) for row in page]
            yield from self._reuse(jobs) if known else jobs

    def _job(self, row: Any, *, known: bool) -> Job:
        branch = self._branches.get(row.branch) or Branch(row.branch, "")
        check = self._options.check
        options = replace(
            check,
            level=check.level or branch.level,
            pack=check.pack or branch.pack,
            pack_from_branch=check.pack is None and branch.pack is not None,
            only_faults=True,
            verify=check.verify or _chosen(row.shown, self._options.verify),
            answers_text=self._answers.get(row.shown),
        )
        path = text_path(row.path)
        name = row.shown.rpartition("/")[2]
        self._names[row.ordinal] = name
        return Job(row.ordinal, path, name, options, content=_content(path) if known else None)

    def _reuse(self, jobs: Sequence[Job]) -> Iterator[Job]:
        readers = self._question.readers_key
        facts = {
            job.ordinal: keys.facts_key(job.content, readers, job.options.answers_text) for job in jobs if job.content
        }
        wanted = {
            job.ordinal: keys.result_key(facts[job.ordinal], self._question.rules_key, _asked(job))
            for job in jobs
            if job.ordinal in facts
        }
        results = self._store.results_of(wanted.values())
        same = [(ordinal, results[key]) for ordinal, key in wanted.items() if key in results]
        self._recorder.reuse(same)
        for ordinal, _ in same:
            self._tell(self._names.pop(ordinal, ""))
        reused = {ordinal for ordinal, _ in same}
        for job in jobs:
            if job.ordinal not in reused:
                body = self._store.facts_of(facts[job.ordinal]) if job.ordinal in facts else None
                yield replace(job, facts=body)


def _asked(job: Job) -> str:
    return keys.question_key(job.options, job.options.answers_text, job.name)


def _content(path: str) -> str | None:
    if is_url(path):
        return None  # reading it would be fetching it
    try:
        return keys.content_key(Path(path))
    except OSError:
        return None


def _chosen(name: str, share: Fraction) -> bool:
    """Choose a share of dossiers by their names: the same ones in every run."""
    if not share:
        return False
    number = int.from_bytes(hashlib.sha256(name.encode("utf-8", "replace")).digest()[:8])
    return number < share * 2**64


__all__ = ["ASIDE", "AuditOptions", "audit", "place_of", "scope_of"]
