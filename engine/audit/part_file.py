"""Writes a file beside its place and moves it there when it is whole: nobody ever opens half a workbook."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Part(io.BufferedWriter):
    """A stream that fails once and then keeps still: a zip that is let go of unfinished would try again, aloud."""

    failed = False
    _place = 0  # where it pretends to be since it failed

    def write(self, data: Any, /) -> int:
        """Write, or pretend to where it failed before."""
        if not self.failed:
            return int(self._once(super().write, data))
        self._place += len(data)
        return len(data)

    def flush(self) -> None:
        """Flush, unless it failed before."""
        if not self.failed:
            self._once(super().flush)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Seek, or pretend to."""
        if not self.failed:
            return int(self._once(super().seek, offset, whence))
        self._place = offset
        return offset

    def tell(self) -> int:
        """Return the place."""
        return self._place if self.failed else super().tell()

    def close(self) -> None:
        """Close; what could not be written is told once, and not again."""
        with contextlib.suppress(OSError) if self.failed else contextlib.nullcontext():
            super().close()

    def _once(self, do: Any, *values: Any) -> Any:
        try:
            return do(*values)
        except OSError:
            self.failed = True
            raise


@contextlib.contextmanager
def whole(file: Path) -> Iterator[Part]:
    """Give a stream whose contents become `file` when all went well. Raises OSError where the machine refuses."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}-", suffix=".part")
    try:
        with Part(io.FileIO(handle, "wb")) as stream:
            yield stream
            stream.flush()
        Path(part).replace(file)
    finally:
        Path(part).unlink(missing_ok=True)
