"""What a dossier says, as values with a place: the only thing the rest of the program sees of a file.

Three states are never mixed up: a fact was *read*, it is *absent* (the place was seen and is empty), or it is
*unreadable* (the place could not be seen). Everything here is frozen; corrections by a person make new values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Status(StrEnum):
    """How much is known of a fact."""

    READ = "read"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Location:
    """Where something stands: a page (from 1) with an optional box, or a Word paragraph (from 1)."""

    page: int | None = None
    box: Box | None = None
    paragraph: int | None = None


NOWHERE = Location()


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One value with its status, confidence (0-1), place, the way it was found and the text as written."""

    status: Status
    value: T | None = None  # of an unreadable list: what of it was found all the same
    location: Location = NOWHERE
    confidence: float = 1.0
    how: str = "text"  # text | layout | field | digital | image | name | person | repaired
    shown: str | None = None  # as written in the paper, before folding
    why: str | None = None  # for unreadable: the reason code, see WHY_CODES

    @property
    def is_read(self) -> bool:
        """True when there is a value to judge."""
        return self.status is Status.READ

    @property
    def is_absent(self) -> bool:
        """True when the place was seen and is empty."""
        return self.status is Status.ABSENT

    @property
    def is_unreadable(self) -> bool:
        """True when nobody knows."""
        return self.status is Status.UNREADABLE


def read(
    value: T,
    location: Location = NOWHERE,
    *,
    confidence: float = 1.0,
    how: str = "text",
    shown: str | None = None,
) -> Fact[T]:
    """Make a fact that was read."""
    return Fact(Status.READ, value, location, confidence, how, shown)


def absent(location: Location = NOWHERE, *, how: str = "text") -> Fact[Any]:
    """Make a fact whose place was seen and is empty."""
    return Fact(Status.ABSENT, None, location, 1.0, how)


def unreadable(why: str, location: Location = NOWHERE, *, shown: str | None = None) -> Fact[Any]:
    """Make a fact nobody can know; `why` is one of WHY_CODES."""
    return Fact(Status.UNREADABLE, None, location, 0.0, "none", shown, why)


