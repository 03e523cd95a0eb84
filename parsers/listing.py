"""Lists the files of a dossier (folder, archive or single file) without reading, following or extracting anything."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from parsers.archive import Entry, list_entries, read_entry
from parsers.facts import Problem
from parsers.own import OWN_SUFFIXES, is_own_report
from parsers.problems import DEFAULT_LIMITS, FileProblem, Limits
from parsers.sniff import is_lock_file, is_system_file, sniff, suffix_of

ANSWERS_NAME = "hoso.yaml"
_MOUNT_POINT = 0xA0000003  # a Windows junction: as good as a symlink
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file: the file on disk and, inside an archive, the entry (or chain of entries) to read from it."""

    path: str  # relative to the dossier, with `/`, as shown to people
    file: Path
    members: tuple[int, ...] = ()
    code: str | None = None  # why it must not be read
    detail: str = ""

    def open(self, limits: Limits = DEFAULT_LIMITS) -> Path | bytes:
        """Give what a reader needs: the path, or the bytes of the entry."""
        if self.code:
            raise FileProblem(self.code, self.detail)
        if not self.members:
            return _plain_file(self.file, limits)
        return read_entry(_container(self.file, self.members[:-1], limits), self.members[-1], limits)


@dataclass(slots=True)
class Listing:
    """The files of a dossier in natural order, and what was left aside."""

    files: list[FoundFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    answers_path: str | None = None
    answers_text: str | None = None


def list_files(root: Path, limits: Limits = DEFAULT_LIMITS) -> Listing:
    """List the files of a dossier; what cannot be listed becomes a Problem."""
    listing = Listing()
    try:
        mode = root.stat().st_mode  # the path the user named may be a link; what lies below may not
    except OSError:
        listing.problems.append(Problem("no-access", shown(root.name)))
        return listing
    if stat.S_ISDIR(mode):
        _Walk(root, limits, listing).folder(root, "", 0)
    elif stat.S_ISREG(mode):
        _Walk(root, limits, listing).file(root, shown(root.name))
    else:
        listing.problems.append(Problem("not-a-file", shown(root.name)))
    listing.files.sort(key=lambda found: natural_key(found.path))
    _take_answers(listing, limits)
    return listing


def read_listed(root: Path, path: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Read one file of a dossier again by its shown path, for pictures in a report."""
    found = next((f for f in list_files(root, limits).files if f.path == path), None)
    if found is None:
        raise FileProblem("no-access", path)
    source = found.open(limits)
    return source.read_bytes() if isinstance(source, Path) else source


def natural_key(path: str) -> list[list[tuple[int, int, str]]]:
    """Sort key that puts «2. …» before «10. …», folder by folder."""
    return [_name_key(part) for part in path.split("/")]


def same_path(one: str, two: str) -> bool:
    """True when two spellings mean one file of a dossier (composed letters, either slash)."""
    return plain_path(one) == plain_path(two)


def plain_path(path: str) -> str:
    """Give a path as a person may write it: composed letters, either slash."""
    return unicodedata.normalize("NFC", path).replace("\\", "/").removeprefix("./")


def shown(name: str) -> str:
    """Give a file name as Unicode (NFC); bytes that are no text become a question mark in a diamond."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def _name_key(name: str) -> list[tuple[int, int, str]]:
    pieces = _DIGITS.split(name.casefold())
    # A whole number sorts by value; `isdecimal` also takes digits of other scripts, as int() does.
    return [(0, int(p), "") if p.isdecimal() and len(p) < 19 else (1, 0, p) for p in pieces if p]


class _Walk:
    def __init__(self, root: Path, limits: Limits, listing: Listing) -> None:
        self._root = root
        self._limits = limits
        self._listing = listing

    def folder(self, folder: Path, prefix: str, depth: int) -> None:
        if depth > self._limits.folder_depth:
            self._problem("limit", prefix.rstrip("/"), "folder depth")
            return
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._entry(entry, prefix, depth)
        except OSError as error:
            self._problem("no-access", prefix.rstrip("/") or shown(folder.name), type(error).__name__)

    def _entry(self, entry: os.DirEntry[str], prefix: str, depth: int) -> None:
        path = prefix + shown(entry.name)
        if is_system_file(entry.name):
            return
        info = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(info.st_mode) or getattr(info, "st_reparse_tag", 0) == _MOUNT_POINT:
            self._add(FoundFile(path, Path(entry.path), code="not-a-file", detail="link"))
        elif stat.S_ISDIR(info.st_mode):
            self.folder(Path(entry.path), f"{path}/", depth + 1)
        elif stat.S_ISREG(info.st_mode):
            self.file(Path(entry.path), path)
        else:
            self._add(FoundFile(path, Path(entry.path), code="not-a-file", detail="device"))

    def file(self, file: Path, path: str) -> None:
        if is_lock_file(file.name):
            self._problem("lock-file", path, fatal=False)
        elif _is_archive(file):
            self._archive(file, (), path)
        else:
            self._add(FoundFile(path, file))

    def _archive(self, file: Path, members: tuple[int, ...], path: str) -> None:
        """List an archive and the archives inside it."""
        prefix = "" if file == self._root and not members else f"{path}/"
        try:
            entries = list_entries(_container(file, members, self._limits), self._limits)
        except FileProblem as problem:
            self._add(FoundFile(path, file, members, problem.code, problem.detail))
            return
        self._name_doubles(entries, prefix)
        for entry in entries:
            self._member(file, members, prefix, entry)

    def _member(self, file: Path, members: tuple[int, ...], prefix: str, entry: Entry) -> None:
        parts = entry.name.split("/")
        path, chain = prefix + entry.name, (*members, entry.index)
        if any(is_system_file(part) for part in parts):
            return
        if is_lock_file(parts[-1]):
            self._problem("lock-file", path, fatal=False)
            return
        if entry.odd_name:
            self._problem("zip-traversal", path, fatal=False)
        if entry.code or suffix_of(entry.name) != ".zip":
            self._add(FoundFile(path, file, chain, entry.code))
        elif len(chain) >= self._limits.archive_depth:
            self._add(FoundFile(path, file, chain, "limit", "archive depth"))
        else:
            self._archive(file, chain, path)

    def _name_doubles(self, entries: tuple[Entry, ...], prefix: str) -> None:
        seen: set[str] = set()
        for entry in entries:
            if entry.name in seen:
                self._problem("duplicate-name", prefix + entry.name, fatal=False)
            seen.add(entry.name)

    def _add(self, found: FoundFile) -> None:
        if self._is_own(found):
            self._problem("own-report", found.path, fatal=False)
            return
        files = self._listing.files
        if len(files) < self._limits.files:
            files.append(found)
        elif not any(problem.code == "limit" and problem.path == "" for problem in self._listing.problems):
            self._problem("limit", "", f"more than {self._limits.files} files")

    def _is_own(self, found: FoundFile) -> bool:
        """A report of ours lies in the dossier's folder; the one file a person named is looked at all the same."""
        if found.code or suffix_of(found.path) not in OWN_SUFFIXES or (found.file == self._root and not found.members):
            return False
        try:
            return is_own_report(found.open(self._limits), found.path)
        except FileProblem:
            return False

    def _problem(self, code: str, path: str, detail: str = "", *, fatal: bool = True) -> None:
        self._listing.problems.append(Problem(code, path, detail, fatal))


def _is_archive(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.read(2) == b"PK" and sniff(stream) == "zip"
    except OSError:
        return False


def _plain_file(file: Path, limits: Limits) -> Path:
    try:
        size = file.stat().st_size
    except OSError as error:
        raise FileProblem("no-access", type(error).__name__) from error
    if size > limits.file_size:
        raise FileProblem("too-large")
    return file


def _container(file: Path, members: tuple[int, ...], limits: Limits) -> Path | bytes:
    return file if not members else _inner_archive(file, members, limits)


@lru_cache(maxsize=1)  # all files of one inner archive are read one after the other
def _inner_archive(file: Path, members: tuple[int, ...], limits: Limits) -> bytes:
    return read_entry(_container(file, members[:-1], limits), members[-1], limits)


def _take_answers(listing: Listing, limits: Limits) -> None:
    """Take `hoso.yaml` out of the list: at the top, or in the one folder an archive holds."""
    for found in _answers_places(listing):
        listing.files.remove(found)
        try:
            source = found.open(limits)
            data = source.read_bytes() if isinstance(source, Path) else source
            if len(data) > limits.answers_size:
                raise FileProblem("too-large")
            listing.answers_text = data.decode("utf-8-sig")
            listing.answers_path = found.path
        except (FileProblem, OSError, UnicodeDecodeError) as error:
            code = error.code if isinstance(error, FileProblem) else "damaged"
            listing.problems.append(Problem(code, found.path))


def _answers_places(listing: Listing) -> Iterator[FoundFile]:
    tops = {found.path.split("/")[0] for found in listing.files}
    places = [ANSWERS_NAME] + [f"{top}/{ANSWERS_NAME}" for top in tops if len(tops) == 1]
    found = [file for file in listing.files if file.path in places]
    yield from found[:1]
