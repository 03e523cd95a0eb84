"""Turns a folder, an archive or a single file into a Dossier: the one door of this package."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from parsers.cage import Cage
from parsers.catalogue import Catalogue
from parsers.facts import Document, Dossier, Problem
from parsers.listing import FoundFile, Listing, list_files, shown
from parsers.positions import set_ids, set_positions
from parsers.problems import DEFAULT_LIMITS, FileProblem, Limits
from parsers.reading import Outcome, Setup, read_one, unread

STEPS = ("read", "stamps", "scan")
Cuts = Mapping[str, tuple[int, ...]]  # path -> indexes of the pages papers begin on
Progress = Callable[[int, int, str], None]
Reader = Callable[[FoundFile], Outcome]


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
    cuts: Callable[[str | None], Cuts] = lambda _: {},
) -> Dossier:
    """Parse a dossier; never raises for what is in it.

    A `cage` from an earlier dossier with the same catalogue may be handed in, to save its start. `in_process` reads
    without any cage: for tests and measurements. `cache` is the folder for what was read of scans; `cuts` turns the
    text of hoso.yaml into the pages papers begin on.
    """
    name = shown(path.absolute().name)
    listing = list_files(path, limits)
    setup = Setup(catalogue, limits, cache, _key(catalogue) if cache else "")
    with _reader(setup, cage, in_process=in_process, needed=bool(listing.files)) as reader:
        harvest = _read_all(listing, reader, progress, cuts(listing.answers_text))
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


def _key(catalogue: Catalogue) -> str:
    return hashlib.sha256(repr(catalogue).encode()).hexdigest()


def _caged(cage: Cage, found: FoundFile) -> Outcome:
    try:
        limits = cage.limits
        outcome = cage.run(found, limits.seconds if found.step == STEPS[0] else limits.seconds + limits.scan_seconds)
    except FileProblem as problem:
        return unread(found, problem)
    assert isinstance(outcome, Outcome)
    return outcome


def _read_all(listing: Listing, reader: Reader, progress: Progress | None, cuts: Cuts) -> _Harvest | int:
    """Read all files; gives the ordinal of the first stamped one as soon as it is seen, and nothing else.

    Scans are read last: the stamps of every page of the dossier are looked for before anything is read or kept.
    """
    outcomes: dict[int, Outcome] = {}
    for step in STEPS:
        for ordinal, found in enumerate(listing.files, 1):
            if step != STEPS[0] and not outcomes[ordinal].later:
                continue
            if progress is not None:
                progress(ordinal - 1, len(listing.files), found.path)
            outcomes[ordinal] = _read(replace(found, step=step, starts=cuts.get(found.path)), reader)
            if outcomes[ordinal].secret:
                return ordinal
    if progress is not None:
        progress(len(listing.files), len(listing.files), "")
    harvest = _Harvest(problems=list(listing.problems))
    for _, outcome in sorted(outcomes.items()):
        harvest.documents += outcome.documents
        harvest.problems += outcome.problems
    return harvest


def _read(found: FoundFile, reader: Reader) -> Outcome:
    return reader(found) if found.code is None else unread(found, FileProblem(found.code, found.detail))


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
