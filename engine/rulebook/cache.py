"""Parsed rule files kept between runs, by the digest of their bytes; a stale entry can never be met."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import orjson
import platformdirs

from engine.rulebook.yaml_text import YamlText

_FORMAT = 1
_KEEP = 4


def folder() -> Path:
    """Return the cache folder of the user, `HOSO_CACHE` first."""
    named = os.environ.get("HOSO_CACHE")
    return Path(named) if named else platformdirs.user_cache_path("hoso", appauthor=False)


def _file(digest: str) -> Path:
    return folder() / f"rules-{_FORMAT}-{digest[:32]}.json"


def fetch(digest: str) -> dict[str, YamlText] | None:
    """Return the parsed files of `digest`, or None: a missing or broken cache is no error."""
    try:
        stored = orjson.loads(_file(digest).read_bytes())
        return {name: YamlText(value, {tuple(path): line for path, line in lines}) for name, value, lines in stored}
    except (OSError, ValueError, TypeError):
        return None


def store(digest: str, texts: dict[str, YamlText]) -> None:
    """Keep the parsed files, readable by their owner only; give up in silence where there is no room or right."""
    rows = [
        (name, text.value, [(list(path), line) for path, line in text.lines.items()]) for name, text in texts.items()
    ]
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=folder(), prefix="rules-", suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(orjson.dumps(rows))
        Path(temporary).replace(_file(digest))
        _forget_old()


def _forget_old() -> None:
    kept = sorted(folder().glob("rules-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[_KEEP:]:
        path.unlink(missing_ok=True)


def clear() -> int:
    """Delete everything the program keeps between runs except the settings; return the number of files."""
    files = [path for path in folder().glob("rules-*") if path.is_file()]
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)
