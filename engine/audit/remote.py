"""Finds dossiers behind an fsspec address: every zip, and every topmost folder that holds papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from engine.audit.branches import Branch
from engine.audit.discover import Aside, Found
from engine.audit.places import file_system
from engine.locale.words import same
from parsers.listing import natural_key, shown
from parsers.sniff import is_lock_file, is_system_file, may_be_paper, suffix_of

_DEPTH = 32


def discover_remote(url: str) -> Iterator[Found | Aside]:
    """Yield what is behind an address, in natural order."""
    system, root = file_system(url)
    name = shown(PurePosixPath(root).name) or url
    try:
        yield from _below(system, root, "", Branch("", name), 0)
    except OSError as error:
        yield Aside(name, "no-access", same(type(error).__name__))


def _below(system: Any, folder: str, prefix: str, branch: Branch, depth: int) -> Iterator[Found | Aside]:
    entries = sorted(system.ls(folder, detail=True), key=lambda entry: natural_key(shown(_name(entry))))
    files = [entry for entry in entries if entry["type"] == "file" and not _is_noise(_name(entry))]
    if depth and any(may_be_paper(_name(entry)) and suffix_of(_name(entry)) != ".zip" for entry in files):
        yield Found(str(system.unstrip_protocol(folder)), prefix.rstrip("/"), branch)
        return
    for entry in entries:
        path = prefix + shown(_name(entry))
        if entry["type"] == "directory" and depth < _DEPTH:
            below = branch if depth else Branch(path, shown(_name(entry)))
            yield from _below(system, entry["name"], f"{path}/", below, depth + 1)
        elif entry in files and suffix_of(_name(entry)) == ".zip":
            yield Found(str(system.unstrip_protocol(entry["name"])), path, branch)
        elif entry in files:
            yield Aside(path, "loose-paper")


def _name(entry: dict[str, Any]) -> str:
    return PurePosixPath(str(entry["name"])).name


def _is_noise(name: str) -> bool:
    return is_system_file(name) or is_lock_file(name) or name.startswith(".")
