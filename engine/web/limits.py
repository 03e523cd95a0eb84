"""How much one visitor of the page may use."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.problems import MIB, Limits


@dataclass(frozen=True, slots=True)
class WebLimits:
    """Limits of uploads, sessions and small forms; those of single files are `parsers.problems.Limits`."""

    upload: int = 600 * MIB  # one dossier, as it comes over the wire
    form: int = MIB  # every other request
    files: int = 2_000  # in one upload
    name: int = 300  # characters of a file's name with its folders
    depth: int = 16  # folders inside folders
    sessions: int = 200
    cases: int = 8  # dossiers one session holds
    waiting: int = 64  # dossiers in line for reading, of all sessions
    idle: float = 2 * 3600.0  # seconds without a request, then everything of the session is deleted


# Somebody sits in front of the page: one hostile file may not keep it busy for long.
READING = Limits(seconds=60.0, pages=3_000, files=2_000, file_size=200 * MIB, unpacked=1_024 * MIB, folder_depth=16)
DESK = Limits(seconds=60.0, files_per_worker=500)
DRAWING = Limits(seconds=60.0, memory=1_024 * MIB, files_per_worker=300)
PLAYING = Limits(seconds=15.0, memory=1_024 * MIB, files_per_worker=200)
