"""What a file reader hands on, before anyone asks what it means: lines, boxes, images, tables, Word's own numbering."""

from __future__ import annotations

from dataclasses import dataclass

from parsers.facts import Box


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line of a PDF page in content order, or one paragraph of a Word file; text is NFC."""

    text: str
    page: int | None = None  # from 1
    box: Box | None = None
    paragraph: int | None = None  # from 1, Word only
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    centred: bool | None = None
    table: int | None = None  # number of the table it stands in
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class RawImage:
    """A picture, or a cluster of drawn strokes (`ink=True`), on a page or anchored in a Word paragraph."""

    page: int | None = None
    box: Box | None = None
    paragraph: int | None = None
    ink: bool = False
    in_field: bool = False  # inside the appearance of a signature field
    reddish: bool | None = None  # None: not looked at


@dataclass(frozen=True, slots=True)
class RawTable:
    """A ruled table, cell texts row by row."""

    rows: tuple[tuple[str, ...], ...]
    page: int | None = None
    paragraph: int | None = None


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


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as read. PDF: `pages`; Word: `lines` (paragraphs in order, text boxes and table cells included)."""

    format: str  # pdf | docx
    pages: tuple[RawPage, ...] = ()
    lines: tuple[RawLine, ...] = ()
    tables: tuple[RawTable, ...] = ()
    images: tuple[RawImage, ...] = ()
    header_lines: tuple[str, ...] = ()  # Word running headers and footers
    word_numbering: WordNumbering | None = None
    page_size: tuple[float, float] | None = None  # points
    page_hint: int | None = None  # app.xml of Word, a hint only
    tracked_changes: int = 0
    comments: int = 0
    signature_fields: int = 0  # filled digital signature fields
    field_images: int = 0
    notes: tuple[str, ...] = ()

    @property
    def all_lines(self) -> tuple[RawLine, ...]:
        """Lines of all pages in order, or the Word paragraphs."""
        return self.lines or tuple(line for page in self.pages for line in page.lines)
