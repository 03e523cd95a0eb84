"""Reads zip archives without ever extracting them: an entry's name is data, never a path to write to."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from parsers.problems import DEFAULT_LIMITS, FileProblem, Limits

_CHUNK = 1 << 20
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: its place in the directory, its cleaned name, and why it must not be read."""

    index: int
    name: str  # with `/`, never absolute, never with `..`
    size: int
    code: str | None = None  # fatal for this entry
    odd_name: bool = False  # the name as stored was absolute or climbed out of the archive


def entry_name(info: zipfile.ZipInfo) -> str:
    """Give the stored name as Unicode (NFC).

    Archives from Vietnamese Windows carry cp1258, or UTF-8 without saying so.
    """
    if info.flag_bits & _UTF8_FLAG:
        return unicodedata.normalize("NFC", info.filename)
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:  # zipfile took the name from the Unicode extra field
        return unicodedata.normalize("NFC", info.filename)
    for encoding in ("utf-8", "cp1258"):
        try:
            return unicodedata.normalize("NFC", raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return unicodedata.normalize("NFC", info.filename)


def safe_name(name: str) -> tuple[str, bool]:
    """Clean a stored name for showing; the second value is True when it tried to leave the archive."""
    parts = name.replace("\\", "/").split("/")
    odd = name.startswith(("/", "\\")) or ".." in parts or parts[0].endswith(":") or "\x00" in name
    kept = [part.replace("\x00", "") for part in parts if part not in {"", ".", ".."} and not part.endswith(":")]
    return str(PurePosixPath(*kept)) if kept else "?", odd


def list_entries(source: Path | bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[Entry, ...]:
    """List the files of an archive from its directory alone; raises FileProblem where the whole must not be read."""
    with _opened(source) as archive:
        infos = archive.infolist()
        if len(infos) > limits.files or sum(info.file_size for info in infos) > limits.unpacked:
            raise FileProblem("zip-bomb", f"{len(infos)} entries")
        return tuple(_entry(i, info, limits) for i, info in enumerate(infos) if not info.is_dir())


def read_entry(source: Path | bytes, index: int, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """Read one entry into memory, counting bytes on the way: the directory can lie."""
    with _opened(source) as archive:
        info = archive.infolist()[index]
        code = _refusal(info, limits)
        if code:
            raise FileProblem(code)
        try:
            with archive.open(info) as stream:
                return b"".join(_counted(stream, info, limits))
        except NotImplementedError as error:
            raise FileProblem("unsupported", "compression method") from error
        except RuntimeError as error:  # what zipfile says of a password
            raise FileProblem("encrypted") from error
        except _READ_ERRORS as error:
            raise FileProblem("damaged", type(error).__name__) from error


def _entry(index: int, info: zipfile.ZipInfo, limits: Limits) -> Entry:
    name, odd = safe_name(entry_name(info))
    return Entry(index, name, info.file_size, _refusal(info, limits), odd)


def _refusal(info: zipfile.ZipInfo, limits: Limits) -> str | None:
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG}:
        return "not-a-file"
    if info.flag_bits & _ENCRYPTED_FLAG:
        return "encrypted"
    if info.file_size > limits.file_size:
        return "too-large"
    if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(1, info.compress_size):
        return "zip-bomb"
    return None


def _counted(stream: IO[bytes], info: zipfile.ZipInfo, limits: Limits) -> Iterator[bytes]:
    total = 0
    while chunk := stream.read(_CHUNK):
        total += len(chunk)
        if total > min(info.file_size, limits.file_size):
            raise FileProblem("zip-bomb", "more bytes than the directory says")
        yield chunk


@contextmanager
def _opened(source: Path | bytes) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(source if isinstance(source, Path) else io.BytesIO(source))
    except (*_READ_ERRORS, NotImplementedError) as error:
        raise FileProblem("damaged", type(error).__name__) from error
    with archive:
        yield archive
