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
from typing import TYPE_CHECKING, Any

import platformdirs

from engine.rulebook.yaml_text import YamlText

if TYPE_CHECKING:
    from engine.rulebook.book import Rulebook

_KEEP = 4
_KEEP_COMPILED = 40  # of 0.3 MB each
_KEPT = ("rules-*", "compiled-*", "scan-*", "days-*")  # books, rules compiled, scans as read, public holidays
_NO_LINES = YamlText(None, {})


def folder() -> Path:
    """Return the cache folder of the user, `HOSO_CACHE` first."""
    named = os.environ.get("HOSO_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("hoso", appauthor=False)


def key_of(signature: Iterable[tuple[str, int, int]]) -> str:
    """Return the key of a set of files by path, time and size."""
    return key_of_text(repr(tuple(signature)))


def key_of_text(text: str) -> str:
    """Return the key of whatever a text says, as this version of the program makes it."""
    return hashlib.sha256(f"{_versions()}{text}".encode()).hexdigest()[:32]


@functools.cache
def _versions() -> tuple[object, ...]:
    """The program, pydantic, and the modules whose classes are kept: a change of the file format makes a new key."""
    stats = [file.stat() for file in sorted(Path(__file__).parent.rglob("*.py"))]
    return version("hoso"), version("pydantic"), *((stat.st_mtime_ns, stat.st_size) for stat in stats)


def fetch(key: str) -> Rulebook | None:
    """Return the book of `key`; None where there is none or it cannot be used.

    What only lint, tests and explain need is not kept: the lines of keys, and the examples of requirements.
    """
    book: Rulebook | None = _fetched(_file("rules", key))
    return book


def fetch_compiled(key: str) -> Any:
    """Return the compiled rules of `key`; None where there are none or they cannot be used."""
    return _fetched(_file("compiled", key))


def _fetched(file: Path) -> Any:
    try:
        if hasattr(os, "getuid") and file.stat().st_uid != os.getuid():
            return None
        with _without_collector():
            return pickle.loads(file.read_bytes())  # noqa: S301 - our own file, see above
    except Exception:
        return None


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
    _store("rules", key, slim, _KEEP)


def store_compiled(key: str, compiled: object) -> None:
    """Keep compiled rules likewise; each procedure and pack has its own."""
    _store("compiled", key, compiled, _KEEP_COMPILED)


def _store(what: str, key: str, value: object, most: int) -> None:
    with contextlib.suppress(OSError):
        _write(_file(what, key), pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        kept = sorted(folder().glob(f"{what}-*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[most:]:
            path.unlink(missing_ok=True)


def fetch_days(key: str) -> frozenset[int] | None:
    """Return the days (ordinals) kept under a key; None where there are none."""
    try:
        return frozenset(map(int, (folder() / f"days-{key}").read_text(encoding="ascii").split()))
    except (OSError, ValueError):
        return None


def store_days(key: str, days: Iterable[int]) -> None:
    """Keep days under a key instead of those kept before; give up in silence where there is no room or right."""
    with contextlib.suppress(OSError):
        for old in folder().glob("days-*"):
            old.unlink(missing_ok=True)
        _write(folder() / f"days-{key}", "\n".join(map(str, sorted(days))).encode())


def _write(file: Path, data: bytes) -> None:
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=folder(), prefix=f"{file.name.partition('-')[0]}-", suffix=".part")  # 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(file)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _file(what: str, key: str) -> Path:
    return folder() / f"{what}-{key}.pickle"


def clear() -> int:
    """Delete everything the program keeps between runs except the settings; return the number of files."""
    files = [path for kind in _KEPT for path in folder().glob(kind) if path.is_file()]
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)
