"""Finds the dossiers of a tree and the branch each belongs to, without opening a paper.

A dossier is a folder with its own `hoso.yaml`, a zip, or the topmost folder that holds papers. A `hoso.yaml` that names
a branch makes its folder a branch; elsewhere the first folder below the root is one. Nothing leads out of the tree.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from engine.audit.branches import NAME, Branch, read_branch
from engine.locale.words import NOTHING, Said, same
from parsers.listing import natural_key, shown
from parsers.sniff import is_lock_file, is_system_file, may_be_paper, suffix_of

_DEPTH = 32
_JUNCTION = 0xA0000003


@dataclass(frozen=True, slots=True)
class Found:
    """A dossier: where it is (a path or an address), its name in the tree, its branch."""

    path: Path | str
    shown: str
    branch: Branch


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that is in no dossier or cannot be entered, with its reason code."""

    shown: str
    code: str
    detail: Said = NOTHING


@dataclass(slots=True)
class _Folder:
    folders: list[Path] = field(default_factory=list)
    zips: list[Path] = field(default_factory=list)
    papers: list[Path] = field(default_factory=list)
    answers: Path | None = None


def discover(root: Path) -> Iterator[Found | Aside]:
    """Yield what is below `root` in natural order; never raises for what is in it."""
    name = shown(root.absolute().name) or "."
    whole = Branch("", name)
    try:
        mode = root.stat().st_mode
    except OSError:
        yield Aside(name, "no-access")
        return
    if stat.S_ISREG(mode):
        yield Found(root, name, whole)
    elif stat.S_ISDIR(mode):
        yield from _Search(root, name).root(whole)
    else:
        yield Aside(name, "not-a-file")


class _Search:
    def __init__(self, root: Path, name: str) -> None:
        self._root = root
        self._name = name

    def root(self, whole: Branch) -> Iterator[Found | Aside]:
        seen = self._list(self._root, "")
        if isinstance(seen, Aside):
            yield seen
            return
        branch = whole
        if seen.answers is not None:
            named, trouble = read_branch(seen.answers, "")
            if trouble is None and named is None:
                yield Found(self._root, self._name, whole)  # the root is itself one dossier
                return
            if trouble:
                yield Aside(NAME, "branch-file", trouble)
            branch = named or whole
        if seen.papers and not seen.zips and not any(self._holds_papers(item, 1) for item in seen.folders):
            yield Found(self._root, self._name, branch)
            return
        yield from self._container(seen, "", branch, 0, named=branch is not whole)

    def _container(
        self, seen: _Folder, prefix: str, branch: Branch, depth: int, *, named: bool
    ) -> Iterator[Found | Aside]:
        """A folder of dossiers; papers that lie loose in it belong to none and are told."""
        for file in seen.papers:
            yield Aside(prefix + shown(file.name), "loose-paper")
        for item in sorted((*seen.folders, *seen.zips), key=lambda path: natural_key(shown(path.name))):
            path = prefix + shown(item.name)
            if item in seen.zips:
                yield Found(item, path, branch)
            else:
                yield from self._folder(item, path, branch, depth + 1, named=named)

    def _folder(self, folder: Path, path: str, branch: Branch, depth: int, *, named: bool) -> Iterator[Found | Aside]:
        seen = self._list(folder, path) if depth <= _DEPTH else Aside(path, "limit")
        if isinstance(seen, Aside):
            yield seen
            return
        entry, trouble = read_branch(seen.answers, path) if seen.answers else (None, None)
        if trouble and (entry or not seen.papers):
            yield Aside(f"{path}/{NAME}", "branch-file", trouble)
        if entry is not None:
            yield from self._container(seen, f"{path}/", entry, depth, named=True)
        elif seen.papers or seen.answers:
            yield Found(folder, path, branch)
        else:
            below = branch if named else Branch(path, shown(folder.name))
            yield from self._container(seen, f"{path}/", below, depth, named=True)

    def _list(self, folder: Path, path: str) -> _Folder | Aside:
        found = _Folder()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    _sort_in(entry, found)
        except OSError as error:
            return Aside(path or self._name, "no-access", same(type(error).__name__))
        return found

    def _holds_papers(self, folder: Path, depth: int) -> bool:
        seen = self._list(folder, "")
        if isinstance(seen, Aside) or depth > _DEPTH:
            return False
        return bool(seen.papers or seen.zips or seen.answers) or any(
            self._holds_papers(item, depth + 1) for item in seen.folders
        )


def _sort_in(entry: os.DirEntry[str], found: _Folder) -> None:
    if is_system_file(entry.name) or is_lock_file(entry.name) or entry.name.startswith("."):
        return
    info = entry.stat(follow_symlinks=False)
    if stat.S_ISLNK(info.st_mode) or getattr(info, "st_reparse_tag", 0) == _JUNCTION:
        return
    path = Path(entry.path)
    if stat.S_ISDIR(info.st_mode):
        found.folders.append(path)
    elif not stat.S_ISREG(info.st_mode):
        return
    elif entry.name == NAME:
        found.answers = path
    elif suffix_of(entry.name) == ".zip":
        found.zips.append(path)
    elif may_be_paper(entry.name):
        found.papers.append(path)
