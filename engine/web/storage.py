"""The private folder of one running server: 0700, deleted at its end; after a crash, at the next start."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from typing import IO

PREFIX = "hoso-web-"
_LOCK = "in-use"


class Storage:
    """A folder only this process uses; a lock held on a file inside tells others that it is alive."""

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent or Path(tempfile.gettempdir())
        self.removed = remove_leftovers(self._parent)
        self.root = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self._parent))  # 0700 by mkdtemp
        self._lock: IO[bytes] | None = (self.root / _LOCK).open("wb")
        _lock(self._lock)

    def folder(self) -> Path:
        """Return a new private folder."""
        return Path(tempfile.mkdtemp(dir=self.root))

    def forget(self, folder: Path) -> None:
        """Delete one folder made by `folder()`."""
        if folder.parent == self.root:
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Delete everything; may be called twice."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        shutil.rmtree(self.root, ignore_errors=True)


def remove_leftovers(parent: Path) -> int:
    """Delete folders of servers that are no longer alive; return how many."""
    dead = [folder for folder in parent.glob(f"{PREFIX}*") if _is_mine(folder) and _is_dead(folder)]
    for folder in dead:
        shutil.rmtree(folder, ignore_errors=True)
    return len(dead)


def _is_mine(folder: Path) -> bool:
    """A real folder of this user: others may put anything into a shared temporary folder."""
    try:
        info = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(info.st_mode) and (not hasattr(os, "getuid") or info.st_uid == os.getuid())


def _is_dead(folder: Path) -> bool:
    """Nobody holds the lock. A folder without one is just being made, or was made by a process that died at once."""
    try:
        with (folder / _LOCK).open("rb+") as stream:
            _lock(stream)
    except FileNotFoundError:
        return _is_old(folder)
    except OSError:
        return False
    return True


def _is_old(folder: Path) -> bool:
    with contextlib.suppress(OSError), tempfile.TemporaryFile(dir=folder.parent) as now:
        return os.fstat(now.fileno()).st_mtime - folder.stat().st_mtime > 60
    return False


def _lock(stream: IO[bytes]) -> None:
    """Take the lock or raise OSError; the system gives it back when the process ends, however it ends."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - Windows only

        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415 - POSIX only

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
