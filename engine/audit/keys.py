"""Keys of what is kept: facts by the bytes of the files and the readers, results also by the rules and the question."""

from __future__ import annotations

import functools
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import engine
import parsers
from engine.check import CheckOptions
from engine.check.answers import read_answers
from engine.check.arrangement import bindings_of
from engine.rulebook.book import Rulebook
from parsers.catalogue import Catalogue
from parsers.listing import shown

_CHUNK = 1 << 20


def content_key(path: Path) -> str:
    """Return the key of a dossier's bytes and the names of its files.

    Raises OSError where a file cannot be read: such a dossier is never taken from what is kept.
    """
    whole = hashlib.sha256()
    for name, file in sorted(_files(path, "")):
        whole.update(f"{name}\0".encode())
        whole.update(_digest(file))
    return whole.hexdigest()


def _files(path: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    if not path.is_dir():
        yield "", path
        return
    with os.scandir(path) as entries:
        for entry in entries:
            name = prefix + shown(entry.name)
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                yield from _files(Path(entry.path), f"{name}/")
            elif stat.S_ISREG(mode):
                yield name, Path(entry.path)
            else:
                yield f"{name}\0{stat.S_IFMT(mode)}", Path(os.devnull)


def _digest(file: Path) -> bytes:
    with file.open("rb", buffering=0) as stream:
        return hashlib.file_digest(stream, "sha256").digest()


@functools.cache
def _source_digest(package: Path, files: str = "*.py") -> str:
    """Digest of the code itself: better readers must not be served yesterday's facts."""
    whole = hashlib.sha256()
    for file in sorted(package.rglob(files)):
        whole.update(file.relative_to(package).as_posix().encode())
        whole.update(file.read_bytes())
    return whole.hexdigest()


def _home(module: object) -> Path:
    return Path(str(getattr(module, "__file__", ""))).parent


def readers_key(catalogue: Catalogue) -> str:
    """Return the key of everything that decides what is read from a file."""
    return _hash(_source_digest(_home(parsers)), repr(catalogue))


def rules_key(book: Rulebook) -> str:
    """Return the key of everything that decides what the rules say of facts."""
    home = _home(engine)
    words = _source_digest(home / "locale", "*.mo")  # the English of every result
    return _hash(book.digest, words, *(_source_digest(home / name) for name in ("check", "inference", "audit")))


def question_key(options: CheckOptions, answers: str | None, name: str) -> str:
    """Return the key of what was asked, and of which dossier: its name stands in the report."""
    pack = (options.pack, options.pack_from_branch)
    asked = (options.procedure, options.level, pack, options.stage, options.on, options.strict_sources)
    return _hash(repr(asked), options.engine, str(options.verify), answers or "", name)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def facts_key(content: str, readers: str, answers: str | None = None) -> str:
    """Return the key of the facts of a dossier; how the committee says files are parted or bound belongs to it."""
    bound = bindings_of(read_answers(answers, "hoso.yaml").documents) if answers else ()
    return _hash(content, readers, *([repr(bound)] if bound else []))


def result_key(facts: str, rules: str, question: str) -> str:
    """Return the key of the results of a dossier."""
    return _hash(facts, rules, question)
