"""Turns a folder, an archive or a single file into a Dossier: the one door of this package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from parsers.cage import Cage
from parsers.catalogue import Catalogue
from parsers.facts import Document, Dossier, Problem
from parsers.listing import FoundFile, Listing, list_files, shown
from parsers.positions import set_ids, set_positions
from parsers.problems import DEFAULT_LIMITS, FileProblem, Limits
from parsers.reading import Outcome, Setup, read_one, unread

Progress = Callable[[int, int, str], None]
Reader = Callable[[FoundFile], Outcome]


@dataclass(slots=True)
class _Harvest:
    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse_dossier(
    path: Path,
    catalogue: Catalogue,
    *,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    in_process: bool = False,
    cage: Cage | None = None,
) -> Dossier:
    """Parse a dossier; never raises for what is in it.

    A `cage` from an earlier dossier with the same catalogue may be handed in, to save its start. `in_process` reads
    without any cage: for tests and measurements.
    """
    name = shown(path.absolute().name)
    listing = list_files(path, limits)
    setup = Setup(catalogue, limits)
    with _reader(setup, cage, in_process=in_process, needed=bool(listing.files)) as reader:
        harvest = _read_all(listing, reader, progress)
    if isinstance(harvest, int):
        return Dossier(name, problems=(Problem("secret", str(harvest)),), stamped_secret=True)
    return _assemble(name, listing, harvest)


@contextmanager
def _reader(setup: Setup, cage: Cage | None, *, in_process: bool, needed: bool) -> Iterator[Reader]:
    if in_process or not needed:
        yield lambda found: read_one(found, setup)
    elif cage is not None:
        yield lambda found: _caged(cage, found)
    else:
        with Cage(setup, setup.limits) as own:
            yield lambda found: _caged(own, found)


def _caged(cage: Cage, found: FoundFile) -> Outcome:
    try:
        outcome = cage.run(found)
    except FileProblem as problem:
        return unread(found, problem)
    assert isinstance(outcome, Outcome)
    return outcome


def _read_all(listing: Listing, reader: Reader, progress: Progress | None) -> _Harvest | int:
    """Read all files; gives the ordinal of the first stamped one as soon as it is seen, and nothing else."""
    harvest = _Harvest(problems=list(listing.problems))
    total = len(listing.files)
    for ordinal, found in enumerate(listing.files, 1):
        if progress is not None:
            progress(ordinal - 1, total, found.path)
        outcome = reader(found) if found.code is None else unread(found, FileProblem(found.code, found.detail))
        if outcome.secret:
            return ordinal
        harvest.documents += outcome.documents
        harvest.problems += outcome.problems
    if progress is not None:
        progress(total, total, "")
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
