"""Recognises reports this program made: left in the dossier's folder, they are no papers of the dossier."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from pathlib import Path

from parsers.sniff import suffix_of

OWN_MARK = "hoso-phieu-ra-soat"  # the category in the properties of Word and Excel files, the generator of a page
OWN_SUFFIXES = frozenset({".docx", ".xlsx", ".html", ".htm", ".json", ".sarif", ".txt", ".md", ".log"})
_HEAD = 4096
_MOST = 1 << 20  # of one part of a Word file; of JSON
_TITLES = ("PHIẾU RÀ SOÁT HỒ SƠ", "REVIEW OF THE DOSSIER", "REVIEW OF A DOSSIER")
_TAGS = re.compile(rb"<[^>]*>")
_ERRORS = (OSError, ValueError, KeyError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error)


def is_own_report(source: Path | bytes, name: str = "") -> bool:
    """True for a report of this program, whatever it was renamed to; anything that cannot be read is none."""
    suffix = suffix_of(name or (source.name if isinstance(source, Path) else ""))
    if suffix not in OWN_SUFFIXES:
        return False
    try:
        if suffix in {".docx", ".xlsx"}:
            return _office(source, word=suffix == ".docx")
        return _plain(source, suffix)
    except _ERRORS:
        return False


def _office(source: Path | bytes, *, word: bool) -> bool:
    """The mark alone is not enough for a Word file: somebody may have written a paper over an old report."""
    with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
        if OWN_MARK.encode() not in _part(archive, "docProps/core.xml"):
            return False
        if not word:
            return True
        text = _TAGS.sub(b"", _part(archive, "word/document.xml"))
        return any(title.encode() in text for title in _TITLES)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_MOST)


def _plain(source: Path | bytes, suffix: str) -> bool:
    data = _start(source, _MOST if suffix in {".json", ".sarif"} else _HEAD)
    if suffix in {".html", ".htm"}:
        return f'content="{OWN_MARK}"'.encode() in data
    text = data.decode("utf-8", "ignore").removeprefix("\ufeff").lstrip()
    if suffix in {".json", ".sarif"}:
        return _json(text)
    return any(text.startswith(f"{title}:") for title in _TITLES)


def _json(text: str) -> bool:
    """By its first keys: a report may be longer than what is looked at."""
    if '"rules_digest"' in text and '"schema_version"' in text:
        return True
    try:
        made = json.loads(text)["runs"][0]["tool"]["driver"]["name"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return False
    return bool(made == "hoso")


def _start(source: Path | bytes, most: int) -> bytes:
    if isinstance(source, bytes):
        return source[:most]
    with source.open("rb") as stream:
        return stream.read(most)
