"""Reads a .docx in one guarded pass over its XML: paragraphs, tables, text boxes, tracked changes, pictures.

The layout is not computed, so there are no pages; what the sections say of page numbers is read by `word_numbering`.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lxml import etree

from parsers.problems import DEFAULT_LIMITS, MIB, FileProblem
from parsers.raw import RawFile
from parsers.word_body import read_body
from parsers.word_margins import is_gridded, page_size, read_margins
from parsers.word_numbering import header_lines, read_numbering
from parsers.word_styles import read_styles_part
from parsers.word_xml import Element, W, normalise

MAX_PART = 100 * MIB
MAX_TOTAL = 400 * MIB

_MAIN = re.compile(rb'Type="[^"]*/officeDocument"')
_TARGET = re.compile(rb'Target="/?([^"]+)"')
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_pis": True,
    "remove_comments": True,
}
_BREAKS_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError)


def read_docx(data: bytes | Path) -> RawFile:
    """Read a Word file; raises FileProblem where nothing of it can be read."""
    package = Package(data)
    try:
        return _read(package)
    finally:
        package.close()


class Package:
    """The zip behind a Word file, with its guards: sizes by the directory first, no DTD, no network."""

    def __init__(self, data: bytes | Path) -> None:
        try:
            self._zip = zipfile.ZipFile(data if isinstance(data, Path) else io.BytesIO(data))
        except (*_BREAKS_ZIP, NotImplementedError) as error:
            raise FileProblem("damaged", "docx") from error
        infos = self._zip.infolist()
        self.names = frozenset(info.filename for info in infos)
        if len(infos) > DEFAULT_LIMITS.files or sum(info.file_size for info in infos) > MAX_TOTAL:
            self.close()
            raise FileProblem("too-large", "docx")

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()

    def bytes_of(self, name: str) -> bytes:
        """Read one part, within the limits."""
        info = self._zip.getinfo(name)
        if info.file_size > MAX_PART or _is_bomb(info):
            raise FileProblem("too-large", "docx")
        try:
            return self._zip.read(info)
        except (RuntimeError, NotImplementedError) as error:
            raise FileProblem("encrypted", "docx") from error

    def xml(self, name: str) -> Element:
        """Parse one part; a DTD is refused."""
        data = normalise(self.bytes_of(name))
        if b"<!DOCTYPE" in data:
            raise FileProblem("damaged", "dtd")
        root = etree.fromstring(data, etree.XMLParser(**_SAFE))
        if root.getroottree().docinfo.internalDTD is not None:
            raise FileProblem("damaged", "dtd")
        return root

    def optional_xml(self, name: str) -> Element | None:
        """Parse a part that may be absent or broken without spoiling the rest."""
        try:
            return self.xml(name)
        except (KeyError, etree.XMLSyntaxError, FileProblem, zipfile.BadZipFile, zlib.error, EOFError):
            return None

    def main_part(self) -> str:
        """Give the name of the part that holds the text."""
        if "_rels/.rels" in self.names:
            for relation in _RELATION.findall(self.bytes_of("_rels/.rels")):
                target = _TARGET.search(relation)
                if _MAIN.search(relation) and target:
                    return target.group(1).decode("utf-8", "replace")
        return "word/document.xml"


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    limit = DEFAULT_LIMITS
    return info.file_size > limit.ratio_from and info.file_size > limit.ratio * max(1, info.compress_size)


def _read(package: Package) -> RawFile:
    try:
        main = package.main_part()
        root = package.xml(main)
    except (*_BREAKS_ZIP, etree.XMLSyntaxError) as error:
        raise FileProblem("damaged", "docx") from error
    body = root.find(W + "body")
    if body is None:
        raise FileProblem("damaged", "no body")
    styles = read_styles_part(
        package.optional_xml(_beside(main, "styles.xml")), package.optional_xml(_beside(main, "theme/theme1.xml"))
    )
    sections = [section for section in body.iter(W + "sectPr") if not _is_old(section)]
    content = read_body(body, replace(styles, gridded=is_gridded(sections)))
    parts = dict(_header_parts(package, main))
    return RawFile(
        format="docx",
        lines=tuple(content.lines),
        tables=tuple(content.tables),
        images=tuple(content.images),
        header_lines=header_lines(parts.values()),
        word_numbering=read_numbering(sections, parts, package.optional_xml(_beside(main, "settings.xml"))),
        page_size=page_size(sections),
        margins=read_margins(sections),
        page_hint=_page_hint(package),
        tracked_changes=content.tracked_changes,
        comments=_comments(package, main),
        signature_fields=sum(bool(re.match(r"_xmlsignatures/sig[^/]*\.xml$", name)) for name in package.names),
        notes=tuple(_notes(package, content.notes)),
    )


def _is_old(section: Element) -> bool:
    # <w:sectPrChange> keeps the section as it was before a tracked change.
    parent = section.getparent()
    return parent is not None and parent.tag == W + "sectPrChange"


def _beside(main: str, name: str) -> str:
    return f"{main.rpartition('/')[0]}/{name}".lstrip("/")


def _header_parts(package: Package, main: str) -> Iterator[tuple[str, Element]]:
    """Yield (relation id, root) of the headers and footers."""
    folder, _, file = main.rpartition("/")
    relations = package.optional_xml(f"{folder}/_rels/{file}.rels".lstrip("/"))
    if relations is None:
        return
    for relation in relations:
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        if kind in {"header", "footer"}:
            part = package.optional_xml(_resolve(folder, str(relation.get("Target", ""))))
            if part is not None:
                yield str(relation.get("Id")), part


def _resolve(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")


def _page_hint(package: Package) -> int | None:
    """Give the page count Word itself wrote last; other programs leave whatever stood there."""
    if "docProps/app.xml" not in package.names:
        return None
    try:
        text = package.bytes_of("docProps/app.xml")
    except (FileProblem, *_BREAKS_ZIP):
        return None
    pages = re.search(rb"<Pages>(\d{1,6})</Pages>", text)
    return int(pages.group(1)) if pages and b"<Application>Microsoft" in text else None


def _comments(package: Package, main: str) -> int:
    part = package.optional_xml(_beside(main, "comments.xml"))
    return 0 if part is None else sum(1 for _ in part.iter(W + "comment"))


def _notes(package: Package, found: list[str]) -> Iterator[str]:
    yield from found
    if any(name.startswith("_xmlsignatures/") for name in package.names):
        yield "digital-signature"
    if any(name.endswith("vbaProject.bin") for name in package.names):
        yield "macros"
