"""The loaded book kept between runs, so that a check does not read some hundred files of YAML every time.

The key is path, time and size of every rule file with the program's version; whatever changes makes a new key. A pickle
is safe here as a settings file is: it lies in the user's own folder, readable and writable by its owner only, and is
not opened where it belongs to somebody else.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import os
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from engine.rulebook.yaml_text import YamlText

if TYPE_CHECKING:
    from engine.rulebook.book import Rulebook

_KEEP = 4
_KEPT = ("rules-*", "scan-*")  # rule books, and what was read of scans
_NO_LINES = YamlText(None, {})


def folder() -> Path:
    """Return the cache folder of the user, `HOSO_CACHE` first."""
    named = os.environ.get("HOSO_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("hoso", appauthor=False)


def key_of(signature: Iterable[tuple[str, int, int]]) -> str:
    """Return the key of a set of files by path, time and size."""
    text = repr((_versions(), tuple(signature)))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@functools.cache
def _versions() -> tuple[object, ...]:
    """The program, pydantic, and the modules whose classes are kept: a change of the file format makes a new key."""
    stats = [file.stat() for file in sorted(Path(__file__).parent.rglob("*.py"))]
    return version("hoso"), version("pydantic"), *((stat.st_mtime_ns, stat.st_size) for stat in stats)


def fetch(key: str) -> Rulebook | None:
    """Return the book of `key`; None where there is none or it cannot be used.

    What only lint, tests and explain need is not kept: the lines of keys, and the examples of requirements.
    """
    file = _file(key)
    try:
        if hasattr(os, "getuid") and file.stat().st_uid != os.getuid():
            return None
        with _without_collector():
            book: Rulebook = pickle.loads(file.read_bytes())  # noqa: S301 - our own file, see above
    except Exception:
        return None
    return book


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Unpickling makes thousands of objects that all stay: the collector would look at them over and over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def store(key: str, book: Rulebook) -> None:
    """Keep the book, readable by its owner only; give up in silence where there is no room or right."""
    slim = replace(
        book,
        origins={name: replace(origin, text=_NO_LINES) for name, origin in book.origins.items()},
        requirements={name: item.model_copy(update={"examples": []}) for name, item in book.requirements.items()},
    )
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=folder(), prefix="rules-", suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(pickle.dumps(slim, pickle.HIGHEST_PROTOCOL))
        Path(temporary).replace(_file(key))
        _forget_old()


def _file(key: str) -> Path:
    return folder() / f"rules-{key}.pickle"


def _forget_old() -> None:
    kept = sorted(folder().glob("rules-*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[_KEEP:]:
        path.unlink(missing_ok=True)


def clear() -> int:
    """Delete everything the program keeps between runs except the settings; return the number of files."""
    files = [path for kind in _KEPT for path in folder().glob(kind) if path.is_file()]
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)
