"""Pages of scans kept between runs by the content of their file: readable by the owner only, limited in size.

Nothing is put here before all pages of a dossier were looked at for stamps of secrecy, and nothing of a stamped one.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import tempfile
import zlib
from dataclasses import asdict
from pathlib import Path
from typing import Any

from parsers.facts import Box
from parsers.raw import InkMap, RawLine, RawPage, ScanLook

VERSION = 3
PREFIX = "scan-"
LARGEST = 8 << 20  # of one file
MOST = 256 << 20  # of all


class ScanCache:
    """What was read of one file; `key` stands for its bytes and for what recognises things."""

    def __init__(self, folder: Path, key: str) -> None:
        self._file = folder / f"{PREFIX}{key[:40]}"
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
        data = zlib.compress(json.dumps({"version": VERSION, "pages": self._pages}).encode())
        if len(data) <= LARGEST:
            with contextlib.suppress(OSError):
                _write(self._file, data)
                _shrink(self._file.parent)

    def _load(self) -> dict[str, Any]:
        try:
            if hasattr(os, "getuid") and self._file.stat().st_uid != os.getuid():
                return {}
            unpacker = zlib.decompressobj()
            kept = json.loads(unpacker.decompress(self._file.read_bytes(), 16 * LARGEST))
            self._file.touch()
        except (OSError, ValueError, zlib.error):
            return {}
        return kept["pages"] if isinstance(kept, dict) and kept.get("version") == VERSION else {}


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
    """Delete what was used longest ago until the rest is small enough."""
    files = sorted(((p.stat().st_mtime, p.stat().st_size, p) for p in folder.glob(f"{PREFIX}*")), reverse=True)
    kept = 0
    for _, size, path in files:
        kept += size
        if kept > MOST:
            path.unlink(missing_ok=True)


def _plain(page: RawPage) -> dict[str, Any]:
    plain = asdict(page)
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
    boxes = {name: tuple(_box(box) for box in plain[name]) for name in ("seals", "red", "rings")}
    ink = plain["ink"]
    if ink is not None:
        ink = InkMap(ink["columns"], ink["side"], zlib.decompress(base64.b64decode(ink["shares"])))
    return ScanLook(**{**plain, **boxes, "ink": ink, "sheet_box": _box(plain["sheet_box"])})


def _box(plain: dict[str, float] | None) -> Any:
    return Box(**plain) if plain is not None else None
