"""Pages of scans kept between runs by the content of their file: for the owner only, limited in size, expiring.

Nothing is put here before all pages of a dossier were looked at for stamps of secrecy, and nothing of a stamped one
stays. The key stands for everything that decides what is read: the bytes, our own code, the recogniser with its data,
the libraries that draw, and the words that repair misreadings. A file is written whole or not at all, so programs may
share the folder.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from parsers.catalogue import Catalogue
from parsers.facts import Box
from parsers.ocr import NoRecogniser, recogniser
from parsers.raw import InkMap, RawLine, RawPage, ScanLook
from parsers.segment import renumbered

PREFIX = "scan-"
LARGEST = 8 << 20  # of one file
MOST = 256 << 20  # of all
DAYS = 30  # without use, then it is gone
HOUR = 3_600.0  # after which a file half written belongs to a program that died
_LIBRARIES = ("numpy", "opencv-python-headless", "pillow", "pypdfium2", "tesserocr")
_DIGEST = 24  # letters of a file's digest in the name


class ScanCache:
    """What was read of the file of some digest, with the known words that `words` stands for."""

    def __init__(self, folder: Path, digest: str, words: str) -> None:
        self._file = folder / f"{PREFIX}{digest[:_DIGEST]}-{_short(reader_key(), words)}"
        self._pages: dict[str, Any] = self._load()
        self._changed = False

    @property
    def is_known(self) -> bool:
        """True when pages of this file were kept before."""
        return bool(self._pages)

    def get(self, how: str, index: int) -> RawPage | None:
        """Give a page that was read before."""
        known = self._pages.get(f"{how}:{index}")
        try:
            return _page(known) if known is not None else None
        except (KeyError, TypeError, ValueError):
            return None

    def put(self, how: str, index: int, page: RawPage) -> None:
        """Remember a page."""
        self._pages[f"{how}:{index}"] = _plain(page)
        self._changed = True

    def save(self) -> None:
        """Write what is new; a cache that cannot be written is none."""
        if not self._changed:
            return
        data = zlib.compress(json.dumps({"pages": self._pages}).encode())
        if len(data) <= LARGEST:
            with contextlib.suppress(OSError):
                _write(self._file, data)
                _shrink(self._file.parent)

    def _load(self) -> dict[str, Any]:
        try:
            state = self._file.stat()
            if (hasattr(os, "getuid") and state.st_uid != os.getuid()) or _is_old(state):
                return {}
            unpacker = zlib.decompressobj()
            kept = json.loads(unpacker.decompress(self._file.read_bytes(), 16 * LARGEST))
            self._file.touch()
        except (OSError, ValueError, zlib.error):
            return {}
        return kept["pages"] if isinstance(kept, dict) and isinstance(kept.get("pages"), dict) else {}


class BoundCache:
    """The caches of the files of a bundle, by the pages of all of them.

    The first page of a bundle is read in another way than the same picture further in: it begins a paper.
    """

    def __init__(self, caches: Sequence[ScanCache], origin: Callable[[int], tuple[int, int]]) -> None:
        self._caches = tuple(caches)
        self._origin = origin

    @property
    def is_known(self) -> bool:
        """True when pages of all files were kept before."""
        return all(cache.is_known for cache in self._caches)

    def get(self, how: str, index: int) -> RawPage | None:
        """Give a page that was read before."""
        part, own = self._origin(index)
        page = self._caches[part].get(_way(how, index), own)
        return renumbered(page, index + 1) if page is not None else None

    def put(self, how: str, index: int, page: RawPage) -> None:
        """Remember a page."""
        part, own = self._origin(index)
        self._caches[part].put(_way(how, index), own, page)

    def save(self) -> None:
        """Write what is new."""
        for each in self._caches:
            each.save()


def _way(how: str, index: int) -> str:
    return f"{how}-first" if index == 0 else how


@cache
def reader_key() -> str:
    """Return what stands for the code that reads: better readers must not be served yesterday's pages."""
    whole = hashlib.sha256()
    for file in sorted((*Path(__file__).parent.glob("*.py"), *Path(__file__).parent.glob("data/*"))):
        whole.update(file.name.encode() + file.read_bytes())
    for name in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            whole.update(f"{name} {version(name)};".encode())
    with contextlib.suppress(NoRecogniser):
        whole.update(recogniser().name.encode())
    return whole.hexdigest()


def words_key(catalogue: Catalogue) -> str:
    """Return what stands for the words a catalogue knows."""
    return hashlib.sha256(repr(catalogue).encode()).hexdigest()


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGEST]


def forget(folder: Path, digest: str) -> None:
    """Delete all that is kept of the file of some digest, whatever read it."""
    for path in folder.glob(f"{PREFIX}{digest[:_DIGEST]}-*"):
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def clear(folder: Path) -> int:
    """Delete all that is kept; return the number of files."""
    files = [path for path in folder.glob(f"{PREFIX}*") if path.is_file()]
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=f"{PREFIX}new-", dir=file.parent)  # 0600 by itself
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _shrink(folder: Path) -> None:
    """Delete what is old, what a dead program left half written, and what was used longest ago over the limit."""
    kept = 0
    for path, state in sorted(_states(folder), key=lambda pair: -pair[1].st_mtime):
        half = path.name.startswith(f"{PREFIX}new-")
        kept += state.st_size
        if _is_old(state) or kept > MOST or (half and time.time() - state.st_mtime > HOUR):
            path.unlink(missing_ok=True)


def _states(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for path in folder.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # another program has just deleted it
            yield path, path.stat()


def _is_old(state: os.stat_result) -> bool:
    return time.time() - state.st_mtime > DAYS * 24 * HOUR


def _plain(page: RawPage) -> dict[str, Any]:
    plain = asdict(page)
    plain["lines"] = [line._asdict() for line in plain["lines"]]
    plain["words"] = []  # the same as the lines
    if page.scan is not None and page.scan.ink is not None:
        plain["scan"]["ink"]["shares"] = base64.b64encode(zlib.compress(page.scan.ink.shares)).decode()
    return plain


def _page(plain: dict[str, Any]) -> RawPage:
    lines = tuple(RawLine(**{**line, "box": _box(line["box"])}) for line in plain["lines"])
    return RawPage(**{**plain, "lines": lines, "words": lines, "images": (), "scan": _look(plain["scan"])})


def _look(plain: dict[str, Any] | None) -> ScanLook | None:
    if plain is None:
        return None
    lists = ("seals", "red", "rings", "strokes", "copied")
    boxes = {name: tuple(_box(box) for box in plain[name]) for name in lists}
    ink = plain["ink"]
    if ink is not None:
        ink = InkMap(ink["columns"], ink["side"], zlib.decompress(base64.b64decode(ink["shares"])))
    alone = {name: _box(plain[name]) for name in ("sheet_box", "edge_box")}
    votes = tuple(tuple(figure) for figure in plain["sheet_votes"])
    dots = tuple(_box(box) for box in plain["dots"]) if plain["dots"] is not None else None
    return ScanLook(**{**plain, **boxes, **alone, "ink": ink, "sheet_votes": votes, "dots": dots})


def _box(plain: dict[str, float] | None) -> Any:
    return Box(**plain) if plain is not None else None
