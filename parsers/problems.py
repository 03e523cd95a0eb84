"""What can go wrong with a file, and the limits that keep a hostile one from taking the program down."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


class FileProblem(Exception):
    """A file that cannot be used; `code` is one of the codes of `facts.Problem`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the machine one dossier may use."""

    seconds: float = 60.0  # for one file
    scan_seconds: float = 900.0  # for the pictures of one scanned file
    scan_pages: int = 1_000  # pictures of one file
    memory: int = 1536 * MIB  # address space of the worker
    files_per_worker: int = 200  # then a fresh one: nothing leaks for long
    pages: int = 5_000
    files: int = 20_000  # in one dossier
    file_size: int = 300 * MIB  # one file, or one entry of an archive
    unpacked: int = 2_048 * MIB  # one archive
    ratio: int = 200  # unpacked against packed …
    ratio_from: int = 5 * MIB  # … of entries larger than this
    archive_depth: int = 2  # an archive inside an archive, and no further
    folder_depth: int = 32
    answers_size: int = MIB


DEFAULT_LIMITS = Limits()
