"""Opens a dossier for a worker: a path as it is, an address of another store through fsspec, only while it is read."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from engine.errors import UsageError

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is made in it


def is_url(path: str) -> bool:
    """True for «s3://…», «sftp://…»; a path otherwise."""
    return _URL.match(path) is not None


@contextmanager
def opened(path: str) -> Iterator[Path]:
    """Give a dossier as a path.

    What comes from elsewhere is held in memory where the system has such a folder, since it may carry a secrecy stamp,
    and is gone afterwards in any case.
    """
    if not is_url(path):
        yield Path(path)
        return
    system, inner = file_system(path)
    folder = Path(tempfile.mkdtemp(prefix="hoso-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        target = folder / PurePosixPath(inner).name
        system.get(inner, str(target), recursive=True)
        yield target
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def file_system(url: str) -> tuple[Any, str]:
    """Return the file system of an address and the path in it.

    Raises UsageError where fsspec or the part of it for this kind of address is missing.
    """
    try:
        import fsspec  # noqa: PLC0415 - an extra

        system, inner = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"Không mở được địa chỉ «{url.partition('://')[0]}://…»: {error}.",
            "Cài phần mở rộng: pip install 'hoso[cluster]' và thư viện của loại kho đó.",
            en=f"The address «{url.partition('://')[0]}://…» cannot be opened: {error}.",
            advice_en="Install the extra: pip install 'hoso[cluster]', and the library for this kind of store.",
        ) from None
    return system, inner
