"""What is read together: one file, or files bound into one long scan, by their names or because a person said so.

A bundle is read as one long scan and then parted into its papers. What a person says of files and pages must fit the
dossier exactly; where it does not, nothing is read and the person is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from parsers.file_series import series_of
from parsers.listing import FoundFile, same_path


@dataclass(frozen=True, slots=True)
class Binding:
    """What a person said of one file or of some files in a row.

    files: read one after another; more than one are bound. starts: indexes of the pages papers begin on, counted
    through all the files; None leaves that to the machine. series: the pictures that follow by their names come along.
    """

    files: tuple[str, ...]
    starts: tuple[int, ...] | None = None
    series: bool = False


class Misfit(Exception):
    """What a person said does not fit the dossier. `code` is no-file, twice, no-page, no-pages, or unread.

    `file` is the file it was said of; `detail`: for no-page «page/count», for unread the code of what is wrong with it.
    """

    def __init__(self, code: str, file: str, detail: str = "") -> None:
        super().__init__(code, file, detail)
        self.code, self.file, self.detail = code, file, detail


@dataclass(frozen=True, slots=True)
class Job:
    """One reading: a file, or a bundle.

    step: of a scan: read, stamps, scan; forget what was kept of it; all: one after the other. `said`: by a person.
    `cache`: the folder for what was read of scans.
    """

    files: tuple[FoundFile, ...]
    ordinals: tuple[int, ...] = (1,)  # of the files in the dossier, from 1
    starts: tuple[int, ...] | None = None
    said: bool = False
    step: str = "all"
    cache: Path | None = None

    @property
    def path(self) -> str:
        """The first file, which names the bundle."""
        return self.files[0].path

    def without(self, apart: Sequence[int]) -> list[Job]:
        """Give the bundle without some of its files, and each of these on its own."""
        rest = [place for place in range(len(self.files)) if place not in apart]
        groups = [rest] if rest else []
        return [self._of(group) for group in sorted([*groups, *([place] for place in apart)])]

    def _of(self, places: Sequence[int]) -> Job:
        files, ordinals = zip(*((self.files[place], self.ordinals[place]) for place in places), strict=True)
        return replace(self, files=files, ordinals=ordinals)


def jobs_of(files: Sequence[FoundFile], said: Iterable[Binding] = ()) -> list[Job]:
    """Give what is to be read, in the order of the files; raises Misfit."""
    numbers: dict[str, int] = {}
    for number, found in enumerate(files):
        numbers.setdefault(found.path, number)
    bindings = [_spelled(binding, numbers) for binding in said]
    _must_not_meet(bindings)
    runs = _runs([files[number] for number in numbers.values()], bindings)
    jobs = [_job(files, [numbers[path] for path in run], binding) for run, binding in runs]
    doubles = set(range(len(files))) - set(numbers.values())  # a second file of one name in an archive
    return sorted([*jobs, *(_job(files, [n], None) for n in doubles)], key=lambda job: job.ordinals[0])


def _job(files: Sequence[FoundFile], places: Sequence[int], binding: Binding | None) -> Job:
    return Job(
        tuple(files[place] for place in places),
        tuple(place + 1 for place in places),
        binding.starts if binding else None,
        said=binding is not None,
    )


def _spelled(binding: Binding, known: Iterable[str]) -> Binding:
    """Give the binding with the files as the dossier spells them."""
    paths = []
    for file in binding.files:
        found = next((path for path in known if same_path(path, file)), None)
        if found is None:
            raise Misfit("no-file", file)
        paths.append(found)
    return replace(binding, files=tuple(paths))


def _must_not_meet(bindings: Sequence[Binding]) -> None:
    seen: set[str] = set()
    for binding in bindings:
        for path in binding.files:
            if path in seen:
                raise Misfit("twice", path)
            seen.add(path)


def _runs(files: Sequence[FoundFile], bindings: Sequence[Binding]) -> list[tuple[tuple[str, ...], Binding | None]]:
    """Give the runs of files that are read together, each with what was said of it."""
    named = {path: binding for binding in bindings for path in binding.files}
    runs: list[tuple[tuple[str, ...], Binding | None]] = []
    series = {path: run for run in series_of(f.path for f in files if f.code is None) for path in run}
    done: set[tuple[str, ...]] = set()
    for found in files:
        run = series.get(found.path, (found.path,))
        if run not in done:
            done.add(run)
            runs += _parted(run, named)
    return runs


def _parted(run: Sequence[str], named: dict[str, Binding]) -> list[tuple[tuple[str, ...], Binding | None]]:
    """Part a run where a person's word begins or takes files away."""
    pieces: list[tuple[list[str], Binding | None]] = []
    goes_on = False
    for path in run:
        binding = named.get(path)
        if binding is None:
            if goes_on:
                pieces[-1][0].append(path)
            else:
                pieces.append(([path], None))
            goes_on = True
        else:
            if path == binding.files[0]:
                pieces.append((list(binding.files), binding))
            goes_on = path == binding.files[0] and binding.series
    return [(tuple(paths), binding) for paths, binding in pieces]