# Reason codes of unreadable facts; their words for people live in engine/locale.
WHY_CODES = frozenset(
    {
        "scan",  # a picture without text, and no recogniser for it
        "no-layout",  # Word: only known after the page is laid out
        "no-image",  # Word without a picture at the signature block: may be signed on paper
        "handwriting",  # written by hand, or printed too faintly to be read for certain
        "grey",  # a grey scan: no colour to tell a seal by
        "field-image",  # the value stands only as a picture in a signature field
        "ambiguous",  # several readings are equally good
        "damaged",  # the file could not be read
        "encrypted",
        "unsupported",  # a format that is not read
        "too-large",
        "limit",  # given up after the time, memory or page limit
        "not-understood",  # text is there, its meaning was not recognised
        "pages-only",  # only the page count could be read
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line (PDF) or paragraph (Word) of text in reading order."""

    text: str  # NFC, as written
    location: Location
    bold: bool | None = None
    centred: bool | None = None
    in_table: bool = False


@dataclass(frozen=True, slots=True)
class PageLabel:
    """The printed page number of one page: its value and where it stands (zone top/bottom, column l/c/r)."""

    value: int
    zone: str
    column: str
    location: Location


@dataclass(frozen=True, slots=True)
class Page:
    """One physical page."""

    number: int  # position in the file, from 1
    width: float  # points
    height: float  # points
    text_length: int
    images: int
    blank: bool
    scanned: bool  # a picture instead of text
    label: Fact[PageLabel] = field(default_factory=lambda: unreadable("scan"))
    turned: int = 0  # degrees a scanned page had to be turned to be read
    sheet: Fact[str] = field(default_factory=lambda: unreadable("scan"))  # sheet number in the corner, «?» by hand


@dataclass(frozen=True, slots=True)
class PageFault:
    """One fault of the printed page numbers of a document.

    kind: `unnumbered` (no number anywhere on page 2 or after), `misplaced` (a number, but not at the top centre, or
    shown on page 1), `gap`, `repeat`, `restart`, `missing-page`, `blank-page`, `upside-down`, `no-sheet-number` (in a
    scan whose other sheets bear one). `expected` and `found` are page numbers
    where they make sense.
    """

    kind: str
    location: Location
    expected: int | None = None
    found: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a form that was recognised: `name` is the section id of the catalogue."""

    name: str
    location: Location
    shown: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A document quoted in the text («Quyết định số 12-QĐ/UBKTĐU, ngày 05/3/2026 của …»).

    role: `basis` (in the căn cứ lines), `carries-out` (Thực hiện Kế hoạch số …) or `mention`.
    """

    shown: str
    location: Location
    role: str
    type_name: str | None = None  # «Quyết định», as written
    kind_hint: str | None = None  # folded words after the type name or what it is about, at most 30
    number: str | None = None  # digits only, without leading zeros; may carry a letter suffix
    symbol: str | None = None  # «QĐ/UBKTĐU»
    date: dt.date | None = None
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """One place to sign: authority («T/M CHI BỘ»), title («BÍ THƯ»), printed name, signed or not, seal or not.

    role: id of the signer's role in the catalogue (`bi-thu`, `nguoi-ghi-bien-ban` …), None where it was not recognised;
    pen: `red` or `dark`; seal_place: where the seal stands to the signature: `over`, `right` (of it) or `apart`;
    name_damaged: a name stands there, but a seal or a pen hides a part of it; `name` is None then.
    """

    authority: str | None
    title: str | None
    name: str | None
    role: str | None
    signed: Fact[bool]
    seal: Fact[bool]
    location: Location
    pen: Fact[str] = field(default_factory=lambda: unreadable("scan"))
    seal_place: Fact[str] = field(default_factory=lambda: unreadable("scan"))
    name_damaged: bool = False


@dataclass(frozen=True, slots=True)
class DigitalSignature:
    """One filled digital signature of a file; whether it is whole and whether its signer is trusted are two things.

    Revocation is never asked for: that would need a network.
    """

    field: str  # name of the signature field
    signer: str | None  # the name in the certificate, a person's or a body's
    issuer: str | None  # who vouches for the certificate, as the certificate itself says
    intact: Fact[bool]  # the signed bytes are the ones that were signed
    changed: Fact[bool]  # something was added after signing that no signer stands for
    time: Fact[dt.datetime]  # as the signer's program says, in the time of Việt Nam
    stamped: dt.datetime | None = None  # by a time stamp authority, in the time of Việt Nam
    covers_all: bool = False  # nothing at all was added to the file after it
    trusted: bool | None = None  # None: no root certificates at hand to ask
    location: Location = NOWHERE  # where it shows on the paper, if anywhere

    @property
    def is_valid(self) -> bool:
        """True when the bytes are whole and nothing is known to have been changed since."""
        return bool(self.intact.value) and not self.changed.value


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a minute says of the meeting."""

    start: Fact[dt.datetime]
    end: Fact[dt.datetime]
    place: Fact[str]
    present: Fact[int]
    total: Fact[int]
    attendance: Fact[str]  # that the people present are named or counted at all
    chair: Fact[str]
    secretary: Fact[str]
    read_back: Fact[bool]


@dataclass(frozen=True, slots=True)
class VoteOption:
    """Votes for one form of discipline, with the printed percentage where there is one."""

    form: str  # folded id: khong-ky-luat, khien-trach, canh-cao, cach-chuc, khai-tru, or folded words
    votes: int
    percent: float | None
    location: Location


@dataclass(frozen=True, slots=True)
class Votes:
    """The counts of a biên bản kiểm phiếu."""

    official: Fact[int]  # tổng số đảng viên chính thức
    present: Fact[int]
    issued: Fact[int]
    collected: Fact[int]
    valid: Fact[int]
    invalid: Fact[int]
    options: tuple[VoteOption, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """The person a dossier is about."""

    name: str
    born: str | None = None  # dd/mm/yyyy, or yyyy
    location: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the team of an inspection."""

    name: str
    location: Location = NOWHERE

    @property
    def shown(self) -> str:
        """The name, for lists."""
        return self.name


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included: the mốc thời gian of an inspection."""

    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One row of the mục lục hồ sơ (nine columns).

    scanned: read from a picture; unclear: something is written for number or date and could not be read.
    """

    order: int | None
    number: str | None  # as Quote.number
    symbol: str | None
    date: dt.date | None
    title: str
    author: str | None
    pages: str | None
    location: Location
    scanned: bool = False
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class ClosingSheet:
    """What the chứng từ kết thúc says."""

    pages: Fact[int]  # in digits
    pages_in_words: Fact[int]
    index_pages: Fact[int]
    unit: str = "trang"  # or tờ: what it counts


@dataclass(frozen=True, slots=True)
class CoverItem:
    """One item of a dossier's cover, as labelled, and whether anything was filled in.

    name: `title`, `code`, `author`, `start`, `end`, `sheets` or `retention`.
    """

    name: str
    shown: str
    filled: Fact[bool]


@dataclass(frozen=True, slots=True)
class ScanQuality:
    """How a paper was scanned, the worst page counting; None where nobody knows.

    dpi: dots an inch of the pictures in the file; depth: `colour`, `grey`, `line` (black and white only).
    """

    dpi: int | None
    depth: str | None
    searchable: bool  # every page carries a text layer
    archival: bool  # the file calls itself PDF/A


@dataclass(frozen=True, slots=True)
class Blank:
    """A mark of a template that was not filled in: dots, «(ghi rõ …)», {{placeholder}}."""

    shown: str
    location: Location


@dataclass(frozen=True, slots=True)
class Style:
    """One point of layout that could be judged on this paper (`star`, `title-bold` …), and whether it is right."""

    aspect: str
    ok: bool
    location: Location
    shown: str = ""


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
