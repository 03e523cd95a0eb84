"""Tells what a file is by its content; its name is only a second opinion."""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

HEAD_SIZE = 4096
OLE_SCAN_SIZE = 64 << 20

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b", "gzip"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc", b"avif")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted-office"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_WEB_ARCHIVE = re.compile(
    rb"\s*MIME-Version:.*?multipart/related", re.IGNORECASE | re.DOTALL
)  # .mht, as Word writes it
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TEXT_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}

# Families that mean the same to people: a .jpg that is a PNG is nothing to speak of.
_FAMILY = {"png": "image", "jpeg": "image", "tiff": "image", "gif": "image", "bmp": "image", "webp": "image"}
_SUFFIX_TYPES = {
    ".pdf": {"pdf"},
    ".docx": {"docx"},
    ".docm": {"docx"},
    ".dotx": {"docx"},
    ".doc": {"doc"},
    ".dot": {"doc"},
    ".rtf": {"rtf"},
    ".odt": {"odt"},
    ".xlsx": {"xlsx"},
    ".xls": {"xls"},
    ".zip": {"zip"},
    ".rar": {"rar"},
    ".7z": {"7z"},
    ".htm": {"html"},
    ".html": {"html"},
    ".txt": {"text"},
    ".heic": {"heic"},
    **{s: {"image"} for s in (".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp")},
}
_PAPER_SUFFIXES = frozenset({".pdf", ".docx", ".docm", ".dotx", ".doc", ".dot", ".rtf", ".odt", ".heic"}) | {
    suffix for suffix, kinds in _SUFFIX_TYPES.items() if "image" in kinds
}
_PAPER_TYPES = frozenset({"pdf", "docx", "doc", "rtf", "odt", "heic", "image"})
# Archives that are not opened hide papers: a step must not be called missing because of them.
_HIDING_TYPES = frozenset({"rar", "7z", "gzip", "zip"})
_HIDING_SUFFIXES = frozenset({".rar", ".7z", ".gz", ".zip"})
_FORMATS = {"rtf": "doc", "odt": "doc", "heic": "image", "xlsx": "sheet", "xls": "sheet", "html": "text"}


def sniff(stream: BinaryIO) -> str:
    """Tell the type of an open file: pdf, docx, xlsx, doc, png, zip, rar, html, text, empty, unknown …."""
    stream.seek(0)
    head = stream.read(HEAD_SIZE)
    if not head:
        return "empty"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):  # before PDF: an archive may begin with one, unpacked
        return _zip_type(stream)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        return _ole_type(stream)
    return _by_magic(head) or _text_type(head)


def family(kind: str) -> str:
    """Give the family of a sniffed type: all pictures are `image`."""
    return _FAMILY.get(kind, kind)


def format_of(kind: str) -> str:
    """Give the `SourceFile.format` of a sniffed type."""
    name = _FORMATS.get(kind, family(kind))
    return name if name in {"pdf", "docx", "doc", "image", "sheet", "text"} else "unknown"


def suffix_of(name: str) -> str:
    """Give the lower-case suffix of a file name, with its dot."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def is_mislabelled(kind: str, name: str) -> bool:
    """True when the name promises another type than the content has."""
    promised = _SUFFIX_TYPES.get(suffix_of(name))
    if promised is None or kind in {"unknown", "empty", "encrypted-office", "damaged-zip", "ole"}:
        return False
    return family(kind) not in promised


def may_be_paper(name: str, kind: str | None = None) -> bool:
    """True when the file could be, or could hide, a paper of the dossier."""
    if kind is not None and (family(kind) in _PAPER_TYPES or kind in _HIDING_TYPES):
        return True
    return suffix_of(name) in _PAPER_SUFFIXES | _HIDING_SUFFIXES


def is_lock_file(name: str) -> bool:
    """True for the `~$…` and `.~lock.…` files an open Word or LibreOffice leaves beside a document."""
    return name.startswith(("~$", ".~lock."))


def is_system_file(name: str) -> bool:
    """True for hidden files and what Windows and macOS put into every folder."""
    return name.startswith(".") or name.lower() in {"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx"}


def _by_magic(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "heic"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _text_type(head: bytes) -> str:
    if _HTML.search(head.replace(b"\x00", b"")):
        return "html"
    if _WEB_ARCHIVE.match(head):
        return "html"
    if head.startswith(_BOMS):
        return "text"
    return "unknown" if any(byte in _TEXT_CONTROLS for byte in head) else "text"


def _zip_type(stream: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return "damaged-zip"
    for prefix, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if "[Content_Types].xml" in names and any(name.startswith(prefix) for name in names):
            return kind
    return "odt" if "content.xml" in names and "mimetype" in names else "zip"


def _ole_type(stream: BinaryIO) -> str:
    stream.seek(0)
    data = stream.read(OLE_SCAN_SIZE)
    return next((kind for name, kind in _OLE_STREAMS if name.encode("utf-16-le") in data), "ole")
