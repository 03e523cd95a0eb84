"""Uploaded files into one private archive: a browser's file names are data, never paths on this machine."""

from __future__ import annotations

import shutil
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from engine.locale.words import N_
from engine.report.clean import clean
from engine.web.limits import WebLimits
from engine.web.refusals import Refused
from parsers.archive import safe_name

_CHUNK = 1 << 20
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """One file of the form."""

    name: str
    stream: IO[bytes] | BinaryIO


def pack(files: Sequence[Uploaded], folder: Path, limits: WebLimits) -> tuple[Path, str]:
    """Store an upload in `folder`; return its path and the name of the dossier, empty where nothing names it.

    A single zip is kept as it came, everything else is put into an archive of our own. Raises Refused.
    """
    named = [(_name(file.name, limits), file) for file in files if file.name.strip()]
    if not named:
        raise Refused(N_("Chưa chọn tệp nào."), N_("Chọn các tệp của hồ sơ, cả thư mục, hoặc một tệp .zip."))
    if len(named) > limits.files:
        raise Refused(
            N_("Quá nhiều tệp ({number})."),
            N_("Một hồ sơ không quá {most} tệp. Hãy chọn thư mục của một hồ sơ thôi."),
            413,
            number=len(named),
            most=limits.files,
        )
    numbers = [int(file.stem) for file in folder.glob("*.zip")]
    path = folder / f"{max(numbers, default=-1) + 1:04d}.zip"
    if len(named) == 1 and _is_zip(named[0][1]):
        with path.open("xb") as target:
            shutil.copyfileobj(named[0][1].stream, target, _CHUNK)
        return path, named[0][0].rsplit("/", 1)[-1].removesuffix(".zip")
    top = _common_top([name for name, _ in named])
    _write(path, [(name.removeprefix(f"{top}/"), file) for name, file in named])
    return path, _title(top, [name for name, _ in named])


def _name(raw: str, limits: WebLimits) -> str:
    """Clean a name: folders with «/», no way out of the archive, no control characters."""
    name, _odd = safe_name(unicodedata.normalize("NFC", raw))
    name = clean(name).replace("\n", " ").strip()
    parts = [part for part in name.split("/") if part]
    return "/".join(parts[-limits.depth :])[-limits.name :].lstrip("/") or "?"


def _is_zip(file: Uploaded) -> bool:
    """True for an archive of files; Word files are archives too, told apart by what is in them."""
    file.stream.seek(0)
    start = file.stream.read(4)
    file.stream.seek(0)
    return start == b"PK\x03\x04" and file.name.lower().endswith(".zip")


def _common_top(names: Sequence[str]) -> str:
    """Return the folder all files lie in, where there is one."""
    tops = {name.split("/", 1)[0] if "/" in name else "" for name in names}
    return tops.pop() if len(tops) == 1 else ""


def _title(top: str, names: Sequence[str]) -> str:
    if top:
        return top
    return names[0].rsplit(".", 1)[0] if len(names) == 1 else ""


def _write(path: Path, files: Iterable[tuple[str, Uploaded]]) -> None:
    taken: set[str] = set()
    with zipfile.ZipFile(path, "x", zipfile.ZIP_STORED) as archive:
        for name, file in files:
            own = _unique(name, taken)
            file.stream.seek(0)
            with archive.open(zipfile.ZipInfo(own, _LONG_AGO), "w", force_zip64=True) as target:
                shutil.copyfileobj(file.stream, target, _CHUNK)


def _unique(name: str, taken: set[str]) -> str:
    """Two files of one name (picked from different folders) stay two files."""
    stem, dot, ending = name.rpartition(".") if "." in name.rsplit("/", 1)[-1] else (name, "", "")
    number, own = 1, name
    while own.casefold() in taken:
        number += 1
        own = f"{stem} ({number}){dot}{ending}"
    taken.add(own.casefold())
    return own
