"""What a file reader hands on, before anyone asks what it means: lines, boxes, images, tables, Word's own numbering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from parsers.facts import Box, DigitalSignature, Location


class RawLine(NamedTuple):
    """One line of a PDF page in content order, or one paragraph of a Word file; text is NFC.

    A named tuple: thousands are made, and a frozen dataclass of this width takes three times as long.
    """

    text: str
    page: int | None = None  # from 1
    box: Box | None = None
    paragraph: int | None = None  # from 1, Word only
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    font: str | None = None  # the font's name as the file has it
    capitals: bool = False  # an old font that draws small letters as capitals
    centred: bool | None = None
    table: int | None = None  # number of the table it stands in
    row: int | None = None
    column: int | None = None
    underlined: bool | None = None  # Word only
    pitch: float | None = None  # points from line to line, Word only
    confidence: float | None = None  # of a line read from a picture
    read_as: str | None = None  # what was read there, where known words or a mask took its place


@dataclass(frozen=True, slots=True)
class RawImage:
    """A picture, or a cluster of drawn strokes (`ink=True`), on a page or anchored in a Word paragraph."""

    page: int | None = None
    box: Box | None = None
    paragraph: int | None = None
    ink: bool = False
    in_field: bool = False  # inside the appearance of a signature field
    reddish: bool | None = None  # None: not looked at
    inked: bool | None = None  # strokes in another colour than red; None: not looked at


@dataclass(frozen=True, slots=True)
class RawTable:
    """A ruled table, cell texts row by row."""

    rows: tuple[tuple[str, ...], ...]
    page: int | None = None
    paragraph: int | None = None
    scanned: bool = False  # read from a picture: a mask stands for what could not be read


@dataclass(frozen=True, slots=True)
class Margins:
    """The white edges of a page in points; of mirrored pages those of the front."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True, slots=True)
class WordNumbering:
    """What Word's sections say of page numbers, as far as it is known without layout.

    field: where a PAGE field stands (`header`, `footer`, None: nowhere); column: l, c, r or None where unknown;
    first_page_differs: titlePg of the first section; on_first_page: a PAGE field in the first-page header or footer.
    """

    field: str | None
    column: str | None
    first_page_differs: bool
    on_first_page: bool
    sections: int
    restarts: int
    every_section: bool  # all sections (and odd/even variants in use) show a number


@dataclass(frozen=True, slots=True)
class InkMap:
    """How much ink stands where on a page, the letters that were read and all red left out: one byte a square."""

    columns: int
    side: float  # points of a square
    shares: bytes  # of the square, 255 is all


@dataclass(frozen=True, slots=True)
class ScanLook:
    """What was seen of a page that is a picture, beside its text; boxes as on the page set upright.

    `whole`: all of it was read, else only its zones. `numbers_seen`: both edges were searched for a page number.
    `sheet` tells of a sheet number by hand or stamp in the upper right corner: `seen`, `none` or `unclear`.
    """

    colour: bool
    blank: bool
    turned: int = 0  # degrees the picture had to be turned
    skew: float = 0.0  # degrees it was straightened by after that, anticlockwise
    whole: bool = False
    numbers_seen: bool = False
    confidence: float = 0.0  # mean of what was read
    ink: InkMap | None = None  # of pages searched for places to sign
    seals: tuple[Box, ...] = ()  # round red ones
    red: tuple[Box, ...] = ()  # other red marks of some size, and round ones in violet or blue
    rings: tuple[Box, ...] = ()  # of grey scans: round marks that may be seals
    sheet: str = "unclear"
    sheet_votes: tuple[tuple[int, ...], ...] = ()  # of each figure of that number, the chances of 0 … 9 in percent
    sheet_box: Box | None = None
    dpi: int | None = None  # of the picture in the file
    depth: str | None = None  # of that picture: colour, grey, or line (black and white only)
    edge: str = "unclear"  # a seal across the right edge of the sheet: seen, none or unclear
    edge_box: Box | None = None
    strokes: tuple[Box, ...] = ()  # red ones, drawn as a hand signs
    copied: tuple[Box, ...] = ()  # round seals in black on a colour scan
    dots: tuple[Box, ...] | None = None  # rows of dots and empty lines to write on; None: not looked for


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page of a PDF or an image."""

    number: int
    width: float
    height: float
    text_length: int
    lines: tuple[RawLine, ...] = ()
    words: tuple[RawLine, ...] = ()  # words, joined over ordinary spaces, with boxes; page 1, the last 3, signing pages
    images: tuple[RawImage, ...] = ()
    image_share: float = 0.0  # largest picture's share of the page area
    scan: ScanLook | None = None  # a picture that was looked at
    rules: tuple[Box, ...] | None = None  # level lines drawn on pages that were looked at closely


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as read. PDF: `pages`; Word: `lines` (paragraphs in order, text boxes and table cells included)."""

    format: str  # pdf | docx | doc | sheet
    pages: tuple[RawPage, ...] = ()
    lines: tuple[RawLine, ...] = ()
    tables: tuple[RawTable, ...] = ()
    images: tuple[RawImage, ...] = ()
    header_lines: tuple[str, ...] = ()  # Word running headers and footers
    word_numbering: WordNumbering | None = None
    page_size: tuple[float, float] | None = None  # points
    margins: Margins | None = None  # Word: of its first upright section
    page_hint: int | None = None  # app.xml of Word, a hint only
    tracked_changes: int = 0
    comments: int = 0
    signature_fields: int = 0  # filled digital signature fields
    field_images: int = 0
    field_places: tuple[tuple[str, Location], ...] = ()  # name and place of the signature fields that show
    field_lines: tuple[RawLine, ...] = ()  # what signature fields print as text
    digital: tuple[DigitalSignature, ...] | None = None  # None: not looked at, or not readable
    notes: tuple[str, ...] = ()

    @property
    def all_lines(self) -> tuple[RawLine, ...]:
        """Lines of all pages in order, or the Word paragraphs."""
        return self.lines or tuple(line for page in self.pages for line in page.lines)
