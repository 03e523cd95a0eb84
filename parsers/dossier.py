"""Turns a folder, an archive or a single file into a Dossier: the one door of this package."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from parsers.bundles import Binding, Job, Misfit, jobs_of
from parsers.cage import Cage
from parsers.catalogue import Catalogue
from parsers.facts import Document, Dossier, Problem
from parsers.listing import Listing, list_files, shown
from parsers.positions import set_ids, set_positions
from parsers.problems import DEFAULT_LIMITS, FileProblem, Limits
from parsers.reading import Outcome, Setup, read_one, unread_all

STEPS = ("read", "stamps", "scan")
MOST_TIMES = 10  # the time of one file, for a bundle
Progress = Callable[[int, int, str], None]
Reader = Callable[[Job], Outcome]


@dataclass(slots=True)
class _Harvest:
    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse_dossier(  # noqa: PLR0913 - each of them has its own caller
    path: Path,
    catalogue: Catalogue,
    *,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    in_process: bool = False,
    cage: Cage | None = None,
    cache: Path | None = None,
    bindings: Callable[[str | None], Sequence[Binding]] = lambda _: (),
) -> Dossier:
    """Parse a dossier; never raises for what is in it.

    A `cage` from an earlier dossier with the same catalogue may be handed in, to save its start. `in_process` reads
    without any cage: for tests and measurements. `cache` is the folder for what was read of scans. `bindings` turns
    the text of hoso.yaml into what a person said of files and pages; Misfit is raised where that does not fit.
    """
    name = shown(path.absolute().name)
    listing = list_files(path, limits)
    jobs = [replace(job, cache=cache) for job in jobs_of(listing.files, bindings(listing.answers_text))]
    with _reader(Setup(catalogue, limits), cage, in_process=in_process, needed=bool(jobs)) as reader:
        harvest = _Run(jobs, reader, progress, len(listing.files)).harvest()
    if isinstance(harvest, int):
        return Dossier(name, problems=(Problem("secret", str(harvest)),), stamped_secret=True)
    harvest.problems[:0] = listing.problems
    return _assemble(name, listing, harvest)


@contextmanager
def _reader(setup: Setup, cage: Cage | None, *, in_process: bool, needed: bool) -> Iterator[Reader]:
    if in_process or not needed:
        yield lambda job: read_one(job, setup)
    elif cage is not None:
        yield lambda job: _caged(cage, job)
    else:
        with Cage(setup, setup.limits) as own:
            yield lambda job: _caged(own, job)


def _caged(cage: Cage, job: Job) -> Outcome:
    limits = cage.limits
    seconds = limits.seconds * min(len(job.files), MOST_TIMES)
    try:
        outcome = cage.run(job, seconds if job.step == STEPS[0] else seconds + limits.scan_seconds)
    except FileProblem as problem:
        if len(job.files) > 1 and not job.said:
            return Outcome(apart=tuple(range(len(job.files))))
        return unread_all(job, problem)
    assert isinstance(outcome, Outcome)
    return outcome


class _Run:
    """The reading of all files of a dossier.

    Scans are read last: the stamps of every page of the dossier are looked for before anything is read or kept.
    """

    def __init__(self, jobs: Sequence[Job], reader: Reader, progress: Progress | None, count: int) -> None:
        self._reader, self._progress, self._count = reader, progress, count
        self._jobs = list(jobs)
        self._outcomes: dict[Job, Outcome] = {}

    def harvest(self) -> _Harvest | int:
        """Read all; gives the ordinal of the first stamped file as soon as it is seen, and nothing else."""
        for step in STEPS:
            waiting = [job for job in self._jobs if step == STEPS[0] or self._outcomes[job].later]
            while waiting:
                job = waiting.pop(0)
                outcome = self._step(job, step)
                if outcome.secret:
                    self._forget()
                    return job.ordinals[outcome.at]
                if outcome.apart:
                    waiting[:0] = self._parted(job, outcome.apart)
                else:
                    self._outcomes[job] = outcome
        self._tell(self._count, "")
        return self._gathered()

    def _step(self, job: Job, step: str) -> Outcome:
        self._tell(job.ordinals[0] - 1, job.path)
        if job.files[0].code is not None:
            return unread_all(job, FileProblem(job.files[0].code, job.files[0].detail))
        outcome = self._reader(replace(job, step=step))
        if outcome.misfit:
            raise Misfit(*outcome.misfit)
        return outcome

    def _parted(self, job: Job, apart: Sequence[int]) -> list[Job]:
        """Put the files of a bundle that cannot stand in it on their own."""
        place = self._jobs.index(job)
        self._jobs[place : place + 1] = parts = job.without(apart)
        return parts

    def _forget(self) -> None:
        """Leave nothing of the dossier in the cache: an earlier run may have kept what is stamped now."""
        for job in self._jobs:
            if job.cache is not None and job.files[0].code is None:
                self._reader(replace(job, step="forget"))

    def _tell(self, done: int, path: str) -> None:
        if self._progress is not None:
            self._progress(done, self._count, path)

    def _gathered(self) -> _Harvest:
        harvest = _Harvest()
        for job in sorted(self._jobs, key=lambda job: job.ordinals[0]):
            harvest.documents += self._outcomes[job].documents
            harvest.problems += self._outcomes[job].problems
        return harvest


def _assemble(name: str, listing: Listing, harvest: _Harvest) -> Dossier:
    from parsers.pairing import pair  # noqa: PLC0415 - only needed when there is something to pair

    documents, order_from = set_positions(pair(set_ids(harvest.documents)))
    return Dossier(
        name=name,
        documents=set_ids(documents),
        problems=tuple(harvest.problems),
        answers_path=listing.answers_path,
        answers_text=listing.answers_text,
        order_from=order_from,
    )
