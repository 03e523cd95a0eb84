"""Walks the body of a Word file: paragraphs in reading order with their place in tables, blanks as they are printed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.letters import DECOMPOSED, Letters
from parsers.raw import RawImage, RawLine, RawTable
from parsers.word_styles import Look, Styles, is_underlined, read_size
from parsers.word_xml import MC, A, Element, O, V, W, flag, value

BLANK = "…" * 4  # what a tab with a dotted leader, or underlined spaces, look like on paper

_PROPERTIES = ("rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr")
_SKIPPED = {W + name for name in (*_PROPERTIES, "del", "moveFrom", "instrText", "delText")}
_CHANGES = {W + name for name in ("ins", "del", "moveFrom", "moveTo")}
_TEXT = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\xad",
}
_OLD_CAPITALS = re.compile(r"\.?Vn\w*H$", re.IGNORECASE)
_OLD_LETTERS = re.compile("[§¶®¸µ¹·¨©ª«¬]")
_INK_TAGS = {A + "custGeom"}
_INK_PARTS = {"contentPart"}


@dataclass(slots=True)
class Body:
    """What the walk has collected."""

    lines: list[RawLine] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    images: list[RawImage] = field(default_factory=list)
    tracked_changes: int = 0
    notes: list[str] = field(default_factory=list)
    letters: Letters = field(default_factory=Letters)


@dataclass(frozen=True, slots=True)
class _Cell:
    table: int | None = None
    row: int | None = None
    column: int | None = None


def read_body(body: Element, styles: Styles) -> Body:
    """Collect lines, tables, pictures and changes of a document body."""
    walk = _Walk(styles)
    walk.blocks(body, _Cell())
    walk.body.tracked_changes = sum(1 for _ in body.iter(*_CHANGES))
    walk.body.notes += [DECOMPOSED] if walk.body.letters.are_apart else []
    return walk.body


class _Walk:
    def __init__(self, styles: Styles) -> None:
        self.body = Body()
        self._styles = styles
        self._paragraph = 0
        self._table = 0

    def blocks(self, parent: Element, cell: _Cell) -> list[str]:
        """Read paragraphs and tables of a container; gives their texts."""
        texts: list[str] = []
        for item in parent:
            if item.tag == W + "p":
                texts += self._paragraph_of(item, cell)
            elif item.tag == W + "tbl":
                texts += self._table_of(item)
            elif item.tag == MC + "AlternateContent":
                chosen = _choice(item)
                texts += self.blocks(chosen, cell) if chosen is not None else []
            elif item.tag not in _SKIPPED:  # content controls, custom XML, moved and inserted blocks
                texts += self.blocks(item, cell)
        return texts

    def _table_of(self, table: Element) -> list[str]:
        self._table += 1
        number, start = self._table, self._paragraph + 1
        rows = []
        for r, row in enumerate(_children(table, "tr"), 1):
            cells: list[str] = []
            for item in _children(row, "tc"):
                place = _Cell(number, r, len(cells) + 1)
                cells.append("\n".join(self.blocks(item, place)))
                cells += [""] * (_span(item) - 1)
            rows.append(tuple(cells))
        self.body.tables.append(RawTable(tuple(rows), paragraph=start))
        return [text for row in rows for text in row if text]

    def _paragraph_of(self, paragraph: Element, cell: _Cell) -> list[str]:
        self._paragraph += 1
        number = self._paragraph
        style = self._styles.of(paragraph.find(W + "pPr"))
        reader = _Runs(style, self._styles)
        reader.read(paragraph)
        self.body.images += [RawImage(paragraph=number, ink=ink) for ink in reader.pictures]
        self.body.notes += [note for note in reader.notes if note not in self.body.notes]
        self.body.letters.add(reader.text)
        texts = [text for part in reader.text.split("\n") if (text := _tidy(part))]
        for text in texts:
            self.body.lines.append(
                RawLine(
                    text,
                    paragraph=number,
                    bold=reader.bold if reader.bold is not None else style.bold,
                    italic=reader.italic if reader.italic is not None else style.italic,
                    size=reader.size or style.size,
                    underlined=reader.underlined,
                    font=reader.font,
                    pitch=self._styles.pitch(style, reader.size or style.size),
                    centred=style.align == "center",
                    capitals=reader.capitals,
                    table=cell.table,
                    row=cell.row,
                    column=cell.column,
                )
            )
        for box in reader.boxes:
            texts += self.blocks(box, cell)
        return texts


class _Runs:
    """Text, look and drawings of one paragraph, deleted runs left out."""

    def __init__(self, look: Look, styles: Styles) -> None:
        self.text = ""
        self.bold: bool | None = None
        self.italic: bool | None = None
        self.underlined = look.underlined
        self.size: float | None = None
        self.capitals = False
        self.pictures: list[bool] = []  # True: ink
        self.boxes: list[Element] = []
        self.notes: list[str] = []
        self._look, self._styles = look, styles
        self._seen = False  # text whose look decides
        self._fonts: Counter[str | None] = Counter()

    @property
    def font(self) -> str | None:
        """The font most of the letters are set in."""
        return self._fonts.most_common(1)[0][0] if self._fonts else None

    def read(self, parent: Element) -> None:
        """Read the runs below an element."""
        for item in parent:
            if item.tag == W + "r":
                self._run(item)
            elif item.tag == MC + "AlternateContent":
                chosen = _choice(item)
                if chosen is not None:
                    self._drawing(chosen)
            elif item.tag not in _SKIPPED:
                self.read(item)

    def _run(self, run: Element) -> None:
        before = len(self.text)
        for item in run:
            self._piece(item)
        piece = self.text[before:]
        properties = run.find(W + "rPr")
        if piece.strip():
            self._fonts[self._styles.font_of(properties) or self._look.font] += len(piece)
            self._decide(properties)
        elif len(piece) >= 3 and value(properties, "u") not in {None, "none"} and "\n" not in piece:
            self.text = self.text[:before] + BLANK

    def _piece(self, item: Element) -> None:
        if item.tag == W + "t":
            self.text += item.text or ""
        elif item.tag in _TEXT:
            self.text += BLANK if self._look.leader and item.tag == W + "tab" else _TEXT[item.tag]
        elif item.tag == W + "sym":
            self.text += _symbol(item.get(W + "char", ""))
        elif item.tag in {W + "drawing", W + "pict", W + "object"}:
            self._drawing(item)
        elif item.tag == MC + "AlternateContent":
            chosen = _choice(item)
            if chosen is not None:
                self._run(chosen)

    def _decide(self, properties: Element | None) -> None:
        # The first run with text decides, as the eye does with a heading.
        if self.bold is None:
            self.bold = flag(properties, "b")
            self.italic = flag(properties, "i")
            self.size = read_size(properties)
            self.capitals = _draws_capitals(properties)
        if not self._seen:
            self._seen = True
            line = is_underlined(properties)
            self.underlined = self._look.underlined if line is None else line

    def _drawing(self, drawing: Element) -> None:
        picture = ink = False
        for item in _within(drawing):
            if item.tag == W + "txbxContent":
                self.boxes.append(item)
            elif item.tag == O + "signatureline":
                self.notes.append("signature-line")
                return  # a place to sign, drawn by Word; no signature
            elif item.tag in {A + "blip", V + "imagedata"}:
                picture = True
            elif item.tag in _INK_TAGS or str(item.tag).rpartition("}")[2] in _INK_PARTS:
                ink = True
        if picture or ink:
            self.pictures.append(not picture)


def _within(drawing: Element) -> Iterator[Element]:
    """Walk a drawing; of two alternatives only one, and not into text boxes (they are read as paragraphs)."""
    for item in drawing:
        if item.tag == MC + "AlternateContent":
            chosen = _choice(item)
            if chosen is not None:
                yield from _within(chosen)
            continue
        yield item
        if item.tag != W + "txbxContent":
            yield from _within(item)


def _choice(alternative: Element) -> Element | None:
    chosen = alternative.find(MC + "Choice")
    return chosen if chosen is not None else alternative.find(MC + "Fallback")


def _children(parent: Element, name: str) -> Iterator[Element]:
    """Yield rows or cells, those in content controls included, those of inner tables not."""
    for item in parent:
        if item.tag == W + name:
            yield item
        elif item.tag not in _SKIPPED and item.tag not in {W + "tbl", W + "tc", W + "p"}:
            yield from _children(item, name)


def _span(cell: Element) -> int:
    span = value(cell.find(W + "tcPr"), "gridSpan") or "1"
    return min(int(span), 200) if span.isdigit() and int(span) else 1


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    # Symbol fonts live in the private area: what they draw is unknown, that something stands there is not.
    return "•" if not 0x20 <= number < 0xD800 else chr(number)


def _draws_capitals(properties: Element | None) -> bool:
    fonts = None if properties is None else properties.find(W + "rFonts")
    return fonts is not None and _OLD_CAPITALS.match(str(fonts.get(W + "ascii", ""))) is not None


def _tidy(text: str) -> str:
    if "\xad" in text and not _OLD_LETTERS.search(text):  # in TCVN3 it is the letter «ư»
        text = text.replace("\xad", "")
    text = unicodedata.normalize("NFC", text.replace("\u200b", "").replace("\ufeff", ""))
    kept = text.strip()
    # A tab in front tells on which side a lone name stands.
    return f"\t{kept}" if kept and "\t" in text[: len(text) - len(text.lstrip())] else kept
