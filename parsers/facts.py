"""What a dossier says, as values with a place: the only thing the rest of the program sees of a file.

`fact.py` has the fact and its three states, `values.py` what facts are made of; both are at hand here. Everything is
frozen; corrections by a person make new values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from parsers.fact import NOWHERE, WHY_CODES, Box, Fact, Location, Status, absent, read, unreadable
from parsers.values import (
    Blank,
    ClosingSheet,
    CoverItem,
    DigitalSignature,
    IndexRow,
    Line,
    Meeting,
    Member,
    Page,
    PageFault,
    PageLabel,
    Period,
    Person,
    Quote,
    ScanQuality,
    Section,
    SheetRun,
    SignatureBlock,
    Style,
    VoteOption,
    Votes,
)

__all__ = [
    "NOWHERE",
    "WHY_CODES",
    "Blank",
    "Box",
    "ClosingSheet",
    "CoverItem",
    "DigitalSignature",
    "Document",
    "Dossier",
    "Fact",
    "IndexRow",
    "Line",
    "Location",
    "Meeting",
    "Member",
    "Page",
    "PageFault",
    "PageFile",
    "PageLabel",
    "Period",
    "Person",
    "Problem",
    "Quote",
    "ScanQuality",
    "Section",
    "SheetRun",
    "SignatureBlock",
    "SourceFile",
    "Status",
    "Style",
    "VoteOption",
    "Votes",
    "absent",
    "read",
    "unreadable",
]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file behind a document. `path` is relative to the dossier, with `/`, as shown to people."""

    path: str
    format: str  # pdf | docx | doc | image | sheet | text | unknown
    size: int
    sha256: str
    role: str = "main"  # main | source (the Word behind a signed copy) | copy


@dataclass(frozen=True, slots=True)
class PageFile:
    """Where a page of a paper lies: the file, and the page of that file (from 1)."""

    path: str
    page: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or a part of it that could not be used. `code` names the message in engine/locale."""

    code: str  # WHY_CODES plus: empty-file, lock-file, mislabelled, zip-traversal, zip-bomb, not-a-file, secret …
    path: str
    detail: str = ""
    fatal: bool = True  # nothing of this file could be read


_NOTHING: Fact[Any] = unreadable("not-understood")
_NONE: Fact[Any] = absent()


@dataclass(frozen=True, slots=True)
class Document:
    """One paper of the dossier with all that was read of it."""

    id: str  # d01, d02 … in the order of the dossier
    path: str
    files: tuple[SourceFile, ...] = ()
    medium: str = "text-pdf"  # text-pdf | scan | word | other
    first_page: int = 1  # in its file, from 1
    page_files: tuple[PageFile, ...] = ()  # of a paper that lies in several files, page by page
    bundle: str | None = None  # first of the files read as one long scan with this one; None: its file stands alone
    bundle_page: int = 1  # counted through all of the bundle, from 1
    page_count: Fact[int] = _NOTHING
    pages: tuple[Page, ...] = ()
    lines: tuple[Line, ...] = ()
    position: Fact[int] = _NOTHING  # place in the dossier, from 1

    kind: Fact[str] = _NOTHING  # id of the catalogue
    candidates: tuple[str, ...] = ()  # kinds it could be, where kind is unreadable; ("*",) = any
    variant: str | None = None  # free word of the catalogue, e.g. «trich»

    header: Fact[str] = _NOTHING  # party | state
    superior: Fact[str] = _NOTHING
    issuer: Fact[str] = _NOTHING  # as printed
    issuer_body: Fact[str] = _NOTHING  # id of the catalogue: chi-bo, dang-uy, ubkt …
    number: Fact[str] = _NOTHING  # digits (and letter suffix), no leading zeros
    symbol: Fact[str] = _NOTHING  # «KH/CB»
    number_line: Fact[str] = _NOTHING  # whole line as written
    place: Fact[str] = _NOTHING
    date: Fact[dt.date] = _NOTHING
    type_name: Fact[str] = _NOTHING  # tên loại, as printed
    subject: Fact[str] = _NOTHING  # trích yếu
    addressees: Fact[tuple[str, ...]] = _NOTHING
    recipients: Fact[tuple[str, ...]] = _NOTHING
    sections: Fact[tuple[Section, ...]] = _NOTHING
    quotes: Fact[tuple[Quote, ...]] = _NOTHING
    top_stamp: Fact[bool] = _NOTHING  # red stamp at the upper left of page 1 (dấu treo)
    signatures: Fact[tuple[SignatureBlock, ...]] = _NOTHING
    digital: Fact[tuple[DigitalSignature, ...]] = _NOTHING  # absent: the file has none
    meeting: Fact[Meeting] = _NOTHING
    votes: Fact[Votes] = _NOTHING
    page_faults: Fact[tuple[PageFault, ...]] = _NOTHING
    blanks: Fact[tuple[Blank, ...]] = _NOTHING
    person: Fact[Person] = _NOTHING
    team: Fact[tuple[Member, ...]] = _NOTHING  # of the inspection, as listed by name
    period: Fact[Period] = _NOTHING  # mốc thời gian kiểm tra / giám sát
    sheet_faults: Fact[tuple[PageFault, ...]] = _NONE  # sheets without a number
    sheet_steps: Fact[tuple[PageFault, ...]] = _NONE  # breaks in the run of sheet numbers
    index_rows: Fact[tuple[IndexRow, ...]] = _NOTHING
    closing: Fact[ClosingSheet] = _NOTHING
    numeric_date_style: Fact[str] = _NOTHING  # ok | zero-missing | zero-extra | blank
    discipline: Fact[str] = _NOTHING  # the form a decision imposes, id of the catalogue
    effective: Fact[dt.date] = _NOTHING  # the day a decision says it takes effect
    extension: Fact[int] = _NOTHING  # days a limit is extended by
    styles: Fact[tuple[Style, ...]] = _NOTHING  # only what can be judged; nothing of pictures
    cover: Fact[tuple[CoverItem, ...]] = _NOTHING  # items of a bìa hồ sơ
    joint_seal: Fact[bool] = _NOTHING  # across the right edges of its sheets (dấu giáp lai)
    photocopy: Fact[bool] = _NOTHING  # a copy of the paper with its seal in black
    copy_mark: Fact[bool] = _NOTHING  # it says that it is a true copy (sao y, trích sao …)
    scan_quality: Fact[ScanQuality] = _NOTHING  # absent: no scan
    archive_seal: Fact[bool] = _NOTHING  # a red seal in the archive's digital signature on page 1
    tracked_changes: int = 0
    notes: tuple[str, ...] = ()  # codes of things worth saying: tracked-changes, no-layout, digital-signature …

    def page_file(self, page: int) -> PageFile:
        """Give the file and its page behind a page of this paper (from 1)."""
        if 0 < page <= len(self.page_files):
            return self.page_files[page - 1]
        return PageFile(self.path, self.first_page + page - 1)

    def facts(self) -> Iterator[tuple[str, Fact[Any]]]:
        """Yield (name, fact) of every fact of this document, in the order of the class."""
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, Fact):
                yield item.name, value


@dataclass(frozen=True, slots=True)
class Dossier:
    """A parsed dossier: its documents in order, what could not be read, and where it came from."""

    name: str
    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    answers_path: str | None = None  # hoso.yaml found inside
    answers_text: str | None = None
    order_from: str = "none"  # single-file | index | prefixes | none
    stamped_secret: bool = False
    sheets: Fact[SheetRun] = _NONE  # judged by `sheet_runs`; absent: nothing on paper
