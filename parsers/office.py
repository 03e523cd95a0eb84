"""Asks LibreOffice, where it is installed, to turn an old file into a .docx: the last resort, with a time limit."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path


def as_docx(data: bytes, suffix: str, seconds: float) -> bytes | None:
    """Convert a file; None where LibreOffice is not installed, fails or takes too long."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="hoso-") as folder:
        source = Path(folder) / f"file{suffix}"
        source.write_bytes(data)
        _run(program, source, seconds)
        result = source.with_suffix(".docx")
        return result.read_bytes() if result.is_file() else None


def _run(program: str, source: Path, seconds: float) -> None:
    profile = (source.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "docx", "--outdir", str(source.parent), str(source)]
    try:
        subprocess.run(  # noqa: S603 - a fixed program on a file of our own name
            command, timeout=seconds, check=False, capture_output=True, stdin=subprocess.DEVNULL
        )
    except (subprocess.TimeoutExpired, OSError):
        return
