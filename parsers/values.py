"""What is read of a paper beside single words: lines, pages, quotes, signatures, meetings, votes, rows of the index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from parsers.fact import NOWHERE, Fact, Location, absent, unreadable


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
    sheet: Fact[str] = field(default_factory=lambda: unreadable("scan"))  # number in the corner; «?»: seen, not read
    sheet_votes: tuple[tuple[int, ...], ...] = ()  # of each figure of that number, the chances of 0 … 9 in percent
    skew: float = 0.0  # degrees a scanned page was straightened by, anticlockwise

    @property
    def turn(self) -> float:
        """Degrees clockwise from the page as it lies in its file to the page that boxes on it are meant for."""
        return self.turned - self.skew


@dataclass(frozen=True, slots=True)
class PageFault:
    """One fault of the printed page numbers of a document.

    kind: `unnumbered` (no number anywhere on page 2 or after), `misplaced` (a number, but not at the top centre, or
    shown on page 1), `gap`, `repeat`, `restart`, `missing-page`, `blank-page`, `upside-down`; of sheet numbers
    `no-sheet-number` (in a dossier whose other sheets bear one), `sheet-gap`, `sheet-repeat`. `expected` and `found`
    are numbers where they make sense.
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
    last: Fact[int] = field(default_factory=absent)  # «đánh số từ 01 đến 45»
    noted: tuple[int, ...] = ()  # numbers said to be used twice or left out


@dataclass(frozen=True, slots=True)
class SheetRun:
    """The sheet numbers of a dossier on paper: how many sheets bear one, how many none, and the last one.

    unclear: sheets whose corner shows something else.
    closed: the dossier was put together (index, closing sheet or cover are there, or one scan holds all papers).
    """

    numbered: int
    bare: int
    unclear: int
    last: int | None
    closed: bool


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
